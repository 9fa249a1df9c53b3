"""Flip radius: the smallest correction of an application's value that could change its outcome."""

from __future__ import annotations

from fractions import Fraction

from allocator.analysis.resolve import Resolver, forced, made
from allocator.rows import Portfolio


def flip_radius(resolver: Resolver, portfolio: Portfolio, application_id: str) -> Fraction | None:
    """Return the correction of the application's published value at which its outcome is tied; None if none.

    For a funded application it is how far the value may fall, otherwise how far it must rise; past it the
    outcome changes. With zₗ the best objective with the application at level l and z₀ without it, it is
    max (zₗ − z₀)/l for a funded one and min (z₀ − zₗ)/l for another. None if the rules leave no choice.
    """
    model = resolver.model
    without = resolver.best([forced(model, application_id, funded=False)])
    if without is None:
        return None
    base = resolver.value(without)
    gaps = []
    for award in {a.choice: a for a in model.candidates.awards if a.application == application_id}.values():
        at_level = resolver.best([made(model, award)])
        if at_level is not None:
            gaps.append((resolver.value(at_level) - base) / award.level)
    if not gaps:
        return None
    return abs(max(gaps))
