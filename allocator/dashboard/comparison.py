"""Kept scenarios beside the base: what each costs, and where they decide differently."""

from __future__ import annotations

from fractions import Fraction

from allocator.dashboard.figures import change_of_value, weakest_region
from allocator.dashboard.views import View, attainment, write
from allocator.decision.content import Content
from allocator.decision.map import region_map
from allocator.solution import Solution
from allocator.writing import euros, percent

MOST_SHOWN = 5
"""Scenarios side by side; more do not fit on a screen."""


def comparison(view: View, current: Solution | None) -> str:
    """Write the base, the scenarios kept last and the one on the screen side by side."""
    columns: list[tuple[str, int | None, Solution]] = []
    if view.base is not None:
        columns.append((view.say("base"), None, view.base))
    kept = list(enumerate(view.session.kept))[-(MOST_SHOWN - 2) :]
    columns += [(k.name, position, k.solution) for position, k in kept]
    known = [k.changes for k in view.session.kept]
    if current is not None and view.session.changes and view.session.changes not in known:
        columns.append((view.say("on_screen"), None, current))
    names = [(chr(ord("A") + n), name, position) for n, (name, position, _) in enumerate(columns)]
    solutions = [solution for _, _, solution in columns]
    rows, sentence = _differing(view, solutions)
    maps = [region_map(Content(solution, view.language)) for solution in solutions] or [([], 0, 0)]
    referenced = any(Content(solution, view.language).reference for solution in solutions)
    sentence = sentence if len(names) > 1 else ""
    return write("scenarios", "compare", view, names, _figures(view, solutions), rows, maps, sentence, referenced)


def _figures(view: View, solutions: list[Solution]) -> list[tuple[str, list[str]]]:
    if not solutions:
        return []
    first = solutions[0]
    figures = [
        (view.say("funded"), [str(len(s.funded)) for s in solutions]),
        (view.say("granted"), [euros(s.granted, view.language) for s in solutions]),
        (view.say("value"), [view.points(s.model.objective.at(s.portfolio), s) for s in solutions]),
        (view.say("change_from", letter="A"), ["–", *(_change(view, first, s) for s in solutions[1:])]),
    ]
    weakest = [weakest_region(view, s) for s in solutions]
    if all(weakest):
        cells = [f"{percent(region[1], view.language, 0)} {region[0]}" for region in weakest if region]
        attained = [attainment(Content(s, view.language)) for s in solutions]
        poor = [str(sum(part < Fraction(1, 2) for part in regions.values())) for regions in attained]
        figures += [(view.say("weakest"), cells), (view.say("poor_regions"), poor)]
    moved = [
        f"+{len(set(s.funded) - set(first.funded))} / \u2212{len(set(first.funded) - set(s.funded))}"
        for s in solutions[1:]
    ]
    figures.append((f"{view.say('came_in')} / {view.say('fell_out').lower()}", ["–", *moved]))
    proven = [view.say("yes" if s.status == "optimal" else "no") for s in solutions]
    return [*figures, (view.say("proven"), proven)]


def _change(view: View, first: Solution, other: Solution) -> str:
    """Return the change of the value, where both weigh alike."""
    weighed = [[c.weight for c in s.scenario.call.terms.criteria.values()] for s in (first, other)]
    return change_of_value(view, first, other) if weighed[0] == weighed[1] else view.say("not_comparable")


def _differing(view: View, solutions: list[Solution]) -> tuple[list[tuple[str, str, list[tuple[str, str, bool]]]], str]:
    """Return the applications that are decided differently, and a sentence about all of them."""
    if not solutions:
        return [], ""
    rows, everywhere = [], 0
    for application in view.session.base.call.applications:
        levels = [a.level if (a := s.award(application.id)) else Fraction(0) for s in solutions]
        everywhere += all(levels)
        if len(set(levels)) > 1:
            outcomes = [view.outcome(s, application.id) for s in solutions]
            cells = [(key, words, level != levels[0]) for (key, words), level in zip(outcomes, levels, strict=True)]
            rows.append((application.id, application.title, cells))
    return rows, view.say("same_in_all", funded=everywhere, differ=len(rows))
