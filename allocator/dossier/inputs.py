"""The inputs of a decision inside a dossier: packed beside each other, and unpacked only to be read."""

from __future__ import annotations

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
        If a file has a name that no dossier can hold.
    """
    root = scenario.parent.resolve()
    members = {_below(root, file): file.read_bytes() for file in read_written(scenario)[1]}
    if unsafe := [name for name in members if not safe(name)]:
        raise DossierError(f"{unsafe[0]}: a dossier cannot hold a file of this name; rename it")
    return members, _below(root, scenario)


def _below(root: Path, file: Path) -> str:
    return FOLDER + file.resolve().relative_to(root).as_posix()


@contextmanager
def unpacked_inputs(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[Path]:
    """Unpack the inputs of a dossier into a folder that is gone afterwards, and yield the scenario's path.

    Raises
    ------
    DossierError
        If the manifest names no scenario that is in the dossier.
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
        yield Path(folder) / name
