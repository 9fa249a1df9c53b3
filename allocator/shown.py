"""How an object asks to be shown; the layouts are registered in `allocator.display`.

A scenario cannot know its layout, which needs words and tables of later steps: those register theirs here.
"""

from __future__ import annotations

from functools import singledispatch
from importlib import import_module


@singledispatch
def html(thing: object) -> str | None:
    """Return an object as HTML, or None where no layout is registered for its type."""
    return None


@singledispatch
def line(thing: object) -> str:
    """Return an object in one line of text: its type's name, unless a better line is registered."""
    return f"<{type(thing).__name__}>"


class Shown:
    """An object that a notebook shows as HTML, and anything else in one line."""

    def _repr_html_(self) -> str | None:
        _load_layouts()
        return html(self)

    def __repr__(self) -> str:
        """Return one line: the call itself would fill the screen, and is not for logs."""
        _load_layouts()
        return line(self)


def _load_layouts() -> None:
    """Load the layouts when something is first shown; by name, since they stand above whatever is shown."""
    import_module("allocator.display")
