"""Numbers, dates and lists as people read them in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from functools import cache

from babel.dates import format_date
from babel.numbers import get_group_symbol

from allocator.exact import round_half_up
from allocator.text import Language

_LOCALE = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
_AND = {"fi": "ja", "sv": "och", "en": "and"}
_OR = {"fi": "tai", "sv": "eller", "en": "or"}
_MINUS = "\u2212"
_NO_BREAK = "\u00a0"


def whole(number: int, language: Language) -> str:
    """Write a whole number with its thousands apart: 1 234 567."""
    return (_MINUS if number < 0 else "") + f"{abs(number):,}".replace(",", _thousands(language))


@cache
def _thousands(language: Language) -> str:
    return str(get_group_symbol(_LOCALE[language])).replace("\u202f", _NO_BREAK)


def euros(amount: int | Fraction, language: Language) -> str:
    """Write whole euros: 1 234 567 €; a fraction of a euro is rounded half up."""
    rounded = int(round_half_up(Fraction(amount), 0))
    if language == "en":
        return f"{_MINUS if rounded < 0 else ''}€{whole(abs(rounded), language)}"
    return f"{whole(rounded, language)}{_NO_BREAK}€"


def decimal(number: Fraction | int, decimals: int, language: Language) -> str:
    """Write a number with exactly *decimals* decimals, half up: 64,90."""
    scaled = int(round_half_up(Fraction(number), decimals) * 10**decimals)
    units, rest = divmod(abs(scaled), 10**decimals)
    point = "." if language == "en" else ","
    text = whole(units, language) + (f"{point}{rest:0{decimals}d}" if decimals else "")
    return (_MINUS if scaled < 0 else "") + text


def percent(share: Fraction | int, language: Language, decimals: int | None = None) -> str:
    """Write a share as a percentage: 15 %, 8,4 %; unless told, with as many decimals as it needs up to two."""
    hundredfold = Fraction(share) * 100
    if decimals is None:
        decimals = next(d for d in (0, 1, 2) if d == 2 or (10**d * hundredfold).denominator == 1)
    space = "" if language == "en" else _NO_BREAK
    return f"{decimal(hundredfold, decimals, language)}{space}%"


def day(moment: datetime, language: Language) -> str:
    """Write a date: 2.6.2021; 2 June 2021 in English."""
    if language == "en":
        return format_date(moment, format=f"d{_NO_BREAK}MMMM y", locale=_LOCALE[language])
    return f"{moment.day}.{moment.month}.{moment.year}"


def moment(moment: datetime, language: Language) -> str:
    """Write a date and a time: 2.6.2021 klo 16.15."""
    word = {"fi": "klo", "sv": "kl.", "en": "at"}[language]
    point = ":" if language == "en" else "."
    return f"{day(moment, language)} {word}{_NO_BREAK}{moment.hour}{point}{moment.minute:02d}"


def listed(names: Sequence[str], language: Language, *, either: bool = False) -> str:
    """Write a list: a, b ja c; of alternatives, a, b tai c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {(_OR if either else _AND)[language]} {names[-1]}"


def span(years: Sequence[int], language: Language) -> str:
    """Write years that follow each other by their ends, 2021–2023, and others as a list."""
    together = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}–{years[-1]}" if together else listed([str(year) for year in years], language)


def starting(text: str, *, large: bool) -> str:
    """Begin a text with a capital, or with a small letter unless it begins with an abbreviation."""
    if large:
        return text[:1].upper() + text[1:]
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
