"""A `.pb` file as written: what it says of itself, its projects and its votes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from allocator.errors import InputError, Problem, nearest, one_of
from allocator.exact import parse_fraction

LARGEST_FILE = 200_000_000
"""Bytes; the largest public elections have a few million votes."""

VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring")

_SECTIONS = ("meta", "projects", "votes")
_MOST_PROBLEMS = 200
_LONGEST_ID = 40


@dataclass(frozen=True)
class Entry:
    """One row of a section: its line in the file, and its cells by column in small letters."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column; empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Election:
    """An election.

    Attributes
    ----------
    file : str
        Name of the file.
    meta : mapping of str to str
        What the file says of itself, by key in small letters, in the file's order.
    projects, votes : tuple of Entry
        The rows of the two sections; a project is known by its `project_id`.
    columns : mapping of str to tuple of str
        The columns of each section as written.
    """

    file: str
    meta: Mapping[str, str]
    projects: tuple[Entry, ...]
    votes: tuple[Entry, ...]
    columns: Mapping[str, tuple[str, ...]]

    @property
    def budget(self) -> Fraction:
        """The money that is shared out."""
        return parse_fraction(self.meta["budget"])

    def costs(self) -> dict[str, Fraction]:
        """Return the cost of every project."""
        return {project["project_id"]: parse_fraction(project["cost"]) for project in self.projects}

    def support(self) -> dict[str, Fraction]:
        """Return what every project is worth: its published score or votes, or else those of the ballots.

        An approval counts one; points count as they are; on an ordinal ballot of *k* projects the first counts
        *k* and the last one.
        """
        for published in ("score", "votes"):
            if all(project[published] for project in self.projects):
                return {project["project_id"]: parse_fraction(project[published]) for project in self.projects}
        support = {project["project_id"]: Fraction(0) for project in self.projects}
        for vote in self.votes:
            for project, points in ballot(vote, self.meta.get("vote_type", "approval").casefold()):
                support[project] += points
        return support


def ballot(vote: Entry, vote_type: str) -> Iterator[tuple[str, Fraction]]:
    """Yield the projects on a ballot, and what the ballot gives to each."""
    chosen = [name.strip() for name in vote["vote"].split(",") if name.strip()]
    if vote_type == "ordinal":
        yield from ((project, Fraction(len(chosen) - place)) for place, project in enumerate(chosen))
    elif vote_type in {"cumulative", "scoring"}:
        points = [parse_fraction(text.strip()) for text in vote["points"].split(",") if text.strip()]
        yield from zip(chosen, points, strict=True)
    else:
        yield from ((project, Fraction(1)) for project in chosen)


def read_election(path: Path) -> Election:
    """Read a `.pb` file, in UTF-8 or Windows-1252.

    Empty lines and lines that start with `#` are passed over, sections and columns may be written in capitals, and
    whatever else the file has is kept.

    Raises
    ------
    InputError
        With every problem of the file at once, each with its line.
    """
    reading = _Reading(path.name)
    for line, cells in _rows(path):
        reading.take(line, cells)
    return reading.election()


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            most = f"at most {LARGEST_FILE // 1_000_000} MB"
            raise InputError([Problem("the file is too large", path.name, expected=most)])
        raw = path.read_bytes()
    except OSError as error:
        beside = [p.name for p in path.parent.glob("*.pb")] if path.parent.is_dir() else []
        what = "there is no such file" if isinstance(error, FileNotFoundError) else f"cannot read it ({error.strerror})"
        raise InputError([Problem(what, path.name, suggestion=nearest(path.name, beside))]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].strip().startswith("#"):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError([Problem(f"no .pb file: {error}", path.name, line)]) from None


class _Reading:
    """A file being read, section by section."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.meta: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.entries: dict[str, list[Entry]] = {section: [] for section in _SECTIONS}
        self._section: str | None = None

    def note(self, line: int | None, column: str | None, what: str, **details: str | None) -> None:
        self.problems.append(Problem(what, self.file, line, column, **details))

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Take the next row: the name of a section, its header, or one of its entries."""
        said = ";".join(cells[1:]).strip().rstrip(";")  # a value may have semicolons, and needs no quotes for them
        cells = [cell.strip() for cell in cells]
        name = cells[0].casefold()
        if name in _SECTIONS and not any(cells[1:]):
            if name in self.lines:
                self.note(line, None, f"the section {name.upper()} is there twice")
            self.lines[name], self._section = line, name
        elif self._section is None:
            self._section = ""
            self.note(line, None, "text before the first section", found=";".join(cells), expected="META")
        elif self._section and self._section not in self.columns:
            self._header(self._section, line, cells)
        elif self._section == "meta":
            self.meta.setdefault(name, said)
            self.lines.setdefault(f"meta.{name}", line)
        elif self._section:
            self._entry(self._section, line, cells)

    def _header(self, section: str, line: int, cells: Sequence[str]) -> None:
        while cells and not cells[-1]:
            cells = cells[:-1]
        self.columns[section] = tuple(cells)
        names = [cell.casefold() for cell in cells]
        for name in {name for name in names if names.count(name) > 1 or not name}:
            self.note(line, name or None, "the column is there more than once" if name else "a column has no name")

    def _entry(self, section: str, line: int, cells: Sequence[str]) -> None:
        names = [name.casefold() for name in self.columns[section]]
        if any(cells[len(names) :]):
            self.note(line, None, "more cells than the header has columns", found=cells[len(names)])
        self.entries[section].append(Entry(line, dict(zip(names, cells, strict=False))))

    def election(self) -> Election:
        for section in _SECTIONS[:2]:
            if section not in self.lines:
                self.note(None, None, f"the section {section.upper()} is missing")
        self._check_budget()
        projects = [self._project(entry) for entry in self.entries["projects"]]
        if "projects" in self.lines and not projects:
            self.note(self.lines["projects"], None, "there are no projects")
        self._check_votes({project["project_id"] for project in projects})
        if self.problems:
            told, more = self.problems[:_MOST_PROBLEMS], len(self.problems) - _MOST_PROBLEMS
            raise InputError([*told, *([Problem(f"and {more} more", self.file)] if more > 0 else [])])
        return Election(self.file, self.meta, tuple(projects), tuple(self.entries["votes"]), self.columns)

    def _check_budget(self) -> None:
        budget, line = self.meta.get("budget"), self.lines.get("meta.budget")
        if budget is None:
            if "meta" in self.lines:
                self.note(self.lines["meta"], "budget", "META says no budget")
        elif not _is_number(budget, 0):
            self.note(line, "budget", "no sum of money", found=budget, expected="a number of 0 or more")
        elif (100 * parse_fraction(budget)).denominator != 1:
            self.note(line, "budget", "more than two decimals", found=budget)

    def _project(self, entry: Entry) -> Entry:
        """Return a project with its `project_id`, which older files call `name` alone."""
        identity = entry["project_id"] or entry["name"]
        if not identity:
            self.note(entry.line, "project_id", "the project has no id")
        elif len(identity) > _LONGEST_ID or not identity.isprintable():
            expected = f"at most {_LONGEST_ID} visible characters"
            self.note(entry.line, "project_id", "no usable id", found=identity, expected=expected)
        elif (first := self.lines.setdefault(f"project.{identity}", entry.line)) != entry.line:
            self.note(entry.line, "project_id", f"line {first} has the same id", found=identity)
        if not _is_number(entry["cost"], Fraction(1, 100)):
            self.note(entry.line, "cost", "no cost", found=entry["cost"], expected="a number above 0")
        elif (100 * parse_fraction(entry["cost"])).denominator != 1:
            self.note(entry.line, "cost", "more than two decimals", found=entry["cost"])
        for column in ("votes", "score"):
            if entry[column] and not _is_number(entry[column], 0):
                expected = "a number of 0 or more, or nothing"
                self.note(entry.line, column, "no number", found=entry[column], expected=expected)
        return Entry(entry.line, {**entry.cells, "project_id": identity})

    def _check_votes(self, known: set[str]) -> None:
        vote_type = self.meta.get("vote_type", "approval").casefold()
        if vote_type not in VOTE_TYPES:
            line, near = self.lines.get("meta.vote_type"), nearest(vote_type, VOTE_TYPES)
            expected = one_of(VOTE_TYPES)
            self.note(line, "vote_type", "unknown type of vote", found=vote_type, expected=expected, suggestion=near)
            return
        for vote in self.entries["votes"]:
            chosen = [name.strip() for name in vote["vote"].split(",") if name.strip()]
            for name in chosen:
                if name not in known:
                    self.note(vote.line, "vote", "there is no such project", found=name)
            if vote_type in {"cumulative", "scoring"}:
                points = [text.strip() for text in vote["points"].split(",") if text.strip()]
                if len(points) != len(chosen) or not all(_is_number(text, None) for text in points):
                    expected = f"{len(chosen)} numbers, one for each project of the vote"
                    self.note(vote.line, "points", "no points", found=vote["points"], expected=expected)


def _is_number(text: str, least: Fraction | int | None) -> bool:
    try:
        number = parse_fraction(text)
    except (ValueError, OverflowError):
        return False
    return (least is None or number >= least) and abs(number) < 10**13
