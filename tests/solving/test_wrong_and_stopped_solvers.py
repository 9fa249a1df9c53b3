"""A solver that is wrong is found out, and one that was stopped claims no more than it has."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from builders import a_scenario, model_of, portfolio
from examples import solution
from stand_ins import BUDGET, EQUALS, FEW, answers

from allocator import SolverError, solve
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.solver import Answer

# A solver that is wrong


def test_a_portfolio_that_breaks_a_rule_by_exact_count_is_cut_off_and_the_next_answer_used(monkeypatch):
    asked = answers(monkeypatch, Answer("optimal", Portfolio([0, 1, 2])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.status, found.funded, found.value) == ("optimal", ("H1", "H2"), 7)
    _, [*_, cut] = asked[1]
    assert cut.name == "not_again"
    assert not cut.holds(Portfolio([0, 1, 2]))
    assert all(cut.holds(Portfolio(chosen)) for size in range(3) for chosen in combinations(range(3), size))


def test_a_solver_that_offers_nothing_lawful_is_not_trusted_for_ever(monkeypatch):
    answers(monkeypatch, *[Answer("optimal", Portfolio([0, 1, 2]))] * 1000)

    with pytest.raises(SolverError, match="200 portfolios that break a rule by exact count"):
        solve(a_scenario(FEW, BUDGET))


def test_a_solver_that_says_that_nothing_fits_where_granting_nothing_does_is_not_believed(monkeypatch):
    answers(monkeypatch, Answer("infeasible"))

    with pytest.raises(SolverError, match="granting nothing breaks no rule"):
        solve(a_scenario(FEW, BUDGET))


def test_an_optimum_that_is_not_the_best_is_found_out_when_ties_are_listed(monkeypatch):
    answers(monkeypatch, Answer("optimal", Portfolio([0])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.funded, found.value, found.tied_portfolios) == (("H1", "H2"), 7, 1)


def test_a_solution_that_breaks_a_rule_cannot_be_made():
    model = model_of(FEW, BUDGET | {"north": {"kind": "limit", "for": {"region": "North"}, "at_most": 80}})

    with pytest.raises(SolverError, match="the portfolio breaks budget, north, by exact count"):
        Solution(model, portfolio(model, "H1", "H2", "H3"), "optimal", (), Fraction(9), "a pen")
    with pytest.raises(SolverError, match="the portfolio breaks"):
        replace(solution(), portfolio=Portfolio(range(len(solution().model.candidates))))


# A search that is stopped


def test_a_search_that_is_stopped_says_so_and_how_far_from_the_best_it_may_be(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0]), Fraction(8)))

    found = solve(a_scenario(FEW, BUDGET), time_limit=1)

    assert (found.status, found.funded, found.value) == ("feasible", ("H1",), 3)
    assert (found.best_possible, found.gap) == (8, Fraction(5, 3))
    assert [(level.goal, level.portfolios, level.complete) for level in found.levels] == [("value", 1, False)]
    written = json.loads(found.to_json())
    assert (written["status"], written["best_possible"], written["gap"]) == ("feasible", "8", "5/3")


def test_a_stopped_search_without_a_bound_claims_no_more_than_all_awards_together(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.best_possible, found.gap) == (9, 2)


def test_a_bound_below_what_was_found_is_not_believed(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0, 1]), Fraction(6)))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.status, found.best_possible, found.gap) == ("feasible", 7, 0)


def test_a_search_that_is_stopped_with_nothing_is_an_error(monkeypatch):
    answers(monkeypatch, Answer("stopped"))

    with pytest.raises(SolverError, match="stopped before any lawful portfolio was found"):
        solve(a_scenario(FEW, BUDGET))


def test_a_search_that_is_stopped_among_ties_has_its_optimum_but_not_the_published_order(monkeypatch):
    stopped = Answer("stopped")
    asked = answers(monkeypatch, None, *[stopped] * 20)

    found = solve(a_scenario(EQUALS, BUDGET, {"ties": ["lower_cost"]}))

    assert (found.status, found.value) == ("optimal", 10)
    assert [(level.goal, level.complete) for level in found.levels] == [("value", False), ("application_id", False)]
    assert len(asked) > 2
