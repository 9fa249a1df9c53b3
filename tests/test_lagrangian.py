"""Exact optimisation by one relaxation and a walk: right on random programmes, whatever the relaxation suggests."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from builders import a_call, model_of

from allocator import lagrangian
from allocator.lagrangian import Lagrangian
from allocator.parametric import Parametric
from allocator.relaxation import Relaxation
from allocator.rows import Helper, Linear, Portfolio, Row, constant
from allocator.walk import _walk, walk

PROGRAMMES = range(120)


class Programme:
    """A random 0-1 programme, and all that is true of it by listing every x."""

    def __init__(self, seed, *, spread=60):
        draw = np.random.default_rng(seed)
        self.columns = int(draw.integers(1, 11))
        self.worth = draw.integers(-spread // 4, spread, self.columns)
        names = {f"H{number}": {"North": 1} for number in range(1, self.columns + 1)}
        count = int(draw.integers(0, 5))
        rows = [self._row(draw, number) for number in range(count)]
        self.model = replace(model_of(a_call(**names), {}), rows=tuple(rows))
        self.goal = Linear(self.worth, int(draw.integers(-5, 6)), int(draw.integers(1, 4)))
        self.every = np.array(list(product((0, 1), repeat=self.columns)))

    def _row(self, draw, number):
        coefficients = draw.integers(-9, 30, self.columns) * int(draw.choice([1, 1, 1000]))
        coefficients[0] += not coefficients.any()
        sense = str(draw.choice(["<=", "<=", "<=", ">=", "=="]))
        if sense == "==":
            coefficients = draw.integers(1, 3, self.columns)
            return Row(f"row{number}", Linear(coefficients), sense, int(draw.integers(0, self.columns + 1)))
        part = draw.random() if sense == "<=" else draw.random() / 2
        return Row(f"row{number}", Linear(coefficients), sense, int(part * np.maximum(coefficients, 0).sum()))

    def lawful(self, extra=()):
        return satisfying(self.every, (*self.model.rows, *extra))

    def worths(self, every):
        wholes = self.goal.constant + every @ self.worth
        return [Fraction(int(whole), self.goal.denominator) for whole in wholes]

    def values(self, extra=()):
        return sorted(self.worths(self.lawful(extra)), reverse=True)


def satisfying(every, rows):
    """Return the x that satisfy all rows, counted apart from the package's own way of holding them."""
    kept = np.ones(len(every), dtype=bool)
    for row in rows:
        right = Fraction(row.right)
        left = right.denominator * (every @ row.left.coefficients)
        kept &= {"<=": left <= right.numerator, ">=": left >= right.numerator, "==": left == right.numerator}[row.sense]
    return every[kept]


def portfolio(x):
    return Portfolio(np.flatnonzero(x).tolist())


def awards(portfolios):
    return sorted(found.awards for found in portfolios)


def reaching(programme, floor, extra=()):
    lawful = programme.lawful(extra)
    return sorted(portfolio(x).awards for x, w in zip(lawful, programme.worths(lawful), strict=True) if w >= floor)


def check_best(programme, answer, extra=()):
    values = programme.values(extra)
    if not values:
        assert answer.state == "infeasible"
    else:
        assert answer.state == "optimal"
        assert all(row.holds(answer.portfolio) for row in (*programme.model.rows, *extra))
        assert programme.goal.at(answer.portfolio) == values[0]


def test_the_random_programmes_are_of_every_kind():
    made = [Programme(seed) for seed in PROGRAMMES]

    assert sum(not len(programme.lawful()) for programme in made) >= 10
    assert sum(len(programme.lawful()) > 20 for programme in made) >= 20
    assert sum(any(row.sense == "==" for row in programme.model.rows) for programme in made) >= 20
    assert sum((programme.worth < 0).any() for programme in made) >= 20


def test_the_best_is_that_of_all_x_and_what_is_impossible_is_said_to_be():
    for seed in PROGRAMMES:
        programme = Programme(seed)
        check_best(programme, Lagrangian(programme.model).best(programme.goal, ()))


def test_all_that_reach_a_floor_are_listed_and_no_other():
    for seed in PROGRAMMES:
        programme = Programme(seed)
        exact = Lagrangian(programme.model)
        values = programme.values() or [Fraction(0)]
        for floor in (values[0], values[0] + Fraction(1, 10**9), values[len(values) // 2], values[-1]):
            found = exact.listed(programme.goal, floor, (), 2000, lagrangian.MOST_STEPS)
            assert found.complete
            assert awards(found.portfolios) == reaching(programme, floor)


@pytest.mark.parametrize("floor", [Fraction(10**40), Fraction(-(10**40))])
def test_a_floor_beyond_all_numbers_is_reached_by_none_or_by_all(floor):
    programme = Programme(3)
    found = Lagrangian(programme.model).listed(programme.goal, floor, (), 2000, lagrangian.MOST_STEPS)

    assert len(programme.lawful())
    assert found.complete
    assert awards(found.portfolios) == reaching(programme, floor)


def test_a_list_holds_as_many_as_are_asked_for_and_says_whether_there_are_more():
    programme = next(made for made in map(Programme, PROGRAMMES) if len(made.lawful()) > 5)
    exact, count = Lagrangian(programme.model), len(programme.lawful())
    least = programme.values()[-1]

    whole = exact.listed(programme.goal, least, (), count, lagrangian.MOST_STEPS)
    cut = exact.listed(programme.goal, least, (), count - 1, lagrangian.MOST_STEPS)
    assert (len(whole.portfolios), whole.complete) == (count, True)
    assert (len(cut.portfolios), cut.complete) == (count - 1, False)


def test_added_rows_hold_for_one_question_only():
    for seed in PROGRAMMES[:40]:
        programme = Programme(seed)
        exact = Lagrangian(programme.model)
        without_first = Row("out", Linear(np.eye(programme.columns, dtype=np.int64)[0]), "==", 0, "count")
        with_first = replace(without_first, right=1)

        for extra in ((without_first,), (with_first,), (with_first, without_first), ()):
            check_best(programme, exact.best(programme.goal, extra), extra)


# Whatever the relaxation suggests


def suggesting(monkeypatch, suggest):
    """Let the relaxation suggest other multipliers than its own."""
    own = Relaxation.solve

    def solve(relaxation, low, high):
        x, multipliers, feasible = own(relaxation, low, high)
        return x, *suggest(multipliers, feasible)

    monkeypatch.setattr(Relaxation, "solve", solve)


DRAWN = np.random.default_rng(7)
SUGGESTIONS = {
    "nothing": lambda y, feasible: (y * 0, feasible),
    "too much": lambda y, feasible: (y * 3 + 1, feasible),
    "huge": lambda y, feasible: (y * 0 + 1e15, feasible),
    "nearly too huge": lambda y, feasible: (y * 0 + 2.0**47, feasible),
    "beyond floats": lambda y, feasible: (y * 0 + 1e300, feasible),
    "infinite": lambda y, feasible: (np.full(len(y), np.inf), feasible),
    "no number": lambda y, feasible: (np.full(len(y), np.nan), feasible),
    "below zero": lambda y, feasible: (-1 - y, feasible),
    "random": lambda y, feasible: (DRAWN.random(len(y)) * 9, feasible),
    "tiny": lambda y, feasible: (y + 1e-12, feasible),
    "always feasible": lambda y, feasible: (y, True),
    "never feasible": lambda y, feasible: (y, False),
    "never feasible by chance": lambda y, feasible: (DRAWN.random(len(y)), False),
}


@pytest.mark.parametrize("name", SUGGESTIONS)
def test_bad_multipliers_never_give_a_wrong_answer(monkeypatch, name):
    suggesting(monkeypatch, SUGGESTIONS[name])
    answered = 0
    for seed in PROGRAMMES[::2]:
        programme = Programme(seed)
        exact = Lagrangian(programme.model)
        if (answer := exact.best(programme.goal, ())) is not None:
            answered += 1
            check_best(programme, answer)
        values = programme.values() or [Fraction(0)]
        middle = values[len(values) // 2]
        found = exact.listed(programme.goal, middle, (), 2000, lagrangian.MOST_STEPS)
        if found is not None:
            assert found.complete
            assert awards(found.portfolios) == reaching(programme, middle)
    assert answered or name.startswith(("never", "beyond", "infinite", "no number", "huge", "nearly"))


@pytest.mark.parametrize("bits", range(30, 64))
def test_multipliers_of_any_size_are_used_or_refused_and_never_wrong(monkeypatch, bits):
    suggesting(monkeypatch, lambda y, feasible: (y * 0 + 2.0**bits, feasible))
    for seed in (1, 3, 5, 8):
        programme = Programme(seed)
        if (answer := Lagrangian(programme.model).best(programme.goal, ())) is not None:
            check_best(programme, answer)


# Where it is not used


def test_a_walk_that_would_be_too_long_gives_no_answer_and_a_cut_list_says_so(monkeypatch):
    suggesting(monkeypatch, SUGGESTIONS["nothing"])
    programme = next(made for made in map(Programme, PROGRAMMES) if made.columns == 10 and len(made.lawful()) > 20)
    exact, least = Lagrangian(programme.model), programme.values()[-1]

    assert exact.best(programme.goal, (), 5) is None
    assert not exact.listed(programme.goal, least, (), 2000, 5).complete
    steps = exact.listed(programme.goal, least, (), 2000, lagrangian.MOST_STEPS).steps
    assert exact.listed(programme.goal, least, (), 2000, steps).complete
    assert not exact.listed(programme.goal, least, (), 2000, steps - 1).complete


@pytest.mark.parametrize("size", [2**40, 2**55, 2**58, 2**60, 2**61, 2**62, 2**70])
def test_values_are_exact_while_they_fit_and_refused_when_they_do_not(size):
    model = model_of(
        a_call(**{f"H{n}": {"North": n} for n in range(1, 9)}), {"budget": {"kind": "budget", "amount": 9}}
    )
    worth = np.array([size + n * n for n in range(1, 9)], dtype=object)
    goal = Linear(worth if size > 2**61 else worth.astype(np.int64))
    answer = Lagrangian(model).best(goal, ())

    # Three of the eight are within 9 euros: 1 + 2 + 6 has the greatest squares, 41.
    assert size >= 2**55 or answer is not None
    assert answer is None or goal.at(answer.portfolio) == 3 * size + 41
    assert size <= 2**61 or answer is None


@pytest.mark.parametrize("count", [8, 9, 16])
def test_values_whose_sum_does_not_fit_are_refused_though_each_of_them_does(count):
    model = model_of(a_call(**{f"H{n}": {"North": 1} for n in range(count)}), {})
    goal = Linear(np.array([2**60 + n for n in range(count)]))

    assert Lagrangian(model).best(goal, ()) is None
    assert Lagrangian(model).listed(goal, Fraction(0), (), 9, 99) is None


@pytest.mark.parametrize("size", [2**55, 2**60, 2**62, 2**70])
def test_rows_too_large_are_refused(size):
    model = model_of(a_call(H1={"North": 1}, H2={"North": 1}), {})
    row = Row("large", Linear(np.array([size, size + 1], dtype=object)), "<=", size)
    exact = Lagrangian(replace(model, rows=(row,)))
    answer = exact.best(Linear(np.array([1, 2])), ())

    assert exact.usable == (size < 2**60)
    assert answer is None or answer.portfolio.awards == (0,)


def test_helpers_are_refused_in_rows_and_in_the_goal():
    model = model_of(a_call(H1={"North": 1}), {})
    helper = Helper("h", "least", (model.candidates.count,)).as_form(1)
    row = Row("helped", helper, "<=", 1, "count")

    assert not Lagrangian(replace(model, rows=(row,))).usable
    assert Lagrangian(model).best(helper, ()) is None
    assert Lagrangian(model).best(model.candidates.count, (row,)) is None
    assert Lagrangian(model).listed(helper, Fraction(0), (), 9, 99) is None


def test_a_row_that_nothing_can_satisfy_is_impossible_when_added():
    model = model_of(a_call(H1={"North": 1}), {})
    never = Row("never", constant(0, 1), ">=", 1, "count")
    exact = Lagrangian(model)

    assert exact.best(model.candidates.count, (never,)).state == "infeasible"
    found = exact.listed(model.candidates.count, Fraction(0), (never,), 9, 99)
    assert (found.portfolios, found.complete) == ([], True)
    assert exact.best(model.candidates.count, ()).portfolio.awards == (0,)


# Rows that move


def moved_by(programme, slopes, t):
    return [replace(row, right=row.right - s * t) for row, s in zip(programme.model.rows, slopes, strict=True)]


def least_by_listing(programme, slopes, low, most):
    """Return the least t at which some x is lawful, and all x that are lawful then, by trying every t and every x."""
    for t in range(low, most + 1):
        moved = moved_by(programme, slopes, t)
        if len(found := satisfying(programme.every, moved)):
            return t, [portfolio(x) for x in found]
    return None, []


def test_the_least_number_at_which_moving_rows_hold_is_that_of_trying_every_number(monkeypatch):
    asked = least_given = 0
    for suggestion in (None, "nothing", "too much", "random", "below zero"):
        if suggestion is not None:
            suggesting(monkeypatch, SUGGESTIONS[suggestion])
        for seed in PROGRAMMES[::2]:
            programme, draw = Programme(seed), np.random.default_rng(seed)
            steps = [Fraction(int(draw.integers(-12, 25)), int(draw.integers(1, 4))) for _ in programme.model.rows]
            slopes = [
                Fraction(0) if row.sense == "==" else -step if row.sense == "<=" else step
                for row, step in zip(programme.model.rows, steps, strict=True)
            ]
            low, most = int(draw.integers(0, 4)), 60
            programme.model = replace(programme.model, rows=tuple(moved_by(programme, slopes, -25)))
            t, found = least_by_listing(programme, slopes, low, most)
            answer = Parametric(programme.model, slopes, most).least((), low)
            asked += 1
            if answer is not None:
                least_given += t is not None and t > low
                assert (answer.portfolio is None) == (t is None)
                assert answer.portfolio is None or answer.portfolio in found
        monkeypatch.undo()
    assert asked == 5 * len(PROGRAMMES[::2])
    assert least_given >= 20


# The walk


def walked(seed, *, listing, steps=10**6, compiled=walk):
    draw = np.random.default_rng(seed)
    awards, rows = int(draw.integers(1, 9)), int(draw.integers(0, 4))
    columns = draw.integers(-5, 12, (awards, rows))
    bounds = draw.integers(-3, 40, rows)
    worth = draw.integers(-9, 30, awards)
    multipliers = draw.integers(0, 5, rows)
    costs = 4 * worth - columns @ multipliers
    bound = int(multipliers @ bounds) + int(np.maximum(costs, 0).sum())
    order = np.argsort(-np.abs(costs), kind="stable")
    target = int(draw.integers(-20, 60))
    found, count, taken = compiled(
        columns, bounds, bounds * 0, 0, worth, costs, order, target, bound, 4, bound, listing, 300, steps
    )
    lawful = [
        x for x in product((0, 1), repeat=awards) if (x @ columns <= bounds).all() and np.array(x) @ worth >= target
    ]
    return found, count, taken, lawful, worth


@pytest.mark.parametrize("listing", [True, False])
def test_the_walk_as_written_and_as_compiled_take_the_same_steps_to_the_same_portfolios(listing):
    for seed in range(60):
        for steps in (3, 10**6):
            plain = walked(seed, listing=listing, steps=steps, compiled=_walk)
            quick = walked(seed, listing=listing, steps=steps)
            assert (plain[0] == quick[0]).all()
            assert plain[1:3] == quick[1:3]


def test_the_walk_finds_all_that_reach_the_target_or_the_best_of_them():
    for seed in range(60):
        found, count, _, lawful, _ = walked(seed, listing=True)
        assert sorted(map(tuple, found[:count].tolist())) == sorted(lawful)
        found, count, _, lawful, worth = walked(seed, listing=False)
        assert count == (1 if lawful else 0)
        assert not lawful or found[0] @ worth == max(np.array(x) @ worth for x in lawful)
