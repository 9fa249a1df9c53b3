"""What every rule family shares: a name's source and tier, and what it may do to a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from allocator.call import Application, Call, Written
from allocator.candidates import Candidates
from allocator.eligibility import Refusal
from allocator.errors import Problem, nearest, one_of
from allocator.rows import Linear, Row, constant
from allocator.scoring import Assessment
from allocator.text import Text

Tier = Literal["law", "policy", "wish"]


@dataclass(frozen=True)
class Amount:
    """One amount that an application may be granted: its level, whole euros, and value."""

    level: Fraction
    euros: int
    value: Fraction


class Rule(Written):
    """A named condition of a scenario.

    A family overrides only what it needs: `refuses` and `amounts` shape the candidate awards, `rows`
    constrains them, `bonus` adds to the value. `problems` reports names that the call does not know,
    and `words` says the rule as a lawyer would.
    """

    formula: ClassVar[str]
    """The family's inequality, in the notation of its docstring."""

    kind: str
    title: Text | None = Field(None, description="the rule's name for people")
    source: Text | None = Field(None, description="the legal or policy paragraph that it comes from")
    tier: Tier = Field("policy", description="how firm it is: a law, a policy, or a wish")
    assumption: Text | None = Field(None, description="what of it was not published, and is assumed here")

    @field_validator("source", "assumption", mode="before")
    @classmethod
    def _an_empty_text_is_none(cls, value: object) -> object:
        return value or None

    def called(self, name: str) -> Text:
        """Return what people call the rule: its title, or else its name in the scenario."""
        return self.title or Text(fi=name)

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        raise NotImplementedError

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield what in the rule cannot be right for this call."""
        yield from ()

    def refuses(self, call: Call, application: Application, assessment: Assessment) -> Refusal | None:
        """Return why the rule leaves the application without a candidate award, if it does."""

    def amounts(self, call: Call, application: Application, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
        """Return the amounts that the rule lets the application be granted."""
        return amounts

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield the rule's inequalities over the candidate awards."""
        yield from ()

    def bonus(self, name: str, ground: Ground) -> Linear | None:
        """Return value that the rule adds beyond the awards' own."""

    def savings(self, name: str, ground: Ground) -> Linear | None:
        """Return euros that the rule gives back to the budget."""

    @classmethod
    def has_own(cls, step: str) -> bool:
        """Whether the family overrides a step, such as `refuses`: of a million applications, nobody else is asked."""
        return getattr(cls, step) is not getattr(Rule, step)

    @property
    def needs_budget(self) -> bool:
        """Whether the rule divides the money of a budget, and means nothing without one."""
        return False

    @property
    def available(self) -> int | None:
        """Whole euros that the rule makes available in all; only a budget does."""
        return None


@dataclass(frozen=True)
class Ground:
    """What rows are made from: the candidate awards, and the other rules beside a rule."""

    candidates: Candidates
    rules: Mapping[str, Rule]

    @property
    def call(self) -> Call:
        """The call of the candidate awards."""
        return self.candidates.call

    @cached_property
    def budget(self) -> int | None:
        """Whole euros available in all, or None if no rule says."""
        return least_available(self.rules)

    @cached_property
    def savings(self) -> Linear:
        """Euros that funded synergies give back to the budget."""
        total = constant(0, len(self.candidates))
        for name, rule in self.rules.items():
            if (saved := rule.savings(name, self)) is not None:
                total += saved
        return total


def least_available(rules: Mapping[str, Rule]) -> int | None:
    """Return the money available under the tightest of the budget rules."""
    return min((r.available for r in rules.values() if r.available is not None), default=None)


def unknown(where: str, what: str, found: str, known: Mapping[str, object] | list[str]) -> Problem:
    """Return the problem of a name that the call does not know."""
    return Problem(
        f"unknown {what}",
        column=where,
        found=found,
        expected=one_of(known) if known else f"a {what}; the call has none",
        suggestion=nearest(found, known),
    )


def unknown_applications(where: str, ids: tuple[str, ...], call: Call) -> Iterator[Problem]:
    """Yield a problem for every id that no application has."""
    known = [application.id for application in call.applications]
    for application_id in ids:
        if application_id not in known:
            yield unknown(where, "application", application_id, known)


def row_name(rule: str, part: str = "") -> str:
    """Name a row after its rule, and after what it is about where a rule has several rows."""
    return f"{rule}[{part}]" if part else rule
