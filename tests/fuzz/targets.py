"""What is read: for every reader, sound files to begin with, and the reading of a spoilt one among sound ones."""

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from allocator.analysis.robustness.judgements import read_judgements
from allocator.dossier.archive import unzipped, zipped
from allocator.dossier.official import read_official
from allocator.model import formulate
from allocator.pabulib.exchange import import_election
from allocator.scenario import read_scenario, read_written

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "akke-2021"

BASE = """\
title: {fi: Testihaku, sv: Testutlysning, en: A test}
why: perusta
call:
  years: [2021, 2022]
  timetable: {applications_close: "2.6.2021 klo 16.15", decision: "29.6.2021"}
  targets:
    network: {title: Verkosto, regions_at_least: 1}
    zone: {title: Vyöhyke}
  criteria:
    quality: {title: Laatu, weight: "0.6", scale: [0, 5]}
    reach: {title: Vaikuttavuus, weight: "0.4", scale: [0, 5]}
data: {applications: applications.csv, partners: partners.csv, scores: scores.csv}
rules:
  budget: {kind: budget, amount: 500, source: x}
  zones: {kind: limit, for: {target: zone}, measure: share_of_granted, at_most: "0.5"}
  north: {kind: limit, for: {region: Lappi}, at_least: 100}
  either: {kind: choose, of: [H1, H2], at_most: 1}
  towns: {kind: earmark, for: {target: network}, at_least: 50}
  spread: {kind: coverage, each: region, at_least: 1}
  fair: {kind: fair_share, reference: {equal: "0.7", population: "0.3"}, at_least: "0.01"}
  first: {kind: lock, application: H3, decision: fund, reason: x, by: y}
  floor: {kind: threshold, at_least: "1"}
  parts: {kind: levels, levels: ["0.5", "1"]}
  pair: {kind: synergy, of: [H1, H3], value: "0.1"}
  needs: {kind: requires, application: H1, needs: [H3]}
  yearly: {kind: year, at_most: {2021: 400, 2022: 400}}
objective: {maximise: value, ties: [lower_cost, application_id]}
"""
OTHER = """\
extends: base.yaml
why: vähemmän
rules:
  budget: {amount: "400"}
  either: null
  north: &a {at_least: 50}
  south: {<<: *a, kind: limit, for: {region: Uusimaa}}
"""
APPLICATIONS = """\
id;title;target;applicant;applicant_type;requested;minimum;2021;2022;received;theme
H1;"Vesi; ilma";network;a;municipality;300;100;200;100;2.6.2021 klo 16.15;vesi
H2;Puu;zone;b;association;200 €;;100;100;2021-06-01;puu, vesi
H3;Äly;network;c;;1 000;;500;500;1.6.2021;vesi
"""
PARTNERS = """\
application;organisation;type;municipality;region;euros
H1;a;kunta;Turku;;300
H2;b;;;Lappi;200
H3;c;;Oulu;;600
H3;d;;Helsinki;Uusimaa;400
"""
SCORES = """\
application;reviewer;criterion;score;conflict
H1;r1;quality;4,5;
H1;r1;reach;3;
H1;r2;quality;;kyllä
H2;r1;quality;2;ei
H2;r1;reach;2.5;no
H3;r1;quality;5;
H3;r1;reach;0;
"""
REGIONS = "code;name;name_sv;population\n1;Uusimaa;Nyland;1 700 000\n2;Lappi;Lappland;177000\n3;Pohjois-Pohjanmaa;;1\n"
MEMBERS = "member;quality;reach\na;1;2\nb;3,5;1\n"
ELECTION = """\
META
key;value
description;Small town 2022
budget;100
vote_type;cumulative
date_begin;01.05.2021
PROJECTS
project_id;cost;category;name;district;selected
1;60;sport;Skatepark;North;1
2;50.50;;Trees;South;0
p 3;50;culture;"Stage; open air";North;0
VOTES
voter_id;vote;points;age
v1;1,2;3,1;30
v2;p 3;2;
"""
OFFICIAL = """\
{"format": "allocator official 1", "dossier": "x.zip", "fingerprint": "f", "scenario": "s", "value": "1/3",
 "granted": 5, "awards": {"A": 5}}
"""
JUDGEMENTS = """\
members:
  A: {weights: {quality: 60 %, reach: 40 %}}
  B: {swing: {quality: 100, reach: 50}}
  C: {rank_sum: [reach, quality]}
  D: {pairs: {quality: {reach: 3}}}
"""
PLACED = "application;organisation;region;euros\nH1;a;Uusimaa;300\nH2;b;Lappi;200\nH3;c;Uusimaa;1000\n"
WITH_REGIONS = BASE.replace("call:\n", "call:\n  regions: regions.csv\n").replace("partners.csv", "placed.csv")


@dataclass(frozen=True)
class Target:
    """A reader: the name of the file that is spoilt, sound contents of it, and the reading."""

    file: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], object]


def _decided(path: Path) -> None:
    read_written(path)
    formulate(read_scenario(path))


def _beside(path: Path) -> None:
    """Read the call whose one table, among sound ones, is this."""
    workbook = path.suffix == ".xlsx"
    text = BASE.replace(f"{path.stem}.csv", path.name) if workbook else BASE
    (path.parent / "table.yaml").write_text(text, encoding="utf-8")
    formulate(read_scenario(path.parent / "table.yaml"))


def _regions(path: Path) -> None:
    (path.parent / "regions.yaml").write_text(WITH_REGIONS, encoding="utf-8")
    formulate(read_scenario(path.parent / "regions.yaml"))


def _imported(path: Path) -> None:
    shutil.rmtree(path.parent / "imported", ignore_errors=True)
    import_election(path, path.parent / "imported")
    formulate(read_scenario(path.parent / "imported" / "base.yaml"))


def workbook_of(table: str) -> bytes:
    """Return a table as a workbook, numbers as numbers, with one date and one formula."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Taulukko")
        for row, line in enumerate(table.splitlines()):
            for column, cell in enumerate(line.replace('"', "").split(";")):
                if cell.isdigit():
                    sheet.write_formula(row, column, f"={cell}", None, int(cell))
                else:
                    sheet.write_string(row, column, cell)
    return kept.getvalue()


def targets() -> dict[str, Target]:
    """Return every reader by its name."""
    tables = {"applications": APPLICATIONS.replace('"Vesi; ilma"', "Vesi"), "partners": PARTNERS, "scores": SCORES}
    examples = tuple(path.read_bytes() for path in sorted(EXAMPLE.glob("*.yaml")))
    return {
        "scenario": Target("spoilt.yaml", (BASE.encode(), OTHER.encode(), *examples), _decided),
        "applications": Target("applications.csv", (APPLICATIONS.encode(),), _beside),
        "partners": Target("partners.csv", (PARTNERS.encode(),), _beside),
        "scores": Target("scores.csv", (SCORES.encode(),), _beside),
        "regions": Target("regions.csv", (REGIONS.encode(),), _regions),
        **{f"{name}.xlsx": Target(f"{name}.xlsx", (workbook_of(table),), _beside) for name, table in tables.items()},
        "members": Target("members.csv", (MEMBERS.encode(),), lambda path: read_judgements(path, ("quality", "reach"))),
        "judgements": Target(
            "members.yaml", (JUDGEMENTS.encode(),), lambda path: read_judgements(path, ("quality", "reach"))
        ),
        "election": Target("town.pb", (ELECTION.encode(),), _imported),
        "official": Target("x.official.json", (OFFICIAL.encode(),), read_official),
        "dossier": Target("x.zip", (zipped({"manifest.json": b"{}", "inputs/a.csv": b"a"}),), unzipped),
    }


def write_beside(folder: Path) -> None:
    """Write the sound files that lie beside a spoilt one."""
    sound = {"base.yaml": BASE, "applications.csv": APPLICATIONS, "partners.csv": PARTNERS, "scores.csv": SCORES}
    for name, text in {**sound, "regions.csv": REGIONS, "placed.csv": PLACED}.items():
        (folder / name).write_text(text, encoding="utf-8")
