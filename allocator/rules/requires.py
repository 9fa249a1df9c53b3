"""Requires: one application only together with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.rows import Row
from allocator.rules.base import Ground, Rule, row_name, unknown_applications
from allocator.text import Text
from allocator.writing import listed


class Requires(Rule):
    r"""An application is funded only if every one of some others is.

    .. math:: x_a \;\le\; x_b \quad \forall b \in B

    :math:`x_a` is 1 when application *a* has any award; *B* are the applications that it needs.
    """

    formula: ClassVar[str] = "xₐ ≤ x_b for every b in B"
    kind: Literal["requires"] = "requires"
    application: str = Field(description="id of the application that needs the others")
    needs: tuple[str, ...] = Field(min_length=1, description="ids of the applications that it needs")

    @model_validator(mode="after")
    def _needs_others(self) -> Requires:
        if self.application in self.needs:
            raise ValueError("an application cannot need itself")
        if len(set(self.needs)) < len(self.needs):
            raise ValueError("the list names an application twice")
        return self

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        are = "is" if len(self.needs) == 1 else "are"
        return Text(
            fi=f"{self.application} rahoitetaan vain, jos rahoitetaan myös {listed(self.needs, 'fi')}.",
            sv=f"{self.application} finansieras bara om också {listed(self.needs, 'sv')} finansieras.",
            en=f"{self.application} is funded only if {listed(self.needs, 'en')} {are} funded too.",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield ids that no application has."""
        yield from unknown_applications(f"rules.{name}", (self.application, *self.needs), call)

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a row for every application that is needed."""
        funded = ground.candidates.of(self.application)
        for needed in self.needs:
            part = needed if len(self.needs) > 1 else ""
            yield Row(row_name(name, part), funded, "<=", ground.candidates.of(needed), "count", name)
