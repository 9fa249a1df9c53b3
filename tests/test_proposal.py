"""The proposal: its tables add up, every application stands in it, and only what happened is said."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from builders import a_call
from proposals import against_others, decided, in_part, number, papers, prose, scenario, tables, with_analyses
from typer.testing import CliRunner

from allocator import Scenario, Text, solve
from allocator.cli import app
from allocator.decision.table import Table
from allocator.dossier.freezing import freeze, since_frozen
from allocator.errors import InputError
from allocator.proposal.basis import Analyses, Basis, Freeze, analysed
from allocator.proposal.memorandum import memorandum
from allocator.proposal.proposal import proposal
from allocator.scenario import read_written
from allocator.text import LANGUAGES

pytestmark = pytest.mark.once
languages = pytest.mark.parametrize("language", LANGUAGES)


def test_the_columns_of_the_funded_add_up_to_their_totals_and_those_to_what_is_granted():
    solution, _ = against_others()
    by_target = [t for t in tables(papers(against_others())[0]) if t.total and "pisteiden mukaisessa" in t.caption]

    for table in by_target:
        for column in range(4, 7):
            assert sum(number(row[column]) for row in table.rows) == number(table.total[column])
    assert sum(number(table.total[6]) for table in by_target) == solution.granted == 10_410
    for year, column in ((2021, 4), (2022, 5)):
        assert sum(number(table.total[column]) for table in by_target) == solution.by_year()[year]


def test_before_less_now_is_left_to_the_euro():
    [table] = [t for t in tables(papers(against_others())[0]) if "ennen" in t.caption]

    for row in (*table.rows, table.total):
        assert number(row[1]) - number(row[2]) == number(row[3])
    assert table.total[1:] == ("10\u00a0500", "10\u00a0410", "90")


def test_the_earmarked_and_the_other_money_add_up_with_every_authority():
    rules = {"zones": {"kind": "earmark", "amount": 3_500, "for": {"target": "zone"}, "ring_fenced": True}}
    solution = solve(scenario(**rules))
    [table] = [t for t in tables(proposal(Basis(solution, Analyses(), "fi"))) if "viranomaisille" in t.caption]

    for row in (*table.rows, table.total):
        assert number(row[2]) + number(row[3]) == number(row[4])
    assert number(table.total[4]) == solution.granted


def test_a_project_funded_in_part_stands_with_what_was_asked_for():
    solution = solve(in_part())
    halves = [award.application for award in solution.awards if award.level != 1]
    rows = {row[0]: row for table in tables(proposal(Basis(solution, Analyses(), "en"))) for row in table.rows}

    assert halves
    for i in halves:
        assert rows[i][1].endswith(f"In part: 50% of €{solution.scenario.call[i].requested:,}")


def test_every_application_stands_in_the_proposal_with_what_became_of_it():
    rows = {row[0] for table in tables(papers(against_others())[0]) for row in table.rows}

    assert {"H1", "H2", "H3", "H4"} <= rows


def test_a_lock_stands_with_its_reason_its_author_and_its_price():
    lock = {"kind": "lock", "application": "H4", "decision": "fund", "reason": "Kokeilu", "by": "Johtoryhmä"}
    solution, analyses = with_analyses(scenario(mine=lock))
    [table] = [t for t in tables(proposal(Basis(solution, analyses, "fi"))) if t.caption.startswith("Ennalta")]
    free, _ = decided()

    assert table.rows[0][:3] == ("H4", "rahoitetaan", "Kokeilu (Johtoryhmä)")
    assert table.rows[0][3] == Basis(solution, analyses, "fi").points(free.value - solution.value) != "0,00"


@languages
def test_a_lock_without_a_title_is_called_by_what_it_is(language):
    lock = {"kind": "lock", "application": "H4", "decision": "reject", "reason": "Kokeilu", "by": "Johtoryhmä"}
    solution = solve(scenario(mine=lock))
    called = {
        "fi": "Ennalta tehty ratkaisu: H4",
        "sv": "På förhand fattat avgörande: H4",
        "en": "Decision made beforehand: H4",
    }[language]

    rows = [row for table in tables(proposal(Basis(solution, Analyses(), language))) for row in table.rows]
    assert any(row[0].startswith(f"{called}\nH4 ") for row in rows)
    assert solution.scenario.rule_title("mine")[language] == called


@pytest.mark.parametrize(("decimals", "told"), [(0, "kokonaisina lukuina"), (1, "yhden"), (2, "kahden"), (6, "kuuden")])
def test_the_precision_of_points_is_said_in_words(decimals, told):
    plain = scenario()
    terms = plain.call.terms.model_copy(update={"decimals": decimals})
    solution = solve(replace(plain, call=replace(plain.call, terms=terms)))

    assert f"painotettu summa {told}" in prose(proposal(Basis(solution, Analyses(), "fi")))


def test_what_did_not_happen_is_not_said_and_what_did_is():
    solution, analyses = against_others()
    when = datetime(2021, 6, 3, 9, 5, tzinfo=UTC)
    frozen = replace(analyses, freeze=Freeze("0123456789abcdef", moment=when))

    assert "toisella, riippumattomalla" not in prose(papers(against_others())[0])
    assert "ennen pisteiden avaamista" not in prose(papers(against_others())[0])
    assert "3.6.2021 klo\u00a09.05, ennen pisteiden avaamista (tiiviste 01234567)" in prose(
        proposal(Basis(solution, frozen, "fi"))
    )
    seconded = solve(scenario(), second_opinion=True)
    assert seconded.second_opinion.solver in prose(proposal(Basis(seconded, analyses, "fi")))


@pytest.mark.parametrize(("most", "told_here"), [(8, True), (0, False)])
def test_many_matters_of_discretion_are_left_to_the_memorandum(monkeypatch, most, told_here):
    monkeypatch.setattr("allocator.proposal.evidence._MOST_CHOICES", most)
    solution, analyses = decided()
    choices = {r.application: replace(r, tolerance=Fraction(0)) for r in analyses.reasons}
    close = replace(analyses.reasons, by_application=choices)
    said = prose(proposal(Basis(solution, replace(analyses, reasons=close), "fi")))

    assert ("H4: Paras kokonaisuus" in said) == told_here
    assert ("kerrotaan muistiossa hakemus kerrallaan" in said) != told_here


@languages
def test_of_a_decision_that_is_not_proven_no_paper_says_that_it_is_the_best(language):
    proven, _ = decided()
    solution = replace(proven, status="feasible", best_possible=proven.best_possible + 1)
    told = [prose(paper) for paper in papers((solution, analysed(solution)), language)]
    told += [prose(paper) for paper in papers((solution, analysed(solution)), "fi")]
    best = {"fi": "järjestyksen mukaan paras", "sv": "bäst enligt", "en": "the best by"}

    assert not any(phrase in text for phrase in best.values() for text in told)
    assert {"fi": "keskeytettiin", "sv": "avbröts", "en": "was stopped"}[language] in told[0]


def test_without_analyses_a_proposal_gives_no_reasons_but_all_else():
    said = proposal(Basis(decided()[0], Analyses(), "fi"))

    assert "harkinnanvaraisia" not in prose(said)
    assert any("Reunaehdot" in table.caption for table in tables(said))


def test_robustness_is_told_where_it_is_known():
    class Shaken:
        def text(self, language):
            return f"kestää ({language})"

        def tables(self, language):
            return (Table("Kokeet", ("hakemus", "osuus"), (("H1", "0,5"),)),)

    basis = Basis(against_others()[0], replace(against_others()[1], robustness=Shaken()), "fi")

    assert "kestää (fi)" in prose(proposal(basis))
    assert any(table.rows == (("H1", "0,5"),) for table in tables(memorandum(basis)))


@languages
def test_what_was_changed_since_the_rules_were_frozen_is_named_and_otherwise_that_nothing_was(language):
    solution, analyses = decided()
    same, changed = (
        prose(proposal(Basis(solution, replace(analyses, freeze=freeze), language)))
        for freeze in (Freeze("0123456789"), Freeze("0123456789", ("money", "call", "objective")))
    )

    assert "01234567" in same
    assert "01234567" in changed
    assert same != changed
    names = Basis(solution, analyses, language)
    assert names.rule_name("money") in changed
    assert names.say("frozen_call") in changed


def test_propose_compares_the_scenario_with_the_record_of_its_rules(tmp_path):
    runner = CliRunner()
    runner.invoke(app, ["init", str(tmp_path / "call")])
    base, other = (tmp_path / "call" / name for name in ("base.yaml", "other.yaml"))
    freeze(base, record := tmp_path / "call" / "base.freeze.json")
    lock = "extends: base.yaml\nrules: {mine: {kind: lock, application: %s, decision: reject, reason: r, by: b}}\n"
    other.write_text(lock % (base.parent / "applications.csv").read_text("utf-8-sig").splitlines()[1].split(";")[0])
    quick = ["--language", "en", "--no-letters", "--no-budgets", "--no-weights", "--out", str(tmp_path / "out")]

    run = runner.invoke(app, ["propose", str(other), *quick])

    assert run.exit_code == 0, run.output
    assert "these have been changed" in (tmp_path / "out" / "proposal.html").read_text("utf-8")
    assert since_frozen(read_written(base)[0], record.read_bytes()).changed == ()
    assert since_frozen(read_written(other)[0], record.read_bytes()).changed == ("mine",)


def test_where_nothing_fits_propose_says_in_the_language_asked_what_cannot_hold_and_writes_nothing(tmp_path):
    CliRunner().invoke(app, ["init", str(tmp_path / "call")])
    impossible = tmp_path / "call" / "impossible.yaml"
    impossible.write_text("extends: base.yaml\nrules: {few: {kind: limit, measure: count, at_least: 999}}\n", "utf-8")

    run = CliRunner().invoke(app, ["propose", str(impossible), "--language", "sv", "--out", str(tmp_path / "out")])

    assert run.exit_code == 4
    assert "villkor" in run.output
    assert not (tmp_path / "out").exists()


def test_a_record_that_was_changed_is_refused(tmp_path):
    CliRunner().invoke(app, ["init", str(tmp_path / "call")])
    record = tmp_path / "freeze.json"
    freeze(tmp_path / "call" / "base.yaml", record)
    written = json.loads(record.read_text("utf-8"))
    written["content"]["rules"] = {}
    record.write_text(json.dumps(written), encoding="utf-8")

    scenario, _ = read_written(tmp_path / "call" / "base.yaml")
    with pytest.raises(InputError, match="its content is not that of its hash"):
        since_frozen(scenario, record.read_bytes())
    with pytest.raises(InputError, match="cannot be read as a record"):
        since_frozen(scenario, b"[]")


def test_a_rule_is_told_in_the_words_that_the_call_has_for_its_columns():
    call = a_call(columns={"H1": {"town_project": ("yes",)}}, H1={"North": 10})
    titles = {"town_project": {"yes": Text(fi="kaupunkihanke", sv="stadsprojekt", en="town project")}}
    call = replace(call, terms=call.terms.model_copy(update={"value_titles": titles}))
    rule = {"kind": "limit", "for": {"town_project": "yes"}, "measure": "euros", "at_most": 10}
    read = Scenario.of(call, {"money": {"kind": "budget", "amount": 50}, "towns": rule})

    assert [read.rules["towns"].words(call)[language].split(":")[0] for language in LANGUAGES] == [
        "Kaupunkihanke",
        "Stadsprojekt",
        "Town project",
    ]
