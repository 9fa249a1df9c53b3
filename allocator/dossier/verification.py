"""Verifying: everything in a dossier is checked again from its inputs, and whatever was changed is named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from allocator.dossier import verifier
from allocator.dossier.archive import DossierError, read_json, unzipped, zipped
from allocator.dossier.finding import Finding, Verification, guarded
from allocator.dossier.official import differs_from
from allocator.dossier.packing import FORMAT, chained, fingerprint, verifier_file
from allocator.dossier.remade import Remade, Wanted


def verify(
    dossier: str | Path,
    *,
    official: str | Path | None = None,
    solve: bool = True,
    claims: bool = True,
    documents: bool = True,
    every_claim: bool = False,
    time_limit: float | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Verification:
    """Check a dossier: hashes, feasibility, optimality by certificate and by solvers, claims, frozen rules, documents.

    Nothing in it is executed, and nothing is unpacked but its inputs, into a folder that is gone afterwards.

    Parameters
    ----------
    dossier : str or Path
        A zip that `pack` wrote.
    official : str or Path, optional
        A record that `commit` wrote, with which it is compared.
    solve : bool
        Whether to make everything again from the inputs; if not, only hashes and certificate are checked.
    claims : bool
        Whether to re-solve for every claim of the reasons.
    documents : bool
        Whether to write every document again and compare the bytes, which takes the most time.
    every_claim : bool
        Whether to ask another solver about every claim; if not, about some of them.
    time_limit : float, optional
        Seconds for each solver.

    Raises
    ------
    DossierError
        If it is no dossier at all, or holds what none does.
    """
    wanted = Wanted(solve, claims, documents, every_claim, time_limit)
    return Verification(tuple(findings(dossier, wanted, official=official, progress=progress)))


def findings(
    dossier: str | Path,
    wanted: Wanted,
    *,
    official: str | Path | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Iterator[Finding]:
    """Yield what is found as soon as it is; whoever stops has what was found so far."""
    path = Path(dossier)
    members, broken = unzipped(path)
    manifest = read_json(members, "manifest.json") if "manifest.json" not in broken else {}
    if broken:
        yield from (Finding("changed", f"{name}: its bytes were changed") for name in broken)
        return
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DossierError(f"{path}: its manifest is none of {FORMAT!r}")
    if official is not None:
        differing = differs_from(official, members)
        yield from (Finding("changed", words) for words in differing)
        if not differing:
            yield Finding("well", "it is the official dossier")
    yield from _Check(path, members, manifest, wanted, progress).findings()


@dataclass(frozen=True)
class _Check:
    path: Path
    members: dict[str, bytes]
    manifest: dict[str, Any]
    wanted: Wanted
    progress: Callable[[str], None]

    def findings(self) -> Iterator[Finding]:
        yield from guarded("manifest.json", self._hashes)
        yield from guarded("certificate.json", self._proof)
        if self.wanted.solve:
            remade = Remade(self.members, self.manifest, self.wanted, self.progress)
            yield from guarded("inputs", remade.findings)
        else:
            yield Finding("unknown", "inputs: nothing was made from them again")

    def _hashes(self) -> Iterator[Finding]:
        self.progress("hashing")
        manifest, members = self.manifest, self.members
        listed = manifest["members"]
        wrong = [f"{name}: missing" for name in listed if name not in members]
        wrong += [f"{name}: not in the manifest" for name in members if name not in {*listed, "manifest.json"}]
        wrong += [
            f"{name}: changed, its SHA-256 is not the manifest's"
            for name, said in listed.items()
            if name in members and hashlib.sha256(members[name]).hexdigest() != said
        ]
        if chained(listed) != manifest["chain"]:
            wrong.append("manifest.json: the hash chain is not that of its members")
        if fingerprint(manifest) != manifest["fingerprint"]:
            wrong.append("manifest.json: changed, its content is not that of its fingerprint")
        if zipped(members) != self.path.read_bytes():
            wrong.append(f"{self.path.name}: the zip itself was changed around its members")
        yield from (Finding("changed", words) for words in wrong)
        if not wrong:
            yield Finding("well", f"{len(listed)} files have the hashes of the manifest {manifest['fingerprint']}")
        if members.get("verify.py") != verifier_file():
            ours = manifest["versions"]["allocator"] == version("allocator")
            words = "verify.py: not the verifier of this version of allocator; it was not run"
            yield Finding("changed" if ours else "unknown", words)

    def _proof(self) -> Iterator[Finding]:
        """Check portfolio and tree with the verifier that needs no solver: ours, never the one inside."""
        self.progress("replaying the certificate")
        read_json(self.members, "certificate.json")
        try:
            proof = verifier.parsed(self.members["certificate.json"])
            if "none" in proof:
                yield Finding("unknown", f"certificate.json: there is none, since {proof['none']}")
                return
            values = verifier.check_portfolio(proof)
            yield Finding("well", f"the portfolio satisfies all {len(proof['rows'])} rows in whole numbers")
            read_json(self.members, "solution.json")
            verifier.check_solution(proof, verifier.parsed(self.members["solution.json"]), values[0])
            alone = verifier.check_order(proof, values)
            leaves = sum(node[0] == "leaf" for node in proof["tree"])
            yield Finding("well", f"no portfolio is better, by the {leaves} leaves of the certificate")
            if alone:
                yield Finding("well", "none that is as good comes before it in the published order, by the certificate")
            else:
                yield Finding("unknown", f"certificate.json: ties are not proven, {proof['unproven']}")
        except verifier.RefusedError as refused:
            yield Finding("changed", str(refused))
