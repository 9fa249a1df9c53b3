"""All problems of all tables come at once, quickly, and none tells more than the wrong cell."""

import time

from small_tables import APPLICATIONS, PARTNERS, SCORES, changed, only, problems

from allocator.errors import InputError
from allocator.reading import MOST_PROBLEMS


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
