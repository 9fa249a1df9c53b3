"""Lock: a decision already taken, with its reason and the name of who took it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Share
from allocator.rows import Row
from allocator.rules.base import Ground, Rule, unknown_applications
from allocator.text import Text
from allocator.writing import percent


class Lock(Rule):
    r"""An application is funded, rejected, or funded at a level, whatever the values say.

    .. math:: x_a = 1, \qquad x_a = 0, \qquad\text{or}\qquad x_{a\ell} = 1

    :math:`x_a` is 1 when application *a* has any award, :math:`x_{a\ell}` when it is granted the part
    :math:`\ell` of its request. A lock without a reason and a name is an error.
    """

    formula: ClassVar[str] = "xₐ = 1, xₐ = 0, or x at the level = 1"
    kind: Literal["lock"] = "lock"
    application: str = Field(description="id of the application")
    decision: Literal["fund", "reject"] = Field(description="what was decided")
    level: Share | None = Field(None, description="the part of the request that is granted; empty: any")
    reason: str = Field(min_length=1, description="why")
    by: str = Field(min_length=1, description="who decided")

    @model_validator(mode="after")
    def _level_of_an_award(self) -> Lock:
        if self.decision == "reject" and self.level is not None:
            raise ValueError("a rejection has no level")
        if self.level == 0:
            raise ValueError("a funded application has a level above 0")
        return self

    def called(self, name: str) -> Text:
        """Return its title, or else what it is and whom it concerns."""
        return self.title or Text(
            fi=f"Ennalta tehty ratkaisu: {self.application}",
            sv=f"På förhand fattat avgörande: {self.application}",
            en=f"Decision made beforehand: {self.application}",
        )

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        if self.decision == "reject":
            fi, sv, en = "ei rahoiteta", "finansieras inte", "is not funded"
        elif self.level is None:
            fi, sv, en = "rahoitetaan", "finansieras", "is funded"
        else:
            fi = f"rahoitetaan, osuus haetusta {percent(self.level, 'fi')}"
            sv = f"finansieras, andel av det sökta {percent(self.level, 'sv')}"
            en = f"is funded at {percent(self.level, 'en')} of its request"
        why = f"({self.reason}; {self.by})"
        return Text(
            fi=f"{self.application} {fi} {why}.",
            sv=f"{self.application} {sv} {why}.",
            en=f"{self.application} {en} {why}.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield an id that no application has."""
        yield from unknown_applications(f"rules.{name}.application", (self.application,), call)

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield the one row."""
        funded = ground.candidates.where(
            lambda award: award.application == self.application and self.level in (None, award.level)
        )
        yield Row(name, funded, "==", int(self.decision == "fund"), "count", name)
