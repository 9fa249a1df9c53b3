"""Exact numbers from text: whole euros, fractions and moments, as officials write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Annotated, Any, TypeGuard, cast

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

MOST_EUROS = 10**15
"""No call shares out more than this; sums of such awards still fit the exact arithmetic everywhere."""

_DIGITS_OF_MOST = len(str(MOST_EUROS))
_LONGEST_PLAIN = 20
"""Digits alone, and so few of them, are read at once: most of a large table is that."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_CURRENCY = re.compile(r"(?:€|EUR|euroa|euro)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?")
_QUOTIENT = re.compile(r"([-+]?\d+)/(\d+)")
_THOUSANDS = re.compile(r"[.,]\d{3}")
_FINNISH_MOMENT = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*(?:klo|kl\.?)?\s*(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?)?"
)


def parse_fraction(value: object) -> Fraction:
    """Read an exact number from a number or its text: `0.25`, `0,25`, `25 %`, `1/4`.

    A float is read through its shortest text, so 0.2 is one fifth and not the nearest binary number.

    Raises
    ------
    ValueError
        If *value* is no finite number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError("a number")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    text = _SPACES.sub("", str(value)).replace("\u2212", "-").replace(",", ".")
    if len(text) > 60:
        raise ValueError("a number")
    if text.endswith("%") and not text.endswith("%%"):
        return parse_fraction(text[:-1]) / 100
    if (quotient := _QUOTIENT.fullmatch(text)) and int(quotient[2]):
        return Fraction(int(quotient[1]), int(quotient[2]))
    if not _NUMBER.fullmatch(text):
        raise ValueError("a number")
    return Fraction(text)


def parse_euros(value: object) -> int:
    """Read whole euros from a number or its text: `7000000`, `7 000 000 €`, `7 000 000,00 EUR`.

    Text with a point or comma before three digits is refused: `7,000` is seven to some and seven thousand to others.

    Raises
    ------
    ValueError
        If *value* is no whole number of euros, or is beyond `MOST_EUROS`.
    """
    if _is_plain(value) and len(value) < _DIGITS_OF_MOST:
        return int(value)
    text = _CURRENCY.sub("", _SPACES.sub("", value)) if isinstance(value, str) else value
    try:
        amount: int | Fraction = int(text) if _is_plain(text) else parse_fraction(text)
    except ValueError:
        raise ValueError("whole euros") from None
    if amount.denominator != 1 or (isinstance(text, str) and ("%" in text or "/" in text or _THOUSANDS.search(text))):
        raise ValueError("whole euros")
    if not -MOST_EUROS <= amount <= MOST_EUROS:
        raise ValueError(f"whole euros, at most {MOST_EUROS}")
    return int(amount)


def _is_plain(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and len(text) < _LONGEST_PLAIN and text.isascii() and text.isdigit()


def parse_moment(value: object) -> datetime:
    """Read a date or a moment: `2.6.2021 klo 16.15`, `2.6.2021`, or ISO 8601.

    Returns
    -------
    datetime
        Without a time zone unless the text has one; a date alone is its first moment.

    Raises
    ------
    ValueError
        If *value* is no date.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = str(value).strip()
    if match := _FINNISH_MOMENT.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, hour, minute, second)
    return datetime.fromisoformat(text)


def round_half_up(number: Fraction, decimals: int) -> Fraction:
    """Round to *decimals*, halves away from zero, as scores are published."""
    scale = 10**decimals
    if scale % number.denominator == 0:
        return number
    scaled = abs(number) * scale
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(rounded if number >= 0 else -rounded, scale)


def largest_remainder(total: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Split *total* into whole parts in proportion to *weights*, which sum to more than zero.

    Every part is its exact share rounded down; what is left goes one by one to the largest remainders,
    the earlier of equal ones first. The parts sum to *total* exactly.

    References
    ----------
    Hamilton's method, e.g. Balinski & Young (1982), Fair Representation, ch. 3.
    """
    if sum(weights) == total and {int}.issuperset(map(type, weights)):
        return tuple(cast("Sequence[int]", weights))
    common = lcm(*(weight.denominator for weight in weights))
    whole_weights = [int(weight * common) for weight in weights]
    whole = sum(whole_weights)
    if total == whole:
        return tuple(whole_weights)
    shares = [divmod(total * weight, whole) for weight in whole_weights]
    parts = [part for part, _ in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def decimal_text(number: Fraction) -> str:
    """Write *number* exactly: as a decimal if it has a short one, else as a quotient such as 1/3."""
    return _decimal_text(number.numerator, number.denominator)


@lru_cache(maxsize=10_000)
def _decimal_text(numerator: int, denominator: int) -> str:
    sign = "-" if numerator < 0 else ""
    for decimals in range(13):
        whole, rest = divmod(abs(numerator) * 10**decimals, denominator)
        if not rest:
            digits = f"{whole:0{decimals + 1}d}"
            return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
    return f"{numerator}/{denominator}"


def _reading(parse: Any, what: str) -> BeforeValidator:
    def read(value: object) -> object:
        try:
            return parse(value)
        except (ValueError, OverflowError):
            raise ValueError(f"expected {what}") from None

    return BeforeValidator(read)


def _euros_not_negative(value: object) -> int:
    if (euros := parse_euros(value)) < 0:
        raise ValueError
    return euros


def _share(value: object) -> Fraction:
    if not 0 <= (share := parse_fraction(value)) <= 1:
        raise ValueError
    return share


_AS_TEXT = PlainSerializer(lambda number: decimal_text(number), return_type=str)
_TEXT_OR_NUMBER = {"anyOf": [{"type": "string"}, {"type": "number"}]}

Number = Annotated[
    Fraction, _reading(parse_fraction, 'a number, such as "2.5"'), _AS_TEXT, WithJsonSchema(_TEXT_OR_NUMBER)
]
"""An exact number, written as text."""

Share = Annotated[
    Fraction,
    _reading(_share, 'a share from 0 to 1, such as "0.25" or "25 %"'),
    _AS_TEXT,
    WithJsonSchema(_TEXT_OR_NUMBER),
]
"""An exact share between 0 and 1, written as text."""

Euros = Annotated[
    int,
    _reading(_euros_not_negative, f"whole euros from 0 to {MOST_EUROS}"),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}]}),
]
"""Whole euros, zero or more."""

Moment = Annotated[
    datetime,
    _reading(parse_moment, 'a date such as "2.6.2021" or "2.6.2021 klo 16.15"'),
    WithJsonSchema({"type": "string"}),
]
"""A date, or a date and a time."""
