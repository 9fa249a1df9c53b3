"""Levels: which parts of a request may be granted, and how much at most and at least."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, model_of, problems, words
from written import awards_written, golden

COSTS = {"H1": {"costs": ("45",), "theme": ("wood",)}}


def parts(*levels, **options):
    return {"parts": {"kind": "levels", **({"levels": list(levels)} if levels else {}), **options}}


TWO = a_call(H1={"North": 40}, H2={"South": 60}, values={"H1": 4, "H2": 3}, minimum={"H1": 20, "H2": 30})
SCENARIOS = {
    "Halves of a euro go up: 0.5 x 41 = 20.5. H2 has no minimum, so it is all or nothing.": a_scenario(
        a_call(
            H1={"North": 20, "South": 21},
            H2={"South": 61},
            years=(2021, 2022),
            by_year={"H1": (20, 21)},
            values={"H1": 4, "H2": 3},
            minimum={"H1": 20},
        ),
        parts("1", "0.5"),
    ),
    "Cut to a greatest award of 30, worth 30/40 of its value 4; half of H1 is 20, "
    "half of H2 is 30 and what the cut leaves too.": a_scenario(TWO, parts("1", "0.5", at_most=30)),
    "A rate of 70 % of costs of 45 is 31.5, at most 31 euros; a partial award keeps the full value.": a_scenario(
        a_call(H1={"North": 40}, values={"H1": 4}, minimum={"H1": 31}, columns=COSTS),
        parts(value="full", rate_at_most="0.7", costs="costs"),
    ),
    "A least award of 21: half of H1 is 20 and is not offered.": a_scenario(
        a_call(H1={"North": 40}, values={"H1": 4}, minimum={"H1": 20}), parts("1", "0.5", at_least=21)
    ),
    "Nothing that the rule allows is enough for H1, which needs 31.": a_scenario(
        a_call(H1={"North": 40}, H2={"South": 60}, values={"H1": 4, "H2": 3}, minimum={"H1": 31, "H2": 30}),
        parts(at_most=30),
    ),
}


def offered(requested, rules, *, minimum=1, value=4, costs=None):
    """Return the euros and value of every award that an application may be given."""
    columns = {"H1": {"costs": (str(costs),)}} if costs is not None else None
    call = a_call(H1={"North": requested}, minimum={"H1": minimum}, values={"H1": value}, columns=columns)
    return [(award.euros, award.value) for award in model_of(call, rules).candidates.awards]


def test_the_candidate_awards_are_those_worked_out_by_hand():
    assert awards_written(SCENARIOS) == golden("levels")


def test_it_yields_no_row_but_that_one_award_is_made():
    assert [row.name for row in model_of(TWO, parts("1", "0.5")).rows] == ["one_award[H1]", "one_award[H2]"]


@pytest.mark.parametrize(("requested", "granted"), [(41, 21), (40, 20), (39, 20)])
def test_a_half_of_a_euro_is_rounded_up(requested, granted):
    assert offered(requested, parts("0.5")) == [(granted, 2)]


@pytest.mark.parametrize(("minimum", "awards"), [(20, [(20, 2)]), (21, [])])
def test_an_award_of_exactly_the_minimum_works_and_one_euro_less_does_not(minimum, awards):
    assert offered(40, parts("0.5"), minimum=minimum) == awards


def test_without_a_minimum_it_is_all_or_nothing():
    assert offered(40, parts("1", "0.5"), minimum=None) == [(40, 4)]


@pytest.mark.parametrize(("least", "awards"), [(20, [(20, 2)]), (21, [])])
def test_the_least_award_is_offered_and_one_euro_less_is_not(least, awards):
    assert offered(40, parts("0.5", at_least=least)) == awards


@pytest.mark.parametrize(("most", "awards"), [(40, [(40, 4)]), (39, [(39, Fraction("3.9"))])])
def test_the_greatest_award_is_whole_and_one_euro_more_is_cut_to_it(most, awards):
    assert offered(40, parts(at_most=most)) == awards


@pytest.mark.parametrize(("costs", "granted"), [(80, 40), (79, 39), (78, 39), (77, 38)])
def test_the_rate_is_a_ceiling_in_whole_euros_never_rounded_up(costs, granted):
    [(euros, _)] = offered(40, parts(rate_at_most="0.5", costs="costs"), costs=costs)

    assert euros == granted


@pytest.mark.parametrize(("value", "worth"), [("proportional", Fraction("1.6")), ("full", Fraction(4))])
def test_a_partial_award_is_worth_its_part_or_the_whole(value, worth):
    assert offered(40, parts("0.4", value=value)) == [(16, worth)]


def test_a_part_of_a_value_is_kept_to_four_decimals_more_than_are_published():
    assert offered(3, parts("1/3"), value=1) == [(1, Fraction("0.333333"))]


def test_two_levels_that_come_to_the_same_euros_are_one_award_of_the_higher_level():
    assert offered(10, parts("0.5", "0.51")) == [(5, Fraction("2.04"))]


def test_levels_concern_the_applications_that_they_name():
    model = model_of(TWO, parts("0.5", **{"for": {"application": "H1"}}))

    assert [award.name for award in model.candidates.awards] == ["H1@50", "H2"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (parts("0"), "column rules.parts: wrong value; expected levels above 0, each once"),
        (parts("0.5", "50 %"), "column rules.parts: wrong value; expected levels above 0, each once"),
        (parts(rate_at_most="0.5"), "column rules.parts: rate_at_most and costs go together"),
        (parts(costs="costs"), "column rules.parts: rate_at_most and costs go together"),
        (
            parts(rate_at_most="0.5", costs="cots"),
            "column rules.parts.costs: unknown column; found 'cots'; expected one of costs, theme; "
            "did you mean 'costs'?",
        ),
        (
            parts(rate_at_most="0.5", costs="theme"),
            "column theme: H1 has no costs that a rate can be taken of; found 'wood'; expected whole euros",
        ),
        (
            parts(value="proportionl"),
            "column rules.parts.value: unknown value; found 'proportionl'; expected one of proportional, full; "
            "did you mean 'proportional'?",
        ),
    ],
)
def test_wrong_levels_are_answered_with_the_right_ones(rule, said):
    assert problems(a_call(H1={"North": 40}, columns=COSTS), rule) == [said]


def test_a_level_beyond_the_request_is_no_share():
    said, *_ = problems(TWO, parts("1.5"))

    assert said.endswith('wrong value; found \'1.5\'; expected a share from 0 to 1, such as "0.25" or "25 %"')


def test_an_application_has_levels_by_one_rule_only():
    twice = {**parts("0.5"), "also": {"kind": "levels", "for": {"application": "H2"}}}

    assert problems(TWO, twice) == ["column rules.also: H2 has levels by two rules; found 'also and parts'"]


def test_the_sentence_tells_every_level_and_ceiling():
    call = a_call(H1={"North": 40}, columns=COSTS)
    rules = parts("1", "0.8", at_least=10000, at_most=500000, rate_at_most="0.7", costs="costs")

    assert words(call, rules, "parts") == {
        "fi": "Haetusta voidaan myöntää 100 % ja 80 %; myöntö vähintään 10 000 €; enintään 500 000 €; "
        "osuus kustannuksista enintään 70 %.",
        "sv": "Av det sökta kan beviljas 100 % och 80 %; beloppet minst 10 000 €; högst 500 000 €; "
        "andel av kostnaderna högst 70 %.",
        "en": "Of a request, this part may be granted: 100% and 80%; an award at least €10,000; at most €500,000; "
        "of the costs at most 70%.",
    }


def test_the_sentence_tells_when_a_part_is_worth_the_whole():
    assert words(TWO, parts("0.5", value="full"), "parts") == {
        "fi": "Haetusta voidaan myöntää 50 %; osittaisella myönnöllä on hakemuksen koko arvo.",
        "sv": "Av det sökta kan beviljas 50 %; ett partiellt belopp har ansökans hela värde.",
        "en": "Of a request, this part may be granted: 50%; a partial award has the application's whole value.",
    }


def test_the_sentence_tells_whom_it_concerns():
    said = words(TWO, parts("0.5", **{"for": {"application": "H1"}}), "parts")

    assert all("H1" in sentence for sentence in said.values())
