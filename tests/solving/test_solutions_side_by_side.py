"""Solutions side by side: who comes in and falls out, where the money goes, and the price in points."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import a_scenario
from examples import scenario, solution
from stand_ins import BUDGET, FEW

from allocator import compare, solve

# Scenario: value, tied portfolios; then what comes in and falls out against the base, where it is told.
TOLD = {
    "base": ("64.90", 2, "", ""),
    "no-balance-rule": ("66.33", 1, "H13 H16 H23 H26", "H07 H12 H19"),
    "earmark-smaller": ("65.30", 1, "H23", "H10"),
    "budget-cut": ("57.87", 2, "", "H05 H34"),
    "zones-fifth": ("64.04", 1, "H23 H24 H30", "H07 H22 H37"),
    "partial-funding": ("65.634", 1, "H23 H30", "H07"),
}
VALUES = {name: Fraction(value) for name, (value, *_) in TOLD.items()} | {
    "northern-floor": Fraction("64.28"),
    "earmark-larger": Fraction("63.35"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_scenario_moves_the_applications_that_it_is_told_to_move(name):
    value, tied, came_in, fell_out = TOLD[name]
    against = compare([solution("base"), solution(name)])
    summary = against.summary().iloc[1]

    assert against.came_in(solution(name)) == tuple(came_in.split())
    assert against.fell_out(solution(name)) == tuple(fell_out.split())
    assert (summary["came_in"], summary["fell_out"]) == (", ".join(came_in.split()), ", ".join(fell_out.split()))
    assert summary["price"] == pytest.approx(float(Fraction("64.90") - Fraction(value)))
    assert (summary["tied_portfolios"], summary["funded"]) == (tied, 18 + len(came_in.split()) - len(fell_out.split()))


def test_every_scenario_has_its_price_in_points():
    against = compare([solution(name) for name in VALUES])
    summary = against.summary()

    assert list(summary.index) == list(VALUES)
    assert set(summary["status"]) == {"optimal"}
    assert {solved.scenario.name: solved.value for solved in against.solutions} == VALUES
    assert summary["price"].round(6).to_dict() == {
        "base": 0.0,
        "no-balance-rule": -1.43,
        "earmark-smaller": -0.4,
        "budget-cut": 7.03,
        "zones-fifth": 0.86,
        "partial-funding": -0.734,
        "northern-floor": 0.62,
        "earmark-larger": 1.55,
    }
    assert summary.loc["earmark-larger", "tied_portfolios"] == 3


@pytest.mark.parametrize("by", ["region", "year", "pot", "target", "granting_authority"])
def test_money_by_any_measure_sums_to_what_each_scenario_grants(by):
    solutions = [solution(name) for name in ("base", "budget-cut", "partial-funding")]
    money = compare(solutions).euros(by)

    assert money.index.name == by
    assert money.sum().to_dict() == {solved.scenario.name: solved.granted for solved in solutions}


def test_awards_side_by_side_can_be_only_those_that_move():
    against = compare([solution("base"), solution("budget-cut")])

    assert list(against.awards(moved_only=True).index) == ["H05", "H34"]
    assert against.awards(moved_only=True)["budget-cut"].to_list() == [0, 0]
    assert against.awards().sum().to_list() == [solution("base").granted, solution("budget-cut").granted]


def test_two_solutions_of_the_same_name_are_numbered():
    named = replace(scenario("base"), name="ten per cent less (10 %)", chain=("ten per cent less (10 %)",))
    twice = replace(solution(), model=replace(solution().model, scenario=named))
    against = compare([twice, solution(), twice, twice])

    assert against.names == (
        "ten per cent less (10 %)",
        "base",
        "ten per cent less (10 %) (2)",
        "ten per cent less (10 %) (3)",
    )
    assert list(against.awards().columns) == list(against.names)


def test_another_objective_has_no_price_in_points():
    number = solve(a_scenario(FEW, BUDGET, {"maximise": "number_funded"}))
    summary = compare([solve(a_scenario(FEW, BUDGET)), number]).summary()

    assert summary["price"].isna().to_list() == [False, True]


def test_to_compare_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare([])
