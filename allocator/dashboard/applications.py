"""The table of applications: genuine choices first, then the decided, then those that are not compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from allocator.dashboard.certainty import Certainty
from allocator.dashboard.views import View, write
from allocator.decision.content import Content
from allocator.solution import Solution
from allocator.writing import decimal, euros, whole

FILTERS = ("all", "choice", "moved", "funded", "not_funded")
"""What the table can be narrowed to."""

_Row = dict[str, Any]

_KEPT: dict[str, Callable[[_Row], bool]] = {
    "all": lambda row: True,
    "choice": lambda row: row["kind"] == "choice",
    "moved": lambda row: bool(row["moved"]),
    "funded": lambda row: bool(row["funded"]),
    "not_funded": lambda row: not row["funded"],
}


@dataclass(frozen=True)
class Shown:
    """What the table shows: a decision, what is known of its certainty, the one before, and the filter.

    Attributes
    ----------
    chosen : str
        One of `FILTERS`.
    opened : str
        The application whose reasons are open; empty if none.
    """

    solution: Solution
    certainty: Certainty | None
    before: Solution | None
    chosen: str
    opened: str = ""


def applications(view: View, shown: Shown) -> str:
    """Write the table of every application: what became of it, how sure that is, and its button to the reasons."""
    rows = [_row(view, shown, application.id) for application in shown.solution.scenario.call.applications]
    filters = [(key, view.say(key), sum(map(_KEPT[key], rows))) for key in FILTERS]
    groups = _groups(view, shown, [row for row in rows if _KEPT[shown.chosen](row)])
    return write("applications", "applications", view, filters, shown.chosen, groups, shown.opened)


def _groups(view: View, shown: Shown, rows: list[_Row]) -> list[tuple[str, str, str, list[_Row]]]:
    """Return the rows in groups, each with its class, heading and explanation."""
    solution, certainty = shown.solution, shown.certainty
    refused = [row for row in rows if row["kind"] == "not_compared"]
    compared = [row for row in rows if row["kind"] != "not_compared"]
    compared.sort(key=lambda row: (not row["funded"], row["loss"] is None, row["loss"] or 0, -row["order"]))
    choices = [row for row in compared if row["kind"] == "choice"]
    locked = [row for row in compared if row["kind"] == "locked"]
    decided = [row for row in compared if row["kind"] not in ("choice", "locked")]
    near = ""
    if certainty is not None:
        near = view.say(
            "choice_note",
            funded=sum(row["funded"] for row in choices),
            not_funded=sum(not row["funded"] for row in choices),
            limit=view.points(certainty.near, solution),
        )
    settled = "decided" if certainty is not None else ""
    groups = [
        ("choice", view.say("choice"), near, choices),
        ("", view.say("locks"), "", locked),
        ("", *_heading(view, settled, "funded"), [row for row in decided if row["funded"]]),
        ("", *_heading(view, settled, "not_funded"), [row for row in decided if not row["funded"]]),
        ("", view.say("not_compared"), "", refused),
    ]
    return [group for group in groups if group[3]]


def _heading(view: View, settled: str, outcome: str) -> tuple[str, str]:
    return (view.say("decided_by_points"), view.say(outcome).lower()) if settled else (view.say(outcome), "")


def _row(view: View, shown: Shown, i: str) -> _Row:
    solution, language = shown.solution, view.language
    call, award, outcome = solution.scenario.call, solution.award(i), view.outcome(solution, i)
    value, was = solution.model.assessments[i].value, shown.before.award(i) if shown.before else None
    moved = ""
    if shown.before is not None and (award is None) != (was is None):
        moved = f"↑ {view.say('came_in').lower()}" if award else f"↓ {view.say('fell_out').lower()}"
    elif award and was and award.euros != was.euros:
        moved = f"= {euros(was.euros, language)} → {euros(award.euros, language)}"
    content, compared = Content(solution, language), solution.outcome(i) in ("funded", "not_funded")
    kind, loss = "not_compared", None
    if compared:
        kind = shown.certainty.kind(i) if shown.certainty else ""
        loss = shown.certainty.losses.get(i) if shown.certainty else None
    margin, tie = _margin(view, shown, kind, loss, funded=award is not None)
    return {
        "id": i,
        "title": call[i].title,
        "about": f"{content.target_title(call[i].target)} · {regions_of(view, solution, i)}",
        "icon": outcome[0],
        "state": outcome[1],
        "funded": award is not None,
        "moved": moved,
        "value": "–" if value is None else decimal(value, call.terms.decimals, language),
        "requested": whole(call[i].requested, language),
        "award": whole(award.euros, language) if award else "–",
        "order": value or Fraction(0),
        "kind": kind,
        "loss": loss,
        "margin": margin,
        "tie": tie,
        "width": _width(shown.certainty, loss),
        "certainty": "–"
        if kind == "not_compared"
        else view.say(kind if kind else "computing" if _awaited(shown) else "dash"),
        "why": " ".join(r.text[language] for r in solution.refusals[i]) if not compared else "",
    }


def _awaited(shown: Shown) -> bool:
    return shown.certainty is None and shown.solution.status == "optimal"


def _margin(view: View, shown: Shown, kind: str, loss: Fraction | None, *, funded: bool) -> tuple[str, str]:
    """Return the margin in words, and what a margin of nothing means."""
    if kind == "not_compared":
        return "–", ""
    if not kind:
        return view.say("computing" if _awaited(shown) else "dash"), ""
    if kind in ("required", "barred", "locked", "unknown") or loss is None:
        return view.say(f"margin_{kind}"), ""
    text = view.points(loss, shown.solution)
    if not loss:
        return text, view.say("tie")
    return ("+" if funded else "\u2212") + text, ""


def _width(certainty: Certainty | None, loss: Fraction | None) -> int:
    """Return the width of a margin's bar, in per cent of the widest; a tenth of the objective is as wide as any."""
    if certainty is None or loss is None or not certainty.near:
        return 0
    return min(100, round(100 * loss / (certainty.near * 10)))


def regions_of(view: View, solution: Solution, i: str) -> str:
    """Return where an application's money would go, the largest part first."""
    call, sums = solution.scenario.call, dict[str, int]()
    for partner in call[i].partners:
        sums[partner.region] = sums.get(partner.region, 0) + partner.euros
    names = {region.code: region.name[view.language] for region in call.geography.regions}
    found = [names.get(code, code) for code in sorted(sums, key=lambda code: -sums[code])]
    return ", ".join(found) or call[i].applicant
