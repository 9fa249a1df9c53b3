"""Who is next: every event and the whole chain over growing budgets, judged by listing all portfolios."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import a_call, a_scenario
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import Instance, call_of, instances
from oracle import Oracle
from oracle_counts import divided

from allocator import InfeasibleError, Scenario, solve
from allocator.analysis import reserve as reserve_module
from allocator.analysis.reserve import reserve

EXAMPLES = max(settings.default.max_examples // 10, 3)
KINDS = ("earmark", "limit", "coverage", "levels", "choose", "fair_share")
FEW = st.one_of([instances(kind) for kind in KINDS])


@pytest.fixture(autouse=True)
def steps_of_ten_euros(monkeypatch):
    monkeypatch.setattr(reserve_module, "STEP", 10)


def oracle_of(instance):
    return Oracle(instance.call, instance.rules, instance.objective)


def listed(instance, step, **keywords):
    """Solve an instance and list its reserve, with steps of so many euros."""
    assume(len(instance.call["applications"]) <= 6)
    try:
        solution = solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        assume(False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reserve_module, "STEP", step)
        return solution, reserve(solution, **keywords)


def step_of(instance):
    return max(sum(sum(a["by_year"]) for a in instance.call["applications"]) // 11, 1)


def next_by_listing(instance, keep, gone=()):
    """Return who comes in when some keep their levels and others are gone; None where that cannot be."""
    answer = oracle_of(instance).answer(
        lambda portfolio: (
            keep.items() <= {offer.id: offer.level for offer in portfolio}.items()
            and not any(offer.id in gone for offer in portfolio)
        )
    )
    return None if answer is None else tuple(id_ for id_, _ in answer.choices if id_ not in {*keep, *gone})


def with_budget(instance, more):
    rules = {n: r for n, r in instance.rules.items() if r["kind"] == "budget"}
    name = min(rules, key=lambda n: rules[n]["amount"] - rules[n].get("holdback", 0))
    return Instance(
        instance.call,
        {**instance.rules, name: {**rules[name], "amount": rules[name]["amount"] + more}},
        instance.objective,
    )


def with_less(instance, id_, less):
    """Cut what an application requests, its years and partners in the same proportions."""
    changed = []
    for a in instance.call["applications"]:
        if a["id"] == id_:
            requested = sum(a["by_year"]) - less
            parts = divided(requested, [p["euros"] for p in a["partners"]])
            partners = [{**p, "euros": euros} for p, euros in zip(a["partners"], parts, strict=True)]
            a = {**a, "by_year": divided(requested, a["by_year"]), "partners": partners}
        changed.append(a)
    return Instance({**instance.call, "applications": changed}, instance.rules, instance.objective)


# Events


@settings(max_examples=2 * EXAMPLES)
@given(instance=FEW)
def test_after_a_withdrawal_and_a_pair_of_them_the_best_comes_in_that_lets_all_others_stay(instance):
    solution, found = listed(instance, 1, steps=0)
    levels = {award.application: award.level for award in solution.awards}
    events = [event for event in found.events if event.event in {"withdrawal", "pair"}]

    count = len(solution.funded)
    assert len(events) == count + count * (count - 1) // 2
    for event in events:
        keep = {id_: level for id_, level in levels.items() if id_ not in event.who}
        assert event.funded == next_by_listing(instance, keep, event.who)
        assert event.euros == sum(award.euros for award in solution.awards if award.application in event.who)


@settings(max_examples=2 * EXAMPLES)
@given(instance=FEW)
def test_extra_money_goes_to_the_best_that_lets_all_others_stay(instance):
    step = step_of(instance)
    solution, found = listed(instance, step, pairs=False, steps=3)
    levels = {award.application: award.level for award in solution.awards}
    events = [event for event in found.events if event.event == "extra"]

    assert [event.euros for event in events] == [step, 2 * step, 3 * step]
    for event in events:
        assert event.funded == next_by_listing(with_budget(instance, event.euros), levels)


@settings(max_examples=2 * EXAMPLES)
@given(instance=st.one_of([instances(kind) for kind in ("earmark", "limit", "coverage", "choose", "year")]))
def test_a_cut_award_lets_in_the_best_that_lets_all_others_stay(instance):
    step = step_of(instance)
    solution, found = listed(instance, step, pairs=False, steps=0)
    levels = {award.application: award.level for award in solution.awards}
    requested = {a["id"]: sum(a["by_year"]) for a in instance.call["applications"]}

    for event in (event for event in found.events if event.event == "cut"):
        [id_] = event.who
        if levels[id_] != 1 or requested[id_] <= step:
            assert (event.euros, event.funded) == (0, ())
        else:
            assert (event.euros, event.funded) == (step, next_by_listing(with_less(instance, id_, step), levels))


def test_events_by_hand():
    call = a_call(
        H1={"North": 50}, H2={"North": 40}, H3={"South": 45}, H4={"South": 15}, values={"H1": 5, "H2": 4, "H3": 3}
    )
    rules = {"budget": {"kind": "budget", "amount": 100}, "all": {"kind": "choose", "of": ["H1"], "exactly": 1}}
    found = reserve(solve(a_scenario(call, rules)), steps=1)

    assert [(event.event, event.who, event.euros, event.funded) for event in found.events] == [
        ("withdrawal", ("H1",), 50, None),
        ("withdrawal", ("H2",), 40, ("H3",)),
        ("pair", ("H1", "H2"), 90, None),
        ("cut", ("H1",), 10, ("H4",)),
        ("cut", ("H2",), 10, ("H4",)),
        ("extra", (), 10, ("H4",)),
    ]
    table = found.frame()
    assert list(table["again"]) == [True, False, True, False, False, False]
    assert list(table["next"]) == ["", "H3", "", "H4", "H4", "H4"]


def test_without_pairs_none_are_looked_at_and_without_a_budget_there_is_no_extra_money():
    call = a_call(H1={"North": 50}, H2={"North": 40})
    found = reserve(solve(a_scenario(call, {})), pairs=False)

    assert [event.event for event in found.events] == ["withdrawal", "withdrawal", "cut", "cut"]
    assert found.links == ()


def test_a_solution_that_is_not_proven_has_no_reserve():
    solution = solve(a_scenario(a_call(H1={"North": 50}), {"budget": {"kind": "budget", "amount": 50}}))

    with pytest.raises(ValueError, match="proven"):
        reserve(replace(solution, status="feasible"))


# The chain

KNAPSACK = a_call(H1={"North": 50}, H2={"South": 60}, H3={"South": 25}, values={"H1": 5, "H2": 7, "H3": 1})


def test_nobody_is_dropped_though_new_decisions_would():
    found = reserve(solve(a_scenario(KNAPSACK, {"budget": {"kind": "budget", "amount": 50}})), steps=6)

    # At 60 euros a new decision takes H2 instead of H1; with H1 kept, H3 fits from 75, and H2 from 110.
    assert [link.budget for link in found.links] == [50, 60, 70, 80, 90, 100, 110]
    assert [link.naive for link in found.links] == [
        ("H1",), ("H2",), ("H2",), ("H2",), ("H2", "H3"), ("H2", "H3"), ("H1", "H2")
    ]  # fmt: skip
    assert [link.dropped for link in found.links] == [(), ("H1",), (), (), (), (), ("H3",)]
    # H3 for three budgets would be 3 points, and at 110 cost the 12 − 6 that H1 and H2 have more than H1 and H3.
    assert [link.chain for link in found.links] == [("H1",)] * 6 + [("H1", "H2")]
    assert [link.joins for link in found.links] == [()] * 6 + [("H2",)]
    assert [link.price for link in found.links] == [0, 2, 2, 2, 3, 3, 0]
    assert found.price == 12


def test_the_chain_as_a_table_says_what_a_new_decision_drops():
    table = reserve(solve(a_scenario(KNAPSACK, {"budget": {"kind": "budget", "amount": 50}})), steps=2).chain()

    assert list(table.index) == [50, 60, 70]
    assert list(table["naive_drops"]) == ["", "H1", ""]
    assert list(table["price"]) == [0.0, 2.0, 2.0]


def test_an_award_is_not_cut_because_money_was_added():
    call = a_call(
        H1={"North": 40}, H2={"South": 30}, minimum={"H1": 20, "H2": 30}, values={"H1": 4, "H2": Fraction(5, 2)}
    )
    rules = {"budget": {"kind": "budget", "amount": 40}, "levels": {"kind": "levels", "levels": ["1", "0.5"]}}
    found = reserve(solve(a_scenario(call, rules)), steps=2)

    # At 50 euros, half of H1 and all of H2 are 4.5 points; but H1 was promised 40.
    assert [link.naive for link in found.links] == [("H1",), ("H1", "H2"), ("H1", "H2")]
    assert [link.chain for link in found.links] == [("H1",), ("H1",), ("H1",)]
    assert found.price == 1


@settings(max_examples=3 * EXAMPLES)
@given(instance=st.one_of([instances(kind) for kind in ("earmark", "limit", "choose", "year", "levels", "requires")]))
def test_the_chain_has_the_greatest_sum_of_values_of_all_nested_chains(instance):
    step = step_of(instance)
    solution, found = listed(instance, step, pairs=False, steps=3)
    assume(found.links)
    oracles = [oracle_of(with_budget(instance, k * step)) for k in (1, 2, 3)]
    goal = oracles[0].objective_name
    start = {award.application: award.euros for award in solution.awards}
    greatest = greatest_sum(start, oracles, goal)

    assert [link.naive for link in found.links[1:]] == [
        tuple(id_ for id_, _ in oracle.answer().choices) for oracle in oracles
    ]
    assert found.price == sum(oracle.answer().value for oracle in oracles) - greatest
    for before, after in zip(found.links, found.links[1:], strict=False):
        assert set(before.chain) <= set(after.chain)
        assert set(after.joins) == set(after.chain) - set(before.chain)
        assert set(after.dropped) == set(before.naive) - set(after.naive)
        assert after.price >= 0


def greatest_sum(start, oracles, goal):
    """Return the greatest sum of values over all chains in which nobody is granted less than before."""
    reached = [(start, Fraction(0))]
    for oracle in oracles:
        following = []
        for portfolio in filter(oracle.lawful, oracle.portfolios()):
            euros, value = {offer.id: offer.euros for offer in portfolio}, oracle.goal(goal, portfolio)
            sums = [total for before, total in reached if all(euros.get(i, 0) >= had for i, had in before.items())]
            if sums:
                following.append((euros, max(sums) + value))
        reached = following
    return max(total for _, total in reached)


def test_there_is_no_chain_where_rows_have_helpers_or_where_nobody_can_be_kept():
    rules = {"budget": {"kind": "budget", "amount": 50}}
    helped = {**rules, "cover": {"kind": "coverage", "at_least": 1}}
    # Of a greater budget half is more than H1 is.
    growing = {**rules, "share": {"kind": "limit", "measure": "share_of_budget", "at_least": "1"}}
    only_one = a_call(H1={"North": 50})

    assert reserve(solve(a_scenario(KNAPSACK, helped)), steps=1).links == ()
    assert reserve(solve(a_scenario(only_one, growing)), steps=1).links == ()
    assert reserve(solve(a_scenario(only_one, growing)), steps=1).events[-1].funded is None
