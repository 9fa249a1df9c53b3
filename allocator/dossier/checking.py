"""Checking the claims of reasons: each programme that they speak of is made from the inputs and solved again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from allocator.analysis.resolve import Resolver, forced
from allocator.analysis.variants import with_budget, with_request, without
from allocator.dossier.claims import Claim
from allocator.errors import SolverError
from allocator.exact import decimal_text, parse_fraction, round_half_up
from allocator.model import Model, formulate
from allocator.optimum import Search
from allocator.rows import Linear, Portfolio, Row
from allocator.scoring import Assessment
from allocator.solver import Answer, SolverName, run

_OF_ALL = {"available", "without_rule"}
"""Changes that are the same whichever application a claim is about."""

_OF_NONE = {"decided", "swapped"}
"""Questions about the model as it is."""


@dataclass(frozen=True)
class Checked:
    """What came of the claims about one changed programme.

    Attributes
    ----------
    claims : int
        How many there were.
    wrong : tuple of str
        Those that do not hold, in words.
    asked : int
        Optima that another solver was asked for, too.
    """

    claims: int
    wrong: tuple[str, ...]
    asked: int


def check(
    claims: Sequence[Claim], model: Model, other: SolverName | None = None, most_asked: int | None = None
) -> Iterator[Checked]:
    """Re-solve for every claim, programme by programme.

    Parameters
    ----------
    model : Model
        Made from the inputs.
    other : {"scip", "cbc"}, optional
        A second solver, whose optimum must be the same.
    most_asked : int, optional
        It is asked about so many of the programmes, evenly taken; about all of them unless told.
    """
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_programme(claim), []).append(claim)
    every = -(-len(groups) // (most_asked or len(groups)))
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        jobs = [
            pool.submit(_checked, group, model, other if number % every == 0 else None)
            for number, group in enumerate(groups.values())
        ]
        for job in jobs:
            yield job.result()
    finally:  # whoever stops here waits for no more than what is being solved
        pool.shutdown(cancel_futures=True)


def _programme(claim: Claim) -> str:
    """Return what tells the programme of a claim from others."""
    [(what, otherwise)] = claim["changed"].items()
    if what in _OF_NONE:
        return f"decided {claim['application']}"
    return json.dumps([what, otherwise, None if what in _OF_ALL else claim["application"]])


def _checked(claims: Sequence[Claim], unchanged: Model, other: SolverName | None) -> Checked:
    programme = _Programme(_changed(unchanged, claims[0]), other)
    wrong = []
    for claim in claims:
        found = programme.found(claim)
        if found != claim["expected"]:
            said = f"claimed {_said(claim['expected'])}, found {_said(found)}"
            wrong.append(f"{claim['application']}, {_said(claim['changed'])}: {said}")
    return Checked(len(claims), (*wrong, *programme.disputed), programme.asked)


def _said(statement: dict[str, Any]) -> str:
    return ", ".join(f"{key} {json.dumps(value, ensure_ascii=False)}" for key, value in statement.items())


class _Programme:
    """One programme and its answers, each sought once."""

    def __init__(self, model: Model, other: SolverName | None) -> None:
        self.model, self.other = model, other
        self.resolver = Resolver(model)
        self.disputed: list[str] = []
        self.asked = 0
        self._first: dict[str, Portfolio | None] = {}

    def found(self, claim: Claim) -> dict[str, Any]:
        """Return what is found of a claim's application, in the words of what was expected."""
        i, [(what, otherwise)] = claim["application"], claim["changed"].items()
        if what == "swapped":
            return {"breaks": self._broken(i, otherwise)}
        row = forced(self.model, i, funded=bool(otherwise)) if what == "decided" else None
        first = self.first(row)
        if "value" in claim["expected"]:
            objective = self.model.objective
            return {"value": None if first is None else decimal_text(objective.shown(objective.at(first)))}
        funded = frozenset[str]() if first is None else self.resolver.funded(first)
        if "leave" in claim["expected"]:
            decided = self.first(None)
            before = frozenset[str]() if decided is None else self.resolver.funded(decided)
            return {"leave": self._listed(before - funded - {i}), "come": self._listed(funded - before - {i})}
        return {"funded": i in funded}

    def first(self, row: Row | None) -> Portfolio | None:
        """Return the first portfolio of the published order, under one more row if there is one."""
        name = "" if row is None else row.name
        if name not in self._first:
            extra = [] if row is None else [row]
            self._first[name] = found = self.resolver.first(extra)
            if self.other is not None:
                self._ask(extra, found)
        return self._first[name]

    def _ask(self, extra: Sequence[Row], found: Portfolio | None) -> None:
        """Ask the other solver for its optimum, which must be as great."""

        def engine(goal: Linear | None, rows: Sequence[Row]) -> Answer:
            return run(self.model, goal, [*self.model.rows, *rows], solver=self.other or "highs")

        objective = self.model.objective
        try:
            answer = Search(self.model, engine).best(objective.form, extra)
        except SolverError:
            return  # it has no answer, so it has no other
        values = [None if p is None else objective.shown(objective.at(p)) for p in (answer.portfolio, found)]
        self.asked += 1
        if values[0] != values[1]:
            ours, theirs = ("nothing" if v is None else decimal_text(v) for v in reversed(values))
            self.disputed.append(f"{' '.join(r.name for r in extra)}: highs finds {ours}, {self.other} {theirs}")

    def _broken(self, i: str, funded: str) -> dict[str, str]:
        """Return the rows that putting one application in the place of another breaks, and by how much."""
        awards, decided = self.model.candidates.awards, self.first(None)
        kept = [] if decided is None else [p for p in decided.awards if awards[p].application != funded]
        taken = next(p for p, award in enumerate(awards) if award.application == i)
        swapped = Portfolio([*kept, taken])
        return {row.name: decimal_text(-row.slack(swapped)) for row in self.model.broken(swapped)}

    def _listed(self, ids: frozenset[str]) -> list[str]:
        return [a.id for a in self.model.scenario.call.applications if a.id in ids]


def _changed(model: Model, claim: Claim) -> Model:
    """Return the model with one thing changed; what the reviewers said stays, and is not averaged again."""
    i, [(what, otherwise)] = claim["application"], claim["changed"].items()
    scenario, assessments, admitted = model.scenario, dict(model.assessments), frozenset[str]()
    if what in _OF_NONE:
        return model
    if what == "admitted":
        admitted = frozenset({i})
    elif what == "without_rule":
        scenario = without(scenario, [otherwise])
    elif what == "requested":
        scenario = with_request(scenario, i, otherwise)
    elif what == "available":
        scenario = with_budget(scenario, otherwise)
    elif what == "value":
        assessments[i] = replace(assessments[i], value=parse_fraction(otherwise))
    elif what == "mean":
        assessments[i] = _with_mean(model, assessments[i], otherwise)
    else:
        raise ValueError(f"unknown change {what}")
    return formulate(scenario, admitted=admitted, assessments=assessments)


def _with_mean(model: Model, assessment: Assessment, mean: dict[str, str]) -> Assessment:
    """Return what an application would be worth with another mean on one criterion."""
    terms = model.scenario.call.terms
    exact = {**assessment.exact, mean["criterion"]: parse_fraction(mean["mean"])}
    weighted = sum((terms.criteria[name].weight * points for name, points in exact.items()), Fraction(0))
    published = {name: round_half_up(points, terms.decimals) for name, points in exact.items()}
    return replace(assessment, exact=exact, means=published, value=round_half_up(weighted, terms.decimals))
