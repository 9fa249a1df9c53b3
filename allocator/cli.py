"""The command line: the notebook's functions, with exit codes.

0 solved · 1 anything else, such as a file that cannot be written · 2 usage · 3 bad input · 4 infeasible ·
5 stopped early, or the solver gave no answer
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from allocator.errors import AllocatorError, InfeasibleError
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd

    from allocator.scenario import Scenario
    from allocator.solution import Solution

app = typer.Typer(
    name="allocator",
    help="Choose which applications to fund under published rules, and defend the choice.",
    epilog="Exit codes: 0 solved, 1 other failure, 2 usage, 3 bad input, 4 infeasible, 5 stopped early.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # application data must not end up in a traceback
)
_out = Console()
_err = Console(stderr=True)

STOPPED_EARLY = 5


class Tongue(str, Enum):
    """The language of what is printed and written."""

    fi = "fi"
    sv = "sv"
    en = "en"


class Solver(str, Enum):
    """The solvers."""

    highs = "highs"
    scip = "scip"
    cbc = "cbc"


ScenarioPath = Annotated[Path, typer.Argument(help="A scenario file, such as scenarios/akke-2021/base.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")]
InLanguage = Annotated[Tongue, typer.Option("--language", "-l", help="fi, sv or en.")]
Seconds = Annotated[float | None, typer.Option("--time-limit", help="Seconds for the search.", min=0.1)]
BySolver = Annotated[Solver, typer.Option("--solver", help="Which solver.")]
Second = Annotated[bool, typer.Option("--second-opinion", help="Solve with another solver too, and compare.")]


@contextmanager
def _failures() -> Iterator[None]:
    """Turn an error into its message on standard error and its exit code."""
    try:
        yield
    except AllocatorError as error:
        _err.print(f"[bold red]{type(error).__name__}[/]: {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        _err.print("stopped")
        raise typer.Exit(STOPPED_EARLY) from None


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done on standard error, where that is a terminal."""
    if not _err.is_terminal:
        yield lambda words: None
        return
    with _err.status("…") as status:
        yield lambda words: status.update(escape(words))


@app.command()
def check(scenario: ScenarioPath, as_json: AsJson = False) -> None:
    """Read a scenario and its tables, and say everything that is wrong with them."""
    from allocator.model import formulate
    from allocator.scenario import read_scenario

    with _failures():
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
        _print_json({"scenario": model.scenario.name, **counts, "no_candidate_award": reasons})
        return
    _out.print(f"[bold]{escape(model.scenario.name)}[/]: nothing wrong found")
    for name, count in counts.items():
        _out.print(f"  {name.replace('_', ' ')}: {count:,}".replace(",", " "), highlight=False)
    for application_id, texts in reasons.items():
        _out.print(f"  {escape(application_id)} has no candidate award: {escape(' '.join(texts))}", highlight=False)


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
) -> None:
    """Find the best lawful portfolio and prove it; print the decision, and write it with --out."""
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario
    from allocator.solver import write_model

    with _failures():
        with _progress() as progress:
            progress("reading")
            read = read_scenario(scenario)
            try:
                solution = solve_scenario(
                    read,
                    solver=solver.value,
                    second_opinion=second_opinion,
                    time_limit=time_limit,
                    progress=progress,
                )
            except InfeasibleError:
                progress("nothing fits; looking for the cheapest repair")
                _explain(read, language.value)
                raise
        if model is not None:
            write_model(solution.model, model)
        _deliver(solution, out, language.value, as_json)
    if solution.status != "optimal":
        raise typer.Exit(STOPPED_EARLY)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the decision into.")] = Path(
        "allocator-demo"
    ),
    as_json: AsJson = False,
    language: InLanguage = Tongue.fi,
) -> None:
    """Decide the example call, from any folder: print the decision and write it into a folder."""
    from allocator.example import example_scenario

    solve(example_scenario(), out=out, model=None, as_json=as_json, language=language)


@app.command()
def reasons(
    scenario: ScenarioPath,
    applications: Annotated[list[str] | None, typer.Argument(help="Ids; all applications if none is named.")] = None,
    language: InLanguage = Tongue.fi,
    tolerance: Annotated[str, typer.Option(help="Up to which loss a decision is a genuine choice.")] = "0.5 %",
    budgets: Annotated[bool, typer.Option(help="Look for the budget at which each would be funded.")] = True,
    as_json: AsJson = False,
) -> None:
    """Say for every application why it is funded or not, and what it would have taken."""
    from allocator.analysis.reasons import reasons as reasons_of

    limit = _share(tolerance)
    with _solved(scenario) as solution:
        known = {application.id for application in solution.scenario.call.applications}
        if unknown := [i for i in applications or () if i not in known]:
            raise typer.BadParameter(f"no application {', '.join(unknown)}", param_hint="APPLICATIONS")
        found = reasons_of(solution, applications or None, budgets=budgets)
    if as_json:
        _print_json(json.loads(found.frame(limit).to_json(orient="index")))
        return
    _out.print(escape(found.text(language.value)), highlight=False, soft_wrap=True)


@app.command()
def prices(scenario: ScenarioPath, as_json: AsJson = False) -> None:
    """Say what each rule costs: removed alone, and as its share of what all rules cost together."""
    from allocator.analysis.rule_prices import prices as prices_of

    with _solved(scenario) as solution:
        priced = prices_of(solution)
    totals = {
        "unconstrained": float(priced.unconstrained),
        "final": float(priced.final),
        "price_of_fairness": None if priced.fairness is None else float(priced.fairness),
        "solves": priced.solves,
    }
    _show_frames({"rules": priced.frame()}, as_json, totals)


@app.command()
def reserve(
    scenario: ScenarioPath,
    pairs: Annotated[bool, typer.Option(help="Look at every pair of withdrawals too.")] = True,
    as_json: AsJson = False,
) -> None:
    """Say who is funded next: after every withdrawal, cut and extra 50 000 euros, and as the money grows."""
    from allocator.analysis.reserve import reserve as reserve_of

    with _solved(scenario) as solution:
        found = reserve_of(solution, pairs=pairs)
    _show_frames({"events": found.frame(), "chain": found.chain()}, as_json, {"price": float(found.price)})


@app.command()
def alternatives(
    scenario: ScenarioPath,
    tolerance: Annotated[str, typer.Option(help="Part of the objective that may be lost.")] = "1 %",
    as_json: AsJson = False,
) -> None:
    """List every portfolio that is nearly as good, and what simpler ways of choosing would have given."""
    from allocator.analysis.alternatives import alternatives as alternatives_of
    from allocator.analysis.baselines import baselines, baselines_frame

    limit = _share(tolerance)
    with _solved(scenario) as solution:
        near = alternatives_of(solution, limit)
        simpler = baselines_frame(solution, baselines(solution))
    said = {
        "complete": near.complete,
        "in_all": list(near.in_all),
        "in_some": list(near.in_some),
        "in_none": list(near.in_none),
    }
    _show_frames({"portfolios": near.frame(), "simpler ways": simpler}, as_json, said)


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

    with _failures():
        model = formulate(read_scenario(scenario))
        _out.print(formulation(model, language.value, rows=rows), highlight=False, markup=False, soft_wrap=True)


@app.command()
def compare(
    scenarios: Annotated[list[Path], typer.Argument(help="Scenario files; the others are compared with the first.")],
    as_json: AsJson = False,
    time_limit: Seconds = None,
) -> None:
    """Put scenarios side by side: who moves, euros by region, year, pot and target, and the price."""
    from allocator.compare import compare as compare_solutions
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario

    solutions: list[Solution] = []
    infeasible: dict[str, InfeasibleError] = {}
    with _failures():
        read = [read_scenario(path) for path in scenarios]
        with _progress() as progress:
            for scenario in read:
                progress(f"solving {scenario.name}")
                try:
                    solutions.append(solve_scenario(scenario, time_limit=time_limit))
                except InfeasibleError as error:
                    infeasible[scenario.name] = error
        if solutions:
            _show_comparison(compare_solutions(solutions), infeasible, as_json)
        elif as_json:
            _print_json({"infeasible": {name: list(error.conflict) for name, error in infeasible.items()}})
    for name, reason in infeasible.items():
        _err.print(f"[bold red]{escape(name)}[/]: {escape(str(reason))}", highlight=False, soft_wrap=True)
    if infeasible:
        raise typer.Exit(InfeasibleError.exit_code)
    if any(solution.status != "optimal" for solution in solutions):
        raise typer.Exit(STOPPED_EARLY)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from allocator.scenario import scenario_schema

    _print_json(scenario_schema())


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Start a new call: a scenario file, its three tables with a few rows, and the schema."""
    from allocator.example import write_template

    with _failures():
        written = write_template(folder)
    for path in written:
        _out.print(f"  {escape(str(path))}", highlight=False)
    _out.print(f"Next: allocator solve {escape(str(folder / 'base.yaml'))}", highlight=False)


@contextmanager
def _solved(scenario: Path) -> Iterator[Solution]:
    """Read and solve a scenario, and show that it is being worked on until the block ends."""
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario

    with _failures(), _progress() as progress:
        progress("solving")
        solution = solve_scenario(read_scenario(scenario))
        progress("re-solving")
        yield solution


def _explain(scenario: Scenario, language: Language) -> None:
    """Say on standard error why nothing fits and what would mend it, in the words of the rules."""
    from allocator.analysis.infeasible import diagnose

    if (diagnosis := diagnose(scenario)) is not None:
        _err.print(escape(diagnosis.text(language)), highlight=False, soft_wrap=True)


def _share(text: str) -> Fraction:
    from allocator.exact import parse_fraction

    try:
        return parse_fraction(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no share such as 0.5 %", param_hint="--tolerance") from None


def _show_frames(frames: Mapping[str, pd.DataFrame], as_json: bool, said: Mapping[str, object]) -> None:
    """Print frames and what is said beside them, as tables or as JSON."""
    from allocator.decision.terminal import show_frame

    if as_json:
        written = {
            name: json.loads(frame.to_json(orient="table", index=True))["data"] for name, frame in frames.items()
        }
        _print_json({**said, **written})
        return
    # Rules are few and their figures many: on a terminal they stand side by side.
    for name, frame in frames.items():
        show_frame(_out, name, frame.T if name == "rules" else frame)
    for name, value in said.items():
        shown = ", ".join(value) if isinstance(value, list) else value
        _out.print(f"{name.replace('_', ' ')}: {escape(str(shown))}", highlight=False, soft_wrap=True)


def _deliver(solution: Any, out: Path | None, language: Language, as_json: bool) -> None:
    from allocator.decision.content import Content
    from allocator.decision.folder import write_decision
    from allocator.decision.terminal import show_decision

    written = write_decision(solution, out, language) if out is not None else []
    if as_json:
        typer.echo(solution.to_json(), nl=False)
        return
    show_decision(_out, Content(solution, language))
    if written:
        _out.print()
        for path in written:
            _out.print(f"  {escape(str(path))}", highlight=False, soft_wrap=True)


def _show_comparison(comparison: Any, infeasible: dict[str, InfeasibleError], as_json: bool) -> None:
    from allocator.decision.terminal import show_frame

    frames = {
        "scenarios": comparison.summary(),
        "awards that differ, euros": comparison.awards(moved_only=True),
        **{f"euros by {by}": comparison.euros(by) for by in ("region", "year", "pot", "target")},
    }
    if as_json:
        content = {
            name.replace(", ", "_").replace(" ", "_"): json.loads(frame.to_json(orient="index"))
            for name, frame in frames.items()
        }
        _print_json(content | {"infeasible": {name: list(error.conflict) for name, error in infeasible.items()}})
        return
    # Scenarios are few and their figures many: on a terminal they stand side by side.
    for name, frame in frames.items():
        show_frame(_out, name, frame.T if name == "scenarios" else frame)


def _print_json(content: object) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
