"""Applications in Finland, of which a test says only what it is about."""

from typing import Any
from zoneinfo import ZoneInfo

from allocator import Application, Call, Partner, Score, Terms, finland

HELSINKI = ZoneInfo("Europe/Helsinki")


def a_call(application: Application | tuple[Application, ...], scores: tuple[Score, ...] = (), **terms: Any) -> Call:
    applications = application if isinstance(application, tuple) else (application,)
    return Call(Terms.model_validate({"years": [2021], **terms}), finland(), applications, scores)


def an_application(**fields: Any) -> Application:
    return Application(**{"id": "H1", "requested": 100, "by_year": (100,), **fields})


def partners(*places: tuple[str | None, str]) -> tuple[Partner, ...]:
    return tuple(Partner("organisation", "municipality", region, 1, name) for name, region in places)
