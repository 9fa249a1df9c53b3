"""Robustness against published and enumerated answers, and against every portfolio of small calls."""

import json
from fractions import Fraction
from itertools import product
from math import sqrt
from pathlib import Path

import pytest
from builders import a_call, a_scenario, every_portfolio, model_of
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator import ScenarioError, Score, robustness, solve
from allocator.analysis.resolve import Resolver
from allocator.analysis.robustness import people
from allocator.analysis.robustness.acceptability import acceptability, standard_error
from allocator.analysis.robustness.draws import score_forms
from allocator.analysis.robustness.everywhere import best_everywhere, looked_up
from allocator.analysis.robustness.flip import flip
from allocator.analysis.robustness.nondominated import nondominated
from allocator.analysis.robustness.orthants import searched
from allocator.analysis.robustness.polytope import Polytope, intervals, ordered, simplex
from allocator.analysis.robustness.regret import maximin, regret
from allocator.analysis.robustness.stability import stability_interval
from allocator.analysis.robustness.values import criterion_values
from allocator.call import Call
from allocator.ensemble import solve_many
from allocator.model import formulate
from allocator.rows import Linear, Portfolio

DATA = Path(__file__).parents[1] / "data"
RPM = json.loads((DATA / "rpm_example.json").read_text(encoding="utf-8"))
SMALL = json.loads((DATA / "smaa_exact_small.json").read_text(encoding="utf-8"))
TWO = json.loads((DATA / "robust_two_scenarios.json").read_text(encoding="utf-8"))


def scored(scores, costs, budget):
    """Make a scenario of applications H1, H2, … with their scores, costs and a budget."""
    named = {f"H{n}": {f"c{k}": s for k, s in enumerate(row)} for n, row in enumerate(scores, 1)}
    money = {f"H{n}": {"North": cost} for n, cost in enumerate(costs, 1)}
    return a_scenario(a_call(scores=named, **money), {"budget": {"kind": "budget", "amount": budget}})


@pytest.fixture(scope="module")
def rpm():
    projects = RPM["projects"]
    scenario = scored([p["scores"] for p in projects], [p["cost"] for p in projects], RPM["budget"])
    return criterion_values(formulate(scenario))


def funded(model, portfolio):
    ids = {i for i, _ in model.choices(portfolio)}
    return [int(f"H{n}" in ids) for n in range(1, len(model.scenario.call.applications) + 1)]


THIRDS = (Fraction(1, 3),) * 3
KNOWN = [
    (simplex(3), "published_nondominated_no_weight_info", "core_index_no_info"),
    (ordered(THIRDS), "published_nondominated_ordinal_w1_ge_w2_ge_w3", "core_index_ordinal_enumerated"),
]


@pytest.mark.parametrize(("polytope", "portfolios", "core"), KNOWN, ids=["no information", "order"])
def test_the_published_nondominated_portfolios_and_core_indices_are_found(rpm, polytope, portfolios, core):
    found = nondominated(rpm.model, [rpm.form(w) for w in polytope.extreme_points()])

    assert found.complete
    assert sorted(funded(rpm.model, p) for p in found.portfolios) == sorted(RPM[portfolios])
    assert list(found.core_index.values()) == [Fraction(index) for index in RPM[core]]


def test_core_stays_core_and_exterior_stays_exterior_when_the_order_is_known(rpm):
    before, after = (nondominated(rpm.model, [rpm.form(w) for w in p.extreme_points()]).core_index for p, _, _ in KNOWN)

    assert {i for i, index in before.items() if index == 1} <= {i for i, index in after.items() if index == 1}
    assert {i for i, index in before.items() if index == 0} <= {i for i, index in after.items() if index == 0}


def test_a_capped_search_says_that_there_may_be_more(rpm):
    forms = [rpm.form(w) for w in simplex(3).extreme_points()]

    found, complete = searched(rpm.model, forms, most=8)

    assert (len(found), complete) == (8, False)


def test_where_the_listing_is_given_up_a_search_finds_the_same_portfolios(rpm):
    forms = [rpm.form(w) for w in simplex(3).extreme_points()]

    assert nondominated(rpm.model, forms, most=1) == nondominated(rpm.model, forms)


@pytest.mark.parametrize(
    ("polytope", "exact"),
    [
        (simplex(3), "project_acceptability_uniform_on_simplex"),
        (ordered(THIRDS), "project_acceptability_uniform_on_w1_ge_w2_ge_w3"),
    ],
    ids=["simplex", "order"],
)
def test_acceptabilities_are_within_sampling_error_of_the_exact_areas(rpm, polytope, exact):
    draws = polytope.draws(150, seed=3)
    shares = acceptability(rpm.model, [rpm.form(w) for w in draws]).applications

    for share, true in zip(shares.values(), map(Fraction, RPM[exact].values()), strict=True):
        assert abs(share - true) <= 4 * standard_error(true, len(draws))


@pytest.mark.parametrize("case", SMALL["cases"])
def test_first_ranks_are_within_sampling_error_of_the_exact_ones(case):
    values = criterion_values(formulate(scored(case["alternatives"], [1] * len(case["alternatives"]), 1)))
    draws = simplex(3).draws(200, seed=1)
    shares = acceptability(values.model, [values.form(w) for w in draws]).applications

    for share, true in zip(shares.values(), map(Fraction, case["first_rank"]), strict=True):
        assert abs(share - true) <= 4 * sqrt(true * (1 - true) / len(draws))


def test_the_known_maximin_and_minimax_regret_portfolios_are_found():
    values = {f"H{n}": 1 for n in range(1, 11)}
    money = {f"H{n}": {"North": cost} for n, cost in enumerate(TWO["costs"], 1)}
    model = model_of(a_call(values=values, **money), {"budget": {"kind": "budget", "amount": TWO["budget"]}})
    forms = [Linear(model.candidates.count.coefficients * utilities) for utilities in TWO["utilities"]]

    found = regret(model, forms)
    safest = maximin(model, forms)

    assert list(found.optima) == TWO["scenario_optima"]
    assert found.of(found.minimax) == TWO["minmax_regret"]
    assert min(form.at(safest) for form in forms) == TWO["maximin"]


def test_extreme_points_of_an_order_are_the_means_of_its_first_criteria():
    points = ordered((Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))).extreme_points()

    assert points == ((1, 0, 0), (Fraction(1, 2), Fraction(1, 2), 0), THIRDS)


def test_extreme_points_of_intervals_are_feasible_and_on_two_bounds():
    box = intervals(THIRDS, Fraction(1, 5))

    points = box.extreme_points()

    assert len(points) == 6
    assert all(box.contains(p) for p in points)
    assert {w for p in points for w in p} == {Fraction(4, 15), Fraction(1, 3), Fraction(2, 5)}


@pytest.mark.parametrize("polytope", [simplex(4), ordered((Fraction(1, 4),) * 4)], ids=["simplex", "order"])
def test_draws_are_feasible_and_the_same_for_the_same_seed(polytope):
    draws = polytope.draws(200, seed=5)

    assert all(polytope.contains(w) for w in draws)
    assert draws == polytope.draws(200, seed=5) != polytope.draws(200, seed=6)


def test_the_mean_of_draws_in_an_order_is_the_rank_order_centroid():
    draws = ordered(THIRDS).draws(4000, seed=1)
    centre = people.rank_order_centroid(["a", "b", "c"]).values()

    for position, expected in enumerate(centre):
        assert abs(sum(w[position] for w in draws) / len(draws) - expected) < Fraction(1, 100)


HALF = Fraction(1, 2)
SCORES = st.lists(st.tuples(*[st.integers(0, 5)] * 2), min_size=4, max_size=6)


@settings(max_examples=settings.default.max_examples // 7)
@given(SCORES, st.data())
def test_nondominated_portfolios_are_those_of_full_enumeration(scores, data):
    costs = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    values = criterion_values(formulate(scored(scores, costs, sum(costs) // 2)))
    forms = [values.form(w) for w in simplex(2).extreme_points()]
    every = {tuple(form.at(p) for form in forms) for p in every_portfolio(values.model) if not values.model.broken(p)}
    best = {v for v in every if not any(o != v and all(a >= b for a, b in zip(o, v, strict=True)) for o in every)}

    found = nondominated(values.model, forms)

    assert found.complete
    assert {tuple(form.at(p) for form in forms) for p in found.portfolios} == best
    lawful = {p for p in every_portfolio(values.model) if not values.model.broken(p)}
    assert set(found.portfolios) == {p for p in lawful if tuple(form.at(p) for form in forms) in best}


@settings(max_examples=settings.default.max_examples // 7)
@given(SCORES, st.data())
def test_a_stability_interval_ends_where_full_enumeration_says(scores, data):
    costs = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    values = criterion_values(formulate(scored(scores, costs, sum(costs) // 2)))
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]
    [(own, _, _)] = solve_many(values.model, [values.form(values.published)])
    low, high = stability_interval(values, own, "c0")

    def lines(p):
        return values.at(p, (Fraction(0), Fraction(1))), values.at(p, (Fraction(1), Fraction(0)))

    ends = [Fraction(0)], [Fraction(1)]
    for (a0, a1), (b0, b1) in product([lines(own)], map(lines, lawful)):
        slope = (b1 - a1) - (b0 - a0)
        if slope:
            ends[slope > 0].append((a0 - b0) / slope)

    assert (low, high) == (max(ends[0]), min(ends[1]))


@pytest.fixture(scope="module")
def small():
    scores = [(5, 1), (4, 4), (1, 5), (3, 3), (2, 2)]
    return solve(scored(scores, [6, 5, 4, 3, 2], 11))


def test_past_its_flip_radius_an_application_changes_its_outcome_and_before_it_does_not(small):
    model = small.model
    resolver = Resolver(model)
    own = {i for i, _ in model.choices(small.portfolio)}
    step = Fraction(1, 100)
    for position, award in enumerate(model.candidates.awards):
        turned = flip(resolver, small.portfolio, award.application)
        radius = turned.radius
        sign = -1 if award.application in own else 1
        for correction, flips in ((radius + step, True), (radius - step, False)):
            changed = model.candidates.value.coefficients.copy()
            changed[position] += int(sign * correction * model.candidates.value.denominator)
            goal = Linear(changed, denominator=model.candidates.value.denominator)
            [(best, _, _)] = solve_many(model, [goal])
            assert ((position in best.awards) != (award.application in own)) is flips


def test_a_portfolio_for_each_goal_is_the_same_with_one_worker_as_with_two(rpm):
    forms = [rpm.form(w) for w in simplex(3).draws(12, seed=2)]

    assert solve_many(rpm.model, forms, workers=1) == solve_many(rpm.model, forms, workers=2)


def test_the_best_value_for_each_goal_is_that_of_full_enumeration(small):
    values = criterion_values(small.model)
    forms = [values.form(w) for w in simplex(2).draws(10, seed=4)]
    lawful = [p for p in every_portfolio(small.model) if not small.model.broken(p)]

    assert [v for _, v, _ in solve_many(small.model, forms)] == [max(f.at(p) for p in lawful) for f in forms]


def test_a_single_reviewer_leaves_nothing_to_draw(small):
    values = criterion_values(small.model)
    published = values.form(values.published)

    for form in score_forms(values, [values.published] * 3, seed=1):
        assert all(form.at(p) == published.at(p) for p in every_portfolio(small.model))


@settings(max_examples=settings.default.max_examples // 7)
@given(SCORES, st.data())
def test_draws_that_are_looked_up_are_worth_what_draws_that_are_solved_are(scores, data):
    costs = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    values = criterion_values(formulate(scored(scores, costs, sum(costs) // 2)))
    polytope = data.draw(st.sampled_from([simplex(2), ordered(values.published), intervals(values.published, HALF)]))
    draws = polytope.draws(30, seed=data.draw(st.integers(0, 9)))
    lawful = [p for p in every_portfolio(values.model) if not values.model.broken(p)]

    listed = best_everywhere(values, polytope, 100, lambda words: None)
    found = looked_up(values, listed, draws)

    for weights, winner in zip(draws, found.winners, strict=True):
        assert values.at(winner, weights) == max(values.at(p, weights) for p in lawful)


def test_a_search_of_more_corners_than_draws_is_given_up(rpm):
    assert best_everywhere(rpm, simplex(3), 2, lambda words: None) is None


def test_whom_a_flip_touches_is_the_change_that_a_greater_value_makes(small):
    resolver = Resolver(small.model)
    awards = small.model.candidates.awards
    own = {awards[i].application for i in small.portfolio.awards}
    for position, award in enumerate(awards):
        turned = flip(resolver, small.portfolio, award.application)
        past = turned.radius + Fraction(1, 100)
        changed = small.model.candidates.value.coefficients.astype(object)
        changed[position] += int(
            (-past if award.application in own else past) * small.model.candidates.value.denominator
        )
        form = Linear(changed, denominator=small.model.candidates.value.denominator)
        lawful = [p for p in every_portfolio(small.model) if not small.model.broken(p)]
        most = max(form.at(p) for p in lawful)
        best = [{awards[i].application for i in p.awards} for p in lawful if form.at(p) == most]
        others = {award.application}

        assert (set(turned.joins), set(turned.drops)) in [(b - own - others, own - b - others) for b in best]


def test_drawn_panels_are_means_over_reviewers_drawn_with_replacement():
    """With two reviewers of one application there are three panels: either one twice, or both."""
    call = a_call(scores={"H1": {"need": 5, "plan": 1}, "H2": {"need": 3, "plan": 3}}, H1={"North": 1}, H2={"North": 1})
    more = (Score("H1", "second", "need", Fraction(2)), Score("H1", "second", "plan", Fraction(4)))
    call = Call(call.terms, call.geography, call.applications, (*call.scores, *more))
    values = criterion_values(formulate(a_scenario(call, {"budget": {"kind": "budget", "amount": 2}})))
    weights = (Fraction(3, 4), Fraction(1, 4))

    forms = score_forms(values, [weights] * 400, seed=1)
    drawn = [form.at(Portfolio([0])) for form in forms]

    assert {form.at(Portfolio([1])) for form in forms} == {3}
    assert {n: drawn.count(n) for n in (4, Fraction(13, 4), Fraction(5, 2))}.keys() == set(drawn)
    assert abs(drawn.count(Fraction(13, 4)) / 400 - 1 / 2) < 0.1


def test_an_interrupt_keeps_the_draws_that_are_done(small):
    values = criterion_values(small.model)
    forms = [values.form(w) for w in simplex(2).draws(50, seed=1)]

    def stop(words):
        raise KeyboardInterrupt

    kept = acceptability(small.model, forms, progress=stop)

    assert 0 < len(kept.winners) < kept.asked == 50


def test_an_interrupt_while_portfolios_are_listed_keeps_those_found_and_says_in_how_many_draws_one_is_proven(small):
    def stop(words):
        if "corners" in words:
            raise KeyboardInterrupt

    found = robustness(small, draws=50, portfolios=0, progress=stop)
    proven = 50 - found.accepted.unproven

    assert len(found.accepted.winners) == 50
    assert not found.accepted.complete
    assert f"proven in {proven} draws, and in {50 - proven}" in found.text("en")
    assert "proven, not sampled" not in found.text("en")
    assert len({len(found.text(language).splitlines()) for language in ("fi", "sv", "en")}) == 1


def test_applications_with_values_of_their_own_have_no_weights_to_vary():
    model = model_of(a_call(H1={"North": 5}), {"budget": {"kind": "budget", "amount": 5}})

    with pytest.raises(ScenarioError, match="value of their own"):
        criterion_values(model)


def test_the_summary_speaks_three_languages_and_its_frames_agree_with_it(small):
    found = robustness(small, draws=20, portfolios=20)
    frame = found.applications()

    said = [found.text(language).splitlines() for language in ("fi", "sv", "en")]
    assert len({len(lines) for lines in said}) == 1
    assert len({lines[0] for lines in said}) == 3
    assert "20 of 20 draws" in found.text("en")
    assert set(frame.index) == {a.application for a in small.model.candidates.awards}
    assert found.portfolios()["greatest_regret"].min() == pytest.approx(float(found.regrets.of(found.regrets.minimax)))


@pytest.mark.parametrize("words", ["simplex ", "intervals", "intervals:x", "orders"])
def test_weights_that_are_no_such_thing_are_refused(small, words):
    with pytest.raises(ValueError, match="simplex, order, published or intervals"):
        robustness(small, weights=words, draws=1)


def test_weights_from_ranks_are_the_textbook_ones():
    assert list(people.rank_order_centroid("abc").values()) == [Fraction(11, 18), Fraction(5, 18), Fraction(1, 9)]
    assert list(people.rank_sum("abc").values()) == [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]


def test_swings_become_weights_in_proportion_and_nothing_else_does():
    assert people.from_ratios({"a": Fraction(100), "b": Fraction(60)}) == {"a": Fraction(5, 8), "b": Fraction(3, 8)}
    with pytest.raises(ValueError, match="at least 0"):
        people.from_ratios({"a": Fraction(1), "b": Fraction(-1)})


def test_consistent_comparisons_have_ratio_0_and_contradictory_ones_more():
    weights, ratio = people.from_pairs([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]])
    _, contradictory = people.from_pairs([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])

    assert [float(w) for w in weights] == pytest.approx([4 / 7, 2 / 7, 1 / 7], abs=2e-6)
    assert ratio == pytest.approx(0, abs=1e-9)
    assert contradictory > 0.1


def test_more_than_eight_criteria_are_refused_rather_than_waited_for():
    from allocator import InputError

    with pytest.raises(InputError, match="9 criteria"):
        simplex(9).extreme_points()
    with pytest.raises(InputError, match="no weights are feasible"):
        Polytope((Fraction(0),) * 2, (Fraction(1, 3),) * 2).extreme_points()
