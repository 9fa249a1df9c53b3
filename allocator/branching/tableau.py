"""Simplex tableaux of a branch and bound, one for each depth, in one arena of floats.

At every depth x_B = β - T x_N holds, with x_B the basic and x_N the nonbasic variables: awards 0 … n-1, then one
slack for each row. β is kept for the values that the nonbasic variables have now.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.branching.compiled import inlined, lean

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PIVOT = 1e-9
"""Smaller numbers of a tableau row are taken for zero."""


class Stack(NamedTuple):
    """Tableaux by depth; `size` says how many rows and columns each has, `start` where its entries stand in `arena`.

    `spare` is room for a list of variables.
    """

    arena: Floats
    start: Ints
    size: Ints
    basic: Ints
    nonbasic: Ints
    beta: Floats
    cost: Floats
    at: Floats
    spare: Ints


def stack(depths: int, rows: int, columns: int, room: int) -> Stack:
    """Make an empty stack for tableaux of at most *rows* by *columns*, *room* entries in all."""
    return Stack(
        np.zeros(room),
        np.zeros(depths + 1, np.int64),
        np.zeros((depths, 2), np.int64),
        np.zeros((depths, rows), np.int64),
        np.zeros((depths, columns), np.int64),
        np.zeros((depths, rows)),
        np.zeros((depths, columns)),
        np.zeros((depths, columns)),
        np.zeros(rows + columns, np.int64),
    )


@inlined
def entries(s: Stack, depth: int) -> Floats:
    """Return the tableau at *depth* as a matrix that shares the arena."""
    m, k = s.size[depth, 0], s.size[depth, 1]
    return s.arena[s.start[depth] : s.start[depth] + m * k].reshape((m, k))


@lean
def pivot(table: Floats, row: int, column: int) -> None:
    """Exchange the basic variable of *row* with the nonbasic one of *column*."""
    m, k = table.shape
    inverse = 1.0 / table[row, column]
    for j in range(k):
        table[row, j] *= inverse
    table[row, column] = inverse
    for i in range(m):
        factor = table[i, column]
        if i == row or factor == 0.0:
            continue
        for j in range(k):
            table[i, j] -= factor * table[row, j]
        table[i, column] = -factor * inverse


@lean
def start_over(s: Stack, scaled: Floats) -> None:
    """Rebuild the tableau of depth 0 from the programme's rows for the basis that it has, so that errors do not add."""
    m, n = scaled.shape
    wanted = s.spare
    for v in range(n + m):
        wanted[v] = 0
    for i in range(m):
        wanted[s.basic[0, i]] = 1
    table = entries(s, 0)
    for i in range(m):
        s.basic[0, i] = n + i
        for j in range(n):
            table[i, j] = scaled[i, j]
    for j in range(n):
        s.nonbasic[0, j] = j
        s.at[0, j] = 0.0
    for j in range(n):
        if not wanted[j]:
            continue
        best, row = 1e-7, -1
        for i in range(m):
            if not wanted[s.basic[0, i]] and abs(table[i, j]) > best:
                best, row = abs(table[i, j]), i
        if row >= 0:  # otherwise the basis was singular in floats, and the column stays outside
            pivot(table, row, j)
            s.nonbasic[0, j] = s.basic[0, row]
            s.basic[0, row] = j


@lean
def price(s: Stack, scaled_bounds: Floats, worth: Ints, high: Floats) -> None:
    """Set the tableau of depth 0 to a goal and bounds: reduced costs, nonbasic values that suit them, and β."""
    table = entries(s, 0)
    m, n = table.shape
    for j in range(n):
        v = s.nonbasic[0, j]
        s.cost[0, j] = worth[v] if v < n else 0.0
    for i in range(m):
        s.beta[0, i] = 0.0
        v = s.basic[0, i]
        if v >= n:
            s.beta[0, i] = scaled_bounds[v - n]
        elif worth[v] != 0:
            for j in range(n):
                s.cost[0, j] -= worth[v] * table[i, j]
    for j in range(n):
        v = s.nonbasic[0, j]
        s.at[0, j] = high[v] if s.cost[0, j] > 0.0 else 0.0
        bound = scaled_bounds[v - n] if v >= n else 0.0
        shift = bound - s.at[0, j]
        if shift != 0.0:
            for i in range(m):
                s.beta[0, i] += shift * table[i, j]


@lean
def settle(s: Stack, depth: int, low: Floats, high: Floats) -> None:
    """Put every nonbasic variable on the bound that its reduced cost or its fixing asks for."""
    table = entries(s, depth)
    m, k = table.shape
    for j in range(k):
        v = s.nonbasic[depth, j]
        wanted = s.at[depth, j]
        if s.cost[depth, j] > 0.0:
            wanted = high[v]
        elif s.cost[depth, j] < 0.0:
            wanted = low[v]
        wanted = min(max(wanted, low[v]), high[v])
        shift = wanted - s.at[depth, j]
        if shift != 0.0:
            s.at[depth, j] = wanted
            for i in range(m):
                s.beta[depth, i] -= shift * table[i, j]


@lean
def condense(s: Stack, depth: int, low: Floats, high: Floats, excess: Ints) -> bool:
    """Copy a tableau to the next depth without its fixed columns and its rows of idle slacks; say if there was room."""
    table = entries(s, depth)
    m, k = table.shape
    there, n = depth + 1, len(low) - len(excess)
    if there >= len(s.size):
        return False
    kept, columns, moved = s.spare, 0, k
    for j in range(k):
        v = s.nonbasic[depth, j]
        if low[v] < high[v]:
            kept[columns] = j
            s.nonbasic[there, columns] = v
            s.cost[there, columns] = s.cost[depth, j]
            s.at[there, columns] = s.at[depth, j]
            columns += 1
        elif low[v] != s.at[depth, j]:
            moved -= 1  # the last places of the list; the first ones hold no more than are left
            kept[moved] = j
    start = s.start[depth] + m * k
    if start + m * columns > len(s.arena):
        return False
    rows = 0
    for i in range(m):
        v = s.basic[depth, i]
        if v >= n and excess[v - n] <= 0:
            continue
        value = s.beta[depth, i]
        for p in range(moved, k):
            j = kept[p]
            value -= (low[s.nonbasic[depth, j]] - s.at[depth, j]) * table[i, j]
        s.basic[there, rows] = v
        s.beta[there, rows] = value
        offset = start + rows * columns
        for j in range(columns):
            s.arena[offset + j] = table[i, kept[j]]
        rows += 1
    s.start[there] = start
    s.size[there, 0], s.size[there, 1] = rows, columns
    return True


@lean
def carry(root: Stack, tree: Stack, low: Floats, high: Floats, columns: Ints, slacks: Ints) -> bool:
    """Copy the root's tableau to depth 0 of *tree* for the part of the programme that is left.

    *columns* and *slacks* give the awards' and the rows' places in that part, -1 for those that are gone; the awards
    that are gone keep the value at which they are fixed.
    """
    table = entries(root, 0)
    m, n = table.shape
    left = 0
    for i in range(len(columns)):
        left += columns[i] >= 0
    kept, k = root.spare, 0
    for j in range(n):
        v = root.nonbasic[0, j]
        place = columns[v] if v < n else slacks[v - n]
        if place >= 0 and low[v] < high[v]:
            kept[k] = j
            tree.nonbasic[0, k] = place if v < n else left + place
            tree.cost[0, k] = root.cost[0, j]
            tree.at[0, k] = root.at[0, j]
            k += 1
    if m * k > len(tree.arena):
        return False
    rows = 0
    for i in range(m):
        v = root.basic[0, i]
        if v >= n and slacks[v - n] < 0:
            continue
        value = root.beta[0, i]
        for j in range(n):
            fixed = root.nonbasic[0, j]
            if fixed < n and low[fixed] == high[fixed] and low[fixed] != root.at[0, j]:
                value -= (low[fixed] - root.at[0, j]) * table[i, j]
        tree.basic[0, rows] = columns[v] if v < n else left + slacks[v - n]
        tree.beta[0, rows] = value
        for j in range(k):
            tree.arena[rows * k + j] = table[i, kept[j]]
        rows += 1
    tree.start[0] = 0
    tree.size[0, 0], tree.size[0, 1] = rows, k
    return True


@lean
def append(s: Stack, rows: Ints, bounds: Ints, scales: Floats, count: int) -> None:
    """Add the last *count* of a programme's rows to the tableau at depth 0, slacks basic."""
    table = entries(s, 0)
    m, k = table.shape
    n = rows.shape[1]
    for q in range(count):
        p = len(rows) - count + q
        row = s.arena[(m + q) * k : (m + q + 1) * k]
        left = bounds[p] / scales[p]
        for j in range(k):
            v = s.nonbasic[0, j]
            row[j] = rows[p, v] / scales[p] if v < n else 0.0
            left -= row[j] * s.at[0, j]
        for i in range(m):
            v = s.basic[0, i]
            if v < n and rows[p, v] != 0:
                factor = rows[p, v] / scales[p]
                left -= factor * s.beta[0, i]
                for j in range(k):
                    row[j] -= factor * table[i, j]
        s.basic[0, m + q] = n + p
        s.beta[0, m + q] = left
    s.size[0, 0] = m + count


@lean
def keep_tight(s: Stack, first: int, added: Ints, bounds: Ints, count: int) -> int:
    """Drop at depth 0, and of *count* rows that were added, those whose slack is basic; return how many stay.

    Their slacks are the variables from *first* on, and are renamed in their order.
    """
    table = entries(s, 0)
    m, k = table.shape
    places = s.spare
    for p in range(count):
        places[p] = 0
    rows, kept = 0, 0
    for i in range(m):
        v = s.basic[0, i]
        if v >= first:
            places[v - first] = -1
            continue
        s.basic[0, rows] = v
        s.beta[0, rows] = s.beta[0, i]
        for j in range(k):
            table[rows, j] = table[i, j]
        rows += 1
    s.size[0, 0] = rows
    for p in range(count):
        if places[p] < 0:
            continue
        places[p] = first + kept
        bounds[kept] = bounds[p]
        for j in range(added.shape[1]):
            added[kept, j] = added[p, j]
        kept += 1
    for j in range(k):
        if s.nonbasic[0, j] >= first:
            s.nonbasic[0, j] = places[s.nonbasic[0, j] - first]
    return kept
