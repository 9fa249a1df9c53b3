"""Verifying: everything in a dossier is checked again from its inputs, and whatever was changed is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from allocator.analysis.reasons import reasons
from allocator.certificate import Programme, order
from allocator.dossier import verifier
from allocator.dossier.archive import DossierError, plain, read_json, unzipped, zipped
from allocator.dossier.checking import check
from allocator.dossier.claims import claims_of
from allocator.dossier.freezing import differences, frozen, sha256_of
from allocator.dossier.inputs import unpacked_inputs
from allocator.dossier.official import differs_from
from allocator.dossier.packing import (
    FORMAT,
    certificate_of,
    chained,
    documents_of,
    fingerprint,
    frozen_in,
    model_file,
    verifier_file,
    versions,
)
from allocator.errors import AllocatorError
from allocator.optimum import solve
from allocator.proposal.basis import Analyses, analysed
from allocator.scenario import Scenario, ScenarioFile, read_scenario, read_written
from allocator.solution import Solution
from allocator.solver import available

MOST_CLAIMS = 1_000
"""The reasons of one application make fewer claims than this."""

ASKED = 25
"""Another solver is asked about so many of the programmes that claims speak of, unless about all."""

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", plain(self.words))


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


@dataclass(frozen=True)
class Wanted:
    """What is to be checked; see `verify`."""

    solve: bool = True
    claims: bool = True
    documents: bool = True
    every_claim: bool = False
    time_limit: float | None = None


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
    members: Members
    manifest: dict[str, Any]
    wanted: Wanted
    progress: Callable[[str], None]

    def findings(self) -> Iterator[Finding]:
        yield from self._guarded("manifest.json", self._hashes)
        yield from self._guarded("certificate.json", self._proof)
        if self.wanted.solve:
            yield from self._guarded("inputs", self._again)
        else:
            yield Finding("unknown", "inputs: nothing was made from them again")

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

    def _again(self) -> Iterator[Finding]:
        """Make everything again from the inputs."""
        with unpacked_inputs(self.members, self.manifest) as path:
            scenario, (written, _) = read_scenario(path), read_written(path)
        yield from self._guarded("freeze.json", lambda: self._frozen(written))
        self.progress("solving again")
        solution = solve(scenario, time_limit=self.wanted.time_limit)
        yield from self._guarded("solution.json", lambda: self._solution(solution))
        yield from self._guarded("certificate.json", lambda: self._programme(solution))
        yield from self._guarded("model.mps", lambda: self._model(solution))
        yield from self._guarded("solution.json", lambda: self._others(scenario, solution))
        yield from self._guarded("claims.json", lambda: self._claims(solution))
        yield from self._guarded("documents", lambda: self._documents(solution, written))

    def _frozen(self, now: ScenarioFile) -> Iterator[Finding]:
        if "freeze.json" not in self.members:
            yield Finding("unknown", "freeze.json: rules and weights were not frozen, or the record was not packed")
            return
        record = read_json(self.members, "freeze.json")
        if sha256_of(record["content"]) != record["sha256"]:
            yield Finding("changed", "freeze.json: changed, its content is not that of its hash")
        told = list(differences(record["content"], frozen(now)["content"]))
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
        """Check that the certificate speaks of what the inputs give, and proves as much as can be had."""
        said = read_json(self.members, "certificate.json")
        if "none" in said or said["unproven"] is not None:
            self.progress("proving again")
            made = json.loads(certificate_of(solution)[0])
            if "none" in said and "none" not in made:
                yield Finding("changed", "certificate.json: says that there is none, and one can be had")
            if "none" in said:
                return
        else:
            goals = list(islice(order(solution.model), len(said["goals"])))
            made = json.loads(json.dumps(Programme(solution.model, goals).content))
            made |= {"portfolio": said["portfolio"], "unproven": None}  # replayed, and compared with the solution
        proven = {key: value for key, value in made.items() if key != "tree"}
        told = list(differences(proven, {key: value for key, value in said.items() if key != "tree"}))
        yield from _differing("certificate.json", told, "made from the inputs → written")
        if not told:
            yield Finding("well", "the certificate is of the rows and the order that the inputs give")

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
            other = solve(scenario, solver=name, time_limit=self.wanted.time_limit)
            if "feasible" in (other.status, solution.status):
                yield Finding("unknown", f"{name} was stopped before it had proven anything")
            elif other.portfolio == solution.portfolio:
                yield Finding("well", f"{name} decides the same from the inputs")
            else:
                yield Finding("changed", f"solution.json: {name} decides otherwise from the inputs")

    def _claims(self, solution: Solution) -> Iterator[Finding]:
        claims = read_json(self.members, "claims.json")
        if not self.wanted.claims or not claims:
            yield Finding("unknown", f"claims.json: its {len(claims)} claims were not checked")
            return
        if len(claims) > MOST_CLAIMS * len(solution.scenario.call.applications):
            raise DossierError("claims.json: more claims than reasons make")
        other = next((name for name in available() if name != "highs"), None)
        checked, asked, wrong = 0, 0, list[str]()
        try:
            for part in check(claims, solution.model, other, None if self.wanted.every_claim else ASKED):
                checked, asked, wrong = checked + part.claims, asked + part.asked, [*wrong, *part.wrong]
                self.progress(f"re-solving for claims: {checked} of {len(claims)}")
        except KeyboardInterrupt:
            yield from _differing("claims.json", wrong, "not so")
            yield Finding("unknown", f"claims.json: stopped when {checked} of {len(claims)} claims were checked")
            raise
        yield from _differing("claims.json", wrong, "not so")
        if not wrong:
            yield Finding("well", f"all {len(claims)} claims of the reasons hold, by re-solves")
        if not wrong and other is not None:
            yield Finding(
                "well", f"{other} finds the same optimum in the {asked} of their programmes it was asked about"
            )

    def _documents(self, solution: Solution, scenario: ScenarioFile) -> Iterator[Finding]:
        """Write the documents again and compare the bytes; and the claims with those of the reasons in them."""
        written = {name: data for name, data in self.members.items() if name.startswith("documents/")}
        options = self.manifest["options"]
        if not self.wanted.documents:
            yield Finding("unknown", f"documents: the {len(written)} of them were not written again")
            return
        if other := [name for name, number in versions().items() if self.manifest["versions"][name] != number]:
            said = f"written by another version of {', '.join(other)}, so only their hashes were checked"
            yield Finding("unknown", f"documents: {said}")
            return
        if options["documents"] is None:
            analyses, made = Analyses(reasons(solution) if options["claims"] else None), dict[str, bytes]()
        else:
            analyses = analysed(solution, freeze=frozen_in(self.members, scenario), progress=self.progress)
            made = documents_of(solution, analyses, options["documents"], self.progress)
        told = [name for name in sorted({*made, *written}) if made.get(name) != written.get(name)]
        yield from _differing("documents", told, "not what the inputs give")
        if not told:
            yield Finding("well", f"all {len(written)} documents are, to the byte, what the inputs give")
        claims = claims_of(analyses.reasons) if options["claims"] and analyses.reasons else []
        told = list(differences(claims, read_json(self.members, "claims.json"), "claims"))
        yield from _differing("claims.json", told, "claimed by the reasons → written")


def _differing(name: str, told: list[str], what: str) -> Iterator[Finding]:
    for words in told[:MOST_TOLD]:
        yield Finding("changed", f"{name}: {what}: {words}")
    if len(told) > MOST_TOLD:
        yield Finding("changed", f"{name}: {what}: and {len(told) - MOST_TOLD} more")
