"""What stands in the way of simply adding each application to a portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.rows import Portfolio, Row

Obstacle = tuple[Row, Fraction]
"""A row that would be broken, and by how much in its unit."""


def obstacles(model: Model, portfolio: Portfolio) -> dict[str, list[Obstacle]]:
    """Return the rows that adding an application, at its greatest level, would break: of each that is not funded.

    Returns
    -------
    dict of str to list
        By application id; those that nothing stands in the way of are left out.
    """
    awards = model.candidates.awards
    funded = {awards[i].application for i in portfolio.awards}
    firsts: dict[str, int] = {}
    for position, award in enumerate(awards):
        if award.application not in funded:
            firsts.setdefault(award.application, position)
    ids, positions = list(firsts), np.array(list(firsts.values()), dtype=np.int64)
    found: dict[str, list[Obstacle]] = {}
    # Whatever is not funded has no award yet: the rows by which it has one at most are no obstacle.
    for row in (row for row in model.rows if row.rule):
        for number, by in _broken(row, portfolio, positions):
            found.setdefault(ids[number], []).append((row, by))
    return found


def _broken(row: Row, portfolio: Portfolio, positions: npt.NDArray[np.int64]) -> Iterator[tuple[int, Fraction]]:
    """Yield the number of each position whose award, added alone, would break a row, and by how much."""
    inequality = row.integers
    if inequality.helpers:
        for number, position in enumerate(positions.tolist()):
            slack = row.slack(Portfolio([*portfolio.awards, position]))
            if slack < 0:
                yield number, -slack
        return
    room = inequality.bound - sum(inequality.coefficients[portfolio.positions].tolist())
    added = inequality.coefficients[positions]
    numbers = np.flatnonzero({"<=": added > room, ">=": added < room, "==": added != room}[row.sense])
    # In the row's own unit: a row in integers has lost its common factor.
    moved = row.left - row.right
    gap = int(moved.at(portfolio) * moved.denominator)
    for number, coefficient in zip(numbers.tolist(), moved.coefficients[positions[numbers]].tolist(), strict=True):
        yield number, Fraction(abs(gap + coefficient), moved.denominator)
