"""Whatever an applicant writes comes out as text in every format."""

import io
import re
import zipfile

import pytest
from docx import Document
from proposals import EMOJI, LONG, NASTY, SHAKEN, papers, scenario, untrusted, with_analyses
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from allocator.proposal.basis import Basis
from allocator.proposal.font import characters
from allocator.proposal.html import html
from allocator.proposal.paper import plain
from allocator.proposal.pdf import pdf
from allocator.proposal.spreadsheet import spreadsheet
from allocator.proposal.word import word

pytestmark = pytest.mark.once


def squeezed(text):
    return re.sub(r"[\s\u00ad]", "", text)


def test_untrusted_text_is_text_in_word():
    for paper in papers(untrusted()):
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


def test_untrusted_text_is_text_in_html():
    for paper in papers(untrusted()):
        page = html(paper).decode()

        assert "<script" not in page.casefold()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; =HYPERLINK(0) {{ 7*7 }} {% raw %} #set" in page
        assert EMOJI in page
        assert not {"\u202e", "\u200f", "\u0007"} & set(page)
        assert not re.search(r"""(?:src|href)=["']?https?:""", page)


def test_untrusted_text_is_text_in_a_pdf_and_what_the_font_lacks_is_named():
    assert "🚀" not in characters()
    for paper in papers(untrusted()):
        text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages))

        assert squeezed("alert(1)</script> =HYPERLINK(0) {{ 7*7 }} {% raw %} #set *x* _y_ @z $m$ [a]") in text.replace(
            "-", ""
        )
        assert "[ROCKET]" in text


def test_untrusted_text_is_text_in_the_spreadsheet_and_numbers_are_numbers():
    solution, _ = untrusted()
    packed = spreadsheet(Basis(*untrusted(), "fi"))
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


def test_a_word_longer_than_any_line_stays_on_the_page():
    endless = "x" * 2000
    decision = with_analyses(scenario(title=endless))
    for paper in (papers(decision)[0], papers(decision)[2]):
        lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages).splitlines()

        assert max(line.count("x") for line in lines) < 120
        assert sum(line.count("x") for line in lines) >= 2000
