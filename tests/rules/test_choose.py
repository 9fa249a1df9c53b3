"""Choose: so many of a list, at least, at most or exactly."""

import pytest
from builders import a_call, a_scenario, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"South": 61}, H3={"South": 53}, minimum={"H1": 20})
PARTS = {"kind": "levels", "levels": ["1", "0.5"]}


def choose(of=("H1", "H2", "H3"), **options):
    return {"some": {"kind": "choose", "of": list(of), **options}}


SCENARIOS = {
    "At least one of three and at most two.": a_scenario(
        a_call(H1={"North": 40}, H2={"South": 61}, H3={"South": 53}), choose(at_least=1, at_most=2)
    ),
    "Exactly one of two, at whatever level.": a_scenario(
        CALL, {"parts": PARTS, "one": choose(("H1", "H2"), exactly=1)["some"]}
    ),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("choose")


@pytest.mark.parametrize(
    ("option", "k", "left"),
    [
        ("at_least", 2, 0),
        ("at_least", 3, -1),
        ("at_most", 2, 0),
        ("at_most", 1, -1),
        ("exactly", 2, 0),
        ("exactly", 1, -1),
        ("exactly", 3, -1),
    ],
)
def test_two_funded_are_two_and_neither_one_nor_three(option, k, left):
    assert slack(CALL, choose(**{option: k}), f"some[{option}]", "H1", "H3") == left


def test_an_application_off_the_list_is_not_counted():
    assert slack(CALL, choose(("H1", "H2"), exactly=1), "some[exactly]", "H1", "H3") == 0


def test_a_partial_award_is_an_award():
    assert slack(CALL, {"parts": PARTS, **choose(exactly=1)}, "some[exactly]", "H1@50") == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "column rules.some: a choice needs at_least, at_most or exactly"),
        ({"at_least": 2, "at_most": 1}, "column rules.some: at_least is more than at_most"),
        (
            {"exactly": 1, "at_least": 1},
            "column rules.some: exactly stands alone, without at_least and at_most",
        ),
        ({"exactly": 0, "at_most": 1}, "column rules.some: exactly stands alone, without at_least and at_most"),
        ({"of": ["H1", "H1"], "at_most": 1}, "column rules.some: the list names an application twice"),
        (
            {"of": ["H1", "H"], "at_most": 1},
            "column rules.some.of: unknown application; found 'H'; expected one of H1, H2, H3; did you mean 'H3'?",
        ),
        (
            {"of": ["H1", "H2"], "at_least": 3},
            "column rules.some: more are asked for than the list has; found '3'; expected at most 2",
        ),
        (
            {"of": ["H1", "H2"], "exactly": 3},
            "column rules.some: more are asked for than the list has; found '3'; expected at most 2",
        ),
    ],
)
def test_a_wrong_choice_is_answered_with_the_right_one(options, said):
    assert problems(CALL, choose(**options)) == [said]


@pytest.mark.parametrize(
    ("options", "place", "found"),
    [
        ({"at_least": -1}, "some.at_least", -1),
        ({"at_most": -1}, "some.at_most", -1),
        ({"exactly": -1}, "some.exactly", -1),
    ],
)
def test_fewer_than_none_cannot_be_chosen(options, place, found):
    [said] = problems(CALL, choose(**options))

    assert said.startswith(f"column rules.{place}: ")
    assert f"; found '{found}'" in said


def test_an_empty_list_is_refused():
    [said] = problems(CALL, choose((), at_most=1))

    assert said.startswith("column rules.some.of: ")


@pytest.mark.parametrize(
    ("options", "fi", "sv", "en"),
    [
        (
            {"at_least": 1, "at_most": 2},
            "Näistä rahoitetaan vähintään 1 ja enintään 2: H1, H2 ja H3.",
            "Av dessa finansieras minst 1 och högst 2: H1, H2 och H3.",
            "Of these, at least 1 and at most 2 are funded: H1, H2 and H3.",
        ),
        (
            {"exactly": 2},
            "Näistä rahoitetaan täsmälleen 2: H1, H2 ja H3.",
            "Av dessa finansieras exakt 2: H1, H2 och H3.",
            "Of these, exactly 2 are funded: H1, H2 and H3.",
        ),
    ],
)
def test_the_sentence_tells_the_numbers_and_the_list(options, fi, sv, en):
    assert words(CALL, choose(**options), "some") == {"fi": fi, "sv": sv, "en": en}
