"""Coverage: enough regions, or other groups, receive something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Euros
from allocator.rows import Helper, Row, constant
from allocator.rules.base import Ground, Rule, unknown
from allocator.rules.selection import Selection, column_title, column_values, groups
from allocator.text import Language, Text
from allocator.writing import euros, whole


class Coverage(Rule):
    r"""At least *k* groups receive something, or at least so many euros each.

    .. math:: \sum_r y_r \;\ge\; k, \qquad
              y_r = \min\bigl(1, \sum_{i: g_{ir} > 0} x_i\bigr)
              \quad\text{or}\quad
              y_r = \Bigl\lfloor \min\bigl(1, \tfrac{1}{e} \sum_i g_{ir} x_i\bigr) \Bigr\rfloor

    :math:`y_r` is 1 when group *r* is reached: with any award, or with *e* euros where `euros_at_least`
    is set; :math:`g_{ir}` are award *i*'s euros in group *r*.
    """

    formula: ClassVar[str] = "Σᵣ yᵣ ≥ k, with yᵣ = min(1, Σ xᵢ over awards that reach r), or ⌊min(1, Σᵢ gᵢᵣxᵢ / e)⌋"
    kind: Literal["coverage"] = "coverage"
    each: str = Field("region", description="a column whose values are to be covered")
    for_: Selection = Field(Selection(), alias="for", description="the applications, or regions, that count")
    at_least: int = Field(ge=1, description="how many groups must be reached")
    euros_at_least: Euros | None = Field(None, gt=0, description="whole euros by which a group is reached")

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""

        def with_euros(word: str, language: Language) -> str:
            return f" {word} {euros(self.euros_at_least, language)}" if self.euros_at_least else ""

        each, who = column_title(self.each), self.for_.concerns(call)
        number = {language: whole(self.at_least, language) for language in ("fi", "sv", "en")}
        return Text(
            fi=f"Rahoitus tavoittaa{with_euros('vähintään', 'fi')} vähintään näin monta ryhmää "
            f"({each['fi']}): {number['fi']}{who['fi']}.",
            sv=f"Finansieringen når{with_euros('med minst', 'sv')} minst så här många grupper "
            f"({each['sv']}): {number['sv']}{who['sv']}.",
            en=f"Funding reaches{with_euros('with at least', 'en')} at least this many groups "
            f"({each['en']}): {number['en']}{who['en']}.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown names, and a number of groups that does not exist."""
        unknown_names = list(self.for_.problems(f"rules.{name}.for", call))
        yield from unknown_names
        known = column_values(call, self.each)
        if known is None:
            yield unknown(f"rules.{name}.each", "column", self.each, ["region", "target", *sorted(call.columns)])
            return
        if unknown_names:
            return
        count = len(self.for_.values(call, self.each)) if self.each in self.for_.root else len(known)
        if count < self.at_least:
            yield Problem(
                f"more groups are asked for than {self.each} has",
                column=f"rules.{name}.at_least",
                found=str(self.at_least),
                expected=f"at most {count}",
            )

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield the one row: reached groups ≥ k."""
        awards = len(ground.candidates)
        reached, one = constant(0, awards), constant(1, awards)
        for group in groups(ground.candidates, self.each, self.for_):
            enough = group.count
            if self.euros_at_least is not None:
                enough = group.euros * Fraction(1, self.euros_at_least)
            helper = Helper(
                f"{name}.reached[{group.key}]", "least", (one, enough), whole=self.euros_at_least is not None
            )
            reached += helper.as_form(awards)
        yield Row(name, reached, ">=", self.at_least, "count", name)
