"""A scenario with one thing changed: without a rule, with another budget, another request, another gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from allocator.analysis.moving import Moving, moving, written_out
from allocator.analysis.resolve import Resolver, carried, forced
from allocator.call import Application
from allocator.exact import largest_remainder
from allocator.model import Model, formulate
from allocator.rows import Portfolio
from allocator.scenario import Scenario
from allocator.solution import Solution

Decided = tuple[Model, Portfolio | None]
"""A changed model and its decision; None where nothing fits."""

T = TypeVar("T")

_DISTANCE = 1_000


class Variants:
    """A solution's model with one thing changed, each changed model formulated and decided once.

    It may be shared by threads.
    """

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.solves = 0
        self._known: dict[object, Any] = {}
        self._locks: dict[object, Lock] = {}

    def without_rules(self, names: Iterable[str]) -> Decided:
        """Return the model without some rules, and its decision."""
        gone = frozenset(names)
        model = self._once(("rules", gone), lambda: formulate(without(self.solution.scenario, gone)))
        return model, self._decision(("without", gone), model)

    def budget_model(self, amount: int) -> Model:
        """Return the model with so many whole euros available."""
        return self._once(
            ("budget", amount),
            lambda: formulate(with_budget(self.solution.scenario, amount), assessments=self.solution.model.assessments),
        )

    def with_budget(self, amount: int) -> Decided:
        """Return the model with so many whole euros available, and its decision."""
        model = self.budget_model(amount)
        return model, self._decision(("at budget", amount), model)

    def request_model(self, application_id: str, requested: int) -> Model:
        """Return the model in which an application requests another sum."""
        return self._once(
            ("request", application_id, requested),
            lambda: formulate(
                with_request(self.solution.scenario, application_id, requested),
                assessments=self.solution.model.assessments,
            ),
        )

    def funded_at_request(self, application_id: str, requested: int, rival: Portfolio) -> Portfolio | None:
        """Return a portfolio that funds an application with another request, before *rival*; None if none does.

        *rival* is the first portfolio without the application, which its request does not change.
        """
        model = self.request_model(application_id, requested)
        there = carried(rival, self.solution.model, model)
        if there is None:
            return None
        return self._once(
            ("funded at request", application_id, requested),
            lambda: Resolver(model).before(there, [forced(model, application_id, funded=True)]),
        )

    def compared(self, application_id: str) -> Decided:
        """Return the model in which an application is compared though it was refused, and its decision."""
        admitted = frozenset({application_id})
        model = self._once(("admitted", admitted), lambda: formulate(self.solution.scenario, admitted=admitted))
        return model, self._decision(("compared", admitted), model)

    @property
    def available(self) -> int:
        """Whole euros available in the solution's own budget."""
        name = budget_rule(self.solution.scenario)
        return 0 if name is None else self.solution.scenario.rules[name].available or 0

    @cached_property
    def _moving_budget(self) -> Moving | None:
        if budget_rule(self.solution.scenario) is None:
            return None
        other = formulate(with_budget(self.solution.scenario, self.available + _DISTANCE))
        if any(
            written_out(a.form) != written_out(b.form)
            for a, b in zip(self.solution.model.goals, other.goals, strict=True)
        ):
            return None  # what is maximised is measured by the budget: portfolios change their places with it
        most = sum(award.euros for award in self.solution.model.candidates.awards)
        return moving(self.solution.model, other, _DISTANCE, most)

    def moving_budget(self) -> Moving | None:
        """Return the model's rows as the budget grows, with a solver of their own for the thread that asks."""
        rows = self._once("moving budget", lambda: self._moving_budget)
        return None if rows is None else replace(rows)

    def moving_request(self, application_id: str, position: int, *, up: bool, most: int) -> Moving | None:
        """Return the model's rows as the request behind a candidate award grows, or shrinks."""
        requested = self.solution.scenario.call[application_id].requested
        if not up and requested <= _DISTANCE:
            return None
        other = self.request_model(application_id, requested + (_DISTANCE if up else -_DISTANCE))
        return moving(self.solution.model, other, _DISTANCE, most, position)

    def _decision(self, key: object, model: Model) -> Portfolio | None:
        def decide() -> Portfolio | None:
            resolver = Resolver(model)
            decided = resolver.first()
            self.solves += resolver.solves
            return decided

        return self._once(key, decide)

    def _once(self, key: object, make: Callable[[], T]) -> T:
        with self._locks.setdefault(key, Lock()):
            if key not in self._known:
                self._known[key] = make()
            known: T = self._known[key]
        return known


def without(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """Return a scenario without some of its rules.

    Ring-fenced earmarks divide the money of a budget, so they go where no budget is left.
    """
    gone = set(names)
    left = {name: rule for name, rule in scenario.rules.items() if name not in gone}
    if all(rule.available is None for rule in left.values()):
        left = {name: rule for name, rule in left.items() if not rule.needs_budget}
    return replace(scenario, rules=left)


def may_go(scenario: Scenario, name: str) -> bool:
    """Whether a scenario means something without a rule: an objective that is measured by the budget needs one."""
    left = {other: rule for other, rule in scenario.rules.items() if other != name}
    return not any(scenario.objective.problems(scenario.call, left))


def budget_rule(scenario: Scenario) -> str | None:
    """Return the name of the rule that sets the money available, the tightest if there are several."""
    budgets = {name: rule.available for name, rule in scenario.rules.items() if rule.available is not None}
    return min(budgets, key=lambda name: budgets[name], default=None)


def with_budget(scenario: Scenario, available: int) -> Scenario:
    """Return a scenario with so many whole euros available by its budget rule, what is held back apart."""
    name = budget_rule(scenario)
    if name is None:
        raise ValueError("the scenario has no budget")
    rule: Any = scenario.rules[name]
    changed = rule.model_copy(update={"amount": available + rule.holdback})
    return replace(scenario, rules={**scenario.rules, name: changed})


def with_request(scenario: Scenario, application_id: str, requested: int) -> Scenario:
    """Return a scenario in which an application requests another sum, divided in the same proportions."""
    changed = requesting(scenario.call[application_id], requested)
    applications = tuple(changed if a.id == changed.id else a for a in scenario.call.applications)
    return replace(scenario, call=replace(scenario.call, applications=applications))


def requesting(application: Application, requested: int) -> Application:
    """Return an application with another request, its years and partners in the same proportions."""
    partners = largest_remainder(requested, [p.euros for p in application.partners]) if application.partners else ()
    return replace(
        application,
        requested=requested,
        by_year=largest_remainder(requested, application.by_year),
        partners=tuple(replace(p, euros=part) for p, part in zip(application.partners, partners, strict=True)),
    )
