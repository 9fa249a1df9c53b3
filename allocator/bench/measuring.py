"""Measure every way at every size, each in a process of its own, so that memory is told apart."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from allocator.bench.outcome import CHECK, FORMULATE, READ, REPORT, SOLVE
from allocator.bench.ways import NO_SOLVER, WAYS, WHOLE
from allocator.synthetic import write_synthetic

STEPS = (READ, FORMULATE, SOLVE, CHECK, REPORT)
_PATIENCE = 6
_ENDED = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


@dataclass(frozen=True)
class Measurement:
    """What one way took at one size.

    Attributes
    ----------
    way : str
    applications : int
    seconds : dict of str to float
        Processor seconds by step, `imports` apart.
    peak : float or None
        Megabytes at most; None where it was not told.
    value, bound : float or None
        Points.
    said : str
        How it ended.
    """

    way: str
    applications: int
    seconds: dict[str, float]
    peak: float | None
    value: float | None
    bound: float | None
    said: str

    @property
    def total(self) -> float | None:
        """Processor seconds of all steps, imports left out; None if it was stopped."""
        steps = [self.seconds[step] for step in STEPS if step in self.seconds]
        return sum(steps) if steps else None

    @property
    def beside_solving(self) -> float | None:
        """Processor seconds of all steps but the solve; None if it was stopped."""
        return None if self.total is None else self.total - self.seconds.get(SOLVE, 0.0)

    def gap(self, bound: float | None) -> float | None:
        """Return how far its value is below a bound, as a part of it; None where either is not known."""
        return None if bound is None or not self.value else (bound - self.value) / self.value


def measured(
    sizes: Sequence[int],
    ways: Sequence[str],
    *,
    seconds: float,
    seed: int,
    progress: Callable[[str], None] = lambda words: None,
) -> Iterator[Measurement]:
    """Yield a measurement for each size and way.

    Parameters
    ----------
    sizes : sequence of int
        Applications; the calls are invented ones.
    ways : sequence of str
        Of `WAYS`.
    seconds : float
        For each solve. A way has five times as long and a minute for all that it does, in processor seconds, and is
        ended then.
    seed : int
        Of the invented calls.
    """
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            progress(f"inventing {size} applications")
            write_synthetic(Path(folder) / "call", size, seed=seed)
            for way in ways:
                progress(f"{size} applications: {way}")
                yield _measurement(way, size, Path(folder) / "call", seconds)


def _measurement(way: str, size: int, call: Path, seconds: float) -> Measurement:
    limit = 5 * seconds + 60
    command = [sys.executable, "-m", "allocator.bench", way, str(call), str(seconds), str(limit)]
    try:
        # A process that waits uses no processor, so there is an end by the clock too, far behind a busy machine's.
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE * limit, check=False
        )
    except subprocess.TimeoutExpired:
        return Measurement(way, size, {}, None, None, None, f"no answer within {limit:.0f} s")
    if done.returncode in _ENDED:
        return Measurement(way, size, {}, None, None, None, f"no answer within {limit:.0f} s")
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        return Measurement(way, size, {}, None, None, None, last[0][:80])
    return Measurement(way, size, **json.loads(done.stdout.strip().splitlines()[-1]))


def bound_at(found: Sequence[Measurement], size: int) -> float | None:
    """Return what no portfolio exceeds at a size, by the whole path."""
    return next((m.bound for m in found if m.applications == size and m.way == WHOLE), None)


def ratio(found: Sequence[Measurement], one: Measurement) -> float | None:
    """Return how many times as long as the whole path a way took; None where either was stopped."""
    own = next((m.total for m in found if m.applications == one.applications and m.way == WHOLE), None)
    return one.total / own if own and one.total is not None else None


def growth(found: Sequence[Measurement], way: str = WHOLE) -> dict[tuple[int, int], dict[str, float]]:
    """Return by which power of the size each step of a way grows, between one size and the next: 1 is in proportion."""
    own = sorted((m for m in found if m.way == way and m.seconds), key=lambda m: m.applications)
    grown: dict[tuple[int, int], dict[str, float]] = {}
    for less, more in pairwise(own):
        times = math.log(more.applications / less.applications)
        grown[less.applications, more.applications] = {
            step: math.log(more.seconds[step] / less.seconds[step]) / times
            for step in STEPS
            if less.seconds.get(step, 0) > 0 and more.seconds.get(step, 0) > 0
        }
    return grown


def solves(found: Sequence[Measurement], size: int) -> dict[str, float | None]:
    """Return how long each way that has a solver solved at a size; None where there was no answer.

    What the whole path does beside solving is held against each: against its own solver, which is made for such calls,
    and against what a general one takes for the same.
    """
    solvers = [m for m in found if m.applications == size and m.way not in NO_SOLVER]
    return {m.way: m.seconds.get(SOLVE) for m in solvers}


__all__ = ["STEPS", "WAYS", "WHOLE", "Measurement", "bound_at", "growth", "measured", "ratio", "solves"]
