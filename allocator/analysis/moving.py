"""Rows that move with one number: a greater budget, a smaller or a greater request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

from allocator.analysis.resolve import Resolver
from allocator.errors import SolverError
from allocator.model import Model
from allocator.parametric import Parametric
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

    def needed(self, portfolio: Portfolio, low: int = 0) -> int:
        """Return the least whole *t*, from *low* on, at which the rows that a greater *t* helps hold."""
        needs = [
            -row.slack(portfolio) / abs(slope)
            for row, slope in zip(self.model.rows, self.slopes, strict=True)
            if slope and not _hurts(row, slope)
        ]
        return max([low, *(ceil(need) for need in needs)])

    def at(self, t: int) -> tuple[Row, ...]:
        """Return the rows that move, as they stand at *t*."""
        moves = ((row, slope) for row, slope in zip(self.model.rows, self.slopes, strict=True) if slope)
        return tuple(replace(row, right=row.right - slope * t) for row, slope in moves)

    def least(self, floor: Fraction | None, extra: Sequence[Row], low: int = 0) -> tuple[int, Portfolio] | None:
        """Return the least whole *t*, from *low* on, at which some portfolio reaches *floor*, and such a portfolio.

        Without a floor any portfolio will do; *extra* rows hold too.

        Raises
        ------
        SolverError
            If a portfolio is offered that breaks a rule by exact count.
        """
        objective = self.model.objective
        as_good = [] if floor is None else [Row("as_good", objective.form, ">=", floor, objective.unit)]
        answer = self._parametric.least([*as_good, *extra], low)
        number = self._number * -1
        portfolio = self._resolver.best([*as_good, *extra], number) if answer is None else answer.portfolio
        if portfolio is None:
            return None
        t = self.needed(portfolio, low)
        fixed = (row for row, slope in zip(self.model.rows, self.slopes, strict=True) if not slope)
        if answer is not None and not all(row.holds(portfolio) for row in (*fixed, *self.at(t), *as_good, *extra)):
            raise SolverError(f"a portfolio breaks a rule by exact count at {t}: {portfolio}")
        return t, portfolio

    @cached_property
    def backwards(self) -> Moving:
        """The same rows, moving back from *most*: its *t* is `most` − *t*."""
        there = {row.name: row for row in self.at(self.most)}
        rows = tuple(there.get(row.name, row) for row in self.model.rows)
        return Moving(replace(self.model, rows=rows), tuple(-slope for slope in self.slopes), self.most)

    @cached_property
    def still(self) -> Resolver:
        """A solver of the rows that do not move; those that do are to be added, as they stand at some *t*."""
        rows = (row for row, slope in zip(self.model.rows, self.slopes, strict=True) if not slope)
        return Resolver(replace(self.model, rows=tuple(rows)))

    @cached_property
    def _parametric(self) -> Parametric:
        return Parametric(self.model, self.slopes, self.most)

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
        change = (moved.left - moved.right) - (row.left - row.right)
        others = [i for i in change.coefficients.nonzero()[0].tolist() if i != made]
        slope = Fraction(change.at(Portfolio([] if made is None else [made]))) / distance
        moves = any(written_out(a) != written_out(b) for a, b in _helper_forms(row, moved))
        if others or change.helpers or moves or (slope and row.sense == "=="):
            return None
        slopes.append(slope)
    return Moving(model, tuple(slopes), most)


def written_out(form: Linear) -> object:
    """Return all that a form is made of; its helpers are compared by name alone, though they may differ within."""
    helpers = [(helper.name, multiple, [written_out(f) for f in helper.forms]) for helper, multiple in form.helpers]
    return form.coefficients.tolist(), form.constant, form.denominator, helpers


def _helper_forms(row: Row, moved: Row) -> Iterator[tuple[Linear, Linear]]:
    """Yield what each helper of a row is the least or the greatest of, before and after."""
    for before, after in zip(helpers_in(row.forms), helpers_in(moved.forms), strict=True):
        yield from zip(before.forms, after.forms, strict=True)


def _hurts(row: Row, slope: Fraction) -> bool:
    """Whether a greater *t* makes the row harder to satisfy."""
    return slope > 0 if row.sense == "<=" else slope < 0
