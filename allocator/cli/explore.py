"""Commands that explore: frontier."""

from __future__ import annotations

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
    Tongue,
    app,
    failures,
    show_frames,
    shown_progress,
)


@app.command()
def frontier(
    scenario: ScenarioPath,
    goals: Annotated[
        str, typer.Option(help="Two or more goals, such as value,worst_region,budget.")
    ] = "value,worst_region",
    most: Annotated[int, typer.Option(help="So many points end the work.", min=1)] = 2_000,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Draw the exact Pareto front between goals: every trade that no other beats, with the price of each step."""
    from allocator.analysis.frontier.front import frontier as front_of
    from allocator.scenario import read_scenario

    named = [name.strip() for name in goals.split(",") if name.strip()]
    with failures(), shown_progress() as progress:
        found = front_of(read_scenario(scenario), named, most=most, progress=progress)
    if as_json:
        show_frames({"points": found.frame()}, True, {"complete": found.complete, "solves": found.solves})
    else:
        OUT.print(escape(found.text(language.value)), highlight=False, soft_wrap=True)
    _said_cut(found.complete)


def _said_cut(complete: bool) -> None:
    """Say on standard error that the work was cut, and end with its exit code."""
    if not complete:
        ERR.print("stopped early: what was done until then is shown")
        raise typer.Exit(STOPPED_EARLY)
