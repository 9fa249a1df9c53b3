"""Whatever stands in a scenario file, it is read or refused in words."""

from contextlib import suppress

from examples import scenario
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import BASE, a_folder

from allocator import Scenario, read_scenario
from allocator.errors import AllocatorError, ScenarioError

EXAMPLES = 2 * settings.default.max_examples

PIECES = st.sampled_from(
    [
        *(
            "null",
            "5",
            "-1",
            "[]",
            "{}",
            "''",
            "*a",
            "&a",
            "<<: ",
            "!x ",
            "? ",
            "- ",
            "|",
            "0.5",
            "yes",
            "true",
            "{",
            "'",
        ),
        *(
            "Lapi",
            "H22",
            "2021-06-02",
            "9" * 20,
            "1e99",
            ".nan",
            "\n",
            "  ",
            "kind",
            '"\\0"',
            ": ",
            "#",
            "\t",
            "a[b]",
            ".",
        ),
    ]
)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, len(BASE)), st.integers(0, 12), PIECES), min_size=1, max_size=3))
def test_whatever_stands_in_a_scenario_it_is_read_or_is_an_error_of_ours(tmp_path_factory, mutations):
    text = BASE
    for place, length, piece in mutations:
        text = text[:place] + piece + text[place + length :]
    folder = a_folder(tmp_path_factory.getbasetemp() / "mutated", {"base.yaml": text})
    # Anything but an error that is meant for people gets through, and fails the test.
    with suppress(AllocatorError):
        assert read_scenario(folder / "base.yaml").name == "base"


@settings(max_examples=EXAMPLES)
@given(
    st.dictionaries(
        st.sampled_from(
            ["kind", "amount", "for", "at_least", "at_most", "measure", "each", "of", "reference", "title"]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-5, 5)
            | st.floats(width=16)
            | st.sampled_from(["limit", "H1", "x"]),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["region", "a"]), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    ),
    st.sampled_from(["budget", "limit", "earmark", "coverage", "fair_share", "choose", "threshold", "levels", "year"]),
)
def test_whatever_a_rule_says_it_is_a_rule_or_a_scenario_error(fields, kind):
    with suppress(ScenarioError):
        assert list(Scenario.of(scenario().call, {"rule": {"kind": kind, **fields}}).rules) == ["rule"]
