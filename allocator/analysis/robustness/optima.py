"""The best portfolio for each of many value functions of one solved model."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.ensemble import solve_many
from allocator.model import Model
from allocator.rows import Linear, Portfolio


def optima(model: Model, forms: Sequence[Linear], *, workers: int = 2) -> list[Portfolio]:
    """Return a best portfolio for each form, in their order.

    Raises
    ------
    SolverError
        If no portfolio satisfies the rows.
    KeyboardInterrupt
        If the solving is stopped.
    """
    found = [solved.portfolio for solved in solve_many(model, forms, workers=workers) if solved.portfolio is not None]
    if len(found) < len(forms):
        raise KeyboardInterrupt
    return found
