"""What the decision owes to the reviewers: without one of them, over the draws, and with one review more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import exp, isfinite, pi, sqrt
from statistics import NormalDist

from allocator.analysis.resolve import Resolver, forced
from allocator.call import Call, Score
from allocator.candidates import Candidates
from allocator.model import Model, formulate
from allocator.objectives import Goal
from allocator.rules.base import Ground
from allocator.solution import Solution


@dataclass(frozen=True)
class LeftOut:
    """The decision had one reviewer not taken part.

    Attributes
    ----------
    reviewer : str
    value : Fraction or None
        The objective by the other reviewers' scores; None where nothing is lawful without these.
    came_in, fell_out : tuple of str
        Ids that would be funded only without the reviewer, and only with.
    kept : tuple of str
        Applications for which the reviewer's scores stayed, since some criterion has no other.
    """

    reviewer: str
    value: Fraction | None
    came_in: tuple[str, ...]
    fell_out: tuple[str, ...]
    kept: tuple[str, ...]


def without(solution: Solution, reviewer: str) -> LeftOut:
    """Decide anew, by the published order, with everything but one reviewer's scores: thresholds and means too."""
    call, kept = _call_without(solution.scenario.call, reviewer)
    model = formulate(replace(solution.scenario, call=call))
    resolver = Resolver(model)
    decided = resolver.first()
    funded = frozenset() if decided is None else resolver.funded(decided)
    return LeftOut(
        reviewer,
        None if decided is None else model.objective.shown(model.objective.at(decided)),
        tuple(a.id for a in call.applications if a.id in funded and a.id not in solution.funded),
        tuple(i for i in solution.funded if i not in funded),
        kept,
    )


def _call_without(call: Call, reviewer: str) -> tuple[Call, tuple[str, ...]]:
    def counts(score: Score) -> bool:
        return score.score is not None and not score.conflict

    others = {(s.application, s.criterion) for s in call.scores if s.reviewer != reviewer and counts(s)}
    own = [s for s in call.scores if s.reviewer == reviewer]
    alone = {s.application for s in own if counts(s) and (s.application, s.criterion) not in others}
    scores = tuple(s for s in call.scores if s.reviewer != reviewer or s.application in alone)
    return replace(call, scores=scores), tuple(a.id for a in call.applications if a.id in alone)


def objective_by(model: Model, values: Mapping[str, float]) -> Goal:
    """Return the objective were the applications' values others; whatever else is worth something stays.

    An award keeps the part of its application's value that it has by the published values.
    """
    places = 10 ** (model.scenario.call.terms.decimals + 4)
    awards = []
    for award in model.candidates.awards:
        known = model.assessments[award.application].value
        if award.application in values and known:
            value = Fraction(values[award.application]) * award.value / known
            award = replace(award, value=Fraction(round(value * places), places))
        awards.append(award)
    ground = Ground(Candidates(model.scenario.call, tuple(awards)), model.ground.rules)
    return model.scenario.objective.goal(ground)


def decided(model: Model, drawn: Sequence[Mapping[str, float]]) -> Iterator[frozenset[str]]:
    """Yield the ids that an optimum by each drawn set of values funds, each proven to gap 0."""
    resolver = Resolver(model)
    for values in drawn:
        portfolio = resolver.best((), objective_by(model, values).form)
        yield frozenset() if portfolio is None else resolver.funded(portfolio)


@dataclass(frozen=True)
class ReviewValue:
    """What it is worth to know an application's merit better, in points of the objective, on average.

    Attributes
    ----------
    one_more : float
        One more review by a reviewer of the panel's kind.
    certainty : float
        Its merit for certain: no number of reviews is worth more.
    """

    one_more: float
    certainty: float


def review_value(
    model: Model, means: Mapping[str, float], variances: Mapping[str, float], noise: float
) -> dict[str, ReviewValue]:
    """Return the value of more review for each compared application, by two forced re-solves and a closed form.

    The best objective as a function of one application's value is the greater of two lines, one with it and one
    without; what news of the value is worth on average is the normal loss at the point where they cross. What a review
    says of other applications, through the reviewer's severity, is not counted; with partial amounts the level stays
    that of the best portfolio with it.

    Parameters
    ----------
    model : Model
        Its objective must be the value.
    means, variances : mapping of str to float
        Of each application's merit.
    noise : float
        Variance of one review around the merit, the severity of an unknown reviewer included.
    """
    resolver, goal = Resolver(model), objective_by(model, means)
    worth: dict[str, ReviewValue] = {}
    for application in dict.fromkeys(award.application for award in model.candidates.awards):
        if application not in means:
            continue
        sides = {
            funded: resolver.best([forced(model, application, funded=funded)], goal.form) for funded in (True, False)
        }
        with_it, without_it = sides[True], sides[False]
        if with_it is None or without_it is None:
            worth[application] = ReviewValue(0.0, 0.0)  # the rules decide it, whatever its merit
            continue
        known = model.assessments[application].value
        [award] = [a for i in with_it.awards if (a := model.candidates.awards[i]).application == application]
        slope = float(award.value / known) if known else 0.0
        gap = abs(float(goal.at(with_it) - goal.at(without_it)))
        variance = variances[application]
        learnt = variance**2 / (variance + noise) if variance else 0.0
        worth[application] = ReviewValue(_loss(gap, slope * sqrt(learnt)), _loss(gap, slope * sqrt(variance)))
    return worth


def _loss(gap: float, deviation: float) -> float:
    """Return E max(0, Z − gap) for a normal Z around 0."""
    if deviation <= 0 or not isfinite(gap / deviation):
        return 0.0
    at = gap / deviation
    return deviation * (exp(-at * at / 2) / sqrt(2 * pi) - at * (1 - NormalDist().cdf(at)))
