"""Tables as officials keep them, CSV or XLSX, read as text with the row numbers of a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

from allocator.errors import InputError, Problem, nearest, one_of
from allocator.workbook import read_sheet

LARGEST_FILE = 150_000_000
"""Bytes; larger files are refused unread. A call of a million applications fits."""

MOST_COLUMNS = 1_000

MOST_CELLS = 20_000_000
"""Of a CSV file; empty ones count. A call of a million applications fits."""

_SEPARATORS = ";,\t"
_SEPARATOR_NAMED = re.compile(r"sep=([;,\t|])[ \t]*(?:\r?\n|$)", re.IGNORECASE)


# A terminal obeys some of these, and no document can hold them; line breaks and tabs are none of them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DAY_NUMBER = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+)?|\d{1,2}\.[a-zå-ö]+", re.IGNORECASE)
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table: its file's name, its rows that are not blank, by their numbers, and its cells, column by column.

    Attributes
    ----------
    rows : sequence of int
        The number of each row as a spreadsheet shows it.
    cells : mapping of str to sequence of str
        By column, in the table's order: a cell for each row, without space around it.
    """

    file: str
    rows: Sequence[int]
    cells: Mapping[str, Sequence[str]]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.cells)

    def column(self, name: str) -> Sequence[str]:
        """Return the cells of a column; empty ones where there is no such column."""
        return self.cells[name] if name in self.cells else [""] * len(self.rows)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The table row by row."""
        return tuple(Line(self, position) for position in range(len(self.rows)))

    def problem(self, line: Line | None, column: str | None, what: str, **details: Any) -> Problem:
        """Return a problem of this table, with its file and row."""
        found = details.pop("found", line[column] if line and column else None)
        return Problem(what, self.file, line.row if line else 1, column, found or None, **details)


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    table: Table
    position: int

    @property
    def row(self) -> int:
        """Its number as a spreadsheet shows it."""
        return self.table.rows[self.position]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column; empty where there is no such column."""
        cells = self.table.cells.get(column)
        return cells[self.position] if cells else ""


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file.

    CSV may be separated by `;`, `,` or tabs, in UTF-8 or Windows-1252, with or without a byte order mark
    or a first line `sep=;`. Of XLSX the first sheet that is not hidden is read; numbers and dates become their plain
    text.

    Raises
    ------
    InputError
        If there is no such file, it is too large, of another kind, damaged, in another encoding, empty, or
        its header names a column twice or none.
    """
    try:
        _refuse_unread(path)
        name, rows = _xlsx(path) if path.suffix.lower() == ".xlsx" else (path.name, _csv(path))
    except OSError as error:
        raise InputError([Problem(f"cannot read it ({error.strerror or error})", path.name)]) from None
    kept = [number for number, cells in enumerate(rows, start=1) if any(map(str.strip, cells))]
    if not kept:
        raise InputError([Problem("the file is empty", name, expected="a header and at least one row")])
    header_row, *numbers = kept
    header = [cell.strip() for cell in rows[header_row - 1]]
    while header and not header[-1]:
        header.pop()
    body = [rows[number - 1] for number in numbers]
    problems = [*_header_problems(name, header_row, header), *_surplus(name, header_row, header, numbers, body)]
    if not body:
        problems.append(Problem("the file has a header and no rows", name, expected="at least one row"))
    if problems:
        raise InputError(problems)
    for cells in body if min(map(len, body)) < len(header) else ():
        cells += [""] * (len(header) - len(cells))
    columns = {column: list(map(str.strip, map(itemgetter(at), body))) for at, column in enumerate(header)}
    return Table(name, numbers, columns)


def column_problems(
    table: Table, required: Sequence[str], optional: Sequence[str], *, further: bool
) -> Iterator[Problem]:
    """Yield a problem for every column that is missing, and for every one that is not known.

    Where `further` columns are welcome, a column is unknown only if it looks like a known one that is
    not there: a misspelt column must not be taken for something new.
    """
    absent = [name for name in (*required, *optional) if name not in table.columns]
    misspelt = set()
    for column in table.columns:
        if column in required or column in optional:
            continue
        suggestion = nearest(column, absent if further else [*required, *optional])
        if suggestion is None and further:
            continue
        misspelt.add(suggestion)
        yield Problem(
            "unknown column",
            table.file,
            1,
            column,
            found=column,
            expected=None if further else one_of([*required, *optional]),
            suggestion=suggestion,
        )
    for name in required:
        if name not in table.columns and name not in misspelt:
            yield Problem(f"the column {name} is missing", table.file, 1, expected=f"columns {', '.join(required)}")


def habit(text: str) -> str:
    """Say what a spreadsheet may have made of a cell, and how it is mended; nothing if the cell looks like none."""
    if _DAY_NUMBER.fullmatch(text):
        return "; if this is how a spreadsheet counts days, format the column as dates"
    if _DAY.fullmatch(text):
        return "; if a spreadsheet made a date of it, format the column as text and type it again"
    return "; a spreadsheet has shortened it: format the column as numbers" if _SHORTENED.fullmatch(text) else ""


def _refuse_unread(path: Path) -> None:
    """Refuse what need not be opened to be refused."""
    problem = None
    if not path.is_file():
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        problem = Problem("there is no such file", path.name, suggestion=nearest(path.name, beside))
    elif path.suffix.lower() not in {".csv", ".tsv", ".txt", ".xlsx"}:
        problem = Problem(
            "this kind of file is not read", path.name, found=path.suffix, expected="a .csv or .xlsx file"
        )
    elif (size := path.stat().st_size) > LARGEST_FILE:
        found, most = f"{size / 1e6:.0f} MB", f"at most {LARGEST_FILE / 1e6:.0f} MB"
        problem = Problem("the file is too large", path.name, found=found, expected=most)
    if problem:
        raise InputError([problem])


def _csv(path: Path) -> list[list[str]]:
    text = _decoded(path)
    if unseen := _UNSEEN.search(text):
        row = text.count("\n", 0, unseen.start()) + 1
        raise InputError([Problem("a character that cannot be seen", path.name, row, found=unseen[0])])
    if named := _SEPARATOR_NAMED.match(text):
        # A spreadsheet takes this line for itself, and does not count it.
        separator, text = named[1], text[named.end() :]
    else:
        first = re.search(r"\S.*", text)
        separator = max(_SEPARATORS, key=(first[0] if first else "").count)
    # Lines that end, and cells that are empty, take far more memory read than written.
    if (count := text.count(separator) + text.count("\n") + text.count("\r")) > MOST_CELLS:
        raise InputError([Problem("too many cells", path.name, found=str(count), expected=f"at most {MOST_CELLS}")])
    # Bytes, line by line: a buffer of text takes four times as much memory.
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")
    rows: list[list[str]] = []
    try:
        # A quoted cell may span lines; a spreadsheet counts rows, so the rows are counted here.
        rows.extend(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        unclosed = str(error) == "unexpected end of data"
        what = "a quotation mark is opened here and never closed" if unclosed else f"no CSV: {error}"
        raise InputError([Problem(what, path.name, len(rows) + 1)]) from None
    return rows


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise InputError([Problem("the file is in another encoding", path.name, expected="text saved as UTF-8")])
    # UTF-8 first and strictly: Windows-1252 would read UTF-8 too, as rubbish.
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError([Problem("the file is in another encoding", path.name, expected="text saved as UTF-8")])


def _xlsx(path: Path) -> tuple[str, Sequence[list[str]]]:
    """Return what a workbook is called in messages, with the sheet's name if it has several, and its rows."""
    sheet = read_sheet(path)
    return f"{path.name}, sheet {sheet.name}" if sheet.others else path.name, sheet.rows


def _header_problems(file: str, row: int, header: Sequence[str]) -> Iterator[Problem]:
    if len(header) > MOST_COLUMNS:
        yield Problem("too many columns", file, row, found=str(len(header)), expected=f"at most {MOST_COLUMNS}")
        return
    for position, column in enumerate(header, start=1):
        if not column:
            yield Problem(f"column {position} has no name", file, row)
    for column, count in Counter(header).items():
        if column and count > 1:
            yield Problem("the column is there more than once", file, row, column)


def _surplus(
    file: str, header_row: int, header: Sequence[str], numbers: Sequence[int], body: Sequence[list[str]]
) -> Iterator[Problem]:
    if max(map(len, body), default=0) <= len(header):
        return
    longer = ((row, cells[len(header) :]) for row, cells in zip(numbers, body, strict=True))
    beyond = [(row, cell) for row, cells in longer if (cell := next(filter(None, map(str.strip, cells)), None))]
    if len(header) == 1 and len(beyond) > len(body) // 2:
        # A merged cell above a table is one cell.
        expected = "the names of the columns in the first row, and nothing above them"
        yield Problem("this looks like a title above the table", file, header_row, None, header[0], expected)
        return
    for row, cell in beyond:
        yield Problem("a cell beyond the last column of the header", file, row, found=cell)
