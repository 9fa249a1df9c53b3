"""Synergy: applications that are worth more, or cost less, together."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, model_of, portfolio, problems, slack, words
from written import golden, rows_written

VALUES = {"H1": 2, "H2": 3}
CALL = a_call(H1={"North": 40}, H2={"South": 61}, values=VALUES)
THREE = a_call(H1={"North": 40}, H2={"South": 61}, H3={"South": 31}, values=VALUES)


def pair(*of, **options):
    return {"pair": {"kind": "synergy", "of": list(of or ("H1", "H2")), **options}}


SCENARIOS = {
    "Both together are worth half a point more.": a_scenario(CALL, pair(value="0.5")),
    "They overlap: together they are worth a point less, and the solver may not look away.": a_scenario(
        CALL, pair(value="-1")
    ),
    "They save 10 euros, which return to the general money and never to a pot of its own.": a_scenario(
        THREE,
        {
            "money": {"kind": "budget", "amount": 100},
            "pot": {
                "kind": "earmark",
                "amount": 30,
                "for": {"application": "H3"},
                "ring_fenced": True,
                "only": True,
            },
            **pair(saves=10),
        },
    ),
}


def value(call, rules, *awards):
    model = model_of(call, rules)
    return model.objective.at(portfolio(model, *awards))


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS, objective=True) == golden("synergy")


@pytest.mark.parametrize("extra", ["0.5", "-1"])
def test_the_extra_value_comes_when_all_are_funded_and_not_before(extra):
    assert value(CALL, pair(value=extra), "H1", "H2") == 5 + Fraction(extra)
    assert value(CALL, pair(value=extra), "H1") == 2
    assert value(CALL, pair(value=extra), "H2") == 3
    assert value(CALL, pair(value=extra)) == 0


@pytest.mark.parametrize("extra", [1, -1])
def test_two_of_three_are_not_all(extra):
    rules = pair("H1", "H2", "H3", value=extra)

    assert value(THREE, rules, "H1", "H2") == 5
    assert value(THREE, rules, "H1", "H2", "H3") == 6 + extra


def test_a_partial_award_is_together_too():
    call = a_call(H1={"North": 40}, H2={"South": 61}, values=VALUES, minimum={"H1": 20})
    rules = {"parts": {"kind": "levels", "levels": ["1", "0.5"]}, **pair(value=1)}

    assert value(call, rules, "H1@50", "H2") == 5


@pytest.mark.parametrize(("amount", "left"), [(91, 0), (90, -1)])
def test_what_is_saved_lets_the_budget_hold_to_the_euro(amount, left):
    rules = {"money": {"kind": "budget", "amount": amount}, **pair(saves=10)}

    assert slack(CALL, rules, "money", "H1", "H2") == left
    assert slack(CALL, rules, "money", "H2") == amount - 61


def test_what_is_saved_does_not_return_to_a_pot_of_its_own():
    saving = "They save 10 euros, which return to the general money and never to a pot of its own."
    rules = SCENARIOS[saving].written["rules"]

    assert slack(THREE, rules, "pot[general]", "H1", "H2") == -21
    assert slack(THREE, rules, "pot[pot]", "H1", "H2", "H3/pot") == -1


def test_value_and_saving_can_come_from_one_rule():
    rules = {"money": {"kind": "budget", "amount": 91}, **pair(value=1, saves=10)}

    assert slack(CALL, rules, "money", "H1", "H2") == 0
    assert value(CALL, rules, "H1", "H2") == 6


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (pair(), "column rules.pair: a synergy needs a value or saves"),
        (pair(value=0, saves=0), "column rules.pair: a synergy needs a value or saves"),
        (pair("H1", "H1", value=1), "column rules.pair: the list names an application twice"),
        (pair(value=-1, saves=1), "column rules.pair: write an overlap and a saving as two rules"),
        (
            pair("H1", "h2", value=1),
            "column rules.pair.of: unknown application; found 'h2'; expected one of H1, H2; did you mean 'H2'?",
        ),
        (
            pair(value=1, saves="1.5"),
            "column rules.pair.saves: wrong value; found '1.5'; expected whole euros from 0 to 1000000000000000",
        ),
    ],
)
def test_a_wrong_synergy_is_answered_with_the_right_one(rule, said):
    assert problems(CALL, rule) == [said]


def test_one_application_alone_is_no_synergy():
    [said] = problems(CALL, pair("H1", value=1))

    assert said.startswith("column rules.pair.of: ")


def test_the_sentence_tells_the_extra_value_and_the_saving():
    assert words(CALL, pair(value="1.5", saves=20000), "pair") == {
        "fi": "Jos kaikki rahoitetaan (H1 ja H2): lisäarvo 1,50 ja säästö 20 000 €.",
        "sv": "Om alla finansieras (H1 och H2): mervärde 1,50 och inbesparing 20 000 €.",
        "en": "If all are funded (H1 and H2): extra value 1.50 and saving €20,000.",
    }


def test_the_sentence_of_an_overlap_has_a_minus_sign():
    assert words(CALL, pair(value="-1"), "pair")["en"] == "If all are funded (H1 and H2): extra value −1.00."
