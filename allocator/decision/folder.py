"""A folder with the decision: the page, the tables, and the solution for machines."""

from __future__ import annotations

import csv
import io
from pathlib import Path

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
        "decision.html": page(content),
        "decision.csv": _decision_csv(solution),
        "regions.csv": _BYTE_ORDER_MARK + _csv(content.regions),
        "solution.json": solution.to_json(),
    }
    return write_together(folder, {name: text.encode("utf-8") for name, text in written.items()})


def _decision_csv(solution: Solution) -> str:
    frame = solution.frame().reset_index()
    text = frame.select_dtypes(exclude="number").columns
    frame[text] = frame[text].map(lambda cell: _as_text(cell) if isinstance(cell, str) else cell)
    return _BYTE_ORDER_MARK + str(frame.to_csv(sep=";", decimal=",", index=False, lineterminator="\n"))


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow(
            [cell.replace("\u00a0", "") if i in table.numbers else _as_text(cell) for i, cell in enumerate(row)]
        )
    return out.getvalue()


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
