"""Whatever is misspelt, unknown or does not fit together is answered with its place and what is right."""

import pytest
from small_scenario import BASE, EXTENDS, problem, problems, read, said

# --- fields, kinds and words that there are not ---------------------------------------------------


@pytest.mark.parametrize(
    ("other", "row", "column", "found", "suggestion"),
    [
        ("titel: x", 2, "titel", "titel", "title"),
        ("call:\n  yeers: [2021]", 3, "call.yeers", "yeers", "years"),
        ("call:\n  timetable: {opns: 1.1.2021}", 3, "call.timetable.opns", "opns", "opens"),
        ("call:\n  targets:\n    network: {titel: x}", 4, "call.targets.network.titel", "titel", "title"),
        ("rules:\n  budget: {amuont: 5}", 3, "rules.budget.amuont", "amuont", "amount"),
        ("rules:\n  north:\n    att_least: 5", 4, "rules.north.att_least", "att_least", "at_least"),
        ("rules:\n  north: {fro: {}}", 3, "rules.north.fro", "fro", "for"),
        ("objective:\n  maximize: value", 3, "objective.maximize", "maximize", "maximise"),
        ("data: {partnrs: p.csv}", 2, "data.partnrs", "partnrs", "partners"),
        ("title: {de: x}", 2, "title.de", "de", None),
        ("zzz: x", 2, "zzz", "zzz", None),
    ],
)
def test_an_unknown_field_is_answered_with_the_right_one_and_its_line(tmp_path, other, row, column, found, suggestion):
    [told] = problems(tmp_path, EXTENDS + other)
    assert said(told) == ("unknown field", row, column, found, suggestion)
    assert told.file == "other.yaml"
    assert told.expected is not None
    assert told.expected.startswith("one of ")


@pytest.mark.parametrize("name", ["north [Lappi]", "a.b", "list[x]", "tuple[x]"])
def test_a_rule_may_be_called_anything(tmp_path, name):
    [told] = problems(tmp_path, f"{EXTENDS}rules:\n  {name}: {{kind: budget, amount: 5, amuont: 5}}")
    assert (told.what, told.found, told.file) == ("unknown field", "amuont", "other.yaml")
    assert name in read(tmp_path, f"{EXTENDS}rules:\n  {name}: {{kind: budget, amount: 5}}").rules


def test_a_rule_has_a_name_that_is_text(tmp_path):
    told = problem(tmp_path, EXTENDS + "rules:\n  5: {kind: budget, amount: 5}")
    assert told == "other.yaml, row 3, column rules.5: wrong value; found '5'; expected text"


def test_an_unknown_field_deep_in_a_rule_is_answered_with_the_right_one(tmp_path):
    fair = "rules:\n  fair:\n    kind: fair_share\n    at_least: 0.2\n    reference: {equal: 1, populaton: 0}"
    [told] = problems(tmp_path, EXTENDS + fair)
    assert said(told) == ("unknown field", 6, "rules.fair.reference.populaton", "populaton", "population")


def test_an_unknown_kind_of_rule_is_answered_with_the_right_one(tmp_path):
    [told] = problems(tmp_path, EXTENDS + "rules:\n  more: {kind: budgte, amount: 5}")
    assert said(told) == ("unknown kind of rule", 3, "rules.more.kind", "budgte", "budget")
    assert told.expected is not None
    assert "earmark, year, limit" in told.expected


def test_a_rule_needs_a_kind(tmp_path):
    [told] = problems(tmp_path, EXTENDS + "rules:\n  more: {amount: 5}")
    assert said(told) == ("unknown kind of rule", 3, "rules.more.kind", None, None)


@pytest.mark.parametrize(
    ("other", "column", "found", "suggestion"),
    [
        ("rules: {zones: {measure: share_of_grantd}}", "rules.zones.measure", "share_of_grantd", "share_of_granted"),
        ("rules: {zones: {tier: lawful}}", "rules.zones.tier", "lawful", "law"),
        ("objective: {maximise: valu}", "objective.maximise", "valu", "value"),
        ("objective: {ties: [lower_csot]}", "objective.ties.0", "lower_csot", "lower_cost"),
    ],
)
def test_an_unknown_word_is_answered_with_the_right_one(tmp_path, other, column, found, suggestion):
    [told] = problems(tmp_path, EXTENDS + other)
    assert said(told) == ("unknown value", 2, column, found, suggestion)


def test_what_is_missing_is_told_at_the_head_of_the_file(tmp_path):
    assert [str(p) for p in problems(tmp_path, "rules: {}")] == [
        f"other.yaml, row 1, column {name}: missing" for name in ("title", "call", "data")
    ]


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ("rules: 5", "column rules: wrong value; found '5'; expected names with their values"),
        ("rules: {more: 5}", "column rules.more: wrong value; found '5'; expected names with their values"),
        ("rules: {more: [5]}", "column rules.more: wrong value; expected names with their values"),
        ("call: 5", "column call: wrong value; found '5'; expected names with their values"),
        ("call: {years: []}", "column call.years: wrong value; expected at least one"),
        ("call: {years: 2021}", "column call.years: wrong value; found '2021'; expected a list"),
        ("call: {years: [2021, soon]}", "column call.years.1: wrong value; found 'soon'; expected a whole number"),
        ("call: {years: [2021, 2022.5]}", "column call.years.1: wrong value; found '2022.5'; expected a whole number"),
        ("call: {years: [2022, 2021]}", "column call.years: wrong value; expected each year once, in ascending order"),
        ("call: {years: [2021, 2021]}", "column call.years: wrong value; expected each year once, in ascending order"),
        ("call: {decimals: 7}", "column call.decimals: Input should be less than or equal to 6; found '7'"),
        ("why: {fi: ''}", "column why.fi: wrong value; found ''; expected text"),
        (
            "call: {timetable: {idea_required: perhaps}}",
            "idea_required: wrong value; found 'perhaps'; expected true or",
        ),
        ("title: {}", "column title: a text needs at least one of the languages fi, sv, en"),
        (
            "call: {timezone: Mars}",
            "column call.timezone: wrong value; found 'Mars'; expected a time zone such as Europe/Helsinki",
        ),
        ("call: {timezone: ../x}", "column call.timezone: wrong value; found '../x'; expected a time zone such as"),
        (
            "call: {timetable: {applications_close: 31.2.2021}}",
            'found \'31.2.2021\'; expected a date such as "2.6.2021" or "2.6.2021 klo 16.15"',
        ),
        (
            "rules: {budget: {amount: -5}}",
            "column rules.budget.amount: wrong value; found '-5'; expected whole euros from 0 to 1000000000000000",
        ),
        (
            "rules: {budget: {amount: 0.5}}",
            "column rules.budget.amount: wrong value; found '0.5'; expected whole euros",
        ),
        ("rules: {budget: {holdback: 501}}", "column rules.budget: the holdback is greater than the amount"),
        (
            "rules: {zones: {at_most: 1.5}}",
            'column rules.zones: wrong value; expected shares from 0 to 1, such as "0.15" or "15 %"',
        ),
    ],
)
def test_a_wrong_value_says_what_should_stand_there(tmp_path, other, message):
    told = problem(tmp_path, EXTENDS + other)
    assert told.startswith("other.yaml, row 2, column ")
    assert message in told


@pytest.mark.parametrize(
    ("weights", "scale", "message"),
    [
        (("0.6", "0.5"), "[0, 5]", "column call: the weights of the criteria sum to 1.1, not to 1"),
        (("1/3", "0.6666"), "[0, 5]", "column call: the weights of the criteria sum to 0.999933, not to 1"),
        (("0.5", "0.5"), "[5, 0]", "column call.criteria.b.scale: wrong value; expected the least score before the"),
        (("0.5", "0.5"), "[5, 5]", "column call.criteria.b.scale: wrong value; expected the least score before the"),
        (("0.5", "1.5"), "[0, 5]", "column call.criteria.b.weight: wrong value; found '1.5'; expected a share from 0"),
    ],
)
def test_criteria_have_weights_that_sum_to_one_and_an_ascending_scale(tmp_path, weights, scale, message):
    first, second = weights
    criteria = f"""call:
  criteria:
    a: {{title: A, weight: "{first}", scale: [0, 5]}}
    b: {{title: B, weight: "{second}", scale: {scale}}}
"""
    assert message in problem(tmp_path, EXTENDS + criteria)


def test_weights_of_thirds_sum_to_one_exactly(tmp_path):
    criteria = "\n".join(f'    c{i}: {{title: c, weight: "1/3", scale: [0, 5]}}' for i in range(3))
    terms = read(tmp_path, f"{EXTENDS}call:\n  criteria:\n{criteria}").call.terms
    assert sum(criterion.weight for criterion in terms.criteria.values()) == 1


def test_a_word_that_only_means_anything_in_a_list_is_told_so(tmp_path):
    found = problems(tmp_path, EXTENDS + "call: {must_name: {theme: vesi}}")
    assert {(p.column, p.expected) for p in found} == {
        ("call.must_name.theme", "one of any"),
        ("call.must_name.theme", "a list"),
    }


# --- names that the call does not know ------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (
            "rules:\n  north:\n    for: {region: Lapi}",
            ("unknown region", 4, "rules.north.for.region", "Lapi", "Lappi"),
        ),
        (
            "rules:\n  zones:\n    for: {target: zoone}",
            ("unknown value of target", 4, "rules.zones.for.target", "zoone", "zone"),
        ),
        (
            "rules:\n  more: {kind: limit, at_most: 1, for: {thema: vesi}}",
            ("unknown column", 3, "rules.more.for", "thema", "theme"),
        ),
        (
            "rules:\n  more: {kind: limit, at_most: 1, for: {theme: vesii}}",
            ("unknown value of theme", 3, "rules.more.for.theme", "vesii", "vesi"),
        ),
        (
            "rules:\n  more: {kind: limit, at_most: 1, for: {municipality: Trku}}",
            ("unknown municipality", 3, "rules.more.for.municipality", "Trku", "Turku"),
        ),
        (
            "rules:\n  more:\n    kind: limit\n    each: regoin\n    at_most: 1",
            ("unknown column", 5, "rules.more.each", "regoin", "region"),
        ),
        (
            "rules:\n  more:\n    kind: choose\n    of: [H1, H22]\n    at_most: 1",
            ("unknown application", 5, "rules.more.of", "H22", "H2"),
        ),
        (
            "rules:\n  more: {kind: threshold, at_least: 1, criterion: impact}",
            ("unknown criterion", 3, "rules.more.criterion", "impact", None),
        ),
        (
            "rules:\n  more: {kind: year, at_most: {2022: 5}}",
            ("unknown year", 3, "rules.more.at_most", "2022", "2021"),
        ),
        (
            "objective:\n  minimise: total_deviation\n  maximise: null\n  reference: {equal: 1, outside: [Lapi]}",
            ("unknown region", 5, "objective.reference.outside", "Lapi", "Lappi"),
        ),
        (
            "call:\n  regional_towns: [Turku, Trku]",
            ("unknown municipality", 3, "call.regional_towns", "Trku", "Turku"),
        ),
        ("call:\n  must_name: {thema: any}", ("unknown column", 3, "call.must_name", "thema", "theme")),
    ],
)
def test_a_name_that_the_call_does_not_know_is_answered_with_the_nearest_and_its_line(tmp_path, other, expected):
    [told] = problems(tmp_path, EXTENDS + other)
    assert said(told) == expected
    assert told.file == "other.yaml"


def test_a_problem_in_what_is_extended_has_its_file_and_line(tmp_path):
    base = BASE.replace("region: Lappi", "region: Lapi")
    [told] = problems(tmp_path, EXTENDS + "rules: {budget: {amount: 400}}", **{"base.yaml": base})
    assert (told.file, told.row, told.suggestion) == ("base.yaml", 16, "Lappi")


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            "rules: {e: {kind: earmark, amount: 501, ring_fenced: true}}",
            "other.yaml, row 2, column rules.e.amount: the ring-fenced earmarks are more than the budget; "
            "found '501 euros in 1 earmarks'; expected at most 500 euros",
        ),
        (
            "rules: {budget: null, e: {kind: earmark, amount: 5, ring_fenced: true}}",
            "other.yaml, row 2, column rules.e: a ring-fenced earmark needs a budget rule beside it",
        ),
        (
            "rules: {budget: null, north: {measure: share_of_budget, at_least: 0.1}}",
            "other.yaml, row 2, column rules.north.measure: a share of the budget needs a budget rule beside it",
        ),
        (
            "rules: {e: {kind: earmark}}",
            "other.yaml, row 2, column rules.e: "
            "an earmark needs ring_fenced: true or at_least; this one binds nothing; found ",
        ),
        (
            "objective: {maximise: worst_region}",
            "other.yaml, row 2, column objective: worst_region needs reference shares",
        ),
        (
            "rules: {budget: null}\nobjective: {maximise: worst_region, reference: {equal: 1}}",
            "other.yaml, row 3, column objective: "
            "worst_region measures against shares of the budget, and no rule sets one",
        ),
    ],
)
def test_rules_that_do_not_fit_together_are_problems(tmp_path, other, message):
    assert problem(tmp_path, EXTENDS + other) in message or message in problem(tmp_path, EXTENDS + other)


def test_earmarks_may_be_the_whole_budget(tmp_path):
    assert "e" in read(tmp_path, EXTENDS + "rules: {e: {kind: earmark, amount: 500, ring_fenced: true}}").rules


def test_all_problems_of_the_fields_come_at_once(tmp_path):
    other = "titel: x\nrules:\n  budget: {amuont: 5}\n  zones: {at_most: 1.5}\n  more: {kind: nothing}"
    assert [p.row for p in problems(tmp_path, EXTENDS + other)] == [4, 5, 6, 2]


def test_all_names_that_the_call_does_not_know_come_at_once(tmp_path):
    other = "rules:\n  north: {for: {region: Lapi}}\n  zones: {for: {target: zoone}}\ncall: {regional_towns: [Trku]}"
    assert sorted(p.found or "" for p in problems(tmp_path, EXTENDS + other)) == ["Lapi", "Trku", "zoone"]
