"""How sure the decision on the screen is, and what each rule costs: by re-solves, after the decision is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from allocator.analysis.frontier.goals import beyond
from allocator.analysis.resolve import forced
from allocator.analysis.variants import Variants, budget_rule, may_go, with_budget, without
from allocator.cancellation import Cancelled, cancelled_when
from allocator.dashboard.solving import Answer, Wish, answer, quick
from allocator.errors import SolverError
from allocator.model import Model, formulate
from allocator.rows import Portfolio
from allocator.rules.lock import Lock
from allocator.scenario import Scenario
from allocator.solution import Solution

SECONDS = 10.0
"""Seconds for all re-solves of one decision; what is not found by then is not known."""

TOLERANCE = Fraction(1, 200)
"""A row whose opposite costs at most this part of the objective is a genuine choice."""

Kind = Literal["choice", "decided", "locked", "required", "barred", "unknown"]


@dataclass(frozen=True)
class Price:
    """What one rule costs.

    Attributes
    ----------
    points : Fraction
        What the objective gains without it; for the budget, what it gains by *more*.
    more : int
        For the budget, the least sum, in whole euros, by which it must be greater for any gain; 0 where there is none
        or it is not known, and for other rules.
    binds : bool
        Whether the decision is another without it.
    """

    points: Fraction
    more: int
    binds: bool


@dataclass(frozen=True)
class Certainty:
    """What the re-solves of one solution found.

    Attributes
    ----------
    losses : mapping of str to (Fraction or None)
        By application that is compared: what the objective loses if the opposite is decided; None where the
        opposite is impossible; no entry where it is not known.
    prices : mapping of str to Price
        By rule.
    rival : Portfolio or None
        The best portfolio that funds others, and so the one that the decision is nearest to.
    """

    solution: Solution
    losses: Mapping[str, Fraction | None]
    prices: Mapping[str, Price]
    rival: Portfolio | None

    def kind(self, application_id: str) -> Kind:
        """Tell what settled an application that is compared."""
        funded = self.solution.award(application_id) is not None
        rules = self.solution.scenario.rules.values()
        if any(isinstance(rule, Lock) and rule.application == application_id for rule in rules):
            return "locked"
        if application_id not in self.losses:
            return "unknown"
        if (loss := self.losses[application_id]) is None:
            return "required" if funded else "barred"
        return "choice" if loss <= self.near else "decided"

    @property
    def near(self) -> Fraction:
        """The greatest loss at which a row is a genuine choice."""
        return abs(self._own) * TOLERANCE

    @property
    def _own(self) -> Fraction:
        return self.solution.model.objective.at(self.solution.portfolio)

    @property
    def lead(self) -> Fraction | None:
        """How much less the rival is worth; None where there is no rival."""
        return None if self.rival is None else self._own - self.solution.model.objective.at(self.rival)


def certainty(solution: Solution, wish: Wish) -> Certainty:
    """Solve again for every application and every rule of a solution that is proven optimal.

    What is not found in time is left out: it is not known.

    Raises
    ------
    Cancelled
        If nobody waits for it any more.
    """
    ends = time.monotonic() + SECONDS
    losses: dict[str, Fraction | None] = {}
    rivals: list[Portfolio] = []
    search, own = quick(solution.model, SECONDS, wish), solution.model.objective.at(solution.portfolio)
    for application in solution.scenario.call.applications:
        i = application.id
        if solution.outcome(i) not in ("funded", "not_funded") or time.monotonic() > ends:
            continue
        found = search.best(
            solution.model.objective.form, [forced(solution.model, i, funded=solution.award(i) is None)]
        )
        if found.state == "infeasible":
            losses[i] = None
        elif found.state == "optimal" and found.portfolio is not None:
            losses[i] = own - solution.model.objective.at(found.portfolio)
            rivals.append(found.portfolio)
    rival = max(rivals, key=solution.model.objective.at, default=None)
    return Certainty(solution, losses, dict(_prices(solution, ends, wish)), rival)


def _prices(solution: Solution, ends: float, wish: Wish) -> Iterator[tuple[str, Price]]:
    own, choices = solution.model.objective.at(solution.portfolio), solution.model.choices(solution.portfolio)
    for name in solution.scenario.rules:
        if name == budget_rule(solution.scenario):
            if (price := _in_time(_price_of_money, solution, ends, wish)) is not None:
                yield name, price
        elif may_go(solution.scenario, name):
            model = formulate(without(solution.scenario, {name}))
            if (portfolio := _first(model, ends, wish)) is not None:
                gain = max(model.objective.at(portfolio) - own, Fraction(0))
                yield name, Price(gain, 0, model.choices(portfolio) != choices)


def _in_time(
    price: Callable[[Solution, float, Wish], Price | None], solution: Solution, ends: float, wish: Wish
) -> Price | None:
    """Return a price, or None where its solves take longer than there is time."""
    try:
        with cancelled_when(lambda: wish.drop or time.monotonic() > ends):
            return price(solution, ends, wish)
    except Cancelled:
        wish.heed()
        return None


def _first(model: Model, ends: float, wish: Wish) -> Portfolio | None:
    """Return the first portfolio of the published order; None where it is not found in time, or nothing fits."""
    left = ends - time.monotonic()
    try:
        return quick(model, left, wish).first() if left > 0 else None
    except SolverError:
        return None


def _price_of_money(solution: Solution, ends: float, wish: Wish) -> Price | None:
    """Return the least sum by which a greater budget allows a better decision, and what that gains; 0 if none does."""
    objective, available = solution.model.objective, solution.model.ground.budget or 0
    own = objective.at(solution.portfolio)
    if (moving := Variants(solution).moving_budget()) is None:
        return _price_of_all_money(solution, ends, wish)
    if (least := moving.least(None, beyond(objective, own))) is None:
        return Price(Fraction(0), 0, binds=False)
    model = formulate(with_budget(solution.scenario, available + least[0]), assessments=solution.model.assessments)
    best = _first(model, ends, wish)
    return None if best is None else Price(objective.at(best) - own, least[0], binds=True)


def _price_of_all_money(solution: Solution, ends: float, wish: Wish) -> Price | None:
    """Return only whether more money gains anything, where the rules move with it otherwise than by a bound."""
    budget = sum(application.requested for application in solution.scenario.call.applications)
    model = formulate(with_budget(solution.scenario, budget), assessments=solution.model.assessments)
    if (best := _first(model, ends, wish)) is None:
        return None
    gain = model.objective.at(best) - solution.model.objective.at(solution.portfolio)
    return Price(Fraction(0), 0, binds=gain > 0)


@dataclass(frozen=True)
class Start:
    """The decision that a page begins with, and how sure it is as soon as that is found.

    Attributes
    ----------
    certainty : Future of Certainty or None
        None where there is no proven decision.
    """

    answer: Answer
    certainty: Future[Certainty] | None


def begun(scenario: Scenario, time_limit: float) -> Start:
    """Solve a scenario, and begin to find how sure its decision is: every visitor begins there."""
    found = answer(lambda: scenario, time_limit)
    if (solution := found.solution) is None or solution.status != "optimal":
        return Start(found, None)
    pool = ThreadPoolExecutor(1)
    future = pool.submit(certainty, solution, Wish())
    pool.shutdown(wait=False)
    return Start(found, future)
