"""A folder with the decision: the page, the tables, and the solution for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from allocator.decision.content import Content
from allocator.decision.page import page
from allocator.decision.table import Table
from allocator.files import write_together
from allocator.keeping import all_kept
from allocator.solution import Solution
from allocator.text import Language

MOST_ROWS = 2_000
"""Rows of a table that are shown; a browser and a reader give up on many more, and the file has them all."""

_BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when told


@all_kept()
def write_decision(solution: Solution, folder: Path, language: Language = "fi") -> list[Path]:
    """Write `decision.html`, `decision.csv`, `regions.csv` and `solution.json` into *folder*.

    Raises
    ------
    OutputError
        If the folder cannot be written to; then none of the files is.
    """
    content = Content(solution, language, MOST_ROWS)
    written = {
        "decision.html": page(content).encode(),
        "decision.csv": _decision_csv(solution).encode(),
        "regions.csv": _regions_csv(content.regions).encode(),
        "solution.json": solution.to_json().encode(),
    }
    return write_together(folder, written)


def _decision_csv(solution: Solution) -> str:
    columns = solution.columns()
    return _csv(columns, zip(*map(_cells, columns.values()), strict=True))


def _cells(column: list[Any]) -> list[Any]:
    """Return a column as a Finnish spreadsheet reads it: its decimals after a comma."""
    kinds = set(map(type, column))
    if float in kinds:
        return ["" if number is None else str(number).replace(".", ",") for number in column]
    return [_as_text(cell) for cell in column] if str in kinds else column


def _regions_csv(table: Table) -> str:
    numbers = table.numbers
    return _csv(
        table.heads,
        ([c.replace("\u00a0", "") if i in numbers else _as_text(c) for i, c in enumerate(row)] for row in table.rows),
    )


def _csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
