"""The decision on the screen as one file to take along."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from allocator.decision.folder import write_decision
from allocator.solution import Solution
from allocator.text import Language

DOCUMENTS: tuple[Callable[[Solution, Path, Language], object], ...] = (write_decision,)
"""What writes into the folder that is taken along: each is given the solution, the folder and the language."""


def archive(solution: Solution, language: Language, scenario: str = "") -> io.BytesIO:
    """Return every document of a solution in one zip, with the scenario file where there is one."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(name)
        for write in DOCUMENTS:
            write(solution, folder, language)
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
        if scenario:
            archive.writestr("scenario.yaml", scenario)
    out.seek(0)
    return out
