"""Threshold: a value, or a criterion's mean, below which there is no candidate award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from allocator.call import Application, Call
from allocator.eligibility import Refusal
from allocator.errors import Problem
from allocator.exact import Number
from allocator.rules.base import Rule, unknown
from allocator.rules.selection import Selection
from allocator.scoring import Assessment
from allocator.text import Text
from allocator.writing import decimal


class Threshold(Rule):
    r"""An application whose value, or mean on one criterion, is below the threshold is not funded.

    .. math:: x_i = 0 \quad \forall i:\ v_i < \tau \quad (\text{or } s_{ik} < \tau)

    :math:`v_i` is the published value and :math:`s_{ik}` the published mean on criterion *k*. Exactly
    at the threshold passes. Below it there is no candidate award, so it yields no row.
    """

    formula: ClassVar[str] = "xᵢ = 0 for every i with vᵢ < τ (or sᵢₖ < τ)"
    kind: Literal["threshold"] = "threshold"
    at_least: Number = Field(description="the least that passes")
    criterion: str | None = Field(None, description="a criterion; empty: the value")
    for_: Selection = Field(Selection(), alias="for", description="the applications that it concerns")

    def _title(self, call: Call) -> Text:
        if self.criterion is None and call.terms.criteria:
            return Text(fi="pistemäärä", sv="poängen", en="the score")
        if self.criterion is None:
            return Text(fi="arvo", sv="värdet", en="the value")
        known = call.terms.criteria.get(self.criterion)
        title = known.title if known else Text(fi=self.criterion)
        return Text(fi=f"”{title['fi']}”", sv=f"”{title['sv']}”", en=f"“{title['en']}”")

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        title, decimals = self._title(call), call.terms.decimals
        who = self.for_.concerns(call)
        return Text(
            fi=f"Rahoitetaan vain, jos {title['fi']} on vähintään {decimal(self.at_least, decimals, 'fi')}{who['fi']}.",
            sv=f"Finansieras bara om {title['sv']} är minst {decimal(self.at_least, decimals, 'sv')}{who['sv']}.",
            en=f"Funded only if {title['en']} is at least {decimal(self.at_least, decimals, 'en')}{who['en']}.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown names."""
        yield from self.for_.problems(f"rules.{name}.for", call)
        if self.criterion is not None and self.criterion not in call.terms.criteria:
            yield unknown(f"rules.{name}.criterion", "criterion", self.criterion, list(call.terms.criteria))

    def refuses(self, call: Call, application: Application, assessment: Assessment) -> Refusal | None:
        """Return the reason if the application is below the threshold."""
        measured = assessment.value if self.criterion is None else assessment.means.get(self.criterion)
        if measured is None or measured >= self.at_least or not self.for_.wants(call, application):
            return None
        title, decimals = self._title(call), call.terms.decimals
        return Refusal(
            "threshold",
            Text(
                fi=f"Vähimmäistaso ei täyty: {title['fi']} on {decimal(measured, decimals, 'fi')}; "
                f"vaaditaan vähintään {decimal(self.at_least, decimals, 'fi')}.",
                sv=f"Miniminivån nås inte: {title['sv']} är {decimal(measured, decimals, 'sv')}; "
                f"minst {decimal(self.at_least, decimals, 'sv')} krävs.",
                en=f"Below the threshold: {title['en']} is {decimal(measured, decimals, 'en')}; "
                f"at least {decimal(self.at_least, decimals, 'en')} is required.",
            ),
        )
