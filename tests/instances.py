"""Random small calls, rules of every family and objectives, as dictionaries; and the call that the package is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from allocator import Application, Call, Geography, Partner, Region, Score, Terms, Text
from allocator.geography import Municipality

Draw = Callable[..., Any]

REGIONS = ({"code": "01", "name": "North"}, {"code": "02", "name": "South"}, {"code": "03", "name": "West"})
TOWNS = {"Salo": "02", "Oulu": "01", "Turku": "02", "Vaasa": "03"}
THEMES = ("sea", "snow", "sun")
TARGETS = ("network", "zone")
CRITERIA = {"impact": "0.6", "plan": "0.4"}


@dataclass(frozen=True)
class Instance:
    """A call, rules and an objective, as dictionaries."""

    call: dict[str, Any]
    rules: dict[str, Any]
    objective: dict[str, Any]


@st.composite
def instances(draw: Draw, *wanted: str) -> Instance:
    """Draw a small instance that has a rule of each of the *wanted* kinds among others."""
    levels = "levels" in wanted or draw(st.integers(0, 5)) == 0
    call = draw(calls(most=5 if levels else 7, scored="threshold" in wanted and draw(st.booleans())))
    kinds = {*wanted, *draw(st.lists(st.sampled_from(sorted(MAKERS)), max_size=3))} - {"levels", "budget"}
    names = [name for family in sorted(kinds) for name in (family, f"{family}2")[: draw(st.integers(1, 2))]]
    total = sum(sum(a["by_year"]) for a in call["applications"])
    budget = draw(st.integers(2, 10)) * total // 10 + draw(st.integers(0, 1))
    rules = {"budget": {"kind": "budget", "amount": budget}}
    if "budget" in wanted:
        rules["budget"]["holdback"] = draw(st.integers(0, budget // 3))
        if draw(st.booleans()):
            rules["budget2"] = {"kind": "budget", "amount": draw(st.integers(budget * 2 // 3, total))}
    available = min(rule["amount"] - rule.get("holdback", 0) for rule in rules.values())
    for name in names:
        rules[name] = MAKERS[name.rstrip("2")](draw, call, available)
    if levels:
        rules["levels"] = _levels(draw, call, available)
    return Instance(call, rules, draw(objectives(worth_measuring=available > 0)))


@st.composite
def calls(draw: Draw, most: int, scored: bool) -> dict[str, Any]:
    """Draw a call; the euros are small, in thousands, or in amounts that no tolerance is small beside."""
    regions = [{**region, "population": draw(st.integers(1, 9))} for region in REGIONS[: draw(st.integers(2, 3))]]
    codes = [region["code"] for region in regions]
    years = [2021, 2022][: draw(st.integers(1, 2))]
    scale = draw(st.sampled_from([1, 1000, 7_654_321]))
    towns = {town: code for town, code in TOWNS.items() if code in codes}

    def application(number: int) -> dict[str, Any]:
        places = draw(st.lists(st.sampled_from(sorted(towns)), min_size=1, max_size=2, unique=True))
        partners = [
            {"region": towns[town], "town": town, "euros": draw(st.integers(1, 9)) * scale + draw(st.integers(0, 1))}
            for town in places
        ]
        requested = sum(partner["euros"] for partner in partners)
        first = requested if len(years) == 1 else requested * draw(st.integers(0, 4)) // 4
        themes = draw(st.lists(st.sampled_from(THEMES), min_size=1, max_size=2, unique=True))
        marks = st.lists(st.integers(0, 5), min_size=1, max_size=3)
        return {
            "id": f"H{number}",
            "by_year": [first, requested - first][: len(years)],
            "minimum": draw(st.sampled_from([None, requested // 2, requested // 5])),
            "target": draw(st.sampled_from(TARGETS)),
            "value": None if scored else f"{draw(st.integers(0, 5))}.{draw(st.sampled_from([0, 2, 5]))}",
            "scores": {criterion: draw(marks) for criterion in CRITERIA} if scored else {},
            "columns": {"theme": themes, "costs": [str(requested * draw(st.integers(4, 8)) // 4)]},
            "partners": partners,
        }

    return {
        "years": years,
        "decimals": 1,
        "regions": regions,
        "towns": towns,
        "targets": list(TARGETS),
        "criteria": CRITERIA if scored else {},
        # H9 comes before H10, whatever their letters say.
        "applications": [application(number) for number in range(8, 8 + draw(st.integers(3, most)))],
    }


@st.composite
def objectives(draw: Draw, *, worth_measuring: bool) -> dict[str, Any]:
    """Draw what is maximised or minimised, and an order of tie-breaks."""
    names = ["value", "value", "value_by_euros", "number_funded"]
    name = draw(st.sampled_from([*names, "worst_region", "total_deviation"] if worth_measuring else names))
    ties = ["more_regions", "more_municipalities", "lower_cost", "higher_cost", "more_funded", "higher_value"]
    objective = {
        "minimise" if name == "total_deviation" else "maximise": name,
        "ties": draw(st.lists(st.sampled_from(ties), max_size=3, unique=True)),
    }
    if name in {"worst_region", "total_deviation"}:
        objective["reference"] = _reference(draw)
    return objective


def _reference(draw: Draw) -> dict[str, Any]:
    mixes: list[dict[str, Any]] = [
        {"equal": "1"},
        {"equal": "0.7", "population": "0.3"},
        {"equal": "1/2", "requested": "1/2"},
        {"equal": "0.5", "population": "0.25", "requested": "0.25", "decimals": 2},
        {"equal": "1", "outside": ["North"]},
    ]
    return draw(st.sampled_from(mixes))


def _selection(draw: Draw, call: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a filter of names that the call knows."""
    applications = call["applications"]
    themes = sorted({theme for a in applications for theme in a["columns"]["theme"]})
    some_regions = st.lists(st.sampled_from([region["name"] for region in call["regions"]]), min_size=1, unique=True)
    filters: list[dict[str, Any]] = [
        {},
        {"target": draw(st.sampled_from(TARGETS))},
        {"theme": draw(st.lists(st.sampled_from(themes), min_size=1, max_size=2, unique=True))},
        {"region": draw(some_regions)},
        {"municipality": draw(st.sampled_from(sorted(call["towns"])))},
        {"application": _ids(draw, call, 1)},
        {"region": draw(some_regions), "target": draw(st.sampled_from(TARGETS))},
    ]
    return draw(st.sampled_from(filters))


def _ids(draw: Draw, call: Mapping[str, Any], least: int) -> list[str]:
    ids = [a["id"] for a in call["applications"]]
    return draw(st.lists(st.sampled_from(ids), min_size=least, max_size=3, unique=True))


def _some(draw: Draw, bounds: dict[str, Any]) -> dict[str, Any]:
    """Keep at least one of some bounds."""
    kept = draw(st.lists(st.sampled_from(sorted(bounds)), min_size=1, unique=True))
    return {name: bounds[name] for name in sorted(kept)}


def _percent(draw: Draw, least: int, most: int) -> str:
    return f"{draw(st.integers(least, most))} %"


def _earmark(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"kind": "earmark", "for": _selection(draw, call)}
    ring_fenced = draw(st.integers(0, 3)) > 0
    if ring_fenced:
        rule |= {"ring_fenced": True, "amount": budget * draw(st.integers(0, 5)) // 10}
        rule |= {"only": draw(st.booleans()), "one_pot": draw(st.booleans())}
    if not ring_fenced or draw(st.integers(0, 3)) == 0:
        rule["at_least"] = budget * draw(st.integers(0, 4)) // 10
    return rule


def _year(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    limits = {year: budget * draw(st.integers(2, 8)) // 10 for year in call["years"]}
    carry_over = draw(st.booleans())
    if not carry_over and draw(st.booleans()):
        limits = {year: limits[year] for year in call["years"][:1]}
    return {"kind": "year", "at_most": limits, "carry_over": carry_over}


def _limit(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    measure = draw(st.sampled_from(["euros", "share_of_granted", "share_of_budget", "count"]))
    each = draw(st.sampled_from([None, None, "region", "target", "theme", "municipality"]))
    if measure == "euros":
        bounds: dict[str, Any] = {
            "at_least": budget * draw(st.integers(0, 3)) // 10,
            "at_most": budget * draw(st.integers(3, 9)) // 10,
        }
    elif measure == "count":
        bounds = {"at_least": draw(st.integers(0, 1)), "at_most": draw(st.integers(1, 4))}
    else:
        bounds = {"at_least": _percent(draw, 0, 35), "at_most": _percent(draw, 40, 90)}
    each_of = {"each": each} if each else {}
    return {"kind": "limit", "for": _selection(draw, call), "measure": measure, **each_of, **_some(draw, bounds)}


def _coverage(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    each = draw(st.sampled_from(["region", "region", "target", "municipality"]))
    wanted = _selection(draw, call)
    groups = {"region": len(call["regions"]), "target": len(TARGETS), "municipality": 1}[each]
    if each in wanted:
        groups = len(wanted[each]) if isinstance(wanted[each], list) else 1
    rule = {"kind": "coverage", "each": each, "for": wanted, "at_least": draw(st.integers(1, groups))}
    if draw(st.booleans()):
        rule["euros_at_least"] = budget * draw(st.integers(0, 3)) // 20 + 1
    return rule


def _fair_share(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    of = draw(st.sampled_from(["granted", "granted", "budget"]))
    bounds = {
        "at_least": _percent(draw, 10, 90 if of == "granted" else 50),
        "deviation_at_most": f"{draw(st.integers(2, 20))}/10",
        "gini_at_most": f"0.{draw(st.integers(10, 60))}",
    }
    return {"kind": "fair_share", "reference": _reference(draw), "of": of, **_some(draw, bounds)}


def _choose(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    ids = _ids(draw, call, 1)
    number = draw(st.integers(0, len(ids)))
    return {"kind": "choose", "of": ids, draw(st.sampled_from(["at_least", "at_most", "exactly"])): number}


def _requires(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    application, *needs = _ids(draw, call, 2)
    return {"kind": "requires", "application": application, "needs": needs}


def _lock(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    [application, *_] = _ids(draw, call, 1)
    decision = draw(st.sampled_from([{"decision": "fund"}, {"decision": "reject"}, {"decision": "fund", "level": "1"}]))
    return {"kind": "lock", "application": application, **decision, "reason": "a test", "by": "a test"}


def _threshold(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    rule = {"kind": "threshold", "for": _selection(draw, call), "at_least": f"{draw(st.integers(0, 8))}/2"}
    if call["criteria"] and draw(st.booleans()):
        rule["criterion"] = draw(st.sampled_from(sorted(CRITERIA)))
    return rule


def _levels(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "kind": "levels",
        "levels": draw(st.sampled_from([["1", "0.8"], ["1", "3/5"], ["0.5"], ["1"], ["1", "1/3"]])),
        "value": draw(st.sampled_from(["proportional", "full"])),
        "for": _selection(draw, call),
    }
    requests = sorted(sum(a["by_year"]) for a in call["applications"])
    if draw(st.booleans()):
        rule["at_most"] = draw(st.sampled_from(requests))
    if draw(st.integers(0, 3)) == 0:
        rule["at_least"] = draw(st.integers(0, requests[0]))
    if draw(st.integers(0, 2)) == 0:
        rule |= {"costs": "costs", "rate_at_most": draw(st.sampled_from(["0.75", "1/3", "70 %"]))}
    return rule


def _synergy(draw: Draw, call: Mapping[str, Any], budget: int) -> dict[str, Any]:
    effects = [
        {"value": f"{draw(st.integers(1, 30))}/10"},
        {"value": f"-0.{draw(st.integers(1, 9))}"},
        {"saves": budget * draw(st.integers(1, 3)) // 10 + 1},
        {"value": "1.5", "saves": budget // 10 + 1},
    ]
    return {"kind": "synergy", "of": _ids(draw, call, 2), **draw(st.sampled_from(effects))}


MAKERS: dict[str, Callable[[Draw, Mapping[str, Any], int], dict[str, Any]]] = {
    "earmark": _earmark,
    "year": _year,
    "limit": _limit,
    "coverage": _coverage,
    "fair_share": _fair_share,
    "choose": _choose,
    "requires": _requires,
    "lock": _lock,
    "threshold": _threshold,
    "synergy": _synergy,
}


def call_of(call: Mapping[str, Any]) -> Call:
    """Make the call that the package is given of the dictionary that the oracle is given."""
    terms = Terms(
        years=tuple(call["years"]),
        decimals=call["decimals"],
        targets={target: {"title": target} for target in call["targets"]},
        criteria={
            name: {"title": name, "weight": weight, "scale": (0, 5)} for name, weight in call["criteria"].items()
        },
    )
    geography = Geography(
        tuple(Region(r["code"], Text(fi=r["name"]), r["population"]) for r in call["regions"]),
        tuple(Municipality(town, Text(fi=town), code) for town, code in call["towns"].items()),
    )
    applications = tuple(
        Application(
            id=a["id"],
            requested=sum(a["by_year"]),
            by_year=tuple(a["by_year"]),
            partners=tuple(Partner(p["town"], "town", p["region"], p["euros"], p["town"]) for p in a["partners"]),
            target=a["target"],
            minimum=a["minimum"],
            value=None if a["value"] is None else Fraction(a["value"]),
            columns={column: tuple(values) for column, values in a["columns"].items()},
        )
        for a in call["applications"]
    )
    scores = tuple(
        Score(a["id"], f"reviewer {number}", criterion, Fraction(mark))
        for a in call["applications"]
        for criterion, marks in a["scores"].items()
        for number, mark in enumerate(marks)
    )
    return Call(terms, geography, applications, scores)
