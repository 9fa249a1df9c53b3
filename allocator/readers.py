"""From tables to a Call: every problem in the data at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from fractions import Fraction
from itertools import starmap
from pathlib import Path
from typing import Any

from allocator.call import Application, Call, Partner, Score, Terms
from allocator.errors import nearest, one_of
from allocator.exact import parse_euros, parse_fraction, parse_moment
from allocator.geography import Geography
from allocator.keeping import all_kept
from allocator.reading import Details, Noted, Reading, typed
from allocator.scoring import assess, missing_values
from allocator.tables import Line, Table
from allocator.text import LANGUAGES, Text

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

_ABOVE_0 = "whole euros above 0"
_A_MOMENT = 'a date and a time such as "2.6.2021 klo 16.15"'


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
    reading = _CallReading(terms=terms, geography=geography)
    applications = reading.table(tables.applications, *_application_columns(terms), further=True)
    partners = reading.table(tables.partners, *_PARTNER_COLUMNS)
    scores = reading.table(tables.scores, *_SCORE_COLUMNS)
    ids = frozenset(applications.cells["id"]) if applications and "id" in applications.cells else None
    by_application = reading.partners(partners, ids) if partners else {}
    with_partners = partners is not None and "application" in partners.cells
    read = reading.applications(applications, by_application, with_partners) if applications else ()
    scored = reading.scores(scores, ids) if scores else ()
    call = Call(terms, geography, tuple(read), tuple(scored))
    if not reading.problems and any(application.value is None for application in read):
        reading.problems += missing_values(call, assess(call))
    reading.raise_problems()
    return call


@dataclass(kw_only=True)
class _CallReading(Reading):
    terms: Terms
    geography: Geography

    def applications(
        self, table: Table, partners: Mapping[str, tuple[Partner, ...]], with_partners: bool
    ) -> Sequence[Application]:
        """Read the applications, with the partners that were read for them."""
        self._check_ids(table)
        requested = [euros or 0 for euros in self.column(table, "requested", _positive_euros, _ABOVE_0)]
        by_year = self._years(table, requested)
        own = [partners.get(application, ()) for application in table.column("id")]
        if with_partners:
            self._check_partners(own, requested)
        columns: dict[str, Sequence[Any]] = {
            "id": table.column("id"),
            "requested": requested,
            "by_year": by_year,
            "partners": own,
            "title": table.column("title"),
            "target": self.understood(table.column("target"), self._target),
            "applicant": table.column("applicant"),
            "applicant_type": self.understood(table.column("applicant_type"), _as_it_is),
            "minimum": self.column(table, "minimum", _positive_euros, _ABOVE_0, empty=True),
            "idea_received": self.column(table, "idea_received", self._moment, _A_MOMENT, empty=True),
            "received": self.column(table, "received", self._moment, _A_MOMENT, empty=True),
            "granting_authority": self.understood(table.column("granting_authority"), _as_it_is),
            "language": self.understood(table.column("language"), _as_it_is),
            "value": self.column(table, "value", parse_fraction, "a number", empty=True),
            "columns": self._further(table),
        }
        self.tell(table)
        rows = zip(*(columns[field.name] for field in fields(Application)), strict=True)
        return list(starmap(Application, rows))

    def partners(self, table: Table, ids: frozenset[str] | None) -> dict[str, tuple[Partner, ...]]:
        """Read the partners, by the application that they belong to, in an order of their own."""
        applications = self._applications(table, ids)
        euros = [part or 0 for part in self.column(table, "euros", _positive_euros, _ABOVE_0)]
        for at in _empty(table.column("organisation")):
            self.note(at, "organisation", "the partner has no name")
        pairs = list(zip(table.column("municipality"), table.column("region"), strict=True))
        places = self.understood(
            pairs, lambda pair: self._place(*pair, of="region" if "region" in table.cells else None)
        )
        types = self.understood(table.column("type"), _as_it_is)
        self.tell(table)
        of: dict[str, list[tuple[str, tuple[str, str], int, str]]] = {}
        rows = zip(table.column("organisation"), places, euros, types, strict=True)
        for application, row in zip(applications, rows, strict=True):
            of.setdefault(application, []).append(row)
        return {
            application: tuple(
                Partner(organisation, kind, region, part, municipality or None)
                for organisation, (region, municipality), part, kind in sorted(own)
            )
            for application, own in of.items()
        }

    def scores(self, table: Table, ids: frozenset[str] | None) -> Sequence[Score]:
        """Read the reviewers' scores."""
        self._applications(table, ids)
        keys = list(zip(table.column("application"), table.column("reviewer"), table.column("criterion"), strict=True))
        if {"application", "reviewer", "criterion"} <= table.cells.keys():
            first: dict[tuple[str, ...], int] = {}
            for at, key in enumerate(keys):
                if first.setdefault(key, at) != at:
                    self.note(at, None, f"the same score as in row {table.rows[first[key]]}")
        for at in _empty(table.column("reviewer")):
            self.note(at, "reviewer", "the score has no reviewer")
        conflicts = self.understood(table.column("conflict"), _conflict)
        cells = list(zip(table.column("criterion"), table.column("score"), conflicts, strict=True))
        points = self.understood(cells, lambda cell: self._score(*cell))
        self.tell(table)
        rows = zip(keys, points, conflicts, strict=True)
        return [Score(*key, score, conflict) for key, score, conflict in rows]

    def _named(self, found: str, titles: Mapping[str, Text | None]) -> str | None:
        """Return the name of what is called so by people, or else the nearest name."""
        folded = found.casefold()
        said = {name: [getattr(title, tongue) for tongue in LANGUAGES] for name, title in titles.items() if title}
        called = (name for name, words in said.items() if folded in {word.casefold() for word in words if word})
        return next(called, None) or nearest(found, titles)

    def _check_ids(self, table: Table) -> None:
        first: dict[str, int] = {}
        for at, cell in enumerate(table.column("id")):
            if not cell:
                self.note(at, "id", "the application has no id")
            elif len(cell) > _LONGEST_ID or not cell.isprintable():
                self.note(at, "id", "no usable id", {"expected": f"at most {_LONGEST_ID} visible characters"})
            elif first.setdefault(cell, at) != at:
                self.note(at, "id", f"row {table.rows[first[cell]]} has the same id")
            elif cell.casefold() in _SUMS:
                self.note(at, "id", "a row of sums is no application", {"expected": "nothing below the table"})

    def _years(self, table: Table, requested: Sequence[int]) -> list[tuple[int, ...]]:
        # The column of a single year may be absent: the whole request is that year's.
        yearly = [str(year) for year in self.terms.years if str(year) in table.cells]
        if not yearly:
            return [(euros,) for euros in requested]
        read = [self.column(table, year, _euros_not_negative, "whole euros, 0 or more") for year in yearly]
        by_year = list(zip(*([part or 0 for part in column] for column in read), strict=True))
        if len(yearly) == len(self.terms.years):
            sums = list(map(sum, by_year))
            for at in _unequal(sums, requested):
                if all(column[at] is not None for column in read):
                    what = "the years do not sum to the request"
                    self.note(at, "requested", what, _difference("years", sums[at], requested[at]))
        return by_year

    def _check_partners(self, own: Sequence[Sequence[Partner]], requested: Sequence[int]) -> None:
        for at in _empty(own):
            self.note(at, "id", "the application has no partners")
        sums = [sum([partner.euros for partner in partners]) for partners in own]
        for at in _unequal(sums, requested):
            if own[at] and all(partner.euros for partner in own[at]):
                what = "the partners' euros do not sum to the request"
                self.note(at, "requested", what, _difference("partners", sums[at], requested[at]))

    def _moment(self, text: str) -> datetime:
        return self.terms.localise(parse_moment(text))

    def _target(self, target: str) -> tuple[str, list[Noted]]:
        targets = self.terms.targets

        def details(line: Line) -> Details:
            titles = {name: known.title for name, known in targets.items()}
            return {"expected": one_of(targets), "suggestion": self._named(target, titles)}

        return target, [("target", "unknown target", details)] if targets and target not in targets else []

    def _further(self, table: Table) -> list[Mapping[str, tuple[str, ...]]]:
        """Read the further columns; rows that are alike in them share what is read."""
        known = {"id", "requested", *map(str, self.terms.years), *APPLICATION_COLUMNS}
        further = [column for column in table.columns if column not in known]

        def read(row: tuple[str, ...]) -> tuple[Mapping[str, tuple[str, ...]], list[Noted]]:
            parts = {column: tuple(map(str.strip, cell.split(","))) for column, cell in zip(further, row, strict=True)}
            return {column: tuple(filter(None, listed)) for column, listed in parts.items()}, []

        rows = list(zip(*map(table.column, further), strict=True)) if further else [()] * len(table.rows)
        return self.understood(rows, read)

    def _applications(self, table: Table, ids: frozenset[str] | None) -> list[str]:
        """Return the applications that rows belong to, and note those that there are not."""

        def details(line: Line) -> Details:
            found, known = line["application"], ids or frozenset()
            what, suggestion = "there is no such application", nearest(found, known)
            if not found:
                what = "the cell is empty: of merged cells, only the first keeps its value"
            elif suggestion is None and found.isdecimal():
                suggestion = next((i for i in known if i.lstrip("0") == found), None)
                what += ": a spreadsheet drops the zeros before a number" if suggestion else ""
            return {"what": what, "suggestion": suggestion}

        unknown: list[Noted] = [("application", "there is no such application", details)]
        cells = table.column("application")
        return self.understood(cells, lambda found: (found, () if ids is None or found in ids else unknown))

    def _place(self, named: str, region_named: str, of: str | None) -> tuple[tuple[str, str], list[Noted]]:
        """Return the code of the region that a partner's euros count in, and its municipality, if it has one.

        Where nothing says where, that is told of the column *of*.
        """
        geography, noted = self.geography, list[Noted]()
        municipality = geography.municipality(named) if named and geography.municipalities else None
        if named and geography.municipalities and municipality is None:
            noted.append(("municipality", "unknown municipality", self._nearest_municipality))
        region = geography.region(region_named) if region_named else None
        if region_named and region is None:
            noted.append(("region", "unknown region", self._nearest_region))
        if municipality and region and municipality.region != region.code:
            right = geography.region(municipality.region)
            where = right.name["fi"] if right else municipality.region
            noted.append(("region", f"{named} lies in another region", {"expected": where}))
        if not region_named and municipality is None and not (named and geography.municipalities):
            noted.append((of, "neither a municipality nor a region says where", {}))
        code = municipality.region if municipality else region.code if region else ""
        return (code, municipality.name["fi"] if municipality else named), noted

    def _nearest_municipality(self, line: Line) -> Details:
        return {"suggestion": nearest(line["municipality"], self.geography.municipality_names())}

    def _nearest_region(self, line: Line) -> Details:
        names = self.geography.region_names()
        return {"expected": one_of(names), "suggestion": nearest(line["region"], names)}

    def _score(self, named: str, text: str, conflict: bool) -> tuple[Fraction | None, list[Noted]]:
        known, noted = self.terms.criteria, list[Noted]()
        criterion = known.get(named)

        def details(line: Line) -> Details:
            titles = {name: other.title for name, other in known.items()}
            return {"expected": one_of(known), "suggestion": self._named(named, titles)}

        if criterion is None:
            noted.append(("criterion", "unknown criterion", details))
        parse = parse_fraction if criterion is not None and criterion.scale[1] <= 1 else _points
        score, wrong = typed(text, "score", parse, "a number", empty=conflict)
        if score is not None and criterion is not None and not criterion.scale[0] <= score <= criterion.scale[1]:
            low, high = (f"{float(end):g}" for end in criterion.scale)
            noted.append(("score", "off the scale", {"expected": f"a number from {low} to {high}"}))
        return score, [*noted, *wrong]


def _empty(cells: Sequence[Sequence[object]]) -> list[int]:
    return [at for at, cell in enumerate(cells) if not cell]


def _unequal(sums: Sequence[int], requested: Sequence[int]) -> list[int]:
    """Return where there is a request and a sum is not equal to it."""
    pairs = enumerate(zip(sums, requested, strict=True))
    return [at for at, (total, euros) in pairs if total != euros and euros > 0]


def _difference(parts: str, total: int, requested: int) -> Details:
    return {
        "found": f"{parts} {total}, requested {requested}",
        "expected": f"a difference of 0 euros, not {total - requested}",
    }


def _as_it_is(cell: str) -> tuple[str, tuple[()]]:
    return cell, ()


def _conflict(cell: str) -> tuple[bool, list[Noted]]:
    word = cell.casefold()
    wrong: list[Noted] = [("conflict", "neither yes nor no", {"expected": "yes, no or empty"})]
    return word in _YES, [] if word in _YES | _NO else wrong


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
