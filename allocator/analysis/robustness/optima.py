"""The best portfolio for each of many value functions of one solved model."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.ensemble import solve_many
from allocator.errors import SolverError
from allocator.model import Model
from allocator.rows import Linear, Portfolio


def optima(model: Model, forms: Sequence[Linear], *, workers: int = 2) -> list[tuple[Portfolio, Fraction]]:
    """Return a best portfolio and its value for each form, in their order.

    Raises
    ------
    SolverError
        If no portfolio satisfies the rows.
    """
    found = []
    for answer in solve_many(model, forms, workers=workers):
        if answer.portfolio is None or answer.value is None:
            raise SolverError("no portfolio satisfies the rules")
        found.append((answer.portfolio, answer.value))
    return found
