"""The decision on the screen as files to take along: the proposal with its letters, and the dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from allocator.dossier.archive import DossierError, zipped
from allocator.dossier.packing import pack
from allocator.proposal.basis import analysed
from allocator.proposal.propose import documents
from allocator.scenario import read_scenario, read_written
from allocator.solution import Solution
from allocator.text import Language, Text

Progress = Callable[[str], None]


def proposal(
    solution: Solution,
    language: Language,
    scenario: str,
    alternatives: Mapping[Text, Solution | None],
    progress: Progress,
) -> bytes:
    """Return the proposal, memorandum, tables and letters of a solution in one zip, with the scenario file.

    Parameters
    ----------
    scenario : str
        The scenario file that says what is on the screen.
    alternatives : mapping of Text to (Solution or None)
        Scenarios that were kept, told beside it.
    progress : callable
        Told what is being done; it may end the work by raising.
    """
    analyses = analysed(solution, dict(alternatives) or None, progress=progress)
    members = {"scenario.yaml": scenario.encode()}
    for name, content in documents(solution, language, analyses):
        progress(name)
        members[name] = content
    return zipped(members)


def dossier(solution: Solution, language: Language, scenario: str, source: Path, progress: Progress) -> bytes:
    """Return the dossier of a solution: its inputs, proof, claims and verifier, as `allocator pack` writes it.

    Parameters
    ----------
    scenario : str
        The scenario file that says what is on the screen; it extends *source*.
    source : Path
        The file that the page began with.

    Raises
    ------
    DossierError
        If the files have changed since, so that they say something else than the screen.
    """
    folder_of_source = source.resolve().parent
    with TemporaryDirectory() as name:
        folder = Path(name) / "inputs"
        for file in read_written(source)[1]:
            copy = folder / file.resolve().relative_to(folder_of_source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
        written = folder / f"{source.stem}-page.yaml"
        written.write_text(scenario, "utf-8")
        if read_scenario(written).written != solution.scenario.written:
            raise DossierError("the scenario's files have changed since the page was opened")
        packed = pack(written, Path(name) / "dossier.zip", language=language, progress=progress)
        if packed.solution.awards != solution.awards:
            raise DossierError("the files say another decision than the screen")
        return packed.path.read_bytes()
