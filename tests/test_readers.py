"""Tables to a Call: what is read, and what is said of everything that cannot be right."""

import csv
import io
import math
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator import tables as raw
from allocator import workbook as of_workbooks
from allocator.call import Call, Terms
from allocator.errors import InputError, Problem
from allocator.geography import Geography, Region, finland
from allocator.readers import Tables, read_call
from allocator.reading import MOST_PROBLEMS
from allocator.text import Text

EXAMPLE = Path(__file__).parent.parent / "scenarios" / "akke-2021"
HELSINKI = ZoneInfo("Europe/Helsinki")

TERMS = Terms.model_validate(
    {
        "years": [2021, 2022],
        "targets": {"network": {"title": "Verkosto"}, "zone": {"title": "Vyöhyke"}},
        "applicant_types": ["municipality", "association"],
        "criteria": {
            "impact": {"title": "Vaikuttavuus", "weight": "0.6", "scale": [0, 5]},
            "plan": {"title": "Suunnitelma", "weight": "0.4", "scale": [0, 5]},
        },
    }
)
ONE_YEAR = TERMS.model_copy(update={"years": (2021,)})

APPLICATIONS = """\
id;title;target;applicant;applicant_type;requested;minimum;2021;2022;received;theme;programme
H1;Älä säästä;network;Salon kaupunki;municipality;300000;200000;100000;200000;2.6.2021 klo 16.15;vesi;a, b
H2;Toinen;zone;Yhdistys ry;association;150000;;50000;100000;1.6.2021 klo 9.00;;a
"""
PARTNERS = """\
application;organisation;type;municipality;region;euros
H1;Salon kaupunki;municipality;Salo;;200000
H1;Porin kaupunki;municipality;Pori;Satakunta;100000
H2;Yhdistys ry;association;;Lappi;150000
"""
SCORES = """\
application;reviewer;criterion;score;conflict
H1;A1;impact;4,5;no
H1;A1;plan;3;no
H2;A1;impact;2;
H2;A1;plan;5;
"""


def written(folder: Path, contents: Mapping[str, str | bytes | None]) -> Tables:
    """Write CSV tables, of which those that are not given are the sound ones above."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, sound in (("applications", APPLICATIONS), ("partners", PARTNERS), ("scores", SCORES)):
        content = contents.get(name, sound)
        if content is not None:
            paths[name] = folder / f"{name}.csv"
            paths[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    return Tables(**paths)


def read(folder: Path, terms: Terms = TERMS, geography: Geography | None = None, **contents: Any) -> Call:
    return read_call(terms, geography or finland(), written(folder, contents))


def problems(
    folder: Path, terms: Terms = TERMS, geography: Geography | None = None, **contents: Any
) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read(folder, terms, geography, **contents)
    return raised.value.problems


def problems_of(tables: Tables) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read_call(TERMS, finland(), tables)
    return raised.value.problems


def only(found: tuple[Problem, ...]) -> Problem:
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def changed(table: str, old: str, new: str) -> str:
    assert table.count(old) == 1, f"{old!r} is there {table.count(old)} times"
    return table.replace(old, new)


def rows_of(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table), delimiter=";"))


def typed(cell: str) -> object:
    """The cell as a spreadsheet keeps it: a number or a date where it looks like one."""
    readings: tuple[Callable[[str], object], ...] = (
        int,
        lambda text: float(text.replace(",", ".")),
        lambda text: datetime.strptime(text, "%d.%m.%Y klo %H.%M"),
    )
    for reading in readings:
        try:
            return reading(cell)
        except ValueError:
            continue
    return cell


def workbook(path: Path, rows: Sequence[Sequence[Any]], as_kept: Callable[[Any], object] = typed) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "nan_inf_to_errors": True}) as book:
        date = book.add_format({"num_format": "d.m.yyyy hh:mm"})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                kept = as_kept(cell)
                if isinstance(kept, datetime):
                    sheet.write_datetime(number, position, kept, date)
                elif kept != "":
                    sheet.write(number, position, kept)
    return path


def workbooks(folder: Path) -> Tables:
    named = {"applications": APPLICATIONS, "partners": PARTNERS, "scores": SCORES}
    return Tables(**{name: workbook(folder / f"{name}.xlsx", rows_of(table)) for name, table in named.items()})


def sound_beside(folder: Path, applications: Path) -> Tables:
    return replace(written(folder, {}), applications=applications)


# --- what is read ---------------------------------------------------------------------------------


def test_every_column_of_an_application_is_read(tmp_path):
    application = read(tmp_path)["H1"]
    assert (application.title, application.target, application.applicant) == ("Älä säästä", "network", "Salon kaupunki")
    assert (application.requested, application.minimum, application.by_year) == (300_000, 200_000, (100_000, 200_000))
    assert application.received == datetime(2021, 6, 2, 16, 15, tzinfo=HELSINKI)
    assert application.columns == {"theme": ("vesi",), "programme": ("a", "b")}


def test_empty_cells_are_nothing_and_not_zero(tmp_path):
    application = read(tmp_path)["H2"]
    assert (application.minimum, application.idea_received, application.value) == (None, None, None)
    assert application.columns["theme"] == ()


def test_the_region_is_found_from_the_municipality(tmp_path):
    assert read(tmp_path)["H1"].by_region == {"02": 200_000, "04": 100_000}


def test_a_swedish_municipality_is_kept_by_its_finnish_name(tmp_path):
    call = read(tmp_path, partners=changed(PARTNERS, ";Pori;Satakunta;", ";Björneborg;Satakunta;"))
    assert call["H1"].municipalities == {"Salo", "Pori"}


def test_a_partner_may_have_only_a_region(tmp_path):
    (partner,) = read(tmp_path)["H2"].partners
    assert (partner.municipality, partner.region) == (None, "19")


def test_a_table_of_regions_of_ones_own_keeps_municipalities_as_written(tmp_path):
    own = Geography((Region("N", Text(fi="Nord")), Region("S", Text(fi="Syd"))))
    partners = "application;organisation;municipality;region;euros\nH1;a;Umeå;Nord;300000\nH2;b;;S;150000\n"
    call = read(tmp_path, geography=own, partners=partners)
    assert [(p.municipality, p.region) for a in call.applications for p in a.partners] == [("Umeå", "N"), (None, "S")]


def test_the_tables_of_partners_and_scores_may_be_left_out(tmp_path):
    valued = changed(APPLICATIONS, ";programme\n", ";value\n").replace(";a, b\n", ";4,25\n").replace(";a\n", ";2/3\n")
    call = read(tmp_path, applications=valued, partners=None, scores=None)
    assert [a.value for a in call.applications] == [Fraction(17, 4), Fraction(2, 3)]
    assert call.scores == ()


def test_a_single_year_needs_no_column(tmp_path):
    lines = [[cell for i, cell in enumerate(row) if i not in (7, 8)] for row in rows_of(APPLICATIONS)]
    call = read(tmp_path, ONE_YEAR, applications="\n".join(";".join(line) for line in lines))
    assert [a.by_year for a in call.applications] == [(300_000,), (150_000,)]


def test_a_moment_with_a_zone_is_moved_into_the_calls(tmp_path):
    call = read(tmp_path, applications=changed(APPLICATIONS, "2.6.2021 klo 16.15", "2021-06-02T13:15:00Z"))
    assert call["H1"].received == datetime(2021, 6, 2, 16, 15, tzinfo=HELSINKI)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_euros_are_read_with_any_kind_of_space(tmp_path, space):
    amount = f"300{space}000{space}€"
    assert read(tmp_path, applications=changed(APPLICATIONS, ";300000;", f";{amount};"))["H1"].requested == 300_000


def test_scores_are_exact_decimals_with_a_comma(tmp_path):
    assert read(tmp_path).scores[0].score == Fraction(9, 2)


@pytest.mark.parametrize("word", ["yes", "YES", "kyllä", "Kyllä", "ja", "x", "X", "true", "TRUE"])
def test_a_reviewer_in_conflict_needs_no_score(tmp_path, word):
    scores = SCORES + f"H1;A2;impact;;{word}\nH1;A2;plan;3;{word}\n"
    marked = [s for s in read(tmp_path, scores=scores).scores if s.conflict]
    assert [(s.criterion, s.score) for s in marked] == [("impact", None), ("plan", Fraction(3))]


@pytest.mark.parametrize("word", ["no", "No", "ei", "EI", "nej", "false", ""])
def test_no_in_every_language_is_no_conflict(tmp_path, word):
    assert not any(s.conflict for s in read(tmp_path, scores=changed(SCORES, "4,5;no", f"4,5;{word}")).scores)


def test_a_score_on_either_end_of_the_scale_is_fine(tmp_path):
    call = read(tmp_path, scores=changed(SCORES, ";4,5;", ";0;"))
    assert {s.score for s in call.scores} >= {Fraction(0), Fraction(5)}


def test_an_id_of_forty_characters_is_fine(tmp_path):
    long = "H" * 40
    tables: dict[str, Any] = {n: t.replace("H2;", f"{long};") for n, t in (("partners", PARTNERS), ("scores", SCORES))}
    assert read(tmp_path, applications=changed(APPLICATIONS, "H2;", f"{long};"), **tables)[long].requested == 150_000


def test_an_unknown_applicant_type_is_left_to_the_gate(tmp_path):
    call = read(tmp_path, applications=changed(APPLICATIONS, ";municipality;", ";company;"))
    assert call["H1"].applicant_type == "company"


def test_without_the_column_the_applicant_type_is_empty(tmp_path):
    lines = [[cell for i, cell in enumerate(row) if i != 4] for row in rows_of(APPLICATIONS)]
    call = read(tmp_path, applications="\n".join(";".join(line) for line in lines))
    assert {a.applicant_type for a in call.applications} == {""}


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    formula = '=HYPERLINK("x")'
    rows = rows_of(APPLICATIONS)
    rows[1][1] = formula
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    assert read(tmp_path, applications=text.getvalue())["H1"].title == formula
    tables = sound_beside(tmp_path, workbook(tmp_path / "a.xlsx", rows))
    assert read_call(TERMS, finland(), tables)["H1"].title == formula


def test_the_example_call_reads_without_problems():
    weights = {
        "national_significance": "0.25",
        "regional_impact": "0.20",
        "actor_breadth": "0.15",
        "renewal": "0.15",
        "plan_quality": "0.15",
        "sustainability": "0.10",
    }
    terms = Terms.model_validate(
        {
            "years": [2021, 2022, 2023],
            "targets": {"thematic_network": {"title": "Teemaverkosto"}, "growth_zone": {"title": "Kasvuvyöhyke"}},
            "criteria": {name: {"title": name, "weight": weight, "scale": [0, 5]} for name, weight in weights.items()},
        }
    )
    tables = Tables(*(EXAMPLE / f"{name}.csv" for name in ("applications", "partners", "scores")))
    call = read_call(terms, finland(), tables)
    assert (len(call.applications), sum(len(a.partners) for a in call.applications), len(call.scores)) == (37, 300, 888)
    assert sum(a.requested for a in call.applications) == 16_468_470
    assert len({p.region for a in call.applications for p in a.partners}) == 19


# --- the same call, however it is kept ------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_encoding_gives_the_same_call(tmp_path, encoding):
    encoded: dict[str, Any] = {
        "applications": APPLICATIONS.encode(encoding),
        "partners": PARTNERS.encode(encoding),
        "scores": SCORES.encode(encoding),
    }
    assert read(tmp_path / "other", **encoded) == read(tmp_path / "plain")


@pytest.mark.parametrize("separator", [",", "\t"])
def test_every_separator_gives_the_same_call(tmp_path, separator):
    def separated(table: str) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows_of(table))
        return text.getvalue()

    other: dict[str, Any] = {
        "applications": separated(APPLICATIONS),
        "partners": separated(PARTNERS),
        "scores": separated(SCORES),
    }
    assert read(tmp_path / "other", **other) == read(tmp_path / "plain")


def test_workbooks_give_the_same_call_as_csv(tmp_path):
    assert read_call(TERMS, finland(), workbooks(tmp_path)) == read(tmp_path)


def test_a_workbook_of_nothing_but_text_gives_the_same_call_as_csv(tmp_path):
    tables = sound_beside(tmp_path, workbook(tmp_path / "a.xlsx", rows_of(APPLICATIONS), as_kept=str))
    assert read_call(TERMS, finland(), tables) == read(tmp_path)


def test_a_whole_number_in_a_workbook_is_an_id_without_decimals(tmp_path):
    rows = rows_of(APPLICATIONS.replace("H2;", "12;"))
    tables = written(tmp_path, {"partners": PARTNERS.replace("H2;", "12;"), "scores": SCORES.replace("H2;", "12;")})
    tables = replace(tables, applications=workbook(tmp_path / "a.xlsx", rows))
    assert [a.id for a in read_call(TERMS, finland(), tables).applications] == ["12", "H1"]


def test_true_in_a_workbook_is_a_conflict(tmp_path):
    rows = [*rows_of(SCORES), ["H1", "A2", "plan", "", "TRUE"]]
    path = workbook(tmp_path / "s.xlsx", rows, as_kept=lambda cell: True if cell == "TRUE" else typed(cell))
    call = read_call(TERMS, finland(), replace(written(tmp_path, {}), scores=path))
    assert [s.reviewer for s in call.scores if s.conflict] == ["A2"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(tmp_path, seed):
    def shuffled(table: str) -> str:
        header, *rows = table.splitlines()
        random.Random(seed).shuffle(rows)
        return "\n".join([header, *rows])

    other: dict[str, Any] = {
        "applications": shuffled(APPLICATIONS),
        "partners": shuffled(PARTNERS),
        "scores": shuffled(SCORES),
    }
    assert read(tmp_path / "other", **other) == read(tmp_path / "plain")


def test_a_first_line_that_names_the_separator_is_skipped(tmp_path):
    assert read(tmp_path / "other", applications="sep=;\n" + APPLICATIONS) == read(tmp_path / "plain")


def test_blank_rows_are_skipped_and_still_counted(tmp_path):
    spaced = changed(APPLICATIONS, "\nH2", "\n\n;;;;;;;;;;;\nH2")
    assert read(tmp_path / "other", applications=spaced) == read(tmp_path / "plain")
    problem = only(problems(tmp_path, applications=changed(spaced, ";zone;", ";zoone;")))
    assert (problem.row, problem.suggestion) == (5, "zone")


def test_a_cell_of_two_lines_is_one_row(tmp_path):
    lines = changed(APPLICATIONS, "Älä säästä", '"Älä\nsäästä"')
    assert only(problems(tmp_path, applications=changed(lines, ";zone;", ";zoone;"))).row == 3


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


# --- columns --------------------------------------------------------------------------------------


def test_a_missing_column_is_answered_with_the_one_that_looks_like_it(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";requested;", ";requsted;")))
    assert str(problem) == (
        "applications.csv, row 1, column requsted: unknown column; found 'requsted'; did you mean 'requested'?"
    )


def test_a_missing_column_is_told_once_and_not_in_every_row(tmp_path):
    rows = [[cell for i, cell in enumerate(row) if i != 3] for row in rows_of(SCORES)]
    problem = only(problems(tmp_path, scores="\n".join(";".join(row) for row in rows)))
    message = "scores.csv, row 1: the column score is missing; expected columns application, reviewer, criterion, score"
    assert str(problem) == message


@pytest.mark.parametrize("column", ["id", "requested", "target", "2022"])
def test_every_required_column_of_the_applications_is_asked_for(tmp_path, column):
    rows = rows_of(APPLICATIONS)
    rows[0][rows[0].index(column)] = "zzz"
    problem = only(problems(tmp_path, applications="\n".join(";".join(row) for row in rows)))
    assert str(problem) == (
        f"applications.csv, row 1: the column {column} is missing; expected columns id, requested, target, 2021, 2022"
    )


def test_a_partner_has_a_name(tmp_path):
    found = only(problems(tmp_path, partners=changed(PARTNERS, "Porin kaupunki", "")))
    assert str(found) == "partners.csv, row 3, column organisation: the partner has no name"


def test_a_score_has_a_reviewer(tmp_path):
    found = only(problems(tmp_path, scores=changed(SCORES, "H2;A1;plan", "H2;;plan")))
    assert str(found) == "scores.csv, row 5, column reviewer: the score has no reviewer"


@pytest.mark.parametrize("column", ["application", "organisation", "euros"])
def test_every_required_column_of_the_partners_is_asked_for(tmp_path, column):
    found = problems(tmp_path, partners=changed(PARTNERS.replace("\n", " \n", 1), column, "zzz"))
    assert [p.what for p in found] == ["unknown column", f"the column {column} is missing"]


@pytest.mark.parametrize("column", ["application", "reviewer", "criterion", "score"])
def test_every_required_column_of_the_scores_is_asked_for(tmp_path, column):
    found = problems(tmp_path, scores=changed(SCORES, column, "zzz"))
    assert [p.what for p in found] == ["unknown column", f"the column {column} is missing"]


def test_other_rows_are_still_checked_where_a_column_is_missing(tmp_path):
    applications = changed(changed(APPLICATIONS, ";requested;", ";zzz;"), ";zone;", ";zoone;")
    assert [p.what for p in problems(tmp_path, applications=applications)] == [
        "the column requested is missing",
        "unknown target",
    ]


@pytest.mark.parametrize(
    ("column", "misspelt"), [("minimum", "minimun"), ("received", "recieved"), ("theme", "themes"), ("title", "Titel")]
)
def test_a_misspelt_optional_column_of_the_applications_is_found(tmp_path, column, misspelt):
    problem = problems(tmp_path, applications=changed(APPLICATIONS, f";{column};", f";{misspelt};"))[0]
    assert (problem.what, problem.column, problem.suggestion) == ("unknown column", misspelt, column)


def test_a_further_column_of_the_applications_is_welcome(tmp_path):
    call = read(tmp_path, applications=changed(APPLICATIONS, ";programme\n", ";handled by\n"))
    assert call.columns["handled by"] == {"a", "b"}


def test_a_column_like_a_known_one_that_is_there_is_a_further_column(tmp_path):
    call = read(tmp_path, applications=changed(APPLICATIONS, ";programme\n", ";themes\n"))
    assert call.columns["themes"] == {"a", "b"}


def test_the_column_of_another_year_is_not_taken_for_something_new(tmp_path):
    lines = [[cell for i, cell in enumerate(row) if i != 7] for row in rows_of(APPLICATIONS)]
    problem = only(problems(tmp_path, ONE_YEAR, applications="\n".join(";".join(line) for line in lines)))
    assert (problem.what, problem.column, problem.suggestion) == ("unknown column", "2022", "2021")


def test_an_unknown_column_of_the_partners_is_answered_with_the_right_one(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";type;", ";tpye;")))
    assert str(problem) == (
        "partners.csv, row 1, column tpye: unknown column; found 'tpye'; "
        "expected one of application, organisation, euros, type, municipality, region; did you mean 'type'?"
    )


def test_an_unknown_column_of_the_scores_is_answered_with_the_right_one(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, ";conflict\n", ";conflicts\n")))
    assert str(problem) == (
        "scores.csv, row 1, column conflicts: unknown column; found 'conflicts'; "
        "expected one of application, reviewer, criterion, score, conflict; did you mean 'conflict'?"
    )


def test_a_column_may_be_there_only_once(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";programme\n", ";theme\n")))
    assert str(problem) == "applications.csv, row 1, column theme: the column is there more than once"


def test_a_column_needs_a_name(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";theme;", ";;")))
    assert str(problem) == "applications.csv, row 1: column 11 has no name"


def test_a_row_may_not_be_longer_than_the_header(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, "4,5;no", "4,5;no;maybe")))
    assert str(problem) == "scores.csv, row 2: a cell beyond the last column of the header; found 'maybe'"


def test_empty_cells_beyond_the_header_are_no_problem(tmp_path):
    assert read(tmp_path / "other", scores=changed(SCORES, "4,5;no", "4,5;no;;")) == read(tmp_path / "plain")


@pytest.mark.parametrize("kept_as", ["csv", "xlsx"])
def test_a_table_has_at_most_a_thousand_columns(tmp_path, kept_as):
    rows = [["id", *(f"c{i}" for i in range(1000))], ["H1", *["x"] * 1000]]
    if kept_as == "xlsx":
        path = workbook(tmp_path / "applications.xlsx", rows)
    else:
        path = tmp_path / "applications.csv"
        path.write_text("\n".join(";".join(row) for row in rows))
    problem = only(problems_of(replace(written(tmp_path / "beside", {}), applications=path)))
    assert (problem.what, problem.found, problem.expected) == ("too many columns", "1001", "at most 1000")


# --- cells of the applications --------------------------------------------------------------------


def test_an_application_needs_an_id(tmp_path):
    problem = problems(tmp_path, applications=changed(APPLICATIONS, "H2;", ";"))
    assert "applications.csv, row 3, column id: the application has no id" in map(str, problem)


@pytest.mark.parametrize("identity", ["H" * 41, "H\u20282", "H\u00a02"])
def test_an_id_is_short_and_visible(tmp_path, identity):
    other: dict[str, Any] = {
        "partners": PARTNERS.replace("H2;", f"{identity};"),
        "scores": SCORES.replace("H2;", f"{identity};"),
    }
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, "H2;", f"{identity};"), **other))
    assert (problem.what, problem.row, problem.column) == ("no usable id", 3, "id")
    assert (problem.found, problem.expected) == (identity, "at most 40 visible characters")


def test_an_id_that_is_there_twice_names_both_rows(tmp_path):
    again = APPLICATIONS + APPLICATIONS.splitlines()[1]
    problem = only(problems(tmp_path, applications=again))
    assert str(problem) == "applications.csv, row 4, column id: row 2 has the same id; found 'H1'"


def test_an_unknown_target_is_answered_with_the_nearest(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";network;", ";netwrk;")))
    assert str(problem) == (
        "applications.csv, row 2, column target: unknown target; found 'netwrk'; "
        "expected one of network, zone; did you mean 'network'?"
    )


def test_any_target_will_do_where_the_call_has_none(tmp_path):
    terms = TERMS.model_copy(update={"targets": {}})
    assert read(tmp_path, terms, applications=changed(APPLICATIONS, ";network;", ";other;"))["H1"].target == "other"


@pytest.mark.parametrize("cell", ["abc", "-300000", "0", "300000,50", "30 %", "1e99"])
def test_the_request_is_whole_euros_above_zero(tmp_path, cell):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";300000;", f";{cell};")))
    message = "applications.csv, row 2, column requested: wrong value"
    assert str(problem).startswith(f"{message}; found '{cell}'; expected whole euros above 0")


def test_the_request_may_not_be_empty(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";300000;", ";;")))
    message = "applications.csv, row 2, column requested: the cell is empty; expected whole euros above 0"
    assert str(problem) == message


@pytest.mark.parametrize(("column", "old", "cell"), [("2021", ";100000;", "-1"), ("minimum", ";200000;1", "0")])
def test_other_euros_are_held_to_their_range(tmp_path, column, old, cell):
    new = old.replace(old.split(";")[1], cell)
    problem = only(problems(tmp_path, applications=APPLICATIONS.replace(old, new, 1)))
    assert (problem.what, problem.column, problem.found) == ("wrong value", column, cell)


def test_a_year_may_be_zero_euros(tmp_path):
    call = read(tmp_path, applications=changed(APPLICATIONS, ";50000;100000;", ";0;150000;"))
    assert call["H2"].by_year == (0, 150_000)


def test_the_years_sum_to_the_request_and_one_euro_less_does_not(tmp_path):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, ";50000;", ";49999;")))
    assert str(problem) == (
        "applications.csv, row 3, column requested: the years do not sum to the request; "
        "found 'years 149999, requested 150000'; expected a difference of 0 euros, not -1"
    )


@pytest.mark.parametrize("cell", ["31.2.2021", "soon", "44349", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_never_was_is_a_problem(tmp_path, cell):
    problem = only(problems(tmp_path, applications=changed(APPLICATIONS, "1.6.2021 klo 9.00", cell)))
    assert (problem.what, problem.row, problem.column, problem.found) == ("wrong value", 3, "received", cell)
    assert problem.expected.startswith('a date and a time such as "2.6.2021 klo 16.15"')


def test_a_value_is_a_number(tmp_path):
    valued = changed(APPLICATIONS, ";programme\n", ";value\n").replace(";a, b\n", ";good\n").replace(";a\n", ";3\n")
    problem = only(problems(tmp_path, applications=valued))
    assert (problem.row, problem.column, problem.found, problem.expected) == (2, "value", "good", "a number")


# --- cells of the partners ------------------------------------------------------------------------


def test_a_partner_of_no_application_is_a_problem(tmp_path):
    problem = only(problems(tmp_path, partners=PARTNERS + "H11;Muu;association;;Lappi;5\n"))
    message = "partners.csv, row 5, column application: there is no such application; found 'H11'; did you mean 'H1'?"
    assert str(problem) == message


def test_an_application_without_partners_is_a_problem_where_there_are_partners(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, "H2;Yhdistys ry;association;;Lappi;150000\n", "")))
    assert str(problem) == "applications.csv, row 3, column id: the application has no partners; found 'H2'"


@pytest.mark.parametrize("cell", ["0", "-5", "abc", "0,5"])
def test_a_partner_has_whole_euros_above_zero(tmp_path, cell):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";200000", f";{cell}")))
    message = "partners.csv, row 2, column euros: wrong value"
    assert str(problem).startswith(f"{message}; found '{cell}'; expected whole euros above 0")


def test_the_partners_sum_to_the_request_and_one_euro_more_does_not(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";200000", ";200001")))
    assert str(problem) == (
        "applications.csv, row 2, column requested: the partners' euros do not sum to the request; "
        "found 'partners 300001, requested 300000'; expected a difference of 0 euros, not 1"
    )


def test_an_unknown_municipality_is_answered_with_the_nearest(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";Pori;", ";Porri;")))
    message = "partners.csv, row 3, column municipality: unknown municipality; found 'Porri'; did you mean 'Pori'?"
    assert str(problem) == message


def test_an_unknown_region_is_answered_with_the_nearest(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";Lappi;", ";Lapi;")))
    assert (problem.what, problem.row, problem.column, problem.found) == ("unknown region", 4, "region", "Lapi")
    assert problem.suggestion == "Lappi"
    assert problem.expected is not None
    assert problem.expected.startswith("one of Uusimaa, ")


def test_a_municipality_in_another_region_is_a_problem(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";Satakunta;", ";Lappi;")))
    message = "partners.csv, row 3, column region: Pori lies in another region; found 'Lappi'; expected Satakunta"
    assert str(problem) == message


def test_a_partner_lies_somewhere(tmp_path):
    problem = only(problems(tmp_path, partners=changed(PARTNERS, ";Lappi;", ";;")))
    assert str(problem) == "partners.csv, row 4, column region: neither a municipality nor a region says where"


def test_a_partner_lies_somewhere_even_where_no_column_says_where(tmp_path):
    partners = "application;organisation;euros\nH1;a;300000\nH2;b;150000\n"
    found = problems(tmp_path, partners=partners)
    assert [p.row for p in found] == [2, 3]
    assert {p.what for p in found} == {"neither a municipality nor a region says where"}


def test_the_region_is_required_where_no_municipalities_are_known(tmp_path):
    own = Geography((Region("N", Text(fi="Nord")),))
    partners = "application;organisation;municipality;region;euros\nH1;a;Umeå;;300000\nH2;b;;N;150000\n"
    problem = only(problems(tmp_path, geography=own, partners=partners))
    assert (problem.row, problem.what) == (2, "neither a municipality nor a region says where")


# --- cells of the scores --------------------------------------------------------------------------


def test_a_score_of_no_application_is_a_problem(tmp_path):
    problem = only(problems(tmp_path, scores=SCORES + "H22;A1;plan;4;no\n"))
    assert (problem.file, problem.row, problem.column) == ("scores.csv", 6, "application")
    assert (problem.what, problem.suggestion) == ("there is no such application", "H2")


def test_an_unknown_criterion_is_answered_with_the_nearest(tmp_path):
    problem = only(problems(tmp_path, scores=SCORES + "H1;A2;plam;4;no\n"))
    assert str(problem) == (
        "scores.csv, row 6, column criterion: unknown criterion; found 'plam'; "
        "expected one of impact, plan; did you mean 'plan'?"
    )


@pytest.mark.parametrize("cell", ["5,01", "-0,01", "1e9"])
def test_a_score_just_off_the_scale_is_a_problem(tmp_path, cell):
    problem = only(problems(tmp_path, scores=changed(SCORES, ";4,5;", f";{cell};")))
    message = "scores.csv, row 2, column score: off the scale"
    assert str(problem) == f"{message}; found '{cell}'; expected a number from 0 to 5"


def test_a_score_is_a_number(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, ";4,5;", ";good;")))
    assert str(problem) == "scores.csv, row 2, column score: wrong value; found 'good'; expected a number"


def test_a_score_may_not_be_empty_without_a_conflict(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, ";4,5;", ";;")))
    assert str(problem) == "scores.csv, row 2, column score: the cell is empty; expected a number"


def test_a_conflict_is_yes_or_no(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, "4,5;no", "4,5;perhaps")))
    message = "scores.csv, row 2, column conflict: neither yes nor no; found 'perhaps'; expected yes, no or empty"
    assert str(problem) == message


def test_a_score_that_is_there_twice_names_both_rows(tmp_path):
    problem = only(problems(tmp_path, scores=SCORES + "H1;A1;impact;1;no\n"))
    assert str(problem) == "scores.csv, row 6: the same score as in row 2"


def test_an_eligible_application_without_a_score_is_a_problem(tmp_path):
    problem = only(problems(tmp_path, scores=changed(SCORES, "H2;A1;plan;5;\n", "")))
    assert str(problem) == (
        "H2 has no score that counts on plan; expected a score by at least one reviewer without a conflict, or a value"
    )


def test_an_ineligible_application_needs_no_score(tmp_path):
    company = changed(APPLICATIONS, ";association;", ";company;")
    scores = "".join(line for line in SCORES.splitlines(keepends=True) if not line.startswith("H2"))
    assert read(tmp_path, applications=company, scores=scores)["H2"].applicant_type == "company"


# --- all at once ----------------------------------------------------------------------------------


def test_problems_of_all_tables_come_in_one_error(tmp_path):
    found = problems(
        tmp_path,
        applications=changed(changed(APPLICATIONS, ";zone;", ";zoone;"), ";50000;", ";x;"),
        partners=changed(changed(PARTNERS, ";Salo;", ";Sallo;"), ";Lappi;", ";Lapi;"),
        scores=changed(SCORES, ";4,5;", ";6;"),
    )
    assert {(p.file, p.row, p.column) for p in found} == {
        ("applications.csv", 3, "target"),
        ("applications.csv", 3, "2021"),
        ("partners.csv", 2, "municipality"),
        ("partners.csv", 4, "region"),
        ("scores.csv", 2, "score"),
    }


def test_a_table_that_cannot_be_read_does_not_hide_the_problems_of_the_others(tmp_path):
    found = problems(tmp_path, applications=b"", partners=changed(PARTNERS, ";Lappi;", ";Lapi;"), scores=b"\0")
    assert [(p.file, p.what) for p in found] == [
        ("applications.csv", "the file is empty"),
        ("scores.csv", "the file is in another encoding"),
        ("partners.csv", "unknown region"),
    ]


def test_unreadable_partners_are_not_said_to_be_missing(tmp_path):
    assert only(problems(tmp_path, partners=b"")).file == "partners.csv"


def test_beyond_two_hundred_problems_only_their_number_is_told(tmp_path):
    # Each of these rows is off the scale and of no application: two problems.
    rows = [f"H3;A{number};plan;6;no\n" for number in range(101)]
    just = problems(tmp_path, scores=SCORES + "".join(rows[:100]))
    assert len(just) == MOST_PROBLEMS == 200
    assert just[-1].what == "off the scale"
    beyond = problems(tmp_path, scores=SCORES + "".join(rows))
    assert beyond[:-1] == just
    assert str(beyond[-1]) == "and 2 more problems"


def test_thousands_of_wrong_names_are_told_quickly(tmp_path):
    names = range(2000)
    applications = "id;requested;target;2021;2022\n" + "".join(f"H{i};2;zone;1;1\n" for i in names)
    partners = "application;organisation;region;euros\n" + "".join(f"X{i};o;Lapi;2\n" for i in names)
    started = time.perf_counter()
    found = problems(tmp_path, applications=applications, partners=partners)
    # Finding a near name for every wrong one would take minutes.
    assert time.perf_counter() - started < 10
    assert len(found) == MOST_PROBLEMS + 1


def test_only_the_wrong_cell_is_told_and_never_its_row(tmp_path):
    secret = changed(changed(APPLICATIONS, "Älä säästä", "Salainen"), ";300000;", ";abc;")
    assert "Salainen" not in str(InputError(problems(tmp_path, applications=secret)))


def test_files_are_told_by_name_and_not_by_path(tmp_path):
    assert str(tmp_path) not in str(InputError(problems(tmp_path, applications=b"", partners=b"\0", scores="score\n")))


# --- whatever stands in a cell --------------------------------------------------------------------

ODD = [
    "",
    '"',
    "\0",
    "=1+1",
    "1/0",
    "٣",
    "²",
    "1e99",
    "nan",
    "-0",
    "%",
    "€",
    "\u2212",
    "9" * 70,
    "1.1.9999",
    "1.1.0001",
]
CELLS = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(str),
    st.sampled_from(ODD),
)
KEPT_CELLS = st.one_of(
    st.text(max_size=12),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)),
    st.sampled_from(ODD),
)
PLACES = st.tuples(st.integers(0, 4), st.integers(0, 11))
NAMES = st.sampled_from(["applications", "partners", "scores"])


def sound_or_refused(tables: Tables) -> None:
    """Anything but an InputError gets through, and fails the test."""
    try:
        call = read_call(TERMS, finland(), tables)
    except InputError:
        return
    assert all(sum(a.by_year) == a.requested > 0 for a in call.applications)
    assert all(sum(p.euros for p in a.partners) == a.requested for a in call.applications)


def mutated(name: str, mutations: list[tuple[tuple[int, int], object]]) -> list[list[Any]]:
    rows: list[list[Any]] = rows_of({"applications": APPLICATIONS, "partners": PARTNERS, "scores": SCORES}[name])
    for (row, column), cell in mutations:
        cells = rows[row % len(rows)]
        cells[column % len(cells)] = cell
    return rows


@settings(max_examples=200, deadline=None)
@given(NAMES, st.lists(st.tuples(PLACES, CELLS), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_is_read_or_is_an_input_error(tmp_path_factory, name, mutations):
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(mutated(name, mutations))
    content = text.getvalue().encode("utf-8", "replace")
    sound_or_refused(written(tmp_path_factory.getbasetemp() / "cells", {name: content}))


@settings(max_examples=100, deadline=None)
@given(NAMES, st.lists(st.tuples(PLACES, KEPT_CELLS), min_size=1, max_size=4))
def test_whatever_stands_in_a_workbook_is_read_or_is_an_input_error(tmp_path_factory, name, mutations):
    folder = tmp_path_factory.getbasetemp() / "kept"
    tables = written(folder, {})
    path = workbook(
        folder / "mutated.xlsx", mutated(name, mutations), as_kept=lambda c: typed(c) if isinstance(c, str) else c
    )
    sound_or_refused(replace(tables, **{name: path}))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_a_table_has_it_is_read_or_is_an_input_error(tmp_path_factory, mutations):
    content = bytearray(APPLICATIONS.encode())
    for place, byte in mutations:
        content[place % len(content)] = byte
    sound_or_refused(written(tmp_path_factory.getbasetemp() / "bytes", {"applications": bytes(content)}))
