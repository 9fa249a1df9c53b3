"""Limit: the euros, the share or the number of some awards stays within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Number
from allocator.rows import Linear, Row, Sense, Unit
from allocator.rules.base import Ground, Rule, least_available, row_name, unknown
from allocator.rules.selection import Group, Selection, column_title, column_values, groups
from allocator.text import Language, Text
from allocator.writing import euros, percent, whole

Measure = Literal["euros", "share_of_granted", "share_of_budget", "count"]

_EACH: Mapping[Language, str] = {"fi": "kukin", "sv": "varje", "en": "each"}
_OF = {
    "euros": {"fi": "myönnöistä", "sv": "av de beviljade medlen", "en": "of the awards"},
    "share_of_granted": {
        "fi": "myönnetystä rahasta",
        "sv": "av de beviljade medlen",
        "en": "of the money granted",
    },
    "share_of_budget": {"fi": "käytettävissä olevasta rahasta", "sv": "av anslaget", "en": "of the budget"},
    "count": {"fi": "rahoitettavaa", "sv": "finansierade", "en": "funded"},
}


class Limit(Rule):
    r"""What the matching awards measure is at least or at most a bound; `each` makes one row per value.

    .. math:: L\,m \;\le\; \sum_i a_{ik} x_i \;\le\; U\,m \quad \forall k

    :math:`a_{ik}` is award *i*'s whole euros in group *k* (in a region: its partners' share of them),
    or 1 where the measure is a count; *m* is 1 for euros and counts, the money granted
    :math:`\sum_i g_i x_i` for a share of what is granted, and the budget for a share of the budget. A
    share of what is granted is satisfied by granting nothing.
    """

    formula: ClassVar[str] = "L·m ≤ Σᵢ aᵢₖxᵢ ≤ U·m for every group k (m: 1, Σᵢ gᵢxᵢ, or the budget)"
    kind: Literal["limit"] = "limit"
    for_: Selection = Field(Selection(), alias="for", description="the applications, or regions' money, it measures")
    each: str | None = Field(None, description="a column: one row for each of its values")
    measure: Measure = Field("euros", description="what is measured")
    at_least: Number | None = Field(None, ge=0, description="least that is allowed, in what is measured")
    at_most: Number | None = Field(None, ge=0, description="greatest that is allowed, in what is measured")

    @model_validator(mode="after")
    def _bounds(self) -> Limit:
        bounds = [bound for bound in (self.at_least, self.at_most) if bound is not None]
        if not bounds:
            raise ValueError("a limit needs at_least, at_most, or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")
        if self.measure.startswith("share") and max(bounds) > 1:
            raise ValueError('expected shares from 0 to 1, such as "0.15" or "15 %"')
        if not self.measure.startswith("share") and any(bound.denominator != 1 for bound in bounds):
            raise ValueError(f"expected whole numbers, since the measure is {self.measure}")
        return self

    @property
    def needs_budget(self) -> bool:
        """Whether it speaks of shares of the budget."""
        return self.measure == "share_of_budget"

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""

        def sentence(language: Language) -> str:
            least, most = {
                "fi": ("vähintään", "enintään"),
                "sv": ("minst", "högst"),
                "en": ("at least", "at most"),
            }[language]
            bounds = [
                f"{word} {self._number(bound, language)}"
                for word, bound in ((least, self.at_least), (most, self.at_most))
                if bound is not None
            ]
            who = self.for_.words(call, language)
            each = f"{_EACH[language]} {column_title(self.each)[language]}" if self.each else ""
            about = "; ".join(filter(None, (each, who))) or {"fi": "kaikki", "sv": "alla", "en": "all"}[language]
            return f"{about[0].upper()}{about[1:]}: {', '.join(bounds)} {_OF[self.measure][language]}."

        return Text(fi=sentence("fi"), sv=sentence("sv"), en=sentence("en"))

    def _number(self, bound: Fraction, language: Language) -> str:
        if self.measure == "euros":
            return euros(bound, language)
        return whole(int(bound), language) if self.measure == "count" else percent(bound, language)

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown names, and a share of a budget that no rule sets."""
        yield from self.for_.problems(f"rules.{name}.for", call)
        if self.each is not None and column_values(call, self.each) is None:
            yield unknown(f"rules.{name}.each", "column", self.each, ["region", "target", *sorted(call.columns)])
        if self.measure == "share_of_budget" and least_available(rules) is None:
            yield Problem("a share of the budget needs a budget rule beside it", column=f"rules.{name}.measure")

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a row for each bound of each group."""
        unit: Unit = "count" if self.measure == "count" else "euros"
        bounds: list[tuple[Fraction | None, Sense, str]] = [
            (self.at_least, ">=", "at_least"),
            (self.at_most, "<=", "at_most"),
        ]
        for group in self._groups(ground):
            measured = group.count if self.measure == "count" else group.euros
            for bound, sense, mark in bounds:
                if bound is None:
                    continue
                both = self.at_least is not None and self.at_most is not None
                part = ", ".join(filter(None, (group.key, mark if both else "")))
                right = self._base(ground) * bound
                label = group.title if self.each else None
                yield Row(row_name(name, part), measured, sense, right, unit, name, label)

    def _groups(self, ground: Ground) -> Iterator[Group]:
        if self.each is not None:
            yield from groups(ground.candidates, self.each, self.for_)
        else:
            euros_of, count = self.for_.euros(ground.candidates), self.for_.count(ground.candidates)
            yield Group("", Text(fi="–"), euros_of, count)

    def _base(self, ground: Ground) -> Linear | int:
        """Return what a bound is a share of; 1 where it is no share."""
        if self.measure == "share_of_granted":
            return ground.candidates.euros
        return (ground.budget or 0) if self.measure == "share_of_budget" else 1
