"""Reasons: every number that is told is true at that number, and not at the next; judged by listing all portfolios."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from builders import a_call, a_scenario
from examples import solution as example
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from instances import Instance, call_of, instances
from oracle import Oracle
from oracle_counts import divided, exact

from allocator import Scenario, reasons, solve
from allocator.analysis.resolve import nearly_best
from allocator.analysis.variants import with_request
from allocator.text import LANGUAGES

EXAMPLES = settings.default.max_examples // 4

KINDS = ("budget", "earmark", "limit", "fair_share", "choose", "coverage", "levels", "synergy", "year")


def scenario_of(instance):
    return Scenario.of(call_of(instance.call), instance.rules, instance.objective)


def solved(instance):
    """Solve an instance; instances in which nothing fits are not of interest here."""
    assume(oracle_of(instance).all_lawful)
    return solve(scenario_of(instance), ties_counted=1000)


def oracle_of(instance):
    return Oracle(instance.call, instance.rules, instance.objective)


def funds(portfolio, i):
    return any(offer.id == i for offer in portfolio)


def decided(instance):
    """Return the ids that are funded, by listing all portfolios; None where nothing fits."""
    answer = oracle_of(instance).answer()
    return None if answer is None else {i for i, _ in answer.choices}


def with_value(instance, i, points):
    """Change an application's published value."""
    call = instance.call
    changed = [{**a, "value": str(exact(a["value"]) + points)} if a["id"] == i else a for a in call["applications"]]
    return Instance({**call, "applications": changed}, instance.rules, instance.objective)


def with_requested(instance, i, requested):
    """Change an application's request, its years and partners in the same proportions."""
    changed = []
    for a in instance.call["applications"]:
        if a["id"] == i:
            parts = divided(requested, [p["euros"] for p in a["partners"]])
            partners = [{**p, "euros": euros} for p, euros in zip(a["partners"], parts, strict=True)]
            a = {**a, "by_year": divided(requested, a["by_year"]), "partners": partners}
        changed.append(a)
    return Instance({**instance.call, "applications": changed}, instance.rules, instance.objective)


def with_budget(instance, available):
    rules = {n: r for n, r in instance.rules.items() if r["kind"] == "budget"}
    name = min(rules, key=lambda n: rules[n]["amount"] - rules[n].get("holdback", 0))
    changed = {**rules[name], "amount": available + rules[name].get("holdback", 0)}
    return Instance(instance.call, {**instance.rules, name: changed}, instance.objective)


# By listing all portfolios


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_what_the_opposite_decision_costs_and_whom_it_moves_is_what_all_portfolios_say(kind, data):
    instance = data.draw(instances(kind))
    solution, oracle = solved(instance), oracle_of(instance)
    turned = -1 if oracle.objective_name == "total_deviation" else 1
    found = reasons(solution, budgets=False)

    for reason in found:
        i = reason.application
        if reason.outcome not in {"funded", "not_funded"}:
            continue
        opposite = oracle.answer(lambda p, i=i, now=i in solution.funded: funds(p, i) != now)
        if opposite is None:
            assert reason.loss is None
            continue
        assert reason.loss == turned * solution.value - opposite.value
        before, after = set(solution.funded), {id_ for id_, _ in opposite.choices}
        assert set(reason.displaced) == before - after - {i}
        assert set(reason.joined) == after - before - {i}


@settings(max_examples=EXAMPLES)
@given(instance=st.one_of([instances(k) for k in KINDS]), tolerance=st.fractions(0, Fraction(1, 2)))
def test_at_any_tolerance_decided_means_in_all_near_portfolios_and_excluded_in_none(instance, tolerance):
    solution, oracle = solved(instance), oracle_of(instance)
    best = solution.value if oracle.objective_name != "total_deviation" else -solution.value
    assume(best != 0)
    near = [
        {offer.id for offer in p}
        for p in oracle.portfolios()
        if oracle.lawful(p) and oracle.goal(oracle.objective_name, p) >= best - tolerance * abs(best)
    ]

    for reason in reasons(solution, budgets=False):
        if reason.outcome in {"funded", "not_funded"}:
            inside = sum(reason.application in ids for ids in near)
            expected = "decided" if inside == len(near) else "excluded" if not inside else "choice"
            assert reason.discretion(tolerance) == expected


@settings(max_examples=2 * EXAMPLES)
@given(instance=st.one_of([instances(k) for k in KINDS if k != "synergy"]))
def test_the_points_told_turn_the_decision_and_one_step_less_does_not(instance):
    assume(instance.objective.get("maximise") == "value" and not instance.call["criteria"])
    step = Fraction(1, 10)
    for reason in reasons(solved(instance), budgets=False):
        i, points = reason.application, reason.points
        if points is None:
            continue
        if reason.outcome == "not_funded":
            assert i in decided(with_value(instance, i, points.needed))
            assert i not in decided(with_value(instance, i, points.needed - step))
        else:
            value = exact(next(a["value"] for a in instance.call["applications"] if a["id"] == i))
            assert i in decided(with_value(instance, i, -points.needed))
            if points.needed < value:
                assert i not in decided(with_value(instance, i, -points.needed - step))


@settings(max_examples=EXAMPLES)
@given(instance=st.one_of([instances(k) for k in ("budget", "limit", "earmark", "fair_share", "choose", "year")]))
def test_the_request_told_turns_the_decision_and_a_euro_more_does_not(instance):
    assume(instance.objective.get("maximise") == "value")
    for reason in reasons(solved(instance), budgets=False):
        if reason.request is None or reason.request.requested is None:
            continue
        i, requested = reason.application, reason.request.requested
        assert i in decided(with_requested(instance, i, requested))
        more = decided(with_requested(instance, i, requested + 1))
        assert more is None or i not in more


@settings(max_examples=EXAMPLES)
@given(instance=st.one_of([instances(k) for k in ("budget", "limit", "earmark", "choose", "coverage")]))
def test_the_budget_told_is_the_first_that_funds_and_it_stays_if_told_so(instance):
    solution = solved(instance)
    for reason in reasons(solution):
        budget, i = reason.budget, reason.application
        if budget is None or budget.first is None or not budget.complete:
            continue
        assert i in decided(with_budget(instance, budget.first))
        assert i not in decided(with_budget(instance, budget.first - 1))
        if budget.dropped is not None:
            assert i not in decided(with_budget(instance, budget.dropped))
            assert i in decided(with_budget(instance, budget.dropped - 1))
        elif budget.stays:
            for part in range(1, 5):
                greater = budget.first + (budget.searched - budget.first) * part // 4
                assert i in decided(with_budget(instance, greater))


@settings(max_examples=EXAMPLES)
@given(instance=st.one_of([instances(k) for k in ("limit", "fair_share", "choose", "requires", "lock")]))
def test_a_rule_told_funds_the_application_by_its_absence_and_no_other_rule_does(instance):
    solution = solved(instance)
    for reason in reasons(solution, budgets=False):
        if reason.outcome != "not_funded":
            continue
        for name in set(instance.rules) - {"budget", "budget2"}:
            rest = {other: rule for other, rule in instance.rules.items() if other != name}
            without = decided(Instance(instance.call, rest, instance.objective)) or set()
            assert (name in reason.rules) == (reason.application in without)


@settings(max_examples=EXAMPLES)
@given(instance=st.one_of([instances(k) for k in ("limit", "fair_share", "choose", "requires")]))
def test_a_swap_is_stopped_by_the_rows_that_are_told_and_by_no_other(instance):
    solution = solved(instance)
    values = {i: a.value for i, a in solution.model.assessments.items()}
    oracle = oracle_of(instance)
    offers = {(o.id, o.level): o for of in oracle.offers for o in of}
    for reason in reasons(solution, budgets=False):
        if reason.outcome != "not_funded":
            continue
        lower = {i for i in solution.funded if values[i] < values[reason.application]}
        assert {swap.funded for swap in reason.swaps} == lower
        own = max((o for key, o in offers.items() if key[0] == reason.application), key=lambda o: o.level)
        for swap in reason.swaps:
            swapped = [offers[a.choice] for a in solution.awards if a.application != swap.funded] + [own]
            assert oracle.lawful(tuple(swapped)) == (not swap.broken)
            assert all(by > 0 for _, by in swap.broken)


# Single traps, small enough to count by hand

MONEY = {"budget": {"kind": "budget", "amount": 100}}


def reason_of(call, rules, i, objective=None):
    return reasons(solve(a_scenario(call, rules, objective)))[i]


def test_missing_points_give_a_tie_and_a_step_more_funds_where_the_order_speaks_against():
    call = a_call(H1={"N": 100}, H2={"N": 100}, values={"H1": "3", "H2": "2"})
    points = reason_of(call, MONEY, "H2").points

    assert (points.difference, points.needed, points.tie) == (1, Fraction("1.01"), True)


def test_missing_points_alone_fund_where_the_order_speaks_for():
    call = a_call(H1={"N": 100}, H2={"N": 90}, values={"H1": "3", "H2": "2"})  # the cheaper of two equal ones
    points = reason_of(call, MONEY, "H2").points

    assert (points.difference, points.needed, points.tie) == (1, 1, True)


def test_a_funded_application_survives_up_to_the_tie_that_it_wins():
    call = a_call(H1={"N": 90}, H2={"N": 100}, values={"H1": "3", "H2": "2"})

    assert reason_of(call, MONEY, "H1").points.needed == 1
    assert reason_of(a_call(H1={"N": 100}, H2={"N": 90}, values={"H1": "3", "H2": "2"}), MONEY, "H1").points.needed == (
        Fraction("0.99")
    )


def test_the_first_budget_that_funds_may_not_be_from_this_budget_on():
    # 100: H1. 110: H2 and H3 (60 + 50). 160: H1 and H2. 210: all.
    call = a_call(H1={"N": 100}, H2={"N": 60}, H3={"N": 50}, values={"H1": "4", "H2": "3", "H3": "2"})
    budget = reason_of(call, MONEY, "H3").budget

    assert (budget.first, budget.dropped, budget.stays, budget.complete) == (110, 160, False, True)


def test_a_criterion_that_alone_earns_the_points_is_told_with_the_mean_that_it_takes():
    scores = {"H1": {"a": 4, "b": 4}, "H2": {"a": 3, "b": 1}}
    needs = {
        need.criterion: need
        for need in reason_of(a_call(H1={"N": 100}, H2={"N": 100}, scores=scores), MONEY, "H2").criteria
    }

    # Two points are missing and 0.01 for the tie; each criterion weighs a half; half a step is rounded up.
    assert {name: (need.mean, need.possible) for name, need in needs.items()} == {"a": (3, False), "b": (1, False)}
    assert needs["b"].needed == 1 + 2 * (Fraction("2.01") - Fraction("0.005"))


def test_a_criterion_within_its_scale_is_possible():
    scores = {"H1": {"a": 4, "b": 4}, "H2": {"a": 3, "b": 3}}
    call = a_call(H1={"N": 90}, H2={"N": 100}, scores=scores)
    needs = {need.criterion: need for need in reason_of(call, MONEY, "H2").criteria}

    assert needs["a"].needed == 3 + 2 * Fraction("1.005")
    assert not needs["a"].possible
    cheaper = reason_of(a_call(H1={"N": 100}, H2={"N": 90}, scores=scores), MONEY, "H2").criteria
    assert [(need.needed, need.possible) for need in cheaper] == [(3 + 2 * Fraction("0.995"), True)] * 2


def test_an_application_below_a_threshold_is_told_what_its_place_would_have_been():
    rules = {**MONEY, "least": {"kind": "threshold", "at_least": "2.5"}}
    call = a_call(H1={"N": 50}, H2={"N": 50}, H3={"N": 60}, values={"H1": "3", "H2": "2", "H3": "2.4"})
    found = reasons(solve(a_scenario(call, rules)))

    assert {r.application: (r.outcome, r.place) for r in found} == {
        "H1": ("funded", None),
        "H2": ("below_threshold", "funded"),
        "H3": ("below_threshold", "not_funded"),
    }


def test_what_no_lawful_portfolio_can_fund_has_no_price_and_is_excluded_at_every_tolerance():
    call = a_call(H1={"N": 50}, H2={"N": 101}, values={"H2": "5"})
    reason = reason_of(call, MONEY, "H2")

    assert (reason.loss, reason.points, reason.discretion(Fraction(1))) == (None, None, "excluded")
    assert reason.rules == ("budget",)


def test_only_a_proven_solution_has_reasons_and_only_known_applications():
    solution = solve(a_scenario(a_call(H1={"N": 50}), MONEY))

    with pytest.raises(ValueError, match="no application Z"):
        reasons(solution, ["Z"])
    with pytest.raises(ValueError, match="only for a solution that is proven optimal"):
        reasons(replace(solution, status="feasible"))


# The example


@cache
def told():
    return reasons(example())


def again(scenario, solver="highs"):
    return solve(scenario, solver=solver).funded


def test_of_the_example_every_application_has_a_reason_in_the_order_of_ids():
    assert list(told().by_application) == [a.id for a in example().scenario.call.applications]
    assert [r.application for r in told() if r.outcome == "funded"] == list(example().funded)


@pytest.mark.once
@pytest.mark.parametrize("solver", ["highs", "scip"])
def test_of_the_example_requests_and_budgets_turn_the_decision_to_the_euro(solver):
    scenario = example().scenario
    unfunded = [r for r in told() if r.outcome == "not_funded"]
    some = unfunded[:: 6 if solver == "highs" else 8]
    turned = 0
    for reason in some:
        i = reason.application
        if reason.request and reason.request.requested is not None:
            turned += 1
            assert i in again(with_request(scenario, i, reason.request.requested), solver)
            assert i not in again(with_request(scenario, i, reason.request.requested + 1), solver)
        if reason.budget and reason.budget.first is not None:
            turned += 1
            for euros, expected in ((reason.budget.first, True), (reason.budget.first - 1, False)):
                assert (i in again(scenario.vary(rules={"budget": {"amount": euros}}, why="test"), solver)) == expected
    assert turned >= len(some)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_example_the_text_names_every_application_and_leaves_no_gap(language):
    text = told().text(language)

    assert all(a.id in text for a in example().scenario.call.applications)
    assert "{" not in text
    assert "None" not in text


def test_the_frame_says_the_same_as_the_reasons():
    frame = told().frame("0.5 %")

    assert set(frame["outcome"]) == {"funded", "not_funded", "ineligible", "below_threshold"}
    for reason in told():
        row = frame.loc[reason.application]
        assert row["discretion"] == reason.discretion(Fraction(1, 200))
        assert row["points"] != row["points"] or Fraction(str(row["points"])) == reason.points.needed
        assert row["passed_by"] == ", ".join(swap.funded for swap in reason.swaps)


def test_near_portfolios_that_are_known_change_no_answer():
    i = next(r.application for r in told() if r.outcome == "not_funded")
    assert nearly_best(example())
    assert reasons(example(), [i])[i] == told()[i]
