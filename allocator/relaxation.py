"""The linear relaxation of a model, kept loaded: floats that suggest, and prove nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.solver import TOLERANCE, greeted

Numbers = npt.NDArray[Any]
_Floats = npt.NDArray[np.float64]


class Relaxation:
    """Make worth·x greatest under rows·x ≤ bounds, x between two ends; only the ends change from call to call.

    Parameters
    ----------
    rows : array of int, shape (rows, columns)
    bounds : array of int, shape (rows,)
    worth : array of int, shape (columns,)
    """

    def __init__(self, rows: Numbers, bounds: Numbers, worth: Numbers) -> None:
        import highspy

        greeted()
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        awards = len(worth)
        self._columns = np.arange(awards, dtype=np.int32)
        empty = np.zeros(0, dtype=np.int32)
        self._highs.addCols(
            awards, -worth.astype(float), np.zeros(awards), np.ones(awards), 0, empty, empty, np.zeros(0)
        )
        # Rows of euros and rows of counts are brought to one size; their multipliers are brought back.
        self._sizes: _Floats = np.maximum(np.abs(rows).max(axis=1, initial=1), 1).astype(float)
        scaled = rows.astype(float) / self._sizes[:, None]
        where = [np.flatnonzero(row).astype(np.int32) for row in rows]
        if len(rows):
            starts = np.cumsum([0, *(len(columns) for columns in where)])[:-1].astype(np.int32)
            numbers = np.concatenate([row[columns] for row, columns in zip(scaled, where, strict=True)])
            lows, highs = np.full(len(rows), -np.inf), bounds.astype(float) / self._sizes
            self._highs.addRows(len(rows), lows, highs, len(numbers), starts, np.concatenate(where), numbers)

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
        return low.astype(float) + 0.5 * (high - low).astype(float), ray, False
