"""Regret: how far a portfolio falls behind the best where the weights are least kind to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.resolve import Resolver
from allocator.analysis.robustness.optima import optima
from allocator.model import Model
from allocator.rows import Helper, Linear, Portfolio


@dataclass(frozen=True)
class Regret:
    """Greatest regrets over several value functions: extreme points of weights, or members' own weights.

    The regret V*(w) − V(x, w) is convex in w, so its greatest value over a polytope is at an extreme point.

    Attributes
    ----------
    optima : tuple of Fraction
        The best value for each value function.
    best : tuple of Portfolio
        A best portfolio for each.
    minimax : Portfolio
        The portfolio whose greatest regret is least.
    forms : tuple of Linear
        The value functions.
    """

    optima: tuple[Fraction, ...]
    best: tuple[Portfolio, ...]
    minimax: Portfolio
    forms: tuple[Linear, ...]

    def of(self, portfolio: Portfolio) -> Fraction:
        """Return the greatest regret of *portfolio*."""
        return max(best - form.at(portfolio) for best, form in zip(self.optima, self.forms, strict=True))


def regret(model: Model, forms: Sequence[Linear], *, workers: int = 2) -> Regret:
    """Solve for each value function, and for the portfolio with the least greatest regret."""
    best = optima(model, forms, workers=workers)
    values = tuple(form.at(portfolio) for form, portfolio in zip(forms, best, strict=True))
    gains = tuple(form - value for form, value in zip(forms, values, strict=True))
    least = Helper("least_gain", "least", gains).as_form(len(model.candidates))
    minimax = Resolver(model).best(goal=least)
    if minimax is None:
        raise ValueError("a model that was solved has a portfolio")
    return Regret(values, tuple(best), minimax, tuple(forms))


def maximin(model: Model, forms: Sequence[Linear]) -> Portfolio:
    """Return the portfolio whose least value over the value functions is greatest."""
    least = Helper("least_value", "least", tuple(forms)).as_form(len(model.candidates))
    best = Resolver(model).best(goal=least)
    if best is None:
        raise ValueError("no portfolio satisfies the rules")
    return best
