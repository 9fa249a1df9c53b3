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

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.relaxation import Relaxation
from allocator.rows import Linear, Portfolio, Row
from allocator.solver import Answer

Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

_SAFE = 2.0**61
"""Sums of products below this cannot overflow int64, rounding of the estimate itself included."""

_BEYOND = 2**62
"""More than anything is worth."""

MOST_STEPS = 2_000_000
"""A walk of so many steps, a tenth of a second, takes as long as a branch-and-bound solver for the same question."""


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
        self._rows = IntegerRows.of(model.rows, len(model.candidates))
        possible = all(row.possible for row in model.rows)
        self.usable = self._rows.fit and len(model.candidates) > 0 and possible

    def best(self, goal: Linear, extra: Sequence[Row], most_steps: int = MOST_STEPS) -> Answer | None:
        """Return a portfolio that makes *goal* greatest under the model's rows and *extra*, or that there is none.

        Returns
        -------
        Answer or None
            None where the walk would be too long, or the numbers do not fit; ask a solver then.
        """
        problem = self._problem(goal, extra)
        return None if problem is None else problem.best(most_steps)

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
        target = -int(-(least * goal.denominator - goal.constant) // problem.unit)
        return problem.listed(target, most, most_steps)

    def _problem(self, goal: Linear, extra: Sequence[Row]) -> Problem | None:
        if not self.usable or goal.helpers:
            return None
        added = IntegerRows.of(extra, len(self.model.candidates))
        unit = int(np.gcd.reduce(goal.coefficients)) or 1
        worth = goal.coefficients // unit
        if not added.fit or worth.dtype == object:
            return None
        if not all(row.possible for row in extra):
            return Problem.without_portfolios()
        self._relaxation.aim(worth)
        with self._relaxation.added(added.coefficients, added.bounds):
            _, multipliers, feasible = self._relaxation.solve(np.zeros(len(worth)), np.ones(len(worth)))
        return Problem.of(self._rows.and_those(added), worth, unit, multipliers, feasible=feasible)

    @cached_property
    def _relaxation(self) -> Relaxation:
        return Relaxation(self._rows.coefficients, self._rows.bounds)


@dataclass(frozen=True)
class IntegerRows:
    """rows·x ≤ bounds + slopes·t in whole numbers, and whether all rows could be written so."""

    coefficients: Ints
    bounds: Ints
    slopes: Ints
    fit: bool = True

    @classmethod
    def of(cls, rows: Sequence[Row], awards: int, slopes: Sequence[Fraction] = ()) -> IntegerRows:
        """Write rows in whole numbers, an equality as two.

        Parameters
        ----------
        slopes : sequence of Fraction, optional
            For each row, what a unit of *t* adds to left − right.
        """
        coefficients: list[Ints] = []
        numbers: list[tuple[int, int]] = []
        for row, slope in zip(rows, slopes or [Fraction(0)] * len(rows), strict=True):
            inequality = row.integers
            step = -slope * inequality.fold
            peak = float(np.abs(inequality.coefficients).sum(dtype=float)) + abs(inequality.bound) + abs(step)
            fits = inequality.coefficients.dtype != object and peak * step.denominator < _SAFE
            if inequality.helpers or not fits:
                none: Ints = np.zeros(0, np.int64)
                return cls(none.reshape(0, awards), none, none, fit=False)
            for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row.sense]:
                coefficients.append(sign * step.denominator * inequality.coefficients)
                numbers.append((sign * step.denominator * inequality.bound, sign * step.numerator))
        bounds, steps = np.array(numbers, np.int64).reshape(len(numbers), 2).T
        return cls(np.array(coefficients, np.int64).reshape(len(bounds), awards), bounds, steps)

    def and_those(self, added: IntegerRows) -> IntegerRows:
        """Return these rows and the added ones, the added ones last."""
        return IntegerRows(
            np.vstack([self.coefficients, added.coefficients]),
            np.concatenate([self.bounds, added.bounds]),
            np.concatenate([self.slopes, added.slopes]),
        )

    def sizes(self, most: int = 0) -> _Floats:
        """Return the greatest that each row can come to on either side, with *t* up to *most*."""
        whole = np.abs(self.coefficients).sum(axis=1, dtype=float)
        sizes: _Floats = whole + np.abs(self.bounds) + np.abs(self.slopes).astype(float) * most
        return sizes


@dataclass(frozen=True)
class Problem:
    """max worth·x, rows·x ≤ bounds, x ∈ {0, 1}ⁿ, with multipliers in whole numbers.

    Where rows have slopes it is max −t instead, with *t* whole and from `low` on.

    Attributes
    ----------
    unit : int
        What one unit of worth is in the goal.
    costs : array
        Reduced costs, *scale*-fold.
    scaled_bound : int
        The Lagrangian bound, *scale*-fold.
    least : int
        Every set of awards is worth at least this, or is of no interest.
    """

    rows: IntegerRows
    worth: Ints
    unit: int
    costs: Ints
    scale: int
    scaled_bound: int
    least: int
    low: int = 0
    impossible: bool = False

    @classmethod
    def without_portfolios(cls) -> Problem:
        """Return the problem that no portfolio solves."""
        none: Ints = np.zeros(0, np.int64)
        return cls(IntegerRows(none.reshape(0, 0), none, none), none, 1, none, 1, 0, 0, impossible=True)

    @classmethod
    def of(cls, rows: IntegerRows, worth: Ints, unit: int, multipliers: _Floats, *, feasible: bool) -> Problem | None:
        """Round the multipliers; None where no bound can be had of them."""
        values = float(np.abs(worth).sum(dtype=float)) if feasible else 0.0
        if (rounded := _rounded(multipliers, rows.sizes(), values)) is None:
            return None
        whole, scale = rounded
        costs: Ints = (scale * worth if feasible else 0) - whole @ rows.coefficients
        bound = int(whole @ rows.bounds) + int(np.maximum(costs, 0).sum())
        if not feasible:
            # Multipliers under which the rows cannot hold together, in whole numbers, prove that they do not.
            return cls.without_portfolios() if bound < 0 else None
        return cls(rows, worth, unit, costs, scale, bound, int(np.minimum(worth, 0).sum()))

    @classmethod
    def of_least(
        cls, rows: IntegerRows, low: int, most: int, multipliers: _Floats, *, feasible: bool
    ) -> Problem | None:
        """Round the multipliers of the problem max −t, *t* from *low* to *most*; None where they bound nothing."""
        if (rounded := _rounded(multipliers, rows.sizes(max(abs(low), abs(most))), 0.0)) is None:
            return None
        whole, _ = rounded
        if feasible and int(whole @ rows.slopes) <= 0:
            whole = np.where(rows.slopes < 0, 0, whole)  # any multipliers will do, but t must count
        scale = int(whole @ rows.slopes)
        costs: Ints = -(whole @ rows.coefficients)
        bound = int(whole @ rows.bounds) + int(np.maximum(costs, 0).sum())
        if not feasible:
            return cls.without_portfolios() if bound + max(scale * low, scale * most) < 0 else None
        worth: Ints = np.zeros(len(costs), np.int64)
        return cls(rows, worth, 1, costs, scale, bound, -most, low) if scale > 0 else None

    @property
    def bound(self) -> int:
        """No portfolio is worth more."""
        return min(self.scaled_bound // self.scale, -self.low if self._moves else _BEYOND)

    @property
    def _moves(self) -> bool:
        return bool(self.rows.slopes.any())

    def best(self, most_steps: int) -> Answer | None:
        """Return a best portfolio, or that there is none; None where the walk would be too long."""
        if self.impossible:
            return Answer("infeasible")
        # The gap is not known, so a small one is tried, and then a greater, until something is found within it.
        margin = max(abs(self.bound) // 300, 1)
        while most_steps > 0:
            target = max(self.bound - margin, self.least)
            found, count, steps = self._walk(target, most_steps, listing=False)
            if steps > most_steps:
                return None
            if count:
                return Answer("optimal", Portfolio(np.flatnonzero(found[0]).tolist()))
            if target == self.least:
                return Answer("infeasible")
            margin, most_steps = 2 * margin, most_steps - steps
        return None

    def listed(self, target: int, most: int, most_steps: int) -> Listing:
        """List the portfolios that reach a target, at most so many."""
        if self.impossible or target > self.bound:
            return Listing([], True, 0)
        found, count, steps = self._walk(max(target, self.least), most_steps, listing=True, most=most + 1)
        portfolios = [Portfolio(np.flatnonzero(x).tolist()) for x in found[: min(count, most)]]
        return Listing(portfolios, steps <= most_steps and count <= most, steps)

    def _walk(
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
        fullest = np.maximum(self.rows.coefficients, 0).sum(axis=1)
        watched = (fullest > self.rows.bounds) | (self.rows.slopes != 0)
        return walk(
            np.ascontiguousarray(self.rows.coefficients[watched].T),
            self.rows.bounds[watched],
            self.rows.slopes[watched],
            self.low,
            self.worth,
            self.costs,
            order,
            target,
            self.bound,
            self.scale,
            self.scaled_bound,
            listing,
            most,
            most_steps,
        )


def _rounded(multipliers: _Floats, sizes: _Floats, values: float) -> tuple[Ints, int] | None:
    """Return multipliers in whole numbers and their scale; None where no bound can be had of them.

    Parameters
    ----------
    sizes : array
        What each row comes to at most.
    values : float
        What all awards are worth together.
    """
    # Below zero a multiplier bounds nothing, and beyond what is safe it is of no use.
    multipliers = np.clip(multipliers, 0, _SAFE)
    reach = float(multipliers @ sizes) + values + 1.0
    if not reach <= _SAFE / 2:
        return None
    scale = 1 << (int(np.log2(_SAFE / reach)) - 1)
    # Rounding adds up to a half for every row, in the last place; that fits too, or there is no bound.
    whole: Ints = np.rint(multipliers * scale).astype(np.int64)
    if float(np.abs(whole.astype(float)) @ sizes) + scale * values >= 2 * _SAFE:
        return None
    return whole, scale
