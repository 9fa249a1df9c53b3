"""Kept scenarios beside the base: what each costs, and where they decide differently."""

from __future__ import annotations

from fractions import Fraction

from allocator.dashboard.views import ICONS, View, attainment, macros
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
    return str(macros().compare(view, names, _figures(view, solutions), rows, maps, sentence))


def _figures(view: View, solutions: list[Solution]) -> list[tuple[str, list[str]]]:
    contents = [Content(solution, view.language) for solution in solutions]
    figures = [
        (view.say("funded"), [str(len(s.funded)) for s in solutions]),
        (view.say("granted"), [euros(s.granted, view.language) for s in solutions]),
        (view.say("value"), [c.objective_value(c.solution.value) for c in contents]),
    ]
    attained = [attainment(content) for content in contents]
    if all(attained):
        figures.append((view.say("weakest"), [percent(min(a.values()), view.language, 0) for a in attained]))
    moved = [
        f"+{len(set(s.funded) - set(solutions[0].funded))} / \u2212{len(set(solutions[0].funded) - set(s.funded))}"
        for s in solutions
    ]
    figures.append((f"{view.say('came_in')} / {view.say('fell_out')}", moved))
    proven = [view.say("yes" if s.status == "optimal" else "no") for s in solutions]
    return [*figures, (view.say("proven"), proven)]


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
            cells = [
                (ICONS[key], words, level != levels[0]) for (key, words), level in zip(outcomes, levels, strict=True)
            ]
            rows.append((application.id, application.title, cells))
    return rows, view.say("same_in_all", funded=everywhere, differ=len(rows))
