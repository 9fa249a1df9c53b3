"""What the reasons claim, as statements that a machine can check: one thing changed, and what then becomes of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from allocator.analysis.reason import Reason
from allocator.analysis.reasons import Reasons
from allocator.analysis.thresholds import BudgetThreshold
from allocator.analysis.variants import may_go
from allocator.exact import decimal_text

Claim = dict[str, Any]
"""`application`; `changed`, one thing that is otherwise, by its name; and `expected`, what is then found.

changed
    `decided`: the opposite is decided; `swapped`: it takes the place of this one; `without_rule`; `available`: so many
    euros in all; `requested`; `value`: published points; `mean`: on one criterion; `admitted`: it is compared.
expected
    `funded`; or the objective's `value`, null where nothing fits; who would `leave` and `come`; or the rows that it
    `breaks`, and by how much.
"""

_BUDGETS = 24
"""So many budgets, evenly taken from all that the reasons name, are claimed of every application."""

_Claiming = Callable[..., Claim]


def claims_of(reasons: Reasons) -> list[Claim]:
    """Return everything that the reasons claim of an application, as statements to be checked by a re-solve."""
    budgets = _budgets(reasons)
    return [claim for reason in reasons for claim in _claims(reasons, reason, budgets)]


def _claims(reasons: Reasons, reason: Reason, budgets: list[int]) -> Iterator[Claim]:
    def claim(what: str, otherwise: Any, **expected: Any) -> Claim:
        return {"application": reason.application, "changed": {what: otherwise}, "expected": expected}

    if reason.outcome in {"ineligible", "below_threshold"}:
        if reason.place is not None:
            yield claim("admitted", True, funded=reason.place == "funded")
        return
    yield from _opposite(reasons, reason, claim)
    yield from _points(reasons, reason, claim)
    yield from _request(reason, claim)
    if reason.outcome == "not_funded":
        yield from _criteria(reasons, reason, claim)
        yield from _budget(reason.budget, budgets, claim)
        for swap in reason.swaps:
            broken = {row.name: decimal_text(over) for row, over in swap.broken}
            yield claim("swapped", swap.funded, breaks=broken)
        for rule in reasons.solution.scenario.rules:
            if may_go(reasons.solution.scenario, rule):
                yield claim("without_rule", rule, funded=rule in reason.rules)


def _opposite(reasons: Reasons, reason: Reason, claim: _Claiming) -> Iterator[Claim]:
    """Yield what the opposite decision costs, and who would leave and come."""
    opposite, objective = reason.outcome != "funded", reasons.solution.model.objective
    if reason.loss is None:
        yield claim("decided", opposite, value=None)
        return
    other = objective.at(reasons.solution.portfolio) - reason.loss
    yield claim("decided", opposite, value=decimal_text(objective.shown(other)))
    yield claim("decided", opposite, leave=list(reason.displaced), come=list(reason.joined))


def _points(reasons: Reasons, reason: Reason, claim: _Claiming) -> Iterator[Claim]:
    """Yield that the points suffice, and that a published step beyond them turns the decision."""
    value, step = reasons.solution.model.assessments[reason.application].value, _step(reasons)
    if reason.points is None or value is None:
        return
    turn = value - reason.points.needed if reason.outcome == "funded" else value + reason.points.needed
    yield claim("value", decimal_text(turn), funded=True)
    if turn >= step:
        yield claim("value", decimal_text(turn - step), funded=False)


def _criteria(reasons: Reasons, reason: Reason, claim: _Claiming) -> Iterator[Claim]:
    """Yield that a criterion's mean suffices alone and a step less does not, or that the top of its scale does not."""
    for need in reason.criteria:
        top = reasons.solution.scenario.call.terms.criteria[need.criterion].scale[1]
        ends = [(need.needed, True), (need.needed - _step(reasons), False)] if need.possible else [(top, False)]
        for mean, funded in ends:
            yield claim("mean", {"criterion": need.criterion, "mean": decimal_text(Fraction(mean))}, funded=funded)


def _request(reason: Reason, claim: _Claiming) -> Iterator[Claim]:
    """Yield that it is funded up to a request and at one euro more is not; or that no request turns the decision."""
    if reason.request is None:
        return
    if reason.request.requested is None:
        yield claim("requested", reason.request.limit, funded=reason.outcome == "funded")
        return
    yield claim("requested", reason.request.requested, funded=True)
    yield claim("requested", reason.request.requested + 1, funded=False)


def _budgets(reasons: Reasons) -> list[int]:
    """Return budgets at which reasons say that some decision turns, and a euro before each: not more than a few."""
    known = [reason.budget for reason in reasons if reason.budget is not None]
    turns = {turn for budget in known for turn in (budget.first, budget.dropped) if turn is not None}
    named = sorted({b for turn in turns for b in (turn - 1, turn)} | {budget.searched for budget in known})
    return named[:: -(-len(named) // _BUDGETS) or 1]


def _budget(budget: BudgetThreshold | None, budgets: list[int], claim: _Claiming) -> Iterator[Claim]:
    """Yield the first budget, a euro less, the one at which it drops out, and what is between and beyond them."""
    if budget is None:
        return
    turns = {b for turn in (budget.first, budget.dropped) if turn is not None for b in (turn - 1, turn)}
    for available in sorted({*turns, *(budgets if budget.complete else ())}):
        if (funded := _funded_at(budget, available)) is not None:
            yield claim("available", available, funded=funded)


def _funded_at(budget: BudgetThreshold, available: int) -> bool | None:
    """Say whether a reason claims that it is funded at a budget; None where it claims nothing."""
    if available > budget.searched:
        return None
    if budget.first is None or available < budget.first:
        return False
    if budget.dropped is None or available < budget.dropped:
        return True
    return False if available == budget.dropped else None


def _step(reasons: Reasons) -> Fraction:
    return Fraction(1, 10**reasons.solution.scenario.call.terms.decimals)
