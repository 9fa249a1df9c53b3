"""The benchmark: every way at a small size, in processes of their own."""

import json
import signal
import subprocess
import sys
from subprocess import CompletedProcess

import pytest
from typer.testing import CliRunner

from allocator.bench import measuring
from allocator.bench.measuring import Measurement, growth, ratio, solves
from allocator.bench.plain import rank_and_cut, read
from allocator.cli import app
from allocator.cli.bench import _held
from allocator.synthetic import write_synthetic

pytestmark = pytest.mark.once


def test_every_way_is_measured_and_finds_what_the_whole_path_finds():
    run = CliRunner().invoke(app, ["bench", "--sizes", "30", "--seconds", "20", "--json"])

    assert run.exit_code == 0, run.output
    found = {one["way"]: one for one in json.loads(run.stdout)["measurements"]}
    assert list(found) == ["allocator", "pulp+highs", "pulp+cbc", "scipy.milp", "rank and cut"]
    own = found["allocator"]
    assert own["said"] == "proven best"
    assert set(own["seconds"]) == {"imports", "read", "formulate", "solve", "check", "report"}
    assert sys.platform == "win32" or own["peak"] > 10
    assert found["pulp+highs"]["value"] == own["value"] == own["bound"]
    assert found["rank and cut"]["value"] < own["value"]
    assert found["rank and cut"]["gap"] > 0


def test_tables_name_what_was_measured_and_how_it_grows():
    run = CliRunner().invoke(app, ["bench", "--sizes", "40", "--ways", "allocator,rank and cut"])

    assert run.exit_code == 0, run.output
    assert "40 applications" in run.output
    assert "rank and cut" in run.output
    assert "powers of the size" in run.output


@pytest.mark.parametrize(("option", "value"), [("--ways", "guessing"), ("--sizes", "many"), ("--sizes", "0")])
def test_what_cannot_be_measured_is_told(option, value):
    run = CliRunner().invoke(app, ["bench", option, value])
    assert run.exit_code == 2
    assert value in run.output


def test_a_way_that_does_not_end_or_breaks_is_said_so(monkeypatch, tmp_path):
    write_synthetic(tmp_path / "call", 5)
    broken = measuring._measurement("no such way", 5, tmp_path / "call", 1.0)
    assert "KeyError" in broken.said
    assert broken.total is None

    def never(*_, timeout, **__):
        raise measuring.subprocess.TimeoutExpired("python", timeout)

    monkeypatch.setattr(measuring.subprocess, "run", never)
    assert measuring._measurement("allocator", 5, tmp_path / "call", 1.0).said == "no answer within 65 s"

    monkeypatch.setattr(measuring.subprocess, "run", lambda *a, **k: CompletedProcess(a, -signal.SIGXCPU, "", ""))
    assert measuring._measurement("allocator", 5, tmp_path / "call", 1.0).said == "no answer within 65 s"


@pytest.mark.skipif(sys.platform == "win32", reason="limits as Unix has them")
def test_a_way_is_ended_by_its_processor_time_whatever_it_is_deep_in():
    endless = "from allocator.bench.outcome import end_after; end_after(0.3)\nwhile True: sum(range(10**6))"
    ended = subprocess.run([sys.executable, "-c", endless], timeout=60, check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_all_but_the_solve_is_held_against_every_solvers_own_time_in_the_same_run():
    own = Measurement("allocator", 10, {"read": 2.0, "formulate": 1.0, "solve": 0.5}, None, 1.0, 1.0, "")
    fast = Measurement("pulp+highs", 10, {"solve": 12.0}, None, 1.0, None, "")
    none = Measurement("scipy.milp", 10, {}, None, None, None, "no answer within 65 s")
    cut = Measurement("rank and cut", 10, {"solve": 0.1}, None, 1.0, None, "")

    assert own.beside_solving == pytest.approx(3.0)
    assert none.beside_solving is None
    assert solves([own, fast, none, cut], 10) == {"allocator": 0.5, "pulp+highs": 12.0, "scipy.milp": None}
    assert _held(3.0, 12.0) == "12.00 s: 0.25"
    assert _held(3.0, None) == "no answer"


def test_growth_is_the_power_between_two_sizes():
    def one(size, solve):
        return Measurement("allocator", size, {"solve": solve}, None, 1.0, 1.0, "")

    assert growth([one(10, 1.0), one(1000, 100.0)]) == {(10, 1000): {"solve": pytest.approx(1.0)}}
    assert growth([one(10, 1.0), one(1000, 10_000.0)])[10, 1000]["solve"] == pytest.approx(2.0)
    slow = Measurement("pulp+highs", 10, {"solve": 3.0}, None, 1.0, None, "")
    assert ratio([one(10, 1.0), slow], slow) == pytest.approx(3.0)


def test_the_plain_script_reads_the_same_rules(tmp_path):
    write_synthetic(tmp_path / "call", 50)
    plain = read(tmp_path / "call")
    assert len(plain.limits) == 3 + 2 * 19
    assert plain.broken(set(range(50))) > 0
    assert rank_and_cut(tmp_path / "call", 1.0).value > 0
