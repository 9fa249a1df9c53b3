"""What rules cost: prices by new decisions, and shares that add up to the whole loss, by every order of the rules."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import sqrt

import pytest
from builders import a_call, a_scenario
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle

from allocator import InfeasibleError, Scenario, solve
from allocator.analysis import rule_prices
from allocator.analysis.rule_prices import prices
from allocator.analysis.variants import may_go, without

EXAMPLES = max(settings.default.max_examples // 10, 2)
KINDS = ("earmark", "limit", "coverage", "fair_share", "threshold", "year")
NEVER_REMOVED = {"budget", "levels", "synergy"}

FOUR = a_call(
    H1={"North": 50},
    H2={"North": 40},
    H3={"South": 30},
    H4={"West": 20},
    values={"H1": 8, "H2": 6, "H3": 2, "H4": 1},
)
BUDGET = {"budget": {"kind": "budget", "amount": 90}}
SOUTH = {"kind": "limit", "for": {"region": "South"}, "at_least": 10}
WEST = {"kind": "limit", "for": {"region": "West"}, "at_least": 10}


def solved(instance):
    try:
        return solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        assume(False)


def priced(rules, **keywords):
    found = prices(solve(a_scenario(FOUR, {**BUDGET, **rules})), **keywords)
    return found, {price.rule: price for price in found.rules}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_prices_are_new_decisions_and_shares_are_means_over_all_orders(kind, data):
    instance = data.draw(instances(kind))
    removable = [name for name, rule in instance.rules.items() if rule["kind"] not in NEVER_REMOVED]
    pots = [rule for rule in instance.rules.values() if rule.get("only")]
    assume(1 <= len(removable) <= 4 and len(pots) < 2)
    solution = solved(instance)
    found = prices(solution)
    kept = {name: rule for name, rule in instance.rules.items() if name not in removable}

    def answer(names):
        return Oracle(instance.call, kept | {n: instance.rules[n] for n in names}, instance.objective).answer()

    worth = {names: answer(names).value for names in map(frozenset, every_set(removable))}
    turned = -1 if "minimise" in instance.objective else 1

    assert (found.unconstrained, found.final) == (turned * worth[frozenset()], turned * worth[frozenset(removable)])
    assert sum(price.share for price in found.rules) == worth[frozenset()] - worth[frozenset(removable)]
    assert {price.rule: price.share for price in found.rules} == mean_over_orders(removable, worth)
    assert all(price.error == 0 for price in found.rules)
    for price in found.rules:
        free = answer(set(removable) - {price.rule})
        assert turned * price.value_without == free.value
        assert price.price == free.value - worth[frozenset(removable)] >= 0
        assert price.costs_nothing == (price.price == 0)
        now, then = set(solution.funded), {id_ for id_, _ in free.choices}
        assert (set(price.came_in), set(price.fell_out)) == (now - then, then - now)
        check_moved(price, solution, free)


def every_set(names):
    return [[n for i, n in enumerate(names) if bits >> i & 1] for bits in range(2 ** len(names))]


def mean_over_orders(names, worth):
    orders = list(permutations(names))
    losses = dict.fromkeys(names, Fraction(0))
    for order in orders:
        for place, name in enumerate(order):
            losses[name] += worth[frozenset(order[:place])] - worth[frozenset(order[: place + 1])]
    return {name: loss / len(orders) for name, loss in losses.items()}


def check_moved(price, solution, free):
    changes = {
        code: euros - sum(offer.by_region[code] for offer in free.portfolio)
        for code, euros in solution.by_region().items()
    }
    ups = {code: change for code, change in changes.items() if change > 0}
    downs = {code: -change for code, change in changes.items() if change < 0}
    assert price.moved == max(sum(ups.values()), sum(downs.values()))
    assert (price.gainer is None) == (not ups)
    assert (price.loser is None) == (not downs)
    assert price.gainer is None or price.gainer[1] == max(ups.values()) == ups[price.gainer[0]]
    assert price.loser is None or price.loser[1] == max(downs.values()) == downs[price.loser[0]]


def test_prices_by_hand():
    # Money alone: H1 and H2, 14 points. For the South, H1 and H3: 10. The rule takes 40 euros from the North.
    found, by_name = priced({"south": SOUTH})
    south = by_name["south"]

    assert (found.unconstrained, found.final, found.kept) == (14, 10, ("budget",))
    assert (south.price, south.value_without, south.share, south.error) == (4, 14, 4, 0)
    assert (south.moved, south.gainer, south.loser) == (40, ("02", 30), ("01", 40))
    assert (south.came_in, south.fell_out) == (("H3",), ("H2",))
    assert found.fairness == Fraction(4, 14)


def test_equal_rules_have_equal_shares_though_neither_costs_anything_alone():
    found, by_name = priced({"south": SOUTH, "south2": {**SOUTH, "at_least": 20}})

    assert [by_name[name].price for name in ("south", "south2")] == [0, 0]
    assert [by_name[name].share for name in ("south", "south2")] == [2, 2]
    assert all(price.costs_nothing and price.changes_nothing for price in found.rules)


def test_a_rule_that_never_binds_costs_and_changes_nothing_and_has_no_share():
    _, by_name = priced({"south": SOUTH, "idle": {"kind": "limit", "measure": "count", "at_most": 4}})

    idle = by_name["idle"]
    assert (idle.price, idle.share, idle.moved, idle.gainer, idle.loser) == (0, 0, 0, None, None)
    assert idle.costs_nothing
    assert idle.changes_nothing
    assert not by_name["south"].costs_nothing
    assert not by_name["south"].changes_nothing


def test_a_rule_may_change_the_decision_and_cost_nothing():
    call = a_call(H1={"North": 10}, H2={"South": 10}, values={"H1": 3, "H2": 3})
    rules = {"budget": {"kind": "budget", "amount": 10}, "south": SOUTH}
    [south] = prices(solve(a_scenario(call, rules))).rules

    assert south.costs_nothing
    assert (south.changes_nothing, south.came_in, south.fell_out) == (False, ("H2",), ("H1",))


def test_levels_and_synergies_stay_for_without_them_less_may_be_possible():
    call = a_call(H1={"North": 50}, H2={"South": 40}, minimum={"H1": 10, "H2": 10}, values={"H1": 5, "H2": 4})
    rules = {
        "budget": {"kind": "budget", "amount": 40},
        "half": {"kind": "levels", "levels": ["1", "0.4"]},
        "both": {"kind": "coverage", "each": "region", "at_least": 2},
        "together": {"kind": "synergy", "of": ["H1", "H2"], "saves": 1},
    }
    found = prices(solve(a_scenario(call, rules)))

    # Half of both is the only way to reach both regions; without that, all of H2 and nothing else is worth as much.
    assert found.kept == ("budget", "half", "together")
    assert [price.rule for price in found.rules] == ["both"]
    assert found.unconstrained - found.final == found.rules[0].share == found.rules[0].price


def test_a_pot_without_which_less_is_possible_costs_nothing():
    pot = {"kind": "earmark", "ring_fenced": True, "only": True, "for": {"region": "North"}}
    rules = {
        "one": {**pot, "amount": 30},
        "two": {**pot, "amount": 20},
        "north": {"kind": "limit", "for": {"region": "North"}, "at_least": 50},
    }
    found, by_name = priced(rules)

    # H1 needs both pots; without one of them nothing of the North could be paid.
    assert by_name["one"].price == by_name["two"].price == 0
    assert by_name["one"].changes_nothing
    assert sum(price.share for price in found.rules) == found.unconstrained - found.final


# Drawn orders

THREE_RULES = {"south": SOUTH, "west": WEST, "count": {"kind": "limit", "measure": "count", "at_most": 2}}
MANY = {**THREE_RULES, "other": {"kind": "limit", "for": {"region": "North"}, "at_most": 60}}


def test_shares_from_drawn_orders_add_up_exactly_and_their_errors_tell_how_near_they_are(monkeypatch):
    exact, by_name = priced({**MANY, "count": {"kind": "limit", "measure": "count", "at_most": 3}})
    monkeypatch.setattr(rule_prices, "MOST_EXACT", 2)
    drawn, sampled = priced({**MANY, "count": {"kind": "limit", "measure": "count", "at_most": 3}}, orders=400)

    assert sum(price.share for price in drawn.rules) == drawn.unconstrained - drawn.final
    assert (drawn.unconstrained, drawn.final) == (exact.unconstrained, exact.final)
    assert any(price.error > 0 for price in drawn.rules)
    for name, price in sampled.items():
        # Three standard errors miss once in hundreds.
        assert abs(float(price.share - by_name[name].share)) <= 3 * price.error + 1e-12
        assert price.error <= 14 / sqrt(400)


def test_drawn_orders_are_those_of_the_seed(monkeypatch):
    monkeypatch.setattr(rule_prices, "MOST_EXACT", 2)

    def shares(seed):
        return [price.share for price in priced(MANY, orders=20, seed=seed)[0].rules]

    assert shares(1) == shares(1)
    assert len({tuple(shares(seed)) for seed in range(4)}) > 1


def test_as_many_rules_as_are_exact_are_exact_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr(rule_prices, "MOST_EXACT", len(MANY))
    assert all(price.error == 0 for price in priced(MANY)[0].rules)

    monkeypatch.setattr(rule_prices, "MOST_EXACT", len(MANY) - 1)
    assert any(price.error > 0 for price in priced(MANY, orders=30)[0].rules)


# Fairness


def test_the_price_of_fairness_is_what_the_rules_about_regions_cost_together_beside_the_others():
    count = {"kind": "limit", "measure": "count", "at_most": 1}
    found, _ = priced({"south": SOUTH, "count": count, "cover": {"kind": "coverage", "at_least": 1}})

    # One award: H1 with 8 points; for the South it must be H3 with 2.
    assert found.fairness == Fraction(8 - 2, 8)
    assert priced({"count": count})[0].fairness is None


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "limit", "each": "region", "at_most": 50},
        {"kind": "coverage", "each": "region", "at_least": 3},
        {"kind": "fair_share", "reference": {"equal": "1"}, "at_least": "0.1"},
    ],
)
def test_every_kind_of_rule_about_regions_counts_as_fairness(rule):
    assert priced({"rule": rule})[0].fairness is not None


# Which rules may go


def test_an_objective_that_is_measured_by_the_budget_needs_one():
    worst = {"maximise": "worst_region", "reference": {"equal": "1"}}
    rules = {**BUDGET, "south": SOUTH}

    assert not may_go(a_scenario(FOUR, rules, worst), "budget")
    assert may_go(a_scenario(FOUR, rules, worst), "south")
    assert may_go(a_scenario(FOUR, rules), "budget")
    assert may_go(a_scenario(FOUR, {**rules, "budget2": {"kind": "budget", "amount": 100}}, worst), "budget")


def test_without_the_last_budget_the_rules_that_divide_it_go_too():
    pot = {"kind": "earmark", "amount": 10, "ring_fenced": True, "for": {"region": "South"}}
    share = {"kind": "limit", "measure": "share_of_budget", "for": {"region": "South"}, "at_least": "0.1"}
    scenario = a_scenario(FOUR, {**BUDGET, "pot": pot, "share": share, "south": SOUTH})

    assert list(without(scenario, ["budget"]).rules) == ["south"]
    assert list(without(scenario, ["south"]).rules) == ["budget", "pot", "share"]


# As a table


def test_the_table_says_what_the_prices_say():
    found, _ = priced({"south": SOUTH})
    table = found.frame()

    assert list(table.index) == ["south"]
    row = table.loc["south"].to_dict()
    assert (row["gainer"], row["gained"], row["loser"], row["lost"]) == ("South", 30, "North", 40)
    assert (row["came_in"], row["fell_out"], row["price"], row["share"]) == ("H3", "H2", 4.0, 4.0)
    assert (row["costs_nothing"], row["changes_nothing"]) == (False, False)


def test_a_solution_that_is_not_proven_has_no_prices():
    with pytest.raises(ValueError, match="proven"):
        prices(replace(solve(a_scenario(FOUR, BUDGET)), status="feasible"))
