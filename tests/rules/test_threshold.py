"""Threshold: a value, or a criterion's mean, below which there is no candidate award."""

import pytest
from builders import a_call, a_scenario, model_of, problems, words
from written import awards_written, golden

CALL = a_call(H1={"North": 40}, H2={"South": 61}, values={"H1": 3, "H2": "2.99"})
SCORED = a_call(
    H1={"North": 40},
    H2={"South": 61},
    scores={"H1": {"quality": 3, "impact": 2}, "H2": {"quality": 5, "impact": 1}},
)
KINDS = a_call(H1={"North": 40}, H2={"South": 61}, values={"H1": 2, "H2": 1}, targets={"H1": "network", "H2": "zone"})


def good(at_least=3, **options):
    return {"good": {"kind": "threshold", "at_least": at_least, **options}}


SCENARIOS = {
    "A value of exactly 3 passes; one of 2.99 does not.": a_scenario(CALL, good()),
    "A criterion's mean of exactly 2 passes; one of 1 does not, though H2's value (1 + 5) / 2 = 3 "
    "is the greater.": a_scenario(SCORED, good(2, criterion="impact")),
    "Only networks are held against it: H2 is a zone.": a_scenario(KINDS, good(**{"for": {"target": "network"}})),
}


def funded_somehow(call, rules):
    return [award.application for award in model_of(call, rules).candidates.awards]


def test_the_candidate_awards_are_those_worked_out_by_hand():
    assert awards_written(SCENARIOS) == golden("threshold")


def test_it_yields_no_row():
    assert model_of(CALL, good()).rows == ()


@pytest.mark.parametrize(("at_least", "left"), [("3", ["H1"]), ("3.01", []), ("2.99", ["H1", "H2"])])
def test_exactly_at_the_threshold_passes_and_a_hundredth_below_does_not(at_least, left):
    assert funded_somehow(CALL, good(at_least)) == left


@pytest.mark.parametrize(("at_least", "left"), [("2", ["H1"]), ("2.01", []), ("1", ["H1", "H2"])])
def test_a_criterions_mean_exactly_at_the_threshold_passes(at_least, left):
    assert funded_somehow(SCORED, good(at_least, criterion="impact")) == left


@pytest.mark.parametrize(("value", "left"), [("2.995", ["H1"]), ("2.994", [])])
def test_it_is_the_published_value_that_is_held_against_it(value, left):
    assert funded_somehow(a_call(H1={"North": 40}, values={"H1": value}), good()) == left


def test_applications_that_it_does_not_concern_pass():
    assert funded_somehow(KINDS, good(**{"for": {"target": "zone"}})) == ["H1"]


def test_the_reason_is_recorded_in_three_languages():
    [refusal] = model_of(CALL, good()).refusals["H2"]

    assert refusal.cause == "threshold"
    assert refusal.text["fi"] == "Vähimmäistaso ei täyty: arvo on 2,99; vaaditaan vähintään 3,00."
    assert refusal.text["sv"] == "Miniminivån nås inte: värdet är 2,99; minst 3,00 krävs."
    assert refusal.text["en"] == "Below the threshold: the value is 2.99; at least 3.00 is required."


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"criterion": "impct"},
            "column rules.good.criterion: unknown criterion; found 'impct'; expected one of quality, impact; "
            "did you mean 'impact'?",
        ),
        (
            {"at_least": "much"},
            "column rules.good.at_least: wrong value; found 'much'; expected a number, such as \"2.5\"",
        ),
        (
            {"for": {"region": "Noth"}},
            "column rules.good.for.region: unknown region; found 'Noth'; expected one of North, South, 01, 02; "
            "did you mean 'North'?",
        ),
    ],
)
def test_a_wrong_threshold_is_answered_with_the_right_one(options, said):
    assert problems(SCORED, good(**options)) == [said]


def test_without_criteria_no_criterion_is_known():
    assert problems(CALL, good(criterion="impact")) == [
        "column rules.good.criterion: unknown criterion; found 'impact'; expected a criterion; the call has none"
    ]


def test_the_sentence_tells_the_threshold_with_the_calls_decimals():
    assert words(CALL, good("2.5"), "good") == {
        "fi": "Rahoitetaan vain, jos arvo on vähintään 2,50.",
        "sv": "Finansieras bara om värdet är minst 2,50.",
        "en": "Funded only if the value is at least 2.50.",
    }


def test_the_sentence_tells_whom_it_concerns():
    said = words(KINDS, good(**{"for": {"target": "network"}}), "good")

    assert all("network" in sentence for sentence in said.values())
