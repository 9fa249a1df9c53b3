"""Scenarios side by side: who moves in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.comparison import Comparison
from allocator.plots.canvas import BLUE, GREEN, GREY, INK, RED, axes, plain
from allocator.plots.words import say
from allocator.text import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def awards_by_scenario(
    comparison: Comparison, ax: Axes | None = None, *, language: Language = "fi", moved_only: bool = False
) -> Axes:
    """Draw a matrix of applications by scenarios: a filled circle is funded, a small dash is not.

    Parameters
    ----------
    moved_only : bool
        Leave out the applications that receive the same in every scenario.

    Returns
    -------
    Axes
        One row an application, one column a scenario.
    """
    frame = comparison.awards(moved_only=moved_only)
    ax = axes(ax, size=(2.5 + 0.8 * len(frame.columns), 2 + 0.24 * len(frame)))
    funded = [(x, y) for y, row in enumerate(frame.to_numpy()) for x, paid in enumerate(row) if paid]
    left = [(x, y) for y, row in enumerate(frame.to_numpy()) for x, paid in enumerate(row) if not paid]
    for points, marker, size, colour, key in ((funded, "o", 55, BLUE, "funded"), (left, "_", 25, GREY, "not_funded")):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        ax.scatter(xs, ys, marker=marker, s=size, color=colour, label=say(key, language))
    ax.set_xticks(range(len(frame.columns)), frame.columns, rotation=40, ha="left", rotation_mode="anchor", fontsize=8)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(frame)), frame.index, fontsize=8)
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(-0.6, len(frame.columns) - 0.4)
    ax.set(title=say("matrix_title", language), ylabel=say("application", language))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=2, frameon=False)
    return ax


def moves(comparison: Comparison, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw how many applications come in and fall out against the first scenario, and name them at the bars.

    Returns
    -------
    Axes
        One row a scenario but the first; x: number of applications, those that fall out to the left.
    """
    others = list(zip(comparison.names, comparison.solutions, strict=True))[1:]
    ax = plain(axes(ax, size=(9, 2 + 0.6 * len(others))))
    for key, sign, colour, hatch in (("came_in", 1, GREEN, ""), ("fell_out", -1, RED, "//")):
        ids = [getattr(comparison, key)(solution) for _, solution in others]
        widths = [sign * len(moved) for moved in ids]
        bars = ax.barh(range(len(others)), widths, color=colour, hatch=hatch, edgecolor=INK, label=say(key, language))
        ax.bar_label(bars, [_names(moved) for moved in ids], padding=3, fontsize=7)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(others)), [name for name, _ in others])
    ax.invert_yaxis()
    ax.margins(x=0.4)
    ax.locator_params(axis="x", integer=True)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    ax.set(title=say("moves_title", language, first=comparison.names[0]), xlabel=say("number", language))
    ax.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False)
    return ax


def _names(ids: tuple[str, ...]) -> str:
    lines = [", ".join(ids[start : start + 5]) for start in range(0, len(ids), 5)]
    return "\n".join(lines)
