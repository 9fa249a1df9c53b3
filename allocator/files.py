"""Files are written whole or not at all, and those of one run together."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EISDIR
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
        os.close(descriptor)
        _written(Path(unfinished), content)
        Path(unfinished).replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if unfinished is not None:
            Path(unfinished).unlink(missing_ok=True)
    return path


def write_together(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write the files of one run into *folder*, all of them or none, and return their paths.

    They are made in a hidden folder within, and moved into place while no other run moves its own, so that the folder
    never holds files of two runs. Even where the program is killed among the moves, files are missing rather than
    mixed, and whatever is missing lies, old and new, in the hidden folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there; other files in it are left alone.
    contents : mapping of str to bytes
        By name, which may lead into folders within.

    Raises
    ------
    OutputError
        If the folder cannot be made or written to, or the disk is full; what was there before stays.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        try:
            for name, content in contents.items():
                _written(hidden / "new" / name, content)
            with _alone_in(folder):
                _exchange(folder, hidden, list(contents))
        except BaseException:
            if not any(path.is_file() for path in (hidden / "old").rglob("*")):
                shutil.rmtree(hidden, ignore_errors=True)
            raise
        shutil.rmtree(hidden)
    except OSError as error:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from None
    return [folder / name for name in contents]


def _written(path: Path, content: bytes) -> None:
    """Write a file that nobody looks at yet, through to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)


def _exchange(folder: Path, hidden: Path, names: list[str]) -> None:
    """Move the new files out of the hidden folder and those that they replace into it; undo it all if one fails."""
    replaced = [name for name in names if os.path.lexists(folder / name)]
    for name in replaced:
        if (folder / name).is_dir():
            raise OSError(EISDIR, f"{name} is a folder")
    moves = [(folder / name, hidden / "old" / name) for name in replaced]
    moves += [(hidden / "new" / name, folder / name) for name in names]
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    except BaseException:
        for source, target in reversed(moves):
            if os.path.lexists(target) and not os.path.lexists(source):
                target.replace(source)
        raise


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run moves files into *folder*; where a file system has no locks, go without."""
    if sys.platform == "win32":
        yield  # folders cannot be locked there
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
