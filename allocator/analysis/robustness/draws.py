"""Draws of scores: what other panels of the same reviewers would have said."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from allocator.analysis.robustness.values import CriterionValues, Weights
from allocator.rows import Linear, fitting

_Numbers = npt.NDArray[np.object_]


def score_forms(values: CriterionValues, weights: Sequence[Weights], seed: int) -> list[Linear]:
    """Return the value in each draw of reviewers: an application's reviewers drawn with replacement.

    A drawn reviewer brings the scores of all criteria that they gave; a criterion that none of the drawn
    reviewers scored keeps its mean. With one reviewer nothing varies. The same seed gives the same draws.

    Parameters
    ----------
    weights : sequence of Weights
        The weights in each draw.
    """
    generator = np.random.default_rng(seed)
    count = len(weights)
    shares = lcm(*(w.denominator for drawn in weights for w in drawn))
    weighed = np.array([[int(w * shares) for w in drawn] for drawn in weights], object).reshape(count, -1)
    levels = lcm(*(award.level.denominator for award in values.model.candidates.awards))
    given = _given(values)
    unit = _unit(values, given)
    drawn = {i: (weighed * _means(values, i, own, unit, generator, count)).sum(axis=1) for i, own in given.items()}
    columns = [drawn[award.application] * int(award.level * levels) for award in values.model.candidates.awards]
    rows = np.array(columns, object).reshape(len(columns), count).T
    return [Linear(fitting(row), denominator=shares * levels * unit) + values.bonus for row in rows]


def _given(values: CriterionValues) -> dict[str, list[dict[str, Fraction]]]:
    """Return the counted scores of each candidate application, by reviewer."""
    by_reviewer: dict[str, dict[str, dict[str, Fraction]]] = {
        award.application: {} for award in values.model.candidates.awards
    }
    for score in values.model.scenario.call.scores:
        if score.score is not None and not score.conflict and score.application in by_reviewer:
            by_reviewer[score.application].setdefault(score.reviewer, {})[score.criterion] = score.score
    return {i: list(own.values()) for i, own in by_reviewer.items()}


def _unit(values: CriterionValues, given: dict[str, list[dict[str, Fraction]]]) -> int:
    """Return a number of which every mean of drawn scores is a whole part."""
    scores = {score.denominator for own in given.values() for scores in own for score in scores.values()}
    whole = {len(own) for own in given.values()}
    # Where some criterion is not scored by all, those who are drawn and scored it may be any number.
    partly = (len(own) for own in given.values() if any(scores.keys() != set(values.names) for scores in own))
    panels = whole | set(range(1, max(partly, default=0) + 1))
    exact = {values.model.assessments[i].exact[name].denominator for i in given for name in values.names}
    return lcm(lcm(*panels) * lcm(*scores), *exact)


def _means(
    values: CriterionValues,
    application_id: str,
    panel: Sequence[dict[str, Fraction]],
    unit: int,
    generator: np.random.Generator,
    count: int,
) -> _Numbers:
    """Return an application's mean on each criterion in each draw, in units of 1/*unit*: one row a draw."""
    exact = values.model.assessments[application_id].exact
    kept = np.array([int(exact[name] * unit) for name in values.names], object)
    if not panel:
        return np.tile(kept, (count, 1))
    times = np.zeros((count, len(panel)), np.int64)
    np.add.at(times, (np.arange(count)[:, None], generator.integers(len(panel), size=(count, len(panel)))), 1)
    marks = np.array([[int(own.get(name, 0) * unit) for name in values.names] for own in panel], object)
    gave = np.array([[int(name in own) for name in values.names] for own in panel])
    voices = times @ gave
    return np.where(voices > 0, (times.astype(object) @ marks) // np.maximum(voices, 1), kept)
