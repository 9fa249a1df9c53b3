"""Confidence factor: how often a portfolio wins at its own central weights when the panel is drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from allocator.analysis.robustness.draws import score_forms
from allocator.analysis.robustness.values import CriterionValues, Weights
from allocator.ensemble import Ensemble
from allocator.optimum import Progress
from allocator.rows import Portfolio


def confidence_factors(
    values: CriterionValues,
    central: Mapping[Portfolio, Weights],
    *,
    draws: int = 100,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
    client: Any = None,
) -> dict[Portfolio, Fraction]:
    """Return the share of drawn panels in which no portfolio beats each of some at its *central* weights.

    A tie counts as a win. The panels are drawn from each application's own reviewers, with replacement, and are the
    same for every portfolio. Stopped with Ctrl-C, it holds the portfolios of which every panel was solved.
    """
    forms = [form for weights in central.values() for form in score_forms(values, [weights] * draws, seed)]
    solved = Ensemble(values.model).solve(forms, workers=workers, progress=progress, client=client)
    factors = {}
    for position, portfolio in enumerate(central):
        own = range(position * draws, (position + 1) * draws)
        if own.stop <= len(solved):
            factors[portfolio] = Fraction(sum(forms[q].at(portfolio) == solved[q].value for q in own), draws)
    return factors
