"""Which characters the fonts of the documents have, read from the fonts themselves.

References
----------
OpenType specification, table `cmap`, format 4.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

from allocator.files import OutputError

FOLDER = Path(str(files("allocator") / "proposal" / "fonts"))
"""The fonts of the documents; those of the system are not used."""


@cache
def characters() -> frozenset[str]:
    """Return the characters that both the regular and the bold font can show.

    Raises
    ------
    OutputError
        If a font is missing, since the page would be set in another one.
    """
    try:
        regular, bold = (_mapped((FOLDER / f"LiberationSans-{cut}.ttf").read_bytes()) for cut in ("Regular", "Bold"))
    except OSError as error:
        name = Path(str(error.filename)).name
        raise OutputError(f"the fonts of the documents are missing ({name}): install allocator anew") from None
    return frozenset(map(chr, regular & bold))


def _mapped(font: bytes) -> frozenset[int]:
    """Return the code points that a font's Unicode table maps to a glyph."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s3I", font, 12 + 16 * k) for k in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    encodings = (struct.unpack_from(">HHI", font, start + 4 + 8 * k) for k in range(count))
    table = start + next(offset for platform, encoding, offset in encodings if (platform, encoding) == (3, 1))
    (doubled,) = struct.unpack_from(">H", font, table + 6)
    n = doubled // 2
    ends = struct.unpack_from(f">{n}H", font, table + 14)
    starts = struct.unpack_from(f">{n}H", font, table + 16 + 2 * n)
    return frozenset(c for first, last in zip(starts, ends, strict=True) for c in range(first, last + 1) if c != 0xFFFF)
