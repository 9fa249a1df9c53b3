"""Members with weights of their own, and the files in which they say them."""

from fractions import Fraction

import pytest
from builders import a_call, a_scenario, every_portfolio

from allocator import InputError, solve
from allocator.analysis.robustness.judgements import Judgement, read_judgements
from allocator.analysis.robustness.members import members

SCORES = {
    "H1": {"need": 5, "plan": 0},
    "H2": {"need": 0, "plan": 5},
    "H3": {"need": 3, "plan": 3},
    "H4": {"need": 5, "plan": 5},
}
THREE = ["need", "plan", "cost"]


def judged(need):
    return Judgement((Fraction(need), 1 - Fraction(need)), "weights")


@pytest.fixture
def solution():
    call = a_call(scores=SCORES, **{name: {"North": 1} for name in SCORES})
    return solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 2}}))


def test_members_agree_where_all_their_best_portfolios_do_and_the_minimax_regret_is_that_of_enumeration(solution):
    found = members(solution, {"Aino": judged(1), "Brita": judged(0)})
    lawful = [p for p in every_portfolio(solution.model) if not solution.model.broken(p)]

    assert found.supporters == {"H1": ("Aino",), "H2": ("Brita",), "H3": (), "H4": ("Aino", "Brita")}
    assert found.regrets.of(found.minimax) == min(found.regrets.of(p) for p in lawful) == 2


def test_the_frames_of_members_say_what_their_text_does(solution):
    found = members(solution, {"Aino": judged(1), "Brita": judged(0)})
    told, frame = found.members(), found.applications()

    assert list(frame["number"]) == [1, 1, 0, 2]
    assert told.loc["Aino", "regret"] == float(found.regret("Aino", solution.portfolio))
    assert told["minimax_regret"].max() == 2
    for language, word in (("fi", "Kaikkien"), ("sv", "allas"), ("en", "every member's")):
        [line] = [line for line in found.text(language).splitlines() if word in line]
        assert line.endswith(" H4.")


def test_a_member_for_whom_the_proposal_is_as_good_as_any_has_it_as_the_best(solution):
    found = members(solution, {"Aino": judged("0.5")})

    assert found.best["Aino"] == found.minimax == solution.portfolio


def test_points_become_weights_whatever_their_sum(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member;need;plan\nAino;60;40\nBrita;0,5;0,5\n", encoding="utf-8")

    assert {name: judgement.weights for name, judgement in read_judgements(path, ["need", "plan"]).items()} == {
        "Aino": (Fraction(3, 5), Fraction(2, 5)),
        "Brita": (Fraction(1, 2), Fraction(1, 2)),
    }


def test_ranks_in_a_table_become_the_weights_of_their_order(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member;method;need;plan;cost\nA;rank_sum;2;1;3\nB;rank_order_centroid;2;1;3\n", encoding="utf-8")

    read = read_judgements(path, THREE)

    assert read["A"].weights == (Fraction(1, 3), Fraction(1, 2), Fraction(1, 6))
    assert read["B"].weights == (Fraction(5, 18), Fraction(11, 18), Fraction(1, 9))


def test_every_problem_of_the_table_is_said_at_once(tmp_path):
    path = tmp_path / "members.csv"
    rows = ("Aino;;x;1", "Aino;;1;1", ";;1;1", "Brita;;0;0", "Cilla;rank_sum;1;1", "Dora;guess;1;1")
    path.write_text("\n".join(("member;method;need;plan", *rows, "")), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_judgements(path, ["need", "plan"])

    assert [problem.row for problem in caught.value.problems] == [2, 3, 4, 5, 6, 7]


WRITTEN = """
note: invented
members:
  A: {swing: {need: 100, plan: 60, cost: 40}}
  B: {rank_order_centroid: [plan, need, cost]}
  C: {pairs: {need: {plan: 2}, cost: {need: 1/4, plan: 0.5}}}
  D: {pairs: {need: {plan: 9}, plan: {cost: 9}, cost: {need: 9}}}
"""


def test_each_way_of_saying_it_in_yaml_becomes_weights_with_the_consistency_of_what_is_said_twice(tmp_path):
    path = tmp_path / "members.yaml"
    path.write_text(WRITTEN, encoding="utf-8")

    read = read_judgements(path, THREE)

    assert read["A"].weights == (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
    assert read["B"].weights == (Fraction(5, 18), Fraction(11, 18), Fraction(1, 9))
    assert [float(w) for w in read["C"].weights] == pytest.approx([4 / 7, 2 / 7, 1 / 7], abs=2e-6)
    assert read["A"].consistency is None
    assert [read[name].contradictory for name in "ABCD"] == [False, False, False, True]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{swing: {need: 1, plan: 1}}", "missing: cost"),
        ("{swing: {need: 1, plan: 1, costs: 1}}", "did you mean 'cost'"),
        ("{rank_sum: [need, plan, plan]}", "missing: cost"),
        ("{rank_sum: [need, plan, cost, cost]}", "named twice"),
        ("{pairs: {need: {plan: 2, cost: 3}}}", "not compared: plan, cost"),
        ("{pairs: {need: {plan: 2, cost: 3}, plan: {need: 2, cost: 1}}}", "compared twice"),
        ("{pairs: {need: {plan: -2, cost: 3}, plan: {cost: 1}}}", "above 0"),
        ("{ratios: {need: much, plan: 1, cost: 1}}", "'much' is not a number"),
        ("{swings: {need: 1, plan: 1, cost: 1}}", "did you mean 'swing'"),
        ("{swing: {need: 1}, ratios: {need: 1}}", "one way"),
    ],
)
def test_what_a_member_says_wrong_is_named_with_its_line(tmp_path, said, why):
    path = tmp_path / "members.yaml"
    path.write_text(f"members:\n  Good: {{weights: {{need: 1, plan: 1, cost: 1}}}}\n  Bad: {said}\n", encoding="utf-8")

    with pytest.raises(InputError, match=why) as caught:
        read_judgements(path, THREE)

    assert [problem.row for problem in caught.value.problems] == [3]


@pytest.mark.parametrize("said", ["note: x\n", "members:\n", "members: []\n", "members: {}\n"])
def test_a_file_without_members_is_told(tmp_path, said):
    path = tmp_path / "members.yaml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(InputError, match=r"column members: members are missing; expected what each member says"):
        read_judgements(path, THREE)


def test_a_table_without_its_columns_is_told_before_its_rows(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member;neeed;plan\nA;x;1\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_judgements(path, THREE)
    assert [(problem.row, problem.what) for problem in caught.value.problems] == [
        (1, "unknown column"),
        (1, "the column cost is missing"),
    ]


@pytest.mark.parametrize("name", ["judgements.yaml", "points.csv"])
def test_the_example_files_name_the_example_call_s_criteria(name):
    from allocator.example import example_scenario
    from allocator.scenario import read_scenario

    path = example_scenario()
    read = read_judgements(path.parent / "members" / name, list(read_scenario(path).call.terms.criteria))

    assert all(sum(judgement.weights) == 1 for judgement in read.values())
    assert not any(judgement.contradictory for judgement in read.values())
