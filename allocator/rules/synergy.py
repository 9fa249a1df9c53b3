"""Synergy: applications that are worth more, or cost less, together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Euros, Number
from allocator.rows import Helper, Linear, constant
from allocator.rules.base import Ground, Rule, unknown_applications
from allocator.text import Language, Text
from allocator.writing import decimal, euros, listed


class Synergy(Rule):
    r"""Funding all of a list adds value, or gives euros back to the budget.

    .. math:: +\,\sigma z, \qquad -\,e z \ \text{ in the budget}, \qquad z = \min_{i \in L} x_i

    *z* is 1 when every application of the list *L* is funded, :math:`\sigma` the extra value (negative
    where they overlap), and *e* the whole euros saved, which return to the general money.
    """

    formula: ClassVar[str] = "value + σ·z, budget − e·z, with z = min xᵢ (i in L)"
    kind: Literal["synergy"] = "synergy"
    of: tuple[str, ...] = Field(min_length=2, description="ids of applications")
    value: Number = Field(Fraction(0), description="extra value if all are funded")
    saves: Euros = Field(0, description="whole euros saved if all are funded")

    @model_validator(mode="after")
    def _does_something(self) -> Synergy:
        if not self.value and not self.saves:
            raise ValueError("a synergy needs a value or saves")
        if len(set(self.of)) < len(self.of):
            raise ValueError("the list names an application twice")
        if self.value < 0 < self.saves:
            raise ValueError("write an overlap and a saving as two rules")
        return self

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        decimals = call.terms.decimals

        def effects(language: Language, value: str, saves: str) -> str:
            parts = [f"{value} {decimal(self.value, decimals, language)}"] if self.value else []
            return listed(parts + ([f"{saves} {euros(self.saves, language)}"] if self.saves else []), language)

        return Text(
            fi=f"Jos kaikki rahoitetaan ({listed(self.of, 'fi')}): {effects('fi', 'lisäarvo', 'säästö')}.",
            sv=f"Om alla finansieras ({listed(self.of, 'sv')}): {effects('sv', 'mervärde', 'inbesparing')}.",
            en=f"If all are funded ({listed(self.of, 'en')}): {effects('en', 'extra value', 'saving')}.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield ids that no application has."""
        yield from unknown_applications(f"rules.{name}.of", self.of, call)

    def bonus(self, name: str, ground: Ground) -> Linear | None:
        """Return σ·z."""
        return self._together(name, ground) * self.value if self.value else None

    def savings(self, name: str, ground: Ground) -> Linear | None:
        """Return e·z."""
        return self._together(name, ground) * self.saves if self.saves else None

    def _together(self, name: str, ground: Ground) -> Linear:
        """Return z; as max(0, Σ xᵢ − (n − 1)) where less of it is better, which is the same number."""
        awards = len(ground.candidates)
        funded = [ground.candidates.of(application_id) for application_id in self.of]
        if self.value < 0:
            overlap = sum(funded, constant(1 - len(self.of), awards))
            return Helper(f"{name}.together", "greatest", (constant(0, awards), overlap)).as_form(awards)
        return Helper(f"{name}.together", "least", tuple(funded)).as_form(awards)
