"""Files are written whole or not at all; and the example and the template that travel with the package."""

import errno
import json
import os
from pathlib import Path

import pytest

from allocator import read_scenario, solve
from allocator.errors import AllocatorError
from allocator.example import example_scenario, write_template
from allocator.files import OutputError, write_whole
from allocator.scenario import scenario_schema


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_named(tmp_path):
    path = tmp_path / "a.txt"
    assert write_whole(path, "ä\n".encode()) == path
    assert path.read_bytes() == b"\xc3\xa4\n"
    assert names(tmp_path) == ["a.txt"]


def test_a_file_that_is_there_is_replaced(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a longer old content")
    write_whole(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_folders_on_the_way_are_made(tmp_path):
    assert write_whole(tmp_path / "a" / "b" / "c.txt", b"").read_bytes() == b""


def test_a_file_may_be_read_by_everybody_and_written_by_its_owner(tmp_path):
    assert write_whole(tmp_path / "a.txt", b"x").stat().st_mode & 0o777 == 0o644


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("failing", ["fsync", "replace"])
@pytest.mark.parametrize("old", [None, b"old"])
def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, failing, old):
    path = tmp_path / "a.txt"
    if old is not None:
        path.write_bytes(old)
    before = names(tmp_path)
    monkeypatch.setattr(*((os, "fsync") if failing == "fsync" else (Path, "replace")), full)
    with pytest.raises(OutputError) as raised:
        write_whole(path, b"new")
    assert str(raised.value) == f"cannot write {path}: No space left on device"
    assert names(tmp_path) == before
    assert old is None or path.read_bytes() == old


def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.txt", b"new")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "a.txt"
    with pytest.raises(OutputError, match=r"^cannot write .*a\.txt: "):
        write_whole(path, b"new")
    assert (tmp_path / "file").read_bytes() == b""


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "a.txt" / "within").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"^cannot write .*a\.txt: "):
        write_whole(tmp_path / "a.txt", b"new")
    assert names(tmp_path) == ["a.txt"]


def test_a_failure_without_a_reason_of_the_system_is_told(tmp_path, monkeypatch):
    def fail(_: int) -> None:
        raise OSError("it broke")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=r": it broke$"):
        write_whole(tmp_path / "a.txt", b"new")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match=r"^cannot write .*a\.txt: Permission denied$"):
            write_whole(tmp_path / "a.txt", b"new")
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_refuses_new_files_is_told(tmp_path, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(OutputError, match=r"^cannot write .*a\.txt: Permission denied$"):
        write_whole(tmp_path / "a.txt", b"new")


def test_an_output_error_ends_with_the_general_exit_code():
    assert issubclass(OutputError, AllocatorError)
    assert OutputError.exit_code == 1


# --- what travels with the package ----------------------------------------------------------------


def test_the_example_is_found_by_its_name():
    assert example_scenario().name == "base.yaml"
    assert example_scenario().is_file()
    assert example_scenario("budget-cut").is_file()


def test_a_new_call_from_the_template_can_be_read_and_decided(tmp_path):
    folder = tmp_path / "new"
    written = write_template(folder)
    assert {path.name for path in written} == set(names(folder))
    assert {"base.yaml", "applications.csv", "partners.csv", "scores.csv", "scenario.schema.json"} <= set(names(folder))
    scenario = read_scenario(folder / "base.yaml")
    solution = solve(scenario)
    assert solution.funded
    granted = sum(scenario.call[application].requested for application in solution.funded)
    assert 0 < granted <= 500_000


def test_the_template_has_the_schema_that_its_first_line_names(tmp_path):
    write_template(tmp_path)
    first = (tmp_path / "base.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"
    assert json.loads((tmp_path / "scenario.schema.json").read_text(encoding="utf-8")) == scenario_schema()


def test_the_template_is_written_into_an_empty_folder_that_is_there(tmp_path):
    assert len(write_template(tmp_path)) == len(names(tmp_path))


@pytest.mark.parametrize("there", ["file", "folder with a file"])
def test_a_template_is_not_written_over_what_is_there(tmp_path, there):
    folder = tmp_path / "new"
    if there == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "base.yaml").write_text("mine")
    with pytest.raises(OutputError) as raised:
        write_template(folder)
    assert str(raised.value) == f"{folder} is not an empty folder; a new call needs one of its own"
    assert (folder if folder.is_file() else folder / "base.yaml").read_text() == "mine"
