"""Non-dominated portfolios one by one, where they cannot be listed: the value space is cut into orthants."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.resolve import Resolver
from allocator.model import Model
from allocator.rows import Linear, Portfolio, Row

_MOST_ORTHANTS = 1_000
"""Unexplored orthants beyond which a search will not end in useful time: each cut makes many of one."""


def searched(
    model: Model, forms: Sequence[Linear], *, most: int = 200, solves: int = 2_000
) -> tuple[list[Portfolio], bool]:
    """Search for a non-dominated portfolio for each non-dominated vector of values at the extreme points.

    The unexplored part of the value space is kept as orthants. The portfolio of greatest sum in an orthant is
    non-dominated; every orthant that holds it is then cut into those in which at least one value is greater.

    Parameters
    ----------
    model : Model
    forms : sequence of Linear
        The value at each extreme point.
    most : int
        Portfolios after which the search stops.
    solves : int
        Programmes solved after which it stops likewise: with many extreme points most of them find nothing.

    Returns
    -------
    list of Portfolio
        All non-dominated.
    bool
        Whether there are no other vectors of values.
    """
    resolver = Resolver(model)
    total = sum(forms[1:], forms[0])
    steps = [Fraction(1, form.denominator) for form in forms]
    orthants: list[tuple[Fraction | None, ...]] = [(None,) * len(forms)]
    found: list[Portfolio] = []
    while orthants and len(found) < most and resolver.solves < solves and len(orthants) <= _MOST_ORTHANTS:
        corner = orthants.pop()
        rows = [
            Row(f"above[{e}]", form, ">=", bound, "value")
            for e, (form, bound) in enumerate(zip(forms, corner, strict=True))
            if bound is not None
        ]
        best = resolver.best(rows, total)
        if best is None:
            continue
        found.append(best)
        orthants = _cut([*orthants, corner], tuple(form.at(best) for form in forms), steps)
    return found, not orthants


def _cut(
    orthants: Sequence[tuple[Fraction | None, ...]], point: tuple[Fraction, ...], steps: Sequence[Fraction]
) -> list[tuple[Fraction | None, ...]]:
    """Take from the orthants what *point* dominates or equals; drop those that lie within another."""
    whole = [c for c in orthants if not all(b is None or v >= b for b, v in zip(c, point, strict=True))]
    parts = {
        (*corner[:e], point[e] + steps[e], *corner[e + 1 :])
        for corner in orthants
        if all(b is None or v >= b for b, v in zip(corner, point, strict=True))
        for e in range(len(point))
    }
    every = [*whole, *sorted(parts, key=str)]
    return [c for c in every if not any(other != c and _within(c, other) for other in every)]


def _within(inner: Sequence[Fraction | None], outer: Sequence[Fraction | None]) -> bool:
    return all(o is None or (i is not None and i >= o) for i, o in zip(inner, outer, strict=True))
