"""The reasons of one application: what became of it and why, and what would have sufficed, one way a row."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from allocator.analysis.reason import Points, Reason
from allocator.analysis.sentences import sentences
from allocator.analysis.thresholds import BudgetThreshold, RequestThreshold
from allocator.dashboard.applications import regions_of
from allocator.dashboard.views import View, write
from allocator.rules.budget import Budget
from allocator.rules.lock import Lock
from allocator.solution import Solution
from allocator.writing import decimal, euros, percent

Way = tuple[str, str, str]
"""What would have had to differ, up to where, and a note."""


def drawer(view: View, solution: Solution, i: str, reason: Reason | None, *, stopped: bool = False) -> str:
    """Write the reasons of one application; without a reason it says that they are being worked out, or stopped."""
    call, assessment, language = solution.scenario.call, solution.model.assessments[i], view.language
    criteria = [
        (
            criterion.title[language],
            percent(criterion.weight, language),
            decimal(assessment.means[name], call.terms.decimals, language),
            int(100 * assessment.means[name] / criterion.scale[1]),
        )
        for name, criterion in call.terms.criteria.items()
        if name in assessment.means and criterion.scale[1]
    ]
    award, outcome = solution.award(i), view.outcome(solution, i)
    value = "–" if assessment.value is None else decimal(assessment.value, call.terms.decimals, language)
    figures = [
        (view.say("value"), value),
        (view.say("requested_sum"), euros(call[i].requested, language)),
        (view.say("award_sum"), euros(award.euros, language) if award else "–"),
    ]
    locks = (name for name, rule in solution.scenario.rules.items() if isinstance(rule, Lock) and rule.application == i)
    lock = next(locks, "")
    about = f"{call[i].applicant} · {regions_of(view, solution, i)}"
    state = "known" if reason else "stopped" if stopped else "waiting" if solution.status == "optimal" else "none"
    told, ways = list[str](), list[Way]()
    if reason is not None:
        told = sentences(solution, reason, language, ways=False)
        # What stands in the box above is not said again.
        told = told[1:] if reason.outcome in ("funded", "not_funded") else told
        ways = list(sufficed(view, solution, reason))
    given = (call[i], about, outcome[0], outcome[1], figures, state, told, ways, criteria, lock)
    return write("applications", "reasons", view, *given)


def sufficed(view: View, solution: Solution, reason: Reason) -> Iterator[Way]:
    """Yield each single thing that would have funded an application that is not funded, and those that would not."""
    if reason.outcome != "not_funded":
        return
    if reason.points:
        yield _points(view, solution, reason.points)
    if reason.criteria:
        yield view.say("one_criterion"), *_criterion(view, solution, reason)
    if reason.request:
        yield view.say("request_sum"), *_request(view, solution, reason)
    if reason.budget:
        yield view.say("budget_sum"), *_budget(view, reason.budget)
    rules = [name for name in reason.rules if not isinstance(solution.scenario.rules[name], Budget)]
    for name in rules:
        title = solution.scenario.rule_title(name)[view.language]
        yield view.say("rule"), view.say("without_rule", rule=title), view.say("not_alone") if name == rules[-1] else ""
    if not rules:
        yield view.say("rule"), "–", view.say("no_rule")


def _points(view: View, solution: Solution, points: Points) -> Way:
    note = ""
    if not points.difference:
        note = view.say("was_tie")
    elif points.tie and points.needed > points.difference:
        note = view.say("tie_at", n=f"+{_written(view, solution, points.difference)}")
    return view.say("scores"), f"+{_written(view, solution, points.needed)}", note


def _criterion(view: View, solution: Solution, reason: Reason) -> tuple[str, str]:
    terms = solution.scenario.call.terms
    step = 10**terms.decimals
    ways = [
        f"{terms.criteria[need.criterion].title[view.language]} {decimal(need.mean, terms.decimals, view.language)} → "
        f"{decimal(Fraction(ceil(need.needed * step), step), terms.decimals, view.language)}"
        for need in reason.criteria
        if need.possible
    ]
    return ("; ".join(ways), "") if ways else ("–", view.say("no_criterion"))


def _request(view: View, solution: Solution, reason: Reason) -> tuple[str, str]:
    request: RequestThreshold | None = reason.request
    assert request is not None
    if request.requested is None:
        return "–", view.say("no_request", n=euros(request.limit, view.language))
    less = solution.scenario.call[reason.application].requested - request.requested
    return (
        view.say("request_at_most", n=euros(request.requested, view.language)),
        view.say("request_less", n=f"\u2212{euros(less, view.language)}"),
    )


def _budget(view: View, budget: BudgetThreshold) -> tuple[str, str]:
    if budget.first is None:
        return "–", view.say("no_budget", n=euros(budget.searched, view.language))
    note = view.say("budget_stays" if budget.stays else "budget_open")
    if budget.dropped is not None:
        note = view.say("budget_dropped", n=euros(budget.dropped, view.language))
    return view.say("budget_first", n=euros(budget.first, view.language)), note


def _written(view: View, solution: Solution, points: Fraction) -> str:
    return view.say("points", n=decimal(points, solution.scenario.call.terms.decimals, view.language))
