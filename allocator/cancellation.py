"""Work that somebody may no longer want: it is given up at the next question that it puts to a solver.

A solver that is told to stop hands over the best that it found. An analysis of many solves has nothing to hand over, so
it is given up as a whole; whoever starts it says when, and the solves within ask, however deep they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_Asked = Callable[[], bool]

_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


class Cancelled(Exception):  # noqa: N818 (nothing went wrong)
    """Nobody wants the work any more."""


@contextmanager
def cancelled_when(asked: _Asked | None) -> Iterator[None]:
    """Give up the work within, by `Cancelled`, once a callable says so; None takes back what was said around it."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def asked() -> _Asked | None:
    """Return what says whether the present work is to be given up; None where nothing can end it."""
    return _asked.get()


def heed() -> None:
    """Give up the present work if it is no longer wanted.

    Raises
    ------
    Cancelled
        If it is not.
    """
    if (ended := _asked.get()) is not None and ended():
        raise Cancelled
