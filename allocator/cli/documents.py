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
    failures,
    shown_progress,
)
from allocator.errors import InfeasibleError

if TYPE_CHECKING:
    from allocator.solution import Solution
    from allocator.text import Text

Template = Annotated[Path | None, typer.Option("--template", help="A Word template edited from the package's own.")]


@app.command()
def propose(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the documents into.")] = Path("proposal"),
    language: InLanguage = Tongue.fi,
    against: Annotated[list[Path] | None, typer.Option("--against", help="A scenario told as an alternative.")] = None,
    letters: Annotated[bool, typer.Option(help="Write a letter to each applicant too.")] = True,
    budgets: Annotated[bool, typer.Option(help="Look for the budget at which each would be funded.")] = True,
    template: Template = None,
    second_opinion: Second = False,
    time_limit: Seconds = None,
) -> None:
    """Write the proposal with its memorandum, spreadsheet and letters: Word, PDF, HTML and Excel."""
    write_documents(
        scenario,
        out,
        language,
        against=against or [],
        letters=letters,
        budgets=budgets,
        template=template,
        second_opinion=second_opinion,
        time_limit=time_limit,
    )


def write_documents(
    scenario: Path,
    out: Path,
    language: Tongue,
    *,
    against: Sequence[Path] = (),
    letters: bool = True,
    budgets: bool = True,
    template: Path | None = None,
    second_opinion: bool = False,
    time_limit: float | None = None,
    quiet: bool = False,
) -> None:
    """Solve a scenario, write its documents and print their names, unless nothing else may be printed."""
    from allocator.optimum import solve
    from allocator.proposal.basis import analysed
    from allocator.proposal.propose import propose as write
    from allocator.scenario import read_scenario

    with failures(), shown_progress() as progress:
        progress("solving")
        solution = solve(read_scenario(scenario), second_opinion=second_opinion, time_limit=time_limit)
        others = _alternatives(against, progress)
        analyses = analysed(solution, others, budgets=budgets, progress=progress)
        written = write(solution, language.value, out, analyses, letters=letters, template=template, progress=progress)
    if not quiet:
        _show(written)
    if solution.status != "optimal":
        raise typer.Exit(STOPPED_EARLY)


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


def _show(written: list[Path]) -> None:
    """Print the files that were written; the letters by their folder and number."""
    letters = [path for path in written if path.parent.name == "letters"]
    for path in written:
        if path not in letters:
            OUT.print(f"  {escape(str(path))}", highlight=False, soft_wrap=True)
    if letters:
        OUT.print(f"  {escape(str(letters[0].parent))}: {len(letters)}", highlight=False, soft_wrap=True)
