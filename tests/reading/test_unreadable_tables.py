"""Files that cannot be read, and workbooks beyond their limits, are refused in words."""

import math
import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter
from small_tables import (
    APPLICATIONS,
    TERMS,
    changed,
    only,
    problems,
    problems_of,
    read,
    rows_of,
    sound_beside,
    typed,
    workbook,
    workbooks,
    written,
)

from allocator import tables as raw
from allocator import workbook as of_workbooks
from allocator.errors import InputError
from allocator.geography import finland
from allocator.readers import read_call

# --- files that cannot be read --------------------------------------------------------------------


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path):
    tables = sound_beside(tmp_path, tmp_path / "aplications.csv")
    assert str(problems_of(tables)[0]) == "aplications.csv: there is no such file; did you mean 'applications.csv'?"


def test_a_missing_folder_is_a_missing_file(tmp_path):
    problem = only(problems_of(sound_beside(tmp_path, tmp_path / "none" / "applications.csv")))
    assert str(problem) == "applications.csv: there is no such file"


def test_a_file_of_two_hundred_megabytes_is_refused_at_once(tmp_path):
    tables = written(tmp_path, {})
    with tables.applications.open("r+b") as file:
        file.truncate(200_000_000)
    started = time.perf_counter()
    problem = only(problems_of(tables))
    assert time.perf_counter() - started < 1
    assert str(problem) == "applications.csv: the file is too large; found '200 MB'; expected at most 150 MB"


def test_a_file_is_refused_one_byte_beyond_the_limit_and_not_on_it(tmp_path, monkeypatch):
    tables = written(tmp_path, {})
    monkeypatch.setattr(raw, "LARGEST_FILE", tables.applications.stat().st_size)
    assert len(read_call(TERMS, finland(), tables).applications) == 2
    monkeypatch.setattr(raw, "LARGEST_FILE", tables.applications.stat().st_size - 1)
    assert problems_of(tables)[0].what == "the file is too large"


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".pdf", ""])
def test_another_kind_of_file_is_not_read(tmp_path, suffix):
    path = tmp_path / f"applications{suffix}"
    path.write_text(APPLICATIONS)
    problem = only(problems_of(sound_beside(tmp_path, path)))
    assert (problem.what, problem.file) == ("this kind of file is not read", path.name)
    assert (problem.found, problem.expected) == (suffix, "a .csv or .xlsx file")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b" ; ;\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    message = "applications.csv: the file is empty; expected a header and at least one row"
    assert str(only(problems(tmp_path, applications=content))) == message


def test_a_header_alone_is_not_a_table(tmp_path):
    problem = only(problems(tmp_path, applications=APPLICATIONS.splitlines()[0]))
    assert str(problem) == "applications.csv: the file has a header and no rows; expected at least one row"


@pytest.mark.parametrize(
    "content",
    [
        APPLICATIONS.encode("utf-16"),
        b"\xfe\xff" + APPLICATIONS.encode("utf-16-be"),
        APPLICATIONS.encode("utf-16-le"),
        APPLICATIONS.encode() + b"\0",
        APPLICATIONS.encode("cp1252") + b"\x81",
    ],
    ids=["UTF-16", "UTF-16 BE", "UTF-16 without a mark", "NUL", "neither UTF-8 nor Windows-1252"],
)
def test_another_encoding_is_to_be_saved_as_utf_8(tmp_path, content):
    message = "applications.csv: the file is in another encoding; expected text saved as UTF-8"
    assert str(only(problems(tmp_path, applications=content))) == message


def test_a_cell_longer_than_csv_allows_is_a_problem_of_its_row(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, "Toinen", "x" * 200_000)))
    assert str(problem) == "applications.csv, row 3: no CSV: field larger than field limit (131072)"


def test_text_named_as_a_workbook_is_no_workbook(tmp_path):
    path = tmp_path / "applications.xlsx"
    path.write_text(APPLICATIONS)
    message = "applications.xlsx: no workbook that can be read (File is not a zip file)"
    assert str(only(problems_of(sound_beside(tmp_path, path)))) == message


def test_a_zip_that_holds_no_workbook_is_no_workbook(tmp_path):
    path = tmp_path / "applications.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "a")
    assert only(problems_of(sound_beside(tmp_path, path))).what.startswith("no workbook that can be read (")


def test_a_workbook_cut_short_is_no_workbook(tmp_path):
    path = workbooks(tmp_path).applications
    path.write_bytes(path.read_bytes()[:-100])
    assert only(problems_of(sound_beside(tmp_path, path))).what.startswith("no workbook that can be read (")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    path = workbooks(tmp_path).applications
    with zipfile.ZipFile(path) as package:
        unpacked = sum(entry.file_size for entry in package.infolist())
    monkeypatch.setattr(of_workbooks, "LARGEST_UNPACKED", unpacked)
    assert len(read_call(TERMS, finland(), sound_beside(tmp_path, path)).applications) == 2
    monkeypatch.setattr(of_workbooks, "LARGEST_UNPACKED", unpacked - 1)
    problem = only(problems_of(sound_beside(tmp_path, path)))
    assert (problem.what, problem.found) == ("the workbook unpacks to too much", f"{unpacked} bytes")


# --- limits of workbooks, and what a spreadsheet shows --------------------------------------------


def test_a_workbook_may_unpack_to_500_megabytes():
    assert of_workbooks.LARGEST_UNPACKED == 500_000_000


def test_a_workbook_of_more_than_200_000_rows_is_refused(tmp_path):
    path = tmp_path / "applications.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "id")
        for row in range(1, 200_001):
            sheet.write_number(row, 0, row)
    with pytest.raises(InputError, match="too many rows"):
        raw.read_table(path)


def test_one_stray_cell_in_the_last_corner_does_not_end_the_program(tmp_path):
    pytest.importorskip("resource", reason="memory is limited as Unix does")
    path = tmp_path / "applications.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["id", "H1"])
        sheet.write_string(1_048_575, 16_383, "x")
    # In a process of its own, since what is feared is not an exception but the end of the process.
    script = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, (4 * 10**9, 4 * 10**9))
from pathlib import Path
from allocator.errors import InputError
from allocator.tables import read_table
try:
    read_table(Path({str(path)!r}))
except InputError:
    print("refused")
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, "refused\n")


def test_a_workbook_with_a_damaged_zip_version_is_no_workbook(tmp_path):
    path = workbooks(tmp_path).applications
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 190
    path.write_bytes(content)
    assert only(problems_of(sound_beside(tmp_path, path))).what.startswith("no workbook that can be read (")


def test_an_error_in_a_cell_of_a_workbook_is_not_taken_for_nothing(tmp_path):
    rows = rows_of(changed(APPLICATIONS, ";200000;1", ";#REF!;1"))
    path = workbook(tmp_path / "applications.xlsx", rows, as_kept=lambda c: math.inf if c == "#REF!" else typed(c))
    problem = only(problems_of(sound_beside(tmp_path, path)))
    assert (problem.file, problem.row) == ("applications.xlsx", 2)


def test_a_first_line_that_names_the_separator_is_not_counted(tmp_path):
    applications = "sep=;\n" + changed(APPLICATIONS, ";zone;", ";zoone;")
    assert only(problems(tmp_path, applications=applications)).row == 3


def test_a_blank_first_row_does_not_hide_the_separator(tmp_path):
    commas = APPLICATIONS.replace("a, b", "a").replace(";", ",")
    assert len(read(tmp_path, applications="\n" + commas).applications) == 2
