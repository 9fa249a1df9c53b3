"""Goals in chunks, shared out among threads or a cluster; the number of workers does not change the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.branching.programme import Ints, Programme
from allocator.branching.workspace import Workspace, compile_now, solve_chunk

FIRST, EACH = 20, 50
"""The first goals are solved alone and teach all others; the rest goes out in chunks of so many."""

Answers = tuple[npt.NDArray[np.bool_], Ints]


def solve(
    programme: Programme,
    goals: Ints,
    bounds: Ints | None,
    *,
    workers: int,
    tick: Callable[[int], None],
    client: Any = None,
) -> Iterator[tuple[int, Answers]]:
    """Yield where a chunk starts, its portfolios and its proofs, chunk by chunk in the order of the goals.

    Whatever ends it early, the chunks that nobody began are called off.
    """
    compile_now()
    space = Workspace(programme)
    part = None if bounds is None else bounds[:FIRST]
    yield 0, space.solve(goals[:FIRST], part)
    tick(min(FIRST, len(goals)))
    starts = range(FIRST, len(goals), EACH)
    if not starts:
        return
    snapshot = space.snapshot()
    pieces = [(goals[s : s + EACH], None if bounds is None else bounds[s : s + EACH]) for s in starts]
    pool = _Cluster(client) if client is not None else ThreadPoolExecutor(max_workers=workers)
    futures = []
    try:
        futures = [pool.submit(solve_chunk, programme, snapshot, *piece) for piece in pieces]
        for start, future in zip(starts, futures, strict=True):
            answers = future.result()
            tick(len(answers[1]))
            yield start, answers
    finally:
        for future in futures:
            future.cancel()
        pool.shutdown()


class _Cluster:
    """A Dask client, spoken to as an executor."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return self._client.submit(function, *arguments, pure=False)

    def shutdown(self) -> None:
        """Leave the client to its owner to close."""
