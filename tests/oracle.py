"""An oracle that shares no code with the package: every portfolio of a small call, judged from the rules as written.

A call is a dictionary:

    {"years": [2021, 2022], "decimals": 1,
     "regions": [{"code": "01", "name": "North", "population": 10}], "towns": {"Salo": "01"},
     "targets": ["network"], "criteria": {"impact": "0.6", "plan": "0.4"},
     "applications": [{"id": "H1", "by_year": [40, 60], "minimum": None, "target": "network", "value": "3.5",
                       "scores": {"impact": [3, 4]}, "columns": {"theme": ["sea"]},
                       "partners": [{"region": "01", "town": "Salo", "euros": 100}]}]}

An application has a value or scores. Rules and objective are dictionaries as a scenario file says them. Everything
is counted in whole numbers and fractions, portfolio by portfolio, and no solver is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

GENERAL = "general"
IDS_LAST = "application_id"


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


class Oracle:
    """Everything that can be said of a call under rules and an objective by looking at every portfolio."""

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
        for rule in self._of_kind("threshold"):
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
        concerned = [r for r in self._of_kind("levels") if self.matches(self.cells(application), r.get("for", {}))]
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

    # Rules

    def _of_kind(self, kind: str) -> list[Mapping[str, Any]]:
        return [rule for rule in self.rules.values() if rule["kind"] == kind]

    def lawful(self, portfolio: Portfolio) -> bool:
        """Whether a portfolio satisfies every rule."""
        return all(
            JUDGES[rule["kind"]](self, rule, portfolio) for rule in self.rules.values() if rule["kind"] in JUDGES
        ) and (not self.pots or self.payable(portfolio))

    def saved(self, portfolio: Portfolio) -> int:
        """Return the euros that funded synergies give back."""
        return sum(rule.get("saves", 0) for rule in self._of_kind("synergy") if _all_funded(rule["of"], portfolio))

    def payable(self, portfolio: Portfolio) -> bool:
        """Whether the pots can pay: some choice of pot for awards of one pot, and a flow for the others."""
        money = {**self.pots, GENERAL: self.budget - sum(self.pots.values()) + self.saved(portfolio)}
        ways = [
            [frozenset({pot}) for pot in sorted(offer.pots)] if offer.one_pot else [offer.pots] for offer in portfolio
        ]
        return any(_flows([o.euros for o in portfolio], sources, money) for sources in product(*ways))

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

    # Goals: greater is better

    def goal(self, name: str, portfolio: Portfolio) -> Fraction:
        """Return how good a portfolio is by an objective or a tie-break; what is to be small is negative."""
        return Fraction(GOALS[name](self, portfolio))

    @property
    def objective_name(self) -> str:
        """What is maximised or minimised."""
        return self.objective.get("maximise") or self.objective.get("minimise") or "value"

    @property
    def tie_names(self) -> list[str]:
        """The tie-breaks, the application id last."""
        ties = list(self.objective.get("ties", ["more_regions", "more_municipalities", "lower_cost"]))
        return [*(tie for tie in ties if tie != IDS_LAST), IDS_LAST]

    def levels_by_id(self, portfolio: Portfolio) -> tuple[Fraction, ...]:
        """Return every application's level in the order of ids, 0 for one that is not funded."""
        granted = {offer.id: offer.level for offer in portfolio}
        return tuple(granted.get(application["id"], Fraction(0)) for application in self.call["applications"])

    def answer(self, among: Callable[[Portfolio], bool] = lambda portfolio: True) -> Answer | None:
        """Return the best portfolio by the published order among some, or None if none of them is lawful."""
        survivors = [portfolio for portfolio in self.portfolios() if self.lawful(portfolio) and among(portfolio)]
        if not survivors:
            return None
        lawful, counts, values = len(survivors), [], []
        for name in [self.objective_name, *self.tie_names]:
            if name == IDS_LAST:
                survivors = [max(survivors, key=self.levels_by_id)]
            else:
                scored = [(self.goal(name, portfolio), portfolio) for portfolio in survivors]
                best = max(score for score, _ in scored)
                survivors = [portfolio for score, portfolio in scored if score == best]
                values.append(best)
            counts.append(len(survivors))
        [chosen] = survivors
        return Answer(chosen, values[0], counts, lawful)


@dataclass(frozen=True)
class Answer:
    """The chosen portfolio, its objective (greater is better), and how many are equal at each step of the order."""

    portfolio: Portfolio
    value: Fraction
    counts: list[int]
    lawful: int

    @property
    def choices(self) -> tuple[tuple[str, Fraction], ...]:
        """What is decided: applications and levels."""
        return tuple((offer.id, offer.level) for offer in self.portfolio)


def _flows(amounts: Sequence[int], sources: Sequence[frozenset[str]], money: Mapping[str, int]) -> bool:
    """Whether divisible money can pay all: for every set of pots, those that only it can pay fit into it."""
    pots = list(money)
    for size in range(1, len(pots) + 1):
        for chosen in combinations(pots, size):
            bound_to = sum(a for a, source in zip(amounts, sources, strict=True) if source <= set(chosen))
            if bound_to > sum(money[pot] for pot in chosen):
                return False
    return True


def _all_funded(ids: Sequence[str], portfolio: Portfolio) -> bool:
    return set(ids) <= {offer.id for offer in portfolio}


def _granted(portfolio: Portfolio) -> int:
    return sum(offer.euros for offer in portfolio)


def _region(code: str, portfolio: Portfolio) -> int:
    return sum(offer.by_region[code] for offer in portfolio)


def _budget(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return _granted(portfolio) - oracle.saved(portfolio) <= rule["amount"] - rule.get("holdback", 0)


def _earmark(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return oracle.spent(rule.get("for", {}), portfolio) >= rule.get("at_least", 0)


def _year(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    limits = rule["at_most"]
    for year in limits:
        years = [y for y in oracle.call["years"] if y == year or (rule.get("carry_over") and y < year)]
        if sum(offer.by_year[y] for offer in portfolio for y in years) > sum(limits[y] for y in years):
            return False
    return True


def _limit(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    measure = rule.get("measure", "euros")
    base = {"share_of_granted": _granted(portfolio), "share_of_budget": oracle.budget}.get(measure, 1)
    measured = oracle.number if measure == "count" else oracle.spent
    for group in oracle.groups(rule):
        amount = measured(group, portfolio)
        if "at_least" in rule and amount < exact(rule["at_least"]) * base:
            return False
        if "at_most" in rule and amount > exact(rule["at_most"]) * base:
            return False
    return True


def _coverage(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    groups = oracle.groups({"each": "region", **rule})
    if "euros_at_least" in rule:
        reached = sum(oracle.spent(group, portfolio) >= rule["euros_at_least"] for group in groups)
    else:
        reached = sum(oracle.number(group, portfolio) > 0 for group in groups)
    return reached >= rule["at_least"]


def _fair_share(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    whole = oracle.budget if rule.get("of") == "budget" else _granted(portfolio)
    shares = oracle.shares(rule["reference"])
    money = {code: _region(code, portfolio) for code in shares}
    if "at_least" in rule and any(money[r] < exact(rule["at_least"]) * shares[r] * whole for r in shares):
        return False
    if "deviation_at_most" in rule:
        deviation = sum(abs(money[r] - shares[r] * whole) for r in shares)
        if deviation > exact(rule["deviation_at_most"]) * whole:
            return False
    if "gini_at_most" in rule and len(shares) > 1:
        attained = [money[r] / shares[r] for r in shares]
        differences = sum(abs(u - v) for u, v in combinations(attained, 2))
        # The coefficient is Σ|u−v| over ordered pairs / (2 n Σu), and nothing is equal to nothing.
        if sum(attained) and 2 * differences / (2 * len(attained) * sum(attained)) > exact(rule["gini_at_most"]):
            return False
    return True


def _choose(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    number = sum(offer.id in rule["of"] for offer in portfolio)
    return (
        number >= rule.get("at_least", 0)
        and number <= rule.get("at_most", number)
        and number == rule.get("exactly", number)
    )


def _requires(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return not _all_funded([rule["application"]], portfolio) or _all_funded(rule["needs"], portfolio)


def _lock(oracle: Oracle, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    levels = [offer.level for offer in portfolio if offer.id == rule["application"]]
    if rule["decision"] == "reject":
        return not levels
    return bool(levels) and (rule.get("level") is None or levels == [exact(rule["level"])])


JUDGES: dict[str, Callable[[Oracle, Mapping[str, Any], Portfolio], bool]] = {
    "budget": _budget,
    "earmark": _earmark,
    "year": _year,
    "limit": _limit,
    "coverage": _coverage,
    "fair_share": _fair_share,
    "choose": _choose,
    "requires": _requires,
    "lock": _lock,
}
"""Thresholds and levels decide which awards are possible, and synergies what they are worth and cost."""


def _value(oracle: Oracle, portfolio: Portfolio) -> Fraction:
    bonus = [exact(r.get("value", 0)) for r in oracle._of_kind("synergy") if _all_funded(r["of"], portfolio)]
    return sum((offer.value for offer in portfolio), Fraction(0)) + sum(bonus)


def _worst_region(oracle: Oracle, portfolio: Portfolio) -> Fraction:
    due = {code: share * oracle.budget for code, share in oracle.shares(oracle.objective["reference"]).items()}
    return min(_region(code, portfolio) / euros for code, euros in due.items() if euros)


def _deviation(oracle: Oracle, portfolio: Portfolio) -> Fraction:
    due = {code: share * oracle.budget for code, share in oracle.shares(oracle.objective["reference"]).items()}
    return -sum((abs(_region(code, portfolio) - euros) for code, euros in due.items()), Fraction(0))


GOALS: dict[str, Callable[[Oracle, Portfolio], Fraction | int]] = {
    "value": _value,
    "value_by_euros": lambda oracle, portfolio: sum(offer.value * offer.euros for offer in portfolio),
    "number_funded": lambda oracle, portfolio: len(portfolio),
    "worst_region": _worst_region,
    "total_deviation": _deviation,
    "more_funded": lambda oracle, portfolio: len(portfolio),
    "more_regions": lambda oracle, portfolio: sum(_region(code, portfolio) > 0 for code in oracle.codes),
    "more_municipalities": lambda oracle, p: len({town for offer in p for town in offer.cells["municipality"]}),
    "higher_value": _value,
    "lower_cost": lambda oracle, portfolio: -_granted(portfolio),
    "higher_cost": lambda oracle, portfolio: _granted(portfolio),
}
