"""Words that people read, in Finnish, Swedish and English."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["fi", "sv", "en"]

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
"""The languages of every text, in the order in which they are offered."""


class Text(BaseModel):
    """One text in up to three languages; a missing language is read from the first that is there."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    fi: str | None = Field(None, description="Finnish", min_length=1)
    sv: str | None = Field(None, description="Swedish", min_length=1)
    en: str | None = Field(None, description="English", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_the_same_in_every_language(cls, value: object) -> object:
        return {"fi": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _at_least_one_language(self) -> Text:
        if not any((self.fi, self.sv, self.en)):
            raise ValueError("a text needs at least one of the languages fi, sv, en")
        return self

    def __getitem__(self, language: Language) -> str:
        """Return the text in *language*, or else in the first language that it has."""
        chosen: str | None = getattr(self, language)
        return chosen or self.fi or self.sv or self.en or ""
