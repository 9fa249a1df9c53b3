"""What one goal costs in another, and what more money buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.analysis.frontier.goals import NAMES, title
from allocator.plots.canvas import BLUE, GREY, axes, in_decimals, in_percent, in_thousands, plain
from allocator.plots.words import say
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis


def frontier(points: pd.DataFrame, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw the efficient points of two goals, joined in steps, since between them there is no portfolio.

    Parameters
    ----------
    points : DataFrame
        One row a point; the first two columns are the goals, in their own units. A goal of `allocator.frontier` is
        named and counted as people do; any other column gives its axis its own name.

    Returns
    -------
    Axes
        x: the first goal; y: the second; the points bear the numbers of their index `point`, or those of their order.
    """
    ax = plain(axes(ax))
    x, y = points.columns[:2]
    ranked = points.sort_values([x, y])
    ax.step(ranked[x], ranked[y], where="pre", color=GREY, linewidth=1)
    ax.plot(ranked[x], ranked[y], "o", color=BLUE)
    numbers = ranked.index if points.index.name == "point" else range(1, len(ranked) + 1)
    for number, at, high in zip(numbers, ranked[x], ranked[y], strict=True):
        ax.annotate(str(number), (at, high), xytext=(5, 5), textcoords="offset points", fontsize=8)
    for axis, goal in ((ax.xaxis, x), (ax.yaxis, y)):
        axis.set_label_text(_counted(axis, str(goal), language, whole=points[goal].dtype.kind == "i"))
    ax.set(title=say("frontier", language))
    return ax


def _counted(axis: Axis, goal: str, language: Language, *, whole: bool) -> str:
    """Count an axis in the goal's unit; return the goal's name with it."""
    if goal not in NAMES:
        in_decimals(axis, language, 0 if whole else 2)
        return goal
    name = title(goal, language)
    name = name[:1].upper() + name[1:]
    if goal in {"total_deviation", "earmark_use", "budget"}:
        in_thousands(axis, language)
        return f"{name} ({say('thousands', language)})"
    if goal == "worst_region":
        in_percent(axis, language)
    elif goal == "number_funded":
        from matplotlib.ticker import MaxNLocator

        axis.set_major_locator(MaxNLocator(integer=True))
        in_decimals(axis, language, 0)
    else:
        in_decimals(axis, language, 2)
    return name


def budget_sweep(sweep: pd.DataFrame, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw what the best portfolio is worth at every budget, with the number funded written at each point.

    Parameters
    ----------
    sweep : DataFrame
        One row a budget, indexed by `budget` (whole euros): `value` (points), `funded` (number).

    Returns
    -------
    Axes
        x: whole euros available; y: value in points.
    """
    ax = plain(axes(ax))
    ranked = sweep.sort_index().reset_index(names="budget")
    ax.plot(ranked["budget"], ranked["value"], color=BLUE, marker="o", linewidth=1.2, label=say("value", language))
    for budget, value, funded in zip(ranked["budget"], ranked["value"], ranked["funded"], strict=True):
        ax.annotate(str(funded), (budget, value), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8)
    ax.plot([], [], linestyle="none", marker="$8$", color="black", label=say("number", language))
    in_thousands(ax.xaxis, language)
    in_decimals(ax.yaxis, language)
    ax.margins(y=0.12)
    ax.set(title=say("budget_sweep", language), xlabel=say("budget", language), ylabel=say("value", language))
    ax.legend(fontsize=8, loc="upper left")
    return ax
