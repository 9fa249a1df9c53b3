"""Time the reasons of the example, and beside it the same questions by rebuilding a PuLP model each time.

    python tests/benchmarks/reasons.py [SCENARIO]

Every question that is put to the kept solver is written down; a sample of them is asked again by building the
programme anew with PuLP and HiGHS, gap 0, and the time of all is extrapolated from it. Lists of equal portfolios,
and the least budgets and requests, are counted apart: each would be several programmes to rebuild.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

from allocator import read_scenario, reasons, solve
from allocator.lagrangian import Lagrangian
from allocator.parametric import Parametric
from allocator.solver import run
from allocator.warm import WarmSolver

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "akke-2021" / "base.yaml"
SAMPLE = 30


def main(path: Path) -> None:
    solution = solve(read_scenario(path))
    reasons(solution, solution.funded[:1])  # compiles, and loads what is loaded once
    questions, counts = _written_down()
    for budgets in (False, True):
        questions.clear()
        counts.clear()
        start = time.process_time()
        reasons(solution, budgets=budgets)
        kept = time.process_time() - start
        asked = len(questions)
        rebuilt = _rebuilt(questions) * asked
        print(f"reasons {'with' if budgets else 'without'} budgets: {kept:.1f} s of one core")
        print(f"  {asked} programmes; {counts['listed']} lists and {counts['least']} least numbers beside them")
        print(f"  the programmes rebuilt with PuLP and HiGHS: {rebuilt:.1f} s, extrapolated from {SAMPLE}")


def _written_down() -> tuple[list[tuple], Counter]:
    questions: list[tuple] = []
    counts: Counter = Counter()
    call, listed, least = WarmSolver.__call__, Lagrangian.listed, Parametric.least

    def noted_call(self, goal, extra):
        questions.append((self.model, goal, extra))
        return call(self, goal, extra)

    def noted_list(self, *arguments):
        counts["listed"] += 1
        return listed(self, *arguments)

    def noted_least(self, *arguments):
        counts["least"] += 1
        return least(self, *arguments)

    WarmSolver.__call__, Lagrangian.listed, Parametric.least = noted_call, noted_list, noted_least
    return questions, counts


def _rebuilt(questions: list[tuple]) -> float:
    """Return the mean seconds that a sampled question takes when its programme is built anew."""
    sample = random.Random(1).sample(questions, min(SAMPLE, len(questions)))
    start = time.process_time()
    for model, goal, extra in sample:
        run(model, goal, [*model.rows, *extra])
    return (time.process_time() - start) / len(sample)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE)
