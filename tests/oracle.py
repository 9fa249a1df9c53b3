"""An oracle that shares no code with the package: every portfolio of a small call, judged from the rules as written.

Everything is counted in whole numbers and fractions, portfolio by portfolio, and no solver is asked. How a call is
written stands in `oracle_counts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from typing import Any

from oracle_counts import GENERAL, Counts, Portfolio, all_funded, exact

IDS_LAST = "application_id"


class Oracle(Counts):
    """Everything that can be said of a call under rules and an objective by looking at every portfolio."""

    def lawful(self, portfolio: Portfolio) -> bool:
        """Whether a portfolio satisfies every rule."""
        return all(
            JUDGES[rule["kind"]](self, rule, portfolio) for rule in self.rules.values() if rule["kind"] in JUDGES
        ) and (not self.pots or self.payable(portfolio))

    @cached_property
    def all_lawful(self) -> list[Portfolio]:
        """Every lawful portfolio, however often it is asked for."""
        return [portfolio for portfolio in self.portfolios() if self.lawful(portfolio)]

    def payable(self, portfolio: Portfolio) -> bool:
        """Whether the pots can pay: some choice of pot for awards of one pot, and a flow for the others."""
        money = {**self.pots, GENERAL: self.budget - sum(self.pots.values()) + self.saved(portfolio)}
        ways = [
            [frozenset({pot}) for pot in sorted(offer.pots)] if offer.one_pot else [offer.pots] for offer in portfolio
        ]
        return any(_flows([o.euros for o in portfolio], sources, money) for sources in product(*ways))

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
        survivors = [portfolio for portfolio in self.all_lawful if among(portfolio)]
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


def _granted(portfolio: Portfolio) -> int:
    return sum(offer.euros for offer in portfolio)


def _region(code: str, portfolio: Portfolio) -> int:
    return sum(offer.by_region[code] for offer in portfolio)


def _budget(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return _granted(portfolio) - oracle.saved(portfolio) <= rule["amount"] - rule.get("holdback", 0)


def _earmark(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return oracle.spent(rule.get("for", {}), portfolio) >= rule.get("at_least", 0)


def _year(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    limits = rule["at_most"]
    for year in limits:
        years = [y for y in oracle.call["years"] if y == year or (rule.get("carry_over") and y < year)]
        if sum(offer.by_year[y] for offer in portfolio for y in years) > sum(limits[y] for y in years):
            return False
    return True


def _limit(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
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


def _coverage(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    groups = oracle.groups({"each": "region", **rule})
    if "euros_at_least" in rule:
        reached = sum(oracle.spent(group, portfolio) >= rule["euros_at_least"] for group in groups)
    else:
        reached = sum(oracle.number(group, portfolio) > 0 for group in groups)
    return reached >= rule["at_least"]


def _fair_share(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
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


def _choose(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    number = sum(offer.id in rule["of"] for offer in portfolio)
    return (
        number >= rule.get("at_least", 0)
        and number <= rule.get("at_most", number)
        and number == rule.get("exactly", number)
    )


def _requires(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    return not all_funded([rule["application"]], portfolio) or all_funded(rule["needs"], portfolio)


def _lock(oracle: Counts, rule: Mapping[str, Any], portfolio: Portfolio) -> bool:
    levels = [offer.level for offer in portfolio if offer.id == rule["application"]]
    if rule["decision"] == "reject":
        return not levels
    return bool(levels) and (rule.get("level") is None or levels == [exact(rule["level"])])


JUDGES: dict[str, Callable[[Counts, Mapping[str, Any], Portfolio], bool]] = {
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


def _value(oracle: Counts, portfolio: Portfolio) -> Fraction:
    bonus = [exact(r.get("value", 0)) for r in oracle.of_kind("synergy") if all_funded(r["of"], portfolio)]
    return sum((offer.value for offer in portfolio), Fraction(0)) + sum(bonus)


def _worst_region(oracle: Counts, portfolio: Portfolio) -> Fraction:
    due = {code: share * oracle.budget for code, share in oracle.shares(oracle.objective["reference"]).items()}
    return min(_region(code, portfolio) / euros for code, euros in due.items() if euros)


def _deviation(oracle: Counts, portfolio: Portfolio) -> Fraction:
    due = {code: share * oracle.budget for code, share in oracle.shares(oracle.objective["reference"]).items()}
    return -sum((abs(_region(code, portfolio) - euros) for code, euros in due.items()), Fraction(0))


GOALS: dict[str, Callable[[Counts, Portfolio], Fraction | int]] = {
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
