"""Fair share: no region falls too far behind its reference share."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, model_of, portfolio, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"North": 20, "South": 141})
MONEY = {"kind": "budget", "amount": 100}


def fair(reference=None, **options):
    return {"fair": {"kind": "fair_share", "reference": reference or {"equal": 1}, **options}}


def two_regions(north, south):
    return a_call(H1={"North": north}, H2={"South": south})


SCENARIOS = {
    "Floors, 30 % of a half of what is granted: North 40 - 6 = 34 and 20 - 24.15 = -4.15, twentyfold.": a_scenario(
        CALL, fair(at_least="0.3")
    ),
    "Floors of a budget of 100: 15 euros a region.": a_scenario(
        CALL, {"money": MONEY, **fair(of="budget", at_least="0.3")}
    ),
    "Total deviation at most 20 %: North is off by 40 - 20 = 20 and 20 - 80.5 = -60.5, "
    "South by as much the other way.": a_scenario(CALL, fair(deviation_at_most="0.2")),
    "Gini at most 0.25: attainments are 80 H1 + 40 H2 and 282 H2; "
    "the ceiling 0.25 x 2 of their sum 80 H1 + 322 H2.": a_scenario(CALL, fair(gini_at_most="0.25")),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("fair_share")


@pytest.mark.parametrize(
    ("north", "south", "left"), [(40, 160, 0), (40, 161, Fraction(-1, 5)), (39, 160, Fraction(-4, 5))]
)
def test_a_region_exactly_on_its_floor_is_balanced_and_one_euro_less_is_not(north, south, left):
    # 40 % of an equal half is a fifth: 40 of 200, 40 of 201, 39 of 199.
    assert slack(two_regions(north, south), fair(at_least="0.4"), "fair[North]", "H1", "H2") == left


@pytest.mark.parametrize(("north", "left"), [(20, 0), (19, -1)])
def test_a_floor_of_the_budget_stands_whatever_is_granted(north, left):
    rules = {"money": MONEY, **fair(of="budget", at_least="0.4")}

    assert slack(two_regions(north, 61), rules, "fair[North]", "H1") == left
    assert slack(two_regions(north, 61), rules, "fair[North]", "H1", "H2") == left


def test_the_budget_is_what_is_not_held_back():
    rules = {"money": {"kind": "budget", "amount": 110, "holdback": 10}, **fair(of="budget", at_least="0.4")}

    assert slack(two_regions(20, 61), rules, "fair[North]", "H1") == 0


@pytest.mark.parametrize("option", ["at_least", "deviation_at_most", "gini_at_most"])
def test_granting_nothing_is_fair_where_the_shares_are_of_what_is_granted(option):
    model = model_of(CALL, fair(**{option: "0.1"}))

    assert {row.slack(portfolio(model)) for row in model.rows} == {0}


def test_granting_nothing_is_not_fair_where_the_shares_are_of_the_budget():
    assert slack(CALL, {"money": MONEY, **fair(of="budget", at_least="0.4")}, "fair[North]") == -20


@pytest.mark.parametrize(("south", "left"), [(60, 0), (61, Fraction(-4, 5))])
def test_total_deviation_on_its_ceiling_holds_and_one_euro_beyond_does_not(south, left):
    # 40 and 60: each is off by 10 of 100, 20 in all. 40 and 61: each by 10.5, and 21 > 20.2.
    assert slack(two_regions(40, south), fair(deviation_at_most="0.2"), "fair[deviation]", "H1", "H2") == left


@pytest.mark.parametrize(("south", "left"), [(60, 0), (61, -1)])
def test_total_deviation_from_the_budget_counts_what_is_not_granted(south, left):
    # Of 100, 50 each: North is off by 10 at 40, South by 10 at 60 and by 11 at 61.
    rules = {"money": MONEY, **fair(of="budget", deviation_at_most="0.2")}

    assert slack(two_regions(40, south), rules, "fair[deviation]", "H1", "H2") == left


@pytest.mark.parametrize(("south", "left"), [(60, 0), (61, Fraction(-8, 5))])
def test_a_gini_coefficient_on_its_ceiling_holds_and_one_euro_beyond_does_not(south, left):
    # Attainments 80 and 120: |80 - 120| / (2 x 200) = 0.1. With 122: 42 > 0.1 x 2 x 202 = 40.4.
    assert slack(two_regions(40, south), fair(gini_at_most="0.1"), "fair[gini]", "H1", "H2") == left


def test_the_gini_coefficient_of_three_regions_compares_every_pair():
    call = a_call(H1={"A": 10}, H2={"B": 20}, H3={"C": 30}, population={"A": 1, "B": 1, "C": 2})
    # With population shares 1/4, 1/4, 1/2 the attainments are 40, 80, 60: (40 + 20 + 20) / (3 x 180) = 4/27.
    rules = fair({"population": 1}, gini_at_most="4/27")

    assert slack(call, rules, "fair[gini]", "H1", "H2", "H3") == 0
    assert slack(call, fair({"population": 1}, gini_at_most="0.148"), "fair[gini]", "H1", "H2", "H3") < 0


def test_a_region_alone_is_never_unequal():
    assert model_of(a_call(H1={"North": 40}), fair(gini_at_most="0.1")).rows == ()


def test_a_region_outside_has_neither_floor_nor_deviation():
    call = a_call(H1={"North": 40}, H2={"South": 60}, H3={"Isles": 0, "North": 1})
    model = model_of(call, fair({"equal": 1, "outside": ["Isles"]}, at_least="0.1"))

    assert [row.name for row in model.rows] == ["fair[North]", "fair[South]"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (fair(), "column rules.fair: a fair share needs at_least, deviation_at_most or gini_at_most"),
        (
            fair({"equal": "0.7"}, at_least="0.3"),
            "column rules.fair.reference: equal, population and requested sum to 0.7, not to 1",
        ),
        (
            fair(of="budget", at_least="0.3"),
            "column rules.fair.of: a share of the budget needs a budget rule beside it",
        ),
        (
            fair({"equal": 1, "outside": ["Nort"]}, at_least="0.3"),
            "column rules.fair.reference.outside: unknown region; found 'Nort'; "
            "expected one of North, South, 01, 02; did you mean 'North'?",
        ),
        (
            fair({"equal": 1, "outside": ["North", "South"]}, at_least="0.3"),
            "column rules.fair.reference.outside: no region takes part",
        ),
        (
            fair(at_least="1.5"),
            "column rules.fair.at_least: wrong value; found '1.5'; "
            'expected a share from 0 to 1, such as "0.25" or "25 %"',
        ),
        (
            fair({"equl": 1}, at_least="0.3"),
            "column rules.fair.reference.equl: unknown field; found 'equl'; "
            "expected one of equal, population, requested, outside, decimals; did you mean 'equal'?",
        ),
    ],
)
def test_a_wrong_fair_share_is_answered_with_the_right_one(rule, said):
    assert problems(CALL, rule) == [said]


@pytest.mark.parametrize(
    ("options", "place", "found"),
    [
        ({"deviation_at_most": "2.1"}, "fair.deviation_at_most", "2.1"),
        ({"deviation_at_most": "-0.1"}, "fair.deviation_at_most", "-0.1"),
    ],
)
def test_a_total_deviation_is_between_nothing_and_twice_the_whole(options, place, found):
    [said] = problems(CALL, fair(**options))

    assert said.startswith(f"column rules.{place}: ")
    assert f"; found '{found}'" in said


def test_shares_by_population_need_every_population():
    assert problems(CALL, fair({"population": 1}, at_least="0.3")) == [
        "column rules.fair.reference.population: the population of North is not known",
        "column rules.fair.reference.population: the population of South is not known",
    ]


def test_a_gini_coefficient_needs_shares_above_zero():
    call = a_call(H1={"North": 40}, H2={"South": 60}, population={"North": 10**9, "South": 1})

    assert problems(call, fair({"population": 1}, gini_at_most="0.1")) == [
        "column rules.fair.reference: a Gini coefficient needs reference shares above zero"
    ]


def test_the_sentence_tells_every_bound_and_the_mix():
    call = a_call(H1={"North": 40}, H2={"South": 60}, population={"North": 3, "South": 1})
    mix = {"equal": "0.7", "population": "0.3"}
    said = words(call, fair(mix, at_least="0.3", deviation_at_most="0.45", gini_at_most="0.25"), "fair")

    assert said == {
        "fi": "Kukin maakunta saa vähintään 30 % vertailuosuudestaan, poikkeamat vertailuosuuksista ovat yhteensä "
        "enintään 45 %, toteutumien Gini-kerroin on enintään 0,25 "
        "(osuus myönnetystä rahasta jaettuna 70 % tasan ja 30 % väkiluvun mukaan).",
        "sv": "Varje landskap får minst 30 % av sin referensandel, avvikelserna från referensandelarna är sammanlagt "
        "högst 45 %, utfallens Ginikoefficient är högst 0,25 "
        "(andel av de beviljade medlen fördelad 70 % lika och 30 % enligt folkmängd).",
        "en": "Each region receives at least 30% of its reference share, deviations from the reference shares total "
        "45% at most, the Gini coefficient of the attainments is 0.25 at most "
        "(share of the money granted divided 70% equally and 30% by population).",
    }
