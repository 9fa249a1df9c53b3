"""Robust portfolio modelling: every portfolio that no other beats for all feasible weights; core indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.resolve import Resolver
from allocator.model import Model
from allocator.rows import Linear, Portfolio, Row

_MOST_ORTHANTS = 1_000
"""Unexplored orthants beyond which a search will not end in useful time: each cut makes many of one."""


@dataclass(frozen=True)
class Nondominated:
    """The non-dominated portfolios under incomplete weights.

    Attributes
    ----------
    model : Model
    portfolios : tuple of Portfolio
        One for each non-dominated vector of values at the extreme points; portfolios that are equal at all of
        them stand in for each other.
    values : tuple of tuple of Fraction
        Each portfolio's value at each extreme point.
    complete : bool
        Whether the search was finished, so that there are no others; otherwise these are "at least".
    """

    model: Model
    portfolios: tuple[Portfolio, ...]
    values: tuple[tuple[Fraction, ...], ...]
    complete: bool

    @property
    def core_index(self) -> dict[str, Fraction]:
        """Share of the portfolios that fund each application: 1 is core, 0 exterior, borderline between."""
        funded = [{a for a, _ in self.model.choices(p)} for p in self.portfolios]
        ids = dict.fromkeys(a.application for a in self.model.candidates.awards)
        return {i: Fraction(sum(i in f for f in funded), len(funded)) for i in ids}


def nondominated(model: Model, forms: Sequence[Linear], *, most: int = 200, solves: int = 2000) -> Nondominated:
    """Find the non-dominated portfolios for the values at the extreme points of the feasible weights.

    The unexplored part of the value space is kept as orthants. The portfolio of greatest sum in an orthant is
    non-dominated; every orthant that holds it is then cut into those in which at least one value is greater.

    Parameters
    ----------
    model : Model
    forms : sequence of Linear
        The value at each extreme point.
    most : int
        Portfolios after which the search stops and says that it is not complete.
    solves : int
        Programmes solved after which it stops likewise: with many extreme points most of them find nothing.

    References
    ----------
    Liesiö, Mild, Salo (2007), European Journal of Operational Research 181, 1488-1505.
    """
    resolver = Resolver(model)
    total = sum(forms[1:], forms[0])
    steps = [Fraction(1, form.denominator) for form in forms]
    orthants: list[tuple[Fraction | None, ...]] = [(None,) * len(forms)]
    found: list[Portfolio] = []
    values: list[tuple[Fraction, ...]] = []
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
        reached = tuple(form.at(best) for form in forms)
        found.append(best)
        values.append(reached)
        orthants = _cut([*orthants, corner], reached, steps)
    order = sorted(range(len(found)), key=lambda i: values[i], reverse=True)
    return Nondominated(model, tuple(found[i] for i in order), tuple(values[i] for i in order), not orthants)


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
