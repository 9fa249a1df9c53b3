"""The decision of a scenario as the page needs it: solved, impossible, or stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version

from allocator import solver
from allocator.cancellation import Cancelled, cancelled_when
from allocator.errors import AllocatorError, InfeasibleError, ScenarioError
from allocator.lagrangian import MOST_STEPS, Lagrangian
from allocator.model import Model, formulate
from allocator.optimum import TIES_COUNTED, Search, decide
from allocator.rows import Linear, Portfolio, Row
from allocator.scenario import Scenario
from allocator.solution import Solution

_BY = f"allocator {version('allocator')}, highs (highspy {version('highspy')}, pulp {version('pulp')})"


@dataclass
class Wish:
    """What the visitor wants of work that is under way; the work asks again and again.

    Attributes
    ----------
    stop : bool
        End it with the best that is found.
    drop : bool
        End it; nobody waits for it.
    """

    stop: bool = False
    drop: bool = False

    def ended(self) -> bool:
        """Whether the work is to end."""
        return self.stop or self.drop

    def heed(self, _: str = "") -> None:
        """End the work if it is no longer wanted.

        Raises
        ------
        Cancelled
            If it is not.
        """
        if self.drop:
            raise Cancelled


@dataclass(frozen=True)
class Answer:
    """What a solve came to.

    Attributes
    ----------
    solution : Solution or None
        The decision, or None where there is none.
    conflict : tuple of str
        Rules that cannot hold together, where nothing fits; with a problem, those that it is about.
    problem : str
        What else went wrong, in words; empty if nothing.
    stopped : bool
        Whether it was stopped before anything was found.
    seconds : float
        How long it took.
    """

    solution: Solution | None
    conflict: tuple[str, ...] = ()
    problem: str = ""
    stopped: bool = False
    seconds: float = 0.0


def answer(scenario: Callable[[], Scenario], time_limit: float, wish: Wish | None = None) -> Answer:
    """Solve a scenario; whatever the rules turn out to be, the page gets an answer.

    Parameters
    ----------
    scenario : callable
        Makes the scenario; rules that cannot stand beside each other fail here.
    time_limit : float
        Seconds, after which the best that was found is the answer.
    wish : Wish, optional
        By which it can be stopped or dropped.

    Raises
    ------
    Cancelled
        If nobody waits for it any more.
    """
    wish, started = wish or Wish(), time.perf_counter()

    def told(solution: Solution | None, conflict: tuple[str, ...] = (), problem: str = "") -> Answer:
        wish.heed()
        return Answer(solution, conflict, problem, wish.stop and solution is None, time.perf_counter() - started)

    try:
        # What explains an impossible scenario has no best to hand over: it is given up when the visitor stops it.
        with cancelled_when(wish.ended):
            solution = decide(quick(formulate(scenario()), time_limit, wish), by=_BY)
    except Cancelled:
        return told(None)
    except InfeasibleError as error:
        return told(None, tuple(error.conflict))
    except ScenarioError as error:
        places = ((problem.column or "").split(".") for problem in error.problems)
        rules = dict.fromkeys(place[1] for place in places if place[0] == "rules" and len(place) > 1)
        return told(None, tuple(rules), "; ".join(str(problem) for problem in error.problems))
    except (AllocatorError, ValueError) as error:
        return told(None, problem=str(error))
    return told(solution)


def quick(model: Model, time_limit: float, wish: Wish) -> Search:
    """Return a search that asks the walk in whole numbers first, and where that gives up a solver that can be stopped.

    Whatever either says is checked exactly, as everywhere.

    Parameters
    ----------
    time_limit : float
        Seconds for all that is asked of it.
    """
    walk, ends = Lagrangian(model), time.monotonic() + time_limit

    def engine(goal: Linear | None, extra: Sequence[Row]) -> solver.Answer:
        wish.heed()
        if goal is not None and (found := walk.best(goal, extra)) is not None:
            return found
        left = max(0.1, ends - time.monotonic())
        return solver.run(model, goal, [*model.rows, *extra], time_limit=left, stopped=wish.ended)

    def lister(goal: Linear, least: Fraction, extra: Sequence[Row]) -> Sequence[Portfolio] | None:
        found = walk.listed(goal, least, extra, TIES_COUNTED, MOST_STEPS)
        return found.portfolios if found is not None and found.complete else None

    return Search(model, engine, progress=wish.heed, lister=lister)
