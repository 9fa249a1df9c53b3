"""Stochastic acceptability: how often an application is funded when weights or scores are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import Any

from allocator.ensemble import Ensemble
from allocator.errors import SolverError
from allocator.model import Model
from allocator.optimum import Progress
from allocator.rows import Linear, Portfolio


@dataclass(frozen=True)
class Acceptability:
    """The best portfolio of every draw, each proven unless the search for them was stopped.

    Attributes
    ----------
    model : Model
    winners : tuple of Portfolio
        A best portfolio for each draw, in the order of the draws.
    asked : int
        Draws that were asked for; fewer winners mean that the search was stopped.
    unproven : int
        Draws whose winner is the best of those found until the search was stopped: another may be better.
    """

    model: Model
    winners: tuple[Portfolio, ...]
    asked: int
    unproven: int = 0

    @property
    def complete(self) -> bool:
        """Whether every draw that was asked for was solved, and proven."""
        return len(self.winners) == self.asked and not self.unproven

    @cached_property
    def applications(self) -> dict[str, Fraction]:
        """Share of the draws that fund each application that has a candidate award."""
        ids = dict.fromkeys(a.application for a in self.model.candidates.awards)
        shares = [(self._funded(p), share) for p, share in self.portfolios.items()]
        return {i: sum((share for funded, share in shares if i in funded), Fraction(0)) for i in ids}

    @cached_property
    def portfolios(self) -> dict[Portfolio, Fraction]:
        """Share of the draws that each portfolio wins, the most frequent first."""
        counts: dict[Portfolio, int] = {}
        for winner in self.winners:
            counts[winner] = counts.get(winner, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].awards))
        return {p: Fraction(n, len(self.winners)) for p, n in ranked}

    def pairwise(self, one: str, other: str) -> Fraction:
        """Return the share of the draws in which *one* is funded and *other* is not."""
        shares = [(self._funded(p), share) for p, share in self.portfolios.items()]
        return sum((share for funded, share in shares if one in funded and other not in funded), Fraction(0))

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
    progress: Progress | None = None,
    client: Any = None,
) -> Acceptability:
    """Solve for every draw; an interrupt ends the search and keeps what is done.

    Parameters
    ----------
    model : Model
    forms : sequence of Linear
        The value in each draw.
    progress : callable, optional
        Called with a few words as draws are done.
    client : distributed.Client, optional
        A cluster that solves instead of threads.

    Raises
    ------
    SolverError
        If no portfolio satisfies the rules.
    KeyboardInterrupt
        If the search is stopped before the first draw is done.

    References
    ----------
    Lahdelma, Hokkanen, Salminen (1998), European Journal of Operational Research 106, 137-143.
    """
    solved = Ensemble(model).solve(forms, workers=workers, progress=progress, client=client)
    if forms and not solved:
        raise KeyboardInterrupt
    winners = tuple(answer.portfolio for answer in solved if answer.portfolio is not None)
    if len(winners) < len(solved):
        raise SolverError("no portfolio satisfies the rules")
    return Acceptability(model, winners, len(forms))
