"""The gate before the model: who may be funded at all, and if not, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from allocator.call import Application, Call
from allocator.text import Text
from allocator.writing import moment

__all__ = ["Refusal", "ineligible", "refusals"]


@dataclass(frozen=True)
class Refusal:
    """One reason why an application has no candidate award.

    Attributes
    ----------
    cause : str
        A short name: applicant_type, late, idea_late, idea_missing, municipalities, regions, must_name,
        minimum; or the name of the rule that refuses.
    text : Text
        The reason as its applicant reads it.
    """

    cause: str
    text: Text


def refusals(call: Call, application: Application) -> tuple[Refusal, ...]:
    """Return every reason for which *application* is ineligible; none if it is eligible.

    Arriving at the very moment of a deadline is in time.
    """
    return tuple(refusal for test in call.once(_tests) for refusal in test(call, application))


def ineligible(call: Call) -> Mapping[str, tuple[Refusal, ...]]:
    """Return every reason for which applications are ineligible, by id, for those that are."""
    return call.once(_ineligible)


def _ineligible(call: Call) -> Mapping[str, tuple[Refusal, ...]]:
    found = ((application.id, refusals(call, application)) for application in call.applications)
    return {application_id: reasons for application_id, reasons in found if reasons}


def _tests(call: Call) -> tuple[Callable[[Call, Application], Iterator[Refusal]], ...]:
    """Return the tests that a call has: of a million applications each takes its time."""
    terms, timetable = call.terms, call.terms.timetable
    asked = {
        _applicant_type: bool(terms.applicant_types),
        _arrival: timetable.applications_close is not None,
        _idea: timetable.ideas_close is not None,
        _breadth: any(t.municipalities_at_least or t.regions_at_least for t in terms.targets.values()),
        _named: bool(terms.must_name),
        _minimum: any(application.minimum is not None for application in call.applications),
    }
    return tuple(test for test, is_asked in asked.items() if is_asked)


def _applicant_type(call: Call, application: Application) -> Iterator[Refusal]:
    allowed = call.terms.applicant_types
    if not allowed or application.applicant_type in allowed:
        return
    written = application.applicant_type or "–"
    found = call.terms.value_titles.get("applicant_type", {}).get(written, Text(fi=written))
    yield Refusal(
        "applicant_type",
        Text(
            fi=f"Hakijan tyyppi ({found['fi']}) ei ole haussa hyväksytty.",
            sv=f"Sökandens typ ({found['sv']}) godkänns inte i utlysningen.",
            en=f"The applicant's type ({found['en']}) is not accepted in the call.",
        ),
    )


def _late(cause: str, what: Text, deadline: datetime, arrival: datetime) -> Refusal:
    return Refusal(
        cause,
        Text(
            fi=f"{what['fi']} saapui {moment(arrival, 'fi')}, määräajan {moment(deadline, 'fi')} jälkeen.",
            sv=f"{what['sv']} kom in {moment(arrival, 'sv')}, efter tidsfristen {moment(deadline, 'sv')}.",
            en=f"{what['en']} arrived on {moment(arrival, 'en')}, after the deadline of {moment(deadline, 'en')}.",
        ),
    )


def _arrival(call: Call, application: Application) -> Iterator[Refusal]:
    if call.terms.timetable.applications_close is None or application.received is None:
        return
    deadline = call.terms.localise(call.terms.timetable.applications_close)
    if application.received > deadline:
        what = Text(fi="Hakemus", sv="Ansökan", en="The application")
        yield _late("late", what, deadline, application.received)


def _idea(call: Call, application: Application) -> Iterator[Refusal]:
    timetable = call.terms.timetable
    if timetable.ideas_close is None:
        return
    if application.idea_received is None:
        if timetable.idea_required:
            yield Refusal(
                "idea_missing",
                Text(
                    fi="Ideahakemusta ei jätetty, vaikka se oli hakemuksen edellytys.",
                    sv="Ingen idéansökan lämnades in, fast den var ett villkor för ansökan.",
                    en="No idea was sent, though the call made it a condition of applying.",
                ),
            )
        return
    deadline = call.terms.localise(timetable.ideas_close)
    if application.idea_received > deadline:
        what = Text(fi="Ideahakemus", sv="Idéansökan", en="The idea")
        yield _late("idea_late", what, deadline, application.idea_received)


def _breadth(call: Call, application: Application) -> Iterator[Refusal]:
    target = call.terms.targets.get(application.target)
    if target is None or not (target.municipalities_at_least or target.regions_at_least):
        return
    municipalities, regions = len(application.municipalities), len(application.by_region)
    if municipalities < target.municipalities_at_least:
        needed = target.municipalities_at_least
        yield Refusal(
            "municipalities",
            Text(
                fi=f"Mukana olevien kuntien määrä on {municipalities}; vaaditaan vähintään {needed}.",
                sv=f"Antalet deltagande kommuner är {municipalities}; minst {needed} krävs.",
                en=f"The number of municipalities taking part is {municipalities}; at least {needed} are required.",
            ),
        )
    if regions < target.regions_at_least:
        needed = target.regions_at_least
        yield Refusal(
            "regions",
            Text(
                fi=f"Mukana olevien maakuntien määrä on {regions}; vaaditaan vähintään {needed}.",
                sv=f"Antalet deltagande landskap är {regions}; minst {needed} krävs.",
                en=f"The number of regions taking part is {regions}; at least {needed} are required.",
            ),
        )


def _named(call: Call, application: Application) -> Iterator[Refusal]:
    for column, accepted in call.terms.must_name.items():
        named = application.columns.get(column, ())
        if named and (accepted == "any" or not set(accepted).isdisjoint(named)):
            continue
        listed = "" if accepted == "any" else f" ({', '.join(accepted)})"
        yield Refusal(
            "must_name",
            Text(
                fi=f"Hakemuksesta puuttuu vaadittu tieto: {column}{listed}.",
                sv=f"Ansökan saknar en uppgift som krävs: {column}{listed}.",
                en=f"The application does not name what is required: {column}{listed}.",
            ),
        )


def _minimum(call: Call, application: Application) -> Iterator[Refusal]:
    if application.minimum is not None and application.minimum > application.requested:
        yield Refusal(
            "minimum",
            Text(
                fi="Pienin riittävä rahoitus on suurempi kuin haettu rahoitus.",
                sv="Den minsta tillräckliga finansieringen är större än den sökta.",
                en="The least award that still works is greater than the request.",
            ),
        )
