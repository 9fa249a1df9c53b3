"""A model as a pure 0-1 programme in int64: rows ``a x <= bounds``, and goals without a common factor."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from pathlib import Path

import numpy as np
import numpy.typing as npt

from allocator.model import Model
from allocator.rows import Linear, Row

Ints = npt.NDArray[np.int64]

_SAFE = 2**52
"""Rows and goals whose numbers sum to less are exact in floats, and leave int64 room for multipliers."""


@dataclass(frozen=True)
class Programme:
    """Every row of a model in int64; an equality is two.

    Attributes
    ----------
    rows : array of int64, one row an inequality
    bounds : array of int64
    sources : tuple of (Row, int, int)
        For each inequality the model's row, its sign, and the common factor that was divided out.
    """

    rows: Ints
    bounds: Ints
    sources: tuple[tuple[Row, int, int], ...]

    @property
    def bare(self) -> Programme:
        """The same without the model's rows, small enough to send."""
        return Programme(self.rows, self.bounds, ())

    @classmethod
    def of(cls, model: Model) -> Programme | None:
        """Return a model's programme; None where rows have helpers or numbers too large, or one cannot hold."""
        numbers: list[list[int]] = []
        bounds: list[int] = []
        sources: list[tuple[Row, int, int]] = []
        for row in model.rows:
            inequality = row.integers
            if inequality.helpers or not row.possible:
                return None
            if not row.has_columns:
                continue
            whole = [int(c) for c in inequality.coefficients]
            factor = gcd(*whole)
            for sign in _signs(row):
                numbers.append([sign * c // factor for c in whole])
                bounds.append(sign * inequality.bound // factor)  # whole awards: a bound may be rounded down
                sources.append((row, sign, factor))
        if any(sum(map(abs, row)) + abs(bound) >= _SAFE for row, bound in zip(numbers, bounds, strict=True)):
            return None
        count = len(model.candidates)
        return cls(np.array(numbers, np.int64).reshape(len(numbers), count), np.array(bounds, np.int64), tuple(sources))

    def bounds_with(self, changed: Mapping[str, int | Fraction]) -> Ints:
        """Return the bounds when some rows, by name, have others, each in its row's own unit.

        Raises
        ------
        KeyError
            If no row that depends on awards has the name.
        ValueError
            If a row's bound depends on the awards, or the number is too large.
        """
        if unknown := changed.keys() - {row.name for row, _, _ in self.sources}:
            raise KeyError(f"no row is called {min(unknown)}")
        bounds = self.bounds.copy()
        for i, (row, sign, factor) in enumerate(self.sources):
            if row.name not in changed:
                continue
            if isinstance(row.right, Linear):
                raise ValueError(f"the bound of {row.name} depends on the awards")
            column = int(np.flatnonzero(row.left.coefficients)[0])
            per_unit = Fraction(int(row.integers.coefficients[column]) * row.left.denominator) / int(
                row.left.coefficients[column]
            )
            constant = Fraction(row.left.constant, row.left.denominator)
            exact = sign * (Fraction(changed[row.name]) - constant) * per_unit / factor
            bounds[i] = exact.__floor__()
            if abs(int(bounds[i])) + int(np.abs(self.rows[i]).sum()) >= _SAFE:
                raise ValueError(f"the bound of {row.name} is too large")
        return bounds


def worth_of(goal: Linear) -> Ints | None:
    """Return a goal's numbers without their common factor; None with helpers or numbers too large."""
    if goal.helpers:
        return None
    numbers = goal.coefficients
    factor = int(np.gcd.reduce(numbers)) or 1 if numbers.size else 1
    if int(np.abs(numbers.astype(float)).sum()) // factor >= _SAFE:
        return None
    return (numbers // factor).astype(np.int64)


def _signs(row: Row) -> tuple[int, ...]:
    return {"<=": (1,), ">=": (-1,), "==": (1, -1)}[row.sense]


def is_compiled() -> bool:
    """Whether this machine has kept the compiled code of this version, so that its first use does not wait for it."""
    here = Path(__file__).parent
    written = max(source.stat().st_mtime for source in here.glob("*.py"))
    python = "py{}{}".format(*sys.version_info)
    kept = (here / "__pycache__").glob(f"draws.solve_draws-*.{python}.nbi")
    return any(index.stat().st_mtime >= written for index in kept)
