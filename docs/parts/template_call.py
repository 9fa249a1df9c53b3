"""The small call that `allocator init` writes: three applications, by which these pages explain."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from allocator import Scenario, read_scenario
from allocator.example import write_template


@cache
def template_call() -> Scenario:
    """Return the scenario of the small call."""
    with TemporaryDirectory() as folder:
        write_template(Path(folder) / "my-call")
        return read_scenario(Path(folder) / "my-call" / "base.yaml")
