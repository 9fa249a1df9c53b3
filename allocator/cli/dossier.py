"""Commands that let an outsider check a decision: pack, verify, freeze, commit, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from allocator.cli.app import (
    ERR,
    OUT,
    STOPPED_EARLY,
    AsJson,
    InLanguage,
    ScenarioPath,
    Seconds,
    Tongue,
    app,
    print_json,
    shown_progress,
)

DossierPath = Annotated[Path, typer.Argument(help="A dossier that pack wrote.")]
_SIGNS = {"well": "[green]well[/]", "changed": "[bold red]CHANGED[/]", "unknown": "[yellow]not checked[/]"}


@app.command()
def pack(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="The zip to write.")],
    documents: Annotated[bool, typer.Option(help="Write proposal, memorandum, tables and letters into it.")] = True,
    language: InLanguage = Tongue.fi,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", help="A file, or a folder, to pack as it is; may be repeated.")
    ] = None,
    freeze: Annotated[
        Path | None, typer.Option("--freeze", help="The record that freeze wrote, if it is not beside the scenario.")
    ] = None,
    claims: Annotated[bool, typer.Option(help="Find what the reasons claim, for verify to check.")] = True,
    as_json: AsJson = False,
) -> None:
    """Solve a scenario and pack inputs, model, solution, proof and documents into one zip that can be checked."""
    from allocator.dossier.packing import pack as pack_scenario

    with shown_progress() as progress:
        packed = pack_scenario(
            scenario,
            out,
            documents=documents,
            language=language.value,
            attachments=attach or (),
            freeze=freeze,
            claims=claims,
            progress=progress,
        )
    said = {
        "dossier": str(packed.path),
        "fingerprint": packed.fingerprint,
        "leaves": packed.leaves,
        "claims": packed.claims,
    }
    if as_json:
        print_json(said | {"members": dict(packed.members)})
        return
    written = sum(name.startswith("documents/") for name in packed.members)
    said |= {"documents": written, "bytes": packed.path.stat().st_size}
    for name, value in said.items():
        OUT.print(f"{name}: {escape('none' if value is None else str(value))}", highlight=False, soft_wrap=True)


@app.command()
def verify(
    dossier: DossierPath,
    official: Annotated[Path | None, typer.Option("--official", help="The record that commit wrote.")] = None,
    solve: Annotated[bool, typer.Option(help="Make everything again from the inputs.")] = True,
    claims: Annotated[bool, typer.Option(help="Re-solve for every claim of the reasons.")] = True,
    documents: Annotated[bool, typer.Option(help="Write every document again and compare the bytes.")] = True,
    every_claim: Annotated[
        bool, typer.Option("--every-claim", help="Ask another solver about every claim, not only about some.")
    ] = False,
    time_limit: Seconds = None,
    as_json: AsJson = False,
) -> None:
    """Check a dossier again from its inputs; name whatever was changed, and end with 6 if anything was."""
    from allocator.dossier.archive import DossierError
    from allocator.dossier.finding import Finding, Verification
    from allocator.dossier.remade import Wanted
    from allocator.dossier.verification import findings

    wanted = Wanted(solve, claims, documents, every_claim, time_limit)
    told: list[Finding] = []
    stopped = False
    with shown_progress() as progress:
        try:
            for finding in findings(dossier, wanted, official=official, progress=progress):
                told.append(finding)
        except KeyboardInterrupt:
            stopped = True
    found = Verification(tuple(told))
    if as_json:
        print_json({"well": found.well and not stopped, "stopped": stopped, "findings": [vars(f) for f in told]})
    else:
        for finding in told:
            OUT.print(f"{_SIGNS[finding.verdict]}: {escape(finding.words)}", highlight=False, soft_wrap=True)
    if stopped:
        ERR.print("stopped: what is said above was checked, and nothing else")
    if stopped or not found.well:
        raise typer.Exit(STOPPED_EARLY if found.well else DossierError.exit_code)


@app.command()
def freeze(
    scenario: ScenarioPath,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The record to write; beside the scenario unless told.")
    ] = None,
) -> None:
    """Write rules and weights, and their hash, into a record before the scores are opened."""
    from allocator.dossier.freezing import freeze as freeze_scenario
    from allocator.dossier.freezing import record_of

    digest = freeze_scenario(scenario, out)
    OUT.print(f"{escape(str(out or record_of(scenario)))}: {digest}", highlight=False, soft_wrap=True)


@app.command()
def commit(
    dossier: DossierPath,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The record to write.")] = None,
) -> None:
    """Mark a dossier as the official decision, in a record beside it."""
    from allocator.dossier.official import commit as commit_dossier

    record = commit_dossier(dossier, out)
    OUT.print(escape(str(record)), highlight=False, soft_wrap=True)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="The dossier of the earlier draft.")],
    after: Annotated[Path, typer.Argument(help="The dossier of the later draft.")],
    language: InLanguage = Tongue.fi,
) -> None:
    """Tell the difference between two drafts in words: who moved, because of which change, and what locks cost."""
    from allocator.dossier.drafts import diff as diff_drafts

    with shown_progress() as progress:
        progress("re-solving")
        difference = diff_drafts(before, after)
    OUT.print(escape(difference.text(language.value)), highlight=False, soft_wrap=True)
