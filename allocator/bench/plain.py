"""What a user would write instead, for the rules of an invented call: no checks, no ties, no reasons, no report.

The tables are read with the csv module, and the shares of the budget are computed as the rules say; PuLP's rows are
sums of its variables, scipy's are sparse arrays, and a spreadsheet's way is to sort by points and cut.
"""

from __future__ import annotations

import csv
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from allocator.bench.outcome import FORMULATE, IMPORTS, READ, SOLVE, Outcome
from allocator.exact import largest_remainder


@dataclass(frozen=True)
class Bounded:
    """Euros of some applications, by their numbers, and what they are at least or at most."""

    euros: Mapping[int, int]
    sense: str
    bound: float


@dataclass(frozen=True)
class Plain:
    """A call as a script holds it: values by application, and bounded sums of euros."""

    values: Sequence[float]
    limits: Sequence[Bounded]

    def broken(self, funded: set[int]) -> int:
        """Return how many of the bounds a choice breaks."""
        sums = [(sum(e for i, e in limit.euros.items() if i in funded), limit) for limit in self.limits]
        return sum(total > limit.bound if limit.sense == "<=" else total < limit.bound for total, limit in sums)


def read(folder: Path) -> Plain:
    """Read an invented call's tables and rules."""
    written = YAML(typ="safe").load(folder / "base.yaml")
    rules = written["rules"]
    budget, earmark = rules["budget"]["amount"], rules["towns"]["amount"]
    applications = _table(folder / "applications.csv")
    numbers = {row["id"]: number for number, row in enumerate(applications)}
    euros = {number: int(row["requested"]) for number, row in enumerate(applications)}
    regions: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in _table(folder / "partners.csv"):
        regions[row["region"]][numbers[row["application"]]] += int(row["euros"])
    total, codes = sum(euros.values()), sorted(regions)
    parts = largest_remainder(10**4, [Fraction(sum(regions[code].values()), total) for code in codes])
    limits = [
        Bounded(euros, "<=", budget),
        Bounded({i: e for i, e in euros.items() if applications[i]["town"] == "no"}, "<=", budget - earmark),
        Bounded({i: e for i, e in euros.items() if applications[i]["target"] == "zone"}, ">=", 0.1 * budget),
    ]
    most = float(rules["any_region"]["at_most"])
    for code, part in zip(codes, parts, strict=True):
        limits.append(Bounded(regions[code], "<=", most * budget))
        limits.append(Bounded(regions[code], ">=", 0.3 * part / 10**4 * budget))
    return Plain([float(row["value"]) for row in applications], limits)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def pulp_with(solver: str) -> Callable[[Path, float], Outcome]:
    """Return the way of a script that builds the programme in PuLP and solves it to gap 0."""

    def way(folder: Path, seconds: float) -> Outcome:
        outcome = Outcome()
        with outcome.step(IMPORTS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pulp
        with outcome.step(READ):
            plain = read(folder)
        with outcome.step(FORMULATE), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            problem, columns = _pulp(pulp, plain)
        with outcome.step(SOLVE), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            named = pulp.HiGHS if solver == "highs" else getattr(pulp, "PULP_CBC_CMD", None) or pulp.COIN_CMD
            made = named(msg=False, threads=1, timeLimit=seconds, gapRel=0.0)
            if not made.available():
                return Outcome(said=f"{solver} is not installed")
            problem.solve(made)
        values = [column.varValue for column in columns]
        return _judged(outcome, plain, None if None in values else {i for i, x in enumerate(values) if x > 0.5})

    return way


def _pulp(pulp: Any, plain: Plain) -> tuple[Any, list[Any]]:
    problem = pulp.LpProblem("plain", pulp.LpMaximize)
    count = len(plain.values)
    if hasattr(problem, "add_variable"):  # PuLP 4
        x = [problem.add_variable(f"x{i}", 0, 1, "Binary") for i in range(count)]
    else:
        x = [pulp.LpVariable(f"x{i}", cat="Binary") for i in range(count)]
    problem += pulp.lpSum(value * column for value, column in zip(plain.values, x, strict=True))
    for limit in plain.limits:
        total = pulp.lpSum(e * x[i] for i, e in limit.euros.items())
        problem += total <= limit.bound if limit.sense == "<=" else total >= limit.bound
    return problem, x


def scipy_milp(folder: Path, seconds: float) -> Outcome:
    """Take the way of a script that gives sparse arrays to scipy.optimize.milp."""
    if find_spec("scipy") is None:
        return Outcome(said='not installed: pip install "allocator[bench]"')
    outcome = Outcome()
    with outcome.step(IMPORTS):
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array
    with outcome.step(READ):
        plain = read(folder)
    with outcome.step(FORMULATE):
        columns = [i for limit in plain.limits for i in limit.euros]
        numbers = [float(e) for limit in plain.limits for e in limit.euros.values()]
        starts = np.cumsum([0, *(len(limit.euros) for limit in plain.limits)])
        matrix = csr_array((numbers, columns, starts), shape=(len(plain.limits), len(plain.values)))
        least = [limit.bound if limit.sense == ">=" else -np.inf for limit in plain.limits]
        most = [limit.bound if limit.sense == "<=" else np.inf for limit in plain.limits]
    with outcome.step(SOLVE):
        found = milp(
            -np.array(plain.values),
            constraints=LinearConstraint(matrix, least, most),
            integrality=np.ones(len(plain.values)),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
    return _judged(outcome, plain, None if found.x is None else set(np.flatnonzero(found.x > 0.5).tolist()))


def rank_and_cut(folder: Path, seconds: float) -> Outcome:
    """Take a spreadsheet's way: down the points until the money runs out, whatever else the rules say."""
    outcome = Outcome()
    with outcome.step(READ):
        plain = read(folder)
    with outcome.step(SOLVE):
        left, funded = plain.limits[0].bound, set[int]()
        for number in sorted(range(len(plain.values)), key=lambda i: -plain.values[i]):
            if plain.limits[0].euros[number] > left:
                break
            left -= plain.limits[0].euros[number]
            funded.add(number)
    return _judged(outcome, plain, funded)


def _judged(outcome: Outcome, plain: Plain, funded: set[int] | None) -> Outcome:
    """Say what was found, and whether it is lawful: solvers give zeros, or worse, where they found nothing."""
    broken = 0 if funded is None else plain.broken(funded)
    if funded is None:
        outcome.said = "nothing found"
        return outcome
    outcome.value = round(sum(plain.values[i] for i in funded), 6)
    outcome.said = f"breaks {broken} rows" if broken else "lawful"
    return outcome
