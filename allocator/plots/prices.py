"""What the rules cost, as a waterfall that adds up exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from allocator.analysis.rule_prices import Prices
from allocator.plots.canvas import BLUE, GREEN, GREY, INK, RED, axes, in_decimals, plain
from allocator.plots.words import say
from allocator.text import Language
from allocator.writing import decimal

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rule_prices(prices: Prices, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw the way from the value under the money alone to the decision's, one step a rule: its Shapley share.

    The shares sum to the whole loss exactly, in fractions; what is written at a step is rounded to two decimals.
    The axis does not begin at zero, for the steps are small.

    Returns
    -------
    Axes
        The first bar and the last are values in points; those between hang from where the one before ended.
    """
    steps = sorted(prices.rules, key=lambda price: -price.share)
    ax = plain(axes(ax, size=(8, 1.8 + 0.4 * (len(steps) + 2))))
    shown = prices.solution.model.objective.shown
    start, end = shown(prices.unconstrained), shown(prices.final)
    levels: list[Fraction] = [start]
    for price in steps:
        levels.append(levels[-1] - (start - shown(prices.unconstrained - price.share)))
    floor = min(*levels, end) - max((start - end) / 4, Fraction(1, 10))
    _bar(ax, 0, floor, start, BLUE, "", decimal(start, 2, language))
    for place, (before, after) in enumerate(pairwise(levels), 1):
        colour, hatch = (RED, "//") if after <= before else (GREEN, "..")
        _bar(ax, place, before, after, colour, hatch, decimal(after - before, 2, language))
        ax.plot([float(before)] * 2, [place - 1, place], color=GREY, linewidth=0.8)
    _bar(ax, len(steps) + 1, floor, end, BLUE, "", decimal(end, 2, language))
    titles = [prices.solution.scenario.rule_title(price.rule)[language] for price in steps]
    names = [say("unconstrained", language), *titles, say("decision", language)]
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_xlim(float(floor), float(start + (start - floor) / 5))
    in_decimals(ax.xaxis, language, 2)
    ax.set(title=say("prices_title", language), xlabel=say("value", language))
    return ax


def _bar(ax: Axes, place: int, start: Fraction, end: Fraction, colour: str, hatch: str, label: str) -> None:
    left, width = float(min(start, end)), float(abs(end - start))
    ax.barh(place, width, left=left, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.6)
    ax.annotate(label, (left + width, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
