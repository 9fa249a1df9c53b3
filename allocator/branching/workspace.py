"""Everything that one thread needs to solve a programme again and again."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.branching.cuts import MOST_CUTS
from allocator.branching.draws import Memory, Pool, list_reaching, solve_draws
from allocator.branching.programme import Ints, Programme, is_compiled
from allocator.branching.proof import AGAIN, MISSES, NODES, Rows, State
from allocator.branching.residual import ROUNDS
from allocator.branching.search import Frame
from allocator.branching.tableau import stack

Snapshot = tuple[npt.NDArray[Any], ...]
"""The root's basis, what branching brings, the pool and the usual gap, as arrays."""

_DEPTHS = 160
_LARGEST = 4_000_000
"""Entries of a tableau beyond which a dense one is no longer quick."""

_ROOM = 4_000_000
"""Entries of all tableaux of a tree together: 32 MB."""

_POOL = 128
_LISTED = 4_000


def fits(programme: Programme) -> bool:
    """Whether a programme is small enough for dense tableaux."""
    return programme.rows.size <= _LARGEST


class Workspace:
    """A programme's tableaux, its pool of known portfolios, and what the goals so far have taught.

    An object belongs to one thread. What it finds depends on what it solved before only where several portfolios
    are equally good.
    """

    def __init__(self, programme: Programme, most_nodes: int = 20_000) -> None:
        rows, bounds = programme.rows, programme.bounds
        m, n = rows.shape
        self.programme, self.most_nodes = programme, most_nodes
        announce()
        scales = np.maximum(np.abs(rows).max(axis=1, initial=1), 1).astype(float)
        sizes = np.abs(rows).sum(axis=1).astype(float) + np.abs(bounds)
        self._rows = Rows(
            rows, np.ascontiguousarray(rows.T), np.minimum(rows, 0).sum(axis=1), np.maximum(rows, 0).sum(axis=1),
            np.abs(rows).max(axis=1, initial=0), sizes, rows / scales[:, None], scales,
        )  # fmt: skip
        self._root = stack(1, m, n, m * n)
        self._root.size[0] = m, n
        self._root.basic[0] = np.arange(n, n + m)
        self._root.nonbasic[0] = np.arange(n)
        self._tree = stack(_DEPTHS, m + ROUNDS * MOST_CUTS, n, (m + ROUNDS * MOST_CUTS) * n + _ROOM)
        zeros = np.zeros(n + m)
        self._state = State(
            zeros, zeros.copy(), bounds.copy(), np.zeros(m, np.int64), np.zeros(m, np.int64), np.zeros(n, np.int64),
            np.zeros(5, np.int64), np.zeros(m, np.int64), np.zeros(n, np.int64),
        )  # fmt: skip
        self._frame = Frame(
            np.zeros((_DEPTHS, 3), np.int64), np.zeros((_DEPTHS + 1, 2)), np.arange(n),
            np.zeros((n, 2)), np.zeros((n, 2), np.int64), np.zeros(m), np.zeros(n, np.bool_),
            np.zeros((_LISTED, n), np.bool_), np.zeros(2, np.int64),
        )  # fmt: skip
        self._pool = Pool(np.zeros((_POOL, n), np.int64), np.zeros((_POOL, m), np.int64), np.zeros(2, np.int64))
        self._memory = Memory(np.zeros(40), np.zeros(2, np.int64))

    @property
    def nodes(self) -> int:
        """Relaxations of the trees so far."""
        return int(self._state.counts[NODES])

    @property
    def misses(self) -> int:
        """Prunes so far that the floats claimed and the whole numbers did not prove."""
        return int(self._state.counts[MISSES])

    @property
    def again(self) -> int:
        """Searches so far that were begun again without cuts, because the floats claimed such prunes too often."""
        return int(self._state.counts[AGAIN])

    @property
    def _taught(self) -> Snapshot:
        root, frame = self._root, self._frame
        return root.arena, root.basic, root.nonbasic, frame.drops, frame.times, *self._pool, *self._memory

    def snapshot(self) -> Snapshot:
        """Return a copy of what the goals so far have taught, from which any other object can go on."""
        return tuple(part.copy() for part in self._taught)

    def restore(self, snapshot: Snapshot) -> None:
        """Go on from a snapshot, whatever was solved here before."""
        for part, kept in zip(self._taught, snapshot, strict=True):
            part[...] = kept
        self._memory.seen[0] = 0  # the tableau is rebuilt first

    def solve(self, goals: Ints, bounds: Ints | None = None) -> tuple[npt.NDArray[np.bool_], Ints]:
        """Find the best portfolio for every goal.

        Parameters
        ----------
        goals : array of int64, one row a goal
            Each without a common factor.
        bounds : array of int64, one row a goal, optional
            The rows' bounds for each goal; the programme's own otherwise.

        Returns
        -------
        chosen : array of bool, one row a goal
            The awards made.
        proofs : array of int64
            `draws.BY_POOL` or `draws.BY_TREE`; 0 where nothing is proven.
        """
        chosen = np.zeros(goals.shape, np.bool_)
        proofs = np.zeros(len(goals), np.int64)
        if bounds is None:
            bounds = np.broadcast_to(self.programme.bounds, (len(goals), len(self.programme.bounds))).copy()
        solve_draws(
            self._root, self._tree, self._rows, self._state, self._frame, self._pool, self._memory,
            np.ascontiguousarray(goals), np.ascontiguousarray(bounds), self.most_nodes, chosen, proofs,
        )  # fmt: skip
        return chosen, proofs

    def reaching(self, goal: Ints, target: int) -> npt.NDArray[np.bool_] | None:
        """List every portfolio whose goal is at least *target*, one a row; None if the search was cut short."""
        count = list_reaching(
            self._root, self._tree, self._rows, self._state, self._frame, goal, self.programme.bounds, target,
            self.most_nodes,
        )  # fmt: skip
        return self._frame.found[:count].copy() if count >= 0 else None


@cache
def announce() -> None:
    """Say, once, that code is about to be compiled, if it is."""
    if not is_compiled():
        print("compiling the exact search: about half a minute, once on this computer", file=sys.stderr, flush=True)


def compile_now() -> None:
    """Compile, or load what was compiled before, by solving a tiny programme."""
    space = Workspace(Programme(np.array([[1, 1]], np.int64), np.array([1], np.int64), ()))
    space.solve(np.array([[2, 1]], np.int64))
    space.reaching(np.array([2, 1], np.int64), 1)


def solve_chunk(
    programme: Programme, snapshot: Snapshot, goals: Ints, bounds: Ints | None
) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Solve some goals from a snapshot on, in a workspace of their own; wherever it runs, the answer is the same."""
    space = Workspace(programme)
    space.restore(snapshot)
    return space.solve(goals, bounds)
