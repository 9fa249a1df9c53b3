"""The walk over sets of deviations, compiled: the innermost loop of every fast re-solve, and nothing else.

It is compiled when it is first used, which takes some seconds, and kept beside the package where that can be written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    _Compiled = Callable[..., tuple[npt.NDArray[np.int8], int, int]]


def _walk(
    columns: Any,
    bounds: Any,
    slopes: Any,
    low: int,
    worth: Any,
    costs: Any,
    order: Any,
    target: int,
    ceiling: int,
    scale: int,
    scaled_bound: int,
    listing: bool,
    most: int,
    most_steps: int,
) -> tuple[npt.NDArray[np.int8], int, int]:
    """Walk every x that satisfies the rows and whose worth reaches the target, by what it deviates from the preferred.

    Where some row has a slope, x is worth −t instead: minus the least t, from *low* on, at which the rows hold.

    Parameters
    ----------
    columns : array of int64, awards by rows
        Coefficients; rows·x ≤ bounds + slopes·t.
    costs, scale, scaled_bound : array of int64, int, int
        Reduced costs and the Lagrangian bound, both *scale*-fold.
    order : array of int64
        In which awards are decided.
    ceiling : int
        No x is worth more.
    listing : bool
        Keep every x found, up to *most*; otherwise only the best, and from each on only better ones are looked for.

    Returns
    -------
    found : array of int8
    count, steps : int
    """
    awards, rows = columns.shape
    found = np.zeros((most, awards), np.int8)
    x = np.zeros(awards, np.int8)
    tried = np.zeros(awards + 1, np.int8)
    paid = np.zeros(awards + 1, np.int64)
    # The least that each row's left side can still become: what is decided, and below zero what is open.
    least = np.zeros(rows, np.int64)
    for j in range(awards):
        for i in range(rows):
            least[i] += min(columns[j, i], 0)
    moving = False
    limits = bounds.copy()
    for i in range(rows):
        moving = moving or slopes[i] != 0
        limits[i] += slopes[i] * (-target if slopes[i] > 0 else low)
        if least[i] > limits[i]:
            return found, 0, 0
    count, steps, depth = 0, 0, 0
    while True:
        leaf = depth == awards
        if leaf:
            # Rows that do not bind take from the bound too, so what is affordable may still be too little.
            reached, holds = 0, True
            if moving:
                t = low
                for i in range(rows):
                    if slopes[i] > 0:
                        t = max(t, -((bounds[i] - least[i]) // slopes[i]))
                for i in range(rows):
                    holds = holds and least[i] <= bounds[i] + slopes[i] * t
                reached = -t
            else:
                for j in range(awards):
                    reached += worth[j] * x[j]
            if holds and reached >= target:
                found[count if listing else 0] = x
                count = count + 1 if listing else 1
                if listing and count == most:
                    return found, count, steps
                if not listing:
                    if reached >= ceiling:
                        return found, count, steps
                    target = reached + 1
                    for i in range(rows):
                        if slopes[i] > 0:
                            limits[i] = bounds[i] - slopes[i] * target
        if leaf or tried[depth] == 2:
            if not leaf:
                tried[depth] = 0
            depth -= 1
            if depth < 0:
                return found, count, steps
            j = order[depth]
            for i in range(rows):
                if x[j]:
                    least[i] -= max(columns[j, i], 0)
                else:
                    least[i] += min(columns[j, i], 0)
            continue
        j = order[depth]
        preferred = 1 if costs[j] > 0 else 0
        made = preferred if tried[depth] == 0 else 1 - preferred
        cost = paid[depth] + (0 if tried[depth] == 0 else abs(costs[j]))
        tried[depth] += 1
        if cost > scaled_bound - scale * target:
            continue
        steps += 1
        if steps > most_steps:
            return found, count, steps
        fits = True
        for i in range(rows):
            if made:
                least[i] += max(columns[j, i], 0)
            else:
                least[i] -= min(columns[j, i], 0)
            fits = fits and least[i] <= limits[i]
        if fits:
            x[j] = made
            paid[depth + 1] = cost
            depth += 1
            continue
        for i in range(rows):
            if made:
                least[i] -= max(columns[j, i], 0)
            else:
                least[i] += min(columns[j, i], 0)


def _compiled() -> _Compiled:
    import numba

    try:
        return numba.njit(nogil=True, cache=True)(_walk)
    except RuntimeError:  # nowhere to keep it: it is compiled again in each process
        return numba.njit(nogil=True)(_walk)


walk = _compiled()
"""`_walk`, compiled; other threads run meanwhile."""
