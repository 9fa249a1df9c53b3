"""The packages that the core needs, and theirs, with their licences by their own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

UNKNOWN = "unknown"

TOLD_ELSEWHERE = {"orloge": "MIT (by its README)"}
"""Licences of packages whose metadata names none."""


def licences() -> Iterator[str]:
    """Yield a table of every package that an installation without extras brings here."""
    direct = {canonicalize_name(r.name) for r in _requirements(distribution("allocator"))}
    yield "| package | licence | needed by |"
    yield "|---|---|---|"
    for name, needed_by in sorted(core_packages().items()):
        who = "allocator" if name in direct else ", ".join(sorted(needed_by))
        yield f"| [{name}](https://pypi.org/project/{name}/) | {licence_of(name)} | {who} |"


def core_packages() -> dict[str, set[str]]:
    """Return every package that the core needs, directly or not, and by which it is needed."""
    needed: dict[str, set[str]] = {}
    waiting = ["allocator"]
    while waiting:
        parent = waiting.pop()
        for requirement in _requirements(distribution(parent)):
            name = canonicalize_name(requirement.name)
            if name not in needed:
                needed[name] = set()
                waiting.append(name)
            needed[name].add(parent)
    return needed


def licence_of(package: str) -> str:
    """Return what the metadata of an installed package says of its licence, in a word or two."""
    try:
        told = distribution(package).metadata
    except PackageNotFoundError:
        return UNKNOWN
    if expression := told.get("License-Expression"):
        return str(expression)
    classified = [c.rsplit(" :: ", 1)[1] for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    if named := [c for c in classified if c != "OSI Approved"]:
        return ", ".join(named)
    first = str(told.get("License", "")).strip().splitlines()[:1]
    return first[0] if first and len(first[0]) <= 60 else TOLD_ELSEWHERE.get(package, UNKNOWN)


def is_gpl_alone(licence: str) -> bool:
    """Whether a licence is, by its words, the GPL or the AGPL, with no other to choose."""
    choices = re.split(r"(?i)\bor\b|,", licence.replace("or later", "").replace("-or-later", ""))
    return all(re.search(r"\bA?GPL|(?<!Lesser )General Public License|Affero", choice) for choice in choices)


def _requirements(package: Distribution) -> Iterator[Requirement]:
    """Yield what a package needs here without extras."""
    for text in package.requires or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement
