"""Hard calls end at their limit with the portfolio, a bound that holds, and the words for it."""

import json
from fractions import Fraction

import highspy
import pulp
import pytest
from hard import write_hard
from typer.testing import CliRunner

from allocator import read_scenario, solve
from allocator.cli import app
from allocator.decision.content import Content
from allocator.highs import asking, ending
from allocator.model import formulate
from allocator.solver import run

pytestmark = pytest.mark.once


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_not_proven_is_no_better_than_its_bound_and_no_worse_than_it_says(tmp_path, seed):
    scenario = read_scenario(write_hard(tmp_path, 30, 5, seed))
    best = solve(scenario, ties_counted=1)
    assert best.status == "optimal"

    near = solve(scenario, gap=Fraction(2, 100))

    assert near.value <= best.value <= near.best_possible
    assert near.gap <= Fraction(2, 100)
    assert near.status == "feasible" or near.value == best.value


def test_a_search_that_its_limit_ends_says_how_far_it_may_be_from_the_best(tmp_path):
    scenario = write_hard(tmp_path, 100, 30)

    run = CliRunner().invoke(app, ["solve", str(scenario), "--seconds", "2", "--language", "en"])

    solution = solve(read_scenario(scenario), time_limit=2)
    assert run.exit_code == 5
    assert "Best found" in run.output
    assert "below the best possible" in run.output
    assert "Proven" not in run.output
    assert solution.status == "feasible"
    assert solution.value < solution.best_possible
    assert "Proven" not in " ".join(Content(solution, "en").facts)


def test_a_solver_that_overlooks_its_limit_is_told_to_end(tmp_path, monkeypatch):
    made, limits = pulp.HiGHS, []

    def without_limit(*, timeLimit, **options):  # noqa: N803 - PuLP's name
        limits.append(timeLimit)
        return made(**options)

    monkeypatch.setattr(pulp, "HiGHS", without_limit)

    solution = solve(read_scenario(write_hard(tmp_path, 100, 30)), time_limit=1)

    assert 0 < limits[0] <= 1
    assert solution.status == "feasible"
    assert solution.value < solution.best_possible


@pytest.mark.parametrize("gap", [Fraction(0), Fraction(1, 10**6)])
def test_a_large_programme_is_ended_with_what_was_found_and_its_bound(tmp_path, monkeypatch, gap):
    model = formulate(read_scenario(write_hard(tmp_path, 100, 30)))
    monkeypatch.setattr("allocator.solver.MANY", 1)

    answer = run(model, model.objective.form, model.rows, time_limit=1, gap=gap)

    assert answer.state == "feasible"
    assert not model.broken(answer.portfolio)
    assert model.objective.at(answer.portfolio) < answer.bound
    assert run(model, model.objective.form, model.rows, stopped=lambda: True).state in {"stopped", "feasible"}


@pytest.mark.parametrize("search", ["simplex", "ipm"])
def test_the_relaxation_of_a_large_call_is_ended_too(search):
    highs = highspy.Highs()
    for option, value in {"output_flag": False, "presolve": "off", "solver": search}.items():
        highs.setOptionValue(option, value)
    options = asking(ending(0, None))
    highs.setCallback(*options["callbackTuple"])
    for kind in options["callbacksToActivate"]:
        highs.startCallback(kind)
    x = [highs.addVariable(0, 1) for _ in range(60)]
    for row in range(40):
        highs.addConstr(sum((1 + (7 * row + 11 * i) % 97) * column for i, column in enumerate(x)) <= 800)

    highs.maximize(sum((1 + 13 * i % 97) * column for i, column in enumerate(x)))

    assert highs.getModelStatus() == highspy.HighsModelStatus.kInterrupt


def test_a_gap_that_was_asked_for_and_reached_is_no_failure(tmp_path):
    scenario = write_hard(tmp_path, 30, 5)

    run = CliRunner().invoke(app, ["solve", str(scenario), "--gap", "2%", "--json"])

    said = json.loads(run.stdout)
    assert run.exit_code == 0
    assert said["status"] == "feasible"
    assert 0 < Fraction(said["gap"]) <= Fraction(2, 100)


def test_a_gap_that_is_no_share_is_told(tmp_path):
    run = CliRunner().invoke(app, ["solve", str(write_hard(tmp_path, 5, 2)), "--gap", "little"])
    assert run.exit_code == 2
    assert "--gap" in run.output
