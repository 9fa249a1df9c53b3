"""A certificate that no lawful portfolio is better: a small tree of bounds in whole numbers, for anyone to replay.

The relaxation suggests multipliers in floats; they are rounded to integers, and whatever they are, the bound that
is computed from them in integers holds. Each leaf carries the multipliers by which nothing in it is better, or
(scale 0, a Farkas ray) by which nothing in it fits. Helpers are columns between whole ends, held by their own rows.

References
----------
Neumaier & Shcherbina (2004), Safe bounds in linear and mixed-integer linear programming, Math. Programming 99,
283-296; Cheung, Gleixner & Steffy (2017), Verifying integer programming results, IPCO 2017 (branch-and-bound trees
as certificates).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.errors import SolverError
from allocator.exact import decimal_text
from allocator.model import Model
from allocator.relaxation import Relaxation
from allocator.rows import Portfolio, helpers_in

FORMAT = "allocator certificate 1"

MOST_NODES = 5_000
"""A tree that would grow beyond so many nodes is given up, and the certificate says that there is none."""

_SCALE = 2**30
_TRIED = 8
"""So many awards are tried at each branching, for the one that raises the proof most."""

_Objects = npt.NDArray[np.object_]
_Multipliers = tuple[int, _Objects]


class NoCertificateError(SolverError):
    """No certificate could be had; the message says why."""


@dataclass(frozen=True)
class Certificate:
    """A proof of optimality that can be replayed without a solver.

    Attributes
    ----------
    content : dict
        The columns, the rows in integers, the objective, the portfolio and the tree, as JSON holds them.
    leaves : int
        Leaves of the tree.
    """

    content: dict[str, Any]
    leaves: int

    def to_json(self) -> str:
        """Return the certificate as JSON, one row or node a line: the same inputs give the same bytes."""
        parts = []
        for key, value in self.content.items():
            if isinstance(value, list):
                lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value)
                parts.append(f"{json.dumps(key)}: [\n{lines}\n]")
            else:
                parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
        return "{\n" + ",\n".join(parts) + "\n}\n"


def certify(model: Model, portfolio: Portfolio, most_nodes: int = MOST_NODES) -> Certificate:
    """Prove that no lawful portfolio has a greater objective than *portfolio*.

    Raises
    ------
    NoCertificateError
        If the portfolio is not lawful or not the best, or the tree grows beyond *most_nodes*.
    """
    if broken := model.broken(portfolio):
        raise NoCertificateError(f"the portfolio breaks {', '.join(row.name for row in broken)}")
    programme = Programme(model)
    tree = _Tree(programme, programme.point(portfolio), most_nodes).grown()
    content = programme.content | {"portfolio": [decimal_text(v) for v in programme.point(portfolio)], "tree": tree}
    return Certificate(content, sum(1 for node in tree if node[0] == "leaf"))


class Programme:
    """A model's columns, rows and objective in whole numbers, helpers included.

    Parameters
    ----------
    model : Model
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        forms = [model.objective.form, *(form for row in model.rows for form in row.forms)]
        self.helpers = helpers_in(forms)
        self._at = {helper: len(model.candidates) + i for i, helper in enumerate(self.helpers)}
        definitions = [row for helper in self.helpers for row in helper.rows]
        self.rows = [row for row in (*model.rows, *definitions) if row.has_columns]

    def point(self, portfolio: Portfolio) -> list[Fraction]:
        """Return every column's exact value: 0 or 1 for the awards, then the helpers."""
        awards = [Fraction(int(i in portfolio.awards)) for i in range(len(self.model.candidates))]
        return awards + [portfolio.value_of(helper) for helper in self.helpers]

    def _terms(self, coefficients: Any, helpers: Any) -> dict[str, int]:
        terms = {str(i): int(coefficients[i]) for i in np.flatnonzero(coefficients)}
        return terms | {str(self._at[helper]): multiple for helper, multiple in helpers}

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the certificate says of the programme, before the portfolio and the tree."""
        goal = self.model.objective.form
        awards = [
            {
                "name": a.name,
                "application": a.application,
                "level": decimal_text(a.level),
                "euros": a.euros,
                "low": 0,
                "high": 1,
                "whole": True,
            }
            for a in self.model.candidates.awards
        ]
        helpers = [
            {"name": h.name, "low": int(h.range()[0]), "high": int(h.range()[1]), "whole": h.whole}
            for h in self.helpers
        ]
        return {
            "format": FORMAT,
            "columns": [*awards, *helpers],
            "rows": [
                {
                    "name": row.name,
                    "terms": self._terms(row.integers.coefficients, row.integers.helpers),
                    "sense": row.sense,
                    "bound": row.integers.bound,
                }
                for row in self.rows
            ],
            "objective": {
                "name": self.model.objective.name,
                "turned": self.model.objective.turned,
                "terms": self._terms(goal.coefficients, goal.helpers),
                "constant": goal.constant,
                "denominator": goal.denominator,
            },
        }


class _Tree:
    """The tree in the making; rows are held as ≤, one column an award or helper, in Python's own integers."""

    def __init__(self, programme: Programme, point: list[Fraction], most_nodes: int) -> None:
        content = programme.content
        width = len(content["columns"])
        self.worth = _dense(content["objective"]["terms"], width)
        value = sum((c * v for c, v in zip(self.worth, point, strict=True)), Fraction(0))
        self.whole = all(content["columns"][int(j)]["whole"] for j in content["objective"]["terms"])
        step = gcd(*content["objective"]["terms"].values()) or 1
        self.value = value + step if self.whole else value
        self.integral = np.array([column["whole"] for column in content["columns"]], dtype=bool)
        self.awards, self.most_nodes = len(programme.model.candidates), most_nodes
        # A row that is an equation stands twice; its multiplier is the difference of the two.
        sided = [
            (i, sign, row)
            for i, row in enumerate(content["rows"])
            for sign in {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row["sense"]]
        ]
        self.origin = [(i, sign) for i, sign, _ in sided]
        self.rows: _Objects = np.array(
            [sign * _dense(row["terms"], width) for _, sign, row in sided], dtype=object
        ).reshape(len(sided), width)
        self.bounds: _Objects = np.array([sign * row["bound"] for _, sign, row in sided], dtype=object)
        self.low: _Objects = np.array([column["low"] for column in content["columns"]], dtype=object)
        self.high: _Objects = np.array([column["high"] for column in content["columns"]], dtype=object)
        self._relaxation = Relaxation(self.rows, self.bounds, self.worth)

    def grown(self) -> list[list[Any]]:
        """Return the tree's nodes, each branching before its half at 0 and then its half at 1."""
        nodes: list[list[Any]] = []
        stack = [(self.low.copy(), self.high.copy())]
        while stack:
            if len(nodes) >= self.most_nodes:
                raise NoCertificateError(f"the proof would need a tree of more than {self.most_nodes} nodes")
            low, high = stack.pop()
            x, multipliers, feasible = self._relaxation.solve(low, high)
            scale, whole = self._closing(low, high, multipliers, feasible)
            said = [scale, self._said(whole)]
            if self._spare(scale, whole, low, high)[0] <= 0:
                nodes.append(["leaf", *said])
                continue
            if scale:
                self._fix(scale, whole, low, high)
            free = np.flatnonzero(low[: self.awards] != high[: self.awards])
            if not len(free):
                raise NoCertificateError("a lawful portfolio may be better, or one that ties cannot be told apart")
            award = self._branching(low, high, free, x, feasible)
            nodes.append(["branch", *said, award])
            zero, one = high.copy(), low.copy()
            zero[award], one[award] = 0, 1
            stack += [(one, high), (low, zero)]
        return nodes

    def _closing(
        self, low: _Objects, high: _Objects, suggested: npt.NDArray[np.float64], feasible: bool
    ) -> _Multipliers:
        """Return whole multipliers and their scale: such as close the node if any of those tried do."""
        tried = list(self._tried(low, high, suggested, feasible))
        return next((pair for pair in tried if self._spare(pair[0], pair[1], low, high)[0] <= 0), tried[0])

    def _tried(
        self, low: _Objects, high: _Objects, suggested: npt.NDArray[np.float64], feasible: bool
    ) -> Iterator[_Multipliers]:
        positive = np.maximum(np.nan_to_num(suggested, posinf=0.0), 0.0)
        if not feasible:
            peak = float(positive.max(initial=0.0)) or 1.0
            yield 0, _rounded(positive / peak, 2**24)
        else:
            yield _SCALE, _rounded(positive, _SCALE)
            exact = [Fraction(float(y)).limit_denominator(10**9) for y in positive]
            common = lcm(*(y.denominator for y in exact))
            if common < 2**256:
                yield common, np.array([int(y * common) for y in exact], dtype=object)
        if (low[: self.awards] == high[: self.awards]).all():
            for i in range(len(self.rows)):  # one row alone may be broken
                yield 0, np.array([int(i == j) for j in range(len(self.rows))], dtype=object)
            yield 1, np.zeros(len(self.rows), dtype=object)

    def _spare(self, scale: int, whole: _Objects, low: _Objects, high: _Objects) -> tuple[Fraction, _Objects]:
        """Return by how much the bound fails to close the node, at most 0 if it closes it, and the costs."""
        costs = scale * self.worth - (whole @ self.rows if len(self.rows) else 0)
        bound = (whole @ self.bounds if len(self.rows) else 0) + costs @ np.where(costs > 0, high, low)
        limit = scale * self.value - 1 if self.whole or not scale else scale * self.value
        return bound - limit, costs

    def _fix(self, scale: int, whole: _Objects, low: _Objects, high: _Objects) -> None:
        """Fix every column that could only be otherwise in a portfolio that is no better."""
        spare, costs = self._spare(scale, whole, low, high)
        for j in np.flatnonzero((high - low == 1) & self.integral):
            if abs(costs[j]) >= spare:
                low[j] = high[j] = high[j] if costs[j] > 0 else low[j]

    def _branching(
        self, low: _Objects, high: _Objects, free: npt.NDArray[np.intp], x: npt.NDArray[np.float64], feasible: bool
    ) -> int:
        """Return the award on which to branch: of the most open, the one whose halves have the lowest bounds."""
        if not feasible:
            return int(free[0])
        order = sorted(free.tolist(), key=lambda j: (abs(float(x[j]) - 0.5), j))[:_TRIED]
        drops = [(self._drop(low, high, j, 0) * self._drop(low, high, j, 1), -j) for j in order]
        award: int = order[drops.index(max(drops))]
        return award

    def _drop(self, low: _Objects, high: _Objects, award: int, end: int) -> float:
        """Return how far the bound is below the best when an award is at one end; very far if nothing fits."""
        lows, highs = low.copy(), high.copy()
        lows[award] = highs[award] = end
        x, _, feasible = self._relaxation.solve(lows, highs)
        worth = self.worth.astype(float)
        reach = float(np.abs(worth).sum()) + 1.0
        if not feasible or float(worth @ x) < float(self.value):
            return 2 * reach
        return max(reach / 1e6, reach - float(worth @ x))

    def _said(self, whole: _Objects) -> dict[str, int]:
        """Return the multipliers by row, as they are written: negative for a row that is ≥."""
        said: dict[str, int] = {}
        for (row, sign), y in zip(self.origin, whole, strict=True):
            if y:
                said[str(row)] = said.get(str(row), 0) + sign * int(y)
        return {row: y for row, y in said.items() if y}


def _dense(terms: dict[str, int], width: int) -> _Objects:
    dense: _Objects = np.zeros(width, dtype=object)
    for j, c in terms.items():
        dense[int(j)] = c
    return dense


def _rounded(numbers: npt.NDArray[np.float64], scale: int) -> _Objects:
    return np.array([round(float(y) * scale) for y in numbers], dtype=object)
