"""How sure each application's place is, and how strict each reviewer was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.plots.canvas import BLUE, GREY, INK, axes, in_decimals, in_percent, plain
from allocator.plots.words import say
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def core_index(robust: pd.DataFrame, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw each application's core index and its acceptability with its standard error.

    Parameters
    ----------
    robust : DataFrame
        Indexed by application: `acceptability`, the part of the draws in which it is funded; `standard_error` of that;
        and, where it was worked out, `core_index`, the part of the non-dominated portfolios that fund it. All 0 to 1.

    Returns
    -------
    Axes
        One row an application, the surest first: a bar for the core index, a circle for acceptability.
    """
    ax = plain(axes(ax, size=(7, 1.8 + 0.22 * len(robust))))
    keys = [key for key in ("acceptability", "core_index") if key in robust.columns]
    ranked = robust.sort_values(keys, ascending=False, kind="stable")
    places = range(len(ranked))
    if "core_index" in keys:
        ax.barh(places, ranked["core_index"], color="#D5E5F2", edgecolor=GREY, label=say("core_index", language))
    label = say("acceptability", language)
    ax.errorbar(ranked["acceptability"], places, xerr=ranked["standard_error"], fmt="o", color=BLUE, ms=4, label=label)
    ax.set_yticks(places, ranked.index, fontsize=8)
    ax.set_ylim(len(ranked) - 0.4, -0.6)
    ax.set_xlim(0, 1.02)
    in_percent(ax.xaxis, language)
    ax.set(title=say("core_title", language), xlabel=say("part", language), ylabel=say("application", language))
    ax.legend(fontsize=8, loc="lower right")
    return ax


def reviewer_severity(reviewers: pd.DataFrame, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw how much stricter each reviewer is than the average, with the interval.

    Parameters
    ----------
    reviewers : DataFrame
        Indexed by reviewer: `severity` (points; positive is stricter), `low` and `high`, the ends of its interval.

    Returns
    -------
    Axes
        One row a reviewer, the strictest first; filled where the interval leaves out zero, open where not.
    """
    ax = plain(axes(ax, size=(7, 1.8 + 0.3 * len(reviewers))))
    ranked = reviewers.sort_values("severity", ascending=False, kind="stable")
    for place, (severity, low, high) in enumerate(ranked[["severity", "low", "high"]].itertuples(index=False)):
        face = BLUE if low > 0 or high < 0 else "white"
        error = [[severity - low], [high - severity]]
        ax.errorbar(severity, place, xerr=error, fmt="o", color=BLUE, markerfacecolor=face, capsize=3)
    ax.axvline(0, color=INK, linewidth=0.8, linestyle="--")
    ax.set_yticks(range(len(ranked)), ranked.index)
    ax.set_ylim(len(ranked) - 0.4, -0.6)
    in_decimals(ax.xaxis, language)
    ax.set(title=say("severity_title", language), xlabel=say("severity", language), ylabel=say("reviewer", language))
    return ax
