"""Lock: a decision already taken, with its reason and the name of who took it."""

import pytest
from builders import a_call, a_scenario, model_of, problems, row_of, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"South": 61}, minimum={"H1": 20})
PARTS = {"kind": "levels", "levels": ["1", "0.5"]}


def lock(decision="fund", reason="pilot", by="board", application="H1", **options):
    rule = {"kind": "lock", "application": application, "decision": decision, "reason": reason, "by": by}
    return {"kept": rule | options}


SCENARIOS = {
    "Funded at any level.": a_scenario(CALL, {"parts": PARTS, **lock()}),
    "Rejected at every level.": a_scenario(CALL, {"parts": PARTS, "gone": lock("reject", "withdrawn")["kept"]}),
    "Funded at half of the request.": a_scenario(CALL, {"parts": PARTS, "half": lock(level="0.5")["kept"]}),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("lock")


@pytest.mark.parametrize(
    ("options", "awards", "left"),
    [
        ({}, ["H1"], 0),
        ({}, ["H1@50"], 0),
        ({}, ["H2"], -1),
        ({"decision": "reject"}, ["H2"], 0),
        ({"decision": "reject"}, ["H1"], -1),
        ({"decision": "reject"}, ["H1@50"], -1),
        ({"level": "50 %"}, ["H1@50"], 0),
        ({"level": "50 %"}, ["H1"], -1),
        ({"level": "1"}, ["H1"], 0),
        ({"level": "1"}, ["H1@50"], -1),
    ],
)
def test_a_lock_holds_for_the_decision_that_it_is_and_for_no_other(options, awards, left):
    assert slack(CALL, {"parts": PARTS, **lock(**options)}, "kept", *awards) == left


def test_a_lock_on_what_cannot_be_funded_is_a_row_that_cannot_hold():
    rules = {"good": {"kind": "threshold", "at_least": 2}, **lock()}

    assert not row_of(model_of(CALL, rules), "kept").possible


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"decision": "reject", "level": "0.5"}, ["column rules.kept: a rejection has no level"]),
        (
            {"application": "H22"},
            [
                "column rules.kept.application: unknown application; found 'H22'; "
                "expected one of H1, H2; did you mean 'H2'?"
            ],
        ),
        ({"level": "0"}, ["column rules.kept: a funded application has a level above 0"]),
        (
            {"decision": "rejct"},
            [
                "column rules.kept.decision: unknown value; found 'rejct'; "
                "expected one of fund, reject; did you mean 'reject'?"
            ],
        ),
    ],
)
def test_a_wrong_lock_is_answered_with_the_right_one(options, said):
    assert problems(CALL, lock(**options)) == said


@pytest.mark.parametrize(
    ("options", "place", "found"), [({"reason": ""}, "kept.reason", ""), ({"by": ""}, "kept.by", "")]
)
def test_an_empty_reason_or_name_is_none(options, place, found):
    [said] = problems(CALL, lock(**options))

    assert said.startswith(f"column rules.{place}: ")
    assert f"; found '{found}'" in said


def test_a_lock_without_a_reason_and_a_name_is_an_error():
    assert problems(CALL, {"kept": {"kind": "lock", "application": "H1", "decision": "fund"}}) == [
        "column rules.kept.reason: missing",
        "column rules.kept.by: missing",
    ]


@pytest.mark.parametrize(
    ("options", "fi", "sv", "en"),
    [
        ({}, "H1 rahoitetaan (pilot; board).", "H1 finansieras (pilot; board).", "H1 is funded (pilot; board)."),
        (
            {"decision": "reject"},
            "H1 ei rahoiteta (pilot; board).",
            "H1 finansieras inte (pilot; board).",
            "H1 is not funded (pilot; board).",
        ),
        (
            {"level": "0.5"},
            "H1 rahoitetaan, osuus haetusta 50 % (pilot; board).",
            "H1 finansieras, andel av det sökta 50 % (pilot; board).",
            "H1 is funded at 50% of its request (pilot; board).",
        ),
    ],
)
def test_the_sentence_tells_the_decision_its_reason_and_who_took_it(options, fi, sv, en):
    assert words(CALL, lock(**options), "kept") == {"fi": fi, "sv": sv, "en": en}
