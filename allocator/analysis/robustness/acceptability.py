"""Stochastic acceptability: how often an application is funded when weights or scores are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from allocator.analysis.robustness.optima import optima
from allocator.model import Model
from allocator.rows import Linear, Portfolio

_AT_ONCE = 20
"""Draws solved between two looks at whether to stop."""


@dataclass(frozen=True)
class Acceptability:
    """The best portfolio of every draw, each solved to gap 0.

    Attributes
    ----------
    model : Model
    winners : tuple of Portfolio
        A best portfolio for each draw, in the order of the draws.
    asked : int
        Draws that were asked for; fewer winners mean that the search was stopped.
    """

    model: Model
    winners: tuple[Portfolio, ...]
    asked: int

    @property
    def applications(self) -> dict[str, Fraction]:
        """Share of the draws that fund each application that has a candidate award."""
        funded = [self._funded(p) for p in self.winners]
        ids = dict.fromkeys(a.application for a in self.model.candidates.awards)
        return {i: Fraction(sum(i in f for f in funded), max(1, len(funded))) for i in ids}

    @property
    def portfolios(self) -> dict[Portfolio, Fraction]:
        """Share of the draws that each portfolio wins, the most frequent first."""
        counts: dict[Portfolio, int] = {}
        for winner in self.winners:
            counts[winner] = counts.get(winner, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].awards))
        return {p: Fraction(n, len(self.winners)) for p, n in ranked}

    def pairwise(self, one: str, other: str) -> Fraction:
        """Return the share of the draws in which *one* is funded and *other* is not."""
        funded = [self._funded(p) for p in self.winners]
        return Fraction(sum(one in f and other not in f for f in funded), max(1, len(funded)))

    def central(self, draws: Sequence[Sequence[Fraction]], portfolio: Portfolio) -> tuple[Fraction, ...]:
        """Return the mean of the drawn weights for which *portfolio* wins: who would choose it."""
        own = [w for w, winner in zip(draws, self.winners, strict=False) if winner == portfolio]
        if not own:
            raise ValueError("the portfolio wins in no draw")
        return tuple(sum(column, Fraction(0)) / len(own) for column in zip(*own, strict=True))

    def _funded(self, portfolio: Portfolio) -> frozenset[str]:
        return frozenset(i for i, _ in self.model.choices(portfolio))


def standard_error(share: Fraction, draws: int) -> float:
    """Return the sampling error √(a(1 − a)/K) of a share seen in K draws."""
    return sqrt(float(share * (1 - share)) / draws) if draws else float("nan")


def acceptability(
    model: Model,
    forms: Sequence[Linear],
    *,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Acceptability:
    """Solve for every draw; an interrupt ends the search and keeps what is done.

    Parameters
    ----------
    model : Model
    forms : sequence of Linear
        The value in each draw.
    progress : callable, optional
        Called with the number of draws done and asked for.

    References
    ----------
    Lahdelma, Hokkanen, Salminen (1998), European Journal of Operational Research 106, 137-143.
    """
    winners: list[Portfolio] = []
    try:
        for start in range(0, len(forms), _AT_ONCE):
            solved = optima(model, forms[start : start + _AT_ONCE], workers=workers)
            winners += [portfolio for portfolio, _ in solved]
            if progress:
                progress(len(winners), len(forms))
    except KeyboardInterrupt:
        if not winners:
            raise
    return Acceptability(model, tuple(winners), len(forms))
