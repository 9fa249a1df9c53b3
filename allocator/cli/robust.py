"""The command that says how far a decision rests on its weights."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer
from rich.markup import escape

from allocator.cli.app import OUT, AsJson, InLanguage, ScenarioPath, Tongue, app, show_frames, solved


@app.command()
def robustness(
    scenario: ScenarioPath,
    weights: Annotated[str, typer.Option(help="simplex, order or intervals:20 %.")] = "simplex",
    draws: Annotated[int, typer.Option(min=1, help="How many weights are drawn.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")] = 1,
    portfolios: Annotated[int, typer.Option(min=0, help="List non-dominated portfolios up to so many.")] = 0,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Say how far the decision rests on its weights; Ctrl-C keeps the draws that are done."""
    from allocator.analysis.robustness.summary import feasible
    from allocator.analysis.robustness.summary import robustness as robustness_of

    try:
        feasible(weights, ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--weights") from None
    with solved(scenario) as solution:
        started = time.monotonic()

        def progress(done: int, asked: int) -> None:
            left = (time.monotonic() - started) / done * (asked - done)
            print(f"{done}/{asked}  {left:.0f} s", file=sys.stderr)

        found = robustness_of(
            solution, weights=weights, draws=draws, seed=seed, portfolios=portfolios, progress=progress
        )
    if not as_json:
        OUT.print(escape(found.text(language.value)), highlight=False, soft_wrap=True)
    # Competitors are few and their figures many: on a terminal they stand side by side.
    listed = found.portfolios() if as_json else found.portfolios().T
    frames = {"applications": found.applications(), "portfolios": listed, "weights": found.weights()}
    show_frames(frames, as_json, {"draws": len(found.accepted.winners), "seed": seed})
