"""The reserve list as the money grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.analysis.reserve import Reserve
from allocator.plots.canvas import BLUE, axes, in_thousands, plain
from allocator.plots.words import say
from allocator.text import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def reserve_chain(reserve: Reserve, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw how many applications are funded as the budget grows, and who joins at each step; no one ever leaves.

    Returns
    -------
    Axes
        x: whole euros added to the budget; y: number funded; empty where the rules allow no chain.
    """
    ax = plain(axes(ax))
    links = reserve.links
    if links:
        added = [link.budget - links[0].budget for link in links]
        funded = [len(link.chain) for link in links]
        ax.step(added, funded, where="post", color=BLUE, linewidth=1.5)
        ax.plot(added, funded, "o", color=BLUE, ms=4)
        for x, y, link in zip(added, funded, links, strict=True):
            if link.joins:
                ax.annotate(
                    "+ " + ", ".join(link.joins),
                    (x, y),
                    xytext=(-4, 6),
                    textcoords="offset points",
                    ha="right",
                    fontsize=8,
                )
    in_thousands(ax.xaxis, language)
    ax.locator_params(axis="y", integer=True)
    ax.margins(y=0.15)
    ax.set(title=say("reserve_title", language), xlabel=say("added", language), ylabel=say("number", language))
    return ax
