"""A phrase of the page in three languages."""

from __future__ import annotations

from allocator.text import Text


def phrase(fi: str, sv: str, en: str) -> Text:
    """Return a phrase whose percent signs stay with their numbers."""
    return Text(**{language: text.replace(" %", "\u00a0%") for language, text in (("fi", fi), ("sv", sv), ("en", en))})
