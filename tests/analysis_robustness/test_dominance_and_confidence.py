"""Interval scores and drawn panels."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from builders import a_call, a_scenario, every_portfolio
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator import Score
from allocator.analysis.robustness.confidence import confidence_factors
from allocator.analysis.robustness.dominance import dominates, undominated
from allocator.analysis.robustness.nondominated import nondominated
from allocator.analysis.robustness.polytope import simplex
from allocator.analysis.robustness.values import criterion_values
from allocator.call import Call
from allocator.model import formulate
from allocator.rows import Linear, Portfolio

SCORES = {"H1": {"need": 5, "plan": 1}, "H2": {"need": 4, "plan": 4}, "H3": {"need": 2, "plan": 3}}
BUDGET_OF_FOUR = {"budget": {"kind": "budget", "amount": 4}}
BUDGET = {"budget": {"kind": "budget", "amount": 2}}


def values_of(*more):
    call = a_call(scores=SCORES, **{name: {"North": 1} for name in SCORES})
    call = Call(call.terms, call.geography, call.applications, (*call.scores, *more))
    return criterion_values(formulate(a_scenario(call, BUDGET)))


def test_where_scores_are_points_the_undominated_are_the_nondominated():
    values = values_of()
    forms = [values.form(w) for w in simplex(2).extreme_points()]
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]

    assert set(undominated(lawful, forms, forms)) == set(nondominated(values.model, forms).portfolios)


def test_wider_intervals_leave_more_portfolios_undominated():
    values = values_of()
    forms = [values.form(w) for w in simplex(2).extreme_points()]
    one = Linear(np.array([1, 1, 1]))
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]
    narrow = undominated(lawful, forms, forms)
    wide = undominated(lawful, [f - one * 2 for f in forms], [f + one * 2 for f in forms])

    assert set(narrow) < set(wide)


@settings(max_examples=settings.default.max_examples // 5)
@given(st.data())
def test_with_interval_scores_the_nondominated_are_those_that_no_other_beats_at_any_scores(data):
    """By the definition: one beats another if it never does worse over all corners of scores, and somewhere better."""
    ids = ["H1", "H2", "H3", "H4"]
    scores = {i: {name: data.draw(st.integers(0, 5)) for name in ("need", "plan")} for i in ids}
    money = {i: {"North": data.draw(st.integers(1, 4))} for i in ids}
    values = criterion_values(formulate(a_scenario(a_call(scores=scores, **money), BUDGET_OF_FOUR)))
    width = Fraction(data.draw(st.sampled_from(["0", "1/2", "1"])))
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]
    ends = [
        [(max(scores[i][name] - width, 0), min(scores[i][name] + width, 5)) for name in ("need", "plan")] for i in ids
    ]

    def gaps(one, other):
        """Yield by how much one leads the other at every weight of the two extremes and every corner of scores."""
        places = sorted(set(one.awards) ^ set(other.awards))
        for k in (0, 1):
            for corner in product(*(ends[place][k] for place in places)):
                yield sum(s if place in one.awards else -s for s, place in zip(corner, places, strict=True))

    def beats(one, other):
        found = list(gaps(one, other))
        return min(found) >= 0 and max(found) > 0

    low, high = ([end.form(w) for w in simplex(2).extreme_points()] for end in values.within(width))
    found = nondominated(values.model, low, high)

    assert found.complete
    assert set(found.portfolios) == {p for p in lawful if not any(beats(q, p) for q in lawful)}


@pytest.mark.parametrize(("low", "high", "beats"), [(3, 3, True), (2, 3, True), (1, 3, False)])
def test_the_least_of_one_is_held_against_the_greatest_of_the_other(low, high, beats):
    assert (
        dominates(Portfolio([0]), Portfolio([1]), [Linear(np.array([low, 1]))], [Linear(np.array([high, 2]))]) is beats
    )


def test_a_portfolio_whose_reviewers_agree_has_confidence_1_and_others_less():
    even = (Fraction(1, 2), Fraction(1, 2))
    agreed, divided = values_of(), values_of(*(Score("H2", "second", name, Fraction(0)) for name in ("need", "plan")))
    own = Portfolio([0, 1])

    assert confidence_factors(agreed, {own: even}, draws=20) == {own: 1}
    assert 0 < confidence_factors(divided, {own: even}, draws=40)[own] < 1
