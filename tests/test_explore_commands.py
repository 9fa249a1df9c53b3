"""The commands that explore print text or JSON, and end with the exit code of their cause."""

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from allocator.cli import app

BASE = "scenarios/akke-2021/base.yaml"


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_a_front_is_printed_as_json_with_every_point():
    result = run("frontier", BASE, "--goals", "value,worst_region", "--json")

    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed["complete"]
    values = [point["value"] for point in printed["points"]]
    assert values == sorted(values, reverse=True)
    assert printed["points"][0]["decision"]


def test_a_front_that_is_cut_says_so_and_ends_with_the_code_of_a_stop():
    result = run("frontier", BASE, "--most", "2", "--language", "en")

    assert result.exit_code == 5
    assert "was cut" in result.stdout
    assert "stopped early" in result.stderr


def test_an_unknown_goal_is_bad_input_with_the_nearest_right_name():
    result = run("frontier", BASE, "--goals", "value,bugdet")

    assert result.exit_code == 3
    assert "budget" in result.stderr


def test_reviewers_are_printed_in_a_language():
    result = run("reviewers", BASE, "--draws", "40", "--solved", "1", "--language", "sv")

    assert result.exit_code == 0
    assert "Stränghet" in result.stdout


def test_reviewers_are_printed_as_json():
    printed = json.loads(run("reviewers", BASE, "--draws", "40", "--solved", "1", "--json").stdout)

    assert len(printed["reviewers"]) == 4
    assert len(printed["applications"]) == 37
    assert (printed["solved"], printed["seed"]) == (1, 2021)


def test_the_mirror_is_printed_in_a_language_and_as_json():
    told, printed = run("mirror", BASE, "--language", "en"), json.loads(run("mirror", BASE, "--json").stdout)

    assert "Had each region held its reference share" in told.stdout
    assert len(printed["regions"]) == 18
    assert all(f"{i}: in the mirror only" in told.stdout for i in printed["only_mirror"])


def test_a_sweep_is_printed_as_json_and_one_that_cannot_be_is_bad_input(tmp_path):
    for name in ("applications.csv", "partners.csv", "scores.csv"):
        (tmp_path / name).write_bytes((Path(BASE).parent / name).read_bytes())
    few = "rules: {budget: {kind: budget, amount: 500000}, best: {kind: threshold, at_least: 4}}"
    written = re.sub(r"(?s)\nrules:.*", f"\n{few}\n", Path(BASE).read_text(encoding="utf-8"))
    (tmp_path / "few.yaml").write_text(written, encoding="utf-8")
    (tmp_path / "none.yaml").write_text(written.replace(few, "rules: {}"), encoding="utf-8")

    printed = json.loads(run("sweep", str(tmp_path / "few.yaml"), "--json").stdout)
    refused = run("sweep", str(tmp_path / "none.yaml"))

    assert printed["complete"]
    assert [step["until"] + 1 for step in printed["steps"][:-1]] == [step["budget"] for step in printed["steps"][1:]]
    assert (refused.exit_code, "budget rule" in refused.stderr) == (3, True)
