"""Stability interval of a weight: the widest range in which the decision stays best."""

from __future__ import annotations

from fractions import Fraction

from allocator.analysis.robustness.optima import optima
from allocator.analysis.robustness.values import CriterionValues
from allocator.rows import Portfolio

Interval = tuple[Fraction, Fraction]


def stability_interval(values: CriterionValues, portfolio: Portfolio, criterion: str) -> Interval | None:
    """Return the exact range of one weight in which *portfolio* stays best, the others rescaled in proportion.

    The best value is convex and piecewise linear along the line, so from each end the search steps to where
    the rival found meets the portfolio, until no rival is better: the breakpoint is a fraction, not a guess.
    None if the portfolio is not best at the published weights, which rounding of published values allows.
    """
    k = values.names.index(criterion)
    now = values.published[k]
    if _rival(values, portfolio, k, now) is not None:
        return None
    return _end(values, portfolio, k, Fraction(0)), _end(values, portfolio, k, Fraction(1))


def _end(values: CriterionValues, portfolio: Portfolio, k: int, end: Fraction) -> Fraction:
    now = values.published[k]
    while end != now and (rival := _rival(values, portfolio, k, end)) is not None:
        behind = _lead(values, rival, portfolio, k, end)
        ahead = -_lead(values, rival, portfolio, k, now)
        end = now + (end - now) * ahead / (ahead + behind)
    return end


def _lead(values: CriterionValues, one: Portfolio, other: Portfolio, k: int, weight: Fraction) -> Fraction:
    weights = _on_line(values, k, weight)
    return values.at(one, weights) - values.at(other, weights)


def _rival(values: CriterionValues, portfolio: Portfolio, k: int, weight: Fraction) -> Portfolio | None:
    """Return a portfolio that is better at this weight, or None."""
    form = values.form(_on_line(values, k, weight))
    [(best, value)] = optima(values.model, [form], workers=1)
    return best if value > form.at(portfolio) else None


def _on_line(values: CriterionValues, k: int, weight: Fraction) -> tuple[Fraction, ...]:
    published = values.published
    others = 1 - published[k]
    even = Fraction(1, max(1, len(published) - 1))
    return tuple(weight if i == k else (1 - weight) * (w / others if others else even) for i, w in enumerate(published))
