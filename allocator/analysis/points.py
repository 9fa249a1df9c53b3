"""The published value at which the decision on one application turns, everything else unchanged.

A change of the value lifts every portfolio that makes the same award of the application alike, and none without it.
So the best portfolio of each award, and the best of the other decision, are all that has to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.reason import Points
from allocator.analysis.resolve import Resolver, made
from allocator.candidates import Award
from allocator.exact import round_half_up
from allocator.model import ahead
from allocator.objectives import Goal
from allocator.rows import Portfolio
from allocator.rules.levels import Levels
from allocator.rules.threshold import Threshold
from allocator.solution import Solution


def missing_points(solution: Solution, resolver: Resolver, i: str) -> Points | None:
    """Return the least rise in value, in published steps, at which *i* is funded; None where no rise is enough."""
    rival = solution.portfolio
    offers = list(_offers(solution, resolver, i))
    if not offers:
        return None
    differences = [(resolver.value(rival) - resolver.value(offer.portfolio)) / offer.slope for offer in offers]
    steps = -(-min(differences) // _step(solution))
    # The value of a part is rounded, and a tie is decided by the order: the least step is one of a few.
    while steps > 0 and _funded_at(resolver, offers, (steps - 1) * _step(solution), rival):
        steps -= 1
    while not _funded_at(resolver, offers, steps * _step(solution), rival):
        steps += 1
    return Points(min(differences), steps * _step(solution), tie=min(differences) % _step(solution) == 0)


def points_to_spare(solution: Solution, resolver: Resolver, i: str, rival: Portfolio) -> Points | None:
    """Return the greatest fall in value, in published steps, that a funded application survives.

    It never falls below zero, nor below a threshold under which the application would not be compared.

    Parameters
    ----------
    rival : Portfolio
        The first portfolio of the published order without the application.
    """
    offers = list(_offers(solution, resolver, i))
    if not offers:
        return None
    value, step = solution.model.assessments[i].value or Fraction(0), _step(solution)
    differences = [(resolver.value(offer.portfolio) - resolver.value(rival)) / offer.slope for offer in offers]
    most = (value - max(_thresholds(solution, i), default=Fraction(0))) // step
    steps = min(max(differences) // step, most)
    while steps < most and _funded_at(resolver, offers, -(steps + 1) * step, rival):
        steps += 1
    while steps > 0 and not _funded_at(resolver, offers, -steps * step, rival):
        steps -= 1
    tie = max(differences) % step == 0 and max(differences) <= most * step
    return Points(max(differences), steps * step, tie=tie)


@dataclass(frozen=True)
class _Offer:
    """One award of the application: the first portfolio that makes it, and what a point more adds to the objective."""

    solution: Solution
    award: Award
    portfolio: Portfolio

    @property
    def slope(self) -> Fraction:
        part = Fraction(1) if self._worth_all else self.award.level
        return part * self._weight(self.solution.model.objective)

    def change(self, goal: Goal, points: Fraction) -> Fraction:
        """Return what a goal gains when the published value rises by so many points."""
        return (self._worth(points) - self.award.value) * self._weight(goal)

    def _worth(self, points: Fraction) -> Fraction:
        value = (self.solution.model.assessments[self.award.application].value or Fraction(0)) + points
        if self._worth_all:
            return value
        return round_half_up(self.award.level * value, self.solution.scenario.call.terms.decimals + 4)

    def _weight(self, goal: Goal) -> Fraction:
        weights = {"value": 1, "higher_value": 1, "value_by_euros": self.award.euros}
        return Fraction(weights.get(goal.name, 0))

    @property
    def _worth_all(self) -> bool:
        """Whether the award has the whole value: all of the request, or a part that a rule lets count for all."""
        call = self.solution.scenario.call
        rules = (rule for rule in self.solution.scenario.rules.values() if isinstance(rule, Levels))
        full = any(r.value == "full" and r.for_.wants(call, call[self.award.application]) for r in rules)
        return full or self.award.level == 1


def _offers(solution: Solution, resolver: Resolver, i: str) -> Iterator[_Offer]:
    """Yield the awards that a point more makes better, each with the first portfolio that makes it."""
    for choice in dict.fromkeys(a.choice for a in solution.model.candidates.awards if a.application == i):
        award = next(a for a in solution.model.candidates.awards if a.choice == choice)
        if not _Offer(solution, award, solution.portfolio).slope:
            continue
        if (portfolio := resolver.first([made(solution.model, award)])) is not None:
            yield _Offer(solution, award, portfolio)


def _funded_at(resolver: Resolver, offers: list[_Offer], points: Fraction, rival: Portfolio) -> bool:
    """Whether some portfolio with the application comes before the rival in the published order."""
    return any(ahead(_place(offer, points), resolver.model.place(rival)) for offer in offers)


def _place(offer: _Offer, points: Fraction) -> Iterator[Fraction]:
    """Yield the place of an offer's portfolio in the published order, were the value so many points higher."""
    model = offer.solution.model
    for goal in model.goals:
        yield goal.at(offer.portfolio) + offer.change(goal, points)
    yield from model.levels_by_id(offer.portfolio)


def _thresholds(solution: Solution, i: str) -> Iterator[Fraction]:
    call = solution.scenario.call
    for rule in solution.scenario.rules.values():
        if isinstance(rule, Threshold) and rule.criterion is None and rule.for_.wants(call, call[i]):
            yield rule.at_least


def _step(solution: Solution) -> Fraction:
    return Fraction(1, 10**solution.scenario.call.terms.decimals)
