"""A paper as a Word document: styles and header come from a template that may be edited in Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from allocator.errors import AllocatorError
from allocator.proposal.paper import Block, Facts, Figure, Grid, Heading, Items, Paper, Paragraph, plain
from allocator.proposal.pdf import png

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

_TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_KINDS = {"note": "Note", "gap": "Gap", "outcome": "Outcome", "address": "Body Text", "body": "Body Text"}
PAGE = 168
"""Millimetres between the margins of the template."""

_DRAWING = 150
"""Millimetres that a drawing is wide."""

_TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_TEXT = '<w:t xml:space="preserve">{}</w:t>'

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
        for block, following in zip_longest(self.paper.blocks, self.paper.blocks[1:]):
            self._add(block)
            if _leads(block, following):
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True

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
        """Write a table as XML at once: through the objects of python-docx every cell is looked for again."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        table, self.tables = block.table, self.tables + 1
        self._caption(self.paper.table, self.tables, table.caption)
        lines = [table.heads, *table.rows, *([table.total] if table.total else [])]
        widths = [round(PAGE * _TWIPS * width / sum(block.widths)) for width in block.widths]
        together, caption = _short(lines), quoteattr(plain(table.caption))
        rows = []
        for n, line in enumerate(lines):
            head, total = n == 0, table.total is not None and n == len(lines) - 1
            kept = together and n < len(lines) - 1
            cells = (
                f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
                f"{self._cell(text, number=k in table.numbers, bold=head or total, kept=kept)}</w:tc>"
                for k, (text, width) in enumerate(zip(line, widths, strict=True))
            )
            repeated = "<w:tblHeader/>" if head else ""
            rows.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>")
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        made = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(self.styles['Decision Table'])}/>"
            f'<w:tblW w:type="dxa" w:w="{sum(widths)}"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={caption}/><w:tblDescription w:val={caption}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        self._paragraph("After Table")._p.addprevious(made)

    def _cell(self, text: str, *, number: bool, bold: bool, kept: bool) -> str:
        """Return a cell's paragraph: its first line, and in smaller letters the details on the lines below."""
        style = self.styles["Number Cell" if number else "Text Cell"]
        first, *details = (_TEXT.format(escape(line)) for line in plain(text).split("\n"))
        small = f"<w:rPr><w:rStyle w:val={quoteattr(self.styles['Detail'])}/></w:rPr>"
        return (
            f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{'<w:keepNext/>' if kept else ''}</w:pPr>"
            f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{first}</w:r>"
            f"{''.join(f'<w:r>{small}<w:br/>{line}</w:r>' for line in details)}</w:p>"
        )

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Mm

        self.figures += 1
        picture: Any = self.document.add_picture(io.BytesIO(png(figure.svg)), width=Mm(_DRAWING))
        picture._inline.docPr.set("descr", plain(figure.description))
        picture._inline.docPr.set("title", plain(figure.caption))
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption(self.paper.figure, self.figures, figure.caption)

    def _caption(self, kind: str, number: int, text: str) -> None:
        """Write a caption whose number is a field: Word counts on when a table or figure is put in between."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph = self._paragraph("Caption", f"{kind} ")
        counted = f"<w:fldSimple {nsdecls('w')} w:instr={quoteattr(f' SEQ {kind} ')}><w:r><w:t>{number}</w:t></w:r>"
        paragraph._p.append(parse_xml(f"{counted}</w:fldSimple>"))
        paragraph.add_run(f": {plain(text)}")


def _leads(block: Block, following: Block | None) -> bool:
    """Whether a paragraph must not be parted from what it leads to: a table, a figure, a list, or what a note tells."""
    if not isinstance(block, Paragraph):
        return False
    return isinstance(following, Grid | Figure | Items) or (block.kind == "note" and isinstance(following, Heading))


def _short(lines: Sequence[tuple[str, ...]]) -> bool:
    """Whether a table can stay on one page without leaving much of another empty."""
    return sum(max(text.count("\n") + 1 + len(text) // 60 for text in line) for line in lines) <= _TOGETHER


def _dated(package: bytes) -> bytes:
    """Write the package again with fixed times of its parts, so that its bytes can be compared."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
