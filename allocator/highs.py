"""HiGHS, told in whole arrays what to solve, and asked time and again whether its time is up.

PuLP builds a programme column by column and number by number, which at a hundred thousand columns takes longer than
many a search; the rows are arrays already.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from allocator.rows import Helper, Inequality, Row

if TYPE_CHECKING:
    from highspy import Highs

Stopped = Callable[[], bool]
"""Whether a search is to end with what it has found."""

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

# HiGHS may overspend by its integrality tolerance times an award: 1e-6 of 20 M euros is 20 euros.
TOLERANCE = 1e-9

SIZE = 16
"""A row that is solved sums to so many bits at most: beyond about 20, rounding in a relaxation exceeds the tolerance,
and HiGHS has called programmes infeasible that are not."""


@dataclass(frozen=True)
class Arrays:
    """Rows in floats, one behind the other.

    Attributes
    ----------
    starts : array of int, shape (rows,)
        Where each row begins among the columns and numbers.
    columns, numbers : arrays of the same length
    floors, ceilings : arrays of float, shape (rows,)
    """

    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    numbers: _Floats
    floors: _Floats
    ceilings: _Floats

    @classmethod
    def of(cls, rows: Iterable[Row], helpers: Mapping[Helper, int]) -> Arrays:
        """Return the rows that depend on any award; *helpers* says which columns the helpers are."""
        columns, numbers, floors, ceilings = [np.zeros(0, np.int64)], [np.zeros(0)], [], []
        for row in (row for row in rows if row.has_columns):
            used, own, bound = in_floats(row.integers)
            columns.append(np.concatenate([used, np.array([helpers[h] for h, _ in row.integers.helpers], np.int64)]))
            numbers.append(own)
            floors.append(-np.inf if row.sense == "<=" else bound)
            ceilings.append(np.inf if row.sense == ">=" else bound)
        starts = np.cumsum([0, *(len(own) for own in numbers[1:])])[:-1]
        return cls(
            starts.astype(np.int32),
            np.concatenate(columns).astype(np.int32),
            np.concatenate(numbers),
            np.array(floors),
            np.array(ceilings),
        )

    def add_to(self, highs: Highs) -> None:
        """Add the rows to those that HiGHS has."""
        if len(self.floors):
            count, size = len(self.floors), len(self.numbers)
            highs.addRows(count, self.floors, self.ceilings, size, self.starts, self.columns, self.numbers)


def in_floats(row: Inequality, bits: int = SIZE) -> tuple[_Ints, _Floats, float]:
    """Return a row in floats, scaled by a power of two so that it sums to at most so many *bits*.

    Numbers below 2^53 stay exact, scaled or not. Whatever rounding does, the exact check after every solve, and the
    cut that follows if it fails, catch it.

    Returns
    -------
    columns : array of int
        Positions of the candidate awards in the row.
    numbers : array of float
        Their coefficients, then those of the helpers in the row's order.
    bound : float
    """
    columns = np.flatnonzero(row.coefficients)
    whole = [*row.coefficients[columns].tolist(), *(multiple for _, multiple in row.helpers)]
    reach = Fraction(sum(map(abs, whole[: len(columns)])) + abs(row.bound))
    reach += sum(abs(multiple) * max(map(abs, helper.range())) for helper, multiple in row.helpers)
    down = min(bits - int(reach).bit_length(), 0)
    return columns, np.ldexp(np.array(whole, dtype=float), down), float(np.ldexp(float(row.bound), down))


@cache
def greeted() -> None:
    """Make a first HiGHS where nobody hears it: it greets on standard output, which is kept for answers."""
    import highspy

    sys.stdout.flush()
    kept, silence = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(silence)


def loaded(
    costs: _Floats, low: _Floats, high: _Floats, whole: npt.NDArray[np.bool_], rows: Arrays, **options: bool | float
) -> Highs:
    """Return a HiGHS that is to make costs·x least, with tight tolerances, no gap and one thread.

    Parameters
    ----------
    costs, low, high, whole : arrays of one length
        For each column what it costs, its ends, and whether it takes whole values only.
    **options
        Of HiGHS, before all others.
    """
    import highspy

    greeted()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    usual: dict[str, bool | float] = {
        "output_flag": False,
        # HiGHS fixes the number of threads for a whole process, and a later change silently solves nothing.
        "threads": 1,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "dual_feasibility_tolerance": TOLERANCE,
    }
    for name, value in {**usual, **options}.items():
        highs.setOptionValue(name, value)
    none = np.zeros(0, dtype=np.int32)
    highs.addCols(len(costs), costs, low, high, 0, none, none, np.zeros(0))
    columns = np.flatnonzero(whole).astype(np.int32)
    highs.changeColsIntegrality(
        len(columns), columns, np.full(len(columns), int(highspy.HighsVarType.kInteger), np.uint8)
    )
    rows.add_to(highs)
    return highs


def ending(time_limit: float | None, stopped: Stopped | None) -> Stopped | None:
    """Return what ends a search at its time limit too: HiGHS looks at its own clock rarely, and has run on for minutes.

    Between two questions nothing ends it.
    """
    if time_limit is None:
        return stopped
    ends = time.monotonic() + time_limit
    return lambda: time.monotonic() >= ends or (stopped is not None and stopped())


def asking(stopped: Stopped | None) -> dict[str, Any]:
    """Return the options by which HiGHS asks, time and again in each of its searches, whether to end it."""
    import highspy

    if stopped is None:
        return {}
    kinds = highspy.cb.HighsCallbackType

    def asked(kind: Any, message: str, found: Any, reply: Any, _: Any) -> None:
        reply.user_interrupt = stopped()

    interrupts = [kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt]
    return {"callbackTuple": (asked, None), "callbacksToActivate": interrupts}


def searched(highs: Highs, stopped: Stopped | None) -> None:
    """Let HiGHS search, and ask whether to end it; kept loaded, it asks somebody else the next time."""
    asked = asking(stopped)
    kinds = asked.get("callbacksToActivate", [])
    if asked:
        highs.setCallback(*asked["callbackTuple"])
    for kind in kinds:
        highs.startCallback(kind)
    highs.run()
    for kind in kinds:
        highs.stopCallback(kind)
