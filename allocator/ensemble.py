"""Many solves of one model: by branch and bound in whole numbers, or else by a HiGHS that stays loaded."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.programme import Ints, Programme, is_compiled, worth_of
from allocator.errors import SolverError
from allocator.model import Model
from allocator.objectives import Goal
from allocator.optimum import Progress, Search
from allocator.rows import Linear, Portfolio
from allocator.warm import WarmSolver

__all__ = ["Ensemble", "Solved", "WarmSolver", "cluster", "solve_many", "with_bounds"]

Proof = Literal["pool", "tree", "solver"]

_PROOFS: Mapping[int, Proof] = {1: "pool", 2: "tree"}
_FEW, _MANY = 20, 1_000
"""So many goals are worth loading the compiled code, and compiling it."""


class Solved(NamedTuple):
    """The best portfolio for one goal.

    Attributes
    ----------
    portfolio : Portfolio or None
        Checked in exact integers against every row; None if nothing is lawful.
    value : Fraction or None
        The goal's exact value there.
    proof : {"pool", "tree", "solver"}
        What proved that none is better: a bound in whole numbers that a known portfolio meets, a tree of such
        bounds, or the solver's word at gap 0.
    """

    portfolio: Portfolio | None
    value: Fraction | None
    proof: Proof


def solve_many(
    model: Model, goals: Sequence[Linear], *, workers: int = 2, progress: Progress | None = None
) -> list[Solved]:
    """Find the best portfolio of one model for each of many goals, each proven.

    Parameters
    ----------
    model : Model
        Whose rows every portfolio satisfies.
    goals : sequence of Linear
        What to make greatest, one at a time.
    workers : int
        Threads; their number does not change the answers.
    progress : callable, optional
        Called with a few words as the work goes on.

    Returns
    -------
    list of Solved
        In the order of the goals. Stopped with Ctrl-C, it holds the answers to the first goals, as far as all of
        them are known: its length is the number that any figure made of it rests on.

    Raises
    ------
    SolverError
        If no portfolio satisfies the rules.
    """
    solved = Ensemble(model).solve(goals, workers=workers, progress=progress)
    if any(answer.portfolio is None for answer in solved):
        raise SolverError("no portfolio satisfies the rules; solving the scenario alone says which are in conflict")
    return solved


class Ensemble:
    """One model, solved for many goals and many bounds of its rows.

    The goals go through the compiled branch and bound, whose every answer is proven in
    whole numbers; what it cannot prove, and models or goals with helpers, go to a solver kept loaded.

    Parameters
    ----------
    model : Model
    fast : bool, optional
        Whether to use the compiled branch and bound; left out, it is used where the number of goals is worth the
        wait: the first use on a computer compiles for half a minute.
    """

    def __init__(self, model: Model, *, fast: bool | None = None) -> None:
        self.model, self.fast = model, fast
        self._programme = Programme.of(model)

    def solve(
        self,
        goals: Sequence[Linear],
        bounds: Sequence[Mapping[str, int | Fraction]] | None = None,
        *,
        ordered: bool = False,
        workers: int = 2,
        progress: Progress | None = None,
        client: Any = None,
    ) -> list[Solved]:
        """Find the best portfolio for every goal.

        Parameters
        ----------
        goals : sequence of Linear
        bounds : sequence of mapping of str to number, optional
            For each goal, the rows by name that have another bound, in the row's unit, and that bound.
        ordered : bool
            Of equally good portfolios return the first by the published order, as a solve from the start does;
            otherwise any of them, though always the same one.
        workers : int
            Threads; their number does not change the answers.
        progress : callable, optional
            Called with a few words as the work goes on.
        client : distributed.Client, optional
            A cluster that does the work instead of threads.

        Returns
        -------
        list of Solved
            In the order of the goals; after Ctrl-C only the answers to the first goals, as far as all are known.
        """
        if bounds is not None and len(bounds) != len(goals):
            raise ValueError(f"expected bounds for each of {len(goals)} goals, found {len(bounds)}")
        clock = _Clock(len(goals), progress)
        chosen, proofs = self._in_integers(goals, bounds, workers, clock, client)
        lawful: set[bytes] = set()

        def one(q: int) -> Solved:
            model = self.model if bounds is None else with_bounds(self.model, bounds[q])
            if not proofs[q]:
                solved = _by_solver(model, goals[q])
            else:
                solved = Solved(
                    *_checked(model, goals[q], chosen[q], lawful if bounds is None else set()), _PROOFS[int(proofs[q])]
                )
            return _first(model, goals[q], solved) if ordered and solved.portfolio is not None else solved

        if ordered or not proofs.all():
            return _as_far_as_done(one, range(len(proofs)), workers, lambda q: clock.tick(not proofs[q]))
        return [one(q) for q in range(len(proofs))]

    def _in_integers(
        self,
        goals: Sequence[Linear],
        bounds: Sequence[Mapping[str, int | Fraction]] | None,
        workers: int,
        clock: _Clock,
        client: Any,
    ) -> tuple[npt.NDArray[np.bool_], Ints]:
        """Return awards and proofs for every goal, as far as the compiled branch and bound proves them."""
        count = len(self.model.candidates)
        chosen, proofs = np.zeros((len(goals), count), np.bool_), np.zeros(len(goals), np.int64)
        numbers = [worth_of(goal) for goal in goals]
        if self._programme is None or not count or not self._worth_it(len(goals)) or any(n is None for n in numbers):
            return chosen, proofs
        from allocator.branching import chunks

        worth = np.array([number for number in numbers if number is not None], np.int64)
        right = None if bounds is None else np.array([self._programme.bounds_with(changed) for changed in bounds])
        done = chunks.solve(self._programme.bare, worth, right, workers=workers, tick=clock.tick, client=client)
        reached = 0
        try:
            for start, (some, how) in done:
                chosen[start : start + len(how)], proofs[start : start + len(how)] = some, how
                reached = start + len(how)
        except KeyboardInterrupt:
            return chosen[:reached], proofs[:reached]
        return chosen, proofs

    def _worth_it(self, goals: int) -> bool:
        if self.fast is not None:
            return self.fast
        return goals >= (_FEW if is_compiled() else _MANY)


def with_bounds(model: Model, changed: Mapping[str, int | Fraction]) -> Model:
    """Return the model with other bounds for some rows, by name, each in its row's unit."""
    rows = (replace(row, right=changed[row.name]) if row.name in changed else row for row in model.rows)
    return replace(model, rows=tuple(rows))


def cluster(address: str) -> Any:
    """Return a client of the Dask cluster at *address*, to be closed by whoever asked for it.

    Raises
    ------
    SolverError
        If Dask is not installed, or nothing answers there.
    """
    if not find_spec("distributed"):
        raise SolverError('a cluster needs Dask: pip install "allocator[dask]"')
    from distributed import Client

    try:
        return Client(address, timeout=10)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise SolverError(f"no Dask scheduler answers at {address}") from error


def _checked(
    model: Model, goal: Linear, chosen: npt.NDArray[np.bool_], lawful: set[bytes]
) -> tuple[Portfolio, Fraction]:
    """Return a portfolio of the tree and its value, once it is known to be lawful by exact count."""
    portfolio, key = Portfolio(np.flatnonzero(chosen).tolist()), chosen.tobytes()
    if key not in lawful:
        if not all(row.holds(portfolio) for row in model.rows):
            raise SolverError("a portfolio of the tree breaks a rule by exact count")
        lawful.add(key)
    return portfolio, goal.at(portfolio)


def _by_solver(model: Model, goal: Linear) -> Solved:
    """Ask a solver that starts afresh, so that the answer does not depend on what was asked before."""
    answer = Search(model, WarmSolver(model)).best(goal, [])
    if answer.portfolio is None:
        if answer.state != "infeasible":
            raise SolverError("the search was stopped before the best portfolio was proven")
        return Solved(None, None, "solver")
    return Solved(answer.portfolio, goal.at(answer.portfolio), "solver")


def _first(model: Model, goal: Linear, solved: Solved) -> Solved:
    """Of all portfolios that are as good, return the first by the published order."""
    if solved.portfolio is None:
        return solved
    search = Search(model, WarmSolver(model))
    levels, portfolio = search.ordered(solved.portfolio, (), Goal("goal", goal, "value"))
    if not levels[-1].complete:
        raise SolverError("the search was stopped before the first of equally good portfolios was proven")
    return Solved(portfolio, solved.value, solved.proof)


def _as_far_as_done(
    one: Callable[[int], Solved], wanted: range, workers: int, tell: Callable[[int], None]
) -> list[Solved]:
    """Answer for every number in turn, in threads; after Ctrl-C as far as the answers go without a hole."""
    done: list[Solved] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(one, q) for q in wanted]
        try:
            for q, future in zip(wanted, futures, strict=True):
                done.append(future.result())
                tell(q)
        except KeyboardInterrupt:
            pass
        finally:
            for future in futures:
                future.cancel()
    return done


class _Clock:
    """Says how many goals are solved, and how long the rest will take."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._done, self._start, self._said = 0, time.monotonic(), 0.0

    def tick(self, count: int = 1) -> None:
        """Count goals as solved; twice a second, say so."""
        self._done += count
        now = time.monotonic()
        if self._progress is None or (now - self._said < 0.5 and self._done < self._total):
            return
        self._said = now
        left = (now - self._start) / max(self._done, 1) * max(self._total - self._done, 0)
        self._progress(f"{min(self._done, self._total)} of {self._total} solved, {left:.0f} s left")
