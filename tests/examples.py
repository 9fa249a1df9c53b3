"""The scenarios of the example call, each read and solved once in a process however many tests ask for it."""

from functools import cache
from pathlib import Path

from allocator import Scenario, read_scenario, solve
from allocator.solution import Solution

EXAMPLE = Path(__file__).parents[1] / "scenarios" / "akke-2021"
EVERY_EXAMPLE = sorted(EXAMPLE.glob("*.yaml"))
BASE = [f"H{number:02}" for number in (2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 17, 19, 20, 22, 25, 31, 34, 37)]
"""Whom the base scenario funds."""


@cache
def scenario(name: str = "base") -> Scenario:
    """Read a scenario of the example."""
    return read_scenario(EXAMPLE / f"{name}.yaml")


@cache
def solution(name: str = "base") -> Solution:
    """Solve a scenario of the example."""
    return solve(scenario(name))
