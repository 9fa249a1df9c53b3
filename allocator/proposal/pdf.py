"""A paper as PDF: tagged (PDF/UA-1) and fit for archives (PDF/A-2a), the same bytes every time."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from allocator.files import OutputError
from allocator.proposal.font import FOLDER, characters
from allocator.proposal.paper import Grid, Paper, plain

_HERE = Path(str(files("allocator") / "proposal"))
_EPOCH = 0
_ENDLESS = re.compile(r"\S{50,}")
"""A run longer than any word of the three languages."""

_BREAK = "\u200b"


def pdf(paper: Paper) -> bytes:
    """Lay out a paper as PDF.

    Raises
    ------
    OutputError
        If it cannot be made accessible: a figure without a description, above all.
    """
    return _compiled(_HERE / "paper.typ", "pdf", {"paper": json.dumps(_shown(_data(paper)), ensure_ascii=False)})


def png(svg: str) -> bytes:
    """Return a drawing as a picture, for writers that cannot hold SVG."""
    return _compiled(_HERE / "drawing.typ", "png", {"svg": svg})


def _compiled(source: Path, kind: Any, inputs: dict[str, str]) -> bytes:
    import typst

    characters()  # or else a font is missing, and another one would silently take its place
    standards: Any = ["a-2a", "ua-1"] if kind == "pdf" else []
    try:
        made = typst.compile(
            source,
            format=kind,
            ppi=220,
            sys_inputs=inputs,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            pdf_standards=standards,
            timestamp=_EPOCH,
        )
    except typst.TypstError as error:
        raise OutputError(f"the document cannot be laid out: {str(error).splitlines()[0]}") from None
    assert isinstance(made, bytes)
    return made


def _data(paper: Paper) -> dict[str, Any]:
    data = {name: value for name, value in asdict(paper).items() if name != "blocks"}
    data["dated"] = [paper.dated.year, paper.dated.month, paper.dated.day]
    data["blocks"] = [{"is": type(block).__name__, **asdict(block)} for block in paper.blocks]
    for block, written in zip(paper.blocks, data["blocks"], strict=True):
        if isinstance(block, Grid):
            written["numbers"] = sorted(block.table.numbers)
            del written["table"]["numbers"]
    return data


def _shown(value: Any) -> Any:
    """Put in words every character that the fonts of the page do not have, which PDF/A would refuse.

    What is too long for any line may be broken anywhere: it would run over its neighbours, and off the page.
    """
    if isinstance(value, str):
        return _ENDLESS.sub(lambda run: _BREAK.join(run[0]), "".join(map(_character, plain(value))))
    if isinstance(value, dict):
        return {key: item if key == "svg" else _shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value


@cache
def _character(character: str) -> str:
    if character in characters() or character in "\n ":
        return character
    name = unicodedata.name(character, "")
    return f"[{name or f'U+{ord(character):04X}'}]" if unicodedata.category(character)[0] not in {"C", "M"} else ""
