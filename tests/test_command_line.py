"""The command line: what each command says where, and the exit code of each cause."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from allocator import SolverError, read_scenario, solve
from allocator.analysis.infeasible import diagnose
from allocator.cli import app
from allocator.solver import Answer, run

EXAMPLE = Path(__file__).parents[1] / "scenarios" / "akke-2021"
BASE = str(EXAMPLE / "base.yaml")
INFEASIBLE = str(EXAMPLE / "infeasible.yaml")
SEVERAL = [str(EXAMPLE / f"{name}.yaml") for name in ("base", "budget-cut", "no-balance-rule")]

TABLE = "id;requested;value\nA;60;3\nB;50;2\nC;50;2\nD;200;1\n"
SCENARIO = """\
title: {en: A small call, fi: Pieni haku, sv: En liten utlysning}
call: {years: [2021]}
data: {applications: applications.csv}
rules:
  budget: {kind: budget, amount: 110}
objective: {maximise: value, ties: [lower_cost, application_id]}
"""


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def small(folder, scenario=SCENARIO, table=TABLE):
    """Write a call of four applications: A and B are the best for 110 euros, and before A and C."""
    (folder / "applications.csv").write_text(table, encoding="utf-8")
    (folder / "small.yaml").write_text(scenario, encoding="utf-8")
    return folder / "small.yaml"


def said(outcome, code=0):
    """Return what stands on standard output; standard error is empty where all went well."""
    assert outcome.exit_code == code, (outcome.output, outcome.exception)
    if not code:
        assert outcome.stderr == ""
    return outcome.stdout


# What is solved


def test_a_solved_scenario_is_printed_and_ends_with_0(tmp_path):
    text = said(call("solve", small(tmp_path), "--language", "en"))

    assert "2 of the 4 applications received are funded, €110 in total." in text
    assert "There are 2 equally good portfolios; the published order decided" in text


def test_json_is_all_that_stands_on_standard_output(tmp_path):
    told = json.loads(said(call("solve", small(tmp_path), "--json")))

    assert told == json.loads(solve(read_scenario(tmp_path / "small.yaml")).to_json())
    assert told["funded"] == ["A", "B"]


@pytest.mark.parametrize(("language", "word"), [("fi", "Rahoitettavat"), ("sv", "Finansieras"), ("en", "Funded")])
def test_the_decision_is_told_in_three_languages(tmp_path, language, word):
    assert word in said(call("solve", small(tmp_path), "-l", language))


def test_a_second_opinion_is_asked_for_and_told(tmp_path):
    text = said(call("solve", small(tmp_path), "--second-opinion", "-l", "en"))

    assert "Another, independent solver found the same (scip" in text


def test_the_decision_is_written_into_a_folder(tmp_path):
    text = said(call("solve", small(tmp_path), "--out", tmp_path / "june"))

    written = sorted(path.name for path in (tmp_path / "june").iterdir())
    assert written == ["decision.csv", "decision.html", "regions.csv", "solution.json"]
    assert all(str(tmp_path / "june" / name) in text for name in written)
    with (tmp_path / "june" / "decision.csv").open(encoding="utf-8-sig", newline="") as file:
        granted = {row["id"]: row["award"] for row in csv.DictReader(file, delimiter=";")}
    assert granted == {"A": "60", "B": "50", "C": "0", "D": "0"}


@pytest.mark.parametrize("ending", [".lp", ".mps"])
def test_the_model_is_written_with_names_that_people_read(tmp_path, ending):
    said(call("solve", small(tmp_path), "--model", tmp_path / f"call{ending}"))

    written = (tmp_path / f"call{ending}").read_text()
    assert all(name in written for name in ("fund_A", "fund_D", "budget"))


def test_a_model_of_an_unknown_kind_is_refused(tmp_path):
    outcome = call("solve", small(tmp_path), "--model", tmp_path / "call.txt")

    assert outcome.exit_code == SolverError.exit_code
    assert "cannot write a model as '.txt': use .lp or .mps" in outcome.stderr


@pytest.mark.once
def test_the_demo_decides_the_example_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = json.loads(said(call("demo", "--json")))

    assert (Fraction(told["value"]), len(told["funded"])) == (Fraction("64.90"), 18)
    assert (tmp_path / "allocator-demo" / "decision.html").is_file()


def test_check_counts_what_is_there_and_says_who_is_not_compared():
    told = json.loads(said(call("check", BASE, "--json")))

    assert (told["applications"], told["eligible"], told["with_candidate_awards"]) == (37, 34, 31)
    assert len(told["no_candidate_award"]) == 6
    assert "nothing wrong found" in said(call("check", BASE))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_rules_prints_every_rule_with_its_sentence_formula_and_source(language):
    scenario = read_scenario(BASE)
    text = said(call("rules", BASE, "--language", language))

    for rule in scenario.rules.values():
        assert rule.words(scenario.call)[language] in text
        assert rule.formula in text
        assert rule.source[language] in text


def test_rules_prints_the_rows_as_a_person_checks_them(tmp_path):
    assert "budget: 6 A + 5 B + 5 C + 20 D <= 11" in said(call("rules", small(tmp_path), "--rows"))


def test_compare_tells_who_moves_and_the_price():
    told = json.loads(said(call("compare", *SEVERAL, "--json")))

    assert [told["scenarios"][name]["value"] for name in ("base", "budget-cut")] == [64.9, 57.87]
    assert told["awards_that_differ_euros"].keys() >= {"H05", "H34"}
    assert sum(row["base"] for row in told["euros_by_region"].values()) == 6_989_300


def test_the_schema_is_the_one_beside_the_scenarios():
    committed = EXAMPLE.parent / "scenario.schema.json"

    assert json.loads(said(call("schema"))) == json.loads(committed.read_text(encoding="utf-8"))


def test_a_new_call_is_started_and_solves(tmp_path):
    said(call("init", tmp_path / "mine"))

    assert said(call("solve", tmp_path / "mine" / "base.yaml"))


@pytest.mark.parametrize("regions", [19, 30])
def test_an_invented_call_of_any_size_is_started_and_solves(tmp_path, regions):
    said(call("init", tmp_path / "mine", "--synthetic", 60, "--regions", regions, "--seed", 7))

    told = json.loads(said(call("solve", tmp_path / "mine" / "base.yaml", "--json")))
    assert told["status"] == "optimal"
    assert 0 < len(told["funded"]) < 60


def test_an_invented_call_is_the_same_for_the_same_seed_alone(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        said(call("init", tmp_path / name, "--synthetic", 50, "--seed", seed))

    for table in ("applications.csv", "partners.csv"):
        first, again, other = ((tmp_path / name / table).read_bytes() for name in "abc")
        assert first == again != other


@pytest.mark.parametrize("options", [[], ["--synthetic", 5]])
def test_a_new_call_needs_a_folder_of_its_own(tmp_path, options):
    (tmp_path / "kept.txt").write_text("kept")
    outcome = call("init", tmp_path, *options)

    assert outcome.exit_code == 1
    assert "is not an empty folder; a new call needs one of its own" in outcome.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


# What is explained


def test_reasons_are_given_for_those_who_are_named(tmp_path):
    text = said(call("reasons", small(tmp_path), "C", "-l", "en"))

    assert "C" in text
    assert not any(line.startswith(("A", "B", "D")) for line in text.splitlines())


def test_reasons_come_as_a_frame_too(tmp_path):
    told = json.loads(said(call("reasons", small(tmp_path), "--json")))

    assert {i: row["outcome"] for i, row in told.items()} == {
        "A": "funded",
        "B": "funded",
        "C": "not_funded",
        "D": "not_funded",
    }


def test_a_reason_for_an_application_that_is_not_there_is_a_mistake_of_use(tmp_path):
    outcome = call("reasons", small(tmp_path), "Z")

    assert outcome.exit_code == 2
    assert "no application Z" in outcome.stderr


@pytest.mark.parametrize("command", ["reasons", "alternatives"])
def test_a_tolerance_is_a_share(tmp_path, command):
    outcome = call(command, small(tmp_path), "--tolerance", "much")

    assert outcome.exit_code == 2
    assert "'much' is no share such as 0.5 %" in outcome.stderr


def test_prices_reserve_and_alternatives_are_printed_and_are_json(tmp_path):
    path = small(tmp_path)
    prices = json.loads(said(call("prices", path, "--json")))
    reserve = json.loads(said(call("reserve", path, "--json")))
    near = json.loads(said(call("alternatives", path, "--json")))

    assert (prices["unconstrained"], prices["final"]) == (5.0, 5.0)
    assert reserve.keys() == {"price", "events", "chain"}
    assert (near["in_all"], near["in_some"], near["in_none"]) == (["A"], ["B", "C"], ["D"])
    for command in ("prices", "reserve", "alternatives"):
        assert said(call(command, path))


# What goes wrong


def test_bad_input_ends_with_3_and_all_its_problems(tmp_path):
    outcome = call("solve", small(tmp_path, table="id;requested;value\nA;sixty;3\nA;50;x\n"))

    assert (outcome.exit_code, outcome.stdout) == (3, "")
    for problem in (
        "applications.csv, row 2, column requested: wrong value; found 'sixty'",
        "applications.csv, row 3, column id: row 2 has the same id",
        "applications.csv, row 3, column value: wrong value; found 'x'",
    ):
        assert problem in outcome.stderr


@pytest.mark.parametrize("command", ["check", "solve", "rules", "reasons", "prices", "reserve", "alternatives"])
def test_a_scenario_that_is_not_there_ends_with_3_and_the_nearest_right_name(tmp_path, command):
    small(tmp_path)
    outcome = call(command, tmp_path / "smal.yaml")

    assert (outcome.exit_code, outcome.stdout) == (3, "")
    assert "did you mean 'small.yaml'?" in outcome.stderr


@pytest.mark.parametrize("arguments", [["solve"], ["solve", BASE, "--solver", "guess"], ["nothing"], ["compare"]])
def test_a_mistake_of_use_ends_with_2(arguments):
    assert call(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("command", "language"),
    [("solve", "en"), ("reasons", "sv"), ("prices", "en"), ("reserve", "sv"), ("alternatives", None)],
)
def test_infeasible_ends_with_4_and_names_the_rules_and_the_cheapest_repair(tmp_path, command, language):
    everyone = "  everyone: {kind: choose, of: [A, B, C], exactly: 3}\n"
    path = small(tmp_path, SCENARIO.replace("objective:", f"{everyone}objective:"))
    outcome = call(command, path, *(["-l", language] if language else []))

    assert (outcome.exit_code, outcome.stdout) == (4, "")
    assert diagnose(read_scenario(path)).text(language or "fi") in outcome.stderr
    assert "everyone" in outcome.stderr


def test_an_infeasible_scenario_among_others_leaves_the_others_compared():
    outcome = call("compare", SEVERAL[0], INFEASIBLE, "--json")

    assert outcome.exit_code == 4
    told = json.loads(outcome.stdout)
    assert list(told["scenarios"]) == ["base"]
    assert told["infeasible"].keys() == {"infeasible"}


def test_compare_says_in_its_language_what_does_not_fit_and_what_the_regions_are_called():
    outcome = call("compare", SEVERAL[0], INFEASIBLE, "--json", "--language", "sv")

    assert diagnose(read_scenario(INFEASIBLE)).text("sv") in outcome.stderr
    assert "Nyland" in json.loads(outcome.stdout)["euros_by_region"]


def test_stopped_early_ends_with_5_with_what_was_found_and_how_far_it_may_be_from_the_best(tmp_path, monkeypatch):
    def stopped(model, goal, rows, **options):
        answer = run(model, goal, rows, **options)
        return Answer("feasible", answer.portfolio, Fraction(6))

    monkeypatch.setattr("allocator.optimum.run", stopped)
    outcome = call("solve", small(tmp_path), "-l", "en")

    assert outcome.exit_code == 5
    assert "Best found (value 5.00): at most 20.00% below the best possible" in outcome.stdout
    assert "Proven best" not in outcome.stdout


def test_a_solver_without_an_answer_ends_with_its_own_code_and_no_traceback(tmp_path, monkeypatch):
    monkeypatch.setattr("allocator.optimum.run", lambda *a, **k: Answer("stopped"))
    outcome = call("solve", small(tmp_path))

    assert outcome.exit_code == SolverError.exit_code
    assert "the search was stopped before any lawful portfolio was found" in outcome.stderr
    assert "Traceback" not in outcome.output


def test_an_interruption_ends_with_5(tmp_path, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("allocator.optimum.run", interrupted)
    outcome = call("solve", small(tmp_path))

    assert (outcome.exit_code, outcome.stderr.strip()) == (5, "stopped")


def test_a_folder_that_cannot_be_written_to_ends_with_1(tmp_path):
    (tmp_path / "taken").write_text("a file")
    outcome = call("solve", small(tmp_path), "--out", tmp_path / "taken")

    assert outcome.exit_code == 1
    assert "taken" in outcome.stderr


def test_markup_in_the_data_is_printed_as_it_is(tmp_path):
    table = "id;requested;value;title\n[red]A;60;3;[bold]x[/]\nB;50;2;[/nothing]\n"
    text = said(call("solve", small(tmp_path, table=table)))

    assert all(written in text for written in ("[red]A", "[bold]x[/]", "[/nothing]"))


def test_an_election_comes_in_as_a_call_and_goes_out_decided(tmp_path):
    (tmp_path / "town.pb").write_text(
        "META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost;votes\na;5;7\nb;9;8\nVOTES\n"
    )
    said(call("import", tmp_path / "town.pb", tmp_path / "call"))
    said(call("export", tmp_path / "call" / "base.yaml", tmp_path / "back.pb"))

    assert "b;9;b;8;1" in (tmp_path / "back.pb").read_text()
