"""Complemented mixed-integer rounding cuts, built in int64: each holds for every portfolio that the rows allow.

Awards and the slacks of whole rows are whole. So from any equation Σ aⱼ xⱼ + Σ λᵢ sᵢ = b of whole numbers, with
awards complemented at will, follows for every whole divisor D, with r = b mod D,

    Σ F(aⱼ) xⱼ + Σ F(λᵢ) sᵢ ≤ (D - r) ⌊b / D⌋,    F(a) = (D - r) ⌊a / D⌋ + max(0, a mod D - r),

and with sᵢ = hᵢ - Σ gᵢⱼ xⱼ put back a row in awards alone. |F(a)| ≤ |a|, so no number exceeds those of the equation.
The floats of a tableau only suggest the multipliers λ: those of the rows whose basic award is broken.

References
----------
Nemhauser & Wolsey (1990), A recursive procedure to generate all cuts for 0-1 mixed integer programs, Math.
Programming 46, 379-390; Marchand & Wolsey (2001), Aggregation and mixed integer rounding to solve MIPs, Operations
Research 49, 363-371.
"""

from __future__ import annotations

import numpy as np

from allocator.branching.compiled import compiled, lean
from allocator.branching.proof import Rows
from allocator.branching.tableau import Floats, Ints, Stack, entries

MOST_CUTS = 15
"""So many cuts are added in one round."""

_FINEST = 1 << 44
_ROOM = 2.0**59
"""Equations whose numbers sum to less cannot overflow int64, whatever is done to them here."""

_LARGEST = 1 << 20
"""Cuts are rounded, to the safe side, to coefficients no larger, so that their multipliers stay fine."""

_BROKEN = 0.01
_EFFECTIVE = 1e-3
_PARALLEL = 0.9
_DIVISORS = (1, 2, 3, 5)


@compiled
def cuts(s: Stack, rows: Rows, bounds: Ints, chosen: Ints, ends: Ints) -> int:
    """Put cuts that the point of the tableau at depth 0 breaks into *chosen*, the deepest first, and their bounds.

    Return how many there are.
    """
    m, n = rows.by_row.shape
    most = s.size[0, 0]
    x = np.empty(n)
    values_at(s, x)
    found, limits, depths = np.empty((most, n), np.int64), np.empty(most, np.int64), np.empty(most)
    whole, equation, trial = np.empty(m, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    count = 0
    for i in range(most):
        v = s.basic[0, i]
        if v >= n or abs(x[v] - np.rint(x[v])) < _BROKEN:
            continue
        unit = _multipliers(s, rows, i, whole)
        if not unit:
            continue
        start = _aggregate(rows, bounds, x, whole, equation)
        depths[count] = _EFFECTIVE
        for divisor in _DIVISORS:
            for sign in (1, -1):
                limit = _cut(rows, bounds, x, whole, equation, start, sign, unit * divisor, trial)
                depth = _depth(trial, limit, x)
                if depth > depths[count]:
                    depths[count], limits[count] = depth, limit
                    for j in range(n):
                        found[count, j] = trial[j]
        if depths[count] > _EFFECTIVE:
            count += 1
    return _choose(found, limits, depths, count, chosen, ends)


@lean
def values_at(s: Stack, x: Floats) -> None:
    """Set *x* to the awards' values at the tableau's point."""
    n = len(x)
    for j in range(n):
        x[j] = 0.0
    for j in range(s.size[0, 1]):
        if s.nonbasic[0, j] < n:
            x[s.nonbasic[0, j]] = s.at[0, j]
    for i in range(s.size[0, 0]):
        if s.basic[0, i] < n:
            x[s.basic[0, i]] = min(max(s.beta[0, i], 0.0), 1.0)


@lean
def _multipliers(s: Stack, rows: Rows, row: int, whole: Ints) -> int:
    """Round the multipliers by which the rows make up a tableau's row; return what stands for 1, or 0: too large."""
    n = rows.by_row.shape[1]
    table = entries(s, 0)
    for i in range(len(whole)):
        whole[i] = 0
    reach = 1.0
    for j in range(table.shape[1]):
        i = s.nonbasic[0, j] - n
        if i >= 0:
            reach += abs(table[row, j]) / rows.scales[i] * rows.sizes[i]
    if not reach < _ROOM / 2.0**20:
        return 0
    unit = 1
    while unit < _FINEST and reach * unit < _ROOM / 4.0:
        unit *= 2
    rounded = 5.0 * unit
    for j in range(table.shape[1]):
        i = s.nonbasic[0, j] - n
        if i >= 0:
            whole[i] = int(np.rint(table[row, j] / rows.scales[i] * unit))
            rounded += abs(float(whole[i])) * rows.sizes[i]
    return unit if rounded < _ROOM else 0


@lean
def _aggregate(rows: Rows, bounds: Ints, x: Floats, whole: Ints, equation: Ints) -> int:
    """Add up rows times multipliers, awards complemented that are nearly made at *x*; return the right-hand side."""
    m, n = rows.by_row.shape
    right = 0
    for j in range(n):
        equation[j] = 0
    for i in range(m):
        if whole[i]:
            right += whole[i] * bounds[i]
            for j in range(n):
                equation[j] += whole[i] * rows.by_row[i, j]
    for j in range(n):
        if x[j] > 0.5:
            right -= equation[j]
            equation[j] = -equation[j]
    return right


@lean
def _cut(
    rows: Rows,
    bounds: Ints,
    x: Floats,
    whole: Ints,
    equation: Ints,
    right: int,
    sign: int,
    divisor: int,
    cut: Ints,
) -> int:
    """Round an equation, or its negative, to a cut in awards as they are; return its bound. No use: 0 x <= 0."""
    m, n = rows.by_row.shape
    rest = (sign * right) % divisor
    limit = (divisor - rest) * ((sign * right) // divisor)
    short = -float(limit)
    for j in range(n):
        cut[j] = rounding(sign * equation[j], divisor, rest)
        short += cut[j] * (1.0 - x[j] if x[j] > 0.5 else x[j])
    if rest == 0 or short <= 0.0:
        for j in range(n):
            cut[j] = 0
        return 0
    for j in range(n):
        if x[j] > 0.5:
            limit -= cut[j]
            cut[j] = -cut[j]
    for i in range(m):
        factor = rounding(sign * whole[i], divisor, rest) if whole[i] else 0
        if factor:
            limit -= factor * bounds[i]
            for j in range(n):
                cut[j] -= factor * rows.by_row[i, j]
    return coarsen(cut, limit, x)


@lean
def rounding(number: int, divisor: int, rest: int) -> int:
    """Return F(number): the mixed-integer rounding function of a divisor and a rest, times divisor - rest."""
    return (divisor - rest) * (number // divisor) + max(0, number % divisor - rest)


@lean
def coarsen(cut: Ints, limit: int, x: Floats) -> int:
    """Round a cut's coefficients to few digits, so that it still holds and is the least weakened at *x*."""
    widest = 0
    for j in range(len(cut)):
        widest = max(widest, abs(cut[j]))
    shift = 0
    while widest >> shift >= _LARGEST:
        shift += 1
    if shift == 0:
        return limit
    for j in range(len(cut)):  # of awards that are made at x, what is not made is counted: it is 0 there
        if x[j] > 0.5:
            limit -= cut[j]
    limit >>= shift
    for j in range(len(cut)):
        if x[j] > 0.5:
            cut[j] = -((-cut[j]) >> shift)
            limit += cut[j]
        else:
            cut[j] >>= shift
    return limit


@lean
def _depth(cut: Ints, limit: int, x: Floats) -> float:
    """Return how far *x* lies beyond a cut."""
    short, square = -float(limit), 0.0
    for j in range(len(cut)):
        short += cut[j] * x[j]
        square += float(cut[j]) * float(cut[j])
    return short / np.sqrt(square) if square > 0.0 else 0.0


@lean
def _choose(found: Ints, limits: Ints, depths: Floats, count: int, chosen: Ints, ends: Ints) -> int:
    """Put the deepest of *count* cuts of which no two are nearly parallel into *chosen*; return how many."""
    kept = 0
    while kept < MOST_CUTS:
        deepest = -1
        for p in range(count):
            if depths[p] > 0.0 and (deepest < 0 or depths[p] > depths[deepest]):
                deepest = p
        if deepest < 0:
            break
        depths[deepest] = 0.0
        apart = True
        for q in range(kept):
            apart = apart and _cosine(found[deepest], chosen[q]) < _PARALLEL
        if apart:
            ends[kept] = limits[deepest]
            for j in range(found.shape[1]):
                chosen[kept, j] = found[deepest, j]
            kept += 1
    return kept


@lean
def _cosine(one: Ints, other: Ints) -> float:
    """Return the cosine of the angle between two cuts."""
    both, own, its = 0.0, 0.0, 0.0
    for j in range(len(one)):
        both += float(one[j]) * float(other[j])
        own += float(one[j]) * float(one[j])
        its += float(other[j]) * float(other[j])
    return float(both / np.sqrt(own * its))
