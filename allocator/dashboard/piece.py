"""A piece of the page: HTML that is shown as it is, and the controls in it that reach Python."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from importlib.resources import files
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

_HERE = files("allocator.dashboard")
STYLE = (_HERE / "page.css").read_text("utf-8")

_LONGEST = {"do": 40, "id": 200, "value": 2000}

Used = Callable[[str, str, str], None]
"""Called with what a control does, the id that it is about, and its value; all come from the browser: check them."""


class Piece(JSComponent):
    """HTML with controls `data-do`, `data-id`; only what Python wrote is shown, only three short texts come back."""

    html = param.String("", doc="What is shown; escaped where it was made.")
    lang = param.String("", doc="The language of the whole document; empty where the page does not own it.")
    lost = param.String("", doc="What is said when the connection is lost; empty where another piece says it.")
    unsaved = param.Boolean(False, doc="Whether a visitor who leaves is asked.")
    focus_on = param.String("", doc="The control that takes the focus: what it does, a space, its id.")

    _esm = (_HERE / "piece.js").read_text("utf-8")
    _stylesheets: ClassVar[list[str]] = [STYLE]

    def __init__(self, used: Used | None = None, **given: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **given})  # type: ignore[no-untyped-call]
        self._used = used

    def download(self, name: str, content: bytes) -> None:
        """Give the visitor a file."""
        self._send_msg({"name": name, "base64": b64encode(content).decode("ascii")})

    def focus(self, what: str) -> None:
        """Move the focus to a control, by what it does, a space and its id; also where it was moved to last."""
        self.focus_on = ""
        self.focus_on = what

    def _handle_msg(self, message: Any) -> None:
        if self._used is None or not isinstance(message, dict):
            return
        texts = [
            text for key, most in _LONGEST.items() if isinstance(text := message.get(key), str) and len(text) < most
        ]
        if len(texts) == len(_LONGEST):
            self._used(*texts)
