"""Who is funded next: after every withdrawal, cut and extra sum, and along a chain in which nobody loses by more money.

Here a decision has been made: whoever is funded stays funded, and what is left goes to the best that still fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from allocator.analysis.resolve import Resolver, forced, in_threads
from allocator.analysis.variants import Variants, budget_rule
from allocator.candidates import Candidates
from allocator.model import Model
from allocator.optimum import Search
from allocator.rows import Linear, Portfolio, Row
from allocator.rules.base import Ground
from allocator.solution import Solution
from allocator.solver import run

if TYPE_CHECKING:
    import pandas as pd

STEP = 50_000
"""Whole euros by which awards are cut and money is added."""


@dataclass(frozen=True)
class Next:
    """What follows an event, everybody else keeping their award.

    Attributes
    ----------
    event : str
        withdrawal, pair, cut or extra.
    who : tuple of str
        Ids that withdraw or are cut; none for extra money.
    euros : int
        Whole euros that come free, or are added.
    funded : tuple of str or None
        Ids that are funded next, none if nothing fits; None if the others cannot keep their awards under the rules,
        so that the decision must be prepared again.
    """

    event: str
    who: tuple[str, ...]
    euros: int
    funded: tuple[str, ...] | None


@dataclass(frozen=True)
class Link:
    """One budget of the chain.

    Attributes
    ----------
    budget : int
        Whole euros available.
    chain, naive : tuple of str
        Ids funded along the chain, and by a new decision at that budget alone.
    joins : tuple of str
        Ids that come in at this budget, along the chain.
    dropped : tuple of str
        Ids that a new decision would drop although the one at the budget before funds them.
    price : Fraction
        Points that the chain gives up at this budget so that nobody is dropped.
    """

    budget: int
    chain: tuple[str, ...]
    naive: tuple[str, ...]
    joins: tuple[str, ...]
    dropped: tuple[str, ...]
    price: Fraction


@dataclass(frozen=True)
class Reserve:
    """The reserve list of a solution.

    Attributes
    ----------
    events : tuple of Next
        Withdrawals, pairs of them, cuts and extra sums.
    links : tuple of Link
        The chain over growing budgets, the decision first; empty where there is no budget, where the rows have
        helpers, or where nobody can be kept under the rules of a greater budget.
    """

    solution: Solution
    events: tuple[Next, ...]
    links: tuple[Link, ...]

    @property
    def price(self) -> Fraction:
        """What nestedness costs over the whole chain, in points."""
        return sum((link.price for link in self.links), Fraction(0))

    def frame(self) -> pd.DataFrame:
        """Return the events as a table.

        Returns
        -------
        DataFrame
            `event`, `who` (ids), `euros` (whole euros that come free or are added), `next` (ids funded next),
            `again` (whether the decision must be prepared again).
        """
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "event": event.event,
                    "who": ", ".join(event.who),
                    "euros": event.euros,
                    "next": ", ".join(event.funded or ()),
                    "again": event.funded is None,
                }
                for event in self.events
            ]
        )

    def chain(self) -> pd.DataFrame:
        """Return the chain as a table.

        Returns
        -------
        DataFrame
            Indexed by `budget` (whole euros): `funded` (number), `joins` (ids), `naive_drops` (ids that a new decision
            at this budget would drop), `price` (points given up).
        """
        import pandas as pd

        rows = [
            {
                "funded": len(link.chain),
                "joins": ", ".join(link.joins),
                "naive_drops": ", ".join(link.dropped),
                "price": float(link.price),
            }
            for link in self.links
        ]
        return pd.DataFrame(rows, index=pd.Index([link.budget for link in self.links], name="budget"))


def reserve(solution: Solution, *, pairs: bool = True, steps: int = 12) -> Reserve:
    """Return who is funded next after every event, and the best chain over growing budgets.

    Parameters
    ----------
    solution : Solution
        Proven optimal.
    pairs : bool
        Whether to look at every pair of withdrawals too.
    steps : int
        How many extra sums of `STEP` euros are looked at, and how long the chain is.

    Raises
    ------
    ValueError
        If the solution is not proven.
    """
    if solution.status != "optimal":
        raise ValueError("a reserve list needs a solution that is proven optimal")
    variants = Variants(solution)
    # Without a budget there is no extra money either.
    steps = steps if budget_rule(solution.scenario) else 0
    withdrawals: list[tuple[str, ...]] = [(i,) for i in solution.funded]
    if pairs:
        withdrawals += list(combinations(solution.funded, 2))
    events = [
        *in_threads(lambda resolver, gone: _withdrawn(solution, resolver, gone), solution.model, withdrawals),
        *in_threads(lambda _, i: _cut(solution, variants, i), solution.model, solution.funded),
        *in_threads(lambda _, k: _extra(solution, variants, k * STEP), solution.model, range(1, steps + 1)),
    ]
    return Reserve(solution, tuple(events), _chain(solution, variants, steps))


def _withdrawn(solution: Solution, resolver: Resolver, gone: tuple[str, ...]) -> Next:
    rows = [*_kept(solution, solution.model, gone), *(forced(solution.model, i, funded=False) for i in gone)]
    freed = sum(award.euros for award in solution.awards if award.application in gone)
    event = "withdrawal" if len(gone) == 1 else "pair"
    return Next(event, gone, freed, _joined(solution, solution.model, resolver.first(rows)))


def _cut(solution: Solution, variants: Variants, i: str) -> Next:
    """Cut one award by a step: its request becomes smaller, and it is kept."""
    award = solution.award(i)
    requested = solution.scenario.call[i].requested
    if award is None or award.level != 1 or requested <= STEP:
        return Next("cut", (i,), 0, ())
    model = variants.request_model(i, requested - STEP)
    return Next("cut", (i,), STEP, _joined(solution, model, Resolver(model).first(_kept(solution, model, ()))))


def _extra(solution: Solution, variants: Variants, euros: int) -> Next:
    model = variants.budget_model(variants.available + euros)
    return Next("extra", (), euros, _joined(solution, model, Resolver(model).first(_kept(solution, model, ()))))


def _kept(solution: Solution, model: Model, gone: Sequence[str]) -> list[Row]:
    """Return the rows by which all others keep the level that they were granted."""
    return [
        Row(f"kept[{award.name}]", model.candidates.choosing({award.choice}), "==", 1, "count")
        for award in solution.awards
        if award.application not in gone
    ]


def _joined(solution: Solution, model: Model, portfolio: Portfolio | None) -> tuple[str, ...] | None:
    if portfolio is None:
        return None
    return tuple(i for i, _ in model.choices(portfolio) if i not in solution.funded)


def _chain(solution: Solution, variants: Variants, steps: int) -> tuple[Link, ...]:
    """Return the chain P₀ ⊆ P₁ ⊆ … with the greatest sum of values, P₀ being the decision: one programme for all."""
    budgets = [variants.available + k * STEP for k in range(1, steps + 1)]
    models = [variants.budget_model(budget) for budget in budgets]
    if not models or any(row.integers.helpers for model in models for row in model.rows):
        return ()
    if any(model.objective.form.helpers for model in models):
        return ()
    stacked, total = _stacked(solution, models)
    # One programme of many columns, asked once: a solver is faster than the walks that answer many small ones.
    search = Search(stacked, lambda goal, extra: run(stacked, goal, [*stacked.rows, *extra]))
    best = search.best(total, ()).portfolio
    if best is None:
        return ()
    links = [Link(variants.available, solution.funded, solution.funded, (), (), Fraction(0))]
    awards = len(solution.model.candidates)
    for number, (budget, model) in enumerate(zip(budgets, models, strict=True)):
        own = Portfolio([i - number * awards for i in best.awards if number * awards <= i < (number + 1) * awards])
        _, decided = variants.with_budget(budget)
        if decided is None:
            return ()
        chain = tuple(i for i, _ in model.choices(own))
        naive = tuple(i for i, _ in model.choices(decided))
        before = links[-1]
        links.append(
            Link(
                budget,
                chain,
                naive,
                tuple(i for i in chain if i not in before.chain),
                tuple(i for i in before.naive if i not in naive),
                model.objective.at(decided) - model.objective.at(own),
            )
        )
    return tuple(links)


def _stacked(solution: Solution, models: Sequence[Model]) -> tuple[Model, Linear]:
    """Put the models of all budgets into one, each award once for every budget, and nested; return its goal too."""
    candidates = solution.model.candidates
    awards, count = len(candidates), len(candidates) * len(models)
    copies = tuple(
        replace(award, application=f"{award.application}#{k}")
        for k in range(len(models))
        for award in candidates.awards
    )
    ground = Ground(Candidates(candidates.call, copies), {})

    def at(k: int, form: Linear) -> Linear:
        coefficients = np.zeros(count, dtype=form.coefficients.dtype)
        coefficients[k * awards : (k + 1) * awards] = form.coefficients
        return Linear(coefficients, form.constant, form.denominator)

    rows: list[Row] = []
    for k, model in enumerate(models):
        rows += (Row(f"{row.name}#{k}", at(k, row.left - row.right), row.sense, 0, row.unit) for row in model.rows)
        # Nobody is dropped, and nobody is granted less than before.
        for application in dict.fromkeys(award.application for award in candidates.awards):
            own = solution.award(application)
            granted = candidates.masked(
                candidates.euros, [award.application == application for award in candidates.awards]
            )
            before: Linear | int = at(k - 1, granted) if k else own.euros if own else 0
            rows.append(Row(f"nested[{application}]#{k}", at(k, granted), ">=", before))
    total = sum((at(k, model.objective.form) for k, model in enumerate(models[1:], 1)), at(0, models[0].objective.form))
    return replace(solution.model, ground=ground, rows=tuple(rows)), total
