"""The mirror of equal shares against a plain implementation that looks for the price by trying, and one on paper."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle

from allocator import InfeasibleError, Scenario, ScenarioError, equal_shares, solve
from allocator.fairness import Reference

SHARES = {"equal": "0.7", "population": "0.3"}


def naive(oracle, completion):
    """Buy one by one: the price of each is found among the prices at which some region runs out, and between them."""
    purse = {code: share * oracle.budget for code, share in oracle.shares(SHARES).items()}
    offers = [max(ways, key=lambda o: o.euros) for ways in oracle.offers if ways]
    bought = []
    while True:
        prices = []
        for offer in offers:
            worth = {c: offer.value * Fraction(offer.by_region[c], offer.euros) for c in purse}
            worth = {c: w for c, w in worth.items() if w}
            for empty in range(2 ** len(worth)):
                out = [c for n, c in enumerate(worth) if empty >> n & 1]
                others = [c for c in worth if c not in out]
                if others:
                    price = (offer.euros - sum(purse[c] for c in out)) / sum(worth[c] for c in others)
                else:
                    price = max((purse[c] / worth[c] for c in out), default=Fraction(-1))
                pays = {c: min(purse[c], price * worth[c]) for c in worth}
                if price >= 0 and sum(pays.values()) == offer.euros:
                    prices.append((price, offers.index(offer), offer, pays))
        if not prices:
            break
        price, _, offer, pays = min(prices, key=lambda found: found[:2])
        for code, euros in pays.items():
            purse[code] -= euros
        offers.remove(offer)
        bought.append((offer.id, price))
    left = oracle.budget - sum(o.euros for ways in oracle.offers for o in ways[:1] if o.id in dict(bought))
    for offer in sorted(offers, key=lambda o: -o.value / o.euros) if completion == "greedy" else []:
        if offer.euros <= left and offer.value:
            left -= offer.euros
            bought.append((offer.id, None))
    return bought, purse


@settings(max_examples=2 * settings.default.max_examples // 5)
@given(instance=instances("limit"), completion=st.sampled_from(["greedy", "none"]))
def test_the_mirror_buys_what_a_plain_implementation_buys_at_the_same_prices(instance, completion):
    try:
        solution = solve(Scenario.of(call_of(instance.call), instance.rules, instance.objective))
    except InfeasibleError:
        return
    oracle = Oracle(instance.call, instance.rules, instance.objective)
    expected, purse = naive(oracle, completion)

    mirror = equal_shares(solution, reference=Reference(**SHARES), completion=completion)

    assert [(p.award.application, p.price) for p in mirror.purchases] == expected
    assert mirror.left == purse
    assert sum(p.award.euros for p in mirror.purchases) <= oracle.budget
    for purchase in mirror.purchases:
        assert purchase.price is None or sum(purchase.paid.values()) == purchase.award.euros


@pytest.fixture(name="two_regions")
def a_call_of_two_regions():
    """Return a call in which the North has two good applications and the South one that the points leave out."""
    call = a_call(
        H1={"North": 50}, H2={"North": 40, "South": 10}, H3={"South": 40}, values={"H1": 10, "H2": 10, "H3": 2}
    )
    return a_scenario(call, {"budget": {"kind": "budget", "amount": 100}}, {"reference": {"equal": "1"}})


def test_a_mirror_worked_out_by_hand(two_regions):
    # Each region holds 50. H1 and H2 cost 5 a point; H1, the first by id, takes all that the North has. H2's South
    # holds 50, enough alone: 50 at 25 a point of its 2. H3 would cost 20 a point of its 2, and is bought before.
    mirror = equal_shares(two_regions, completion="none")

    assert [(p.award.application, p.price, p.paid) for p in mirror.purchases] == [
        ("H1", 5, {"01": 50}),
        ("H3", 20, {"02": 40}),
    ]
    assert mirror.left == {"01": 0, "02": 10}
    assert mirror.short == {"H2": 40}
    assert (mirror.only_mirror, mirror.only_decision) == (("H3",), ("H2",))
    assert mirror.frame().loc["H3", "paid"] == "South €40"
    assert mirror.regions()["decision"].tolist() == [90, 10]


def test_greedy_completion_spends_what_fits_and_none_leaves_it():
    call = a_call(H1={"North": 60}, H2={"South": 30}, values={"H1": 6, "H2": 1})
    scenario = a_scenario(call, {"budget": {"kind": "budget", "amount": 100}}, {"reference": {"equal": "1"}})

    assert equal_shares(scenario, completion="none").funded == ("H2",)
    assert equal_shares(scenario).funded == ("H1", "H2")
    with pytest.raises(ValueError, match="completion"):
        equal_shares(scenario, completion="add1")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_mirror_explains_its_differences_in_every_language(two_regions, language):
    text = equal_shares(two_regions, completion="none").text(language)

    assert "H3" in text
    assert "H2" in text
    assert "{" not in text


def test_a_mirror_without_reference_shares_is_an_error_that_says_so(two_regions):
    with pytest.raises(ScenarioError, match="reference shares"):
        equal_shares(Scenario.of(two_regions.call, {"budget": {"kind": "budget", "amount": 100}}))
