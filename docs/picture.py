"""Draw the picture of the README, docs/decision.png: `python docs/picture.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

import allocator as al
from allocator import plots
from allocator.example import example_scenario

PICTURE = Path(__file__).parent / "decision.png"


def draw() -> None:
    """Decide the example call, and draw what is funded, where, and what the rules cost."""
    mpl.use("Agg")
    solution = al.solve(al.read_scenario(example_scenario()))
    figure, (left, right) = plt.subplots(1, 2, figsize=(15, 7), layout="constrained")
    plots.value_and_request(solution, left, language="en")
    plots.region_tiles(solution, right, language="en")
    notice = solution.scenario.call.terms.notice
    figure.suptitle(
        f"{solution.scenario.title['en'] if solution.scenario.title else ''}\n{notice['en'] if notice else ''}"
    )
    figure.savefig(PICTURE, dpi=100)


if __name__ == "__main__":
    sys.exit(draw())
