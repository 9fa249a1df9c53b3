"""The figures that a decision-maker asks for first, each beside the base's, and what the last move did."""

from __future__ import annotations

from fractions import Fraction

from allocator.dashboard.certainty import Certainty
from allocator.dashboard.views import Move, View, attainment, write
from allocator.decision.content import Content
from allocator.solution import Solution
from allocator.writing import decimal, euros, percent, whole

MOST_EXPLAINED = 4
"""Where more fall out at once, each one's reasons are a click away and not in the summary."""

Figure = tuple[str, str, str, str, str]
"""What it counts, the figure, of how many, the change from the base, and a note."""


def figures(view: View, solution: Solution, certainty: Certainty | None) -> str:
    """Write the figures of a decision."""
    rows = [_funded(view, solution), _granted(view, solution), _value(view, solution)]
    if weakest := weakest_region(view, solution):
        rows.append(_weakest(view, weakest))
    return write("views", "figures", view, [*rows, _binding(view, solution, certainty)])


def _funded(view: View, solution: Solution) -> Figure:
    received, funded = len(solution.scenario.call.applications), len(solution.funded)
    change = funded - len((view.base or solution).funded)
    note = view.say("not_funded_count", n=received - funded)
    return (
        view.say("funded"),
        str(funded),
        f"/ {received}",
        view.signed(whole(abs(change), view.language), change),
        note,
    )


def _granted(view: View, solution: Solution) -> Figure:
    change, budget = solution.granted - (view.base or solution).granted, solution.model.ground.budget
    left = view.say("left", amount=euros(budget - solution.granted, view.language)) if budget else ""
    signed = view.signed(euros(abs(change), view.language), change)
    return view.say("granted"), euros(solution.granted, view.language), "", signed, left


def _value(view: View, solution: Solution) -> Figure:
    value = view.points(solution.model.objective.at(solution.portfolio), solution)
    if view.session.changes.parts:
        return view.say("value"), value, "", "", view.say("not_comparable")
    base = view.base or solution
    note = f"{view.say('base_short')} {view.points(base.model.objective.at(base.portfolio), base)}"
    return view.say("value"), value, "", change_of_value(view, base, solution), note


def change_of_value(view: View, before: Solution, after: Solution) -> str:
    """Write how much more or less one decision is worth than another, and what part of it that is."""
    own = before.model.objective.at(before.portfolio)
    change = after.model.objective.at(after.portfolio) - own
    if not change:
        return view.say("as_before")
    part = percent(abs(change) / abs(own), view.language, 1) if own else ""
    written = view.signed(view.points(abs(change), after), change)
    return f"{written} ({view.signed(part, change)})" if part else written


def weakest_region(view: View, solution: Solution) -> tuple[str, Fraction] | None:
    """Return the region that gets least for its reference share, by its name, and what part of that share it gets."""
    content = Content(solution, view.language)
    if not (attained := attainment(content)):
        return None
    code = min(attained, key=lambda region: attained[region])
    name = next(region.name for region in solution.scenario.call.geography.regions if region.code == code)
    return name[view.language], attained[code]


def _weakest(view: View, now: tuple[str, Fraction]) -> Figure:
    figure = f"{now[0]} {percent(now[1], view.language, 0)}"
    was = weakest_region(view, view.base) if view.base else None
    if was is None:
        return view.say("weakest"), figure, "", "", ""
    change = round(100 * now[1]) - round(100 * was[1])
    note = f"{view.say('base_short')} {was[0]} {percent(was[1], view.language, 0)}"
    return view.say("weakest"), figure, "", view.signed(view.say("share_points", n=abs(change)), change), note


def _binding(view: View, solution: Solution, certainty: Certainty | None) -> Figure:
    if certainty is None:
        return view.say("binding_count"), view.say("computing" if solution.status == "optimal" else "dash"), "", "", ""
    binding = sum(price.binds for price in certainty.prices.values())
    return view.say("binding_count"), str(binding), f"/ {len(solution.scenario.rules)}", "", view.say("binding_note")


def moves(view: View, move: Move) -> str:
    """Write who came in, who fell out and what stands in their way, and whose award changed."""
    before, after, call = move.before, move.after, move.after.scenario.call
    content = Content(after, view.language)
    came = [(i, call[i].title) for i in after.funded if i not in before.funded]
    gone = [i for i in before.funded if i not in after.funded]
    fell = [(i, call[i].title, content.why_not(i) if len(gone) <= MOST_EXPLAINED else "") for i in gone]
    both = [(before.award(i), after.award(i)) for i in after.funded if i in before.funded]
    amounts = [
        (b.application, f"{euros(a.euros, view.language)} → {euros(b.euros, view.language)}")
        for a, b in both
        if a and b and a.euros != b.euros
    ]
    seconds = view.say("time", s=decimal(Fraction(str(round(move.seconds, 2))), 2, view.language))
    return write("views", "moves", view, view.last_change(move.changes), came, fell, amounts, seconds)
