"""Large programmes: the kernel's answer against a solver's for the whole, and its bound against anything."""

from fractions import Fraction

import numpy as np
import pytest
from builders import a_call, model_of

from allocator import kernel, read_scenario, solve
from allocator.kernel import solve_large
from allocator.model import formulate
from allocator.solver import run
from allocator.synthetic import write_synthetic

pytestmark = pytest.mark.once

REGIONS = ("North", "East", "South")


@pytest.fixture(autouse=True)
def _small_kernels(monkeypatch):
    """Make the kernels so small that a small call is a large one."""
    monkeypatch.setattr(kernel, "_SIFTED", 12)
    monkeypatch.setattr(kernel, "_KERNELS", (8, 20, 60))


def a_model(seed, levels=("1", "0.7"), applications=60):
    """Make a call whose regions are held between a floor and a ceiling, some applications at two levels."""
    drawn = np.random.default_rng(seed)
    requests = {
        f"H{n}": {str(r): int(drawn.integers(10, 90)) for r in drawn.choice(REGIONS, 2, replace=False)}
        for n in range(applications)
    }
    asked = sum(sum(parts.values()) for parts in requests.values())
    call = a_call(
        regions=REGIONS,
        values={id_: f"{drawn.integers(100, 500) / 100:.2f}" for id_ in requests},
        minimum={id_: sum(parts.values()) // 2 for n, (id_, parts) in enumerate(requests.items()) if n % 3 == 0},
        **requests,
    )
    rules = {
        "budget": {"kind": "budget", "amount": asked * 45 // 100},
        "regions": {
            "kind": "limit",
            "each": "region",
            "measure": "share_of_budget",
            "at_least": "0.25",
            "at_most": "0.36",
        },
        "levels": {"kind": "levels", "levels": list(levels)},
    }
    return model_of(call, rules)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_proven_is_what_a_solver_finds_for_the_whole(seed):
    model = a_model(seed)
    best = model.objective.at(run(model, model.objective.form, model.rows).portfolio)

    answer = solve_large(model)

    found = model.objective.at(answer.portfolio)
    assert not model.broken(answer.portfolio)
    assert found <= best <= answer.bound
    assert answer.state == ("optimal" if found == answer.bound else "feasible")
    assert answer.state == "feasible" or found == best


@pytest.mark.parametrize("seed", range(4))
def test_any_multipliers_give_a_bound(seed):
    model = a_model(seed)
    best = model.objective.at(run(model, model.objective.form, model.rows).portfolio)
    programme = kernel._Programme.of(model)
    drawn = np.random.default_rng(seed)

    for reach in (0.0, 0.01, 1.0, 1e3):
        prices = programme.priced(drawn.random(len(programme.bounds)) * reach)
        assert programme.value(prices.bound) >= best


def test_multipliers_that_are_no_numbers_or_would_overflow_are_no_wrong_bound():
    model = a_model(1)
    best = model.objective.at(run(model, model.objective.form, model.rows).portfolio)
    programme = kernel._Programme.of(model)
    for wild in (np.nan, np.inf, -1.0, 1e30):
        prices = programme.priced(np.full(len(programme.bounds), wild))
        assert prices is None or programme.value(prices.bound) >= best


@pytest.mark.parametrize("seed", range(3))
def test_what_may_be_otherwise_in_the_best_portfolio_is_open(seed):
    model = a_model(seed)
    whole = run(model, model.objective.form, model.rows)
    programme = kernel._Programme.of(model)
    prices = programme.sifted(float("inf"))
    best = int((model.objective.at(whole.portfolio) - programme.constant) / programme.unit)

    left = prices.open(best)

    settled = prices.preferred(left)
    shut = np.setdiff1d(np.arange(len(model.candidates)), programme.columns(left))
    assert set(whole.portfolio.awards) & set(shut.tolist()) == set(settled.tolist())


def test_a_gap_that_is_asked_for_ends_the_search_and_is_said():
    answer = solve_large(a_model(2), gap=Fraction(1, 10))
    model = a_model(2)
    found = model.objective.at(answer.portfolio)
    assert (answer.bound - found) / found <= Fraction(1, 10)


def test_helpers_and_numbers_beyond_int64_are_left_to_a_solver():
    call = a_call(**{f"H{n}": {"North": 10} for n in range(5)}, values={f"H{n}": 10**20 for n in range(5)})
    assert solve_large(model_of(call, {"budget": {"kind": "budget", "amount": 30}})) is None
    fair = {"kind": "fair_share", "reference": {"equal": "1"}, "deviation_at_most": "1"}
    call = a_call(H1={"North": 10}, H2={"South": 10})
    assert solve_large(model_of(call, {"budget": {"kind": "budget", "amount": 30}, "fair": fair})) is None


def test_a_large_call_is_decided_with_its_bound_and_says_that_ties_were_not_looked_for(tmp_path, monkeypatch):
    monkeypatch.undo()
    write_synthetic(tmp_path / "call", 2_000)
    scenario = read_scenario(tmp_path / "call" / "base.yaml")

    solution = solve(scenario)

    whole = run(formulate(scenario), solution.model.objective.form, solution.model.rows)
    assert solution.status == "optimal"
    assert solution.value == solution.model.objective.at(whole.portfolio)
    assert [(level.portfolios, level.complete) for level in solution.levels] == [(1, False)]
