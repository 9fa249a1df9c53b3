"""All weights at once: at any weights one of the listed portfolios is the best of all."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from builders import a_call, every_portfolio, model_of

from allocator import SolverError, polytope
from allocator.polytope import Cone, Polytope, optimal_over_weights

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("compiled")]

RULES = {"budget": {"kind": "budget", "amount": 180}, "either": {"kind": "choose", "of": ["H1", "H2"], "at_most": 1}}
NAMES = ("impact", "plan", "cost")


def a_model(seed, rules=RULES):
    rng = np.random.default_rng(seed)
    ids = [f"H{n}" for n in range(1, 9)]
    scores = {id_: {name: int(rng.integers(0, 6)) for name in NAMES} for id_ in ids}
    return model_of(a_call(scores=scores, **{id_: {"North": int(rng.integers(20, 70))} for id_ in ids}), rules)


def grid(steps):
    for whole in product(range(steps + 1), repeat=len(NAMES) - 1):
        if sum(whole) <= steps:
            yield tuple(Fraction(part, steps) for part in (*whole, steps - sum(whole)))


def totals(model, portfolio):
    exact = [model.assessments[model.candidates.awards[i].application].exact for i in portfolio.awards]
    return tuple(sum((means[name] for means in exact), Fraction(0)) for name in NAMES)


def product_of(weights, numbers):
    return sum(w * n for w, n in zip(weights, numbers, strict=True))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("weights", "inside"),
    [
        (Polytope(NAMES), lambda w: True),
        (Polytope(NAMES).in_order(NAMES), lambda w: w[0] >= w[1] >= w[2]),
        (
            Polytope(NAMES).between({"plan": (Fraction(1, 5), Fraction(1, 2))}),
            lambda w: Fraction(1, 5) <= w[1] <= Fraction(1, 2),
        ),
    ],
    ids=["whole simplex", "in order", "interval"],
)
def test_at_every_weight_of_a_dense_grid_a_listed_portfolio_is_the_best_of_all(seed, weights, inside):
    model = a_model(seed)
    lawful = {totals(model, p) for p in every_portfolio(model) if all(row.holds(p) for row in model.rows)}
    found = optimal_over_weights(model, weights)

    assert found.complete
    assert found.totals == tuple(totals(model, portfolio) for portfolio in found.portfolios)
    points = [w for w in grid(30) if inside(w)]
    best = found.evaluate(np.array([[float(part) for part in w] for w in points]))
    for w, position in zip(points, best, strict=True):
        greatest = max(product_of(w, numbers) for numbers in lawful)
        assert max(product_of(w, numbers) for numbers in found.totals) == greatest
        assert abs(product_of(w, found.totals[position]) - greatest) < Fraction(1, 10**12)


@pytest.mark.parametrize("seed", range(8))
def test_every_listed_portfolio_is_best_at_some_corner_and_corners_lie_in_the_polytope(seed):
    model = a_model(seed)
    found = optimal_over_weights(model, Polytope(NAMES).in_order(NAMES))

    assert all(sum(w) == 1 and w[0] >= w[1] >= w[2] >= 0 for w in found.corners)
    for corner in found.corners:
        assert max(product_of(corner, numbers) for numbers in found.totals) == max(
            product_of(corner, totals(model, p))
            for p in every_portfolio(model)
            if all(row.holds(p) for row in model.rows)
        )


def test_weights_that_contradict_each_other_are_an_error():
    nowhere = Polytope(NAMES).between({"plan": (Fraction(2, 3), Fraction(1)), "cost": (Fraction(1, 2), Fraction(1))})

    with pytest.raises(SolverError, match="no weights satisfy"):
        optimal_over_weights(a_model(1), nowhere)


def test_rules_with_helpers_are_an_error_that_says_so():
    even = {"even": {"kind": "fair_share", "reference": {"equal": "1"}, "deviation_at_most": "1.9"}}

    with pytest.raises(SolverError, match="without helpers"):
        optimal_over_weights(a_model(1, RULES | even), Polytope(NAMES))


def test_ctrl_c_keeps_the_portfolios_found_and_says_that_they_may_not_be_all():
    def interrupted(words):
        raise KeyboardInterrupt

    found = optimal_over_weights(a_model(2), Polytope(NAMES), interrupted)

    assert found.portfolios
    assert not found.complete


@pytest.mark.parametrize("steps", range(12))
def test_what_is_not_open_after_ctrl_c_is_best_wherever_it_is_the_best_of_those_found(steps):
    left = iter(range(steps))

    def interrupted(words):
        if next(left, None) is None:
            raise KeyboardInterrupt

    model = a_model(2)
    whole, part = (optimal_over_weights(model, Polytope(NAMES), told) for told in (None, interrupted))
    draws = np.random.default_rng(steps).dirichlet(np.ones(len(NAMES)), 400)
    best, found = whole.evaluate(draws), part.evaluate(draws)

    assert part.complete == (part.open == frozenset())
    assert set(part.portfolios) <= set(whole.portfolios)
    for own, other in zip(found.tolist(), best.tolist(), strict=True):
        assert own in part.open or part.totals[own] == whole.totals[other]


def test_ctrl_c_before_anything_is_found_ends_the_work(monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(polytope, "solve_many", interrupted)
    with pytest.raises(KeyboardInterrupt):
        optimal_over_weights(a_model(2), Polytope(NAMES))


def test_a_square_cut_by_its_diagonal_is_a_triangle():
    cone = Cone.over_simplex((0, 0, 0))
    cone.cut((1, -1, 0, 0))

    assert set(cone.rays) == {(1, 0, 0, 0), (0, 0, 1, 0), (1, 1, 0, 0), (0, 0, 0, 1)}
