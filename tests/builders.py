"""Small calls, scenarios and portfolios in code, so that a test shows every number that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby, product
from typing import Any

import pytest

from allocator import Application, Call, Geography, Partner, Region, Scenario, ScenarioError, Score, Terms, Text
from allocator.exact import largest_remainder
from allocator.geography import Municipality
from allocator.model import Model, formulate
from allocator.rows import Portfolio, Row
from allocator.text import LANGUAGES


def a_call(
    *,
    regions: tuple[str, ...] = (),
    population: Mapping[str, int] | None = None,
    years: tuple[int, ...] = (2021,),
    by_year: Mapping[str, tuple[int, ...]] | None = None,
    values: Mapping[str, int | str] | None = None,
    minimum: Mapping[str, int] | None = None,
    targets: Mapping[str, str] | None = None,
    columns: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    municipalities: Mapping[str, str] | None = None,
    regional_towns: tuple[str, ...] = (),
    scores: Mapping[str, Mapping[str, int]] | None = None,
    decimals: int = 2,
    **requests: Mapping[str, int],
) -> Call:
    """Make a call of which only the applications' euros by region need be said: `a_call(H1={"North": 40})`.

    Everything else is by application id: `values` are 1 unless told, `by_year` is as even as whole euros
    allow, `municipalities` gives a first partner its town, and `scores` one reviewer's score by criterion.
    """
    named = regions or tuple(dict.fromkeys(region for request in requests.values() for region in request))
    codes = {name: f"{number:02}" for number, name in enumerate(named, 1)}
    towns = dict.fromkeys((municipalities or {}).values())
    terms = Terms(
        years=years,
        decimals=decimals,
        targets={target: {"title": target} for target in dict.fromkeys((targets or {}).values())},
        regional_towns=regional_towns,
        criteria=_criteria(scores or {}),
    )
    applications = (
        Application(
            id=id_,
            requested=sum(request.values()),
            by_year=(by_year or {}).get(id_) or largest_remainder(sum(request.values()), [1] * len(years)),
            partners=tuple(
                Partner(f"{id_} {name}", "municipality", codes[name], euros, (municipalities or {}).get(id_))
                for name, euros in request.items()
            ),
            target=(targets or {}).get(id_, ""),
            minimum=(minimum or {}).get(id_),
            value=None if scores else Fraction((values or {}).get(id_, 1)),
            columns=(columns or {}).get(id_, {}),
        )
        for id_, request in requests.items()
    )
    geography = Geography(
        tuple(Region(code, Text(fi=name), (population or {}).get(name)) for name, code in codes.items()),
        tuple(Municipality(f"{n:03}", Text(fi=town), next(iter(codes.values()))) for n, town in enumerate(towns, 1)),
    )
    reviews = (
        Score(id_, "reviewer", criterion, Fraction(score))
        for id_, marks in (scores or {}).items()
        for criterion, score in marks.items()
    )
    return Call(terms, geography, tuple(applications), tuple(reviews))


def _criteria(scores: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Any]]:
    names = list(dict.fromkeys(name for marks in scores.values() for name in marks))
    return {name: {"title": name, "weight": Fraction(1, len(names)), "scale": (0, 5)} for name in names}


def a_scenario(call: Call, rules: Mapping[str, Any], objective: Mapping[str, Any] | None = None) -> Scenario:
    """Make a scenario of rules as a scenario file would say them."""
    return Scenario.of(call, rules, objective)


def model_of(call: Call, rules: Mapping[str, Any], objective: Mapping[str, Any] | None = None) -> Model:
    """Formulate a scenario made of these rules; nothing is solved."""
    return formulate(a_scenario(call, rules, objective))


def portfolio(model: Model, *names: str) -> Portfolio:
    """Find a portfolio by the names of its awards, such as H1, H2@80 or H3/pot."""
    by_name = {award.name: position for position, award in enumerate(model.candidates.awards)}
    return Portfolio([by_name[name] for name in names])


def every_portfolio(model: Model) -> Iterator[Portfolio]:
    """List all sets of awards with at most one for each application, lawful or not."""
    awards = enumerate(model.candidates.awards)
    ways = [[None, *(i for i, _ in same)] for _, same in groupby(awards, key=lambda pair: pair[1].application)]
    for choice in product(*ways):
        yield Portfolio([award for award in choice if award is not None])


def row_of(model: Model, name: str) -> Row:
    """Find the one row of this name."""
    [row] = [row for row in model.rows if row.name == name]
    return row


def slack(call: Call, rules: Mapping[str, Any], row: str, *awards: str) -> Fraction:
    """Return a named row's slack in a portfolio: 0 is exactly on the bound, negative is broken."""
    model = model_of(call, rules)
    return row_of(model, row).slack(portfolio(model, *awards))


def problems(call: Call, rules: Mapping[str, Any], objective: Mapping[str, Any] | None = None) -> list[str]:
    """Return every problem that making the scenario reports, as people read them."""
    with pytest.raises(ScenarioError) as caught:
        a_scenario(call, rules, objective)
    return [str(problem) for problem in caught.value.problems]


def words(call: Call, rules: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return a rule's sentence by language, with every space an ordinary one."""
    said = a_scenario(call, rules).rules[name].words(call)
    return {language: said[language].replace("\u00a0", " ") for language in LANGUAGES}
