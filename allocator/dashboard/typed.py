"""A number as a person types it: 6 500 000 €, 6,5 milj., 40 %."""

from __future__ import annotations

import re
from fractions import Fraction

from allocator.dashboard.dials import Unit
from allocator.text import Language

_SIGNS = re.compile(r"[\s\u00a0\u202f\u2009€%]|(?i:euro[as]?|eur|p)$")
_MILLION = re.compile(r"(?i)(milj|mn|mio|million|m)\.?$")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


def typed(text: str, unit: Unit, language: Language) -> Fraction:
    """Return the number that a person typed, a share as a part of 1.

    A comma parts decimals in Finnish and Swedish, and thousands in English; spaces and signs may stand anywhere.

    Raises
    ------
    ValueError
        If it is no number; the message is for programmers.
    """
    bare = _SIGNS.sub("", text)
    million = bool(_MILLION.search(bare))
    bare = _MILLION.sub("", bare)
    bare = bare.replace(",", "") if language == "en" else bare.replace(",", ".")
    if bare.count(".") > 1 and re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    if not _NUMBER.fullmatch(bare):
        raise ValueError("not a number")
    number = Fraction(bare) * (10**6 if million else 1)
    return number / 100 if unit == "share" else number
