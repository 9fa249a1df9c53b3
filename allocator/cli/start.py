"""Commands that start a new call: schema, init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from allocator.cli.app import OUT, app, failures, print_json


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

    with failures():
        if synthetic is None:
            written = write_template(folder)
        else:
            written = write_synthetic(folder, synthetic, regions=regions, seed=seed)
    for path in written:
        OUT.print(f"  {escape(str(path))}", highlight=False)
    OUT.print(f"Next: allocator solve {escape(str(folder / 'base.yaml'))}", highlight=False)
