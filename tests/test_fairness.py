"""Fairness: reference shares are published numbers that sum to one."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from builders import a_call
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from allocator import Call, Terms, finland
from allocator.fairness import Reference

PEOPLE = {"North": 1, "South": 2, "Isles": 3}
CALL = a_call(
    H1={"North": 10, "South": 30}, H2={"South": 50, "Isles": 10}, regions=("North", "South", "Isles"), population=PEOPLE
)


def shares(call=CALL, **mix):
    return [str(share) for share in Reference(**mix).shares(call).values()]


def test_equal_shares_are_rounded_so_that_they_sum_to_one():
    assert list(Reference(equal=1).shares(CALL).values()) == [
        Fraction("0.3334"),
        Fraction("0.3333"),
        Fraction("0.3333"),
    ]


def test_shares_by_population_are_parts_of_all_the_people():
    # 1/6, 2/6 and 3/6: the unit left over goes to 0.1666|67, the greatest remainder.
    assert list(Reference(population=1).shares(CALL).values()) == [
        Fraction("0.1667"),
        Fraction("0.3333"),
        Fraction("0.5000"),
    ]


def test_shares_by_request_are_parts_of_the_euros_of_the_partners():
    assert shares(requested=1) == ["1/10", "4/5", "1/10"]


def test_a_mix_is_the_weighted_sum_of_its_parts():
    # 0.7/3 + 0.3/6, 0.3·2/6 and 0.3·3/6: 0.28333…, 0.33333… and 0.38333…; North is the first of equals.
    assert list(Reference(equal="0.7", population="0.3").shares(CALL).values()) == [
        Fraction("0.2834"),
        Fraction("0.3333"),
        Fraction("0.3833"),
    ]


def test_a_region_outside_has_no_share_and_its_people_and_requests_do_not_count():
    population = Reference(population=1, outside=("Isles",)).shares(CALL)
    requested = Reference(requested=1, outside=("isles",), decimals=2).shares(CALL)

    assert population == {"01": Fraction("0.3333"), "02": Fraction("0.6667")}
    assert requested == {"01": Fraction("0.11"), "02": Fraction("0.89")}


def test_what_an_ineligible_application_requests_does_not_count():
    late = replace(CALL.applications[0], received=datetime(2021, 6, 2, 16, 16))
    terms = CALL.terms.model_copy(
        update={
            "timetable": CALL.terms.timetable.model_copy(update={"applications_close": datetime(2021, 6, 2, 16, 15)})
        }
    )
    late = replace(late, received=terms.localise(late.received))
    call = Call(terms, CALL.geography, (late, CALL.applications[1]))

    assert list(Reference(requested=1, decimals=2).shares(call).values()) == [0, Fraction("0.83"), Fraction("0.17")]


def test_where_nothing_is_requested_the_regions_share_alike():
    call = replace(CALL, applications=())

    assert Reference(requested=1).shares(call) == Reference(equal=1).shares(call)


@pytest.mark.parametrize(("decimals", "north"), [(1, "0.4"), (2, "0.34"), (4, "0.3334"), (6, "0.333334")])
def test_shares_are_published_to_so_many_decimals(decimals, north):
    assert Reference(equal=1, decimals=decimals).shares(CALL)["01"] == Fraction(north)


@given(
    st.tuples(*[st.integers(0, 100)] * 3).filter(any),
    st.lists(st.integers(1, 10**7), min_size=1, max_size=8),
    st.integers(1, 6),
)
def test_shares_sum_to_exactly_one_and_none_is_off_by_a_published_unit(weights, people, decimals):
    names = [f"R{number}" for number in range(len(people))]
    call = a_call(H1={names[0]: 10}, regions=tuple(names), population=dict(zip(names, people, strict=True)))
    equal, population, requested = (Fraction(weight, sum(weights)) for weight in weights)
    reference = Reference(equal=equal, population=population, requested=requested, decimals=decimals)
    found = list(reference.shares(call).values())

    assert sum(found) == 1
    for number, (share, of_people) in enumerate(zip(found, people, strict=True)):
        exact = equal / len(people) + population * Fraction(of_people, sum(people)) + requested * (number == 0)
        assert abs(share - exact) < Fraction(1, 10**decimals)
        assert (10**decimals * share).denominator == 1


def test_finland_without_aland_has_eighteen_shares_of_seventy_per_cent_equal_and_thirty_by_population():
    call = Call(Terms(years=(2021,)), finland(), ())
    found = Reference(equal="0.7", population="0.3", outside=("Åland",)).shares(call)
    codes = {region.name["fi"]: region.code for region in finland().regions}
    people = {region.code: region.population for region in finland().regions if region.name["fi"] != "Ahvenanmaa"}

    assert len(found) == 18
    assert codes["Ahvenanmaa"] not in found
    assert sum(found.values()) == 1
    assert max(found, key=found.get) == codes["Uusimaa"]
    assert all(share > Fraction("0.7") / 18 for share in found.values())
    for code, share in found.items():
        exact = Fraction("0.7") / 18 + Fraction("0.3") * people[code] / sum(people.values())
        assert abs(share - exact) < Fraction(1, 10_000)


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        ({}, "equal, population and requested sum to 0, not to 1"),
        ({"equal": "0.7", "population": "0.31"}, "equal, population and requested sum to 1.01, not to 1"),
    ],
)
def test_a_mix_that_is_no_whole_is_refused(mix, said):
    with pytest.raises(ValidationError, match=said):
        Reference(**mix)


def test_the_mix_is_said_in_three_languages():
    mix = Reference(equal="0.5", population="0.3", requested="0.2")
    said = {language: mix.words(language).replace("\u00a0", " ") for language in ("fi", "sv", "en")}

    assert said == {
        "fi": "50 % tasan, 30 % väkiluvun mukaan ja 20 % haetun rahan mukaan",
        "sv": "50 % lika, 30 % enligt folkmängd och 20 % enligt sökta medel",
        "en": "50% equally, 30% by population and 20% by money requested",
    }
