"""Calls that are hard to decide: many regions that all bind, and values that follow the costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write_hard(folder: Path, applications: int, regions: int, seed: int = 1) -> Path:
    """Write a call in which every application asks money in every region, and each region has half of what is asked.

    References
    ----------
    Chu & Beasley (1998), A genetic algorithm for the multidimensional knapsack problem, Journal of Heuristics 4, 63-86.
    """
    drawn = np.random.default_rng(seed)
    euros = drawn.integers(1, 1001, (applications, regions))
    values = euros.sum(axis=1) // regions + drawn.integers(0, 500, applications)
    codes = [f"R{number:02}" for number in range(1, regions + 1)]
    limits = (euros.sum(axis=0) // 2).tolist()
    rules = [
        f"  {code}: {{kind: limit, for: {{region: {code}}}, at_most: {limit}}}"
        for code, limit in zip(codes, limits, strict=True)
    ]
    scenario = [
        "title: {en: A hard call, fi: Vaikea haku, sv: En svår utlysning}",
        "call: {years: [2027], regions: regions.csv}",
        "data: {applications: applications.csv, partners: partners.csv}",
        "rules:",
        *rules,
        "objective: {maximise: value, ties: [application_id]}",
    ]
    asked = [f"A{n:03};{euros[n].sum()};{values[n]}" for n in range(applications)]
    parts = [f"A{n:03};P{n}-{c};{c};{euros[n, i]}" for n in range(applications) for i, c in enumerate(codes)]
    for name, lines in (
        ("base.yaml", scenario),
        ("applications.csv", ["id;requested;value", *asked]),
        ("partners.csv", ["application;organisation;region;euros", *parts]),
        ("regions.csv", ["code;name", *(f"{c};Region {c}" for c in codes)]),
    ):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "base.yaml"
