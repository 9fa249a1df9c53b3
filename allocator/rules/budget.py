"""Budget: the awards fit into the money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.exact import Euros
from allocator.rows import Row
from allocator.rules.base import Ground, Rule
from allocator.text import Text
from allocator.writing import euros


class Budget(Rule):
    r"""All awards together are at most the amount, less what is held back.

    .. math:: \sum_i g_i x_i - s \;\le\; B - h

    :math:`g_i` is candidate award *i* in whole euros, :math:`x_i` is 1 when it is made, *B* the amount,
    *h* the holdback, and *s* the euros that funded synergies save.
    """

    formula: ClassVar[str] = "Σᵢ gᵢxᵢ − s ≤ B − h"
    kind: Literal["budget"] = "budget"
    amount: Euros = Field(description="whole euros available")
    holdback: Euros = Field(0, description="whole euros of it that are kept for other use")

    @model_validator(mode="after")
    def _holdback_fits(self) -> Budget:
        if self.holdback > self.amount:
            raise ValueError("the holdback is greater than the amount")
        return self

    @property
    def available(self) -> int:
        """The amount less the holdback, whole euros."""
        return self.amount - self.holdback

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        held = (
            {
                "fi": f" ({euros(self.amount, 'fi')}, josta varattu muuhun {euros(self.holdback, 'fi')})",
                "sv": f" ({euros(self.amount, 'sv')}, varav {euros(self.holdback, 'sv')} reserverats för annat)",
                "en": f" ({euros(self.amount, 'en')}, of which {euros(self.holdback, 'en')} is held back)",
            }
            if self.holdback
            else dict.fromkeys(("fi", "sv", "en"), "")
        )
        return Text(
            fi=f"Rahoitusta myönnetään yhteensä enintään {euros(self.available, 'fi')}{held['fi']}.",
            sv=f"Sammanlagt beviljas högst {euros(self.available, 'sv')}{held['sv']}.",
            en=f"Awards come to {euros(self.available, 'en')} at most{held['en']}.",
        )

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield the one row: granted ≤ available."""
        granted = ground.candidates.euros - ground.savings
        yield Row(name, granted, "<=", self.available, rule=name)
