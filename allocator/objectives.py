"""What is maximised, and the published order of tie-breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import Field, field_validator, model_validator

from allocator.call import Call, Written
from allocator.errors import Problem
from allocator.fairness import Reference
from allocator.rows import Helper, Linear, Portfolio, Unit, constant
from allocator.rules.base import Ground, Rule, least_available
from allocator.rules.fair_share import absolute, total_of
from allocator.rules.selection import Selection, groups, row_key
from allocator.text import Text

Maximise = Literal["value", "value_by_euros", "number_funded", "worst_region"]
Tie = Literal[
    "more_funded",
    "more_regions",
    "more_municipalities",
    "higher_value",
    "lower_cost",
    "higher_cost",
    "application_id",
]

TITLES: Mapping[str, Text] = {
    "value": Text(fi="arvo", sv="värde", en="value"),
    "value_by_euros": Text(fi="arvo euroilla painotettuna", sv="värde vägt med euro", en="value weighted by euros"),
    "number_funded": Text(fi="rahoitettavien määrä", sv="antalet finansierade", en="number funded"),
    "worst_region": Text(
        fi="heikoimman maakunnan toteutuma",
        sv="utfallet i det svagaste landskapet",
        en="attainment of the worst-off region",
    ),
    "total_deviation": Text(
        fi="poikkeamat vertailuosuuksista yhteensä",
        sv="avvikelserna från referensandelarna",
        en="total deviation from the reference shares",
    ),
    "more_funded": Text(fi="enemmän rahoitettavia", sv="fler finansierade", en="more funded"),
    "more_regions": Text(fi="enemmän maakuntia", sv="fler landskap", en="more regions"),
    "more_municipalities": Text(fi="enemmän kuntia", sv="fler kommuner", en="more municipalities"),
    "higher_value": Text(fi="suurempi arvo", sv="högre värde", en="higher value"),
    "lower_cost": Text(fi="vähemmän rahaa", sv="mindre pengar", en="lower cost"),
    "higher_cost": Text(fi="enemmän rahaa", sv="mer pengar", en="higher cost"),
    "application_id": Text(fi="hakemusnumero", sv="ansökningsnummer", en="application number"),
}
"""What every objective and tie-break is called by people."""


@dataclass(frozen=True)
class Goal:
    """One thing to make as great as possible: a form over the awards and helpers, exact.

    What is to be small stands with its sign turned, so that greater is always better; `shown` turns it
    back.
    """

    name: str
    form: Linear
    unit: Unit
    turned: bool = False

    def at(self, portfolio: Portfolio) -> Fraction:
        """Return the goal's exact value; greater is better."""
        return self.form.at(portfolio)

    def shown(self, value: Fraction) -> Fraction:
        """Return a value of the goal as people read it."""
        return -value if self.turned else value


class Objective(Written):
    """What is maximised or minimised, and what decides among equals.

    The ties are tried in order; the application id always comes last, so that one portfolio remains:
    of two portfolios the one is chosen that funds the first application, in the order of ids, on which
    they differ, or funds it at the higher level.
    """

    maximise: Maximise | None = None
    minimise: Literal["total_deviation"] | None = None
    reference: Reference | None = Field(None, description="reference shares for worst_region and total_deviation")
    ties: tuple[Tie, ...] = ("more_regions", "more_municipalities", "lower_cost", "application_id")

    @field_validator("ties")
    @classmethod
    def _id_comes_last(cls, ties: tuple[Tie, ...]) -> tuple[Tie, ...]:
        if len(set(ties)) < len(ties):
            raise ValueError("expected each tie-break once")
        if "application_id" in ties[:-1]:
            raise ValueError("application_id leaves nothing to decide, so it comes last")
        return ties if ties and ties[-1] == "application_id" else (*ties, "application_id")

    @model_validator(mode="after")
    def _one_goal(self) -> Objective:
        if self.maximise is not None and self.minimise is not None:
            raise ValueError("expected maximise or minimise, not both")
        if self.name in {"worst_region", "total_deviation"} and self.reference is None:
            raise ValueError(f"{self.name} needs reference shares")
        return self

    @property
    def name(self) -> str:
        """The name of what is maximised or minimised."""
        return self.maximise or self.minimise or "value"

    def problems(self, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield what in the objective cannot be right for this call."""
        if self.reference is None:
            return
        yield from self.reference.problems("objective.reference", call)
        if self.name in {"worst_region", "total_deviation"} and not least_available(rules):
            yield Problem(
                f"{self.name} measures against shares of the budget, and no rule sets one", column="objective"
            )

    def goal(self, ground: Ground) -> Goal:
        """Return what is maximised."""
        return _GOALS[self.name](self, ground)

    def tie_breaks(self, ground: Ground) -> tuple[Goal, ...]:
        """Return every tie-break in order but the application id."""
        return tuple(_GOALS[tie](self, ground) for tie in self.ties if tie != "application_id")


def total_value(ground: Ground) -> Linear:
    """Return Σ vᵢ xᵢ + Σ σ z: the value of the awards and of funded synergies."""
    total = ground.candidates.value
    for name, rule in ground.rules.items():
        if (bonus := rule.bonus(name, ground)) is not None:
            total += bonus
    return total


def _value(objective: Objective, ground: Ground) -> Goal:
    return Goal(objective.name, total_value(ground), "value")


def _value_by_euros(objective: Objective, ground: Ground) -> Goal:
    value, euros = ground.candidates.value, ground.candidates.euros
    exact = np.array([int(v) * int(e) for v, e in zip(value.coefficients, euros.coefficients, strict=True)], object)
    return Goal(objective.name, Linear(exact, denominator=value.denominator), "value")


def _number_funded(objective: Objective, ground: Ground) -> Goal:
    return Goal("number_funded", ground.candidates.count, "count")


def _entitlements(objective: Objective, ground: Ground) -> dict[str, Fraction]:
    """Return each region's reference share of the budget, in euros."""
    if objective.reference is None:
        raise ValueError("the objective has no reference")
    return {code: share * (ground.budget or 0) for code, share in objective.reference.shares(ground.call).items()}


def _worst_region(objective: Objective, ground: Ground) -> Goal:
    due = _entitlements(objective, ground)
    attained = tuple(ground.candidates.in_region(code) * (1 / euros) for code, euros in due.items() if euros)
    worst = Helper("worst_region", "least", attained)
    return Goal("worst_region", worst.as_form(len(ground.candidates)), "share")


def _total_deviation(objective: Objective, ground: Ground) -> Goal:
    gaps = (
        absolute(f"deviation[{row_key(ground.call, 'region', code)}]", ground.candidates.in_region(code) - euros)
        for code, euros in _entitlements(objective, ground).items()
    )
    return Goal("total_deviation", -total_of(gaps), "euros", turned=True)


def _reached(name: str, column: str, ground: Ground) -> Goal:
    """Count the values of a column that any award reaches."""
    awards = len(ground.candidates)
    one = constant(1, awards)
    helpers = (
        Helper(f"{column}[{group.key}]", "least", (one, group.count))
        for group in groups(ground.candidates, column, Selection())
        if group.count.coefficients.any()
    )
    return Goal(name, Linear(constant(0, awards).coefficients, helpers=tuple((h, 1) for h in helpers)), "count")


_GOALS: Mapping[str, Callable[[Objective, Ground], Goal]] = {
    "value": _value,
    "value_by_euros": _value_by_euros,
    "number_funded": _number_funded,
    "worst_region": _worst_region,
    "total_deviation": _total_deviation,
    "more_funded": lambda objective, ground: Goal("more_funded", ground.candidates.count, "count"),
    "more_regions": lambda objective, ground: _reached("more_regions", "region", ground),
    "more_municipalities": lambda objective, ground: _reached("more_municipalities", "municipality", ground),
    "higher_value": lambda objective, ground: Goal("higher_value", total_value(ground), "value"),
    "lower_cost": lambda objective, ground: Goal("lower_cost", -ground.candidates.euros, "euros", turned=True),
    "higher_cost": lambda objective, ground: Goal("higher_cost", ground.candidates.euros, "euros"),
}
