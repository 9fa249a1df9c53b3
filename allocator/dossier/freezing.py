"""Rules and weights, written down before the scores are opened; and whether they were changed after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from allocator.documents import read_document
from allocator.errors import InputError, Problem
from allocator.files import write_whole
from allocator.proposal.basis import Freeze
from allocator.scenario import ScenarioFile, read_written

FORMAT = "allocator freeze 1"


def record_of(scenario: str | Path) -> Path:
    """Return where the record of a scenario is kept unless told: beside it, as NAME.freeze.json."""
    return Path(scenario).with_suffix(".freeze.json")


def record_beside(scenario: str | Path) -> Path | None:
    """Return the record kept beside a scenario or, if it has none, beside the nearest file that it extends."""
    chain = reversed(read_document(Path(scenario)).files)
    return next((record for file in chain if (record := record_of(file)).is_file()), None)


def freeze(scenario: str | Path, out: str | Path | None = None) -> str:
    """Write the terms, rules and objective of a scenario, and their hash, into a record; return the hash.

    The tables are not read, so it can be done before there are any. The hash is what to publish, or to have
    registered, at once: the record says when it was made, and alone cannot prove it.

    Parameters
    ----------
    scenario : str or Path
        A scenario file; whatever it extends is merged in.
    out : str or Path, optional
        The record to write; NAME.freeze.json beside the scenario unless told, where `pack` finds it.
    """
    written, _ = read_written(scenario)
    record = frozen(written) | {"moment": datetime.now().isoformat(timespec="minutes")}
    write_whole(
        record_of(scenario) if out is None else Path(out),
        (json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode(),
    )
    return str(record["sha256"])


def frozen(written: ScenarioFile) -> dict[str, Any]:
    """Return the record of what a scenario says: its content in canonical form, and the SHA-256 of that."""
    content = written.model_dump(mode="json", by_alias=True, include={"call", "objective"}, exclude_none=True)
    content["rules"] = {
        name: {"kind": rule.kind} | rule.model_dump(mode="json", by_alias=True, exclude_none=True)
        for name, rule in written.rules.items()
        if rule is not None
    }
    return {"format": FORMAT, "content": content, "sha256": sha256_of(content)}


def sha256_of(content: Any) -> str:
    """Return the SHA-256 of JSON content in canonical form: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """Yield every value that differs between two JSON contents, by its place: `rules.budget.amount: 7 → 8`."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            place = f"{where}.{key}" if where else str(key)
            yield from differences(before.get(key), after.get(key), place)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{where}.{position}")
    elif before != after or type(before) is not type(after):
        yield f"{where}: {_short(before)} → {_short(after)}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"


def since_frozen(written: ScenarioFile, record: bytes, name: str = "freeze.json") -> Freeze:
    """Return what a proposal says of a record that `freeze` wrote: its hash, and what of a scenario was changed since.

    Parameters
    ----------
    written : ScenarioFile
        What the scenario says now.
    record : bytes
        The record.
    name : str
        What messages call it.

    Raises
    ------
    InputError
        If the record cannot be read, or its content is not that of its hash.
    """
    try:
        read = json.loads(record)
        content, digest = read["content"], str(read["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([Problem("cannot be read as a record of freeze", file=name, found=str(error))]) from None
    if sha256_of(content) != digest:
        raise InputError([Problem("was changed: its content is not that of its hash", file=name)])
    return Freeze(digest, tuple(_changed(content, frozen(written)["content"])))


def _changed(before: Any, after: Any) -> Iterator[str]:
    """Yield the names of the rules that differ, and "call" or "objective" where those do."""
    for part in ("call", "objective"):
        if before.get(part) != after[part]:
            yield part
    earlier, now = before.get("rules", {}), after["rules"]
    yield from (name for name in dict.fromkeys([*earlier, *now]) if earlier.get(name) != now.get(name))
