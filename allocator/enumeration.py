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
from allocator.relaxation import Relaxation
from allocator.rows import Portfolio

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
        self._relaxation = Relaxation(rows, bounds, self.worth)

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
