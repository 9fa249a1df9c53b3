"""The dialogs: one locks an application in or out, with a reason and a name; one saves the scenario as a file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from allocator.dashboard.session import LONGEST_TEXT, Session
from allocator.dashboard.views import View

_THEME = {"palette": {"primary": {"main": "#1d5596"}}, "typography": {"button": {"textTransform": "none"}}}
_OURS: dict[str, Any] = {"theme_config": _THEME}
_WIDE: dict[str, Any] = {"sizing_mode": "stretch_width", **_OURS}


class LockDialog:
    """Asks for the application, the decision, the reason and the name."""

    def __init__(self, session: Session, view: View, moved: Callable[[], None]) -> None:
        self.session, self.moved = session, moved
        options = {f"{a.id} {a.title}": a.id for a in session.base.call.applications}
        decisions = {view.say("lock_in"): True, view.say("lock_out"): False}
        self.application = pmui.Select(label=view.say("application"), options=options, **_WIDE)
        self.decision = pmui.Select(label=view.say("status"), options=decisions, value=True, **_WIDE)
        self.reason = pmui.TextInput(label=view.say("reason"), max_length=LONGEST_TEXT, **_WIDE)
        self.by = pmui.TextInput(label=view.say("by"), max_length=200, **_WIDE)
        self.missing = pmui.Alert(object=view.say("lock_needs"), severity="warning", visible=False, **_WIDE)
        self.button = pmui.Button(label=view.say("lock"), variant="contained", **_OURS)
        self.cancel = pmui.Button(label=view.say("cancel"), variant="outlined", **_OURS)
        self.button.on_click(lambda _: self.lock())
        self.cancel.on_click(lambda _: self.close())
        fields = (self.application, self.decision, self.reason, self.by, self.missing, pn.Row(self.cancel, self.button))
        self.dialog = _dialog(view.say("lock"), *fields)

    def ask(self, application: str, *, fund: bool) -> None:
        """Open the dialog, for an application where one is given."""
        self.decision.value, self.missing.visible = fund, False
        if application:
            self.application.value = application
        self.dialog.open = True

    def close(self) -> None:
        """Close the dialog; what was written in it is gone."""
        self.dialog.open, self.reason.value, self.missing.visible = False, "", False

    def lock(self) -> None:
        """Lock as the fields say, or say what is missing."""
        try:
            self.session.lock(
                self.application.value, self.decision.value, self.reason.value_input or "", self.by.value_input or ""
            )
        except ValueError:
            self.missing.visible = True
            return
        self.close()
        self.moved()


class SaveDialog:
    """Asks for a name and why, and gives the scenario file."""

    def __init__(self, session: Session, view: View, saved: Callable[[], None]) -> None:
        self.session, self.saved = session, saved
        self.name = pmui.TextInput(label=view.say("name"), max_length=200, **_WIDE)
        self.why = pmui.TextInput(label=view.say("why_saved"), max_length=LONGEST_TEXT, **_WIDE)
        self.file = pmui.FileDownload(
            callback=self._file, filename="scenario.yaml", label=view.say("save_file"), variant="contained", **_OURS
        )
        self.cancel = pmui.Button(label=view.say("cancel"), variant="outlined", **_OURS)
        self.cancel.on_click(lambda _: setattr(self.dialog, "open", False))
        self.name.param.watch(self._named, "value_input")
        self.dialog = _dialog(view.say("save"), self.name, self.why, pn.Row(self.cancel, self.file))

    @property
    def title(self) -> str:
        """The name that the visitor gave."""
        return self.name.value_input or self.name.value or ""

    @property
    def reason(self) -> str:
        """Why, in the visitor's words."""
        return self.why.value_input or self.why.value or ""

    def _named(self, _: Any) -> None:
        self.file.filename = file_name(self.title)

    def _file(self) -> io.BytesIO:
        text = self.session.save(self.title, self.reason)
        self.saved()
        return io.BytesIO(text.encode("utf-8"))


def file_name(title: str) -> str:
    """Return what a scenario's file is called: letters, digits and hyphens of its title, whatever the title is."""
    words = re.findall(r"\w+", title.lower())
    return f"{'-'.join(words)[:60] or 'scenario'}.yaml"


def _dialog(title: str, *fields: Any) -> Any:
    return pmui.Dialog(*fields, title=title, title_variant="h6", close_on_click=True, width_option="sm", **_WIDE)
