"""What a goal's root leaves open, searched as a programme of its own, under cuts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import compiled
from allocator.branching.cuts import cuts
from allocator.branching.proof import (
    FIXED,
    MISSES,
    NODES,
    VALUE,
    Rows,
    State,
    clear,
    find_idle,
    fix,
    fix_by_costs,
    propagate,
    unfix,
)
from allocator.branching.search import ENDED, FOUND, MISLED, NO_ROOM, TARGET, Frame, relaxed, search
from allocator.branching.simplex import OPTIMAL
from allocator.branching.tableau import Ints, Stack, append, carry, keep_tight

ROUNDS = 6
"""So many times cuts are made, each time of those made before as well."""


class Part(NamedTuple):
    """A programme of the awards and rows that are left, with a state and a frame of its own.

    `bounds` are what its rows may hold in all, the awards that are fixed at the root and still in it included.
    """

    rows: Rows
    state: State
    frame: Frame
    gains: Ints
    bounds: Ints


@compiled
def reach(
    root: Stack,
    tree: Stack,
    rows: Rows,
    state: State,
    frame: Frame,
    worth: Ints,
    bounds: Ints,
    spare: int,
    every: bool,
    most: int,
) -> int:
    """Search for portfolios at the target; *spare* is the root's bound less the target, in the root's scale.

    The root's reduced costs stand in `state.costs`; what they and the rows leave open is searched as a programme of
    its own, under cuts, and if those mislead the floats, again without them.
    """
    clear(rows, state, bounds)
    n = len(worth)
    fix_by_costs(rows, state, worth, spare)
    frame.idle[:] = False
    frame.tally[FOUND] = 0
    if propagate(rows, state, worth, frame.idle) < 0:
        return ENDED
    find_idle(rows, state, frame.idle)
    for j in range(n):
        if root.nonbasic[0, j] >= n:  # without its column, a slack would be held at 0
            frame.idle[root.nonbasic[0, j] - n] = False
    columns, slacks, width, height = _places(root, state, frame.idle, n)
    if not carry(root, tree, state.low, state.high, columns, slacks):
        return NO_ROOM
    part, base = _part(rows, state, frame, worth, columns, slacks, width, height, every)
    mark = part.state.counts[FIXED]
    below = _under_cuts(tree, part)
    ended = search(tree, below.rows, below.state, below.frame, below.gains, below.bounds, every, most)
    if ended == MISLED:
        unfix(part.rows, part.state, part.gains, mark)
        if every:  # otherwise the best portfolio found so far stays the target
            part.frame.tally[FOUND] = 0
        carry(root, tree, state.low, state.high, columns, slacks)
        ended = search(tree, part.rows, part.state, part.frame, part.gains, part.bounds, every, most)
    state.counts[NODES] += part.state.counts[NODES]
    state.counts[MISSES] += part.state.counts[MISSES]
    frame.tally[FOUND] = part.frame.tally[FOUND]
    frame.tally[TARGET] = part.frame.tally[TARGET] + base
    for p in range(part.frame.tally[FOUND]):
        for j in range(n):
            frame.found[p, j] = part.frame.found[p, columns[j]] if columns[j] >= 0 else state.low[j] > 0.5
    return ended


@compiled
def _under_cuts(tree: Stack, plain: Part) -> Part:
    """Return the programme under the cuts that hold its relaxation after some rounds; the tableau gets them too."""
    first = len(plain.gains) + len(plain.bounds)
    found, limits = np.empty((0, len(plain.gains)), np.int64), np.empty(0, np.int64)
    part = plain
    said = relaxed(tree, 0, part.rows, part.state, part.frame, part.gains)
    for _ in range(ROUNDS):
        if said != OPTIMAL:
            break
        more, ends = cuts(tree, part.rows, part.bounds)
        if not len(more):
            break
        found, limits = np.concatenate((found, more)), np.concatenate((limits, ends))
        part = _under(plain, found, limits)
        append(tree, more, ends, part.rows.scales[-len(more) :], part.rows.by_row.shape)
        said = relaxed(tree, 0, part.rows, part.state, part.frame, part.gains)
        if said == OPTIMAL:
            kept = keep_tight(tree, first)
            found, limits = found[kept], limits[kept]
            part = _under(plain, found, limits)
    return part


@compiled
def _places(root: Stack, state: State, idle: npt.NDArray[np.bool_], n: int) -> tuple[Ints, Ints, int, int]:
    """Return the places that free or basic awards, and rows that can be broken, have in what is left; and how many."""
    columns, slacks = np.full(n, -1), np.full(len(idle), -1)
    for j in range(n):
        if state.low[j] < state.high[j]:
            columns[j] = 0
    for i in range(len(idle)):
        if root.basic[0, i] < n:
            columns[root.basic[0, i]] = 0
        if not idle[i]:
            slacks[i] = 0
    width, height = 0, 0
    for j in range(n):
        if columns[j] == 0:
            columns[j] = width
            width += 1
    for i in range(len(idle)):
        if slacks[i] == 0:
            slacks[i] = height
            height += 1
    return columns, slacks, width, height


@compiled
def _part(
    rows: Rows,
    state: State,
    frame: Frame,
    worth: Ints,
    columns: Ints,
    slacks: Ints,
    width: int,
    height: int,
    every: bool,
) -> tuple[Part, int]:
    """Return the rows and awards that are left as a programme of their own, and the value made outside it."""
    by_row, sizes, scales = np.empty((height, width), np.int64), np.empty(height), np.empty(height)
    own, high = np.empty(height, np.int64), np.ones(width + height)
    for i in range(len(slacks)):
        if slacks[i] >= 0:
            own[slacks[i]] = state.room[i]
            high[width + slacks[i]] = state.high[len(columns) + i]
            sizes[slacks[i]], scales[slacks[i]] = rows.sizes[i], rows.scales[i]
            for j in range(len(columns)):
                if columns[j] >= 0:
                    by_row[slacks[i], columns[j]] = rows.by_row[i, j]
    part_rows = Rows(by_row, np.ascontiguousarray(by_row.T), sizes, rows.scaled, scales)
    gains = np.empty(width, np.int64)
    base = state.counts[VALUE]
    for j in range(len(columns)):
        if columns[j] >= 0:
            gains[columns[j]] = worth[j]
            if state.low[j] > 0.5:
                base -= worth[j]
                own += part_rows.by_award[columns[j]]
    small = State(
        np.zeros(width + height),
        high,
        own.copy(),
        np.empty(width, np.int64),
        np.zeros(4, np.int64),
        np.empty(height, np.int64),
        np.empty(width, np.int64),
    )
    for j in range(len(columns)):
        if columns[j] >= 0 and state.low[j] == state.high[j]:
            fix(part_rows, small, gains, columns[j], state.low[j] > 0.5)
    names = np.empty(width, np.int64)
    for j in range(len(columns)):
        if columns[j] >= 0:
            names[columns[j]] = j
    inner = Frame(
        frame.waiting,
        frame.relaxed,
        names,
        frame.drops,
        frame.times,
        np.empty(height),
        np.zeros(height, np.bool_),
        np.empty(width, np.bool_),
        np.empty((len(frame.found) if every else 1, width), np.bool_),
        np.array([0, frame.tally[TARGET] - base]),
    )
    return Part(part_rows, small, inner, gains, own), base


@compiled
def _under(part: Part, found: Ints, limits: Ints) -> Part:
    """Return the programme with rows added."""
    rows, state, frame = part.rows, part.state, part.frame
    count, n = found.shape
    by_row = np.concatenate((rows.by_row, found))
    sizes, scales, high, room = np.empty(count), np.empty(count), np.empty(count), limits.copy()
    for p in range(count):
        widest, size, least = 1, abs(limits[p]), 0
        for j in range(n):
            widest = max(widest, abs(found[p, j]))
            size += abs(found[p, j])
            least += min(found[p, j], 0)
            if state.low[j] > 0.5:
                room[p] -= found[p, j]
        sizes[p], scales[p], high[p] = size, widest, max((limits[p] - least) / widest, 0.0)
    return Part(
        Rows(
            by_row,
            np.ascontiguousarray(by_row.T),
            np.concatenate((rows.sizes, sizes)),
            rows.scaled,
            np.concatenate((rows.scales, scales)),
        ),
        State(
            np.concatenate((state.low, np.zeros(count))),
            np.concatenate((state.high, high)),
            np.concatenate((state.room, room)),
            state.trail,
            state.counts,
            np.empty(len(by_row), np.int64),
            state.costs,
        ),
        Frame(
            frame.waiting,
            frame.relaxed,
            frame.names,
            frame.drops,
            frame.times,
            np.empty(len(by_row)),
            np.zeros(len(by_row), np.bool_),
            frame.point,
            frame.found,
            frame.tally,
        ),
        part.gains,
        np.concatenate((part.bounds, limits)),
    )
