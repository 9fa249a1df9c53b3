"""Figures: what each one draws, read back from its axes and compared with the numbers that it is drawn from."""

import builtins
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from builders import a_call, a_scenario
from examples import solution

import allocator
from allocator import plots
from allocator.plots.applications import cutting_line
from allocator.plots.words import WORDS
from allocator.text import LANGUAGES
from allocator.writing import decimal

pytestmark = pytest.mark.once

mpl.use("Agg")
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def base():
    return solution()


@pytest.fixture(scope="module")
def comparison(base):
    return allocator.compare([base, solution("zones-fifth")])


@pytest.fixture(scope="module")
def near(base):
    return allocator.alternatives(base, "0.005")


@pytest.fixture(scope="module")
def small():
    """Two rules that cost something: one for the north, and not the two best of the south together."""
    call = a_call(
        N1={"North": 50}, S1={"South": 40}, S2={"South": 40}, S3={"South": 20},
        values={"N1": 2, "S1": 5, "S2": 4, "S3": 1},
    )  # fmt: skip
    rules = {
        "budget": {"kind": "budget", "amount": 100},
        "north": {"kind": "choose", "of": ["N1"], "at_least": 1},
        "one": {"kind": "choose", "of": ["S1", "S2"], "at_most": 1},
    }
    return allocator.solve(a_scenario(call, rules))


def bars(ax):
    return [patch for container in ax.containers for patch in container.patches]


def texts(ax):
    return [text.get_text() for text in ax.texts]


@languages
def test_value_and_request_draws_every_scored_application_once_where_it_stands(base, language):
    ax = plots.value_and_request(base, language=language)
    drawn = {tuple(point) for line in ax.lines[:-1] for point in line.get_xydata()}
    frame = base.frame()
    scored = frame[(frame.outcome != "ineligible") & frame.value.notna()]

    assert drawn == set(zip(scored.requested, scored.value, strict=True))
    assert sorted(texts(ax)) == sorted(scored.index)
    assert len(ax.lines[0].get_xdata()) == len(base.funded)
    assert len({line.get_marker() for line in ax.lines[:-1]}) == len(ax.lines) - 1


def test_the_line_of_rank_and_cut_is_the_first_that_does_not_fit():
    call = a_call(A={"N": 50}, B={"N": 60}, C={"N": 30}, values={"A": 5, "B": 4, "C": 3})
    assert cutting_line(allocator.solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 100}}))) == 4
    assert cutting_line(allocator.solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 140}}))) is None


@pytest.mark.parametrize("by", ["year", "pot", "target", "granting_authority", "region"])
@languages
def test_the_bars_of_the_euros_sum_to_what_is_granted(base, by, language):
    ax = plots.euros_by(base, by, language=language)

    assert sum(bar.get_width() for bar in bars(ax)) == base.granted
    assert len(texts(ax)) == len(ax.get_yticklabels()) == len(bars(ax))
    assert "€" in ax.get_xlabel()


@languages
def test_the_map_and_the_tiles_write_every_regions_figures_in_it(base, language):
    regions = base.scenario.call.geography.regions
    figures = [str(round(base.by_region()[region.code] / 1000)) for region in regions]
    on_map, in_tiles = plots.region_map(base, language=language), plots.region_tiles(base, language=language)

    assert len(on_map.patches) == len(in_tiles.patches) == 19
    assert [text.split("\n")[0] for text in texts(on_map)[:19]] == figures
    for region, figure, tile in zip(regions, figures, texts(in_tiles), strict=True):
        assert tile.replace("\n", "").replace(" ", "").startswith(f"{region.name[language]}{figure}".replace(" ", ""))


def test_a_call_of_another_country_has_no_map_but_shares(small):
    with pytest.raises(ValueError, match="region_shares draws any"):
        plots.region_map(small)
    with pytest.raises(ValueError, match="region_shares draws any"):
        plots.region_tiles(small)
    assert [label.get_text() for label in plots.region_shares(small).get_yticklabels()] == ["North", "South"]


def test_shares_and_reference_shares_are_the_rules(base):
    ax = plots.region_shares(base)
    received, due = (collection.get_offsets() for collection in ax.collections)
    rule = base.scenario.rules["fair_share"]
    shares = rule.reference.shares(base.scenario.call)

    assert list(received[:, 0]) == pytest.approx([paid / base.granted for paid in base.by_region().values()])
    assert sorted(due[:, 0]) == pytest.approx(sorted(map(float, shares.values())))


@languages
def test_the_matrix_fills_a_circle_for_every_award(comparison, language):
    ax = plots.awards_by_scenario(comparison, language=language)
    funded, left = (collection.get_offsets() for collection in ax.collections)
    ids = [label.get_text() for label in ax.get_yticklabels()]

    for column, solved in enumerate(comparison.solutions):
        assert {ids[int(y)] for x, y in funded if x == column} == set(solved.funded)
    assert len(funded) + len(left) == 2 * len(ids)


@languages
def test_moves_name_who_comes_in_to_the_right_and_who_falls_out_to_the_left(comparison, language):
    ax = plots.moves(comparison, language=language)
    other = comparison.solutions[1]
    came, fell = comparison.came_in(other), comparison.fell_out(other)

    assert came
    assert [bar.get_width() for bar in bars(ax)] == [len(came), -len(fell)]
    assert [text.replace("\n", ", ") for text in texts(ax)] == [", ".join(came), ", ".join(fell)]


def test_the_frontier_and_the_sweep_draw_their_frames_in_order():
    points = pd.DataFrame({"points": [62.0, 60.0], "regions": [18, 19]})
    sweep = pd.DataFrame({"value": [9.0, 5.5], "funded": [3, 2]}, index=pd.Index([2_000, 1_000], name="budget"))
    front, swept = plots.frontier(points), plots.budget_sweep(sweep)

    assert front.lines[1].get_xydata().tolist() == [[60, 19], [62, 18]]
    assert (front.get_xlabel(), front.get_ylabel()) == ("points", "regions")
    assert swept.lines[0].get_xydata().tolist() == [[1_000, 5.5], [2_000, 9]]
    assert texts(swept) == ["2", "3"]


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("fi", ("Arvo", "Heikoimman maakunnan toteutuma", "Tarvittava raha (1 000 €)")),
        ("sv", ("Värde", "Utfallet i det svagaste landskapet", "De medel som behövs (1 000 €)")),
        ("en", ("Value", "Attainment of the worst-off region", "Money needed (Thousand €)")),
    ],
)
def test_the_goals_of_a_front_are_named_as_people_do_and_its_points_numbered_as_in_its_table(language, named):
    index = pd.Index([1, 2], name="point")
    points = pd.DataFrame({"value": [62.0, 60.0], "worst_region": [0.3, 0.4], "budget": [900, 700]}, index=index)
    first = plots.frontier(points[["value", "worst_region"]], language=language)
    second = plots.frontier(points[["worst_region", "budget"]], language=language)

    assert (first.get_xlabel(), first.get_ylabel(), second.get_ylabel()) == named
    assert texts(first) == ["2", "1"]


@languages
def test_core_index_and_acceptability_stand_beside_each_other_the_surest_first(language):
    frame = pd.DataFrame(
        {"core_index": [0.2, 1.0], "acceptability": [0.1, 0.9], "standard_error": [0.01, 0.02]}, index=["A", "B"]
    )
    ax = plots.core_index(frame, language=language)

    assert [label.get_text() for label in ax.get_yticklabels()] == ["B", "A"]
    assert [patch.get_width() for patch in ax.patches] == [1.0, 0.2]
    assert ax.lines[0].get_xdata().tolist() == [0.9, 0.1]


@languages
def test_a_reviewer_is_filled_only_where_the_interval_leaves_out_zero(language):
    frame = pd.DataFrame({"severity": [0.1, 0.5], "low": [-0.1, 0.2], "high": [0.3, 0.8]}, index=["R1", "R2"])
    ax = plots.reviewer_severity(frame, language=language)
    marks = [line for line in ax.lines if line.get_marker() == "o"]

    assert [label.get_text() for label in ax.get_yticklabels()] == ["R2", "R1"]
    assert [mark.get_markerfacecolor() == "white" for mark in marks] == [False, True]


@languages
def test_the_discretion_map_tells_all_some_and_none_apart(near, language):
    ax = plots.discretion_map(near, language=language)
    ids = [label.get_text() for label in ax.get_yticklabels()]
    parts = {ids[round(bar.get_y() + bar.get_height() / 2)]: bar.get_width() for bar in bars(ax)}

    assert parts == {i: count / len(near.portfolios) for i, count in near.counts.items()}
    assert {i for i, part in parts.items() if 0 < part < 1} == set(near.in_some)


@languages
def test_the_waterfall_goes_from_the_money_alone_to_the_decision_and_leaves_nothing_over(small, language):
    priced = allocator.prices(small)
    ax = plots.rule_prices(priced, language=language)
    first, *steps, last = bars(ax)

    assert first.get_x() + first.get_width() == 10  # S1, S2 and S3 for 100 euros
    assert last.get_x() + last.get_width() == 7  # N1 and S1
    assert sum(step.get_width() for step in steps) == pytest.approx(3)
    assert sum(price.share for price in priced.rules) == Fraction(3)
    assert texts(ax)[0] == decimal(10, 2, language)


def test_the_reserve_chain_counts_who_is_funded_at_each_sum(base):
    found = allocator.reserve(base, pairs=False, steps=3)
    ax = plots.reserve_chain(found)

    assert ax.lines[0].get_xdata().tolist() == [link.budget - found.links[0].budget for link in found.links]
    assert ax.lines[0].get_ydata().tolist() == [len(link.chain) for link in found.links]


def test_every_figure_draws_on_the_axes_that_it_is_given(base, comparison):
    _, axes = plt.subplots(1, 3)
    assert plots.value_and_request(base, axes[0]) is axes[0]
    assert plots.euros_by(base, "year", axes[1]) is axes[1]
    assert plots.moves(comparison, ax=axes[2]) is axes[2]
    assert plt.get_fignums() == [1]


@languages
def test_every_word_of_the_figures_is_in_every_language(language):
    assert all(getattr(word, language) for word in WORDS.values())


def test_without_matplotlib_the_error_says_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **named):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r'pip install "allocator\[plots\]"'):
        plots.frontier(pd.DataFrame({"a": [1], "b": [2]}))
