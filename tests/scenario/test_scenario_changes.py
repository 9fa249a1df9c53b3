"""What a scenario is, and what it changes: in a file, in a chain of files, and in code."""

import hashlib
import json
from fractions import Fraction
from typing import Any

import pytest
from examples import EVERY_EXAMPLE, EXAMPLE
from small_scenario import BASE, EXTENDS, a_folder, changes, read

from allocator import Scenario, Text, read_scenario
from allocator.documents import Change, merge
from allocator.errors import ScenarioError
from allocator.objectives import Objective
from allocator.rules.choose import Choose
from allocator.rules.limit import Limit

# --- what a scenario is ---------------------------------------------------------------------------


def test_a_base_scenario_has_a_name_rules_and_no_changes(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    assert (base.name, base.chain, base.changes) == ("base", ("base",), ())
    assert list(base.rules) == ["budget", "zones", "north"]
    assert base.title is not None
    assert base.title["fi"] == "Testihaku"
    assert [application.id for application in base.call.applications] == ["H1", "H2", "H3"]


def test_a_path_may_be_written_as_text(tmp_path):
    assert read_scenario(str(a_folder(tmp_path, {}) / "base.yaml")).name == "base"


def test_every_file_that_was_read_is_hashed(tmp_path):
    scenario = read(tmp_path)
    assert set(scenario.hashes) == {"base.yaml", "other.yaml", "applications.csv", "partners.csv"}
    for name, digest in scenario.hashes.items():
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_the_rules_of_a_scenario_cannot_be_changed_behind_its_back(tmp_path):
    scenario = read(tmp_path)
    with pytest.raises(TypeError):
        scenario.rules["budget"] = scenario.rules["north"]  # type: ignore[index]


def test_a_rule_is_called_by_its_title_or_else_by_its_name(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {north: {title: {fi: Pohjoinen, en: North}}}")
    assert (scenario.rule_title("north")["en"], scenario.rule_title("zones")["en"]) == ("North", "zones")
    assert scenario.rule_title("nowhere")["en"] == "nowhere"


def test_what_was_not_published_is_listed_from_the_terms_and_the_rules(tmp_path):
    assumed = "call: {assumptions: {scale: arvaus}}\nrules: {north: {assumption: oletus}}"
    found = read(tmp_path, EXTENDS + assumed).assumptions
    assert found == (("scale", Text(fi="arvaus")), ("north", Text(fi="oletus")))


# --- what a scenario changes ----------------------------------------------------------------------


def test_a_scenario_says_what_it_changes(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {budget: {amount: 400}}")
    assert changes(scenario) == ["rules.budget.amount: 500 → 400"]
    assert scenario.rules["budget"].available == 400
    assert scenario.chain == ("base", "other")


def test_the_cut_of_the_example_is_one_change_in_words():
    cut = read_scenario(EXAMPLE / "budget-cut.yaml")
    assert changes(cut) == ["rules.budget.amount: 7000000 → 6300000"]
    assert cut.chain == ("base", "budget-cut")


def test_what_is_said_again_is_no_change(tmp_path):
    assert changes(read(tmp_path, EXTENDS + "rules: {budget: {amount: 500}, north: {for: {region: Lappi}}}")) == []


def test_null_switches_a_rule_off(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {north: null}")
    assert list(scenario.rules) == ["budget", "zones"]
    assert changes(scenario) == ["rules.north: {kind: limit, for: {region: Lappi}, at_least: 100} → –"]


def test_null_takes_a_field_away(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {at_least: null, at_most: 150}}").rules["north"]
    assert isinstance(north, Limit)
    assert (north.at_least, north.at_most) == (None, 150)


def test_null_for_what_is_not_there_is_no_change(tmp_path):
    scenario = read(tmp_path, EXTENDS + "rules: {south: null}")
    assert (list(scenario.rules), scenario.changes) == (["budget", "zones", "north"], ())


def test_a_base_may_hold_a_rule_that_is_off(tmp_path):
    base = BASE.replace("objective:", "  south: null\nobjective:")
    scenario = read(tmp_path, EXTENDS + "rules: {south: {kind: limit, at_most: 5}}", **{"base.yaml": base})
    assert changes(scenario) == ["rules.south: – → {kind: limit, at_most: 5}"]


def test_a_rule_of_another_kind_replaces_the_whole_rule(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {kind: choose, of: [H1, H2], at_most: 1}}").rules["north"]
    assert isinstance(north, Choose)
    assert (north.at_least, north.at_most) == (None, 1)


def test_a_rule_of_the_same_kind_is_mixed_field_by_field(tmp_path):
    north = read(tmp_path, EXTENDS + "rules: {north: {kind: limit, at_most: 150}}").rules["north"]
    assert isinstance(north, Limit)
    assert (north.at_least, north.at_most) == (100, 150)


def test_a_list_is_replaced_and_not_mixed(tmp_path):
    scenario = read(tmp_path, EXTENDS + "objective: {ties: [lower_cost]}")
    assert scenario.objective.ties == ("lower_cost", "application_id")
    assert changes(scenario) == ["objective.ties: – → ['lower_cost']"]


def test_why_is_each_files_own_and_a_title_is_inherited(tmp_path):
    assert read(tmp_path).why is None
    scenario = read(tmp_path, EXTENDS + "why: uusi")
    assert scenario.why is not None
    assert scenario.why["fi"] == "uusi"
    assert scenario.title is not None
    assert scenario.title["fi"] == "Testihaku"
    assert scenario.changes == ()


def test_a_title_and_a_reason_are_replaced_in_every_language_and_are_no_change(tmp_path):
    base = BASE.replace("title: Testihaku\nwhy: perusta", "title: {fi: Haku, en: Call}\nwhy: {fi: perusta, en: base}")
    scenario = read(tmp_path, EXTENDS + "title: {fi: Toinen}\nwhy: {fi: uusi}", **{"base.yaml": base})
    assert scenario.title is not None
    assert scenario.why is not None
    assert (scenario.title["en"], scenario.why["en"], scenario.changes) == ("Toinen", "uusi", ())


def test_a_chain_of_files_is_laid_one_over_another(tmp_path):
    middle = EXTENDS + "why: väli\nrules: {budget: {amount: 450}, north: {at_least: 90}}"
    scenario = read(tmp_path, "extends: middle.yaml\nrules: {budget: {amount: 400}}", **{"middle.yaml": middle})
    assert scenario.chain == ("base", "middle", "other")
    assert changes(scenario) == ["rules.budget.amount: 450 → 400"]
    assert scenario.rules["budget"].available == 400
    assert scenario.rules["north"].at_least == 90  # type: ignore[attr-defined]
    assert {"base.yaml", "middle.yaml", "other.yaml"} <= set(scenario.hashes)
    assert scenario.why is None


def test_a_base_may_lie_in_a_folder_within_with_its_tables_beside_it(tmp_path):
    folder = a_folder(tmp_path / "within", {}).parent
    (folder / "other.yaml").write_text("extends: within/base.yaml\nrules: {budget: {amount: 400}}")
    assert len(read_scenario(folder / "other.yaml").call.applications) == 3


def test_a_change_shows_nothing_as_a_dash():
    assert str(Change("rules.a", None, {"kind": "limit", "for": {"region": "Lappi"}})) == (
        "rules.a: – → {kind: limit, for: {region: Lappi}}"
    )
    assert str(Change("rules.a", False, 0)) == "rules.a: False → 0"


def test_merging_changes_neither_of_the_two():
    below: dict[str, Any] = {"rules": {"a": {"kind": "x", "n": 1}}, "why": "w"}
    above: dict[str, Any] = {"rules": {"a": {"n": 2}, "b": None}}
    merged, _ = merge(below, above)
    assert merged == {"rules": {"a": {"kind": "x", "n": 2}}}
    assert below == {"rules": {"a": {"kind": "x", "n": 1}}, "why": "w"}
    assert above == {"rules": {"a": {"n": 2}, "b": None}}


# --- varying in code ------------------------------------------------------------------------------

VARIATIONS: list[tuple[dict[str, Any], str]] = [
    ({"budget": {"amount": 400}}, "rules: {budget: {amount: 400}}"),
    ({"north": None}, "rules: {north: null}"),
    ({"north": {"at_least": None, "at_most": "150"}}, 'rules: {north: {at_least: null, at_most: "150"}}'),
    ({"north": {"kind": "choose", "of": ["H1"], "at_most": 1}}, "rules: {north: {kind: choose, of: [H1], at_most: 1}}"),
    ({"more": {"kind": "limit", "at_most": 5}}, "rules: {more: {kind: limit, at_most: 5}}"),
    ({"zones": {"at_most": Fraction(1, 3)}}, 'rules: {zones: {at_most: "1/3"}}'),
    ({"zones": {"at_most": 0.2}}, "rules: {zones: {at_most: 0.2}}"),
]


@pytest.mark.parametrize(("rules", "file"), VARIATIONS)
def test_varying_in_code_equals_the_file_that_says_the_same(tmp_path, rules, file):
    from_file = read(tmp_path, EXTENDS + file)
    base = read_scenario(tmp_path / "base.yaml")
    varied = base.vary(rules=rules)
    assert dict(varied.rules) == dict(from_file.rules)
    assert varied.objective == from_file.objective
    assert varied.call is base.call
    assert [change.where for change in varied.changes] == [change.where for change in from_file.changes]


def test_varying_the_objective_equals_the_file_that_says_the_same(tmp_path):
    from_file = read(tmp_path, EXTENDS + "objective: {maximise: number_funded, ties: [lower_cost]}")
    base = read_scenario(tmp_path / "base.yaml")
    assert base.vary(objective={"maximise": "number_funded", "ties": ["lower_cost"]}).objective == from_file.objective


def test_a_varied_scenario_has_a_name_a_reason_and_a_chain(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    less = base.vary(rules={"budget": {"amount": 400}}, why="vähemmän")
    assert (less.name, less.chain, less.title) == ("vähemmän", ("base", "vähemmän"), None)
    assert less.why is not None
    assert less.why["en"] == "vähemmän"
    assert less.vary(name="again", rules={"budget": {"amount": 300}}).chain == ("base", "vähemmän", "again")
    assert base.vary().name == "base*"
    assert changes(base.vary()) == []


def test_a_rule_that_was_switched_off_can_be_written_anew(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    off = base.vary(rules={"north": None})
    on = off.vary(rules={"north": {"kind": "limit", "for": {"region": "Lappi"}, "at_least": 100}})
    assert dict(on.rules) == dict(base.rules)


def test_varying_an_exact_number_that_is_no_decimal_keeps_it_exact(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    pair = {"kind": "synergy", "of": ["H1", "H2"], "value": Fraction(-1, 3)}
    assert base.vary(rules={"pair": pair}).vary().rules["pair"].value == Fraction(-1, 3)  # type: ignore[attr-defined]


def test_what_a_scenario_has_written_makes_the_same_scenario_again():
    for path in EVERY_EXAMPLE:
        scenario = read_scenario(path)
        again = Scenario.of(scenario.call, scenario.written["rules"], scenario.written["objective"])
        assert dict(again.rules) == dict(scenario.rules)
        assert again.objective == scenario.objective
        assert json.loads(json.dumps(scenario.written)) == scenario.written


def test_a_scenario_made_in_code_has_its_name_and_reason(tmp_path):
    call = read(tmp_path).call
    made = Scenario.of(call, {"north": None, "budget": {"kind": "budget", "amount": 5}}, Objective(), name="a", why="b")
    assert (made.name, made.chain, list(made.rules)) == ("a", ("a",), ["budget"])
    assert made.why is not None
    assert made.why["fi"] == "b"
    assert made.objective == Scenario.of(call, {}).objective


def test_problems_of_a_change_in_code_have_no_file(tmp_path):
    base = read_scenario(a_folder(tmp_path, {}) / "base.yaml")
    with pytest.raises(ScenarioError) as raised:
        base.vary(rules={"budget": {"amuont": 5}, "north": {"for": {"region": 5.5}}, "x": {"kind": "budgte"}})
    assert [(p.file, p.row, p.column, p.suggestion) for p in raised.value.problems] == [
        (None, None, "rules.budget.amuont", "amount"),
        (None, None, "rules.x.kind", "budget"),
    ]
    with pytest.raises(ScenarioError, match=r"column rules.north.for.region: unknown region; found 'Lapi'"):
        base.vary(rules={"north": {"for": {"region": "Lapi"}}})
