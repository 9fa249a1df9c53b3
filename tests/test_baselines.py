"""Simpler ways of choosing, beside the same ways written again from the rules as dictionaries."""

from fractions import Fraction

import numpy as np
import pytest
from builders import a_call, a_scenario
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import JUDGES, Oracle

from allocator import InfeasibleError, Scenario, solve
from allocator.analysis.baselines import TITLES, _mean, baselines, baselines_frame, measured
from allocator.rows import Portfolio
from allocator.text import LANGUAGES

EXAMPLES = max(settings.default.max_examples // 8, 3)
KINDS = ("budget", "earmark", "year", "limit", "coverage", "levels", "synergy", "threshold")
WAYS = ["rank_and_cut", "value_per_euro", "lottery", "one_per_region"]

CALL = a_call(
    H1={"North": 50}, H2={"North": 40}, H3={"South": 30}, H4={"West": 20}, values={"H1": 10, "H2": 8, "H3": 5, "H4": 1}
)
BUDGET = {"budget": {"kind": "budget", "amount": 90}}
SOUTH = {"kind": "limit", "for": {"region": "South"}, "at_least": 10}


class Simple:
    """The simple ways, by the oracle's offers: each goes down a list and takes what the money lets it."""

    def __init__(self, instance):
        self.oracle = Oracle(instance.call, instance.rules, instance.objective)
        self.offers = [offers[0] for offers in self.oracle.offers if offers]

    def affordable(self, portfolio):
        rules = [rule for rule in self.oracle.rules.values() if rule["kind"] in {"budget", "year"}]
        paid = not self.oracle.pots or self.oracle.payable(portfolio)
        return paid and all(JUDGES[rule["kind"]](self.oracle, rule, portfolio) for rule in rules)

    def down(self, offers):
        taken = ()
        for offer in offers:
            if offer not in taken and self.affordable((*taken, offer)):
                taken = (*taken, offer)
        return taken

    def by(self, key):
        return sorted(self.offers, key=lambda offer: -key(offer))

    def rank_and_cut(self):
        return self.down(self.by(lambda offer: offer.value))

    def value_per_euro(self):
        return self.down(self.by(lambda offer: offer.value / offer.euros))

    def one_per_region(self):
        ranked, firsts = self.by(lambda offer: offer.value), []
        seen = set()
        for offer in ranked:
            main = max(offer.by_region, key=offer.by_region.get)
            if main not in seen:
                seen.add(main)
                firsts.append(offer)
        return self.down([*firsts, *ranked])

    def broken(self, portfolio):
        return {
            name
            for name, rule in self.oracle.rules.items()
            if rule["kind"] in JUDGES and not JUDGES[rule["kind"]](self.oracle, rule, portfolio)
        }


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_each_way_chooses_what_the_same_way_written_again_chooses(kind, data):
    instance = data.draw(instances(kind))
    assume(not any(rule.get("one_pot") for rule in instance.rules.values()))
    try:
        solution = solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        assume(False)
    simple = Simple(instance)
    found = {baseline.name: baseline for baseline in baselines(solution, draws=2)}
    turned = -1 if "minimise" in instance.objective else 1

    for name in ("rank_and_cut", "value_per_euro", "one_per_region"):
        baseline, portfolio = found[name], getattr(simple, name)()
        assert set(baseline.funded) == {offer.id for offer in portfolio}, name
        assert baseline.value == turned * simple.oracle.goal(simple.oracle.objective_name, portfolio)
        assert baseline.count == len(portfolio)
        assert baseline.granted == sum(offer.euros for offer in portfolio)
        assert baseline.regions == len({code for o in portfolio for code, euros in o.by_region.items() if euros})
        assert set(baseline.rules) == simple.broken(portfolio)
        assert baseline.broken == len(baseline.rules)
    assert [*found] == WAYS


def test_the_ways_by_hand():
    solution = solve(a_scenario(CALL, {**BUDGET, "south": SOUTH}))
    rank, per_euro, _, region = baselines(solution, draws=1)

    # By points H1 and H2 fill the 90. Both bring 0.2 points a euro, H3 less. One from each
    # region: H1 of the North, H3, and H4 does not fit beside them: 50 + 30 = 80, and H4 would make 100.
    assert (rank.funded, rank.value, rank.granted, rank.regions, rank.rules) == (("H1", "H2"), 18, 90, 1, ("south",))
    assert (per_euro.funded, per_euro.broken) == (("H1", "H2"), 1)
    assert (region.funded, region.value, region.regions, region.rules) == (("H1", "H3"), 15, 2, ())
    assert (solution.funded, solution.value) == (("H1", "H3"), 15)


def test_equals_are_taken_in_the_order_of_ids():
    call = a_call(H10={"North": 10}, H9={"North": 10}, H2={"North": 10})
    rank, per_euro, *_ = baselines(solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 20}})), draws=1)

    assert rank.funded == per_euro.funded == ("H2", "H9")


def test_what_does_not_fit_is_passed_over_and_exactly_what_fits_is_taken():
    def funded(amount):
        return baselines(solve(a_scenario(CALL, {"budget": {"kind": "budget", "amount": amount}})), draws=1)[0].funded

    assert funded(80) == ("H1", "H3")
    assert funded(79) == ("H1", "H4")
    assert funded(110) == ("H1", "H2", "H4")


def test_an_award_is_the_greatest_that_may_be_granted():
    call = a_call(H1={"North": 50}, H2={"North": 40}, minimum={"H1": 10, "H2": 10}, values={"H1": 5, "H2": 4})
    rules = {"budget": {"kind": "budget", "amount": 70}, "levels": {"kind": "levels", "levels": ["1", "0.5"]}}
    capped = {**rules, "levels": {"kind": "levels", "at_most": 30}}
    whole, cut = (baselines(solve(a_scenario(call, r)), draws=1)[0] for r in (rules, capped))

    assert (whole.funded, whole.granted) == (("H1",), 50)
    assert (cut.funded, cut.granted) == (("H1", "H2"), 60)


def test_where_one_pot_must_pay_the_earmarked_one_is_tried_first_whatever_it_is_called():
    call = a_call(H1={"North": 30}, H2={"South": 30}, values={"H1": 5, "H2": 4})
    for name in ("a_pot", "z_pot"):
        pot = {"kind": "earmark", "amount": 30, "ring_fenced": True, "one_pot": True, "for": {"region": "North"}}
        solution = solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 60}, name: pot}))
        ways = baselines(solution, draws=5)

        assert ways[0].funded == ("H1", "H2")
        assert ways[2].count == 2


# The lottery


def test_the_lottery_is_the_mean_of_draws_of_its_seed():
    solution = solve(a_scenario(CALL, {**BUDGET, "south": SOUTH}))
    lottery = baselines(solution, draws=40, seed=7)[2]
    euros, value = {"H1": 50, "H2": 40, "H3": 30, "H4": 20}, {"H1": 10, "H2": 8, "H3": 5, "H4": 1}
    lots, drawn = np.random.PCG64(7), []
    for _ in range(40):
        taken = []
        for _, id_ in sorted((int(lots.random_raw()), id_) for id_ in euros):
            if sum(euros[i] for i in [*taken, id_]) <= 90:
                taken.append(id_)
        drawn.append(set(taken))

    assert lottery.funded == ()
    assert lottery.value == Fraction(sum(value[i] for taken in drawn for i in taken), 40)
    assert lottery.count == Fraction(sum(map(len, drawn)), 40)
    assert lottery.granted == Fraction(sum(euros[i] for taken in drawn for i in taken), 40)
    assert lottery.broken == Fraction(sum("H3" not in taken for taken in drawn), 40)
    assert lottery.rules == ("south",)
    assert 1 < lottery.regions < 3


def test_the_same_seed_draws_the_same_and_another_does_not():
    solution = solve(a_scenario(CALL, BUDGET))

    assert baselines(solution, draws=9, seed=1) == baselines(solution, draws=9, seed=1)
    assert len({baselines(solution, draws=9, seed=seed)[2].value for seed in range(5)}) > 1


def test_every_application_has_the_same_chance_however_many_pots_may_pay_it():
    call = a_call(H1={"North": 30}, H2={"South": 30}, values={"H1": 5, "H2": 0})
    pot = {"kind": "earmark", "amount": 0, "ring_fenced": True, "one_pot": True, "for": {"region": "North"}}
    solution = solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 30}, "pot": pot}))
    lottery = baselines(solution, draws=900)[2]

    # H1 alone is worth anything: its chance is its mean value by five. Four standard deviations are 0.067.
    assert abs(float(lottery.value) / 5 - 0.5) < 0.067


def test_only_those_above_the_threshold_take_part():
    solution = solve(a_scenario(CALL, {**BUDGET, "good": {"kind": "threshold", "at_least": 8}}))

    assert [baseline.count for baseline in baselines(solution, draws=3)] == [2, 2, 2, 2]


def test_a_lottery_without_a_draw_is_refused():
    with pytest.raises(ValueError, match="at least one draw"):
        baselines(solve(a_scenario(CALL, BUDGET)), draws=0)


# Beside the decision


def test_the_table_has_the_decision_first():
    solution = solve(a_scenario(CALL, {**BUDGET, "south": SOUTH}))
    table = baselines_frame(solution, baselines(solution, draws=3))

    assert list(table.index) == ["decision", *WAYS]
    assert table.loc["decision"].to_dict() == {
        "value": 15.0, "funded": 2.0, "granted": 80.0, "regions": 2.0, "broken": 0.0, "rules": ""
    }  # fmt: skip
    assert table.loc["rank_and_cut", "rules"] == "south"
    assert measured(solution, solution.portfolio).funded == solution.funded


def test_every_way_is_named_in_three_languages():
    assert list(TITLES) == WAYS
    assert all(len({title[language] for language in LANGUAGES}) == 3 for title in TITLES.values())


@pytest.mark.parametrize("worth", [5, 10**17])
@pytest.mark.parametrize("euros", [40, 10**15])
def test_the_mean_of_draws_is_the_mean_of_what_each_is_measured_as(worth, euros):
    call = a_call(
        H1={"North": euros}, H2={"South": euros, "North": 5}, H3={"West": 30}, values={"H1": worth, "H2": 4, "H3": 3}
    )
    even = {"kind": "fair_share", "reference": {"equal": "1"}, "deviation_at_most": "1.1"}
    few = {"kind": "limit", "measure": "count", "at_most": 1}
    solution = solve(a_scenario(call, {"even": even, "few": few}))
    drawn = [Portfolio(awards) for awards in ([], [0], [1], [0, 2], [0, 1, 2], [2])]
    each = [measured(solution, portfolio) for portfolio in drawn]

    mean = _mean(solution.model, "mean", drawn)

    for field in ("value", "count", "granted", "regions", "broken"):
        assert getattr(mean, field) == sum(getattr(one, field) for one in each) / Fraction(len(drawn))
    assert set(mean.rules) == {rule for one in each for rule in one.rules}
