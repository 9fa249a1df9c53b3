"""Every portfolio that is good enough, listed completely: a tree of relaxations, cut by bounds in integers.

The relaxation is solved in floats, but it only suggests: a branch is cut off, and an award fixed, by a bound that is
computed in whole numbers from the suggested multipliers. Any multipliers give a valid bound, so a float error
costs time and never a portfolio.

References
----------
Neumaier & Shcherbina (2004), Safe bounds in linear and mixed-integer linear programming, Math. Programming 99,
283-296; reduced-cost fixing as in Nemhauser & Wolsey (1988), Integer and Combinatorial Optimization, II.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.rows import Portfolio
from allocator.solver import TOLERANCE, greeted

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

_SAFE = 2.0**61
"""Sums of products below this cannot overflow int64, rounding of the estimate itself included."""

_SCALE = 2.0**44


@dataclass(frozen=True)
class NearOptimal:
    """The portfolios whose objective is at least `floor`.

    Attributes
    ----------
    floor : Fraction
        The objective that each of them reaches.
    portfolios : tuple of Portfolio
        In no particular order.
    complete : bool
        Whether these are all; False where the search was cut short.
    branches : int
        Relaxations that were solved.
    """

    floor: Fraction
    portfolios: tuple[Portfolio, ...]
    complete: bool
    branches: int


def near_optimal(model: Model, floor: Fraction, most_branches: int = 20_000) -> NearOptimal | None:
    """List every lawful portfolio whose objective is at least *floor*.

    Returns
    -------
    NearOptimal or None
        None where the rows have helpers, or numbers too large for this arithmetic; ask a solver then.
    """
    goal = model.objective.form
    if goal.helpers or any(row.integers.helpers for row in model.rows):
        return None
    if not all(row.possible for row in model.rows):
        return NearOptimal(floor, (), True, 0)
    divisor = int(np.gcd.reduce(goal.coefficients)) or 1 if len(model.candidates) else 1
    # The least whole number of units that reaches the floor.
    target = -int(-(floor * goal.denominator - goal.constant) // divisor)
    worth = [int(c) // divisor for c in goal.coefficients]
    rows: list[list[int]] = []
    bounds: list[int] = []
    for row in model.rows:
        inequality = row.integers
        for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row.sense]:
            rows.append([sign * int(c) for c in inequality.coefficients])
            bounds.append(sign * inequality.bound)
    largest = max((sum(map(abs, row)) + abs(bound) for row, bound in zip(rows, bounds, strict=True)), default=0)
    if largest >= _SAFE or sum(map(abs, worth)) * _SCALE >= _SAFE:
        return None
    tree = _Tree(np.array(rows, np.int64).reshape(len(rows), len(worth)), np.array(bounds, np.int64), worth, target)
    complete = tree.search(most_branches)
    return NearOptimal(floor, tuple(Portfolio(chosen) for chosen in tree.found), complete, tree.branches)


class _Tree:
    """The search for all x in {0, 1}ⁿ with rows·x ≤ bounds and worth·x ≥ target."""

    def __init__(self, rows: _Ints, bounds: _Ints, worth: list[int], target: int) -> None:
        self.rows, self.bounds, self.target = rows, bounds, target
        self.worth: _Ints = np.array(worth, np.int64)
        self.found: list[list[int]] = []
        self.branches = 0
        self._sizes: _Floats = np.abs(rows).sum(axis=1) + np.abs(bounds).astype(float)
        self._relaxation = _Relaxation(rows, bounds, self.worth)

    def search(self, most_branches: int) -> bool:
        """Walk the whole tree; return whether it was walked to its end."""
        awards = len(self.worth)
        stack = [(np.zeros(awards, np.int64), np.ones(awards, np.int64))]
        while stack:
            if self.branches >= most_branches:
                return False
            self.branches += 1
            low, high = stack.pop()
            x, costs = self._cut(low, high)
            if costs is None:
                continue
            free = low < high
            if not free.any():
                if (self.rows @ low <= self.bounds).all() and self.worth @ low >= self.target:
                    self.found.append(np.flatnonzero(low).tolist())
                continue
            stack += self._halves(low, high, free, x, costs)
        return True

    def _cut(self, low: _Ints, high: _Ints) -> tuple[_Floats, _Ints | None]:
        """Bound the branch in integers: None if nothing in it reaches the target, else its costs; fix what it can."""
        x, multipliers, feasible = self._relaxation.solve(low, high)
        if not feasible:
            impossible = self._impossible(low, high, multipliers)
            return x, None if impossible else np.zeros(len(low), np.int64)
        suggested = np.rint(np.clip(multipliers, 0, _SAFE) * _SCALE)
        # Said so that it is true of no number at all, too.
        if not suggested @ self._sizes + _SCALE * np.abs(self.worth).sum() < _SAFE:
            return x, np.zeros(len(low), np.int64)  # no bound can be had: go on branching
        whole: _Ints = suggested.astype(np.int64)
        scale = int(_SCALE)
        costs: _Ints = scale * self.worth - whole @ self.rows
        best: _Ints = np.where(costs > 0, high, low)
        spare = int(whole @ self.bounds) + int(costs @ best) - scale * self.target
        if spare < 0:
            return x, None
        fixed = (low < high) & (np.abs(costs) > spare)
        low[fixed] = high[fixed] = best[fixed]
        return x, costs

    def _impossible(self, low: _Ints, high: _Ints, ray: _Floats) -> bool:
        """Whether a combination of rows, in integers, cannot hold anywhere in the branch."""
        peak = float(np.abs(ray).max(initial=0))
        if not peak or not np.isfinite(peak):
            return False
        suggested = np.rint(np.maximum(ray, 0) / peak * 2**20)
        if not suggested @ self._sizes < _SAFE:
            return False
        whole: _Ints = suggested.astype(np.int64)
        combined: _Ints = whole @ self.rows
        least = int(combined @ np.where(combined > 0, low, high))
        return least > int(whole @ self.bounds)

    @staticmethod
    def _halves(
        low: _Ints, high: _Ints, free: npt.NDArray[np.bool_], x: _Floats, costs: _Ints
    ) -> list[tuple[_Ints, _Ints]]:
        """Split on the award that the relaxation leaves most open; the likelier half is walked first."""
        openness = np.where(free, np.abs(x - np.rint(x)), -1.0)
        award = int(np.argmax(openness))
        if openness[award] < 1e-7:
            award = int(np.argmax(np.where(free, np.abs(costs), -1)))
        without, with_it = high.copy(), low.copy()
        without[award], with_it[award] = 0, 1
        halves = [(low.copy(), without), (with_it, high.copy())]
        return halves if x[award] > 0.5 else halves[::-1]


class _Relaxation:
    """The linear relaxation, kept loaded: only the bounds of its columns change."""

    def __init__(self, rows: _Ints, bounds: _Ints, worth: _Ints) -> None:
        import highspy

        greeted()
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        awards = len(worth)
        self._columns = np.arange(awards, dtype=np.int32)
        empty = np.zeros(0, dtype=np.int32)
        self._highs.addCols(
            awards, -worth.astype(float), np.zeros(awards), np.ones(awards), 0, empty, empty, np.zeros(0)
        )
        # Rows of euros and rows of counts are brought to one size; their multipliers are brought back.
        self._sizes: _Floats = np.maximum(np.abs(rows).max(axis=1, initial=1), 1).astype(float)
        scaled = rows / self._sizes[:, None]
        where = [np.flatnonzero(row).astype(np.int32) for row in rows]
        if len(rows):
            starts = np.cumsum([0, *(len(columns) for columns in where)])[:-1].astype(np.int32)
            numbers = np.concatenate([row[columns] for row, columns in zip(scaled, where, strict=True)])
            lows, highs = np.full(len(rows), -np.inf), bounds / self._sizes
            self._highs.addRows(len(rows), lows, highs, len(numbers), starts, np.concatenate(where), numbers)

    def solve(self, low: _Ints, high: _Ints) -> tuple[_Floats, _Floats, bool]:
        """Return x, the rows' multipliers, and True; or, of no use as x, a ray and False if nothing fits."""
        import highspy

        self._highs.changeColsBounds(len(self._columns), self._columns, low.astype(float), high.astype(float))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._highs.getSolution()
            return np.array(solution.col_value), -np.array(solution.row_dual) / self._sizes, True
        ray: _Floats = np.zeros(len(self._sizes))
        if status == highspy.HighsModelStatus.kInfeasible:
            answer = self._highs.getDualRay()  # type: ignore[attr-defined]
            if len(answer) > 2 and answer[1]:
                ray = -np.array(answer[2]) / self._sizes
        return low + 0.5 * (high - low), ray, False
