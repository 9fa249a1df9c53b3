"""Year: what is paid in a year fits into the money of that year."""

import pytest
from builders import a_call, a_scenario, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 41}, H2={"South": 161}, years=(2021, 2022), by_year={"H1": (30, 11), "H2": (61, 100)})


def paid(first=70, second=90, **options):
    return {"paid": {"kind": "year", "at_most": {2021: first, 2022: second}, **options}}


SCENARIOS = {
    "Each year has its own limit.": a_scenario(CALL, paid()),
    "Carried over: up to each year, all years together.": a_scenario(CALL, paid(carry_over=True)),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("year")


@pytest.mark.parametrize(("first", "left"), [(91, 0), (90, -1)])
def test_a_year_may_be_spent_to_its_limit_and_not_a_euro_beyond(first, left):
    assert slack(CALL, paid(first), "paid[2021]", "H1", "H2") == left


@pytest.mark.parametrize(("second", "left"), [(100, 0), (99, -1)])
def test_unspent_money_stays_in_its_year_unless_it_is_carried_over(second, left):
    assert slack(CALL, paid(1000, second), "paid[2022]", "H2") == left


@pytest.mark.parametrize(("first", "left"), [(71, 0), (70, -1)])
def test_money_carried_over_pays_a_later_year_to_the_euro(first, left):
    rules = paid(first, 90, carry_over=True)

    assert slack(CALL, rules, "paid[2022]", "H2") == left


def test_later_money_never_pays_an_earlier_year():
    rules = paid(60, 1000, carry_over=True)

    assert slack(CALL, rules, "paid[2021]", "H2") == -1


def test_a_year_without_a_limit_has_no_row():
    rules = {"paid": {"kind": "year", "at_most": {2022: 90}}}

    assert slack(CALL, rules, "paid[2022]", "H1") == 79
    with pytest.raises(ValueError, match="unpack"):
        slack(CALL, rules, "paid[2021]", "H1")


def test_a_year_that_the_call_does_not_have_is_unknown():
    assert problems(CALL, {"paid": {"kind": "year", "at_most": {2023: 1}}}) == [
        "column rules.paid.at_most: unknown year; found '2023'; expected one of 2021, 2022; did you mean '2022'?"
    ]


def test_money_cannot_be_carried_over_a_year_without_a_limit():
    assert problems(CALL, {"paid": {"kind": "year", "at_most": {2021: 1}, "carry_over": True}}) == [
        "column rules.paid.at_most: money carried over needs a limit for every year; "
        "found 'no limit for 2022'; expected limits for 2021, 2022"
    ]


def test_limits_of_no_year_are_refused():
    [said] = problems(CALL, {"paid": {"kind": "year", "at_most": {}}})

    assert said.startswith("column rules.paid.at_most: ")


def test_the_sentence_tells_every_years_limit():
    said = words(CALL, paid(1000000, 2500000, carry_over=True), "paid")

    assert said == {
        "fi": "Vuosittain maksetaan enintään: 2021: 1 000 000 € ja 2022: 2 500 000 €. "
        "Käyttämätön raha siirtyy eteenpäin.",
        "sv": "Årligen betalas högst: 2021: 1 000 000 € och 2022: 2 500 000 €. Oanvända medel överförs.",
        "en": "Paid in each year at most: 2021: €1,000,000 and 2022: €2,500,000. Unspent money moves forward.",
    }
