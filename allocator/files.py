"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from allocator.errors import AllocatorError


class OutputError(AllocatorError):
    """A file or folder could not be written; nothing is left half written."""


def write_whole(path: Path, content: bytes) -> Path:
    """Write *content* to *path* by way of a temporary file beside it, and return *path*.

    Raises
    ------
    OutputError
        If the folder cannot be made or written to, or the disk is full; what was there before stays.
    """
    unfinished: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if unfinished is not None:
            Path(unfinished).unlink(missing_ok=True)
    return path
