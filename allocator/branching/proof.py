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
    """The programme's rows ``a x <= bounds``.

    Attributes
    ----------
    by_row, by_award : array of int64
        The numbers a, and the same by award.
    least, most, widest : array of int64
        The sums of a row's numbers below 0 and of those above, and the largest, whatever its sign.
    sizes : array of float
        What no sum over a row exceeds, its bound included.
    scaled, scales : array of float
        The rows scaled to one size, and what they were divided by.
    """

    by_row: Ints
    by_award: Ints
    least: Ints
    most: Ints
    widest: Ints
    sizes: Floats
    scaled: Floats
    scales: Floats


class State(NamedTuple):
    """Where the search stands.

    Attributes
    ----------
    low, high : array of float
        Bounds of the awards and slacks.
    room, spare, excess : array of int64
        What each row has left beside the awards that are fixed at 1; how much of that is left if every free award does
        the row good (below 0: the row is broken); and by how much it is exceeded if none does (0: the row is idle).
    trail : array of int64
        Awards in the order in which they were fixed.
    counts : array of int64
        Awards on the trail; value of those fixed at 1; nodes; prunes that floats claimed and integers did not prove;
        searches that were begun again because of that.
    whole, costs : array of int64
        Multipliers of the rows, and the awards' reduced costs, both times the scale.
    """

    low: Floats
    high: Floats
    room: Ints
    spare: Ints
    excess: Ints
    trail: Ints
    counts: Ints
    whole: Ints
    costs: Ints


FIXED, VALUE, NODES, MISSES, AGAIN = 0, 1, 2, 3, 4


@lean
def clear(rows: Rows, state: State, bounds: Ints) -> None:
    """Free every award again."""
    for j in range(rows.by_row.shape[1]):
        state.low[j], state.high[j] = 0.0, 1.0
    for i in range(len(bounds)):
        state.room[i] = bounds[i]
        state.spare[i], state.excess[i] = bounds[i] - rows.least[i], rows.most[i] - bounds[i]
    state.counts[FIXED] = 0
    state.counts[VALUE] = 0


@lean
def fix(rows: Rows, state: State, worth: Ints, award: int, made: bool) -> None:
    """Fix an award."""
    state.trail[state.counts[FIXED]] = award
    state.counts[FIXED] += 1
    state.low[award] = state.high[award] = 1.0 if made else 0.0
    if made:
        state.counts[VALUE] += worth[award]
        for i in range(len(state.room)):
            a = rows.by_award[award, i]
            state.room[i] -= a
            state.spare[i] -= max(a, 0)
            state.excess[i] += min(a, 0)
    else:
        for i in range(len(state.room)):
            a = rows.by_award[award, i]
            state.spare[i] += min(a, 0)
            state.excess[i] -= max(a, 0)


@lean
def unfix(rows: Rows, state: State, worth: Ints, mark: int) -> None:
    """Free the awards that were fixed since the trail had *mark* of them."""
    while state.counts[FIXED] > mark:
        state.counts[FIXED] -= 1
        award = state.trail[state.counts[FIXED]]
        if state.low[award] > 0.5:
            state.counts[VALUE] -= worth[award]
            for i in range(len(state.room)):
                a = rows.by_award[award, i]
                state.room[i] += a
                state.spare[i] += max(a, 0)
                state.excess[i] -= min(a, 0)
        else:
            for i in range(len(state.room)):
                a = rows.by_award[award, i]
                state.spare[i] -= min(a, 0)
                state.excess[i] += max(a, 0)
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
    for j in range(n):
        state.costs[j] = scale * worth[j]
    total = scale * state.counts[VALUE]
    for i in range(m):
        multiplier = state.whole[i]
        if multiplier:
            total += multiplier * state.room[i]
            for j in range(n):
                state.costs[j] -= multiplier * rows.by_row[i, j]
    for j in range(n):
        if state.low[j] < state.high[j]:
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
def propagate(rows: Rows, state: State, worth: Ints) -> int:
    """Fix what the rows force, one by one, until nothing changes; -1 if a row is broken, else how many were fixed."""
    m, n = rows.by_row.shape
    count, changed = 0, True
    while changed:
        changed = False
        for i in range(m):
            spare = state.spare[i]
            if spare < 0:
                return -1
            if rows.widest[i] <= spare or state.excess[i] <= 0:
                continue
            for j in range(n):
                a = rows.by_row[i, j]
                if abs(a) > spare and state.low[j] < state.high[j]:
                    fix(rows, state, worth, j, a < 0)
                    count += 1
                    changed = True
    return count


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
