"""Why funded, why not, and what it would have taken: for every application, by exact re-solves.

References
----------
The questions are those of replacement cost (Cabeza & Moilanen 2006) and of counterfactual explanations for
integer programmes (Kurtz et al. 2024); each is answered here by optima with gap 0, never by a dual value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.analysis.reason import CriterionNeed, Points, Reason, Swap
from allocator.analysis.resolve import Resolver, forced, in_threads, made, nearly_best
from allocator.analysis.sentences import sentences
from allocator.analysis.thresholds import BudgetThreshold, budget_threshold, request_survived, request_threshold
from allocator.analysis.variants import Variants
from allocator.candidates import Award
from allocator.exact import parse_fraction
from allocator.model import Model
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reasons:
    """The reasons of a solution, in the order of ids; they read as a table and as text."""

    solution: Solution
    by_application: Mapping[str, Reason]

    def __getitem__(self, application_id: str) -> Reason:
        return self.by_application[application_id]

    def __iter__(self) -> Iterator[Reason]:
        return iter(self.by_application.values())

    def text(self, language: Language = "fi") -> str:
        """Return every reason in sentences."""
        return "\n\n".join("\n".join(sentences(self.solution, reason, language)) for reason in self)

    def frame(self, tolerance: Fraction | str = Fraction(1, 200)) -> pd.DataFrame:
        """Return the reasons as a table.

        Parameters
        ----------
        tolerance : Fraction or its text
            Part of the objective by which "decided" and "choice" are told apart; half a per cent by default.

        Returns
        -------
        DataFrame
            One row an application, indexed by id: `outcome`; `value` (published points); `loss` (points that
            the opposite decision costs in all) and `tolerance` (the same as a part of the objective);
            `discretion` (decided, excluded, choice, not_compared); `points` (not funded: the rise in points
            that funds it; funded: the fall that it survives); `criteria` (names of criteria in which alone the
            rise could be earned); `request` (whole euros: the request at which it is funded, or up to which it
            stays funded); `budget` (whole euros: the first budget at which it is funded) and `stays` (whether
            at every greater one); `rules` (without any one of which it is funded); `displaced` and `joined`
            (ids that would leave and come); `passed_by` (ids of funded applications with a lower value);
            `place` (of one not compared: what would have become of it).
        """
        import pandas as pd

        limit = parse_fraction(tolerance)
        rows = [self._row(reason, limit) for reason in self]
        return pd.DataFrame(rows, index=pd.Index(list(self.by_application), name="application"))

    def _row(self, reason: Reason, tolerance: Fraction) -> dict[str, object]:
        value = self.solution.model.assessments[reason.application].value
        return {
            "outcome": reason.outcome,
            "value": None if value is None else float(value),
            "loss": None if reason.loss is None else float(reason.loss),
            "tolerance": None if reason.tolerance is None else float(reason.tolerance),
            "discretion": reason.discretion(tolerance),
            "points": float(reason.points.needed) if reason.points else None,
            "criteria": ", ".join(need.criterion for need in reason.criteria if need.possible),
            "request": reason.request.requested if reason.request else None,
            "budget": reason.budget.first if reason.budget else None,
            "stays": reason.budget.stays if reason.budget and reason.budget.first is not None else None,
            "rules": ", ".join(reason.rules),
            "displaced": ", ".join(reason.displaced),
            "joined": ", ".join(reason.joined),
            "passed_by": ", ".join(swap.funded for swap in reason.swaps),
            "place": reason.place,
        }


def reasons(solution: Solution, applications: Sequence[str] | None = None, *, budgets: bool = True) -> Reasons:
    """Return the reason of every application, or of those named, in the order of ids.

    Parameters
    ----------
    solution : Solution
        A solution that is proven optimal; of another nothing can be said.
    applications : sequence of str, optional
        Ids.
    budgets : bool
        Whether to look for the budget at which each would be funded, which takes the most solves.

    Raises
    ------
    ValueError
        If the solution is not proven, or an id is unknown.
    """
    if solution.status != "optimal":
        raise ValueError("reasons can be given only for a solution that is proven optimal")
    known = [application.id for application in solution.scenario.call.applications]
    if unknown := [i for i in applications or () if i not in known]:
        raise ValueError(f"no application {', '.join(unknown)}")
    wanted = [i for i in known if applications is None or i in applications]
    variants = Variants(solution)
    reader = _Reader(solution, variants, budgets)
    found = in_threads(reader.reason, solution.model, wanted, nearly_best(solution))
    return Reasons(solution, dict(zip(wanted, found, strict=True)))


@dataclass(frozen=True)
class _Reader:
    solution: Solution
    variants: Variants
    budgets: bool

    @property
    def model(self) -> Model:
        return self.solution.model

    def reason(self, resolver: Resolver, application_id: str) -> Reason:
        outcome = self.solution.outcome(application_id)
        if outcome == "funded":
            return self._funded(resolver, application_id)
        if outcome == "not_funded":
            return self._not_funded(resolver, application_id)
        return Reason(application_id, outcome, place=self._place(application_id))

    def _funded(self, resolver: Resolver, i: str) -> Reason:
        best = self.solution.portfolio
        other = resolver.first([forced(self.model, i, funded=False)])
        loss = None if other is None else resolver.value(best) - resolver.value(other)
        return Reason(
            i,
            "funded",
            loss,
            self._tolerance(loss),
            points=None if other is None else self._margin(resolver, i, other),
            request=None if other is None else request_survived(self.solution, self.variants, i, other),
            displaced=self._moved(best, other, gone=True, but=i),
            joined=self._moved(best, other, gone=False, but=i),
        )

    def _not_funded(self, resolver: Resolver, i: str) -> Reason:
        best = self.solution.portfolio
        other = resolver.first([forced(self.model, i, funded=True)])
        swaps = self._swaps(i)
        rules = self._rules(i)
        if other is None:
            return Reason(i, "not_funded", rules=rules, swaps=swaps, budget=self._budget(i))
        loss = resolver.value(best) - resolver.value(other)
        points = self._missing(resolver, i)
        return Reason(
            i,
            "not_funded",
            loss,
            self._tolerance(loss),
            points=points,
            criteria=self._criteria(i, points),
            request=request_threshold(self.solution, self.variants, i),
            budget=self._budget(i),
            rules=rules,
            displaced=self._moved(best, other, gone=True, but=i),
            joined=self._moved(best, other, gone=False, but=i),
            swaps=swaps,
        )

    def _tolerance(self, loss: Fraction | None) -> Fraction | None:
        objective = abs(self.model.objective.at(self.solution.portfolio))
        if loss is None:
            return None
        return loss / objective if objective else Fraction(int(loss > 0))

    def _budget(self, i: str) -> BudgetThreshold | None:
        return budget_threshold(self.solution, self.variants, i) if self.budgets else None

    def _moved(self, best: Portfolio, other: Portfolio | None, *, gone: bool, but: str) -> tuple[str, ...]:
        if other is None:
            return ()
        before = {self.model.candidates.awards[p].application for p in best.awards}
        after = {self.model.candidates.awards[p].application for p in other.awards}
        moved = (before - after if gone else after - before) - {but}
        return tuple(a.id for a in self.solution.scenario.call.applications if a.id in moved)

    def _rules(self, i: str) -> tuple[str, ...]:
        names = []
        for name in self.solution.scenario.rules:
            model, portfolio = self.variants.without_rules([name])
            if portfolio is not None and i in {a for a, _ in model.choices(portfolio)}:
                names.append(name)
        return tuple(names)

    def _swaps(self, i: str) -> tuple[Swap, ...]:
        """Put *i* in the place of each funded application with a lower value, and see what breaks."""
        value = self._value(i)
        position = next(p for p, award in enumerate(self.model.candidates.awards) if award.application == i)
        swaps = []
        for award in self.solution.awards:
            if self._value(award.application) >= value:
                continue
            kept = [p for p in self.solution.portfolio.awards if self.model.candidates.awards[p] is not award]
            swapped = Portfolio([*kept, position])
            broken = tuple((row, -row.slack(swapped)) for row in self.model.broken(swapped))
            swaps.append(Swap(award.application, broken))
        return tuple(sorted(swaps, key=lambda swap: self._value(swap.funded)))

    def _value(self, i: str) -> Fraction:
        return self.model.assessments[i].value or Fraction(0)

    def _step(self) -> Fraction:
        return Fraction(1, 10**self.solution.scenario.call.terms.decimals)

    def _part(self, award: Award) -> Fraction | None:
        """Return what one point of an application's value adds to the objective by an award."""
        value = self._value(award.application)
        own = award.value / value if value else award.level
        objective = self.model.objective.name
        return own if objective == "value" else own * award.euros if objective == "value_by_euros" else None

    def _missing(self, resolver: Resolver, i: str) -> Points | None:
        """Return the rise in value at which *i* is funded.

        A point more lifts every portfolio that grants the award by the award's part of it, and no portfolio
        without the application; so the difference is exact, award by award.
        """
        best = self.solution.portfolio
        offers = []
        for award in self.model.candidates.awards:
            part = self._part(award)
            if award.application != i or not part:
                continue
            if (other := resolver.first([made(self.model, award)])) is not None:
                offers.append(((resolver.value(best) - resolver.value(other)) / part, part, other))
        if not offers:
            return None
        difference = min(d for d, _, _ in offers)
        steps = -(-difference // self._step())  # the published value moves in whole steps
        needed = steps * self._step()
        if not any(self._wins(resolver, other, needed * part, best) for _, part, other in offers):
            needed += self._step()
        return Points(difference, needed, tie=difference == steps * self._step())

    def _margin(self, resolver: Resolver, i: str, other: Portfolio) -> Points | None:
        """Return the fall in value that *i* survives, its own value never below zero."""
        offers = []
        for award in self.model.candidates.awards:
            part = self._part(award)
            if award.application != i or not part:
                continue
            if (mine := resolver.first([made(self.model, award)])) is not None:
                offers.append(((resolver.value(mine) - resolver.value(other)) / part, part, mine))
        if not offers:
            return None
        difference = max(d for d, _, _ in offers)
        steps = difference // self._step()
        needed = steps * self._step()
        if not any(self._wins(resolver, mine, -needed * part, other) for _, part, mine in offers):
            needed -= self._step()
        allowed = self._allowed_fall(i)
        return Points(difference, min(needed, allowed), tie=difference == steps * self._step() <= allowed)

    def _allowed_fall(self, i: str) -> Fraction:
        """Return the greatest fall in value, in published steps, at which no threshold refuses *i*."""
        call, assessment, step = self.solution.scenario.call, self.model.assessments[i], self._step()

        def refused(steps: int) -> bool:
            fallen = replace(assessment, value=self._value(i) - steps * step)
            return any(rule.refuses(call, call[i], fallen) for rule in self.solution.scenario.rules.values())

        return bisect_left(range(1, int(self._value(i) / step) + 1), True, key=refused) * step

    @staticmethod
    def _wins(resolver: Resolver, portfolio: Portfolio, change: Fraction, rival: Portfolio) -> bool:
        """Whether a portfolio whose objective changes comes before its rival in the published order."""
        (objective, *ties), by_id = resolver.key(portfolio)
        (others, *other_ties), other_by_id = resolver.key(rival)
        return (objective + change, ties, by_id) > (others, other_ties, other_by_id)

    def _criteria(self, i: str, points: Points | None) -> tuple[CriterionNeed, ...]:
        """Return, criterion by criterion, the mean that alone would earn the missing points."""
        criteria, call = self.solution.scenario.call.terms.criteria, self.solution.scenario.call
        exact = self.model.assessments[i].exact
        if points is None or not criteria or call[i].value is not None or exact.keys() != criteria.keys():
            return ()
        own = sum((criteria[name].weight * mean for name, mean in exact.items()), Fraction(0))
        # Half a step below the needed value is rounded up to it.
        target = self._value(i) + points.needed - self._step() / 2
        needs = []
        for name, criterion in criteria.items():
            if criterion.weight:
                needed = exact[name] + (target - own) / criterion.weight
                published = self.model.assessments[i].means[name]
                needs.append(CriterionNeed(name, published, needed, needed <= criterion.scale[1]))
        return tuple(needs)

    def _place(self, i: str) -> str | None:
        """Return what would have become of an application that was not compared, had it been."""
        if self.model.assessments[i].value is None:
            return None
        model, portfolio = self.variants.compared(i)
        if portfolio is None:
            return None
        return "funded" if i in {a for a, _ in model.choices(portfolio)} else "not_funded"
