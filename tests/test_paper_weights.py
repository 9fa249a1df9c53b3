"""What the weights decide, as the proposal tells it."""

from fractions import Fraction
from itertools import product

import pytest
from builders import a_call
from proposals import decided

from allocator import Scenario, solve
from allocator.proposal.weights import WeightRobustness, weight_robustness
from allocator.text import LANGUAGES

pytestmark = pytest.mark.once
languages = pytest.mark.parametrize("language", LANGUAGES)


def test_the_sets_that_are_best_within_a_width_are_those_that_a_grid_of_weights_finds():
    scores = {"H1": {"a": 5, "b": 1}, "H2": {"a": 1, "b": 5}, "H3": {"a": 3, "b": 3}, "H4": {"a": 4, "b": 2}}
    asked = {"H1": 40, "H2": 40, "H3": 30, "H4": 50}
    call = a_call(scores=scores, **{i: {"North": euros} for i, euros in asked.items()})
    solution = solve(Scenario.of(call, {"money": {"kind": "budget", "amount": 80}}))
    width = Fraction(9, 10)

    found = weight_robustness(solution, width)
    best = set()
    for k in range(5, 96):
        weight = Fraction(k, 100)
        lawful = [
            [i for i, chosen in zip(asked, bits, strict=True) if chosen] for bits in product((0, 1), repeat=len(asked))
        ]
        lawful = [ids for ids in lawful if sum(asked[i] for i in ids) <= 80]
        worth = {
            frozenset(ids): sum(weight * scores[i]["a"] + (1 - weight) * scores[i]["b"] for i in ids) for ids in lawful
        }
        top = [ids for ids, value in worth.items() if value == max(worth.values())]
        assert any(ids in found.sets for ids in top), weight
        best |= set(top)
    assert set(found.sets) <= best


@languages
def test_the_weights_are_told_in_words_whatever_was_found(language):
    solution, _ = decided()
    stable = dict.fromkeys(solution.scenario.call.terms.criteria, (Fraction(1, 10), Fraction(9, 10)))
    own, other = frozenset(solution.funded), frozenset({"H4"})
    said = {
        WeightRobustness(solution, stable, width, sets).text(language)
        for width, sets in (
            (None, ()),
            (Fraction(1, 5), (own,)),
            (Fraction(1, 5), (other,)),
            (Fraction(1, 5), (own, other)),
        )
    } | {WeightRobustness(solution, dict.fromkeys(stable)).text(language)}

    assert len(said) == 5
    assert any("H4" in text for text in said)
    [table] = WeightRobustness(solution, stable).tables(language)
    assert all(
        row[2:] == (("10.0%", "90.0%") if language == "en" else ("10,0\u00a0%", "90,0\u00a0%")) for row in table.rows
    )


def test_nothing_is_said_of_weights_where_they_decide_nothing():
    solution = solve(Scenario.of(a_call(H1={"North": 10}), {"money": {"kind": "budget", "amount": 50}}))

    assert weight_robustness(solution) is None
