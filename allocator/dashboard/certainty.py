"""How sure the decision on the screen is, and what each rule costs: by re-solves, after the decision is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from allocator.analysis.resolve import Resolver, forced
from allocator.analysis.variants import Variants, budget_rule, may_go, with_budget
from allocator.dashboard.solving import Answer, Wish, answer
from allocator.model import formulate
from allocator.rows import Portfolio
from allocator.rules.lock import Lock
from allocator.scenario import Scenario
from allocator.solution import Solution

TOLERANCE = Fraction(1, 200)
"""A row whose opposite costs at most this part of the objective is a genuine choice."""

Kind = Literal["choice", "decided", "locked", "required", "barred"]


@dataclass(frozen=True)
class Price:
    """What one rule costs.

    Attributes
    ----------
    points : Fraction
        What the objective gains without it; for the budget, what it gains by *more*.
    more : int
        Whole euros that the budget was raised by; 0 for other rules.
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
        opposite is impossible.
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
        loss, funded = self.losses[application_id], self.solution.award(application_id) is not None
        rules = self.solution.scenario.rules.values()
        if any(isinstance(rule, Lock) and rule.application == application_id for rule in rules):
            return "locked"
        if loss is None:
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

    Raises
    ------
    Dropped
        If nobody waits for it any more.
    """
    resolver, own = Resolver(solution.model), solution.model.objective.at(solution.portfolio)
    losses: dict[str, Fraction | None] = {}
    rivals: list[tuple[Fraction, Portfolio]] = []
    for application in solution.scenario.call.applications:
        i = application.id
        if solution.outcome(i) not in ("funded", "not_funded"):
            continue
        wish.heed()
        other = resolver.best([forced(solution.model, i, funded=solution.award(i) is None)])
        losses[i] = None if other is None else own - resolver.value(other)
        if other is not None:
            rivals.append((resolver.value(other), other))
    rival = max(rivals, key=lambda found: found[0], default=(own, None))[1]
    return Certainty(solution, losses, dict(_prices(solution, wish)), rival)


def _prices(solution: Solution, wish: Wish) -> Iterator[tuple[str, Price]]:
    own, variants = solution.model.objective.at(solution.portfolio), Variants(solution)
    for name in solution.scenario.rules:
        wish.heed()
        if name == budget_rule(solution.scenario):
            yield name, _price_of_money(solution, own)
        elif may_go(solution.scenario, name):
            model, portfolio = variants.without_rules([name])
            if portfolio is not None:
                gain = model.objective.at(portfolio) - own
                # Without a rule there are others to choose from, and among those the order is never worse.
                same = solution.model.choices(solution.portfolio) == model.choices(portfolio)
                yield name, Price(max(gain, Fraction(0)), 0, not same)


def _price_of_money(solution: Solution, own: Fraction) -> Price:
    """Return what a hundredth more money brings, rounded to its first digit, and whether any more brings something."""
    available = solution.model.ground.budget or 0
    more = 10 ** max(0, len(str(available)) - 2)
    gains = []
    for budget in (available + more, sum(a.requested for a in solution.scenario.call.applications)):
        model = formulate(with_budget(solution.scenario, budget), assessments=solution.model.assessments)
        best = Resolver(model).best()
        gains.append(Fraction(0) if best is None else max(model.objective.at(best) - own, Fraction(0)))
    return Price(gains[0], more, gains[1] > 0)


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
