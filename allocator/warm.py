"""A HiGHS that stays loaded, fed by the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from allocator import cancellation
from allocator.lagrangian import Lagrangian
from allocator.model import Model
from allocator.rows import Linear, Portfolio, Row, helpers_in
from allocator.solver import TOLERANCE, Answer, asking, greeted, in_floats, run

if TYPE_CHECKING:
    from highspy import Highs

_INFINITY = float("inf")

# What pays for one long solve costs more than it brings in hundreds of short ones.
_LEAN = {
    "mip_heuristic_effort": 0.0,
    "mip_detect_symmetry": False,
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_pscost_minreliable": 0,
}


class WarmSolver:
    """One model kept in HiGHS and solved again and again, for other goals and with rows added.

    It is called with a goal (None: any lawful portfolio) and the rows to add, and answers like `solver.run`. Most
    questions are answered by a walk in whole numbers and never reach HiGHS; a goal or a row with helpers that the
    model's own rows do not have goes to `solver.run`. An object belongs to one thread.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.solves = 0
        self._lagrangian = Lagrangian(model)
        self._possible = all(row.possible for row in model.rows)
        used = helpers_in(form for row in model.rows for form in row.forms)
        self._helpers = {helper: len(model.candidates) + i for i, helper in enumerate(used)}

    def __call__(self, goal: Linear | None, extra: Sequence[Row]) -> Answer:
        """Find the portfolio that makes *goal* greatest under the model's rows and *extra*.

        Raises
        ------
        Cancelled
            If the work that this solve is part of is given up.
        """
        cancellation.heed()
        self.solves += 1
        if not self._possible or not all(row.possible for row in extra):
            return Answer("infeasible")
        if not self._knows(goal, extra):
            return run(self.model, goal, [*self.model.rows, *extra])
        if not len(self.model.candidates):
            return Answer("optimal", Portfolio([]))
        if goal is not None and (answer := self._lagrangian.best(goal, extra)) is not None:
            return answer
        self._set_goal(goal)
        with self._added(extra):
            self._highs.run()
            cancellation.heed()
            return self._answer(goal, extra)

    def listed(
        self, goal: Linear, floor: Fraction, extra: Sequence[Row], most: int, most_steps: int
    ) -> list[Portfolio] | None:
        """Return every portfolio under *extra* too whose *goal* is at least *floor*; None where they are too many."""
        cancellation.heed()
        self.solves += 1
        found = self._lagrangian.listed(goal, floor, extra, most, most_steps)
        return found.portfolios if found is not None and found.complete else None

    def _answer(self, goal: Linear | None, extra: Sequence[Row]) -> Answer:
        status = str(self._highs.getModelStatus()).rpartition(".")[2]
        if status == "kInfeasible":
            return Answer("infeasible")
        if status != "kOptimal":  # the lean options are to blame, or nothing is: ask the careful way
            return run(self.model, goal, [*self.model.rows, *extra])
        values = np.array(self._highs.getSolution().col_value[: len(self.model.candidates)])
        return Answer("optimal", Portfolio(np.flatnonzero(values > 0.5).tolist()))

    def _knows(self, goal: Linear | None, extra: Sequence[Row]) -> bool:
        forms = [*([] if goal is None else [goal]), *(form for row in extra for form in row.forms)]
        return all(helper in self._helpers for helper in helpers_in(forms))

    @cached_property
    def _highs(self) -> Highs:
        """The model as HiGHS keeps it; loaded when the first question gets so far."""
        import highspy

        greeted()
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        settings = {
            "output_flag": False,
            "threads": 1,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.0,
            "mip_feasibility_tolerance": TOLERANCE,
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
            **_LEAN,
        }
        for name, value in settings.items():
            highs.setOptionValue(name, value)
        if options := asking(cancellation.asked()):
            highs.setCallback(*options["callbackTuple"])
            for kind in options["callbacksToActivate"]:
                highs.startCallback(kind)
        self._add_columns(highs)
        self._add_rows(highs, [*self.model.rows, *(row for helper in self._helpers for row in helper.rows)])
        return highs

    def _add_columns(self, highs: Highs) -> None:
        import highspy

        count = len(self.model.candidates)
        ranges = [(0.0, 1.0)] * count
        for helper in self._helpers:
            low, high = helper.range()
            ranges.append((float(low), float(high)))
        empty = np.zeros(0, dtype=np.int32)
        total = len(ranges)
        low_ends, high_ends = [low for low, _ in ranges], [high for _, high in ranges]
        highs.addCols(total, np.zeros(total), low_ends, high_ends, 0, empty, empty, np.zeros(0))
        whole = [*range(count), *(column for helper, column in self._helpers.items() if helper.whole)]
        kinds = np.full(len(whole), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        highs.changeColsIntegrality(len(whole), np.array(whole, dtype=np.int32), kinds)

    def _set_goal(self, goal: Linear | None) -> None:
        costs = np.zeros(len(self.model.candidates) + len(self._helpers))
        if goal is not None:
            divisor = gcd(int(np.gcd.reduce(goal.coefficients)), *(m for _, m in goal.helpers)) or 1
            costs[: len(self.model.candidates)] = [-float(int(c) // divisor) for c in goal.coefficients]
            for helper, multiple in goal.helpers:
                costs[self._helpers[helper]] = -float(multiple // divisor)
        self._highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    @contextmanager
    def _added(self, extra: Sequence[Row]) -> Iterator[None]:
        before = self._highs.getNumRow()
        self._add_rows(self._highs, extra)
        try:
            yield
        finally:
            added = np.arange(before, self._highs.getNumRow(), dtype=np.int32)
            if len(added):
                self._highs.deleteRows(len(added), added)

    def _add_rows(self, highs: Highs, rows: Sequence[Row]) -> None:
        """Add rows in one call, each exact in floats or scaled as everywhere."""
        starts, indices, values, floors, ceilings = [0], [], [], [], []
        for row in rows:
            if not row.has_columns:
                continue
            inequality = row.integers
            columns, numbers, bound = in_floats(inequality)
            indices += columns
            values += numbers[: len(columns)]
            for (helper, _), number in zip(inequality.helpers, numbers[len(columns) :], strict=True):
                indices.append(self._helpers[helper])
                values.append(number)
            floors.append(-_INFINITY if row.sense == "<=" else bound)
            ceilings.append(_INFINITY if row.sense == ">=" else bound)
            starts.append(len(indices))
        if floors:
            highs.addRows(
                len(floors),
                np.array(floors),
                np.array(ceilings),
                len(indices),
                np.array(starts[:-1], dtype=np.int32),
                np.array(indices, dtype=np.int32),
                np.array(values),
            )
