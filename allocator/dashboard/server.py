"""Serves the page: on this machine alone, or with a password to others."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from allocator.errors import InputError, Problem
from allocator.scenario import Scenario
from allocator.text import Language

SHORTEST_PASSWORD = 12
"""Characters; a password that is served over a network is guessed at by machines."""


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_password(path: Path) -> str:
    """Return the password in a file: its first line.

    Raises
    ------
    InputError
        If there is no such file, or its first line is too short; the password is not shown.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError([Problem("cannot read the password file", str(path), expected="a text file")]) from None
    password = lines[0].strip() if lines else ""
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(
            [Problem("the password is too short", str(path), expected=f"at least {SHORTEST_PASSWORD} characters")]
        )
    return password


def serve(
    scenario: Scenario,
    *,
    language: Language = "fi",
    host: str = "127.0.0.1",
    port: int = 5006,
    password: str | None = None,
    source: Path | None = None,
    time_limit: float = 20.0,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until it is stopped.

    Parameters
    ----------
    scenario : Scenario
        Where every visitor begins; no visitor sees another's changes.
    language : {"fi", "sv", "en"}
        The language in which a visitor begins.
    host, port : str, int
        Where it listens; with port 0 a free one is found.
    password : str, optional
        What a visitor must give; required where others than this machine can reach it.
    source : Path, optional
        The scenario's file, from which a visitor's dossier is packed.
    time_limit : float
        Seconds for one solve.
    ready : callable, optional
        Called with the address once it can be opened.

    Raises
    ------
    ValueError
        If others could reach it and there is no password.
    """
    if not is_loopback(host) and password is None:
        raise ValueError("a page that others can reach needs a password")
    import panel as pn

    from allocator.dashboard.certainty import begun
    from allocator.dashboard.visit import Page

    pn.extension()
    port = port or _free_port(host)
    start = begun(scenario, time_limit)
    title = scenario.title[language] if scenario.title else scenario.name

    def visit() -> Any:
        return Page(scenario, language, start, source=source, owns_document=True, time_limit=time_limit).__panel__()

    # The framework's own login page fetches its logo from elsewhere.
    login = {"basic_login_template": str(files("allocator.dashboard") / "login.html"), "cookie_secret": _secret()}
    guarded: dict[str, Any] = {"basic_auth": {"allocator": password}, **login} if password else {}
    server = pn.serve(
        {"/": lambda: built(visit, language)},
        title=title,
        address=host,
        port=port,
        show=False,
        start=False,
        threaded=False,
        verbose=False,
        websocket_origin=_origins(host, port),
        **guarded,
    )
    server.start()
    if ready is not None:
        ready(f"http://{host}:{port}/")
    server.io_loop.start()


def built(visit: Callable[[], Any], language: Language) -> Any:
    """Return a visitor's page, or a sentence where it cannot be built: the framework would show the traceback."""
    from allocator.dashboard.fault import note
    from allocator.dashboard.piece import Piece
    from allocator.dashboard.views import write
    from allocator.dashboard.words import say

    try:
        return visit()
    except Exception as error:
        note(error)
        return Piece(html=write("views", "broken", say("broken", language)))


def _origins(host: str, port: int) -> list[str]:
    """Return the names by which a browser may have opened the page; no other page may talk to the server."""
    names = {host}
    if is_loopback(host):
        names |= {"localhost", "127.0.0.1"}
    elif host in ("0.0.0.0", "::"):  # noqa: S104 (a password was demanded)
        own = socket.gethostname()
        names |= {"localhost", "127.0.0.1", own, socket.getfqdn(), *_addresses(own)}
    return [f"{name}:{port}" for name in sorted(names)]


def _addresses(name: str) -> set[str]:
    try:
        return {str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        return set()


def _free_port(host: str) -> int:
    """Return a port that nothing listens on; which origins may connect must be known before it is opened."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])


def _secret() -> str:
    return secrets.token_hex(32)
