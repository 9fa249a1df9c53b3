"""Standard streams as a program may find them: closed, full, without a reader, or in an encoding without ä."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any


def open_streams() -> None:
    """Put the null device in place of standard streams that are closed, and write what they cannot encode as escapes.

    The next file opened takes the number of a closed stream: whatever a solver prints would be written into it.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is taken: it is this one, since those below were opened before.
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def abandon_output() -> None:
    """Give up a standard output that cannot be written to, so that the end of the program does not try again."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass  # it has no number, and is not written to again


def as_encoded(text: str) -> str:
    """Return JSON in letters that standard output can take: as they are, or else as JSON's own escapes."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        content: Any = json.loads(text)
        return json.dumps(content, indent=2) + ("\n" if text.endswith("\n") else "")
    return text
