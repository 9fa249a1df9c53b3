"""The decision, a comparison and a formulation on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from allocator.decision.content import Content
from allocator.decision.table import Table

if TYPE_CHECKING:
    import pandas as pd


def show_decision(console: Console, content: Content) -> None:
    """Print a decision: the sentence, how sure it is, what is funded and what is not."""
    if content.notice:
        console.print(escape(content.notice), style="yellow", soft_wrap=True)
    console.print(escape(content.title), style="bold", soft_wrap=True)
    console.print(escape(content.headline), style="bold", soft_wrap=True)
    for fact in content.facts:
        console.print(f"  · {escape(fact)}", highlight=False, soft_wrap=True)
    # A terminal is narrow: the years, the pots and the applicants stand on the page.
    for table, kept in (
        (content.funded, ("application", "title", "value", "requested", "level", "award")),
        (content.not_funded_briefly, ("application", "title", "value", "requested", "why")),
    ):
        console.print()
        console.print(rich_table(table, [content.say(key) for key in kept]))
        if table.left_out:
            console.print(content.say("left_out", count=content.euros(table.left_out)), soft_wrap=True)


def rich_table(table: Table, kept: Sequence[str]) -> RichTable:
    """Turn the kept columns of a table into one for the terminal; texts are escaped."""
    positions = [position for position, head in enumerate(table.heads) if head in kept]
    shown = RichTable(title=escape(table.caption), title_justify="left", show_footer=table.total is not None)
    for position in positions:
        footer = table.total[position] if table.total else ""
        words = position not in table.numbers and position > 0
        longest = max(len(cell) for cell in (table.heads[position], footer, *(row[position] for row in table.rows)))
        shown.add_column(
            escape(table.heads[position]),
            justify="right" if position in table.numbers else "left",
            no_wrap=not words,  # what is long is folded; ids and numbers never are
            min_width=min(longest, 24) if words else longest,
            footer=escape(footer),
        )
    for row in table.rows:
        shown.add_row(*(escape(row[position]) for position in positions))
    return shown


def show_frame(console: Console, title: str, frame: pd.DataFrame) -> None:
    """Print a frame, whole numbers with their thousands apart."""
    shown = RichTable(title=escape(title), title_justify="left")
    shown.add_column(escape(str(frame.index.name or "")), no_wrap=True)
    for name in frame.columns:
        numbers = frame[name].dtype.kind in "if"
        shown.add_column(escape(str(name)), justify="right" if numbers else "left", no_wrap=numbers)
    for key, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        shown.add_row(escape(str(key)), *(escape(_cell(value)) for value in row))
    console.print(shown)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if value != value else f"{value:,.2f}".replace(",", " ")
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)
