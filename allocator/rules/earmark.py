"""Earmark: money that only some applications may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from allocator.call import Application, Call
from allocator.candidates import GENERAL, Award
from allocator.errors import Problem
from allocator.exact import Euros
from allocator.pots import Sources, payable_sets
from allocator.rows import Row
from allocator.rules.base import Ground, Rule, least_available, row_name
from allocator.rules.selection import Selection
from allocator.text import LANGUAGES, Text
from allocator.writing import euros


class Earmark(Rule):
    r"""Reserved money: a ring-fenced pot, a least sum to be spent on some applications, or both.

    .. math::
        \sum_{i:\,P_i \subseteq Q} g_i x_i \;\le\; \sum_{p \in Q} A_p
        \quad \forall Q,
        \qquad
        \sum_{i \in T} g_i x_i \;\ge\; L

    :math:`P_i` are the pots that may pay award *i*, :math:`A_p` the money in pot *p* (the general money
    is a pot too), *Q* any set of pots, *T* the applications that match `for`, and *L* the least sum.
    Money is divisible between pots, so awards are payable exactly when the first holds for every *Q*.
    """

    formula: ClassVar[str] = (
        "Σ gᵢxᵢ (i payable only from Q) ≤ Σ Aₚ (p in Q), for every set Q of pots; Σ gᵢxᵢ (i in T) ≥ L"
    )
    kind: Literal["earmark"] = "earmark"
    amount: Euros | None = Field(None, description="whole euros in the pot")
    for_: Selection = Field(Selection(), alias="for", description="the applications that may use it")
    ring_fenced: bool = Field(False, description="others may not use the money; the matching may use both")
    only: bool = Field(False, description="matching applications are paid from this pot alone")
    one_pot: bool = Field(False, description="each matching award is paid from one pot, not split")
    at_least: Euros | None = Field(None, description="least whole euros that matching applications receive")

    @model_validator(mode="after")
    def _binds_something(self) -> Earmark:
        if not self.ring_fenced and self.at_least is None:
            raise ValueError("an earmark needs ring_fenced: true or at_least; this one binds nothing")
        if self.ring_fenced and self.amount is None:
            raise ValueError("a ring-fenced earmark needs an amount")
        if not self.ring_fenced and (self.only or self.one_pot or self.amount is not None):
            raise ValueError("amount, only and one_pot need ring_fenced: true")
        return self

    @property
    def needs_budget(self) -> bool:
        """Whether it is ring-fenced: what others may use is the budget less the pot."""
        return self.ring_fenced

    def words(self, call: Call) -> Text:
        """Say the rule in a sentence."""
        who = {language: self.for_.words(call, language) or "–" for language in ("fi", "sv", "en")}
        fi, sv, en = [], [], []
        if self.ring_fenced and self.amount is not None:
            fi.append(f"{euros(self.amount, 'fi')} on varattu vain näille: {who['fi']}")
            sv.append(f"{euros(self.amount, 'sv')} är reserverat enbart för: {who['sv']}")
            en.append(f"{euros(self.amount, 'en')} is reserved for these alone: {who['en']}")
        if self.only:
            fi.append("niitä ei rahoiteta muusta rahasta")
            sv.append("de finansieras inte med andra medel")
            en.append("no other money pays for them")
        if self.one_pot:
            fi.append("kukin myöntö maksetaan yhdestä määrärahasta")
            sv.append("varje beviljat belopp betalas ur ett anslag")
            en.append("each award is paid from one pot")
        if self.at_least is not None:
            fi.append(f"vähintään {euros(self.at_least, 'fi')} myönnetään näille: {who['fi']}")
            sv.append(f"minst {euros(self.at_least, 'sv')} beviljas till: {who['sv']}")
            en.append(f"at least {euros(self.at_least, 'en')} is granted to these: {who['en']}")
        return Text(fi=_sentence(fi), sv=_sentence(sv), en=_sentence(en))

    def problems(self, name: str, call: Call, rules: Mapping[str, Rule]) -> Iterator[Problem]:
        """Yield unknown names, and pots that do not fit into the budget."""
        yield from self.for_.problems(f"rules.{name}.for", call)
        if not self.ring_fenced:
            return
        if name == GENERAL:
            yield Problem(f"an earmark cannot be called {GENERAL!r}", column=f"rules.{name}")
        budget, pots = least_available(rules), sum(_pots(rules).values())
        if budget is None:
            yield Problem("a ring-fenced earmark needs a budget rule beside it", column=f"rules.{name}")
        elif pots > budget and name == min(_pots(rules)):
            yield Problem(
                "the ring-fenced earmarks are more than the budget",
                column=f"rules.{name}.amount",
                found=f"{pots} euros in {len(_pots(rules))} earmarks",
                expected=f"at most {budget} euros",
            )

    def rows(self, name: str, ground: Ground) -> Iterator[Row]:
        """Yield a row for every set of pots that this earmark is the last to limit, and for its least sum."""
        candidates = ground.candidates
        if self.ring_fenced:
            pots = money_in_pots(ground.rules)
            for pots_in_set in payable_sets(award.sources for award in candidates.awards):
                if _responsible(pots_in_set, pots) != name:
                    continue

                def bound_to(award: Award, pots_in_set: Sources = pots_in_set) -> bool:
                    return award.sources <= pots_in_set

                part = "+".join(sorted(pots_in_set))
                granted = candidates.euros_where(bound_to)
                if GENERAL in pots_in_set:
                    granted -= ground.savings
                available = sum(pots[pot] for pot in pots_in_set)
                label = _label(pots_in_set, ground)
                yield Row(row_name(name, part), granted, "<=", available, rule=name, label=label)
        if self.at_least is not None:
            label = Text(fi="vähintään", sv="minst", en="at least")
            spent = self.for_.euros(candidates)
            yield Row(row_name(name, "at_least"), spent, ">=", self.at_least, rule=name, label=label)


def money_in_pots(rules: Mapping[str, Rule]) -> dict[str, int]:
    """Return the whole euros in every pot: the ring-fenced earmarks by name, then the general money."""
    pots = _pots(rules)
    return {**pots, GENERAL: (least_available(rules) or 0) - sum(pots.values())}


def payers(call: Call, rules: Mapping[str, Rule]) -> Callable[[Application], tuple[Sources, ...]]:
    """Return what says of an application which sets of pots may pay it: one, or each pot alone if only one may pay."""
    earmarks = {n: rule for n, rule in sorted(rules.items()) if isinstance(rule, Earmark) and rule.ring_fenced}
    tests = [(name, rule.for_.chosen(call)) for name, rule in earmarks.items()]

    @cache
    def sets(matching: tuple[str, ...]) -> tuple[Sources, ...]:
        alone = {name for name in matching if earmarks[name].only}
        pots = alone or {GENERAL, *matching}
        if any(earmarks[name].one_pot for name in matching):
            return tuple(frozenset({pot}) for pot in sorted(pots))
        return (frozenset(pots),)

    return lambda application: sets(tuple([name for name, matches in tests if matches(application)]))


def _pots(rules: Mapping[str, Rule]) -> dict[str, int]:
    return {
        name: rule.amount
        for name, rule in sorted(rules.items())
        if isinstance(rule, Earmark) and rule.ring_fenced and rule.amount is not None
    }


def _responsible(pots_in_set: Sources, pots: Mapping[str, int]) -> str | None:
    """Name the earmark whose row this is: the last that keeps its money out, or else whose money is all there is.

    The set of all pots is nobody's: it is the budget's own row.
    """
    earmarks = set(pots) - {GENERAL}
    kept_out = earmarks - pots_in_set
    if GENERAL in pots_in_set:
        return max(kept_out, default=None)
    return max(pots_in_set)


def _label(pots_in_set: Sources, ground: Ground) -> Text:
    """Say which money a row is about: other money, or the pots by the titles of their rules."""
    if pots_in_set == {GENERAL}:
        return Text(fi="muut hakemukset", sv="övriga ansökningar", en="other applications")
    titles = [ground.rules[pot].title or Text(fi=pot) for pot in sorted(pots_in_set - {GENERAL})]
    general = Text(fi="muu raha", sv="övriga medel", en="other money")
    parts = [*titles, *([general] if GENERAL in pots_in_set else [])]
    return Text(**{language: " + ".join(part[language] for part in parts) for language in LANGUAGES})


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
