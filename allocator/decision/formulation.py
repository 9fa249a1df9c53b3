"""The whole formulation of a scenario in words and formulas that a lawyer can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from allocator.decision.phrases import PHRASES
from allocator.model import Model
from allocator.objectives import TITLES
from allocator.text import Language
from allocator.writing import decimal, listed, whole

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "choice": {
        "fi": "Jokaisesta hakemuksesta päätetään, rahoitetaanko se ja millä määrällä: xᵢ on 1, kun myöntö i tehdään.",
        "sv": "För varje ansökan avgörs om den finansieras och med vilket belopp: xᵢ är 1 när bidrag i beviljas.",
        "en": "For every application: is it funded, and with how much? xᵢ is 1 when award i is made.",
    },
    "goal": {
        "fi": "Tavoite: mahdollisimman suuri",
        "sv": "Mål: största möjliga",
        "en": "Objective: the greatest",
    },
    "least": {
        "fi": "Tavoite: mahdollisimman pieni",
        "sv": "Mål: minsta möjliga",
        "en": "Objective: the least",
    },
    "ties": {
        "fi": "Yhtä hyvistä kokonaisuuksista ratkaisevat järjestyksessä",
        "sv": "Bland lika bra helheter avgör i ordning",
        "en": "Among equally good portfolios, in this order",
    },
    "weights": {
        "fi": "Arvo on painotettu keskiarvo",
        "sv": "Värdet är ett vägt medeltal",
        "en": "The value is a weighted mean",
    },
    "none": {"fi": "ei mainittu", "sv": "inte angiven", "en": "not given"},
    "rows": {"fi": "epäyhtälöitä {n}", "sv": "olikheter: {n}", "en": "inequalities: {n}"},
    "unfit": {
        "fi": "karsii hakemuksia tai määriä",
        "sv": "gallrar ansökningar eller belopp",
        "en": "shapes the awards",
    },
}


def formulation(model: Model, language: Language, *, rows: bool = False) -> str:
    """Write what is decided, the objective, and every rule in words, as a formula, with its source.

    Parameters
    ----------
    rows : bool
        Write every inequality in whole numbers too.
    """
    return "\n".join(_lines(model, language, rows))


def _lines(model: Model, language: Language, rows: bool) -> Iterator[str]:
    scenario, terms = model.scenario, model.scenario.call.terms
    yield scenario.title[language] if scenario.title else scenario.name
    if terms.notice:
        yield terms.notice[language]
    yield ""
    yield _WORDS["choice"][language]
    objective = model.objective
    kind = _WORDS["least" if objective.turned else "goal"][language]
    yield f"{kind} {TITLES[objective.name][language]}."
    if terms.criteria:
        weights = [f"{decimal(c.weight, 2, language)} × {c.title[language]}" for c in terms.criteria.values()]
        yield f"{_WORDS['weights'][language]}: {' + '.join(weights)}."
    yield f"{_WORDS['ties'][language]}: {listed([TITLES[tie][language] for tie in scenario.objective.ties], language)}."
    for number, (name, rule) in enumerate(scenario.rules.items(), start=1):
        own = [row for row in model.rows if row.rule == name]
        count = _WORDS["rows"][language].format(n=whole(len(own), language)) if own else _WORDS["unfit"][language]
        yield ""
        yield f"{number}. {rule.title[language] if rule.title else name} ({name}, {rule.kind}; {count})"
        yield f"   {rule.words(scenario.call)[language]}"
        yield f"   {rule.formula}"
        tier, source = PHRASES[rule.tier][language], (rule.source or _WORDS["none"])[language]
        yield f"   {PHRASES['tier'][language]}: {tier}. {PHRASES['source'][language]}: {source}."
        if rule.assumption:
            yield f"   {PHRASES['assumption'][language].capitalize()}: {rule.assumption[language]}"
        if rows:
            yield from (f"     {row.written(lambda i: model.candidates.awards[i].name)}" for row in own)
