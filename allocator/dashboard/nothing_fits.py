"""What the page says when nothing fits: the rules in conflict, in their own words, and a button for each repair."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from allocator.dashboard.figures import change_of_value, weakest_region
from allocator.dashboard.remedies import Advice, Remedy
from allocator.dashboard.views import View, write
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.writing import euros, percent, whole


def nothing_fits(
    view: View,
    scenario: Scenario,
    advice: Advice | None,
    conflict: Sequence[str],
    last: Solution | None,
    *,
    stopped: bool = False,
) -> str:
    """Write why nothing fits, and what each repair would lead to.

    Parameters
    ----------
    advice : Advice or None
        None while it is being worked out.
    conflict : sequence of str
        The rules that the solve itself found in conflict.
    last : Solution or None
        The last decision that was possible.
    stopped : bool
        Whether the search for repairs was stopped.
    """
    told = [_words(view, scenario, names) for names in (advice.diagnosis.conflicts if advice else (tuple(conflict),))]
    impossible = [
        f"{scenario.rule_title(s.row.rule)[view.language]}: "
        + view.say(
            "shortfall" if s.reaches else "nothing_helps",
            reaches=_amount(view, s.row, s.reaches),
            needs=_amount(view, s.row, s.needs),
        )
        for s in (advice.diagnosis.shortfalls if advice else ())
    ]
    remedies = [
        (_tier(view, r), _deed(view, r), *_outcome(view, r.solution, last)) for r in (advice.remedies if advice else ())
    ]
    undone = ("", "", *_outcome(view, last, last)) if last is not None and view.session.can_undo else None
    return write(
        "scenarios",
        "nothing_fits",
        view,
        [rules for rules in told if rules],
        impossible,
        remedies,
        undone,
        "stopped" if stopped else "" if advice else "waiting",
    )


def last_valid(view: View, last: Solution) -> str:
    """Write what the last possible decision was, which is not the one that the controls ask for."""
    value = view.points(last.model.objective.at(last.portfolio), last)
    text = view.say("last_valid", funded=len(last.funded), granted=euros(last.granted, view.language), value=value)
    return write("scenarios", "last_valid", view, text)


def _words(view: View, scenario: Scenario, names: Sequence[str]) -> list[tuple[str, str, str]]:
    return [
        (rule.tier, scenario.rule_title(name)[view.language], rule.words(scenario.call)[view.language])
        for name in names
        if (rule := scenario.rules.get(name))
    ]


def _amount(view: View, row: Any, number: Fraction) -> str:
    return euros(number, view.language) if row.unit == "euros" else whole(int(number), view.language)


def _tier(view: View, remedy: Remedy) -> str:
    rules = view.session.base.rules
    return rules[remedy.rule].tier if remedy.rule in rules else "policy"


def _deed(view: View, remedy: Remedy) -> str:
    if remedy.dial is None or remedy.value is None:
        title = view.session.scenario_or_base.rule_title(remedy.rule)[view.language]
        return (
            f"{view.say('unlock')}: {title}"
            if remedy.rule in view.session.locks
            else view.say("switch_off", rule=title)
        )
    before, after = view.session.value(remedy.dial), remedy.value
    title, dial = view.dial_title(remedy.dial), remedy.dial
    return view.say("turn_to", rule=title, before=view.dial_value(dial, before), after=view.dial_value(dial, after))


def _outcome(view: View, solution: Solution | None, last: Solution | None) -> tuple[str, str, str, str]:
    """Return how many would be funded, the value, its change from the last decision, and the weakest region."""
    if solution is None:
        return ("–",) * 4
    weakest = weakest_region(view, solution)
    return (
        str(len(solution.funded)),
        view.points(solution.model.objective.at(solution.portfolio), solution),
        change_of_value(view, last, solution) if last is not None and last is not solution else "–",
        f"{weakest[0]} {percent(weakest[1], view.language, 0)}" if weakest else "–",
    )
