"""The command that opens the page for decision-makers: serve."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from allocator.cli.app import ERR, OUT, InLanguage, ScenarioPath, Tongue, app, shown_progress


@app.command()
def serve(
    scenario: ScenarioPath,
    language: InLanguage = Tongue.fi,
    host: Annotated[str, typer.Option("--host", help="Where to listen; others than loopback need a password.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", help="Port; 0 finds a free one.", min=0, max=65535)] = 5006,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="A file whose first line is the password.")
    ] = None,
    time_limit: Annotated[float, typer.Option("--time-limit", help="Seconds for one solve.", min=0.1)] = 20.0,
) -> None:
    """Open the page for decision-makers, on this machine alone unless told otherwise."""
    from allocator.dashboard.server import is_loopback, read_password
    from allocator.dashboard.server import serve as serve_page
    from allocator.scenario import read_scenario

    if importlib.util.find_spec("panel") is None:
        ERR.print('the page needs an extra: pip install "allocator[app]"', markup=False)
        raise typer.Exit(1)
    if not is_loopback(host) and password_file is None:
        raise typer.BadParameter(
            f"{host} can be reached by others, who would see every application, score and reason; "
            "give --password-file, or leave --host out",
            param_hint="--host",
        )
    with shown_progress() as progress:
        progress("reading")
        password = read_password(password_file) if password_file else None
        read = read_scenario(scenario)
        progress("starting the page")
        if not is_loopback(host):
            ERR.print(
                f"{host}:{port} shows every application, score and reason to whoever has the password "
                "(user: allocator). The connection is not encrypted: put it behind a proxy with TLS.",
                highlight=False,
            )
        serve_page(
            read,
            language=language.value,
            host=host,
            port=port,
            password=password,
            source=scenario,
            time_limit=time_limit,
            ready=lambda address: OUT.print(f"{address}  (Ctrl+C stops)", highlight=False),
        )
