"""Every portfolio that is best at some weights: a whole polytope of weights, without sampling and without rounding.

The greatest value V(w) = max over portfolios p of w·p is convex and linear by pieces. The pieces of a few known
portfolios have finitely many corners; where no portfolio beats them at any corner, none does anywhere between. A corner
where one does adds that portfolio, and its corners. Corners are rational and computed as such (double description),
and each is proven by a list, complete in whole numbers, of the portfolios that come near it.

References
----------
Motzkin, Raiffa, Thompson & Thrall (1953), The double description method; Fukuda & Prodon (1996), Double description
method revisited; Liesiö, Mild & Salo (2007), Preference programming for robust portfolio modeling, EJOR 181, 1488-1505.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from allocator.branching.programme import Ints, Programme, is_compiled
from allocator.ensemble import solve_many
from allocator.errors import SolverError
from allocator.lagrangian import MOST_STEPS, Lagrangian
from allocator.model import Model
from allocator.optimum import Progress
from allocator.rows import Linear, Portfolio

if TYPE_CHECKING:
    from allocator.branching.workspace import Workspace

_MOST_BITS = 40
"""A goal at a corner is rounded up to so many bits before the tree; what comes near is compared without rounding."""

_NEAR = 1e-9

_MOST_WALKED = 1_000
"""Portfolios that a walk lists at a corner before it is left to the tree."""

Ray = tuple[int, ...]


@dataclass(frozen=True)
class Polytope:
    """Weights of criteria: at least 0, 1 in all, and what else is known of them.

    Attributes
    ----------
    criteria : tuple of str
        Whose weights they are.
    at_least_zero : tuple of tuple of Fraction
        Each a row a with Σ aₖ wₖ ≥ 0. Since the weights sum to 1, wₖ ≥ l is (1 - l) wₖ - l Σ others ≥ 0.
    """

    criteria: tuple[str, ...]
    at_least_zero: tuple[tuple[Fraction, ...], ...] = ()

    def between(self, bounds: Mapping[str, tuple[Fraction, Fraction]]) -> Polytope:
        """Return the part in which each of some weights lies in its interval, ends included."""
        rows = []
        for name, (low, high) in bounds.items():
            place = self.criteria.index(name)
            rows.append(tuple((k == place) - Fraction(low) for k in range(len(self.criteria))))
            rows.append(tuple(Fraction(high) - (k == place) for k in range(len(self.criteria))))
        return Polytope(self.criteria, (*self.at_least_zero, *rows))

    def in_order(self, names: Sequence[str]) -> Polytope:
        """Return the part in which each of these weighs at least as much as the next."""
        places = [self.criteria.index(name) for name in names]
        rows = [
            tuple(Fraction((k == first) - (k == second)) for k in range(len(self.criteria)))
            for first, second in pairwise(places)
        ]
        return Polytope(self.criteria, (*self.at_least_zero, *rows))


@dataclass(frozen=True)
class OverWeights:
    """The portfolios of which one is best at any weights of a polytope.

    Attributes
    ----------
    polytope : Polytope
    portfolios : tuple of Portfolio
        In the order in which they were found.
    totals : tuple of tuple of Fraction
        For each portfolio its value by each criterion alone, unrounded.
    corners : tuple of tuple of Fraction
        Weights at which it was proven that none is better than these; together they prove it everywhere.
    open : frozenset of int
        Positions of the portfolios that a portfolio yet unknown may beat at some weights where they are the best of
        these: empty, unless Ctrl-C left corners unproven.
    """

    polytope: Polytope
    portfolios: tuple[Portfolio, ...]
    totals: tuple[tuple[Fraction, ...], ...]
    corners: tuple[tuple[Fraction, ...], ...]
    open: frozenset[int] = frozenset()
    _floats: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = np.array([[float(number) for number in row] for row in self.totals])
        object.__setattr__(self, "_floats", numbers.reshape(len(self.totals), len(self.polytope.criteria)))

    @property
    def complete(self) -> bool:
        """Whether all corners were proven."""
        return not self.open

    def evaluate(self, draws: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return the position of the best portfolio for every row of weights, by one product.

        Draws at which two come within a billionth are compared as fractions; of equal ones the first found counts.

        Parameters
        ----------
        draws : array of float, shape (draws, criteria)
            Weights within the polytope; outside it another portfolio may be better.
        """
        values = np.asarray(draws, np.float64) @ self._floats.T
        best: npt.NDArray[np.int64] = values.argmax(axis=1)
        if len(self.portfolios) < 2:
            return best
        top = np.partition(values, -2, axis=1)[:, -2:]
        for q in np.flatnonzero(top[:, 1] - top[:, 0] <= _NEAR * np.abs(top[:, 1])):
            weights = [Fraction(float(weight)) for weight in draws[q]]
            near = np.flatnonzero(values[q] >= top[q, 1] - 2 * _NEAR * abs(top[q, 1]))
            exact = {int(p): sum(w * t for w, t in zip(weights, self.totals[p], strict=True)) for p in near}
            best[q] = min(p for p in exact if exact[p] == max(exact.values()))
        return best


def optimal_over_weights(model: Model, polytope: Polytope, progress: Progress | None = None) -> OverWeights:
    """Find the portfolios of which one is best at any weights of *polytope*, and prove that they are enough.

    An application's published value is a rounded number, and rounding depends on the weights; here its value at
    weights w is the unrounded weighted mean Σ wₖ · mean of criterion k, times the level of the award.

    Ctrl-C keeps the portfolios found so far. V is convex, so each of them is best wherever it is the best of these if
    that is proven at the corners of where it is; those for which it is not are said to be open.

    Raises
    ------
    SolverError
        If the rules have helpers, no portfolio or no weights are lawful, or a corner could not
        be proven.
    KeyboardInterrupt
        If the search is stopped before it has a portfolio.
    """
    search = _Corners(model, polytope)
    try:
        search.run(progress)
    except KeyboardInterrupt:
        if not search.portfolios:
            raise
    return OverWeights(polytope, tuple(search.portfolios), search.totals, search.corners, search.open)


class _Corners:
    """The search over corners: a cone in (w, t) with t at least every known portfolio's value, as its extreme rays."""

    def __init__(self, model: Model, polytope: Polytope) -> None:
        self.model, self.polytope = model, polytope
        means = [model.assessments[award.application].exact for award in model.candidates.awards]
        levels = [award.level for award in model.candidates.awards]
        exact = [
            [mean.get(name, Fraction(0)) * level for mean, level in zip(means, levels, strict=True)]
            for name in polytope.criteria
        ]
        self.unit = lcm(*(number.denominator for row in exact for number in row))
        self.worth = [[int(number * self.unit) for number in row] for row in exact]
        self.portfolios: list[Portfolio] = []
        self.proven: set[Ray] = set()
        self._cone: Cone | None = None
        self._lagrangian = Lagrangian(model)

    @cached_property
    def _space(self) -> Workspace:
        return _workspace(self.model)

    def run(self, progress: Progress | None) -> None:
        """Prove every corner, adding portfolios where one is beaten."""
        first = self._start()
        cone = Cone.over_simplex(self._whole(first))
        for row in self.polytope.at_least_zero:
            cone.cut((*_integers(row), 0))
        self._cone = cone
        self.portfolios.append(first)
        while waiting := [ray for ray in self._rays if ray not in self.proven]:
            ray = waiting[0]
            better = self._better(ray)
            if better is None:
                self.proven.add(ray)
            else:
                self.portfolios.append(better)
                cone.cut((*(-number for number in self._whole(better)), 1))
            if progress is not None:
                corners = f"{len(self.proven)} corners proven, {len(waiting) - 1} to go"
                progress(f"{len(self.portfolios)} portfolios, {corners}")
        if not self.proven:
            raise SolverError("no weights satisfy all that is said of them")

    @property
    def _rays(self) -> list[Ray]:
        """The corners of the known portfolios' pieces: all rays but the one that points upwards."""
        return [] if self._cone is None else [ray for ray in self._cone.rays if any(ray[:-1])]

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The weights of the corners that are proven."""
        return tuple(tuple(Fraction(w, sum(ray[:-1])) for w in ray[:-1]) for ray in self._rays if ray in self.proven)

    @property
    def open(self) -> frozenset[int]:
        """Positions of the portfolios of whose pieces a corner is not proven; the last one may have no piece yet."""
        left = [ray for ray in self._rays if ray not in self.proven]
        return frozenset(
            position
            for position, portfolio in enumerate(self.portfolios)
            if any(sum(w * t for w, t in zip(ray, self._whole(portfolio), strict=False)) >= ray[-1] for ray in left)
        )

    def _start(self) -> Portfolio:
        worth = np.array([sum(column) for column in zip(*self.worth, strict=True)], object)
        [solved] = solve_many(self.model, [Linear(worth)], workers=1)
        if solved.portfolio is None:
            raise SolverError("no portfolio satisfies the rules")
        return solved.portfolio

    @property
    def totals(self) -> tuple[tuple[Fraction, ...], ...]:
        """For each known portfolio its value by each criterion alone."""
        return tuple(tuple(Fraction(n, self.unit) for n in self._whole(portfolio)) for portfolio in self.portfolios)

    def _whole(self, portfolio: Portfolio) -> tuple[int, ...]:
        return tuple(sum(row[award] for award in portfolio.awards) for row in self.worth)

    def _better(self, ray: Ray) -> Portfolio | None:
        """Return the portfolio that is best at a corner if it beats the known ones there, None if none does."""
        *weights, known = ray
        goal = [sum(w * row[a] for w, row in zip(weights, self.worth, strict=True)) for a in range(len(self.worth[0]))]
        size = sum(map(abs, goal))
        divisor = 1 << max(0, size.bit_length() - _MOST_BITS)
        # Rounded up, no portfolio counts for less than it is worth: whatever beats the known ones is listed.
        rounded = np.array([-(-number // divisor) for number in goal], np.int64)
        listed = self._reaching(rounded, known // divisor)
        if listed is None:
            raise SolverError("a corner of the weights could not be proven: too many portfolios come near it")
        worth = {awards: sum(goal[award] for award in awards) for awards in listed}
        best = min(worth, key=lambda awards: (-worth[awards], awards), default=None)
        if best is None or worth[best] <= known:
            return None
        portfolio = Portfolio(best)
        if not all(row.holds(portfolio) for row in self.model.rows):
            raise SolverError("a portfolio of the tree breaks a rule by exact count")
        return portfolio

    def _reaching(self, goal: Ints, least: int) -> list[tuple[int, ...]] | None:
        """Return the awards of every lawful portfolio for which *goal* is at least *least*; None if they are many."""
        if not is_compiled():  # compiling the tree takes longer than most calls are walked
            walked = self._lagrangian.listed(Linear(goal), Fraction(least), [], _MOST_WALKED, MOST_STEPS)
            if walked is not None and walked.complete:
                return [portfolio.awards for portfolio in walked.portfolios]
        listed = self._space.reaching(goal, least)
        return None if listed is None else [tuple(np.flatnonzero(chosen).tolist()) for chosen in listed]


class Cone:
    """A pointed cone as its extreme rays, in whole numbers; each ray knows the cuts that it lies on, as bits."""

    def __init__(self, rays: dict[Ray, int], cuts: int) -> None:
        self.rays, self.cuts = rays, cuts
        self.dimension = len(next(iter(rays)))

    @classmethod
    def over_simplex(cls, heights: Sequence[int]) -> Cone:
        """Return {(w, t): w ≥ 0, t ≥ heights·w}."""
        count = len(heights)
        corners = {
            (*(int(k == place) for k in range(count)), heights[place]): ((1 << count) - 1) ^ (1 << place) | 1 << count
            for place in range(count)
        }
        upwards = {(*(0 for _ in range(count)), 1): (1 << count) - 1}
        return cls({_primitive(ray): cuts for ray, cuts in (corners | upwards).items()}, count + 1)

    def cut(self, row: Sequence[int]) -> None:
        """Keep the part where row·ray is at least 0."""
        sides = {ray: sum(a * b for a, b in zip(row, ray, strict=True)) for ray in self.rays}
        bit = 1 << self.cuts
        self.cuts += 1
        lost = [ray for ray, side in sides.items() if side < 0]
        new: dict[Ray, int] = {}
        for out in lost:
            for kept, side in sides.items():
                if side <= 0:
                    continue
                common = self.rays[out] & self.rays[kept]
                if common.bit_count() < self.dimension - 2 or not self._adjacent(out, kept, common):
                    continue
                ray = _primitive(tuple(side * a - sides[out] * b for a, b in zip(out, kept, strict=True)))
                new[ray] = common | bit
        self.rays = {
            **{ray: cuts | bit if sides[ray] == 0 else cuts for ray, cuts in self.rays.items() if sides[ray] >= 0},
            **new,
        }

    def _adjacent(self, left: Ray, right: Ray, common: int) -> bool:
        return not any(cuts & common == common for ray, cuts in self.rays.items() if ray != left and ray != right)


def _primitive(ray: tuple[int, ...]) -> Ray:
    factor = gcd(*ray) or 1
    return tuple(number // factor for number in ray)


def _integers(row: Sequence[Fraction]) -> tuple[int, ...]:
    unit = lcm(*(number.denominator for number in row))
    return tuple(int(number * unit) for number in row)


def _workspace(model: Model) -> Workspace:
    programme = Programme.of(model)
    if programme is None or not len(model.candidates):
        raise SolverError("all weights at once need rules without helpers, and numbers that fit")
    from allocator.branching.workspace import Workspace

    return Workspace(programme.bare)
