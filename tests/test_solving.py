"""Solving: the same portfolio whatever the order or the solver, never a euro too much, and honest about its proof."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from builders import a_call, a_scenario, model_of, portfolio
from oracle import divided

from allocator import Call, InfeasibleError, SolverError, compare, read_scenario, solve
from allocator.candidates import GENERAL
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.solver import Answer, available, run, write_model

EXAMPLE = Path(__file__).parents[1] / "scenarios" / "akke-2021"
BASE = [f"H{number:02}" for number in (2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 17, 19, 20, 22, 25, 31, 34, 37)]

OTHERS = available()[1:]

# Scenario: value, tied portfolios; then what comes in and falls out against the base, where it is told.
TOLD = {
    "base": ("64.90", 2, "", ""),
    "no-balance-rule": ("66.33", 1, "H13 H16 H23 H26", "H07 H12 H19"),
    "earmark-smaller": ("65.30", 1, "H23", "H10"),
    "budget-cut": ("57.87", 2, "", "H05 H34"),
    "zones-fifth": ("64.04", 1, "H23 H24 H30", "H07 H22 H37"),
    "partial-funding": ("65.634", 1, "H23 H30", "H07"),
}
VALUES = {name: Fraction(value) for name, (value, *_) in TOLD.items()} | {
    "northern-floor": Fraction("64.28"),
    "earmark-larger": Fraction("63.35"),
}


@cache
def scenario(name):
    return read_scenario(EXAMPLE / f"{name}.yaml")


@cache
def solution(name="base"):
    return solve(scenario(name))


def answers(monkeypatch, *given):
    """Let the solver give these answers in turn, None for its own; after the last, its own. Return its questions."""
    waiting, asked = list(given), []

    def fake(model, goal, rows, **options):
        asked.append((goal, rows))
        answer = waiting.pop(0) if waiting else None
        return run(model, goal, rows, **options) if answer is None else answer

    monkeypatch.setattr("allocator.optimum.run", fake)
    return asked


# The order of rows


def shuffled(call, seed):
    """Return the call with applications, partners and scores in another order."""
    order = random.Random(seed)

    def mixed(things):
        return tuple(order.sample(list(things), len(things)))

    applications = (replace(a, partners=mixed(a.partners)) for a in call.applications)
    return Call(call.terms, call.geography, mixed(tuple(applications)), mixed(call.scores))


@pytest.mark.parametrize("name", ["base", "partial-funding"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_applications_partners_and_scores_changes_nothing(name, seed):
    again = solve(replace(scenario(name), call=shuffled(scenario(name).call, seed)))

    assert again.portfolio == solution(name).portfolio
    assert again.to_json() == solution(name).to_json()


def test_the_order_of_rows_in_the_tables_changes_nothing(tmp_path):
    for table in ("applications.csv", "partners.csv", "scores.csv"):
        heading, *rows = (EXAMPLE / table).read_text(encoding="utf-8").splitlines()
        random.Random(table).shuffle(rows)
        (tmp_path / table).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "base.yaml").write_text((EXAMPLE / "base.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    again, before = json.loads(solve(read_scenario(tmp_path / "base.yaml")).to_json()), json.loads(solution().to_json())

    assert again.pop("provenance")["files"] != before.pop("provenance")["files"]
    assert again == before


def test_the_order_in_which_rules_are_written_changes_no_award():
    rules = dict(reversed(scenario("base").rules.items()))

    assert solve(replace(scenario("base"), rules=rules)).awards == solution().awards


# Other solvers


@pytest.mark.parametrize("solver", OTHERS)
@pytest.mark.parametrize("name", ["base", "partial-funding"])
def test_every_installed_solver_finds_the_same_portfolio(solver, name):
    other = solve(scenario(name), solver=solver)

    assert other.status == "optimal"
    assert other.portfolio == solution(name).portfolio
    assert other.levels == solution(name).levels
    assert other.solver.startswith(solver)


FEW = a_call(H1={"North": 40}, H2={"North": 50}, H3={"South": 60}, values={"H1": 3, "H2": 4, "H3": 2})
BUDGET = {"budget": {"kind": "budget", "amount": 100}}


@pytest.mark.skipif(not OTHERS, reason="no other solver is installed")
def test_a_second_opinion_is_noted_in_the_solution():
    checked = solve(a_scenario(FEW, BUDGET), second_opinion=True)

    assert checked.funded == ("H1", "H2")
    assert checked.second_opinion.value == checked.value == 7
    assert checked.second_opinion.solver.startswith(OTHERS[0])
    assert json.loads(checked.to_json())["provenance"]["second_opinion"] == checked.second_opinion.solver


def test_solvers_that_disagree_are_an_error_that_names_both(monkeypatch):
    def fake(model, goal, rows, *, solver, **options):
        if solver == "highs":
            return run(model, goal, rows, **options)
        return Answer("infeasible") if goal is None else Answer("optimal", Portfolio([0]))

    monkeypatch.setattr("allocator.optimum.run", fake)
    monkeypatch.setattr("allocator.optimum.available", lambda: ("highs", "cbc"))

    with pytest.raises(SolverError, match=r"disagree: highs .* optimal, value 7; cbc .* optimal, value 3"):
        solve(a_scenario(FEW, BUDGET), second_opinion=True)


def test_a_second_opinion_without_another_solver_says_how_to_install_one(monkeypatch):
    monkeypatch.setattr("allocator.optimum.available", lambda: ("highs",))

    with pytest.raises(SolverError, match=r'pip install "allocator\[second\]"'):
        solve(a_scenario(FEW, BUDGET), second_opinion=True)


def test_a_solver_that_is_not_installed_is_named_beside_those_that_are(monkeypatch):
    monkeypatch.setattr("allocator.solver.available", lambda: ("highs",))

    with pytest.raises(SolverError, match="the solver scip is not installed; installed: highs"):
        solve(a_scenario(FEW, BUDGET), solver="scip")


def test_a_solver_that_fails_is_an_error_with_its_own_words(monkeypatch):
    class Broken:
        def solve(self, problem, **options):  # PuLP 4
            raise OSError("no licence")

        actualSolve = solve  # noqa: N815 - PuLP 3

    monkeypatch.setattr("allocator.solver._solver", lambda *asked: Broken())

    with pytest.raises(SolverError, match=r"the solver highs failed: .*no licence"):
        solve(a_scenario(FEW, BUDGET))


# Large programmes, which HiGHS is told of without PuLP

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


# Money that a tolerance could hide


def a_trap(seed: int, least: int, most: int, over: int) -> tuple[list[int], list[int], int]:
    """Return euros and values of ten applications, and a budget that the best five exceed by so many euros."""
    chance = random.Random(seed)
    euros = [chance.randint(least, most) for _ in range(10)]
    # The five are worth more for their euros than any other, so that a relaxation wants all of them.
    values = [amount * (3 if number < 5 else 2) // (most // 1000) + 1 for number, amount in enumerate(euros)]
    return euros, values, sum(euros[:5]) - over


def best_by_listing(euros: Sequence[int], values: Sequence[int], budget: int) -> int:
    every = (chosen for size in range(len(euros) + 1) for chosen in combinations(range(len(euros)), size))
    return max(sum(values[i] for i in chosen) for chosen in every if sum(euros[i] for i in chosen) <= budget)


@pytest.mark.parametrize("solver", available())
@pytest.mark.parametrize(
    ("least", "most", "over"),
    [
        (20_000, 2_000_000, 1),
        (100_000, 20_000_000, 1),
        (20_000_000, 900_000_000, 1),
        (20_000_000, 900_000_000, 10),
    ],
)
def test_a_set_that_costs_a_euro_too_much_is_never_funded_and_the_best_that_fits_is(solver, least, most, over):
    for seed in range(25 if solver == "highs" else 5):
        euros, values, budget = a_trap(seed, least, most, over)
        requests = {f"H{number}": {"North": amount} for number, amount in enumerate(euros)}
        worth = {f"H{number}": value for number, value in enumerate(values)}
        call = a_call(values=worth, **requests)

        found = solve(a_scenario(call, {"budget": {"kind": "budget", "amount": budget}}), solver=solver)

        best = best_by_listing(euros, values, budget)
        assert best < best_by_listing(euros, values, budget + over), "the set is not attractive"
        assert (seed, found.value) == (seed, best)
        assert sum(euros[int(id_[1:])] for id_ in found.funded) == found.granted <= budget


def test_shares_of_large_money_are_not_called_impossible():
    # Whole numbers of 10¹³ in the floors, and gaps of 10⁸ euros between regions: a solver at its tolerance says that
    # only four sets of five satisfy the rules, and prefers one that is not the best of the eight that do.
    call = a_call(
        H08={"North": 68888889},
        H09={"North": 45925927},
        H10={"North": 7654322, "South": 30617284},
        H11={"North": 53580248, "South": 30617284},
        H12={"North": 38271605, "South": 68888889},
        H13={"South": 45925926},
        H14={"South": 53580248},
        population={"North": 9, "South": 7},
        values={"H08": "1.5", "H09": 0, "H10": 2, "H11": "5.2", "H12": 3, "H13": 2, "H14": "3.5"},
    )
    balance = {
        "kind": "fair_share",
        "reference": {"equal": "0.7", "population": "0.3"},
        "at_least": "53 %",
        "deviation_at_most": "1.3",
        "gini_at_most": "0.44",
    }
    rules = {"budget": {"kind": "budget", "amount": 310765436}, "balance": balance}

    found = solve(a_scenario(call, rules, {"maximise": "number_funded", "ties": ["higher_value"]}))

    assert (found.value, found.tied_portfolios) == (5, 8)
    assert found.funded == ("H08", "H10", "H11", "H13", "H14")


# A solver that is wrong


def test_a_portfolio_that_breaks_a_rule_by_exact_count_is_cut_off_and_the_next_answer_used(monkeypatch):
    asked = answers(monkeypatch, Answer("optimal", Portfolio([0, 1, 2])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.status, found.funded, found.value) == ("optimal", ("H1", "H2"), 7)
    _, [*_, cut] = asked[1]
    assert cut.name == "not_again"
    assert not cut.holds(Portfolio([0, 1, 2]))
    assert all(cut.holds(Portfolio(chosen)) for size in range(3) for chosen in combinations(range(3), size))


def test_a_solver_that_offers_nothing_lawful_is_not_trusted_for_ever(monkeypatch):
    answers(monkeypatch, *[Answer("optimal", Portfolio([0, 1, 2]))] * 1000)

    with pytest.raises(SolverError, match="200 portfolios that break a rule by exact count"):
        solve(a_scenario(FEW, BUDGET))


def test_a_solver_that_says_that_nothing_fits_where_granting_nothing_does_is_not_believed(monkeypatch):
    answers(monkeypatch, Answer("infeasible"))

    with pytest.raises(SolverError, match="granting nothing breaks no rule"):
        solve(a_scenario(FEW, BUDGET))


def test_an_optimum_that_is_not_the_best_is_found_out_when_ties_are_listed(monkeypatch):
    answers(monkeypatch, Answer("optimal", Portfolio([0])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.funded, found.value, found.tied_portfolios) == (("H1", "H2"), 7, 1)


def test_a_solution_that_breaks_a_rule_cannot_be_made():
    model = model_of(FEW, BUDGET | {"north": {"kind": "limit", "for": {"region": "North"}, "at_most": 80}})

    with pytest.raises(SolverError, match="the portfolio breaks budget, north, by exact count"):
        Solution(model, portfolio(model, "H1", "H2", "H3"), "optimal", (), Fraction(9), "a pen")
    with pytest.raises(SolverError, match="the portfolio breaks"):
        replace(solution(), portfolio=Portfolio(range(len(solution().model.candidates))))


# A search that is stopped


def test_a_search_that_is_stopped_says_so_and_how_far_from_the_best_it_may_be(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0]), Fraction(8)))

    found = solve(a_scenario(FEW, BUDGET), time_limit=1)

    assert (found.status, found.funded, found.value) == ("feasible", ("H1",), 3)
    assert (found.best_possible, found.gap) == (8, Fraction(5, 3))
    assert [(level.goal, level.portfolios, level.complete) for level in found.levels] == [("value", 1, False)]
    written = json.loads(found.to_json())
    assert (written["status"], written["best_possible"], written["gap"]) == ("feasible", "8", "5/3")


def test_a_stopped_search_without_a_bound_claims_no_more_than_all_awards_together(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0])))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.best_possible, found.gap) == (9, 2)


def test_a_bound_below_what_was_found_is_not_believed(monkeypatch):
    answers(monkeypatch, Answer("feasible", Portfolio([0, 1]), Fraction(6)))

    found = solve(a_scenario(FEW, BUDGET))

    assert (found.status, found.best_possible, found.gap) == ("feasible", 7, 0)


def test_a_search_that_is_stopped_with_nothing_is_an_error(monkeypatch):
    answers(monkeypatch, Answer("stopped"))

    with pytest.raises(SolverError, match="stopped before any lawful portfolio was found"):
        solve(a_scenario(FEW, BUDGET))


EQUALS = a_call(**{f"H{number}": {"North": 10} for number in range(1, 15)})
"""Fourteen applications that nothing but their numbers tells apart."""


def test_a_search_that_is_stopped_among_ties_has_its_optimum_but_not_the_published_order(monkeypatch):
    stopped = Answer("stopped")
    asked = answers(monkeypatch, None, *[stopped] * 20)

    found = solve(a_scenario(EQUALS, BUDGET, {"ties": ["lower_cost"]}))

    assert (found.status, found.value) == ("optimal", 10)
    assert [(level.goal, level.complete) for level in found.levels] == [("value", False), ("application_id", False)]
    assert len(asked) > 2


# More ties than are counted


@pytest.mark.parametrize("budget", [10, 20, 120, 130])
@pytest.mark.parametrize("ties", [[], ["lower_cost"], ["more_municipalities", "higher_cost"]])
def test_the_published_order_decides_though_not_every_tie_is_counted(budget, ties):
    named = a_scenario(EQUALS, {"budget": {"kind": "budget", "amount": budget}}, {"ties": ties})
    few, all_of_them = solve(named, ties_counted=3), solve(named, ties_counted=1000)

    assert all_of_them.tied_portfolios in {14, 91}  # one, two, or all but one or two of fourteen
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


# Nothing fits, and nothing to fit


def test_the_impossible_example_names_the_three_rules_that_cannot_hold_together():
    with pytest.raises(InfeasibleError) as caught:
        solve(scenario("infeasible"))

    assert str(caught.value).splitlines() == [
        "no portfolio satisfies all the rules",
        "These cannot hold together (leave out any one, and the rest can):",
        "  - budget: Awards come to €7,000,000 at most.",
        "  - growth_zones: Growth zone: at least 50% of the budget.",
        "  - fair_share: Each region receives at least 60% of its reference share "
        "(share of the budget divided 70% equally and 30% by population).",
        "Removed alone, any one of these makes a decision possible: budget, growth_zones, fair_share",
    ]
    assert caught.value.proven


@pytest.mark.parametrize("left_out", ["growth_zones", "fair_share"])
def test_a_rule_that_is_said_to_be_removable_in_the_impossible_example_is(left_out):
    assert solve(scenario("infeasible").vary(rules={left_out: None})).status == "optimal"


def test_a_conflict_is_told_without_the_rules_that_have_no_part_in_it():
    rules = BUDGET | {
        "all": {"kind": "choose", "of": ["H1", "H2", "H3"], "exactly": 3},
        "north": {"kind": "limit", "for": {"region": "North"}, "at_most": 90},
        "needs": {"kind": "requires", "application": "H1", "needs": ["H2"]},
    }

    with pytest.raises(InfeasibleError) as caught:
        solve(a_scenario(FEW, rules))

    assert list(caught.value.conflict) == ["budget", "all"]
    assert caught.value.removable == ("budget", "all")


def test_two_conflicts_at_once_leave_no_rule_that_ends_both():
    fund = {"kind": "lock", "decision": "fund", "reason": "a test", "by": "a test"}
    reject = {**fund, "decision": "reject"}
    rules = {
        "in1": {**fund, "application": "H1"},
        "out1": {**reject, "application": "H1"},
        "in2": {**fund, "application": "H2"},
        "out2": {**reject, "application": "H2"},
    }

    with pytest.raises(InfeasibleError, match="No single rule, removed alone") as caught:
        solve(a_scenario(FEW, rules))

    assert (list(caught.value.conflict), caught.value.removable) == (["in1", "out1"], ())


def test_a_conflict_that_no_solver_could_prove_is_not_called_the_smallest(monkeypatch):
    answers(monkeypatch, Answer("infeasible"), *[Answer("stopped")] * 20)
    all_of_them = {"kind": "choose", "of": ["H1", "H2", "H3"], "exactly": 3}

    with pytest.raises(InfeasibleError, match="not proven to be the fewest") as caught:
        solve(a_scenario(FEW, BUDGET | {"all": all_of_them}))

    assert not caught.value.proven


@pytest.mark.parametrize("rules", [{}, BUDGET], ids=["no rules", "a budget"])
@pytest.mark.parametrize("objective", [{}, {"maximise": "value_by_euros"}, {"maximise": "number_funded"}])
def test_a_call_without_applications_is_decided_by_funding_none(rules, objective):
    found = solve(a_scenario(a_call(regions=("North",)), rules, objective))

    assert (found.status, found.funded, found.value, found.granted, found.gap) == ("optimal", (), 0, 0, 0)
    assert found.tied_portfolios == 1
    assert json.loads(found.to_json())["awards"] == []


@pytest.mark.parametrize(
    ("objective", "value"), [({"maximise": "worst_region"}, 0), ({"minimise": "total_deviation"}, 100)]
)
def test_a_call_without_applications_is_as_bad_as_it_is_for_its_regions(objective, value):
    found = solve(a_scenario(a_call(regions=("North", "South")), BUDGET, {**objective, "reference": {"equal": 1}}))

    assert (found.status, found.funded, found.value) == ("optimal", (), value)


def test_without_rules_everything_is_funded():
    assert solve(a_scenario(FEW, {})).funded == ("H1", "H2", "H3")


def test_where_every_application_is_below_the_threshold_none_is_funded():
    found = solve(a_scenario(FEW, BUDGET | {"least": {"kind": "threshold", "at_least": 5}}))

    assert (found.status, found.funded) == ("optimal", ())
    assert {found.outcome(id_) for id_ in ("H1", "H2", "H3")} == {"below_threshold"}


def test_a_rule_that_nothing_can_satisfy_without_candidate_awards_is_named():
    rules = {"least": {"kind": "threshold", "at_least": 5}, "one": {"kind": "choose", "of": ["H1"], "exactly": 1}}

    with pytest.raises(InfeasibleError) as caught:
        solve(a_scenario(FEW, rules))

    assert list(caught.value.conflict) == ["least", "one"]
    assert caught.value.removable == ("least", "one")


# The model as a file


def read_back(path):
    """Solve a written model with HiGHS alone; return the objective, the columns that are 1, and the rows' names."""
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    columns = [highs.getColName(i)[1] for i in range(highs.getNumCol())]
    chosen = {name for name, value in zip(columns, highs.getSolution().col_value, strict=True) if value > 0.5}
    return highs.getObjectiveValue(), chosen, [highs.getRowName(i)[1] for i in range(highs.getNumRow())]


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("name", ["base", "partial-funding"])
def test_a_written_model_is_read_and_solved_elsewhere_to_the_same_value(tmp_path, name, ending):
    path, model = tmp_path / f"model.{ending}", solution(name).model
    write_model(model, path)

    _, chosen, rows = read_back(path)

    by_name = {f"fund_{award.name}".replace("@", "_"): i for i, award in enumerate(model.candidates.awards)}
    found = Portfolio([by_name[column] for column in chosen])
    assert model.broken(found) == ()
    assert model.objective.at(found) == solution(name).value
    assert {"budget", "regional_towns_general_", "growth_zones_at_least_", "fair_share_Lappi_"} <= set(rows)
    assert "any_region_Etela_Pohjanmaa_" in rows
    assert len(rows) == len(model.rows)


def test_a_written_model_keeps_whole_euros_and_values_as_a_person_can_check_them(tmp_path):
    call = a_call(H1={"North": 400_001}, H2={"North": 50}, H3={"South": 60}, values={"H1": 3, "H2": 4, "H3": 2})
    write_model(model_of(call, {"budget": {"kind": "budget", "amount": 400_101}}), tmp_path / "model.lp")

    text = " ".join((tmp_path / "model.lp").read_text().split())

    assert "budget: 400001 fund_H1 + 50 fund_H2 + 60 fund_H3 <= 400101" in text
    assert read_back(tmp_path / "model.lp")[0] == -7


def test_names_that_would_be_written_alike_are_told_apart(tmp_path):
    call = a_call(**{"A-1": {"North": 40}, "A 1": {"North": 50}, "Å": {"North": 60}})
    write_model(model_of(call, BUDGET), tmp_path / "model.mps")

    _, chosen, _ = read_back(tmp_path / "model.mps")

    assert len(chosen) == 2
    assert chosen < {"fund_A_1", "fund_A_1_2", "fund_A"}


@pytest.mark.parametrize("name", ["model.txt", "model"])
def test_a_model_is_not_written_in_an_unknown_form(tmp_path, name):
    with pytest.raises(SolverError, match=r"use \.lp or \.mps"):
        write_model(model_of(FEW, BUDGET), tmp_path / name)
    assert not (tmp_path / name).exists()


# What a solution says


def test_the_base_scenario_is_decided_as_told():
    base = solution()

    assert (base.status, base.value, base.granted) == ("optimal", Fraction("64.90"), 6_989_300)
    assert list(base.funded) == BASE
    assert (base.tied_portfolios, base.gap, base.best_possible) == (2, 0, base.value)
    assert [level.goal for level in base.levels] == [
        "value",
        "more_regions",
        "more_municipalities",
        "lower_cost",
        "application_id",
    ]


def test_partial_funding_grants_two_applications_four_fifths():
    partial = {award.application: award.level for award in solution("partial-funding").awards if award.level != 1}

    assert partial == {"H23": Fraction(4, 5), "H37": Fraction(4, 5)}


def test_how_the_portfolio_stands_to_every_rule_is_what_a_person_counts():
    base, call = solution(), scenario("base").call
    names = {region.code: region.name["fi"] for region in call.geography.regions}
    regions = dict.fromkeys(names.values(), 0)
    for id_ in BASE:
        for partner in call[id_].partners:
            regions[names[partner.region]] += partner.euros
    granted = sum(call[id_].requested for id_ in BASE)
    zones = sum(call[id_].requested for id_ in BASE if call[id_].target == "growth_zone")
    towns = sum(call[id_].requested for id_ in BASE if _may_use_the_earmark(call[id_]))
    inside = [region for region in call.geography.regions if region.name["fi"] != "Ahvenanmaa"]
    people = sum(region.population for region in inside)
    mixed = [Fraction(7, 10) / len(inside) + Fraction(3, 10) * Fraction(r.population, people) for r in inside]
    shares = dict(zip((region.name["fi"] for region in inside), divided(10_000, mixed), strict=True))

    expected = {
        "budget": (granted, "<=", 7_000_000),
        "regional_towns[general]": (granted - towns, "<=", 5_500_000),
        "growth_zones[at_least]": (zones, ">=", Fraction(15 * granted, 100)),
        "growth_zones[at_most]": (zones, "<=", Fraction(35 * granted, 100)),
        **{f"any_region[{name}]": (euros, "<=", Fraction(granted, 5)) for name, euros in regions.items()},
        **{
            f"fair_share[{name}]": (regions[name], ">=", Fraction(3 * share * granted, 100_000))
            for name, share in shares.items()
        },
    }

    assert {r.name: (r.value, r.sense, r.bound) for r in base.rules} == expected
    for reading in base.rules:
        sign = 1 if reading.sense == ">=" else -1
        assert reading.slack == sign * (reading.value - reading.bound) >= 0
        assert reading.binding == (reading.slack == 0)
        assert reading.rule == reading.name.partition("[")[0]


def _may_use_the_earmark(application):
    return application.target == "thematic_network" and application.columns["regional_town_project"] == ("yes",)


def test_a_row_that_is_met_exactly_is_binding():
    exactly = solve(a_scenario(FEW, {"budget": {"kind": "budget", "amount": 90}}))
    [budget] = exactly.rules

    assert (budget.value, budget.slack, budget.binding, budget.blocks) == (90, 0, True, ("H3",))


def test_the_parts_of_the_money_sum_to_what_is_granted():
    for name in ("base", "partial-funding"):
        found, call = solution(name), scenario(name).call
        assert sum(award.euros for award in found.awards) == found.granted
        for parts in (found.by_region(), found.by_year(), found.by_pot(), found.by_column("target")):
            assert sum(parts.values()) == found.granted
        for award in found.awards:
            assert sum(award.by_region) == sum(award.by_year) == award.euros
            assert sum(found.payments[award.application].values()) == award.euros
        assert list(found.by_year()) == [2021, 2022, 2023]
        assert list(found.by_region()) == list(call.region_codes)


def test_only_those_whom_the_earmark_is_for_are_paid_from_it():
    base = solution()

    assert set(base.by_pot()) == {"regional_towns", GENERAL}
    assert base.by_pot()["regional_towns"] <= 1_500_000
    assert base.by_pot()[GENERAL] <= 5_500_000
    for id_, paid in base.payments.items():
        assert "regional_towns" not in paid or _may_use_the_earmark(base.scenario.call[id_])


def test_what_a_synergy_saves_is_paid_by_the_general_money_again():
    call = a_call(H1={"North": 60}, H2={"North": 60}, H3={"North": 30}, columns={"H3": {"theme": ("sea",)}})
    rules = {
        "budget": {"kind": "budget", "amount": 130},
        "pot": {"kind": "earmark", "amount": 30, "ring_fenced": True, "for": {"theme": "sea"}},
        "together": {"kind": "synergy", "of": ["H1", "H2"], "saves": 20},
    }

    found = solve(a_scenario(call, rules))

    assert found.payments == {"H1": {GENERAL: 60}, "H2": {GENERAL: 60}, "H3": {"pot": 30}}
    assert found.by_pot() == {"pot": 30, GENERAL: 120}


def test_the_written_solution_is_the_same_bytes_every_time_and_counts_in_whole_euros():
    text = solution().to_json()
    written = json.loads(text)

    assert solve(read_scenario(EXAMPLE / "base.yaml")).to_json() == text
    assert text.endswith("}\n")
    assert written["funded"] == BASE
    assert (written["value"], written["granted"], written["gap"]) == ("64.9", 6_989_300, "0")
    assert sum(award["euros"] for award in written["awards"]) == written["granted"]
    for award in written["awards"]:
        assert all(sum(award[part].values()) == award["euros"] for part in ("by_year", "by_region", "by_pot"))
    assert set(written["not_funded"]) == {a.id for a in scenario("base").call.applications} - set(BASE)
    assert set(written["provenance"]["files"]) == {"base.yaml", "applications.csv", "partners.csv", "scores.csv"}


def test_the_frame_has_a_row_for_every_application_and_its_money_sums():
    found, call = solution("partial-funding"), scenario("partial-funding").call
    frame = found.frame()

    assert list(frame.columns) == [
        *("title", "target", "applicant", "granting_authority", "value", "requested", "award", "level", "outcome"),
        *("2021", "2022", "2023", "regional_towns", "general"),
    ]
    assert list(frame.index) == [a.id for a in call.applications]
    assert frame["award"].sum() == found.granted
    assert (frame[["2021", "2022", "2023"]].sum(axis=1) == frame["award"]).all()
    assert (frame[["regional_towns", "general"]].sum(axis=1) == frame["award"]).all()
    assert list(frame.index[frame["outcome"] == "funded"]) == list(found.funded)
    assert (frame.loc[frame["outcome"] != "funded", ["award", "level"]] == 0).all(axis=None)
    assert set(frame["outcome"]) == {"funded", "not_funded", "below_threshold", "ineligible"}
    assert frame.loc["H23", "level"] == 0.8


def test_progress_is_told_in_words():
    said = []
    solve(a_scenario(EQUALS, {"budget": {"kind": "budget", "amount": 10}}), progress=said.append)

    assert said[0] == "maximising value"
    assert said[-1] == "14 portfolios tied on value"


# Solutions side by side


@pytest.mark.parametrize("name", TOLD)
def test_a_scenario_moves_the_applications_that_it_is_told_to_move(name):
    value, tied, came_in, fell_out = TOLD[name]
    against = compare([solution("base"), solution(name)])
    summary = against.summary().iloc[1]

    assert against.came_in(solution(name)) == tuple(came_in.split())
    assert against.fell_out(solution(name)) == tuple(fell_out.split())
    assert (summary["came_in"], summary["fell_out"]) == (", ".join(came_in.split()), ", ".join(fell_out.split()))
    assert summary["price"] == pytest.approx(float(Fraction("64.90") - Fraction(value)))
    assert (summary["tied_portfolios"], summary["funded"]) == (tied, 18 + len(came_in.split()) - len(fell_out.split()))


def test_every_scenario_has_its_price_in_points():
    against = compare([solution(name) for name in VALUES])
    summary = against.summary()

    assert list(summary.index) == list(VALUES)
    assert set(summary["status"]) == {"optimal"}
    assert {solved.scenario.name: solved.value for solved in against.solutions} == VALUES
    assert summary["price"].round(6).to_dict() == {
        "base": 0.0,
        "no-balance-rule": -1.43,
        "earmark-smaller": -0.4,
        "budget-cut": 7.03,
        "zones-fifth": 0.86,
        "partial-funding": -0.734,
        "northern-floor": 0.62,
        "earmark-larger": 1.55,
    }
    assert summary.loc["earmark-larger", "tied_portfolios"] == 3


@pytest.mark.parametrize("by", ["region", "year", "pot", "target", "granting_authority"])
def test_money_by_any_measure_sums_to_what_each_scenario_grants(by):
    solutions = [solution(name) for name in ("base", "budget-cut", "partial-funding")]
    money = compare(solutions).euros(by)

    assert money.index.name == by
    assert money.sum().to_dict() == {solved.scenario.name: solved.granted for solved in solutions}


def test_awards_side_by_side_can_be_only_those_that_move():
    against = compare([solution("base"), solution("budget-cut")])

    assert list(against.awards(moved_only=True).index) == ["H05", "H34"]
    assert against.awards(moved_only=True)["budget-cut"].to_list() == [0, 0]
    assert against.awards().sum().to_list() == [solution("base").granted, solution("budget-cut").granted]


def test_two_solutions_of_the_same_name_are_numbered():
    named = replace(scenario("base"), name="ten per cent less (10 %)", chain=("ten per cent less (10 %)",))
    twice = replace(solution(), model=replace(solution().model, scenario=named))
    against = compare([twice, solution(), twice, twice])

    assert against.names == (
        "ten per cent less (10 %)",
        "base",
        "ten per cent less (10 %) (2)",
        "ten per cent less (10 %) (3)",
    )
    assert list(against.awards().columns) == list(against.names)


def test_another_objective_has_no_price_in_points():
    number = solve(a_scenario(FEW, BUDGET, {"maximise": "number_funded"}))
    summary = compare([solve(a_scenario(FEW, BUDGET)), number]).summary()

    assert summary["price"].isna().to_list() == [False, True]


def test_to_compare_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare([])
