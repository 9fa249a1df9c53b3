"""Verifying: everything in a dossier is checked again from its inputs, and whatever was changed is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from allocator.certificate import NoCertificateError, Programme, certify
from allocator.dossier import verifier
from allocator.dossier.archive import DossierError, read_json, unzipped, zipped
from allocator.dossier.claims import untrue
from allocator.dossier.freezing import differences, frozen, sha256_of
from allocator.dossier.official import differs_from
from allocator.dossier.packing import FORMAT, chained, fingerprint, model_file, verifier_file
from allocator.errors import AllocatorError
from allocator.optimum import solve
from allocator.scenario import Scenario, read_scenario, read_written
from allocator.solution import Solution
from allocator.solver import available

MOST_CLAIMS = 100
"""The reasons of one application make fewer claims than this."""

MOST_TOLD = 5
"""So many differences in one file are told; of the rest, their number."""

_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, OSError)
"""What reading a file of the wrong shape ends in."""

Members = dict[str, bytes]


@dataclass(frozen=True)
class Finding:
    """One thing that was checked.

    Attributes
    ----------
    verdict : {"well", "changed", "unknown"}
        Well; not as the dossier says; or not checked, and why.
    words : str
        What was checked or found; a changed file's name comes first.
    """

    verdict: Literal["well", "changed", "unknown"]
    words: str


@dataclass(frozen=True)
class Verification:
    """Everything that was checked, in the order in which it was."""

    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Whether nothing was found that is not as the dossier says."""
        return all(finding.verdict != "changed" for finding in self.findings)

    @property
    def changed(self) -> tuple[str, ...]:
        """What is not as the dossier says, in words."""
        return tuple(finding.words for finding in self.findings if finding.verdict == "changed")


def verify(
    dossier: str | Path,
    *,
    official: str | Path | None = None,
    claims: bool = True,
    time_limit: float | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Verification:
    """Check a dossier: hashes, feasibility, optimality by certificate and by solvers, claims, frozen rules.

    Nothing in it is executed, and nothing is unpacked but its inputs, into a folder that is gone afterwards.

    Parameters
    ----------
    dossier : str or Path
        A zip that `pack` wrote.
    official : str or Path, optional
        A record that `commit` wrote, with which it is compared.
    claims : bool
        Whether to re-solve for every claim of the reasons, which takes the most time.
    time_limit : float, optional
        Seconds for each solver.

    Raises
    ------
    DossierError
        If it is no dossier at all, or holds what none does.
    """
    path = Path(dossier)
    members, broken = unzipped(path)
    manifest = read_json(members, "manifest.json") if "manifest.json" not in broken else {}
    if broken:
        return Verification(tuple(Finding("changed", f"{name}: its bytes were changed") for name in broken))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DossierError(f"{path}: its manifest is none of {FORMAT!r}")
    check = _Check(path, members, manifest, claims, time_limit, progress)
    findings = list(check.findings())
    if official is not None:
        findings += [Finding("changed", words) for words in differs_from(official, members)] or [
            Finding("well", "it is the official dossier")
        ]
    return Verification(tuple(findings))


@dataclass(frozen=True)
class _Check:
    path: Path
    members: Members
    manifest: dict[str, Any]
    claims: bool
    time_limit: float | None
    progress: Callable[[str], None]

    def findings(self) -> Iterator[Finding]:
        yield from self._guarded("manifest.json", self._hashes)
        yield from self._guarded("certificate.json", self._proof)
        yield from self._guarded("inputs", self._again)

    @staticmethod
    def _guarded(name: str, step: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
        """Take a step; what is malformed is a finding and no traceback."""
        try:
            yield from step()
        except DossierError as error:
            yield Finding("changed", str(error))
        except AllocatorError as error:
            yield Finding("changed", f"{name}: {error}")
        except _MALFORMED as error:
            yield Finding("changed", f"{name}: malformed ({type(error).__name__})")

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
        proof = read_json(self.members, "certificate.json")
        if "none" in proof:
            yield Finding("unknown", f"certificate.json: there is none, since {proof['none']}")
            return
        try:
            value = verifier.check_portfolio(proof)
            yield Finding("well", f"the portfolio satisfies all {len(proof['rows'])} rows in whole numbers")
            verifier.check_solution(proof, read_json(self.members, "solution.json"), value)
            yield Finding("well", f"no portfolio is better, by the {verifier.check_tree(proof, value)} leaves")
        except verifier.RefusedError as refused:
            yield Finding("changed", str(refused))

    def _again(self) -> Iterator[Finding]:
        """Make everything again from the inputs."""
        inputs = {name: data for name, data in self.members.items() if name.startswith("inputs/")}
        if self.manifest["scenario"] not in inputs:
            raise DossierError(f"manifest.json: the scenario {self.manifest['scenario']!r} is not in the dossier")
        with TemporaryDirectory() as folder:
            for name, data in inputs.items():
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            path = Path(folder) / self.manifest["scenario"]
            scenario = read_scenario(path)
            yield from self._guarded("freeze.json", lambda: self._frozen(path))
        self.progress("solving again")
        solution = solve(scenario, time_limit=self.time_limit)
        yield from self._guarded("solution.json", lambda: self._solution(solution))
        yield from self._guarded("certificate.json", lambda: self._programme(solution))
        yield from self._guarded("model.mps", lambda: self._model(solution))
        yield from self._guarded("solution.json", lambda: self._others(scenario, solution))
        yield from self._guarded("claims.json", lambda: self._claims(scenario))

    def _frozen(self, path: Path) -> Iterator[Finding]:
        if "freeze.json" not in self.members:
            yield Finding("unknown", "freeze.json: rules and weights were not frozen, or the record was not packed")
            return
        record, now = read_json(self.members, "freeze.json"), frozen(read_written(path)[0])
        if sha256_of(record["content"]) != record["sha256"]:
            yield Finding("changed", "freeze.json: changed, its content is not that of its hash")
        told = list(differences(record["content"], now["content"]))
        yield from _differing("inputs", told, "changed after the rules were frozen")
        if not told:
            yield Finding("well", f"rules and weights are as they were frozen: {record['sha256']}")

    def _solution(self, solution: Solution) -> Iterator[Finding]:
        said, found = read_json(self.members, "solution.json"), json.loads(solution.to_json())
        if solution.status != "optimal":
            yield Finding("unknown", "highs was stopped before it had proven anything")
            return
        for content in (said, found):
            for key in ("solver", "second_opinion", "allocator"):
                content["provenance"].pop(key, None)
        told = list(differences(found, said))
        yield from _differing("solution.json", told, "solved again → written")
        if not told:
            yield Finding("well", "highs decides the same from the inputs, number by number")

    def _programme(self, solution: Solution) -> Iterator[Finding]:
        proof = read_json(self.members, "certificate.json")
        if "none" in proof:
            yield from self._none(solution)
            return
        programme = Programme(solution.model)
        content = json.loads(json.dumps(programme.content))
        told = list(differences(content, {key: proof.get(key) for key in content}))
        told += [f"{key}: not known" for key in proof.keys() - content.keys() - {"portfolio", "tree"}]
        yield from _differing("certificate.json", told, "made from the inputs → written")
        if not told:
            yield Finding("well", "the certificate is of the rows that the inputs give")

    @staticmethod
    def _none(solution: Solution) -> Iterator[Finding]:
        """Check that there is no certificate where the dossier says so."""
        try:
            certify(solution.model, solution.portfolio)
        except NoCertificateError:
            return
        yield Finding("changed", "certificate.json: says that there is none, and one can be had")

    def _model(self, solution: Solution) -> Iterator[Finding]:
        if self.members.get("model.mps") == model_file(solution.model):
            yield Finding("well", "the model is the one that the inputs give")
        elif self.manifest["versions"]["pulp"] != version("pulp"):
            yield Finding("unknown", "model.mps: written by another version of PuLP, so it was not compared")
        else:
            yield Finding("changed", "model.mps: not the model that the inputs give")

    def _others(self, scenario: Scenario, solution: Solution) -> Iterator[Finding]:
        others = [name for name in available() if name != "highs"]
        if not others:
            words = 'no other solver is installed to ask: pip install "allocator[second]"'
            yield Finding("unknown", words)
        for name in others:
            self.progress(f"asking {name}")
            other = solve(scenario, solver=name, time_limit=self.time_limit)
            if "feasible" in (other.status, solution.status):
                yield Finding("unknown", f"{name} was stopped before it had proven anything")
            elif other.portfolio == solution.portfolio:
                yield Finding("well", f"{name} decides the same from the inputs")
            else:
                yield Finding("changed", f"solution.json: {name} decides otherwise from the inputs")

    def _claims(self, scenario: Scenario) -> Iterator[Finding]:
        claims = read_json(self.members, "claims.json")
        if not self.claims or not claims:
            yield Finding("unknown", f"claims.json: its {len(claims)} claims were not checked")
            return
        if len(claims) > MOST_CLAIMS * len(scenario.call.applications):
            raise DossierError("claims.json: more claims than reasons make")
        self.progress(f"re-solving for {len(claims)} claims")
        wrong = untrue(claims, scenario)
        yield from _differing("claims.json", wrong, "not so")
        if not wrong:
            yield Finding("well", f"all {len(claims)} claims of the reasons hold, by re-solves")


def _differing(name: str, told: list[str], what: str) -> Iterator[Finding]:
    for words in told[:MOST_TOLD]:
        yield Finding("changed", f"{name}: {what}: {words}")
    if len(told) > MOST_TOLD:
        yield Finding("changed", f"{name}: {what}: and {len(told) - MOST_TOLD} more")
