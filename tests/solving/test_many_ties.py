"""The published order decides though more portfolios are tied than are counted."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario
from stand_ins import BUDGET, FEW

from allocator import solve

ALIKE = a_call(**{f"H{number}": {"North": 10} for number in range(1, 11)})


@pytest.mark.parametrize("budget", [10, 20, 80, 90])
@pytest.mark.parametrize("ties", [[], ["lower_cost"], ["more_municipalities", "higher_cost"]])
def test_the_published_order_decides_though_not_every_tie_is_counted(budget, ties):
    named = a_scenario(ALIKE, {"budget": {"kind": "budget", "amount": budget}}, {"ties": ties})
    few, all_of_them = solve(named, ties_counted=3), solve(named, ties_counted=1000)

    assert all_of_them.tied_portfolios in {10, 45}  # one, two, or all but one or two of ten
    assert all(level.complete for level in all_of_them.levels)
    assert (few.tied_portfolios, few.levels[0].complete) == (3, False)
    assert few.portfolio == all_of_them.portfolio
    assert few.funded == tuple(f"H{number}" for number in range(1, budget // 10 + 1))
    assert few.levels[-1].complete


def test_a_tie_break_decides_though_the_ties_on_the_objective_are_not_all_counted():
    # Any three of seven are worth 3; three of the cheap ones that reach both regions cost least.
    euros = {"H1": 30, "H2": 25, "H3": 20, "H4": 15, "H5": 12, "H6": 12, "H7": 40}
    call = a_call(**{id_: {"South" if id_ == "H7" else "North": amount} for id_, amount in euros.items()})
    three = {"three": {"kind": "limit", "measure": "count", "at_most": 3}}
    named = a_scenario(call, three, {"ties": ["more_regions", "lower_cost"]})

    few, all_of_them = solve(named, ties_counted=2), solve(named)

    assert few.funded == all_of_them.funded == ("H5", "H6", "H7")
    assert [(level.portfolios, level.complete) for level in all_of_them.levels] == [(35, True), (15, True)] + [
        (1, True)
    ] * 2
    assert [(level.portfolios, level.complete) for level in few.levels] == [
        (2, False),
        (2, False),
        (1, True),
        (1, True),
    ]
    assert [level.value for level in few.levels] == [level.value for level in all_of_them.levels] == [3, 2, 64, None]


def test_higher_levels_come_first_among_equals_though_not_every_tie_is_counted():
    call = a_call(**{f"H{n}": {"North": 10} for n in range(1, 6)}, minimum={f"H{n}": 1 for n in range(1, 6)})
    rules = {"budget": {"kind": "budget", "amount": 25}, "part": {"kind": "levels", "levels": ["1", "0.5"]}}
    named = a_scenario(call, rules, {"ties": []})

    few, all_of_them = solve(named, ties_counted=2), solve(named)

    # 25 euros in tens and fives: 5 whole ones of which 2 and a half fit, in every order.
    assert all_of_them.tied_portfolios == 30 + 20 + 1
    assert few.model.choices(few.portfolio) == (("H1", 1), ("H2", 1), ("H3", Fraction(1, 2)))
    assert few.portfolio == all_of_them.portfolio


def test_to_count_no_ties_at_all_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        solve(a_scenario(FEW, BUDGET), ties_counted=0)
