"""Draws of scores: what other panels of the same reviewers would have said."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from allocator.analysis.robustness.values import CriterionValues
from allocator.rows import Linear


def score_forms(values: CriterionValues, weights: Sequence[Fraction], count: int, seed: int) -> list[Linear]:
    """Return the value in each draw of reviewers: an application's reviewers drawn with replacement.

    A drawn reviewer brings the scores of all criteria that they gave; a criterion that none of the drawn
    reviewers scored keeps its mean. With one reviewer nothing varies. The same seed gives the same draws.
    """
    generator = np.random.default_rng(seed)
    given = _given(values)
    levels = [(award.application, award.level) for award in values.model.candidates.awards]
    forms = []
    for _ in range(count):
        drawn = {
            i: _value(values, weights, i, [own[n] for n in generator.integers(len(own), size=len(own))])
            for i, own in given.items()
        }
        exact = [level * drawn[i] for i, level in levels]
        denominator = np.lcm.reduce([value.denominator for value in exact], dtype=object) if exact else 1
        whole = np.array([int(value * denominator) for value in exact], dtype=object)
        forms.append(Linear(whole, denominator=int(denominator)) + values.bonus)
    return forms


def _given(values: CriterionValues) -> dict[str, list[dict[str, Fraction]]]:
    """Return the counted scores of each candidate application, by reviewer."""
    by_reviewer: dict[str, dict[str, dict[str, Fraction]]] = {
        award.application: {} for award in values.model.candidates.awards
    }
    for score in values.model.scenario.call.scores:
        if score.score is not None and not score.conflict and score.application in by_reviewer:
            by_reviewer[score.application].setdefault(score.reviewer, {})[score.criterion] = score.score
    return {i: list(own.values()) for i, own in by_reviewer.items()}


def _value(
    values: CriterionValues, weights: Sequence[Fraction], application_id: str, panel: Sequence[dict[str, Fraction]]
) -> Fraction:
    exact = values.model.assessments[application_id].exact
    total = Fraction(0)
    for name, weight in zip(values.names, weights, strict=True):
        said = [scores[name] for scores in panel if name in scores]
        total += weight * (sum(said, Fraction(0)) / len(said) if said else exact[name])
    return total
