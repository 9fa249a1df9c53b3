"""Members with weights of their own."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, every_portfolio

from allocator import InputError
from allocator.analysis.robustness.members import members, read_members
from allocator.analysis.robustness.values import criterion_values
from allocator.model import formulate

SCORES = {
    "H1": {"need": 5, "plan": 0},
    "H2": {"need": 0, "plan": 5},
    "H3": {"need": 3, "plan": 3},
    "H4": {"need": 5, "plan": 5},
}


@pytest.fixture
def values():
    call = a_call(scores=SCORES, **{name: {"North": 1} for name in SCORES})
    return criterion_values(formulate(a_scenario(call, {"budget": {"kind": "budget", "amount": 2}})))


def test_members_agree_where_all_their_best_portfolios_do_and_the_minimax_regret_is_that_of_enumeration(values):
    found = members(values, {"Aino": (Fraction(1), Fraction(0)), "Brita": (Fraction(0), Fraction(1))})
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]

    assert found.supporters == {"H1": ("Aino",), "H2": ("Brita",), "H3": (), "H4": ("Aino", "Brita")}
    assert found.regrets.of(found.regrets.minimax) == min(found.regrets.of(p) for p in lawful) == 2


def test_points_become_weights_whatever_their_sum(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member;need;plan\nAino;60;40\nBrita;0,5;0,5\n", encoding="utf-8")

    assert read_members(path, ["need", "plan"]) == {
        "Aino": (Fraction(3, 5), Fraction(2, 5)),
        "Brita": (Fraction(1, 2), Fraction(1, 2)),
    }


def test_every_problem_of_the_table_is_said_at_once(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member;need;plan\nAino;x;1\nAino;1;1\n;1;1\nBrita;0;0\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_members(path, ["need", "plan"])

    assert [problem.row for problem in caught.value.problems] == [2, 3, 4, 5]
