"""Year: what is paid in a year fits into the money of that year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Euros
from allocator.rows import Row
from allocator.rules.base import Ground, Rule, row_name, unknown
from allocator.text import Language, Text
from allocator.writing import euros, listed


class Year(Rule):
    r"""The awards' euros of each year are at most that year's limit.

    .. math:: \sum_i g_{it} x_i \;\le\; B_t \quad \forall t,
              \qquad\text{or with carry-over}\qquad
              \sum_{\tau \le t} \sum_i g_{i\tau} x_i \;\le\; \sum_{\tau \le t} B_\tau

    :math:`g_{it}` is the part of award *i* paid in year *t* and :math:`B_t` the limit. A transferable
    appropriation carries over: what one year leaves unspent, a later one may spend.
    """

    formula: ClassVar[str] = "Σᵢ gᵢₜxᵢ ≤ Bₜ for every year t (carried over: both sides summed up to t)"
    kind: Literal["year"] = "year"
    at_most: Mapping[int, Euros] = Field(min_length=1, description="whole euros by year")
    carry_over: bool = Field(False, description="unspent money moves forward to later years")

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""

        def limits(language: Language) -> str:
            return listed(
                [f"{year}: {euros(limit, language)}" for year, limit in sorted(self.at_most.items())],
                language,
            )

        fi, sv, en = (
            (
                " Käyttämätön raha siirtyy eteenpäin.",
                " Oanvända medel överförs.",
                " Unspent money moves forward.",
            )
            if self.carry_over
            else ("", "", "")
        )
        return Text(
            fi=f"Vuosittain maksetaan enintään: {limits('fi')}.{fi}",
            sv=f"Årligen betalas högst: {limits('sv')}.{sv}",
            en=f"Paid in each year at most: {limits('en')}.{en}",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield years that the call does not have, and gaps in a carry-over."""
        years = [str(year) for year in call.terms.years]
        for year in self.at_most:
            if str(year) not in years:
                yield unknown(f"rules.{name}.at_most", "year", str(year), years)
        missing = [year for year in years if int(year) not in self.at_most]
        if self.carry_over and missing:
            yield Problem(
                "money carried over needs a limit for every year",
                column=f"rules.{name}.at_most",
                found=f"no limit for {', '.join(missing)}",
                expected=f"limits for {', '.join(years)}",
            )

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a row for every year that has a limit."""
        spent, limit = ground.candidates.euros * 0, 0
        for year in sorted(self.at_most):
            in_year, limit_of_year = ground.candidates.in_year(year), self.at_most[year]
            spent, limit = (spent + in_year, limit + limit_of_year) if self.carry_over else (in_year, limit_of_year)
            label = Text(fi=str(year))
            yield Row(row_name(name, str(year)), spent, "<=", limit, rule=name, label=label)
