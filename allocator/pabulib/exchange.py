"""An election as a call in a folder of its own, and a decided call as an election."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from allocator.errors import nearest
from allocator.exact import decimal_text
from allocator.files import OutputError, write_together, write_whole
from allocator.pabulib.election import Election, read_election
from allocator.readers import APPLICATION_COLUMNS
from allocator.rules.base import least_available
from allocator.solution import Solution

ORIGINAL = "election.pb"
"""The election as it came, kept beside the call that was made of it: its ballots have no place in a call."""

_DISTRICT = ("district", "neighborhood", "neighbourhood", "subunit")
_READ = {"project_id", "cost", "name"}
_TAKEN = ("id", "title", "requested", *APPLICATION_COLUMNS, "theme")
_YEAR = re.compile(r"(?:19|20)\d\d")


def import_election(file: Path, folder: Path) -> list[Path]:
    """Make a call of an election, in a new or empty folder.

    Projects become applications, their cost the request (all or nothing), their support the value, and a district,
    neighborhood or subunit the region; every other column is kept as one that rules may filter by. Costs with
    decimals are counted in hundredths, and the call says so.

    Returns
    -------
    list of Path
        `base.yaml`, `applications.csv`, `election.pb`, and for districts `partners.csv` and `regions.csv`.

    Raises
    ------
    InputError
        If the file is no election; with all its problems.
    OutputError
        If the folder is not empty, or cannot be written to.
    """
    election = read_election(file)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is not an empty folder; a new call needs one of its own")
    hundredths = any(money.denominator != 1 for money in (election.budget, *election.costs().values()))
    scale = 100 if hundredths else 1
    district = next((name for name in _DISTRICT if any(project[name] for project in election.projects)), None)
    contents = {
        "base.yaml": _scenario(election, scale, district).encode(),
        "applications.csv": _csv(_applications(election, scale)).encode(),
        ORIGINAL: file.read_bytes(),
    }
    if district:
        contents["partners.csv"] = _csv(_partners(election, scale, district)).encode()
        names = sorted({_district(project[district]) for project in election.projects})
        contents["regions.csv"] = _csv([("name",), *((name,) for name in names)]).encode()
    return write_together(folder, contents)


def export_election(solution: Solution, file: Path, original: Path | None = None) -> Path:
    """Write a decided call as an election, each project with whether it is `selected`.

    Parameters
    ----------
    original : Path, optional
        The election that the call was made of: what it says of itself and its ballots are kept.

    Raises
    ------
    OutputError
        If the file cannot be written.
    InputError
        If the original is no election.
    """
    scenario, before = solution.scenario, read_election(original) if original else None
    applications = scenario.call.applications
    budget = least_available(scenario.rules)
    meta = dict(before.meta) if before else {"description": scenario.title["en"] if scenario.title else scenario.name}
    meta |= {"num_projects": str(len(applications)), "num_votes": str(len(before.votes) if before else 0)}
    meta |= {"budget": str(budget if budget is not None else sum(a.requested for a in applications))}
    meta.setdefault("vote_type", "approval")
    # Support and selection are written anew, whatever columns the call keeps of earlier ones.
    further = [column for column in scenario.call.columns if column not in {"votes", "score", "selected"}]
    projects: list[Sequence[object]] = [
        ("project_id", "cost", "name", "score", "selected", *(column.removeprefix("pb_") for column in further))
    ]
    for a in applications:
        value = solution.model.assessments[a.id].value
        cells = [",".join(a.columns.get(column, ())) for column in further]
        score = "" if value is None else decimal_text(value)
        projects.append((a.id, a.requested, a.title, score, int(a.id in solution.funded), *cells))
    votes: list[Sequence[object]] = [("voter_id", "vote")]
    if before and "votes" in before.columns:
        columns = before.columns["votes"]
        votes = [columns, *([vote[column.casefold()] for column in columns] for vote in before.votes)]
    sections = (("META", [("key", "value"), *meta.items()]), ("PROJECTS", projects), ("VOTES", votes))
    text = "".join(f"{name}\n{_csv(rows)}" for name, rows in sections)
    return write_whole(file, text.encode())


def _scenario(election: Election, scale: int, district: str | None) -> str:
    support = election.support().values()
    meta = election.meta
    said = ", ".join(meta[key] for key in ("country", "unit", "instance") if meta.get(key))
    title = meta.get("description") or said or election.file
    call: dict[str, Any] = {
        "notice": {
            "fi": f"Osallistuvan budjetoinnin äänestys ({election.file}); rahayksikkö {_currency(meta, scale)}",
            "sv": f"Omröstning i medborgarbudget ({election.file}); penningenhet {_currency(meta, scale)}",
            "en": f"An election of participatory budgeting ({election.file}); money in {_currency(meta, scale)}",
        },
        "years": [_year(election)],
        "decimals": next((d for d in range(7) if all((v * 10**d).denominator == 1 for v in support)), 6),
        "sources": {key: value for key, value in meta.items() if value},
    }
    if district:
        call["regions"] = "regions.csv"
    tables = {"applications": "applications.csv", **({"partners": "partners.csv"} if district else {})}
    document = {
        "title": title,
        "call": call,
        "data": tables,
        "rules": {"budget": {"kind": "budget", "amount": int(election.budget * scale), "source": election.file}},
        "objective": {"maximise": "value", "ties": ["lower_cost", "application_id"]},
    }
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(document, out)
    return out.getvalue()


def _currency(meta: Any, scale: int) -> str:
    unit = meta.get("currency") or "?"
    return unit if scale == 1 else f"{unit} / {scale}"


def _year(election: Election) -> int:
    said = (election.meta.get(key, "") for key in ("date_end", "date_begin", "instance"))
    found = next((match for text in said if (match := _YEAR.search(text))), None)
    return int(found[0]) if found else 2000


def _applications(election: Election, scale: int) -> Iterable[Sequence[object]]:
    further = [name for column in election.columns["projects"] if (name := column.casefold()) not in _READ]
    yield ("id", "title", "requested", "value", *map(_column, further))
    costs, support = election.costs(), election.support()
    for project in election.projects:
        i = project["project_id"]
        yield (
            i,
            project["name"] or i,
            int(costs[i] * scale),
            decimal_text(support[i]),
            *(project[name] for name in further),
        )


def _column(name: str) -> str:
    """Return what a further column is called: as it is, unless a table of applications would take it for its own."""
    return f"pb_{name}" if name.isdigit() or nearest(name, _TAKEN) else name


def _partners(election: Election, scale: int, district: str) -> Iterable[Sequence[object]]:
    yield ("application", "organisation", "region", "euros")
    costs = election.costs()
    for project in election.projects:
        i = project["project_id"]
        yield i, project["name"] or i, _district(project[district]), int(costs[i] * scale)


def _district(name: str) -> str:
    return name or "–"


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()
