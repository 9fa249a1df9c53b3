"""Rows that move with one number: a greater budget, a smaller or a greater request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

import numpy as np

from allocator.analysis.resolve import Resolver
from allocator.lagrangian import MOST_STEPS, Lagrangian
from allocator.model import Model
from allocator.rows import Helper, Linear, Portfolio, Row, constant, helpers_in


@dataclass(frozen=True)
class Moving:
    """A model whose rows move as a number *t* grows from 0: left − right changes by its slope times *t*.

    Attributes
    ----------
    model : Model
        The model at t = 0.
    slopes : tuple of Fraction
        For each row, what a unit of *t* adds to left − right.
    most : int
        The greatest *t* that is of interest.
    """

    model: Model
    slopes: tuple[Fraction, ...]
    most: int

    @property
    def only_loosens(self) -> bool:
        """Whether a portfolio that is lawful at some *t* is lawful at every greater one."""
        return not any(_hurts(row, slope) for row, slope in zip(self.model.rows, self.slopes, strict=True))

    def reach(self, portfolio: Portfolio) -> Fraction | None:
        """Return the greatest *t* up to which a portfolio that is lawful at 0 stays lawful; None if without end."""
        ends = [
            row.slack(portfolio) / abs(slope)
            for row, slope in zip(self.model.rows, self.slopes, strict=True)
            if _hurts(row, slope)
        ]
        return min(ends, default=None)

    def least(self, floor: Fraction, extra: Sequence[Row]) -> tuple[int, Portfolio] | None:
        """Return the least whole *t* at which some portfolio reaches *floor* under *extra* too, and such a portfolio.

        Where a greater *t* only loosens the rows, the least is found by halving, and otherwise as the goal of a
        programme.
        """
        if self.only_loosens and (answers := self._halved(floor, extra)) is not None:
            return next(iter(answers), None)
        objective = self.model.objective
        as_good = Row("as_good", objective.form, ">=", floor, objective.unit)
        portfolio = self._resolver.best([as_good, *extra], self._number * -1)
        return None if portfolio is None else (ceil(self._number.at(portfolio)), portfolio)

    def _halved(self, floor: Fraction, extra: Sequence[Row]) -> list[tuple[int, Portfolio]] | None:
        """Return the least *t* and its portfolio, or nothing if no *t* is enough; None if some question is too hard."""
        if not self._lagrangian.usable:
            return None
        low, there = -1, self._reaching(self.most, floor, extra)
        if not there:
            return None if there is None else []
        # A portfolio tells the least *t* at which it is lawful itself; often there is no other below.
        high, portfolio = ceil(self._number.at(there[0])), there[0]
        probe = high - 1
        while low < probe:
            if (there := self._reaching(probe, floor, extra)) is None:
                return None
            if there:
                high, portfolio = ceil(self._number.at(there[0])), there[0]
                probe = (low + high) // 2 if probe > (low + high) // 2 else high - 1
            else:
                low, probe = probe, (probe + high) // 2
        return [(high, portfolio)]

    def _reaching(self, t: int, floor: Fraction, extra: Sequence[Row]) -> list[Portfolio] | None:
        """Return a portfolio that reaches *floor* at *t*, or none; None where that is too hard a question."""
        self._lagrangian.move([bound + step * t for bound, step in self._bounds])
        found = self._lagrangian.listed(self.model.objective.form, floor, extra, 1, MOST_STEPS)
        return found.portfolios if found is not None and (found.portfolios or found.complete) else None

    @cached_property
    def _lagrangian(self) -> Lagrangian:
        return Lagrangian(self.model)

    @cached_property
    def _bounds(self) -> list[tuple[int, Fraction]]:
        """The bound of each row in whole numbers, and what a unit of *t* adds to it."""
        bounds = []
        for row, slope in zip(self.model.rows, self.slopes, strict=True):
            moved = row.left - row.right
            place = next((i for i in np.flatnonzero(row.integers.coefficients)), None)
            fold = (
                Fraction(1)
                if place is None
                else Fraction(int(row.integers.coefficients[place]) * moved.denominator, int(moved.coefficients[place]))
            )
            bounds.append((row.integers.bound, -slope * fold))
        return bounds

    @cached_property
    def _number(self) -> Linear:
        """*t* as the greatest of what the rows need that a greater *t* helps."""
        awards = len(self.model.candidates)
        needs = [
            (row.left - row.right) * (-1 / slope)
            for row, slope in zip(self.model.rows, self.slopes, strict=True)
            if slope and not _hurts(row, slope)
        ]
        return Helper("moved", "greatest", (constant(0, awards), *needs)).as_form(awards)

    @cached_property
    def _resolver(self) -> Resolver:
        rows = [row for row, slope in zip(self.model.rows, self.slopes, strict=True) if not slope]
        for row, slope in zip(self.model.rows, self.slopes, strict=True):
            if _hurts(row, slope):
                rows.append(Row(row.name, row.left - row.right + self._number * slope, row.sense, 0, row.unit))
        rows.append(Row("moved_at_most", self._number, "<=", self.most))
        return Resolver(replace(self.model, rows=tuple(rows)))


def moving(model: Model, other: Model, distance: int, most: int, made: int | None = None) -> Moving | None:
    """Compare two formulations, *distance* apart, and return how the rows of the first move.

    Parameters
    ----------
    made : int, optional
        Position of the candidate award that changes between the two; it is made in every portfolio asked
        for. None if only bounds change.

    Returns
    -------
    Moving or None
        None if the rows move in another way than by a number, e.g. through rounding or another candidate.
    """
    if [row.name for row in model.rows] != [row.name for row in other.rows]:
        return None
    if [a.name for a in model.candidates.awards] != [a.name for a in other.candidates.awards]:
        return None
    slopes = []
    for row, moved in zip(model.rows, other.rows, strict=True):
        if not _same_helpers(row, moved):
            return None
        change = (moved.left - moved.right) - (row.left - row.right)
        others = [i for i in change.coefficients.nonzero()[0].tolist() if i != made]
        slope = Fraction(change.at(Portfolio([] if made is None else [made]))) / distance
        if others or change.helpers or (slope and row.sense == "=="):
            return None
        slopes.append(slope)
    return Moving(model, tuple(slopes), most)


def _same_helpers(row: Row, moved: Row) -> bool:
    """Whether the helpers of two rows mean the same: those of the same name are equal, whatever they are made of."""
    helpers, others = helpers_in(row.forms), helpers_in(moved.forms)
    if helpers != others or [len(h.forms) for h in helpers] != [len(o.forms) for o in others]:
        return False
    gaps = [
        mine - theirs
        for helper, other in zip(helpers, others, strict=True)
        for mine, theirs in zip(helper.forms, other.forms, strict=True)
    ]
    return not any(gap.coefficients.any() or gap.constant for gap in gaps)


def _hurts(row: Row, slope: Fraction) -> bool:
    """Whether a greater *t* makes the row harder to satisfy."""
    return slope > 0 if row.sense == "<=" else slope < 0
