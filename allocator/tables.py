"""Tables as officials keep them, CSV or XLSX, read as text with the row numbers of a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from allocator.errors import InputError, Problem, nearest, one_of

LARGEST_FILE = 150_000_000
"""Bytes; larger files are refused unread. A call of a million applications fits."""

MOST_COLUMNS = 1_000

MOST_ROWS = 200_000
"""Of a workbook, whose sheet is laid out whole: one stray cell far below or beside the table takes all memory."""

_MOST_CELLS = 20_000_000
_LARGEST_UNPACKED = 500_000_000
_SEPARATORS = ";,\t"
_SEPARATOR_NAMED = re.compile(r"sep=([;,\t|])[ \t]*(?:\r?\n|$)", re.IGNORECASE)
# A cell's start: its column's letters, its row, and the rest of its tag, which ends in / if it is empty.
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})(\d{1,7})["']([^>]*)>""")
_CELL_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)")
_FIRST_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?:id=["']([^"']+)["']""")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_TARGET = re.compile(rb"""\sTarget=["']([^"']+)["']""")


@dataclass(frozen=True)
class Line:
    """One row of a table: its number as a spreadsheet shows it, and its cells by column."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column, without space around it; empty where there is no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table: its file's name, its columns in order, and its rows that are not blank."""

    file: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def problem(self, line: Line | None, column: str | None, what: str, **details: Any) -> Problem:
        """Return a problem of this table, with its file and row."""
        found = details.pop("found", line[column] if line and column else None)
        return Problem(what, self.file, line.row if line else 1, column, found or None, **details)


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file.

    CSV may be separated by `;`, `,` or tabs, in UTF-8 or Windows-1252, with or without a byte order mark
    or a first line `sep=;`. Of XLSX the first sheet is read; numbers and dates become their plain text.

    Raises
    ------
    InputError
        If there is no such file, it is too large, of another kind, damaged, in another encoding, empty, or
        its header names a column twice or none.
    """
    try:
        _refuse_unread(path)
        rows = _xlsx(path) if path.suffix.lower() == ".xlsx" else list(_csv(path))
    except OSError as error:
        raise InputError([Problem(f"cannot read it ({error.strerror or error})", path.name)]) from None
    kept = [(number, [cell.strip() for cell in cells]) for number, cells in rows]
    kept = [(number, cells) for number, cells in kept if any(cells)]
    if not kept:
        raise InputError([Problem("the file is empty", path.name, expected="a header and at least one row")])
    (header_row, header), *body = kept
    while header and not header[-1]:
        header.pop()
    problems = [*_header_problems(path.name, header_row, header), *_surplus(path.name, header, body)]
    if not body:
        problems.append(Problem("the file has a header and no rows", path.name, expected="at least one row"))
    if problems:
        raise InputError(problems)
    lines = (Line(number, dict(zip(header, cells, strict=False))) for number, cells in body)
    return Table(path.name, tuple(header), tuple(lines))


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


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(path)
    if named := _SEPARATOR_NAMED.match(text):
        # A spreadsheet takes this line for itself, and does not count it.
        separator, text = named[1], text[named.end() :]
    else:
        first = re.search(r"\S.*", text)
        separator = max(_SEPARATORS, key=(first[0] if first else "").count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for cells in reader:
            # A quoted cell may span lines; a spreadsheet counts rows, so the rows are counted here.
            row += 1
            yield row, cells
    except csv.Error as error:
        unclosed = str(error) == "unexpected end of data"
        what = "a quotation mark is opened here and never closed" if unclosed else f"no CSV: {error}"
        raise InputError([Problem(what, path.name, row + 1)]) from None


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


def _xlsx(path: Path) -> Sequence[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            if unpacked > _LARGEST_UNPACKED:
                raise InputError([Problem("the workbook unpacks to too much", path.name, found=f"{unpacked} bytes")])
            errors = _errors(path.name, _first_sheet(package))
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = [[_plain(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]
    except (zipfile.BadZipFile, zlib.error, CalamineError, EOFError, OSError, RuntimeError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError([Problem(f"no workbook that can be read ({why})", path.name)]) from None
    for (row, column), text in errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    return list(enumerate(rows, start=1))


def _first_sheet(package: zipfile.ZipFile) -> bytes:
    """Return the first sheet of a workbook as XML; nothing if it is not where workbooks say that it is."""
    try:
        first = _FIRST_SHEET.search(package.read("xl/workbook.xml"))
        for relationship in _RELATIONSHIP.findall(package.read("xl/_rels/workbook.xml.rels")):
            target = _TARGET.search(relationship)
            if first and target and re.search(rb"""\sId=["']%b["']""" % re.escape(first[1]), relationship):
                name = target[1].decode()
                return package.read(name[1:] if name.startswith("/") else f"xl/{name}")
    except (KeyError, UnicodeDecodeError):
        pass
    return b""


def _errors(file: str, sheet: bytes) -> dict[tuple[int, int], str]:
    """Return the errors that a sheet's cells hold, such as #REF!, by row and column; refuse one that is too large.

    The reader of workbooks gives an error as an empty cell, and lays out everything up to the last cell.
    """
    errors, rows, columns = {}, 0, 0
    for cell in _CELL.finditer(sheet):
        letters, number, rest = cell.groups()
        if rest.endswith(b"/"):
            continue
        row, column = int(number), 0
        for letter in letters:
            column = 26 * column + letter - 64
        rows, columns = max(rows, row), max(columns, column)
        if b't="e"' in rest and (value := _CELL_VALUE.search(sheet, cell.end())):
            errors[row, column] = value[1].decode("utf-8", "replace")
    if rows > MOST_ROWS:
        raise InputError([Problem("too many rows", file, found=str(rows), expected=f"at most {MOST_ROWS}")])
    if rows * columns > _MOST_CELLS:
        raise InputError(
            [Problem("too many cells", file, found=f"{rows} × {columns}", expected=f"at most {_MOST_CELLS}")]
        )
    return errors


def _plain(cell: object) -> str:
    """Write a typed cell as plain text: 12.0 as 12, a date as ISO 8601."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


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


def _surplus(file: str, header: Sequence[str], body: Sequence[tuple[int, list[str]]]) -> Iterator[Problem]:
    for number, cells in body:
        beyond = [cell for cell in cells[len(header) :] if cell]
        if beyond:
            yield Problem("a cell beyond the last column of the header", file, number, found=beyond[0])
