"""What an oracle counts, sharing no code with the package: awards, euros, groups and reference shares.

A call is a dictionary:

    {"years": [2021, 2022], "decimals": 1,
     "regions": [{"code": "01", "name": "North", "population": 10}], "towns": {"Salo": "01"},
     "targets": ["network"], "criteria": {"impact": "0.6", "plan": "0.4"},
     "applications": [{"id": "H1", "by_year": [40, 60], "minimum": None, "target": "network", "value": "3.5",
                       "scores": {"impact": [3, 4]}, "columns": {"theme": ["sea"]},
                       "partners": [{"region": "01", "town": "Salo", "euros": 100}]}]}

An application has a value or scores. Rules and objective are dictionaries as a scenario file says them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

GENERAL = "general"


def exact(number: object) -> Fraction:
    """Read a number as the tests write it: 3, "0.25" or "25 %"."""
    text = str(number)
    return Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Round a number that is not negative; a half goes up."""
    return Fraction((number * 10**decimals + Fraction(1, 2)).__floor__(), 10**decimals)


def divided(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Divide whole units in proportion: each rounded down, the rest to the largest remainders, the earlier first."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [(total * Fraction(weight) / whole).__floor__() for weight in weights]
    remainders = [total * Fraction(weight) / whole - part for weight, part in zip(weights, parts, strict=True)]
    while sum(parts) < total:
        winner = max(range(len(parts)), key=lambda i: (remainders[i], -i))
        parts[winner] += 1
        remainders[winner] = Fraction(-1)
    return parts


@dataclass(frozen=True)
class Offer:
    """One application at one level."""

    id: str
    level: Fraction
    euros: int
    value: Fraction
    by_year: dict[int, int]
    by_region: dict[str, int]
    cells: dict[str, frozenset[str]]
    pots: frozenset[str]
    one_pot: bool


Portfolio = tuple[Offer, ...]


class Counts:
    """What can be counted of a call, its rules and a portfolio, whether the portfolio is lawful or not."""

    def __init__(self, call: Mapping[str, Any], rules: Mapping[str, Any], objective: Mapping[str, Any]) -> None:
        self.call, self.rules, self.objective = call, rules, objective
        self.codes = [region["code"] for region in call["regions"]]
        self.budget = min(
            (rule["amount"] - rule.get("holdback", 0) for rule in rules.values() if rule["kind"] == "budget"),
            default=None,
        )
        self.pots = {name: rule["amount"] for name, rule in rules.items() if rule.get("ring_fenced")}
        self._shares: dict[str, dict[str, Fraction]] = {}
        self.offers = [list(self._offers(application)) for application in call["applications"]]

    # Applications, and the awards that are possible

    def value_of(self, application: Mapping[str, Any]) -> Fraction:
        """Return the published value: given, or the weighted mean of the criteria, rounded once."""
        decimals = self.call["decimals"]
        if application["value"] is not None:
            return half_up(exact(application["value"]), decimals)
        means = {name: Fraction(sum(marks), len(marks)) for name, marks in application["scores"].items()}
        weighted = sum(exact(weight) * means[name] for name, weight in self.call["criteria"].items())
        return half_up(weighted, decimals)

    def cells(self, application: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        """Return an application's values in every column that a rule may filter by."""
        return {
            "application": frozenset({application["id"]}),
            "target": frozenset({application["target"]} - {""}),
            "region": frozenset(p["region"] for p in application["partners"] if p["euros"]),
            "municipality": frozenset(p["town"] for p in application["partners"] if p["town"]),
            **{column: frozenset(values) for column, values in application["columns"].items()},
        }

    def matches(self, cells: Mapping[str, frozenset[str]], wanted: Mapping[str, Any]) -> bool:
        """Whether an application holds a wanted value in every wanted column."""
        return all(not cells.get(column, frozenset()).isdisjoint(self._values(wanted, column)) for column in wanted)

    def _values(self, wanted: Mapping[str, Any], column: str) -> list[str]:
        values = wanted[column] if isinstance(wanted[column], list) else [wanted[column]]
        if column == "region":
            by_name = {region["name"]: region["code"] for region in self.call["regions"]}
            return [by_name.get(value, value) for value in values]
        return values

    def _below_a_threshold(self, application: Mapping[str, Any]) -> bool:
        for rule in self.of_kind("threshold"):
            if not self.matches(self.cells(application), rule.get("for", {})):
                continue
            if "criterion" in rule:
                marks = application["scores"].get(rule["criterion"])
                if not marks:
                    continue
                measured = half_up(Fraction(sum(marks), len(marks)), self.call["decimals"])
            else:
                measured = self.value_of(application)
            if measured < exact(rule["at_least"]):
                return True
        return False

    def _amounts(self, application: Mapping[str, Any]) -> Iterator[tuple[Fraction, int, Fraction]]:
        """Yield the level, euros and value of each amount that may be granted."""
        requested, value = sum(application["by_year"]), self.value_of(application)
        concerned = [r for r in self.of_kind("levels") if self.matches(self.cells(application), r.get("for", {}))]
        if not concerned:
            yield Fraction(1), requested, value
            return
        [rule] = concerned
        minimum = requested if application["minimum"] is None else application["minimum"]
        seen: set[int] = set()
        for level in sorted(map(exact, rule.get("levels", ["1"])), reverse=True):
            asked = int(half_up(level * requested, 0))
            ceilings = [rule["at_most"]] if "at_most" in rule else []
            if "rate_at_most" in rule:
                [costs] = application["columns"][rule["costs"]]
                ceilings.append((exact(rule["rate_at_most"]) * int(costs)).__floor__())
            granted = min([asked, *ceilings])
            if granted < max(1, minimum, rule.get("at_least", 0)) or granted in seen:
                continue
            seen.add(granted)
            part = level if granted == asked else Fraction(granted, requested)
            full = rule.get("value") == "full"
            # A partial value is published with four decimals more than a whole one.
            yield part, granted, value if full else half_up(part * value, self.call["decimals"] + 4)

    def _offers(self, application: Mapping[str, Any]) -> Iterator[Offer]:
        if self._below_a_threshold(application):
            return
        cells = self.cells(application)
        matching = [n for n, r in self.rules.items() if r.get("ring_fenced") and self.matches(cells, r.get("for", {}))]
        alone = frozenset(name for name in matching if self.rules[name].get("only"))
        pots = alone or frozenset({GENERAL, *matching})
        requested = [sum(p["euros"] for p in application["partners"] if p["region"] == code) for code in self.codes]
        for level, euros, value in self._amounts(application):
            yield Offer(
                application["id"],
                level,
                euros,
                value,
                dict(zip(self.call["years"], divided(euros, application["by_year"]), strict=True)),
                dict(zip(self.codes, divided(euros, requested), strict=True)),
                cells,
                pots,
                any(self.rules[name].get("one_pot") for name in matching),
            )

    def portfolios(self) -> Iterator[Portfolio]:
        """Yield every set of awards with at most one for each application."""
        for chosen in product(*([None, *offers] for offers in self.offers)):
            yield tuple(offer for offer in chosen if offer is not None)

    # What rules count

    def of_kind(self, kind: str) -> list[Mapping[str, Any]]:
        return [rule for rule in self.rules.values() if rule["kind"] == kind]

    def saved(self, portfolio: Portfolio) -> int:
        """Return the euros that funded synergies give back."""
        return sum(rule.get("saves", 0) for rule in self.of_kind("synergy") if all_funded(rule["of"], portfolio))

    def _in_regions(self, offer: Offer, wanted: Mapping[str, Any]) -> int:
        """Return an award's euros in the wanted regions: all of them where no region is named."""
        if "region" not in wanted:
            return offer.euros
        return sum(offer.by_region[code] for code in set(self._values(wanted, "region")))

    def spent(self, wanted: Mapping[str, Any], portfolio: Portfolio) -> int:
        """Return the euros of the awards that match, in the wanted regions."""
        return sum(self._in_regions(offer, wanted) for offer in portfolio if self.matches(offer.cells, wanted))

    def number(self, wanted: Mapping[str, Any], portfolio: Portfolio) -> int:
        """Return the number of awards that match and have a euro in the wanted regions."""
        return sum(1 for o in portfolio if self.matches(o.cells, wanted) and self._in_regions(o, wanted) > 0)

    def every_value(self, column: str) -> list[str]:
        """Return every value that a column may have."""
        if column == "region":
            return self.codes
        if column == "target" and self.call["targets"]:
            return self.call["targets"]
        return sorted({v for a in self.call["applications"] for v in self.cells(a).get(column, ())})

    def groups(self, rule: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return a filter for each group of a rule."""
        wanted = rule.get("for", {})
        if rule.get("each") is None:
            return [wanted]
        column = rule["each"]
        values = self._values(wanted, column) if column in wanted else self.every_value(column)
        return [{**wanted, column: [value]} for value in dict.fromkeys(values)]

    def shares(self, reference: Mapping[str, Any]) -> dict[str, Fraction]:
        """Return the published reference share of each region that takes part."""
        key = repr(reference)
        if key not in self._shares:
            self._shares[key] = self._published(reference)
        return self._shares[key]

    def _published(self, reference: Mapping[str, Any]) -> dict[str, Fraction]:
        outside = set(reference.get("outside", ()))
        inside = [r for r in self.call["regions"] if r["name"] not in outside and r["code"] not in outside]
        requested: dict[str, int] = defaultdict(int)
        for application in self.call["applications"]:
            for partner in application["partners"]:
                requested[partner["region"]] += partner["euros"]
        people = sum(r["population"] for r in inside)
        asked = sum(requested[r["code"]] for r in inside)
        mixed = []
        for region in inside:
            alike = Fraction(1, len(inside))
            by_people = Fraction(region["population"], people) if people else alike
            by_money = Fraction(requested[region["code"]], asked) if asked else alike
            mixed.append(
                exact(reference.get("equal", 0)) * alike
                + exact(reference.get("population", 0)) * by_people
                + exact(reference.get("requested", 0)) * by_money
            )
        units = 10 ** reference.get("decimals", 4)
        parts = divided(units, mixed)
        return {region["code"]: Fraction(part, units) for region, part in zip(inside, parts, strict=True)}


def all_funded(ids: Sequence[str], portfolio: Portfolio) -> bool:
    """Whether every one of these is funded."""
    return set(ids) <= {offer.id for offer in portfolio}
