"""The call and what came in: terms, applications, partners and scores, frozen, money in whole euros."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cache, cached_property
from typing import Annotated, Any, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from allocator.exact import Moment, Number, Share
from allocator.geography import Geography
from allocator.text import Text

T = TypeVar("T")


class Written(BaseModel):
    """Whatever a person writes: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _titles(value: object) -> object:
    """Let a plain list of names stand for names that are their own titles."""
    return {str(name): str(name) for name in value} if isinstance(value, list) else value


Titles = Annotated[Mapping[str, Text], BeforeValidator(_titles)]


class Target(Written):
    """What may be applied for, and how broad an application must be."""

    title: Text
    municipalities_at_least: int = Field(0, ge=0, description="least number of partner municipalities")
    regions_at_least: int = Field(0, ge=0, description="least number of partner regions")
    source: str | None = Field(None, description="where this is laid down")


class Criterion(Written):
    """One criterion: its weight in the value, its scale, and the least mean that passes."""

    title: Text
    weight: Share = Field(description='share of the value, written as text: "0.25"')
    scale: tuple[Number, Number] = Field(description="least and greatest score, both allowed")

    @field_validator("scale")
    @classmethod
    def _ascending(cls, scale: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        if scale[0] >= scale[1]:
            raise ValueError("expected the least score before the greatest")
        return scale


class Timetable(Written):
    """The dates of the call; a deadline is the last moment that is still in time."""

    opens: Moment | None = None
    ideas_close: Moment | None = Field(None, description="deadline of the first stage")
    idea_required: bool = Field(False, description="whether an application without an idea is rejected")
    applications_close: Moment | None = Field(None, description="deadline of the second stage")
    decision: Moment | None = None


class Documents(Written):
    """What the call's documents say beyond its figures; whatever is left out stands in them as a gap to be filled."""

    call: Text | None = Field(None, description="what the call is called in documents; else the scenario's title")
    title: Text | None = Field(None, description="title of the proposal")
    session: Text | None = Field(None, description="session in which the proposal is decided")
    minister: Text | None = Field(None, description="minister who is responsible")
    presenter: Text | None = Field(None, description="official who presents the proposal: title, name, telephone")
    register_number: str | None = Field(None, description="number of the matter in the register")
    item: Text | None = Field(None, description="budget item, as a sentence about its balance begins")
    acts: Text | None = Field(None, description="acts in force that the decision applies, with their sections")
    conditions: tuple[Text, ...] = Field((), description="conditions of an award, one by one")
    appeal: Text | None = Field(None, description="directions for appeal, approved by a lawyer")
    contact: Text | None = Field(None, description="who gives more information: title, name, telephone, address")


class Terms(Written):
    """The terms of a call, as its `call` section says them.

    Everything but `years` may be left out: a call without targets, applicant types or deadlines does
    not test for them, and one without criteria takes each value from the applications table.
    """

    authority: Text | None = Field(None, description="who decides")
    years: tuple[int, ...] = Field(min_length=1, description="years that the awards are paid in, ascending")
    timezone: str = Field("Europe/Helsinki", description="time zone of every deadline and arrival")
    timetable: Timetable = Timetable()
    targets: Mapping[str, Target] = {}
    applicant_types: Titles = Field({}, description="who may apply; empty: anyone")
    must_name: Mapping[str, Literal["any"] | tuple[str, ...]] = Field(
        {}, description="columns in which an application names at least one of these ('any': something)"
    )
    value_titles: Mapping[str, Titles] = Field(
        {}, description="what people call the values of a further column, where the data's own words are no sentence"
    )
    regions: str = Field("finland", description="'finland', or a table of one's own beside the scenario")
    regional_towns: tuple[str, ...] = Field((), description="municipalities that are regional towns")
    criteria: Mapping[str, Criterion] = {}
    decimals: int = Field(2, ge=0, le=6, description="decimals to which values are published")
    sources: Mapping[str, str] = Field({}, description="where each of the terms is laid down")
    assumptions: Titles = Field({}, description="terms that were not published, and what is assumed")
    notice: Text | None = Field(None, description="shown wherever the call is shown")
    documents: Documents = Documents()

    @field_validator("years")
    @classmethod
    def _years_ascend(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if list(years) != sorted(set(years)):
            raise ValueError("expected each year once, in ascending order")
        return years

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            raise ValueError("expected a time zone such as Europe/Helsinki") from None
        return name

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Terms:
        total = sum(criterion.weight for criterion in self.criteria.values())
        if self.criteria and total != 1:
            raise ValueError(f"the weights of the criteria sum to {float(total):g}, not to 1")
        return self

    def localise(self, moment: datetime) -> datetime:
        """Give *moment* the call's time zone; one that has a zone is moved into it."""
        zone = ZoneInfo(self.timezone)
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner of one application.

    Attributes
    ----------
    organisation, type : str
        Its name, and one of the call's applicant types or any other word.
    region : str
        Code of the region in which its euros are counted.
    euros : int
        Its part of the request, whole euros.
    municipality : str, optional
        Name of its municipality, in the first language of the geography.
    """

    organisation: str
    type: str
    region: str
    euros: int
    municipality: str | None = None


@dataclass(frozen=True)
class Application:
    """What was asked for, by whom, with which partners, where.

    Attributes
    ----------
    requested : int
        Whole euros; the partners' euros sum to it, and so do the years'.
    by_year : tuple of int
        Whole euros, one for each of the call's years.
    minimum : int, optional
        Least award that still works, whole euros; None means all or nothing.
    idea_received, received : datetime, optional
        Arrivals of the two stages, in the call's time zone.
    value : Fraction, optional
        Published value where scores are made elsewhere.
    columns : mapping of str to tuple of str
        Every further column of the table; a cell may hold several values.
    """

    id: str
    requested: int
    by_year: tuple[int, ...]
    partners: tuple[Partner, ...] = ()
    title: str = ""
    target: str = ""
    applicant: str = ""
    applicant_type: str = ""
    minimum: int | None = None
    idea_received: datetime | None = None
    received: datetime | None = None
    granting_authority: str = ""
    language: str = ""
    value: Fraction | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_region(self) -> Mapping[str, int]:
        """Whole euros requested in each region, by the region's code."""
        euros: dict[str, int] = {}
        for partner in self.partners:
            euros[partner.region] = euros.get(partner.region, 0) + partner.euros
        return euros

    @cached_property
    def municipalities(self) -> frozenset[str]:
        """Names of the municipalities that its partners lie in."""
        return frozenset(p.municipality for p in self.partners if p.municipality)


@dataclass(frozen=True, slots=True)
class Score:
    """One reviewer's score of one application on one criterion; None where a conflict left it empty."""

    application: str
    reviewer: str
    criterion: str
    score: Fraction | None
    conflict: bool = False


_DIGITS = str.maketrans("123456789", "000000000")


@cache
def natural_order(name: str) -> tuple[tuple[str, int, str], ...]:
    """Sort key by which H2 comes before H10; the order of every list of applications."""
    parts = re.findall(r"(\D*)(\d{0,18})", name)
    # The name itself comes last, so that H02 and H2 have an order whatever order they came in.
    return (*((text.casefold(), int(digits) if digits else -1, text) for text, digits in parts), ("", -1, name))


@dataclass(frozen=True)
class Call:
    """The terms of a call, the geography that they speak of, and everything that came in.

    Applications and scores are kept in the natural order of their ids whatever order they came in, so
    that nothing after this depends on the order of rows.
    """

    terms: Terms
    geography: Geography
    applications: tuple[Application, ...]
    scores: tuple[Score, ...] = ()

    def __post_init__(self) -> None:
        ids = [application.id for application in self.applications]
        # Ids of one pattern, such as A0001 to A9999, have the same natural order as their letters have.
        alike = len({application_id.translate(_DIGITS) for application_id in ids}) == 1
        applications = sorted(self.applications, key=lambda a: a.id if alike else natural_order(a.id))
        scores = sorted(
            self.scores,
            key=lambda s: (natural_order(s.application), s.criterion, natural_order(s.reviewer)),
        )
        object.__setattr__(self, "applications", tuple(applications))
        object.__setattr__(self, "scores", tuple(scores))

    def __getitem__(self, application_id: str) -> Application:
        return self._by_id[application_id]

    def once(self, made: Callable[[Call], T]) -> T:
        """Return what a function makes of the call, which never changes: it is asked once."""
        if made not in self._made:
            self._made[made] = made(self)
        return cast("T", self._made[made])

    @cached_property
    def _made(self) -> dict[Callable[[Call], Any], Any]:
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Application]:
        return {application.id: application for application in self.applications}

    @cached_property
    def region_codes(self) -> tuple[str, ...]:
        """Codes of all regions of the geography, in its order."""
        return tuple(region.code for region in self.geography.regions)

    @cached_property
    def region_places(self) -> Mapping[str, int]:
        """The place of each region in that order, by its code."""
        return {code: place for place, code in enumerate(self.region_codes)}

    @cached_property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """Every further column of the applications table, with all values that occur in it."""
        seen: dict[str, set[str]] = {}
        for application in self.applications:
            for column, values in application.columns.items():
                seen.setdefault(column, set()).update(values)
        return {column: frozenset(values) for column, values in seen.items()}

    def is_regional_town(self, application: Application) -> bool:
        """Whether a partner lies in one of the call's regional towns."""
        return not self._regional_towns.isdisjoint(application.municipalities)

    @cached_property
    def _regional_towns(self) -> frozenset[str]:
        towns = (self.geography.municipality(name) for name in self.terms.regional_towns)
        return frozenset(town.name["fi"] for town in towns if town)
