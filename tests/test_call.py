"""A call finds its applications, in the natural order of their ids, and their euros by region."""

import pytest
from applications import a_call, an_application, partners
from hypothesis import given
from hypothesis import strategies as st

from allocator.call import natural_order


def test_applications_come_in_the_natural_order_of_their_ids():
    applications = tuple(an_application(id=id_) for id_ in ("H10", "h3", "H2", "A1", "H02", "12", "3"))
    order = [application.id for application in a_call(applications).applications]
    assert order == ["3", "12", "A1", "H02", "H2", "h3", "H10"]
    assert [a.id for a in a_call(tuple(reversed(applications))).applications] == order
    assert natural_order("H2") < natural_order("H10")


@given(st.sets(st.from_regex(r"[Aah]{0,2}[0-9]{0,3}[ -]?[Bb2]?[0-9]{1,2}", fullmatch=True), min_size=1, max_size=12))
def test_ids_of_one_pattern_or_of_many_come_in_their_natural_order(ids):
    call = a_call(tuple(an_application(id=name) for name in ids))

    assert [application.id for application in call.applications] == sorted(ids, key=natural_order)


def test_a_call_finds_an_application_by_its_id():
    call = a_call((an_application(), an_application(id="H2")))
    assert call["H2"].id == "H2"
    with pytest.raises(KeyError):
        call["H3"]


def test_a_regional_town_is_found_in_either_language():
    town, other = partners(("Parainen", "02")), partners(("Turku", "02"))
    call = a_call((an_application(partners=town), an_application(id="H2", partners=other)), regional_towns=["Pargas"])
    assert [call.is_regional_town(application) for application in call.applications] == [True, False]


def test_further_columns_are_known_with_all_their_values():
    first, second = an_application(columns={"theme": ("a", "b")}), an_application(id="H2", columns={"theme": ()})
    assert a_call((first, second)).columns == {"theme": {"a", "b"}}


def test_euros_of_a_region_are_those_of_its_partners():
    application = an_application(partners=partners(("Turku", "02"), ("Salo", "02"), (None, "04")))
    assert application.by_region == {"02": 2, "04": 1}
    assert application.municipalities == {"Turku", "Salo"}
