"""From reviewers' scores to published values, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from allocator.call import Application, Call
from allocator.eligibility import Refusal, ineligible
from allocator.errors import Problem
from allocator.exact import round_half_up

_NO_MEANS: Mapping[str, Fraction] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of an application before any rule is applied.

    Attributes
    ----------
    refusals : tuple of Refusal
        Why it is ineligible; empty if it is eligible.
    means : mapping of str to Fraction
        Published mean of each criterion over the reviewers without a conflict.
    exact : mapping of str to Fraction
        The same means, unrounded.
    value : Fraction or None
        Published value; None where an ineligible application was not scored.
    """

    refusals: tuple[Refusal, ...]
    means: Mapping[str, Fraction]
    exact: Mapping[str, Fraction]
    value: Fraction | None

    @property
    def eligible(self) -> bool:
        """Whether the application passed the gate."""
        return not self.refusals


def assess(call: Call) -> dict[str, Assessment]:
    """Assess every application of *call*, by id in the call's order.

    The value is the weighted sum of the exact criterion means, rounded once at the end to the call's
    decimals, half up; that published number is what is optimised. A criterion's published mean, which
    thresholds are held against, is rounded the same way. Scores given in conflict are not counted.
    """
    exact, refused = _exact_means(call), ineligible(call)
    return {a.id: _assessment(call, a, exact.get(a.id, _NO_MEANS), refused.get(a.id, ())) for a in call.applications}


def _assessment(
    call: Call, application: Application, means: Mapping[str, Fraction], refused: tuple[Refusal, ...]
) -> Assessment:
    criteria, decimals = call.terms.criteria, call.terms.decimals
    if application.value is not None:
        value: Fraction | None = round_half_up(application.value, decimals)
    elif criteria and means.keys() == criteria.keys():
        weighted = sum((criteria[name].weight * mean for name, mean in means.items()), Fraction(0))
        value = round_half_up(weighted, decimals)
    else:
        value = None
    published = {name: round_half_up(means[name], decimals) for name in criteria if name in means} or _NO_MEANS
    return Assessment(refused, published, means, value)


def _exact_means(call: Call) -> dict[str, dict[str, Fraction]]:
    """Return the mean of each application's counted scores on each criterion, unrounded."""
    counted: dict[tuple[str, str], list[Fraction]] = {}
    for score in call.scores:
        if score.score is not None and not score.conflict:
            counted.setdefault((score.application, score.criterion), []).append(score.score)
    means: dict[str, dict[str, Fraction]] = {}
    for (application, criterion), scores in counted.items():
        means.setdefault(application, {})[criterion] = sum(scores, Fraction(0)) / len(scores)
    return means


def missing_values(call: Call, assessments: Mapping[str, Assessment]) -> Iterator[Problem]:
    """Yield a problem for every eligible application whose value cannot be known."""
    for application_id, assessment in assessments.items():
        if not assessment.eligible or assessment.value is not None:
            continue
        missing = [name for name in call.terms.criteria if name not in assessment.means]
        what = (
            f"{application_id} has no score that counts on {', '.join(missing)}"
            if missing
            else f"{application_id} has no value, and the call has no criteria to make one from"
        )
        yield Problem(what, expected="a score by at least one reviewer without a conflict, or a value")
