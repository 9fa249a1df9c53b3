"""What a goal's root leaves open, searched as a programme of its own, under cuts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from allocator.branching.compiled import compiled, lean
from allocator.branching.cuts import MOST_CUTS, cuts
from allocator.branching.proof import (
    AGAIN,
    FIXED,
    MISSES,
    NODES,
    VALUE,
    Rows,
    State,
    clear,
    fix,
    fix_by_costs,
    propagate,
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
    frame.tally[FOUND] = 0
    if propagate(rows, state, worth) < 0:
        return ENDED
    columns, slacks = np.empty(n, np.int64), np.empty(len(bounds), np.int64)
    width, height = _places(root, state, columns, slacks)
    if not carry(root, tree, state.low, state.high, columns, slacks):
        return NO_ROOM
    part, base = _part(rows, state, frame, worth, columns, slacks, width, height, every)
    below = _under_cuts(tree, part)
    ended = search(tree, below.rows, below.state, below.frame, below.gains, below.bounds, every, most)
    _count(state, below.state)
    if ended == MISLED and len(below.bounds) > len(part.bounds):
        state.counts[AGAIN] += 1
        if every:  # otherwise the best portfolio found so far stays the target
            part.frame.tally[FOUND] = 0
        carry(root, tree, state.low, state.high, columns, slacks)
        ended = search(tree, part.rows, part.state, part.frame, part.gains, part.bounds, every, most)
        _count(state, part.state)
    frame.tally[FOUND] = part.frame.tally[FOUND]
    frame.tally[TARGET] = part.frame.tally[TARGET] + base
    for p in range(part.frame.tally[FOUND]):
        for j in range(n):
            frame.found[p, j] = part.frame.found[p, columns[j]] if columns[j] >= 0 else state.low[j] > 0.5
    return ended


@lean
def _count(state: State, part: State) -> None:
    """Add a part's nodes and misses to those of the whole."""
    state.counts[NODES] += part.counts[NODES]
    state.counts[MISSES] += part.counts[MISSES]


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
def _places(root: Stack, state: State, columns: Ints, slacks: Ints) -> tuple[int, int]:
    """Find the places that free or basic awards, and rows that can be broken, have in what is left; and how many."""
    n, m = len(columns), len(slacks)
    for j in range(n):
        columns[j] = 0 if state.low[j] < state.high[j] else -1
    for i in range(m):
        slacks[i] = 0 if state.excess[i] > 0 else -1
    for i in range(m):
        if root.basic[0, i] < n:
            columns[root.basic[0, i]] = 0
    for j in range(n):
        if root.nonbasic[0, j] >= n:  # without its column, a slack would be held at 0
            slacks[root.nonbasic[0, j] - n] = 0
    width, height = 0, 0
    for j in range(n):
        if columns[j] == 0:
            columns[j] = width
            width += 1
    for i in range(m):
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
            np.empty((height, width), np.int64), np.empty((width, height), np.int64), np.zeros(height, np.int64),
            np.zeros(height, np.int64), np.zeros(height, np.int64), np.empty(height), rows.scaled, np.empty(height),
        ),
        State(
            np.zeros(width + height), np.ones(width + height), np.empty(height, np.int64), np.empty(height, np.int64),
            np.empty(height, np.int64), np.empty(width, np.int64), np.zeros(len(state.counts), np.int64),
            np.empty(height, np.int64), np.empty(width, np.int64),
        ),
        Frame(
            frame.waiting, frame.relaxed, np.empty(width, np.int64), frame.drops, frame.times, np.empty(height),
            np.empty(width, np.bool_), np.empty((len(frame.found) if every else 1, width), np.bool_),
            np.zeros(2, np.int64),
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
    base = int(state.counts[VALUE])
    for j in range(n):
        if columns[j] >= 0:
            part.gains[columns[j]], part.frame.names[columns[j]] = worth[j], j
            if state.low[j] > 0.5:
                base -= worth[j]
    for i in range(m):
        row = slacks[i]
        if row < 0:
            continue
        part.rows.sizes[row], part.rows.scales[row] = rows.sizes[i], rows.scales[i]
        part.state.high[width + row] = state.high[n + i]
        part.bounds[row] = state.room[i]
        for j in range(n):
            if columns[j] >= 0:
                _put(part.rows, row, columns[j], rows.by_row[i, j])
                if state.low[j] > 0.5:
                    part.bounds[row] += rows.by_row[i, j]
    clear(part.rows, part.state, part.bounds)
    for j in range(n):
        if columns[j] >= 0 and state.low[j] == state.high[j]:
            fix(part.rows, part.state, part.gains, columns[j], state.low[j] > 0.5)
    return base


@lean
def _put(rows: Rows, row: int, award: int, a: int) -> None:
    """Set a row's number for an award, whose place was empty."""
    rows.by_row[row, award] = rows.by_award[award, row] = a
    rows.least[row] += min(a, 0)
    rows.most[row] += max(a, 0)
    rows.widest[row] = max(rows.widest[row], abs(a))


@compiled
def _under(plain: Part, found: Ints, limits: Ints, held: int) -> Part:
    """Return the programme with the cuts that are held as its last rows."""
    rows, state, frame = plain.rows, plain.state, plain.frame
    m, n = rows.by_row.shape
    height = m + held
    part = Part(
        Rows(
            np.empty((height, n), np.int64), np.empty((n, height), np.int64), np.zeros(height, np.int64),
            np.zeros(height, np.int64), np.zeros(height, np.int64), np.empty(height), rows.scaled, np.empty(height),
        ),
        State(
            np.zeros(n + height), np.ones(n + height), np.empty(height, np.int64), np.empty(height, np.int64),
            np.empty(height, np.int64), np.empty(n, np.int64), state.counts.copy(), np.empty(height, np.int64),
            state.costs,
        ),
        Frame(
            frame.waiting, frame.relaxed, frame.names, frame.drops, frame.times, np.empty(height), frame.point,
            frame.found, frame.tally,
        ),
        plain.gains,
        np.empty(height, np.int64),
    )  # fmt: skip
    _fill(part, plain, found, limits)
    return part


@lean
def _fill(part: Part, plain: Part, found: Ints, limits: Ints) -> None:
    """Copy the rows of a programme, add the cuts to those of another, and fix there what is fixed here."""
    (height, n), m = part.rows.by_row.shape, len(plain.bounds)
    for i in range(height):
        for j in range(n):
            _put(part.rows, i, j, plain.rows.by_row[i, j] if i < m else found[i - m, j])
        if i < m:
            part.rows.sizes[i], part.rows.scales[i] = plain.rows.sizes[i], plain.rows.scales[i]
            part.state.high[n + i], part.bounds[i] = plain.state.high[n + i], plain.bounds[i]
        else:
            limit, widest = limits[i - m], max(part.rows.widest[i], 1)
            part.rows.sizes[i] = part.rows.most[i] - part.rows.least[i] + abs(limit)
            part.rows.scales[i] = widest
            part.state.high[n + i] = max((limit - part.rows.least[i]) / widest, 0.0)
            part.bounds[i] = limit
    clear(part.rows, part.state, part.bounds)
    for k in range(plain.state.counts[FIXED]):
        award = plain.state.trail[k]
        fix(part.rows, part.state, part.gains, award, plain.state.low[award] > 0.5)
