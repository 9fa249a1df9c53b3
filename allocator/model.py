"""The model: candidate awards, rows and goals, made from a scenario. Nothing here knows a solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from allocator.call import Application
from allocator.candidates import Award, Candidates, award
from allocator.eligibility import Refusal
from allocator.errors import InputError
from allocator.keeping import all_kept
from allocator.objectives import Goal
from allocator.rows import Linear, OneAward, Portfolio, Row
from allocator.rules.base import Amount, Ground
from allocator.rules.earmark import payers
from allocator.scenario import Scenario
from allocator.scoring import Assessment, assess, missing_values
from allocator.text import Text

NO_AMOUNT = Text(
    fi="Mikään ehtojen sallima määrä ei riitä hakemuksen toteuttamiseen.",
    sv="Inget belopp som villkoren tillåter räcker för att genomföra ansökan.",
    en="No amount that the rules allow is enough for the application to work.",
)
"""Why an application has no candidate award when the levels leave it none."""

_WHOLE, _WORTHLESS = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Model:
    """A scenario as a 0-1 programme in exact integers.

    Attributes
    ----------
    scenario : Scenario
        What it was made from.
    ground : Ground
        The candidate awards, and the rules that make rows of them.
    rows : tuple of Row
        Every inequality: one award an application, then the rules' rows in the rules' order.
    assessments : mapping of str to Assessment
        Every application's gate, means and value, by id.
    refusals : mapping of str to tuple of Refusal
        Why an application has no candidate award, by id, for those that have none.
    """

    scenario: Scenario
    ground: Ground
    rows: tuple[Row, ...]
    assessments: Mapping[str, Assessment]
    refusals: Mapping[str, tuple[Refusal, ...]]

    @property
    def candidates(self) -> Candidates:
        """The columns: every candidate award."""
        return self.ground.candidates

    @cached_property
    def objective(self) -> Goal:
        """What is maximised."""
        return self.scenario.objective.goal(self.ground)

    @cached_property
    def ties(self) -> tuple[Goal, ...]:
        """Every tie-break in order but the application id; made when first asked for, since often none is."""
        return self.scenario.objective.tie_breaks(self.ground)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The objective, then the tie-breaks."""
        return (self.objective, *self.ties)

    @cached_property
    def by_id(self) -> tuple[Goal, ...]:
        """The application id as goals: digits of a number, the first application leading.

        A dozen at a time keeps them exact in floats.
        """
        ids = list(dict.fromkeys(award.application for award in self.candidates.awards))
        return tuple(self._digits(ids[start : start + 12]) for start in range(0, len(ids), 12))

    def _digits(self, block: Sequence[str]) -> Goal:
        total = Linear(self.candidates.count.coefficients * 0)
        for application_id in block:
            levels = sorted({a.level for a in self.candidates.awards if a.application == application_id})
            total = total * (len(levels) + 1)
            for digit, level in enumerate(levels, start=1):
                total += self.candidates.choosing({(application_id, level)}) * digit
        return Goal("application_id", total, "count")

    def place(self, portfolio: Portfolio) -> Iterator[Fraction]:
        """Yield what the published order looks at, one after another: the goals, then the levels by application id.

        Each is computed when it is asked for: most portfolios differ in the objective already.
        """
        yield self.objective.at(portfolio)
        for goal in self.ties:
            yield goal.at(portfolio)
        yield from self.levels_by_id(portfolio)

    def levels_by_id(self, portfolio: Portfolio) -> tuple[Fraction, ...]:
        """Return the level of every application in the order of ids: what decides last."""
        granted = dict(self.choices(portfolio))
        return tuple(granted.get(a.id, Fraction(0)) for a in self.scenario.call.applications)

    def first(self, portfolios: Iterable[Portfolio]) -> Portfolio:
        """Return the portfolio that comes first in the published order; of nothing there is none."""
        first, *others = portfolios
        for other in others:
            if ahead(self.place(other), self.place(first)):
                first = other
        return first

    def in_order(self, portfolios: Iterable[Portfolio]) -> list[Portfolio]:
        """Return portfolios in the published order, the first first."""
        return _in_order(list(portfolios), [*(goal.at for goal in self.goals), self.levels_by_id])

    def broken(self, portfolio: Portfolio) -> tuple[Row, ...]:
        """Return the rows that *portfolio* breaks, in exact integers; none if it is lawful."""
        return tuple(row for row in self.rows if not row.holds(portfolio))

    def choices(self, portfolio: Portfolio) -> tuple[tuple[str, Fraction], ...]:
        """Return what *portfolio* decides: each funded application and its level, in the order of ids."""
        return tuple(self.candidates.awards[i].choice for i in portfolio.awards)


def _in_order(portfolios: list[Portfolio], measures: list[Callable[[Portfolio], Any]]) -> list[Portfolio]:
    """Sort by one measure after another, the greater first; the next is taken only of those that are equal so far."""
    if len(portfolios) < 2 or not measures:
        return portfolios
    equal: dict[Any, list[Portfolio]] = {}
    for portfolio in portfolios:
        equal.setdefault(measures[0](portfolio), []).append(portfolio)
    return [p for measure in sorted(equal, reverse=True) for p in _in_order(equal[measure], measures[1:])]


def ahead(one: Iterable[Fraction], other: Iterable[Fraction]) -> bool:
    """Whether the first difference between two places in the published order is in favour of the one."""
    return next((mine > theirs for mine, theirs in zip(one, other, strict=True) if mine != theirs), False)


@all_kept()
def formulate(
    scenario: Scenario,
    *,
    admitted: frozenset[str] = frozenset(),
    assessments: Mapping[str, Assessment] | None = None,
) -> Model:
    """Turn a scenario into candidate awards, rows and goals.

    Parameters
    ----------
    scenario : Scenario
    admitted : frozenset of str
        Ids of applications that are compared although the gate or a threshold refuses them.
    assessments : mapping of str to Assessment, optional
        What `scoring.assess` says of the call, where that is known already.

    Raises
    ------
    InputError
        If an eligible application has no value.
    """
    if assessments is None:
        assessments = assess(scenario.call)
    if problems := list(missing_values(scenario.call, assessments)):
        raise InputError(problems)
    offers = _Offers(scenario)
    awards: list[Award] = []
    refusals: dict[str, tuple[Refusal, ...]] = {}
    for application in scenario.call.applications:
        assessment = assessments[application.id]
        refused = () if application.id in admitted else offers.refusals(application, assessment)
        if not refused:
            offered = offers.awards(application, assessment.value)
            awards += offered
            refused = () if offered else (Refusal("levels", NO_AMOUNT),)
        if refused:
            refusals[application.id] = refused
    candidates = Candidates(scenario.call, tuple(awards))
    ground = Ground(candidates, scenario.rules)
    rows = (*_one_award_each(candidates), *_rows_of_rules(ground))
    return Model(scenario, ground, rows, assessments, refusals)


class _Offers:
    """What each application is offered, by those of the rules that have a say in it."""

    def __init__(self, scenario: Scenario) -> None:
        rules = scenario.rules.values()
        self._call, self._sources = scenario.call, payers(scenario.call, scenario.rules)
        self._refusing = [rule for rule in rules if rule.has_own("refuses")]
        self._sizing = [rule for rule in rules if rule.has_own("amounts")]

    def refusals(self, application: Application, assessment: Assessment) -> tuple[Refusal, ...]:
        """Return why the gate, or else a rule, leaves the application without a candidate award."""
        found = (rule.refuses(self._call, application, assessment) for rule in self._refusing)
        return assessment.refusals or tuple(filter(None, found))

    def awards(self, application: Application, value: Fraction | None) -> list[Award]:
        """Return an award for each amount and each way of paying it, in the order of candidates."""
        call, paying = self._call, self._sources(application)
        amounts: tuple[Amount, ...] = (Amount(_WHOLE, application.requested, _WORTHLESS if value is None else value),)
        for rule in self._sizing:
            amounts = rule.amounts(call, application, amounts)
        in_order = sorted(amounts, key=lambda amount: -amount.level) if len(amounts) > 1 else amounts
        return [award(call, application, a.level, a.euros, a.value, pots) for a in in_order for pots in paying]


def _one_award_each(candidates: Candidates) -> Iterator[Row]:
    """Yield Σ xᵢ ≤ 1 for every application that could be funded in several ways."""
    first = 0
    for application_id, same in groupby(candidates.awards, key=attrgetter("application")):
        ways = range(first, first := first + sum(1 for _ in same))
        if len(ways) > 1:
            yield OneAward.of(f"one_award[{application_id}]", ways, len(candidates))


def _rows_of_rules(ground: Ground) -> Iterator[Row]:
    for name, rule in ground.rules.items():
        yield from rule.rows(name, ground)
