"""Rows: linear inequalities over candidate awards, in exact integers.

The solver reads the rows; the check, the explanations and the documents read the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from allocator.text import Text

Integers = npt.NDArray[Any]
"""One whole number for each candidate award: int64 while it fits, Python integers beyond."""

Sense = Literal["<=", ">=", "=="]
Unit = Literal["euros", "count", "value", "share"]

_INT64_IS_SAFE_BELOW = 2**62
_MANY = 1_000
"""Numbers from which on it pays to look whether their sum fits."""


def fitting(numbers: Integers) -> Integers:
    """Return *numbers* as int64 if they all fit, so that later products start from a fast array."""
    if numbers.dtype != object or not numbers.size:
        return numbers
    small = max(abs(int(numbers.max())), abs(int(numbers.min()))) < _INT64_IS_SAFE_BELOW
    return numbers.astype(np.int64) if small else numbers


def _peak(numbers: Integers) -> int:
    return max(abs(int(numbers.max())), abs(int(numbers.min()))) if numbers.size else 0


def _times(numbers: Integers, factor: int) -> Integers:
    """Multiply exactly: beyond 62 bits in Python integers."""
    if factor == 1:
        return numbers
    # A factor beyond 62 bits does not fit an int64 array, though every number in it be 0.
    if numbers.dtype != object and max(1, _peak(numbers)) * abs(factor) >= _INT64_IS_SAFE_BELOW:
        numbers = numbers.astype(object)
    return numbers * factor


def _divided(numbers: Integers, divisor: int) -> Integers:
    """Divide exactly by a common divisor; one beyond 62 bits in Python integers."""
    if divisor == 1:
        return fitting(numbers)
    return fitting((numbers if divisor < _INT64_IS_SAFE_BELOW else numbers.astype(object)) // divisor)


def _plus(left: Integers, right: Integers) -> Integers:
    """Add exactly: beyond 62 bits in Python integers."""
    if _peak(left) + _peak(right) >= _INT64_IS_SAFE_BELOW:
        left, right = left.astype(object), right.astype(object)
    return left + right


@dataclass(frozen=True, eq=False)
class Linear:
    """A linear form over candidate awards, exact: (constant + Σ coefficientᵢ xᵢ + Σ mⱼ hⱼ) / denominator.

    xᵢ is 1 when candidate award *i* is made, and hⱼ is a helper that the awards determine. Forms add,
    subtract and scale like numbers, so that a rule reads like its formula.
    """

    coefficients: Integers
    constant: int = 0
    denominator: int = 1
    helpers: tuple[tuple[Helper, int], ...] = ()

    def __add__(self, other: Linear | Fraction | int) -> Linear:
        if not isinstance(other, Linear):
            return self._shifted(Fraction(other))
        denominator = lcm(self.denominator, other.denominator)
        mine, theirs = denominator // self.denominator, denominator // other.denominator
        helpers: dict[Helper, int] = {helper: m * mine for helper, m in self.helpers}
        for helper, multiple in other.helpers:
            helpers[helper] = helpers.get(helper, 0) + multiple * theirs
        return Linear(
            _plus(_times(self.coefficients, mine), _times(other.coefficients, theirs)),
            self.constant * mine + other.constant * theirs,
            denominator,
            tuple((helper, multiple) for helper, multiple in helpers.items() if multiple),
        )

    def _shifted(self, number: Fraction) -> Linear:
        """Add a number: the coefficients stay the same array where they can."""
        denominator = lcm(self.denominator, number.denominator)
        multiple = denominator // self.denominator
        return Linear(
            _times(self.coefficients, multiple),
            self.constant * multiple + int(number * denominator),
            denominator,
            tuple((helper, m * multiple) for helper, m in self.helpers),
        )

    def __mul__(self, factor: Fraction | int) -> Linear:
        factor = Fraction(factor)
        return Linear(
            _times(self.coefficients, factor.numerator),
            self.constant * factor.numerator,
            self.denominator * factor.denominator,
            tuple((helper, multiple * factor.numerator) for helper, multiple in self.helpers),
        )

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Linear:
        return self * -1

    def __sub__(self, other: Linear | Fraction | int) -> Linear:
        return self + -other

    def __rsub__(self, other: Fraction | int) -> Linear:
        return -self + other

    def at(self, portfolio: Portfolio) -> Fraction:
        """Return the form's exact value for *portfolio*."""
        whole = self.constant + _total(self.coefficients, portfolio)
        helpers = sum(multiple * portfolio.value_of(helper) for helper, multiple in self.helpers)
        return Fraction(whole + helpers, self.denominator)

    def range(self) -> tuple[Fraction, Fraction]:
        """Return bounds on the form over all sets of candidate awards, lawful or not."""
        low = high = Fraction(self.constant)
        low += int(np.minimum(self.coefficients, 0).sum(dtype=object))
        high += int(np.maximum(self.coefficients, 0).sum(dtype=object))
        for helper, multiple in self.helpers:
            ends = [multiple * end for end in helper.range()]
            low, high = low + min(ends), high + max(ends)
        return low / self.denominator, high / self.denominator


def constant(number: Fraction | int, awards: int) -> Linear:
    """Return the form that is *number* whatever is awarded."""
    number = Fraction(number)
    return Linear(np.zeros(awards, dtype=np.int64), number.numerator, number.denominator)


@dataclass(frozen=True)
class Helper:
    """A column that the awards determine: the least or the greatest of some forms, whole if so said.

    A helper that is the *least* of its forms may only stand where more of it is an advantage, one that
    is the *greatest* only where less of it is; so the solver can cheat in neither direction, and the
    exact check computes it from this definition anyway.
    """

    name: str
    of: Literal["least", "greatest"] = field(compare=False)
    forms: tuple[Linear, ...] = field(compare=False)
    whole: bool = field(default=False, compare=False)

    def at(self, portfolio: Portfolio) -> Fraction:
        """Return the helper's exact value for *portfolio*, by its definition."""
        values = [form.at(portfolio) for form in self.forms]
        if self.of == "least":
            return Fraction(min(values).__floor__()) if self.whole else min(values)
        return Fraction(max(values).__ceil__()) if self.whole else max(values)

    def range(self) -> tuple[Fraction, Fraction]:
        """Return bounds on the helper over all sets of candidate awards."""
        ranges = [form.range() for form in self.forms]
        choose = min if self.of == "least" else max
        low, high = choose(low for low, _ in ranges), choose(high for _, high in ranges)
        return Fraction(low.__floor__()), Fraction(high.__ceil__())

    def as_form(self, awards: int) -> Linear:
        """Return the form that is this helper."""
        return Linear(np.zeros(awards, dtype=np.int64), helpers=((self, 1),))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that hold the helper to its definition, as far as it pays to leave it."""
        sense: Sense = "<=" if self.of == "least" else ">="
        return tuple(
            Row(f"{self.name}.{number}", self.as_form(len(form.coefficients)), sense, form)
            for number, form in enumerate(self.forms)
        )


def helpers_in(forms: Iterable[Linear]) -> list[Helper]:
    """Return every helper that forms use, those of helpers' own forms included, once and in order of first use."""
    found: dict[Helper, None] = {}
    waiting = [helper for form in forms for helper, _ in form.helpers]
    while waiting:
        helper = waiting.pop(0)
        if helper not in found:
            found[helper] = None
            waiting += [inner for form in helper.forms for inner, _ in form.helpers]
    return list(found)


class Portfolio:
    """A set of awards made, as positions among the candidate awards, ascending."""

    def __init__(self, awards: Sequence[int]) -> None:
        self.awards = tuple(sorted(map(int, awards)))
        self.positions = np.array(self.awards, dtype=np.int64)
        self._helpers: dict[int, tuple[Helper, Fraction]] = {}

    def value_of(self, helper: Helper) -> Fraction:
        """Return the helper's exact value, computed once."""
        # By identity: a portfolio may be measured by two models whose helpers share a name and not a definition.
        if id(helper) not in self._helpers:
            self._helpers[id(helper)] = helper, helper.at(self)
        return self._helpers[id(helper)][1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Portfolio) and self.awards == other.awards

    def __hash__(self) -> int:
        return hash(self.awards)

    def __repr__(self) -> str:
        return f"Portfolio({list(self.awards)})"


def _total(numbers: Integers, portfolio: Portfolio) -> int:
    """Add up the numbers of the awards made, exactly: in Python integers, which know no overflow, unless they fit."""
    made = numbers[portfolio.positions]
    if made.size > _MANY and made.dtype != object and _peak(made) * made.size < _INT64_IS_SAFE_BELOW:
        return int(made.sum())
    return sum(made.tolist())


@dataclass(frozen=True)
class Inequality:
    """A row in its solver's form: Σ coefficientᵢ xᵢ + Σ mⱼ hⱼ (sense) bound, integers without a common factor.

    The row itself was multiplied by `fold`.
    """

    coefficients: Integers
    helpers: tuple[tuple[Helper, int], ...]
    sense: Sense
    bound: int
    fold: Fraction


@dataclass(frozen=True, eq=False)
class Row:
    """One inequality: what is measured, how it compares, and with what.

    Attributes
    ----------
    name : str
        Unique within a model: the rule's name, or the rule's name and a part in brackets.
    left : Linear
        What is measured, in the row's unit.
    right : Linear, Fraction or int
        Its bound, in the same unit; it may depend on the awards too.
    sense : {"<=", ">=", "=="}
    unit : {"euros", "count", "value", "share"}
        What `left` and `right` are counted in.
    rule : str
        Name of the rule that asks for it; empty for rows of the model itself.
    label : Text, optional
        What the row is about, for people: a region, a year, a pot.
    """

    name: str
    left: Linear
    sense: Sense
    right: Linear | Fraction | int
    unit: Unit = "euros"
    rule: str = ""
    label: Text | None = None

    @cached_property
    def integers(self) -> Inequality:
        """The row with everything that depends on the awards on the left, in whole numbers."""
        moved = self.left - self.right
        coefficients = fitting(moved.coefficients)
        divisor = gcd(int(np.gcd.reduce(coefficients)) if coefficients.size else 0, moved.constant)
        divisor = gcd(divisor, *(multiple for _, multiple in moved.helpers)) or 1
        return Inequality(
            _divided(coefficients, divisor),
            tuple((helper, multiple // divisor) for helper, multiple in moved.helpers),
            self.sense,
            -moved.constant // divisor,
            Fraction(moved.denominator, divisor),
        )

    @property
    def forms(self) -> Iterator[Linear]:
        """The forms that the row is made of."""
        yield self.left
        if isinstance(self.right, Linear):
            yield self.right

    @property
    def has_columns(self) -> bool:
        """Whether the row depends on any award; solvers are not asked about one that does not."""
        return bool(self.integers.helpers or self.integers.coefficients.any())

    @property
    def possible(self) -> bool:
        """Whether the row may hold: False for one without columns that is false whatever is awarded."""
        bound = self.integers.bound
        return self.has_columns or {"<=": bound >= 0, ">=": bound <= 0, "==": bound == 0}[self.sense]

    def value(self, portfolio: Portfolio) -> Fraction:
        """Return what is measured, exactly."""
        return self.left.at(portfolio)

    def bound(self, portfolio: Portfolio) -> Fraction:
        """Return what it is held against, exactly."""
        return self.right.at(portfolio) if isinstance(self.right, Linear) else Fraction(self.right)

    def slack(self, portfolio: Portfolio) -> Fraction:
        """Return by how much the row holds, in its unit; negative: by how much it is broken."""
        gap = self.value(portfolio) - self.bound(portfolio)
        if self.sense == "==":
            return -abs(gap)
        return gap if self.sense == ">=" else -gap

    def holds(self, portfolio: Portfolio) -> bool:
        """Whether *portfolio* satisfies the row, exactly."""
        row = self.integers
        if row.helpers:
            return self.slack(portfolio) >= 0
        total = _total(row.coefficients, portfolio)
        return {"<=": total <= row.bound, ">=": total >= row.bound, "==": total == row.bound}[row.sense]

    def written(self, award_name: Callable[[int], str]) -> str:
        """Write the row in integers, as a person can check it with a pencil."""
        row = self.integers
        terms = [(int(row.coefficients[i]), award_name(int(i))) for i in np.flatnonzero(row.coefficients)]
        terms += [(multiple, helper.name) for helper, multiple in row.helpers]
        left = " ".join(f"{'-' if c < 0 else '+'} {abs(c)} {name}" for c, name in terms).removeprefix("+ ")
        return f"{self.name}: {left or 0} {row.sense} {row.bound}"


@dataclass(frozen=True, eq=False)
class OneAward(Row):
    """Σ xᵢ ≤ 1 over awards that stand side by side: there may be as many such rows as applications.

    So none has numbers of its own: its ones are seen through a window onto numbers that all of them share.
    """

    ways: range = range(0)

    @classmethod
    def of(cls, name: str, ways: range, awards: int) -> OneAward:
        """Return the row of these ways among so many awards."""
        ones = _ones(len(ways), awards)[awards - ways.start : 2 * awards - ways.start]
        return cls(name, Linear(ones), "<=", 1, "count", ways=ways)

    @cached_property
    def integers(self) -> Inequality:
        """The row in whole numbers, as it stands."""
        return Inequality(self.left.coefficients, (), "<=", 1, Fraction(1))

    @property
    def has_columns(self) -> bool:
        """Always: there are two ways at least."""
        return True

    @property
    def possible(self) -> bool:
        """Always: nothing need be awarded."""
        return True

    def holds(self, portfolio: Portfolio) -> bool:
        """Whether *portfolio* has one of the awards at most."""
        first, beyond = np.searchsorted(portfolio.positions, (self.ways.start, self.ways.stop)).tolist()
        return bool(beyond - first <= 1)


@lru_cache(maxsize=16)
def _ones(count: int, awards: int) -> Integers:
    """Return so many ones among zeros: a window of so many awards can begin anywhere before them."""
    numbers = np.zeros(2 * awards + count, dtype=np.int64)
    numbers[awards : awards + count] = 1
    numbers.flags.writeable = False
    return numbers
