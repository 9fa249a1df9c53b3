"""What of a call's rules can be turned: one dial for every number that a rule of a known kind states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from allocator.exact import decimal_text
from allocator.rules.base import Rule, least_available
from allocator.rules.limit import Limit
from allocator.scenario import Scenario

Unit = Literal["euros", "share", "count", "points"]

_FIELDS: Mapping[str, Mapping[str, Unit]] = {
    "budget": {"amount": "euros", "holdback": "euros"},
    "earmark": {"amount": "euros", "at_least": "euros"},
    "limit": {"at_least": "euros", "at_most": "euros"},
    "fair_share": {"at_least": "share", "deviation_at_most": "share", "gini_at_most": "share"},
    "threshold": {"at_least": "points"},
}
"""The fields of each kind of rule that a decision-maker may move; a limit's unit is what it measures."""


@dataclass(frozen=True)
class Dial:
    """One number of one rule, and how far it can be moved.

    Attributes
    ----------
    rule, field : str
        The rule's name and the field of it that the number is.
    unit : {"euros", "share", "count", "points"}
        What it counts; a share is a part of 1.
    value, low, high, step : Fraction
        Where it stands in the scenario that the page began with, and the range and step on the page.
    """

    rule: str
    field: str
    unit: Unit
    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction

    def written(self, value: Fraction) -> int | str:
        """Write a value as a scenario file does: whole numbers as they are, others as text.

        Raises
        ------
        ValueError
            If the value is outside the dial's range, or no whole number where one is counted.
        """
        if not self.low <= value <= self.high:
            raise ValueError("outside the dial's range")
        if self.unit in ("euros", "count"):
            if value.denominator != 1:
                raise ValueError("expected a whole number")
            return int(value)
        return decimal_text(value)


def dials(scenario: Scenario) -> tuple[Dial, ...]:
    """Return every dial of a scenario, in the order of its rules."""
    return tuple(dial for name, rule in scenario.rules.items() for dial in _of_rule(scenario, name, rule))


def _of_rule(scenario: Scenario, name: str, rule: Rule) -> Iterator[Dial]:
    for field, unit in _FIELDS.get(rule.kind, {}).items():
        number = getattr(rule, field)
        if number is None or (field == "holdback" and not number):
            continue
        if isinstance(rule, Limit):
            unit = "share" if rule.measure.startswith("share") else "count" if rule.measure == "count" else "euros"
        value = Fraction(number)
        yield Dial(name, field, unit, value, Fraction(0), *_range(scenario, rule, unit, value))


def _range(scenario: Scenario, rule: Rule, unit: Unit, value: Fraction) -> tuple[Fraction, Fraction]:
    """Return the greatest value of a dial and its step."""
    if unit == "share":
        return max(Fraction(1), value), Fraction(1, 100)
    if unit == "count":
        return max(Fraction(len(scenario.call.applications)), value), Fraction(1)
    if unit == "points":
        criteria = scenario.call.terms.criteria
        tops = [Fraction(criterion.scale[1]) for criterion in criteria.values()]
        return max([*tops, value * 2 if not tops else value, Fraction(1)]), Fraction(1, 10)
    # A hundredth to a thousandth of the amount: two digits after its first.
    step = Fraction(10 ** max(0, len(str(int(value))) - 3))
    budget = least_available(scenario.rules) or 0
    high = value * 2 if rule.kind == "budget" or not budget else max(Fraction(budget), value)
    return max(-(-high // step), 10) * step, step
