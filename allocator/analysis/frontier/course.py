"""How far long work has come: words with the time left, and a stop that keeps what is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Progress = Callable[[str], None]


class Cut(Exception):  # noqa: N818 - not an error: the work was told to end
    """The work has reached what it was allowed."""


@dataclass
class Course:
    """The course of long work: says how far it is, and remembers whether it was ended early.

    Attributes
    ----------
    progress : callable
        Called with a few words.
    complete : bool
        Whether the work came to its own end.
    """

    progress: Progress = lambda words: None
    complete: bool = True
    _started: float = field(default_factory=time.monotonic)

    def at(self, words: str, done: float) -> None:
        """Say what is done, and the time left if the rest goes like the part *done* (0 to 1)."""
        spent = time.monotonic() - self._started
        left = f", about {spent * (1 - done) / done:.0f} s left" if 0.02 < done < 1 else ""
        self.progress(f"{words}{left}")

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Run work that may be cut or stopped with Ctrl-C; what it has collected so far stays."""
        try:
            yield
        except (Cut, KeyboardInterrupt):
            self.complete = False
