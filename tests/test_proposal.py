"""The proposal and its papers: every number from the data, every text as text, every format as it must be."""

import io
import re
import string
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from builders import a_call
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from allocator import AllocatorError, Scenario, Text, propose, solve
from allocator.call import Timetable
from allocator.decision.table import Table
from allocator.files import OutputError
from allocator.proposal import letter_wording, wording
from allocator.proposal.basis import Analyses, Basis, Freeze, analysed
from allocator.proposal.font import characters
from allocator.proposal.html import html
from allocator.proposal.letter import letter, letter_language
from allocator.proposal.memorandum import memorandum
from allocator.proposal.paper import Figure, Grid, Items, Paragraph, grid, plain
from allocator.proposal.pdf import pdf
from allocator.proposal.proposal import proposal
from allocator.proposal.propose import documents
from allocator.proposal.spreadsheet import spreadsheet
from allocator.proposal.word import template, word
from allocator.text import LANGUAGES

pytestmark = pytest.mark.once

NASTY = "<script>alert(1)</script> =HYPERLINK(0) {{ 7*7 }} {% raw %} #set *x* _y_ @z $m$ [a] \\ & 'q' \"w\""
LONG = "pitkä " * 334
SHAKEN = "a\u202eb\u200fc\u0007d"
EMOJI = "kasvu 🚀"
MONEY = re.compile(r"(?:€[\d,]+|[\d\u00a0]*\d\u00a0€)")
languages = pytest.mark.parametrize("language", LANGUAGES)


def scenario(scale=1, title="Hanke", **rules):
    call = a_call(
        years=(2021, 2022),
        targets={"H1": "net", "H2": "net", "H3": "zone", "H4": "net"},
        scores={"H1": {"a": 4, "b": 5}, "H2": {"a": 3, "b": 3}, "H3": {"a": 5, "b": 2}, "H4": {"a": 2, "b": 3}},
        H1={"North": 4100 * scale},
        H2={"South": 3300 * scale},
        H3={"South": 2600 * scale, "North": 410 * scale},
        H4={"North": 5300 * scale},
    )
    applications = tuple(
        replace(a, title=title, applicant=f"Hakija {a.id}", granting_authority="Liitto", language=spoken)
        for a, spoken in zip(call.applications, ("fi", "sv", "en", "xx"), strict=True)
    )
    decided = datetime(2021, 6, 29, tzinfo=UTC)
    terms = call.terms.model_copy(update={"timetable": Timetable(decision=decided), "notice": Text(fi="Esimerkki")})
    call = replace(call, terms=terms, applications=applications)
    return Scenario.of(call, {"money": {"kind": "budget", "amount": 10_500 * scale}, **rules})


@pytest.fixture(scope="module")
def decided():
    solution = solve(scenario(title=f"{NASTY} {EMOJI} {SHAKEN} {LONG}"))
    return solution, analysed(solution, budgets=False)


@pytest.fixture(scope="module")
def clean():
    solution = solve(scenario())
    return solution, analysed(solution, {Text(fi="Sama"): solution, Text(fi="Ei mikään"): None}, budgets=False)


def papers(decision, language="fi"):
    basis = Basis(*decision, language)
    ids = [a.id for a in decision[0].scenario.call.applications]
    return [proposal(basis), memorandum(basis), *(letter(basis, i) for i in ids)]


def prose(paper):
    said = [f"{block.lead} {block.text}" for block in paper.blocks if isinstance(block, Paragraph)]
    return "\n".join([*said, *(text for block in paper.blocks if isinstance(block, Items) for text in block.texts)])


def tables(paper):
    return [block.table for block in paper.blocks if isinstance(block, Grid)]


def number(cell):
    return int(re.sub(r"[\u00a0,]", "", cell))


def squeezed(text):
    return re.sub(r"[\s\u00ad]", "", text)


@pytest.mark.parametrize("words", [wording.WORDS, letter_wording.WORDS])
def test_every_phrase_is_in_three_languages_and_fills_in_the_same(words):
    for key, text in words.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(getattr(text, lang) or "") if name}
            for lang in LANGUAGES
        ]
        assert all(getattr(text, language) for language in LANGUAGES), key
        assert fields[0] == fields[1] == fields[2], key


@pytest.mark.parametrize("words", [wording.WORDS, letter_wording.WORDS])
def test_no_phrase_has_a_number_of_its_own_but_the_list_of_annexes(words):
    typed = [
        key for key, text in words.items() if re.search(r"\d", re.sub(r"\{\w+\}", "", f"{text.fi}{text.sv}{text.en}"))
    ]

    assert set(typed) <= {"annex_list"}


@languages
@pytest.mark.parametrize("scale", [1, 7])
def test_every_sum_in_the_prose_of_the_proposal_is_one_of_the_solution(scale, language):
    solution = solve(scenario(scale))
    call = solution.scenario.call
    funded = [a.requested for a in call.applications if a.id in solution.funded]
    others = [a.requested for a in call.applications if a.id not in solution.funded]
    known = {solution.granted, 10_500 * scale, 10_500 * scale - solution.granted, sum(funded) + sum(others)}
    known |= {*solution.by_year().values()}
    known |= {int(Fraction(sum(sums), len(sums)) + Fraction(1, 2)) for sums in (funded, others)}

    analyses = analysed(solution, budgets=False)
    known.add(analyses.reserve.links[-1].budget - analyses.reserve.links[0].budget)
    said = [
        number(money.replace("€", "")) for money in MONEY.findall(prose(proposal(Basis(solution, analyses, language))))
    ]

    assert {solution.granted, 10_500 * scale} <= set(said)
    assert set(said) <= known


def test_the_columns_of_the_funded_add_up_to_their_totals_and_those_to_what_is_granted(clean):
    solution, _ = clean
    by_target = [t for t in tables(papers(clean)[0]) if t.total and "pisteiden mukaisessa" in t.caption]

    for table in by_target:
        for column in range(4, 7):
            assert sum(number(row[column]) for row in table.rows) == number(table.total[column])
    assert sum(number(table.total[6]) for table in by_target) == solution.granted == 10_410
    for year, column in ((2021, 4), (2022, 5)):
        assert sum(number(table.total[column]) for table in by_target) == solution.by_year()[year]


def test_before_less_now_is_left_to_the_euro(clean):
    [table] = [t for t in tables(papers(clean)[0]) if "ennen" in t.caption]

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
    partial = scenario(money={"kind": "budget", "amount": 9_000}, part={"kind": "levels", "levels": ["1", "0.5"]})
    applications = tuple(replace(a, minimum=a.requested // 2) for a in partial.call.applications)
    solution = solve(replace(partial, call=replace(partial.call, applications=applications)))
    halves = [award.application for award in solution.awards if award.level != 1]
    rows = {row[0]: row for table in tables(proposal(Basis(solution, Analyses(), "en"))) for row in table.rows}

    assert halves
    for i in halves:
        assert rows[i][1].endswith(f"In part: 50% of €{solution.scenario.call[i].requested:,}")


def test_every_application_stands_in_the_proposal_with_what_became_of_it(clean):
    rows = {row[0] for table in tables(papers(clean)[0]) for row in table.rows}

    assert {"H1", "H2", "H3", "H4"} <= rows


def test_a_lock_stands_with_its_reason_its_author_and_its_price():
    lock = {"kind": "lock", "application": "H4", "decision": "fund", "reason": "Kokeilu", "by": "Johtoryhmä"}
    solution = solve(scenario(mine=lock))
    analyses = analysed(solution, budgets=False)
    [table] = [t for t in tables(proposal(Basis(solution, analyses, "fi"))) if t.caption.startswith("Ennalta")]
    free = solve(scenario())

    assert table.rows[0][:3] == ("H4", "rahoitetaan", "Kokeilu (Johtoryhmä)")
    assert table.rows[0][3] == Basis(solution, analyses, "fi").points(free.value - solution.value) != "0,00"


def test_what_did_not_happen_is_not_said_and_what_did_is(clean):
    solution, analyses = clean
    when = datetime(2021, 6, 3, 9, 5, tzinfo=UTC)
    frozen = replace(analyses, freeze=Freeze("0123456789abcdef", moment=when))

    assert "toisella, riippumattomalla" not in prose(papers(clean)[0])
    assert "ennen pisteiden avaamista" not in prose(papers(clean)[0])
    assert "3.6.2021 klo 9.05, ennen pisteiden avaamista (tiiviste 01234567)" in prose(
        proposal(Basis(solution, frozen, "fi"))
    )
    seconded = solve(scenario(), second_opinion=True)
    assert seconded.second_opinion.solver in prose(proposal(Basis(seconded, analyses, "fi")))


def test_without_analyses_a_proposal_gives_no_reasons_but_all_else():
    solution = solve(scenario())
    said = proposal(Basis(solution, Analyses(), "fi"))

    assert "harkinnanvaraisia" not in prose(said)
    assert any("Reunaehdot" in table.caption for table in tables(said))


def test_robustness_is_told_where_it_is_known(clean):
    class Shaken:
        def text(self, language):
            return f"kestää ({language})"

        def tables(self, language):
            return (Table("Kokeet", ("hakemus", "osuus"), (("H1", "0,5"),)),)

    basis = Basis(clean[0], replace(clean[1], robustness=Shaken()), "fi")

    assert "kestää (fi)" in prose(proposal(basis))
    assert any(table.rows == (("H1", "0,5"),) for table in tables(memorandum(basis)))


def test_a_letter_is_in_the_applicants_language_or_else_in_finnish(clean):
    basis = Basis(*clean, "en")

    assert [letter_language(basis, i) for i in ("H1", "H2", "H3", "H4")] == ["fi", "sv", "en", "fi"]
    assert letter(basis, "H2").title == "Beslut om ansökan om finansiering"


def test_a_letter_names_no_other_application_that_is_not_funded():
    solution = solve(scenario())
    analyses = analysed(solution, budgets=False)
    unfunded = {"H4"}
    assert set(solution.funded) == {"H1", "H2", "H3"}

    for i in solution.funded:
        told = prose(letter(Basis(solution, analyses, "fi"), i))
        assert not any(other in told for other in unfunded), told


def test_a_letter_tells_nobody_elses_points(clean):
    told = prose(letter(Basis(*clean, "fi"), "H4"))

    assert "2,50" in told
    assert not any(points in told for points in ("4,50", "3,00", "3,50"))


def test_what_the_call_does_not_say_is_a_visible_gap(clean):
    basis = Basis(*clean, "fi")
    said = pdf(letter(basis, "H1"))

    assert "[täydennetään]" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(said)).pages)


@languages
def test_a_pdf_is_tagged_archival_and_says_its_language(clean, language):
    paper = papers(clean, language)[0]
    read = PdfReader(io.BytesIO(pdf(paper)))
    root = read.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert read.metadata.title == paper.title
    assert "pdfuaid" in metadata
    assert re.search(r"pdfaid:part>\s*2", metadata)


def test_a_pdf_is_refused_where_a_figure_is_not_described(clean):
    paper = papers(clean)[0]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

    assert pdf(replace(paper, blocks=(Figure(svg, "Kuva", "Neliö"),)))
    with pytest.raises(OutputError, match="alt"):
        pdf(replace(paper, blocks=(Figure(svg, "Kuva", ""),)))


@languages
def test_a_word_document_has_its_language_heading_levels_and_repeated_heads(clean, language):
    paper = papers(clean, language)[0]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    paper = replace(paper, blocks=(*paper.blocks, Figure(svg, "Kuva", "Neliö")))
    packed = word(paper)
    document = Document(io.BytesIO(packed))
    parts = zipfile.ZipFile(io.BytesIO(packed))
    styles = parts.read("word/styles.xml").decode()

    assert set(re.findall(r'w:lang [^>]*w:val="([^"]+)"', styles)) == {
        {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[language]
    }
    assert {"Title", "Heading 1", "Heading 2"} <= {p.style.name for p in document.paragraphs}
    assert len(document.tables) == len(tables(paper))
    assert all(t.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for t in document.tables)
    assert 'descr="Neliö"' in parts.read("word/document.xml").decode()


def test_a_template_of_ones_own_serves_and_one_that_cannot_says_so(clean, tmp_path):
    paper = papers(clean)[0]
    own = Document(template())
    own.sections[0].header.paragraphs[0].add_run(" OMA TUNNUS")
    own.save(tmp_path / "own.docx")
    (tmp_path / "none.docx").write_text("no package", encoding="utf-8")

    header = Document(io.BytesIO(word(paper, tmp_path / "own.docx"))).sections[0].header

    assert header.paragraphs[0].text == "Esimerkki OMA TUNNUS"
    with pytest.raises(AllocatorError, match=r"none\.docx cannot serve as a template"):
        word(paper, tmp_path / "none.docx")


def test_untrusted_text_is_text_in_word(decided):
    for paper in papers(decided):
        document = Document(io.BytesIO(word(paper)))
        cells = [cell.text for table in document.tables for row in table._tbl.tr_lst for cell in _cells(table, row)]
        text = "\n".join([*(p.text for p in document.paragraphs), *cells])

        assert NASTY in text
        assert EMOJI in text
        assert LONG.strip() in text
        assert plain(SHAKEN) == "abcd"
        assert not {"\u202e", "\u200f", "\u0007"} & set(text)


def _cells(table, row):
    from docx.table import _Cell

    return [_Cell(cell, table) for cell in row.tc_lst]


def test_untrusted_text_is_text_in_html(decided):
    for paper in papers(decided):
        page = html(paper).decode()

        assert "<script" not in page.casefold()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; =HYPERLINK(0) {{ 7*7 }} {% raw %} #set" in page
        assert EMOJI in page
        assert not {"\u202e", "\u200f", "\u0007"} & set(page)
        assert not re.search(r"""(?:src|href)=["']?https?:""", page)


def test_untrusted_text_is_text_in_a_pdf_and_what_the_font_lacks_is_named(decided):
    assert "🚀" not in characters()
    for paper in papers(decided):
        text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages))

        assert squeezed("alert(1)</script> =HYPERLINK(0) {{ 7*7 }} {% raw %} #set *x* _y_ @z $m$ [a]") in text.replace(
            "-", ""
        )
        assert "[ROCKET]" in text


def test_untrusted_text_is_text_in_the_spreadsheet_and_numbers_are_numbers(decided):
    solution, _ = decided
    packed = spreadsheet(Basis(*decided, "fi"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(packed)).get_sheet_by_index(0).to_python()
    head = rows[2]
    body = {row[0]: dict(zip(head, row, strict=True)) for row in rows[3:]}
    parts = zipfile.ZipFile(io.BytesIO(packed))

    assert all(NASTY in body[i]["Nimi"] and EMOJI in body[i]["Nimi"] for i in ("H1", "H2", "H3", "H4"))
    assert sum(row["Yhteensä, €"] for row in body.values()) == solution.granted
    assert body["H1"]["Pist."] == 4.5
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)
    assert sum(name.startswith("xl/tables/") for name in parts.namelist()) == sum(
        name.startswith("xl/worksheets/sheet") for name in parts.namelist()
    )


def test_a_sheet_without_rows_and_with_equal_heads_is_still_a_table():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 5}}))

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(spreadsheet(Basis(solution, Analyses(), "en"))))

    assert len(sheets.sheet_names) == 5


def test_nobody_funded_is_told_too():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 5}}))

    assert dict(documents(solution, "fi", analysed(solution)))["proposal.pdf"].startswith(b"%PDF")


def test_the_same_decision_gives_the_same_bytes_in_every_format(clean):
    solution, analyses = clean

    assert dict(documents(solution, "sv", analyses)) == dict(documents(solution, "sv", analyses))


def test_documents_are_written_whole_into_a_folder_or_not_at_all(clean, tmp_path, monkeypatch):
    solution, analyses = clean
    written = propose(solution, "fi", tmp_path / "out", analyses)
    names = {str(path.relative_to(tmp_path / "out")).replace("\\", "/") for path in written}

    assert {"proposal.pdf", "proposal.docx", "proposal.html", "memorandum.pdf", "tables.xlsx"} <= names
    assert {"letters/H1-fi.pdf", "letters/H2-sv.docx", "letters/H3-en.pdf", "letters/H4-fi.pdf"} <= names
    assert all(path.stat().st_size for path in written)

    monkeypatch.setattr("allocator.proposal.propose.spreadsheet", _fails)
    with pytest.raises(OutputError):
        propose(solution, "fi", tmp_path / "other", analyses)
    assert not (tmp_path / "other").exists()


def _fails(basis):
    raise OutputError("the disk is full")


def test_a_table_has_one_width_a_column():
    with pytest.raises(ValueError, match="2 columns, 1 widths"):
        grid(Table("t", ("a", "b"), ()), (1,))
