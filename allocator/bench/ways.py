"""The ways of deciding that are measured, by name: the whole path first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from allocator.bench.outcome import Outcome
from allocator.bench.plain import pulp_with, rank_and_cut, scipy_milp
from allocator.bench.whole import whole_path

WHOLE = "allocator"
NO_SOLVER = {"rank and cut"}
"""Ways that only sort."""

WAYS: Mapping[str, Callable[[Path, float], Outcome]] = {
    WHOLE: whole_path,
    "pulp+highs": pulp_with("highs"),
    "pulp+cbc": pulp_with("cbc"),
    "scipy.milp": scipy_milp,
    "rank and cut": rank_and_cut,
}
