"""A certificate that no lawful portfolio comes before: small trees of bounds in whole numbers, for anyone to replay.

The published order is proven level by level: that nothing is better by the objective; that nothing as good by it is
better by the first tie-break; and so on, to the level at which nothing else is even as good. There the order ends.

Helpers are columns between whole ends, held by their own rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from allocator.exact import decimal_text
from allocator.model import Model
from allocator.objectives import Goal
from allocator.proof_tree import MOST_NODES, NoCertificateError, proven
from allocator.rows import Helper, Portfolio, helpers_in

FORMAT = "allocator certificate 2"


@dataclass(frozen=True)
class Certificate:
    """A proof of optimality that can be replayed without a solver.

    Attributes
    ----------
    content : dict
        The columns, the rows in integers, the goals, the portfolio and the trees, as JSON holds them.
    leaves : int
        Leaves of all trees.
    """

    content: dict[str, Any]
    leaves: int

    @property
    def unproven(self) -> str | None:
        """Why the tie-breaks are not proven to the last; None where they are."""
        said: str | None = self.content["unproven"]
        return said

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


def certify(model: Model, portfolio: Portfolio, equal: Sequence[int] = (), most_nodes: int = MOST_NODES) -> Certificate:
    """Prove that no lawful portfolio has a greater objective than *portfolio*, nor comes before it among equals.

    Parameters
    ----------
    equal : sequence of int
        How many portfolios are known to be equal so far at each level of the order: it spares trying to prove that
        there are none.
    most_nodes : int
        Of each tree.

    Raises
    ------
    NoCertificateError
        If the portfolio is not lawful or not the best by the objective, or the tree of the objective grows beyond
        *most_nodes*. Where that happens at a tie-break, the certificate says so, and proves what comes before.
    """
    if broken := model.broken(portfolio):
        raise NoCertificateError(f"the portfolio breaks {', '.join(row.name for row in broken)}")
    goals: list[Goal] = []
    tree: list[list[Any]] = []
    unproven = None
    for goal in order(model):
        try:
            programme = Programme(model, [*goals, goal])
            tied = len(goals) < len(equal) and equal[len(goals)] > 1
            alone, nodes = proven(programme.content, programme.point(portfolio), most_nodes, tied=tied)
        except NoCertificateError as error:
            if not goals:
                raise
            unproven = f"{goal.name}: {error}"
            break
        goals.append(goal)
        tree += [["level", alone], *nodes]
        if alone:
            break
    programme = Programme(model, goals)
    point = [decimal_text(value) for value in programme.point(portfolio)]
    content = programme.content | {"portfolio": point, "unproven": unproven, "tree": tree}
    return Certificate(content, sum(1 for node in tree if node[0] == "leaf"))


def order(model: Model) -> Iterator[Goal]:
    """Yield the goals of the published order, each made when it is asked for."""
    yield model.objective
    yield from model.ties
    yield from model.by_id


class Programme:
    """A model's columns, rows and the first goals of its order in whole numbers, helpers included.

    With more goals there may be more columns and rows behind those of fewer, which keep their places.

    Parameters
    ----------
    model : Model
    goals : sequence of Goal
        The objective, then as many tie-breaks as are looked at.
    """

    def __init__(self, model: Model, goals: Sequence[Goal]) -> None:
        self.model, self.goals = model, tuple(goals)
        first, *others = (goal.form for goal in goals)
        self.helpers = helpers_in([first, *(form for row in model.rows for form in row.forms), *others])
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
        """What the certificate says of the programme, before the portfolio and the trees."""
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
            {"name": h.name, "low": int(h.range()[0]), "high": int(h.range()[1]), "whole": _takes_whole_values(h)}
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
            "goals": [
                {
                    "name": goal.name,
                    "turned": goal.turned,
                    "terms": self._terms(goal.form.coefficients, goal.form.helpers),
                    "constant": goal.form.constant,
                    "denominator": goal.form.denominator,
                }
                for goal in self.goals
            ],
        }


def _takes_whole_values(helper: Helper) -> bool:
    return helper.whole or all(form.denominator == 1 and not form.helpers for form in helper.forms)
