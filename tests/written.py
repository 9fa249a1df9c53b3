"""Scenarios written out with their rows or awards, to be compared with what people worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from allocator import Call, Scenario
from allocator.candidates import Award
from allocator.exact import decimal_text
from allocator.model import Model, formulate
from allocator.rows import Linear

GOLDEN = Path(__file__).parent / "rules" / "golden"


def golden(family: str) -> str:
    """Return the text of a family's golden file, which people have checked by hand."""
    return (GOLDEN / f"{family}.txt").read_text(encoding="utf-8")


def rows_written(scenarios: Mapping[str, Scenario], *, objective: bool = False) -> str:
    """Write scenarios with all their rows, and the definitions of their helpers."""
    return "\n".join(
        _block(why, scenario, _rows(formulate(scenario), objective)) for why, scenario in scenarios.items()
    )


def awards_written(scenarios: Mapping[str, Scenario]) -> str:
    """Write scenarios with all their candidate awards."""
    return "\n".join(_block(why, scenario, _awards(formulate(scenario))) for why, scenario in scenarios.items())


def _block(why: str, scenario: Scenario, lines: Iterator[str]) -> str:
    call = scenario.call
    name = {region.code: region.name["fi"] for region in call.geography.regions}
    asked = (
        "{}: {}".format(a.id, " + ".join(f"{name[r]} {e}" for r, e in a.by_region.items())) for a in call.applications
    )
    rules = ({"kind": r["kind"], **r} for r in scenario.written["rules"].values())
    written = (json.dumps(rule, ensure_ascii=False).replace('"', "") for rule in rules)
    heading = [f"# {why}", f"requests {'; '.join(asked)}", *map("{}: {}".format, scenario.rules, written)]
    return "\n".join([*heading, *(f"    {line}" for line in lines)]) + "\n"


def _rows(model: Model, objective: bool) -> Iterator[str]:
    def award_name(position: int) -> str:
        return model.candidates.awards[position].name

    forms = [form for row in model.rows for form in (row.left, row.right) if isinstance(form, Linear)]
    if objective:
        form = model.objective.form
        forms.append(form)
        terms = [(Fraction(int(c), form.denominator), award_name(i)) for i, c in enumerate(form.coefficients)]
        terms += [(Fraction(multiple, form.denominator), helper.name) for helper, multiple in form.helpers]
        yield f"maximise {' + '.join(f'({decimal_text(number)}) {name}' for number, name in terms)}"
    for row in model.rows:
        yield row.written(award_name)
    for helper in dict.fromkeys(helper for form in forms for helper, _ in form.helpers):
        yield f"{helper.name} is the {helper.of}{', rounded to a whole number' if helper.whole else ''}:"
        yield from (f"    {row.written(award_name)}" for row in helper.rows)


def _awards(model: Model) -> Iterator[str]:
    for award in model.candidates.awards:
        yield _award(model.scenario.call, award)
    for id_, refusals in model.refusals.items():
        yield f"{id_}: none; {' '.join(refusal.text['en'] for refusal in refusals)}"


def _award(call: Call, award: Award) -> str:
    years = " + ".join(f"{year} {euros}" for year, euros in zip(call.terms.years, award.by_year, strict=True))
    names = (region.name["fi"] for region in call.geography.regions)
    regions = " + ".join(f"{name} {euros}" for name, euros in zip(names, award.by_region, strict=True) if euros)
    return f"{award.name}: {award.euros} euros = {years} = {regions}, value {decimal_text(award.value)}"
