"""A piece of the page: HTML that is shown as it is, and the buttons in it that reach Python."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

_HERE = files("allocator.dashboard")
STYLE = (_HERE / "page.css").read_text("utf-8")

Pressed = Callable[[str, str], None]
"""Called with what a button does and the id that it is about; both come from the browser and are checked."""


class Piece(JSComponent):
    """HTML with buttons `data-do`, `data-id`; only what Python wrote is shown, only two short texts come back."""

    html = param.String("", doc="What is shown; escaped where it was made.")
    live = param.Boolean(False, doc="Whether screen readers are told when it changes.")
    lang = param.String("", doc="The language of the whole document; empty where the page does not own it.")
    focus_on = param.String("", doc="The button that takes the focus: what it does, a space, its id.")

    _esm = (_HERE / "piece.js").read_text("utf-8")
    _stylesheets: ClassVar[list[str]] = [STYLE]

    def __init__(self, pressed: Pressed | None = None, **given: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **given})  # type: ignore[no-untyped-call]
        self._pressed = pressed

    def _handle_msg(self, message: Any) -> None:
        if self._pressed is None or not isinstance(message, dict):
            return
        what, about = message.get("do"), message.get("id")
        if isinstance(what, str) and isinstance(about, str) and len(what) < 40 and len(about) < 200:
            self._pressed(what, about)
