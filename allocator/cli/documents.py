"""Commands that write documents: propose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from allocator.cli.app import (
    OUT,
    STOPPED_EARLY,
    InLanguage,
    ScenarioPath,
    Second,
    Seconds,
    Tongue,
    app,
    conflicts_told,
    shown_progress,
)
from allocator.errors import InfeasibleError, InputError, Problem

if TYPE_CHECKING:
    from allocator.proposal.basis import Freeze
    from allocator.solution import Solution
    from allocator.text import Text

Frozen = Annotated[
    Path | None,
    typer.Option("--freeze", help="The record that freeze wrote; unless told, the one beside it or its base."),
]
Template = Annotated[Path | None, typer.Option("--template", help="A Word template edited from the package's own.")]


@app.command()
def propose(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the documents into.")] = Path("proposal"),
    language: InLanguage = Tongue.fi,
    against: Annotated[list[Path] | None, typer.Option("--against", help="A scenario told as an alternative.")] = None,
    letters: Annotated[bool, typer.Option(help="Write a letter to each applicant too.")] = True,
    budgets: Annotated[bool, typer.Option(help="Look for the budget at which each would be funded.")] = True,
    weights: Annotated[bool, typer.Option(help="Prove what holds while every weight varies by up to 20 %.")] = True,
    freeze: Frozen = None,
    template: Template = None,
    second_opinion: Second = False,
    time_limit: Seconds = None,
) -> None:
    """Write the proposal with its memorandum, spreadsheet and letters: Word, PDF, HTML and Excel."""
    from allocator.optimum import solve
    from allocator.proposal.basis import analysed
    from allocator.proposal.propose import propose as write
    from allocator.proposal.weights import WIDTH
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        progress("solving")
        frozen = _frozen(scenario, freeze)
        read = read_scenario(scenario)
        with conflicts_told(read, language.value, progress):
            solution = solve(read, second_opinion=second_opinion, time_limit=time_limit)
        others = _alternatives(against or [], progress)
        width = WIDTH if weights else None
        analyses = analysed(solution, others, budgets=budgets, weights=width, freeze=frozen, progress=progress)
        written = write(solution, language.value, out, analyses, letters=letters, template=template, progress=progress)
    show_documents(written)
    if solution.status != "optimal":
        raise typer.Exit(STOPPED_EARLY)


def _frozen(scenario: Path, record: Path | None) -> Freeze | None:
    """Compare a scenario with the record of its rules and weights: one that is named, or the one beside it."""
    from allocator.dossier.freezing import record_beside, since_frozen
    from allocator.scenario import read_written

    path = record or record_beside(scenario)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError([Problem("cannot be read", file=str(path), found=error.strerror)]) from None
    return since_frozen(read_written(scenario)[0], content, path.name)


def _alternatives(paths: Sequence[Path], progress: Callable[[str], None]) -> dict[Text, Solution | None]:
    from allocator.optimum import solve
    from allocator.scenario import read_scenario
    from allocator.text import Text

    found: dict[Text, Solution | None] = {}
    for path in paths:
        progress(f"solving {path.stem}")
        read = read_scenario(path)
        title = read.title or Text(fi=read.name)
        try:
            found[title] = solve(read)
        except InfeasibleError:
            found[title] = None
    return found


def show_documents(written: list[Path]) -> None:
    """Print the files that were written; the letters by their folder and number."""
    letters = [path for path in written if path.parent.name == "letters"]
    for path in written:
        if path not in letters:
            OUT.print(f"  {escape(str(path))}", highlight=False, soft_wrap=True)
    if letters:
        OUT.print(f"  {escape(str(letters[0].parent))}: {len(letters)}", highlight=False, soft_wrap=True)
