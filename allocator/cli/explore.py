"""Commands that explore: frontier, sweep, mirror, reviewers."""

from __future__ import annotations

from typing import Annotated

import typer

from allocator.cli.app import (
    AsJson,
    InLanguage,
    ScenarioPath,
    Tongue,
    app,
    said_cut,
    show_frames,
    shown_progress,
    solved,
)
from allocator.text import Language


@app.command()
def frontier(
    scenario: ScenarioPath,
    goals: Annotated[
        str,
        typer.Option(help="Two or more: value, worst_region, total_deviation, number_funded, earmark_use, budget."),
    ] = "value,worst_region",
    most: Annotated[int, typer.Option(help="So many points end the work.", min=1)] = 2_000,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Draw the exact Pareto front between goals: every trade that no other beats, with the price of each step."""
    from allocator.analysis.frontier.front import frontier as front_of
    from allocator.cli.columns import show, tell
    from allocator.cli.explore_columns import CAPTIONS, front_columns, front_frame
    from allocator.scenario import read_scenario

    named = [name.strip() for name in goals.split(",") if name.strip()]
    with shown_progress() as progress:
        found = front_of(read_scenario(scenario), named, most=most, progress=progress)
    if as_json:
        show_frames({"points": found.frame()}, True, {"complete": found.complete, "solves": found.solves})
    else:
        tongue: Language = language.value
        tell(found.solution.scenario, found.summary(tongue), tongue)
        show(front_frame(found, tongue), front_columns(found.goals, tongue), CAPTIONS["points"][tongue], tongue)
    said_cut(found.complete)


@app.command()
def sweep(scenario: ScenarioPath, language: InLanguage = Tongue.fi, as_json: AsJson = False) -> None:
    """Show the decision at every budget: where it changes to the euro, who joins there and who is dropped."""
    from allocator.analysis.frontier.sweep import budget_sweep
    from allocator.cli.columns import show, tell
    from allocator.cli.explore_columns import CAPTIONS, STEPS, sweep_frame
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        found = budget_sweep(read_scenario(scenario), progress=progress)
    if as_json:
        ends = {"lowest": found.lowest, "highest": found.highest, "complete": found.complete}
        show_frames({"steps": found.frame()}, True, ends)
    else:
        tongue: Language = language.value
        tell(found.solution.scenario, found.summary(tongue), tongue)
        show(sweep_frame(found, tongue), STEPS, CAPTIONS["steps"][tongue], tongue)
    said_cut(found.complete)


@app.command()
def mirror(
    scenario: ScenarioPath,
    complete: Annotated[bool, typer.Option(help="Spend what is left by value for a euro.")] = True,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Hold the decision against equal shares: what the regions would have bought, each with its reference share."""
    from allocator.analysis.frontier.shares import equal_shares
    from allocator.cli.columns import show, tell
    from allocator.cli.explore_columns import CAPTIONS, REGIONS

    with solved(scenario) as solution:
        found = equal_shares(solution, completion="greedy" if complete else "none")
    if as_json:
        said = {"only_mirror": list(found.only_mirror), "only_decision": list(found.only_decision)}
        show_frames({"applications": found.frame(), "regions": found.regions()}, True, said)
    else:
        tongue: Language = language.value
        tell(found.solution.scenario, found.text(tongue), tongue)
        show(found.regions(tongue), REGIONS, CAPTIONS["regions"][tongue], tongue)


@app.command()
def reviewers(
    scenario: ScenarioPath,
    draws: Annotated[int, typer.Option(help="Draws in each chain of the rank model.", min=4)] = 1_000,
    optima: Annotated[int, typer.Option("--solved", help="Draws whose optimum is solved for.", min=0)] = 200,
    seed: Annotated[int, typer.Option(help="Same seed, same result.", min=0)] = 2021,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Study the reviewers: severity, disagreement, who turns the decision, and how sure the ranks are."""
    from allocator.analysis.reviewers.study import reviewers as study
    from allocator.cli.columns import show, tell
    from allocator.cli.explore_columns import CAPTIONS, REVIEWED, REVIEWERS, reviewed_frame, reviewers_frame
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        found = study(read_scenario(scenario), draws=draws, solved=optima, seed=seed, progress=progress)
    if as_json:
        said = {"complete": found.complete, "seed": seed, "solved": len(found.funded), "r_hat": found.posterior.r_hat()}
        show_frames({"applications": found.frame(), "reviewers": found.reviewers()}, True, said)
    else:
        tongue: Language = language.value
        tell(found.solution.scenario, found.summary(tongue), tongue)
        show(reviewers_frame(found.reviewers(), tongue), REVIEWERS, CAPTIONS["reviewers"][tongue], tongue)
        show(reviewed_frame(found.frame()), REVIEWED, CAPTIONS["applications"][tongue], tongue)
    said_cut(found.complete)
