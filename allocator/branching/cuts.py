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

from allocator.branching.compiled import compiled
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
_DIVISORS = np.array([1, 2, 3, 5])


@compiled
def cuts(s: Stack, rows: Rows, bounds: Ints) -> tuple[Ints, Ints]:
    """Return cuts that the point of the tableau at depth 0 breaks, the deepest first, and their bounds."""
    m, n = rows.by_row.shape
    x = values_at(s, n)
    found, limits, depths = (
        np.empty((m + len(s.basic[0]), n), np.int64),
        np.empty(m + len(s.basic[0]), np.int64),
        np.empty(m + len(s.basic[0])),
    )
    count = 0
    whole = np.zeros(m, np.int64)
    for i in range(s.size[0, 0]):
        v = s.basic[0, i]
        if v >= n or abs(x[v] - np.rint(x[v])) < _BROKEN:
            continue
        unit = _multipliers(s, rows, i, whole)
        if unit and _deepest(rows, bounds, x, whole, unit * _DIVISORS, found[count], limits, depths, count):
            count += 1
    return _chosen(found[:count], limits[:count], depths[:count])


@compiled
def values_at(s: Stack, n: int) -> Floats:
    """Return the awards' values at the tableau's point."""
    x = np.zeros(n)
    for j in range(s.size[0, 1]):
        if s.nonbasic[0, j] < n:
            x[s.nonbasic[0, j]] = s.at[0, j]
    for i in range(s.size[0, 0]):
        if s.basic[0, i] < n:
            x[s.basic[0, i]] = min(max(s.beta[0, i], 0.0), 1.0)
    return x


@compiled
def _multipliers(s: Stack, rows: Rows, row: int, whole: Ints) -> int:
    """Round the multipliers by which the rows make up a tableau's row; return what stands for 1, or 0: too large."""
    n = rows.by_row.shape[1]
    table = entries(s, 0)
    whole[:] = 0
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


@compiled
def _deepest(
    rows: Rows,
    bounds: Ints,
    x: Floats,
    whole: Ints,
    divisors: Ints,
    cut: Ints,
    limits: Ints,
    depths: Floats,
    place: int,
) -> bool:
    """Find the deepest cut of an equation and its negative over some divisors; say whether there is one."""
    m, n = rows.by_row.shape
    a, b = np.zeros(n, np.int64), 0
    for i in range(m):
        if whole[i]:
            b += whole[i] * bounds[i]
            a += whole[i] * rows.by_row[i]
    for j in range(n):
        if x[j] > 0.5:
            b -= a[j]
            a[j] = -a[j]
    depths[place] = _EFFECTIVE
    trial = np.empty(n, np.int64)
    better = False
    for sign in (1, -1):
        for divisor in divisors:
            rest = (sign * b) % divisor
            if rest == 0:
                continue
            limit = (divisor - rest) * ((sign * b) // divisor)
            short = -float(limit)
            for j in range(n):
                trial[j] = rounding(sign * a[j], divisor, rest)
                short += trial[j] * (1.0 - x[j] if x[j] > 0.5 else x[j])
            if short <= 0.0:
                continue
            for j in range(n):
                if x[j] > 0.5:
                    limit -= trial[j]
                    trial[j] = -trial[j]
            for i in range(m):
                if whole[i]:
                    factor = rounding(sign * whole[i], divisor, rest)
                    if factor:
                        limit -= factor * bounds[i]
                        trial -= factor * rows.by_row[i]
            limit = coarsen(trial, limit, x)
            depth = _depth(trial, limit, x)
            if depth > depths[place]:
                depths[place], limits[place], better = depth, limit, True
                cut[:] = trial
    return better


@compiled
def rounding(number: int, divisor: int, rest: int) -> int:
    """Return F(number): the mixed-integer rounding function of a divisor and a rest, times divisor - rest."""
    return (divisor - rest) * (number // divisor) + max(0, number % divisor - rest)


@compiled
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


@compiled
def _depth(cut: Ints, limit: int, x: Floats) -> float:
    """Return how far *x* lies beyond a cut."""
    short, square = -float(limit), 0.0
    for j in range(len(cut)):
        short += cut[j] * x[j]
        square += float(cut[j]) * float(cut[j])
    return short / np.sqrt(square) if square > 0.0 else 0.0


@compiled
def _chosen(found: Ints, limits: Ints, depths: Floats) -> tuple[Ints, Ints]:
    """Return the deepest cuts of which no two are nearly parallel."""
    unit = np.empty(found.shape)
    for p in range(len(found)):
        unit[p] = found[p] / np.sqrt(np.square(found[p].astype(np.float64)).sum())
    kept = np.empty(MOST_CUTS, np.int64)
    count = 0
    for p in np.argsort(-depths):
        apart = count < MOST_CUTS
        for q in range(count):
            apart = apart and (unit[p] * unit[kept[q]]).sum() < _PARALLEL
        if apart:
            kept[count] = p
            count += 1
    return found[kept[:count]], limits[kept[:count]]
