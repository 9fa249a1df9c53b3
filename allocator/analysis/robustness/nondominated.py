"""Robust portfolio modelling: every portfolio that no other beats for all feasible weights and scores; core indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from allocator.analysis.resolve import Resolver
from allocator.analysis.robustness.dominance import undominated
from allocator.analysis.robustness.orthants import searched
from allocator.errors import SolverError
from allocator.lagrangian import Lagrangian
from allocator.model import Model
from allocator.rows import Linear, Portfolio

MOST = 20_000
"""Portfolios that are listed at one extreme point before the listing is given up."""

_MOST_STEPS = 200_000_000
"""Steps of the walk at one extreme point: some seconds."""


@dataclass(frozen=True)
class Nondominated:
    """The non-dominated portfolios under incomplete weights and interval scores.

    Attributes
    ----------
    model : Model
    portfolios : tuple of Portfolio
        Portfolios that grant the same are one, whatever pot pays.
    complete : bool
        Whether these are all, which is then proven. If not, others are missing: with exact scores each of these is
        proven to be non-dominated, with intervals only that none of the others found dominates it.
    """

    model: Model
    portfolios: tuple[Portfolio, ...]
    complete: bool

    @cached_property
    def core_index(self) -> dict[str, Fraction]:
        """Share of the portfolios that fund each application: 1 is core, 0 exterior, borderline between."""
        funded = [{a for a, _ in self.model.choices(p)} for p in self.portfolios]
        ids = dict.fromkeys(a.application for a in self.model.candidates.awards)
        return {i: Fraction(sum(i in f for f in funded), len(funded)) for i in ids}


def nondominated(
    model: Model,
    low: Sequence[Linear],
    high: Sequence[Linear] | None = None,
    *,
    known: Portfolio | None = None,
    most: int = MOST,
) -> Nondominated:
    """List the non-dominated portfolios.

    Whatever a known portfolio does not dominate does better than it at some extreme point, with its own scores at
    their greatest and the known one's at their least. So all that are non-dominated lie among those that reach the
    known one's value at one extreme point or another, and these are listed in whole numbers, to the last.

    Parameters
    ----------
    model : Model
    low : sequence of Linear
        The value at each extreme point of the feasible weights, every score at its least.
    high : sequence of Linear, optional
        The same with every score at its greatest; if not given, scores are exact.
    known : Portfolio, optional
        The nearer it is to the best at every extreme point, the fewer are listed; the portfolio with the least
        greatest regret serves best.
    most : int
        So many at one extreme point end the listing; with exact scores they are then searched for one by one, and with
        rules that have helpers too.

    Raises
    ------
    SolverError
        If no portfolio satisfies the rules.

    References
    ----------
    Liesiö, Mild, Salo (2007), European Journal of Operational Research 181, 1488-1505; (2008), 190, 679-695.
    """
    high = high or low
    known = known or Resolver(model).best(goal=sum(low[1:], low[0]))
    if known is None:
        raise SolverError("no portfolio satisfies the rules")
    candidates, complete = _listed(model, low, high, known, most)
    exact = not any(np.any((greatest - least).coefficients) for least, greatest in zip(low, high, strict=True))
    if not complete and exact:
        found, complete = searched(model, low)
        return Nondominated(model, _in_order(found, low), complete)
    granted = {model.choices(p): p for p in reversed(_in_order(candidates, low))}
    return Nondominated(model, _in_order(undominated(list(granted.values()), low, high), low), complete)


def _listed(
    model: Model, low: Sequence[Linear], high: Sequence[Linear], known: Portfolio, most: int
) -> tuple[set[Portfolio], bool]:
    """Return *known* and what it does not dominate, and whether that is all."""
    lagrangian, found, complete = Lagrangian(model), {known}, True
    own = np.zeros(len(model.candidates), bool)
    own[list(known.awards)] = True
    for least, greatest in zip(low, high, strict=True):
        spread = greatest - least
        spread = Linear(np.where(own, 0, spread.coefficients), denominator=spread.denominator)
        listing = lagrangian.listed(least + spread, least.at(known), (), most, _MOST_STEPS)
        if listing is None:
            return {known}, False
        found |= set(listing.portfolios)
        complete = complete and listing.complete
    return found, complete


def _in_order(portfolios: Sequence[Portfolio] | set[Portfolio], forms: Sequence[Linear]) -> tuple[Portfolio, ...]:
    """Return portfolios by their values at the extreme points, the best at the first of them first."""
    return tuple(sorted(portfolios, key=lambda p: ([-form.at(p) for form in forms], p.awards)))
