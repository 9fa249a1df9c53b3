"""Feasible weights: the whole simplex, an order of importance, intervals; their exact extreme points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from allocator import polytope as whole
from allocator.errors import InputError, Problem
from allocator.exact import largest_remainder

MOST_CRITERIA = 8
"""Extreme points are listed by solving every basis, which is for few criteria."""

_PARTS = 1_000_000
"""Drawn weights are whole millionths, so that every draw is an exact number."""

_TRIES = 10_000
"""Draws tried for each that is kept before intervals are called too narrow to draw in."""

Weights = tuple[Fraction, ...]


@dataclass(frozen=True)
class Polytope:
    """The weights w ≥ 0 with Σ w = 1 that satisfy what is known of them.

    Attributes
    ----------
    low, high : tuple of Fraction
        The least and greatest weight of each criterion.
    order : tuple of int
        Criteria from the most important to the least, by position; each weighs at least as much as the next.
    """

    low: Weights
    high: Weights
    order: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """The number of criteria."""
        return len(self.low)

    def contains(self, weights: Sequence[Fraction]) -> bool:
        """Whether *weights* are feasible."""
        return sum(weights) == 1 and all(
            sum((a * w for a, w in zip(row, weights, strict=True)), Fraction(0)) >= bound for row, bound in self._rows()
        )

    def extreme_points(self) -> tuple[Weights, ...]:
        """Return every extreme point, exactly, in descending order.

        Raises
        ------
        InputError
            If no weights are feasible, or there are more than eight criteria.
        """
        if self.size > MOST_CRITERIA:
            raise InputError([Problem(f"{self.size} criteria", expected=f"at most {MOST_CRITERIA} for extreme points")])
        rows = self._rows()
        total = ([Fraction(1)] * self.size, Fraction(1))
        points = set()
        for tight in combinations(rows, self.size - 1):
            point = _solved([total, *tight])
            if point is not None and self.contains(point):
                points.add(point)
        if not points:
            raise InputError([Problem("no weights are feasible", expected="least weights ≤ 1 ≤ greatest, in all")])
        return tuple(sorted(points, reverse=True))

    def over(self, criteria: Sequence[str]) -> whole.Polytope:
        """Return the same weights, of these criteria, for the enumeration of all portfolios that are best at some."""
        names = tuple(criteria)
        free = (Fraction(0), Fraction(1))
        bounds = {n: b for n, b in zip(names, zip(self.low, self.high, strict=True), strict=True) if b != free}
        return whole.Polytope(names).between(bounds).in_order([names[i] for i in self.order])

    def _rows(self) -> list[tuple[list[Fraction], Fraction]]:
        """Return a and b of every a·w ≥ b."""
        unit = [[Fraction(int(i == j)) for j in range(self.size)] for i in range(self.size)]
        rows = [(unit[i], self.low[i]) for i in range(self.size)]
        rows += [([-u for u in unit[i]], -self.high[i]) for i in range(self.size) if self.high[i] < 1]
        for more, less in zip(self.order, self.order[1:], strict=False):
            rows.append(([a - b for a, b in zip(unit[more], unit[less], strict=True)], Fraction(0)))
        return rows

    def draws(self, count: int, seed: int) -> list[Weights]:
        """Draw weights uniformly, in whole millionths; the same seed gives the same draws.

        A draw is uniform on the simplex above the least weights, put in order, rounded, and kept if it is feasible.
        Weights that are known are not drawn.
        """
        generator = np.random.default_rng(seed)
        room = 1 - sum(self.low)
        if not room:
            return [self.low] * count
        kept: list[Weights] = []
        for _ in range(count * _TRIES):
            if len(kept) == count:
                return kept
            spread = [Fraction(float(d)) for d in generator.dirichlet(np.ones(self.size))]
            drawn = [low + room * part for low, part in zip(self.low, spread, strict=True)]
            if self.order:
                ranked = iter(sorted(drawn, reverse=True))
                placed = dict(zip(self.order, ranked, strict=True))
                drawn = [placed[i] for i in range(self.size)]
            if all(w <= high for w, high in zip(drawn, self.high, strict=True)):
                rounded = tuple(Fraction(p, _PARTS) for p in largest_remainder(_PARTS, drawn))
                kept += [rounded] if self.contains(rounded) else []
        if len(kept) == count:
            return kept
        raise InputError([Problem("the intervals leave too little room to draw weights", expected="wider intervals")])


def simplex(criteria: int) -> Polytope:
    """Return all weights: nothing is known."""
    return Polytope((Fraction(0),) * criteria, (Fraction(1),) * criteria)


def known(weights: Sequence[Fraction]) -> Polytope:
    """Return the weights themselves: everything is known."""
    return Polytope(tuple(weights), tuple(weights))


def ordered(weights: Sequence[Fraction]) -> Polytope:
    """Return all weights in the order of importance of *weights*; of equals the earlier comes first."""
    order = tuple(sorted(range(len(weights)), key=lambda i: (-weights[i], i)))
    return Polytope((Fraction(0),) * len(weights), (Fraction(1),) * len(weights), order)


def intervals(weights: Sequence[Fraction], width: Fraction) -> Polytope:
    """Return the weights within *width* of *weights*, as a part of each: 1/5 is from 0.8 to 1.2 times."""
    low = tuple(max(Fraction(0), w * (1 - width)) for w in weights)
    return Polytope(low, tuple(min(Fraction(1), w * (1 + width)) for w in weights))


def _solved(rows: Sequence[tuple[Sequence[Fraction], Fraction]]) -> Weights | None:
    """Solve a square system by exact elimination; None if it is singular."""
    table = [[*row, bound] for row, bound in rows]
    for column in range(len(table)):
        pivot = next((i for i in range(column, len(table)) if table[i][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        lead = table[column][column]
        table[column] = [entry / lead for entry in table[column]]
        for i, row in enumerate(table):
            if i != column and row[column]:
                factor = row[column]
                table[i] = [a - factor * b for a, b in zip(row, table[column], strict=True)]
    return tuple(row[-1] for row in table)
