"""Tables as they are told: text in every cell, whatever lays them out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table: caption, heads, rows of cells, the columns that hold numbers, and how many rows are left out."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    total: tuple[str, ...] | None = None
    left_out: int = 0
