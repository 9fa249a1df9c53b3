"""Never a euro too much, nor too little, where a solver's tolerance could hide it."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from builders import a_call, a_scenario

from allocator import solve
from allocator.solver import available


def a_trap(seed: int, least: int, most: int, over: int) -> tuple[list[int], list[int], int]:
    """Return euros and values of ten applications, and a budget that the best five exceed by so many euros."""
    chance = random.Random(seed)
    euros = [chance.randint(least, most) for _ in range(10)]
    # The five are worth more for their euros than any other, so that a relaxation wants all of them.
    values = [amount * (3 if number < 5 else 2) // (most // 1000) + 1 for number, amount in enumerate(euros)]
    return euros, values, sum(euros[:5]) - over


def best_by_listing(euros: Sequence[int], values: Sequence[int], budget: int) -> int:
    every = (chosen for size in range(len(euros) + 1) for chosen in combinations(range(len(euros)), size))
    return max(sum(values[i] for i in chosen) for chosen in every if sum(euros[i] for i in chosen) <= budget)


@pytest.mark.parametrize("solver", available())
@pytest.mark.parametrize(
    ("least", "most", "over"),
    [
        (20_000, 2_000_000, 1),
        (100_000, 20_000_000, 1),
        (20_000_000, 900_000_000, 1),
        (20_000_000, 900_000_000, 10),
    ],
)
def test_a_set_that_costs_a_euro_too_much_is_never_funded_and_the_best_that_fits_is(solver, least, most, over):
    for seed in range(25 if solver == "highs" else 5):
        euros, values, budget = a_trap(seed, least, most, over)
        requests = {f"H{number}": {"North": amount} for number, amount in enumerate(euros)}
        worth = {f"H{number}": value for number, value in enumerate(values)}
        call = a_call(values=worth, **requests)

        found = solve(a_scenario(call, {"budget": {"kind": "budget", "amount": budget}}), solver=solver)

        best = best_by_listing(euros, values, budget)
        assert best < best_by_listing(euros, values, budget + over), "the set is not attractive"
        assert (seed, found.value) == (seed, best)
        assert sum(euros[int(id_[1:])] for id_ in found.funded) == found.granted <= budget


def test_shares_of_large_money_are_not_called_impossible():
    # Whole numbers of 10¹³ in the floors, and gaps of 10⁸ euros between regions: a solver at its tolerance says that
    # only four sets of five satisfy the rules, and prefers one that is not the best of the eight that do.
    call = a_call(
        H08={"North": 68888889},
        H09={"North": 45925927},
        H10={"North": 7654322, "South": 30617284},
        H11={"North": 53580248, "South": 30617284},
        H12={"North": 38271605, "South": 68888889},
        H13={"South": 45925926},
        H14={"South": 53580248},
        population={"North": 9, "South": 7},
        values={"H08": "1.5", "H09": 0, "H10": 2, "H11": "5.2", "H12": 3, "H13": 2, "H14": "3.5"},
    )
    balance = {
        "kind": "fair_share",
        "reference": {"equal": "0.7", "population": "0.3"},
        "at_least": "53 %",
        "deviation_at_most": "1.3",
        "gini_at_most": "0.44",
    }
    rules = {"budget": {"kind": "budget", "amount": 310765436}, "balance": balance}

    found = solve(a_scenario(call, rules, {"maximise": "number_funded", "ties": ["higher_value"]}))

    assert (found.value, found.tied_portfolios) == (5, 8)
    assert found.funded == ("H08", "H10", "H11", "H13", "H14")
