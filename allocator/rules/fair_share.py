"""Fair share: no region falls too far behind its reference share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Call
from allocator.errors import Problem
from allocator.exact import Number, Share
from allocator.fairness import Reference
from allocator.rows import Helper, Linear, Row, constant
from allocator.rules.base import Ground, Rule, least_available, row_name
from allocator.rules.selection import row_key
from allocator.text import Text
from allocator.writing import decimal, percent


class FairShare(Rule):
    r"""Each region has a floor; or the total deviation, or the inequality, of all regions has a ceiling.

    .. math::
        g_r \;\ge\; \varphi\,t_r\,G \quad \forall r, \qquad
        \sum_r |g_r - t_r G| \;\le\; \delta\,G, \qquad
        \sum_{r<s} |u_r - u_s| \;\le\; \gamma\,R \sum_r u_r

    :math:`g_r` is the money granted in region *r* by its partners' euros, :math:`t_r` its published
    reference share, *G* the money granted (or the budget, with `of: budget`), and
    :math:`u_r = g_r / t_r` its attainment; *R* is the number of regions and :math:`\gamma` a Gini
    coefficient. Granting nothing satisfies each of them where *G* is what is granted.

    References
    ----------
    Sen (1973), On Economic Inequality, ch. 2 (the Gini coefficient by pairwise differences).
    """

    formula: ClassVar[str] = "gᵣ ≥ φ·tᵣ·G for every r; Σᵣ |gᵣ − tᵣG| ≤ δ·G; Σᵣ﹤ₛ |uᵣ − uₛ| ≤ γ·R·Σᵣ uᵣ with uᵣ = gᵣ/tᵣ"
    kind: Literal["fair_share"] = "fair_share"
    reference: Reference = Field(description="how the reference shares are made")
    of: Literal["granted", "budget"] = Field("granted", description="what the shares are shares of")
    at_least: Share | None = Field(None, description="φ: part of its reference share that each region receives")
    deviation_at_most: Number | None = Field(None, ge=0, le=2, description="δ: total deviation, as a share")
    gini_at_most: Share | None = Field(None, description="γ: greatest Gini coefficient of the attainments")

    @model_validator(mode="after")
    def _asks_for_something(self) -> FairShare:
        if self.at_least is None and self.deviation_at_most is None and self.gini_at_most is None:
            raise ValueError("a fair share needs at_least, deviation_at_most or gini_at_most")
        return self

    @property
    def needs_budget(self) -> bool:
        """Whether it speaks of shares of the budget."""
        return self.of == "budget"

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        fi, sv, en = [], [], []
        if self.at_least is not None:
            fi.append(f"kukin maakunta saa vähintään {percent(self.at_least, 'fi')} vertailuosuudestaan")
            sv.append(f"varje landskap får minst {percent(self.at_least, 'sv')} av sin referensandel")
            en.append(f"each region receives at least {percent(self.at_least, 'en')} of its reference share")
        if self.deviation_at_most is not None:
            fi.append(f"poikkeamat vertailuosuuksista ovat yhteensä enintään {percent(self.deviation_at_most, 'fi')}")
            sv.append(
                f"avvikelserna från referensandelarna är sammanlagt högst {percent(self.deviation_at_most, 'sv')}"
            )
            en.append(f"deviations from the reference shares total {percent(self.deviation_at_most, 'en')} at most")
        if self.gini_at_most is not None:
            fi.append(f"toteutumien Gini-kerroin on enintään {decimal(self.gini_at_most, 2, 'fi')}")
            sv.append(f"utfallens Ginikoefficient är högst {decimal(self.gini_at_most, 2, 'sv')}")
            en.append(f"the Gini coefficient of the attainments is {decimal(self.gini_at_most, 2, 'en')} at most")
        mix = {language: self.reference.words(language) for language in ("fi", "sv", "en")}
        of = {
            "granted": ("myönnetystä rahasta", "de beviljade medlen", "the money granted"),
            "budget": ("käytettävissä olevasta rahasta", "anslaget", "the budget"),
        }[self.of]
        return Text(
            fi=f"{_upper(', '.join(fi))} (osuus {of[0]} jaettuna {mix['fi']}).",
            sv=f"{_upper(', '.join(sv))} (andel av {of[1]} fördelad {mix['sv']}).",
            en=f"{_upper(', '.join(en))} (share of {of[2]} divided {mix['en']}).",
        )

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown regions, missing populations, and a share of a budget that no rule sets."""
        yield from self.reference.problems(f"rules.{name}.reference", call)
        if self.of == "budget" and least_available(rules) is None:
            yield Problem("a share of the budget needs a budget rule beside it", column=f"rules.{name}.of")
        if self.gini_at_most is not None and not all(self.reference.shares(call).values()):
            yield Problem("a Gini coefficient needs reference shares above zero", column=f"rules.{name}.reference")

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a floor for every region, and a ceiling on the deviation and on the inequality."""
        candidates, call = ground.candidates, ground.call
        shares = self.reference.shares(call)
        money = {code: candidates.in_region(code) for code in shares}
        whole: Linear = candidates.euros if self.of == "granted" else constant(ground.budget or 0, len(candidates))
        if self.at_least is not None:
            for code, share in shares.items():
                region = row_key(call, "region", code)
                floor = whole * (self.at_least * share)
                label = Text(fi=region) if (known := call.geography.region(code)) is None else known.name
                yield Row(row_name(name, region), money[code], ">=", floor, rule=name, label=label)
        if self.deviation_at_most is not None:
            gaps = {row_key(call, "region", code): money[code] - whole * share for code, share in shares.items()}
            total = total_of(absolute(f"{name}.deviation[{region}]", gap) for region, gap in gaps.items())
            yield Row(row_name(name, "deviation"), total, "<=", whole * self.deviation_at_most, rule=name)
        if self.gini_at_most is not None and len(shares) > 1:
            attained = {row_key(call, "region", code): money[code] * (1 / share) for code, share in shares.items()}
            total = total_of(
                absolute(f"{name}.difference[{r},{s}]", attained[r] - attained[s]) for r, s in combinations(attained, 2)
            )
            ceiling = total_of(attained.values()) * (self.gini_at_most * len(attained))
            yield Row(row_name(name, "gini"), total, "<=", ceiling, rule=name)


def absolute(name: str, form: Linear) -> Linear:
    """Return |form| as a helper: it may only stand where less of it is an advantage."""
    return Helper(name, "greatest", (form, -form)).as_form(len(form.coefficients))


def total_of(forms: Iterable[Linear]) -> Linear:
    """Return Σ forms."""
    first, *rest = forms
    return sum(rest, first)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
