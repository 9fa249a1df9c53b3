"""Making everything in a dossier again from its inputs, and comparing it with what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import Any

from allocator.analysis.reasons import reasons
from allocator.certificate import Programme, order
from allocator.dossier.archive import DossierError, read_json
from allocator.dossier.checking import check
from allocator.dossier.claims import claims_of
from allocator.dossier.finding import Finding, differing, guarded
from allocator.dossier.freezing import differences, frozen, sha256_of
from allocator.dossier.inputs import unpacked_inputs
from allocator.dossier.packing import certificate_of, documents_of, frozen_in, model_file, versions
from allocator.optimum import solve
from allocator.proposal.basis import Analyses, analysed
from allocator.scenario import Scenario, ScenarioFile, read_scenario, read_written
from allocator.solution import Solution
from allocator.solver import available

MOST_CLAIMS = 1_000
"""The reasons of one application make fewer claims than this."""

ASKED = 25
"""Another solver is asked about so many of the programmes that claims speak of, unless about all."""


@dataclass(frozen=True)
class Wanted:
    """What is to be checked; see `verify`."""

    solve: bool = True
    claims: bool = True
    documents: bool = True
    every_claim: bool = False
    time_limit: float | None = None


@dataclass(frozen=True)
class Remade:
    """What a dossier's inputs give now, step by step.

    Attributes
    ----------
    members : mapping of str to bytes
        Of the dossier.
    manifest : mapping
    wanted : Wanted
    progress : callable
        Called with a few words at each step.
    """

    members: dict[str, bytes]
    manifest: dict[str, Any]
    wanted: Wanted
    progress: Callable[[str], None]

    def findings(self) -> Iterator[Finding]:
        """Make everything again, and yield what is found of it."""
        with unpacked_inputs(self.members, self.manifest) as path:
            scenario, (written, _) = read_scenario(path), read_written(path)
        yield from guarded("freeze.json", lambda: self._frozen(written))
        self.progress("solving again")
        solution = solve(scenario, time_limit=self.wanted.time_limit)
        yield from guarded("solution.json", lambda: self._solution(solution))
        yield from guarded("certificate.json", lambda: self._programme(solution))
        yield from guarded("model.mps", lambda: self._model(solution))
        yield from guarded("solution.json", lambda: self._others(scenario, solution))
        yield from guarded("claims.json", lambda: self._claims(solution))
        yield from guarded("documents", lambda: self._documents(solution, written))

    def _frozen(self, now: ScenarioFile) -> Iterator[Finding]:
        if "freeze.json" not in self.members:
            yield Finding("unknown", "freeze.json: rules and weights were not frozen, or the record was not packed")
            return
        record = read_json(self.members, "freeze.json")
        if sha256_of(record["content"]) != record["sha256"]:
            yield Finding("changed", "freeze.json: changed, its content is not that of its hash")
        told = list(differences(record["content"], frozen(now)["content"]))
        yield from differing("inputs", told, "changed after the rules were frozen")
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
        yield from differing("solution.json", told, "solved again → written")
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
        yield from differing("certificate.json", told, "made from the inputs → written")
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
            yield from differing("claims.json", wrong, "not so")
            yield Finding("unknown", f"claims.json: stopped when {checked} of {len(claims)} claims were checked")
            raise
        yield from differing("claims.json", wrong, "not so")
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
        other = [name for name, number in versions().items() if self.manifest["versions"][name] != number]
        if options["documents"] is None and not written:
            yield Finding("unknown", "documents: none were packed")
        elif not self.wanted.documents:
            yield Finding("unknown", f"documents: the {len(written)} of them were not written again")
        elif other:
            said = f"written by another version of {', '.join(other)}, so only their hashes were checked"
            yield Finding("unknown", f"documents: {said}")
        if other or not self.wanted.documents:
            return
        if options["documents"] is None:
            analyses, made = Analyses(reasons(solution) if options["claims"] else None), dict[str, bytes]()
        else:
            analyses = analysed(solution, freeze=frozen_in(self.members, scenario), progress=self.progress)
            made = documents_of(solution, analyses, options["documents"], self.progress)
        told = [name for name in sorted({*made, *written}) if made.get(name) != written.get(name)]
        yield from differing("documents", told, "not what the inputs give")
        if written and not told:
            yield Finding("well", f"all {len(written)} documents are, to the byte, what the inputs give")
        claims = claims_of(analyses.reasons) if options["claims"] and analyses.reasons else []
        told = list(differences(claims, read_json(self.members, "claims.json"), "claims"))
        yield from differing("claims.json", told, "claimed by the reasons → written")
