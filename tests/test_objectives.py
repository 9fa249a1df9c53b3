"""Objectives: what a portfolio is worth by each goal, counted by hand."""

from fractions import Fraction
from typing import get_args

import pytest
from builders import a_call, a_scenario, every_portfolio, model_of, portfolio, problems
from pydantic import ValidationError

from allocator.objectives import TITLES, Maximise, Objective, Tie
from allocator.text import LANGUAGES

CALL = a_call(
    H1={"North": 40},
    H2={"North": 20, "South": 141},
    H3={"South": 30},
    values={"H1": "2.5", "H2": 4, "H3": 1},
    municipalities={"H1": "Salo", "H2": "Turku", "H3": "Salo"},
)
MONEY = {"money": {"kind": "budget", "amount": 400}}
EQUAL = {"reference": {"equal": 1}}


def goal(objective, *awards, rules=MONEY, call=CALL):
    """Return a portfolio's value by the objective, as people read it."""
    model = model_of(call, rules, objective)
    return model.objective.shown(model.objective.at(portfolio(model, *awards)))


def tie(name, *awards, call=CALL, rules=MONEY):
    """Return a portfolio's value by one tie-break; greater is better."""
    model = model_of(call, rules, {"ties": [name]})
    [only] = model.ties
    return only.at(portfolio(model, *awards))


@pytest.mark.parametrize(
    ("objective", "awards", "value"),
    [
        ({}, ["H1", "H2"], "6.5"),
        ({"maximise": "value"}, ["H1", "H2"], "6.5"),
        ({"maximise": "value"}, [], "0"),
        ({"maximise": "value_by_euros"}, ["H1", "H2"], "744"),  # 2.5 x 40 + 4 x 161
        ({"maximise": "number_funded"}, ["H1", "H3"], "2"),
        # Half of 400 is 200 for each region: North 60, South 141 of it.
        ({"maximise": "worst_region", **EQUAL}, ["H1", "H2"], "0.3"),
        ({"maximise": "worst_region", **EQUAL}, ["H1"], "0"),
        ({"minimise": "total_deviation", **EQUAL}, ["H1", "H2"], "199"),  # 140 + 59
        ({"minimise": "total_deviation", **EQUAL}, [], "400"),
    ],
)
def test_each_goal_is_what_a_person_counts(objective, awards, value):
    assert goal(objective, *awards) == Fraction(value)


def test_what_is_minimised_is_turned_so_that_greater_is_better_and_shown_as_it_is():
    model = model_of(CALL, MONEY, {"minimise": "total_deviation", **EQUAL})
    chosen = portfolio(model, "H1", "H2")

    assert model.objective.at(chosen) == -199
    assert model.objective.shown(model.objective.at(chosen)) == 199


def test_a_region_outside_the_reference_is_neither_worst_nor_deviant():
    outside = {"reference": {"equal": 1, "outside": ["South"]}}

    assert goal({"maximise": "worst_region", **outside}, "H1") == Fraction(1, 10)
    assert goal({"minimise": "total_deviation", **outside}, "H1") == 360


def test_shares_are_of_what_is_not_held_back():
    rules = {"money": {"kind": "budget", "amount": 410, "holdback": 10}}

    assert goal({"maximise": "worst_region", **EQUAL}, "H1", "H2", rules=rules) == Fraction("0.3")


def test_a_synergy_is_part_of_the_value():
    rules = MONEY | {"pair": {"kind": "synergy", "of": ["H1", "H2"], "value": "0.25"}}

    assert goal({}, "H1", "H2", rules=rules) == Fraction("6.75")
    assert goal({}, "H1", "H3", rules=rules) == Fraction("3.5")
    assert tie("higher_value", "H1", "H2", rules=rules) == Fraction("6.75")


def test_the_published_value_is_what_is_maximised():
    call = a_call(H1={"North": 40}, values={"H1": "2.345"})

    assert goal({}, "H1", call=call) == Fraction("2.35")


def test_value_by_euros_is_exact_beyond_64_bits():
    call = a_call(H1={"North": 10**15}, H2={"North": 10**15 - 1}, values={"H1": "99.99", "H2": "99.99"}, decimals=6)

    assert goal({"maximise": "value_by_euros"}, "H1", "H2", call=call) == Fraction("99.99") * (2 * 10**15 - 1)


@pytest.mark.parametrize(
    ("name", "awards", "value"),
    [
        ("more_funded", ["H1", "H3"], 2),
        ("more_regions", ["H1"], 1),
        ("more_regions", ["H2"], 2),
        ("more_regions", ["H1", "H2", "H3"], 2),
        ("more_regions", [], 0),
        ("more_municipalities", ["H1", "H3"], 1),
        ("more_municipalities", ["H1", "H2"], 2),
        ("higher_value", ["H1", "H3"], Fraction("3.5")),
        ("lower_cost", ["H1", "H3"], -70),
        ("higher_cost", ["H1", "H3"], 70),
    ],
)
def test_each_tie_break_is_what_a_person_counts(name, awards, value):
    assert tie(name, *awards) == value


def test_the_order_of_ties_is_the_published_one_with_the_id_left_to_the_last():
    model = model_of(CALL, MONEY)

    assert [each.name for each in model.goals] == ["value", "more_regions", "more_municipalities", "lower_cost"]
    assert model.scenario.objective.ties[-1] == "application_id"


def test_the_application_id_comes_last_even_where_it_is_not_written():
    assert Objective(ties=("lower_cost",)).ties == ("lower_cost", "application_id")
    assert Objective(ties=()).ties == ("application_id",)


def test_no_portfolio_is_beyond_the_range_of_a_goal():
    model = model_of(CALL, MONEY, {"minimise": "total_deviation", **EQUAL})
    portfolios = list(every_portfolio(model))

    assert len(portfolios) == 8
    for each in model.goals:
        low, high = each.form.range()
        assert all(low <= each.at(some) <= high for some in portfolios)


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        (
            {"maximise": "value", "minimise": "total_deviation", **EQUAL},
            "column objective: wrong value; expected maximise or minimise, not both",
        ),
        ({"maximise": "worst_region"}, "column objective: worst_region needs reference shares"),
        ({"minimise": "total_deviation"}, "column objective: total_deviation needs reference shares"),
        (
            {"ties": ["lower_cost", "lower_cost"]},
            "column objective.ties: wrong value; expected each tie-break once",
        ),
        (
            {"ties": ["application_id", "lower_cost"]},
            "column objective.ties: application_id leaves nothing to decide, so it comes last",
        ),
        (
            {"maximise": "worst_regoin", **EQUAL},
            "column objective.maximise: unknown value; found 'worst_regoin'; "
            "expected one of value, value_by_euros, number_funded, worst_region; did you mean 'worst_region'?",
        ),
        (
            {"maximise": "worst_region", "reference": {"equal": 1, "outside": ["Nort"]}},
            "column objective.reference.outside: unknown region; found 'Nort'; "
            "expected one of North, South, 01, 02; did you mean 'North'?",
        ),
        (
            {"maximise": "worst_region", "reference": {"equal": "0.5"}},
            "column objective.reference: equal, population and requested sum to 0.5, not to 1",
        ),
    ],
)
def test_a_wrong_objective_is_answered_with_the_right_one(objective, said):
    assert problems(CALL, MONEY, objective) == [said]


@pytest.mark.parametrize("objective", [{"maximise": "worst_region"}, {"minimise": "total_deviation"}])
def test_shares_of_a_budget_need_a_budget(objective):
    [name] = objective.values()

    assert problems(CALL, {}, objective | EQUAL) == [
        f"column objective: {name} measures against shares of the budget, and no rule sets one"
    ]


def test_a_reference_that_is_not_needed_needs_no_budget():
    assert a_scenario(CALL, {}, {"maximise": "value", **EQUAL}).objective.name == "value"


def test_a_misspelt_tie_is_refused():
    with pytest.raises(ValidationError, match="lower_cost"):
        Objective(ties=("lower_cots",))


def test_everything_that_may_be_maximised_or_decide_has_a_name_in_three_languages():
    assert set(TITLES) == {*get_args(Maximise), *get_args(Tie), "total_deviation"}
    assert all(getattr(title, language) for title in TITLES.values() for language in LANGUAGES)
