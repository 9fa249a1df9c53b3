"""Regions and municipalities: their names in three languages, and the map of Finland."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TypeVar

from allocator.text import LANGUAGES, Text


@dataclass(frozen=True)
class Region:
    """One region; where it is not Finnish, everything after the population is None.

    Attributes
    ----------
    code : str
        Statistics Finland's code, such as 01, or that of a table of one's own.
    population : int, optional
        People; for Finland, on 31.12.2020.
    iso : str, optional
        ISO 3166-2 code, whose numbers are not those of `code`.
    genitive_fi, where_fi : str, optional
        Finnish forms of the name: Uudenmaan, Uudellamaalla.
    council : Text, optional
        The regional council; None where there is none.
    tile : tuple of int, optional
        Column and row in the tile map, counted from 0 at its upper left.
    """

    code: str
    name: Text
    population: int | None = None
    iso: str | None = None
    genitive_fi: str | None = None
    where_fi: str | None = None
    council: Text | None = None
    tile: tuple[int, int] | None = None


@dataclass(frozen=True)
class Municipality:
    """One municipality, with its code as text and the code of its region."""

    code: str
    name: Text
    region: str


_Place = TypeVar("_Place", Region, Municipality)


@dataclass(frozen=True)
class Geography:
    """Regions in the order of their codes, and the municipalities in them if these are known."""

    regions: tuple[Region, ...]
    municipalities: tuple[Municipality, ...] = ()

    def region(self, name: str) -> Region | None:
        """Return the region of that code or that name in any language, or None; case does not count."""
        return self._regions.get(_folded(name))

    def municipality(self, name: str) -> Municipality | None:
        """Return the municipality of that code or that name in any language, or None; case does not count."""
        return self._municipalities.get(_folded(name))

    def region_names(self) -> tuple[str, ...]:
        """Return all that `region` accepts: the names, one language after another, then the codes."""
        return tuple(dict.fromkeys(label for label, _ in _labelled(self.regions)))

    def municipality_names(self) -> tuple[str, ...]:
        """Return all that `municipality` accepts, in the same order as `region_names`."""
        return tuple(dict.fromkeys(label for label, _ in _labelled(self.municipalities)))

    @cached_property
    def _regions(self) -> Mapping[str, Region]:
        return _by_label(self.regions)

    @cached_property
    def _municipalities(self) -> Mapping[str, Municipality]:
        return _by_label(self.municipalities)


@lru_cache(maxsize=4_096)
def _folded(name: str) -> str:
    # NFC, since names copied from a Mac's file system write ä as a and a diaeresis.
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _labelled(places: Sequence[_Place]) -> Iterator[tuple[str, _Place]]:
    for language in LANGUAGES:
        yield from ((name, place) for place in places if (name := getattr(place.name, language)))
    yield from ((place.code, place) for place in places)


def _by_label(places: Sequence[_Place]) -> dict[str, _Place]:
    # The first to claim a name keeps it, so a Swedish name never hides another place's Finnish one.
    found: dict[str, _Place] = {}
    for label, place in _labelled(places):
        found.setdefault(_folded(label), place)
    return found


@cache
def finland() -> Geography:
    """Return the 19 regions and 309 municipalities of Finland as they were in 2021."""
    regions = (
        Region(
            row["code"],
            Text(fi=row["name_fi"], sv=row["name_sv"], en=row["name_en"]),
            int(row["population"]),
            row["iso"],
            row["genitive_fi"],
            row["where_fi"],
            # Åland is governed by its own parliament and has no regional council.
            Text(fi=row["council_fi"], sv=row["council_sv"], en=row["council_en"]) if row["council_fi"] else None,
            (int(row["tile_column"]), int(row["tile_row"])),
        )
        for row in csv.DictReader(io.StringIO(_reference("regions.csv")))
    )
    municipalities = (
        Municipality(row["code"], Text(fi=row["name_fi"], sv=row["name_sv"]), row["region"])
        for row in csv.DictReader(io.StringIO(_reference("municipalities.csv")))
    )
    return Geography(tuple(regions), tuple(municipalities))


def outlines(geography: Geography | None = None) -> dict[str, list[list[tuple[float, float]]]]:
    """Return the outline of every region of Finland, for drawing, by the region's code.

    Parameters
    ----------
    geography : Geography, optional
        What is to be drawn. Only Finland has a map: any other geography gets no outlines.

    Returns
    -------
    dict of str to list
        In code order, closed rings of (longitude, latitude) in degrees.
    """
    return {code: [list(ring) for ring in rings] for code, rings in _map()} if geography in (None, finland()) else {}


@cache
def _map() -> tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    drawn = {}
    for feature in json.loads(_reference("finland_regions.geojson"))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = (ring for polygon in polygons for ring in polygon)
        drawn[feature["properties"]["code"]] = tuple(tuple((lon, lat) for lon, lat in ring) for ring in rings)
    return tuple(sorted(drawn.items()))


def _reference(name: str) -> str:
    return (files("allocator") / "reference" / name).read_text(encoding="utf-8")
