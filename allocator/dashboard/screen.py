"""What one visitor sees: the pieces of the page, and what each of them shows."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import panel as pn

from allocator.dashboard.applications import Shown, applications
from allocator.dashboard.certainty import Certainty
from allocator.dashboard.comparison import comparison
from allocator.dashboard.controls import controls
from allocator.dashboard.dialogs import lock_dialog, save_dialog
from allocator.dashboard.figures import figures, moves
from allocator.dashboard.layout import FRAME, GRID, PAGE
from allocator.dashboard.nothing_fits import last_valid, nothing_fits
from allocator.dashboard.piece import Piece, Used
from allocator.dashboard.remedies import Advice
from allocator.dashboard.session import Changes, Session
from allocator.dashboard.solving import Answer
from allocator.dashboard.views import Move, View, write
from allocator.solution import Solution
from allocator.text import Language

_PIECES = (
    *("bar", "status", "lead", "moves", "table", "regions", "controls", "locks"),
    *("compare", "drawer", "places", "dialog"),
)
_WIDE: dict[str, Any] = {"sizing_mode": "stretch_width", "margin": 0}


class Screen:
    """The pieces of one visitor's page, filled from the last answer.

    Parameters
    ----------
    session : Session
        Whose scenario is shown.
    answer : Answer
        The decision of the scenario that the page begins with.
    language : {"fi", "sv", "en"}
        The language in which it begins.
    used : callable
        Called when a control is used.
    dossier : bool
        Whether a dossier can be had.
    owns_document : bool
        Whether the page is the whole document, and so sets its language and takes Ctrl+Z.
    """

    def __init__(
        self,
        session: Session,
        answer: Answer,
        language: Language,
        used: Used,
        *,
        dossier: bool,
        owns_document: bool,
    ) -> None:
        self.session, self.answer, self.language = session, answer, language
        self.dossier, self.owns_document = dossier, owns_document
        self.base = self.last = answer.solution
        self.before: Solution | None = None
        self.certainty: Certainty | None = None
        self.advice: Advice | None = None
        self.advice_stopped = False
        self.changes_before = self.changes_solved = session.changes
        self.filter, self.tab, self.opened = "all", "decision", ""
        self.wrong: dict[str, str] = {}
        self.making, self._told = "", ("", "", False)
        self.pieces = {name: Piece(used) for name in _PIECES}
        self.grid = _grid(self.pieces)
        p = self.pieces
        frame = pn.Column(self.grid, stylesheets=[FRAME], **_WIDE)
        parts = (p["bar"], p["status"], frame, p["compare"], p["drawer"], p["places"], p["dialog"])
        self.whole = pn.Column(*parts, stylesheets=[PAGE], **_WIDE)
        self.speak()

    def speak(self) -> None:
        """Write everything in the page's language."""
        self.view = View(self.session, self.base, self.language)
        self.dismiss()
        self.pieces["bar"].lang = self.language if self.owns_document else ""
        self.pieces["bar"].lost = self.view.say("lost")
        self.show()

    def take(self, found: Answer, changes: Changes) -> None:
        """Show another answer, which was found for some changes."""
        self.answer, self.advice, self.certainty, self.advice_stopped = found, None, None, False
        if found.solution is not None:
            self.before, self.last = self.last, found.solution
            self.changes_before, self.changes_solved = self.changes_solved, changes
        self.close()
        self.show()

    def show(self) -> None:
        """Fill every piece from the last answer, all at once."""
        solution, view, p = self.answer.solution, self.view, self.pieces
        shown = solution or self.last
        with _at_once():
            p["bar"].unsaved = self.session.unsaved
            p["bar"].html = view.bar(self.tab, solution, dossier=self.dossier, making=bool(self.making))
            self._show_status()
            self.show_certainty()
            p["moves"].html = self._moves()
            p["regions"].html = view.regions(shown, stale=solution is None) if shown else ""
            p["compare"].html = comparison(view, solution) if self.tab == "compare" else ""
            there = [("decision", 1), ("applications", solution), ("regions", p["regions"].html), ("controls", 1)]
            places = write("views", "places", view, [place for place, is_there in there if is_there])
            p["places"].html = places if self.tab == "decision" else ""
            self.grid.visible = self.tab == "decision"
            layout = "bare" if not shown else "" if p["regions"].html else "plain"
            self.grid.css_classes = [name for name in ("shown" if self.grid.visible else "", layout) if name]

    def show_certainty(self) -> None:
        """Fill the pieces that say how sure the decision is, and what each rule costs."""
        solution, view, p = self.answer.solution, self.view, self.pieces
        with _at_once():
            p["lead"].html = self._lead()
            self.show_table()
            p["controls"].html = controls(view, solution, self.certainty, self._clashing, self.wrong)
            scenario = solution.scenario if solution else self.session.scenario_or_base
            p["locks"].html = view.locks(scenario, self.certainty)

    def tell(self, key: str = "", detail: str = "", *, stop: bool = False) -> None:
        """Say by a phrase what is going on, in a line above the decision; no phrase takes the line away."""
        self._told = key, detail, stop
        self._show_status()

    def make(self, what: str) -> None:
        """Say that a document is being made, beside what else is told; nothing takes that away."""
        self.making = what
        self.show()

    def _show_status(self) -> None:
        key, detail, stop = self._told
        solving = self.view.waiting(f"{self.view.say(key)} {detail}".rstrip(), "solving" if stop else "") if key else ""
        making = self.view.waiting(self.view.say(f"making_{self.making}"), "making") if self.making else ""
        self.pieces["status"].html = write("views", "toast", [solving, making]) if solving or making else ""

    @property
    def _clashing(self) -> frozenset[str]:
        if self.advice:
            return frozenset(name for names in self.advice.diagnosis.conflicts for name in names)
        return frozenset(self.answer.conflict)

    def _lead(self) -> str:
        solution = self.answer.solution
        if solution is not None:
            return self.view.lead(solution, self.certainty) + figures(self.view, solution, self.certainty)
        if self.answer.problem:
            return self.view.problem(self.answer.problem, self.answer.conflict)
        scenario, conflict = self.session.scenario_or_base, self.answer.conflict
        return nothing_fits(self.view, scenario, self.advice, conflict, self.last, stopped=self.advice_stopped)

    def _moves(self) -> str:
        solution = self.answer.solution
        if solution is None:
            return last_valid(self.view, self.last) if self.last is not None else ""
        if self.before is None:
            return ""
        return moves(self.view, Move(self.changes_before, self.before, solution, self.answer.seconds))

    def open(self, application: str) -> None:
        """Mark the application whose reasons are open."""
        self.opened = application
        self.show_table()

    def ask_lock(self, application: str, decision: str, *, missing: bool = False) -> None:
        """Open the dialog that locks an application, or say in it what is missing."""
        given = {"application": application, "decision": decision}
        self.pieces["dialog"].html = lock_dialog(self.view, given, missing=missing)

    def ask_name(self) -> None:
        """Open the dialog that saves the scenario."""
        self.pieces["dialog"].html = save_dialog(self.view, self.session.title, self.session.why)

    def dismiss(self) -> None:
        """Close the dialog; what was written in it is gone."""
        self.pieces["dialog"].html = ""

    def show_table(self) -> None:
        """Fill the table of applications."""
        solution, html = self.answer.solution, ""
        if solution is not None:
            shown = Shown(solution, self.certainty, self.before, self.filter, self.opened)
            html = applications(self.view, shown)
        self.pieces["table"].html = html

    def close(self) -> None:
        """Close the reasons."""
        self.opened, self.pieces["drawer"].html = "", ""


def _at_once() -> AbstractContextManager[None]:
    """Hold what is written and send it together; a notebook sends piece by piece."""
    document = pn.state.curdoc
    return pn.io.hold() if document is not None and document.session_context else nullcontext()


def _grid(p: dict[str, Piece]) -> pn.Column:
    left = pn.Column(p["controls"], p["locks"], css_classes=["left"], **_WIDE)
    top = pn.Column(p["lead"], p["moves"], css_classes=["top"], **_WIDE)
    middle = pn.Column(p["table"], css_classes=["middle"], **_WIDE)
    right = pn.Column(p["regions"], css_classes=["right"], **_WIDE)
    return pn.Column(left, top, middle, right, stylesheets=[GRID], css_classes=["shown"], **_WIDE)
