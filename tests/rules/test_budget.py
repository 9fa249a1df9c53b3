"""Budget: the awards fit into the money."""

import pytest
from builders import a_call, a_scenario, model_of, portfolio, problems, row_of, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"North": 20, "South": 141})
PARTS = a_call(H1={"North": 40}, H2={"South": 61}, minimum={"H1": 20})
PAIR = a_call(H1={"North": 61}, H2={"South": 50})
SCENARIOS = {
    "Awards come to the amount less the holdback.": a_scenario(
        CALL, {"money": {"kind": "budget", "amount": 100, "holdback": 10}}
    ),
    "A partial award counts by its own euros, and of an application's awards at most one is made.": a_scenario(
        PARTS, {"parts": {"kind": "levels", "levels": ["1", "0.5"]}, "money": {"kind": "budget", "amount": 81}}
    ),
    "What a synergy saves returns to the budget.": a_scenario(
        PAIR,
        {
            "money": {"kind": "budget", "amount": 100},
            "pair": {"kind": "synergy", "of": ["H1", "H2"], "saves": 10},
        },
    ),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("budget")


@pytest.mark.parametrize(("amount", "holdback", "left"), [(201, 0, 0), (200, 0, -1), (211, 10, 0), (211, 11, -1)])
def test_awards_that_come_to_the_budget_fit_and_one_euro_more_does_not(amount, holdback, left):
    rules = {"money": {"kind": "budget", "amount": amount, "holdback": holdback}}

    assert slack(CALL, rules, "money", "H1", "H2") == left


def test_granting_nothing_leaves_all_that_is_not_held_back():
    assert slack(CALL, {"money": {"kind": "budget", "amount": 100, "holdback": 10}}, "money") == 90


def test_a_partial_award_is_counted_by_what_is_granted():
    rules = {"parts": {"kind": "levels", "levels": ["1", "0.5"]}, "money": {"kind": "budget", "amount": 81}}

    assert slack(PARTS, rules, "money", "H1@50", "H2") == 0
    assert slack(PARTS, rules, "money", "H1", "H2") == -20


@pytest.mark.parametrize(("saves", "left"), [(11, 0), (10, -1)])
def test_what_is_saved_together_may_be_spent(saves, left):
    rules = {
        "money": {"kind": "budget", "amount": 100},
        "pair": {"kind": "synergy", "of": ["H1", "H2"], "saves": saves},
    }

    assert slack(PAIR, rules, "money", "H1", "H2") == left
    assert slack(PAIR, rules, "money", "H1") == 39


def test_of_an_applications_awards_two_cannot_be_made():
    model = model_of(PARTS, {"parts": {"kind": "levels", "levels": ["1", "0.5"]}})
    one = row_of(model, "one_award[H1]")

    assert one.slack(portfolio(model, "H1@50", "H2")) == 0
    assert one.slack(portfolio(model, "H1", "H1@50")) == -1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"holdback": 101}, "column rules.money: the holdback is greater than the amount"),
        (
            {"amount": "10.5"},
            "column rules.money.amount: wrong value; found '10.5'; expected whole euros from 0 to 1000000000000000",
        ),
        (
            {"amount": -1},
            "column rules.money.amount: wrong value; found '-1'; expected whole euros from 0 to 1000000000000000",
        ),
        (
            {"holdbak": 1},
            "column rules.money.holdbak: unknown field; found 'holdbak'; expected one of "
            "kind, title, source, tier, assumption, amount, holdback; did you mean 'holdback'?",
        ),
        (
            {"tier": "polcy"},
            "column rules.money.tier: unknown value; found 'polcy'; expected one of law, policy, wish; "
            "did you mean 'policy'?",
        ),
    ],
)
def test_a_wrong_budget_is_answered_with_the_right_one(changed, said):
    assert problems(CALL, {"money": {"kind": "budget", "amount": 100, **changed}}) == [said]


def test_a_holdback_of_the_whole_amount_is_allowed():
    assert slack(CALL, {"money": {"kind": "budget", "amount": 100, "holdback": 100}}, "money") == 0


def test_an_unknown_kind_of_rule_is_answered_with_the_nearest():
    [said] = problems(CALL, {"money": {"kind": "budgt", "amount": 100}})

    assert said.startswith("column rules.money.kind: unknown kind of rule; found 'budgt'; expected one of budget, ")
    assert said.endswith("; did you mean 'budget'?")


def test_the_sentence_tells_the_amount_and_what_is_held_back():
    said = words(CALL, {"money": {"kind": "budget", "amount": 7000000, "holdback": 50000}}, "money")

    assert said == {
        "fi": "Rahoitusta myönnetään yhteensä enintään 6 950 000 € (7 000 000 €, josta varattu muuhun 50 000 €).",
        "sv": "Sammanlagt beviljas högst 6 950 000 € (7 000 000 €, varav 50 000 € reserverats för annat).",
        "en": "Awards come to €6,950,000 at most (€7,000,000, of which €50,000 is held back).",
    }
