"""Where scenarios lie, what they extend, and how YAML 1.2 is read."""

import time
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_scenario import BASE, EXTENDS, a_folder, problem, problems, read

from allocator import read_scenario
from allocator.documents import LARGEST_FILE, MOST_MERGES, MOST_NESTED, Document, read_document
from allocator.errors import InputError, ScenarioError

# --- files ----------------------------------------------------------------------------------------


def test_a_scenario_cannot_extend_itself(tmp_path):
    assert problem(tmp_path, "extends: other.yaml") == (
        "other.yaml, column extends: a scenario cannot extend itself; found 'other.yaml → other.yaml'"
    )


def test_a_scenario_cannot_extend_itself_by_way_of_others(tmp_path):
    told = problem(tmp_path, "extends: middle.yaml", **{"middle.yaml": "extends: ./other.yaml"})
    assert told == (
        "middle.yaml, column extends: a scenario cannot extend itself; found 'other.yaml → middle.yaml → other.yaml'"
    )


@pytest.mark.parametrize(
    "name", ["../base.yaml", "/etc/hosts", "within/../../base.yaml", '"a\\0b"', '"\\ud800.yaml"', "link.yaml"]
)
def test_a_scenario_extends_nothing_outside_its_folder(tmp_path, name):
    (tmp_path / "base.yaml").write_text(BASE)
    folder = a_folder(tmp_path / "folder", {})
    (folder / "link.yaml").symlink_to(tmp_path / "base.yaml")
    told = problems(folder, f"why: x\nextends: {name}")[0]
    assert told.what == "a file outside the scenario's folder"
    assert (told.file, told.row, told.column, told.expected) == ("other.yaml", 2, "extends", "a file beside it")


@pytest.mark.parametrize(
    ("other", "column"),
    [
        ("data:\n  applications: ../applications.csv", "data.applications"),
        ("data:\n  partners: /etc/passwd", "data.partners"),
        ("data:\n  scores: link.csv", "data.scores"),
        ("call:\n  regions: ../regions.csv", "call.regions"),
    ],
)
def test_a_table_lies_in_the_folder_of_its_scenario(tmp_path, other, column):
    (tmp_path / "secret.csv").write_text("id\nA\n")
    folder = a_folder(tmp_path / "folder", {})
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    [told] = problems(folder, EXTENDS + other)
    assert (told.what, told.file, told.row, told.column) == (
        "a file outside the scenario's folder",
        "other.yaml",
        3,
        column,
    )


def test_a_table_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"partner.csv: there is no such file; did you mean 'partners.csv'\?"):
        read(tmp_path, EXTENDS + "data: {partners: partner.csv}")


def test_a_missing_scenario_is_answered_with_the_nearest_name(tmp_path):
    told = problem(tmp_path, "extends: bas.yaml")
    assert told.endswith("bas.yaml: there is no such file; did you mean 'base.yaml'?")
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_scenario(tmp_path / "nowhere" / "base.yaml")


def test_a_folder_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="this is no file"):
        read_scenario(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing\n", "- a\n", "just text", "5", "~"])
def test_a_scenario_is_not_empty_and_no_list(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: the file is empty or a list; expected keys such as rules:"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("title: x\nrules: [", 2),
        ("title: x\nrules: {budget: {amount: 5}\n", 3),
        ("title: 'x\nrules: {}\n", 3),
        ("title: x\n\twhy: y\n", 2),
        ("title: x\nwhy: *nowhere\n", 2),
        ("title: x\n---\ntitle: y\n", 2),
        ("title: @x\n", 1),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(tmp_path, content, row):
    [told] = problems(tmp_path, content)
    assert told.what.startswith("no YAML: ")
    assert told.file == "other.yaml"
    assert told.row == row


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"title: \x01\n", "no YAML: unacceptable character #x0001"),
        (b"title: !!float x\n", "no YAML: could not convert string to float"),
        (b"opens: 2021-02-31\n", "no YAML: day is out of range for month"),
        (b"title: !thing x\n", "no YAML: a value of an unknown kind, at title"),
        (b"a:\n- !!set {b}\n", "no YAML: a value of an unknown kind, at a.0"),
        (b"title: !!binary aGVs\n", "no YAML: a value of an unknown kind, at title"),
        (b"!thing x\n", "no YAML: a value of an unknown kind, at the top"),
        (b"? {a: {b: 1}}\n: c\n", "no YAML: a mapping cannot be a key"),
        (b"amount: " + b"9" * 5000 + b"\n", "no YAML: "),
    ],
)
def test_a_value_that_cannot_be_read_is_no_yaml(tmp_path, content, why):
    [told] = problems(tmp_path, content)
    assert told.what.startswith(why)


def test_a_key_may_be_there_only_once(tmp_path):
    [told] = problems(tmp_path, EXTENDS + "rules:\n  budget: {amount: 5}\n  budget: {amount: 6}")
    assert (told.row, told.what.partition(" with ")[0]) == (4, 'no YAML: found duplicate key "budget"')


@pytest.mark.parametrize("content", [BASE.encode("utf-16"), "title: ä".encode("cp1252"), b"\xff"])
def test_a_scenario_is_utf_8(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: the file is not UTF-8; expected UTF-8 text"


def test_a_byte_order_mark_is_no_matter(tmp_path):
    assert read(tmp_path, EXTENDS.encode("utf-8-sig")).chain == ("base", "other")


def test_a_scenario_is_as_large_as_the_limit_and_not_a_byte_larger(tmp_path):
    just = EXTENDS + "#" * (LARGEST_FILE - len(EXTENDS))
    assert read(tmp_path, just).chain == ("base", "other")
    assert problem(tmp_path, just + "#") == (
        "other.yaml: the file is too large for a scenario; expected at most 400000 bytes"
    )


def test_aliases_that_multiply_are_refused_quickly(tmp_path):
    bomb = "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    bomb += "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]\n" for i in range(1, 12))
    started = time.perf_counter()
    assert problem(tmp_path, bomb) == "other.yaml: no YAML: more than 20000 values"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("content", ["[" * 1000, "a: " + "[" * 1000 + "]" * 1000, "{a: " * 1000 + "}" * 1000])
def test_deep_nesting_is_refused(tmp_path, content):
    assert problem(tmp_path, content) == "other.yaml: no YAML: nested too deeply"


def test_merges_are_counted_before_they_are_made(tmp_path):
    merged = "m: &m {a: 1}\n" + "".join(f"k{n}:\n  <<: *m\n" for n in range(MOST_MERGES))
    path = tmp_path / "merges.yaml"
    path.write_text(merged, encoding="utf-8")
    assert len(read_document(path).values) == MOST_MERGES + 1
    path.write_text(merged + "more:\n  <<: *m\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"no YAML: more than {MOST_MERGES} merges with <<"):
        read_document(path)


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_brackets_nest_up_to_the_limit_and_what_is_quoted_is_none(tmp_path, opening):
    path, closing = tmp_path / "deep.yaml", {"[": "]", "{a: ": "}"}[opening]
    deeper = MOST_NESTED + 1
    for content in (f"x: {opening * MOST_NESTED}{closing * MOST_NESTED}\n", f"x: '{opening * deeper}'\n"):
        path.write_text(content, encoding="utf-8")
        assert read_document(path).values.keys() == {"x"}
    path.write_text(f"x: {opening * deeper}{closing * deeper}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="nested too deeply"):
        read_document(path)


# --- values as YAML 1.2 has them ------------------------------------------------------------------


def values(folder: Path, content: str) -> dict[str, Any]:
    path = folder / "values.yaml"
    path.write_text(content)
    return read_document(path).values


def test_words_and_times_stay_text(tmp_path):
    found = values(tmp_path, "a: NO\nb: yes\nc: on\nd: 12:30\ne: 2.6.2021 klo 16.15\nf: 7 000\n")
    assert found == {"a": "NO", "b": "yes", "c": "on", "d": "12:30", "e": "2.6.2021 klo 16.15", "f": "7 000"}
    assert {type(value) for value in found.values()} == {str}


def test_values_are_plain_and_not_those_of_the_reader(tmp_path):
    found = values(tmp_path, "a: &x true\nb: 0.20\nc: 0x1F\nd: 'x'\ne: |\n  x\nf: ~\ng: 1e3\nh: [1]\ni: &y 5\n")
    assert found == {"a": True, "b": 0.2, "c": 31, "d": "x", "e": "x\n", "f": None, "g": 1000.0, "h": [1], "i": 5}
    assert [type(value) for value in found.values()] == [bool, float, int, str, str, type(None), float, list, int]


def test_a_date_is_a_date_and_keeps_its_zone(tmp_path):
    found = values(tmp_path, "a: 2021-06-02\nb: 2021-06-02T16:15:00+03:00\nc: 2021-06-02 16:15:00\n")
    assert found["a"] == date(2021, 6, 2)
    assert found["b"] == datetime(2021, 6, 2, 13, 15, tzinfo=UTC)
    assert found["c"] == datetime(2021, 6, 2, 16, 15)


@pytest.mark.parametrize(
    "written", ['"2.6.2021 klo 16.15"', "2.6.2021 klo 16.15", "2021-06-02T16:15:00+03:00", "2021-06-02 16:15:00"]
)
def test_a_deadline_is_the_same_moment_however_it_is_written(tmp_path, written):
    terms = read(tmp_path, f"{EXTENDS}call: {{timetable: {{applications_close: {written}}}}}").call.terms
    assert terms.timetable.applications_close is not None
    deadline = terms.localise(terms.timetable.applications_close)
    assert deadline == datetime(2021, 6, 2, 13, 15, tzinfo=UTC)
    assert deadline.utcoffset() == timedelta(hours=3)


def test_a_float_of_two_tenths_in_a_file_is_exactly_one_fifth(tmp_path):
    zones = read(tmp_path, EXTENDS + "rules: {zones: {at_most: 0.2}}").rules["zones"]
    assert zones.at_most == Fraction(1, 5)  # type: ignore[attr-defined]


def test_a_filter_may_say_yes_or_true(tmp_path):
    for word in ("yes", "true", "&x true"):
        rule = read(
            tmp_path, f"{EXTENDS}rules: {{t: {{kind: limit, at_most: 5, for: {{regional_town: {word}}}}}}}"
        ).rules["t"]
        assert rule.for_.root == {"regional_town": ("yes",)}  # type: ignore[attr-defined]


def test_keys_may_be_taken_over_from_another_mapping(tmp_path):
    found = values(tmp_path, "a: &a {k: 1}\nb:\n  <<: *a\n  c: 2\n")
    assert found == {"a": {"k": 1}, "b": {"k": 1, "c": 2}}


def test_the_nearest_line_around_is_told_where_a_value_has_none():
    document = Document({}, {(): ("a.yaml", 1), ("rules",): ("a.yaml", 5)}, (Path("a.yaml"),))
    assert document.place(("rules", "budget", "amount")) == ("a.yaml", 5)
    assert document.place(("data",)) == ("a.yaml", 1)
    assert Document({}, {}, (Path("a.yaml"),)).place(("data",)) == ("a.yaml", None)
    assert Document({}).place(("data",)) == (None, None)
