"""The decision as people read it: the page, the tables and the phrases, in three languages."""

import csv
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from string import Formatter

import pytest
from builders import a_call, a_scenario
from examples import solution

from allocator import solve
from allocator.decision.content import Content
from allocator.decision.folder import write_decision
from allocator.decision.map import region_map
from allocator.decision.page import page
from allocator.decision.phrases import PHRASES
from allocator.geography import finland
from allocator.objectives import TITLES
from allocator.text import LANGUAGES

HOSTILE = ("<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7*7 }}", "\u202eRTL", "ä" * 2000, "🧪", "a;b\"c'd")


@cache
def content(language="fi", name="base"):
    return Content(solution(name), language)


class Seen(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def number(cell):
    return int(cell.replace("\u00a0", "").replace(",", ""))


# Phrases


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_every_phrase_is_there_in_three_languages_with_the_same_gaps(key):
    said = [getattr(PHRASES[key], language) for language in LANGUAGES]
    gaps = [sorted(filter(None, (name for _, name, _, _ in Formatter().parse(text)))) for text in said]

    assert all(said)
    assert gaps[0] == gaps[1] == gaps[2]


def test_every_title_of_a_goal_is_there_in_three_languages():
    assert all(getattr(title, language) for title in TITLES.values() for language in LANGUAGES)


def test_no_two_phrases_that_differ_in_finnish_are_left_untranslated():
    same = [key for key, text in PHRASES.items() if text.fi == text.sv or text.fi == text.en]

    assert same == ["by_amount"]


# Tables


@pytest.mark.parametrize("name", ["base", "partial-funding", "northern-floor"])
def test_the_sums_below_a_table_are_the_sums_of_its_columns(name):
    told = content("fi", name)
    summed = (told.funded, told.years, told.pots, told.targets, told.authorities, told.regions)
    for table in summed:
        for column in table.numbers:
            if table.total[column] and table.heads[column] not in {"Arvo", "Osuus"}:
                total = sum(number(row[column]) for row in table.rows)
                assert number(table.total[column]) == total, (table.caption, table.heads[column])


def test_every_application_stands_in_one_of_the_two_tables():
    told = content()
    ids = [row[0] for row in (*told.funded.rows, *told.not_funded.rows)]

    assert sorted(ids) == [application.id for application in solution().scenario.call.applications]


def test_every_rule_stands_in_the_table_of_rules_with_its_source_and_slack():
    rows = content("en").rules.rows
    rules = solution().scenario.rules

    assert len(rows) == len(rules)
    for row, (name, rule) in zip(rows, rules.items(), strict=True):
        assert row[0].startswith(solution().scenario.rule_title(name)["en"])
        assert row[2] == rule.source["en"]


def test_the_budget_says_what_is_granted_what_there_is_and_what_is_left():
    [row] = [
        row for row in content("en").rules.rows if row[0].startswith(solution().scenario.rule_title("budget")["en"])
    ]

    assert row[3:] == ("€6,989,300", "≤ €7,000,000", "€10,700")


def test_what_is_not_proven_is_not_called_the_best():
    cut = replace(solution(), status="feasible", best_possible=solution().value * Fraction(101, 100))
    facts = Content(cut, "en").facts

    assert facts[1] == "Best found (value 64.90): at most 1.00% below the best possible"
    assert not any("tied" in fact or "Proven" in fact for fact in facts)


# The page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_the_decision(language):
    seen = Seen(page(content(language)))

    assert ("html", {"lang": language}) in seen.tags
    assert content(language).headline in seen.text
    assert content(language).notice in seen.text


def test_the_page_asks_nothing_of_anybody():
    html = page(content())

    assert not re.search(r"(src|href)=[\"'](?!#)", html)
    assert not re.search(r"https?:|@import|url\((?!#)|<script|<link|<iframe", html)


def test_every_table_of_the_page_has_a_caption_and_its_heads_a_scope():
    tags = Seen(page(content())).tags
    count = [tag for tag, _ in tags].count

    assert count("table") == count("caption") >= 10
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")


def test_the_map_draws_every_region_with_its_figures_in_words():
    drawn, width, height = region_map(content("en"))

    assert (len(drawn), width) == (19, 320)
    assert height > width
    for shape, row in zip(drawn, content("en").regions.rows, strict=True):
        assert shape.title.startswith(f"{row[0]}: {row[1]} €")
        assert 0 <= shape.x <= width
        assert 0 <= shape.y <= height


def test_a_region_without_a_reference_share_takes_no_part():
    drawn, _, _ = region_map(content())
    names = [region.name["fi"] for region in finland().regions]

    assert {names[i] for i, shape in enumerate(drawn) if shape.shade == "outside"} == {"Ahvenanmaa"}


def test_without_the_map_of_finland_there_is_none_and_the_page_is_whole():
    small = solve(a_scenario(a_call(H1={"North": 5}), {"money": {"kind": "budget", "amount": 5}}))
    told = Content(small, "en")

    assert region_map(told) == ([], 0, 0)
    assert "<svg" not in page(told)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_the_call_stays_text(tmp_path, text):
    call = a_call(H1={"North": 5}, H2={"North": 5})
    call = replace(call, applications=tuple(replace(a, title=text, applicant=text) for a in call.applications))
    made = solve(a_scenario(call, {"money": {"kind": "budget", "amount": 5}}))
    seen = Seen(page(Content(made, "fi")))

    assert seen.text.count(text) == 4
    assert not any(tag == "script" for tag, _ in seen.tags)
    write_decision(made, tmp_path)
    with (tmp_path / "decision.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file, delimiter=";")}
    assert titles == {f"'{text}" if text.startswith("=") else text}


def test_the_same_decision_is_written_in_the_same_bytes(tmp_path):
    first, again = write_decision(solution(), tmp_path / "a"), write_decision(solution(), tmp_path / "b")

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
