"""The search below one relaxation: all portfolios that reach a target, or the best of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import lean
from allocator.branching.proof import (
    FIXED,
    MISSES,
    NODES,
    VALUE,
    Rows,
    State,
    bound,
    fix,
    fix_by_costs,
    lawful,
    propagate,
    unfix,
)
from allocator.branching.simplex import OPTIMAL, OUT_OF_REACH, dual_simplex, value_of
from allocator.branching.tableau import Floats, Ints, Stack, condense, settle

ENDED, NO_ROOM, TOO_MANY, MISLED = 0, 1, 2, 3

_MISSES = 300
"""Floats that so often, and at a quarter of the nodes, claim what the whole numbers do not prove have broken down."""

_WHOLE = 1e-6
_MEMORY = 30
_CLOSED, _BRANCH, _FULL = 0, 1, 2


class Frame(NamedTuple):
    """What the search keeps by depth and by row.

    Attributes
    ----------
    waiting : array of int64, one row a depth
        The award whose other value is still to be tried (-1: none), that value, and the trail's length before.
    relaxed : array of float, one row a depth
        Where a node was branched, its relaxation's value and that award's part in it; the last row: the present node's.
    names : array of int64
        The awards' columns in the whole programme, by which `drops` and `times` know them.
    drops, times : arrays of float and of int64, one row an award
        What the relaxation lost, for a part of 1, where an award was not made and where it was, on average and relative
        to its worth; and how often.
    y : array of float
        Multipliers of the rows.
    point : array of bool
        A portfolio under trial.
    found : array of bool, one row a portfolio
        Portfolios that reach the target.
    tally : array of int64
        How many were found; the target, which rises where only the best is wanted.
    """

    waiting: Ints
    relaxed: Floats
    names: Ints
    drops: Floats
    times: Ints
    y: Floats
    point: npt.NDArray[np.bool_]
    found: npt.NDArray[np.bool_]
    tally: Ints


FOUND, TARGET = 0, 1


@lean
def search(s: Stack, rows: Rows, state: State, frame: Frame, worth: Ints, bounds: Ints, every: bool, most: int) -> int:
    """Search the tree whose root stands at depth 0: for the best portfolio, or for *every* one, at the target or above.

    Returns
    -------
    int
        ENDED: the tree was searched to its end; anything else: nothing is proven.
    """
    depth, nodes, misses = 0, 0, state.counts[MISSES]
    frame.waiting[0, 0] = -1
    above, award, made = -1, -1, False
    while True:
        nodes += 1
        state.counts[NODES] += 1
        if nodes > most:
            return TOO_MANY
        if state.counts[MISSES] - misses > max(_MISSES, nodes // 4):
            return MISLED
        came, how = award, made
        said, award, made = _visit(s, depth, rows, state, frame, worth, bounds, every)
        if above >= 0:
            _learn(frame, worth, above, came, how)
        if said == _FULL:
            return NO_ROOM
        if said == _BRANCH:
            if depth + 1 >= len(frame.waiting):
                return NO_ROOM
            frame.waiting[depth, 0] = award
            frame.waiting[depth, 1] = 0 if made else 1
            frame.waiting[depth, 2] = state.counts[FIXED]
            frame.relaxed[depth, 0], frame.relaxed[depth, 1] = frame.relaxed[-1, 0], frame.relaxed[-1, 1]
            above = depth
            fix(rows, state, worth, award, made)
            if not condense(s, depth, state.low, state.high, state.excess):
                return NO_ROOM
            depth += 1
            frame.waiting[depth, 0] = -1
            continue
        while depth >= 0 and frame.waiting[depth, 0] < 0:
            depth -= 1
        if depth < 0:
            return ENDED
        unfix(rows, state, worth, frame.waiting[depth, 2])
        above, award, made = depth, frame.waiting[depth, 0], frame.waiting[depth, 1] == 1
        fix(rows, state, worth, award, made)
        frame.waiting[depth, 0] = -1


@lean
def _learn(frame: Frame, worth: Ints, above: int, award: int, made: bool) -> None:
    """Keep what a branch cost the relaxation, for the choice of later ones."""
    part = frame.relaxed[above, 1]
    moved = 1.0 - part if made else part
    if not _WHOLE < moved < 1.0 - _WHOLE or worth[award] == 0:
        return
    drop = max(frame.relaxed[above, 0] - frame.relaxed[-1, 0], 0.0) / moved / abs(worth[award])
    name, way = frame.names[award], 1 if made else 0
    times = min(frame.times[name, way] + 1, _MEMORY)
    frame.times[name, way] = times
    frame.drops[name, way] += (drop - frame.drops[name, way]) / times


@lean
def _visit(
    s: Stack,
    depth: int,
    rows: Rows,
    state: State,
    frame: Frame,
    worth: Ints,
    bounds: Ints,
    every: bool,
) -> tuple[int, int, bool]:
    """Bound a node and fix what can be fixed; say whether it is closed, or on which award to branch and how first."""
    n = len(worth)
    frame.relaxed[-1, 0], frame.relaxed[-1, 1] = float(frame.tally[TARGET]), 0.0
    while True:
        if propagate(rows, state, worth) < 0:
            return _CLOSED, -1, False
        if state.counts[FIXED] == n:
            for j in range(n):
                frame.point[j] = state.low[j] > 0.5
            return (_CLOSED if _record(rows, state, frame, worth, bounds, every) else _FULL), -1, False
        said = relaxed(s, depth, rows, state, frame, worth)
        total, scale = bound(rows, state, worth, frame.y, frame.tally[TARGET])
        if scale:
            spare = total - scale * frame.tally[TARGET]
            if spare < 0:
                return _CLOSED, -1, False
            if fix_by_costs(rows, state, worth, spare) > 0:
                continue
        if said != OPTIMAL:
            if said == OUT_OF_REACH:
                state.counts[MISSES] += 1
            return _BRANCH, _dearest(state, n), False
        if not _read(s, depth, state, frame):
            award, made = _most_telling(s, depth, state, frame, worth)
            return _BRANCH, award, made
        if every or not lawful(rows, bounds, frame.point):
            award = _dearest(state, n)
            return _BRANCH, award, frame.point[award]
        before = frame.tally[TARGET]
        if not _record(rows, state, frame, worth, bounds, every):
            return _FULL, -1, False
        if frame.tally[TARGET] == before:
            award = _dearest(state, n)
            return _BRANCH, award, frame.point[award]


@lean
def relaxed(s: Stack, depth: int, rows: Rows, state: State, frame: Frame, worth: Ints) -> int:
    """Solve a node's relaxation, as far as the target needs it; leave the rows' multipliers in the frame."""
    settle(s, depth, state.low, state.high)
    z = value_of(s, depth, worth) + _gone(s, depth, state, worth)
    return dual_simplex(s, depth, state.low, state.high, z, float(frame.tally[TARGET]), frame.y)


@lean
def _gone(s: Stack, depth: int, state: State, worth: Ints) -> float:
    """Return the value of the awards made that the tableau no longer has."""
    n, total = len(worth), float(state.counts[VALUE])
    for i in range(s.size[depth, 0]):
        v = s.basic[depth, i]
        if v < n and state.low[v] > 0.5:
            total -= worth[v]
    for j in range(s.size[depth, 1]):
        v = s.nonbasic[depth, j]
        if v < n and state.low[v] > 0.5:
            total -= worth[v]
    return total


@lean
def _read(s: Stack, depth: int, state: State, frame: Frame) -> bool:
    """Read the relaxation's point; say whether it is whole."""
    n = len(frame.point)
    for j in range(n):
        frame.point[j] = state.low[j] > 0.5
    for j in range(s.size[depth, 1]):
        v = s.nonbasic[depth, j]
        if v < n:
            frame.point[v] = s.at[depth, j] > 0.5
    for i in range(s.size[depth, 0]):
        v = s.basic[depth, i]
        if v < n:
            frame.point[v] = s.beta[depth, i] > 0.5
            if abs(s.beta[depth, i] - np.rint(s.beta[depth, i])) > _WHOLE and state.low[v] < state.high[v]:
                return False
    return True


@lean
def _record(rows: Rows, state: State, frame: Frame, worth: Ints, bounds: Ints, every: bool) -> bool:
    """Keep the portfolio under trial if it is lawful and reaches the target; False if there is no room for it."""
    value = 0
    for j in range(len(worth)):
        if frame.point[j]:
            value += worth[j]
    if value < frame.tally[TARGET] or not lawful(rows, bounds, frame.point):
        return True
    if not every:
        for j in range(len(worth)):
            frame.found[0, j] = frame.point[j]
        frame.tally[FOUND] = 1
        frame.tally[TARGET] = value + 1
        return True
    if frame.tally[FOUND] >= len(frame.found):
        return False
    for j in range(len(worth)):
        frame.found[frame.tally[FOUND], j] = frame.point[j]
    frame.tally[FOUND] += 1
    return True


@lean
def _dearest(state: State, n: int) -> int:
    """Return the free award with the greatest reduced cost."""
    best, most = -1, -1
    for j in range(n):
        if state.low[j] < state.high[j] and abs(state.costs[j]) > most:
            best, most = j, abs(state.costs[j])
    return best


@lean
def _most_telling(s: Stack, depth: int, state: State, frame: Frame, worth: Ints) -> tuple[int, bool]:
    """Return the fractional award whose two values cost most, by one pivot or as before, and its cheaper value."""
    n = len(worth)
    z = value_of(s, depth, worth) + _gone(s, depth, state, worth)
    gap = max(z - float(frame.tally[TARGET]), 0.0) + 1e-6
    best, most, made = -1, -1.0, False
    for i in range(s.size[depth, 0]):
        v = s.basic[depth, i]
        if v >= n or state.low[v] == state.high[v]:
            continue
        part = s.beta[depth, i]
        if not _WHOLE < part < 1.0 - _WHOLE:
            continue
        down, up = _ratios(s, depth, i, state.low, state.high)
        name = frame.names[v]
        down = min(max(down, frame.drops[name, 0] * abs(worth[v])) * part, gap)
        up = min(max(up, frame.drops[name, 1] * abs(worth[v])) * (1.0 - part), gap)
        score = max(down, 1e-6 * gap) * max(up, 1e-6 * gap)
        if score > most:
            best, most, made = v, score, up < down
            frame.relaxed[-1, 0], frame.relaxed[-1, 1] = z, part
    if best < 0:
        best = _dearest(state, n)
    return best, made


@lean
def _ratios(s: Stack, depth: int, row: int, low: Floats, high: Floats) -> tuple[float, float]:
    """Return what a unit of the row's variable costs downwards and upwards, to the first pivot."""
    down, up = 1e300, 1e300
    start = s.start[depth] + row * s.size[depth, 1]
    for j in range(s.size[depth, 1]):
        v = s.nonbasic[depth, j]
        a = s.arena[start + j]
        if abs(a) < 1e-9 or low[v] == high[v]:
            continue
        ratio = abs(s.cost[depth, j] / a)
        if (a > 0.0) == (s.at[depth, j] == low[v]):
            down = min(down, ratio)
        else:
            up = min(up, ratio)
    return down, up
