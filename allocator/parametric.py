"""The least number at which rows that move with it hold: a budget, a reduction or a rise of a request."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from allocator.lagrangian import MOST_STEPS, IntegerRows, Problem
from allocator.model import Model
from allocator.relaxation import Relaxation
from allocator.rows import Row
from allocator.solver import Answer


class Parametric:
    """One model's rows as they move with a number *t*, and their relaxation kept loaded.

    An object belongs to one thread.

    Parameters
    ----------
    model : Model
        The model at t = 0.
    slopes : sequence of Fraction
        For each row, what a unit of *t* adds to left − right.
    most : int
        The greatest *t* that is of interest.
    """

    def __init__(self, model: Model, slopes: Sequence[Fraction], most: int) -> None:
        self._most = most
        self._awards = len(model.candidates)
        self._rows = IntegerRows.of(model.rows, self._awards, slopes)
        possible = all(row.possible for row in model.rows)
        # Where no row is loosened by a greater t, nothing says how great it must be.
        self._usable = self._rows.fit and self._awards > 0 and possible and bool((self._rows.slopes > 0).any())

    def least(self, extra: Sequence[Row], low: int = 0, most_steps: int = 4 * MOST_STEPS) -> Answer | None:
        """Return a portfolio with the least whole *t*, from *low* on, at which the rows and *extra* hold.

        Returns
        -------
        Answer or None
            None where the walk would be too long, or the numbers do not fit; ask a solver then.
        """
        if not self._usable:
            return None
        added = IntegerRows.of(extra, self._awards)
        if not added.fit:
            return None
        if not all(row.possible for row in extra):
            return Answer("infeasible")
        # A least t below *low* suggests as well; free, it always has multipliers.
        ends = np.zeros(self._awards + 1), np.ones(self._awards + 1)
        ends[0][-1] = -np.inf
        wide = np.hstack([added.coefficients, np.zeros((len(added.bounds), 1), np.int64)])
        with self._relaxation.added(wide, added.bounds):
            _, multipliers, feasible = self._relaxation.solve(*ends)
        problem = Problem.of_least(self._rows.and_those(added), low, self._most, multipliers, feasible=feasible)
        return None if problem is None else problem.best(most_steps)

    @cached_property
    def _relaxation(self) -> Relaxation:
        """The relaxation with *t* as its last column, in parts of its greatest so as to be of the others' size."""
        moved = -self._rows.slopes * self._most
        worth = np.append(np.zeros(self._awards, np.int64), -1)
        return Relaxation(np.hstack([self._rows.coefficients, moved[:, None]]), self._rows.bounds, worth)
