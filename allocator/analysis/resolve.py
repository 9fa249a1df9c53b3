"""Solving one model again and again: under added rows, for other goals, in the published order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import local
from typing import TypeVar

from allocator import cancellation
from allocator.candidates import Award
from allocator.errors import SolverError
from allocator.lagrangian import MOST_STEPS
from allocator.model import Model, ahead
from allocator.optimum import Search, excluding
from allocator.rows import Linear, Portfolio, Row
from allocator.solution import Solution
from allocator.warm import WarmSolver

_LONG = 1_000
"""So many portfolios are listed at once; where there are more, a solver goes through them one by one."""

A = TypeVar("A")
B = TypeVar("B")


_MOST_TIES = 40
"""Portfolios as good as a rival that are looked through one by one, where they cannot be listed at once."""


class TooManyTies(Exception):  # noqa: N818 - it is no error: a question is left open
    """Too many portfolios are equally good to say which comes first."""


class Resolver:
    """One model, solved exactly as often as is asked, to gap 0 and with every portfolio checked in integers.

    Where all portfolios near the best are known, an answer among them needs no solver: whatever comes before it
    would be among them too. An object belongs to one thread.
    """

    def __init__(self, model: Model, known: Sequence[Portfolio] = ()) -> None:
        self.model = model
        self._known = known
        self._engine = WarmSolver(model)
        self._search = Search(model, self._engine)

    @property
    def solves(self) -> int:
        """How many programmes were solved so far."""
        return self._engine.solves

    def best(self, extra: Sequence[Row] = (), goal: Linear | None = None) -> Portfolio | None:
        """Return a best portfolio by the objective, or by another goal, under *extra* rows; None if there is none."""
        if goal is None and (known := self._among_known(extra)):
            return known
        return self._search.best(self.model.objective.form if goal is None else goal, extra).portfolio

    def any(self, extra: Sequence[Row] = ()) -> Portfolio | None:
        """Return some portfolio that satisfies the model's rows and *extra*, or None if there is none."""
        return self._search.best(None, extra).portfolio

    def first(self, extra: Sequence[Row] = ()) -> Portfolio | None:
        """Return the first portfolio of the published order under *extra* rows, or None if there is none."""
        if known := self._among_known(extra):
            return known
        if (best := self.best(extra)) is None:
            return None
        equal = self.listed(self.value(best), extra)
        return self._search.ordered(best, extra)[1] if equal is None else self.model.first(equal)

    def before(self, rival: Portfolio, extra: Sequence[Row]) -> Portfolio | None:
        """Return a best portfolio under *extra* that comes before *rival* in the published order, or None.

        Raises
        ------
        TooManyTies
            If so many are as good as the rival, and behind it, that none before it was found among them.
        """
        rows = list(extra)
        if (best := self.best(rows)) is None or self.value(best) != self.value(rival):
            return best if best is not None and self.value(best) > self.value(rival) else None
        if (equal := self.listed(self.value(rival), extra)) is not None:
            first = self.model.first(equal)
            return first if self.ahead(first, rival) else None
        for _ in range(_MOST_TIES):
            if (found := self.best(rows)) is None or self.value(found) < self.value(rival):
                return None
            if self.ahead(found, rival):
                return found
            rows.append(excluding(self.model, found))
        raise TooManyTies

    def listed(
        self, floor: Fraction, extra: Sequence[Row] = (), *, most: int = _LONG, most_steps: int = MOST_STEPS
    ) -> Sequence[Portfolio] | None:
        """Return every portfolio under *extra* rows whose objective is at least *floor*; None if they are too many."""
        found = self._engine.listed(self.model.objective.form, floor, extra, most, most_steps)
        if found is None:
            return None
        if broken := [p for p in found if not all(row.holds(p) for row in (*self.model.rows, *extra))]:
            raise SolverError(f"a list has a portfolio that breaks a rule by exact count: {broken[0]}")
        return found

    def _among_known(self, extra: Sequence[Row]) -> Portfolio | None:
        fitting = [portfolio for portfolio in self._known if all(row.holds(portfolio) for row in extra)]
        return self.model.first(fitting) if fitting else None

    def value(self, portfolio: Portfolio) -> Fraction:
        """Return the objective of *portfolio*; greater is better."""
        return self.model.objective.at(portfolio)

    def ahead(self, one: Portfolio, other: Portfolio) -> bool:
        """Whether *one* comes before *other* in the published order."""
        return ahead(self.model.place(one), self.model.place(other))

    def funded(self, portfolio: Portfolio) -> frozenset[str]:
        """Return the ids of the applications that *portfolio* funds."""
        return frozenset(self.model.candidates.awards[i].application for i in portfolio.awards)


def carried(portfolio: Portfolio, model: Model, other: Model) -> Portfolio | None:
    """Return the awards of a portfolio in another model, which may have other candidates; None if one is missing."""
    places = {award.name: position for position, award in enumerate(other.candidates.awards)}
    found = [places.get(model.candidates.awards[position].name) for position in portfolio.awards]
    return None if None in found else Portfolio([place for place in found if place is not None])


def forced(model: Model, application_id: str, *, funded: bool) -> Row:
    """Return the row by which an application is funded, or is not."""
    name = f"{'with' if funded else 'without'}[{application_id}]"
    return Row(name, model.candidates.of(application_id), "==", int(funded), "count")


def made(model: Model, award: Award) -> Row:
    """Return the row by which an award of this application at this level is made, from whatever pot."""
    return Row(f"made[{award.name}]", model.candidates.choosing({award.choice}), "==", 1, "count")


def nearly_best(solution: Solution) -> tuple[Portfolio, ...]:
    """Return all portfolios within one per cent of a solution, or none where they are too many."""
    objective = solution.model.objective.at(solution.portfolio)
    return tuple(Resolver(solution.model).listed(objective - abs(objective) / 100) or ())


def in_threads(
    work: Callable[[Resolver, A], B],
    model: Model,
    items: Sequence[A],
    known: Sequence[Portfolio] = (),
    workers: int = 2,
) -> list[B]:
    """Do *work* on every item, each thread with a solver of its own; the order is that of the items.

    HiGHS lets go of the interpreter while it solves, so two threads are nearly twice as fast as one. Where the work
    around is given up, so is theirs.
    """
    own, asked = local(), cancellation.asked()

    def one(item: A) -> B:
        with cancellation.cancelled_when(asked):
            if not hasattr(own, "resolver"):
                own.resolver = Resolver(model, known)
            return work(own.resolver, item)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(one, items))
