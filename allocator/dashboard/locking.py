"""The form that locks an application in or out; it asks for a reason and a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from allocator.dashboard.session import LONGEST_TEXT, Session
from allocator.dashboard.views import View


class LockForm:
    """Fields for the application, the decision, the reason and the name."""

    def __init__(self, session: Session, view: View, moved: Callable[[], None]) -> None:
        self.session, self.view, self.moved = session, view, moved
        wide: dict[str, Any] = {"sizing_mode": "stretch_width"}
        options = {f"{a.id} {a.title}": a.id for a in session.base.call.applications}
        decisions = {view.say("lock_in"): True, view.say("lock_out"): False}
        self.application = pmui.Select(label=view.say("application"), options=options, **wide)
        self.decision = pmui.Select(label=view.say("status"), options=decisions, value=True, **wide)
        self.reason = pmui.TextInput(label=view.say("reason"), max_length=LONGEST_TEXT, **wide)
        self.by = pmui.TextInput(label=view.say("by"), max_length=200, **wide)
        self.missing = pmui.Alert(object=view.say("lock_needs"), severity="warning", visible=False, **wide)
        self.button = pmui.Button(label=view.say("lock"), variant="outlined", **wide)
        self.button.on_click(lambda _: self.lock())
        fields = (self.application, self.decision, self.reason, self.by, self.missing, self.button)
        self.form = pmui.Accordion((view.say("lock"), pn.Column(*fields, margin=0, **wide)), margin=(8, 0), **wide)

    def ask(self, application: str, *, fund: bool) -> None:
        """Open the form for an application."""
        self.application.value, self.decision.value = application, fund
        self.form.active = [0]

    def lock(self) -> None:
        """Lock as the form says, or say what is missing."""
        try:
            self.session.lock(
                self.application.value, self.decision.value, self.reason.value_input or "", self.by.value_input or ""
            )
        except ValueError:
            self.missing.visible = True
            return
        self.missing.visible, self.reason.value, self.form.active = False, "", []
        self.moved()
