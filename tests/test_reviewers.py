"""Reviewers: simulated panels give back the truth they were made from, and closed forms hold where there are some."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from builders import a_call, a_scenario, every_portfolio

from allocator import InputError, Score, reviewers, solve
from allocator.analysis.reviewers.decisions import decided, objective_by, review_value, without
from allocator.analysis.reviewers.panel import panel_of
from allocator.analysis.reviewers.rank_model import r_hat, sample
from allocator.model import formulate


def scored(marks, *, criteria=("plan",), conflicts=(), budget=10**9):
    """Return a scenario whose scores are marks[application][reviewer]: one mark, or one for each criterion."""
    some = {application: dict.fromkeys(criteria, 1) for application in marks}
    call = a_call(scores=some, **{application: {"North": 10} for application in marks})
    scores = [
        Score(application, reviewer, criterion, Fraction(str(mark)), (application, reviewer) in conflicts)
        for application, given in marks.items()
        for reviewer, several in given.items()
        for criterion, mark in zip(criteria, several if isinstance(several, tuple) else (several,), strict=False)
    ]
    return a_scenario(replace(call, scores=tuple(scores)), {"budget": {"kind": "budget", "amount": budget}})


def simulated(seed, applications=30, severities=(0.5, 0.0, -0.2, -0.3), noise=0.25, spread=0.6):
    """Return a panel in which every application has three of four reviewers, and the truth behind it."""
    generator = np.random.default_rng(seed)
    merits = 2.5 + spread * generator.standard_normal(applications)
    marks = {}
    for n, merit in enumerate(merits):
        names = [j for j in range(len(severities)) if j != n % len(severities)]
        marks[f"H{n + 1}"] = {
            f"R{j}": round(float(merit - severities[j] + noise * generator.standard_normal()), 3) for j in names
        }
    return scored(marks), merits, np.array(severities)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_simulated_panel_gives_back_the_severities_merits_and_spreads_that_it_was_made_with(seed):
    scenario, merits, severities = simulated(seed)

    posterior = sample(panel_of(scenario.call), draws=600, seed=seed)

    assert posterior.r_hat() < 1.02
    found, errors = posterior.flat_severities.mean(axis=0), posterior.flat_severities.std(axis=0)
    assert (np.abs(found - severities) < 4 * errors).all()
    assert np.abs(found - severities).max() < 0.2
    low, high = np.percentile(posterior.flat_merits, [2.5, 97.5], axis=0)
    assert 0.8 <= np.mean((low <= merits) & (merits <= high)) <= 1
    assert 0.18 < posterior.noise.mean() < 0.35
    assert 0.4 < posterior.spread.mean() < 0.9


def test_adjusted_merits_are_nearer_the_truth_than_raw_means_where_reviewers_differ():
    scenario, merits, _ = simulated(7, severities=(0.9, 0.3, -0.4, -0.8))
    panel = panel_of(scenario.call)
    raw = np.array([float(sum(panel.values_of(i)) / 3) for i in panel.applications])

    adjusted = sample(panel, draws=500).flat_merits.mean(axis=0)

    assert np.abs(adjusted - merits).mean() < np.abs(raw - merits).mean() / 1.3


def test_without_reviewer_effects_merits_are_the_means_drawn_towards_the_grand_mean_alike():
    marks = {f"H{n}": {"A": n / 2, "B": n / 2 + (n % 3 - 1) / 5} for n in range(1, 9)}
    panel = panel_of(scored(marks).call)

    posterior = sample(panel, draws=4_000, severity_spread=0)

    assert not posterior.severities.any()
    means = np.array([float(sum(panel.values_of(i)) / 2) for i in panel.applications])
    noise, spread = posterior.noise.reshape(-1) ** 2, posterior.spread.reshape(-1) ** 2
    kept = (spread / (spread + noise / 2)).mean()
    expected = means.mean() + kept * (means - means.mean())
    assert posterior.flat_merits.mean(axis=0) == pytest.approx(expected, abs=0.03)


def test_expected_ranks_are_those_of_clear_merits():
    marks = {f"H{n}": {"A": n / 2, "B": n / 2 + (0.01 if n % 2 else 0)} for n in range(1, 9)}

    ranks = sample(panel_of(scored(marks).call), draws=300).ranks()

    assert ranks.mean(axis=0) == pytest.approx([8, 7, 6, 5, 4, 3, 2, 1], abs=0.01)
    assert (np.sort(ranks, axis=1) == np.arange(1, 9)).all()


def test_r_hat_is_the_one_on_paper():
    # Halves: (1, 3), (2, 4), (2, 4), (3, 5): means 2, 3, 3, 4 with variance 2/3; variances 2 each.
    chains = np.array([[1.0, 3.0, 2.0, 4.0], [2.0, 4.0, 3.0, 5.0]])

    assert r_hat(chains) == pytest.approx((1 / 2 + (2 / 3) / 2) ** 0.5)
    assert r_hat(np.array([[1.0, 2.0, 1.0, 2.0], [11.0, 12.0, 11.0, 12.0]])) > 5
    assert r_hat(np.ones((2, 8))) == 1
    with pytest.raises(ValueError, match="four draws"):
        r_hat(np.ones((2, 3)))


def test_conflicts_and_half_given_reviews_are_left_out_and_counted():
    marks = {f"H{n}": {"A": (2, 4), "B": (3, 3), "C": (1, 1)} for n in range(1, 5)}
    marks["H2"]["B"] = (3,)
    scenario = scored(marks, criteria=("plan", "impact"), conflicts={("H1", "C")})

    panel = panel_of(scenario.call)

    assert len(panel.reviews) == 10
    assert panel.conflicts == {"C": 1}
    assert panel.partial == (("H2", "B"),)
    assert panel.values_of("H1") == [3, 3]
    assert panel.against_others("C") == 2
    assert panel.against_others("A") == Fraction(-(0 + 2 + 1 + 1), 4)


def test_too_few_reviews_to_compare_reviewers_are_an_error_and_just_enough_are_not():
    with pytest.raises(InputError, match="too few reviews"):
        panel_of(scored({"H1": {"A": 1, "B": 2}, "H2": {"A": 1, "B": 2}}).call)
    with pytest.raises(InputError, match="too few reviews"):
        panel_of(scored({"H1": {"A": 1}, "H2": {"A": 1}, "H3": {"A": 2}}).call)
    with pytest.raises(InputError, match="too few reviews"):
        panel_of(a_call(H1={"North": 1}))
    assert panel_of(scored({"H1": {"A": 1}, "H2": {"A": 1}, "H3": {"A": 2, "B": 1}}).call).reviewers == ("A", "B")


@pytest.fixture(name="turned")
def a_call_that_one_reviewer_turns():
    marks = {
        "H1": {"A": 4, "B": 3, "C": 3},
        "H2": {"A": 1, "B": 4, "C": 4},
        "H3": {"A": 2, "B": 2, "C": 2},
        "H4": {"A": 1},
    }
    return scored(marks, budget=10)


def test_who_turns_the_decision_when_left_out(turned):
    solution = solve(turned)
    assert solution.funded == ("H1",)

    by_name = {name: without(solution, name) for name in "ABC"}

    assert (by_name["A"].came_in, by_name["A"].fell_out) == (("H2",), ("H1",))
    assert by_name["A"].kept == ("H4",)
    assert by_name["A"].value == 4
    assert (by_name["B"].came_in, by_name["B"].fell_out) == ((), ())


def best_ids(model, values):
    """Return what is funded by these values, by looking at every portfolio."""
    lawful = [p for p in every_portfolio(model) if not model.broken(p)]
    return max(
        (frozenset(model.candidates.awards[i].application for i in p.awards) for p in lawful),
        key=lambda ids: sum(values[i] for i in ids),
    )


def test_every_draw_is_decided_as_by_looking_at_every_portfolio():
    marks = {f"H{n}": {"A": n % 4 + 1, "B": n % 3 + 1} for n in range(1, 8)}
    model = formulate(scored(marks, budget=35))
    generator = np.random.default_rng(5)
    drawn = [{f"H{n}": float(generator.uniform(0, 5)) for n in range(1, 8)} for _ in range(25)]

    assert list(decided(model, drawn)) == [best_ids(model, values) for values in drawn]


def test_an_award_keeps_its_part_of_its_application_s_value_when_that_is_another():
    marks = {f"H{n}": {"A": 2, "B": 2} for n in range(1, 4)}
    scenario = scored(marks).vary(rules={"levels": {"kind": "levels", "levels": ["1", "0.5"]}})
    call = replace(scenario.call, applications=tuple(replace(a, minimum=1) for a in scenario.call.applications))
    model = formulate(replace(scenario, call=call))

    form = objective_by(model, {"H1": 3.0}).form

    levels = [(a.application, a.level) for a in model.candidates.awards]
    worth = {key: Fraction(int(c), form.denominator) for key, c in zip(levels, form.coefficients, strict=True)}
    assert (worth["H1", 1], worth["H1", Fraction(1, 2)]) == (3, Fraction(3, 2))
    assert worth["H2", 1] == 2


def test_the_value_of_more_review_is_what_simulation_finds():
    model = formulate(scored({"H1": {"A": 3, "B": 3}, "H2": {"A": 3, "B": 3}, "H3": {"A": 1, "B": 1}}, budget=10))
    means, variances = {"H1": 3.2, "H2": 3.0, "H3": 0.5}, {"H1": 0.16, "H2": 0.09, "H3": 0.0}

    worth = review_value(model, means, variances, noise=0.2)

    generator = np.random.default_rng(9)
    # Certainty: H1 is known, then the best of it and 3.0 is taken; less what is had without knowing.
    known = 3.2 + 0.4 * generator.standard_normal(400_000)
    assert worth["H1"].certainty == pytest.approx(np.maximum(known, 3.0).mean() - 3.2, abs=0.003)
    # One review: a noisy look at H2, and the mean that it leads to.
    seen = 3.0 + 0.3 * generator.standard_normal(400_000)
    look = seen + np.sqrt(0.2) * generator.standard_normal(400_000)
    after = 3.0 + 0.09 / (0.09 + 0.2) * (look - 3.0)
    assert worth["H2"].one_more == pytest.approx(np.maximum(after, 3.2).mean() - 3.2, abs=0.003)
    assert (worth["H3"].one_more, worth["H3"].certainty) == (0, 0)
    assert all(w.one_more <= w.certainty for w in worth.values())


def test_the_study_shows_raw_and_adjusted_side_by_side_and_leaves_the_decision_alone(turned):
    solution = solve(turned)

    study = reviewers(solution, draws=100, solved=20)

    table, people = study.frame(), study.reviewers()
    assert table["value"].tolist() == [3.33, 3, 2, 1]
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert {"adjusted", "low", "high", "expected_rank", "p_funded", "flagged", "one_more"} <= set(table)
    assert table["funded"].tolist() == [True, False, False, False]
    assert table["p_funded"].sum() == pytest.approx(1)
    assert people.loc["A", "came_in"] == "H2"
    assert study.solution is solution
    again = reviewers(solution, draws=100, solved=20)
    assert table.equals(again.frame())
    other = reviewers(solution, draws=100, solved=0, seed=3)
    assert other.frame()["p_funded"].isna().all()
    with pytest.raises(ValueError, match="four draws"):
        reviewers(solution, draws=3)


def test_a_panel_that_disagrees_on_one_application_has_that_one_flagged():
    marks = {f"H{n}": {"A": n % 4 + 0.5, "B": n % 4 + 0.6, "C": n % 4 + 0.4} for n in range(1, 13)}
    marks["H5"] = {"A": 0.5, "B": 4.5, "C": 0.5}

    table = reviewers(scored(marks), draws=200, solved=0).frame()

    assert table.index[table["flagged"]].tolist() == ["H5"]
    assert table.loc["H5", "range"] == 4


def test_a_study_that_is_stopped_keeps_what_is_done_and_says_so(turned):
    def stop(words):
        if "without B" in words:
            raise KeyboardInterrupt

    study = reviewers(turned, draws=50, solved=5, progress=stop)

    assert [left.reviewer for left in study.left_out] == ["A", "B"]
    assert (study.funded, study.complete) == ((), False)
    assert "stopped" in study.text("en")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_study_is_told_in_every_language(turned, language):
    text = reviewers(turned, draws=50, solved=5).text(language)

    assert "H2" in text
    assert "{" not in text
