"""Commands that decide: check, solve, demo, rules, compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from allocator.cli.app import (
    ERR,
    OUT,
    STOPPED_EARLY,
    AsJson,
    BySolver,
    Gap,
    InLanguage,
    ScenarioPath,
    Second,
    Seconds,
    Solver,
    Tongue,
    app,
    conflicts_told,
    print_json,
    share,
    shown_progress,
)
from allocator.errors import InfeasibleError
from allocator.streams import as_encoded
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd

    from allocator.solution import Solution

Official = Annotated[
    Path | None, typer.Option("--official", help="The record that commit wrote: say who moves against it.")
]


@app.command()
def check(scenario: ScenarioPath, as_json: AsJson = False) -> None:
    """Read a scenario and its tables, and say everything that is wrong with them."""
    from allocator.model import formulate
    from allocator.scenario import read_scenario

    model = formulate(read_scenario(scenario))
    call = model.scenario.call
    eligible = sum(assessment.eligible for assessment in model.assessments.values())
    counts = {
        "applications": len(call.applications),
        "eligible": eligible,
        "with_candidate_awards": len(call.applications) - len(model.refusals),
        "candidate_awards": len(model.candidates),
        "requested": sum(application.requested for application in call.applications),
        "rules": len(model.scenario.rules),
        "rows": sum(1 for row in model.rows if row.rule),
        "assumptions": len(model.scenario.assumptions),
    }
    reasons = {i: [refusal.text["en"] for refusal in refusals] for i, refusals in model.refusals.items()}
    if as_json:
        print_json({"scenario": model.scenario.name, **counts, "no_candidate_award": reasons})
        return
    OUT.print(f"[bold]{escape(model.scenario.name)}[/]: nothing wrong found")
    for name, count in counts.items():
        OUT.print(f"  {name.replace('_', ' ')}: {count:,}".replace(",", " "), highlight=False)
    for application_id, texts in reasons.items():
        OUT.print(f"  {escape(application_id)} has no candidate award: {escape(' '.join(texts))}", highlight=False)


@app.command()
def solve(
    scenario: ScenarioPath,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder to write the decision into.")] = None,
    model: Annotated[Path | None, typer.Option("--model", help="Write the model here, as .lp or .mps.")] = None,
    as_json: AsJson = False,
    language: InLanguage = Tongue.fi,
    solver: BySolver = Solver.highs,
    second_opinion: Second = False,
    time_limit: Seconds = None,
    gap: Gap = "0",
    official: Official = None,
) -> None:
    """Find the best lawful portfolio and prove it; print the decision, and write it with --out."""
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario
    from allocator.solver import write_model

    enough = share(gap, "--gap")
    with shown_progress() as progress:
        progress("reading")
        read = read_scenario(scenario)
        with conflicts_told(read, language.value, progress):
            solution = solve_scenario(
                read,
                solver=solver.value,
                second_opinion=second_opinion,
                time_limit=time_limit,
                gap=enough,
                progress=progress,
            )
    if model is not None:
        write_model(solution.model, model)
    _deliver(solution, out, language.value, as_json)
    if official is not None:
        _show_since(official, solution)
    if solution.status != "optimal" and not (enough and solution.gap <= enough):
        raise typer.Exit(STOPPED_EARLY)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the decision into.")] = Path(
        "allocator-demo"
    ),
    as_json: AsJson = False,
    language: InLanguage = Tongue.fi,
) -> None:
    """Decide the example call, from any folder: print the decision, and write it and its documents into a folder."""
    from allocator.cli.documents import show_documents
    from allocator.example import example_scenario
    from allocator.optimum import solve as solve_scenario
    from allocator.proposal.basis import analysed
    from allocator.proposal.propose import propose
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        progress("solving")
        solution = solve_scenario(read_scenario(example_scenario()), progress=progress)
    _deliver(solution, out, language.value, as_json)
    with shown_progress() as progress:
        analyses = analysed(solution, budgets=False, progress=progress)
        written = propose(solution, language.value, out / "proposal", analyses, progress=progress)
    if not as_json:
        show_documents(written)


@app.command()
def rules(
    scenario: ScenarioPath,
    language: InLanguage = Tongue.fi,
    rows: Annotated[bool, typer.Option("--rows", help="Print every row in integers too.")] = False,
) -> None:
    """Print the whole formulation: every rule in words, as a formula, and with its source."""
    from allocator.decision.formulation import formulation
    from allocator.model import formulate
    from allocator.scenario import read_scenario

    model = formulate(read_scenario(scenario))
    OUT.print(formulation(model, language.value, rows=rows), highlight=False, markup=False, soft_wrap=True)


@app.command()
def compare(
    scenarios: Annotated[list[Path], typer.Argument(help="Scenario files; the others are compared with the first.")],
    official: Official = None,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
    time_limit: Seconds = None,
) -> None:
    """Put scenarios side by side: who moves, euros by region, year, pot and target, and the price."""
    from allocator.analysis.infeasible import diagnose
    from allocator.comparison import compare as compare_solutions
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario

    solutions: list[Solution] = []
    infeasible: dict[str, InfeasibleError] = {}
    repairs: dict[str, str] = {}
    read = [read_scenario(path) for path in scenarios]
    with shown_progress() as progress:
        for scenario in read:
            progress(f"solving {scenario.name}")
            try:
                solutions.append(solve_scenario(scenario, time_limit=time_limit))
            except InfeasibleError as error:
                infeasible[scenario.name] = error
                progress(f"{scenario.name}: nothing fits; looking for the cheapest repair")
                diagnosis = diagnose(scenario)
                repairs[scenario.name] = f"{diagnosis.text(language.value)}\n{error}" if diagnosis else str(error)
    if solutions:
        since = None if official is None else _since(official, solutions)
        _show_comparison(compare_solutions(solutions), infeasible, language.value, as_json, since)
    elif as_json:
        print_json({"infeasible": {name: list(error.conflict) for name, error in infeasible.items()}})
    for name, reason in repairs.items():
        ERR.print(f"[bold red]{escape(name)}[/]: {escape(reason)}", highlight=False, soft_wrap=True)
    if infeasible:
        raise typer.Exit(InfeasibleError.exit_code)
    if any(solution.status != "optimal" for solution in solutions):
        raise typer.Exit(STOPPED_EARLY)


def _deliver(solution: Any, out: Path | None, language: Language, as_json: bool) -> None:
    from allocator.decision.content import Content
    from allocator.decision.folder import MOST_ROWS, write_decision
    from allocator.decision.terminal import show_decision

    written = write_decision(solution, out, language) if out is not None else []
    if as_json:
        typer.echo(as_encoded(solution.to_json()), nl=False)
        return
    show_decision(OUT, Content(solution, language, MOST_ROWS))
    if written:
        OUT.print()
        for path in written:
            OUT.print(f"  {escape(str(path))}", highlight=False, soft_wrap=True)


def _show_since(official: Path, solution: Solution) -> None:
    """Say on standard error how a solution differs from the official decision; the answer itself stays as it is."""
    from allocator.decision.terminal import show_frame

    differing = _since(official, [solution])
    if len(differing):
        show_frame(ERR, "awards that differ from the official decision, euros", differing)
    else:
        ERR.print("the awards are those of the official decision")


def _since(official: Path, solutions: list[Solution]) -> pd.DataFrame:
    """Return every award that is not the official one: whole euros, one column a scenario."""
    import pandas as pd

    from allocator.dossier.official import read_official

    awards = {"official": read_official(official)["awards"]}
    awards |= {solution.scenario.name: {a.application: a.euros for a in solution.awards} for solution in solutions}
    frame = pd.DataFrame(awards).fillna(0).astype(int)
    return frame[frame.nunique(axis=1) > 1].rename_axis("application")


def _show_comparison(
    comparison: Any,
    infeasible: dict[str, InfeasibleError],
    language: Language,
    as_json: bool,
    since: pd.DataFrame | None = None,
) -> None:
    from allocator.decision.terminal import show_frame

    frames = {
        "scenarios": comparison.summary(),
        "awards that differ, euros": comparison.awards(moved_only=True),
        **{f"euros by {by}": comparison.euros(by, language) for by in ("region", "year", "pot", "target")},
        **({} if since is None else {"awards that differ from the official decision, euros": since}),
    }
    if as_json:
        content = {
            name.replace(", ", "_").replace(" ", "_"): json.loads(frame.to_json(orient="index"))
            for name, frame in frames.items()
        }
        print_json(content | {"infeasible": {name: list(error.conflict) for name, error in infeasible.items()}})
        return
    # Scenarios are few and their figures many: on a terminal they stand side by side.
    for name, frame in frames.items():
        show_frame(OUT, name, frame.T if name == "scenarios" else frame)
