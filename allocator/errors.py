"""Errors by cause: each kind has its own exit code, and tells all of its problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that its reader can mend it.

    Parameters
    ----------
    what : str
        What is wrong, in one sentence without its place.
    file, row, column : optional
        Where: the file's name, the row as a spreadsheet numbers it (the header is row 1) or the
        line of a YAML file, and the column or the dotted name of the field.
    found : str, optional
        What stands there, as written.
    expected : str, optional
        What should stand there.
    suggestion : str, optional
        The nearest right name.
    """

    what: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str | None = None
    suggestion: str | None = None

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                None if self.row is None else f"row {self.row}",
                None if self.column is None else f"column {_cut(self.column)}",
            )
            if part
        )
        what = _cut(self.what, 500)
        sentence = f"{place}: {what}" if place else what
        details = [
            f"found {_quoted(self.found)}" if self.found is not None else "",
            f"expected {_cut(self.expected, 1000)}" if self.expected else "",
            f"did you mean {_quoted(self.suggestion)}?" if self.suggestion else "",
        ]
        return _visible("; ".join([sentence, *filter(None, details)]))


def _quoted(found: str) -> str:
    return repr(_cut(found))


def _cut(text: str, longest: int = 60) -> str:
    """Cut a very long text, so that one bad cell cannot fill the screen."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _visible(text: str) -> str:
    """Write what cannot be seen as its escape: a terminal obeys some of it."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def nearest(name: str, right: Iterable[str]) -> str | None:
    """Return the right name that *name* most resembles, whatever its case, or None if none does."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(right, reverse=True)}
    matches = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def one_of(names: Iterable[str], most: int = 24) -> str:
    """Write *names* as 'one of a, b, c', cut after *most* of them."""
    listed = list(names)
    rest = "" if len(listed) <= most else f", … ({len(listed)} in all)"
    return "one of " + ", ".join(listed[:most]) + rest


class AllocatorError(Exception):
    """Whatever `allocator` raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1


class _ProblemsError(AllocatorError):
    """An error that carries a list of problems."""

    exit_code = 3
    where = ""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("an error needs at least one problem")
        self.problems = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} in {self.where}:"
        return "\n".join([heading, *(f"  - {problem}" for problem in self.problems)])


class InputError(_ProblemsError):
    """The tables of a call hold something that cannot be right."""

    where = "the tables"


class ScenarioError(_ProblemsError):
    """A scenario file, or a change made to a scenario in code, cannot be right."""

    where = "the scenario"


class SolverError(AllocatorError):
    """The solver gave no answer that can be used, or two solvers disagree."""

    exit_code = 5


class InfeasibleError(AllocatorError):
    """No portfolio satisfies the rules.

    Parameters
    ----------
    conflict : mapping of str to str
        Rules that cannot all hold, by name, each in words; leaving out any one of them, the rest can.
    proven : bool
        Whether it was proven that no smaller part of them is in conflict.
    removable : sequence of str
        Rules of which any one, removed alone, lets the others be satisfied.
    """

    exit_code = 4

    def __init__(self, conflict: Mapping[str, str], *, proven: bool, removable: Sequence[str] = ()) -> None:
        self.conflict, self.proven, self.removable = dict(conflict), proven, tuple(removable)
        super().__init__(str(self))

    def __str__(self) -> str:
        rules = [f"  - {name}: {words}" for name, words in self.conflict.items()]
        smallest = "leave out any one, and the rest can" if self.proven else "not proven to be the fewest"
        lines = ["no portfolio satisfies all the rules", f"These cannot hold together ({smallest}):", *rules]
        if self.removable:
            lines.append(f"Removed alone, any one of these makes a decision possible: {', '.join(self.removable)}")
        else:
            lines.append("No single rule, removed alone, makes a decision possible.")
        return "\n".join(lines)
