"""Pots: what can be paid from which money, and who pays what."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.pots import payable_sets, split

POTS = ("a", "b", "general")
money_of_pots = st.fixed_dictionaries({pot: st.integers(0, 8) for pot in POTS})
sources = st.sets(st.sampled_from(POTS), min_size=1).map(frozenset)
awards = st.lists(st.tuples(st.integers(0, 6), sources), max_size=5)


def fits_every_set(wanted, pots):
    """Whether, for each of the sets, the awards that only it can pay fit into its money."""
    return all(
        sum(euros for euros, source in wanted if source <= pots_in_set) <= sum(pots[pot] for pot in pots_in_set)
        for pots_in_set in payable_sets(source for _, source in wanted)
    )


def payable(wanted, pots):
    """Whether the awards can be paid, found by trying every division of every award in whole euros."""
    left = {tuple(pots[pot] for pot in POTS)}
    for euros, source in wanted:
        left = {
            tuple(money - part for money, part in zip(state, parts, strict=True))
            for parts in divisions(euros, [pot in source for pot in POTS])
            for state in left
            if all(money >= part for money, part in zip(state, parts, strict=True))
        }
    return bool(left)


def divisions(euros, may_pay):
    first, *rest = may_pay
    if not rest:
        return [(euros,)] if first or not euros else []
    return [(part, *parts) for part in range(euros + 1 if first else 1) for parts in divisions(euros - part, rest)]


@given(awards, money_of_pots)
def test_awards_are_payable_exactly_when_every_set_of_pots_holds_what_only_it_can_pay(wanted, pots):
    assert fits_every_set(wanted, pots) == payable(wanted, pots)


@given(awards, money_of_pots)
def test_payable_awards_are_divided_to_the_euro_and_no_pot_is_overdrawn(wanted, pots):
    amounts, paying = [euros for euros, _ in wanted], [source for _, source in wanted]
    for pot in POTS:  # Enough money in one pot after another, until the awards can be paid.
        if not fits_every_set(wanted, pots):
            pots = pots | {pot: pots[pot] + sum(amounts)}
    paid = split(amounts, paying, pots)

    assert [sum(parts.values()) for parts in paid] == amounts
    assert all(parts.keys() <= source for parts, source in zip(paid, paying, strict=True))
    assert all(part > 0 for parts in paid for part in parts.values())
    assert all(sum(parts.get(pot, 0) for parts in paid) <= pots[pot] for pot in POTS)


@given(st.lists(sources, max_size=6))
def test_the_sets_that_can_bind_are_the_unions_of_the_awards_own(of_awards):
    unions = {
        frozenset().union(*some) for size in range(1, len(of_awards) + 1) for some in combinations(of_awards, size)
    }
    found = payable_sets(of_awards)

    assert set(found) == unions
    assert len(found) == len(unions)
    assert found == sorted(found, key=lambda pots: (len(pots), sorted(pots)))


@pytest.mark.parametrize(("second", "fits"), [(5, True), (6, False)])
def test_two_awards_of_one_pot_fill_it_to_the_euro(second, fits):
    wanted = [(5, frozenset({"a"})), (second, frozenset({"a"}))]

    assert fits_every_set(wanted, {"a": 10}) is fits


def test_earmarked_money_is_used_before_other_money():
    both = frozenset({"pot", "general"})

    assert split([8], [both], {"pot": 5, "general": 10}) == [{"pot": 5, "general": 3}]


def test_an_award_that_may_use_other_money_leaves_the_pot_to_one_that_may_not():
    pot, both = frozenset({"pot"}), frozenset({"pot", "general"})

    assert split([8, 5], [both, pot], {"pot": 5, "general": 8}) == [{"general": 8}, {"pot": 5}]
