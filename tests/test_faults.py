"""Faults, tested by causing them: killed while writing, a full disk, closed streams, Ctrl-C, two runs at once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from allocator.files import OutputError, write_together

pytestmark = [pytest.mark.once, pytest.mark.skipif(sys.platform == "win32", reason="faults as Unix has them")]

PROGRAM = [sys.executable, "-m", "allocator"]
TABLE = "id;requested;value;title\nA;60;3;äö€\nB;50;2;b\nC;50;2;c\nD;200;1;d\n"
SCENARIO = """\
title: {en: A small call, fi: Pieni häkä, sv: En liten utlysning}
call: {years: [2021]}
data: {applications: applications.csv}
rules:
  budget: {kind: budget, amount: 110}
objective: {maximise: value, ties: [lower_cost, application_id]}
"""
OLD = {"a.txt": b"old a", "b.txt": b"old b", "letters/c.txt": b"old c"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "letters/c.txt": b"new c"}


def small(folder: Path) -> str:
    (folder / "applications.csv").write_text(TABLE, encoding="utf-8")
    (folder / "small.yaml").write_text(SCENARIO, encoding="utf-8")
    return str(folder / "small.yaml")


def run(*arguments: str, shell: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program, its standard streams as a shell would turn them."""
    command = ["sh", "-c", f'exec "$@" {shell}', "sh", *PROGRAM, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment}, check=False
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return what can be seen in a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in names.items() if not name.startswith(".")}


# --- files of one run -----------------------------------------------------------------------------


def test_files_of_one_run_are_written_and_others_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_together(tmp_path, OLD)
    assert write_together(tmp_path, NEW) == [tmp_path / name for name in NEW]
    assert contents(tmp_path) == {**NEW, "mine.txt": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "letters", "mine.txt"]


@pytest.mark.parametrize("moves", range(6))
def test_a_move_that_fails_leaves_all_that_was_there(tmp_path, monkeypatch, moves):
    write_together(tmp_path, OLD)
    done, replace = [], Path.replace

    def failing(path: Path, target: Path) -> Path:
        if len(done) == moves:
            done.append(path)
            raise OSError(28, "No space left on device")
        done.append(path)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError, match=r"^cannot write .*: No space left on device$"):
        write_together(tmp_path, NEW)
    assert contents(tmp_path) == OLD
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("moves", range(7))
def test_killed_among_the_moves_no_folder_holds_files_of_two_runs_and_nothing_is_lost(tmp_path, moves):
    write_together(tmp_path, OLD)
    script = f"""
import os, signal
from pathlib import Path
from allocator.files import write_together
done, replace = [], Path.replace
def killing(path, target):
    if len(done) == {moves}:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(path)
    return replace(path, target)
Path.replace = killing
write_together(Path({str(tmp_path)!r}), {NEW!r})
"""
    ended = subprocess.run([sys.executable, "-c", script], timeout=60, check=False)
    assert ended.returncode == (-signal.SIGKILL if moves < 6 else 0)
    seen = contents(tmp_path)
    assert seen.items() <= OLD.items() or seen.items() <= NEW.items()
    everywhere = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert set(NEW.values()) <= set(everywhere)
    assert moves == 6 or set(OLD.values()) <= set(everywhere)


def test_a_folder_in_the_place_of_a_file_is_told_and_left_alone(tmp_path):
    (tmp_path / "a.txt" / "within").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"a\.txt is a folder"):
        write_together(tmp_path, NEW)
    assert (tmp_path / "a.txt" / "within").is_dir()
    assert contents(tmp_path) == {}


def test_a_new_folder_that_could_not_be_filled_is_not_left(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError):
        write_together(tmp_path / "new", NEW)
    assert not (tmp_path / "new").exists()


def test_two_runs_at_once_leave_the_files_of_one(tmp_path):
    script = """
import sys
from pathlib import Path
from allocator.files import write_together
for turn in range(40):
    write_together(Path(sys.argv[1]), {f"{n}.txt": sys.argv[2].encode() for n in range(8)})
"""
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), who]) for who in ("one", "two")]
    assert [process.wait(timeout=120) for process in runs] == [0, 0]
    assert len(set(contents(tmp_path).values())) == 1
    assert len(list(tmp_path.iterdir())) == 8


def test_a_disk_that_is_full_ends_with_1_and_leaves_no_decision(tmp_path):
    scenario = small(tmp_path)
    limited = "import resource, runpy, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); runpy.run_module('allocator', run_name='__main__')"
    )
    command = [sys.executable, "-c", limited, "solve", scenario, "--out", str(tmp_path / "june")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1
    assert f"OutputError: cannot write {tmp_path / 'june'}: File too large" in ended.stderr
    assert not (tmp_path / "june").exists()


# --- standard streams -----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["solve"], ["solve", "--json"], ["check"]])
def test_an_output_that_is_full_ends_with_1_in_one_sentence(tmp_path, arguments):
    ended = run(*arguments, small(tmp_path), shell=">/dev/full")
    assert (ended.returncode, ended.stderr.strip()) == (1, "OSError: No space left on device")


@pytest.mark.parametrize("shell", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_no_matter_and_no_file_takes_their_place(tmp_path, shell):
    ended = run("solve", small(tmp_path), "--out", str(tmp_path / "june"), shell=shell)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "june" / "solution.json").read_text(encoding="utf-8").startswith("{")


def test_a_reader_that_has_read_enough_gets_no_traceback(tmp_path):
    command = f'"{sys.executable}" -m allocator rules {small(tmp_path)} --rows | true'
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert ended.stderr == ""


def test_an_output_without_umlauts_is_written_with_escapes_and_json_stays_json(tmp_path):
    plain = run("solve", small(tmp_path), PYTHONIOENCODING="ascii")
    assert plain.returncode == 0
    assert "Pieni h\\xe4k\\xe4" in plain.stdout
    told = run("solve", small(tmp_path), "--json", PYTHONIOENCODING="ascii")
    assert '"fi": "Pieni h\\u00e4k\\u00e4"' in told.stdout


def test_a_strange_environment_changes_nothing(tmp_path):
    usual = run("solve", small(tmp_path))
    for environment in ({"LC_ALL": "C", "HOME": "/dev/null"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "Nowhere/Else"}):
        strange = run("solve", small(tmp_path), **environment)
        assert (strange.returncode, strange.stdout, strange.stderr) == (0, usual.stdout, ""), environment


def test_the_compiled_code_runs_where_it_cannot_be_kept(tmp_path):
    package = Path(__file__).parents[1] / "allocator"
    shutil.copytree(package, tmp_path / "allocator", ignore=shutil.ignore_patterns("__pycache__", "reference", "fonts"))
    (tmp_path / "allocator" / "branching" / "__pycache__").write_text("in the place of the folder")
    script = "import allocator.branching.search as s; print(s.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null"}
    command = [sys.executable, "-B", "-c", script]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path, check=False
    )
    assert ended.stdout.startswith(str(tmp_path)), ended.stderr


# --- stopped --------------------------------------------------------------------------------------


def stopped(script: str, number: int, times: int = 1) -> tuple[int, str]:
    """Run a script that says when it is ready, send it a signal, and return how it ended and what it said."""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(times):
            process.send_signal(number)
            time.sleep(0.2)
        _, said = process.communicate(timeout=60)
    return process.returncode, said.strip()


WITHIN = """
import sys
from allocator import __main__ as program
from allocator.cli import app
@app.command("wait")
def wait():
    print("ready", flush=True)
    {what}
sys.argv = ["allocator", "wait"]
program.main()
"""
# A lock that is waited for outside Python does not hear of signals; nor does a solver.
DEAF = "import ctypes; lock = ctypes.CDLL(None).pthread_mutex_lock; x = (ctypes.c_char * 64)(); lock(x); lock(x)"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_the_program_says_so_and_ends_with_5(number):
    code, said = stopped(WITHIN.format(what="import time; time.sleep(50)"), number)
    assert (code, said) == (5, "stopped")


def test_asked_while_a_solver_runs_the_program_ends_all_the_same():
    code, said = stopped(WITHIN.format(what=DEAF), signal.SIGINT)
    assert (code, said) == (5, "stopped")


def test_asked_twice_the_program_ends_at_once():
    lasting = "import time\n    try: time.sleep(50)\n    finally: time.sleep(50)"
    code, said = stopped(WITHIN.format(what=lasting), signal.SIGINT, times=2)
    assert (code, said) == (5, "stopped")


def test_stopped_while_it_is_loaded_the_program_shows_no_traceback():
    script = """
import builtins, sys, time
from allocator import __main__ as program
importing = builtins.__import__
def slow(name, *rest):
    if name == "allocator.cli":
        print("ready", flush=True)
        time.sleep(50)
    return importing(name, *rest)
builtins.__import__ = slow
program.main()
"""
    code, said = stopped(script, signal.SIGINT)
    assert (code, said) == (5, "stopped")


def test_a_solver_that_is_missing_or_breaks_is_one_sentence(tmp_path):
    script = """
import sys, pulp
from allocator import __main__ as program
class Broken:
    def __init__(self, *a, **k): pass
    def __getattr__(self, name): raise RuntimeError("the licence has run out")
pulp.HiGHS = Broken
sys.argv = ["allocator", "solve", sys.argv[1]]
program.main()
"""
    command = [sys.executable, "-c", script, small(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 5
    assert "SolverError: the solver highs failed: the licence has run out" in ended.stderr
    assert "Traceback" not in ended.stderr
