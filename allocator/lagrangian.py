r"""Exact 0-1 optimisation by one relaxation and whole numbers: what every fast re-solve rests on.

The linear relaxation gives each row a multiplier *y*. With multipliers in whole numbers, whatever they are,

.. math:: c\,x \;\le\; y\,h + \sum_j \max(0,\ c_j - y\,G_j) \quad\text{for every lawful } x

so an award is preferred made or not made by the sign of its reduced cost, and every deviation from what is preferred
costs its reduced cost. All sets of deviations whose costs together stay within the gap are walked, the costliest
first, and left as soon as a row can no longer hold. Floats only suggest multipliers: bad ones cost time and never an
answer.

References
----------
Geoffrion (1974), Lagrangean relaxation for integer programming, Mathematical Programming Study 2, 82-114;
Neumaier & Shcherbina (2004), Safe bounds in linear and mixed-integer linear programming, Math. Programming 99,
283-296.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.rows import Linear, Portfolio, Row
from allocator.solver import TOLERANCE, Answer, greeted

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

_SAFE = 2.0**61
"""Sums of products below this cannot overflow int64, rounding of the estimate itself included."""

_FINEST = 40
"""Multipliers are whole numbers of 2⁻ᵏ for a *k* of at most this."""

MOST_STEPS = 400_000
"""A walk of so many steps takes as long as a branch-and-bound solver for the same question."""


@dataclass(frozen=True)
class Listing:
    """The portfolios that a walk found.

    Attributes
    ----------
    portfolios : list of Portfolio
    complete : bool
        Whether there are no others.
    steps : int
        Steps of the walk.
    """

    portfolios: list[Portfolio]
    complete: bool
    steps: int


class Lagrangian:
    """One model's rows in whole numbers, and its relaxation kept loaded. An object belongs to one thread."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._rows, self._bounds, known = _in_integers(model.rows, len(model.candidates))
        self.usable = known and len(model.candidates) > 0 and all(row.possible for row in model.rows)

    def move(self, bounds: Sequence[Fraction | int]) -> None:
        """Give the model's rows other bounds, one each; left sides are whole, so parts of a unit mean nothing."""
        moved: list[int] = []
        for row, bound in zip(self.model.rows, bounds, strict=True):
            signs = {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row.sense]
            moved += (floor(sign * bound) for sign in signs)
        self._bounds = np.array(moved, np.int64)
        self._relaxation.move(self._bounds)

    def best(self, goal: Linear, extra: Sequence[Row], most_steps: int = MOST_STEPS) -> Answer | None:
        """Return a portfolio that makes *goal* greatest under the model's rows and *extra*, or that there is none.

        Returns
        -------
        Answer or None
            None where the walk would be too long, or the numbers do not fit; ask a solver then.
        """
        problem = self._problem(goal, extra)
        if problem is None:
            return None
        if problem.impossible:
            return Answer("infeasible")
        # The gap is not known, so a small one is tried, and then a greater, until something is found within it.
        least, margin = problem.least, max(problem.bound // 300, 1)
        while most_steps > 0:
            target = max(problem.bound - margin, least)
            found, count, steps = problem.walk(target, most_steps, listing=False)
            if steps > most_steps:
                return None
            if count:
                return Answer("optimal", Portfolio(np.flatnonzero(found[0]).tolist()))
            if target == least:
                return Answer("infeasible")
            margin, most_steps = 3 * margin, most_steps - steps
        return None

    def listed(self, goal: Linear, least: Fraction, extra: Sequence[Row], most: int, most_steps: int) -> Listing | None:
        """List the lawful portfolios for which *goal* is at least *least*, at most so many.

        Returns
        -------
        Listing or None
            None where the rows have helpers, or the numbers do not fit.
        """
        problem = self._problem(goal, extra)
        if problem is None:
            return None
        if problem.impossible:
            return Listing([], True, 0)
        target = -int(-(least * goal.denominator - goal.constant) // problem.unit)
        if target > problem.bound:
            return Listing([], True, 0)
        target = max(target, problem.least)
        found, count, steps = problem.walk(target, most_steps, listing=True, most=most + 1)
        portfolios = [Portfolio(np.flatnonzero(x).tolist()) for x in found[: min(count, most)]]
        return Listing(portfolios, steps <= most_steps and count <= most, steps)

    def _problem(self, goal: Linear, extra: Sequence[Row]) -> _Problem | None:
        if not self.usable or goal.helpers:
            return None
        added, bounds, known = _in_integers(extra, len(self.model.candidates))
        unit = int(np.gcd.reduce(goal.coefficients)) or 1
        worth = goal.coefficients // unit
        if not known or worth.dtype == object:
            return None
        if not all(row.possible for row in extra):
            return _Problem.without_portfolios()
        multipliers, feasible = self._relaxation.solve(worth, added, bounds)
        rows, limits = np.vstack([self._rows, added]), np.concatenate([self._bounds, bounds])
        return _Problem.of(rows, limits, worth, unit, multipliers, feasible=feasible)

    @cached_property
    def _relaxation(self) -> _Relaxation:
        return _Relaxation(self._rows, self._bounds)


@dataclass(frozen=True)
class _Problem:
    """max worth·x, rows·x ≤ bounds, x ∈ {0, 1}ⁿ, with multipliers in whole numbers.

    Attributes
    ----------
    unit : int
        What one unit of worth is in the goal.
    costs : array
        Reduced costs, *scale*-fold.
    scaled_bound : int
        The Lagrangian bound, *scale*-fold.
    """

    rows: _Ints
    bounds: _Ints
    worth: _Ints
    unit: int
    costs: _Ints
    scale: int
    scaled_bound: int
    impossible: bool = False

    @classmethod
    def without_portfolios(cls) -> _Problem:
        """Return the problem that no portfolio solves."""
        none: _Ints = np.zeros(0, np.int64)
        return cls(none.reshape(0, 0), none, none, 1, none, 1, 0, impossible=True)

    @classmethod
    def of(
        cls, rows: _Ints, bounds: _Ints, worth: _Ints, unit: int, multipliers: _Floats, *, feasible: bool
    ) -> _Problem | None:
        """Round the multipliers; None where no bound can be had of them."""
        sizes = np.abs(rows).sum(axis=1, dtype=float) + np.abs(bounds)
        values = float(np.abs(worth).sum(dtype=float))
        # Below zero a multiplier bounds nothing, and beyond what is safe it is of no use.
        multipliers = np.clip(multipliers, 0, _SAFE)
        reach = float(multipliers @ sizes) + (values if feasible else 0.0) + 1.0
        if not reach <= _SAFE / 2:
            return None
        scale = 1 << min(_FINEST, int(np.log2(_SAFE / reach)) - 1)
        # Rounding adds up to a half for every row, in the last place; that fits too, or there is no bound.
        whole: _Ints = np.rint(multipliers * scale).astype(np.int64)
        if float(np.abs(whole.astype(float)) @ sizes) + scale * values >= 2 * _SAFE:
            return None
        costs: _Ints = (scale * worth if feasible else 0) - whole @ rows
        bound = int(whole @ bounds) + int(np.maximum(costs, 0).sum())
        if not feasible:
            # Multipliers under which the rows cannot hold together, in whole numbers, prove that they do not.
            return cls.without_portfolios() if bound < 0 else None
        return cls(rows, bounds, worth, unit, costs, scale, bound)

    @property
    def bound(self) -> int:
        """No portfolio is worth more."""
        return self.scaled_bound // self.scale

    @property
    def least(self) -> int:
        """Every set of awards is worth at least this."""
        return int(np.minimum(self.worth, 0).sum())

    def walk(
        self, target: int, most_steps: int, *, listing: bool, most: int = 1
    ) -> tuple[npt.NDArray[np.int8], int, int]:
        """Walk the sets of deviations that reach *target*.

        Returns
        -------
        found : array of int8
            One row a portfolio: all that reach the target, at most *most*; or the best alone.
        count, steps : int
            Steps above the most that are allowed say that the walk was cut short.
        """
        from allocator.walk import walk

        order = np.argsort(-np.abs(self.costs), kind="stable")
        # A row that no set of awards can break needs no watching.
        watched = np.maximum(self.rows, 0).sum(axis=1) > self.bounds
        rows, bounds = np.ascontiguousarray(self.rows[watched].T), self.bounds[watched]
        return walk(
            rows,
            bounds,
            self.worth,
            self.costs,
            order,
            target,
            self.scale,
            self.scaled_bound,
            listing,
            most,
            most_steps,
        )


class _Relaxation:
    """The linear relaxation, kept loaded: only the objective changes, and the rows that are added and taken away."""

    def __init__(self, rows: _Ints, bounds: _Ints) -> None:
        import highspy

        greeted()
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        awards = rows.shape[1]
        self._columns = np.arange(awards, dtype=np.int32)
        empty = np.zeros(0, dtype=np.int32)
        self._highs.addCols(awards, np.zeros(awards), np.zeros(awards), np.ones(awards), 0, empty, empty, np.zeros(0))
        self._sizes = self._add(rows, bounds)

    def move(self, bounds: _Ints) -> None:
        """Give the first rows other bounds."""
        count = len(bounds)
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]
            count, np.arange(count, dtype=np.int32), np.full(count, -np.inf), bounds / self._sizes
        )

    def solve(self, worth: _Ints, rows: _Ints, bounds: _Ints) -> tuple[_Floats, bool]:
        """Return the multipliers of all rows, the added ones last, and True; or a ray and False if nothing fits."""
        import highspy

        self._highs.changeColsCost(len(self._columns), self._columns, -worth.astype(float))
        before = self._highs.getNumRow()
        sizes = np.concatenate([self._sizes, self._add(rows, bounds)])
        try:
            self._highs.run()
            if self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return np.maximum(-np.array(self._highs.getSolution().row_dual) / sizes, 0), True
            answer = self._highs.getDualRay()  # type: ignore[attr-defined]
            ray = -np.array(answer[2]) if len(answer) > 2 and answer[1] else np.zeros(len(sizes))
            return np.maximum(ray / sizes, 0), False
        finally:
            added = np.arange(before, self._highs.getNumRow(), dtype=np.int32)
            if len(added):
                self._highs.deleteRows(len(added), added)

    def _add(self, rows: _Ints, bounds: _Ints) -> _Floats:
        """Add rows, brought to one size each: euros and counts differ by millions. Return the sizes."""
        sizes: _Floats = np.maximum(np.abs(rows).max(axis=1, initial=1), 1).astype(float)
        if len(rows):
            where = [np.flatnonzero(row).astype(np.int32) for row in rows]
            starts = np.cumsum([0, *(len(columns) for columns in where)])[:-1].astype(np.int32)
            numbers = np.concatenate(
                [row[columns] / size for row, columns, size in zip(rows, where, sizes, strict=True)]
            )
            lows = np.full(len(rows), -np.inf)
            self._highs.addRows(len(rows), lows, bounds / sizes, len(numbers), starts, np.concatenate(where), numbers)
        return sizes


def _in_integers(rows: Sequence[Row], awards: int) -> tuple[_Ints, _Ints, bool]:
    """Return rows as coefficients·x ≤ bound, an equality as two, and whether they all could be."""
    coefficients: list[npt.NDArray[np.int64]] = []
    bounds: list[int] = []
    for row in rows:
        inequality = row.integers
        for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row.sense]:
            coefficients.append(sign * inequality.coefficients)
            bounds.append(sign * inequality.bound)
        fits = inequality.coefficients.dtype != object and abs(inequality.bound) < _SAFE
        if inequality.helpers or not fits or float(np.abs(inequality.coefficients).sum(dtype=float)) >= _SAFE:
            return np.zeros((0, awards), np.int64), np.zeros(0, np.int64), False
    return np.array(coefficients, np.int64).reshape(len(bounds), awards), np.array(bounds, np.int64), True
