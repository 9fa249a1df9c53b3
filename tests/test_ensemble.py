"""Many solves: every answer is the best of all portfolios, whoever proved it and however many worked on it."""

import os
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from builders import a_call, every_portfolio, model_of
from compiled import from_python

from allocator import SolverError, solve
from allocator.branching.programme import Programme, worth_of
from allocator.ensemble import Ensemble, cluster, solve_many, with_bounds
from allocator.rows import Linear

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("compiled")]

CALL = a_call(
    **{f"H{n}": {"North": 31 + 7 * n % 40, "South": 23 + 11 * n % 30, "West": 5 * (n % 4)} for n in range(1, 10)},
    values={f"H{n}": n % 4 + 1 for n in range(1, 10)},
    minimum={"H2": 20, "H5": 30},
)
RULES = {
    "budget": {"kind": "budget", "amount": 260},
    "region": {"kind": "limit", "each": "region", "measure": "share_of_granted", "at_most": "0.6"},
    "north": {"kind": "limit", "for": {"region": "North"}, "measure": "share_of_granted", "at_least": "0.25"},
    "either": {"kind": "choose", "of": ["H1", "H3"], "at_most": 1},
    "needs": {"kind": "requires", "application": "H4", "needs": ["H7"]},
    "levels": {"kind": "levels", "levels": ["1", "0.6"]},
}
HELPED = RULES | {"even": {"kind": "fair_share", "reference": {"equal": "1"}, "deviation_at_most": "1.2"}}


def some_goals(model, count, seed=1, most=40):
    rng = np.random.default_rng(seed)
    return [Linear(rng.integers(-3, most, len(model.candidates)), denominator=7) for _ in range(count)]


def best_of(portfolios, goal):
    return max(goal.at(portfolio) for portfolio in portfolios)


def lawful(model):
    return [portfolio for portfolio in every_portfolio(model) if all(row.holds(portfolio) for row in model.rows)]


def test_every_goal_gets_its_best_portfolio_proven_in_whole_numbers():
    model = model_of(CALL, RULES)
    portfolios, goals = lawful(model), some_goals(model, 120)
    solved = Ensemble(model, fast=True).solve(goals)

    assert [answer.value for answer in solved] == [best_of(portfolios, goal) for goal in goals]
    assert all(answer.value == goal.at(answer.portfolio) for answer, goal in zip(solved, goals, strict=True))
    assert {answer.portfolio for answer in solved} <= set(portfolios)
    assert {answer.proof for answer in solved} == {"pool", "tree"}


def test_one_worker_and_two_find_the_same_portfolios():
    model = model_of(CALL, RULES)
    goals = some_goals(model, 500, most=4)  # small numbers: many portfolios are equally good

    assert Ensemble(model, fast=True).solve(goals, workers=1) == Ensemble(model, fast=True).solve(goals, workers=2)


def test_of_equally_good_portfolios_the_published_order_decides_when_asked():
    model = model_of(CALL, RULES)
    [first] = Ensemble(model, fast=True).solve([model.objective.form], ordered=True)

    assert first.portfolio == solve(model.scenario).portfolio


@pytest.mark.parametrize("budget", [0, 55, 140, 259, 260, 400])
def test_a_row_may_have_another_bound_for_each_goal(budget):
    model = model_of(CALL, RULES)
    other = model_of(CALL, RULES | {"budget": {"kind": "budget", "amount": budget}})
    goals = some_goals(model, 5, seed=budget)
    solved = Ensemble(model, fast=True).solve(goals, [{"budget": budget}] * 5)

    assert [answer.value for answer in solved] == [best_of(lawful(other), goal) for goal in goals]


def test_bounds_of_a_row_nobody_knows_are_an_error():
    model = model_of(CALL, RULES)

    with pytest.raises(KeyError, match="no row is called buget"):
        Ensemble(model, fast=True).solve(some_goals(model, 1), [{"buget": 5}])
    with pytest.raises(ValueError, match="bounds for each of 2 goals, found 1"):
        Ensemble(model, fast=True).solve(some_goals(model, 2), [{"budget": 5}])
    with pytest.raises(ValueError, match="the bound of north depends on the awards"):
        Programme.of(model).bounds_with({"north": 1})


def test_a_model_with_helpers_is_solved_by_the_solver_and_said_to_be():
    model = model_of(CALL, HELPED)
    goals = some_goals(model, 4)
    solved = Ensemble(model, fast=True).solve(goals)

    assert Programme.of(model) is None
    assert {answer.proof for answer in solved} == {"solver"}
    assert [answer.value for answer in solved] == [best_of(lawful(model), goal) for goal in goals]


def test_a_goal_whose_numbers_do_not_fit_is_solved_by_the_solver():
    model = model_of(CALL, RULES)
    large = Linear(np.array([2**60 + n for n in range(len(model.candidates))], object))
    solved = Ensemble(model, fast=True).solve([large])

    assert worth_of(large) is None
    assert solved[0].proof == "solver"


def test_what_the_tree_cannot_prove_goes_to_the_solver(monkeypatch):
    from allocator.branching import workspace

    monkeypatch.setattr(workspace.Workspace.__init__, "__defaults__", (0, 0))
    model = model_of(CALL, RULES)
    goals = some_goals(model, 6)
    solved = Ensemble(model, fast=True).solve(goals)

    assert "solver" in {answer.proof for answer in solved}
    assert [answer.value for answer in solved] == [best_of(lawful(model), goal) for goal in goals]


def test_rules_that_nothing_satisfies_are_an_error_that_says_so():
    never = RULES | {"never": {"kind": "limit", "measure": "count", "at_least": 5, "for": {"region": "West"}}}
    model = model_of(CALL, never | {"budget": {"kind": "budget", "amount": 60}})

    assert Ensemble(model, fast=True).solve(some_goals(model, 1))[0].portfolio is None
    with pytest.raises(SolverError, match="no portfolio satisfies the rules"):
        solve_many(model, some_goals(model, 1))


def test_what_was_done_before_ctrl_c_is_kept(monkeypatch):
    from allocator.branching import chunks

    def interrupted(words):
        raise KeyboardInterrupt

    model = model_of(CALL, RULES)
    goals = some_goals(model, 700)
    monkeypatch.setattr(chunks, "EACH", 100)
    whole = Ensemble(model, fast=True).solve(goals)
    kept = Ensemble(model, fast=True).solve(goals, progress=interrupted)

    assert 0 < len(kept) < len(goals)
    assert kept == whole[: len(kept)]


def test_progress_counts_the_goals_and_tells_the_time_left():
    said = []
    model = model_of(CALL, RULES)
    Ensemble(model, fast=True).solve(some_goals(model, 30), progress=said.append)

    assert said[-1] == "30 of 30 solved, 0 s left"


def test_a_cluster_finds_what_threads_find():
    distributed = pytest.importorskip("distributed")
    model = model_of(CALL, RULES)
    goals = some_goals(model, 300, most=4)
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as local,
        cluster(local) as client,
    ):
        solved = Ensemble(model, fast=True).solve(goals, client=client)

    assert solved == Ensemble(model, fast=True).solve(goals)


def test_compiling_is_announced_once_and_in_words(monkeypatch, capsys):
    from allocator.branching import workspace

    monkeypatch.setattr(workspace, "is_compiled", lambda: False)
    workspace.announce.cache_clear()
    workspace.announce()
    workspace.announce()

    assert capsys.readouterr().err.splitlines() == [
        "compiling the exact search: about half a minute, once on this computer"
    ]


@pytest.mark.parametrize(("age", "kept"), [(60, False), (-60, True)])
def test_what_was_compiled_before_any_source_was_changed_is_forgotten(tmp_path, monkeypatch, age, kept):
    from allocator.branching import compiled

    source, index = tmp_path / "search.py", tmp_path / "__pycache__" / "draws.solve_draws-1.py311.nbi"
    index.parent.mkdir()
    for path in (source, index):
        path.touch()
    written = source.stat().st_mtime
    os.utime(index, (written - age, written - age))
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    compiled.forget_stale()

    assert index.exists() == kept


def test_few_goals_do_not_wait_for_the_compiler():
    model = model_of(CALL, RULES)

    assert solve_many(model, some_goals(model, 2))[0].proof == "solver"


def test_changed_bounds_make_a_model_of_their_own():
    changed = with_bounds(model_of(CALL, RULES), {"budget": Fraction(70)})

    assert [row.right for row in changed.rows if row.name == "budget"] == [70]


def test_numbers_of_zero_awards_are_no_trouble():
    model = model_of(
        a_call(H1={"North": 40}),
        {"budget": {"kind": "budget", "amount": 10}, "t": {"kind": "threshold", "at_least": 5}},
    )

    assert len(model.candidates) == 0
    assert Ensemble(model, fast=True).solve([model.objective.form])[0].value == 0


def brute(rows, bounds, n):
    points = np.array(list(product([0, 1], repeat=n)))
    return points[(points @ rows.T <= bounds).all(axis=1)]


@pytest.mark.parametrize("seed", range(60))
def test_random_programmes_are_solved_and_listed_as_by_looking_at_every_portfolio(seed):
    from allocator.branching.workspace import Workspace

    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 13)), int(rng.integers(1, 8))
    size = int(rng.choice([1, 1, 1000, 10**9]))
    rows = rng.integers(-9 * size, 20 * size, (m, n)) * (rng.random((m, n)) < 0.7)
    bounds = (np.maximum(rows, 0).sum(axis=1) * rng.uniform(0.2, 0.8, m)).astype(np.int64)
    bounds += (np.minimum(rows, 0).sum(axis=1) * rng.uniform(0, 0.4, m)).astype(np.int64)
    goals = rng.integers(-5, 30, (20, n)).astype(np.int64) * int(rng.choice([1, 12345]))
    points = brute(rows, bounds, n)
    space = Workspace(Programme(rows, bounds, ()))
    chosen, proofs = space.solve(goals)
    for goal, point, proof in zip(goals, chosen, proofs, strict=True):
        if not len(points):
            assert proof == 0
            continue
        assert proof
        assert (rows @ point <= bounds).all()
        assert goal @ point == (points @ goal).max()
    target = int((points @ goals[0]).max()) - 40 if len(points) else 0
    listed = {tuple(int(x) for x in point) for point in space.reaching(goals[0], target)}

    assert listed == {tuple(point.tolist()) for point in points if point @ goals[0] >= target}


@pytest.mark.parametrize("seed", range(40))
def test_any_multipliers_give_a_bound_that_holds_or_none(seed):
    from allocator.branching.proof import State, bound
    from allocator.branching.workspace import Workspace

    rng = np.random.default_rng(seed)
    n, m = 10, 4
    size = int(rng.choice([1, 10**6, 10**12]))
    rows = rng.integers(-9, 20, (m, n)) * size
    bounds = np.maximum(rows, 0).sum(axis=1) // 2
    goal = rng.integers(-5, 30, n)
    greatest = int((brute(rows, bounds, n) @ goal).max())
    space = Workspace(Programme(rows, bounds, ()))
    state = State(np.zeros(n + m), np.ones(n + m), bounds.copy(), *(np.zeros(k, np.int64) for k in (m, m, n, 5, m, n)))
    for garbage in (
        rng.normal(0, 10.0 ** rng.integers(-9, 30), m),
        np.full(m, np.nan),
        np.full(m, np.inf),
        -np.ones(m),
    ):
        total, scale = from_python(bound)(space._rows, state, goal, garbage, 0)

        assert scale == 0 or total >= scale * greatest
        assert abs(total) < 2**62
