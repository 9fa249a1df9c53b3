"""The spreadsheet annexed to the proposal: one sheet a view, real tables, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from allocator.proposal.basis import Basis, dated, fingerprint
from allocator.proposal.paper import plain
from allocator.proposal.sheets import Measured, Sheet, sheets
from allocator.text import Language

_TAGS: dict[Language, str] = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_LONGEST = 32_767
"""Characters that a cell can hold."""

_SHORT = 90
"""Characters of each text at the head or foot of a page, which holds 255."""

_ROOM = 1.1
"""Letters of running text that fit where one digit does."""

_HIGHEST = 405.0
"""Points of the highest row."""

_WIDE = 100
"""Characters that fit across an upright page; wider views lie down."""

_CELL = {"valign": "top", "bottom": 1, "bottom_color": "#c9cfd6"}
_HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#eef2f7"}
"""Lines are drawn, because not every program shows the style of a table."""

_A4 = 9
_FIRST = 2
"""The row of the heads, below the title and the notice."""


def spreadsheet(basis: Basis) -> bytes:
    """Write every view of a decision into one workbook; the same decision gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _describe(book, basis)
        writer = _Writer(book, basis)
        for number, sheet in enumerate(sheets(basis), 1):
            writer.add(number, sheet)
    return out.getvalue()


def _title(basis: Basis) -> str:
    return plain(basis.say("proposal_title", call=basis.call_title))


def _describe(book: Any, basis: Basis) -> None:
    book.set_properties(
        {
            "title": _title(basis),
            "subject": plain(basis.content.notice),
            "author": plain(basis.content.authority),
            "created": dated(basis.solution).replace(tzinfo=None),
        }
    )
    # The format has no place of its own for a workbook's language; programs show this among the properties.
    book.set_custom_property("Language", _TAGS[basis.language])


class _Writer:
    def __init__(self, book: Any, basis: Basis) -> None:
        self.book, self.basis = book, basis
        self.text = book.add_format({"text_wrap": True, "indent": 1, **_CELL})
        self.title = book.add_format({"bold": True, "font_color": "#0b2e5c", "font_size": 13})
        self.note = book.add_format({"bold": True, "font_color": "#7a3b00"})
        self.head = book.add_format({**_HEAD, "indent": 1})
        self.number_head = book.add_format({**_HEAD, "align": "right"})
        self._formats: dict[str, Any] = {}

    def add(self, number: int, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name[:31])
        page.write_string(0, 0, f"{_title(self.basis)} – {sheet.name}", self.title)
        if notice := self.basis.content.notice:
            page.write_string(1, 0, plain(notice), self.note)
        self._set_up(page, sheet)
        self._table(page, number, sheet)
        for n, row in enumerate(sheet.rows, _FIRST + 1):
            page.set_row(n, _high(sheet, row))
            for k, value in enumerate(row):
                self._cell(page, n, k, value, sheet.columns[k].form)

    def _set_up(self, page: Any, sheet: Sheet) -> None:
        """Set how the sheet is shown and printed: heads stay in sight, and stand on each page."""
        page.freeze_panes(_FIRST + 1, 1)
        page.hide_gridlines(2)
        page.set_paper(_A4)
        if sum(column.width for column in sheet.columns) > _WIDE:
            page.set_landscape()
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_FIRST)
        page.set_header(f"&L{_code(self.basis.content.notice)}&R{_code(sheet.name)}")
        foot = self.basis.say("footer", id=fingerprint(self.basis.solution))
        page.set_footer(f"&L{_code(foot)}&R{_code(self.basis.say('page'))} &P (&N)")

    def _table(self, page: Any, number: int, sheet: Sheet) -> None:
        names = _distinct([column.head for column in sheet.columns])
        heads = [
            {"header": plain(name), "header_format": self.number_head if column.form else self.head}
            for name, column in zip(names, sheet.columns, strict=True)
        ]
        for k, column in enumerate(sheet.columns):
            page.set_column(k, k, column.width, self._format(column.form))
        lines = max(-(-len(name) // (column.width - 3)) for name, column in zip(names, sheet.columns, strict=True))
        page.set_row(_FIRST, 15.0 * lines)
        last = _FIRST + max(1, len(sheet.rows))
        options = {"name": f"View_{number}", "style": "Table Style Light 1", "columns": heads}
        page.add_table(_FIRST, 0, last, len(heads) - 1, options)

    def _cell(self, page: Any, n: int, k: int, value: object, form: str) -> None:
        if isinstance(value, Measured):
            form, value = value.form, value.number
        if value is None or value == "":
            page.write_blank(n, k, None, self._format(form))
        elif isinstance(value, str):
            page.write_string(n, k, plain(value)[:_LONGEST], self.text)
        else:
            page.write_number(n, k, float(value) if isinstance(value, Fraction) else value, self._format(form))

    def _format(self, form: str) -> Any:
        """Return the format of a number; text has none and wraps."""
        if not form:
            return self.text
        if form not in self._formats:
            self._formats[form] = self.book.add_format({"num_format": form, **_CELL})
        return self._formats[form]


def _code(text: str) -> str:
    """Write a text for the head or foot of a page, which is short, and where an ampersand begins a code."""
    return plain(text)[:_SHORT].replace("&", "&&")


def _high(sheet: Sheet, row: Sequence[object]) -> float:
    """Return the height of a row in points: not every program fits one to its text."""
    texts = [(value, column.width) for value, column in zip(row, sheet.columns, strict=True) if isinstance(value, str)]
    return min(_HIGHEST, 15.0 * max((ceil(len(text) / (_ROOM * width)) or 1 for text, width in texts), default=1))


def _distinct(heads: Sequence[str]) -> list[str]:
    """Tell equal heads apart: a table's columns must differ, whatever case they are written in."""
    seen: dict[str, int] = {}
    named = []
    for head in heads:
        seen[head.casefold()] = seen.get(head.casefold(), 0) + 1
        named.append(head if seen[head.casefold()] == 1 else f"{head} ({seen[head.casefold()]})")
    return named
