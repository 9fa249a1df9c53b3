"""What an official's spreadsheet does to a table: read where it can mean one thing only, else told how to mend it."""

import pytest
from fuzz.targets import APPLICATIONS, PARTNERS, SCORES, write_beside

from allocator import InputError, ScenarioError, read_scenario
from allocator.documents import read_document


def read(folder, **tables):
    write_beside(folder)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_scenario(folder / "base.yaml").call


def problems(folder, **tables):
    with pytest.raises(InputError) as raised:
        read(folder, **tables)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("cell", ["300,00", "300 €", "300 EUR", "300 euroa", "\u00a0300\u202f€", "300.00"])
def test_euros_are_read_however_they_are_written(tmp_path, cell):
    assert read(tmp_path, applications=APPLICATIONS.replace(";300;", f";{cell};"))["H1"].requested == 300


def test_a_moment_may_have_seconds(tmp_path):
    call = read(tmp_path, applications=APPLICATIONS.replace("2.6.2021 klo 16.15", "2.6.2021 16:14:59"))
    assert (call["H1"].received.minute, call["H1"].received.second) == (14, 59)


def test_empty_rows_below_a_table_are_nothing(tmp_path):
    assert len(read(tmp_path, applications=APPLICATIONS + ";;;;;;;;;;\n" * 3).applications) == 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (";300;", ";3E+02;", "row 2, column requested: wrong value; found '3E+02'"),
        (";300;", ";3E+02;", "a spreadsheet has shortened it: format the column as numbers"),
        ("2.6.2021 klo 16.15", "44349.677", "if this is how a spreadsheet counts days, format the column as dates"),
        ("id;title", "Haku;;\nid;title", "row 1: this looks like a title above the table; found 'Haku'"),
        ("zone", "Vyöhyke", "unknown target; found 'Vyöhyke'; expected one of network, zone; did you mean 'zone'?"),
        ("Puu", "P\x1b[2Ju", "row 3: a character that cannot be seen; found '\\x1b'"),
        ("H3;", "Yhteensä;", "a row of sums is no application; found 'Yhteensä'; expected nothing below the table"),
    ],
)
def test_an_application_that_a_spreadsheet_spoilt_is_told_how_to_mend_it(tmp_path, old, new, told):
    assert any(told in problem for problem in problems(tmp_path, applications=APPLICATIONS.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("80 %", "found '80 %'; expected a number"),
        ("4/5", "found '4/5'; expected a number"),
        ("2021-05-04", "if a spreadsheet made a date of it, format the column as text and type it again"),
        ("4.touko", "if a spreadsheet made a date of it, format the column as text and type it again"),
        ("hyvä", "found 'hyvä'; expected a number"),
    ],
)
def test_a_score_is_points_and_neither_a_share_nor_a_date(tmp_path, new, told):
    [problem] = problems(tmp_path, scores=SCORES.replace("4,5", new))
    assert problem.startswith("scores.csv, row 2, column score: wrong value; ")
    assert problem.endswith(told)


def test_a_criterion_called_by_its_title_is_answered_with_its_name(tmp_path):
    assert problems(tmp_path, scores=SCORES.replace("H1;r1;quality", "H1;r1;Laatu")) == [
        "scores.csv, row 2, column criterion: unknown criterion; found 'Laatu'; expected one of quality, reach; "
        "did you mean 'quality'?"
    ]


def test_zeros_that_a_spreadsheet_dropped_are_told(tmp_path):
    told = problems(tmp_path, applications=APPLICATIONS.replace("H1", "001"), partners=PARTNERS.replace("H1", "1"))
    assert told[0] == (
        "partners.csv, row 2, column application: there is no such application: a spreadsheet drops the zeros before "
        "a number; found '1'; did you mean '001'?"
    )


def test_a_cell_that_was_merged_with_the_one_above_is_told(tmp_path):
    told = problems(tmp_path, partners=PARTNERS.replace("H3;d", ";d"))
    assert told[0] == (
        "partners.csv, row 5, column application: the cell is empty: of merged cells, only the first keeps its value"
    )


@pytest.mark.parametrize("name", ["\\\\server\\share\\a.csv", "C:\\a.csv", "/etc/passwd", "../a.csv", "\ud800.csv"])
def test_a_name_that_leads_elsewhere_is_refused_before_it_is_looked_for(tmp_path, monkeypatch, name):
    write_beside(tmp_path)
    text = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    quoted = '"' + name.encode("unicode_escape").decode() + '"'
    (tmp_path / "base.yaml").write_text(text.replace("applications.csv", quoted), encoding="utf-8")
    with pytest.raises(ScenarioError, match="a file outside the scenario's folder"):
        read_scenario(tmp_path / "base.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x 1\nb: &x 2\n", "found duplicate anchor 'x'"),
        ("a: &x {b: 1}\n" + "".join(f"k{n}: {{<<: *x}}\n" for n in range(201)), "more than 200 merges with <<"),
    ],
)
def test_yaml_that_can_be_read_in_two_ways_or_hardly_at_all_is_refused(tmp_path, text, told):
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=told):
        read_document(tmp_path / "a.yaml")
