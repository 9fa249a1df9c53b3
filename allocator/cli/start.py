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
def init(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Start a new call: a scenario file, its three tables with a few rows, and the schema."""
    from allocator.example import write_template

    with failures():
        written = write_template(folder)
    for path in written:
        OUT.print(f"  {escape(str(path))}", highlight=False)
    OUT.print(f"Next: allocator solve {escape(str(folder / 'base.yaml'))}", highlight=False)
