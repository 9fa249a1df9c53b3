"""Cells of applications, partners and scores: the last that is right and the first that is not."""

from typing import Any

import pytest
from small_tables import APPLICATIONS, PARTNERS, SCORES, TERMS, changed, only, problems, read

from allocator.geography import Geography, Region
from allocator.text import Text

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
