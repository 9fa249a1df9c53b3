"""The zip of a dossier: written the same to the byte everywhere, and read as if its sender were hostile."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from stat import S_IFMT, S_IFREG
from typing import Any

from allocator.errors import AllocatorError

LARGEST = 200_000_000
"""Bytes of a whole dossier."""

MOST_MEMBERS = 2_000
_EPOCH = (1980, 1, 1, 0, 0, 0)


class DossierError(AllocatorError):
    """A dossier is not what it says, or is no dossier at all."""

    exit_code = 6

    def __init__(self, words: str) -> None:
        super().__init__(plain(words))


class UnreadableError(DossierError):
    """There is no dossier to be read: no file, no zip, or one that was cut short."""

    exit_code = 3


def plain(words: str) -> str:
    """Return words that come from a stranger's file as a terminal may safely show them."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of *members*, sorted, without times, and stored: compressors differ from machine to machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, members[name])
    return buffer.getvalue()


def unzipped(path: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the members of a dossier, and the names of those that cannot be read whole; nothing is written.

    Raises
    ------
    DossierError
        If it holds what no dossier does: compressed, encrypted, repeated or escaping names, links, or more than
        there can be.
    UnreadableError
        If it is no zip, or one that was cut short.
    """
    if not path.is_file():
        raise UnreadableError(f"{path}: {'no such file' if not path.exists() else 'no file but something else'}")
    try:
        if path.stat().st_size > LARGEST:
            raise DossierError(f"{path}: larger than any dossier ({LARGEST} bytes)")
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse(path, entries, len(data))
            members, broken = {}, []
            for entry in entries:
                try:
                    members[entry.filename] = archive.read(entry)
                except (zipfile.BadZipFile, EOFError, zlib.error, UnicodeError):
                    broken.append(entry.filename)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError, RuntimeError) as error:
        began = data.startswith(b"PK\x03\x04")
        said = "it begins as a zip and does not end as one: it was cut short or changed" if began else "no zip"
        raise UnreadableError(f"{path}: {said} ({error})") from None
    return members, tuple(broken)


def _refuse(path: Path, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what a dossier never holds, before anything in it is read."""
    if entries and min(entry.header_offset for entry in entries) > 0:
        raise UnreadableError(
            f"{path}: it was cut short, or something was put before it: its start is not that of a zip"
        )
    if len(entries) > MOST_MEMBERS:
        raise DossierError(f"{path}: {len(entries)} members, and a dossier has at most {MOST_MEMBERS}")
    counted = Counter(entry.filename for entry in entries)
    if twice := [name for name, times in counted.items() if times > 1]:
        raise DossierError(f"{path}: the name {twice[0][:80]!r} stands twice")
    if sum(entry.file_size for entry in entries) > size:
        raise DossierError(f"{path}: its members say that they are larger than the whole file")
    for entry in entries:
        if not safe(entry.orig_filename):
            raise DossierError(f"{path}: the member {entry.orig_filename[:80]!r} has a name that leads elsewhere")
        if entry.flag_bits & 1:
            raise DossierError(f"{path}: the member {entry.filename} is encrypted")
        if S_IFMT(entry.external_attr >> 16) not in (0, S_IFREG):
            raise DossierError(f"{path}: the member {entry.filename} is a link or something else that is no file")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            raise DossierError(f"{path}: the member {entry.filename} is compressed, and a dossier's are not")


def safe(name: str) -> bool:
    """Whether a member's name stays below the folder that it would be unpacked into, on any system."""
    parts = PurePosixPath(name).parts
    plain = name.isprintable() and not set(name) & set('\\:*?"<>|')
    return plain and bool(parts) and not name.startswith("/") and ".." not in parts and str(PurePosixPath(name)) == name


def read_json(members: Mapping[str, bytes], name: str) -> Any:
    """Return a member's JSON.

    Raises
    ------
    DossierError
        If there is no such member, or it is no JSON.
    """
    if name not in members:
        raise DossierError(f"{name}: missing")
    try:
        return json.loads(members[name])
    except (ValueError, RecursionError) as error:
        raise DossierError(f"{name}: no JSON that can be read ({str(error)[:80]})") from None


def written_json(content: Any) -> bytes:
    """Write JSON the one way that dossiers do: sorted, so that the same content gives the same bytes."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
