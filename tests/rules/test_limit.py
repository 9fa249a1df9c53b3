"""Limit: the euros, the share or the number of some awards stays within bounds."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, model_of, portfolio, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"North": 20, "South": 141})
KINDS = a_call(H1={"North": 41}, H2={"South": 61}, targets={"H1": "network", "H2": "zone"})
THEMES = a_call(
    H1={"North": 40}, H2={"South": 61}, columns={"H1": {"theme": ("wood", "food")}, "H2": {"theme": ("wood",)}}
)
TOWNS = a_call(
    H1={"North": 40}, H2={"North": 61}, municipalities={"H1": "Salo", "H2": "Turku"}, regional_towns=("Salo",)
)
MONEY = {"kind": "budget", "amount": 100}


def limit(**options):
    return {"cap": {"kind": "limit", **options}}


SCENARIOS = {
    "Euros within bounds, both of them.": a_scenario(CALL, limit(at_least=39, at_most=170)),
    "Each region at most 20 % of the money granted: North 40 - 8 = 32 and 20 - 32.2 = -12.2, fivefold.": a_scenario(
        CALL, {"share": limit(each="region", measure="share_of_granted", at_most="0.2")["cap"]}
    ),
    "One target at least 30 % of a budget of 100.": a_scenario(
        KINDS,
        {
            "money": MONEY,
            "networks": limit(**{"for": {"target": "network"}}, measure="share_of_budget", at_least="30 %")["cap"],
        },
    ),
    "One funded application for each theme; H1 has two themes.": a_scenario(
        THEMES, {"themes": limit(each="theme", measure="count", at_most=1)["cap"]}
    ),
    "A region's euros, by the partners' shares.": a_scenario(
        CALL, {"north": limit(**{"for": {"region": "North"}}, at_most=59)["cap"]}
    ),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("limit")


@pytest.mark.parametrize(
    ("bounds", "left"), [({"at_most": 201}, 0), ({"at_most": 200}, -1), ({"at_least": 201}, 0), ({"at_least": 202}, -1)]
)
def test_euros_on_the_bound_hold_and_a_euro_beyond_does_not(bounds, left):
    assert slack(CALL, limit(**bounds), "cap", "H1", "H2") == left


@pytest.mark.parametrize(
    ("bounds", "left"), [({"at_most": 2}, 0), ({"at_most": 1}, -1), ({"at_least": 2}, 0), ({"at_least": 3}, -1)]
)
def test_a_count_on_the_bound_holds_and_one_beyond_does_not(bounds, left):
    assert slack(CALL, limit(measure="count", **bounds), "cap", "H1", "H2") == left


@pytest.mark.parametrize(("south", "left"), [(160, 0), (159, Fraction(-1, 5))])
def test_a_share_of_what_is_granted_holds_exactly_and_not_with_a_euro_less_beside_it(south, left):
    call = a_call(H1={"North": 40}, H2={"South": south})
    rules = limit(**{"for": {"region": "North"}}, measure="share_of_granted", at_most="0.2")

    assert slack(call, rules, "cap", "H1", "H2") == left


@pytest.mark.parametrize(("south", "left"), [(160, 0), (161, Fraction(-1, 5))])
def test_a_least_share_of_what_is_granted_holds_exactly_and_not_with_a_euro_more_beside_it(south, left):
    call = a_call(H1={"North": 40}, H2={"South": south})
    rules = limit(**{"for": {"region": "North"}}, measure="share_of_granted", at_least="1/5")

    assert slack(call, rules, "cap", "H1", "H2") == left


def test_granting_nothing_satisfies_every_share_of_what_is_granted():
    rules = limit(each="region", measure="share_of_granted", at_least="0.5", at_most="0.5")
    model = model_of(CALL, rules)

    assert [row.slack(portfolio(model)) for row in model.rows] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("bounds", "left"),
    [({"at_most": "41 %"}, 0), ({"at_most": "40 %"}, -1), ({"at_least": "0.41"}, 0), ({"at_least": "0.42"}, -1)],
)
def test_a_share_of_the_budget_holds_exactly_and_not_one_per_cent_beyond(bounds, left):
    rules = limit(**{"for": {"target": "network"}}, measure="share_of_budget", **bounds)

    assert slack(KINDS, {"money": MONEY, **rules}, "cap", "H1", "H2") == left


def test_a_share_of_the_budget_is_of_what_is_not_held_back_and_of_the_tightest_budget():
    rules = limit(**{"for": {"target": "network"}}, measure="share_of_budget", at_most="0.5")
    budgets = {
        "money": {"kind": "budget", "amount": 102, "holdback": 20},
        "wider": {"kind": "budget", "amount": 100},
    }

    assert slack(KINDS, {**budgets, **rules}, "cap", "H1") == 0


@pytest.mark.parametrize(("most", "left"), [(60, 0), (59, -1)])
def test_a_region_is_held_against_its_partners_euros_only(most, left):
    assert slack(CALL, limit(**{"for": {"region": "North"}}, at_most=most), "cap", "H1", "H2") == left
    assert slack(CALL, limit(each="region", at_most=most), "cap[North]", "H1", "H2") == left


@pytest.mark.parametrize(("most", "left"), [(2, 0), (1, -1)])
def test_only_awards_with_a_euro_in_the_regions_are_counted_by_any_other_column(most, left):
    regions = {"H1": {"North": 40}, "H2": {"South": 61}, "H3": {"North": 1, "South": 1}}
    call = a_call(**regions, targets=dict.fromkeys(regions, "network"))
    rules = limit(**{"for": {"region": "North"}}, each="target", measure="count", at_most=most)

    assert slack(call, rules, "cap[network]", "H1", "H2", "H3") == left


def test_an_application_without_a_euro_in_a_region_is_not_counted_there():
    call = a_call(H1={"North": 40}, H2={"North": 0, "South": 61})

    assert slack(call, limit(**{"for": {"region": "North"}}, measure="count", at_most=1), "cap", "H1", "H2") == 0
    assert slack(call, limit(each="region", measure="count", at_most=1), "cap[North]", "H1", "H2") == 0


def test_a_partial_award_is_counted_only_where_a_euro_of_it_falls():
    # A tenth of 1 + 99 is 10 euros, and all ten of them fall in South.
    call = a_call(H1={"North": 1, "South": 99}, minimum={"H1": 10})
    rules = {"parts": {"kind": "levels", "levels": ["1", "0.1"]}}
    one = {"measure": "count", "at_least": 1}

    for cap, name in [({"for": {"region": "North"}}, "cap"), ({"each": "region"}, "cap[North]")]:
        assert slack(call, rules | limit(**cap, **one), name, "H1") == 0
        assert slack(call, rules | limit(**cap, **one), name, "H1@10") == -1


def test_all_of_it_is_a_share_too():
    assert slack(CALL, limit(measure="share_of_granted", at_least=1, at_most=1), "cap[at_least]", "H1") == 0


def test_several_regions_in_a_filter_are_measured_together():
    assert slack(CALL, limit(**{"for": {"region": ["North", "South"]}}, at_most=201), "cap", "H1", "H2") == 0


def test_a_filter_beside_each_leaves_the_rest_out():
    rules = limit(each="region", **{"for": {"application": "H2"}}, at_most=20)

    assert slack(CALL, rules, "cap[North]", "H1", "H2") == 0


def test_a_filter_on_the_column_of_each_leaves_a_row_for_those_values_alone():
    model = model_of(CALL, limit(each="region", **{"for": {"region": "South"}}, at_most=1))

    assert [row.name for row in model.rows] == ["cap[South]"]


@pytest.mark.parametrize(("most", "left"), [(40, 0), (39, -1)])
def test_regional_towns_are_found_from_the_partners(most, left):
    assert slack(TOWNS, limit(**{"for": {"regional_town": True}}, at_most=most), "cap", "H1", "H2") == left
    assert slack(TOWNS, limit(**{"for": {"municipality": "salo"}}, at_most=most), "cap", "H1", "H2") == left


def test_both_bounds_of_a_group_have_names_of_their_own():
    model = model_of(CALL, limit(each="region", at_least=1, at_most=2))

    assert [row.name for row in model.rows] == [
        "cap[North, at_least]",
        "cap[North, at_most]",
        "cap[South, at_least]",
        "cap[South, at_most]",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "column rules.cap: a limit needs at_least, at_most, or both"),
        ({"at_least": 6, "at_most": 5}, "column rules.cap: at_least is more than at_most"),
        (
            {"measure": "share_of_granted", "at_most": 15},
            'column rules.cap: wrong value; expected shares from 0 to 1, such as "0.15" or "15 %"',
        ),
        (
            {"measure": "count", "at_most": "1.5"},
            "column rules.cap: wrong value; expected whole numbers, since the measure is count",
        ),
        (
            {"at_most": "0.15"},
            "column rules.cap: wrong value; expected whole numbers, since the measure is euros",
        ),
        (
            {"measure": "share_of_budget", "at_most": "0.5"},
            "column rules.cap.measure: a share of the budget needs a budget rule beside it",
        ),
        (
            {"each": "them", "at_most": 1},
            "column rules.cap.each: unknown column; found 'them'; expected one of region, target, theme; "
            "did you mean 'theme'?",
        ),
        (
            {"for": {"theme": "wod"}, "at_most": 1},
            "column rules.cap.for.theme: unknown value of theme; found 'wod'; expected one of food, wood; "
            "did you mean 'wood'?",
        ),
        (
            {"measure": "cout", "at_most": 1},
            "column rules.cap.measure: unknown value; found 'cout'; "
            "expected one of euros, share_of_granted, share_of_budget, count; did you mean 'count'?",
        ),
    ],
)
def test_a_wrong_limit_is_answered_with_the_right_one(options, said):
    assert problems(THEMES, limit(**options)) == [said]


@pytest.mark.parametrize(
    ("options", "place", "found"), [({"at_least": -1}, "cap.at_least", -1), ({"at_most": -1}, "cap.at_most", -1)]
)
def test_a_bound_below_nothing_is_refused(options, place, found):
    [said] = problems(CALL, limit(**options))

    assert said.startswith(f"column rules.{place}: ")
    assert f"; found '{found}'" in said


def test_an_unknown_municipality_is_answered_with_the_nearest():
    assert problems(TOWNS, limit(**{"for": {"municipality": "Sallo"}}, at_most=1)) == [
        "column rules.cap.for.municipality: unknown municipality; found 'Sallo'; "
        "expected one of Salo, Turku, 001, 002; did you mean 'Salo'?"
    ]


def test_a_filter_without_values_is_refused():
    [said] = problems(CALL, limit(**{"for": {"region": []}}, at_most=1))

    assert said.endswith("wrong value; expected a value, or a list of values")


@pytest.mark.parametrize(
    ("options", "fi", "sv", "en"),
    [
        (
            {"at_least": 1000, "at_most": 2000},
            "Kaikki: vähintään 1 000 €, enintään 2 000 € myönnöistä.",
            "Alla: minst 1 000 €, högst 2 000 € av de beviljade medlen.",
            "All: at least €1,000, at most €2,000 of the awards.",
        ),
        (
            {"each": "region", "measure": "share_of_granted", "at_most": "12.5 %"},
            "Kukin maakunta: enintään 12,5 % myönnetystä rahasta.",
            "Varje landskap: högst 12,5 % av de beviljade medlen.",
            "Each region: at most 12.5% of the money granted.",
        ),
        (
            {"for": {"theme": "wood"}, "measure": "count", "at_most": 3},
            "Wood: enintään 3 rahoitettavaa.",
            "Wood: högst 3 finansierade.",
            "Wood: at most 3 funded.",
        ),
        (
            {"measure": "share_of_budget", "at_least": "0.3"},
            "Kaikki: vähintään 30 % käytettävissä olevasta rahasta.",
            "Alla: minst 30 % av anslaget.",
            "All: at least 30% of the budget.",
        ),
    ],
)
def test_the_sentence_tells_the_bounds_of_each_measure(options, fi, sv, en):
    assert words(THEMES, {"money": MONEY, **limit(**options)}, "cap") == {"fi": fi, "sv": sv, "en": en}
