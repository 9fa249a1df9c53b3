"""Many goals of one programme, one after the other, in one compiled call."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import entry, lean
from allocator.branching.proof import Rows, State, bound, clear
from allocator.branching.residual import reach
from allocator.branching.search import ENDED, FOUND, TARGET, Frame
from allocator.branching.simplex import dual_simplex, value_of
from allocator.branching.tableau import Floats, Ints, Stack, price, start_over

OPEN, BY_POOL, BY_TREE = 0, 1, 2

_AGAIN_AFTER = 100
"""The root's tableau is rebuilt after so many goals."""

_GAPS = 40


class Pool(NamedTuple):
    """Known portfolios: positions of their awards (-1 after the last), and their use of every row.

    `held` counts those that are held, and those that ever were.
    """

    awards: Ints
    uses: Ints
    held: Ints


class Memory(NamedTuple):
    """What the goals so far have taught: the last gaps between relaxation and optimum, and how many were seen."""

    gaps: Floats
    seen: Ints


@entry
def solve_draws(
    root: Stack,
    tree: Stack,
    rows: Rows,
    state: State,
    frame: Frame,
    pool: Pool,
    memory: Memory,
    goals: Ints,
    bounds: Ints,
    most: int,
    chosen: npt.NDArray[np.bool_],
    proofs: Ints,
) -> None:
    """Solve for every row of *goals* under the same row of *bounds*; say in *proofs* how each was proven, if it was."""
    for q in range(len(goals)):
        worth, right = goals[q], bounds[q]
        proofs[q] = OPEN
        if memory.seen[0] % _AGAIN_AFTER == 0:
            start_over(root, rows.scaled)
        memory.seen[0] += 1
        known, least = _best_known(pool, worth, right)
        total, scale = relax(root, rows, state, frame, worth, right)
        if not scale:
            continue
        greatest = total // scale
        floor = least + 1 if known >= 0 else _least(worth)
        step = max(1, int(_usual_gap(memory) * abs(greatest)))
        costs = state.costs.copy()
        target = greatest + 1
        while target > floor:
            target = max(greatest - step, floor)
            step *= 2
            frame.tally[TARGET] = target
            state.costs[:] = costs
            if reach(root, tree, rows, state, frame, worth, right, total - scale * target, False, most) != ENDED:
                break
            if frame.tally[FOUND]:
                proofs[q] = BY_TREE
                least = frame.tally[TARGET] - 1
                _remember(pool, rows, frame.found[0])
                chosen[q] = frame.found[0]
                break
        else:
            if known >= 0:
                proofs[q] = BY_POOL
                _take(pool, known, chosen[q])
        if proofs[q] != OPEN:
            _learn(memory, greatest, least)


@entry
def list_reaching(
    root: Stack, tree: Stack, rows: Rows, state: State, frame: Frame, worth: Ints, bounds: Ints, target: int, most: int
) -> int:
    """List every portfolio whose worth is at least *target* in the frame; return how many, or -1: cut short."""
    start_over(root, rows.scaled)
    total, scale = relax(root, rows, state, frame, worth, bounds)
    if not scale:
        return -1
    if total < scale * target:
        return 0
    frame.tally[TARGET] = target
    if reach(root, tree, rows, state, frame, worth, bounds, total - scale * target, True, most) != ENDED:
        return -1
    return int(frame.tally[FOUND])


@lean
def relax(root: Stack, rows: Rows, state: State, frame: Frame, worth: Ints, bounds: Ints) -> tuple[int, int]:
    """Solve the root's relaxation for a goal; return the bound that it proves, times a scale, and the scale."""
    clear(rows, state, bounds)
    m, n = rows.by_row.shape
    scaled = frame.y  # until the multipliers are known
    for i in range(m):
        scaled[i] = bounds[i] / rows.scales[i]
        state.low[n + i] = 0.0
        state.high[n + i] = max((bounds[i] - rows.least[i]) / rows.scales[i], 0.0)
    price(root, scaled, worth, state.high)
    dual_simplex(root, 0, state.low, state.high, value_of(root, 0, worth), -1e300, frame.y)
    return bound(rows, state, worth, frame.y, 0)


@lean
def _least(worth: Ints) -> int:
    """Return what no portfolio falls short of."""
    total = 0
    for number in worth:
        total += min(number, 0)
    return total


@lean
def _best_known(pool: Pool, worth: Ints, bounds: Ints) -> tuple[int, int]:
    """Return the position and value of the best known portfolio that keeps the bounds; position -1 if none does."""
    best, most = -1, 0
    for p in range(pool.held[0]):
        value = 0
        for k in range(pool.awards.shape[1]):
            if pool.awards[p, k] < 0:
                break
            value += worth[pool.awards[p, k]]
        if best >= 0 and value <= most:
            continue
        fits = True
        for i in range(len(bounds)):
            if pool.uses[p, i] > bounds[i]:
                fits = False
                break
        if fits:
            best, most = p, value
    return best, most


@lean
def _take(pool: Pool, known: int, chosen: npt.NDArray[np.bool_]) -> None:
    for j in range(len(chosen)):
        chosen[j] = False
    for k in range(pool.awards.shape[1]):
        if pool.awards[known, k] < 0:
            break
        chosen[pool.awards[known, k]] = True


@lean
def _remember(pool: Pool, rows: Rows, chosen: npt.NDArray[np.bool_]) -> None:
    """Add a portfolio to the pool; when it is full, in place of the one that was added first."""
    place = pool.held[1] % len(pool.awards)
    pool.held[1] += 1
    pool.held[0] = min(pool.held[1], len(pool.awards))
    for i in range(pool.uses.shape[1]):
        pool.uses[place, i] = 0
    k = 0
    for j in range(len(chosen)):
        if chosen[j]:
            pool.awards[place, k] = j
            k += 1
            for i in range(pool.uses.shape[1]):
                pool.uses[place, i] += rows.by_award[j, i]
    if k < pool.awards.shape[1]:
        pool.awards[place, k] = -1


@lean
def _usual_gap(memory: Memory) -> float:
    """Return a gap that nine in ten of the last kept within, relative; two per mille before there is any."""
    count = min(memory.seen[1], _GAPS)
    if count == 0:
        return 0.002
    usual = 1e300
    for q in range(count):
        wider = 0
        for p in range(count):
            wider += memory.gaps[p] > memory.gaps[q]
        if 10 * wider <= count and memory.gaps[q] < usual:
            usual = memory.gaps[q]
    return usual


@lean
def _learn(memory: Memory, greatest: int, best: int) -> None:
    memory.gaps[memory.seen[1] % _GAPS] = (greatest - best) / max(1.0, abs(float(greatest)))
    memory.seen[1] += 1
