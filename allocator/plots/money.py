"""Where the money goes: by year, pot, target, granting authority or region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allocator.comparison import Measure
from allocator.decision.content import Content
from allocator.plots.canvas import BLUE, INK, axes, in_thousands, plain
from allocator.plots.words import say
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import euros

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def euros_by(solution: Solution, by: Measure, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw the euros granted by region, year, pot, target or granting authority, each amount written at its bar.

    Returns
    -------
    Axes
        One bar each; x: whole euros.
    """
    totals = _totals(Content(solution, language), by)
    ax = plain(axes(ax, size=(8, 1.4 + 0.36 * len(totals))))
    bars = ax.barh(range(len(totals)), list(totals.values()), color=BLUE, edgecolor=INK, linewidth=0.6)
    ax.bar_label(bars, [euros(paid, language) for paid in totals.values()], padding=3, fontsize=8)
    ax.set_yticks(range(len(totals)), list(totals))
    ax.invert_yaxis()
    ax.margins(x=0.18)
    in_thousands(ax.xaxis, language)
    ax.set(title=say(f"by_{by}", language), xlabel=say("thousands", language))
    return ax


def _totals(content: Content, by: Measure) -> Mapping[str, int]:
    solution = content.solution
    if by == "region":
        regions = solution.scenario.call.geography.regions
        return {region.name[content.language]: solution.by_region()[region.code] for region in regions}
    if by == "year":
        return {str(year): paid for year, paid in solution.by_year().items()}
    if by == "pot":
        return {content.pot_title(pot): paid for pot, paid in solution.by_pot().items()}
    totals = solution.by_column(by)
    if by == "target":
        return {content.target_title(target): paid for target, paid in totals.items()}
    return {name or say("not_named", content.language): paid for name, paid in sorted(totals.items())}
