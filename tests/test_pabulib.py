"""Elections of participatory budgeting: read, decided as calls, and written back."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator import InputError, read_scenario, solve
from allocator.files import OutputError
from allocator.pabulib.election import read_election
from allocator.pabulib.exchange import export_election, import_election

APPROVAL = """\
META
key;value
description;Small town 2022
country;Nowhere
num_projects;3
budget;100
vote_type;approval
date_begin;01.05.2021
comment;#1: invented; not counted twice
PROJECTS
project_id;cost;category;name;district;selected
1;60;sport,education;Skatepark;North;1
2;50;;Trees;South;0
p 3;50;culture;"Stage; open air";North;0
VOTES
voter_id;vote;age
v1;1,2;30
v2;1;
v3;2,p 3;71
v4;1,p 3;
"""


def written(folder, text, name="town.pb"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def problems(folder, text):
    with pytest.raises(InputError) as caught:
        read_election(written(folder, text))
    return [str(problem) for problem in caught.value.problems]


def imported(folder, text):
    import_election(written(folder, text), folder / "call")
    return read_scenario(folder / "call" / "base.yaml")


def test_an_election_is_read_with_all_that_it_says(tmp_path):
    election = read_election(written(tmp_path, APPROVAL))

    assert election.budget == 100
    assert election.costs() == {"1": 60, "2": 50, "p 3": 50}
    assert election.support() == {"1": 3, "2": 2, "p 3": 2}
    assert election.meta["comment"] == "#1: invented; not counted twice"
    assert election.projects[2]["name"] == "Stage; open air"


@pytest.mark.parametrize(
    ("vote_type", "votes", "support"),
    [
        ("ordinal", "v1;1,2,p 3;\nv2;2,1;\n", {"1": 4, "2": 4, "p 3": 1}),
        ("cumulative", "v1;1,2;7,3\nv2;p 3;10\n", {"1": 7, "2": 3, "p 3": 10}),
        ("scoring", "v1;1,2;-1,2.5\nv2;2;1\n", {"1": -1, "2": Fraction(7, 2), "p 3": 0}),
        ("APPROVAL", "v1;1;\n", {"1": 1, "2": 0, "p 3": 0}),
    ],
)
def test_every_type_of_vote_is_counted(tmp_path, vote_type, votes, support):
    head = APPROVAL.partition("VOTES")[0].replace("vote_type;approval", f"vote_type;{vote_type}")

    assert read_election(written(tmp_path, f"{head}VOTES\nvoter_id;vote;points\n{votes}")).support() == support


@pytest.mark.parametrize("column", ["votes", "score"])
def test_published_support_comes_before_the_ballots(tmp_path, column):
    text = f"META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost;{column}\na;5;7\nb;4;8\nVOTES\nvoter_id;vote\nv;a\n"

    assert read_election(written(tmp_path, text)).support() == {"a": 7, "b": 8}


@pytest.mark.parametrize(
    "text",
    [
        APPROVAL.replace("META", "meta").replace("PROJECTS", "Projects").replace("VOTES", "votes"),
        APPROVAL.replace("project_id;cost", "PROJECT_ID; Cost "),
        APPROVAL.replace("\n", "\r\n"),
        "\ufeff# a remark\n\n" + APPROVAL.replace("PROJECTS", "\n# another; one\nPROJECTS"),
        APPROVAL.replace("VOTES", "VOTES;;"),
    ],
)
def test_odd_headers_and_remarks_survive(tmp_path, text):
    assert read_election(written(tmp_path, text)).support() == {"1": 3, "2": 2, "p 3": 2}


def test_an_old_file_whose_projects_have_a_name_alone_is_read(tmp_path):
    text = "meta\nkey;value\nbudget;10\nprojects\nname;cost\np1;5\np2;5\nvotes\nvote\np1\np2\np1\n"

    assert read_election(written(tmp_path, text)).support() == {"p1": 2, "p2": 1}


def test_a_call_of_an_election_has_its_projects_money_districts_and_columns(tmp_path):
    call = imported(tmp_path, APPROVAL).call

    assert [(a.id, a.title, a.requested, a.value) for a in call.applications] == [
        ("1", "Skatepark", 60, 3),
        ("2", "Trees", 50, 2),
        ("p 3", "Stage; open air", 50, 2),
    ]
    assert call.terms.years == (2021,)
    assert call.terms.sources["country"] == "Nowhere"
    assert [region.name["fi"] for region in call.geography.regions] == ["North", "South"]
    assert call["1"].columns["category"] == ("sport", "education")
    assert call["p 3"].by_region == {"North": 50}


def test_a_call_of_an_election_funds_the_projects_with_most_support_that_fit(tmp_path):
    costs, support = {"1": 60, "2": 50, "p 3": 50}, {"1": 3, "2": 2, "p 3": 2}
    sets = (chosen for size in range(4) for chosen in combinations(costs, size))
    most = max(sum(support[p] for p in chosen) for chosen in sets if sum(costs[p] for p in chosen) <= 100)
    decided = solve(imported(tmp_path, APPROVAL))

    assert (decided.value, decided.funded) == (most, ("2", "p 3"))


def test_costs_with_decimals_are_counted_in_hundredths(tmp_path):
    text = APPROVAL.replace("budget;100", "budget;100,50").replace("1;60;", "1;60.25;")
    scenario = imported(tmp_path, text)

    assert [a.requested for a in scenario.call.applications] == [6025, 5000, 5000]
    assert scenario.rules["budget"].available == 10_050
    assert "/ 100" in scenario.call.terms.notice["en"]


def test_a_column_that_looks_like_one_of_the_tables_own_is_kept_under_another_name(tmp_path):
    text = APPROVAL.replace(";selected", ";titel").replace(";category", ";2024")
    columns = imported(tmp_path, text).call["1"].columns

    assert (columns["pb_titel"], columns["pb_2024"]) == (("1",), ("sport", "education"))


def test_an_election_without_districts_becomes_a_call_without_regions_money(tmp_path):
    call = imported(tmp_path, APPROVAL.replace(";district", ";place")).call

    assert all(not application.partners for application in call.applications)


def test_a_decided_call_is_written_back_with_what_is_selected(tmp_path):
    decided = solve(imported(tmp_path, APPROVAL))
    export_election(decided, tmp_path / "back.pb", tmp_path / "call" / "election.pb")
    first, again = read_election(tmp_path / "town.pb"), read_election(tmp_path / "back.pb")

    assert (again.budget, again.costs(), again.support()) == (first.budget, first.costs(), first.support())
    assert again.meta["comment"] == first.meta["comment"]
    assert [vote.cells for vote in again.votes] == [vote.cells for vote in first.votes]
    assert {p["project_id"]: p["selected"] for p in again.projects} == {"1": "0", "2": "1", "p 3": "1"}


def test_all_problems_of_a_file_come_at_once_with_their_lines(tmp_path):
    text = (
        "budget;5\nMETA\nkey;value\nbudget;much\nvote_type;aproval\nPROJECTS\nproject_id;cost;votes\n"
        "a;0;1\na;5;x\n;5.123;\nb;5;1;extra\n"
    )

    assert problems(tmp_path, text) == [
        "town.pb, row 1: text before the first section; found 'budget;5'; expected META",
        "town.pb, row 11: more cells than the header has columns; found 'extra'",
        "town.pb, row 4, column budget: no sum of money; found 'much'; expected a number of 0 or more",
        "town.pb, row 8, column cost: no cost; found '0'; expected a number above 0",
        "town.pb, row 9, column project_id: line 8 has the same id; found 'a'",
        "town.pb, row 9, column votes: no number; found 'x'; expected a number of 0 or more, or nothing",
        "town.pb, row 10, column project_id: the project has no id",
        "town.pb, row 10, column cost: more than two decimals; found '5.123'",
        "town.pb, row 5, column vote_type: unknown type of vote; found 'aproval'; "
        "expected one of approval, ordinal, cumulative, scoring; did you mean 'approval'?",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["town.pb: the section META is missing", "town.pb: the section PROJECTS is missing"]),
        (APPROVAL.replace("budget;100\n", ""), ["town.pb, row 1, column budget: META says no budget"]),
        (APPROVAL.replace("v2;1;", "v2;9;"), ["town.pb, row 18, column vote: there is no such project; found '9'"]),
        (APPROVAL + "META\n", ["town.pb, row 21: the section META is there twice"]),
        (APPROVAL.replace(";selected", ";name"), ["town.pb, row 11, column name: the column is there more than once"]),
        (APPROVAL.replace(";selected", ";;x"), ["town.pb, row 11: a column has no name"]),
        (
            APPROVAL.replace("VOTES", ";5;;;North;0\nVOTES"),
            ["town.pb, row 15, column project_id: the project has no id"],
        ),
        (
            APPROVAL.replace("2;50;;", f"{'2' * 41};50;;"),
            [
                f"town.pb, row 13, column project_id: no usable id; found '{'2' * 41}'; "
                "expected at most 40 visible characters",
                *(f"town.pb, row {line}, column vote: there is no such project; found '2'" for line in (17, 19)),
            ],
        ),
        (APPROVAL.replace("v2;1;", "v2;1;;;x"), ["town.pb, row 18: more cells than the header has columns; found ''"]),
        (
            APPROVAL.replace("budget;100", "budget;9,505"),
            ["town.pb, row 6, column budget: more than two decimals; found '9,505'"],
        ),
        (
            "META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost\n",
            ["town.pb, row 4: there are no projects"],
        ),
        (
            APPROVAL.replace("approval", "scoring"),
            [
                f"town.pb, row {line}, column points: no points; found ''; "
                f"expected {count} numbers, one for each project of the vote"
                for line, count in ((17, 2), (18, 1), (19, 2), (20, 2))
            ],
        ),
    ],
)
def test_each_problem_is_told_with_what_was_expected(tmp_path, text, told):
    assert problems(tmp_path, text) == told


def test_a_file_that_is_not_there_is_answered_with_the_nearest(tmp_path):
    written(tmp_path, APPROVAL)
    with pytest.raises(InputError, match=r"there is no such file; did you mean 'town\.pb'\?"):
        read_election(tmp_path / "twon.pb")


def test_a_file_that_may_not_be_read_or_is_too_large_is_told(tmp_path, monkeypatch):
    path = written(tmp_path, APPROVAL)
    monkeypatch.setattr("allocator.pabulib.election.LARGEST_FILE", len(APPROVAL))
    assert len(read_election(path).projects) == 3
    assert problems(tmp_path, APPROVAL + "#") == ["town.pb: the file is too large; expected at most 0 MB"]

    def refused(path):
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, APPROVAL)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InputError, match=r"town\.pb: cannot read it \(Permission denied\)"):
        read_election(path)


def test_a_quotation_that_is_no_csv_is_told_with_its_line(tmp_path):
    [told] = problems(tmp_path, APPROVAL.replace("Trees", "T" * 200_000))
    assert told.startswith("town.pb, row 13: no .pb file: field larger than field limit")


def test_a_call_of_an_election_needs_a_folder_of_its_own(tmp_path):
    with pytest.raises(OutputError, match="not an empty folder"):
        import_election(written(tmp_path, APPROVAL), tmp_path)


@given(st.binary(max_size=300), st.integers(0, len(APPROVAL)), st.integers(0, 40))
def test_a_damaged_file_is_read_or_answered_with_its_problems(tmp_path_factory, noise, place, length):
    raw = APPROVAL.encode()
    path = written(tmp_path_factory.mktemp("pb"), raw[:place] + noise + raw[place + length :])
    try:
        election = read_election(path)
    except InputError:
        return  # whatever else is raised fails the test
    assert len(election.support()) == len(election.projects)
