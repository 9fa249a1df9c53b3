"""Values: the weighted mean of what reviewers without a conflict said, rounded once."""

from fractions import Fraction
from functools import cache

import pytest
from applications import a_call, an_application
from examples import scenario

from allocator import Call, Score
from allocator.exact import round_half_up
from allocator.scoring import Assessment, assess, missing_values


def assessed(*scores: tuple[str, str, str | None, bool], decimals: int = 2, **weights: str) -> Assessment:
    """Assess one application: its scores as reviewer, criterion, score and conflict."""
    criteria = {name: {"title": name, "weight": weight, "scale": [0, 5]} for name, weight in weights.items()}
    given = tuple(Score("H1", r, c, None if s is None else Fraction(s), conflict) for r, c, s, conflict in scores)
    return assess(a_call(an_application(), given, criteria=criteria, decimals=decimals))["H1"]


def test_a_mean_is_over_the_reviewers_without_a_conflict():
    found = assessed(
        ("A", "a", "1", False), ("B", "a", "2", False), ("C", "a", "5", True), ("D", "a", None, True), a="1"
    )
    assert found.exact == found.means == {"a": Fraction(3, 2)}
    assert found.value == Fraction(3, 2)


def test_every_criterion_has_its_own_reviewers():
    found = assessed(
        ("A", "a", "1", False), ("A", "b", "5", True), ("B", "a", "2", False), ("B", "b", "4", False), a="0.5", b="0.5"
    )
    assert found.exact == {"a": Fraction(3, 2), "b": Fraction(4)}
    assert found.value == Fraction(11, 4)


def test_weights_count():
    found = assessed(("A", "a", "5", False), ("A", "b", "1", False), a="0.75", b="0.25")
    assert found.value == 4


@pytest.mark.parametrize(("score", "value"), [("2.344", "2.34"), ("2.3449", "2.34"), ("2.345", "2.35")])
def test_a_value_is_rounded_half_up(score, value):
    assert assessed(("A", "a", score, False), a="1").value == Fraction(value)


def test_a_value_is_rounded_once_at_the_end_and_not_its_means_before():
    found = assessed(("A", "a", "2.345", False), ("A", "b", "2.335", False), a="0.5", b="0.5")
    assert found.means == {"a": Fraction("2.35"), "b": Fraction("2.34")}
    assert round_half_up(sum(found.means.values(), Fraction(0)) / 2, 2) == Fraction("2.35")
    assert found.value == Fraction("2.34")


def test_a_mean_of_thirds_stays_exact_until_it_is_published():
    found = assessed(*((r, "a", s, False) for r, s in (("A", "3"), ("B", "3"), ("C", "4"))), a="1")
    assert (found.exact["a"], found.means["a"], found.value) == (Fraction(10, 3), Fraction("3.33"), Fraction("3.33"))


@pytest.mark.parametrize(("decimals", "value"), [(0, "3"), (1, "3.3"), (4, "3.3333")])
def test_a_value_has_the_decimals_of_the_call(decimals, value):
    scores = (("A", "a", "3", False), ("B", "a", "3", False), ("C", "a", "4", False))
    assert assessed(*scores, decimals=decimals, a="1").value == Fraction(value)


def test_without_a_score_on_every_criterion_there_is_no_value():
    found = assessed(("A", "a", "3", False), ("A", "b", "3", True), a="0.5", b="0.5")
    assert found.eligible
    assert (found.means, found.value) == ({"a": 3}, None)


def test_a_value_made_elsewhere_is_rounded_and_comes_before_scores():
    application = an_application(value=Fraction("3.335"))
    criteria = {"a": {"title": "a", "weight": 1, "scale": [0, 5]}}
    found = assess(a_call(application, (Score("H1", "A", "a", Fraction(5)),), criteria=criteria))["H1"]
    assert (found.value, found.means) == (Fraction("3.34"), {"a": 5})


def test_an_eligible_application_needs_a_value_and_an_ineligible_one_does_not():
    applications = (an_application(), an_application(id="H2", minimum=101), an_application(id="H3", value=Fraction(1)))
    call = a_call(applications)
    assert [str(problem) for problem in missing_values(call, assess(call))] == [
        "H1 has no value, and the call has no criteria to make one from; "
        "expected a score by at least one reviewer without a conflict, or a value"
    ]


def test_the_criteria_without_a_score_are_named():
    criteria = {name: {"title": name, "weight": "1/3", "scale": [0, 5]} for name in "abc"}
    call = a_call(an_application(), (Score("H1", "A", "b", Fraction(5)),), criteria=criteria)
    assert [problem.what for problem in missing_values(call, assess(call))] == ["H1 has no score that counts on a, c"]


@cache
def example() -> tuple[Call, dict[str, Assessment]]:
    call = scenario().call
    return call, assess(call)


@pytest.mark.parametrize(
    ("application", "value"), [("H09", "3.89"), ("H01", "4.08"), ("H07", "4.08"), ("H32", "2.31"), ("H28", "2.84")]
)
def test_values_of_the_example_are_the_published_ones(application, value):
    assert example()[1][application].value == Fraction(value)


def test_scores_given_in_conflict_would_have_raised_a_value():
    call, found = example()
    counted = Call(
        call.terms,
        call.geography,
        call.applications,
        tuple(Score(s.application, s.reviewer, s.criterion, s.score) for s in call.scores),
    )
    assert (found["H09"].value, assess(counted)["H09"].value) == (Fraction("3.89"), Fraction("3.91"))


def test_a_mean_of_the_example_that_a_threshold_holds_back_is_exact():
    assert example()[1]["H28"].exact["national_significance"] == Fraction("1.625")
