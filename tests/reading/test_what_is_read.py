"""What tables say is what the call has, and it is the same however they are kept."""

import csv
import io
import random
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from examples import EXAMPLE
from small_tables import (
    APPLICATIONS,
    HELSINKI,
    ONE_YEAR,
    PARTNERS,
    SCORES,
    TERMS,
    changed,
    only,
    problems,
    read,
    rows_of,
    sound_beside,
    typed,
    workbook,
    workbooks,
    written,
)

from allocator.call import Terms
from allocator.geography import Geography, Region, finland
from allocator.readers import Tables, read_call
from allocator.text import Text

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
