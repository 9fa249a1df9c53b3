"""What is wrong when nothing fits: conflicts, rules to blame and repairs, judged by listing all portfolios."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from builders import a_call, a_scenario, every_portfolio
from cases import portfolio_cases, rules_by_group, scenario_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle

from allocator import InfeasibleError, Scenario, solve
from allocator.analysis import infeasible
from allocator.analysis.infeasible import diagnose
from allocator.analysis.resolve import Resolver
from allocator.conflict import Feasibility
from allocator.model import formulate
from allocator.text import LANGUAGES

IMPOSSIBLE = [case for case in portfolio_cases() if case["answer"]["verdict"] == "infeasible"]
SAMPLE = IMPOSSIBLE[::4]
EXAMPLES = max(settings.default.max_examples // 8, 4)

FUND = {"kind": "lock", "decision": "fund", "reason": "a test", "by": "a test"}
REJECT = {**FUND, "decision": "reject"}
THREE = a_call(
    H1={"North": 50},
    H2={"South": 40},
    H3={"South": 30},
    values={"H1": 3, "H2": 2, "H3": 1},
    columns={"H1": {"theme": ("sea",)}, "H2": {"theme": ("sun",)}, "H3": {"theme": ("sun",)}},
)


def feasibility(scenario):
    return Feasibility(formulate(scenario), lambda model: Resolver(model).any() is not None)


def subsets(names):
    return [frozenset(some) for some in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))]


def smallest(sets):
    return {one for one in sets if not any(other < one for other in sets)}


# Against all portfolios


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case["id"])
def test_groups_of_rules_without_which_something_fits_are_exactly_those_found_by_enumeration(case):
    feasible = feasibility(scenario_of(case))

    for group, rules in rules_by_group(case).items():
        possible = feasible(frozenset(feasible.names) - set(rules))
        assert (group, possible) == (group, group in case["answer"]["feasible_if_removed_alone"])


@pytest.mark.parametrize("case", SAMPLE[:3], ids=lambda case: case["id"])
def test_conflicts_cannot_hold_and_each_of_their_parts_can_by_another_solver_too(case):
    scenario = scenario_of(case)
    found = diagnose(scenario)

    assert found.complete
    assert set(found.removable) == set.intersection(*map(set, found.conflicts))
    for conflict in found.conflicts[:3]:
        kept = {name for name in conflict if scenario.rules[name].kind != "budget"}
        with pytest.raises(InfeasibleError):
            solve(only(scenario, conflict), solver="scip")
        for name in kept:
            assert solve(only(scenario, set(conflict) - {name}), solver="scip").status == "optimal"


def only(scenario, names):
    """Keep some rules, and always the budgets, by which pots and shares are counted."""
    budgets = {name for name, rule in scenario.rules.items() if rule.kind == "budget"}
    return scenario.vary(rules={name: None for name in scenario.rules if name not in budgets | set(names)})


@pytest.mark.parametrize("kind", ["lock", "choose", "coverage", "limit", "earmark", "levels", "threshold", "synergy"])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_rules_hold_together_or_not_as_all_portfolios_say_and_fewer_never_hurt(kind, data):
    instance = data.draw(instances(kind, "lock"))
    assume(len(instance.rules) <= 6)
    feasible = feasibility(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    budgets = {name for name, rule in instance.rules.items() if rule["kind"] == "budget"}
    possible = {
        names: any(map(oracle.lawful, oracle.portfolios()))
        for names in subsets(sorted(set(instance.rules) - budgets))
        for oracle in [Oracle(instance.call, {n: instance.rules[n] for n in sorted(names | budgets)}, {})]
    }

    for names in possible:
        expected = any(lawful for others, lawful in possible.items() if others >= names)
        assert feasible(frozenset(feasible.names) & (names | budgets)) == expected


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_all_smallest_conflicts_are_found(data):
    instance = data.draw(instances(data.draw(st.sampled_from(["choose", "coverage", "limit", "fair_share"])), "lock"))
    scenario = Scenario.of(call_of(instance.call), instance.rules, instance.objective)
    found = diagnose(scenario)
    assume(found is not None)
    feasible = feasibility(scenario)
    impossible = [names for names in subsets(feasible.names) if not feasible(names)]

    assert found.complete
    assert set(map(frozenset, found.conflicts)) == smallest(impossible)
    assert [len(conflict) for conflict in found.conflicts] == sorted(len(conflict) for conflict in found.conflicts)
    assert set(found.removable) == {
        name for name in feasible.names if not any(set(feasible.names) - {name} >= names for names in impossible)
    }


def test_a_list_of_conflicts_that_is_cut_is_said_to_be_cut(monkeypatch):
    monkeypatch.setattr(infeasible, "MOST_CONFLICTS", 2)
    rules = {f"{word}{n}": {**lock, "application": f"H{n}"} for n in (1, 2, 3) for word, lock in BOTH}
    found = diagnose(a_scenario(THREE, rules))

    assert (len(found.conflicts), found.complete, found.removable) == (2, False, ())
    assert "There are more conflicts." in found.text("en")
    assert "Removing no single rule is enough." in found.text("en")


def test_exactly_as_many_conflicts_as_are_listed_are_all_of_them(monkeypatch):
    monkeypatch.setattr(infeasible, "MOST_CONFLICTS", 2)
    rules = {f"{word}{n}": {**lock, "application": f"H{n}"} for n in (1, 2) for word, lock in BOTH}
    found = diagnose(a_scenario(THREE, rules))

    assert found.conflicts == (("in1", "out1"), ("in2", "out2"))
    assert found.complete
    assert "There are more conflicts." not in found.text("en")


BOTH = (("in", FUND), ("out", REJECT))


# Whole rules


def test_a_pot_that_is_left_out_no_longer_divides_the_money():
    rules = {
        "budget": {"kind": "budget", "amount": 90},
        "pot": {"kind": "earmark", "amount": 50, "ring_fenced": True, "for": {"theme": "sea"}},
        "in": {**FUND, "application": "H2"},
        "in3": {**FUND, "application": "H3"},
    }
    found = diagnose(a_scenario(THREE, rules))

    assert found.conflicts == (("budget", "pot", "in", "in3"),)
    assert found.removable == ("budget", "pot", "in", "in3")
    # H2 and H3 need 70 of the other 40: the budget grows by 30, or the pot lets go of 30.
    assert [(repair.rules, repair.gives[0][1]) for repair in found.repairs] == [
        (("pot",), 30),
        (("budget",), 30),
        (("in",), 1),
        (("in3",), 1),
    ]


def test_a_threshold_can_be_to_blame_and_is_no_repair():
    rules = {"good": {"kind": "threshold", "at_least": 2}, "in": {**FUND, "application": "H3"}}
    found = diagnose(a_scenario(THREE, rules))

    assert found.conflicts == (("good", "in"),)
    assert found.removable == ("good", "in")
    assert [repair.rules for repair in found.repairs] == [("in",)]
    with pytest.raises(InfeasibleError) as caught:
        solve(a_scenario(THREE, rules))
    assert (list(caught.value.conflict), caught.value.removable) == (["good", "in"], ("good", "in"))


def test_levels_can_be_to_blame_when_they_cut_and_are_kept_when_they_help():
    cut = {"levels": {"kind": "levels", "at_most": 20}, "in": {**FUND, "application": "H3"}}
    # Half of H2 fits into 20 euros; all of it does not.
    helping = {
        "levels": {"kind": "levels", "levels": ["1", "0.5"]},
        "budget": {"kind": "budget", "amount": 20},
        "in": {**FUND, "application": "H2"},
        "out": {**REJECT, "application": "H2"},
    }
    halves = a_call(H2={"South": 40}, minimum={"H2": 10})

    assert diagnose(a_scenario(THREE, cut)).removable == ("levels", "in")
    assert diagnose(a_scenario(halves, helping)).conflicts == (("in", "out"),)


@pytest.mark.parametrize(("share", "more"), [("50 %", [60]), ("60 %", [])])
def test_a_share_of_the_budget_keeps_its_number_without_the_budget_and_grows_with_a_greater_one(share, more):
    rules = {
        "budget": {"kind": "budget", "amount": 60},
        "sun": {"kind": "limit", "for": {"theme": "sun"}, "measure": "share_of_budget", "at_least": share},
        "in": {**FUND, "application": "H1"},
    }
    found = diagnose(a_scenario(THREE, rules))

    # H1 takes 50 and H2 the 30 or 36 that the share is. Of a greater budget the share is more, until all three are
    # 120, of which 70 is half and is not 60 %.
    assert found.removable == ("budget", "sun", "in")
    assert [repair.gives[0][1] for repair in found.repairs if repair.rules == ("budget",)] == more
    for budget in range(60, 200):
        assert fits({**rules, "budget": {"kind": "budget", "amount": budget}}) == (more != [] and 120 <= budget <= 140)


def fits(rules):
    model = formulate(a_scenario(THREE, rules))
    return any(not model.broken(portfolio) for portfolio in every_portfolio(model))


# At sight


def test_a_sum_that_all_together_do_not_reach_is_told_with_both_numbers():
    rules = {"south": {"kind": "limit", "for": {"region": "South"}, "at_least": 71, "title": {"fi": "Etelä"}}}
    [shortfall] = diagnose(a_scenario(THREE, rules)).shortfalls

    assert (shortfall.reaches, shortfall.needs) == (70, 71)
    assert diagnose(a_scenario(THREE, {"south": {**rules["south"], "at_least": 70}})) is None
    said = diagnose(a_scenario(THREE, rules)).text("fi").replace("\u00a0", " ")
    assert "Etelä: vaikka kaikki rahoitettaisiin, yletytään vain lukuun 70 €, kun tarvitaan 71 €." in said


def test_a_number_that_all_together_do_not_reach_is_told():
    [shortfall] = diagnose(a_scenario(THREE, {"n": {"kind": "limit", "measure": "count", "at_least": 4}})).shortfalls

    assert (shortfall.reaches, shortfall.needs, shortfall.row.unit) == (3, 4, "count")


def test_what_no_application_that_is_compared_could_satisfy_is_told_without_numbers():
    rules = {"good": {"kind": "threshold", "at_least": 4}, "in1": {**FUND, "application": "H1"}}
    found = diagnose(a_scenario(THREE, rules))

    assert [shortfall.reaches for shortfall in found.shortfalls] == [0]
    told = "Decision made beforehand: H1: no application that is compared could satisfy it."
    assert found.text("en").splitlines()[0] == told


def test_what_is_impossible_only_together_is_no_shortfall():
    rules = {"budget": {"kind": "budget", "amount": 60}, "most": {"kind": "limit", "at_least": 80}}

    assert diagnose(a_scenario(THREE, rules)).shortfalls == ()


# Repairs


@pytest.mark.parametrize(("soft", "hard"), [("wish", "policy"), ("policy", "law"), ("wish", "law")])
def test_the_softer_rule_gives_way_whichever_needs_less(soft, hard):
    rules = {
        "budget": {"kind": "budget", "amount": 60, "tier": soft},
        "most": {"kind": "limit", "at_least": 119, "tier": hard},
    }
    turned = {name: {**rule, "tier": hard if rule["tier"] == soft else soft} for name, rule in rules.items()}

    # All three are 120 euros; within 60, the most is 50.
    first = diagnose(a_scenario(THREE, rules)).repairs[0]
    second = diagnose(a_scenario(THREE, turned)).repairs[0]
    assert (first.rules, first.gives[0][1], first.funded) == (("budget",), 60, ("H1", "H2", "H3"))
    assert (second.rules, second.gives[0][1]) == (("most",), 69)


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_the_cheapest_repair_breaks_the_fewest_laws_then_policies_then_wishes_and_then_gives_least(data):
    instance = data.draw(instances(data.draw(st.sampled_from(["choose", "limit", "year", "coverage"])), "lock"))
    tiers = st.sampled_from(["law", "policy", "wish"])
    rules = {name: {**rule, "tier": data.draw(tiers)} for name, rule in instance.rules.items()}
    scenario = Scenario.of(call_of(instance.call), rules, instance.objective)
    found = diagnose(scenario)
    assume(found is not None and found.repairs)
    model = formulate(scenario)
    euros = [award.euros for award in model.candidates.awards]

    def cost(portfolio):
        broken = model.broken(portfolio)
        if any(not row.rule for row in broken):
            return None
        named = {row.rule for row in broken}
        counts = [sum(rules[name]["tier"] == tier for name in named) for tier in ("law", "policy", "wish")]
        mean = Fraction(sum(euros), len(euros) or 1)
        return *counts, sum(-row.slack(portfolio) * (mean if row.unit == "count" else 1) for row in broken)

    cheapest = min(filter(None, map(cost, every_portfolio(model))))
    told = found.repairs[0]
    alike = [p for p in every_portfolio(model) if cost(p) == cheapest and funded(model, p) == told.funded]
    gives = [{(row.name, -row.slack(p)) for row in model.broken(p)} for p in alike]
    assert (told.rules == ("budget",)) or {(row.name, by) for row, by in told.gives} in gives


def funded(model, portfolio):
    return tuple(model.candidates.awards[i].application for i in portfolio.awards)


def test_a_repair_by_one_rule_alone_gives_the_least_that_is_enough():
    rules = {
        "budget": {"kind": "budget", "amount": 60},
        "in1": {**FUND, "application": "H1"},
        "south": {"kind": "limit", "for": {"region": "South"}, "at_least": 25},
    }
    found = diagnose(a_scenario(THREE, rules))
    by_rule = {repair.rules: repair.gives[0][1] for repair in found.repairs}

    # With H1 (50), H3 (30) makes 80: 20 more; without H3, the South lacks 25.
    assert by_rule[("budget",)] == 20
    assert by_rule[("south",)] == 25
    assert solve(a_scenario(THREE, {**rules, "budget": {"kind": "budget", "amount": 80}})).status == "optimal"
    with pytest.raises(InfeasibleError):
        solve(a_scenario(THREE, {**rules, "budget": {"kind": "budget", "amount": 79}}))


# In words


def test_everything_is_told_in_three_languages():
    rules = {
        "budget": {"kind": "budget", "amount": 60, "title": {"fi": "Raha", "sv": "Pengar", "en": "Money"}},
        "in1": {**FUND, "application": "H1"},
        "south": {"kind": "limit", "for": {"region": "South"}, "at_least": 25},
    }
    found = diagnose(a_scenario(THREE, rules))
    said = {language: found.text(language).replace("\u00a0", " ") for language in LANGUAGES}

    assert "Korjaus: Raha joustaa 20 €." in said["fi"]
    assert "Justering: Pengar ger efter 20 €." in said["sv"]
    assert "Repair: Money gives way by €20." in said["en"]
    assert "Yksin poistettuna päätöksen tekisi mahdolliseksi: Raha, Ennalta tehty ratkaisu: H1, south." in said["fi"]
    assert "These rules cannot hold together; leaving out any one is enough among them:" in said["en"]
    assert len({text.count("\n") for text in said.values()}) == 1


def test_a_part_of_a_euro_that_is_missing_is_told_as_a_whole_one():
    rules = {
        "in": {**FUND, "application": "H1"},
        "out": {**REJECT, "application": "H2"},
        "sun": {"kind": "limit", "for": {"theme": "sun"}, "measure": "share_of_granted", "at_least": "0.376"},
    }
    found = diagnose(a_scenario(THREE, rules))

    # 30 of 80 euros are 37.5 %; 37.6 % would be 30.08.
    assert [repair.gives[0][1] for repair in found.repairs if repair.rules == ("sun",)] == [Fraction(8, 100)]
    assert "gives way by €1" in found.text("en")


def test_what_can_be_decided_has_no_diagnosis():
    assert diagnose(a_scenario(THREE, {"budget": {"kind": "budget", "amount": 60}})) is None
