"""A base scenario with its tables, what is said beside it, and the problems that reading it reports."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from allocator import Scenario, read_scenario
from allocator.errors import Problem, ScenarioError

APPLICATIONS = """\
id;target;requested;value;theme
H1;network;300;4;vesi
H2;zone;200;3;puu
H3;network;100;2;vesi
"""
PARTNERS = """\
application;organisation;municipality;region;euros
H1;a;Turku;;300
H2;b;;Lappi;200
H3;c;Oulu;;100
"""
BASE = """\
title: Testihaku
why: perusta
call:
  years: [2021]
  targets:
    network: {title: Verkosto}
    zone: {title: Vyöhyke}
data: {applications: applications.csv, partners: partners.csv}
rules:
  budget: {kind: budget, amount: 500}
  zones:
    kind: limit
    for: {target: zone}
    measure: share_of_granted
    at_most: "0.5"
  north: {kind: limit, for: {region: Lappi}, at_least: 100}
objective: {maximise: value}
"""
EXTENDS = "extends: base.yaml\n"


def a_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the base, its tables, and these files beside them."""
    beside = {"base.yaml": BASE, "applications.csv": APPLICATIONS, "partners.csv": PARTNERS, **files}
    for name, content in beside.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, other: str | bytes = EXTENDS, **files: str) -> Scenario:
    """Read a scenario of this content beside the base."""
    return read_scenario(a_folder(folder, {"other.yaml": other, **files}) / "other.yaml")


def problems(folder: Path, other: str | bytes, **files: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as raised:
        read(folder, other, **files)
    return raised.value.problems


def problem(folder: Path, other: str | bytes, **files: str) -> str:
    found = problems(folder, other, **files)
    assert len(found) == 1, "\n".join(map(str, found))
    return str(found[0])


def said(found: Problem) -> tuple[str, int | None, str | None, str | None, str | None]:
    """What a problem says, without the list of all right names."""
    return found.what, found.row, found.column, found.found, found.suggestion


def changes(scenario: Scenario) -> list[str]:
    return [str(change) for change in scenario.changes]
