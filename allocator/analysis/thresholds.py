"""The request and the budget at which the decision on one application turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from allocator.analysis.moving import Moving
from allocator.analysis.resolve import TooManyTies, carried, forced, made
from allocator.analysis.variants import Variants
from allocator.candidates import Award
from allocator.model import ahead
from allocator.optimum import excluding
from allocator.rows import Portfolio, Row
from allocator.solution import Solution

_MOST_TURNS = 60
"""A threshold behind more turns of the decision than this is said not to be known."""

_ROUNDED = 6
"""Years and regions are rounded to whole euros, so a threshold in the rows is one within so many euros."""


@dataclass(frozen=True)
class RequestThreshold:
    """Where a changed request, all else unchanged, turns the decision on an application.

    Attributes
    ----------
    requested : int or None
        Whole euros. For one not funded: a request at which it is funded, and at one euro more not. For one
        funded: up to this request it is funded, and at one euro more not. None if there is no such request.
    limit : int
        The least, or the greatest, request that was looked at.
    """

    requested: int | None
    limit: int


@dataclass(frozen=True)
class BudgetThreshold:
    """Where a greater budget, all else unchanged, turns the decision on an application.

    Attributes
    ----------
    first : int or None
        The first budget, whole euros available, at which it is funded; None if at none up to `searched`.
    dropped : int or None
        The first greater budget at which it is not funded again; None if it stays funded.
    searched : int
        The greatest budget that was looked at: enough to fund every candidate.
    complete : bool
        Whether the search came to its end.
    """

    first: int | None
    dropped: int | None
    searched: int
    complete: bool = True

    @property
    def stays(self) -> bool:
        """Whether it is funded at every budget from the first one on, as far as was looked."""
        return self.first is not None and self.dropped is None and self.complete


def request_threshold(solution: Solution, variants: Variants, i: str) -> RequestThreshold | None:
    """Return the greatest request below the present one at which an unfunded application would be funded.

    One programme, with the reduction as the number to be made least, says where some portfolio with the
    application is as good as the decision; re-solves to the euro on both sides say where it is funded.
    """
    least = solution.scenario.call[i].minimum or 1
    awards = enumerate(solution.model.candidates.awards)
    try:
        known = [_reduced(solution, variants, p, award, least) for p, award in awards if award.application == i]
    except TooManyTies:
        return None
    return RequestThreshold(max((k for k in known if k is not None), default=None), least)


def _reduced(solution: Solution, variants: Variants, position: int, award: Award, least: int) -> int | None:
    i, model = award.application, solution.model
    requested = solution.scenario.call[i].requested
    rows = variants.moving_request(i, position, up=False, most=requested - least)
    if rows is None:
        return _by_halving(solution, variants, i, least)
    objective = solution.model.objective
    extra = [made(model, award)]
    for _ in range(_MOST_TURNS):
        if (found := rows.least(objective.at(solution.portfolio), extra)) is None:
            return None
        reduction, portfolio = found
        about = max(least, min(requested - 1, requested - reduction))
        turn = _greatest(about, least, lambda r: variants.funded_at_request(i, r, solution.portfolio) is not None)
        if turn is not None:
            return turn
        extra.append(excluding(model, portfolio))  # as good as the decision, and behind it in the order
    return None


def _by_halving(solution: Solution, variants: Variants, i: str, least: int) -> int | None:
    """Return a request at which it is funded and one euro more not, where no programme says where to look."""
    low, high = least, solution.scenario.call[i].requested
    if low >= high or not variants.funded_at_request(i, low, solution.portfolio):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        funded = variants.funded_at_request(i, middle, solution.portfolio)
        low, high = (middle, high) if funded else (low, middle)
    return low


def request_survived(solution: Solution, variants: Variants, i: str, rival: Portfolio) -> RequestThreshold | None:
    """Return the request up to which a funded application stays funded; None where that is not known.

    Parameters
    ----------
    rival : Portfolio
        The first portfolio of the published order without the application; no request of its changes that.

    Notes
    -----
    The application is funded while some portfolio with it that comes before the rival is lawful. Where one is
    lawful no more another is looked for, until there is none.
    """
    award = solution.award(i)
    requested = solution.scenario.call[i].requested
    most = requested + sum(a.euros for a in solution.model.candidates.awards)
    if award is None or award.level != 1:
        return None
    position = solution.model.candidates.awards.index(award)
    if (rows := variants.moving_request(i, position, up=True, most=most)) is None:
        return None
    request, portfolio = requested, solution.portfolio
    for _ in range(_MOST_TURNS):
        portfolio = _furthest(rows, portfolio, rival, [made(solution.model, award)], request - requested)
        reach = rows.reach(portfolio)
        about = most if reach is None else min(most, requested + floor(reach))
        request = _first_up_to(variants, portfolio, rival, i, request, about)
        if request >= most:
            return RequestThreshold(None, most)
        try:
            following = variants.funded_at_request(i, request + 1, rival)
        except TooManyTies:
            return None
        if following is None:
            return RequestThreshold(request, most)
        moved = carried(following, variants.request_model(i, request + 1), solution.model)
        if moved is None:
            return None
        request, portfolio = request + 1, moved
    return None


def _furthest(rows: Moving, known: Portfolio, rival: Portfolio, extra: Sequence[Row], start: int) -> Portfolio:
    """Return the portfolio better than its rival, lawful from *start* on, that stays so the longest; or the known."""
    if (reach := rows.reach(known)) is None:
        return known
    objective = rows.model.objective
    better = objective.at(rival) + Fraction(1, objective.form.denominator)
    found = rows.backwards.least(better, [*extra, *rows.at(start)])
    return known if found is None or rows.most - found[0] <= reach else found[1]


def _first_up_to(variants: Variants, portfolio: Portfolio, rival: Portfolio, i: str, low: int, about: int) -> int:
    """Return a request up to which a portfolio is lawful and before its rival, and at one euro more is not.

    That is near where its rows say, unless the two are equal and a tie-break looks at what is granted.
    """

    def first(request: int) -> bool:
        model = variants.request_model(i, request)
        mine, other = (carried(p, variants.solution.model, model) for p in (portfolio, rival))
        if mine is None or other is None or model.broken(mine):
            return False
        return ahead(model.place(mine), model.place(other))

    if (greatest := _greatest(about, low, first)) is not None:
        return greatest
    high = about
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if first(middle) else (low, middle)
    return low


def _greatest(about: int, least: int, holds: Callable[[int], bool]) -> int | None:
    """Return the greatest number for which something holds, at most a few from *about*; None if it is not near."""
    if holds(about):
        return next((n for n in range(about, about + _ROUNDED) if not holds(n + 1)), None)
    return next((n for n in range(about - 1, max(least, about - _ROUNDED) - 1, -1) if holds(n)), None)


def budget_threshold(solution: Solution, variants: Variants, i: str) -> BudgetThreshold | None:
    """Return the first greater budget at which an unfunded application is funded, and whether it stays so.

    From one budget to the next at which some portfolio with the application is as good as the best known without
    it; there, either one without it comes before, which is then the best known, or the application is funded.
    Whether it stays is the same search for a portfolio without it.
    """
    rows = variants.moving_budget()
    if rows is None:
        return None
    searched = variants.available + rows.most
    turn = _turn(solution, variants, rows, i, solution.portfolio, variants.available, wanted=True)
    if turn is None or turn.budget is None:
        return BudgetThreshold(None, None, searched, turn is not None and rows.only_loosens)
    back = _turn(solution, variants, rows, i, turn.decided, turn.budget, wanted=False)
    dropped = back.budget if back else None
    return BudgetThreshold(turn.budget, dropped, searched, back is not None and rows.only_loosens)


@dataclass(frozen=True)
class _Turn:
    """The budget at which a decision turns, and a portfolio that is decided there; None if it never does."""

    budget: int | None
    decided: Portfolio


def _turn(
    solution: Solution, variants: Variants, rows: Moving, i: str, incumbent: Portfolio, start: int, *, wanted: bool
) -> _Turn | None:
    """Return the first budget from *start* on at which it comes to be funded (or not); None if the search was cut.

    A portfolio that is behind at one budget is behind at every greater one, so it is left out from then on,
    and no portfolio that is worse than the best known of the other side can win.
    """
    behind: list[Row] = []
    side, other = (forced(solution.model, i, funded=f) for f in (wanted, not wanted))
    for _ in range(_MOST_TURNS):
        found = rows.least(solution.model.objective.at(incumbent), [side, *behind], start - variants.available)
        if found is None:
            return _Turn(None, incumbent)
        more, portfolio = found
        there = rows.at(more)
        try:
            better = rows.still.before(portfolio, [other, *there])
        except TooManyTies:
            return None
        if better is None:
            return _Turn(variants.available + more, rows.still.first([side, *there]) or portfolio)
        incumbent = better
        behind.append(excluding(solution.model, portfolio))
    return None
