"""The linear relaxation of a 0-1 programme, kept loaded: floats that suggest, and prove nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.highs import TOLERANCE, greeted

Numbers = npt.NDArray[Any]
_Floats = npt.NDArray[np.float64]


class Relaxation:
    """Make worth·x greatest under rows·x ≤ bounds, x between two ends, again and again.

    From call to call the ends change, and so may the worth and the rows that are added for a while.

    Parameters
    ----------
    rows : array of int, shape (rows, columns)
    bounds : array of int, shape (rows,)
    worth : array of int, shape (columns,), optional
        Nothing is worth anything where none is given.
    """

    def __init__(self, rows: Numbers, bounds: Numbers, worth: Numbers | None = None) -> None:
        import highspy

        greeted()
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        count = rows.shape[1]
        self._columns = np.arange(count, dtype=np.int32)
        empty = np.zeros(0, dtype=np.int32)
        self._highs.addCols(count, np.zeros(count), np.zeros(count), np.ones(count), 0, empty, empty, np.zeros(0))
        self._sizes: _Floats = np.zeros(0)
        self._add(rows, bounds)
        if worth is not None:
            self.aim(worth)

    def aim(self, worth: Numbers) -> None:
        """Give the columns another worth."""
        self._highs.changeColsCost(len(self._columns), self._columns, -worth.astype(float))

    @contextmanager
    def added(self, rows: Numbers, bounds: Numbers) -> Iterator[None]:
        """Add rows until the block ends; their multipliers come last."""
        before = len(self._sizes)
        self._add(rows, bounds)
        try:
            yield
        finally:
            gone = np.arange(before, len(self._sizes), dtype=np.int32)
            if len(gone):
                self._highs.deleteRows(len(gone), gone)
            self._sizes = self._sizes[:before]

    def add_choices(self, choices: Sequence[range]) -> None:
        """Add for each of some runs of columns that they sum to one at most."""
        self._sizes = np.concatenate([self._sizes, np.ones(len(choices))])
        lengths = np.array([len(choice) for choice in choices], dtype=np.int64)
        starts = (np.cumsum(lengths) - lengths).astype(np.int32)
        columns = np.array([column for choice in choices for column in choice], dtype=np.int32)
        lows, highs = np.full(len(choices), -np.inf), np.ones(len(choices))
        self._highs.addRows(len(choices), lows, highs, len(columns), starts, columns, np.ones(len(columns)))

    def solve(self, low: Numbers, high: Numbers) -> tuple[_Floats, _Floats, bool]:
        """Return x, the rows' multipliers, and True; or, of no use as x, a ray and False if nothing fits."""
        import highspy

        self._highs.changeColsBounds(len(self._columns), self._columns, low.astype(float), high.astype(float))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._highs.getSolution()
            return np.array(solution.col_value), -np.array(solution.row_dual) / self._sizes, True
        ray: _Floats = np.zeros(len(self._sizes))
        if status == highspy.HighsModelStatus.kInfeasible:
            answer = self._highs.getDualRay()  # type: ignore[attr-defined]
            if len(answer) > 2 and answer[1]:
                ray = -np.array(answer[2]) / self._sizes
        return np.full(len(low), 0.5), ray, False

    def _add(self, rows: Numbers, bounds: Numbers) -> None:
        """Add rows, brought to one size: euros and counts differ by millions. Multipliers are brought back."""
        sizes: _Floats = np.maximum(np.abs(rows).max(axis=1, initial=1), 1).astype(float)
        self._sizes = np.concatenate([self._sizes, sizes])
        if len(rows):
            scaled = rows.astype(float) / sizes[:, None]
            where, columns = np.nonzero(scaled)
            starts = np.searchsorted(where, np.arange(len(rows))).astype(np.int32)
            lows, highs = np.full(len(rows), -np.inf), bounds.astype(float) / sizes
            numbers = scaled[where, columns]
            self._highs.addRows(len(rows), lows, highs, len(numbers), starts, columns.astype(np.int32), numbers)
