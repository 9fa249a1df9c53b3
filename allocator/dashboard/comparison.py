"""Kept scenarios beside the base: what each costs, and where they decide differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from allocator.dashboard.figures import change_of_value, weakest_region
from allocator.dashboard.session import Changes
from allocator.dashboard.views import View, attainment, write
from allocator.decision.content import Content
from allocator.solution import Solution
from allocator.writing import euros, listed, percent

Cell = tuple[str, str]
"""A figure, and a note below it."""

MOST_SHOWN = 5
"""Scenarios side by side; more do not fit on a screen."""


@dataclass(frozen=True)
class Column:
    """One scenario of a comparison.

    Attributes
    ----------
    letter, name : str
        What it is called on the screen.
    position : int or None
        Its place among those that are kept; None for the base and for what is on the screen.
    said, moved : sequence of str
        What it changes in the base, and what becomes of it, in words.
    """

    letter: str
    name: str
    position: int | None
    solution: Solution
    said: Sequence[str]
    moved: Sequence[str]


def comparison(view: View, current: Solution | None) -> str:
    """Write the base, the scenarios kept last and the one on the screen side by side."""
    columns = list(_columns(view, current))
    solutions = [column.solution for column in columns]
    groups, sentence = _grouped(view, solutions) if len(columns) > 1 else (((), (), ()), "")
    contents = [Content(solution, view.language) for solution in solutions]
    maps = [view.map(content) for content in contents] or [([], 0, 0)]
    apart = [a.id for a in view.session.base.call.applications if a.id in _apart(solutions)]
    referenced = any(content.reference for content in contents)
    given = (_figures(view, solutions), groups, apart, maps, sentence, referenced)
    return write("scenarios", "compare", view, columns, *given)


def _columns(view: View, current: Solution | None) -> Iterator[Column]:
    given: list[tuple[str, int | None, Changes, Solution]] = []
    if view.base is not None:
        given.append((view.say("base"), None, Changes(), view.base))
    kept = list(enumerate(view.session.kept))[-(MOST_SHOWN - 2) :]
    given += [(k.name, position, k.changes, k.solution) for position, k in kept]
    changes, known = view.session.changes, [k.changes for k in view.session.kept]
    if current is not None and changes and changes not in known:
        given.append((view.scenario_name, None, changes, current))
    for n, (name, position, changed, solution) in enumerate(given):
        moved = _moved(view, given[0][3], solution)
        yield Column(chr(ord("A") + n), name, position, solution, view.said(changed), moved)


def _moved(view: View, first: Solution, other: Solution) -> list[str]:
    """Say which applications come in, fall out or get another sum than in the first scenario."""
    came = [i for i in other.funded if i not in first.funded]
    fell = [i for i in first.funded if i not in other.funded]
    both = ((i, first.award(i), other.award(i)) for i in other.funded if i in first.funded)
    sums = [i for i, before, after in both if before and after and before.euros != after.euros]
    told = ((view.say("came_in"), came), (view.say("fell_out"), fell), (view.say("amount_changed"), sums))
    return [f"{word.lower()} {listed(ids, view.language)}" for word, ids in told if ids]


def _figures(view: View, solutions: list[Solution]) -> list[tuple[str, list[Cell]]]:
    if not solutions:
        return []
    first = solutions[0]
    figures: list[tuple[str, list[Cell]]] = [
        (view.say("funded"), _plain(str(len(s.funded)) for s in solutions)),
        (view.say("granted"), _plain(euros(s.granted, view.language) for s in solutions)),
        (view.say("value"), _plain(view.points(s.model.objective.at(s.portfolio), s) for s in solutions)),
        (view.say("change_from", letter="A"), [("–", ""), *(_change(view, first, s) for s in solutions[1:])]),
    ]
    weakest = [weakest_region(view, s) for s in solutions]
    if all(weakest):
        cells = [(percent(region[1], view.language, 0), region[0]) for region in weakest if region]
        attained = [attainment(Content(s, view.language)) for s in solutions]
        poor = _plain(str(sum(part < Fraction(1, 2) for part in regions.values())) for regions in attained)
        figures += [(view.say("weakest"), cells), (view.say("poor_regions"), poor)]
    moved = [
        f"+{len(set(s.funded) - set(first.funded))} / \u2212{len(set(first.funded) - set(s.funded))}"
        for s in solutions[1:]
    ]
    figures.append((f"{view.say('came_in')} / {view.say('fell_out').lower()}", _plain(["–", *moved])))
    proven = _plain(view.say("yes" if s.status == "optimal" else "no") for s in solutions)
    return [*figures, (view.say("proven"), proven)]


def _plain(figures: Iterable[str]) -> list[Cell]:
    return [(figure, "") for figure in figures]


def _change(view: View, first: Solution, other: Solution) -> Cell:
    """Return the change of the value, and what part of it that is, where both weigh alike."""
    weighed = [[c.weight for c in s.scenario.call.terms.criteria.values()] for s in (first, other)]
    if weighed[0] != weighed[1]:
        return "–", view.say("not_comparable")
    change, _, part = change_of_value(view, first, other).partition(" (")
    return change, part.rstrip(")")


def _apart(solutions: list[Solution]) -> set[str]:
    """Return the applications that are compared in none of the scenarios."""
    compared = ("funded", "not_funded")
    found = [{a.id for a in s.scenario.call.applications if s.outcome(a.id) not in compared} for s in solutions]
    return set.intersection(*found) if found else set()


def _grouped(view: View, solutions: list[Solution]) -> tuple[tuple[list[dict[str, Any]], ...], str]:
    """Return the applications that are decided differently, funded in all and in none; and a sentence about them."""
    differing, everywhere, nowhere = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
    apart = _apart(solutions)
    for application in view.session.base.call.applications:
        levels = [a.level if (a := s.award(application.id)) else Fraction(0) for s in solutions]
        outcomes = [view.outcome(s, application.id) for s in solutions]
        cells = [(key, words, level != levels[0]) for (key, words), level in zip(outcomes, levels, strict=True)]
        row = {"id": application.id, "title": application.title, "cells": cells}
        if len(set(levels)) > 1:
            differing.append(row)
        elif levels[0]:
            everywhere.append(row)
        elif application.id not in apart:
            nowhere.append(row)
    sentence = view.say("same_in_all", funded=len(everywhere), differ=len(differing))
    return (differing, everywhere, nowhere), sentence
