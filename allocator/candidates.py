"""Candidate awards: every way in which one application may be funded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from allocator.call import Application, Call
from allocator.exact import decimal_text, largest_remainder
from allocator.rows import Integers, Linear, fitting

GENERAL = "general"
"""Name of the money that is in no pot of its own."""


@dataclass(frozen=True, slots=True)
class Award:
    """One way to fund one application.

    Attributes
    ----------
    application : str
        Its id.
    level : Fraction
        Part of the request that is granted; 1 is all of it.
    euros : int
        The award in whole euros.
    by_year, by_region : tuple of int
        Whole euros for each year of the call and each region of its geography; each sums to `euros`.
    value : Fraction
        What the award adds to the objective *value*.
    sources : frozenset of str
        Pots that may pay it; the award may be split between them.
    """

    application: str
    level: Fraction
    euros: int
    by_year: tuple[int, ...]
    by_region: tuple[int, ...]
    value: Fraction
    sources: frozenset[str] = frozenset({GENERAL})

    @property
    def choice(self) -> tuple[str, Fraction]:
        """What is decided: the application and its level. Which pot pays is bookkeeping."""
        return self.application, self.level

    @property
    def name(self) -> str:
        """A readable name, unique among the candidate awards."""
        level = "" if self.level == 1 else f"@{decimal_text(100 * self.level)}"
        return f"{self.application}{level}" + ("" if GENERAL in self.sources else f"/{'+'.join(sorted(self.sources))}")


def award(
    call: Call,
    application: Application,
    level: Fraction,
    euros: int,
    value: Fraction,
    sources: frozenset[str],
) -> Award:
    """Make a candidate award, its euros divided among years and regions as they were requested."""
    # An application without partners has money in no region.
    requested = sorted((call.region_places[code], part) for code, part in application.by_region.items() if part)
    by_region = [0] * len(call.region_codes)
    parts = largest_remainder(euros, [part for _, part in requested]) if requested else ()
    for (place, _), part in zip(requested, parts, strict=True):
        by_region[place] = part
    return Award(
        application.id,
        level,
        euros,
        largest_remainder(euros, application.by_year),
        tuple(by_region),
        value,
        sources,
    )


@dataclass(frozen=True)
class Candidates:
    """All candidate awards of a call under a scenario's rules, and the forms that rules are made of.

    The awards are in their one order: by application, in the call's order, level downwards, then pot.
    """

    call: Call
    awards: tuple[Award, ...]

    def __len__(self) -> int:
        return len(self.awards)

    @cached_property
    def applications(self) -> tuple[Application, ...]:
        """The application of each candidate award, in the candidates' order."""
        return tuple(self.call[award.application] for award in self.awards)

    @cached_property
    def euros(self) -> Linear:
        """Σ gᵢ xᵢ: the money granted."""
        return Linear(self._array(a.euros for a in self.awards))

    @cached_property
    def count(self) -> Linear:
        """Σ xᵢ: the number of applications funded, since each has at most one award."""
        return Linear(np.ones(len(self), dtype=np.int64))

    @cached_property
    def value(self) -> Linear:
        """Σ vᵢ xᵢ: the value of the awards."""
        scale = 10 ** (self.call.terms.decimals + 4)
        # Values come from a table and may be of any size: Python integers where int64 is too small.
        values = [award.value.numerator * scale // award.value.denominator for award in self.awards]
        return Linear(fitting(np.array(values, dtype=object))) * Fraction(1, scale)

    def in_region(self, code: str) -> Linear:
        """Σ qᵢᵣ gᵢ xᵢ: the money granted in a region, by the partners' euros."""
        return Linear(self._by_region[self.call.region_codes.index(code)])

    def reaching(self, code: str) -> Linear:
        """Σ xᵢ over the awards that have at least one euro in a region."""
        return Linear((self.in_region(code).coefficients > 0).astype(np.int64))

    def in_year(self, year: int) -> Linear:
        """Σ gᵢₜ xᵢ: the money granted that is paid in a year."""
        return Linear(self._by_year[self.call.terms.years.index(year)])

    def only(self, form: Linear, wanted: Callable[[Application], bool]) -> Linear:
        """Return *form* with the awards of unwanted applications left out."""
        return self.masked(form, [wanted(application) for application in self.applications])

    @staticmethod
    def masked(form: Linear, wanted: Sequence[bool] | npt.NDArray[np.bool_]) -> Linear:
        """Return *form* with the awards that are not wanted left out."""
        kept = np.where(np.array(wanted, dtype=bool), form.coefficients, 0)
        return Linear(kept, form.constant, form.denominator, form.helpers)

    def euros_where(self, wanted: Callable[[Award], bool]) -> Linear:
        """Σ gᵢ xᵢ over the candidate awards that are wanted."""
        return Linear(self.where(wanted).coefficients * self.euros.coefficients)

    def of(self, application_id: str) -> Linear:
        """Σ xᵢ over the candidate awards of an application: 1 when it is funded."""
        return self.where(lambda award: award.application == application_id)

    def choosing(self, choices: set[tuple[str, Fraction]]) -> Linear:
        """Σ xᵢ over the candidate awards that fund one of these applications at its level, from whatever pot."""
        return self.where(lambda award: award.choice in choices)

    def where(self, wanted: Callable[[Award], bool]) -> Linear:
        """Σ xᵢ over the candidate awards that are wanted."""
        return Linear(self._array(int(wanted(award)) for award in self.awards))

    @cached_property
    def _by_year(self) -> Integers:
        by_year = np.array([award.by_year for award in self.awards], dtype=np.int64)
        return np.ascontiguousarray(by_year.reshape(len(self), len(self.call.terms.years)).T)

    @cached_property
    def _by_region(self) -> Integers:
        places = self.call.region_places
        by_region = np.zeros((len(places), len(self)), dtype=np.int64)
        reached = [[places[code] for code in application.by_region] for application in self.applications]
        rows = np.fromiter(chain.from_iterable(reached), dtype=np.int64)
        columns = np.repeat(np.arange(len(self)), np.fromiter(map(len, reached), dtype=np.int64, count=len(self)))
        parts = ([award.by_region[row] for row in own] for award, own in zip(self.awards, reached, strict=True))
        by_region[rows, columns] = np.fromiter(chain.from_iterable(parts), dtype=np.int64, count=len(rows))
        return by_region

    def _array(self, numbers: Iterable[int]) -> Integers:
        return np.fromiter(numbers, dtype=np.int64, count=len(self))
