"""Requires: one application only together with others."""

import pytest
from builders import a_call, a_scenario, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"South": 61}, H3={"South": 53}, minimum={"H1": 20})
PARTS = {"kind": "levels", "levels": ["1", "0.5"]}


def needs(application, *others):
    return {"pair": {"kind": "requires", "application": application, "needs": list(others)}}


SCENARIOS = {
    "H1 only with H2.": a_scenario(CALL, needs("H1", "H2")),
    "H3 only with both others, H1 at whatever level.": a_scenario(
        CALL, {"parts": PARTS, "trio": needs("H3", "H1", "H2")["pair"]}
    ),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("requires")


@pytest.mark.parametrize(
    ("awards", "left"), [(("H1", "H2"), 0), (("H1",), -1), (("H2",), 1), ((), 0), (("H1", "H3"), -1)]
)
def test_an_application_alone_is_refused_and_together_or_without_it_is_not(awards, left):
    assert slack(CALL, needs("H1", "H2"), "pair", *awards) == left


def test_every_one_of_several_is_needed():
    rules = needs("H3", "H1", "H2")

    assert slack(CALL, rules, "pair[H1]", "H1", "H3") == 0
    assert slack(CALL, rules, "pair[H2]", "H1", "H3") == -1


def test_a_partial_award_is_enough_to_be_together():
    rules = {"parts": PARTS, **needs("H3", "H1")}

    assert slack(CALL, rules, "pair", "H1@50", "H3") == 0


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (needs("H1", "H1"), "column rules.pair: an application cannot need itself"),
        (needs("H1", "H2", "H2"), "column rules.pair: the list names an application twice"),
        (
            needs("H1", "H22"),
            "column rules.pair: unknown application; found 'H22'; expected one of H1, H2, H3; did you mean 'H2'?",
        ),
        (
            needs("X1", "H2"),
            "column rules.pair: unknown application; found 'X1'; expected one of H1, H2, H3",
        ),
    ],
)
def test_a_wrong_requirement_is_answered_with_the_right_one(rule, said):
    assert problems(CALL, rule) == [said]


def test_nothing_needed_is_refused():
    [said] = problems(CALL, needs("H1"))

    assert said.startswith("column rules.pair.needs: ")


def test_the_sentence_names_all_of_them():
    assert words(CALL, needs("H3", "H1", "H2"), "pair") == {
        "fi": "H3 rahoitetaan vain, jos rahoitetaan myös H1 ja H2.",
        "sv": "H3 finansieras bara om också H1 och H2 finansieras.",
        "en": "H3 is funded only if H1 and H2 are funded too.",
    }


def test_the_sentence_about_one_speaks_of_one():
    assert words(CALL, needs("H3", "H1"), "pair")["en"] == "H3 is funded only if H1 is funded too."
