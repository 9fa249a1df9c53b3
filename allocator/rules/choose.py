"""Choose: so many of a list, at least, at most or exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.rows import Row, Sense
from allocator.rules.base import Ground, Rule, row_name, unknown_applications
from allocator.text import Language, Text
from allocator.writing import listed, whole

_WORDS: Mapping[Language, tuple[str, str, str]] = {
    "fi": ("vähintään", "enintään", "täsmälleen"),
    "sv": ("minst", "högst", "exakt"),
    "en": ("at least", "at most", "exactly"),
}


class Choose(Rule):
    r"""Of a list of applications, at least, at most or exactly *k* are funded.

    .. math:: \sum_{i \in L} x_i \;\gtreqless\; k

    *L* is the list; :math:`x_i` is 1 when the application has any award. At most one of two makes them
    alternatives; two rules, or `requires`, make all-or-none.
    """

    formula: ClassVar[str] = "Σᵢ xᵢ (i in L) ≥ k, ≤ k or = k"
    kind: Literal["choose"] = "choose"
    of: tuple[str, ...] = Field(min_length=1, description="ids of applications")
    at_least: int | None = Field(None, ge=0, description="least number of them that is funded")
    at_most: int | None = Field(None, ge=0, description="greatest number of them that is funded")
    exactly: int | None = Field(None, ge=0, description="the number of them that is funded")

    @model_validator(mode="after")
    def _one_question(self) -> Choose:
        if (self.at_least, self.at_most, self.exactly) == (None, None, None):
            raise ValueError("a choice needs at_least, at_most or exactly")
        if self.exactly is not None and (self.at_least, self.at_most) != (None, None):
            raise ValueError("exactly stands alone, without at_least and at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")
        if len(set(self.of)) < len(self.of):
            raise ValueError("the list names an application twice")
        return self

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""

        def numbers(language: Language) -> str:
            pairs = zip(_WORDS[language], (self.at_least, self.at_most, self.exactly), strict=True)
            return listed([f"{word} {whole(k, language)}" for word, k in pairs if k is not None], language)

        ids = {language: listed(self.of, language) for language in _WORDS}
        return Text(
            fi=f"Näistä rahoitetaan {numbers('fi')}: {ids['fi']}.",
            sv=f"Av dessa finansieras {numbers('sv')}: {ids['sv']}.",
            en=f"Of these, {numbers('en')} are funded: {ids['en']}.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield ids that no application has, and more than the list holds."""
        yield from unknown_applications(f"rules.{name}.of", self.of, call)
        least = self.exactly if self.exactly is not None else self.at_least
        if least is not None and least > len(self.of):
            yield Problem(
                "more are asked for than the list has",
                column=f"rules.{name}",
                found=str(least),
                expected=f"at most {len(self.of)}",
            )

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a row for each bound."""
        funded = ground.candidates.where(lambda award: award.application in self.of)
        bounds: list[tuple[str, Sense, int | None]] = [
            ("at_least", ">=", self.at_least),
            ("at_most", "<=", self.at_most),
            ("exactly", "==", self.exactly),
        ]
        for part, sense, k in bounds:
            if k is not None:
                yield Row(row_name(name, part), funded, sense, k, "count", name)
