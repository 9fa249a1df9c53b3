"""The same portfolio whatever the order of rows and rules, and whichever solver is asked."""

import json
import random
from dataclasses import replace

import pytest
from builders import a_scenario
from examples import EXAMPLE, scenario, solution
from stand_ins import BUDGET, FEW

from allocator import Call, SolverError, read_scenario, solve
from allocator.rows import Portfolio
from allocator.solver import Answer, available, run

OTHERS = available()[1:]

# The order of rows


def shuffled(call, seed):
    """Return the call with applications, partners and scores in another order."""
    order = random.Random(seed)

    def mixed(things):
        return tuple(order.sample(list(things), len(things)))

    applications = (replace(a, partners=mixed(a.partners)) for a in call.applications)
    return Call(call.terms, call.geography, mixed(tuple(applications)), mixed(call.scores))


@pytest.mark.parametrize("name", ["base", "partial-funding"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_applications_partners_and_scores_changes_nothing(name, seed):
    again = solve(replace(scenario(name), call=shuffled(scenario(name).call, seed)))

    assert again.portfolio == solution(name).portfolio
    assert again.to_json() == solution(name).to_json()


def test_the_order_of_rows_in_the_tables_changes_nothing(tmp_path):
    for table in ("applications.csv", "partners.csv", "scores.csv"):
        heading, *rows = (EXAMPLE / table).read_text(encoding="utf-8").splitlines()
        random.Random(table).shuffle(rows)
        (tmp_path / table).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "base.yaml").write_text((EXAMPLE / "base.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    again, before = json.loads(solve(read_scenario(tmp_path / "base.yaml")).to_json()), json.loads(solution().to_json())

    assert again.pop("provenance")["files"] != before.pop("provenance")["files"]
    assert again == before


def test_the_order_in_which_rules_are_written_changes_no_award():
    rules = dict(reversed(scenario("base").rules.items()))

    assert solve(replace(scenario("base"), rules=rules)).awards == solution().awards


# Other solvers


@pytest.mark.parametrize("solver", OTHERS)
@pytest.mark.parametrize("name", ["base", "partial-funding"])
def test_every_installed_solver_finds_the_same_portfolio(solver, name):
    other = solve(scenario(name), solver=solver)

    assert other.status == "optimal"
    assert other.portfolio == solution(name).portfolio
    assert other.levels == solution(name).levels
    assert other.solver.startswith(solver)


@pytest.mark.skipif(not OTHERS, reason="no other solver is installed")
def test_a_second_opinion_is_noted_in_the_solution():
    checked = solve(a_scenario(FEW, BUDGET), second_opinion=True)

    assert checked.funded == ("H1", "H2")
    assert checked.second_opinion.value == checked.value == 7
    assert checked.second_opinion.solver.startswith(OTHERS[0])
    assert json.loads(checked.to_json())["provenance"]["second_opinion"] == checked.second_opinion.solver


def test_solvers_that_disagree_are_an_error_that_names_both(monkeypatch):
    def fake(model, goal, rows, *, solver, **options):
        if solver == "highs":
            return run(model, goal, rows, **options)
        return Answer("infeasible") if goal is None else Answer("optimal", Portfolio([0]))

    monkeypatch.setattr("allocator.optimum.run", fake)
    monkeypatch.setattr("allocator.optimum.available", lambda: ("highs", "cbc"))

    with pytest.raises(SolverError, match=r"disagree: highs .* optimal, value 7; cbc .* optimal, value 3"):
        solve(a_scenario(FEW, BUDGET), second_opinion=True)


def test_a_second_opinion_without_another_solver_says_how_to_install_one(monkeypatch):
    monkeypatch.setattr("allocator.optimum.available", lambda: ("highs",))

    with pytest.raises(SolverError, match=r'pip install "allocator\[second\]"'):
        solve(a_scenario(FEW, BUDGET), second_opinion=True)


def test_a_solver_that_is_not_installed_is_named_beside_those_that_are(monkeypatch):
    monkeypatch.setattr("allocator.solver.available", lambda: ("highs",))

    with pytest.raises(SolverError, match="the solver scip is not installed; installed: highs"):
        solve(a_scenario(FEW, BUDGET), solver="scip")


def test_a_solver_that_fails_is_an_error_with_its_own_words(monkeypatch):
    class Broken:
        def solve(self, problem, **options):  # PuLP 4
            raise OSError("no licence")

        actualSolve = solve  # noqa: N815 - PuLP 3

    monkeypatch.setattr("allocator.solver._solver", lambda *asked: Broken())

    with pytest.raises(SolverError, match=r"the solver highs failed: .*no licence"):
        solve(a_scenario(FEW, BUDGET))
