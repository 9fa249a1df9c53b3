"""A paper to be signed: headings, paragraphs, lists, tables and figures in one language, before any format."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from allocator.decision.table import Table
from allocator.text import Language


@dataclass(frozen=True)
class Heading:
    """A heading; the paper's title is above level 1."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with the words in bold that it may begin with; a note is smaller, an outcome stands in a box."""

    text: str
    lead: str = ""
    kind: str = "body"


@dataclass(frozen=True)
class Items:
    """A list; its items are numbered where they are decided one by one."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and values in two columns; a value that an official must fill in is None."""

    pairs: tuple[tuple[str, str | None], ...]
    gap: str


@dataclass(frozen=True)
class Grid:
    """A table with the widths of its columns, as parts of the page."""

    table: Table
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing as SVG, its caption, and all that it shows in words."""

    svg: str
    caption: str
    description: str


Block = Heading | Paragraph | Items | Facts | Grid | Figure


@dataclass(frozen=True)
class Paper:
    """One paper.

    Attributes
    ----------
    title, kind : str
        What it is called, and what kind of paper it is.
    language : str
        Of every text in it.
    authority, register, date, notice, footer : str
        What stands at the head and foot of each page; empty for nothing.
    dated : datetime
        The day that files are dated by, never the day of writing.
    table, figure, page : str
        The words for a table, a figure and a page before their numbers.
    blocks : tuple of Block
        The content, in the order of reading.
    """

    title: str
    kind: str
    language: Language
    authority: str
    register: str
    date: str
    notice: str
    footer: str
    dated: datetime
    table: str
    figure: str
    page: str
    blocks: tuple[Block, ...] = field(default=())


def grid(table: Table, widths: Sequence[int]) -> Grid:
    """Return a table as a block.

    Raises
    ------
    ValueError
        If it has not one width a column.
    """
    if len(widths) != len(table.heads):
        raise ValueError(f"{len(table.heads)} columns, {len(widths)} widths: {table.caption}")
    return Grid(table, tuple(widths))


def plain(text: str) -> str:
    """Return a text without the characters that change how others are shown: controls and direction marks."""
    return "".join(
        c for c in text if c in "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c in _KEPT
    )


_KEPT = "\u00ad\u200d"
"""A soft hyphen, and what joins the parts of one emoji."""
