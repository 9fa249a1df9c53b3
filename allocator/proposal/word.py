"""A paper as a Word document: styles and header come from a template that may be edited in Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator.errors import AllocatorError
from allocator.proposal.paper import Block, Facts, Figure, Grid, Heading, Items, Paper, Paragraph, plain
from allocator.proposal.pdf import png

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as DocxParagraph

_TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_KINDS = {"note": "Note", "gap": "Gap", "outcome": "Outcome", "address": "Body Text", "body": "Body Text"}
PAGE = 168
"""Millimetres between the margins of the template."""

_TOGETHER = 24
"""Lines up to which a table is kept on one page."""


def template() -> Path:
    """Return the path of the template that comes with the package."""
    return Path(str(files("allocator") / "proposal" / "template.docx"))


def word(paper: Paper, own_template: Path | None = None) -> bytes:
    """Lay out a paper as a Word document; the same paper gives the same bytes.

    Parameters
    ----------
    own_template : Path, optional
        A template edited from the one that comes with the package.

    Raises
    ------
    AllocatorError
        If the template cannot be read, or lacks a style.
    """
    from docxtpl import DocxTemplate

    try:
        filled = DocxTemplate(own_template or template())
        shown = ("title", "kind", "authority", "register", "date", "notice", "footer", "page")
        filled.render({name: plain(getattr(paper, name)) for name in shown}, autoescape=True)
        document: Any = filled.docx
        _Writer(document, paper).write()
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        if own_template is None:
            raise
        raise AllocatorError(f"{own_template.name} cannot serve as a template: {error}") from None
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


class _Writer:
    def __init__(self, document: Document, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.tables = self.figures = 0
        # Looking a style up by its name takes longer than writing the paragraph.
        self.styles = {style.name: style.style_id for style in document.styles}

    def write(self) -> None:
        self._describe()
        for paragraph in list(self.document.paragraphs):
            paragraph._element.getparent().remove(paragraph._element)
        self._paragraph("Title", self.paper.title)
        for block in self.paper.blocks:
            self._add(block)

    def _describe(self) -> None:
        from docx.oxml.ns import qn

        core, when = self.document.core_properties, self.paper.dated
        core.title, core.author, core.language = (
            plain(self.paper.title),
            plain(self.paper.authority),
            _TAGS[self.paper.language],
        )
        core.created = core.modified = when.replace(tzinfo=None)
        core.last_modified_by, core.revision = "", 1
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), _TAGS[self.paper.language])

    def _add(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._paragraph(f"Heading {block.level}", block.text)
        elif isinstance(block, Paragraph):
            paragraph = self._paragraph(_KINDS[block.kind])
            if block.lead:
                paragraph.add_run(f"{plain(block.lead)} ").bold = True
            paragraph.add_run(plain(block.text))
        elif isinstance(block, Items):
            for number, text in enumerate(block.texts, 1):
                # Numbers are text: a list of Word's own would count on from the one before it.
                paragraph = self._paragraph("List Numbered" if block.numbered else "List Bullet")
                paragraph.add_run(f"{number}.\t{plain(text)}" if block.numbered else plain(text))
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Grid):
            self._grid(block)
        else:
            self._figure(block)

    def _paragraph(self, style: str, text: str = "") -> DocxParagraph:
        paragraph = self.document.add_paragraph(plain(text))
        paragraph._p.style = self.styles[style]
        return paragraph

    def _run(self, paragraph: DocxParagraph, text: str, style: str) -> None:
        paragraph.add_run(text)._r.style = self.styles[style]

    def _facts(self, facts: Facts) -> None:
        for name, value in facts.pairs:
            paragraph = self._paragraph("Fact")
            paragraph.add_run(f"{plain(name)}\t").bold = True
            if value is None:
                self._run(paragraph, facts.gap, "Gap Text")
            else:
                paragraph.add_run(plain(value))

    def _grid(self, block: Grid) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table, self.tables = block.table, self.tables + 1
        self._paragraph("Caption", f"{self.paper.table} {self.tables}: {table.caption}")
        lines = [table.heads, *table.rows, *([table.total] if table.total else [])]
        made = self.document.add_table(len(lines), len(table.heads))
        made._tbl.tblStyle_val = self.styles["Decision Table"]
        made.autofit = False
        for tag in ("w:tblCaption", "w:tblDescription"):
            said = OxmlElement(tag)
            said.set(qn("w:val"), plain(table.caption))
            made._tbl.tblPr.append(said)
        widths = [Mm(PAGE * width / sum(block.widths)) for width in block.widths]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        together = _short(lines)
        for n, (row, line) in enumerate(zip(made.rows, lines, strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if n == 0:
                properties.append(OxmlElement("w:tblHeader"))
            bold = n == 0 or (table.total is not None and n == len(lines) - 1)
            for k, (cell, text, width) in enumerate(zip(_cells(row), line, widths, strict=True)):
                cell.width = width
                paragraph = self._cell(cell, plain(text), right=k in table.numbers, bold=bold)
                if together and n < len(lines) - 1:
                    paragraph.paragraph_format.keep_with_next = True
        self._paragraph("After Table")

    def _cell(self, cell: _Cell, text: str, *, right: bool, bold: bool) -> DocxParagraph:
        """Write a cell: its first line, and in smaller letters the details on the lines below."""
        paragraph: DocxParagraph = cell.paragraphs[0]
        paragraph._p.style = self.styles["Number Cell" if right else "Text Cell"]
        first, *details = text.split("\n")
        paragraph.add_run(first).bold = bold or None
        for detail in details:
            self._run(paragraph, f"\n{detail}", "Detail")
        return paragraph

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Mm

        self.figures += 1
        picture: Any = self.document.add_picture(io.BytesIO(png(figure.svg)), width=Mm(118))
        picture._inline.docPr.set("descr", plain(figure.description))
        picture._inline.docPr.set("title", plain(figure.caption))
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._paragraph("Caption", f"{self.paper.figure} {self.figures}: {figure.caption}")


def _short(lines: Sequence[tuple[str, ...]]) -> bool:
    """Whether a table can stay on one page without leaving much of another empty."""
    return sum(max(text.count("\n") + 1 + len(text) // 60 for text in line) for line in lines) <= _TOGETHER


def _cells(row: _Row) -> list[_Cell]:
    """Return the cells of a row without merged ones, straight from the row: python-docx counts the whole table."""
    from docx.table import _Cell

    return [_Cell(cell, row.table) for cell in row._tr.tc_lst]


def _dated(package: bytes) -> bytes:
    """Write the package again with fixed times of its parts, so that its bytes can be compared."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
