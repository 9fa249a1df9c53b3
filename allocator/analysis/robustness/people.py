"""Weights from what people say: swings, orders of importance, ratios and pairwise comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from allocator.exact import largest_remainder

_RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""Mean consistency index of random pairwise comparisons, by number of criteria (Saaty 1980)."""


def from_ratios(points: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return weights in proportion to points: swings of each criterion's range, or ratios of importance.

    Raises
    ------
    ValueError
        If a number is negative or all are zero.
    """
    total = sum(points.values(), Fraction(0))
    if total <= 0 or min(points.values()) < 0:
        raise ValueError("expected points of at least 0, not all of them 0")
    return {name: Fraction(number) / total for name, number in points.items()}


def rank_order_centroid(order: Sequence[str]) -> dict[str, Fraction]:
    """Return the centre of all weights in this order, the most important first: (1/K) Σ_{j≥k} 1/j."""
    k = len(order)
    return {name: sum(Fraction(1, j) for j in range(i, k + 1)) / Fraction(k) for i, name in enumerate(order, 1)}


def rank_sum(order: Sequence[str]) -> dict[str, Fraction]:
    """Return weights that fall evenly with the rank, the most important first: 2(K+1−k)/(K(K+1))."""
    k = len(order)
    return {name: Fraction(2 * (k + 1 - i), k * (k + 1)) for i, name in enumerate(order, 1)}


def from_pairs(matrix: Sequence[Sequence[float]]) -> tuple[tuple[Fraction, ...], float]:
    """Return weights and the consistency ratio of a pairwise comparison.

    Parameters
    ----------
    matrix : sequence of sequence of float
        How many times as important each row is as each column: positive and reciprocal, 1 on the diagonal.

    Returns
    -------
    tuple of Fraction
        The principal eigenvector in whole millionths, summing to 1.
    float
        Consistency ratio; above 0.10 the comparisons contradict each other and should be talked over again.

    Raises
    ------
    ValueError
        If the matrix is not square, positive and reciprocal, or has more than ten criteria.

    References
    ----------
    Saaty (1980), The Analytic Hierarchy Process.
    """
    table = np.array(matrix, dtype=float)
    size = len(table)
    if table.shape != (size, size) or size > 10 or (table <= 0).any() or not np.allclose(table * table.T, 1):
        raise ValueError("expected a square matrix of at most ten criteria, positive, each pair the other's inverse")
    roots, vectors = np.linalg.eig(table)
    principal = int(np.argmax(roots.real))
    parts = largest_remainder(1_000_000, [Fraction(float(abs(v))) for v in vectors[:, principal].real])
    index = (float(roots[principal].real) - size) / (size - 1) if size > 1 else 0.0
    ratio = max(0.0, index) / _RANDOM_INDEX[size] if size in _RANDOM_INDEX else 0.0
    return tuple(Fraction(part, 1_000_000) for part in parts), ratio
