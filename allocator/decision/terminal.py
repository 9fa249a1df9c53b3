"""The decision, a comparison and a formulation on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from allocator.decision.content import Content, Table

if TYPE_CHECKING:
    import pandas as pd


def show_decision(console: Console, content: Content) -> None:
    """Print a decision: the sentence, how sure it is, what is funded and what is not."""
    if content.notice:
        console.print(f"[yellow]{escape(content.notice)}[/]")
    console.print(f"[bold]{escape(content.title)}[/]")
    console.print(f"[bold]{escape(content.headline)}[/]")
    for fact in content.facts:
        console.print(f"  · {escape(fact)}")
    for table in (_narrow(content.funded), content.not_funded):
        console.print()
        console.print(rich_table(table))


def rich_table(table: Table) -> RichTable:
    """Turn a table into one for the terminal; texts are escaped."""
    shown = RichTable(title=escape(table.caption), title_justify="left", show_footer=table.total is not None)
    for position, head in enumerate(table.heads):
        shown.add_column(
            escape(head),
            justify="right" if position in table.numbers else "left",
            no_wrap=position in table.numbers or position == 0,
            footer=escape(table.total[position]) if table.total else "",
        )
    for row in table.rows:
        shown.add_row(*map(escape, row))
    return shown


def _narrow(table: Table) -> Table:
    """Leave out the target and the applicant: a terminal is narrow, and the page has them."""
    kept = [position for position in range(len(table.heads)) if position not in {2, 3}]
    return Table(
        table.caption,
        tuple(table.heads[position] for position in kept),
        tuple(tuple(row[position] for position in kept) for row in table.rows),
        frozenset(new for new, old in enumerate(kept) if old in table.numbers),
        tuple(table.total[position] for position in kept) if table.total else None,
    )


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
    if isinstance(value, float):
        return "–" if value != value else f"{value:,.2f}".replace(",", " ")
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)
