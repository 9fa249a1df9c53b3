"""What is wrong, in words that its reader can act on."""

import pytest

from allocator.errors import (
    AllocatorError,
    InfeasibleError,
    InputError,
    Problem,
    ScenarioError,
    SolverError,
    nearest,
    one_of,
)


def test_a_problem_says_where_what_and_how_to_mend_it():
    problem = Problem("unknown target", "a.csv", 3, "target", "zoone", "one of zone, network", "zone")
    assert str(problem) == (
        "a.csv, row 3, column target: unknown target; found 'zoone'; "
        "expected one of zone, network; did you mean 'zone'?"
    )


def test_a_problem_says_no_more_than_it_knows():
    assert str(Problem("it is wrong")) == "it is wrong"
    assert str(Problem("it is wrong", column="rules.budget")) == "column rules.budget: it is wrong"
    assert str(Problem("it is wrong", "a.csv")) == "a.csv: it is wrong"
    assert str(Problem("it is wrong", "a.csv", found="")) == "a.csv: it is wrong; found ''"


def test_a_found_cell_of_sixty_characters_is_told_whole_and_a_longer_one_cut():
    assert str(Problem("x", found="a" * 60)) == f"x; found '{'a' * 60}'"
    assert str(Problem("x", found="a" * 61)) == f"x; found '{'a' * 59}…'"


@pytest.mark.parametrize(
    ("name", "found"),
    [("Nothern", "Northern"), ("northern", "Northern"), ("SOUTH", "South"), ("zzz", None), ("", None)],
)
def test_the_nearest_name_is_found_whatever_its_case(name, found):
    assert nearest(name, ["Northern", "South"]) == found


def test_nothing_is_near_where_there_is_nothing():
    assert nearest("a", []) is None


def test_twenty_four_names_are_listed_whole_and_of_more_their_number_told():
    names = [f"n{i}" for i in range(25)]
    assert one_of(names[:24]) == f"one of {', '.join(names[:24])}"
    assert one_of(names) == f"one of {', '.join(names[:24])}, … (25 in all)"


@pytest.mark.parametrize(("kind", "where"), [(InputError, "the tables"), (ScenarioError, "the scenario")])
def test_an_error_counts_its_problems_and_tells_each(kind, where):
    assert str(kind([Problem("one")])) == f"1 problem in {where}:\n  - one"
    assert str(kind([Problem("one"), Problem("two")])) == f"2 problems in {where}:\n  - one\n  - two"


def test_an_error_needs_a_problem():
    with pytest.raises(ValueError, match="an error needs at least one problem"):
        InputError([])


def test_every_kind_of_error_has_its_exit_code():
    kinds = (AllocatorError, InputError, ScenarioError, InfeasibleError, SolverError)
    assert [kind.exit_code for kind in kinds] == [1, 3, 3, 4, 5]
    assert all(issubclass(kind, AllocatorError) for kind in kinds)


def test_an_infeasible_error_tells_the_conflict_and_what_would_end_it():
    conflict = {"budget": "At most €5.", "north": "At least €6."}
    assert str(InfeasibleError(conflict, proven=True, removable=["budget", "north"])).splitlines() == [
        "no portfolio satisfies all the rules",
        "These cannot hold together (leave out any one, and the rest can):",
        "  - budget: At most €5.",
        "  - north: At least €6.",
        "Removed alone, any one of these makes a decision possible: budget, north",
    ]


def test_an_infeasible_error_does_not_claim_more_than_was_proven():
    text = str(InfeasibleError({"budget": "At most €5."}, proven=False))
    assert "not proven to be the fewest" in text
    assert text.endswith("No single rule, removed alone, makes a decision possible.")
