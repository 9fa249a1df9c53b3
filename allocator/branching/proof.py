"""What is proven: bounds, fixings and portfolios in int64, from whatever multipliers are suggested."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import lean
from allocator.branching.tableau import Floats, Ints

LARGEST = 2.0**61
"""Sums of products whose estimate stays below this cannot overflow int64."""

FINEST = 1 << 40
"""Multipliers are rounded to no finer part of a unit than this one."""


class Rows(NamedTuple):
    """The programme's rows ``a x <= bounds`` in int64, by row and by award, and in floats scaled to one size."""

    by_row: Ints
    by_award: Ints
    sizes: Floats
    scaled: Floats
    scales: Floats


class State(NamedTuple):
    """Where the search stands.

    Attributes
    ----------
    low, high : array of float
        Bounds of the awards and slacks.
    room : array of int64
        What each row has left beside the awards that are fixed at 1.
    trail : array of int64
        Awards in the order in which they were fixed.
    counts : array of int64
        Awards on the trail; value of those fixed at 1; nodes; prunes that floats claimed and integers did not prove.
    whole, costs : array of int64
        Multipliers of the rows, and the awards' reduced costs, both times the scale.
    free : array of int64
        Room for a list of the awards that are not fixed.
    """

    low: Floats
    high: Floats
    room: Ints
    trail: Ints
    counts: Ints
    whole: Ints
    costs: Ints
    free: Ints


FIXED, VALUE, NODES, MISSES = 0, 1, 2, 3


@lean
def clear(rows: Rows, state: State, bounds: Ints) -> None:
    """Free every award again."""
    for j in range(rows.by_row.shape[1]):
        state.low[j], state.high[j] = 0.0, 1.0
    for i in range(len(bounds)):
        state.room[i] = bounds[i]
    state.counts[FIXED] = 0
    state.counts[VALUE] = 0


@lean
def list_free(state: State, n: int) -> int:
    """List the awards that are not fixed in `state.free`; return how many there are."""
    count = 0
    for j in range(n):
        if state.low[j] < state.high[j]:
            state.free[count] = j
            count += 1
    return count


@lean
def fix(rows: Rows, state: State, worth: Ints, award: int, made: bool) -> None:
    """Fix an award."""
    state.trail[state.counts[FIXED]] = award
    state.counts[FIXED] += 1
    state.low[award] = state.high[award] = 1.0 if made else 0.0
    if made:
        state.counts[VALUE] += worth[award]
        for i in range(len(state.room)):
            state.room[i] -= rows.by_award[award, i]


@lean
def unfix(rows: Rows, state: State, worth: Ints, mark: int) -> None:
    """Free the awards that were fixed since the trail had *mark* of them."""
    while state.counts[FIXED] > mark:
        state.counts[FIXED] -= 1
        award = state.trail[state.counts[FIXED]]
        if state.low[award] > 0.5:
            state.counts[VALUE] -= worth[award]
            for i in range(len(state.room)):
                state.room[i] += rows.by_award[award, i]
        state.low[award], state.high[award] = 0.0, 1.0


@lean
def bound(rows: Rows, state: State, worth: Ints, y: Floats, target: int) -> tuple[int, int]:
    """Return the greatest value that the free awards allow, times a scale, proven by multipliers *y*; and the scale.

    Σᵢ Yᵢ roomᵢ + Σⱼ max(0, scale·worthⱼ - Σᵢ Yᵢ aᵢⱼ) for whole Y ≥ 0 bounds every portfolio under the node; the reduced
    costs stay in `state.costs`. The scale is as fine as int64 allows, *target* times it included; 0: these multipliers
    are too large for any bound.
    """
    m, n = rows.by_row.shape
    reach = abs(float(state.counts[VALUE])) + abs(float(target)) + 1.0
    for j in range(n):
        reach += abs(float(worth[j]))
    for i in range(m):
        if y[i] > 0.0:
            reach += y[i] / rows.scales[i] * rows.sizes[i]
    if not reach < LARGEST / 8.0:  # not a number ends here too
        return 0, 0
    scale = 1
    while scale < FINEST and reach * scale < LARGEST / 8.0:
        scale *= 2
    rounded = 0.0
    for i in range(m):
        state.whole[i] = int(np.rint(y[i] / rows.scales[i] * scale)) if y[i] > 0.0 else 0
        rounded += state.whole[i] * rows.sizes[i]
    if not rounded < LARGEST / 2.0:
        return 0, 0
    free = state.free[: list_free(state, n)]
    for j in free:
        state.costs[j] = scale * worth[j]
    total = scale * state.counts[VALUE]
    for i in range(m):
        multiplier = state.whole[i]
        if multiplier:
            total += multiplier * state.room[i]
            for j in free:
                state.costs[j] -= multiplier * rows.by_row[i, j]
    for j in free:
        total += max(state.costs[j], 0)
    return total, scale


@lean
def fix_by_costs(rows: Rows, state: State, worth: Ints, spare: int) -> int:
    """Fix every award whose other value would cost more than *spare*; return how many."""
    count = 0
    for j in range(len(worth)):
        if state.low[j] < state.high[j] and abs(state.costs[j]) > spare:
            fix(rows, state, worth, j, state.costs[j] > 0)
            count += 1
    return count


@lean
def propagate(rows: Rows, state: State, worth: Ints, idle: npt.NDArray[np.bool_]) -> int:
    """Fix what the rows force, one by one, until nothing changes; -1 if a row cannot hold, else how many were fixed.

    Rows that are *idle* cannot be broken by the awards that are free.
    """
    m, n = rows.by_row.shape
    count, changed = 0, True
    while changed:
        changed = False
        free = state.free[: list_free(state, n)]
        for i in range(m):
            if idle[i]:
                continue
            least, widest = 0, 0
            for j in free:  # one that was fixed in this round counts as free until the next: the bound still holds
                a = rows.by_row[i, j]
                least += min(a, 0)
                widest = max(widest, abs(a))
            spare = state.room[i] - least
            if spare < 0:
                return -1
            if widest <= spare:
                continue
            for j in free:
                a = rows.by_row[i, j]
                if abs(a) > spare and state.low[j] < state.high[j]:
                    fix(rows, state, worth, j, a < 0)
                    count += 1
                    changed = True
    return count


@lean
def find_idle(rows: Rows, state: State, idle: npt.NDArray[np.bool_]) -> None:
    """Mark the rows that hold whatever the free awards are."""
    m, n = rows.by_row.shape
    for i in range(m):
        most = 0
        for j in range(n):
            if state.low[j] < state.high[j]:
                most += max(rows.by_row[i, j], 0)
        idle[i] = most <= state.room[i]


@lean
def lawful(rows: Rows, bounds: Ints, chosen: npt.NDArray[np.bool_]) -> bool:
    """Whether a set of awards satisfies every row."""
    m, n = rows.by_row.shape
    for i in range(m):
        total = 0
        for j in range(n):
            if chosen[j]:
                total += rows.by_row[i, j]
        if total > bounds[i]:
            return False
    return True
