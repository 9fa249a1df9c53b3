"""The scenarios of the example, and the schema for editors beside them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from examples import EVERY_EXAMPLE, EXAMPLE
from ruamel.yaml import YAML

from allocator import read_scenario
from allocator.scenario import scenario_schema


def raw(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EVERY_EXAMPLE, ids=lambda path: path.stem)
def test_every_example_loads_says_why_and_is_valid_under_the_schema(path):
    scenario = read_scenario(path)
    assert scenario.why is not None
    assert all((scenario.why.fi, scenario.why.sv, scenario.why.en))
    assert scenario.chain[0] == "base"
    assert bool(scenario.changes) == (path.stem != "base")
    jsonschema.Draft202012Validator(scenario_schema()).validate(raw(path))


@pytest.mark.parametrize("path", EVERY_EXAMPLE, ids=lambda path: path.stem)
def test_every_rule_of_an_example_says_where_it_comes_from(path):
    assert [name for name, rule in read_scenario(path).rules.items() if not rule.source] == []


def test_there_are_examples_and_they_are_what_they_are():
    assert {"base", "budget-cut", "infeasible", "partial-funding"} <= {path.stem for path in EVERY_EXAMPLE}


def test_the_assumptions_of_the_example_are_listed():
    assumed = dict(read_scenario(EXAMPLE / "base.yaml").assumptions)
    assert {"weights", "scale", "idea", "regional_towns", "growth_zones", "any_region", "fair_share"} <= set(assumed)
    assert "budget" not in assumed


def test_the_schema_beside_the_scenarios_is_the_one_that_the_code_makes():
    written = (EXAMPLE.parent / "scenario.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_asks_a_base_for_the_kind_of_every_rule():
    schema = jsonschema.Draft202012Validator(scenario_schema())
    base = raw(EXAMPLE / "base.yaml")
    assert schema.is_valid(base)
    del base["rules"]["budget"]["kind"]
    assert not schema.is_valid(base)
    assert schema.is_valid({"extends": "other.yaml", **base})


def test_the_schema_is_a_sound_schema():
    jsonschema.Draft202012Validator.check_schema(scenario_schema())


@pytest.mark.parametrize(
    "content",
    [
        {"extends": "base.yaml", "titel": "x"},
        {"rules": {}},
        {"extends": "base.yaml", "rules": {"budget": {"kind": "budgte"}}},
        {"extends": "base.yaml", "rules": {"budget": {"amuont": 5}}},
        {"extends": "base.yaml", "rules": {"budget": {"kind": "budget", "amuont": 5}}},
        {"extends": "base.yaml", "objective": {"maximise": "valu"}},
        {"extends": "base.yaml", "call": {"yeers": [2021]}},
    ],
)
def test_the_schema_finds_what_is_misspelt(content):
    assert not jsonschema.Draft202012Validator(scenario_schema()).is_valid(content)
