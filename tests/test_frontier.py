"""Fronts against every portfolio of small random calls, and against fronts worked out by hand."""

from collections import deque
from fractions import Fraction
from itertools import product

import pytest
from builders import a_call, a_scenario
from hypothesis import event, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle, _flows
from oracle_counts import GENERAL

from allocator import InfeasibleError, Scenario, ScenarioError, frontier, solve
from allocator.fairness import Reference
from allocator.rules import KINDS

EXAMPLES = max(settings.default.max_examples // 10, 4)
SHARES = {"equal": "0.7", "population": "0.3"}
TURNED = {"total_deviation", "budget"}


def use(oracle, portfolio):
    """Return the most that the ring-fenced pots pay in any lawful way; an award of one pot is paid from one."""
    money = {**oracle.pots, GENERAL: oracle.budget - sum(oracle.pots.values()) + oracle.saved(portfolio)}
    ways = [[frozenset({pot}) for pot in offer.pots] if offer.one_pot else [offer.pots] for offer in portfolio]
    amounts = [offer.euros for offer in portfolio]
    return max(flow(oracle, amounts, way) for way in product(*ways) if _flows(amounts, way, money))


def flow(oracle, amounts, sources):
    """Return the most that the ring-fenced pots can pay, by paths that still have room."""
    room = {("", n): amount for n, amount in enumerate(amounts)}
    room |= {(n, pot): amounts[n] for n, pots in enumerate(sources) for pot in pots & set(oracle.pots)}
    room |= {(pot, "end"): money for pot, money in oracle.pots.items()}
    for one, other in list(room):
        room.setdefault((other, one), 0)
    paid = 0
    while True:
        came, waiting = {"": None}, deque([""])
        while waiting and "end" not in came:
            here = waiting.popleft()
            for (one, other), left in room.items():
                if one == here and left and other not in came:
                    came[other] = here
                    waiting.append(other)
        if "end" not in came:
            return paid
        steps, there = [], "end"
        while came[there] is not None:
            steps.append((came[there], there))
            there = came[there]
        most = min(room[step] for step in steps)
        for one, other in steps:
            room[one, other] -= most
            room[other, one] += most
        paid += most


def levels(oracle, goals, portfolio):
    special = {
        "budget": lambda: oracle.saved(portfolio) - sum(offer.euros for offer in portfolio),
        "earmark_use": lambda: use(oracle, portfolio),
    }
    return tuple(Fraction(special[g]() if g in special else oracle.goal(g, portfolio)) for g in goals)


def best_of_all(oracle, goals):
    """Return the levels that no lawful portfolio beats."""
    seen = {levels(oracle, goals, p) for p in oracle.portfolios() if oracle.lawful(p)}
    return {a for a in seen if not any(b != a and all(x >= y for x, y in zip(b, a, strict=True)) for b in seen)}


def solved(instance):
    try:
        return solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        return None


def compare(data, kind, number):
    instance = data.draw(instances(kind))
    solution = solved(instance)
    if solution is None:
        return
    oracle = Oracle(instance.call, instance.rules, {"reference": SHARES})
    possible = ["value", "number_funded", "budget", *(["worst_region", "total_deviation"] if oracle.budget else [])]
    possible += ["earmark_use"] if oracle.pots else []
    size = st.lists(st.sampled_from(possible), min_size=number, max_size=number, unique=True)
    goals = tuple(data.draw(size))
    event(" ".join(goals))

    front = frontier(solution, goals, reference=Reference(**SHARES))

    assert front.complete
    assert [point.levels for point in front.points] == sorted(best_of_all(oracle, goals), reverse=True)
    assert len(front.frame()) == len(front.points)
    for point in front.points:
        assert not solution.model.broken(point.portfolio)
        assert point.levels == tuple(goal.at(point.portfolio) for goal in front.goals)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_front_between_two_goals_holds_all_that_no_portfolio_beats(kind, data):
    compare(data, kind, 2)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_a_front_between_three_goals_holds_all_that_no_portfolio_beats(kind, data):
    compare(data, kind, 3)


@pytest.fixture(name="seesaw")
def a_seesaw():
    """Return a call in which the South has the points and the North the need."""
    call = a_call(
        H1={"North": 50},
        H2={"North": 50},
        H3={"South": 50},
        H4={"South": 50},
        values={"H1": 1, "H2": 2, "H3": 4, "H4": 5},
    )
    return a_scenario(call, {"budget": {"kind": "budget", "amount": 100}}, {"reference": {"equal": "1"}})


def test_the_front_of_a_seesaw_is_the_one_on_paper(seesaw):
    front = frontier(seesaw)

    assert [point.levels for point in front.points] == [(9, 0), (7, 1)]
    assert [point.funded for point in front.points] == [("H3", "H4"), ("H2", "H4")]
    assert [front.price(0), front.price(1)] == [None, 2]
    frame = front.frame()
    assert frame["loss"].tolist() == [0, 2]
    assert frame["decision"].tolist() == [True, False]
    assert (frame["joins"][2], frame["drops"][2]) == ("H2", "H3")


def test_a_front_is_said_to_be_cut_where_more_points_are_to_come_and_not_where_none_is(seesaw):
    one, two = frontier(seesaw, most=1), frontier(seesaw, most=2)

    assert (len(one.points), one.complete) == (1, False)
    assert (len(two.points), two.complete) == (2, True)
    assert "cut" in one.text("en")
    assert "complete" in two.text("en")


def test_a_front_that_is_stopped_keeps_the_points_that_it_has(seesaw):
    def stop(words):
        raise KeyboardInterrupt

    front = frontier(seesaw, progress=stop)

    assert [point.levels for point in front.points] == [(9, 0)]
    assert not front.complete


def test_a_decision_that_some_portfolio_beats_on_the_front_is_said_to_be_beaten(seesaw):
    decided = solve(seesaw.vary(objective={"maximise": "number_funded", "ties": ["application_id"]}))

    front = frontier(decided)

    assert decided.funded == ("H1", "H2")
    assert not front.on_front
    assert "not on the front" in front.text("en")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_front_is_told_in_every_language(seesaw, language):
    text = frontier(seesaw, ("value", "worst_region", "budget")).text(language)

    assert "H3" in text
    assert "{" not in text


def test_what_a_front_cannot_be_drawn_between_is_an_error_that_says_why(seesaw):
    with pytest.raises(ScenarioError, match="worst_region"):
        frontier(seesaw, ("value", "worst_regoin"))
    with pytest.raises(ScenarioError, match="two goals"):
        frontier(seesaw, ("value",))
    with pytest.raises(ScenarioError, match="two goals"):
        frontier(seesaw, ("value", "value"))
    with pytest.raises(ScenarioError, match="earmark"):
        frontier(seesaw, ("value", "earmark_use"))
    with pytest.raises(ScenarioError, match="reference"):
        frontier(Scenario.of(seesaw.call, {"budget": {"kind": "budget", "amount": 100}}))
    with pytest.raises(ValueError, match="most"):
        frontier(seesaw, most=0)
