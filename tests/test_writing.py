"""Numbers, dates, lists and texts as they are read in Finnish, Swedish and English."""

from datetime import datetime
from fractions import Fraction

import pytest
from pydantic import ValidationError

from allocator.text import LANGUAGES, Text
from allocator.writing import day, decimal, euros, listed, moment, percent, whole

NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (1_234_567, "fi", f"1{NBSP}234{NBSP}567{NBSP}€"),
        (1_234_567, "sv", f"1{NBSP}234{NBSP}567{NBSP}€"),
        (1_234_567, "en", "€1,234,567"),
        (-1_234_567, "fi", f"{MINUS}1{NBSP}234{NBSP}567{NBSP}€"),
        (-1_234_567, "sv", f"{MINUS}1{NBSP}234{NBSP}567{NBSP}€"),
        (-1_234_567, "en", f"{MINUS}€1,234,567"),
        (0, "fi", f"0{NBSP}€"),
        (999, "fi", f"999{NBSP}€"),
        (1000, "fi", f"1{NBSP}000{NBSP}€"),
        (10**15, "en", "€1,000,000,000,000,000"),
    ],
)
def test_euros_are_written_as_each_language_writes_them(amount, language, text):
    assert euros(amount, language) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("1/2", "1"), ("49/100", "0"), ("-1/2", f"{MINUS}1"), ("-49/100", "0"), ("5/2", "3")]
)
def test_a_fraction_of_a_euro_is_rounded_half_up(amount, text):
    assert euros(Fraction(amount), "fi") == f"{text}{NBSP}€"


@pytest.mark.parametrize(
    ("language", "text"), [("fi", f"{MINUS}12{NBSP}345"), ("sv", f"{MINUS}12{NBSP}345"), ("en", f"{MINUS}12,345")]
)
def test_a_whole_number_has_its_thousands_apart(language, text):
    assert whole(-12_345, language) == text


@pytest.mark.parametrize(
    ("number", "decimals", "language", "text"),
    [
        (Fraction("64.9"), 2, "fi", "64,90"),
        (Fraction("64.9"), 2, "sv", "64,90"),
        (Fraction("64.9"), 2, "en", "64.90"),
        (Fraction("3.885"), 2, "fi", "3,89"),
        (Fraction("3.8849"), 2, "fi", "3,88"),
        (Fraction("-3.885"), 2, "fi", f"{MINUS}3,89"),
        (Fraction("-0.004"), 2, "fi", "0,00"),
        (Fraction("-0.005"), 2, "fi", f"{MINUS}0,01"),
        (Fraction("0.995"), 2, "en", "1.00"),
        (Fraction(1, 2), 0, "fi", "1"),
        (Fraction("1234567.5"), 1, "fi", f"1{NBSP}234{NBSP}567,5"),
        (3, 1, "en", "3.0"),
    ],
)
def test_a_decimal_is_rounded_half_up_and_keeps_its_zeros(number, decimals, language, text):
    assert decimal(number, decimals, language) == text


@pytest.mark.parametrize(
    ("share", "decimals", "language", "text"),
    [
        (Fraction(15, 100), None, "fi", f"15{NBSP}%"),
        (Fraction(15, 100), None, "sv", f"15{NBSP}%"),
        (Fraction(15, 100), None, "en", "15%"),
        (Fraction(84, 1000), None, "fi", f"8,4{NBSP}%"),
        (Fraction(84, 1000), None, "en", "8.4%"),
        (Fraction(1234, 10_000), None, "fi", f"12,34{NBSP}%"),
        (Fraction(1, 3), None, "fi", f"33,33{NBSP}%"),
        (Fraction(1, 8), 0, "fi", f"13{NBSP}%"),
        (Fraction(1, 3), 1, "en", "33.3%"),
        (Fraction(-1, 10), None, "fi", f"{MINUS}10{NBSP}%"),
        (1, None, "fi", f"100{NBSP}%"),
        (0, 1, "fi", f"0,0{NBSP}%"),
    ],
)
def test_a_share_is_written_with_the_decimals_that_it_needs_up_to_two(share, decimals, language, text):
    assert percent(share, language, decimals) == text


@pytest.mark.parametrize(
    ("language", "date", "with_time"),
    [
        ("fi", "2.6.2021", "2.6.2021 klo\u00a016.15"),
        ("sv", "2.6.2021", "2.6.2021 kl.\u00a016.15"),
        ("en", "2\u00a0June 2021", "2\u00a0June 2021 at\u00a016:15"),
    ],
)
def test_a_moment_is_written_as_each_language_writes_it(language, date, with_time):
    written = datetime(2021, 6, 2, 16, 15)
    assert (day(written, language), moment(written, language)) == (date, with_time)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "2.6.2021 klo\u00a09.05"), ("sv", "2.6.2021 kl.\u00a09.05"), ("en", "2\u00a0June 2021 at\u00a09:05")],
)
def test_minutes_have_two_digits_and_hours_as_many_as_they_need(language, text):
    assert moment(datetime(2021, 6, 2, 9, 5), language) == text


@pytest.mark.parametrize(
    ("names", "language", "text"),
    [
        ([], "fi", ""),
        (["a"], "fi", "a"),
        (["a", "b"], "fi", "a ja b"),
        (["a", "b", "c"], "fi", "a, b ja c"),
        (["a", "b", "c"], "sv", "a, b och c"),
        (["a", "b", "c"], "en", "a, b and c"),
    ],
)
def test_a_list_ends_with_and(names, language, text):
    assert listed(names, language) == text


# --- texts ----------------------------------------------------------------------------------------


def test_a_text_is_read_in_its_language():
    text = Text(fi="haku", sv="utlysning", en="call")
    assert [text[language] for language in LANGUAGES] == ["haku", "utlysning", "call"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (Text(fi="haku", en="call"), ["haku", "haku", "call"]),
        (Text(sv="utlysning", en="call"), ["utlysning", "utlysning", "call"]),
        (Text(en="call"), ["call", "call", "call"]),
    ],
)
def test_a_missing_language_is_read_from_the_first_that_is_there(text, read):
    assert [text[language] for language in LANGUAGES] == read


def test_a_plain_string_is_the_same_in_every_language():
    text = Text.model_validate("  haku ")
    assert [text[language] for language in LANGUAGES] == ["haku"] * 3


@pytest.mark.parametrize("value", [{}, {"fi": None}])
def test_a_text_needs_a_language(value):
    with pytest.raises(ValidationError, match="a text needs at least one of the languages fi, sv, en"):
        Text.model_validate(value)


@pytest.mark.parametrize("value", [{"fi": ""}, {"fi": " "}, "", {"fi": "haku", "sv": ""}])
def test_a_text_is_not_empty(value):
    with pytest.raises(ValidationError, match="at least 1 character"):
        Text.model_validate(value)


@pytest.mark.parametrize("value", [{"fi": "haku", "de": "Aufruf"}, 5, ["haku"], {"fi": 5}])
def test_a_text_is_nothing_else(value):
    with pytest.raises(ValidationError):
        Text.model_validate(value)
