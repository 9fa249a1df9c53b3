"""Time `allocator solve` as a whole process against a bare script for PuLP and HiGHS that solves the same programme.

The bare script reads the three tables with the csv module, builds the rows of the base scenario and solves to gap 0. It
is told which applications are refused, where municipalities lie and what the reference shares are; it proves no ties,
checks nothing, explains nothing and writes only the optimum. What is left is Python, PuLP and the solver.

    python tests/benchmarks/whole_process.py --runs 10
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from allocator import read_scenario
from allocator.model import formulate

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "akke-2021"

BARE = """
import csv, json, sys
from collections import defaultdict
import pulp

folder, given = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))

def table(name):
    with open(f"{folder}/{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))

applications = {row["id"]: row for row in table("applications") if row["id"] in given["candidates"]}
euros = {i: int(row["requested"]) for i, row in applications.items()}
regional = defaultdict(lambda: defaultdict(int))
for row in table("partners"):
    if row["application"] in applications:
        code = given["codes"].get(row["region"]) or given["towns"][row["municipality"]]
        regional[code][row["application"]] += int(row["euros"])
marks = defaultdict(list)
for row in table("scores"):
    if row["score"] and row["conflict"] != "yes":
        marks[row["application"], row["criterion"]].append(float(row["score"].replace(",", ".")))
value = {
    i: round(sum(w * sum(marks[i, c]) / len(marks[i, c]) for c, w in given["weights"].items()) + 1e-9, 2)
    for i in applications
}

problem = pulp.LpProblem("bare", pulp.LpMaximize)
x = {i: pulp.LpVariable(f"x{n}", cat="Binary") for n, i in enumerate(applications)}
problem += pulp.lpSum(value[i] * x[i] for i in x)
granted = pulp.lpSum(euros[i] * x[i] for i in x)
problem += granted <= 7_000_000
earmarked = {i for i, a in applications.items()
             if a["target"] == "thematic_network" and a["regional_town_project"] == "yes"}
problem += pulp.lpSum(euros[i] * x[i] for i in x if i not in earmarked) <= 5_500_000
zones = pulp.lpSum(euros[i] * x[i] for i in x if applications[i]["target"] == "growth_zone")
problem += zones >= 0.15 * granted
problem += zones <= 0.35 * granted
for code, parts in regional.items():
    problem += pulp.lpSum(e * x[i] for i, e in parts.items()) <= 0.20 * granted
for code, share in given["shares"].items():
    problem += pulp.lpSum(e * x[i] for i, e in regional[code].items()) >= 0.3 * share * granted
problem.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0, gapAbs=0.0))
print(json.dumps({"value": round(pulp.value(problem.objective), 6)}))
"""


def given() -> dict[str, object]:
    """Return what the bare script is told, so that it solves the very same programme."""
    scenario = read_scenario(EXAMPLE / "base.yaml")
    call, geography = scenario.call, scenario.call.geography
    shares = scenario.rules["fair_share"].reference.shares(call)
    return {
        "candidates": [award.application for award in formulate(scenario).candidates.awards],
        "towns": {name: geography.municipality(name).region for name in geography.municipality_names()},
        "codes": {name: geography.region(name).code for name in geography.region_names()},
        "weights": {name: float(criterion.weight) for name, criterion in call.terms.criteria.items()},
        "shares": {code: float(share) for code, share in shares.items()},
    }


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a command to its end; return the seconds that it took and the value that it found."""
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return time.perf_counter() - start, float(json.loads(done.stdout[done.stdout.index("{") :])["value"])


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="whole processes of each kind (default: 7)")
    runs = parser.parse_args().runs
    with TemporaryDirectory() as folder:
        script, told = Path(folder) / "bare.py", Path(folder) / "given.json"
        script.write_text(BARE, encoding="utf-8")
        told.write_text(json.dumps(given()), encoding="utf-8")
        whole = [
            sys.executable,
            "-c",
            "from allocator.cli import app; app()",
            "solve",
            str(EXAMPLE / "base.yaml"),
            "--json",
        ]
        bare = [sys.executable, "-W", "ignore", str(script), str(EXAMPLE), str(told)]
        pairs = [(seconds(whole), seconds(bare)) for _ in range(runs + 1)][1:]  # the first warms the disk
    values = {value for pair in pairs for _, value in pair}
    ours, theirs = median(pair[0][0] for pair in pairs), median(pair[1][0] for pair in pairs)
    print(f"values found: {', '.join(f'{value:g}' for value in sorted(values))}")
    print(f"allocator solve --json: {ours:.2f} s    bare PuLP and HiGHS: {theirs:.2f} s    (medians of {runs})")
    print(f"ratio: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
