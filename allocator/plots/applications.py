"""Applications one by one: value against request, and where there is discretion."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.analysis.alternatives import Alternatives
from allocator.analysis.baselines import baselines
from allocator.plots.canvas import BLUE, GREY, INK, ORANGE, RED, axes, in_decimals, in_percent, in_thousands, plain
from allocator.plots.words import say
from allocator.solution import Outcome, Solution
from allocator.text import Language
from allocator.writing import decimal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKS: dict[Outcome, tuple[str, str, str]] = {
    "funded": ("o", BLUE, BLUE),
    "not_funded": ("s", "white", RED),
    "below_threshold": ("x", GREY, GREY),
}


def value_and_request(solution: Solution, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw every scored application by its value and its request, with the line that rank-and-cut would draw.

    The line is the value of the first application, by points, that no longer fits into the money. Filled circles are
    funded, open squares are not, crosses are below the threshold. Applications without a value are left out.

    Returns
    -------
    Axes
        x: whole euros requested; y: value in points. One line of marks an outcome, labelled by id.
    """
    ax = plain(axes(ax))
    call, assessments = solution.scenario.call, solution.model.assessments
    for outcome, (marker, face, edge) in _MARKS.items():
        drawn = [
            (a.id, a.requested, float(value))
            for a in call.applications
            if solution.outcome(a.id) == outcome and (value := assessments[a.id].value) is not None
        ]
        if not drawn:
            continue
        _, xs, ys = zip(*drawn, strict=True)
        ax.plot(xs, ys, marker, color=edge, markerfacecolor=face, ms=6.5, label=say(outcome, language), zorder=3)
        for name, x, y in drawn:
            ax.annotate(name, (x, y), xytext=(4, 4), textcoords="offset points", fontsize=7, color=INK)
    if (line := cutting_line(solution)) is not None:
        cut = decimal(line, call.terms.decimals, language)
        ax.axhline(float(line), color=INK, linestyle="--", linewidth=1, label=say("cut", language, value=cut))
    ax.set(title=say("value_and_request", language), xlabel=say("requested", language), ylabel=say("value", language))
    in_thousands(ax.xaxis, language)
    in_decimals(ax.yaxis, language, 2)
    ax.legend(fontsize=8, loc="best")
    return ax


def cutting_line(solution: Solution) -> Fraction | None:
    """Return the value at which rank-and-cut first finds that an application does not fit; None if all fit."""
    taken = set(baselines(solution, draws=1)[0].funded)
    values = {award.application: award.value for award in solution.model.candidates.awards if award.level == 1}
    return max((value for i, value in values.items() if i not in taken), default=None)


def discretion_map(near: Alternatives, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw in what part of the nearly as good portfolios each application is funded.

    Full, hatched and empty rows are those in all, in some (the genuine choices) and in none.

    Returns
    -------
    Axes
        One bar an application, the most often funded first; x: share of the portfolios.
    """
    ax = plain(axes(ax, size=(7, 8)))
    ranked = sorted(near.counts.items(), key=lambda item: -item[1])
    number = len(near.portfolios)
    kinds = {"in_all": (BLUE, ""), "in_some": (ORANGE, "//"), "in_none": ("white", "")}
    for kind, (colour, hatch) in kinds.items():
        ids = [i for i, _ in ranked if i in getattr(near, kind)]
        places = [position for position, (i, _) in enumerate(ranked) if i in ids]
        widths = [near.counts[i] / number for i in ids]
        label = f"{say(kind, language)} ({len(ids)})"
        ax.barh(places, widths, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.6, label=label)
    ax.set_yticks(range(len(ranked)), [i for i, _ in ranked], fontsize=7)
    ax.set_ylim(len(ranked) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    in_percent(ax.xaxis, language)
    ax.set(title=say("discretion_title", language), xlabel=say("in_portfolios", language))
    ax.set_ylabel(say("application", language))
    ax.legend(fontsize=8, loc="lower right")
    return ax
