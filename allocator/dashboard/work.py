"""What takes time: solving, margins, repairs, reasons and documents, each off the page's own thread.

Newer work of a kind drops the older: nobody waits for it any more. Whatever a visitor does, the page answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import panel as pn

from allocator.analysis.reason import Reason
from allocator.analysis.reasons import reasons
from allocator.cancellation import Cancelled, cancelled_when
from allocator.dashboard.certainty import Start, certainty
from allocator.dashboard.downloads import Progress, dossier, proposal
from allocator.dashboard.drawer import drawer
from allocator.dashboard.fault import note
from allocator.dashboard.remedies import advise
from allocator.dashboard.screen import Screen
from allocator.dashboard.solving import Wish, answer
from allocator.errors import AllocatorError
from allocator.solution import Solution
from allocator.text import Text

PATIENCE = 0.4
"""Seconds before the page says that it is solving."""

GRACE = 2.0
"""Seconds that a stopped solve has to hand over what it found."""


class Work:
    """The work of one page.

    Parameters
    ----------
    screen : Screen
        What the visitor sees.
    time_limit : float
        Seconds for one solve.
    """

    def __init__(self, screen: Screen, time_limit: float) -> None:
        self.screen, self.time_limit = screen, time_limit
        self._solving, self._making, self._reasoning = Wish(), Wish(), Wish()

    def settle(self, start: Start) -> None:
        """Find that before the page is shown: a notebook does not hear of what changes before it has drawn the page."""
        screen = self.screen
        if start.certainty is not None:
            screen.certainty = start.certainty.result()
        elif screen.answer.solution is None and not screen.answer.problem:
            screen.advice = advise(screen.session.fork(), self.time_limit, self._solving)
        screen.show_certainty()

    def begin(self, start: Start) -> None:
        """Find how sure the first decision is, or what would make one possible."""
        self._in_background(self._begin(start, self._solving))

    async def _begin(self, start: Start, wish: Wish) -> None:
        if start.certainty is None:
            await self._assure(wish)
            return
        found = await asyncio.wrap_future(start.certainty)
        if self._solving is wish:
            self.screen.certainty = found
            self.screen.show_certainty()

    def solve(self) -> None:
        """Solve what the controls now say."""
        self._solving.drop = True
        self._solving = Wish()
        self._in_background(self._solve(self._solving))

    async def _solve(self, wish: Wish) -> None:
        screen, scenario = self.screen, self.screen.session.fork()
        work = asyncio.ensure_future(asyncio.to_thread(answer, lambda: scenario.scenario, self.time_limit, wish))
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done and not wish.drop:
            screen.tell("solving", stop=True)
        try:
            found = await work
        except Cancelled:
            return
        if wish.drop:
            return
        if found.stopped:
            self._put_back()
            return
        screen.take(found, scenario.changes)
        screen.tell("best_stopped" if wish.stop else "")
        await self._assure(wish)

    async def _assure(self, wish: Wish) -> None:
        """Find how sure the decision is; where there is none, what would make one possible."""
        screen = self.screen
        try:
            if screen.answer.solution is not None and screen.answer.solution.status == "optimal":
                found = await asyncio.to_thread(certainty, screen.answer.solution, wish)
                if not wish.drop:
                    screen.certainty = found
                    screen.show_certainty()
            elif screen.answer.solution is None and not screen.answer.problem:
                advice = await asyncio.to_thread(advise, screen.session.fork(), self.time_limit, wish)
                if not wish.drop:
                    screen.advice = advice
                    screen.show_certainty()
        except Cancelled:
            if not wish.drop:
                screen.advice_stopped = True
                screen.show_certainty()
        except AllocatorError:
            return  # the decision stands without it

    def advise(self) -> None:
        """Look for repairs again, after that was stopped."""
        self._solving.drop = True
        self._solving, self.screen.advice_stopped = Wish(), False
        self.screen.show_certainty()
        self._in_background(self._assure(self._solving))

    def stop(self, what: str) -> None:
        """End a solve with the best that is found; give up documents, reasons or repairs."""
        if what == "making":
            self._making.drop = True
            self.screen.make("")
        elif what == "reasons":
            self._reasoning.stop = True
        else:
            self._solving.stop = True
            self.screen.tell()
            self._in_background(self._give_up(self._solving))

    async def _give_up(self, wish: Wish) -> None:
        await asyncio.sleep(GRACE)
        if (
            self._solving is wish
            and self.screen.changes_solved != self.screen.session.changes
            and self.screen.answer.solution
        ):
            wish.drop = True
            self._put_back()

    def _put_back(self) -> None:
        self.screen.session.undo()
        self.screen.show()
        self.screen.tell("stopped")

    def reason(self, solution: Solution, application: str) -> None:
        """Find the reasons of one application, and show them while they are asked for."""
        self.screen.pieces["drawer"].html = drawer(self.screen.view, solution, application, None)
        self._reasoning.drop = True
        self._reasoning = Wish()
        if solution.status == "optimal":
            self._in_background(self._reason(solution, application, self._reasoning))

    async def _reason(self, solution: Solution, application: str, wish: Wish) -> None:
        screen, found = self.screen, None

        def shut() -> bool:
            return wish.drop or screen.opened != application or screen.answer.solution is not solution

        def find() -> Reason:
            with cancelled_when(lambda: wish.stop or shut()):
                return reasons(solution, [application])[application]

        with suppress(Cancelled):
            found = await asyncio.to_thread(find)
        if not shut():
            html = drawer(screen.view, solution, application, found, stopped=found is None)
            screen.pieces["drawer"].html = html

    def propose(self, solution: Solution) -> None:
        """Write the proposal of a decision, and hand it over."""
        screen, scenario = self.screen, self.screen.session.document()
        others: dict[Text, Solution | None] = {Text(fi=kept.name): kept.solution for kept in screen.session.kept}
        if screen.base is not None and screen.base is not solution:
            others[Text(fi="Perusskenaario", sv="Grundscenario", en="Base scenario")] = screen.base
        others = {name: other for name, other in others.items() if other is not solution}
        language = screen.language
        self._make("proposal", lambda progress: proposal(solution, language, scenario, others, progress))

    def pack(self, solution: Solution, source: Path) -> None:
        """Write the dossier of a decision, and hand it over."""
        screen = self.screen
        scenario, language = screen.session.document(), screen.language
        self._make("dossier", lambda progress: dossier(solution, language, scenario, source, progress))

    def _make(self, what: str, make: Callable[[Progress], bytes]) -> None:
        self._making.drop = True
        self._making = Wish()
        self._in_background(self._made(what, make, self._making))

    async def _made(self, what: str, make: Callable[[Progress], bytes], wish: Wish) -> None:
        screen = self.screen

        def write() -> bytes:
            with cancelled_when(wish.ended):
                return make(wish.heed)

        screen.make(what)
        try:
            content = await asyncio.to_thread(write)
        except Cancelled:
            return
        except AllocatorError as error:
            screen.make("")
            screen.tell("failed", str(error))
            return
        except BaseException:
            screen.make("")
            raise
        screen.pieces["bar"].download(f"{what}.zip", content)
        screen.make("")

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        async def run() -> None:
            try:
                await work
            except Exception as error:  # a visitor sees a sentence, whatever it was
                note(error)
                self.screen.tell("broken")

        pn.state.execute(run)
