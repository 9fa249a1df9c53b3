"""Scenario files: what they say, what they change, and what is said of everything that cannot be right."""

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from allocator import Call, Scenario, Text, read_scenario
from allocator.documents import LARGEST_FILE, MOST_MERGES, MOST_NESTED, Change, Document, merge, read_document
from allocator.errors import AllocatorError, InputError, Problem, ScenarioError
from allocator.objectives import Objective
from allocator.rules.choose import Choose
from allocator.rules.limit import Limit
from allocator.scenario import scenario_schema

SCENARIOS = Path(__file__).parent.parent / "scenarios"
EXAMPLE = SCENARIOS / "akke-2021"
EVERY_EXAMPLE = sorted(EXAMPLE.glob("*.yaml"))

APPLICATIONS = """\
id;target;requested;value;theme
H1;network;300;4;vesi
H2;zone;200;3;puu
H3;network;100;2;vesi
"""
PARTNERS = """\
application;organisation;municipality;region;euros
H1;a;Turku;;300
H2;b;;Lappi;200
H3;c;Oulu;;100
"""
BASE = """\
title: Testihaku
why: perusta
call:
  years: [2021]
  targets:
    network: {title: Verkosto}
    zone: {title: Vyöhyke}
data: {applications: applications.csv, partners: partners.csv}
rules:
  budget: {kind: budget, amount: 500}
  zones:
    kind: limit
    for: {target: zone}
    measure: share_of_granted
    at_most: "0.5"
  north: {kind: limit, for: {region: Lappi}, at_least: 100}
objective: {maximise: value}
"""
EXTENDS = "extends: base.yaml\n"


def a_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the base, its tables, and these files beside them."""
    beside = {"base.yaml": BASE, "applications.csv": APPLICATIONS, "partners.csv": PARTNERS, **files}
    for name, content in beside.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, other: str | bytes = EXTENDS, **files: str) -> Scenario:
    """Read a scenario of this content beside the base."""
    return read_scenario(a_folder(folder, {"other.yaml": other, **files}) / "other.yaml")


def problems(folder: Path, other: str | bytes, **files: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as raised:
        read(folder, other, **files)
    return raised.value.problems


def problem(folder: Path, other: str | bytes, **files: str) -> str:
    found = problems(folder, other, **files)
    assert len(found) == 1, "\n".join(map(str, found))
    return str(found[0])


def said(found: Problem) -> tuple[str, int | None, str | None, str | None, str | None]:
    """What a problem says, without the list of all right names."""
    return found.what, found.row, found.column, found.found, found.suggestion


def changes(scenario: Scenario) -> list[str]:
    return [str(change) for change in scenario.changes]


# --- what a scenario is ---------------------------------------------------------------------------


def test_a_base_scenario_has_a_name_rules_and_no_changes(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    assert (base.name, base.chain, base.changes) == ("base", ("base",), ())
    assert list(base.rules) == ["budget", "zones", "north"]
    assert base.title is not None
    assert base.title["fi"] == "Testihaku"
    assert [application.id for application in base.call.applications] == ["H1", "H2", "H3"]


def test_a_path_may_be_written_as_text(tmp_path):
    assert read_scenario(str(a_folder(tmp_path, {}) / "base.yaml")).name == "base"


def test_every_file_that_was_read_is_hashed(tmp_path):
    scenario = read(tmp_path)
    assert set(scenario.hashes) == {"base.yaml", "other.yaml", "applications.csv", "partners.csv"}
    for name, digest in scenario.hashes.items():
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_the_rules_of_a_scenario_cannot_be_changed_behind_its_back(tmp_path):
    scenario = read(tmp_path)
    with pytest.raises(TypeError):
        scenario.rules["budget"] = scenario.rules["north"]  # type: ignore[index]


def test_a_rule_is_called_by_its_title_or_else_by_its_name(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {north: {title: {fi: Pohjoinen, en: North}}}")
    assert (scenario.rule_title("north")["en"], scenario.rule_title("zones")["en"]) == ("North", "zones")
    assert scenario.rule_title("nowhere")["en"] == "nowhere"


def test_what_was_not_published_is_listed_from_the_terms_and_the_rules(tmp_path):
    assumed = "call: {assumptions: {scale: arvaus}}\nrules: {north: {assumption: oletus}}"
    found = read(tmp_path, EXTENDS + assumed).assumptions
    assert found == (("scale", Text(fi="arvaus")), ("north", Text(fi="oletus")))


# --- what a scenario changes ----------------------------------------------------------------------


def test_a_scenario_says_what_it_changes(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {budget: {amount: 400}}")
    assert changes(scenario) == ["rules.budget.amount: 500 → 400"]
    assert scenario.rules["budget"].available == 400
    assert scenario.chain == ("base", "other")


def test_the_cut_of_the_example_is_one_change_in_words():
    cut = read_scenario(EXAMPLE / "budget-cut.yaml")
    assert changes(cut) == ["rules.budget.amount: 7000000 → 6300000"]
    assert cut.chain == ("base", "budget-cut")


def test_what_is_said_again_is_no_change(tmp_path):
    assert changes(read(tmp_path, EXTENDS + "rules: {budget: {amount: 500}, north: {for: {region: Lappi}}}")) == []


def test_null_switches_a_rule_off(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {north: null}")
    assert list(scenario.rules) == ["budget", "zones"]
    assert changes(scenario) == ["rules.north: {kind: limit, for: {region: Lappi}, at_least: 100} → –"]


def test_null_takes_a_field_away(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {at_least: null, at_most: 150}}").rules["north"]
    assert isinstance(north, Limit)
    assert (north.at_least, north.at_most) == (None, 150)


def test_null_for_what_is_not_there_is_no_change(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {south: null}")
    assert (list(scenario.rules), scenario.changes) == (["budget", "zones", "north"], ())


def test_a_base_may_hold_a_rule_that_is_off(tmp_path):
    base = BASE.replace("objective:", "  south: null\nobjective:")
    scenario = read(tmp_path, EXTENDS + "rules: {south: {kind: limit, at_most: 5}}", **{"base.yaml": base})
    assert changes(scenario) == ["rules.south: – → {kind: limit, at_most: 5}"]


def test_a_rule_of_another_kind_replaces_the_whole_rule(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {kind: choose, of: [H1, H2], at_most: 1}}").rules["north"]
    assert isinstance(north, Choose)
    assert (north.at_least, north.at_most) == (None, 1)


def test_a_rule_of_the_same_kind_is_mixed_field_by_field(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {kind: limit, at_most: 150}}").rules["north"]
    assert isinstance(north, Limit)
    assert (north.at_least, north.at_most) == (100, 150)


def test_a_list_is_replaced_and_not_mixed(tmp_path):
    scenario = read(tmp_path, EXTENDS + "objective: {ties: [lower_cost]}")
    assert scenario.objective.ties == ("lower_cost", "application_id")
    assert changes(scenario) == ["objective.ties: – → ['lower_cost']"]


def test_why_is_each_files_own_and_a_title_is_inherited(tmp_path):
    assert read(tmp_path).why is None
    scenario = read(tmp_path, EXTENDS + "why: uusi")
    assert scenario.why is not None
    assert scenario.why["fi"] == "uusi"
    assert scenario.title is not None
    assert scenario.title["fi"] == "Testihaku"
    assert scenario.changes == ()


def test_a_title_and_a_reason_are_replaced_in_every_language_and_are_no_change(tmp_path):
    base = BASE.replace("title: Testihaku\nwhy: perusta", "title: {fi: Haku, en: Call}\nwhy: {fi: perusta, en: base}")
    scenario = read(tmp_path, EXTENDS + "title: {fi: Toinen}\nwhy: {fi: uusi}", **{"base.yaml": base})
    assert scenario.title is not None
    assert scenario.why is not None
    assert (scenario.title["en"], scenario.why["en"], scenario.changes) == ("Toinen", "uusi", ())


def test_a_chain_of_files_is_laid_one_over_another(tmp_path):
    middle = EXTENDS + "why: väli\nrules: {budget: {amount: 450}, north: {at_least: 90}}"
    scenario = read(tmp_path, "extends: middle.yaml\nrules: {budget: {amount: 400}}", **{"middle.yaml": middle})
    assert scenario.chain == ("base", "middle", "other")
    assert changes(scenario) == ["rules.budget.amount: 450 → 400"]
    assert scenario.rules["budget"].available == 400
    assert scenario.rules["north"].at_least == 90  # type: ignore[attr-defined]
    assert {"base.yaml", "middle.yaml", "other.yaml"} <= set(scenario.hashes)
    assert scenario.why is None


def test_a_base_may_lie_in_a_folder_within_with_its_tables_beside_it(tmp_path):
    folder = a_folder(tmp_path / "within", {}).parent
    (folder / "other.yaml").write_text("extends: within/base.yaml\nrules: {budget: {amount: 400}}")
    assert len(read_scenario(folder / "other.yaml").call.applications) == 3


def test_a_change_shows_nothing_as_a_dash():
    assert str(Change("rules.a", None, {"kind": "limit", "for": {"region": "Lappi"}})) == (
        "rules.a: – → {kind: limit, for: {region: Lappi}}"
    )
    assert str(Change("rules.a", False, 0)) == "rules.a: False → 0"


def test_merging_changes_neither_of_the_two():
    below: dict[str, Any] = {"rules": {"a": {"kind": "x", "n": 1}}, "why": "w"}
    above: dict[str, Any] = {"rules": {"a": {"n": 2}, "b": None}}
    merged, _ = merge(below, above)
    assert merged == {"rules": {"a": {"kind": "x", "n": 2}}}
    assert below == {"rules": {"a": {"kind": "x", "n": 1}}, "why": "w"}
    assert above == {"rules": {"a": {"n": 2}, "b": None}}


# --- varying in code ------------------------------------------------------------------------------

VARIATIONS: list[tuple[dict[str, Any], str]] = [
    ({"budget": {"amount": 400}}, "rules: {budget: {amount: 400}}"),
    ({"north": None}, "rules: {north: null}"),
    ({"north": {"at_least": None, "at_most": "150"}}, 'rules: {north: {at_least: null, at_most: "150"}}'),
    ({"north": {"kind": "choose", "of": ["H1"], "at_most": 1}}, "rules: {north: {kind: choose, of: [H1], at_most: 1}}"),
    ({"more": {"kind": "limit", "at_most": 5}}, "rules: {more: {kind: limit, at_most: 5}}"),
    ({"zones": {"at_most": Fraction(1, 3)}}, 'rules: {zones: {at_most: "1/3"}}'),
    ({"zones": {"at_most": 0.2}}, "rules: {zones: {at_most: 0.2}}"),
]


@pytest.mark.parametrize(("rules", "file"), VARIATIONS)
def test_varying_in_code_equals_the_file_that_says_the_same(tmp_path, rules, file):
    from_file = read(tmp_path, EXTENDS + file)
    base = read_scenario(tmp_path / "base.yaml")
    varied = base.vary(rules=rules)
    assert dict(varied.rules) == dict(from_file.rules)
    assert varied.objective == from_file.objective
    assert varied.call is base.call
    assert [change.where for change in varied.changes] == [change.where for change in from_file.changes]


def test_varying_the_objective_equals_the_file_that_says_the_same(tmp_path):
    from_file = read(tmp_path, EXTENDS + "objective: {maximise: number_funded, ties: [lower_cost]}")
    base = read_scenario(tmp_path / "base.yaml")
    assert base.vary(objective={"maximise": "number_funded", "ties": ["lower_cost"]}).objective == from_file.objective


def test_a_varied_scenario_has_a_name_a_reason_and_a_chain(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    less = base.vary(rules={"budget": {"amount": 400}}, why="vähemmän")
    assert (less.name, less.chain, less.title) == ("vähemmän", ("base", "vähemmän"), None)
    assert less.why is not None
    assert less.why["en"] == "vähemmän"
    assert less.vary(name="again", rules={"budget": {"amount": 300}}).chain == ("base", "vähemmän", "again")
    assert base.vary().name == "base*"
    assert changes(base.vary()) == []


def test_a_rule_that_was_switched_off_can_be_written_anew(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    off = base.vary(rules={"north": None})
    on = off.vary(rules={"north": {"kind": "limit", "for": {"region": "Lappi"}, "at_least": 100}})
    assert dict(on.rules) == dict(base.rules)


def test_varying_an_exact_number_that_is_no_decimal_keeps_it_exact(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    pair = {"kind": "synergy", "of": ["H1", "H2"], "value": Fraction(-1, 3)}
    assert base.vary(rules={"pair": pair}).vary().rules["pair"].value == Fraction(-1, 3)  # type: ignore[attr-defined]


def test_what_a_scenario_has_written_makes_the_same_scenario_again():
    for path in EVERY_EXAMPLE:
        scenario = read_scenario(path)
        again = Scenario.of(scenario.call, scenario.written["rules"], scenario.written["objective"])
        assert dict(again.rules) == dict(scenario.rules)
        assert again.objective == scenario.objective
        assert json.loads(json.dumps(scenario.written)) == scenario.written


def test_a_scenario_made_in_code_has_its_name_and_reason(tmp_path):
    call = read(tmp_path).call
    made = Scenario.of(call, {"north": None, "budget": {"kind": "budget", "amount": 5}}, Objective(), name="a", why="b")
    assert (made.name, made.chain, list(made.rules)) == ("a", ("a",), ["budget"])
    assert made.why is not None
    assert made.why["fi"] == "b"
    assert made.objective == Scenario.of(call, {}).objective


def test_problems_of_a_change_in_code_have_no_file(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    with pytest.raises(ScenarioError) as raised:
        base.vary(rules={"budget": {"amuont": 5}, "north": {"for": {"region": 5.5}}, "x": {"kind": "budgte"}})
    assert [(p.file, p.row, p.column, p.suggestion) for p in raised.value.problems] == [
        (None, None, "rules.budget.amuont", "amount"),
        (None, None, "rules.x.kind", "budget"),
    ]
    with pytest.raises(ScenarioError, match=r"column rules.north.for.region: unknown region; found 'Lapi'"):
        base.vary(rules={"north": {"for": {"region": "Lapi"}}})


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


# --- files ----------------------------------------------------------------------------------------


def test_a_scenario_cannot_extend_itself(tmp_path):
    assert problem(tmp_path, "extends: other.yaml") == (
        "other.yaml, column extends: a scenario cannot extend itself; found 'other.yaml → other.yaml'"
    )


def test_a_scenario_cannot_extend_itself_by_way_of_others(tmp_path):
    told = problem(tmp_path, "extends: middle.yaml", **{"middle.yaml": "extends: ./other.yaml"})
    assert told == (
        "middle.yaml, column extends: a scenario cannot extend itself; found 'other.yaml → middle.yaml → other.yaml'"
    )


@pytest.mark.parametrize(
    "name", ["../base.yaml", "/etc/hosts", "within/../../base.yaml", '"a\\0b"', '"\\ud800.yaml"', "link.yaml"]
)
def test_a_scenario_extends_nothing_outside_its_folder(tmp_path, name):
    (tmp_path / "base.yaml").write_text(BASE)
    folder = a_folder(tmp_path / "folder", {})
    (folder / "link.yaml").symlink_to(tmp_path / "base.yaml")
    told = problems(folder, f"why: x\nextends: {name}")[0]
    assert told.what == "a file outside the scenario's folder"
    assert (told.file, told.row, told.column, told.expected) == ("other.yaml", 2, "extends", "a file beside it")


@pytest.mark.parametrize(
    ("other", "column"),
    [
        ("data:\n  applications: ../applications.csv", "data.applications"),
        ("data:\n  partners: /etc/passwd", "data.partners"),
        ("data:\n  scores: link.csv", "data.scores"),
        ("call:\n  regions: ../regions.csv", "call.regions"),
    ],
)
def test_a_table_lies_in_the_folder_of_its_scenario(tmp_path, other, column):
    (tmp_path / "secret.csv").write_text("id\nA\n")
    folder = a_folder(tmp_path / "folder", {})
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    [told] = problems(folder, EXTENDS + other)
    assert (told.what, told.file, told.row, told.column) == (
        "a file outside the scenario's folder",
        "other.yaml",
        3,
        column,
    )


def test_a_table_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"partner.csv: there is no such file; did you mean 'partners.csv'\?"):
        read(tmp_path, EXTENDS + "data: {partners: partner.csv}")


def test_a_missing_scenario_is_answered_with_the_nearest_name(tmp_path):
    told = problem(tmp_path, "extends: bas.yaml")
    assert told.endswith("bas.yaml: there is no such file; did you mean 'base.yaml'?")
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_scenario(tmp_path / "nowhere" / "base.yaml")


def test_a_folder_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="this is no file"):
        read_scenario(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing\n", "- a\n", "just text", "5", "~"])
def test_a_scenario_is_not_empty_and_no_list(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: the file is empty or a list; expected keys such as rules:"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("title: x\nrules: [", 2),
        ("title: x\nrules: {budget: {amount: 5}\n", 3),
        ("title: 'x\nrules: {}\n", 3),
        ("title: x\n\twhy: y\n", 2),
        ("title: x\nwhy: *nowhere\n", 2),
        ("title: x\n---\ntitle: y\n", 2),
        ("title: @x\n", 1),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(tmp_path, content, row):
    [told] = problems(tmp_path, content)
    assert told.what.startswith("no YAML: ")
    assert told.file == "other.yaml"
    assert told.row == row


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"title: \x01\n", "no YAML: unacceptable character #x0001"),
        (b"title: !!float x\n", "no YAML: could not convert string to float"),
        (b"opens: 2021-02-31\n", "no YAML: day is out of range for month"),
        (b"title: !thing x\n", "no YAML: a value of an unknown kind, at title"),
        (b"a:\n- !!set {b}\n", "no YAML: a value of an unknown kind, at a.0"),
        (b"title: !!binary aGVs\n", "no YAML: a value of an unknown kind, at title"),
        (b"!thing x\n", "no YAML: a value of an unknown kind, at the top"),
        (b"? {a: {b: 1}}\n: c\n", "no YAML: a mapping cannot be a key"),
        (b"amount: " + b"9" * 5000 + b"\n", "no YAML: "),
    ],
)
def test_a_value_that_cannot_be_read_is_no_yaml(tmp_path, content, why):
    [told] = problems(tmp_path, content)
    assert told.what.startswith(why)


def test_a_key_may_be_there_only_once(tmp_path):
    [told] = problems(tmp_path, EXTENDS + "rules:\n  budget: {amount: 5}\n  budget: {amount: 6}")
    assert (told.row, told.what.partition(" with ")[0]) == (4, 'no YAML: found duplicate key "budget"')


@pytest.mark.parametrize("content", [BASE.encode("utf-16"), "title: ä".encode("cp1252"), b"\xff"])
def test_a_scenario_is_utf_8(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: the file is not UTF-8; expected UTF-8 text"


def test_a_byte_order_mark_is_no_matter(tmp_path):
    assert read(tmp_path, EXTENDS.encode("utf-8-sig")).chain == ("base", "other")


def test_a_scenario_is_as_large_as_the_limit_and_not_a_byte_larger(tmp_path):
    just = EXTENDS + "#" * (LARGEST_FILE - len(EXTENDS))
    assert read(tmp_path, just).chain == ("base", "other")
    assert problem(tmp_path, just + "#") == (
        "other.yaml: the file is too large for a scenario; expected at most 400000 bytes"
    )


def test_aliases_that_multiply_are_refused_quickly(tmp_path):
    bomb = "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    bomb += "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]\n" for i in range(1, 12))
    started = time.perf_counter()
    assert problem(tmp_path, bomb) == "other.yaml: no YAML: more than 20000 values"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("content", ["[" * 1000, "a: " + "[" * 1000 + "]" * 1000, "{a: " * 1000 + "}" * 1000])
def test_deep_nesting_is_refused(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: no YAML: nested too deeply"


def test_merges_are_counted_before_they_are_made(tmp_path):
    merged = "m: &m {a: 1}\n" + "".join(f"k{n}:\n  <<: *m\n" for n in range(MOST_MERGES))
    path = tmp_path / "merges.yaml"
    path.write_text(merged, encoding="utf-8")
    assert len(read_document(path).values) == MOST_MERGES + 1
    path.write_text(merged + "more:\n  <<: *m\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"no YAML: more than {MOST_MERGES} merges with <<"):
        read_document(path)


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_brackets_nest_up_to_the_limit_and_what_is_quoted_is_none(tmp_path, opening):
    path, closing = tmp_path / "deep.yaml", {"[": "]", "{a: ": "}"}[opening]
    deeper = MOST_NESTED + 1
    for content in (f"x: {opening * MOST_NESTED}{closing * MOST_NESTED}\n", f"x: '{opening * deeper}'\n"):
        path.write_text(content, encoding="utf-8")
        assert read_document(path).values.keys() == {"x"}
    path.write_text(f"x: {opening * deeper}{closing * deeper}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="nested too deeply"):
        read_document(path)


# --- values as YAML 1.2 has them ------------------------------------------------------------------


def values(folder: Path, content: str) -> dict[str, Any]:
    path = folder / "values.yaml"
    path.write_text(content)
    return read_document(path).values


def test_words_and_times_stay_text(tmp_path):
    found = values(tmp_path, "a: NO\nb: yes\nc: on\nd: 12:30\ne: 2.6.2021 klo 16.15\nf: 7 000\n")
    assert found == {"a": "NO", "b": "yes", "c": "on", "d": "12:30", "e": "2.6.2021 klo 16.15", "f": "7 000"}
    assert {type(value) for value in found.values()} == {str}


def test_values_are_plain_and_not_those_of_the_reader(tmp_path):
    found = values(tmp_path, "a: &x true\nb: 0.20\nc: 0x1F\nd: 'x'\ne: |\n  x\nf: ~\ng: 1e3\nh: [1]\ni: &y 5\n")
    assert found == {"a": True, "b": 0.2, "c": 31, "d": "x", "e": "x\n", "f": None, "g": 1000.0, "h": [1], "i": 5}
    assert [type(value) for value in found.values()] == [bool, float, int, str, str, type(None), float, list, int]


def test_a_date_is_a_date_and_keeps_its_zone(tmp_path):
    found = values(tmp_path, "a: 2021-06-02\nb: 2021-06-02T16:15:00+03:00\nc: 2021-06-02 16:15:00\n")
    assert found["a"] == date(2021, 6, 2)
    assert found["b"] == datetime(2021, 6, 2, 13, 15, tzinfo=UTC)
    assert found["c"] == datetime(2021, 6, 2, 16, 15)


@pytest.mark.parametrize(
    "written", ['"2.6.2021 klo 16.15"', "2.6.2021 klo 16.15", "2021-06-02T16:15:00+03:00", "2021-06-02 16:15:00"]
)
def test_a_deadline_is_the_same_moment_however_it_is_written(tmp_path, written):
    terms = read(tmp_path, f"{EXTENDS}call: {{timetable: {{applications_close: {written}}}}}").call.terms
    assert terms.timetable.applications_close is not None
    deadline = terms.localise(terms.timetable.applications_close)
    assert deadline == datetime(2021, 6, 2, 13, 15, tzinfo=UTC)
    assert deadline.utcoffset() == timedelta(hours=3)


def test_a_float_of_two_tenths_in_a_file_is_exactly_one_fifth(tmp_path):
    zones = read(tmp_path, EXTENDS + "rules: {zones: {at_most: 0.2}}").rules["zones"]
    assert zones.at_most == Fraction(1, 5)  # type: ignore[attr-defined]


def test_a_filter_may_say_yes_or_true(tmp_path):
    for word in ("yes", "true", "&x true"):
        rule = read(
            tmp_path, f"{EXTENDS}rules: {{t: {{kind: limit, at_most: 5, for: {{regional_town: {word}}}}}}}"
        ).rules["t"]
        assert rule.for_.root == {"regional_town": ("yes",)}  # type: ignore[attr-defined]


def test_keys_may_be_taken_over_from_another_mapping(tmp_path):
    found = values(tmp_path, "a: &a {k: 1}\nb:\n  <<: *a\n  c: 2\n")
    assert found == {"a": {"k": 1}, "b": {"k": 1, "c": 2}}


def test_the_nearest_line_around_is_told_where_a_value_has_none():
    document = Document({}, {(): ("a.yaml", 1), ("rules",): ("a.yaml", 5)}, (Path("a.yaml"),))
    assert document.place(("rules", "budget", "amount")) == ("a.yaml", 5)
    assert document.place(("data",)) == ("a.yaml", 1)
    assert Document({}, {}, (Path("a.yaml"),)).place(("data",)) == ("a.yaml", None)
    assert Document({}).place(("data",)) == (None, None)


@cache
def example_call() -> Call:
    return read_scenario(EXAMPLE / "base.yaml").call


# --- whatever stands in a file --------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "null",
            "5",
            "-1",
            "[]",
            "{}",
            "''",
            "*a",
            "&a",
            "<<: ",
            "!x ",
            "? ",
            "- ",
            "|",
            "0.5",
            "yes",
            "true",
            "{",
            "'",
        ),
        *(
            "Lapi",
            "H22",
            "2021-06-02",
            "9" * 20,
            "1e99",
            ".nan",
            "\n",
            "  ",
            "kind",
            '"\\0"',
            ": ",
            "#",
            "\t",
            "a[b]",
            ".",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(BASE)), st.integers(0, 12), PIECES), min_size=1, max_size=3))
def test_whatever_stands_in_a_scenario_it_is_read_or_is_an_error_of_ours(tmp_path_factory, mutations):
    text = BASE
    for place, length, piece in mutations:
        text = text[:place] + piece + text[place + length :]
    folder = a_folder(tmp_path_factory.getbasetemp() / "mutated", {"base.yaml": text})
    # Anything but an error that is meant for people gets through, and fails the test.
    with suppress(AllocatorError):
        assert read_scenario(folder / "base.yaml").name == "base"


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["kind", "amount", "for", "at_least", "at_most", "measure", "each", "of", "reference", "title"]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-5, 5)
            | st.floats(width=16)
            | st.sampled_from(["limit", "H1", "x"]),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["region", "a"]), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    ),
    st.sampled_from(["budget", "limit", "earmark", "coverage", "fair_share", "choose", "threshold", "levels", "year"]),
)
def test_whatever_a_rule_says_it_is_a_rule_or_a_scenario_error(fields, kind):
    with suppress(ScenarioError):
        assert list(Scenario.of(example_call(), {"rule": {"kind": kind, **fields}}).rules) == ["rule"]


# --- the examples, and the schema for editors -----------------------------------------------------


def raw(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EVERY_EXAMPLE, ids=lambda path: path.stem)
def test_every_example_loads_says_why_and_is_valid_under_the_schema(path):
    scenario = read_scenario(path)
    assert scenario.why is not None
    assert all((scenario.why.fi, scenario.why.sv, scenario.why.en))
    assert scenario.chain[0] == "base"
    assert bool(scenario.changes) == (path.stem != "base")
    jsonschema.Draft202012Validator(scenario_schema()).validate(raw(path))


@pytest.mark.parametrize("path", EVERY_EXAMPLE, ids=lambda path: path.stem)
def test_every_rule_of_an_example_says_where_it_comes_from(path):
    assert [name for name, rule in read_scenario(path).rules.items() if not rule.source] == []


def test_there_are_examples_and_they_are_what_they_are():
    assert {"base", "budget-cut", "infeasible", "partial-funding"} <= {path.stem for path in EVERY_EXAMPLE}


def test_the_assumptions_of_the_example_are_listed():
    assumed = dict(read_scenario(EXAMPLE / "base.yaml").assumptions)
    assert {"weights", "scale", "idea", "regional_towns", "growth_zones", "any_region", "fair_share"} <= set(assumed)
    assert "budget" not in assumed


def test_the_schema_beside_the_scenarios_is_the_one_that_the_code_makes():
    written = (SCENARIOS / "scenario.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_asks_a_base_for_the_kind_of_every_rule():
    schema = jsonschema.Draft202012Validator(scenario_schema())
    base = raw(EXAMPLE / "base.yaml")
    assert schema.is_valid(base)
    del base["rules"]["budget"]["kind"]
    assert not schema.is_valid(base)
    assert schema.is_valid({"extends": "other.yaml", **base})


def test_the_schema_is_a_sound_schema():
    jsonschema.Draft202012Validator.check_schema(scenario_schema())


@pytest.mark.parametrize(
    "content",
    [
        {"extends": "base.yaml", "titel": "x"},
        {"rules": {}},
        {"extends": "base.yaml", "rules": {"budget": {"kind": "budgte"}}},
        {"extends": "base.yaml", "rules": {"budget": {"amuont": 5}}},
        {"extends": "base.yaml", "rules": {"budget": {"kind": "budget", "amuont": 5}}},
        {"extends": "base.yaml", "objective": {"maximise": "valu"}},
        {"extends": "base.yaml", "call": {"yeers": [2021]}},
    ],
)
def test_the_schema_finds_what_is_misspelt(content):
    assert not jsonschema.Draft202012Validator(scenario_schema()).is_valid(content)
