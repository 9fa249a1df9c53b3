"""Random calls for the benchmarks, synthetic through and through; a seed makes the same call everywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import numpy as np

from allocator import Application, Call, Geography, Partner, Region, Scenario, Score, Terms, Text
from allocator.exact import largest_remainder
from allocator.model import Model, formulate

REGIONS = 19
CRITERIA = ("significance", "plan", "impact", "partnership", "costs")
REVIEWERS = ("A", "B", "C")
YEARS = (2021, 2022, 2023)
Regions = Literal["mild", "binding"]


def a_call(applications: int, seed: int) -> Call:
    """Make a call: requests of 50 to 795 thousand euros, one to four regions each, three reviewers, half points."""
    rng = np.random.default_rng(seed)
    codes = [f"{number:02}" for number in range(1, REGIONS + 1)]
    criteria = {name: {"title": name, "weight": "0.2", "scale": (0, 5)} for name in CRITERIA}
    terms = Terms(
        years=YEARS,
        targets={"network": {"title": "network"}, "zone": {"title": "zone"}},
        criteria=criteria,
    )
    made, scores = [], []
    for number in range(1, applications + 1):
        id_, euros = f"H{number}", int(rng.integers(50, 796)) * 1000
        where = rng.choice(codes, size=int(rng.integers(1, 5)), replace=False)
        parts = largest_remainder(euros, rng.integers(1, 10, size=len(where)).tolist())
        made.append(
            Application(
                id=id_,
                requested=euros,
                by_year=largest_remainder(euros, rng.integers(2, 6, size=len(YEARS)).tolist()),
                partners=tuple(Partner(f"{id_} {c}", "town", str(c), e) for c, e in zip(where, parts, strict=True)),
                target="network" if rng.random() < 0.6 else "zone",
                minimum=euros * 7 // 10 if rng.random() < 0.35 else None,
                columns={"town": ("yes",) if rng.random() < 0.3 else ("no",)},
            )
        )
        level = rng.normal(3.2, 0.7)
        for criterion in CRITERIA:
            for reviewer in REVIEWERS:
                marks = np.clip(np.rint(2 * rng.normal(level, 0.6)), 0, 10)
                scores.append(Score(id_, reviewer, criterion, Fraction(int(marks), 2)))
    return Call(terms, Geography(tuple(Region(c, Text(fi=c), None) for c in codes)), tuple(made), tuple(scores))


def a_model(applications: int, seed: int, regions: Regions = "mild") -> Model:
    """Formulate a call under a budget, a ring-fenced pot, years, targets, regional floors, alternatives and needs."""
    call = a_call(applications, seed)
    rng = np.random.default_rng([seed, 1])
    demand = sum(a.requested for a in call.applications)
    budget = 7_000_000 if applications <= 40 else demand * 45 // 100
    floor = "0.3" if regions == "mild" else "0.85" if applications > 40 else "0.75"
    rules: dict[str, Any] = {
        "budget": {"kind": "budget", "amount": budget},
        "pot": {"kind": "earmark", "ring_fenced": True, "amount": budget // 5, "for": {"town": "yes"}},
        "year": {"kind": "year", "at_most": dict.fromkeys(YEARS, budget * 2 // 5), "carry_over": True},
        "zones": {
            "kind": "limit",
            "for": {"target": "zone"},
            "measure": "share_of_granted",
            "at_least": "0.25",
            "at_most": "0.5",
        },
        "floors": {"kind": "fair_share", "reference": {"requested": "1", "decimals": 2}, "at_least": floor},
        "levels": {"kind": "levels", "levels": ["1", "0.7"]},
    }
    for number in range(applications // 20):
        first, second, third, fourth = rng.choice(applications, size=4, replace=False) + 1
        rules[f"either{number}"] = {"kind": "choose", "of": [f"H{first}", f"H{second}"], "at_most": 1}
        rules[f"needs{number}"] = {"kind": "requires", "application": f"H{third}", "needs": [f"H{fourth}"]}
    return formulate(Scenario.of(call, rules))
