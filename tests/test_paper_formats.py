"""PDF, Word and Excel: tagged, described, in their language, and the same bytes every time."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from builders import a_call
from docx import Document
from docx.oxml.ns import qn
from proposals import against_others, decided, digest, papers, tables
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from allocator import AllocatorError, Scenario, propose, solve
from allocator.decision.table import Table
from allocator.files import OutputError
from allocator.proposal.basis import Analyses, Basis, analysed
from allocator.proposal.letter import letter
from allocator.proposal.paper import Figure, Grid, grid
from allocator.proposal.pdf import pdf
from allocator.proposal.propose import documents
from allocator.proposal.spreadsheet import spreadsheet
from allocator.proposal.word import template, word
from allocator.text import LANGUAGES

pytestmark = pytest.mark.once
languages = pytest.mark.parametrize("language", LANGUAGES)


def test_what_the_call_does_not_say_is_a_visible_gap():
    basis = Basis(*against_others(), "fi")
    said = pdf(letter(basis, "H1"))

    assert "[täydennetään]" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(said)).pages)


@languages
def test_a_pdf_is_tagged_archival_and_says_its_language(language):
    paper = papers(against_others(), language)[0]
    read = PdfReader(io.BytesIO(pdf(paper)))
    root = read.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert read.metadata.title == paper.title
    assert "pdfuaid" in metadata
    assert re.search(r"pdfaid:part>\s*2", metadata)


def test_a_pdf_is_refused_where_a_figure_is_not_described():
    paper = papers(against_others())[0]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

    assert pdf(replace(paper, blocks=(Figure(svg, "Kuva", "Neliö"),)))
    with pytest.raises(OutputError, match="alt"):
        pdf(replace(paper, blocks=(Figure(svg, "Kuva", ""),)))


def test_the_structure_of_a_pdf_has_headings_tables_with_heads_and_a_described_figure():
    paper = papers(decided())[0]
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


@languages
def test_a_word_document_has_its_language_heading_levels_and_repeated_heads(language):
    paper = papers(against_others(), language)[0]
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


def test_a_table_in_word_has_the_style_of_the_template_and_numbers_have_their_tab():
    document = Document(io.BytesIO(word(papers(decided())[0])))

    assert {table.style.name for table in document.tables} == {"Decision Table"}
    numbered = [p.text for p in document.paragraphs if p.style.name == "List Numbered"]
    assert numbered
    assert all(re.match(r"\d\.\t\S", text) for text in numbered)


def test_captions_in_word_are_counted_by_fields():
    document = Document(io.BytesIO(word(papers(decided())[0])))
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    fields = [p._p.xpath("./w:fldSimple") for p in captions]

    assert captions
    assert all(len(found) == 1 and " SEQ Taulukko " in dict(found[0].items()).values() for found in fields)
    assert [found[0].findtext(f".//{qn('w:t')}") for found in fields] == [str(n) for n in range(1, len(captions) + 1)]


def test_a_template_of_ones_own_serves_and_one_that_cannot_says_so(tmp_path):
    paper = papers(against_others())[0]
    own = Document(template())
    own.sections[0].header.paragraphs[0].add_run(" OMA TUNNUS")
    own.save(tmp_path / "own.docx")
    (tmp_path / "none.docx").write_text("no package", encoding="utf-8")

    header = Document(io.BytesIO(word(paper, tmp_path / "own.docx"))).sections[0].header

    assert header.paragraphs[0].text == "Esimerkki OMA TUNNUS"
    with pytest.raises(AllocatorError, match=r"none\.docx cannot serve as a template"):
        word(paper, tmp_path / "none.docx")


def test_a_sheet_without_rows_and_with_equal_heads_is_still_a_table():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 5}}))

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(spreadsheet(Basis(solution, Analyses(), "en"))))

    assert len(sheets.sheet_names) == 6


@languages
def test_every_sheet_prints_on_a4_with_its_heads_on_each_page_and_a_page_number(language):
    parts = zipfile.ZipFile(io.BytesIO(spreadsheet(Basis(*decided(), language))))
    pages = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    book = parts.read("xl/workbook.xml").decode()

    assert all('paperSize="9"' in page and 'fitToHeight="0"' in page and "&amp;P (&amp;N)" in page for page in pages)
    assert all('<pane xSplit="1" ySplit="3"' in page for page in pages)
    assert book.count("_xlnm.Print_Titles") == len(pages)
    assert (
        f">{ {'fi': 'fi-FI', 'sv': 'sv-FI', 'en': 'en-GB'}[language] }<" in parts.read("docProps/custom.xml").decode()
    )


def test_nobody_funded_is_told_too():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 5}}))

    assert dict(documents(solution, "fi", analysed(solution)))["proposal.pdf"].startswith(b"%PDF")


def test_another_process_writes_the_same_bytes():
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
    code = "import proposals; print(proposals.digest())"

    there = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert there.stdout.strip() == digest()


def test_documents_are_written_whole_into_a_folder_or_not_at_all(tmp_path, monkeypatch):
    solution, analyses = against_others()
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
