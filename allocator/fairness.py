"""Reference shares: what part of the money each region would have if it were shared by a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pydantic import Field, model_validator

from allocator.call import Call, Written
from allocator.eligibility import ineligible
from allocator.errors import Problem, nearest, one_of
from allocator.exact import Share, largest_remainder
from allocator.text import Language
from allocator.writing import listed, percent

_WORDS = {
    "equal": {"fi": "tasan", "sv": "lika", "en": "equally"},
    "population": {"fi": "väkiluvun mukaan", "sv": "enligt folkmängd", "en": "by population"},
    "requested": {"fi": "haetun rahan mukaan", "sv": "enligt sökta medel", "en": "by money requested"},
}


class Reference(Written):
    """A mix of formulas, e.g. 70 % equally and 30 % by population, published to so many decimals.

    The shares are published numbers: rounded by the largest remainder to `decimals` so that they sum
    to one exactly, and what is published is what is held against.
    """

    equal: Share = Field(Fraction(0), description="weight of equal shares")
    population: Share = Field(Fraction(0), description="weight of population shares")
    requested: Share = Field(
        Fraction(0), description="weight of shares of the money that eligible applications request"
    )
    outside: tuple[str, ...] = Field((), description="regions that take no part")
    decimals: int = Field(4, ge=1, le=6, description="decimals to which the shares are published")

    @model_validator(mode="after")
    def _mix_sums_to_one(self) -> Reference:
        total = self.equal + self.population + self.requested
        if total != 1:
            raise ValueError(f"equal, population and requested sum to {float(total):g}, not to 1")
        return self

    def problems(self, where: str, call: Call) -> Iterator[Problem]:
        """Yield unknown regions, and regions whose population is not known though it counts."""
        for name in self.outside:
            if call.geography.region(name) is None:
                known = list(call.geography.region_names())
                yield Problem(
                    "unknown region",
                    column=f"{where}.outside",
                    found=name,
                    expected=one_of(known),
                    suggestion=nearest(name, known),
                )
        if self.population:
            for region in call.geography.regions:
                if not region.population and region.code in self._codes(call):
                    yield Problem(f"the population of {region.name['fi']} is not known", column=f"{where}.population")
        if not self._codes(call):
            yield Problem("no region takes part", column=f"{where}.outside")

    def _codes(self, call: Call) -> tuple[str, ...]:
        outside = {region.code for name in self.outside if (region := call.geography.region(name))}
        return tuple(code for code in call.region_codes if code not in outside)

    def shares(self, call: Call) -> Mapping[str, Fraction]:
        """Return the published share of each region that takes part, by its code; they sum to 1."""
        codes = self._codes(call)
        mix = dict.fromkeys(codes, Fraction(0))
        for weight, amounts in self._amounts(call):
            total = sum(amounts[code] for code in codes)
            for code in codes:
                # Nothing requested anywhere: nothing tells the regions apart, so they share alike.
                mix[code] += weight * (Fraction(amounts[code], total) if total else Fraction(1, len(codes)))
        units = 10**self.decimals
        parts = largest_remainder(units, list(mix.values()))
        return {code: Fraction(part, units) for code, part in zip(codes, parts, strict=True)}

    def _amounts(self, call: Call) -> Iterator[tuple[Fraction, Mapping[str, int]]]:
        """Yield each formula that has a weight, as amounts by region to which the shares are in proportion."""
        if self.equal:
            yield self.equal, dict.fromkeys(call.region_codes, 1)
        if self.population:
            yield self.population, {region.code: region.population or 0 for region in call.geography.regions}
        if self.requested:
            yield self.requested, call.once(_requested)

    def words(self, language: Language) -> str:
        """Say the mix: 70 % tasan ja 30 % väkiluvun mukaan."""
        parts = [
            f"{percent(weight, language)} {_WORDS[name][language]}"
            for name, weight in (
                ("equal", self.equal),
                ("population", self.population),
                ("requested", self.requested),
            )
            if weight
        ]
        return listed(parts, language)


def _requested(call: Call) -> Mapping[str, int]:
    """Return the euros that eligible applications request in each region, by its code."""
    refused, requested = ineligible(call), dict.fromkeys(call.region_codes, 0)
    for application in call.applications:
        if application.id not in refused:
            for code, euros in application.by_region.items():
                requested[code] += euros
    return requested
