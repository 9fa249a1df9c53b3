"""A table of regions of one's own: for any funder and any country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from allocator.call import natural_order
from allocator.errors import InputError, Problem
from allocator.geography import Geography, Region
from allocator.tables import Line, Table, column_problems, read_table
from allocator.text import LANGUAGES, Text

_NAMES = ("name", "name_fi", "name_sv", "name_en")


def read_regions(path: Path) -> Geography:
    """Read a table of regions.

    Its columns are `name`, or any of `name_fi`, `name_sv` and `name_en`; if wanted `code` (where empty, the
    name) and `population` (people). The regions come in the order of their codes, 2 before 10.

    Raises
    ------
    InputError
        With every problem of the table at once.
    """
    table = read_table(path)
    problems = list(_column_problems(table))
    named = any(name in table.columns for name in _NAMES)
    regions = []
    claimed: dict[str, int] = {}
    for line in table.lines if named else ():
        if not any(line[column] for column in _NAMES):
            problems.append(table.problem(line, None, "the region has no name"))
            continue
        regions.append(region := _region(line))
        problems += _line_problems(table, line, region, claimed)
    if problems:
        raise InputError(problems)
    return Geography(tuple(sorted(regions, key=lambda region: natural_order(region.code))))


def _column_problems(table: Table) -> Iterator[Problem]:
    yield from column_problems(table, (), (*_NAMES, "code", "population"), further=False)
    if not any(name in table.columns for name in _NAMES):
        yield table.problem(None, None, "the column name is missing", expected="a column name")
    elif "name" in table.columns and "name_fi" in table.columns:
        expected = "either, not both: without a language a name is the Finnish one"
        yield table.problem(None, "name_fi", "there is a column name beside it", expected=expected)


def _region(line: Line) -> Region:
    name = Text(fi=line["name"] or line["name_fi"] or None, sv=line["name_sv"] or None, en=line["name_en"] or None)
    people = _digits(line)
    return Region(line["code"] or name["fi"], name, int(people) if people.isdecimal() else None)


def _digits(line: Line) -> str:
    return re.sub(r"\s", "", line["population"])


def _line_problems(table: Table, line: Line, region: Region, claimed: dict[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with a row; *claimed* gathers each name and code with the row that has it."""
    if not re.fullmatch("[0-9]{0,12}", _digits(line)):
        yield table.problem(line, "population", "no number of people", expected="a whole number")
    names = {getattr(region.name, language) for language in LANGUAGES} | {region.code}
    for name in sorted(filter(None, names)):
        # A rule and a table may call a region by any of these, in capitals or not: they must tell regions apart.
        if (row := claimed.setdefault(" ".join(name.split()).casefold(), line.row)) != line.row:
            yield table.problem(line, None, f"the region of row {row} has this name or code too", found=name)
