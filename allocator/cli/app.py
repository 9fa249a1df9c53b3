"""The application of the command line, its options, and how each command fails, shows progress and prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from allocator.errors import AllocatorError, InfeasibleError
from allocator.stopping import STOPPED_EARLY as STOPPED_EARLY
from allocator.streams import abandon_output, as_encoded

if TYPE_CHECKING:
    import pandas as pd

    from allocator.scenario import Scenario
    from allocator.solution import Solution
    from allocator.text import Language

OUT = Console()
ERR = Console(stderr=True)


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
Seconds = Annotated[float | None, typer.Option("--time-limit", "--seconds", help="Seconds for the search.", min=0.1)]
Gap = Annotated[
    str, typer.Option("--gap", help="End when at most so far below the best possible, such as 0.001%; ties are left.")
]
BySolver = Annotated[Solver, typer.Option("--solver", help="Which solver.")]
Second = Annotated[bool, typer.Option("--second-opinion", help="Solve with another solver too, and compare.")]


@contextmanager
def _failures() -> Iterator[None]:
    """Turn an error into its message on standard error and its exit code."""
    try:
        yield
    except AllocatorError as error:
        raise _told(type(error).__name__, str(error), error.exit_code) from None
    except KeyboardInterrupt:
        ERR.print("stopped")
        raise typer.Exit(STOPPED_EARLY) from None
    except MemoryError:
        raise _told("MemoryError", "this needs more memory than there is", 1) from None


def _told(kind: str, words: str, code: int) -> typer.Exit:
    ERR.print(f"[bold red]{kind}[/]: {escape(words)}", highlight=False, soft_wrap=True)
    return typer.Exit(code)


class _Commands(TyperGroup):
    """All the commands: whatever they do, and wherever they are stopped, they end with a message and its code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            with _failures():
                result = super().invoke(ctx)
                sys.stdout.flush()  # here a full disk can be told
                return result
        except BrokenPipeError:
            abandon_output()  # whoever read it, such as head, has read enough
            raise typer.Exit(1) from None
        except OSError as error:
            abandon_output()
            where = f"{error.filename}: " if error.filename else ""
            raise _told("OSError", f"{where}{error.strerror or error}", 1) from None


app = typer.Typer(
    name="allocator",
    cls=_Commands,
    help="Choose which applications to fund under published rules, and defend the choice.",
    epilog="Exit codes: 0 solved, 1 other failure, 2 usage, 3 bad input, 4 infeasible, 5 stopped, 6 altered dossier.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # application data must not end up in a traceback
)


@contextmanager
def shown_progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done on standard error, where that is a terminal."""
    if not ERR.is_terminal:
        yield lambda words: None
        return
    with ERR.status("…") as status:
        yield lambda words: status.update(escape(words))


@contextmanager
def solved(scenario: Path, language: Language = "fi") -> Iterator[Solution]:
    """Read and solve a scenario, and show that it is being worked on until the block ends."""
    from allocator.optimum import solve as solve_scenario
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        progress("solving")
        read = read_scenario(scenario)
        with conflicts_told(read, language, progress):
            solution = solve_scenario(read)
        progress("re-solving")
        yield solution


@contextmanager
def conflicts_told(scenario: Scenario, language: Language, progress: Callable[[str], None]) -> Iterator[None]:
    """Say on standard error why nothing fits and what would mend it, in the words of the rules; the error goes on."""
    from allocator.analysis.infeasible import diagnose

    try:
        yield
    except InfeasibleError:
        progress("nothing fits; looking for the cheapest repair")
        if (diagnosis := diagnose(scenario)) is not None:
            ERR.print(escape(diagnosis.text(language)), highlight=False, soft_wrap=True)
        raise


def said_cut(complete: bool) -> None:
    """Say on standard error that the work was cut, and end with its exit code."""
    if not complete:
        ERR.print("stopped early: what was done until then is shown")
        raise typer.Exit(STOPPED_EARLY)


def share(text: str, option: str = "--tolerance") -> Fraction:
    """Read a share such as 0.5 % from an option."""
    from allocator.exact import parse_fraction

    try:
        return parse_fraction(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no share such as 0.5 %", param_hint=option) from None


def show_frames(frames: Mapping[str, pd.DataFrame], as_json: bool, said: Mapping[str, object]) -> None:
    """Print frames and what is said beside them, as tables or as JSON."""
    from allocator.decision.terminal import show_frame

    if as_json:
        written = {
            name: json.loads(frame.to_json(orient="table", index=True))["data"] for name, frame in frames.items()
        }
        print_json({**said, **written})
        return
    # Rules are few and their figures many: on a terminal they stand side by side.
    for name, frame in frames.items():
        show_frame(OUT, name, frame.T if name == "rules" else frame)
    for name, value in said.items():
        shown = ", ".join(value) if isinstance(value, list) else value
        OUT.print(f"{name.replace('_', ' ')}: {escape(str(shown))}", highlight=False, soft_wrap=True)


def print_json(content: object) -> None:
    """Print JSON, and nothing else, on standard output."""
    typer.echo(as_encoded(json.dumps(content, ensure_ascii=False, indent=2)))
