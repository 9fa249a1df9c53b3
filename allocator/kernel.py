r"""Large programmes: nearly every award is settled by its reduced cost, and the rest is a small 0-1 programme.

The linear relaxation is solved by sifting: with multipliers *y* for the rows, the applications whose best and second
best way differ least are put into a small relaxation, every other application stays at its best way, and the small
relaxation gives the next multipliers. At any multipliers :math:`y \ge 0`, in whole numbers,

.. math:: c\,x \;\le\; y\,h + \sum_a \max(0,\ \max_{j \in a}(c_j - y\,G_j)) \quad\text{for every lawful } x

where *a* runs over the applications and *j* over an application's candidate awards, of which one at most is made. So
floats only suggest multipliers, and the bound is exact. The kernel, the applications that the multipliers leave most in
doubt, is solved as a 0-1 programme; what the bound and the value found leave open is solved after it.

References
----------
Balas & Zemel (1980), An algorithm for large zero-one knapsack problems, Operations Research 28, 1130-1154;
Angelelli, Mansini & Speranza (2010), Kernel search, Computers & Operations Research 37, 2017-2026.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.relaxation import Relaxation
from allocator.rows import Linear, OneAward, Portfolio, Row
from allocator.solver import Answer, SolverName, ask

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

LARGE = 2_000
"""Candidate awards from which on a programme is solved by its kernel."""

_SAFE = 2.0**61
_FINEST = 40
_SIFTED, _CLOSE = 4_000, 0.01
_FIRST_REACH, _LEAST_REACH = 0.1, 1e-9
_KERNELS = (400, 1_500, 5_000, 20_000)
"""Applications that are decided on, in ever larger kernels."""

_PATIENCE = 60.0
"""Seconds for the search where no limit is given."""

_MOST_CUTS = 20


def solve_large(
    model: Model,
    solver: SolverName = "highs",
    gap: Fraction = Fraction(0),
    time_limit: float | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Answer | None:
    """Find a portfolio that makes the objective great, and a bound that no portfolio exceeds.

    Parameters
    ----------
    gap : Fraction
        The search ends when what was found is at most this part of its value below the bound.
    time_limit : float, optional
        Seconds; if not said, a minute.

    Returns
    -------
    Answer or None
        None where there are helpers, numbers too large, or nothing was found; ask a solver for the whole then.
    """
    programme = _Programme.of(model)
    if programme is None:
        return None

    ends = time.monotonic() + (_PATIENCE if time_limit is None else time_limit)
    prices = programme.sifted(ends)
    if prices is None:
        return None
    best: _Found | None = None
    for size in _KERNELS:
        left = ends - time.monotonic()
        if best is not None and (left <= 0 or programme.missing(best, prices) <= gap):
            break
        # Once something is found, what cannot be in a better portfolio need not be decided on.
        kernel = prices.doubtful(size)
        if best is not None:
            kernel = np.intersect1d(kernel, prices.open(best.worth + 1))
        progress(f"deciding on the {len(kernel)} applications most in doubt")
        found, proven = programme.solved(prices, kernel, solver, max(left, 1.0))
        if found is not None and (best is None or found.worth > best.worth):
            best = found
        if best is not None and proven and not len(np.setdiff1d(prices.open(best.worth + 1), kernel)):
            return Answer("optimal", best.portfolio, programme.value(best.worth))
    if best is None:
        return None
    if best.worth == prices.bound:
        return Answer("optimal", best.portfolio, programme.value(best.worth))
    return Answer("feasible", best.portfolio, programme.value(prices.bound))


@dataclass(frozen=True)
class _Found:
    worth: int
    portfolio: Portfolio


@dataclass(frozen=True)
class _Programme:
    """max worth·x, rows·x ≤ bounds, at most one award an application.

    Attributes
    ----------
    rows : sequence of arrays of int64, one number a column
    bounds : array of int64
    worth : array of int64
        In units, without a common factor.
    starts : array of int64
        The first column of each application; its columns stand side by side.
    unit : Fraction
        What one unit of worth is in the objective.
    constant : Fraction
        Of the objective.
    """

    rows: Sequence[_Ints]
    bounds: _Ints
    worth: _Ints
    starts: _Ints
    unit: Fraction
    constant: Fraction

    @classmethod
    def of(cls, model: Model) -> _Programme | None:
        """Return a model as whole numbers; None where it has helpers, or they do not fit."""
        goal, awards = model.objective.form, model.candidates.awards
        kept = [row for row in model.rows if row.rule]
        inequalities = [(row.sense, row.integers) for row in kept]
        fits = goal.coefficients.dtype != object and all(row.integers.coefficients.dtype != object for row in kept)
        if not awards or not fits or goal.helpers or any(inequality.helpers for _, inequality in inequalities):
            return None
        if not all(row.possible for row in model.rows):
            return None
        rows, bounds = [], []
        for sense, inequality in inequalities:
            for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[sense]:
                rows.append(inequality.coefficients if sign > 0 else -inequality.coefficients)
                bounds.append(sign * inequality.bound)
        if max(map(abs, bounds), default=0) >= _SAFE:
            return None
        step = int(np.gcd.reduce(goal.coefficients)) or 1
        applications = np.array([award.application for award in awards], dtype=object)
        changes = np.flatnonzero(applications[1:] != applications[:-1]) + 1
        return cls(
            rows,
            np.array(bounds, np.int64),
            goal.coefficients // step,
            np.concatenate([np.zeros(1, np.int64), changes]),
            Fraction(step, goal.denominator),
            Fraction(goal.constant, goal.denominator),
        )

    def missing(self, found: _Found, prices: _Prices) -> Fraction:
        """Return how far below the bound what was found is, as a part of its value."""
        value = abs(self.value(found.worth))
        missing = (prices.bound - found.worth) * self.unit
        return missing / value if value else Fraction(missing > 0)

    def value(self, worth: int) -> Fraction:
        """Return the objective at a worth."""
        return worth * self.unit + self.constant

    def columns(self, applications: _Ints) -> _Ints:
        """Return the columns of applications."""
        ends = np.append(self.starts[1:], len(self.worth))
        return np.concatenate([np.arange(self.starts[a], ends[a]) for a in applications.tolist()] or [self.starts[:0]])

    def priced(self, multipliers: _Floats) -> _Prices | None:
        """Round multipliers to whole numbers; None where no bound can be had of them."""
        multipliers = np.clip(np.nan_to_num(multipliers), 0, _SAFE)
        sizes = self._sizes + np.abs(self.bounds)
        values = float(np.abs(self.worth).sum(dtype=float))
        reach = float(multipliers @ sizes) + values + 1.0
        if not reach <= _SAFE / 2:
            return None
        scale = 1 << min(_FINEST, int(np.log2(_SAFE / reach)) - 1)
        whole = np.rint(multipliers * scale).astype(np.int64)
        # Rounding adds up to a half for every row; that fits too, or there is no bound.
        if float(whole.astype(float) @ sizes) + scale * values >= 2 * _SAFE:
            return None
        costs = scale * self.worth
        for y, row in zip(whole.tolist(), self.rows, strict=True):
            if y:
                costs -= y * row
        best = np.maximum(np.maximum.reduceat(costs, self.starts), 0)
        bound = sum(y * h for y, h in zip(whole.tolist(), self.bounds.tolist(), strict=True)) + int(best.sum())
        return _Prices(self, multipliers, scale, costs, best, bound)

    def sifted(self, ends: float) -> _Prices | None:
        """Return the best multipliers that sifting finds; None where no bound can be had of any."""
        count, reach = len(self.starts), _FIRST_REACH
        inside = np.arange(0, count, max(1, count // _SIFTED))
        shared = np.asarray(self.bounds * (len(inside) / count), np.float64)
        multipliers, _ = self._relaxed(inside, shared, 0 * self._usual, 3 * self._usual)
        best = self.priced(multipliers)
        while best is not None and reach > _LEAST_REACH and time.monotonic() < ends:
            inside = best.doubtful(_SIFTED)
            settled = best.preferred(inside)
            room = (self.bounds - self._used(settled)).astype(np.float64)
            multipliers, relaxed = self._relaxed(inside, room, best.multipliers, reach * self._usual)
            hoped = relaxed + int(self.worth[settled].sum())
            if best.scaled_bound / best.scale - hoped < _CLOSE:
                break
            found = self.priced(multipliers)
            if found is not None and found.scaled_bound * best.scale < best.scaled_bound * found.scale:
                best, reach = found, 2 * reach
            else:
                reach /= 4
        return best

    def _used(self, columns: _Ints) -> _Ints:
        return np.array([int(row[columns].sum()) for row in self.rows], np.int64)

    @cached_property
    def _sizes(self) -> _Floats:
        """The sum of each row's numbers, signs aside."""
        return np.array([float(np.abs(row).sum(dtype=float)) for row in self.rows]).reshape(len(self.rows))

    @cached_property
    def _usual(self) -> _Floats:
        """What a unit of each row costs on an average: the scale on which its multiplier may move."""
        worths = [float(np.abs(self.worth[row != 0]).sum(dtype=float)) for row in self.rows]
        return np.array(worths).reshape(len(self.rows)) / (self._sizes + 1)

    def _relaxed(self, applications: _Ints, bounds: _Floats, around: _Floats, reach: _Floats) -> tuple[_Floats, float]:
        """Return the multipliers and the value of the relaxation for some applications.

        A row may be overstepped, or left unused, at a price: its multiplier stays within *reach* of what it is around.

        References
        ----------
        Marsten, Hogan & Blankenship (1975), The boxstep method for large-scale optimization, Operations Research 23.
        """
        columns = self.columns(applications)
        rows = np.array([row[columns] for row in self.rows], np.int64).reshape(len(self.rows), len(columns))
        sizes = np.maximum(np.abs(rows).max(axis=1, initial=1), 1)
        left = np.block([rows, -np.diag(sizes), np.diag(sizes)])
        over, unused = (around + reach) * sizes, np.maximum(around - reach, 0) * sizes
        worth = np.concatenate([self.worth[columns], -over, unused])
        relaxation = Relaxation(left, bounds, worth)
        relaxation.add_choices(self._several(applications))
        high = np.ones(len(worth))
        high[len(columns) :] = np.inf
        x, multipliers, _ = relaxation.solve(np.zeros(len(worth)), high)
        return multipliers[: len(sizes)], float(x @ worth)

    def _several(self, applications: _Ints) -> list[range]:
        """Return the columns, counted among those of these applications, of each that has several."""
        ends = np.append(self.starts[1:], len(self.worth))
        counts = (ends - self.starts)[applications]
        beyond = np.cumsum(counts)
        return [
            range(end - count, end) for end, count in zip(beyond.tolist(), counts.tolist(), strict=True) if count > 1
        ]

    def solved(
        self, prices: _Prices, kernel: _Ints, solver: SolverName, time_limit: float
    ) -> tuple[_Found | None, bool]:
        """Return the best portfolio whose other applications are as preferred, and whether it is proven the best."""
        settled, columns = prices.preferred(kernel), self.columns(kernel)
        room = self.bounds - self._used(settled)
        rows = [
            Row(f"r{number}", Linear(row[columns]), "<=", int(bound))
            for number, (row, bound) in enumerate(zip(self.rows, room.tolist(), strict=True))
        ]
        several = enumerate(self._several(kernel))
        rows += [OneAward.of(f"one{number}", ways, len(columns)) for number, ways in several]
        goal = Linear(self.worth[columns])
        for _ in range(_MOST_CUTS):
            answer = ask(len(columns), goal, rows, solver=solver, time_limit=time_limit)
            if answer.portfolio is None:
                return None, answer.state == "infeasible"
            if all(row.holds(answer.portfolio) for row in rows):
                made = np.concatenate([settled, columns[answer.portfolio.positions]])
                return _Found(int(self.worth[made].sum()), Portfolio(made.tolist())), answer.state == "optimal"
            taken = np.zeros(len(columns), np.int64)
            taken[answer.portfolio.positions] = 1
            rows.append(Row("not_again", Linear(1 - 2 * taken), ">=", 1 - int(taken.sum())))
        return None, False


@dataclass(frozen=True)
class _Prices:
    """Multipliers in whole numbers, and what they say of every award.

    Attributes
    ----------
    multipliers : array
        As they were before they were rounded.
    costs : array of int64, shape (columns,)
        Reduced costs, *scale*-fold.
    best : array of int64, shape (applications,)
        The greatest reduced cost of an application, at least 0: that of not funding it.
    scaled_bound : int
        No lawful portfolio is worth more, *scale*-fold.
    """

    programme: _Programme
    multipliers: _Floats
    scale: int
    costs: _Ints
    best: _Ints
    scaled_bound: int

    @property
    def bound(self) -> int:
        """No lawful portfolio is worth more."""
        return self.scaled_bound // self.scale

    def margins(self) -> _Ints:
        """Return for each application by how much its best way is better than its second best."""
        starts, costs = self.programme.starts, self.costs
        of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(costs))))
        behind = self.best[of] - costs
        # The first column that is best is the preferred one; every other column, and none, is a second way.
        preferred = np.zeros(len(costs), dtype=bool)
        preferred[self._first_best()] = True
        rest = np.where(preferred, np.iinfo(np.int64).max, behind)
        others = np.minimum.reduceat(rest, starts)
        funded = np.zeros(len(starts), dtype=bool)
        funded[of[preferred]] = True
        return np.where(funded, np.minimum(others, self.best), others)

    def _first_best(self) -> _Ints:
        """Return the first best column of each application that is preferred funded."""
        starts, costs = self.programme.starts, self.costs
        of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(costs))))
        columns = np.flatnonzero((costs == self.best[of]) & (costs > 0))
        return columns[np.unique(of[columns], return_index=True)[1]]

    def doubtful(self, count: int) -> _Ints:
        """Return the applications of the smallest margins, ascending."""
        margins = self.margins()
        if count >= len(margins):
            return np.arange(len(margins))
        return np.sort(np.argpartition(margins, count)[:count])

    def open(self, target: int) -> _Ints:
        """Return the applications that may be otherwise than preferred in a portfolio of a worth of *target*."""
        return np.flatnonzero(self.scaled_bound - self.margins() >= self.scale * target)

    def preferred(self, without: _Ints) -> _Ints:
        """Return the columns preferred made, but those of some applications."""
        columns = self._first_best()
        of = np.searchsorted(self.programme.starts, columns, side="right") - 1
        return columns[~np.isin(of, without)]
