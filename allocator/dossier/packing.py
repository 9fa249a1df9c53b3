"""Packing: everything that a decision was made from and says, in one zip with a hash of each."""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allocator.analysis.reasons import reasons
from allocator.certificate import certify
from allocator.dossier import verifier
from allocator.dossier.archive import DossierError, UnreadableError, safe, written_json, zipped
from allocator.dossier.claims import Claim, claims_of
from allocator.dossier.freezing import record_beside, sha256_of, since_frozen
from allocator.dossier.inputs import packed_inputs
from allocator.files import write_whole
from allocator.model import Model
from allocator.optimum import solve
from allocator.proof_tree import NoCertificateError
from allocator.proposal.basis import Analyses, Freeze, analysed
from allocator.proposal.propose import documents as written_documents
from allocator.scenario import ScenarioFile, read_scenario, read_written
from allocator.solution import Solution
from allocator.solver import write_model
from allocator.text import Language

FORMAT = "allocator dossier 1"
PACKAGES = ("allocator", "highspy", "pulp", "numpy", "pydantic")
WRITERS = ("babel", "docxtpl", "jinja2", "pandas", "python-docx", "typst", "xlsxwriter")
"""Packages whose version shows in the bytes of documents."""


@dataclass(frozen=True)
class Dossier:
    """A dossier that was packed.

    Attributes
    ----------
    path : Path
    fingerprint : str
        SHA-256 of the manifest's content, which holds a hash of everything else: what to publish or register.
    members : mapping of str to int
        Bytes of every member.
    solution : Solution
    leaves : int or None
        Leaves of the certificate; None where none could be had.
    claims : int
        Statements of the reasons that can be checked.
    """

    path: Path
    fingerprint: str
    members: Mapping[str, int]
    solution: Solution
    leaves: int | None
    claims: int


def pack(
    scenario: str | Path,
    out: str | Path,
    *,
    documents: bool = True,
    language: Language = "fi",
    attachments: Sequence[str | Path] = (),
    freeze: str | Path | None = None,
    claims: bool = True,
    progress: Callable[[str], None] = lambda words: None,
) -> Dossier:
    """Solve a scenario and pack all of it into one zip; the same inputs give the same bytes.

    Parameters
    ----------
    scenario : str or Path
        A scenario file.
    out : str or Path
        The zip to write.
    documents : bool
        Whether to write proposal, memorandum, tables and letters, as `propose` does, into it.
    language : {"fi", "sv", "en"}
        Of the documents; each letter is in its applicant's own.
    attachments : sequence of str or Path
        Files, and folders with all that is in them, that are packed as they are.
    freeze : str or Path, optional
        A record that `freeze` wrote before the scores were opened; unless told, the one beside the scenario or
        beside what it extends, if there is one.
    claims : bool
        Whether to pack the reasons' claims for `verify` to check.
    progress : callable
        Called with a few words at each step.

    Raises
    ------
    DossierError
        If an attachment is missing, two have one name, or a file has a name that no dossier can hold.
    """
    source = Path(scenario)
    progress("reading")
    read = read_scenario(source)
    members, name = packed_inputs(source)
    members |= _attached([Path(path) for path in attachments])
    if (record := record_beside(source) if freeze is None else Path(freeze)) is not None:
        members["freeze.json"] = _bytes(record)
    solution = solve(read, progress=progress)
    progress("proving")
    certificate, leaves = certificate_of(solution)
    claimed: list[Claim] = []
    if documents:
        analyses = analysed(solution, freeze=frozen_in(members, read_written(source)[0]), progress=progress)
        members |= documents_of(solution, analyses, language, progress)
        claimed = claims_of(analyses.reasons) if claims and analyses.reasons else []
    elif claims:
        progress("finding reasons")
        claimed = claims_of(reasons(solution))
    members |= {
        "model.mps": model_file(solution.model),
        "solution.json": solution.to_json().encode(),
        "certificate.json": certificate,
        "claims.json": written_json(claimed),
        "verify.py": verifier_file(),
    }
    options = {
        "claims": claims,
        "documents": language if documents else None,
        "gap": 0,
        "solver": "highs",
        "threads": 1,
    }
    manifest = _manifest(members, name, read.name, options)
    members["manifest.json"] = written_json(manifest)
    path = write_whole(Path(out), zipped(members))
    sizes = {name: len(members[name]) for name in sorted(members)}
    return Dossier(path, manifest["fingerprint"], sizes, solution, leaves, len(claimed))


def documents_of(
    solution: Solution, analyses: Analyses, language: Language, progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Return the documents of a decision by their names in a dossier."""
    members = {}
    for name, content in written_documents(solution, language, analyses):
        progress(name)
        members[f"documents/{name}"] = content
    return members


def frozen_in(members: Mapping[str, bytes], written: ScenarioFile) -> Freeze | None:
    """Return what the documents say of the record that is packed, if one is."""
    return since_frozen(written, members["freeze.json"]) if "freeze.json" in members else None


def model_file(model: Model) -> bytes:
    """Return the model as an .mps file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.mps"
        write_model(model, path)
        return path.read_bytes()


def verifier_file() -> bytes:
    """Return the verifier that every dossier carries, its lines ended alike on every system."""
    return Path(verifier.__file__).read_bytes().replace(b"\r\n", b"\n")


def chained(listed: Mapping[str, str]) -> str:
    """Return the end of the hash chain: each link is the SHA-256 of the one before, a name and its hash."""
    link = ""
    for name in sorted(listed):
        link = hashlib.sha256(f"{link}\n{name}\n{listed[name]}".encode()).hexdigest()
    return link


def fingerprint(manifest: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a manifest's content, its own fingerprint left out."""
    return sha256_of({key: value for key, value in manifest.items() if key != "fingerprint"})


def versions() -> dict[str, str]:
    """Return the versions of everything that shows in the bytes of a dossier."""
    made_by = {package: version(package) for package in (*PACKAGES, *WRITERS)}
    return made_by | {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}


def _manifest(members: Mapping[str, bytes], scenario: str, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    listed = {member: hashlib.sha256(members[member]).hexdigest() for member in sorted(members)}
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "scenario": scenario,
        "name": name,
        "members": listed,
        "chain": chained(listed),
        "versions": versions(),
        "options": dict(options),
        "seed": None,  # nothing here is drawn at random
    }
    return manifest | {"fingerprint": fingerprint(manifest)}


def certificate_of(solution: Solution) -> tuple[bytes, int | None]:
    """Return the certificate as it is packed and its leaves; or what says why there is none, and None."""
    try:
        certificate = certify(solution.model, solution.portfolio, [level.portfolios for level in solution.levels])
    except NoCertificateError as error:
        return written_json({"none": str(error)}), None
    return certificate.to_json().encode(), certificate.leaves


def _attached(paths: Sequence[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        inner = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inner:
            name = f"attachments/{file.relative_to(path).as_posix() if path.is_dir() else file.name}"
            if name in found or not safe(name):
                said = (
                    "two attachments have this name" if name in found else "a dossier cannot hold a file of this name"
                )
                raise DossierError(f"{name}: {said}")
            found[name] = _bytes(file)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror or error}") from None
