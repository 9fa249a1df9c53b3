"""The cases of tests/data as scenarios of the public interface."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

from allocator import Application, Call, Geography, Partner, Region, Scenario, Terms, Text

DATA = Path(__file__).parent / "data"

HUNDREDTHS = 100
"""A region's part is written in hundredths of the euros, so every amount is counted in hundredths of a euro."""


def portfolio_cases() -> list[dict[str, Any]]:
    """Read the 200 random cases."""
    lines = (DATA / "portfolio_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scenario_of(case: Mapping[str, Any]) -> Scenario:
    """Say a random case as a call and rules."""
    objective = {"sum_score": "value", "score_x_money": "value_by_euros"}[case["objective"]]
    groups = rules_by_group(case)
    rules = {name: rule for group in groups.values() for name, rule in group.items()}
    return Scenario.of(_call(case), rules, {"maximise": objective})


def optimum_of(case: Mapping[str, Any], value: Fraction) -> Fraction:
    """Return a scenario's value in the case's own unit."""
    return value if case["objective"] == "sum_score" else value / HUNDREDTHS


def _call(case: Mapping[str, Any]) -> Call:
    applications, rules = case["applications"], case["rules"]
    years = sorted({int(y) for a in applications for y in a["yearly"]} | set(map(int, rules.get("yearly_budget", {}))))
    names = {r for a in applications for r in a["regions"]} | {*rules.get("region_money", {})}
    names |= {*rules.get("region_share", {})}
    targets = {a["type"] for a in applications} | {*rules.get("min_share_type", {})}
    return Call(
        Terms(years=tuple(years), decimals=0, targets={target: {"title": target} for target in sorted(targets)}),
        Geography(tuple(Region(name, Text(fi=name), None) for name in sorted(names))),
        tuple(
            Application(
                id=a["id"],
                requested=a["requested"] * HUNDREDTHS,
                by_year=tuple(a["yearly"].get(str(year), 0) * HUNDREDTHS for year in years),
                partners=tuple(Partner("partner", "", r, a["requested"] * part) for r, part in a["regions"].items()),
                value=Fraction(a["score"]),
                target=a["type"],
                columns={"pots": tuple(a["pots"])},
            )
            for a in applications
        ),
    )


def rules_by_group(case: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Say the rules of a case, each group's by name."""
    rules = case["rules"]
    base = "share_of_granted" if rules["share_base"] == "awarded" else "share_of_budget"
    yearly = {int(year): euros * HUNDREDTHS for year, euros in rules.get("yearly_budget", {}).items()}
    return {
        "payable": dict(_payable(case)),
        "yearly_budget": {"yearly": {"kind": "year", "at_most": yearly}} if yearly else {},
        "min_share_type": {
            f"type_{t}": {"kind": "limit", "for": {"target": t}, "measure": base, "at_least": f"{percent} %"}
            for t, percent in rules.get("min_share_type", {}).items()
        },
        "region_money": {
            f"money_{region}": {"kind": "limit", "for": {"region": region}, "measure": "euros", **bounds}
            for region, limits in rules.get("region_money", {}).items()
            if (bounds := _bounds(limits, "min", "max", lambda euros: euros * HUNDREDTHS))
        },
        "region_share": {
            f"share_{region}": {"kind": "limit", "for": {"region": region}, "measure": "share_of_granted", **bounds}
            for region, limits in rules.get("region_share", {}).items()
            if (bounds := _bounds(limits, "min_pct", "max_pct", lambda percent: f"{percent} %"))
        },
        "min_regions": (
            {"cover": {"kind": "coverage", "each": "region", "at_least": rules["min_regions"]}}
            if rules.get("min_regions")
            else {}
        ),
        "exclusions": {
            f"one_of_{a}_{b}": {"kind": "choose", "of": [a, b], "at_most": 1} for a, b in rules.get("exclusions", [])
        },
        "dependencies": {
            f"{a}_needs_{b}": {"kind": "requires", "application": a, "needs": [b]}
            for a, b in rules.get("dependencies", [])
        },
        "forced_in": {f"in_{a}": _lock(a, "fund") for a in rules.get("forced_in", [])},
        "forced_out": {f"out_{a}": _lock(a, "reject") for a in rules.get("forced_out", [])},
        "max_count": (
            {"number": {"kind": "limit", "measure": "count", "at_most": rules["max_count"]}}
            if rules.get("max_count") is not None
            else {}
        ),
    }


def _payable(case: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    money, pots = case["rules"]["general"], case["rules"]["pots"]
    yield "budget", {"kind": "budget", "amount": (money + sum(pots.values())) * HUNDREDTHS}
    named = {pot for a in case["applications"] for pot in a["pots"]}
    for pot, euros in pots.items():
        # A pot that no application names is money that nobody may use: a filter that nobody matches.
        wanted = {"pots": pot} if pot in named else {"regional_town": True}
        yield pot, {"kind": "earmark", "amount": euros * HUNDREDTHS, "ring_fenced": True, "for": wanted}


def _bounds(limits: Mapping[str, Any], least: str, most: str, written: Any) -> dict[str, Any]:
    bounds = {"at_least": limits.get(least), "at_most": limits.get(most)}
    return {name: written(bound) for name, bound in bounds.items() if bound is not None}


def _lock(application: str, decision: str) -> dict[str, str]:
    return {"kind": "lock", "application": application, "decision": decision, "reason": "a test", "by": "a test"}


@dataclass(frozen=True)
class CapitalBudgeting:
    """Projects with values and uses of several resources: a published problem."""

    name: str
    values: Mapping[str, Fraction]
    uses: Mapping[str, Sequence[Fraction]]
    limits: Sequence[Fraction]
    optimum: Fraction
    rules: Mapping[str, Any]
    optimal_sets: Sequence[Sequence[str]] | None = None

    @property
    def scenario(self) -> Scenario:
        """Say the problem as a call: a resource is the money of a year, in units in which all of it is whole."""
        amounts = [*self.limits, *(use for uses in self.uses.values() for use in uses)]
        unit = lcm(*(amount.denominator for amount in amounts))
        years = tuple(2001 + number for number in range(len(self.limits)))
        decimals = next(d for d in range(7) if all((v * 10**d).denominator == 1 for v in self.values.values()))
        applications = tuple(
            Application(
                id=id_,
                requested=int(sum(uses) * unit),
                by_year=tuple(int(use * unit) for use in uses),
                value=self.values[id_],
            )
            for id_, uses in self.uses.items()
        )
        at_most = {year: int(limit * unit) for year, limit in zip(years, self.limits, strict=True)}
        call = Call(Terms(years=years, decimals=decimals), Geography(()), applications)
        return Scenario.of(call, {"resources": {"kind": "year", "at_most": at_most}, **self.rules})


def mknap1() -> list[CapitalBudgeting]:
    """Read the seven problems of OR-Library's mknap1."""
    numbers = map(Fraction, (DATA / "mknap1.txt").read_text(encoding="utf-8").split())

    def take(count: int) -> list[Fraction]:
        return [next(numbers) for _ in range(count)]

    problems = []
    for problem in range(int(next(numbers))):
        projects, resources = int(next(numbers)), int(next(numbers))
        optimum, values = next(numbers), take(projects)
        uses = [take(projects) for _ in range(resources)]
        limits = take(resources)
        ids = [f"P{number}" for number in range(1, projects + 1)]
        problems.append(
            CapitalBudgeting(
                f"mknap1-{problem + 1}",
                dict(zip(ids, values, strict=True)),
                dict(zip(ids, zip(*uses, strict=True), strict=True)),
                limits,
                optimum,
                {},
            )
        )
    return problems


def textbook_cases() -> list[CapitalBudgeting]:
    """Read the textbook problems."""
    return [_textbook(case) for case in json.loads((DATA / "textbook_cases.json").read_text(encoding="utf-8"))]


def _textbook(case: Mapping[str, Any]) -> CapitalBudgeting:
    projects = case["projects"]
    rules = {
        **{f"one_of_{a}_{b}": {"kind": "choose", "of": [a, b], "at_most": 1} for a, b in case.get("exclusions", [])},
        **{
            f"{a}_needs_{b}": {"kind": "requires", "application": a, "needs": [b]}
            for a, b in case.get("dependencies", [])
        },
    }
    everything = [project["id"] for project in projects]
    if "exact_count" in case:
        rules["number"] = {"kind": "choose", "of": everything, "exactly": case["exact_count"]}
    if "max_count" in case:
        rules["number"] = {"kind": "limit", "measure": "count", "at_most": case["max_count"]}
    return CapitalBudgeting(
        case["name"],
        {project["id"]: Fraction(project["value"]) for project in projects},
        {project["id"]: [Fraction(cost) for cost in project["costs"]] for project in projects},
        [Fraction(budget) for budget in case["budgets"]],
        Fraction(case["optimum"]),
        rules,
        case["optimal_sets"],
    )
