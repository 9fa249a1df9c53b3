"""What the reasons claim, as statements that a machine can check: a changed scenario, and what then becomes of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from typing import Any

from allocator.analysis.reason import Reason
from allocator.analysis.reasons import Reasons
from allocator.analysis.resolve import Resolver, forced
from allocator.analysis.variants import with_budget, with_request, without
from allocator.exact import decimal_text, parse_fraction
from allocator.model import Model, formulate
from allocator.scenario import Scenario

Claim = dict[str, Any]
"""`application`; `changed`, one thing that is otherwise; and `expected`: `funded`, or else the objective's `value`."""


def claims_of(reasons: Reasons) -> list[Claim]:
    """Return every number that the reasons claim of an application, as statements to be checked by a re-solve."""
    return [claim for reason in reasons for claim in _claims(reasons, reason)]


def _claims(reasons: Reasons, reason: Reason) -> Iterator[Claim]:
    solution, i = reasons.solution, reason.application
    funded = reason.outcome == "funded"

    def claim(changed: dict[str, Any], **expected: Any) -> Claim:
        return {"application": i, "changed": changed, "expected": expected}

    if reason.outcome in {"ineligible", "below_threshold"}:
        if reason.place is not None:
            yield claim({"admitted": True}, funded=reason.place == "funded")
        return
    if reason.loss is None:
        yield claim({"decided": not funded}, value=None)
    else:
        other = solution.model.objective.at(solution.portfolio) - reason.loss
        yield claim({"decided": not funded}, value=decimal_text(solution.model.objective.shown(other)))
    for rule in reason.rules:
        yield claim({"without_rule": rule}, funded=True)
    if reason.request is not None and reason.request.requested is not None:
        yield claim({"requested": reason.request.requested}, funded=True)
        yield claim({"requested": reason.request.requested + 1}, funded=False)
    if reason.budget is not None and reason.budget.first is not None:
        yield claim({"available": reason.budget.first}, funded=True)
        yield claim({"available": reason.budget.first - 1}, funded=False)
    yield from _points(reasons, reason, claim)


def _points(reasons: Reasons, reason: Reason, claim: Callable[..., Claim]) -> Iterator[Claim]:
    """Yield that the points suffice, and that a published step beyond them turns the decision."""
    value = reasons.solution.model.assessments[reason.application].value
    if reason.points is None or value is None:
        return
    step = Fraction(1, 10**reasons.solution.scenario.call.terms.decimals)
    turn = value - reason.points.needed if reason.outcome == "funded" else value + reason.points.needed
    yield claim({"value": decimal_text(turn)}, funded=True)
    if turn >= step:
        yield claim({"value": decimal_text(turn - step)}, funded=False)


def untrue(claims: Sequence[Claim], scenario: Scenario) -> list[str]:
    """Re-solve for every claim; return those that do not hold, in words."""
    model = formulate(scenario)
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lambda claim: _found(claim, model), claims))
    return [
        f"{claim['application']}, {_said(claim['changed'])}: claimed {_said(claim['expected'])}, found {_said(result)}"
        for claim, result in zip(claims, found, strict=True)
        if result != claim["expected"]
    ]


def _said(statement: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in statement.items())


def _found(claim: Claim, unchanged: Model) -> dict[str, Any]:
    """Return what is found of a claim's application, in the words of what was expected."""
    i, changed = claim["application"], claim["changed"]
    model = _changed(unchanged, i, changed)
    resolver = Resolver(model)
    rows = [forced(model, i, funded=bool(changed["decided"]))] if "decided" in changed else []
    if "value" in claim["expected"]:
        best = resolver.best(rows)
        return {"value": None if best is None else decimal_text(model.objective.shown(resolver.value(best)))}
    first = resolver.first(rows)
    return {"funded": first is not None and i in resolver.funded(first)}


def _changed(model: Model, i: str, changed: dict[str, Any]) -> Model:
    """Return the model with one thing changed; what the reviewers said stays, and is not averaged again."""
    [(what, value)] = changed.items()
    scenario, assessments, admitted = model.scenario, model.assessments, frozenset[str]()
    if what == "decided":
        return model
    if what == "admitted":
        admitted = frozenset({i})
    elif what == "without_rule":
        scenario = without(scenario, [value])
    elif what == "requested":
        scenario = with_request(scenario, i, value)
    elif what == "available":
        scenario = with_budget(scenario, value)
    elif what == "value":
        assessments = {**assessments, i: replace(assessments[i], value=parse_fraction(value))}
    else:
        raise ValueError(f"unknown change {what}")
    return formulate(scenario, admitted=admitted, assessments=assessments)
