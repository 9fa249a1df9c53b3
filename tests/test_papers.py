"""What the papers say to people: every number bound, every reason the applicant's own, every format as accessible."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from builders import a_call
from docx import Document
from pypdf import PdfReader
from test_proposal import papers, prose, scenario, tables
from typer.testing import CliRunner

from allocator import Scenario, Text, solve
from allocator.analysis import sentences
from allocator.analysis.reserve import Next
from allocator.cli import app
from allocator.decision import phrases
from allocator.dossier.freezing import freeze, since_frozen
from allocator.errors import InputError
from allocator.proposal import letter_wording, weights_wording
from allocator.proposal.basis import Basis, Freeze, analysed
from allocator.proposal.letter import letter
from allocator.proposal.letter_reasons import LetterReasons
from allocator.proposal.paper import Grid, Paragraph
from allocator.proposal.pdf import pdf
from allocator.proposal.proposal import proposal
from allocator.proposal.propose import documents
from allocator.proposal.weights import WeightRobustness, weight_robustness
from allocator.proposal.word import word
from allocator.scenario import read_written
from allocator.text import LANGUAGES
from allocator.writing import listed, span, starting

pytestmark = pytest.mark.once

NUMBER = re.compile(r"(?<![\w,.\u00a0])\d[\d\u00a0]*(?:,\d+)?(?![\w])")
languages = pytest.mark.parametrize("language", LANGUAGES)


def decided(scale=1, **rules):
    solution = solve(scenario(scale, **rules))
    return solution, analysed(solution, budgets=False)


@pytest.fixture(scope="module")
def plain_decision():
    return decided()


def numbers(paper):
    """Every number in a paper's prose, whatever its language."""
    text = prose(paper)
    if paper.language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3})", "\u00a0", text)
        text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    return {Fraction(found.replace("\u00a0", "").replace(",", ".")) for found in NUMBER.findall(text)}


def known_numbers(solution, analyses):
    """Every number that may stand in prose, each from the data or the analyses and none from the phrases."""
    call, budget = solution.scenario.call, solution.model.ground.budget
    outcomes = [solution.outcome(a.id) for a in call.applications]
    requests = [a.requested for a in call.applications]
    by_outcome = [[a.requested for a in call.applications if solution.outcome(a.id) == o] for o in set(outcomes)]
    known = {
        solution.granted,
        budget,
        budget - solution.granted,
        sum(requests),
        *requests,
        *solution.by_year().values(),
    }
    known |= {round(Fraction(sum(some), len(some))) for some in by_outcome}
    known |= {len(requests), len(solution.funded), call.terms.decimals, solution.value, *call.terms.years}
    known |= {outcomes.count(outcome) for outcome in ("funded", "not_funded", "ineligible", "below_threshold")}
    known |= {len(call.geography.regions), sum(1 for paid in solution.by_region().values() if paid)}
    known |= {[a.target for a in call.applications].count(target) for target in call.terms.targets}
    known |= {[call[i].target for i in solution.funded].count(target) for target in call.terms.targets}
    known |= {Fraction(1, 2), 20, *range(1, 9)}  # the tolerance, the width, and the numbers of sections and ranks
    known |= {level.portfolios for level in solution.levels}
    known.add(analyses.prices.unconstrained - analyses.prices.final)
    known |= {link.budget - analyses.reserve.links[0].budget for link in analyses.reserve.links}
    known |= {event.euros for event in analyses.reserve.events}
    for assessment in solution.model.assessments.values():
        known |= {assessment.value, *assessment.means.values()}
    for application in call.applications:
        known |= numbers_of_reason(analyses.reasons[application.id], solution.model.assessments[application.id].value)
        known |= {len(analyses.reasons[application.id].swaps), len({r.rule for r in solution.rules})}
    return known


def numbers_of_reason(reason, value):
    step, known = Fraction(1, 100), {reason.loss}
    if reason.points:
        needed, difference = reason.points.needed, reason.points.difference
        known |= {needed, difference, needed + step, value + needed, value + difference}
    if reason.tolerance:
        known.add(100 * reason.tolerance)
    for need in reason.criteria:
        known |= {need.mean, need.needed, -(-need.needed // step) * step}
    if reason.request:
        known |= {reason.request.requested, reason.request.limit}
    for swap in reason.swaps:
        known |= {amount for _, amount in swap.broken}
    return known | {round(amount, 2) for amount in known if amount is not None}


@pytest.mark.parametrize("scale", [1, 7])
def test_every_number_in_the_prose_of_every_paper_is_one_of_the_decision(scale):
    solution, analyses = decided(scale)
    known = known_numbers(solution, analyses)
    known |= {a.requested - r for a in solution.scenario.call.applications for r in list(known) if isinstance(r, int)}

    for paper in papers((solution, analyses)):
        said = numbers(paper)
        assert said <= known, (paper.title, sorted(map(float, said - known)))


def test_the_money_in_the_prose_follows_the_data():
    small, large = (numbers(papers(decided(scale))[0]) for scale in (1, 7))

    assert {Fraction(10_410), Fraction(10_500), Fraction(90)} <= small
    assert {Fraction(72_870), Fraction(73_500), Fraction(630)} <= large
    assert Fraction(10_410) not in large


@pytest.mark.parametrize("words", [weights_wording.WORDS, sentences.SENTENCES, phrases.PHRASES])
def test_every_phrase_that_papers_use_is_in_three_languages_and_without_numbers(words):
    for key, text in words.items():
        assert all(getattr(text, language) for language in LANGUAGES), key
        if key != "map_note":  # names a year of the map itself, and is no phrase of a paper
            bare = "".join(re.sub(r"\{\w+\}", "", getattr(text, language)) for language in LANGUAGES)
            assert not re.search(r"\d", bare.replace("SHA-256", "")), key


# Letters


def test_a_letter_tells_an_applicant_left_out_why_and_what_it_would_have_taken(plain_decision):
    solution, analyses = plain_decision
    told = prose(letter(Basis(solution, analyses, "fi"), "H4"))

    assert "Hakemuksenne täytti hakukelpoisuuden edellytykset" in told
    assert "ilman rahoitusta olisi" in told
    assert "Kukin seuraavista olisi yksin riittänyt" in told
    assert "Kuinka varma ratkaisu on." in told


@pytest.mark.parametrize(
    ("withdrawing", "told"),
    [
        (("H1",), "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos hanke H1 peruuntuu"),
        (("H1", "H3"), "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos jokin hankkeista H1 tai H3 peruuntuu"),
        ((), "Hakemus ei ole varasijalla: yhdenkään hankkeen peruuntuminen yksin ei toisi sille rahoitusta."),
    ],
)
def test_a_letter_tells_the_reserve_place(plain_decision, withdrawing, told):
    solution, analyses = plain_decision
    events = tuple(
        Next("withdrawal", (i,), 100, ("H4",) if i in withdrawing else None if i == "H2" else ())
        for i in solution.funded
    )
    reserve = replace(analyses.reserve, events=events, links=())

    [box] = [b for b in letter(Basis(solution, replace(analyses, reserve=reserve), "fi"), "H4").blocks if _is_box(b)]

    assert box.text.startswith(told)


def _is_box(block):
    return isinstance(block, Paragraph) and block.kind == "outcome"


def test_a_letter_asks_for_no_points_that_the_scale_does_not_have(plain_decision):
    solution, analyses = plain_decision
    reason = analyses.reasons["H4"]
    reasons = LetterReasons(Basis(solution, analyses, "fi"), "H4")
    at_top = replace(reason, points=replace(reason.points, needed=Fraction(5) - Fraction("2.5")))
    beyond = replace(reason, points=replace(reason.points, needed=Fraction("2.51")))

    assert any(way.startswith("pisteet 5,00") for way in reasons._ways(at_top))
    assert not any(way.startswith("pisteet") for way in reasons._ways(beyond))


def test_a_decision_made_beforehand_is_the_reason_given_to_its_applicant_and_to_nobody_else():
    lock = {"kind": "lock", "application": "H3", "decision": "reject", "reason": "Päällekkäinen", "by": "Johtoryhmä"}
    decision = decided(mine=lock)
    basis = Basis(*decision, "fi")

    assert "Päällekkäinen (Johtoryhmä)" in prose(letter(replace(basis, language="en"), "H3"))
    for other in ("H1", "H2", "H4"):
        assert "Päällekkäinen" not in prose(letter(basis, other))
        assert "H3" not in prose(letter(basis, other))
    rows = {row[0]: row for table in tables(proposal(basis)) for row in table.rows}
    assert any("Rahoittamatta jättämisestä päätettiin ennalta: Päällekkäinen (Johtoryhmä)." in c for c in rows["H3"])


def test_a_letter_to_one_funded_in_part_says_what_is_missing():
    partial = scenario(money={"kind": "budget", "amount": 9_000}, part={"kind": "levels", "levels": ["1", "0.5"]})
    applications = tuple(replace(a, minimum=a.requested // 2, language="en") for a in partial.call.applications)
    solution = solve(replace(partial, call=replace(partial.call, applications=applications)))
    analyses = analysed(solution, budgets=False)
    halves = [award for award in solution.awards if award.level != 1]

    assert halves
    for award in halves:
        asked = solution.scenario.call[award.application].requested
        told = prose(letter(Basis(solution, analyses, "en"), award.application))
        assert f"full funding would have been €{asked - award.euros:,} more" in told


@pytest.mark.parametrize("key", ["gone_one", "gone_more", "lower_one", "lower", "reserve_after", "reserve_after_any"])
def test_one_and_several_are_said_differently_in_finnish(key):
    other = {"gone_one": "gone_more", "lower_one": "lower", "reserve_after": "reserve_after_any"}.get(key)

    assert other is None or letter_wording.WORDS[key].fi != letter_wording.WORDS[other].fi


def test_lists_years_and_beginnings_are_written_as_people_do():
    assert listed(["a", "b", "c"], "fi", either=True) == "a, b tai c"
    assert [span(years, "fi") for years in ((2021, 2022, 2023), (2021, 2023), (2021,))] == [
        "2021–2023",
        "2021 ja 2023",
        "2021",
    ]
    assert starting("Momentti 32", large=False) == "momentti 32"
    assert starting("EU-varat", large=False) == "EU-varat"
    assert starting("laki", large=True) == "Laki"


# Weights


def test_the_sets_that_are_best_within_a_width_are_those_that_a_grid_of_weights_finds():
    scores = {"H1": {"a": 5, "b": 1}, "H2": {"a": 1, "b": 5}, "H3": {"a": 3, "b": 3}, "H4": {"a": 4, "b": 2}}
    asked = {"H1": 40, "H2": 40, "H3": 30, "H4": 50}
    call = a_call(scores=scores, **{i: {"North": euros} for i, euros in asked.items()})
    solution = solve(Scenario.of(call, {"money": {"kind": "budget", "amount": 80}}))
    width = Fraction(9, 10)

    found = weight_robustness(solution, width)
    best = set()
    for k in range(5, 96):
        weight = Fraction(k, 100)
        lawful = [
            [i for i, chosen in zip(asked, bits, strict=True) if chosen] for bits in product((0, 1), repeat=len(asked))
        ]
        lawful = [ids for ids in lawful if sum(asked[i] for i in ids) <= 80]
        worth = {
            frozenset(ids): sum(weight * scores[i]["a"] + (1 - weight) * scores[i]["b"] for i in ids) for ids in lawful
        }
        top = [ids for ids, value in worth.items() if value == max(worth.values())]
        assert any(ids in found.sets for ids in top), weight
        best |= set(top)
    assert set(found.sets) <= best


@languages
def test_the_weights_are_told_in_words_whatever_was_found(plain_decision, language):
    solution, _ = plain_decision
    stable = dict.fromkeys(solution.scenario.call.terms.criteria, (Fraction(1, 10), Fraction(9, 10)))
    own, other = frozenset(solution.funded), frozenset({"H4"})
    said = {
        WeightRobustness(solution, stable, width, sets).text(language)
        for width, sets in (
            (None, ()),
            (Fraction(1, 5), (own,)),
            (Fraction(1, 5), (other,)),
            (Fraction(1, 5), (own, other)),
        )
    } | {WeightRobustness(solution, dict.fromkeys(stable)).text(language)}

    assert len(said) == 5
    assert any("H4" in text for text in said)
    [table] = WeightRobustness(solution, stable).tables(language)
    assert all(
        row[2:] == (("10.0%", "90.0%") if language == "en" else ("10,0\u00a0%", "90,0\u00a0%")) for row in table.rows
    )


def test_nothing_is_said_of_weights_where_they_decide_nothing():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 50}}))

    assert weight_robustness(solution) is None


# Rules and weights fixed before the scores were opened


@languages
def test_what_was_changed_since_the_rules_were_frozen_is_named_and_otherwise_that_nothing_was(plain_decision, language):
    solution, analyses = plain_decision
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
    base = tmp_path / "call" / "base.yaml"
    freeze(base)
    quick = ["--language", "en", "--no-letters", "--no-budgets", "--no-weights", "--out"]

    first = runner.invoke(app, ["propose", str(base), *quick, str(tmp_path / "same")])
    lock = "extends: base.yaml\nrules: {mine: {kind: lock, application: %s, decision: reject, reason: r, by: b}}\n"
    other = tmp_path / "call" / "other.yaml"
    other.write_text(lock % (base.parent / "applications.csv").read_text("utf-8-sig").splitlines()[1].split(";")[0])
    second = runner.invoke(app, ["propose", str(other), *quick, str(tmp_path / "other")])

    assert (first.exit_code, second.exit_code) == (0, 0), (first.output, second.output)
    assert "are the same as those recorded" in (tmp_path / "same" / "proposal.html").read_text("utf-8")
    assert "these have been changed" in (tmp_path / "other" / "proposal.html").read_text("utf-8")


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


# Formats


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


def test_the_structure_of_a_pdf_has_headings_tables_with_heads_and_a_described_figure(plain_decision):
    paper = papers(plain_decision)[0]
    read = PdfReader(io.BytesIO(pdf(paper)))
    root = read.trailer["/Root"]
    roles, figures = [], []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            roles.append(node.get("/S"))
            if node.get("/S") == "/Figure":
                figures.append(node.get("/Alt"))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"]["/K"])
    grids = [block for block in paper.blocks if isinstance(block, Grid)]

    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(roles)
    assert roles.count("/Table") >= len(grids)
    assert all(figures)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(r"pdfuaid:part>\s*1", root["/Metadata"].get_data().decode())
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile" in str(f["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()) for f in fonts)


def test_a_table_in_word_has_the_style_of_the_template_and_numbers_have_their_tab(plain_decision):
    document = Document(io.BytesIO(word(papers(plain_decision)[0])))

    assert {table.style.name for table in document.tables} == {"Decision Table"}
    numbered = [p.text for p in document.paragraphs if p.style.name == "List Numbered"]
    assert numbered
    assert all(re.match(r"\d\.\t\S", text) for text in numbered)


def _digest(seed):
    code = (
        "import hashlib, test_papers\n"
        "found = test_papers.documents(*test_papers._arguments())\n"
        "print(hashlib.sha256(b''.join(name.encode() + content for name, content in found)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def _arguments():
    solution, analyses = decided()
    return solution, "sv", analyses


def test_another_process_writes_the_same_bytes():
    here = hashlib.sha256(b"".join(name.encode() + content for name, content in documents(*_arguments()))).hexdigest()

    assert _digest("1") == _digest("2") == here
