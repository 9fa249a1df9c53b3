"""Columns that are missing, misspelt, repeated or too many."""

from dataclasses import replace

import pytest
from small_tables import (
    APPLICATIONS,
    ONE_YEAR,
    PARTNERS,
    SCORES,
    changed,
    only,
    problems,
    problems_of,
    read,
    rows_of,
    workbook,
    written,
)


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
