"""Cuts: each holds for every portfolio that the rows allow, and is broken by the point that it was made to cut off."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from compiled import from_python
from hypothesis import given
from hypothesis import strategies as st

from allocator.branching.programme import Programme

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("compiled")]

NUMBERS = st.integers(-(10**6), 10**6)


def portfolios(rows, bounds):
    points = np.array(list(product([0, 1], repeat=rows.shape[1])))
    return points[(points @ rows.T <= bounds).all(axis=1)]


@st.composite
def programmes(draw):
    """Small programmes of few rows, and goals that follow them, so that many portfolios are nearly as good."""
    n, m = draw(st.integers(3, 11)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.sampled_from([1, 7, 1000, 10**7]))
    rows = rng.integers(-6 * size, 20 * size, (m, n)) * (rng.random((m, n)) < 0.8)
    bounds = (np.maximum(rows, 0).sum(axis=1) * rng.uniform(0.2, 0.7, m)).astype(np.int64)
    goal = np.abs(rows).sum(axis=0) // max(m * size // 4, 1) + rng.integers(1, 9, n)
    return rows.astype(np.int64), bounds, goal.astype(np.int64)


@cache
def first_cuts():
    """Compile the first round of cuts, and the reading of the point that they cut off."""
    import numba

    from allocator.branching.cuts import cuts, values_at
    from allocator.branching.draws import relax
    from allocator.branching.tableau import start_over

    @numba.njit
    def relaxed_and_cut(root, rows, state, frame, goal, bounds, found, limits):
        start_over(root, rows.scaled)
        relax(root, rows, state, frame, goal, bounds)
        return cuts(root, rows, bounds, found, limits)

    return relaxed_and_cut, from_python(values_at)


@given(programmes())
def test_every_cut_holds_for_every_portfolio_and_cuts_off_the_relaxation(programme):
    from allocator.branching.cuts import MOST_CUTS
    from allocator.branching.workspace import Workspace

    relaxed_and_cut, values_at = first_cuts()
    rows, bounds, goal = programme
    space = Workspace(Programme(rows, bounds, ()))
    found, limits = np.empty((MOST_CUTS, len(goal)), np.int64), np.empty(MOST_CUTS, np.int64)
    count = relaxed_and_cut(space._root, space._rows, space._state, space._frame, goal, bounds, found, limits)
    found, limits, x = found[:count], limits[:count], np.empty(len(goal))
    values_at(space._root, x)
    points = portfolios(rows, bounds)

    assert (points @ found.T <= limits).all()
    assert (found @ x > limits).all()
    assert np.abs(found).max(initial=0) <= 2**20


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.lists(st.integers(0, 3), min_size=6, max_size=6), NUMBERS,
       st.integers(2, 10**6))  # fmt: skip
def test_the_rounding_function_is_valid_for_whole_numbers(numbers, x, spare, divisor):
    from allocator.branching.cuts import rounding

    x = x[: len(numbers)]
    bound = sum(a * v for a, v in zip(numbers, x, strict=True)) + abs(spare)
    rest = bound % divisor

    rounded = [from_python(rounding)(a, divisor, rest) for a in numbers]
    assert sum(a * v for a, v in zip(rounded, x, strict=True)) <= (divisor - rest) * (bound // divisor)
    assert all(abs(r) <= abs(a) for r, a in zip(rounded, numbers, strict=True))


@given(
    st.lists(st.integers(-(2**50), 2**50), min_size=1, max_size=7),
    st.integers(-(2**50), 2**50),
    st.lists(st.sampled_from([0.0, 0.3, 0.7, 1.0]), min_size=7, max_size=7),
)
def test_a_coarser_cut_holds_wherever_the_finer_one_does(cut, limit, x):
    from allocator.branching.cuts import coarsen

    points = np.array(list(product([0, 1], repeat=len(cut))))
    coarse = np.array(cut, np.int64)
    end = from_python(coarsen)(coarse, limit, np.array(x[: len(cut)]))

    assert np.abs(coarse).max() <= 2**20
    assert (points @ coarse <= end)[points @ np.array(cut, np.int64) <= limit].all()


@pytest.mark.parametrize("seed", range(40))
def test_searched_again_under_cuts_a_programme_has_the_best_of_all_portfolios(seed):
    from allocator.branching.workspace import Workspace

    rng = np.random.default_rng(seed)
    n, m = 12, 8
    rows = rng.integers(5, 60, (m, n)) * rng.choice([1, 1000])
    bounds = rows.sum(axis=1) // 2
    points = portfolios(rows, bounds)
    goals = rows.sum(axis=0) // rows.min() + rng.integers(0, 9, (8, n))
    space = Workspace(Programme(rows, bounds, ()))
    chosen, proofs = space.solve(goals)

    assert proofs.all()
    assert (rows @ chosen.T <= bounds[:, None]).all()
    assert ((goals * chosen).sum(axis=1) == (goals @ points.T).max(axis=1)).all()
    target = int((points @ goals[0]).max()) - 30
    listed = {tuple(point.tolist()) for point in space.reaching(goals[0], target).astype(int)}
    assert listed == {tuple(point.tolist()) for point in points if point @ goals[0] >= target}


@pytest.mark.parametrize("wrong", [1.001, 1.01])
def test_floats_that_mislead_the_search_cost_a_second_one_or_a_proof_but_never_an_answer(wrong):
    from allocator.branching.workspace import Workspace

    again, proven = 0, []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        rows = rng.integers(20, 60, (6, 15))
        bounds, goal = rows.sum(axis=1) // 2, rows.sum(axis=0) // 6 + rng.integers(0, 4, 15)
        greatest = int((portfolios(rows, bounds) @ goal).max())
        space = Workspace(Programme(rows, bounds, ()))
        space._rows.scaled[:] *= wrong  # the relaxation takes the rows for tighter than they are
        chosen, proofs = space.solve(goal[None])
        listed = space.reaching(goal, greatest)

        again += space.again
        proven.append(bool(proofs[0]))
        assert not proofs[0] or goal @ chosen[0] == greatest
        assert listed is None or len(listed)
        assert space.misses > 300

    assert again
    assert any(proven) == (wrong < 1.01)
