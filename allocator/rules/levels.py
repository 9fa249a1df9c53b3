"""Levels: which parts of a request may be granted, and how much at most and at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Application, Call
from allocator.errors import Problem
from allocator.exact import Euros, Share, parse_euros, round_half_up
from allocator.rules.base import Amount, Rule, unknown
from allocator.rules.selection import Selection
from allocator.text import Language, Text
from allocator.writing import euros, listed, percent


class Levels(Rule):
    r"""An award is a listed part of the request, cut to the ceiling, and not below the least that works.

    .. math:: g_{i\ell} = \min(\operatorname{round}(\ell\,c_i),\ U,\ \rho\,k_i), \qquad
              g_{i\ell} \ge \max(m_i, L), \qquad v_{i\ell} = \ell'\,v_i \ \text{ or }\ v_i

    :math:`c_i` is the request, :math:`\ell` a level, *U* the greatest award, :math:`\rho` the rate and
    :math:`k_i` the costs that it is a share of, :math:`m_i` the application's own minimum (its whole
    request where it has none), *L* the least award, and :math:`\ell'` the part really granted. A partial
    award is worth its part of the value, or all of it with `value: full`. It yields no row.
    """

    formula: ClassVar[str] = "gᵢₗ = min(round(ℓ·cᵢ), U, ρ·kᵢ), dropped below max(mᵢ, L); vᵢₗ = ℓ·vᵢ or vᵢ"
    kind: Literal["levels"] = "levels"
    levels: tuple[Share, ...] = Field((Fraction(1),), min_length=1, description="parts of the request")
    value: Literal["proportional", "full"] = Field("proportional", description="what a partial award is worth")
    at_least: Euros | None = Field(None, description="least award, whole euros")
    at_most: Euros | None = Field(None, description="greatest award, whole euros; greater ones are cut to it")
    rate_at_most: Share | None = Field(None, description="greatest part of the costs that is granted")
    costs: str | None = Field(None, description="column that holds the costs, whole euros")
    for_: Selection = Field(Selection(), alias="for", description="the applications that it concerns")

    @model_validator(mode="after")
    def _sound(self) -> Levels:
        if 0 in self.levels or len(set(self.levels)) < len(self.levels):
            raise ValueError("expected levels above 0, each once")
        if (self.rate_at_most is None) != (self.costs is None):
            raise ValueError("rate_at_most and costs go together")
        return self

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        words: dict[Language, tuple[str, ...]] = {
            "fi": (
                "Haetusta voidaan myöntää",
                "myöntö vähintään",
                "enintään",
                "osuus kustannuksista enintään",
                "osittaisella myönnöllä on hakemuksen koko arvo",
            ),
            "sv": (
                "Av det sökta kan beviljas",
                "beloppet minst",
                "högst",
                "andel av kostnaderna högst",
                "ett partiellt belopp har ansökans hela värde",
            ),
            "en": (
                "Of a request, this part may be granted:",
                "an award at least",
                "at most",
                "of the costs at most",
                "a partial award has the application's whole value",
            ),
        }

        who = self.for_.concerns(call)

        def sentence(language: Language) -> str:
            levels, least, most, rate, full = words[language]
            parts = [f"{levels} {listed([percent(level, language) for level in self.levels], language)}"]
            if self.at_least is not None:
                parts.append(f"{least} {euros(self.at_least, language)}")
            if self.at_most is not None:
                parts.append(f"{most} {euros(self.at_most, language)}")
            if self.rate_at_most is not None:
                parts.append(f"{rate} {percent(self.rate_at_most, language)}")
            if self.value == "full":
                parts.append(full)
            return "; ".join(parts) + f"{who[language]}."

        return Text(fi=sentence("fi"), sv=sentence("sv"), en=sentence("en"))

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown names, costs that are no euros, and a second rule for the same application."""
        yield from self.for_.problems(f"rules.{name}.for", call)
        if self.costs is not None:
            yield from self._problems_of_costs(name, call, self.costs)
        for other_name, other in rules.items():
            if isinstance(other, Levels) and other_name > name:
                both = [a.id for a in call.applications if self.for_.wants(call, a) and other.for_.wants(call, a)]
                if both:
                    yield Problem(
                        f"{both[0]} has levels by two rules",
                        column=f"rules.{name}",
                        found=f"{name} and {other_name}",
                    )

    def _problems_of_costs(self, name: str, call: Call, costs: str) -> Iterator[Problem]:
        if costs not in call.columns:
            yield unknown(f"rules.{name}.costs", "column", costs, sorted(call.columns))
            return
        for application in call.applications:
            if self.for_.wants(call, application) and _costs(application, costs) is None:
                found = ", ".join(application.columns.get(costs, ()))
                yield Problem(
                    f"{application.id} has no costs that a rate can be taken of",
                    column=costs,
                    found=found,
                    expected="whole euros",
                )

    def amounts(self, call: Call, application: Application, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
        """Return an amount for each level that the application can work with, greatest first."""
        if not self.for_.wants(call, application):
            return amounts
        [whole] = amounts
        least = max(application.requested if application.minimum is None else application.minimum, self.at_least or 0)
        offered: dict[int, Amount] = {}
        for level in sorted(self.levels, reverse=True):
            asked = int(round_half_up(level * application.requested, 0))
            granted = min([asked, *self._ceilings(application)])
            if granted >= max(least, 1):
                part = level if granted == asked else Fraction(granted, application.requested)
                offered.setdefault(granted, self._amount(call, whole, part, granted))
        return tuple(offered.values())

    def _ceilings(self, application: Application) -> Iterator[int]:
        if self.at_most is not None:
            yield self.at_most
        if self.rate_at_most is not None and self.costs is not None:
            costs = _costs(application, self.costs) or 0
            yield int(self.rate_at_most * costs)

    def _amount(self, call: Call, whole: Amount, part: Fraction, granted: int) -> Amount:
        worth = whole.value if self.value == "full" else round_half_up(part * whole.value, call.terms.decimals + 4)
        return Amount(part, granted, worth)


def _costs(application: Application, column: str) -> int | None:
    try:
        [costs] = application.columns.get(column, ())
        return parse_euros(costs)
    except ValueError:
        return None
