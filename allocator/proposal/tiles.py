"""The regions as tiles, as SVG: each carries its name and its number, so that colour never speaks alone."""

from __future__ import annotations

from fractions import Fraction
from html import escape
from itertools import pairwise

from allocator.decision.content import Content
from allocator.writing import percent

_WIDE, _HIGH = 84, 42
_BANDS = (
    (Fraction(1, 2), "#b35806", "#ffffff"),
    (Fraction(4, 5), "#f6c58a", "#000000"),
    (Fraction(5, 4), "#f2f2f2", "#000000"),
    (Fraction(3, 2), "#a9c9e8", "#000000"),
)
_MOST = ("#1f5c99", "#ffffff")


def tile_map(content: Content) -> str:
    """Return the tile map, or nothing where the regions have no places in it."""
    regions = content.solution.scenario.call.geography.regions
    places = [region.tile for region in regions if region.tile]
    if len(places) != len(regions):
        return ""
    width, height = (1 + max(place[axis] for place in places) for axis in (0, 1))
    drawn = []
    for region, row in zip(regions, content.regions.rows, strict=True):
        assert region.tile is not None
        fill, ink = _colours(content, region.code)
        number = row[4] if len(row) > 4 else row[2]
        x, y = region.tile[0] * _WIDE, region.tile[1] * _HIGH
        middle = x + (_WIDE - 3) / 2
        drawn.append(
            f'<rect x="{x}" y="{y}" width="{_WIDE - 3}" height="{_HIGH - 3}" rx="2" fill="{fill}" stroke="#5b6670"/>'
            f'<text x="{middle}" y="{y + 14}" font-size="{_size(row[0])}" fill="{ink}">{escape(row[0])}</text>'
            f'<text x="{middle}" y="{y + 31}" font-size="14" font-weight="bold" fill="{ink}">{escape(number)}</text>'
        )
    drawn += _legend(content) if content.reference else []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width * _WIDE} {height * _HIGH}" '
        f'width="{width * _WIDE}" height="{height * _HIGH}" '
        f'font-family="\'Liberation Sans\', Arial, sans-serif" text-anchor="middle">{"".join(drawn)}</svg>'
    )


def _size(name: str) -> str:
    """Return the size of letters at which a name fits its tile."""
    return f"{min(8.6, 8.6 * 17 / max(1, len(name))):.1f}"


def _legend(content: Content) -> list[str]:
    """Say what the colours mean, in the corner of the map where no region lies."""
    limits = [percent(limit, content.language, 0) for limit, _, _ in _BANDS]
    words = [f"< {limits[0]}", *(f"{low} – {high}" for low, high in pairwise(limits)), f"≥ {limits[-1]}"]
    fills = [fill for _, fill, _ in _BANDS] + [_MOST[0]]
    return [
        f'<rect x="0" y="{18 * k}" width="22" height="13" fill="{fill}" stroke="#5b6670"/>'
        f'<text x="29" y="{18 * k + 10}" font-size="9" text-anchor="start">{escape(text)}</text>'
        for k, (fill, text) in enumerate(zip(fills, words, strict=True))
    ]


def _colours(content: Content, code: str) -> tuple[str, str]:
    due, granted = content.reference.get(code), content.solution.granted
    if not due or not granted:
        return "#ffffff", "#000000"
    attained = Fraction(content.solution.by_region()[code], granted) / due
    return next(((fill, ink) for limit, fill, ink in _BANDS if attained < limit), _MOST)
