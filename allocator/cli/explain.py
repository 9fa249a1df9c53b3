"""Commands that give reasons: reasons, prices, reserve, alternatives."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.markup import escape

from allocator.cli.app import OUT, AsJson, InLanguage, ScenarioPath, Tongue, app, print_json, share, show_frames, solved


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

    limit = share(tolerance)
    with solved(scenario, language.value) as solution:
        known = {application.id for application in solution.scenario.call.applications}
        if unknown := [i for i in applications or () if i not in known]:
            raise typer.BadParameter(f"no application {', '.join(unknown)}", param_hint="APPLICATIONS")
        found = reasons_of(solution, applications or None, budgets=budgets)
    if as_json:
        print_json(json.loads(found.frame(limit).to_json(orient="index")))
        return
    OUT.print(escape(found.text(language.value)), highlight=False, soft_wrap=True)


@app.command()
def prices(scenario: ScenarioPath, language: InLanguage = Tongue.fi, as_json: AsJson = False) -> None:
    """Say what each rule costs: removed alone, and as its share of what all rules cost together."""
    from allocator.analysis.rule_prices import prices as prices_of

    with solved(scenario, language.value) as solution:
        priced = prices_of(solution)
    totals = {
        "unconstrained": float(priced.unconstrained),
        "final": float(priced.final),
        "price_of_fairness": None if priced.fairness is None else float(priced.fairness),
        "solves": priced.solves,
    }
    show_frames({"rules": priced.frame(language.value)}, as_json, totals)


@app.command()
def reserve(
    scenario: ScenarioPath,
    pairs: Annotated[bool, typer.Option(help="Look at every pair of withdrawals too.")] = True,
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """Say who is funded next: after every withdrawal, cut and extra 50 000 euros, and as the money grows."""
    from allocator.analysis.reserve import reserve as reserve_of

    with solved(scenario, language.value) as solution:
        found = reserve_of(solution, pairs=pairs)
    show_frames({"events": found.frame(), "chain": found.chain()}, as_json, {"price": float(found.price)})


@app.command()
def alternatives(
    scenario: ScenarioPath,
    tolerance: Annotated[str, typer.Option(help="Part of the objective that may be lost.")] = "1 %",
    language: InLanguage = Tongue.fi,
    as_json: AsJson = False,
) -> None:
    """List every portfolio that is nearly as good, and what simpler ways of choosing would have given."""
    from allocator.analysis.alternatives import alternatives as alternatives_of
    from allocator.analysis.baselines import baselines, baselines_frame

    limit = share(tolerance)
    with solved(scenario, language.value) as solution:
        near = alternatives_of(solution, limit)
        simpler = baselines_frame(solution, baselines(solution))
    said = {
        "complete": near.complete,
        "in_all": list(near.in_all),
        "in_some": list(near.in_some),
        "in_none": list(near.in_none),
    }
    show_frames({"portfolios": near.frame(), "simpler ways": simpler}, as_json, said)
