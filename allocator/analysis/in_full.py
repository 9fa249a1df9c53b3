"""What it would have meant to grant in full what is granted in part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.resolve import Resolver, made
from allocator.rows import Portfolio
from allocator.solution import Solution


@dataclass(frozen=True)
class InFull:
    """The best portfolio, by the published order, that grants an application all that it asked for.

    Attributes
    ----------
    application : str
        Id of an application that is granted a part.
    loss : Fraction or None
        What the objective would lose; None where no lawful portfolio grants the whole.
    displaced, cut : tuple of str
        Ids of others that are funded now, and would be left without, or with a smaller part.
    """

    application: str
    loss: Fraction | None
    displaced: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


def in_full(solution: Solution) -> Mapping[str, InFull]:
    """Solve anew with each partial award made whole.

    Parameters
    ----------
    solution : Solution
        One that is proven optimal.

    Returns
    -------
    mapping of str to InFull
        By id, of every application that is granted less than it asked for.
    """
    parts = [award.application for award in solution.awards if award.level != 1]
    if not parts:
        return {}
    resolver = Resolver(solution.model)
    return {i: _granted_whole(solution, resolver, i) for i in parts}


def _granted_whole(solution: Solution, resolver: Resolver, application_id: str) -> InFull:
    model = solution.model
    whole = next((a for a in model.candidates.awards if a.application == application_id and a.level == 1), None)
    other = None if whole is None else resolver.first([made(model, whole)])
    if other is None:
        return InFull(application_id, None)
    now, then = _levels(solution, solution.portfolio), _levels(solution, other)
    others = [i for i in now if i != application_id]
    return InFull(
        application_id,
        resolver.value(solution.portfolio) - resolver.value(other),
        displaced=tuple(i for i in others if i not in then),
        cut=tuple(i for i in others if i in then and then[i] < now[i]),
    )


def _levels(solution: Solution, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return the part of its request that each funded application is granted, in the order of ids."""
    awards = [solution.model.candidates.awards[position] for position in portfolio.awards]
    levels = {award.application: award.level for award in awards}
    return {a.id: levels[a.id] for a in solution.scenario.call.applications if a.id in levels}
