"""The tree that proves one level of the published order: bounds in whole numbers, suggested by relaxations.

A relaxation suggests multipliers in floats; they are rounded to integers, and whatever they are, the bound that is
computed from them in integers holds. Each leaf carries the multipliers by which nothing in it comes before, or (scale
0, a Farkas ray) by which nothing in it fits. Among all that is as good by the objective, which are few, the branching
follows the objective: it shows soonest that a box holds none of them.

References
----------
Neumaier & Shcherbina (2004), Safe bounds in linear and mixed-integer linear programming, Math. Programming 99,
283-296; Cheung, Gleixner & Steffy (2017), Verifying integer programming results, IPCO 2017 (branch-and-bound trees
as certificates).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from math import gcd, lcm
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from allocator.errors import SolverError
from allocator.relaxation import Relaxation

MOST_NODES = 5_000
"""A tree that would grow beyond so many nodes is given up."""

_SCALE = 2**30
_TRIED = 8
"""So many awards are tried at each branching, for the one that raises the proof most."""

_Objects = npt.NDArray[np.object_]
_Floats = npt.NDArray[np.float64]
_Multipliers = tuple[int, _Objects]
_Node = list[Any]


class NoCertificateError(SolverError):
    """No certificate could be had; the message says why."""


def proven(
    content: dict[str, Any], point: Sequence[Fraction], most_nodes: int, *, tied: bool = False
) -> tuple[bool, list[_Node]]:
    """Prove the last goal of a programme among all that is as good by those before.

    Parameters
    ----------
    content : dict
        Columns, rows and goals in whole numbers, as the certificate holds them.
    point : sequence of Fraction
        The portfolio: the value of every column.
    tied : bool
        Whether something is known to be as good.

    Returns
    -------
    alone : bool
        Whether nothing else is even as good; if not, nothing is better.
    nodes : list
        The tree's nodes, each branching before its half at 0 and then its half at 1.

    Raises
    ------
    NoCertificateError
        If something may be better, or the tree grows beyond *most_nodes*.
    """
    if not tied:
        with suppress(NoCertificateError):
            return True, _Tree(content, point, alone=True, most_nodes=most_nodes).grown()
    return False, _Tree(content, point, alone=False, most_nodes=most_nodes).grown()


class _Advice(NamedTuple):
    """What a relaxation says of a box: x, whether anything fits, the multipliers, and finer ones to be tried."""

    x: _Floats
    feasible: bool
    first: _Multipliers
    finer: Iterator[_Multipliers]


class _Adviser:
    """A relaxation of the rows, and its multipliers in whole numbers.

    With *as_good*, the place of the row that demands as much of its goal as the portfolio has, that row is left out:
    where the goal cannot reach it, the multipliers and that row show that nothing fits.
    """

    def __init__(
        self, rows: _Objects, bounds: _Objects, worth: _Objects, value: Fraction, as_good: int | None = None
    ) -> None:
        self.value, self.as_good = value, as_good
        self.size = 1 if as_good is None else value.denominator
        others = [i for i in range(len(rows)) if i != as_good]
        self._relaxation = Relaxation(rows[others], bounds[others], worth)
        self._worth = worth.astype(float)
        self._reach = float(np.abs(self._worth).sum()) + 1.0

    def solve(self, low: _Objects, high: _Objects) -> _Advice:
        """Return what the relaxation of a box suggests."""
        x, suggested, feasible = self._relaxation.solve(low, high)
        positive = np.maximum(np.nan_to_num(suggested, posinf=0.0), 0.0)
        if not feasible:
            peak = float(positive.max(initial=0.0)) or 1.0
            return _Advice(x, False, self._whole(_rounded(positive / peak, 2**24), 0), iter(()))
        first = self._whole(_rounded(positive, _SCALE), _SCALE)
        # No multipliers close a box whose relaxation is above the value, beyond what floats leave open.
        within = float(self._worth @ x) <= float(self.value) + self._reach * 1e-9
        return _Advice(x, True, first, self._finer(positive) if within else iter(()))

    def _finer(self, positive: _Floats) -> Iterator[_Multipliers]:
        """Yield the multipliers as the fractions that they may stand for, if they have a denominator in common."""
        exact = [Fraction(float(y)).limit_denominator(10**9) for y in positive]
        common = lcm(*(y.denominator for y in exact))
        if common < 2**256:
            yield self._whole(np.array([int(y * common) for y in exact], dtype=object), common)

    def _whole(self, multipliers: _Objects, scale: int) -> _Multipliers:
        if self.as_good is None:
            return scale, multipliers
        return 0, np.insert(multipliers * self.size, self.as_good, scale)

    def drop(self, low: _Objects, high: _Objects, award: int, end: int) -> float:
        """Return how far the bound is below the value when an award is at one end; very far if nothing fits."""
        x, _, feasible = self._relaxation.solve(*_at(low, high, award, end))
        bound, reach = float(self._worth @ x), self._reach
        if not feasible or bound < float(self.value):
            return 2 * reach
        return max(reach / 1e6, reach - bound)


class _Tree:
    """The tree in the making; rows are held as ≤, one column an award or helper, in Python's own integers."""

    def __init__(self, content: dict[str, Any], point: Sequence[Fraction], *, alone: bool, most_nodes: int) -> None:
        columns, goals = content["columns"], content["goals"]
        self.most_nodes = most_nodes
        self.awards = sum("application" in column for column in columns)
        self.integral = np.array([column["whole"] for column in columns], dtype=bool)
        self.low: _Objects = np.array([column["low"] for column in columns], dtype=object)
        self.high: _Objects = np.array([column["high"] for column in columns], dtype=object)
        # A row that is an equation stands twice; its multiplier is the difference of the two.
        sided = [
            (i, sign, row)
            for i, row in enumerate(_rows_of_level(content, point, alone=alone))
            for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row["sense"]]
        ]
        self.origin = [(i, sign) for i, sign, _ in sided]
        width = len(columns)
        self.rows: _Objects = np.array(
            [sign * _dense(row["terms"], width) for _, sign, row in sided], dtype=object
        ).reshape(len(sided), width)
        self.bounds: _Objects = np.array([sign * row["bound"] for _, sign, row in sided], dtype=object)

        terms = goals[-1]["terms"]
        whole = all(columns[int(j)]["whole"] for j in terms)
        self.strict = alone or whole  # nothing as good, or nothing that reaches the next whole step
        self.value = _worth(terms, point)
        if whole and not alone:
            self.value += gcd(*terms.values()) or 1
        self.worth = _dense(terms, width)
        self.advisers = [_Adviser(self.rows, self.bounds, self.worth, self.value)]
        if len(goals) > 1:
            first = goals[0]["terms"]
            place = next(n for n, (i, _) in enumerate(self.origin) if i == len(content["rows"]))
            guide = _Adviser(self.rows, self.bounds, _dense(first, width), _worth(first, point), place)
            self.advisers.insert(0, guide)

    def grown(self) -> list[_Node]:
        """Return the tree's nodes."""
        nodes: list[_Node] = []
        stack = [(self.low.copy(), self.high.copy())]
        while stack:
            if len(nodes) >= self.most_nodes:
                raise NoCertificateError(f"the proof would need a tree of more than {self.most_nodes} nodes")
            low, high = stack.pop()
            advice = self.advisers[0].solve(low, high)
            if (closing := self._closing(advice, low, high)) is not None:
                nodes.append(["leaf", closing[0], self._said(closing[1])])
                continue
            if not len(self._free(low, high)):
                raise NoCertificateError("a lawful portfolio may be better, or one that ties cannot be told apart")
            scale, whole = advice.first
            self._fix(scale, whole, low, high)
            free = self._free(low, high)
            award = self._branching(low, high, free, advice.x) if advice.feasible else int(next(iter(free), 0))
            nodes.append(["branch", scale, self._said(whole), award])
            stack += [_at(low, high, award, end) for end in (1, 0) if low[award] <= end <= high[award]]
        return nodes

    def _free(self, low: _Objects, high: _Objects) -> npt.NDArray[np.intp]:
        return np.flatnonzero(low[: self.awards] != high[: self.awards])

    def _closing(self, advice: _Advice, low: _Objects, high: _Objects) -> _Multipliers | None:
        """Return a scale and multipliers by which nothing in the box comes before; None if none of those tried do."""
        suggested = chain([advice], (adviser.solve(low, high) for adviser in self.advisers[1:]))
        tried = (pair for each in suggested for pair in chain([each.first], each.finer))
        for scale, whole in chain(tried, self._simplest(low, high)):
            if self._spare(scale, whole, low, high)[0] <= 0:
                return scale, whole
        return None

    def _simplest(self, low: _Objects, high: _Objects) -> Iterator[_Multipliers]:
        """Yield what closes a box of one portfolio: a row that it breaks alone, or its own value."""
        if not len(self._free(low, high)):
            for i in range(len(self.rows)):
                yield 0, np.array([int(i == j) for j in range(len(self.rows))], dtype=object)
            yield 1, np.zeros(len(self.rows), dtype=object)

    def _spare(self, scale: int, whole: _Objects, low: _Objects, high: _Objects) -> tuple[Fraction, _Objects]:
        """Return by how much the bound fails to close the node, at most 0 if it closes it, and the costs."""
        used = np.flatnonzero(whole)
        costs, bound = scale * self.worth, 0
        if len(used):
            costs, bound = costs - whole[used] @ self.rows[used], whole[used] @ self.bounds[used]
        bound += costs @ np.where(costs > 0, high, low)
        limit = scale * self.value - 1 if self.strict or not scale else scale * self.value
        return bound - limit, costs

    def _fix(self, scale: int, whole: _Objects, low: _Objects, high: _Objects) -> None:
        """Fix every column that could only be otherwise in a portfolio that does not come before."""
        spare, costs = self._spare(scale, whole, low, high)
        for j in np.flatnonzero((low == 0) & (high == 1) & self.integral):
            if abs(costs[j]) >= spare:
                low[j] = high[j] = int(costs[j] > 0)

    def _branching(self, low: _Objects, high: _Objects, free: npt.NDArray[np.intp], x: _Floats) -> int:
        """Return the award on which to branch: of the most open, the one whose halves have the lowest bounds."""
        if not len(free):
            return 0  # all is settled, and one node more closes the box
        adviser = self.advisers[0]
        order = sorted(free.tolist(), key=lambda j: (abs(float(x[j]) - 0.5), j))[:_TRIED]
        drops = [(adviser.drop(low, high, j, 0) * adviser.drop(low, high, j, 1), -j) for j in order]
        award: int = order[drops.index(max(drops))]
        return award

    def _said(self, whole: _Objects) -> dict[str, int]:
        """Return the multipliers by row, as they are written: negative for a row that is ≥."""
        said: dict[str, int] = {}
        for (row, sign), y in zip(self.origin, whole, strict=True):
            if y:
                said[str(row)] = said.get(str(row), 0) + sign * int(y)
        return {row: y for row, y in said.items() if y}


def _rows_of_level(content: dict[str, Any], point: Sequence[Fraction], *, alone: bool) -> list[dict[str, Any]]:
    """Return the rows under which the last goal is proven: as good by those before and, if *alone*, not the same."""
    rows = [*content["rows"]]
    for goal in content["goals"][:-1]:
        value = _worth(goal["terms"], point)
        terms = {j: c * value.denominator for j, c in goal["terms"].items()}
        rows.append({"terms": terms, "sense": ">=", "bound": value.numerator})
    if alone:
        choices = [(c["application"], c["level"]) for c in content["columns"] if "application" in c]
        made = {choice for choice, value in zip(choices, point, strict=False) if value}
        signs = {str(j): -1 if choice in made else 1 for j, choice in enumerate(choices)}
        rows.append({"terms": signs, "sense": ">=", "bound": 1 - len(made)})
    return rows


def _at(low: _Objects, high: _Objects, award: int, end: int) -> tuple[_Objects, _Objects]:
    """Return the box in which an award is at one end."""
    lows, highs = low.copy(), high.copy()
    lows[award] = highs[award] = end
    return lows, highs


def _worth(terms: dict[str, int], point: Sequence[Fraction]) -> Fraction:
    return sum((c * point[int(j)] for j, c in terms.items()), Fraction(0))


def _dense(terms: dict[str, int], width: int) -> _Objects:
    dense: _Objects = np.zeros(width, dtype=object)
    for j, c in terms.items():
        dense[int(j)] = c
    return dense


def _rounded(numbers: _Floats, scale: int) -> _Objects:
    return np.array([round(float(y) * scale) for y in numbers], dtype=object)
