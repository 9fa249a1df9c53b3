"""The official decision: which dossier it is, in a small record beside it, for later runs to be compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allocator.dossier.archive import DossierError, read_json, unzipped, written_json
from allocator.dossier.packing import fingerprint
from allocator.files import write_whole

FORMAT = "allocator official 1"


def commit(dossier: str | Path, out: str | Path | None = None) -> Path:
    """Mark a dossier as the official one: write a record of it beside it, and return the record's path.

    Parameters
    ----------
    dossier : str or Path
        A zip that `pack` wrote.
    out : str or Path, optional
        The record to write; `NAME.official.json` beside the dossier unless told.

    Raises
    ------
    DossierError
        If it is no whole dossier.
    """
    path = Path(dossier)
    members, broken = unzipped(path)
    if broken:
        raise DossierError(f"{broken[0]}: its bytes were changed")
    manifest, solution = read_json(members, "manifest.json"), read_json(members, "solution.json")
    try:
        if fingerprint(manifest) != manifest["fingerprint"]:
            raise DossierError("manifest.json: changed, its content is not that of its fingerprint")
        record = {
            "format": FORMAT,
            "dossier": path.name,
            "fingerprint": manifest["fingerprint"],
            "scenario": manifest["name"],
            "value": solution["value"],
            "granted": solution["granted"],
            "awards": {award["application"]: award["euros"] for award in solution["awards"]},
        }
    except (LookupError, TypeError, AttributeError):
        raise DossierError(f"{path}: its manifest or solution is malformed") from None
    return write_whole(path.with_suffix(".official.json") if out is None else Path(out), written_json(record))


def read_official(record: str | Path) -> dict[str, Any]:
    """Return the record of an official dossier.

    Raises
    ------
    DossierError
        If it is none.
    """
    path = Path(record)
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise DossierError(f"cannot read {path}: {str(error)[:80]}") from None
    wanted = {"format", "dossier", "fingerprint", "scenario", "value", "granted", "awards"}
    if not isinstance(content, dict) or content.get("format") != FORMAT or set(content) != wanted:
        raise DossierError(f"{path}: no record of an official dossier")
    awards = content["awards"]
    if not isinstance(awards, dict) or not all(type(euros) is int for euros in awards.values()):
        raise DossierError(f"{path}: its awards are not whole euros by application")
    return content


def differs_from(record: str | Path, members: Mapping[str, bytes]) -> list[str]:
    """Return in words how a dossier's members are not those of the official one."""
    official, manifest = read_official(record), read_json(members, "manifest.json")
    if official["fingerprint"] == manifest.get("fingerprint"):
        return []
    return [f"manifest.json: not the official dossier {official['dossier']}, whose fingerprint is another"]
