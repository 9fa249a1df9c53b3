"""Dominance of one portfolio over another when weights are incomplete and scores are intervals."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.rows import Linear, Portfolio


def dominates(one: Portfolio, other: Portfolio, low: Sequence[Linear], high: Sequence[Linear]) -> bool:
    """Whether *one* is at least as good for all feasible weights and scores, and better for some.

    Awards in both cancel; the rest of *one* is taken at its least scores and that of *other* at its greatest.

    Parameters
    ----------
    one, other : Portfolio
    low, high : sequence of Linear
        The value at each extreme point of the weights with every score at its least, and at its greatest.

    References
    ----------
    Liesiö, Mild, Salo (2007), European Journal of Operational Research 181, 1488-1505.
    """
    mine, theirs = _without(one, other), _without(other, one)
    worst = [least.at(mine) - most.at(theirs) for least, most in zip(low, high, strict=True)]
    best = [most.at(mine) - least.at(theirs) for least, most in zip(low, high, strict=True)]
    return all(gap >= 0 for gap in worst) and any(gap > 0 for gap in best)


def undominated(candidates: Sequence[Portfolio], low: Sequence[Linear], high: Sequence[Linear]) -> list[Portfolio]:
    """Return those of *candidates* that none of the others dominates.

    These are the non-dominated ones only if the candidates are all lawful portfolios, or hold every one that is
    not dominated; otherwise others may be missing.
    """
    return [p for p in candidates if not any(dominates(other, p, low, high) for other in candidates if other != p)]


def _without(one: Portfolio, other: Portfolio) -> Portfolio:
    return Portfolio([award for award in one.awards if award not in other.awards])
