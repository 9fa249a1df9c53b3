"""Scenario files as written: YAML 1.2 with line numbers, `extends`, and what a file changes."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.scalarbool import ScalarBoolean
from ruamel.yaml.scanner import RoundTripScanner

from allocator.errors import Problem, ScenarioError, nearest

LARGEST_FILE = 400_000
"""Bytes; a scenario file is a page or two of text."""

MOST_VALUES = 20_000
"""No scenario holds more values; a file whose aliases multiply into more is refused."""

MOST_NESTED = 50
"""Brackets within brackets: each takes longer to read than the one around it."""

MOST_MERGES = 200
"""Of `<<` in a file: each takes longer than the one before."""

Place = tuple[str, ...]
"""Where a value stands: the keys that lead to it."""

_WHOLE = {("title",), ("why",)}


@dataclass(frozen=True)
class Change:
    """One value that a scenario changes in what it extends.

    Attributes
    ----------
    where : str
        Dotted keys, e.g. `rules.budget.amount`.
    before, after : object
        The values; None where there is none.
    """

    where: str
    before: object
    after: object

    def __str__(self) -> str:
        return f"{self.where}: {_short(self.before)} → {_short(self.after)}"


@dataclass(frozen=True)
class Document:
    """A scenario file merged with what it extends.

    Attributes
    ----------
    values : dict
        The merged content, plain.
    lines : mapping
        File and line of every value, by its place.
    files : tuple of Path
        The chain of files, the base first.
    hashes : mapping of str to str
        SHA-256 of every file of the chain, by its name.
    changes : tuple of Change
        What the file changes in the one that it extends.
    """

    values: dict[str, Any]
    lines: Mapping[Place, tuple[str, int]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def place(self, where: Place) -> tuple[str | None, int | None]:
        """Return the file and line of a value, or of the nearest thing around it."""
        for length in range(len(where), -1, -1):
            if found := self.lines.get(where[:length]):
                return found
        return (self.files[-1].name if self.files else None), None


def read_document(path: Path) -> Document:
    """Read a scenario file and everything it extends.

    Raises
    ------
    ScenarioError
        If a file is missing, too large, no YAML, or extends itself or something outside its folder.
    """
    return _read(path, ())


def _read(path: Path, extended_by: tuple[Path, ...]) -> Document:
    raw = _bytes(path)
    values, lines = _parsed(path, raw)
    hashes = {path.name: hashlib.sha256(raw).hexdigest()}
    base = values.pop("extends", None)
    if base is None:
        return Document(values, lines, (path,), hashes)
    chain = (*extended_by, path)
    base_path = inside(path.parent, base, lines[("extends",)], "extends")
    if base_path.resolve() in {p.resolve() for p in chain}:
        names = " → ".join(p.name for p in (*chain, base_path))
        raise ScenarioError([Problem("a scenario cannot extend itself", path.name, column="extends", found=names)])
    below = _read(base_path, chain)
    merged, changes = merge(below.values, values)
    return Document(merged, {**below.lines, **lines}, (*below.files, path), {**below.hashes, **hashes}, changes)


def inside(folder: Path, name: object, place: tuple[str | None, int | None], column: str) -> Path:
    """Return the path of a file that a scenario names at a place, which must lie in the scenario's own folder."""
    path = folder / str(name)
    # A name on another machine is refused before it is looked for, since looking already calls that machine; and no
    # path holds a NUL or half a character, and looking for one fails.
    elsewhere = PureWindowsPath(str(name)).anchor or "\0" in str(name) or _is_torn(str(name))
    if elsewhere or not path.resolve().is_relative_to(folder.resolve()):
        what, expected = "a file outside the scenario's folder", "a file beside it"
        raise ScenarioError([Problem(what, *place, column, found=str(name), expected=expected)])
    return path


def _is_torn(text: str) -> bool:
    """Whether a text holds half of a character, which no encoding takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists():
            raise ScenarioError([Problem("this is no file", path.name, expected="a scenario file")])
        if path.stat().st_size > LARGEST_FILE:
            raise ScenarioError(
                [
                    Problem(
                        "the file is too large for a scenario",
                        path.name,
                        expected=f"at most {LARGEST_FILE} bytes",
                    )
                ]
            )
        return path.read_bytes()
    except OSError as error:
        beside = [p.name for p in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        what = "there is no such file" if isinstance(error, FileNotFoundError) else f"cannot read it ({error.strerror})"
        raise ScenarioError([Problem(what, str(path), suggestion=nearest(path.name, beside))]) from None


def _parsed(path: Path, raw: bytes) -> tuple[dict[str, Any], dict[Place, tuple[str, int]]]:
    try:
        text = raw.decode("utf-8-sig")
        if text.count("<<") > MOST_MERGES:
            raise ValueError(f"more than {MOST_MERGES} merges with <<")
        with warnings.catch_warnings():
            warnings.simplefilter("error", YAMLWarning)  # an anchor that is there twice leads to either
            yaml = YAML(typ="rt", pure=True)
            yaml.Scanner = _Shallow
            content = yaml.load(text)
        lines: dict[Place, tuple[str, int]] = {(): (path.name, 1)}
        values = _plain(content, (), path.name, lines)
    except UnicodeDecodeError:
        raise ScenarioError([Problem("the file is not UTF-8", path.name, expected="UTF-8 text")]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        row = mark.line + 1 if mark else None
        raise ScenarioError([Problem(f"no YAML: {error.problem or error.context}", path.name, row)]) from None
    except (YAMLError, YAMLWarning, RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split("\n")[:2]).strip()
        raise ScenarioError([Problem(f"no YAML: {why}", path.name)]) from None
    except TypeError:
        why = "a mapping cannot be a key"
        raise ScenarioError([Problem(f"no YAML: {why}", path.name)]) from None
    if not isinstance(values, dict):
        raise ScenarioError([Problem("the file is empty or a list", path.name, expected="keys such as rules:")])
    return values, lines


class _Shallow(RoundTripScanner):
    """A scanner that gives up on brackets that are nested too deeply, rather than after minutes."""

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803 - the library's name
        if len(self.flow_context) >= MOST_NESTED:
            raise RecursionError
        super().fetch_flow_collection_start(TokenClass, to_push)


def _plain(value: object, where: Place, file: str, lines: dict[Place, tuple[str, int]]) -> Any:
    """Turn what YAML gives into plain values, noting the line of each."""
    if len(lines) > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")
    if isinstance(value, CommentedMap):
        plain = {}
        for key, item in value.items():
            place = (*where, str(key))
            # A key that comes from a merge, `<<`, has no line of its own here.
            line = value.lc.key(key)[0] if key in (value.lc.data or ()) else value.lc.line
            lines[place] = (file, line + 1)
            plain[key if isinstance(key, int) else str(key)] = _plain(item, place, file, lines)
        return plain
    if isinstance(value, CommentedSeq):
        items = []
        for position, item in enumerate(value):
            place = (*where, str(position))
            lines[place] = (file, value.lc.item(position)[0] + 1)
            items.append(_plain(item, place, file, lines))
        return items
    if isinstance(value, bool | date) or value is None:
        return value
    if isinstance(value, ScalarBoolean):
        return bool(value)
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise ValueError(f"a value of an unknown kind, at {'.'.join(where) or 'the top'}")


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """Lay *above* over *below*: mappings key by key, anything else replaced, a rule's null removing it.

    A rule of another kind replaces the whole rule rather than mixing two families' fields. The title is
    replaced in all languages at once, `why` is each file's own and is not inherited, and neither is a change.
    """
    changes: list[Change] = []
    merged = _merged(below, above, (), changes)
    if "why" not in above:
        merged.pop("why", None)
    return merged, tuple(changes)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any], where: Place, changes: list[Change]) -> dict[str, Any]:
    merged = dict(below)
    for key, after in above.items():
        before, place = below.get(key), (*where, str(key))
        mixed = place not in _WHOLE
        if mixed and isinstance(before, Mapping) and isinstance(after, Mapping) and not _another_kind(before, after):
            merged[key] = _merged(before, after, place, changes)
            continue
        if after is None:
            merged.pop(key, None)
        else:
            merged[key] = after
        if before != after and place not in _WHOLE:
            changes.append(Change(".".join(place), before, after))
    return merged


def _another_kind(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return "kind" in after and after["kind"] != before.get("kind")


def _short(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_short(item)}" for key, item in value.items()) + "}"
    return str(value)
