"""Rows that move with one number are told apart from rows that move in another way."""

import pytest
from builders import a_call, every_portfolio, model_of

from allocator.analysis.moving import moving

CALL = a_call(H1={"North": 50}, H2={"South": 40}, H3={"South": 30}, values={"H1": 5, "H2": 4, "H3": 3})


def model_at(amount, rules):
    return model_of(CALL, {"budget": {"kind": "budget", "amount": amount}, **rules})


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"pot": {"kind": "earmark", "amount": 20, "ring_fenced": True, "for": {"region": "North"}}},
        {"share": {"kind": "limit", "measure": "share_of_budget", "for": {"region": "South"}, "at_most": "0.5"}},
        {"fair": {"kind": "fair_share", "reference": {"equal": "1"}, "of": "budget", "at_least": "0.2"}},
    ],
)
def test_rows_that_move_with_the_budget_hold_and_break_as_they_would_at_each_budget(rules):
    rows = moving(model_at(60, rules), model_at(1060, rules), 1000, 120)

    for more in (0, 1, 7, 50):
        there = model_at(60 + more, rules)
        for portfolio in every_portfolio(there):
            slacks = [
                row.slack(portfolio) + (-slope if row.sense == "<=" else slope) * more
                for row, slope in zip(rows.model.rows, rows.slopes, strict=True)
            ]
            assert slacks == [row.slack(portfolio) for row in there.rows]


def test_a_deviation_from_shares_of_the_budget_moves_in_another_way():
    rule = {"kind": "fair_share", "reference": {"equal": "1"}, "of": "budget", "deviation_at_most": "1.5"}

    assert moving(model_at(60, {"fair": rule}), model_at(1060, {"fair": rule}), 1000, 120) is None


def test_a_deviation_from_shares_of_what_is_granted_does_not_move():
    rule = {"kind": "fair_share", "reference": {"equal": "1"}, "deviation_at_most": "1.5"}
    rows = moving(model_at(60, {"fair": rule}), model_at(1060, {"fair": rule}), 1000, 120)

    assert rows.slopes == (-1, 0)
    assert rows.only_loosens
