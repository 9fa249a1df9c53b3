"""Portfolios that are nearly as good: the lists are complete, or say that they are cut, by listing all portfolios."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import a_call, a_scenario, every_portfolio, model_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle

from allocator import InfeasibleError, Scenario, solve
from allocator.analysis import alternatives as alternatives_module
from allocator.analysis.alternatives import alternatives, best_few
from allocator.analysis.resolve import Resolver

EXAMPLES = max(settings.default.max_examples // 8, 3)
KINDS = ("budget", "earmark", "limit", "coverage", "fair_share", "choose", "levels", "requires")

CALL = a_call(
    H1={"North": 50}, H2={"North": 40}, H3={"South": 30}, H4={"South": 20}, values={"H1": 8, "H2": 6, "H3": 5, "H4": 1}
)
BUDGET = {"budget": {"kind": "budget", "amount": 90}}


def solved(instance):
    assume(len(instance.call["applications"]) <= 6)
    try:
        return solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        assume(False)


def in_order(instance):
    """List every lawful portfolio in the published order, each with its objective."""
    oracle = Oracle(instance.call, instance.rules, instance.objective)

    def key(portfolio):
        goals = [oracle.goal(name, portfolio) for name in (oracle.objective_name, *oracle.tie_names[:-1])]
        return goals, oracle.levels_by_id(portfolio)

    ordered = sorted(filter(oracle.lawful, oracle.portfolios()), key=key, reverse=True)
    return [(tuple((o.id, o.level) for o in p), oracle.goal(oracle.objective_name, p)) for p in ordered]


def decided(solution, portfolios):
    return [solution.model.choices(portfolio) for portfolio in portfolios]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data(), tolerance=st.sampled_from(["0", "1 %", "10 %", "1/3", "100 %"]))
def test_all_portfolios_within_a_tolerance_are_listed_in_the_published_order(kind, data, tolerance):
    instance = data.draw(instances(kind))
    solution = solved(instance)
    ordered = in_order(instance)
    best = ordered[0][1]
    part = Fraction(tolerance.removesuffix(" %")) / (100 if "%" in tolerance else 1)
    near = [choices for choices, value in ordered if value >= best - part * abs(best)]
    assume(len(near) <= 40)
    found = alternatives(solution, part)

    assert found.complete
    assert decided(solution, found.portfolios) == near
    assert found.portfolios[0] == solution.portfolio
    check_shared(solution, found, near)


def check_shared(solution, found, near):
    inside = [{id_ for id_, _ in choices} for choices in near]
    compared = {a.id for a in solution.scenario.call.applications} - set(solution.refusals)
    assert set(found.in_all) == {i for i in compared if all(i in ids for ids in inside)}
    assert set(found.in_none) == {i for i in compared if not any(i in ids for ids in inside)}
    assert set(found.in_some) == compared - set(found.in_all) - set(found.in_none)
    assert found.counts == {i: sum(i in ids for ids in inside) for i in compared}


@settings(max_examples=2 * EXAMPLES)
@given(instance=st.one_of([instances(kind) for kind in KINDS]), number=st.integers(1, 6))
def test_the_best_few_are_the_first_of_the_published_order(instance, number):
    solution = solved(instance)
    ordered = in_order(instance)
    found = best_few(solution, number)

    assert decided(solution, found.portfolios) == [choices for choices, _ in ordered[:number]]
    assert found.complete == (len(ordered) <= number)


def test_portfolios_by_hand():
    # 90 euros: H1+H2 14, H1+H3 13, H2+H3+H4 12, H2+H3 11, H1+H4 9 ...
    solution = solve(a_scenario(CALL, BUDGET))
    near = alternatives(solution, "1/7")

    assert [near.funded(p) for p in near.portfolios] == [("H1", "H2"), ("H1", "H3"), ("H2", "H3", "H4")]
    assert (near.in_all, near.in_some, near.in_none) == ((), ("H1", "H2", "H3", "H4"), ())
    table = near.frame()
    assert list(table["loss"]) == [0.0, 1.0, 2.0]
    assert list(table["out"]) == ["", "H2", "H1"]
    assert list(table["in"]) == ["", "H3", "H3, H4"]
    assert list(table["granted"]) == [90, 80, 90]
    assert [near.funded(p) for p in alternatives(solution, "13/100").portfolios] == [("H1", "H2"), ("H1", "H3")]


@pytest.mark.parametrize(("most", "complete"), [(3, True), (2, False)])
def test_a_list_that_a_solver_had_to_make_says_whether_it_was_cut(monkeypatch, most, complete):
    monkeypatch.setattr(alternatives_module.Resolver, "listed", lambda *asked, **limits: None)
    near = alternatives(solve(a_scenario(CALL, BUDGET)), "1/7", most=most)

    assert (len(near.portfolios), near.complete) == (most, complete)


@pytest.mark.parametrize("kind", ["earmark", "limit", "choose", "year", "levels"])
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_every_portfolio_that_reaches_a_floor_is_listed_and_no_other(kind, data):
    instance = data.draw(instances(kind))
    scenario = Scenario.of(call_of(instance.call), instance.rules, instance.objective)
    model = model_of(scenario.call, instance.rules, instance.objective)
    lawful = [portfolio for portfolio in every_portfolio(model) if not model.broken(portfolio)]
    values = sorted({model.objective.at(portfolio) for portfolio in lawful}) or [Fraction(0)]
    floor = data.draw(st.sampled_from(values)) + data.draw(st.sampled_from([0, 0, Fraction(1, 10**9)]))
    found = Resolver(model).listed(floor, most=10_000)
    assume(found is not None)

    assert len({p.awards for p in found}) == len(found)
    assert {p.awards for p in found} == {p.awards for p in lawful if model.objective.at(p) >= floor}


def test_the_same_decision_paid_from_another_pot_is_no_other_portfolio():
    pot = {"kind": "earmark", "amount": 50, "ring_fenced": True, "one_pot": True, "for": {"region": "North"}}
    solution = solve(a_scenario(CALL, {"budget": {"kind": "budget", "amount": 140}, "pot": pot}))
    near = alternatives(solution, "1/2")

    assert len(set(decided(solution, near.portfolios))) == len(near.portfolios)
    assert near.portfolios[0] == solution.portfolio


# The most different


def test_the_most_different_are_taken_one_by_one_farthest_from_the_nearest_taken():
    solution = solve(a_scenario(CALL, BUDGET))
    near = alternatives(solution, "1")
    sets = {portfolio: set(near.funded(portfolio)) for portfolio in near.portfolios}
    few = near.most_different(4)

    assert few[0] == solution.portfolio
    for place in range(1, 4):
        nearest = {p: min(len(sets[p] ^ sets[taken]) for taken in few[:place]) for p in near.portfolios}
        assert nearest[few[place]] == max(nearest.values()) > 0
    assert sets[few[1]] == {"H3", "H4"}


def test_of_few_portfolios_all_are_the_most_different():
    near = alternatives(solve(a_scenario(CALL, BUDGET)), "1/7")

    assert set(near.most_different(9)) == set(near.portfolios)
    assert near.most_different(1) == near.portfolios[:1]


# What cannot be asked


def test_alternatives_need_a_proven_solution_and_a_sensible_tolerance():
    solution = solve(a_scenario(CALL, BUDGET))

    for ask in (
        lambda: alternatives(replace(solution, status="feasible")),
        lambda: alternatives(solution, "101 %"),
        lambda: best_few(replace(solution, status="feasible"), 2),
        lambda: best_few(solution, 0),
    ):
        with pytest.raises(ValueError, match="proven optimal"):
            ask()
