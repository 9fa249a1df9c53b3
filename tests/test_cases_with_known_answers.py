"""Published problems, and random ones solved by enumeration: the same verdict, optimum and portfolios."""

from collections import Counter
from fractions import Fraction

import pytest
from cases import mknap1, optimum_of, portfolio_cases, rules_by_group, scenario_of, textbook_cases

from allocator import InfeasibleError, solve

CASES = portfolio_cases()
POSSIBLE = [case for case in CASES if case["answer"]["verdict"] == "optimal"]
IMPOSSIBLE = [case for case in CASES if case["answer"]["verdict"] == "infeasible"]
MKNAP1 = mknap1()
TEXTBOOKS = textbook_cases()

REPORTED_OPTIMA = [3800, Fraction("8706.1"), 4015, 6120, 12400, 10618, 16537]
"""The optima of mknap1 as the literature reports them, so that a misread file is noticed."""


def in_chunks(cases, size=12):
    return [
        pytest.param(
            cases[start : start + size], id=f"{cases[start]['id']}..{cases[min(start + size, len(cases)) - 1]['id']}"
        )
        for start in range(0, len(cases), size)
    ]


def test_the_random_cases_are_all_there():
    assert Counter(case["answer"]["verdict"] for case in CASES) == {"optimal": 162, "infeasible": 38}


@pytest.mark.parametrize("cases", in_chunks(POSSIBLE))
def test_the_optimum_and_the_number_of_optimal_portfolios_are_those_found_by_enumeration(cases):
    for case in cases:
        solution, answer = solve(scenario_of(case), ties_counted=1000), case["answer"]

        assert (case["id"], solution.status, solution.gap) == (case["id"], "optimal", 0)
        assert (case["id"], optimum_of(case, solution.value)) == (case["id"], answer["optimum"])
        assert list(solution.funded) in answer["optimal_sets"], case["id"]
        assert (case["id"], solution.tied_portfolios) == (case["id"], len(answer["optimal_sets"]))


@pytest.mark.parametrize("cases", in_chunks(IMPOSSIBLE))
def test_what_is_impossible_by_enumeration_is_refused_and_the_rules_to_blame_are_the_same(cases):
    for case in cases:
        with pytest.raises(InfeasibleError) as caught:
            solve(scenario_of(case))

        error, enumerated = caught.value, set(case["answer"]["feasible_if_removed_alone"])
        assert error.proven, case["id"]
        assert set(error.removable) <= set(error.conflict), case["id"]
        for group, rules in rules_by_group(case).items():
            named = set(rules) & set(error.removable)
            if len(rules) == 1:
                assert (case["id"], group, bool(named)) == (case["id"], group, group in enumerated)
            elif named:
                # Without one of several rules something fits, so it does without all of them too.
                assert group in enumerated, case["id"]


def test_enough_impossible_cases_have_a_group_of_one_rule_to_compare():
    alone = [
        group
        for case in IMPOSSIBLE
        for group, rules in rules_by_group(case).items()
        if len(rules) == 1 and group in case["answer"]["feasible_if_removed_alone"]
    ]

    assert len(alone) >= 20
    assert len(set(alone)) >= 5


def test_the_problems_of_mknap1_are_read_with_their_reported_optima():
    assert [problem.optimum for problem in MKNAP1] == REPORTED_OPTIMA


@pytest.mark.parametrize("problem", MKNAP1, ids=lambda problem: problem.name)
def test_mknap1_is_solved_to_its_published_optimum(problem):
    solution = solve(problem.scenario)

    assert (solution.status, solution.value) == ("optimal", problem.optimum)
    for number, limit in enumerate(problem.limits):
        assert sum(problem.uses[id_][number] for id_ in solution.funded) <= limit


@pytest.mark.parametrize("problem", TEXTBOOKS, ids=lambda problem: problem.name)
def test_a_textbook_problem_is_solved_to_its_optimum_and_one_of_its_optimal_sets(problem):
    solution = solve(problem.scenario)

    assert (solution.status, solution.value) == ("optimal", problem.optimum)
    assert sorted(solution.funded) in problem.optimal_sets
    assert solution.tied_portfolios == len(problem.optimal_sets)
