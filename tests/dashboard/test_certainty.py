"""How sure the page says a decision is, what it says a rule costs, and the numbers that people type."""

from fractions import Fraction
from pathlib import Path

import pytest

from allocator import read_scenario, solve
from allocator.dashboard.certainty import certainty
from allocator.dashboard.dialogs import file_name
from allocator.dashboard.solving import Wish, answer
from allocator.dashboard.typed import typed

pytestmark = pytest.mark.once

FOLDER = Path(__file__).parents[2] / "scenarios" / "akke-2021"


@pytest.fixture(scope="module")
def base():
    return read_scenario(FOLDER / "base.yaml")


@pytest.fixture(scope="module")
def sure(base):
    return certainty(solve(base), Wish())


@pytest.mark.parametrize("rules", [{}, {"fair_share": {"at_least": "0.43"}}, {"budget": {"amount": 4_000_000}}])
def test_the_quick_answer_is_the_solvers_with_its_ties(base, rules):
    scenario = base.vary(rules=rules)
    quick, expected = answer(lambda: scenario, 60).solution, solve(scenario)
    assert quick.portfolio == expected.portfolio
    assert quick.levels == expected.levels
    assert quick.status == expected.status == "optimal"


@pytest.mark.parametrize("application", ["H10", "H23", "H37"])
def test_a_margin_is_what_the_opposite_decision_costs(base, sure, application):
    own = solve(base)
    decision = "reject" if own.award(application) else "fund"
    lock = {"kind": "lock", "application": application, "decision": decision, "reason": "r", "by": "b"}
    other = solve(base.vary(rules={"lock": lock}))
    assert own.model.objective.shown(sure.losses[application]) == own.value - other.value


def test_a_rules_price_is_what_the_decision_gains_without_it(base, sure):
    own = solve(base)
    assert set(sure.prices) == set(base.rules)
    for name in ("growth_zones", "any_region", "fair_share"):
        other = solve(base.vary(rules={name: None}))
        assert own.model.objective.shown(sure.prices[name].points) == other.value - own.value
        assert sure.prices[name].binds == (other.portfolio.awards != own.portfolio.awards)


@pytest.mark.parametrize("amount", [7_000_000, 6_400_000])
def test_the_price_of_money_is_the_least_sum_that_gains_anything_and_what_it_gains(base, amount):
    own = solve(base.vary(rules={"budget": {"amount": amount}}))
    price = certainty(own, Wish()).prices["budget"]
    assert price.binds

    def value(more):
        return solve(base.vary(rules={"budget": {"amount": amount + more}})).value

    assert value(price.more - 1) == own.value
    assert value(price.more) - own.value == own.model.objective.shown(price.points) > 0


def test_money_that_is_enough_for_all_has_no_price(base):
    enough = base.vary(rules={"budget": {"amount": 40_000_000}, "growth_zones": None, "any_region": None})
    own = solve(enough.vary(rules={"regional_towns": None, "fair_share": None}))
    price = certainty(own, Wish()).prices["budget"]
    assert (price.points, price.more, price.binds) == (0, 0, False)


def test_a_margin_of_at_most_half_a_per_cent_is_a_genuine_choice_and_a_greater_one_is_decided(sure):
    for application, loss in sure.losses.items():
        if loss is not None:
            assert (sure.kind(application) == "choice") == (
                200 * loss <= sure.solution.model.objective.at(sure.solution.portfolio)
            )


@pytest.mark.parametrize(
    ("text", "unit", "language", "number"),
    [
        ("7 000 000 €", "euros", "fi", 7_000_000),
        ("7\u202f000\u00a0000\u202f€", "euros", "sv", 7_000_000),
        ("€7,000,000", "euros", "en", 7_000_000),
        ("6.500.000", "euros", "fi", 6_500_000),
        ("6,5 milj. €", "euros", "fi", 6_500_000),
        ("40 %", "share", "fi", Fraction(2, 5)),
        ("12,5", "share", "sv", Fraction(1, 8)),
        ("2.75", "points", "fi", Fraction(11, 4)),
    ],
)
def test_numbers_are_read_as_people_type_them(text, unit, language, number):
    assert typed(text, unit, language) == number


@pytest.mark.parametrize("text", ["", "abc", "-5", "1e9", "0x10", "7;000", "../7", "1/2", "9" * 16, "١٢"])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        typed(text, "euros", "fi")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd.yaml"),
        ("", "scenario.yaml"),
        ("Tasapaino 40 %", "tasapaino-40.yaml"),
        ("C:\\x", "c-x.yaml"),
    ],
)
def test_a_file_is_never_called_by_a_path(title, name):
    assert file_name(title) == name
