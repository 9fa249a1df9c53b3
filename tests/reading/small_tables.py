"""Small tables that are sound, ways to keep and spoil them, and the problems that reading them reports."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from allocator.call import Call, Terms
from allocator.errors import InputError, Problem
from allocator.geography import Geography, finland
from allocator.readers import Tables, read_call

HELSINKI = ZoneInfo("Europe/Helsinki")

TERMS = Terms.model_validate(
    {
        "years": [2021, 2022],
        "targets": {"network": {"title": "Verkosto"}, "zone": {"title": "Vyöhyke"}},
        "applicant_types": ["municipality", "association"],
        "criteria": {
            "impact": {"title": "Vaikuttavuus", "weight": "0.6", "scale": [0, 5]},
            "plan": {"title": "Suunnitelma", "weight": "0.4", "scale": [0, 5]},
        },
    }
)
ONE_YEAR = TERMS.model_copy(update={"years": (2021,)})

APPLICATIONS = """\
id;title;target;applicant;applicant_type;requested;minimum;2021;2022;received;theme;programme
H1;Älä säästä;network;Salon kaupunki;municipality;300000;200000;100000;200000;2.6.2021 klo 16.15;vesi;a, b
H2;Toinen;zone;Yhdistys ry;association;150000;;50000;100000;1.6.2021 klo 9.00;;a
"""
PARTNERS = """\
application;organisation;type;municipality;region;euros
H1;Salon kaupunki;municipality;Salo;;200000
H1;Porin kaupunki;municipality;Pori;Satakunta;100000
H2;Yhdistys ry;association;;Lappi;150000
"""
SCORES = """\
application;reviewer;criterion;score;conflict
H1;A1;impact;4,5;no
H1;A1;plan;3;no
H2;A1;impact;2;
H2;A1;plan;5;
"""


def written(folder: Path, contents: Mapping[str, str | bytes | None]) -> Tables:
    """Write CSV tables, of which those that are not given are the sound ones above."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, sound in (("applications", APPLICATIONS), ("partners", PARTNERS), ("scores", SCORES)):
        content = contents.get(name, sound)
        if content is not None:
            paths[name] = folder / f"{name}.csv"
            paths[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    return Tables(**paths)


def read(folder: Path, terms: Terms = TERMS, geography: Geography | None = None, **contents: Any) -> Call:
    return read_call(terms, geography or finland(), written(folder, contents))


def problems(
    folder: Path, terms: Terms = TERMS, geography: Geography | None = None, **contents: Any
) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read(folder, terms, geography, **contents)
    return raised.value.problems


def problems_of(tables: Tables) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read_call(TERMS, finland(), tables)
    return raised.value.problems


def only(found: tuple[Problem, ...]) -> Problem:
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def changed(table: str, old: str, new: str) -> str:
    assert table.count(old) == 1, f"{old!r} is there {table.count(old)} times"
    return table.replace(old, new)


def rows_of(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table), delimiter=";"))


def typed(cell: str) -> object:
    """The cell as a spreadsheet keeps it: a number or a date where it looks like one."""
    readings: tuple[Callable[[str], object], ...] = (
        int,
        lambda text: float(text.replace(",", ".")),
        lambda text: datetime.strptime(text, "%d.%m.%Y klo %H.%M"),
    )
    for reading in readings:
        try:
            return reading(cell)
        except ValueError:
            continue
    return cell


def workbook(path: Path, rows: Sequence[Sequence[Any]], as_kept: Callable[[Any], object] = typed) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "nan_inf_to_errors": True}) as book:
        date = book.add_format({"num_format": "d.m.yyyy hh:mm"})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                kept = as_kept(cell)
                if isinstance(kept, datetime):
                    sheet.write_datetime(number, position, kept, date)
                elif kept != "":
                    sheet.write(number, position, kept)
    return path


def workbooks(folder: Path) -> Tables:
    named = {"applications": APPLICATIONS, "partners": PARTNERS, "scores": SCORES}
    return Tables(**{name: workbook(folder / f"{name}.xlsx", rows_of(table)) for name, table in named.items()})


def sound_beside(folder: Path, applications: Path) -> Tables:
    return replace(written(folder, {}), applications=applications)
