"""The page of one visitor: what happens when a control is used."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import panel as pn

from allocator.dashboard.applications import FILTERS
from allocator.dashboard.certainty import Start, begun
from allocator.dashboard.dialogs import LOCK_FIELDS, SAVE_FIELDS, file_name, filled
from allocator.dashboard.fault import note
from allocator.dashboard.screen import Screen
from allocator.dashboard.session import Session
from allocator.dashboard.typed import typed
from allocator.dashboard.work import Work
from allocator.scenario import Scenario
from allocator.text import LANGUAGES, Language

SECONDS = 20.0
"""A solve that takes longer shows the best that it found, and says that it is not proven."""


class Page:
    """One visitor's page.

    Parameters
    ----------
    scenario : Scenario
        Where the page begins.
    language : {"fi", "sv", "en"}
        The language in which it begins.
    start : Start, optional
        The scenario's decision, where it is known already.
    source : Path, optional
        The scenario's file; without it there is no dossier to take along.
    owns_document : bool
        Whether the page is the whole document, and so sets its language and takes Ctrl+Z.
    time_limit : float
        Seconds for one solve.
    """

    def __init__(
        self,
        scenario: Scenario,
        language: Language = "fi",
        start: Start | None = None,
        *,
        source: Path | None = None,
        owns_document: bool = False,
        time_limit: float = SECONDS,
    ) -> None:
        start = start or begun(scenario, time_limit)
        self.session, self.source = Session(scenario), source
        self.screen = Screen(
            self.session,
            start.answer,
            language,
            self.used,
            dossier=source is not None,
            owns_document=owns_document,
        )
        self.work = Work(self.screen, time_limit)
        if pn.state.curdoc is None:
            self.work.settle(start)
        else:
            pn.state.onload(lambda: self.work.begin(start))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return what is shown."""
        return self.screen.whole

    def used(self, what: str, about: str, value: str) -> None:
        """Do what a control says; what no control of this page says is ignored."""
        if (deed := getattr(self, f"_do_{what}", None)) is not None:
            try:
                deed(about, value)
            except Exception as error:  # a visitor sees a sentence, whatever it was
                note(error)
                self.screen.tell("broken")

    def _do_turn(self, about: str, value: str) -> None:
        dial = next((dial for dial in self.session.dials if f"{dial.rule}.{dial.field}" == about), None)
        if dial is None or not self.session.is_on(dial.rule):
            return
        low, high = (self.screen.view.dial_value(dial, end) for end in (dial.low, dial.high))
        try:
            self.session.turn(dial.rule, dial.field, typed(value, dial.unit, self.screen.language))
        except ValueError:
            self.screen.wrong = {about: self.screen.view.say("wrong_number", typed=value, low=low, high=high)}
            self.screen.show_certainty()
        else:
            self._moved()

    def _do_switch(self, rule: str, value: str) -> None:
        if rule in self.session.base.rules and value in ("on", "off"):
            self.session.switch(rule, value == "on")
            self._moved()

    def _do_weigh(self, name: str, value: str) -> None:
        parts = {c: self.session.part(c) for c in self.session.base.call.terms.criteria}
        try:
            part = typed(value, "count", self.screen.language)
        except ValueError:
            part = Fraction(-1)
        if name in parts and part.denominator == 1 and 0 <= part <= 100 and any({**parts, name: part}.values()):
            self.session.weigh({**parts, name: int(part)})
        self._moved()

    def _moved(self) -> None:
        self.screen.wrong = {}
        self.work.solve()

    def _do_language(self, language: str, _: str) -> None:
        if language in LANGUAGES and language != self.screen.language:
            self.screen.language, self.screen.wrong = next(known for known in LANGUAGES if known == language), {}
            self.screen.close()
            self.screen.speak()

    def _do_tab(self, tab: str, _: str) -> None:
        if tab in ("decision", "compare"):
            self.screen.tab = tab
            self.screen.close()
            self.screen.show()

    def _do_undo(self, *_: str) -> None:
        if self.session.can_undo:
            self.session.undo()
            self._moved()

    def _do_redo(self, *_: str) -> None:
        if self.session.can_redo:
            self.session.redo()
            self._moved()

    def _do_stop(self, what: str, _: str) -> None:
        self.work.stop(what)

    def _do_hush(self, *_: str) -> None:
        self.screen.tell()

    def _do_advise(self, *_: str) -> None:
        if self.screen.advice_stopped:
            self.work.advise()

    def _do_filter(self, chosen: str, _: str) -> None:
        if chosen in FILTERS:
            self.screen.filter = chosen
            self.screen.show_table()

    def _do_keep(self, *_: str) -> None:
        if self.screen.answer.solution is not None and self.session.changes:
            name = self.session.name or self.screen.view.short_name(self.session.changes)
            self.session.keep(name, self.screen.answer.solution)
            self.screen.show()

    def _do_forget(self, position: str, _: str) -> None:
        if position.isdecimal() and int(position) < len(self.session.kept):
            self.session.forget(int(position))
            self.screen.show()

    def _do_save(self, *_: str) -> None:
        self.screen.ask_name()

    def _do_saved(self, _: str, value: str) -> None:
        if given := filled(value, SAVE_FIELDS):
            text = self.session.save(given["title"], given["why"])
            self.screen.pieces["bar"].download(file_name(self.session.title), text.encode())
            self.screen.dismiss()
            self.screen.show()

    def _do_dismiss(self, *_: str) -> None:
        self.screen.dismiss()

    def _do_restore(self, position: str, _: str) -> None:
        if position.isdecimal() and int(position) < len(self.session.kept):
            self.session.apply(self.session.kept[int(position)].changes)
            self.screen.tab = "decision"
            self._moved()

    def _do_remedy(self, position: str, _: str) -> None:
        remedies = self.screen.advice.remedies if self.screen.advice else ()
        if position.isdecimal() and int(position) < len(remedies):
            self.session.apply(remedies[int(position)].changes)
            self._moved()

    def _do_unlock(self, rule: str, _: str) -> None:
        if rule in self.session.locks:
            self.session.unlock(rule)
            self.screen.pieces["locks"].focus("lock ")
            self._moved()

    def _do_lock(self, *_: str) -> None:
        self.screen.ask_lock("", "fund")

    def _do_lock_in(self, application: str, _: str) -> None:
        if application in self._ids:
            self.screen.ask_lock(application, "fund")

    def _do_lock_out(self, application: str, _: str) -> None:
        if application in self._ids:
            self.screen.ask_lock(application, "reject")

    def _do_locked(self, _: str, value: str) -> None:
        given = filled(value, LOCK_FIELDS)
        if given is None or given["application"] not in self._ids or given["decision"] not in ("fund", "reject"):
            return
        try:
            self.session.lock(given["application"], given["decision"] == "fund", given["reason"], given["by"])
        except ValueError:
            self.screen.ask_lock(given["application"], given["decision"], missing=True)
            return
        self.screen.dismiss()
        self._do_close()
        self._moved()

    def _do_reasons(self, application: str, _: str) -> None:
        if application in self._ids and self.screen.answer.solution:
            self.screen.open(application)
            self.work.reason(self.screen.answer.solution, application)

    def _do_close(self, *_: str) -> None:
        if opened := self.screen.opened:
            self.screen.close()
            self.screen.show_table()
            self.screen.pieces["table"].focus(f"reasons {opened}")

    def _do_download(self, what: str, _: str) -> None:
        solution = self.screen.answer.solution
        if self.screen.making:
            return
        if solution is not None and solution.status == "optimal" and not self.screen.view.law_off:
            if what == "proposal":
                self.work.propose(solution)
            elif what == "dossier" and self.source is not None:
                self.work.pack(solution, self.source)

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(application.id for application in self.session.base.call.applications)
