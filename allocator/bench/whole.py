"""The whole path, step by step, as `allocator solve --out` takes it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from allocator.bench.outcome import CHECK, FORMULATE, IMPORTS, READ, REPORT, SOLVE, Outcome


def whole_path(folder: Path, seconds: float) -> Outcome:
    """Read, formulate, solve, check and report the call in a folder."""
    outcome = Outcome()
    with outcome.step(IMPORTS):
        import pandas as pd  # noqa: F401 - what is loaded late is loaded here, so that no step pays for it

        from allocator.decision.folder import write_decision
        from allocator.model import formulate
        from allocator.optimum import solve
        from allocator.scenario import read_scenario
        from allocator.solver import available

        available()
    with outcome.step(READ):
        scenario = read_scenario(folder / "base.yaml")
    with outcome.step(FORMULATE):
        model = formulate(scenario)
    with outcome.step(SOLVE):
        solution = solve(scenario, time_limit=seconds, model=model)
    with outcome.step(CHECK):
        broken = model.broken(solution.portfolio)
    with outcome.step(REPORT), TemporaryDirectory() as out:
        write_decision(solution, Path(out))
    outcome.value, outcome.bound = float(solution.value), float(solution.best_possible)
    outcome.said = ("proven best" if solution.status == "optimal" else "best found") + (
        f", breaks {len(broken)} rows" if broken else ""
    )
    return outcome
