"""Commands that explore: frontier, reviewers."""

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


@app.command()
def reviewers(
    scenario: ScenarioPath,
    draws: Annotated[int, typer.Option(help="Draws in each chain of the rank model.", min=4)] = 1_000,
    solved: Annotated[int, typer.Option(help="Draws whose optimum is solved for.", min=0)] = 200,
    seed: Annotated[int, typer.Option(help="Same seed, same result.", min=0)] = 2021,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Study the reviewers: severity, disagreement, who turns the decision, and how sure the ranks are."""
    from allocator.analysis.reviewers.study import reviewers as study
    from allocator.scenario import read_scenario

    with failures(), shown_progress() as progress:
        found = study(read_scenario(scenario), draws=draws, solved=solved, seed=seed, progress=progress)
    if as_json:
        said = {"complete": found.complete, "seed": seed, "solved": len(found.funded), "r_hat": found.posterior.r_hat()}
        show_frames({"applications": found.frame(), "reviewers": found.reviewers()}, True, said)
    else:
        OUT.print(escape(found.text(language.value)), highlight=False, soft_wrap=True)
    _said_cut(found.complete)


def _said_cut(complete: bool) -> None:
    """Say on standard error that the work was cut, and end with its exit code."""
    if not complete:
        ERR.print("stopped early: what was done until then is shown")
        raise typer.Exit(STOPPED_EARLY)
