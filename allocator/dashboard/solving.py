"""The decision of a scenario as the page needs it: solved, impossible, or stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from allocator.errors import AllocatorError, InfeasibleError
from allocator.optimum import solve
from allocator.scenario import Scenario
from allocator.solution import Solution


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The visitor has moved on, or pressed stop."""


@dataclass(frozen=True)
class Answer:
    """What a solve came to.

    Attributes
    ----------
    solution : Solution or None
        The decision, or None where there is none.
    conflict : tuple of str
        Rules that cannot hold together, where nothing fits.
    problem : str
        What else went wrong, in words; empty if nothing.
    seconds : float
        How long it took.
    """

    solution: Solution | None
    conflict: tuple[str, ...] = ()
    problem: str = ""
    seconds: float = 0.0


def answer(scenario: Callable[[], Scenario], time_limit: float, stopped: Callable[[], bool]) -> Answer:
    """Solve a scenario; whatever the rules turn out to be, the page gets an answer.

    Parameters
    ----------
    scenario : callable
        Makes the scenario; rules that cannot stand beside each other fail here.
    time_limit : float
        Seconds, after which the best that was found is the answer.
    stopped : callable
        Asked between the steps of the search whether to go on.

    Raises
    ------
    Stopped
        If *stopped* said so.
    """
    started = time.perf_counter()

    def progress(words: str) -> None:
        if stopped():
            raise Stopped

    try:
        solution = solve(scenario(), time_limit=time_limit, progress=progress)
    except InfeasibleError as error:
        return Answer(None, tuple(error.conflict), seconds=time.perf_counter() - started)
    except (AllocatorError, ValueError) as error:
        return Answer(None, problem=str(error), seconds=time.perf_counter() - started)
    return Answer(solution, seconds=time.perf_counter() - started)
