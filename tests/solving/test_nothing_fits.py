"""Rules that nothing satisfies are named, and calls in which there is nothing to fund are decided."""

import json

import pytest
from builders import a_call, a_scenario
from examples import scenario
from stand_ins import BUDGET, FEW, answers

from allocator import InfeasibleError, solve
from allocator.solver import Answer


def test_the_impossible_example_names_the_three_rules_that_cannot_hold_together():
    with pytest.raises(InfeasibleError) as caught:
        solve(scenario("infeasible"))

    assert str(caught.value).splitlines() == [
        "no portfolio satisfies all the rules",
        "These cannot hold together (leave out any one, and the rest can):",
        "  - budget: Awards come to €7,000,000 at most.",
        "  - growth_zones: Growth zone: at least 50% of the budget.",
        "  - fair_share: Each region receives at least 60% of its reference share "
        "(share of the budget divided 70% equally and 30% by population).",
        "Removed alone, any one of these makes a decision possible: budget, growth_zones, fair_share",
    ]
    assert caught.value.proven


@pytest.mark.parametrize("left_out", ["growth_zones", "fair_share"])
def test_a_rule_that_is_said_to_be_removable_in_the_impossible_example_is(left_out):
    assert solve(scenario("infeasible").vary(rules={left_out: None})).status == "optimal"


def test_a_conflict_is_told_without_the_rules_that_have_no_part_in_it():
    rules = BUDGET | {
        "all": {"kind": "choose", "of": ["H1", "H2", "H3"], "exactly": 3},
        "north": {"kind": "limit", "for": {"region": "North"}, "at_most": 90},
        "needs": {"kind": "requires", "application": "H1", "needs": ["H2"]},
    }

    with pytest.raises(InfeasibleError) as caught:
        solve(a_scenario(FEW, rules))

    assert list(caught.value.conflict) == ["budget", "all"]
    assert caught.value.removable == ("budget", "all")


def test_two_conflicts_at_once_leave_no_rule_that_ends_both():
    fund = {"kind": "lock", "decision": "fund", "reason": "a test", "by": "a test"}
    reject = {**fund, "decision": "reject"}
    rules = {
        "in1": {**fund, "application": "H1"},
        "out1": {**reject, "application": "H1"},
        "in2": {**fund, "application": "H2"},
        "out2": {**reject, "application": "H2"},
    }

    with pytest.raises(InfeasibleError, match="No single rule, removed alone") as caught:
        solve(a_scenario(FEW, rules))

    assert (list(caught.value.conflict), caught.value.removable) == (["in1", "out1"], ())


def test_a_conflict_that_no_solver_could_prove_is_not_called_the_smallest(monkeypatch):
    answers(monkeypatch, Answer("infeasible"), *[Answer("stopped")] * 20)
    all_of_them = {"kind": "choose", "of": ["H1", "H2", "H3"], "exactly": 3}

    with pytest.raises(InfeasibleError, match="not proven to be the fewest") as caught:
        solve(a_scenario(FEW, BUDGET | {"all": all_of_them}))

    assert not caught.value.proven


@pytest.mark.parametrize("rules", [{}, BUDGET], ids=["no rules", "a budget"])
@pytest.mark.parametrize("objective", [{}, {"maximise": "value_by_euros"}, {"maximise": "number_funded"}])
def test_a_call_without_applications_is_decided_by_funding_none(rules, objective):
    found = solve(a_scenario(a_call(regions=("North",)), rules, objective))

    assert (found.status, found.funded, found.value, found.granted, found.gap) == ("optimal", (), 0, 0, 0)
    assert found.tied_portfolios == 1
    assert json.loads(found.to_json())["awards"] == []


@pytest.mark.parametrize(
    ("objective", "value"), [({"maximise": "worst_region"}, 0), ({"minimise": "total_deviation"}, 100)]
)
def test_a_call_without_applications_is_as_bad_as_it_is_for_its_regions(objective, value):
    found = solve(a_scenario(a_call(regions=("North", "South")), BUDGET, {**objective, "reference": {"equal": 1}}))

    assert (found.status, found.funded, found.value) == ("optimal", (), value)


def test_without_rules_everything_is_funded():
    assert solve(a_scenario(FEW, {})).funded == ("H1", "H2", "H3")


def test_where_every_application_is_below_the_threshold_none_is_funded():
    found = solve(a_scenario(FEW, BUDGET | {"least": {"kind": "threshold", "at_least": 5}}))

    assert (found.status, found.funded) == ("optimal", ())
    assert {found.outcome(id_) for id_ in ("H1", "H2", "H3")} == {"below_threshold"}


def test_a_rule_that_nothing_can_satisfy_without_candidate_awards_is_named():
    rules = {"least": {"kind": "threshold", "at_least": 5}, "one": {"kind": "choose", "of": ["H1"], "exactly": 1}}

    with pytest.raises(InfeasibleError) as caught:
        solve(a_scenario(FEW, rules))

    assert list(caught.value.conflict) == ["least", "one"]
    assert caught.value.removable == ("least", "one")
