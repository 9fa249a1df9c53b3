"""The regions and municipalities of Finland as they were in 2021, and geographies of one's own."""

from collections import Counter
from itertools import pairwise

import pytest

from allocator.geography import Geography, Municipality, Region, finland, outlines
from allocator.text import Text

TWO = Geography(
    (Region("N", Text(fi="Pohjoinen", sv="Norr")), Region("S", Text(fi="Etelä", sv="Söder"))),
    (
        Municipality("1", Text(fi="Ylikylä", sv="Alakylä"), "N"),
        Municipality("2", Text(fi="Alakylä", sv="Nedre"), "S"),
    ),
)


def test_finland_has_nineteen_regions_in_the_order_of_their_codes():
    codes = [region.code for region in finland().regions]
    assert len(codes) == len(set(codes)) == 19
    assert codes == sorted(codes)


def test_finland_has_309_municipalities_each_in_a_region_of_its_own_and_none_without_any():
    municipalities = finland().municipalities
    assert len(municipalities) == len({m.code for m in municipalities}) == 309
    assert {m.region for m in municipalities} == {region.code for region in finland().regions}


def test_populations_sum_to_that_of_finland():
    assert sum(region.population or 0 for region in finland().regions) == 5_533_793


def test_every_region_has_its_names_forms_and_iso_code():
    for region in finland().regions:
        assert all((region.name.fi, region.name.sv, region.name.en, region.genitive_fi, region.where_fi)), region
    iso = [region.iso for region in finland().regions]
    assert sorted(iso) == sorted(f"FI-{number:02}" for number in range(1, 20))


def test_only_the_region_of_aland_has_no_council():
    assert [region.name["fi"] for region in finland().regions if region.council is None] == ["Ahvenanmaa"]


def test_no_two_regions_share_a_tile():
    tiles = [region.tile for region in finland().regions]
    assert None not in tiles
    assert len(set(tiles)) == 19
    assert min(x for x, _ in tiles) == min(y for _, y in tiles) == 0


@pytest.mark.parametrize(
    "name", ["Varsinais-Suomi", "Egentliga Finland", "Southwest Finland", "02", "egentliga  FINLAND"]
)
def test_a_region_is_found_by_its_name_in_any_language_or_its_code(name):
    assert finland().region(name) == next(region for region in finland().regions if region.code == "02")


@pytest.mark.parametrize("name", ["Turku", "Åbo", "ÅBO", " turku ", "853", "A\u030abo"])
def test_a_municipality_is_found_by_its_name_in_either_language_or_its_code(name):
    municipality = finland().municipality(name)
    assert municipality is not None
    assert (municipality.name["fi"], municipality.name["sv"], municipality.region) == ("Turku", "Åbo", "02")


def test_municipalities_have_a_swedish_name():
    assert all(m.name.sv for m in finland().municipalities)
    different = {m.name.fi: m.name.sv for m in finland().municipalities if m.name.fi != m.name.sv}
    assert different["Pori"] == "Björneborg"
    assert different["Maarianhamina"] == "Mariehamn"


def test_what_is_unknown_is_none_and_no_guess():
    assert finland().region("Lapi") is finland().municipality("Porri") is finland().region("") is None


def test_every_municipality_is_found_by_every_one_of_its_own_names():
    # No Swedish name is another's Finnish one, so nobody's partner is taken for somebody else's.
    geography = finland()
    for municipality in geography.municipalities:
        for name in (municipality.name["fi"], municipality.name["sv"], municipality.code):
            assert geography.municipality(name) == municipality


def test_a_finnish_name_is_not_hidden_by_anothers_swedish_one():
    assert TWO.municipality("Alakylä") == TWO.municipalities[1]


def test_names_are_listed_by_language_then_codes_each_once():
    assert TWO.region_names() == ("Pohjoinen", "Etelä", "Norr", "Söder", "N", "S")
    assert TWO.municipality_names() == ("Ylikylä", "Alakylä", "Nedre", "1", "2")
    assert max(Counter(finland().municipality_names()).values()) == 1


def test_every_region_of_finland_has_an_outline_of_closed_rings():
    drawn = outlines()
    assert list(drawn) == [region.code for region in finland().regions]
    for rings in drawn.values():
        assert rings
        for ring in rings:
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(19 < lon < 32 and 59 < lat < 71 for lon, lat in ring)
            assert all(a != b for a, b in pairwise(ring))


def test_only_finland_has_a_map():
    assert outlines(finland()) == outlines()
    assert outlines(TWO) == {}


def test_an_outline_can_be_changed_without_changing_the_next_one():
    outlines()["01"].clear()
    assert outlines()["01"]
