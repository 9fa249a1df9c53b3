"""Exact numbers: every way that officials write them, and what is refused."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from allocator.exact import (
    MOST_EUROS,
    Euros,
    Moment,
    Number,
    Share,
    decimal_text,
    largest_remainder,
    parse_euros,
    parse_fraction,
    parse_moment,
    round_half_up,
)

NUMBERS = st.fractions(max_denominator=10**6, min_value=-(10**9), max_value=10**9)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0.25", Fraction(1, 4)),
        ("0,25", Fraction(1, 4)),
        (" 0,25 ", Fraction(1, 4)),
        ("25 %", Fraction(1, 4)),
        ("25\u00a0%", Fraction(1, 4)),
        ("2,5%", Fraction(1, 40)),
        ("1/4", Fraction(1, 4)),
        ("1/3", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("1/3 %", Fraction(1, 300)),
        ("1 234,5", Fraction(2469, 2)),
        ("1\u00a0234", Fraction(1234)),
        ("1\u202f234", Fraction(1234)),
        ("-3", Fraction(-3)),
        ("\u22123", Fraction(-3)),
        ("+3", Fraction(3)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e3", Fraction(1000)),
        ("1E-2", Fraction(1, 100)),
        (0, Fraction(0)),
        (2**63, Fraction(2**63)),
        (0.1, Fraction(1, 10)),
        (Fraction(2, 7), Fraction(2, 7)),
    ],
)
def test_a_number_is_read_exactly_however_it_is_written(written, number):
    assert parse_fraction(written) == number


def test_a_float_of_two_tenths_is_exactly_one_fifth():
    assert parse_fraction(0.2) == Fraction(1, 5) != Fraction(0.2)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "%",
        "€",
        "abc",
        "1e400",
        "1e100",
        "nan",
        "inf",
        "-inf",
        "1_000",
        "1,234,5",
        "1.234,5",
        "1/0",
        "1/0000",
        "1/٠",
        "/",
        "1/",
        "/2",
        "1/2/3",
        "1/-3",
        "1,5/3",
        "--3",
        "50 %%",
        "% 50",
        "0x1F",
        "²",
        "½",
        "0" * 61,
    ],
)
def test_text_that_is_no_number_is_refused(written):
    with pytest.raises(ValueError, match=r"^a number$"):
        parse_fraction(written)


@pytest.mark.parametrize(
    "value", [True, False, None, [], {}, (1,), float("nan"), float("inf"), 1e300, b"1", date(2021, 6, 2)]
)
def test_a_value_that_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^a number$"):
        parse_fraction(value)


def test_a_number_may_have_sixty_characters_and_not_one_more():
    assert parse_fraction("1" * 60) == int("1" * 60)
    with pytest.raises(ValueError, match=r"^a number$"):
        parse_fraction("1" * 61)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_value_error(text):
    try:
        number = parse_fraction(text)
    except ValueError as error:
        number = str(error)
    assert isinstance(number, Fraction) or number == "a number"


@given(st.decimals(-(10**6), 10**6, places=3))
def test_a_decimal_is_the_same_number_with_a_point_or_a_comma(number):
    written = f"{number:f}"
    assert parse_fraction(written) == parse_fraction(written.replace(".", ",")) == Fraction(number)


# --- euros ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        7_000_000,
        7e6,
        Fraction(7_000_000),
        "7000000",
        "7 000 000",
        "7\u00a0000\u00a0000 €",
        "7\u202f000\u202f000\u202f€",
        "7 000 000,00",
        "7000000.0",
        "7000000€",
        " 7 000 000 € ",
        "7e6",
        "+7000000",
    ],
)
def test_euros_are_read_however_they_are_written(written):
    euros = parse_euros(written)
    assert euros == 7_000_000
    assert type(euros) is int


def test_euros_may_be_negative_or_zero():
    assert [parse_euros(text) for text in ("-5", "\u22125 €", "0", "-0")] == [-5, -5, 0, 0]


@pytest.mark.parametrize(
    "written", ["", "€", "5 €€", "€5", "abc", "0,5", "1,01", "10 %", "100 %", "4/2", "1_000", "nan", "1e400"]
)
def test_text_that_is_no_whole_number_of_euros_is_refused(written):
    with pytest.raises(ValueError, match=r"^whole euros$"):
        parse_euros(written)


@pytest.mark.parametrize("written", ["500,000", "500.000", "7,000 €", "1,234.00", "7,0000"])
def test_thousands_set_apart_by_a_point_or_comma_are_not_taken_for_decimals(written):
    with pytest.raises(ValueError, match=r"^whole euros$"):
        parse_euros(written)


@pytest.mark.parametrize("value", [True, None, 0.5, Fraction(1, 3), float("nan"), [5]])
def test_a_value_that_is_no_whole_number_of_euros_is_refused(value):
    with pytest.raises(ValueError, match=r"^whole euros$"):
        parse_euros(value)


@pytest.mark.parametrize("sign", [1, -1])
def test_euros_may_be_the_most_and_not_one_euro_more(sign):
    assert parse_euros(sign * MOST_EUROS) == parse_euros(str(sign * MOST_EUROS)) == sign * 10**15
    for beyond in (sign * (MOST_EUROS + 1), str(sign * (MOST_EUROS + 1)), sign * 2**63, "1e99"):
        with pytest.raises(ValueError, match=r"^whole euros, at most 1000000000000000$"):
            parse_euros(beyond)


# --- moments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "2.6.2021 klo 16.15",
        "02.06.2021 klo 16.15",
        "2.6.2021 klo 16:15",
        "2.6.2021 kl. 16.15",
        "2.6.2021 kl 16.15",
        "2.6.2021 16.15",
        " 2.6.2021  klo  16.15 ",
        "2021-06-02 16:15",
        "2021-06-02T16:15:00",
        datetime(2021, 6, 2, 16, 15),
    ],
)
def test_a_moment_is_read_however_it_is_written(written):
    assert parse_moment(written) == datetime(2021, 6, 2, 16, 15)


@pytest.mark.parametrize("written", ["2.6.2021", "02.06.2021", "2021-06-02", date(2021, 6, 2)])
def test_a_date_alone_is_its_first_moment(written):
    assert parse_moment(written) == datetime(2021, 6, 2)


@pytest.mark.parametrize("written", ["2021-06-02T13:15:00Z", "2021-06-02T16:15:00+03:00"])
def test_a_moment_keeps_the_zone_that_its_text_has(written):
    assert parse_moment(written) == datetime(2021, 6, 2, 13, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "31.2.2021",
        "0.6.2021",
        "2.13.2021",
        "2.6.21",
        "2.6.2021 klo 24.00",
        "2.6.2021 klo 16.60",
        "44349",
        "2.6.2021 klo",
        "2.6.2021 klo 16",
        "2/6/2021",
        "2.6.0000",
        None,
        5,
        True,
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 - its text is Python's own
        parse_moment(written)


# --- rounding and sharing out ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("0.4999999", 0, "0"),
        ("-0.4999999", 0, "0"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("3.885", 2, "3.89"),
        ("3.8849999", 2, "3.88"),
        ("-3.885", 2, "-3.89"),
        ("2.675", 2, "2.68"),
        ("1/3", 2, "0.33"),
        ("2/3", 2, "0.67"),
        ("7", 2, "7"),
    ],
)
def test_halves_are_rounded_away_from_zero(number, decimals, rounded):
    assert round_half_up(parse_fraction(number), decimals) == parse_fraction(rounded)


@given(NUMBERS, st.integers(0, 6))
def test_rounding_moves_a_number_by_at_most_half_a_unit(number, decimals):
    unit = Fraction(1, 10**decimals)
    rounded = round_half_up(number, decimals)
    assert (rounded / unit).denominator == 1
    assert abs(rounded - number) <= unit / 2
    assert round_half_up(-number, decimals) == -rounded


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, (1, 1, 1), (4, 3, 3)),
        (11, (1, 1, 1), (4, 4, 3)),
        (1, (1, 1), (1, 0)),
        (3, (1, 1), (2, 1)),
        (100, (50, 30, 20), (50, 30, 20)),
        (10, (1, 2, 3), (2, 3, 5)),
        (5, (0, 1, 0), (0, 5, 0)),
        (0, (1, 2), (0, 0)),
        (7, (Fraction(1, 3),), (7,)),
    ],
)
def test_what_is_left_goes_to_the_largest_remainders_and_the_earlier_of_equals(total, weights, parts):
    assert largest_remainder(total, weights) == parts


@given(st.integers(0, 10**9), st.lists(st.fractions(0, 1000, max_denominator=997), min_size=1, max_size=12).filter(sum))
def test_parts_sum_to_the_total_and_none_is_a_whole_unit_from_its_exact_share(total, weights):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total) * weight / sum(weights)) < 1


# --- numbers as text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(-7), "-7"),
        (Fraction(1, 4), "0.25"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(1, 10**13), "1/10000000000000"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2, 3), "-2/3"),
    ],
)
def test_a_number_is_written_as_a_decimal_if_it_has_a_short_one(number, text):
    assert decimal_text(number) == text


@given(NUMBERS)
def test_what_is_written_is_read_as_the_same_number(number):
    assert parse_fraction(decimal_text(number)) == number


# --- the types of fields --------------------------------------------------------------------------


def refusal(kind: object, value: object) -> str:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(kind).validate_python(value)
    [error] = raised.value.errors()
    return error["msg"].removeprefix("Value error, ")


@pytest.mark.parametrize("value", ["", "abc", True, None, "1e400"])
def test_a_field_for_a_number_says_what_it_expects(value):
    assert refusal(Number, value) == 'expected a number, such as "2.5"'


@pytest.mark.parametrize(("value", "share"), [("0", 0), ("1", 1), ("100 %", 1), ("25 %", Fraction(1, 4)), (0.2, "1/5")])
def test_a_share_lies_from_nothing_to_all_with_both_ends(value, share):
    assert TypeAdapter(Share).validate_python(value) == Fraction(share)


@pytest.mark.parametrize("value", ["-0.0001", "1.0001", "101 %", 25, "abc", True])
def test_a_field_for_a_share_says_what_it_expects(value):
    assert refusal(Share, value) == 'expected a share from 0 to 1, such as "0.25" or "25 %"'


@pytest.mark.parametrize("value", [-1, "-1", MOST_EUROS + 1, "0,5", "abc", True, "500,000"])
def test_a_field_for_euros_says_what_it_expects(value):
    assert refusal(Euros, value) == "expected whole euros from 0 to 1000000000000000"


@pytest.mark.parametrize("value", [0, "0", MOST_EUROS])
def test_a_field_for_euros_takes_both_of_its_ends(value):
    assert TypeAdapter(Euros).validate_python(value) == int(value)


@pytest.mark.parametrize("value", ["31.2.2021", "soon", 5])
def test_a_field_for_a_moment_says_what_it_expects(value):
    assert refusal(Moment, value) == 'expected a date such as "2.6.2021" or "2.6.2021 klo 16.15"'


def test_shares_and_numbers_are_dumped_as_exact_text():
    assert TypeAdapter(Share).dump_python(Fraction(1, 4), mode="json") == "0.25"
    assert TypeAdapter(Number).dump_python(Fraction(1, 3), mode="json") == "1/3"
