"""What a goal's root leaves open, searched as a programme of its own, under cuts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import compiled, lean
from allocator.branching.cuts import MOST_CUTS, cuts
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
    for i in range(len(bounds)):
        frame.idle[i] = False
    frame.tally[FOUND] = 0
    if propagate(rows, state, worth, frame.idle) < 0:
        return ENDED
    find_idle(rows, state, frame.idle)
    for j in range(n):
        if root.nonbasic[0, j] >= n:  # without its column, a slack would be held at 0
            frame.idle[root.nonbasic[0, j] - n] = False
    columns, slacks = np.empty(n, np.int64), np.empty(len(bounds), np.int64)
    width, height = _places(root, state, frame.idle, columns, slacks)
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
    n = len(plain.gains)
    found, limits = np.empty((ROUNDS * MOST_CUTS, n), np.int64), np.empty(ROUNDS * MOST_CUTS, np.int64)
    held, part = 0, plain
    said = relaxed(tree, 0, part.rows, part.state, part.frame, part.gains)
    for _ in range(ROUNDS):
        if said != OPTIMAL:
            break
        count = cuts(tree, part.rows, part.bounds, found[held:], limits[held:])
        if not count:
            break
        held += count
        part = _under(plain, found, limits, held)
        append(tree, part.rows.by_row, part.bounds, part.rows.scales, count)
        said = relaxed(tree, 0, part.rows, part.state, part.frame, part.gains)
        if said == OPTIMAL:
            held = keep_tight(tree, first, found, limits, held)
            part = _under(plain, found, limits, held)
    return part


@lean
def _places(root: Stack, state: State, idle: npt.NDArray[np.bool_], columns: Ints, slacks: Ints) -> tuple[int, int]:
    """Find the places that free or basic awards, and rows that can be broken, have in what is left; and how many."""
    n = len(columns)
    for j in range(n):
        columns[j] = 0 if state.low[j] < state.high[j] else -1
    for i in range(len(idle)):
        slacks[i] = -1
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
    return width, height


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
    part = Part(
        Rows(
            np.empty((height, width), np.int64), np.empty((width, height), np.int64), np.empty(height), rows.scaled,
            np.empty(height),
        ),
        State(
            np.zeros(width + height), np.ones(width + height), np.empty(height, np.int64), np.empty(width, np.int64),
            np.zeros(4, np.int64), np.empty(height, np.int64), np.empty(width, np.int64), np.empty(width, np.int64),
        ),
        Frame(
            frame.waiting, frame.relaxed, np.empty(width, np.int64), frame.drops, frame.times, np.empty(height),
            np.zeros(height, np.bool_), np.empty(width, np.bool_),
            np.empty((len(frame.found) if every else 1, width), np.bool_), np.zeros(2, np.int64),
        ),
        np.empty(width, np.int64),
        np.empty(height, np.int64),
    )  # fmt: skip
    base = _take_over(part, rows, state, worth, columns, slacks)
    part.frame.tally[TARGET] = frame.tally[TARGET] - base
    return part, base


@lean
def _take_over(part: Part, rows: Rows, state: State, worth: Ints, columns: Ints, slacks: Ints) -> int:
    """Copy what is left of a programme and of where the search stands; return the value made outside it."""
    n, m, width = len(columns), len(slacks), len(part.gains)
    for i in range(m):
        row = slacks[i]
        if row < 0:
            continue
        part.rows.sizes[row], part.rows.scales[row] = rows.sizes[i], rows.scales[i]
        part.state.high[width + row] = state.high[n + i]
        part.bounds[row] = state.room[i]
        for j in range(n):
            if columns[j] >= 0:
                a = rows.by_row[i, j]
                part.rows.by_row[row, columns[j]] = part.rows.by_award[columns[j], row] = a
                if state.low[j] > 0.5:
                    part.bounds[row] += a
        part.state.room[row] = part.bounds[row]
    base = int(state.counts[VALUE])
    for j in range(n):
        if columns[j] >= 0:
            part.gains[columns[j]], part.frame.names[columns[j]] = worth[j], j
            if state.low[j] > 0.5:
                base -= worth[j]
            if state.low[j] == state.high[j]:
                fix(part.rows, part.state, part.gains, columns[j], state.low[j] > 0.5)
    return base


@compiled
def _under(plain: Part, found: Ints, limits: Ints, held: int) -> Part:
    """Return the programme with the cuts that are held as its last rows."""
    rows, state, frame = plain.rows, plain.state, plain.frame
    m, n = rows.by_row.shape
    height = m + held
    part = Part(
        Rows(
            np.empty((height, n), np.int64), np.empty((n, height), np.int64), np.empty(height), rows.scaled,
            np.empty(height),
        ),
        State(
            np.zeros(n + height), np.empty(n + height), np.empty(height, np.int64), state.trail, state.counts,
            np.empty(height, np.int64), state.costs, state.free,
        ),
        Frame(
            frame.waiting, frame.relaxed, frame.names, frame.drops, frame.times, np.empty(height),
            np.zeros(height, np.bool_), frame.point, frame.found, frame.tally,
        ),
        plain.gains,
        np.empty(height, np.int64),
    )  # fmt: skip
    _fill(part, plain, found, limits)
    return part


@lean
def _fill(part: Part, plain: Part, found: Ints, limits: Ints) -> None:
    """Copy the rows of a programme, and add the cuts to those of another."""
    (height, n), m = part.rows.by_row.shape, len(plain.bounds)
    for v in range(n + m):
        part.state.low[v], part.state.high[v] = plain.state.low[v], plain.state.high[v]
    for i in range(m):
        part.rows.sizes[i], part.rows.scales[i] = plain.rows.sizes[i], plain.rows.scales[i]
        part.state.room[i], part.bounds[i] = plain.state.room[i], plain.bounds[i]
        for j in range(n):
            part.rows.by_row[i, j] = part.rows.by_award[j, i] = plain.rows.by_row[i, j]
    for i in range(m, height):
        limit = limits[i - m]
        room, widest, size, least = limit, 1, abs(limit), 0
        for j in range(n):
            a = found[i - m, j]
            part.rows.by_row[i, j] = part.rows.by_award[j, i] = a
            widest, size, least = max(widest, abs(a)), size + abs(a), least + min(a, 0)
            if plain.state.low[j] > 0.5:
                room -= a
        part.rows.sizes[i], part.rows.scales[i] = size, widest
        part.state.room[i], part.bounds[i] = room, limit
        part.state.high[n + i] = max((limit - least) / widest, 0.0)
