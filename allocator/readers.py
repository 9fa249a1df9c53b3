"""From tables to a Call: every problem in the data at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from allocator.call import Application, Call, Partner, Score, Terms
from allocator.errors import InputError, Problem, nearest, one_of
from allocator.exact import parse_euros, parse_fraction, parse_moment
from allocator.geography import Geography, Municipality
from allocator.keeping import all_kept
from allocator.scoring import assess, missing_values
from allocator.tables import Line, Table, column_problems, habit, read_table
from allocator.text import LANGUAGES, Text

MOST_PROBLEMS = 200
"""So many problems are told one by one; of the rest, only their number."""

_LONGEST_ID = 40
APPLICATION_COLUMNS = (
    "title",
    "target",
    "applicant",
    "applicant_type",
    "minimum",
    "idea_received",
    "received",
    "granting_authority",
    "language",
    "value",
)
"""What a table of applications may have beside ids, requests and years; any further column is a filter for rules."""

_PARTNER_COLUMNS = ("application", "organisation", "euros"), ("type", "municipality", "region")
_SCORE_COLUMNS = ("application", "reviewer", "criterion", "score"), ("conflict",)
_YES = {"yes", "true", "kyllä", "ja", "x", "1"}
_NO = {"", "no", "false", "ei", "nej", "0"}
_SUMS = {"yhteensä", "summa", "totalt", "total", "sum"}

T = TypeVar("T")


@dataclass(frozen=True)
class Tables:
    """Where a call's tables are."""

    applications: Path
    partners: Path | None = None
    scores: Path | None = None


@all_kept()
def read_call(terms: Terms, geography: Geography, tables: Tables) -> Call:
    """Read the tables of a call.

    Parameters
    ----------
    terms : Terms
        The call's terms, which say what targets, years and criteria there are.
    geography : Geography
        The regions and municipalities that partners may lie in.
    tables : Tables
        Where the tables are.

    Raises
    ------
    InputError
        With every problem of every table at once, each with its file, row and column.
    """
    reading = _Reading(terms, geography)
    applications = reading.table(tables.applications, *_application_columns(terms), further=True)
    partners = reading.table(tables.partners, *_PARTNER_COLUMNS)
    scores = reading.table(tables.scores, *_SCORE_COLUMNS)
    by_application = reading.partners(partners, reading.ids(applications)) if partners else {}
    with_partners = partners is not None and "application" in partners.columns
    read = reading.applications(applications, by_application, with_partners) if applications else ()
    scored = reading.scores(scores, reading.ids(applications)) if scores else ()
    call = Call(terms, geography, tuple(read), tuple(scored))
    if not reading.problems and any(application.value is None for application in read):
        reading.problems += missing_values(call, assess(call))
    reading.raise_problems()
    return call


@dataclass
class _Reading:
    """One reading of a call's tables: what is being read, and the problems found so far."""

    terms: Terms
    geography: Geography
    problems: list[Problem] = field(default_factory=list)

    def raise_problems(self) -> None:
        """Raise what was found, if anything was."""
        if not self.problems:
            return
        told = self.problems[:MOST_PROBLEMS]
        if rest := len(self.problems) - len(told):
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

    def ids(self, table: Table | None) -> frozenset[str] | None:
        """Return the ids of the applications, or None where they could not be read."""
        return frozenset(line["id"] for line in table.lines) if table and "id" in table.columns else None

    def applications(
        self, table: Table, partners: Mapping[str, list[Partner]], with_partners: bool
    ) -> Sequence[Application]:
        """Read the applications, with the partners that were read for them."""
        # The column of a single year may be absent: the whole request is that year's.
        yearly = [str(year) for year in self.terms.years if str(year) in table.columns]
        known = {"id", "requested", *yearly, *APPLICATION_COLUMNS}
        first_row: dict[str, int] = {}
        read = []
        for line in table.lines:
            self._check_id(table, line, first_row)
            requested = self._cell(table, line, "requested", _positive_euros, "whole euros above 0") or 0
            by_year = self._years(table, line, yearly, requested)
            own = partners.get(line["id"], [])
            self._check_partners(table, line, own, requested, with_partners)
            read.append(
                Application(
                    id=line["id"],
                    requested=requested,
                    by_year=by_year,
                    partners=tuple(own),
                    title=line["title"],
                    target=self._target(table, line),
                    applicant=line["applicant"],
                    applicant_type=line["applicant_type"],
                    minimum=self._cell(table, line, "minimum", _positive_euros, "whole euros above 0", empty=True),
                    idea_received=self._moment(table, line, "idea_received"),
                    received=self._moment(table, line, "received"),
                    granting_authority=line["granting_authority"],
                    language=line["language"],
                    value=self._cell(table, line, "value", parse_fraction, "a number", empty=True),
                    columns={
                        column: tuple(part.strip() for part in line[column].split(",") if part.strip())
                        for column in table.columns
                        if column not in known
                    },
                )
            )
        return read

    def partners(self, table: Table, ids: frozenset[str] | None) -> dict[str, list[Partner]]:
        """Read the partners, by the application that they belong to, in an order of their own."""
        partners: dict[str, list[Partner]] = {}
        for line in table.lines:
            self._check_application(table, line, ids)
            euros = self._cell(table, line, "euros", _positive_euros, "whole euros above 0") or 0
            if not line["organisation"]:
                self._note(table, line, "organisation", "the partner has no name")
            municipality, region = self._place(table, line)
            partner = Partner(line["organisation"], line["type"], region, euros, municipality)
            partners.setdefault(line["application"], []).append(partner)
        for of_application in partners.values():
            of_application.sort(key=lambda p: (p.organisation, p.region, p.municipality or "", p.euros))
        return partners

    def scores(self, table: Table, ids: frozenset[str] | None) -> Sequence[Score]:
        """Read the reviewers' scores."""
        read, first_row = [], dict[tuple[str, str, str], int]()
        keyed = {"application", "reviewer", "criterion"} <= set(table.columns)
        for line in table.lines:
            self._check_application(table, line, ids)
            key = (line["application"], line["reviewer"], line["criterion"])
            if keyed and (first := first_row.setdefault(key, line.row)) != line.row:
                self._note(table, line, None, f"the same score as in row {first}")
            if not line["reviewer"]:
                self._note(table, line, "reviewer", "the score has no reviewer")
            conflict = self._conflict(table, line)
            read.append(Score(*key, self._score(table, line, conflict), conflict))
        return read

    def _note(self, table: Table, line: Line | None, column: str | None, what: str, **details: str | None) -> None:
        # A missing column was told once; its rows need not repeat it.
        if column is None or column in table.columns:
            self.problems.append(table.problem(line, column, what, **details))

    def _nearest(self, name: str, right: Collection[str]) -> str | None:
        """Return the nearest right name, for as long as problems are still told: among many it is slow to find."""
        return nearest(name, right) if len(self.problems) < MOST_PROBLEMS else None

    def _named(self, found: str, titles: Mapping[str, Text | None]) -> str | None:
        """Return the name of what is called so by people, or else the nearest name."""
        folded = found.casefold()
        said = {name: [getattr(title, tongue) for tongue in LANGUAGES] for name, title in titles.items() if title}
        called = (name for name, words in said.items() if folded in {word.casefold() for word in words if word})
        return next(called, None) or self._nearest(found, titles)

    def _cell(
        self,
        table: Table,
        line: Line,
        column: str,
        parse: Callable[[str], T],
        expected: str,
        *,
        empty: bool = False,
    ) -> T | None:
        """Read a typed cell; None, with a problem noted, if it cannot be read."""
        text = line[column]
        if not text and empty:
            return None
        try:
            return parse(text)
        except (ValueError, OverflowError):
            what = "wrong value" if text else "the cell is empty"
            self._note(table, line, column, what, expected=expected + habit(text))
            return None

    def _moment(self, table: Table, line: Line, column: str) -> datetime | None:
        if not line[column]:
            return None
        example = 'a date and a time such as "2.6.2021 klo 16.15"'

        def moment(text: str) -> datetime:
            return self.terms.localise(parse_moment(text))

        return self._cell(table, line, column, moment, example, empty=True)

    def _check_id(self, table: Table, line: Line, first_row: dict[str, int]) -> None:
        application_id = line["id"]
        if not application_id:
            self._note(table, line, "id", "the application has no id")
        elif len(application_id) > _LONGEST_ID or not application_id.isprintable():
            self._note(table, line, "id", "no usable id", expected=f"at most {_LONGEST_ID} visible characters")
        elif (first := first_row.setdefault(application_id, line.row)) != line.row:
            self._note(table, line, "id", f"row {first} has the same id")
        elif application_id.casefold() in _SUMS:
            self._note(table, line, "id", "a row of sums is no application", expected="nothing below the table")

    def _years(self, table: Table, line: Line, yearly: Sequence[str], requested: int) -> tuple[int, ...]:
        if not yearly:
            return (requested,)
        euros = [self._cell(table, line, y, _euros_not_negative, "whole euros, 0 or more") for y in yearly]
        by_year = tuple(part or 0 for part in euros)
        complete = None not in euros and len(yearly) == len(self.terms.years)
        if complete and requested > 0 and sum(by_year) != requested:
            self._note(
                table,
                line,
                "requested",
                "the years do not sum to the request",
                found=f"years {sum(by_year)}, requested {requested}",
                expected=f"a difference of 0 euros, not {sum(by_year) - requested}",
            )
        return by_year

    def _target(self, table: Table, line: Line) -> str:
        target, targets = line["target"], self.terms.targets
        if targets and target not in targets:
            self._note(
                table,
                line,
                "target",
                "unknown target",
                expected=one_of(targets),
                suggestion=self._named(target, {name: known.title for name, known in targets.items()}),
            )
        return target

    def _check_partners(
        self, table: Table, line: Line, partners: Sequence[Partner], requested: int, with_partners: bool
    ) -> None:
        if not with_partners:
            return
        total = sum(partner.euros for partner in partners)
        if not partners:
            self._note(table, line, "id", "the application has no partners")
        elif total != requested and all(partner.euros for partner in partners) and requested > 0:
            self._note(
                table,
                line,
                "requested",
                "the partners' euros do not sum to the request",
                found=f"partners {total}, requested {requested}",
                expected=f"a difference of 0 euros, not {total - requested}",
            )

    def _check_application(self, table: Table, line: Line, ids: frozenset[str] | None) -> None:
        found = line["application"]
        if ids is None or found in ids:
            return
        what, suggestion = "there is no such application", self._nearest(found, ids)
        if not found:
            what = "the cell is empty: of merged cells, only the first keeps its value"
        elif suggestion is None and found.isdecimal() and len(self.problems) < MOST_PROBLEMS:
            suggestion = next((i for i in ids if i.lstrip("0") == found), None)
            what += ": a spreadsheet drops the zeros before a number" if suggestion else ""
        self._note(table, line, "application", what, suggestion=suggestion)

    def _place(self, table: Table, line: Line) -> tuple[str | None, str]:
        """Return a partner's municipality, and the code of the region that its euros count in."""
        named, geography = line["municipality"], self.geography
        municipality: Municipality | None = None
        if named and geography.municipalities and (municipality := geography.municipality(named)) is None:
            self._note(
                table,
                line,
                "municipality",
                "unknown municipality",
                suggestion=self._nearest(named, geography.municipality_names()),
            )
        region = geography.region(line["region"]) if line["region"] else None
        if line["region"] and region is None:
            names = geography.region_names()
            self._note(
                table,
                line,
                "region",
                "unknown region",
                expected=one_of(names),
                suggestion=self._nearest(line["region"], names),
            )
        if municipality and region and municipality.region != region.code:
            right = geography.region(municipality.region)
            where = right.name["fi"] if right else municipality.region
            self._note(table, line, "region", f"{named} lies in another region", expected=where)
        if not line["region"] and municipality is None and not (named and geography.municipalities):
            column = "region" if "region" in table.columns else None
            self._note(table, line, column, "neither a municipality nor a region says where")
        name = municipality.name["fi"] if municipality else named or None
        return name, municipality.region if municipality else region.code if region else ""

    def _conflict(self, table: Table, line: Line) -> bool:
        word = line["conflict"].casefold()
        if word not in _YES | _NO:
            self._note(table, line, "conflict", "neither yes nor no", expected="yes, no or empty")
        return word in _YES

    def _score(self, table: Table, line: Line, conflict: bool) -> Fraction | None:
        criterion = self.terms.criteria.get(line["criterion"])
        if criterion is None:
            known = self.terms.criteria
            suggestion = self._named(line["criterion"], {name: other.title for name, other in known.items()})
            self._note(table, line, "criterion", "unknown criterion", expected=one_of(known), suggestion=suggestion)
        parse = parse_fraction if criterion is not None and criterion.scale[1] <= 1 else _points
        score = self._cell(table, line, "score", parse, "a number", empty=conflict)
        if score is not None and criterion is not None and not criterion.scale[0] <= score <= criterion.scale[1]:
            low, high = (f"{float(end):g}" for end in criterion.scale)
            self._note(table, line, "score", "off the scale", expected=f"a number from {low} to {high}")
        return score


def _application_columns(terms: Terms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that the applications must have, and those that they may have."""
    years = tuple(str(year) for year in terms.years)
    # The theme is kept among the further columns, but is known, so that a misspelt one is found.
    optional = (*APPLICATION_COLUMNS, "theme")
    target = ("target",) if terms.targets else ()
    required = ("id", "requested", *target)
    return (required, (*optional, *years)) if len(years) == 1 else ((*required, *years), optional)


def _points(text: str) -> Fraction:
    """Read points: 4/5 may be four of five, or the fourth of May, and 80 % are none at all."""
    if "/" in text or "%" in text:
        raise ValueError
    return parse_fraction(text)


def _euros_not_negative(text: str) -> int:
    # 1,23E+06 is what a spreadsheet shows of 1 234 567.
    if "E" in text.upper().replace("EUR", "") or (euros := parse_euros(text)) < 0:
        raise ValueError
    return euros


def _positive_euros(text: str) -> int:
    if (euros := _euros_not_negative(text)) == 0:
        raise ValueError
    return euros
