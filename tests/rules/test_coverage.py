"""Coverage: enough regions, or other groups, receive something."""

import pytest
from builders import a_call, a_scenario, model_of, portfolio, problems, row_of, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 40}, H2={"North": 20, "South": 141})
THEMES = a_call(
    H1={"North": 40},
    H2={"South": 61},
    H3={"South": 53},
    columns={"H1": {"theme": ("wood",)}, "H2": {"theme": ("wood", "food")}, "H3": {"theme": ("sea",)}},
)


def wide(at_least=2, **options):
    return {"wide": {"kind": "coverage", "at_least": at_least, **options}}


THEME_RULE = {"each": "theme", "for": {"theme": ["wood", "food"]}}
SCENARIOS = {
    "Both regions receive something.": a_scenario(CALL, wide()),
    "Both regions receive at least 50 euros: 40 H1 + 20 H2 of 50 in North, divided by 10.": a_scenario(
        CALL, wide(euros_at_least=50)
    ),
    "One of the themes wood and food; H3 has another.": a_scenario(THEMES, {"themes": wide(1, **THEME_RULE)["wide"]}),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("coverage")


def test_a_region_is_reached_by_any_award_and_enough_regions_are_exactly_enough():
    assert slack(CALL, wide(), "wide", "H2") == 0
    assert slack(CALL, wide(), "wide", "H1") == -1
    assert slack(CALL, wide(), "wide") == -2


def test_a_region_reached_twice_is_one_region():
    assert slack(CALL, wide(), "wide", "H1", "H2") == 0


@pytest.mark.parametrize(("euros", "left"), [(60, 0), (61, -1)])
def test_a_region_is_reached_by_exactly_so_many_euros_and_not_by_one_less(euros, left):
    assert slack(CALL, wide(euros_at_least=euros), "wide", "H1", "H2") == left


def test_euros_beyond_what_reaches_a_region_reach_no_other():
    assert slack(CALL, wide(euros_at_least=20), "wide", "H1") == -1


def test_a_filter_on_the_groups_leaves_the_others_out():
    assert slack(THEMES, wide(1, **THEME_RULE), "wide", "H3") == -1
    assert slack(THEMES, wide(1, **THEME_RULE), "wide", "H1") == 0
    assert slack(THEMES, wide(2, **THEME_RULE), "wide", "H2") == 0


def test_a_filter_on_the_applications_leaves_the_others_out():
    rules = wide(1, **{"for": {"application": "H1"}})

    assert slack(CALL, rules, "wide", "H1") == 0
    assert slack(CALL, rules, "wide", "H2") == -1


def test_a_region_written_by_name_and_by_code_is_one_region():
    rules = wide(1, **{"for": {"region": ["North", "01"]}})
    model = model_of(CALL, rules)

    assert row_of(model, "wide").value(portfolio(model, "H1")) == 1


def test_an_award_without_a_euro_in_a_region_does_not_reach_it():
    call = a_call(H1={"North": 40, "South": 0})

    assert slack(call, wide(1), "wide", "H1") == 0
    assert slack(call, wide(2), "wide", "H1") == -1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"at_least": 3},
            "column rules.wide.at_least: more groups are asked for than region has; found '3'; expected at most 2",
        ),
        (
            {"at_least": 2, "for": {"region": "North"}},
            "column rules.wide.at_least: more groups are asked for than region has; found '2'; expected at most 1",
        ),
        (
            {"at_least": 1, "each": "regoin"},
            "column rules.wide.each: unknown column; found 'regoin'; expected one of region, target, theme; "
            "did you mean 'region'?",
        ),
        (
            {"at_least": 1, "for": {"region": "Suoth"}},
            "column rules.wide.for.region: unknown region; found 'Suoth'; expected one of North, South, 01, 02; "
            "did you mean 'South'?",
        ),
    ],
)
def test_a_wrong_coverage_is_answered_with_the_right_one(options, said):
    assert problems(THEMES, wide(**options)) == [said]


@pytest.mark.parametrize(
    ("options", "place", "found"),
    [({"at_least": 0}, "wide.at_least", 0), ({"euros_at_least": 0}, "wide.euros_at_least", 0)],
)
def test_nothing_is_no_coverage(options, place, found):
    [said] = problems(CALL, wide(**options))

    assert said.startswith(f"column rules.{place}: ")
    assert f"; found '{found}'" in said


def test_the_sentence_tells_how_many_groups_and_how_many_euros():
    said = words(CALL, wide(2, euros_at_least=150000, **{"for": {"region": ["North", "South"]}}), "wide")

    assert said == {
        "fi": "Rahoitus tavoittaa vähintään 150 000 € vähintään näin monta ryhmää (maakunta): 2 (North ja South).",
        "sv": "Finansieringen når med minst 150 000 € minst så här många grupper (landskap): 2 (North och South).",
        "en": "Funding reaches with at least €150,000 at least this many groups (region): 2 (North and South).",
    }
