"""The controls: sliders, switches and fields made from the rules of the call, whatever they are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import panel as pn
import panel_material_ui as pmui

from allocator.dashboard.dials import Dial
from allocator.dashboard.piece import Piece
from allocator.dashboard.session import Session
from allocator.dashboard.views import View
from allocator.solution import Solution

_HUNDRED = {"share": 100}
_SMALL = {"& .MuiTypography-root, & .MuiFormLabel-root, & label": {"fontSize": "12px"}, "& input": {"fontSize": "13px"}}
_BOLD = {"& .MuiFormControlLabel-label, & .MuiTypography-root": {"fontSize": "13px", "fontWeight": 700}}
_WIDE = {"sizing_mode": "stretch_width"}


class Controls:
    """Every control of one session; each tells the session what was moved, and then calls *moved*.

    Parameters
    ----------
    session : Session
        Whose scenario is moved.
    view : View
        Writes titles and notes.
    moved : callable
        Called after every move.
    """

    def __init__(self, session: Session, view: View, moved: Callable[[], None]) -> None:
        self.session, self.view, self.moved = session, view, moved
        self._showing = False
        self.sliders = {(dial.rule, dial.field): self._slider(dial) for dial in session.dials}
        self.switches = {name: self._switch(name) for name, rule in session.base.rules.items() if rule.kind != "budget"}
        self.notes = {name: Piece() for name, rule in session.base.rules.items() if rule.kind != "lock"}
        self.parts = {name: self._part(name) for name in session.base.call.terms.criteria}

    def column(self) -> pn.viewable.Viewable:
        """Return the controls under each other, rule by rule."""
        blocks: list[Any] = []
        for name in self.notes:
            title = self.switches.get(name)
            sliders = [slider for (rule, _), slider in self.sliders.items() if rule == name]
            blocks.append(pn.Column(*([title] if title else []), *sliders, self.notes[name], margin=(4, 0), **_WIDE))
        heading = Piece(html=f'<h2 style="padding-top:8px">{self.view.say("controls")}</h2>')
        return pn.Column(heading, *blocks, *([self._weights()] if self.parts else []), margin=0, **_WIDE)

    def show(self, solution: Solution | None, clashing: frozenset[str]) -> None:
        """Put every control where the session stands, and write the notes under them."""
        self._showing = True
        try:
            for dial in self.session.dials:
                value = float(self.session.value(dial) * _HUNDRED.get(dial.unit, 1))
                slider = self.sliders[dial.rule, dial.field]
                slider.param.update(value=value, disabled=not self.session.is_on(dial.rule))
            for name, switch in self.switches.items():
                switch.value = self.session.is_on(name)
            for name, part in self.parts.items():
                part.value = self._part_of(name)
            for name, note in self.notes.items():
                note.html = self.view.note(name, solution, clashing)
        finally:
            self._showing = False

    def _slider(self, dial: Dial) -> Any:
        times = _HUNDRED.get(dial.unit, 1)
        slider = pmui.FloatSlider(
            label=self.view.dial_title(dial) + {"euros": ", €", "share": ", %"}.get(dial.unit, ""),
            start=float(dial.low * times),
            end=float(dial.high * times),
            step=float(dial.step * times),
            value=float(self.session.value(dial) * times),
            format="0,0" if dial.unit in ("euros", "count") else "0[.]00",
            margin=(0, 8),
            sx=_SMALL,
            **_WIDE,
        )

        def turned(event: Any) -> None:
            if not self._showing and event.new is not None:
                self._turn(dial, Fraction(str(round(float(event.new), 4))) / times)

        slider.param.watch(turned, "value_throttled")
        return slider

    def _turn(self, dial: Dial, value: Fraction) -> None:
        if dial.unit in ("euros", "count"):
            value = Fraction(round(value))
        value = min(max(value, dial.low), dial.high)
        if value != self.session.value(dial):
            self.session.turn(dial.rule, dial.field, value)
            self.moved()

    def _switch(self, name: str) -> Any:
        switch = pmui.Switch(
            label=self.view.session.base.rule_title(name)[self.view.language],
            value=self.session.is_on(name),
            margin=(2, 4),
            sx=_BOLD,
            **_WIDE,
        )

        def switched(event: Any) -> None:
            if not self._showing:
                self.session.switch(name, bool(event.new))
                self.moved()

        switch.param.watch(switched, "value")
        return switch

    def _part_of(self, name: str) -> int:
        criteria = self.session.base.call.terms.criteria
        return self.session.changes.parts.get(name, round(criteria[name].weight * 100))

    def _part(self, name: str) -> Any:
        title = self.session.base.call.terms.criteria[name].title[self.view.language]
        part = pmui.IntSlider(
            label=title, start=0, end=100, step=1, value=self._part_of(name), margin=(0, 8), sx=_SMALL, **_WIDE
        )

        def weighed(event: Any) -> None:
            parts = {criterion: self._part_of(criterion) for criterion in self.parts} | {name: int(event.new)}
            if not self._showing and any(parts.values()):
                self.session.weigh(parts)
                self.moved()

        part.param.watch(weighed, "value_throttled")
        return part

    def _weights(self) -> Any:
        note = Piece(html=f'<p class="muted">{self.view.say("weights_note")}</p>')
        column = pn.Column(note, *self.parts.values(), margin=0, **_WIDE)
        return pmui.Accordion((self.view.say("weights"), column), margin=(8, 0), **_WIDE)
