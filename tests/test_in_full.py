"""What granting the whole would have meant to those who are granted a part, against every portfolio there is."""

from fractions import Fraction
from itertools import product

import pytest
from builders import a_call
from proposals import in_part

from allocator import Scenario, solve
from allocator.analysis.in_full import in_full

pytestmark = pytest.mark.once

ASKED = {"H1": 4100, "H2": 3300, "H3": 3010, "H4": 5300}
VALUES = {"H1": Fraction("4.5"), "H2": Fraction(3), "H3": Fraction("3.5"), "H4": Fraction("2.5")}
LEVELS = (Fraction(0), Fraction(1, 2), Fraction(1))


def worth(levels):
    return sum(level * VALUES[i] for i, level in levels.items())


def every_lawful_choice():
    choices = (dict(zip(ASKED, levels, strict=True)) for levels in product(LEVELS, repeat=len(ASKED)))
    return [levels for levels in choices if sum(level * ASKED[i] for i, level in levels.items()) <= 9_000]


def test_the_best_that_grants_the_whole_is_the_best_of_all_that_do():
    solution = solve(in_part())
    now = {award.application: award.level for award in solution.awards}
    parts = [i for i, level in now.items() if level != 1]

    assert list(in_full(solution)) == parts
    assert parts
    for i, found in in_full(solution).items():
        others = [levels for levels in every_lawful_choice() if levels[i] == 1]
        best = max(map(worth, others))
        agreeing = [
            levels
            for levels in others
            if worth(levels) == best
            and found.displaced == tuple(j for j in ASKED if j != i and j in now and not levels[j])
            and found.cut == tuple(j for j in ASKED if j != i and j in now and 0 < levels[j] < now[j])
        ]
        assert found.loss == solution.value - best
        assert agreeing


def test_what_no_lawful_portfolio_grants_in_full_is_told_apart():
    call = a_call(minimum={"H1": 50}, H1={"North": 100})
    part = {"kind": "levels", "levels": ["1", "0.5"]}
    solution = solve(Scenario.of(call, {"money": {"kind": "budget", "amount": 60}, "part": part}))

    assert in_full(solution)["H1"].loss is None


def test_where_all_is_granted_in_full_nothing_is_asked():
    solution = solve(Scenario.of(a_call(H1={"North": 100}), {"money": {"kind": "budget", "amount": 100}}))

    assert in_full(solution) == {}
