"""Many goals of one programme, one after the other, in one compiled call."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import compiled
from allocator.branching.proof import (
    MISSES,
    NODES,
    VALUE,
    Rows,
    State,
    bound,
    clear,
    find_idle,
    fix,
    fix_by_costs,
    propagate,
)
from allocator.branching.search import ENDED, FOUND, NO_ROOM, TARGET, Frame, search
from allocator.branching.simplex import dual_simplex, value_of
from allocator.branching.tableau import Floats, Ints, Stack, carry, price, start_over

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


@compiled
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
        if memory.seen[0] % _AGAIN_AFTER == 0:
            start_over(root, rows.scaled)
        proofs[q] = _solve(root, tree, rows, state, frame, pool, memory, goals[q], bounds[q], most, chosen[q])
        memory.seen[0] += 1


@compiled
def relax(root: Stack, rows: Rows, state: State, frame: Frame, worth: Ints, bounds: Ints) -> tuple[int, int]:
    """Solve the root's relaxation for a goal; return the bound that it proves, times a scale, and the scale."""
    clear(rows, state, bounds)
    m, n = rows.by_row.shape
    scaled = np.empty(m)
    for i in range(m):
        least = 0
        for j in range(n):
            least += min(rows.by_row[i, j], 0)
        scaled[i] = bounds[i] / rows.scales[i]
        state.low[n + i] = 0.0
        state.high[n + i] = max((bounds[i] - least) / rows.scales[i], 0.0)
    price(root, scaled, worth, state.high)
    dual_simplex(root, 0, state.low, state.high, value_of(root, 0, worth), -1e300, frame.y)
    return bound(rows, state, worth, frame.y, 0)


@compiled
def reach(
    root: Stack,
    tree: Stack,
    rows: Rows,
    state: State,
    frame: Frame,
    worth: Ints,
    bounds: Ints,
    spare: int,
    every: bool,
    most: int,
) -> int:
    """Search for portfolios at the target; *spare* is the root's bound less the target, in the root's scale.

    The root's reduced costs stand in `state.costs`; what they and the rows leave open is searched as a programme of
    its own.
    """
    clear(rows, state, bounds)
    m, n = rows.by_row.shape
    fix_by_costs(rows, state, worth, spare)
    frame.idle[:] = False
    frame.tally[FOUND] = 0
    if propagate(rows, state, worth, frame.idle) < 0:
        return ENDED
    find_idle(rows, state, frame.idle)
    for j in range(n):
        if root.nonbasic[0, j] >= n:  # without its column, a slack would be held at 0
            frame.idle[root.nonbasic[0, j] - n] = False
    columns, slacks, width, height = _places(root, state, frame.idle, n)
    if not carry(root, tree, state.low, state.high, columns, slacks):
        return NO_ROOM
    part = _part(rows, columns, slacks, width, height)
    small = State(
        np.zeros(width + height),
        np.ones(width + height),
        np.empty(height, np.int64),
        np.empty(width, np.int64),
        np.zeros(4, np.int64),
        np.empty(height, np.int64),
        np.empty(width, np.int64),
    )
    own = np.empty(height, np.int64)
    for i in range(m):
        if slacks[i] >= 0:
            own[slacks[i]] = state.room[i]
            small.high[width + slacks[i]] = state.high[n + i]
    gains = np.empty(width, np.int64)
    base = state.counts[VALUE]
    for j in range(n):
        if columns[j] >= 0:
            gains[columns[j]] = worth[j]
            if state.low[j] > 0.5:
                base -= worth[j]
                own += part.by_award[columns[j]]
    small.room[:] = own
    for j in range(n):
        if columns[j] >= 0 and state.low[j] == state.high[j]:
            fix(part, small, gains, columns[j], state.low[j] > 0.5)
    inner = Frame(
        frame.waiting,
        np.empty(height),
        np.zeros(height, np.bool_),
        np.empty(width, np.bool_),
        np.empty((len(frame.found) if every else 1, width), np.bool_),
        np.array([0, frame.tally[TARGET] - base]),
    )
    ended = search(tree, part, small, inner, gains, own, every, most)
    state.counts[NODES] += small.counts[NODES]
    state.counts[MISSES] += small.counts[MISSES]
    frame.tally[FOUND] = inner.tally[FOUND]
    frame.tally[TARGET] = inner.tally[TARGET] + base
    for p in range(inner.tally[FOUND]):
        for j in range(n):
            frame.found[p, j] = inner.found[p, columns[j]] if columns[j] >= 0 else state.low[j] > 0.5
    return ended


@compiled
def _places(root: Stack, state: State, idle: npt.NDArray[np.bool_], n: int) -> tuple[Ints, Ints, int, int]:
    """Return the places that free or basic awards, and rows that can be broken, have in what is left; and how many."""
    columns, slacks = np.full(n, -1), np.full(len(idle), -1)
    for j in range(n):
        if state.low[j] < state.high[j]:
            columns[j] = 0
    for i in range(len(idle)):
        if root.basic[0, i] < n:
            columns[root.basic[0, i]] = 0
        if not idle[i]:
            slacks[i] = 0
    width, height = 0, 0
    for j in range(n):
        if columns[j] == 0:
            columns[j] = width
            width += 1
    for i in range(len(idle)):
        if slacks[i] == 0:
            slacks[i] = height
            height += 1
    return columns, slacks, width, height


@compiled
def _part(rows: Rows, columns: Ints, slacks: Ints, width: int, height: int) -> Rows:
    """Return the rows and awards that are left as a programme of their own."""
    by_row, sizes, scales = np.empty((height, width), np.int64), np.empty(height), np.empty(height)
    for i in range(len(slacks)):
        if slacks[i] >= 0:
            sizes[slacks[i]], scales[slacks[i]] = rows.sizes[i], rows.scales[i]
            for j in range(len(columns)):
                if columns[j] >= 0:
                    by_row[slacks[i], columns[j]] = rows.by_row[i, j]
    return Rows(by_row, np.ascontiguousarray(by_row.T), sizes, rows.scaled, scales)


@compiled
def _solve(
    root: Stack,
    tree: Stack,
    rows: Rows,
    state: State,
    frame: Frame,
    pool: Pool,
    memory: Memory,
    worth: Ints,
    bounds: Ints,
    most: int,
    chosen: npt.NDArray[np.bool_],
) -> int:
    known, least = _best_known(pool, worth, bounds)
    total, scale = relax(root, rows, state, frame, worth, bounds)
    if not scale:
        return OPEN
    costs = state.costs.copy()
    greatest = total // scale
    if known >= 0 and least >= greatest:
        return _take(pool, known, chosen)
    floor = least + 1
    if known < 0:
        floor = 0
        for j in range(len(worth)):
            floor += min(worth[j], 0)
    step = max(1, int(_usual_gap(memory) * abs(greatest)))
    target = max(greatest - step, floor)
    while True:
        frame.tally[TARGET] = target
        state.costs[:] = costs
        if reach(root, tree, rows, state, frame, worth, bounds, total - scale * target, False, most) != ENDED:
            return OPEN
        if frame.tally[FOUND]:
            chosen[:] = frame.found[0]
            _learn(memory, greatest, frame.tally[TARGET] - 1)
            _remember(pool, rows, chosen)
            return BY_TREE
        if target <= floor:
            if known < 0:
                return OPEN
            _learn(memory, greatest, least)
            return _take(pool, known, chosen)
        step = max(2 * step, step + 1)
        target = max(greatest - step, floor)


@compiled
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


@compiled
def _take(pool: Pool, known: int, chosen: npt.NDArray[np.bool_]) -> int:
    chosen[:] = False
    for k in range(pool.awards.shape[1]):
        if pool.awards[known, k] < 0:
            break
        chosen[pool.awards[known, k]] = True
    return BY_POOL


@compiled
def _remember(pool: Pool, rows: Rows, chosen: npt.NDArray[np.bool_]) -> None:
    """Add a portfolio to the pool; when it is full, in place of the one that was added first."""
    place = pool.held[1] % len(pool.awards)
    pool.held[1] += 1
    pool.held[0] = min(pool.held[1], len(pool.awards))
    pool.uses[place] = 0
    k = 0
    for j in range(len(chosen)):
        if chosen[j]:
            pool.awards[place, k] = j
            k += 1
            pool.uses[place] += rows.by_award[j]
    if k < pool.awards.shape[1]:
        pool.awards[place, k] = -1


@compiled
def _usual_gap(memory: Memory) -> float:
    """Return a gap that nine in ten of the last kept within, relative; two per mille before there is any."""
    count = min(memory.seen[1], _GAPS)
    if count == 0:
        return 0.002
    return float(np.quantile(memory.gaps[:count], 0.9))


@compiled
def _learn(memory: Memory, greatest: int, best: int) -> None:
    memory.gaps[memory.seen[1] % _GAPS] = (greatest - best) / max(1.0, abs(float(greatest)))
    memory.seen[1] += 1
