"""Dominance of one portfolio over another when weights are incomplete and scores are intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

import numpy as np

from allocator.rows import Integers, Linear, Portfolio

_AT_ONCE = 256
"""Portfolios held against all others in one product."""

_SAFE = 2**60


def dominates(one: Portfolio, other: Portfolio, low: Sequence[Linear], high: Sequence[Linear]) -> bool:
    """Whether *one* is at least as good for all feasible weights and scores, and better for some.

    Awards in both cancel; the rest of *one* is taken at its least scores and that of *other* at its greatest.

    Parameters
    ----------
    one, other : Portfolio
    low, high : sequence of Linear
        The value at each extreme point of the weights with every score at its least, and at its greatest; without
        helpers.

    References
    ----------
    Liesiö, Mild, Salo (2007), European Journal of Operational Research 181, 1488-1505.
    """
    return not undominated([one, other], low, high).count(other)


def undominated(candidates: Sequence[Portfolio], low: Sequence[Linear], high: Sequence[Linear]) -> list[Portfolio]:
    """Return those of *candidates* that none of the others dominates.

    These are the non-dominated ones only if the candidates are all lawful portfolios, or hold every one that is
    not dominated; otherwise others may be missing.
    """
    ends = [_whole(least, greatest) for least, greatest in zip(low, high, strict=True)]
    made = np.zeros((len(candidates), len(low[0].coefficients)), ends[0][0].dtype)
    for row, portfolio in enumerate(candidates):
        made[row, list(portfolio.awards)] = 1
    kept: list[Portfolio] = []
    for start in range(0, len(candidates), _AT_ONCE):
        part = made[start : start + _AT_ONCE]
        as_good = np.ones((len(part), len(made)), bool)
        better = np.zeros_like(as_good)
        for least, greatest in ends:
            spread = greatest - least
            common = (part * spread) @ made.T if spread.any() else 0
            as_good &= (made @ least)[None, :] - (part @ greatest)[:, None] + common >= 0
            better |= (made @ greatest)[None, :] - (part @ least)[:, None] - common > 0
        beaten = set(np.flatnonzero((as_good & better).any(axis=1)).tolist())
        kept += [candidates[start + row] for row in range(len(part)) if row not in beaten]
    return kept


def _whole(least: Linear, greatest: Linear) -> tuple[Integers, Integers]:
    """Return both as whole numbers in the same unit: int64 while their sums fit, Python's own beyond."""
    unit = lcm(least.denominator, greatest.denominator)
    ends = [form.coefficients.astype(object) * (unit // form.denominator) for form in (least, greatest)]
    small = all(sum(map(abs, numbers)) < _SAFE for numbers in ends)
    low, high = (numbers.astype(np.int64) if small else numbers for numbers in ends)
    return low, high
