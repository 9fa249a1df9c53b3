"""What one way of deciding took, and what it found."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil

IMPORTS, READ, FORMULATE, SOLVE, CHECK, REPORT = "imports", "read", "formulate", "solve", "check", "report"


@dataclass
class Outcome:
    """One way's steps and result.

    Attributes
    ----------
    seconds : dict of str to float
        Processor seconds of each step, those of programs that it started included.
    value, bound : float or None
        The objective found, and what no portfolio exceeds, if known; points.
    said : str
        How it ended, in a few words.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    value: float | None = None
    bound: float | None = None
    said: str = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the processor time of a block to a step's."""
        start = _processor()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + _processor() - start


def _processor() -> float:
    """Return the processor seconds of this process and of those that it started and that have ended."""
    if sys.platform == "win32":
        return time.process_time()
    import resource

    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def end_after(seconds: float) -> None:
    """Let this process have so many processor seconds, whatever it is deep in then, and no more."""
    if sys.platform == "win32":
        return
    import resource

    whole = ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))


def peak() -> float | None:
    """Return the most memory that this process has held, in megabytes; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / (1e6 if sys.platform == "darwin" else 1e3)
