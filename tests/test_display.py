"""How a scenario, a solution and a comparison show: tables in a notebook, one line elsewhere."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from builders import a_call, a_scenario

import allocator
from allocator.display import solution_html
from allocator.shown import html

pytestmark = pytest.mark.once


@pytest.fixture
def solution():
    call = a_call(A={"North": 40}, B={"South": 70})
    risky = replace(call.applications[0], title="<script>alert(1)</script>")
    call = replace(call, applications=(risky, *call.applications[1:]))
    return allocator.solve(a_scenario(call, {"budget": {"kind": "budget", "amount": 100, "source": "a < b"}}))


def cells(shown):
    found = []
    parser = HTMLParser()
    parser.handle_data = found.append
    parser.feed(shown)
    return found


def test_a_solution_shows_its_awards_and_no_markup_from_the_call(solution):
    shown = solution._repr_html_()

    assert "<script>" not in shown
    assert "<script>alert(1)</script>" in cells(shown)
    assert "Proven best" in shown
    assert "Todistetusti paras" in solution_html(solution, "fi")


def test_a_scenario_shows_its_rules_with_their_sources(solution):
    shown = solution.scenario._repr_html_()

    assert "a < b" in cells(shown)
    assert "a < b" not in shown


def test_a_comparison_shows_a_row_a_scenario(solution):
    assert allocator.compare([solution, solution])._repr_html_().count("<tr>") == 3


def test_elsewhere_each_is_one_short_line_without_anything_from_the_applications(solution):
    lines = [repr(solution.scenario), repr(solution), repr(allocator.compare([solution]))]

    assert all(len(line) < 120 and "alert" not in line for line in lines)
    assert "1 of 2 funded, 70 euros" in repr(solution) or "1 of 2 funded, 40 euros" in repr(solution)


def test_what_has_no_layout_is_left_to_the_notebook():
    assert html(object()) is None
