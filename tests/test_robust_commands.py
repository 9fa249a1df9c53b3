"""The commands on robustness and on members print tables whose numbers are explained, or JSON."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from allocator.cli import app

BASE = "scenarios/akke-2021/base.yaml"
MEMBERS = "scenarios/akke-2021/members/judgements.yaml"

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("compiled")]


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def robust():
    return json.loads(run("robustness", BASE, "--json").stdout)


def test_robustness_lists_the_nondominated_portfolios_of_the_example_completely(robust):
    assert (robust["draws"], robust["asked"], robust["nondominated_complete"]) == (1000, 1000, True)
    assert robust["nondominated"] > 1
    assert {row["core_index"] for row in robust["applications"]} > {0, 1}


def test_what_is_funded_at_all_weights_has_core_index_1_only_if_no_portfolio_leaves_it_out(robust):
    for row in robust["applications"]:
        if row["core_index"] in {0, 1}:
            assert row["acceptability"] == row["core_index"]


@pytest.mark.parametrize(("language", "word"), [("fi", "Käännepiste"), ("sv", "Vändpunkt"), ("en", "Flip radius")])
def test_the_tables_of_robustness_fit_a_narrow_terminal_and_say_what_their_columns_mean(language, word):
    printed = run("robustness", BASE, "--draws", "50", "--language", language).stdout
    lines = printed.splitlines()

    assert any(line.startswith(f"  {word}: ") for line in lines)
    assert all(line[-1] in "│┃┓┩┘" for line in lines if line[:1] in set("│┃┏┡└"))


def test_drawn_reviewers_are_solved_for_and_known_weights_are_not_drawn():
    printed = json.loads(
        run("robustness", BASE, "--weights", "published", "--scores", "reviewers", "--draws", "3", "--json").stdout
    )

    assert printed["draws"] == 3
    assert printed["portfolios"][0]["weight[renewal]"] in {0.15, None}


@pytest.mark.parametrize(
    ("option", "value"), [("--weights", "orders"), ("--score-interval", "wide"), ("--score-interval", "-1")]
)
def test_an_option_that_is_no_such_thing_is_a_usage_error(option, value):
    result = run("robustness", BASE, option, value)

    assert result.exit_code == 2
    assert option in result.stderr


@pytest.mark.parametrize(("language", "word"), [("fi", "Kaikkien"), ("sv", "allas"), ("en", "every member's")])
def test_members_are_told_in_every_language(language, word):
    result = run("members", BASE, MEMBERS, "--language", language)

    assert result.exit_code == 0
    assert word in result.stdout
    assert "Jäsen E" in result.stdout


def test_members_are_printed_as_json_with_what_each_says():
    printed = json.loads(run("members", BASE, MEMBERS, "--json").stdout)

    assert [row["method"] for row in printed["members"]] == [
        "swing",
        "rank_order_centroid",
        "rank_sum",
        "ratios",
        "pairs",
    ]
    assert all(row["minimax_regret"] <= max(r["regret"] for r in printed["members"]) for row in printed["members"])


def test_members_with_a_criterion_of_another_call_are_bad_input(tmp_path):
    (tmp_path / "m.yaml").write_text("members: {A: {swing: {renewals: 1}}}", encoding="utf-8")
    result = run("members", BASE, str(tmp_path / "m.yaml"))

    assert result.exit_code == 3
    assert "did you mean 'renewal'" in result.stderr


_STOPPED = """
import os, signal
from allocator.cli import app
from allocator import ensemble

ticks = []

def tick(clock, count=1):
    if clock._total == 15:
        ticks.append(count)
        if len(ticks) == 8:
            os.kill(os.getpid(), signal.SIGINT)

ensemble._Clock.tick = tick
app()
"""


def test_an_interrupt_keeps_the_draws_that_are_done_and_says_on_how_many_the_shares_rest():
    """A true SIGINT, sent when about half of the draws are done."""
    asked = ("robustness", BASE, "--weights", "published", "--scores", "reviewers", "--draws", "15", "--json")
    stopped = subprocess.run(
        [sys.executable, "-c", _STOPPED, *asked], capture_output=True, text=True, timeout=240, check=False
    )
    printed = json.loads(stopped.stdout)

    assert stopped.returncode == 5
    assert 0 < printed["draws"] < printed["asked"] == 15
    assert "stopped early" in stopped.stderr
