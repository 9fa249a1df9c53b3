"""Regions: the map, the tile grid, and shares against reference shares; the figures stand in the regions."""

from __future__ import annotations

from fractions import Fraction
from math import cos, radians
from typing import TYPE_CHECKING

from allocator.decision.content import Content
from allocator.geography import Region, outlines
from allocator.plots.canvas import BLUE, GREY, INK, RED, axes, in_percent, plain
from allocator.plots.words import say
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import percent, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MIDDLE_LATITUDE = 65.0


def region_map(solution: Solution, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw the regions of Finland with the euros granted in each and their share.

    Returns
    -------
    Axes
        One patch a region, darker for a greater share, in code order; the figures stand in it.

    Raises
    ------
    ValueError
        If the call has no map: only Finland's regions are drawn.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    shapes = outlines(solution.scenario.call.geography)
    if not shapes:
        raise ValueError("only the regions of Finland have a map; region_shares draws any")
    ax = axes(ax, size=(6.5, 9))
    shares, names = _shares(solution), {r.code: r for r in solution.scenario.call.geography.regions}
    for code, rings in shapes.items():
        outline = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
        colour, ink = _shade(shares[code])
        ax.add_patch(PathPatch(outline, facecolor=colour, edgecolor="white", linewidth=1.2, gid=f"region-{code}"))
        x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
        ax.text(x, y, _figures(solution, names[code], language), ha="center", va="center", fontsize=6, color=ink)
    ax.autoscale_view()
    ax.set_aspect(1 / cos(radians(_MIDDLE_LATITUDE)))
    ax.set_axis_off()
    ax.set_title(f"{say('by_region', language)}\n", loc="left")
    ax.text(0, 1, say("map_note", language), transform=ax.transAxes, fontsize=8, va="bottom")
    return ax


def region_tiles(solution: Solution, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw every region as a tile of the same size with its name, euros and share.

    Returns
    -------
    Axes
        One tile a region, darker for a greater share.

    Raises
    ------
    ValueError
        If the call's regions have no places in the grid.
    """
    from matplotlib.patches import Rectangle

    regions = solution.scenario.call.geography.regions
    if not any(region.tile for region in regions):
        raise ValueError("the call's regions have no places in a tile grid; region_shares draws any")
    ax, shares = axes(ax, size=(8.5, 8)), _shares(solution)
    for region in regions:
        if region.tile is None:
            continue
        column, row = region.tile
        colour, ink = _shade(shares[region.code])
        ax.add_patch(Rectangle((column, row), 0.96, 0.96, facecolor=colour, edgecolor=INK, linewidth=0.6))
        label = f"{_folded(region.name[language])}\n{_figures(solution, region, language)}"
        ax.text(column + 0.48, row + 0.48, label, ha="center", va="center", fontsize=7, color=ink)
    ax.autoscale_view()
    ax.invert_yaxis()
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_title(f"{say('by_region', language)} ({say('tile_note', language)})")
    return ax


def region_shares(solution: Solution, ax: Axes | None = None, *, language: Language = "fi") -> Axes:
    """Draw each region's share of the money granted beside its reference share, where a rule or the objective has one.

    Returns
    -------
    Axes
        Circles are shares received, upright marks are reference shares; x: share of the money granted.
    """
    regions, shares = solution.scenario.call.geography.regions, _shares(solution)
    ax = plain(axes(ax, size=(7.5, 1.6 + 0.3 * len(regions))))
    reference = Content(solution, language).reference
    for place, region in enumerate(regions):
        if region.code in reference:
            ends = [float(shares[region.code]), float(reference[region.code])]
            colour, style = (RED, ":") if ends[0] < ends[1] else (BLUE, "-")
            ax.plot(ends, [place, place], color=colour, linestyle=style, linewidth=2, zorder=1)
    received = [float(shares[region.code]) for region in regions]
    ax.scatter(received, range(len(regions)), color=BLUE, s=36, zorder=3, label=say("received", language))
    if reference:
        places = [place for place, region in enumerate(regions) if region.code in reference]
        due = [float(reference[regions[place].code]) for place in places]
        ax.scatter(due, places, marker="|", color=INK, s=130, zorder=2, label=say("reference", language))
    ax.set_yticks(range(len(regions)), [region.name[language] for region in regions])
    ax.invert_yaxis()
    ax.set_xlim(left=0)
    ax.grid(axis="x", color=GREY, alpha=0.3)
    in_percent(ax.xaxis, language)
    ax.set(title=say("shares_title", language), xlabel=say("share", language))
    ax.legend(fontsize=8, loc="lower right")
    return ax


def _shares(solution: Solution) -> dict[str, Fraction]:
    granted = solution.granted or 1
    return {code: Fraction(paid, granted) for code, paid in solution.by_region().items()}


def _figures(solution: Solution, region: Region, language: Language) -> str:
    money = solution.by_region()[region.code]
    return f"{whole(round(money / 1000), language)}\n{percent(_shares(solution)[region.code], language, 1)}"


def _shade(share: Fraction) -> tuple[str, str]:
    """Return the colour of a share and the ink that can be read on it."""
    steps = ((0.0, "#FFFFFF"), (0.03, "#DCEAF5"), (0.05, "#A6CBE6"), (0.08, "#5B9FCF"), (0.12, "#1F6FA8"))
    colour = next((colour for limit, colour in steps if share <= limit), "#0B4775")
    return colour, "white" if colour in ("#1F6FA8", "#0B4775") else INK


def _folded(name: str) -> str:
    return name.replace("-", "-\n", 1) if "-" in name and len(name) > 11 else name.replace(" ", "\n", 1)


def _area(ring: list[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the centroid of a ring's area."""
    area, pairs = _area(ring), list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    return x, y
