"""The dual simplex with bound flips, which stops as soon as its multipliers show that a target is out of reach."""

from __future__ import annotations

from allocator.branching.compiled import lean
from allocator.branching.tableau import PIVOT, Floats, Ints, Stack, entries, pivot

OPTIMAL, OUT_OF_REACH, UNSETTLED = 0, 1, 2

_FEASIBLE = 1e-7
_MOST_STEPS = 2_000


@lean
def value_of(s: Stack, depth: int, worth: Ints) -> float:
    """Return the goal at the tableau's present point, without the awards that left it as fixed."""
    n, total = len(worth), 0.0
    for i in range(s.size[depth, 0]):
        if s.basic[depth, i] < n:
            total += worth[s.basic[depth, i]] * s.beta[depth, i]
    for j in range(s.size[depth, 1]):
        if s.nonbasic[depth, j] < n:
            total += worth[s.nonbasic[depth, j]] * s.at[depth, j]
    return total


@lean
def dual_simplex(s: Stack, depth: int, low: Floats, high: Floats, z: float, target: float, y: Floats) -> int:
    """Walk to the relaxation's optimum, or until the dual value falls below *target*.

    Parameters
    ----------
    z : float
        The goal at the present point, which is dual feasible.
    target : float
        What must be reached, in the goal's units; minus infinity: walk to the end.
    y : array, changed in place
        One multiplier for each row, in the scaled rows' units: those of the end, or those that show it.
    """
    n = len(low) - len(y)
    table = entries(s, depth)
    for _ in range(_MOST_STEPS):
        row, short = _worst(s, depth, low, high)
        if row < 0:
            _multipliers(s, depth, n, y, 0, 0.0, -1)
            return OPTIMAL
        up = s.beta[depth, row] < low[s.basic[depth, row]]
        column, step, fallen = _ratio_test(s, depth, table, row, up, short, low, high, z, target)
        if column < 0:
            _multipliers(s, depth, n, y, row, -step if up else step, s.basic[depth, row])
            return OUT_OF_REACH
        z -= fallen
        _exchange(s, depth, table, row, column, low[s.basic[depth, row]] if up else high[s.basic[depth, row]])
    _multipliers(s, depth, n, y, 0, 0.0, -1)
    return UNSETTLED


@lean
def _worst(s: Stack, depth: int, low: Floats, high: Floats) -> tuple[int, float]:
    """Return the basic variable that is farthest out of its bounds, and by how much."""
    row, most = -1, _FEASIBLE
    for i in range(s.size[depth, 0]):
        v = s.basic[depth, i]
        short = max(low[v] - s.beta[depth, i], s.beta[depth, i] - high[v])
        if short > most:
            row, most = i, short
    return row, most


@lean
def _ratio_test(
    s: Stack,
    depth: int,
    table: Floats,
    row: int,
    up: bool,
    short: float,
    low: Floats,
    high: Floats,
    z: float,
    target: float,
) -> tuple[int, float, float]:
    """Choose the entering column, flipping those that are passed; column -1: the step at which *target* is missed."""
    k = table.shape[1]
    sign = -1.0 if up else 1.0
    step, left, begun = 0.0, short, z
    if z < target:
        return -1, 0.0, 0.0
    while True:
        column, nearest, size = -1, 1e300, 0.0
        for j in range(k):
            v = s.nonbasic[depth, j]
            a = sign * table[row, j]
            if -PIVOT < a < PIVOT or low[v] == high[v]:
                continue
            lower = s.at[depth, j] == low[v]
            if (a > 0.0) != lower:
                continue
            a = abs(a)
            ratio = abs(s.cost[depth, j]) / a
            if ratio < nearest - 1e-12 or (ratio <= nearest + 1e-12 and a > size):
                column, nearest, size = j, ratio, a
        if column < 0:
            return -1, step + 2.0 * max(z - target, 1.0) / left if target > -1e299 else step + 1.0, 0.0
        ratio = max(nearest, step)
        if z - left * (ratio - step) < target:
            return -1, min(ratio, step + 2.0 * (z - target) / left), 0.0
        z -= left * (ratio - step)
        step = ratio
        v = s.nonbasic[depth, column]
        left -= size * (high[v] - low[v])
        if left <= 1e-12:
            return column, step, begun - z
        new = high[v] if s.at[depth, column] == low[v] else low[v]
        shift = new - s.at[depth, column]
        s.at[depth, column] = new
        for i in range(table.shape[0]):
            s.beta[depth, i] -= shift * table[i, column]


@lean
def _exchange(s: Stack, depth: int, table: Floats, row: int, column: int, bound: float) -> None:
    """Let the basic variable of *row* leave at *bound* and the nonbasic one of *column* take its place."""
    m, k = table.shape
    a = table[row, column]
    step = (s.beta[depth, row] - bound) / a
    for i in range(m):
        s.beta[depth, i] -= step * table[i, column]
    dual = s.cost[depth, column] / a
    for j in range(k):
        s.cost[depth, j] -= dual * table[row, j]
    s.cost[depth, column] = -dual
    s.beta[depth, row] = s.at[depth, column] + step
    s.at[depth, column] = bound
    pivot(table, row, column)
    s.basic[depth, row], s.nonbasic[depth, column] = s.nonbasic[depth, column], s.basic[depth, row]


@lean
def _multipliers(s: Stack, depth: int, n: int, y: Floats, row: int, leaving: float, variable: int) -> None:
    """Read the rows' multipliers off the slacks, a step along the leaving variable's ray included."""
    for i in range(len(y)):
        y[i] = 0.0
    table = entries(s, depth)
    for j in range(s.size[depth, 1]):
        v = s.nonbasic[depth, j]
        if v >= n:
            cost = s.cost[depth, j]
            if variable >= 0:
                cost += leaving * table[row, j]
            y[v - n] = -cost
    if variable >= n:
        y[variable - n] = -leaving
