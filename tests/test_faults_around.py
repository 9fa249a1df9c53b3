"""Faults around the program, caused: a read-only mount, no fonts, no second solver, an end that is asked for."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_faults import PROGRAM, contents, run, small, stopped

from allocator import pack
from allocator.files import OutputError
from allocator.proposal import font
from allocator.proposal.pdf import png

pytestmark = [pytest.mark.once, pytest.mark.skipif(sys.platform == "win32", reason="faults as Unix has them")]

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text x="5" y="20">äö€</text></svg>'


def in_own_mounts(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount what it likes, unseen by anybody else; skip where that is not allowed."""
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mounts of one's own here")
    return subprocess.run(
        [*alone, "sh", "-c", script, "sh", *arguments], capture_output=True, text=True, timeout=120, check=False
    )


# --- a file system that is mounted read-only, which binds the superuser too ---------------------------


@pytest.mark.parametrize("command", [["solve"], ["propose"], ["pack"], ["freeze"], ["init"]])
def test_a_read_only_file_system_ends_with_1_in_one_sentence_and_what_was_there_stays(tmp_path, command):
    scenario, folder = small(tmp_path), tmp_path / "disk"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    out = {"pack": "a.zip", "freeze": "a.json"}.get(command[0], "june")
    asked = [*command, str(folder / out)] if command == ["init"] else [*command, scenario, "--out", str(folder / out)]
    read_only = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99; shift; exec "$@"'

    ended = in_own_mounts(read_only, str(folder), *PROGRAM, *asked)

    if ended.returncode == 99:
        pytest.skip("nothing can be mounted read-only here")
    assert ended.returncode == 1, ended.stderr
    assert f"OutputError: cannot write {folder}" in ended.stderr
    assert "Read-only file system" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert contents(folder) == {"old.txt": b"old"}


def test_what_is_read_only_is_read(tmp_path):
    scenario = small(tmp_path)
    read_only = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99; shift; exec "$@"'
    ended = in_own_mounts(read_only, str(tmp_path), *PROGRAM, "solve", scenario)
    if ended.returncode == 99:
        pytest.skip("nothing can be mounted read-only here")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == run("solve", scenario).stdout


# --- fonts ----------------------------------------------------------------------------------------


def test_pages_need_no_font_of_the_system(tmp_path):
    """Where no folder of fonts can be seen the drawing has the same bytes, since the fonts come with the package."""
    script = f"""
import sys
from pathlib import Path
from allocator.proposal.pdf import png
Path(sys.argv[1]).write_bytes(png({DRAWING!r}))
"""
    hide = 'for d in /usr/share/fonts /usr/local/share/fonts; do [ -d $d ] && mount -t tmpfs none $d; done; exec "$@"'
    made = tmp_path / "drawn.png"
    bare = ["env", f"HOME={tmp_path}", f"XDG_DATA_HOME={tmp_path}", "FONTCONFIG_FILE=/dev/null"]

    ended = in_own_mounts(hide, *bare, sys.executable, "-c", script, str(made))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert made.read_bytes() == png(DRAWING)


def test_fonts_that_are_gone_from_the_package_are_told_rather_than_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(font, "FOLDER", tmp_path)
    font.characters.cache_clear()

    try:
        with pytest.raises(OutputError, match=r"^the fonts of the documents are missing \(LiberationSans-\w+\.ttf\)"):
            png(DRAWING)
    finally:
        font.characters.cache_clear()


# --- no second solver -----------------------------------------------------------------------------


def test_a_second_opinion_where_there_is_no_second_solver_ends_with_5_and_says_what_to_install(tmp_path):
    script = """
import sys, pulp
sys.modules["pyscipopt"] = None
if hasattr(pulp, "PULP_CBC_CMD"):
    pulp.PULP_CBC_CMD.available = lambda self: False
from allocator import __main__ as program
sys.argv = ["allocator", *sys.argv[1:]]
program.main()
"""
    command = [
        sys.executable,
        "-c",
        script,
        "solve",
        small(tmp_path),
        "--second-opinion",
        "--out",
        str(tmp_path / "out"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout) == (5, "")
    assert 'SolverError: a second opinion needs another solver: pip install "allocator[second]"' in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_without_scipy_a_decision_is_the_same_and_the_benchmark_says_what_to_install(tmp_path):
    scenario = small(tmp_path)
    script = """
import sys
sys.modules["scipy"] = None
from allocator import __main__ as program
sys.argv = ["allocator", *sys.argv[1:]]
program.main()
"""
    solved = subprocess.run(
        [sys.executable, "-c", script, "solve", scenario], capture_output=True, text=True, timeout=120, check=False
    )
    assert (solved.returncode, solved.stderr, solved.stdout) == (0, "", run("solve", scenario).stdout)
    script = "import sys; sys.modules['scipy'] = None; from allocator.bench.plain import scipy_milp as way; "
    script += "print(way(None, 1.0).said)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert said.stdout.strip() == 'not installed: pip install "allocator[bench]"'


# --- asked to end while a dossier is checked ------------------------------------------------------


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("call")
    return pack(small(folder), folder / "a.zip", documents=False).path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("during", ["hashing", "replaying", "solving", "re-solving"])
def test_asked_to_end_while_a_dossier_is_checked_it_says_what_was_checked(
    dossier, tmp_path, monkeypatch, number, during
):
    script = f"""
import sys, time
from allocator import __main__ as program
from allocator.dossier import verification
findings = verification.findings
def waiting(*asked, progress, **options):
    def said(words):
        if words.startswith({during!r}):
            print("ready", flush=True)
            time.sleep(50)
    return findings(*asked, progress=said, **options)
verification.findings = waiting
sys.argv = ["allocator", "verify", {str(dossier)!r}, "--json"]
program.main()
"""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = dossier.read_bytes()

    code, said = stopped(script, number)

    assert (code, said) == (5, "stopped: what is said above was checked, and nothing else")
    assert dossier.read_bytes() == before
    assert [path.name for path in dossier.parent.glob(".*")] == []
    assert list(Path(tmp_path).iterdir()) == []
