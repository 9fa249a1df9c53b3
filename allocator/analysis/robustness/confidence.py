"""Confidence factor: how often a portfolio wins at its own central weights when the panel is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.robustness.draws import score_forms
from allocator.analysis.robustness.optima import optima
from allocator.analysis.robustness.values import CriterionValues
from allocator.rows import Portfolio


def confidence_factor(
    values: CriterionValues,
    portfolio: Portfolio,
    central: Sequence[Fraction],
    *,
    draws: int = 100,
    seed: int = 1,
    workers: int = 2,
) -> Fraction:
    """Return the share of drawn panels in which no portfolio beats *portfolio* at its *central* weights.

    A tie counts as a win. The panels are drawn from each application's own reviewers, with replacement.
    """
    forms = score_forms(values, central, draws, seed)
    solved = optima(values.model, forms, workers=workers)
    return Fraction(sum(form.at(portfolio) == best for form, (_, best) in zip(forms, solved, strict=True)), draws)
