"""Portfolios that are nearly as good: all of them, the best few, the most different, and what they share.

References
----------
Brill, Chang & Hopkins (1982), Modeling to generate alternatives, Management Science 28, 221-235.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from allocator.analysis.resolve import Resolver
from allocator.exact import parse_fraction
from allocator.lagrangian import MOST_STEPS
from allocator.optimum import excluding
from allocator.rows import Portfolio, Row
from allocator.solution import Solution

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 5_000
"""So many portfolios are listed at once, in whole numbers."""

MOST = 1_000
"""So many portfolios are listed where a solver must find them one by one; then the list is said to be cut."""


@dataclass(frozen=True)
class Alternatives:
    """The portfolios within a tolerance of the best, in the published order.

    Attributes
    ----------
    tolerance : Fraction
        Part of the objective that may be lost.
    portfolios : tuple of Portfolio
        The first is the decision itself.
    complete : bool
        Whether these are all.
    """

    solution: Solution
    tolerance: Fraction
    portfolios: tuple[Portfolio, ...]
    complete: bool

    @cached_property
    def counts(self) -> dict[str, int]:
        """In how many of the portfolios each compared application is funded."""
        call, refusals = self.solution.scenario.call, self.solution.refusals
        funded = [self.funded(portfolio) for portfolio in self.portfolios]
        return {a.id: sum(a.id in ids for ids in funded) for a in call.applications if a.id not in refusals}

    def funded(self, portfolio: Portfolio) -> tuple[str, ...]:
        """Return the ids that a portfolio funds."""
        return tuple(self.solution.model.candidates.awards[i].application for i in portfolio.awards)

    @property
    def in_all(self) -> tuple[str, ...]:
        """Ids that every listed portfolio funds."""
        return tuple(i for i, count in self.counts.items() if count == len(self.portfolios))

    @property
    def in_none(self) -> tuple[str, ...]:
        """Ids that no listed portfolio funds."""
        return tuple(i for i, count in self.counts.items() if not count)

    @property
    def in_some(self) -> tuple[str, ...]:
        """Ids that some listed portfolios fund and others do not: the genuine choices."""
        return tuple(i for i, count in self.counts.items() if 0 < count < len(self.portfolios))

    def most_different(self, number: int) -> tuple[Portfolio, ...]:
        """Return the decision, then one by one the portfolio that differs most from the nearest already taken."""
        sets = {portfolio: frozenset(self.solution.model.choices(portfolio)) for portfolio in self.portfolios}
        taken = list(self.portfolios[:1])
        while len(taken) < min(number, len(self.portfolios)):
            rest = [portfolio for portfolio in self.portfolios if portfolio not in taken]
            taken.append(max(rest, key=lambda p: min(len(sets[p] ^ sets[other]) for other in taken)))
        return tuple(taken)

    def frame(self) -> pd.DataFrame:
        """Return one row a portfolio, in order.

        Returns
        -------
        DataFrame
            `value` (points), `loss` (points less than the decision), `funded` (number), `granted` (whole euros), `out`
            and `in` (ids, against the decision).
        """
        import pandas as pd

        model = self.solution.model
        own = set(self.solution.funded)
        rows = []
        for portfolio in self.portfolios:
            ids = self.funded(portfolio)
            value = model.objective.at(portfolio)
            rows.append(
                {
                    "value": float(model.objective.shown(value)),
                    "loss": float(model.objective.at(self.solution.portfolio) - value),
                    "funded": len(ids),
                    "granted": sum(model.candidates.awards[i].euros for i in portfolio.awards),
                    "out": ", ".join(i for i in self.solution.funded if i not in ids),
                    "in": ", ".join(i for i in ids if i not in own),
                }
            )
        return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="rank"))


def alternatives(solution: Solution, tolerance: Fraction | str = Fraction(1, 100), *, most: int = MOST) -> Alternatives:
    """Return all portfolios that lose at most a part of the objective, in the published order.

    They are listed by a walk whose cuts are proven in integers; where that is too long, a solver finds them one by one,
    the best first, up to *most*, and the list says whether it is complete.

    Raises
    ------
    ValueError
        If the solution is not proven optimal, or *tolerance* is no number from 0 to 1.
    """
    part = parse_fraction(tolerance)
    if solution.status != "optimal" or not 0 <= part <= 1:
        raise ValueError("alternatives need a solution that is proven optimal, and a tolerance from 0 to 1")
    model, resolver = solution.model, Resolver(solution.model)
    best = model.objective.at(solution.portfolio)
    floor = best - part * abs(best)
    near = resolver.listed(floor, most=_LISTED, most_steps=20 * MOST_STEPS)
    if near is not None:
        # Which pot pays is bookkeeping: what decides the same is one portfolio, and the decision's own comes first.
        decided = {model.choices(portfolio): portfolio for portfolio in (*near, solution.portfolio)}
        found, complete = list(decided.values()), True
    else:
        found, complete = _one_by_one(solution, resolver, floor, most)
    return Alternatives(solution, part, tuple(model.in_order(found)), complete)


def best_few(solution: Solution, number: int) -> Alternatives:
    """Return the *number* first portfolios of the published order, or all if there are fewer.

    Raises
    ------
    ValueError
        If the solution is not proven optimal, or *number* is below 1.
    """
    if solution.status != "optimal" or number < 1:
        raise ValueError("the best few need a solution that is proven optimal, and a number of at least 1")
    resolver = Resolver(solution.model)
    found, complete = _one_by_one(solution, resolver, None, number)
    best, worst = resolver.value(solution.portfolio), resolver.value(found[-1])
    return Alternatives(solution, (best - worst) / abs(best) if best else Fraction(0), tuple(found), complete)


def _one_by_one(
    solution: Solution, resolver: Resolver, floor: Fraction | None, most: int
) -> tuple[list[Portfolio], bool]:
    """Find portfolios in the published order, each the first that is not known yet, and say whether those are all."""
    objective = solution.model.objective
    rows = [] if floor is None else [Row("near", objective.form, ">=", floor, objective.unit)]
    found = [solution.portfolio]
    while True:
        known = [excluding(solution.model, portfolio) for portfolio in found]
        # Whether there is one more needs no order.
        look = resolver.first if len(found) < most else resolver.any
        if (following := look([*rows, *known])) is None:
            return found, True
        if len(found) >= most:
            return found, False
        found.append(following)
