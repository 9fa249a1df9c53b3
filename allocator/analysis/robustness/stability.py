"""Stability interval of a weight: the widest range in which the decision stays best."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from allocator.analysis.robustness.optima import optima
from allocator.analysis.robustness.values import CriterionValues, Weights
from allocator.polytope import OverWeights
from allocator.rows import Portfolio

Interval = tuple[Fraction, Fraction]
BestAt = Callable[[Weights], Portfolio]
"""Gives a best portfolio at some weights."""


def best_by_solving(values: CriterionValues) -> BestAt:
    """Return what solves for the best portfolio at any weights."""

    def best(weights: Weights) -> Portfolio:
        [found] = optima(values.model, [values.form(weights)], workers=1)
        return found

    return best


def best_of_listed(listed: OverWeights) -> BestAt:
    """Return what looks up the best portfolio at any weights among all that are best at some, in exact fractions."""

    def best(weights: Weights) -> Portfolio:
        worth = [sum(w * t for w, t in zip(weights, totals, strict=True)) for totals in listed.totals]
        return listed.portfolios[worth.index(max(worth))]

    return best


def stability_interval(
    values: CriterionValues, portfolio: Portfolio, criterion: str, best: BestAt | None = None
) -> Interval | None:
    """Return the exact range of one weight in which *portfolio* stays best, the others rescaled in proportion.

    The best value is convex and piecewise linear along the line, so from each end the search steps to where
    the rival found meets the portfolio, until no rival is better: the breakpoint is a fraction, not a guess.
    None if the portfolio is not best at the published weights, which rounding of published values allows.

    Parameters
    ----------
    best : callable, optional
        Gives a best portfolio at any weights of the whole simplex; solved for unless given.
    """
    line = _Line(values, portfolio, values.names.index(criterion), best or best_by_solving(values))
    if line.rival(line.now) is not None:
        return None
    return line.end(Fraction(0)), line.end(Fraction(1))


class _Line:
    """The line on which one weight moves, and how far a portfolio stays best on it."""

    def __init__(self, values: CriterionValues, portfolio: Portfolio, k: int, best: BestAt) -> None:
        self.values, self.portfolio, self.k, self.best = values, portfolio, k, best
        self.now = values.published[k]

    def end(self, end: Fraction) -> Fraction:
        """Return how far from now towards *end* the portfolio stays best."""
        while end != self.now and (rival := self.rival(end)) is not None:
            behind, ahead = self._lead(rival, end), -self._lead(rival, self.now)
            end = self.now + (end - self.now) * ahead / (ahead + behind)
        return end

    def rival(self, weight: Fraction) -> Portfolio | None:
        """Return a portfolio that is better at this weight, or None."""
        best = self.best(self._weights(weight))
        return best if self._lead(best, weight) > 0 else None

    def _lead(self, rival: Portfolio, weight: Fraction) -> Fraction:
        form = self.values.form(self._weights(weight))
        return form.at(rival) - form.at(self.portfolio)

    def _weights(self, weight: Fraction) -> Weights:
        published = self.values.published
        others = 1 - published[self.k]
        even = Fraction(1, max(1, len(published) - 1))
        return tuple(
            weight if i == self.k else (1 - weight) * (w / others if others else even) for i, w in enumerate(published)
        )
