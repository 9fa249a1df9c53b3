"""Commands that start a new call, or take one from elsewhere: schema, init, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from allocator.cli.app import OUT, ScenarioPath, app, print_json, solved


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from allocator.scenario import scenario_schema

    print_json(scenario_schema())


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    synthetic: Annotated[int | None, typer.Option(help="Invent so many applications.", min=1)] = None,
    regions: Annotated[int, typer.Option(help="Of invented applications; 19 are Finland's.", min=1, max=999)] = 19,
    seed: Annotated[int, typer.Option(help="Of the random numbers of invented applications.", min=0)] = 1,
) -> None:
    """Start a new call: a scenario file, its tables with a few rows or many invented ones, and the schema."""
    from allocator.example import write_template
    from allocator.synthetic import write_synthetic

    if synthetic is None:
        written = write_template(folder)
    else:
        written = write_synthetic(folder, synthetic, regions=regions, seed=seed)
    for path in written:
        OUT.print(f"  {escape(str(path))}", highlight=False)
    OUT.print(f"Next: allocator solve {escape(str(folder / 'base.yaml'))}", highlight=False)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="An election in the Pabulib format, .pb.")],
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Make a call of an election of participatory budgeting."""
    from allocator.pabulib.exchange import import_election

    written = import_election(file, folder)
    for path in written:
        OUT.print(f"  {escape(str(path))}", highlight=False)
    OUT.print(f"Next: allocator solve {escape(str(folder / 'base.yaml'))}", highlight=False)


@app.command()
def export(
    scenario: ScenarioPath,
    file: Annotated[Path, typer.Argument(help="Where to write the election, .pb.")],
) -> None:
    """Solve a scenario and write it as an election of participatory budgeting, with what is selected."""
    from allocator.pabulib.exchange import ORIGINAL, export_election

    original = scenario.parent / ORIGINAL
    with solved(scenario) as solution:
        written = export_election(solution, file, original if original.is_file() else None)
    OUT.print(f"  {escape(str(written))}", highlight=False)
