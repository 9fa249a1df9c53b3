"""A campaign: sound files are spoilt again and again, those that lead to lines not yet seen first."""

import faulthandler
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import allocator
from allocator.errors import AllocatorError
from fuzz.mutations import mutated
from fuzz.targets import Target, write_beside

_PACKAGE = str(Path(allocator.__file__).parent)
_LONGEST = 20
"""Seconds of processor time for one input of some kilobytes; more is a hang."""


@dataclass
class Campaign:
    """The reading of spoilt files by one reader.

    Attributes
    ----------
    failures : list of (str, bytes)
        What went wrong, each kind once, and the file that it went wrong with.
    lines : set
        The lines of the package that were reached.
    """

    target: Target
    folder: Path
    chance: random.Random
    guided: bool = True
    failures: list[tuple[str, bytes]] = field(default_factory=list)
    lines: set[tuple[str, int]] = field(default_factory=set)
    read: int = 0
    refused: int = 0
    slowest: float = 0.0

    def __post_init__(self) -> None:
        write_beside(self.folder)
        self.pool = list(self.target.seeds)
        for seed in self.target.seeds:
            self.take(seed)
        self.sound = self.read

    def spoil(self) -> None:
        """Spoil a file, the latest that led somewhere new more often, and read it."""
        latest = self.pool[-8:] if self.chance.random() < 0.5 else self.pool
        content = mutated(self.chance.choice(latest), self.pool, self.chance)
        if self.take(content) and len(content) < 100_000:
            self.pool.append(content)

    def take(self, content: bytes) -> bool:
        """Read a file; return whether it led to lines not yet seen."""
        path, before = self.folder / self.target.file, len(self.lines)
        path.write_bytes(content)
        start = time.process_time()
        try:
            with _limited(), self._watched():
                self.target.read(path)
            self.read += 1
        except AllocatorError as error:
            self.refused += 1
            self._check_words(str(error), content)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self._fail(f"{type(error).__name__}: {str(error)[:200]} at {_place(error)}", content)
        self.slowest = max(self.slowest, time.process_time() - start)
        return len(self.lines) > before

    def _check_words(self, words: str, content: bytes) -> None:
        """Hold the words of a refusal against what every one must be: printable, and not endless."""
        if any(not (letter.isprintable() or letter == "\n") for letter in words):
            self._fail("a message that a terminal would obey", content)
        if max(map(len, words.splitlines())) > 2_000:
            self._fail("a message without end", content)

    def _fail(self, what: str, content: bytes) -> None:
        if what not in {said for said, _ in self.failures}:
            self.failures.append((what, content))

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Note the lines of the package that are reached."""
        if not self.guided:
            yield
            return

        def enter(frame: FrameType, event: str, argument: Any) -> Any:
            return line if frame.f_code.co_filename.startswith(_PACKAGE) else None

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            self.lines.add((frame.f_code.co_filename, frame.f_lineno))
            return line

        before = sys.gettrace()
        sys.settrace(enter)
        try:
            yield
        finally:
            sys.settrace(before)


@contextmanager
def _limited() -> Iterator[None]:
    """End a reading that takes too long; where signals cannot do it, it takes as long as it takes."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError(f"longer than {_LONGEST} s")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _place(error: BaseException) -> str:
    """Return the innermost line of the package that an error went through."""
    place, step = "nowhere", error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.startswith(_PACKAGE):
            place = f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}"
        step = step.tb_next
    return place


def limit_memory(limit: int = 4 * 10**9) -> None:
    """Let the process have so many bytes and no more, where the system can, and tell the place of a crash."""
    faulthandler.enable()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
