"""Rows: exact arithmetic over candidate awards, whatever the size of the numbers."""

from fractions import Fraction
from math import gcd

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.rows import Helper, Linear, OneAward, Portfolio, Row, constant

AWARDS = 4
NEAR_THE_EDGE = [0, 1, -1, 2**62 - 1, 2**62, -(2**62), 2**63 - 1, -(2**63)]
small = st.integers(-(10**6), 10**6)
any_int64 = st.one_of(small, st.sampled_from(NEAR_THE_EDGE), st.integers(-(2**63), 2**63 - 1))
fractions = st.fractions(min_value=-(10**20), max_value=10**20, max_denominator=10**6)
portfolios = st.sets(st.integers(0, AWARDS - 1)).map(list).map(Portfolio)


@st.composite
def forms(draw):
    """A form and the same in Fractions: the number that each award adds, and the constant."""
    coefficients = draw(st.lists(any_int64, min_size=AWARDS, max_size=AWARDS))
    number, denominator = draw(any_int64), draw(st.integers(1, 10**6))
    form = Linear(np.array(coefficients, dtype=np.int64), number, denominator)
    return form, [Fraction(c, denominator) for c in coefficients], Fraction(number, denominator)


def by_hand(adds, number, portfolio):
    return number + sum((adds[i] for i in portfolio.awards), Fraction(0))


@given(forms(), portfolios)
def test_a_form_is_its_constant_and_what_its_awards_add(form, portfolio):
    linear, adds, number = form

    assert linear.at(portfolio) == by_hand(adds, number, portfolio)


@given(forms(), forms(), fractions, portfolios)
def test_forms_add_subtract_and_scale_like_fractions_beyond_64_bits(left, right, factor, portfolio):
    a, b = by_hand(*left[1:], portfolio), by_hand(*right[1:], portfolio)

    assert (left[0] + right[0]).at(portfolio) == a + b
    assert (left[0] - right[0]).at(portfolio) == a - b
    assert (left[0] * factor).at(portfolio) == (factor * left[0]).at(portfolio) == a * factor
    assert (left[0] + factor).at(portfolio) == (factor + left[0]).at(portfolio) == a + factor
    assert (factor - left[0]).at(portfolio) == factor - a
    assert (-left[0]).at(portfolio) == -a


@given(forms(), fractions, fractions, portfolios)
def test_scaling_twice_is_scaling_once(form, first, second, portfolio):
    assert (form[0] * first * second).at(portfolio) == (form[0] * (first * second)).at(portfolio)


@given(forms(), portfolios)
def test_no_portfolio_is_outside_a_forms_range(form, portfolio):
    low, high = form[0].range()

    assert low <= form[0].at(portfolio) <= high


@given(forms())
def test_a_forms_range_is_reached_at_both_ends(form):
    linear, adds, number = form

    assert linear.range() == (
        number + sum(a for a in adds if a < 0),
        number + sum(a for a in adds if a > 0),
    )


@given(forms(), forms(), st.sampled_from(["<=", ">=", "=="]), portfolios)
def test_a_rows_integers_have_no_common_factor_and_say_the_same_as_the_row(left, right, sense, portfolio):
    row = Row("row", left[0], sense, right[0])
    inequality = row.integers
    total = sum(int(c) for i, c in enumerate(inequality.coefficients) if i in portfolio.awards)
    says = {"<=": total <= inequality.bound, ">=": total >= inequality.bound, "==": total == inequality.bound}

    assert says[sense] == row.holds(portfolio)
    assert gcd(inequality.bound, *(int(c) for c in inequality.coefficients)) in {0, 1}


@given(forms(), fractions, portfolios)
def test_slack_is_by_how_much_a_row_holds_in_its_own_unit(form, bound, portfolio):
    gap = by_hand(*form[1:], portfolio) - bound

    assert Row("row", form[0], ">=", bound).slack(portfolio) == gap
    assert Row("row", form[0], "<=", bound).slack(portfolio) == -gap
    assert Row("row", form[0], "==", bound).slack(portfolio) == -abs(gap)


def linear(*coefficients, number=0, denominator=1):
    return Linear(np.array(coefficients, dtype=np.int64), number, denominator)


@pytest.mark.parametrize(
    ("sense", "bound", "slack", "holds"),
    [
        ("<=", 7, 0, True),
        ("<=", 6, -1, False),
        (">=", 7, 0, True),
        (">=", 8, -1, False),
        ("==", 7, 0, True),
        ("==", 6, -1, False),
        ("==", 8, -1, False),
        ("<=", Fraction(13, 2), Fraction(-1, 2), False),
    ],
)
def test_a_row_on_its_bound_holds_and_one_unit_beyond_does_not(sense, bound, slack, holds):
    row, portfolio = Row("row", linear(3, 4), sense, bound), Portfolio([0, 1])

    assert row.slack(portfolio) == slack
    assert row.holds(portfolio) is holds


def test_a_bound_that_depends_on_the_awards_is_moved_to_the_left():
    # 3 a + 4 b <= 1/2 (2 a + 6 b) + 1/3 is 12 a + 6 b <= 2, and so 6 a + 3 b <= 1.
    row = Row("row", linear(3, 4), "<=", linear(2, 6) * Fraction(1, 2) + Fraction(1, 3))

    assert row.written(lambda i: "ab"[i]) == "row: 6 a + 3 b <= 1"
    assert row.bound(Portfolio([1])) == Fraction(10, 3)
    assert row.value(Portfolio([1])) == 4


def test_a_row_is_written_with_its_signs_and_without_what_is_nothing():
    assert Row("row", linear(-3, 0, 4), ">=", -2).written(lambda i: "abc"[i]) == "row: - 3 a + 4 c >= -2"
    assert Row("row", linear(0, 0), "<=", 2).written(lambda i: "ab"[i]) == "row: 0 <= 1"


@pytest.mark.parametrize(
    ("sense", "bound", "possible"),
    [("<=", 0, True), ("<=", -1, False), (">=", 0, True), (">=", 1, False), ("==", 0, True), ("==", 1, False)],
)
def test_a_row_that_no_award_can_change_is_possible_only_if_it_holds(sense, bound, possible):
    row = Row("row", linear(0, 0), sense, bound)

    assert not row.has_columns
    assert row.possible is possible is row.holds(Portfolio([0]))


def test_a_row_that_an_award_can_change_is_left_to_the_solver():
    assert Row("row", linear(1, 0), "<=", -1).has_columns
    assert Row("row", linear(1, 0), "<=", -1).possible


def test_integers_beyond_64_bits_come_back_to_64_where_they_fit():
    row = Row("row", linear(2**61, 2**62) * 2**30, "<=", 2**91)

    assert row.integers.coefficients.tolist() == [1, 2]
    assert row.integers.coefficients.dtype == np.int64
    assert row.integers.bound == 1


def test_a_row_of_nothing_keeps_a_bound_beyond_64_bits():
    nothing = linear(0, 0) * Fraction(2**70, 3) + 2**70

    assert Row("row", nothing, "<=", 2**71).written(lambda i: "ab"[i]) == "row: 0 <= 1"
    assert Row("row", nothing, "<=", 2**71).slack(Portfolio([0])) == 2**70
    assert Row("row", linear(-(2**63), 0), ">=", -(2**63)).written(lambda i: "ab"[i]) == "row: - 1 a >= -1"


def test_a_constant_is_the_same_whatever_is_awarded():
    form = constant(Fraction(1, 3), 2)

    assert form.at(Portfolio([])) == form.at(Portfolio([0, 1])) == Fraction(1, 3)
    assert form.range() == (Fraction(1, 3), Fraction(1, 3))


@pytest.mark.parametrize(
    ("of", "whole", "value"),
    [
        ("least", False, Fraction(3, 2)),
        ("least", True, 1),
        ("greatest", False, Fraction(7, 3)),
        ("greatest", True, 3),
    ],
)
def test_a_helper_is_the_least_or_the_greatest_rounded_to_where_it_may_go(of, whole, value):
    helper = Helper("h", of, (linear(3, denominator=2), linear(7, denominator=3)), whole)

    assert helper.at(Portfolio([0])) == value
    assert helper.at(Portfolio([])) == 0


@given(st.lists(forms(), min_size=1, max_size=3), portfolios, st.sampled_from(["least", "greatest"]), st.booleans())
def test_a_helper_satisfies_its_rows_and_one_more_of_it_does_not(several, portfolio, of, whole):
    helper = Helper("h", of, tuple(form for form, _, _ in several), whole)
    values = [by_hand(adds, number, portfolio) for _, adds, number in several]
    exact = helper.at(portfolio)
    beyond = Portfolio(portfolio.awards)
    beyond._helpers[id(helper)] = helper, exact + (1 if of == "least" else -1)
    low, high = helper.range()

    assert all(row.holds(portfolio) for row in helper.rows)
    assert not all(row.holds(beyond) for row in helper.rows)
    assert low <= exact <= high
    assert whole or exact == (min(values) if of == "least" else max(values))


@given(forms(), forms(), fractions, portfolios)
def test_a_form_with_a_helper_scales_the_helper_too(inner, outer, factor, portfolio):
    helper = Helper("h", "greatest", (inner[0], -inner[0]))
    form = (outer[0] + helper.as_form(AWARDS)) * factor
    gap = by_hand(*inner[1:], portfolio)

    assert form.at(portfolio) == (by_hand(*outer[1:], portfolio) + abs(gap)) * factor


def test_a_helper_taken_away_from_itself_is_gone():
    helper = Helper("h", "least", (linear(1, 0),)).as_form(2)

    assert (helper - helper).helpers == ()
    assert (helper + helper).helpers[0][1] == 2


def test_a_portfolio_is_its_set_of_awards_in_whatever_order_they_are_named():
    assert Portfolio([2, 0, 1]).awards == (0, 1, 2)
    assert Portfolio([2, 0]) == Portfolio([0, 2])
    assert hash(Portfolio([2, 0])) == hash(Portfolio([0, 2]))
    assert Portfolio([0]) != Portfolio([1])
    assert Portfolio([0]) != (0,)
    assert repr(Portfolio([2, 0])) == "Portfolio([0, 2])"


@given(st.integers(2, 6), st.integers(0, 6), st.integers(0, 6))
def test_the_row_of_one_award_is_the_row_that_its_ones_make(count, before, after):
    awards = before + count + after
    ones = np.zeros(awards, dtype=np.int64)
    ones[before : before + count] = 1
    plain = Row("one", Linear(ones), "<=", 1, "count")

    row = OneAward.of("one", range(before, before + count), awards)

    assert row.left.coefficients.tolist() == plain.left.coefficients.tolist()
    assert row.integers.coefficients.tolist() == plain.integers.coefficients.tolist()
    assert (row.integers.bound, row.integers.sense, row.integers.fold) == (1, "<=", 1)
    assert row.has_columns
    assert row.possible
    for made in [(), (0,), (before,), (before, before + 1), (before + count - 1, awards - 1), range(awards)]:
        portfolio = Portfolio(sorted(set(made)))
        assert row.holds(portfolio) == plain.holds(portfolio)
        assert row.slack(portfolio) == plain.slack(portfolio)


def test_as_many_rows_of_one_award_as_there_are_applications_share_their_numbers():
    rows = [OneAward.of(f"one[{n}]", range(2 * n, 2 * n + 2), 400) for n in range(200)]

    for row in rows:
        assert np.shares_memory(row.left.coefficients, rows[0].left.coefficients)
        assert row.integers.coefficients.base is rows[0].integers.coefficients.base
