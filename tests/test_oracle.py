"""The whole line against the oracle: random calls under random rules of every family, compared to the last decision."""

from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle
from oracle_counts import GENERAL, divided, half_up

from allocator import InfeasibleError, Scenario, solve
from allocator.rules import KINDS

EXAMPLES = settings.default.max_examples // 2
"""For each of the twelve families."""


def solved(instance, **options):
    """Solve an instance with the package, listing every tie; None where nothing fits."""
    scenario = Scenario.of(call_of(instance.call), instance.rules, instance.objective)
    try:
        return solve(scenario, ties_counted=1000, **options)
    except InfeasibleError:
        return None


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_no_list_of_all_portfolios_disagrees_with_the_solution(kind, data):
    instance = data.draw(instances(kind))
    oracle = Oracle(instance.call, instance.rules, instance.objective)
    expected, solution = oracle.answer(), solved(instance)
    event("nothing fits" if expected is None else "something fits")

    assert (solution is None) == (expected is None)
    if solution is not None:
        turned = -1 if oracle.objective_name == "total_deviation" else 1
        assert (solution.status, solution.value) == ("optimal", turned * expected.value)
        assert [level.goal for level in solution.levels] == [oracle.objective_name, *oracle.tie_names]
        assert [(level.portfolios, level.complete) for level in solution.levels] == [(n, True) for n in expected.counts]
        assert solution.model.choices(solution.portfolio) == expected.choices
        assert [(a.euros, a.value, a.by_year, a.by_region) for a in solution.awards] == [
            (o.euros, o.value, tuple(o.by_year.values()), tuple(o.by_region.values())) for o in expected.portfolio
        ]


@settings(max_examples=2 * EXAMPLES)
@given(instance=st.one_of(instances("earmark"), instances("earmark", "synergy")))
def test_the_pots_pay_every_award_in_full_from_money_that_they_have_and_that_it_may_use(instance):
    oracle, solution = Oracle(instance.call, instance.rules, instance.objective), solved(instance)
    if solution is None:
        return
    offers = {(offer.id, offer.level): offer for offers in oracle.offers for offer in offers}
    chosen = [offers[award.application, award.level] for award in solution.awards]
    money = {**oracle.pots, GENERAL: oracle.budget - sum(oracle.pots.values()) + oracle.saved(chosen)}

    for offer in chosen:
        paid = solution.payments[offer.id]
        assert sum(paid.values()) == offer.euros
        assert set(paid) <= offer.pots
        assert not offer.one_pot or len(paid) == 1
    for pot, euros in solution.by_pot().items():
        assert euros == sum(paid.get(pot, 0) for paid in solution.payments.values())
        assert 0 <= euros <= money[pot]


@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_a_rule_that_is_said_to_end_the_conflict_alone_does(data):
    instance = data.draw(instances(data.draw(st.sampled_from(["lock", "choose", "coverage", "limit", "fair_share"]))))
    error = refused(instance)
    if error is None:
        return

    assert error.proven
    assert set(error.removable) <= set(error.conflict) <= set(instance.rules)
    for name in set(error.removable) - {"budget"}:  # shares of the budget, and pots, need one
        rest = {other: rule for other, rule in instance.rules.items() if other != name}
        assert Oracle(instance.call, rest, {}).answer() is not None, name


def refused(instance):
    """Return the error of an instance in which nothing fits, else None."""
    try:
        solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError as error:
        return error
    return None


def test_the_oracle_counts_a_call_small_enough_to_count_by_hand():
    # 100 euros: H1 and H3 fit (40 + 60), H2 and H3 do not (50 + 60); H1 and H2 are worth most, but both are northern.
    call = {
        "years": [2021],
        "decimals": 1,
        "regions": [{"code": "01", "name": "North", "population": 1}, {"code": "02", "name": "South", "population": 3}],
        "towns": {},
        "targets": [],
        "criteria": {},
        "applications": [
            _application("H1", 40, "01", "3"),
            _application("H2", 50, "01", "4.5"),
            _application("H3", 60, "02", "2"),
        ],
    }
    budget = {"budget": {"kind": "budget", "amount": 100}}
    both = {"both": {"kind": "coverage", "each": "region", "at_least": 2}}

    free, covered = Oracle(call, budget, {}).answer(), Oracle(call, budget | both, {}).answer()

    assert (free.choices, free.value, free.lawful) == ((("H1", 1), ("H2", 1)), Fraction("7.5"), 6)
    assert (covered.choices, covered.value, covered.lawful) == ((("H1", 1), ("H3", 1)), 5, 1)
    assert Oracle(call, budget, {"ties": []}).shares({"population": 1}) == {"01": Fraction(1, 4), "02": Fraction(3, 4)}


def _application(id_, euros, region, value):
    return {
        "id": id_,
        "by_year": [euros],
        "minimum": None,
        "target": "",
        "value": value,
        "scores": {},
        "columns": {},
        "partners": [{"region": region, "town": None, "euros": euros}],
    }


def test_the_oracle_rounds_and_divides_as_published():
    assert half_up(Fraction("2.25"), 1) == Fraction("2.3")
    assert divided(10, [1, 1, 1]) == [4, 3, 3]
    assert divided(5, [0, 0]) == [0, 0]
