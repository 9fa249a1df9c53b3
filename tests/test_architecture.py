"""Architecture: what every family has, how large a file may be, and which way imports go."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from builders import a_call, a_scenario
from written import GOLDEN

from allocator.rules import FAMILIES, KINDS
from allocator.rules.base import Rule
from allocator.scenario import scenario_schema
from allocator.text import LANGUAGES

pytestmark = pytest.mark.once

REPOSITORY = Path(__file__).parents[1]
HOUSE = REPOSITORY / "allocator"
CALL = a_call(H1={"North": 40}, H2={"South": 61}, columns={"H1": {"costs": ("50",)}, "H2": {"costs": ("70",)}})
SMALLEST = {
    "budget": {"amount": 100},
    "earmark": {"at_least": 10},
    "year": {"at_most": {2021: 100}},
    "limit": {"at_most": 100},
    "coverage": {"at_least": 1},
    "fair_share": {"reference": {"equal": 1}, "at_least": "0.1"},
    "choose": {"of": ["H1", "H2"], "exactly": 1},
    "requires": {"application": "H1", "needs": ["H2"]},
    "lock": {"application": "H1", "decision": "fund", "reason": "pilot", "by": "board"},
    "threshold": {"at_least": 1},
    "levels": {"levels": ["1", "0.5"]},
    "synergy": {"of": ["H1", "H2"], "value": 1},
}
"""A rule of each family that says no more than it must."""

families = pytest.mark.parametrize("family", FAMILIES, ids=KINDS)


def kind(family):
    return family.model_fields["kind"].default


def test_every_rule_in_the_house_is_in_the_catalogue_once():
    def below(parent):
        return {child for direct in parent.__subclasses__() for child in {direct, *below(direct)}}

    assert below(Rule) == set(FAMILIES)
    assert len(set(KINDS)) == len(KINDS) == len(FAMILIES)
    assert set(SMALLEST) == set(KINDS)


@families
def test_a_family_is_one_file_named_after_its_kind(family):
    assert family.__module__ == f"allocator.rules.{kind(family)}"
    assert family.__name__.casefold() == kind(family).replace("_", "")


@families
def test_a_family_says_its_mathematics_where_it_is_written(family):
    assert family.formula.strip()
    assert ".. math::" in family.__doc__
    assert family.__doc__.splitlines()[0].endswith(".")


@families
def test_every_field_of_a_family_is_described(family):
    assert [name for name, field in family.model_fields.items() if not field.description] == ["kind"]


@families
def test_a_family_has_rows_worked_out_by_hand_and_tests_of_its_own(family):
    own_tests = Path(__file__).parent / "rules" / f"test_{kind(family)}.py"
    checked = (GOLDEN / f"{kind(family)}.txt").read_text(encoding="utf-8")

    assert f"{{kind: {kind(family)}, " in checked
    assert f'golden("{kind(family)}")' in own_tests.read_text(encoding="utf-8")


def test_no_golden_file_is_left_without_a_family():
    assert {path.stem for path in GOLDEN.glob("*")} == set(KINDS)


@families
def test_a_family_speaks_three_languages(family):
    said = a_scenario(CALL, {"rule": {"kind": kind(family), **SMALLEST[kind(family)]}}).rules["rule"].words(CALL)
    sentences = [getattr(said, language) for language in LANGUAGES]

    assert all(sentence and sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(LANGUAGES)


@families
def test_a_rule_written_out_reads_back_as_itself(family):
    made = a_scenario(CALL, {"rule": {"kind": kind(family), **SMALLEST[kind(family)]}})

    assert a_scenario(CALL, made.written["rules"]).rules == made.rules


def test_the_schema_beside_the_scenarios_is_the_one_that_the_code_reads_by():
    kept = (REPOSITORY / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8")

    assert json.loads(kept) == scenario_schema()
    assert {family.__name__ for family in FAMILIES} <= set(json.loads(kept)["$defs"])


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_file_is_longer_than_four_hundred_lines(path):
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= 400


def test_imports_keep_their_direction():
    lint_imports = Path(sysconfig.get_path("scripts")) / "lint-imports"
    found = subprocess.run(
        [lint_imports, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert found.returncode == 0, found.stdout + found.stderr


def test_importing_the_library_loads_no_solver_no_plots_and_no_tables():
    heavy = ("pandas", "matplotlib", "pulp", "highspy", "pyscipopt", "rich", "typer", "jinja2")
    question = f"import sys, allocator; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
