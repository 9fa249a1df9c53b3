"""Flip radius: the smallest correction of an application's value that could change its outcome, and whom it touches."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.resolve import Resolver, forced, made
from allocator.rows import Portfolio


@dataclass(frozen=True)
class Flip:
    """What it takes to turn one application's outcome.

    Attributes
    ----------
    radius : Fraction
        Points of published value at which its outcome is tied; past them it changes.
    joins, drops : tuple of str
        Other applications that would then come in, and those that would fall out.
    """

    radius: Fraction
    joins: tuple[str, ...]
    drops: tuple[str, ...]


def flip(resolver: Resolver, portfolio: Portfolio, application_id: str) -> Flip | None:
    """Return the correction of an application's published value that turns its outcome; None if none does.

    For a funded application the radius is how far the value may fall, otherwise how far it must rise. With zₗ the
    best objective with the application at level l and z₀ without it, it is max (zₗ − z₀)/l for a funded one and
    min (z₀ − zₗ)/l for another. Whom it touches is read from the first portfolio, by the published order, of those
    that are best with the outcome turned. None if the rules leave no choice.
    """
    model = resolver.model
    without = resolver.first([forced(model, application_id, funded=False)])
    if without is None:
        return None
    base = resolver.value(without)
    sides = []
    for award in {a.choice: a for a in model.candidates.awards if a.application == application_id}.values():
        at_level = resolver.first([made(model, award)])
        if at_level is not None:
            sides.append(((resolver.value(at_level) - base) / award.level, award.level, at_level))
    if not sides:
        return None
    gap, _, at_level = max(sides, key=lambda side: side[:2])
    own = resolver.funded(portfolio)
    turned = resolver.funded(without if application_id in own else at_level)
    ids = dict.fromkeys(a.application for a in model.candidates.awards if a.application != application_id)
    return Flip(
        abs(gap),
        tuple(i for i in ids if i in turned and i not in own),
        tuple(i for i in ids if i in own and i not in turned),
    )
