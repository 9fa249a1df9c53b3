"""The page: its pieces and controls in their places, and what happens when one of them is used."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Coroutine
from typing import Any

import panel as pn
import panel_material_ui as pmui

from allocator.analysis.reasons import reasons
from allocator.analysis.sentences import sentences
from allocator.dashboard.comparison import comparison
from allocator.dashboard.controls import Controls
from allocator.dashboard.downloads import archive
from allocator.dashboard.layout import GRID, PAGE
from allocator.dashboard.locking import LockForm
from allocator.dashboard.piece import Piece
from allocator.dashboard.remedies import Advice, advise
from allocator.dashboard.session import Session
from allocator.dashboard.solving import Answer, Stopped, answer
from allocator.dashboard.views import Move, View
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import LANGUAGES, Language

SECONDS = 20.0
"""A solve that takes longer shows the best that it found, and says that it is not proven."""

PATIENCE = 0.4
"""Seconds before the page says that it is solving."""


class Page:
    """One visitor's page.

    Parameters
    ----------
    scenario : Scenario
        Where the page begins.
    language : {"fi", "sv", "en"}
        The language in which it begins.
    base : Answer, optional
        The scenario's decision, where it is known already.
    owns_document : bool
        Whether the page is the whole document, and so sets its language and takes Ctrl+Z.
    time_limit : float
        Seconds for one solve.
    """

    def __init__(
        self,
        scenario: Scenario,
        language: Language = "fi",
        base: Answer | None = None,
        *,
        owns_document: bool = False,
        time_limit: float = SECONDS,
    ) -> None:
        self.session, self.language, self.time_limit = Session(scenario), language, time_limit
        self.owns_document = owns_document
        self.answer = self.base = base or answer(lambda: scenario, time_limit, lambda: False)
        self.last = self.answer.solution
        self.before: Solution | None = None
        self.changes_before = self.changes_solved = self.session.changes
        self.advice: Advice | None = None
        self.filter, self.opened, self._run = "all", "", 0
        self.view_of_page = pn.Column(margin=0, sizing_mode="stretch_width", stylesheets=[PAGE])
        self._build()
        if self.answer.solution is None:
            pn.state.onload(lambda: self._in_background(self._advise(self._run)))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return what is shown."""
        return self.view_of_page

    def _build(self) -> None:
        """Make every piece anew in the page's language, and fill them."""
        self.view = View(self.session, self.base.solution, self.language)
        lang = self.language if self.owns_document else ""
        self.bar, self.lead = Piece(self.pressed, lang=lang), Piece(self.pressed, live=True)
        self.status, self.moves = Piece(self.pressed), Piece(self.pressed)
        self.table, self.regions = Piece(self.pressed), Piece(self.pressed)
        self.locks, self.compare, self.drawer = Piece(self.pressed), Piece(self.pressed), Piece(self.pressed)
        self.controls = Controls(self.session, self.view, self.changed)
        self.locking = LockForm(self.session, self.view, self.changed)
        self.name, self.why = (
            pmui.TextInput(label=self.view.say(key), max_length=200, sizing_mode="stretch_width")
            for key in ("name", "why")
        )
        self.save = self._download("save", self._scenario_file, "scenario.yaml")
        self.decision = self._download("download", self._archive, "decision.zip")
        wide: dict[str, Any] = {"sizing_mode": "stretch_width", "margin": 0}
        saving = pn.Column(self.name, self.why, self.save, self.decision, **wide)
        top = pn.Column(self.status, self.lead, self.moves, css_classes=["top"], **wide)
        left = pn.Column(self.controls.column(), self.locks, self.locking.form, saving, css_classes=["left"], **wide)
        middle = pn.Column(self.table, self.compare, css_classes=["middle"], **wide)
        right = pn.Column(self.regions, css_classes=["right"], **wide)
        grid = pn.Column(top, left, middle, right, stylesheets=[GRID], css_classes=["grid"], **wide)
        self.view_of_page[:] = [self.bar, grid, self.drawer]
        self.show()

    def _download(self, words: str, callback: Callable[[], io.BytesIO | None], filename: str) -> Any:
        label = self.view.say(words)
        return pmui.FileDownload(
            callback=callback, filename=filename, label=label, variant="outlined", sizing_mode="stretch_width"
        )

    def show(self) -> None:
        """Fill every piece from the last answer, all at once."""
        solution = self.answer.solution
        shown = solution or self.last
        clashing = frozenset(self.answer.conflict)
        if self.advice:
            clashing = frozenset(name for names in self.advice.diagnosis.conflicts for name in names)
        with pn.io.hold():
            self.bar.html = self.view.bar()
            self.status.html = self._problem()
            self.lead.html = self._lead(solution)
            self.moves.html = self._moves(solution)
            self.table.html = self.view.applications(solution, self.filter, self.before) if solution else ""
            self.regions.html = self.view.regions(shown, stale=solution is None) if shown else ""
            self.locks.html = self.view.locks(solution.scenario if solution else self.session.scenario_or_base)
            self.compare.html = comparison(self.view, solution)
            self.controls.show(solution, clashing)
            self.decision.disabled = solution is None or self.view.law_off or solution.status != "optimal"

    def _problem(self) -> str:
        if not self.answer.problem:
            return ""
        return self.view.waiting(f"{self.view.say('failed')} {self.answer.problem}", stop=False)

    def _lead(self, solution: Solution | None) -> str:
        if solution is not None:
            return self.view.lead(solution) + self.view.figures(solution)
        if self.answer.problem:
            return ""
        return self.view.conflict(self.session.scenario_or_base, self.advice, self.answer.conflict)

    def _moves(self, solution: Solution | None) -> str:
        if solution is None or self.before is None:
            return ""
        return self.view.moves(Move(self.changes_before, self.before, solution, self.answer.seconds))

    def changed(self) -> None:
        """Solve what the controls now say; an older solve is given up."""
        self._run += 1
        self._in_background(self._solve(self._run))

    async def _solve(self, run: int) -> None:
        scenario = self.session.fork()
        work = asyncio.ensure_future(
            asyncio.to_thread(answer, lambda: scenario.scenario, self.time_limit, lambda: run != self._run)
        )
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done and run == self._run:
            self.status.html = self.view.waiting(self.view.say("solving"), stop=True)
        try:
            result = await work
        except Stopped:
            return
        if run != self._run:
            return
        self.answer, self.advice = result, None
        if result.solution is not None:
            self.before, self.last = self.last, result.solution
            self.changes_before, self.changes_solved = self.changes_solved, scenario.changes
        self._close()
        self.show()
        if result.solution is None and not result.problem:
            await self._advise(run)

    async def _advise(self, run: int) -> None:
        advice = await asyncio.to_thread(advise, self.session.fork())
        if run == self._run:
            self.advice = advice
            self.show()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        async def run() -> None:
            await work

        pn.state.execute(run)

    def pressed(self, what: str, about: str) -> None:
        """Do what a button says; what no button of this page says is ignored."""
        if (deed := getattr(self, f"_do_{what}", None)) is not None:
            deed(about)

    def _do_language(self, language: str) -> None:
        if language in LANGUAGES and language != self.language:
            self.language, self.opened = next(known for known in LANGUAGES if known == language), ""
            self._build()

    def _do_undo(self, _: str) -> None:
        if self.session.can_undo:
            self.session.undo()
            self.changed()

    def _do_redo(self, _: str) -> None:
        if self.session.can_redo:
            self.session.redo()
            self.changed()

    def _do_stop(self, _: str) -> None:
        self._run += 1
        self.session.undo()
        self.show()
        self.status.html = self.view.waiting(self.view.say("stopped"), stop=False)

    def _do_filter(self, kept: str) -> None:
        if kept in ("all", "moved", "funded", "not_funded") and self.answer.solution:
            self.filter = kept
            self.table.html = self.view.applications(self.answer.solution, kept, self.before)

    def _do_keep(self, _: str) -> None:
        if self.answer.solution is not None:
            self.session.keep(self.name.value or "", self.answer.solution)
            self.show()

    def _do_restore(self, position: str) -> None:
        if position.isdecimal() and int(position) < len(self.session.kept):
            self.session.apply(self.session.kept[int(position)].changes)
            self.changed()

    def _do_remedy(self, position: str) -> None:
        remedies = self.advice.remedies if self.advice else ()
        if position.isdecimal() and int(position) < len(remedies):
            self.session.apply(remedies[int(position)].changes)
            self.changed()

    def _do_unlock(self, rule: str) -> None:
        if rule in self.session.locks:
            self.session.unlock(rule)
            self.changed()

    def _do_lock_in(self, application: str) -> None:
        self._lock(application, fund=True)

    def _do_lock_out(self, application: str) -> None:
        self._lock(application, fund=False)

    def _lock(self, application: str, *, fund: bool) -> None:
        if application in self._ids:
            self._close()
            self.locking.ask(application, fund=fund)

    def _do_reasons(self, application: str) -> None:
        if application in self._ids and self.answer.solution:
            self.opened = application
            self.drawer.html = self.view.reasons(self.answer.solution, application, ())
            self._in_background(self._reason(self.answer.solution, application))

    async def _reason(self, solution: Solution, application: str) -> None:
        found = await asyncio.to_thread(reasons, solution, [application])
        if self.opened == application and self.answer.solution is solution:
            told = sentences(solution, found[application], self.language)
            self.drawer.html = self.view.reasons(solution, application, told)

    def _do_close(self, _: str) -> None:
        opened = self.opened
        self._close()
        self.table.focus_on = ""
        self.table.focus_on = f"reasons {opened}"

    def _close(self) -> None:
        self.opened, self.drawer.html = "", ""

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(application.id for application in self.session.base.call.applications)

    def _scenario_file(self) -> io.BytesIO:
        return io.BytesIO(self.session.document(self.name.value or "", self.why.value or "").encode("utf-8"))

    def _archive(self) -> io.BytesIO | None:
        if self.answer.solution is None:
            return None
        return archive(self.answer.solution, self.language, self._scenario_file().getvalue().decode("utf-8"))
