"""The sheet of a workbook as text, laid out only when it is known to be small enough.

The reader of workbooks lays out whatever a sheet says, as large as its last cell is far, and ends the program when
memory does. So a sheet is surveyed first, by a parser that keeps nothing, and the reader gets just what was surveyed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from allocator.errors import InputError, Problem

MOST_ROWS = 200_000
"""Of a sheet, which is laid out whole; larger tables are read as CSV."""

MOST_CELLS = 20_000_000
"""Rows times columns, up to the last cell that holds something."""

MOST_CHARACTERS = 200_000_000
"""Of all cells together: one long text in a workbook may stand in any number of cells."""

LARGEST_UNPACKED = 500_000_000
"""Bytes of all that a workbook packs."""

_WORKBOOK, _RELATIONSHIPS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_KEPT = ("[Content_Types].xml", "_rels/.rels", _WORKBOOK, _RELATIONSHIPS, _TEXTS, "xl/styles.xml")
_LETTERS = re.compile("[A-Za-z]{1,3}")


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows: its name, how many others can be seen beside it, and its cells as text, row by row."""

    name: str
    others: int
    rows: Sequence[list[str]]


def read_sheet(path: Path) -> Sheet:
    """Read the first sheet of a workbook that is not hidden; numbers and dates become their plain text.

    Raises
    ------
    InputError
        If it is no workbook, is damaged or too large, or holds formulas whose values were not saved.
    OSError
        If the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            if unpacked > LARGEST_UNPACKED:
                found, most = f"{unpacked} bytes", f"at most {LARGEST_UNPACKED} bytes"
                raise InputError([Problem("the workbook unpacks to too much", path.name, found=found, expected=most)])
            position, name, others, member = _chosen(package)
            survey = _Survey(path.name, _lengths(package))
            survey.take(package.read(member))
            kept = _only(package, (*_KEPT, member))
        rows = _laid_out(kept, position)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError, EOFError, RuntimeError) as error:
        raise _unreadable(path.name, error) from None
    for (row, column), text in survey.errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    return Sheet(name, others, rows)


def _unreadable(file: str, error: Exception) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError([Problem(f"no workbook that can be read ({why})", file)])


def _chosen(package: zipfile.ZipFile) -> tuple[int, str, int, str]:
    """Return the position and name of the first sheet in sight, how many others there are, and its member."""
    sheets = [attributes for tag, attributes in _elements(package.read(_WORKBOOK)) if tag == "sheet"]
    targets = {
        attributes.get("Id"): attributes.get("Target", "")
        for tag, attributes in _elements(package.read(_RELATIONSHIPS))
        if tag == "Relationship"
    }
    seen = [n for n, sheet in enumerate(sheets) if not sheet.get("state", "").endswith("idden")] or range(len(sheets))
    for position in seen:
        sheet = sheets[position]
        of_sheet = next((value for key, value in sheet.items() if key.endswith(":id")), None)
        target = targets.get(of_sheet, "")
        if "worksheets/" in target:  # rather than a sheet that is a chart
            return (
                position,
                sheet.get("name", ""),
                len(seen) - 1,
                posixpath.normpath(posixpath.join("/xl", target))[1:],
            )
    raise ValueError("it has no sheet")


def _elements(content: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the elements of a small member: their names without prefix, and their attributes."""
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((_plain_tag(tag), attributes))
    parser.Parse(content, True)
    yield from found


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    # No workbook declares a type of document; whoever does has entities in mind.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it declares a type of document")


@lru_cache(maxsize=256)
def _plain_tag(tag: str) -> str:
    """Return the name of an element without its prefix."""
    return tag.rpartition(":")[2]


@lru_cache(maxsize=26**3)
def _column(letters: str) -> int:
    """Return the number of a column: A is 1, and AA is 27."""
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"a cell in column {letters[:20]!r}")
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number


def _lengths(package: zipfile.ZipFile) -> list[int]:
    """Return the number of characters of every text that cells of the workbook share."""
    lengths: list[int] = []
    if _TEXTS not in package.namelist():
        return lengths

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if _plain_tag(tag) == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser = _parser()
    parser.StartElementHandler, parser.CharacterDataHandler = start, characters
    parser.Parse(package.read(_TEXTS), True)
    return lengths


@dataclass
class _Survey:
    """What a sheet holds, found without laying it out.

    Attributes
    ----------
    errors : dict
        The errors that cells show, such as #REF!, by row and column: the reader of workbooks gives none.
    """

    file: str
    lengths: Sequence[int]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Survey a sheet.

        Raises
        ------
        InputError
            If it is too large, or a formula has no value.
        """
        self._rows = self._columns = self._characters = self._row = self._column = 0
        self._kind, self._text, self._formula, self._within = "", "", "", ""
        self._unsaved: list[Problem] = []
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._take_text
        parser.Parse(content, True)
        if self._unsaved:
            raise InputError(self._unsaved)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = _plain_tag(tag)
        if tag == "c":
            self._column += 1
            if (place := attributes.get("r")) is not None:
                letters = place.rstrip("0123456789")
                self._column, self._row = _column(letters), int(place[len(letters) :])
            self._kind, self._text, self._formula = attributes.get("t", ""), "", ""
        elif tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        else:
            self._within = tag

    def _take_text(self, text: str) -> None:
        if self._within in {"v", "t"}:
            self._text += text
        elif self._within == "f":
            self._formula += text

    def _end(self, tag: str) -> None:
        self._within = ""
        if _plain_tag(tag) != "c":
            return
        if self._text:
            self._count()
        elif self._formula and self._kind != "str":
            self._unsaved.append(_unsaved(self.file, self._row, self._column, self._formula))

    def _count(self) -> None:
        """Count a cell that holds something; refuse the sheet as soon as it is too large."""
        if self._row > self._rows:
            self._rows = self._row
        if self._column > self._columns:
            self._columns = self._column
        shared = self._kind == "s" and self._text.isdecimal() and int(self._text) < len(self.lengths)
        self._characters += self.lengths[int(self._text)] if shared else len(self._text)
        if self._kind == "e":
            self.errors[self._row, self._column] = self._text
        if self._rows > MOST_ROWS:
            raise _too_many("rows", self.file, str(self._rows), MOST_ROWS)
        if self._rows * self._columns > MOST_CELLS:
            raise _too_many("cells", self.file, f"{self._rows} × {self._columns}", MOST_CELLS)
        if self._characters > MOST_CHARACTERS:
            raise _too_many("characters", self.file, str(self._characters), MOST_CHARACTERS)


def _unsaved(file: str, row: int, column: int, formula: str) -> Problem:
    letters, left = "", column
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    expected = "its value: open the workbook in a spreadsheet and save it"
    return Problem("the cell holds a formula without its value", file, row, letters, f"={formula}", expected)


def _too_many(what: str, file: str, found: str, most: int) -> InputError:
    return InputError([Problem(f"too many {what}", file, found=found, expected=f"at most {most}")])


def _only(package: zipfile.ZipFile, names: Sequence[str]) -> io.BytesIO:
    """Return a package of just these members, unpacked: there is nothing in it that was not surveyed."""
    kept = io.BytesIO()
    present = set(package.namelist())
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as only:
        for name in dict.fromkeys(names):
            if name in present:
                only.writestr(name, package.read(name))
    kept.seek(0)
    return kept


def _laid_out(package: io.BytesIO, position: int) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(package).get_sheet_by_index(position)
        return [[_plain(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]
    except CalamineError as error:
        raise ValueError(str(error)) from None


def _plain(cell: object) -> str:
    """Write a typed cell as plain text: 12.0 as 12, a date as ISO 8601."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
