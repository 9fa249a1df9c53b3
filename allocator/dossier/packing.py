"""Packing: everything that a decision was made from and says, in one zip with a hash of each."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allocator.analysis.reasons import reasons
from allocator.certificate import NoCertificateError, certify
from allocator.dossier import verifier
from allocator.dossier.archive import DossierError, written_json, zipped
from allocator.dossier.claims import claims_of
from allocator.dossier.freezing import sha256_of
from allocator.files import write_whole
from allocator.model import Model
from allocator.optimum import solve
from allocator.scenario import read_scenario, read_written
from allocator.solution import Solution
from allocator.solver import write_model

FORMAT = "allocator dossier 1"
PACKAGES = ("allocator", "highspy", "pulp", "numpy", "pydantic")


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
    documents: Sequence[str | Path] = (),
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
    documents : sequence of str or Path
        Files, and folders with all that is in them, that are packed as they are.
    freeze : str or Path, optional
        A record that `freeze` wrote before the scores were opened.
    claims : bool
        Whether to find the reasons' claims, which takes the most solves.
    progress : callable
        Called with a few words at each step.

    Raises
    ------
    DossierError
        If a document is missing, or two have one name.
    """
    source = Path(scenario)
    progress("reading")
    read, (_, files) = read_scenario(source), read_written(source)
    members = {f"inputs/{_below(source.parent, file)}": file.read_bytes() for file in files}
    members |= _documents([Path(path) for path in documents])
    if freeze is not None:
        members["freeze.json"] = _bytes(Path(freeze))
    solution = solve(read, progress=progress)
    progress("proving")
    certificate, leaves = _certificate(solution)
    progress("finding reasons")
    proven = claims and solution.status == "optimal"
    claimed = claims_of(reasons(solution)) if proven else []
    members |= {
        "model.mps": model_file(solution.model),
        "solution.json": solution.to_json().encode(),
        "certificate.json": certificate,
        "claims.json": written_json(claimed),
        "verify.py": verifier_file(),
    }
    manifest = _manifest(members, f"inputs/{source.name}", read.name)
    members["manifest.json"] = written_json(manifest)
    path = write_whole(Path(out), zipped(members))
    sizes = {name: len(members[name]) for name in sorted(members)}
    return Dossier(path, manifest["fingerprint"], sizes, solution, leaves, len(claimed))


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


def _manifest(members: Mapping[str, bytes], scenario: str, name: str) -> dict[str, Any]:
    listed = {member: hashlib.sha256(members[member]).hexdigest() for member in sorted(members)}
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "scenario": scenario,
        "name": name,
        "members": listed,
        "chain": chained(listed),
        "versions": {package: version(package) for package in PACKAGES} | {"python": platform.python_version()},
        "options": {"solver": "highs", "gap": 0, "threads": 1},
        "seed": None,  # nothing here is drawn at random
    }
    return manifest | {"fingerprint": fingerprint(manifest)}


def _certificate(solution: Solution) -> tuple[bytes, int | None]:
    try:
        certificate = certify(solution.model, solution.portfolio)
    except NoCertificateError as error:
        return written_json({"none": str(error)}), None
    return certificate.to_json().encode(), certificate.leaves


def _documents(paths: Sequence[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        inner = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inner:
            name = f"documents/{_below(path, file) if path.is_dir() else file.name}"
            if name in found:
                raise DossierError(f"two documents are called {name}")
            found[name] = _bytes(file)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DossierError(f"cannot read {path}: {error.strerror or error}") from None


def _below(folder: Path, file: Path) -> str:
    return file.resolve().relative_to(folder.resolve()).as_posix()
