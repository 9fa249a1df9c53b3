"""The whole set of documents of a decision, written into a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from allocator.files import write_together
from allocator.proposal.basis import Analyses, Basis, analysed
from allocator.proposal.html import html
from allocator.proposal.letter import letter, letter_language
from allocator.proposal.memorandum import memorandum
from allocator.proposal.paper import Paper
from allocator.proposal.pdf import pdf
from allocator.proposal.proposal import proposal
from allocator.proposal.spreadsheet import spreadsheet
from allocator.proposal.word import word
from allocator.solution import Solution
from allocator.text import Language


def documents(
    solution: Solution,
    language: Language = "fi",
    analyses: Analyses | None = None,
    *,
    letters: bool = True,
    template: Path | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every document of a decision; the same inputs give the same bytes.

    Parameters
    ----------
    language : {"fi", "sv", "en"}
        Of the proposal, the memorandum and the spreadsheet; each letter is in its applicant's own.
    analyses : Analyses, optional
        What the documents tell beyond the decision; run here if they are not given.
    letters : bool
        Whether to write the letters.
    template : Path, optional
        A Word template of one's own.
    """
    basis = Basis(solution, analyses or analysed(solution), language)
    for name, paper in (("proposal", proposal(basis)), ("memorandum", memorandum(basis))):
        yield from _formats(name, paper, template)
        yield f"{name}.html", html(paper)
    yield "tables.xlsx", spreadsheet(basis)
    if letters:
        for application in solution.scenario.call.applications:
            name = f"letters/{_file_name(application.id)}-{letter_language(basis, application.id)}"
            yield from _formats(name, letter(basis, application.id), template)


def _formats(name: str, paper: Paper, template: Path | None) -> Iterator[tuple[str, bytes]]:
    yield f"{name}.pdf", pdf(paper)
    yield f"{name}.docx", word(paper, template)


def _file_name(application_id: str) -> str:
    """Return an id as a file may be called; what no file may be called by is written by its number."""
    return re.sub(r"[^\w-]", lambda found: f"_{ord(found[0]):x}_", application_id)


def propose(
    solution: Solution,
    language: Language = "fi",
    out: str | Path = "proposal",
    analyses: Analyses | None = None,
    *,
    letters: bool = True,
    template: Path | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> list[Path]:
    """Write the proposal, its memorandum, the spreadsheet and a letter to each applicant into a folder.

    Parameters
    ----------
    solution : Solution
        What is proposed; of one that is not proven, no reasons are given and the papers say so.
    language : {"fi", "sv", "en"}
        Of the proposal, the memorandum and the spreadsheet; each letter is in its applicant's own.
    out : path
        The folder.
    analyses : Analyses, optional
        What the documents tell beyond the decision; run here if they are not given.
    letters : bool
        Whether to write the letters.
    template : Path, optional
        A Word template edited from the package's own.
    progress : callable
        Told what is being done.

    Returns
    -------
    list of Path
        `proposal` and `memorandum` as PDF, Word and HTML, `tables.xlsx`, and `letters/` with PDF and Word.

    Raises
    ------
    OutputError
        If the folder cannot be written to; all documents are made before the first is written.
    """
    analyses = analyses or analysed(solution, progress=progress)
    made = {}
    for name, content in documents(solution, language, analyses, letters=letters, template=template):
        progress(name)
        made[name] = content
    return write_together(Path(out), made)
