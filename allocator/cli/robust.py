"""The commands that say how far a decision rests on its weights, its scores and its members' opinions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

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
)
from allocator.text import Language


class Panel(str, Enum):
    """Whose scores."""

    published = "published"
    reviewers = "reviewers"


_Width = Annotated[str, typer.Option("--score-interval", help="Points by which means may be off, for the core index.")]


@app.command()
def robustness(
    scenario: ScenarioPath,
    weights: Annotated[str, typer.Option(help="simplex, order, published or intervals:20 %.")] = "simplex",
    scores: Annotated[Panel, typer.Option(help="published, or reviewers drawn anew.")] = Panel.published,
    draws: Annotated[int, typer.Option(min=1, help="How many weights, and panels of reviewers, are drawn.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")] = 1,
    portfolios: Annotated[
        int, typer.Option(min=0, help="List non-dominated portfolios, so many at an extreme point; 0: none.")
    ] = 20_000,
    width: _Width = "0",
    panels: Annotated[int, typer.Option(min=0, help="Panels drawn for each confidence factor; 0: none.")] = 0,
    dask: Annotated[str, typer.Option(help="A Dask scheduler, such as tcp://host:8786, that solves draws.")] = "",
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Say how far the decision rests on its weights and on who scored it; Ctrl-C keeps the draws that are done.

    Weights need no solving where all portfolios that are best at some weights can be listed, and that is tried first;
    with drawn reviewers every draw is solved to a proven optimum, which compiles code for half a minute once.
    """
    from allocator.analysis.robustness.summary import feasible
    from allocator.analysis.robustness.summary import robustness as robustness_of
    from allocator.optimum import solve
    from allocator.scenario import read_scenario

    half = _points(width)
    try:
        feasible(weights, ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--weights") from None
    with shown_progress() as progress, _client(dask) as client:
        progress("solving")
        found = robustness_of(
            solve(read_scenario(scenario)),
            weights=weights,
            scores=scores.value,
            draws=draws,
            seed=seed,
            portfolios=portfolios,
            width=half,
            panels=panels,
            progress=progress,
            client=client,
        )
    if as_json:
        frames = {"applications": found.applications(), "portfolios": found.portfolios(), "weights": found.weights()}
        said = {"draws": len(found.accepted.winners), "unproven": found.accepted.unproven, "asked": draws, "seed": seed}
        listed = None if found.core is None else len(found.core.portfolios)
        core = {"nondominated": listed, "nondominated_complete": found.core is not None and found.core.complete}
        show_frames(frames, True, {**said, **core})
    else:
        _show_robustness(found, language)
    said_cut(found.accepted.complete)


def _show_robustness(found: Any, language: Tongue) -> None:
    from allocator.cli.columns import Column, show, tell
    from allocator.cli.robust_columns import APPLICATIONS, CAPTIONS, FLIPS, PORTFOLIOS, WEIGHTS

    tongue: Language = language.value
    titles = _titles(found.solution)
    tell(found.solution.scenario, found.text(tongue), tongue)
    applications = found.applications()
    show(applications, APPLICATIONS, CAPTIONS["applications"][tongue], tongue)
    show(applications, FLIPS, CAPTIONS["flips"][tongue], tongue)
    listed = found.portfolios()
    listed.index = (listed.index + 1).rename("number")
    listed["proposed"] = ["◄" if own else "" for own in listed["proposed"]]
    show(listed, PORTFOLIOS, CAPTIONS["portfolios"][tongue], tongue)
    # Criteria have long titles: each is a row, and each competitor a column.
    central = listed[[f"weight[{name}]" for name in titles]].T
    central.index = [title[tongue] for title in titles.values()]
    columns = [WEIGHTS[0], *(Column(number, _heads(number), "share") for number in central.columns)]
    show(central.rename_axis("criterion"), columns, CAPTIONS["central"][tongue], tongue)
    named = found.weights()
    named.index = [titles[name][tongue] for name in named.index]
    show(named.rename_axis("criterion"), WEIGHTS, CAPTIONS["weights"][tongue], tongue)


@app.command()
def members(
    scenario: ScenarioPath,
    judgements: Annotated[Path, typer.Argument(help="What each member says of the criteria: YAML, CSV or XLSX.")],
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Hold the members' own weights against each other: where their best portfolios agree, and what regrets least.

    In YAML, `members` holds each member by name, and under it one of: `weights`, `swing` or `ratios` (a number for
    each criterion), `rank_order_centroid` or `rank_sum` (a list of the criteria, the most important first), or `pairs`
    (for a criterion, how many times as important it is as some others; every pair once, either way round).

    A table has a row for each member: `member`, a column for each criterion with a number, and a column `method`
    (weights, swing, ratios, rank_order_centroid, rank_sum) unless all are weights; for the last two the number is a
    rank.

    Examples lie in scenarios/akke-2021/members/.
    """
    from allocator.analysis.robustness.judgements import read_judgements
    from allocator.analysis.robustness.members import members as members_of
    from allocator.optimum import solve
    from allocator.scenario import read_scenario

    with shown_progress() as progress:
        read = read_scenario(scenario)
        judged = read_judgements(judgements, list(read.call.terms.criteria))
        progress("solving")
        found = members_of(solve(read), judged)
    if as_json:
        show_frames({"members": found.members(), "applications": found.applications()}, True, {})
        return
    _show_members(found, language)


def _show_members(found: Any, language: Tongue) -> None:
    from allocator.cli.columns import Column, show, tell
    from allocator.cli.robust_columns import CAPTIONS, EVERYBODY, MEMBERS, METHODS, SUPPORTERS, WEIGHTS

    tongue: Language = language.value
    titles = _titles(found.solution)
    tell(found.solution.scenario, found.text(tongue), tongue)
    frame = found.members()
    frame["method"] = [METHODS[method][tongue] for method in frame["method"]]
    show(frame, MEMBERS, CAPTIONS["members"][tongue], tongue)
    weights = frame[[f"weight[{name}]" for name in titles]].T
    weights.index = [title[tongue] for title in titles.values()]
    columns = [WEIGHTS[0], *(Column(member, _heads(member), "share") for member in weights.columns)]
    show(weights.rename_axis("criterion"), columns, CAPTIONS["judgements"][tongue], tongue)
    supporters = found.applications()
    everybody = supporters["number"] == len(found.judged)
    supporters.loc[everybody, "members"] = EVERYBODY[tongue]
    show(supporters, SUPPORTERS, CAPTIONS["supporters"][tongue], tongue)


def _titles(solution: Any) -> dict[str, Any]:
    return {name: criterion.title for name, criterion in solution.scenario.call.terms.criteria.items()}


def _heads(name: object) -> Any:
    from allocator.text import Text

    return Text(fi=str(name))


def _points(text: str) -> Fraction:
    from allocator.exact import parse_fraction

    try:
        width = parse_fraction(text)
    except ValueError:
        width = Fraction(-1)
    if width < 0:
        raise typer.BadParameter(f"{text!r} is no number of points such as 0.25", param_hint="--score-interval")
    return width


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Give a client of a Dask cluster, closed at the end; None where no address is given."""
    if not address:
        yield None
        return
    from allocator.ensemble import cluster

    with cluster(address) as client:
        yield client
