"""The map of regions as inline SVG: patterns and numbers, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, radians

from allocator.decision.content import Content
from allocator.geography import outlines

Rings = Sequence[Sequence[tuple[float, float]]]

_WIDTH = 320
_MIDDLE_LATITUDE = 65.0


@dataclass(frozen=True)
class Shape:
    """One region of the map: its outline as an SVG path, where its label goes, what it says, its class."""

    path: str
    label: str
    title: str
    shade: str
    x: float
    y: float


def region_map(content: Content) -> tuple[list[Shape], int, int]:
    """Return the regions' shapes with their attainment, or their share where there is no reference; and the size."""
    terms, geography = content.solution.scenario.call.terms, content.solution.scenario.call.geography
    if terms.regions != "finland" or not geography.municipalities:
        return [], 0, 0
    labels, titles, shades = {}, {}, {}
    for region, row in zip(geography.regions, content.regions.rows, strict=True):
        labels[region.code] = row[4] if len(row) > 4 and row[4] != "–" else row[2]
        titles[region.code] = f"{row[0]}: {row[1]} € ({', '.join(row[2:])})"
        shades[region.code] = _shade(content, region.code)
    return shapes(outlines(), labels, titles, shades)


def _shade(content: Content, code: str) -> str:
    """Return the pattern of a region by its attainment: under 50, 80, 125 per cent, or more."""
    due, granted = content.reference.get(code), content.solution.granted
    if not due or not granted:
        return "outside"
    attained = Fraction(content.solution.by_region()[code], granted) / due
    limits = ((Fraction(1, 2), "far"), (Fraction(4, 5), "below"), (Fraction(5, 4), "near"))
    return next((shade for limit, shade in limits if attained < limit), "above")


def shapes(
    outlines: Mapping[str, Rings],
    labels: Mapping[str, str],
    titles: Mapping[str, str],
    shades: Mapping[str, str],
) -> tuple[list[Shape], int, int]:
    """Return the regions' shapes with the width and height of the drawing.

    Longitudes are drawn at the scale of the middle of the country, which keeps its proportions.
    """
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    if not points:
        return [], 0, 0
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    squeeze = cos(radians(_MIDDLE_LATITUDE))
    scale = _WIDTH / ((east - west) * squeeze)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    drawn = []
    for code, rings in outlines.items():
        path = " ".join(_path([place(point) for point in ring]) for ring in rings)
        x, y = _centre([place(point) for point in max(rings, key=lambda ring: abs(_area(ring)))])
        drawn.append(Shape(path, labels[code], titles[code], shades[code], round(x, 1), round(y, 1)))
    return drawn, _WIDTH, round((north - south) * scale)


def _path(ring: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _area(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _centre(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the centroid of a ring's area."""
    area = _area(ring)
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    return x, y
