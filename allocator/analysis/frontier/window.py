"""The decision at every budget of a window at once: one list of all that may be decided anywhere in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from allocator.analysis.moving import Moving
from allocator.errors import SolverError
from allocator.lagrangian import Lagrangian
from allocator.model import Model
from allocator.rows import Portfolio

_MOST = 300
"""So many portfolios in a window make it too wide."""

_MOST_STEPS = 10_000_000
"""Steps of a walk after which a window is too wide: about a tenth of a second."""

_FEW = 50
"""So few let the next be wider."""

_FIRST, _NARROWEST = 16_384, 256
"""Euros that the first window holds, and below which it is given up."""


@dataclass(frozen=True)
class Decision:
    """What is decided from a budget on.

    Attributes
    ----------
    start : int
        Whole euros above the lowest budget.
    portfolio : Portfolio
        The first, by the published order, of the best there.
    """

    start: int
    portfolio: Portfolio


@dataclass(frozen=True)
class _Life:
    """A portfolio, its value, and the whole euros from and up to which it is lawful."""

    portfolio: Portfolio
    value: Fraction
    start: int
    end: int

    def holds(self, t: int) -> bool:
        return self.start <= t <= self.end


class Windows:
    """Decisions along a moving model, window by window; each is right whatever its width.

    In a window every row that moves is as loose as it gets there; all portfolios that are lawful so, and no worse
    than the best at its start, are listed. Each is lawful between two exact budgets, so the list says what is decided
    at every euro, up to the end of the window or to where none of them is lawful any more.
    """

    def __init__(self, moved: Moving) -> None:
        self.moved = moved
        self._gaps = [row.left - row.right for row in moved.model.rows]
        self._width = _FIRST

    def decisions(self, start: int, current: Portfolio | None) -> tuple[list[Decision], int] | None:
        """Return what is decided from *start* on, and the start of the next window; None where it cannot be listed.

        Parameters
        ----------
        current : Portfolio or None
            What is decided up to there; it stays as long as it is lawful and nothing is better.
        """
        least = self._least(start, current)
        if least is None:
            return None
        objective = self.moved.model.objective.form
        while self._width >= _NARROWEST:
            end = min(start + self._width, self.moved.most)
            wide = self._between(start, end)
            listing = Lagrangian(wide).listed(objective, least, (), _MOST, _MOST_STEPS)
            if listing is None:
                return None
            if listing.complete:
                self._width *= 2 if len(listing.portfolios) < _FEW else 1
                lives = [self._life(wide, portfolio, end) for portfolio in listing.portfolios]
                return self._followed(lives, start, end, current)
            self._width //= 2
        self._width = _FIRST
        return None

    def _least(self, start: int, current: Portfolio | None) -> Fraction | None:
        """Return what the best at *start* reaches at least; None if nothing is lawful there, or it is not known."""
        objective = self.moved.model.objective
        reach = None if current is None else self.moved.reach(current)
        if current is not None and (reach is None or start <= reach):
            return objective.at(current)
        answer = Lagrangian(self._between(start, start)).best(objective.form, (), _MOST_STEPS)
        return None if answer is None or answer.portfolio is None else objective.at(answer.portfolio)

    def _between(self, start: int, end: int) -> Model:
        """Return the model whose rows are as loose as they get between two budgets."""
        rows = []
        for row, slope, gap in zip(self.moved.model.rows, self.moved.slopes, self._gaps, strict=True):
            loosest = max(-slope * start, -slope * end) if row.sense == "<=" else min(-slope * start, -slope * end)
            rows.append(replace(row, left=gap, right=loosest) if slope else row)
        return replace(self.moved.model, rows=tuple(rows))

    def _life(self, wide: Model, portfolio: Portfolio, end: int) -> _Life:
        if broken := wide.broken(portfolio):
            raise SolverError(f"a list has a portfolio that breaks {broken[0].name} by exact count")
        start = 0
        for row, slope, gap in zip(self.moved.model.rows, self.moved.slopes, self._gaps, strict=True):
            if not slope:
                continue
            turn = -gap.at(portfolio) / slope
            if (slope > 0) == (row.sense == "<="):
                end = min(end, floor(turn))
            else:
                start = max(start, ceil(turn))
        return _Life(portfolio, self.moved.model.objective.at(portfolio), start, end)

    def _followed(
        self, lives: Sequence[_Life], start: int, end: int, current: Portfolio | None
    ) -> tuple[list[Decision], int]:
        """Follow the best from *start* on; return where it changes, and where the list says no more."""
        found: list[Decision] = []
        now = next((life for life in lives if life.portfolio == current), None)
        t = start
        while alive := [life for life in lives if life.holds(t)]:
            best = max(life.value for life in alive)
            if now is None or not now.holds(t) or best > now.value:
                equal = [life for life in alive if life.value == best]
                first = self.moved.model.first([life.portfolio for life in equal])
                now = next(life for life in equal if life.portfolio == first)
                found.append(Decision(t, first))
            better = (life.start for life in lives if life.value > best and t < life.start <= life.end)
            t = min([*better, now.end + 1])
            if t > end:
                return found, end + 1
        return found, t
