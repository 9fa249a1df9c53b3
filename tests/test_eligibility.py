"""The gate: an application is refused for each of its reasons, and for none at the last minute."""

from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from applications import HELSINKI, a_call, an_application, partners
from examples import scenario

from allocator import Application, Call
from allocator.eligibility import Refusal, refusals
from allocator.scoring import Assessment, assess

DEADLINE = "2.6.2021 klo 16.15"


def refused(application: Application, **terms: Any) -> tuple[Refusal, ...]:
    return refusals(a_call(application, **terms), application)


def causes(application: Application, **terms: Any) -> list[str]:
    return [refusal.cause for refusal in refused(application, **terms)]


def in_words(refusal: Refusal) -> tuple[str, str, str]:
    return refusal.text["fi"], refusal.text["sv"], refusal.text["en"]


def test_a_call_without_conditions_refuses_nobody():
    assert causes(an_application()) == []


def received(*moment: int, tz: Any = HELSINKI) -> Application:
    return an_application(received=datetime(*moment, tzinfo=tz))


@pytest.mark.parametrize(
    ("application", "late"),
    [
        (received(2021, 6, 2, 16, 15), False),
        (received(2021, 6, 2, 16, 15, 1), True),
        (received(2021, 6, 2, 16, 16), True),
        (received(2021, 6, 2, 13, 15, tz=UTC), False),
        (received(2021, 6, 2, 13, 16, tz=UTC), True),
        (received(2021, 6, 2, 16, 15, tz=UTC), True),
        (received(2021, 6, 3), True),
        (an_application(), False),
    ],
)
def test_the_minute_of_the_deadline_is_in_time_and_the_next_is_late(application, late):
    assert causes(application, timetable={"applications_close": DEADLINE}) == ["late"] * late


def test_a_deadline_is_in_the_zone_of_the_call():
    application = received(2021, 6, 2, 16, 15)
    stockholm = {"timezone": "Europe/Stockholm", "timetable": {"applications_close": "2.6.2021 klo 15.15"}}
    assert causes(application, **stockholm) == []
    stockholm["timetable"] = {"applications_close": "2.6.2021 klo 15.14"}
    assert causes(application, **stockholm) == ["late"]


def test_a_deadline_in_winter_is_in_winter_time():
    terms = {"timetable": {"applications_close": "2.12.2021 klo 16.15"}}
    assert causes(received(2021, 12, 2, 14, 15, tz=UTC), **terms) == []
    assert causes(received(2021, 12, 2, 14, 16, tz=UTC), **terms) == ["late"]


def test_a_late_application_is_told_when_it_came_and_when_it_should_have():
    [refusal] = refused(received(2021, 6, 2, 16, 16), timetable={"applications_close": DEADLINE})
    assert in_words(refusal) == (
        "Hakemus saapui 2.6.2021 klo\u00a016.16, määräajan 2.6.2021 klo\u00a016.15 jälkeen.",
        "Ansökan kom in 2.6.2021 kl.\u00a016.16, efter tidsfristen 2.6.2021 kl.\u00a016.15.",
        "The application arrived on 2\u00a0June 2021 at\u00a016:16, "
        "after the deadline of 2\u00a0June 2021 at\u00a016:15.",
    )


@pytest.mark.parametrize(("minute", "late"), [(14, False), (15, False), (16, True)])
def test_the_idea_has_a_deadline_of_its_own(minute, late):
    application = an_application(idea_received=datetime(2021, 4, 15, 16, minute, tzinfo=HELSINKI))
    found = refused(application, timetable={"ideas_close": "15.4.2021 klo 16.15"})
    assert [refusal.cause for refusal in found] == ["idea_late"] * late
    assert not late or in_words(found[0]) == (
        "Ideahakemus saapui 15.4.2021 klo\u00a016.16, määräajan 15.4.2021 klo\u00a016.15 jälkeen.",
        "Idéansökan kom in 15.4.2021 kl.\u00a016.16, efter tidsfristen 15.4.2021 kl.\u00a016.15.",
        "The idea arrived on 15\u00a0April 2021 at\u00a016:16, after the deadline of 15\u00a0April 2021 at\u00a016:15.",
    )


def test_an_idea_is_missed_only_where_it_is_required():
    closes = {"ideas_close": "15.4.2021 klo 16.15"}
    assert causes(an_application(), timetable=closes) == []
    assert causes(an_application(), timetable={"idea_required": True}) == []
    [refusal] = refused(an_application(), timetable={**closes, "idea_required": True})
    assert refusal.cause == "idea_missing"
    assert in_words(refusal) == (
        "Ideahakemusta ei jätetty, vaikka se oli hakemuksen edellytys.",
        "Ingen idéansökan lämnades in, fast den var ett villkor för ansökan.",
        "No idea was sent, though the call made it a condition of applying.",
    )


def test_an_applicant_of_another_type_is_refused():
    types = ["municipality", "association"]
    assert causes(an_application(applicant_type="association"), applicant_types=types) == []
    assert causes(an_application(applicant_type="company")) == []
    [refusal] = refused(an_application(applicant_type="company"), applicant_types=types)
    assert refusal.cause == "applicant_type"
    assert in_words(refusal) == (
        "Hakijan tyyppi (company) ei ole haussa hyväksytty.",
        "Sökandens typ (company) godkänns inte i utlysningen.",
        "The applicant's type (company) is not accepted in the call.",
    )


def test_an_applicant_of_no_type_is_refused_where_types_are_named():
    [refusal] = refused(an_application(), applicant_types=["municipality"])
    assert refusal.text["en"] == "The applicant's type (–) is not accepted in the call."


BROAD = {"targets": {"network": {"title": "Verkosto", "municipalities_at_least": 3, "regions_at_least": 2}}}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([("Turku", "02"), ("Pori", "04"), ("Salo", "02")], []),
        ([("Turku", "02"), ("Pori", "04")], ["municipalities"]),
        ([("Turku", "02"), ("Turku", "02"), ("Pori", "04")], ["municipalities"]),
        ([("Turku", "02"), ("Pori", "04"), (None, "01")], ["municipalities"]),
        ([("Turku", "02"), ("Salo", "02"), ("Loimaa", "02")], ["regions"]),
        ([("Turku", "02"), ("Salo", "02"), ("Loimaa", "02"), (None, "04")], []),
        ([], ["municipalities", "regions"]),
    ],
)
def test_municipalities_and_regions_are_counted_each_once(places, expected):
    assert causes(an_application(target="network", partners=partners(*places)), **BROAD) == expected


def test_too_narrow_an_application_is_told_how_broad_it_is_and_should_be():
    few, fewer = refused(an_application(target="network", partners=partners(("Turku", "02"))), **BROAD)
    assert in_words(few) == (
        "Mukana olevien kuntien määrä on 1; vaaditaan vähintään 3.",
        "Antalet deltagande kommuner är 1; minst 3 krävs.",
        "The number of municipalities taking part is 1; at least 3 are required.",
    )
    assert in_words(fewer) == (
        "Mukana olevien maakuntien määrä on 1; vaaditaan vähintään 2.",
        "Antalet deltagande landskap är 1; minst 2 krävs.",
        "The number of regions taking part is 1; at least 2 are required.",
    )


def test_the_breadth_of_one_target_is_not_asked_of_another():
    terms = {"targets": {**BROAD["targets"], "zone": {"title": "Vyöhyke"}}}
    assert causes(an_application(target="zone"), **terms) == []


@pytest.mark.parametrize(
    ("cell", "accepted", "refused_for"),
    [
        (("a",), ["a", "b"], False),
        (("c", "b"), ["a", "b"], False),
        (("c",), ["a", "b"], True),
        ((), ["a", "b"], True),
        (("c",), "any", False),
        ((), "any", True),
    ],
)
def test_an_application_names_one_of_what_it_must_name(cell, accepted, refused_for):
    found = causes(an_application(columns={"programme": cell}), must_name={"programme": accepted})
    assert found == ["must_name"] * refused_for


def test_what_is_not_named_is_told():
    [listed, anything] = refused(an_application(), must_name={"programme": ["a", "b"], "theme": "any"})
    assert in_words(listed) == (
        "Hakemuksesta puuttuu vaadittu tieto: programme (a, b).",
        "Ansökan saknar en uppgift som krävs: programme (a, b).",
        "The application does not name what is required: programme (a, b).",
    )
    assert anything.text["en"] == "The application does not name what is required: theme."


@pytest.mark.parametrize(("minimum", "expected"), [(None, []), (99, []), (100, []), (101, ["minimum"])])
def test_the_least_that_works_is_at_most_the_request(minimum, expected):
    found = refused(an_application(minimum=minimum))
    assert [refusal.cause for refusal in found] == expected
    assert not expected or in_words(found[0]) == (
        "Pienin riittävä rahoitus on suurempi kuin haettu rahoitus.",
        "Den minsta tillräckliga finansieringen är större än den sökta.",
        "The least award that still works is greater than the request.",
    )


def test_every_reason_is_told_and_not_only_the_first():
    application = an_application(
        target="network", minimum=101, received=datetime(2021, 6, 3, tzinfo=HELSINKI), partners=partners(("Salo", "02"))
    )
    assert causes(
        application,
        **BROAD,
        applicant_types=["municipality"],
        must_name={"theme": "any"},
        timetable={"applications_close": DEADLINE, "ideas_close": "15.4.2021", "idea_required": True},
    ) == ["applicant_type", "late", "idea_missing", "municipalities", "regions", "must_name", "minimum"]


@cache
def example() -> tuple[Call, dict[str, Assessment]]:
    call = scenario().call
    return call, assess(call)


def test_thirty_four_of_the_examples_applications_are_eligible():
    call, found = example()
    assert len(found) == 37
    assert sum(assessment.eligible for assessment in found.values()) == 34
    assert sum(call[id_].requested for id_, assessment in found.items() if assessment.eligible) == 15_497_000


@pytest.mark.parametrize(
    ("application", "cause", "reason"),
    [
        ("H27", "late", "Hakemus saapui 2.6.2021 klo\u00a016.16, määräajan 2.6.2021 klo\u00a016.15 jälkeen."),
        ("H21", "municipalities", "Mukana olevien kuntien määrä on 3; vaaditaan vähintään 4."),
        ("H36", "applicant_type", "Hakijan tyyppi (yritys) ei ole haussa hyväksytty."),
    ],
)
def test_three_of_the_examples_applications_are_refused_each_for_one_reason(application, cause, reason):
    [refusal] = example()[1][application].refusals
    assert (refusal.cause, refusal.text["fi"]) == (cause, reason)


def test_the_application_that_came_a_minute_late_has_the_highest_value():
    values = {id_: assessment.value or 0 for id_, assessment in example()[1].items()}
    assert max(values, key=lambda id_: values[id_]) == "H27"
    assert values["H27"] == Fraction("4.41")


def test_those_that_came_in_the_last_minute_are_in_time():
    call, found = example()
    assert call["H31"].received == datetime(2021, 6, 2, 16, 15, tzinfo=HELSINKI)
    assert call["H08"].idea_received == datetime(2021, 4, 15, 16, 15, tzinfo=HELSINKI)
    assert found["H31"].eligible
    assert found["H08"].eligible


def test_no_idea_is_no_ground_for_refusal_in_the_example():
    call, found = example()
    assert call["H17"].idea_received is None
    assert found["H17"].eligible
