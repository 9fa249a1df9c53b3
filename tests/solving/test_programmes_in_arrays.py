"""Large programmes, which HiGHS is told of in arrays: the same answers as by PuLP, and the same words of failure."""

import pytest
from builders import a_call, a_scenario, model_of
from stand_ins import BUDGET, FEW

from allocator import SolverError, solve
from allocator.solver import run

MIXED = {"H1": {"North": 50, "South": 10}, "H2": {"South": 40}, "H3": {"North": 30}, "H4": {"South": 25, "North": 5}}
EVEN = {"equal": "1"}


@pytest.mark.parametrize(
    ("rules", "objective"),
    [
        ({"budget": {"kind": "budget", "amount": 90}}, {"maximise": "value"}),
        ({"budget": {"kind": "budget", "amount": 90}}, {"maximise": "worst_region", "reference": EVEN}),
        ({"budget": {"kind": "budget", "amount": 110}}, {"minimise": "total_deviation", "reference": EVEN}),
        (
            {
                "budget": {"kind": "budget", "amount": 100},
                "even": {"kind": "fair_share", "reference": EVEN, "deviation_at_most": "0.3"},
                "most": {"kind": "limit", "measure": "count", "at_least": 2},
            },
            {"maximise": "value"},
        ),
        (
            {
                "budget": {"kind": "budget", "amount": 20},
                "most": {"kind": "limit", "measure": "count", "at_least": 2},
            },
            {"maximise": "value"},
        ),
    ],
)
def test_highs_says_the_same_told_in_arrays_as_told_by_pulp(monkeypatch, rules, objective):
    model = model_of(a_call(values={"H1": 5, "H2": 4, "H3": 3, "H4": 2}, **MIXED), rules, objective)
    goal = model.objective
    by_pulp = run(model, goal.form, model.rows)
    monkeypatch.setattr("allocator.solver.MANY", 1)
    monkeypatch.delattr("pulp.HiGHS")

    in_arrays, any_at_all = run(model, goal.form, model.rows), run(model, None, model.rows)

    assert in_arrays.state == by_pulp.state == ("infeasible" if rules["budget"]["amount"] == 20 else "optimal")
    assert any_at_all.state == in_arrays.state
    if by_pulp.portfolio is not None:
        assert goal.at(in_arrays.portfolio) == goal.at(by_pulp.portfolio)
        assert float(in_arrays.bound) == pytest.approx(float(by_pulp.bound), abs=1e-6)
        assert not model.broken(in_arrays.portfolio)
        assert not model.broken(any_at_all.portfolio)


def test_highs_that_fails_on_a_large_programme_is_an_error_with_its_own_words(monkeypatch):
    def broken(*asked, **options):
        raise OSError("no licence")

    monkeypatch.setattr("allocator.solver.MANY", 1)
    monkeypatch.setattr("highspy.Highs", broken)

    with pytest.raises(SolverError, match=r"the solver highs failed: .*no licence"):
        solve(a_scenario(FEW, BUDGET))
