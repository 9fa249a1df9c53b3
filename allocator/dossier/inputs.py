"""The inputs of a decision inside a dossier: packed beside each other, and unpacked only to be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allocator.dossier.archive import DossierError, safe
from allocator.scenario import read_written

FOLDER = "inputs/"


def packed_inputs(scenario: Path) -> tuple[dict[str, bytes], str]:
    """Return every file that a scenario is read from, by its name in a dossier, and the scenario's own name there.

    Raises
    ------
    DossierError
        If a file cannot stand in a dossier.
    """
    files = [file.resolve() for file in read_written(scenario)[1]]
    try:
        root = Path(os.path.commonpath([file.parent for file in files]))
    except ValueError:
        raise DossierError(f"{scenario}: its files lie on several drives, so no dossier can hold them") from None
    members = {FOLDER + file.relative_to(root).as_posix(): file.read_bytes() for file in files}
    if unsafe := [name for name in members if not safe(name)]:
        raise DossierError(f"{unsafe[0]}: a dossier cannot hold a file of this name; rename it")
    return members, FOLDER + scenario.resolve().relative_to(root).as_posix()


@contextmanager
def unpacked_inputs(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[Path]:
    """Unpack the inputs of a dossier into a folder that is gone afterwards, and yield the scenario's path.

    Raises
    ------
    DossierError
        If the manifest names no scenario that is in the dossier, or that reads files from elsewhere.
    """
    name = manifest.get("scenario")
    if not isinstance(name, str) or name not in members or not name.startswith(FOLDER):
        raise DossierError(f"manifest.json: the scenario {str(name)[:80]!r} is not in the dossier")
    with TemporaryDirectory() as folder:
        for member, content in members.items():
            if member.startswith(FOLDER):
                target = Path(folder) / member
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        path = Path(folder) / name
        inside = Path(folder).resolve()
        if elsewhere := [f for f in read_written(path)[1] if not f.resolve().is_relative_to(inside)]:
            raise DossierError(f"{name}: it is read from a file outside the dossier ({elsewhere[0].name})")
        yield path
