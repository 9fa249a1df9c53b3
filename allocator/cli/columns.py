"""Columns of frames as people read them: a head and, under the table, what it means, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rich.markup import escape
from rich.table import Table as RichTable

from allocator.cli.app import OUT
from allocator.text import Language, Text
from allocator.writing import decimal, euros, percent, whole

if TYPE_CHECKING:
    import pandas as pd

    from allocator.scenario import Scenario

Kind = Literal["words", "written", "flag", "count", "points", "fine", "ratio", "share", "part", "euros"]

_NARROWEST = 3

_FLAG = {True: Text(fi="kyllä", sv="ja", en="yes"), False: Text(fi="ei", sv="nej", en="no")}

_WRITTEN: dict[Kind, Callable[[Fraction, Language], str]] = {
    "flag": lambda number, language: _FLAG[bool(number)][language],
    "count": lambda number, language: whole(int(number), language),
    "points": lambda number, language: decimal(number, 2, language),
    "fine": lambda number, language: decimal(number, 3, language),
    "ratio": lambda number, language: decimal(number, 2, language),
    "share": lambda number, language: percent(number, language, 1),
    "part": lambda number, language: percent(number, language, 0),
    "euros": euros,
}


@dataclass(frozen=True)
class Column:
    """A column of a frame, or its index, as people read it.

    Attributes
    ----------
    key : str
        Its name in the frame; an index's name too.
    head : Text
    kind : str
        What its cells are: words, a number as written, a flag, a count, points with two decimals or three, a ratio, a
        share with a decimal or without, or euros.
    means : Text, optional
        What it says; written under the table.
    of_two : bool
        Whether that is said of the column before it too.
    """

    key: str
    head: Text
    kind: Kind = "words"
    means: Text | None = None
    of_two: bool = False


def tell(scenario: Scenario, text: str, language: Language) -> None:
    """Print what a call says wherever it is shown, and then a text."""
    notice = scenario.call.terms.notice
    if notice:
        OUT.print(escape(notice[language]), style="yellow", soft_wrap=True)
    OUT.print(escape(text), highlight=False, soft_wrap=True)


def show(frame: pd.DataFrame, columns: Sequence[Column], caption: str, language: Language) -> None:
    """Print the columns that a frame has as a table, and under it what they mean."""
    framed = frame.reset_index()
    kept = [column for column in columns if column.key in framed.columns]
    table = RichTable(title=escape(caption), title_justify="left")
    cells = {column.key: [_cell(value, column.kind, language) for value in framed[column.key]] for column in kept}
    for column in kept:
        words, head = column.kind == "words", column.head[language]
        longest = max(map(len, head.split()))
        if not words and len(head) > max([longest, *map(len, cells[column.key])]):
            head = head.replace(" ", "\n")
        # Words are folded where there is little room; numbers never are.
        justify: Literal["left", "right"] = "left" if words else "right"
        table.add_column(escape(head), justify=justify, no_wrap=not words, min_width=max(longest, _NARROWEST))
    for row in zip(*cells.values(), strict=True):
        table.add_row(*map(escape, row))
    OUT.print()
    OUT.print(table)
    for number, column in enumerate(kept):
        if column.means:
            named = kept[number - column.of_two : number + 1]
            heads = ", ".join(each.head[language] for each in named)
            OUT.print(escape(f"  {heads}: {column.means[language]}"), highlight=False, soft_wrap=True)


def _cell(value: object, kind: Kind, language: Language) -> str:
    if value is None or value != value:
        return "–"
    if kind in {"words", "written"}:
        return str(value).replace("-", "\u2011")  # ids such as A-17 are not folded
    return _WRITTEN[kind](Fraction(float(value)), language)  # type: ignore[arg-type]
