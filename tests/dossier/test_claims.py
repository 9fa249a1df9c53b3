"""What reasons claim holds when it is solved for again, and what they do not claim is refused."""

import copy

import pytest
from builders import a_call, a_scenario, every_portfolio
from hypothesis import given, settings
from instances import call_of, instances

from allocator.analysis.reasons import reasons
from allocator.dossier.checking import _changed, check
from allocator.dossier.claims import claims_of
from allocator.errors import InfeasibleError
from allocator.optimum import solve
from allocator.rows import Portfolio
from allocator.solver import Answer

MARKS = {"H1": (3, 4), "H2": (4, 5), "H3": (5, 3), "H4": (2, 2), "H5": (1, 4)}
CALL = a_call(
    H1={"North": 40, "South": 13},
    H2={"South": 61},
    H3={"North": 57},
    H4={"South": 33},
    H5={"North": 21},
    scores={i: {"impact": a, "plan": b} for i, (a, b) in MARKS.items()},
)
RULES = {
    "budget": {"kind": "budget", "amount": 95},
    "both": {"kind": "limit", "each": "region", "measure": "share_of_granted", "at_most": "0.7"},
}


@pytest.fixture(scope="module")
def solution():
    return solve(a_scenario(CALL, RULES))


@pytest.fixture(scope="module")
def claims(solution):
    return claims_of(reasons(solution))


def wrong(claims, model, **options):
    return [words for part in check(claims, model, **options) for words in part.wrong]


def kinds(claims):
    return {(*claim["changed"], *claim["expected"]) for claim in claims}


def test_every_kind_of_number_in_a_reason_is_claimed(claims):
    assert kinds(claims) == {
        ("decided", "value"),
        ("decided", "leave", "come"),
        ("value", "funded"),
        ("mean", "funded"),
        ("requested", "funded"),
        ("available", "funded"),
        ("without_rule", "funded"),
        ("swapped", "breaks"),
    }


def test_every_claim_holds_by_both_solvers(claims, solution):
    parts = list(check(claims, solution.model, "scip"))

    assert [words for part in parts for words in part.wrong] == []
    assert sum(part.claims for part in parts) == len(claims)
    assert sum(part.asked for part in parts) > len(parts) / 2


def spoiled(expected):
    """Return what is expected, with one thing in it otherwise."""
    spoiled = copy.deepcopy(expected)
    if "funded" in spoiled:
        spoiled["funded"] = not spoiled["funded"]
    elif "value" in spoiled:
        spoiled["value"] = None if spoiled["value"] == "1" else "1"
    elif "leave" in spoiled:
        spoiled["leave"] = [*spoiled["leave"], "H9"]
    else:
        spoiled["breaks"] = {**spoiled["breaks"], "budget": "1000"}
    return spoiled


def test_no_claim_can_be_turned_round_and_hold(claims, solution):
    for claim in claims:
        forged = claim | {"expected": spoiled(claim["expected"])}
        [words] = wrong([forged], solution.model)
        assert words.startswith(f"{claim['application']}, ")


def test_a_threshold_moved_by_one_unit_does_not_hold(claims, solution):
    """Each number stands at its edge: what is claimed of it is not so one unit further on."""
    edges = [claim for claim in claims if "requested" in claim["changed"] and claim["expected"]["funded"]]
    assert edges
    for claim in edges:
        further = claim | {"changed": {"requested": claim["changed"]["requested"] + 1}}
        assert wrong([further], solution.model)


def test_funded_or_not_is_what_a_look_at_every_portfolio_says(claims, solution):
    looked = 0
    for claim in claims:
        if "funded" not in claim["expected"]:
            continue
        model = _changed(solution.model, claim)
        lawful = [p for p in every_portfolio(model) if not model.broken(p)]
        first = max(lawful, key=lambda p: tuple(model.place(p)))
        funded = {model.candidates.awards[p].application for p in first.awards}
        assert (claim["application"] in funded) == claim["expected"]["funded"], claim
        looked += 1
    assert looked > 30


@settings(max_examples=settings.default.max_examples // 5)
@given(instance=instances())
def test_the_claims_of_any_decision_hold(instance):
    try:
        solution = solve(a_scenario(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        return
    assert wrong(claims_of(reasons(solution)), solution.model) == []


def test_a_solver_that_finds_another_optimum_is_told_of(claims, solution, monkeypatch):
    def lazy(model, goal, rows, **options):
        return Answer("optimal", Portfolio([]))

    monkeypatch.setattr("allocator.dossier.checking.run", lazy)
    without = [claim for claim in claims if claim["changed"] == {"decided": False}]
    disputed = wrong(without, solution.model, other="scip")

    assert disputed
    assert all("scip 0" in words for words in disputed)


def test_another_solver_is_asked_about_a_stated_part_of_the_programmes(claims, solution):
    parts = list(check(claims, solution.model, "scip", most_asked=3))

    assert 1 <= sum(part.asked > 0 for part in parts) <= 3
