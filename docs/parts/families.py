"""Every rule family as a section: what it says, its formula, its fields, and an example with its rows."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any

from allocator.exact import decimal_text
from allocator.model import Model, formulate
from allocator.rows import Helper, Row
from allocator.rules import FAMILIES
from allocator.rules.base import Rule
from allocator.text import LANGUAGES
from allocator.writing import whole
from parts.template_call import template_call

EXAMPLES: Mapping[str, dict[str, Any]] = {
    "budget": {"amount": 500_000, "holdback": 20_000},
    "earmark": {"amount": 200_000, "for": {"region": ["Kainuu"]}, "ring_fenced": True, "at_least": 100_000},
    "year": {"at_most": {2027: 200_000, 2028: 300_000}, "carry_over": True},
    "limit": {"for": {"region": ["Kainuu"]}, "measure": "share_of_granted", "at_least": "0.1"},
    "coverage": {"each": "applicant_type", "at_least": 2},
    "fair_share": {"reference": {"equal": "1"}, "at_least": "0.1"},
    "choose": {"of": ["A1", "A3"], "at_most": 1},
    "requires": {"application": "A2", "needs": ["A1"]},
    "lock": {"application": "A2", "decision": "fund", "reason": "an earlier decision", "by": "the board"},
    "threshold": {"at_least": "3.5"},
    "levels": {"levels": ["1", "0.75"]},
    "synergy": {"of": ["A1", "A2"], "value": "0.5", "saves": 10_000},
}
"""A rule of each family for the call that `allocator init` writes."""

_MOST_ROWS = 3
_LANGUAGE_NAMES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}


def families() -> Iterator[str]:
    """Yield the lines of all sections, in the order in which the families are documented."""
    for family in FAMILIES:
        kind = str(family.model_fields["kind"].default)
        yield f"### `{kind}`"
        yield ""
        yield from markdown(inspect.cleandoc(family.__doc__ or ""))
        yield from _fields(family)
        yield from _example({"kind": kind, **EXAMPLES[kind]})


def markdown(docstring: str) -> Iterator[str]:
    """Yield a docstring's lines with its formulas as GitHub shows them."""
    text = re.sub(r"\n\nReferences\n-+\n", r"\n\nReference: ", docstring)
    text = re.sub(r":math:`([^`]+)`", r"$`\1`$", text)
    text = re.sub(r"(?ms)^\.\. math::(.*?)(?=\n\n)", lambda block: _displayed(block[1]), text)
    yield from text.replace(r"\operatorname", r"\mathrm").splitlines()  # GitHub refuses \operatorname
    yield ""


def _displayed(formula: str) -> str:
    return "\n".join(["```math", *(line.strip() for line in formula.strip().splitlines()), "```"])


def _fields(family: type[Rule]) -> Iterator[str]:
    """Yield a table of the fields that the family has beyond those of every rule."""
    yield f"As `allocator rules` prints it: {family.formula}"
    yield ""
    yield "| field | | what it says |"
    yield "|---|---|---|"
    for name, field in family.model_fields.items():
        if name not in Rule.model_fields:
            yield f"| `{field.alias or name}` | {'required' if field.is_required() else ''} | {field.description} |"
    yield ""


def _example(rule: dict[str, Any]) -> Iterator[str]:
    scenario = template_call().vary(rules={"any_region": None, "example": rule})
    words = scenario.rules["example"].words(scenario.call)
    yield "For example:"
    yield ""
    yield "```yaml"
    yield f"example: {_written(rule)}"
    yield "```"
    yield ""
    yield from (f"- {_LANGUAGE_NAMES[language]}: {words[language]}" for language in LANGUAGES)
    yield ""
    yield "```text"
    yield from _rows(formulate(scenario))
    yield "```"
    yield ""


def _written(value: Any) -> str:
    """Write a value as people write YAML: quotes only around numbers that must stay text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return value if isinstance(value, str) and not value[0].isdigit() else json.dumps(value)


def _rows(model: Model) -> Iterator[str]:
    """Yield the rows that the example makes or changes, or, where it makes none, the awards that it leaves."""
    awards = model.candidates.awards
    rows = [row for row in model.rows if row.rule == "example" or _own_helpers(row)]
    if not rows:
        yield from (f"{a.name}: {whole(a.euros, 'en')} €, value {decimal_text(a.value)}" for a in awards)
        yield from (f"{id_}: no candidate award" for id_ in model.refusals)
    form = model.objective.form
    for helper, multiple in form.helpers:
        yield f"value: + {decimal_text(Fraction(multiple, form.denominator))} {helper.name}"
    helpers = dict.fromkeys(helper for row in rows for helper in _own_helpers(row))
    for row in (*islice(rows, _MOST_ROWS), *(row for helper in helpers for row in helper.rows)):
        yield row.written(lambda i: awards[i].name)
    if len(rows) > _MOST_ROWS:
        yield f"… {len(rows)} rows in all"


def _own_helpers(row: Row) -> list[Helper]:
    return [helper for helper, _ in row.integers.helpers if helper.name.startswith("example")]
