"""Reading tables column by column: each different cell is understood once, and the rows that are wrong are told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from allocator.errors import InputError, Problem
from allocator.tables import Line, Table, column_problems, habit, read_table

MOST_PROBLEMS = 200
"""So many problems are told one by one; of the rest, only their number."""

T = TypeVar("T")
Cell = TypeVar("Cell", bound=Hashable)

Details = Mapping[str, str | None]
"""What a problem says beside its place: `found`, `expected`, `suggestion`."""

_NONE: Details = {}

Noted = tuple[str | None, str, Details | Callable[[Line], Details]]
"""A column, what is wrong in it, and its details: those that take long to find, as a function of the row."""


@dataclass
class Reading:
    """One reading of a call's tables: the problems found so far, those of each table in the order of its rows."""

    problems: list[Problem] = field(default_factory=list)
    _untold: int = 0
    _noted: list[tuple[int, Noted]] = field(default_factory=list)

    def raise_problems(self) -> None:
        """Raise what was found, if anything was."""
        if not self.problems:
            return
        told = self.problems[:MOST_PROBLEMS]
        if rest := self._untold + len(self.problems) - len(told):
            told.append(Problem(f"and {rest} more problems"))
        raise InputError(told)

    def table(
        self, path: Path | None, required: Sequence[str], optional: Sequence[str], *, further: bool = False
    ) -> Table | None:
        """Read a table, if there is one; what is wrong with it as a whole joins the other problems."""
        if path is None:
            return None
        try:
            table = read_table(path)
        except InputError as error:
            self.problems += error.problems
            return None
        self.problems += column_problems(table, required, optional, further=further)
        return table

    def column(
        self, table: Table, column: str, parse: Callable[[str], T], expected: str, *, empty: bool = False
    ) -> list[T | None]:
        """Read a column of typed cells; None, with a problem noted, where one cannot be read."""
        return self.understood(table.column(column), lambda text: typed(text, column, parse, expected, empty=empty))

    def understood(self, cells: Sequence[Cell], mean: Callable[[Cell], tuple[T, Sequence[Noted]]]) -> list[T]:
        """Return what cells mean, row by row, and note what is wrong with them.

        Each different cell is asked about once, and those that are equal share what they mean.
        """
        meaning: dict[Cell, T] = {}
        wrong: dict[Cell, Sequence[Noted]] = {}
        for cell in set(cells):
            meaning[cell], noted = mean(cell)
            if noted:
                wrong[cell] = noted
        if wrong:
            self._noted += [(at, noted) for at, cell in enumerate(cells) for noted in wrong.get(cell, ())]
        return list(map(meaning.__getitem__, cells))

    def note(self, at: int, column: str | None, what: str, details: Details = _NONE) -> None:
        """Note a problem of one row."""
        self._noted.append((at, (column, what, details)))

    def tell(self, table: Table) -> None:
        """Add what was noted of a table to the problems, row by row."""
        # A missing column was told once; its rows need not repeat it.
        noted = [(at, one) for at, one in self._noted if one[0] is None or one[0] in table.cells]
        noted.sort(key=itemgetter(0))
        left = max(0, MOST_PROBLEMS - len(self.problems))
        for at, (column, what, details) in noted[:left]:
            line = Line(table, at)
            said: dict[str, Any] = {"what": what, **(details(line) if callable(details) else details)}
            self.problems.append(table.problem(line, column, **said))
        self._untold += len(noted[left:])
        self._noted.clear()


def typed(
    text: str, column: str, parse: Callable[[str], T], expected: str, *, empty: bool
) -> tuple[T | None, Sequence[Noted]]:
    """Read a typed cell, which may be empty or not; None, with what is wrong, if it cannot be read."""
    if not text and empty:
        return None, ()
    try:
        return parse(text), ()
    except (ValueError, OverflowError):
        what = "wrong value" if text else "the cell is empty"
        return None, [(column, what, {"expected": expected + habit(text)})]
