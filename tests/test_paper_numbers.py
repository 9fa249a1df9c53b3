"""What papers say in numbers: each one bound to the decision, none typed by hand."""

import re
import string
from fractions import Fraction

import pytest
from proposals import decided, number, papers, prose

from allocator.analysis import sentences
from allocator.decision import phrases
from allocator.proposal import letter_wording, weights_wording, wording
from allocator.proposal.basis import Basis
from allocator.proposal.proposal import proposal
from allocator.text import LANGUAGES
from allocator.writing import listed, span, starting

pytestmark = pytest.mark.once

MONEY = re.compile(r"(?:€[\d,]+|[\d\u00a0]*\d\u00a0€)")
NUMBER = re.compile(r"(?<![\w,.\u00a0])\d[\d\u00a0]*(?:,\d+)?(?![\w])")
languages = pytest.mark.parametrize("language", LANGUAGES)


def numbers(paper):
    """Every number in a paper's prose, whatever its language."""
    text = prose(paper)
    if paper.language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3})", "\u00a0", text)
        text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    return {Fraction(found.replace("\u00a0", "").replace(",", ".")) for found in NUMBER.findall(text)}


def known_numbers(solution, analyses):
    """Every number that may stand in prose, each from the data or the analyses and none from the phrases."""
    call, budget = solution.scenario.call, solution.model.ground.budget
    outcomes = [solution.outcome(a.id) for a in call.applications]
    requests = [a.requested for a in call.applications]
    by_outcome = [[a.requested for a in call.applications if solution.outcome(a.id) == o] for o in set(outcomes)]
    known = {
        solution.granted,
        budget,
        budget - solution.granted,
        sum(requests),
        *requests,
        *solution.by_year().values(),
    }
    known |= {round(Fraction(sum(some), len(some))) for some in by_outcome}
    known |= {len(requests), len(solution.funded), call.terms.decimals, solution.value, *call.terms.years}
    known |= {outcomes.count(outcome) for outcome in ("funded", "not_funded", "ineligible", "below_threshold")}
    known |= {len(call.geography.regions), sum(1 for paid in solution.by_region().values() if paid)}
    known |= {[a.target for a in call.applications].count(target) for target in call.terms.targets}
    known |= {[call[i].target for i in solution.funded].count(target) for target in call.terms.targets}
    known |= {Fraction(1, 2), 20, *range(1, 9)}  # the tolerance, the width, and the numbers of sections and ranks
    known |= {level.portfolios for level in solution.levels}
    known.add(analyses.prices.unconstrained - analyses.prices.final)
    known |= {link.budget - analyses.reserve.links[0].budget for link in analyses.reserve.links}
    known |= {event.euros for event in analyses.reserve.events}
    for assessment in solution.model.assessments.values():
        known |= {assessment.value, *assessment.means.values()}
    for application in call.applications:
        known |= numbers_of_reason(analyses.reasons[application.id], solution.model.assessments[application.id].value)
        known |= {len(analyses.reasons[application.id].swaps), len({r.rule for r in solution.rules})}
    return known


def numbers_of_reason(reason, value):
    step, known = Fraction(1, 100), {reason.loss}
    if reason.points:
        needed, difference = reason.points.needed, reason.points.difference
        known |= {needed, difference, needed + step, value + needed, value + difference}
    if reason.tolerance:
        known.add(100 * reason.tolerance)
    for need in reason.criteria:
        known |= {need.mean, need.needed, -(-need.needed // step) * step}
    if reason.request:
        known |= {reason.request.requested, reason.request.limit}
    for swap in reason.swaps:
        known |= {amount for _, amount in swap.broken}
    return known | {round(amount, 2) for amount in known if amount is not None}


@pytest.mark.parametrize("scale", [1, 7])
def test_every_number_in_the_prose_of_every_paper_is_one_of_the_decision(scale):
    solution, analyses = decided(scale)
    known = known_numbers(solution, analyses)
    known |= {a.requested - r for a in solution.scenario.call.applications for r in list(known) if isinstance(r, int)}

    for paper in papers((solution, analyses)):
        said = numbers(paper)
        assert said <= known, (paper.title, sorted(map(float, said - known)))


def test_the_money_in_the_prose_follows_the_data():
    small, large = (numbers(papers(decided(scale))[0]) for scale in (1, 7))

    assert {Fraction(10_410), Fraction(10_500), Fraction(90)} <= small
    assert {Fraction(72_870), Fraction(73_500), Fraction(630)} <= large
    assert Fraction(10_410) not in large


@languages
@pytest.mark.parametrize("scale", [1, 7])
def test_every_sum_in_the_prose_of_the_proposal_is_one_of_the_solution(scale, language):
    solution, analyses = decided(scale)
    call = solution.scenario.call
    funded = [a.requested for a in call.applications if a.id in solution.funded]
    others = [a.requested for a in call.applications if a.id not in solution.funded]
    known = {solution.granted, 10_500 * scale, 10_500 * scale - solution.granted, sum(funded) + sum(others)}
    known |= {*solution.by_year().values()}
    known |= {int(Fraction(sum(sums), len(sums)) + Fraction(1, 2)) for sums in (funded, others)}

    known.add(analyses.reserve.links[-1].budget - analyses.reserve.links[0].budget)
    said = [
        number(money.replace("€", "")) for money in MONEY.findall(prose(proposal(Basis(solution, analyses, language))))
    ]

    assert {solution.granted, 10_500 * scale} <= set(said)
    assert set(said) <= known


@pytest.mark.parametrize("words", [wording.WORDS, letter_wording.WORDS])
def test_every_phrase_is_in_three_languages_and_fills_in_the_same(words):
    for key, text in words.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(getattr(text, lang) or "") if name}
            for lang in LANGUAGES
        ]
        assert all(getattr(text, language) for language in LANGUAGES), key
        assert fields[0] == fields[1] == fields[2], key


@pytest.mark.parametrize("words", [wording.WORDS, letter_wording.WORDS])
def test_no_phrase_has_a_number_of_its_own_but_the_list_of_annexes(words):
    typed = [
        key for key, text in words.items() if re.search(r"\d", re.sub(r"\{\w+\}", "", f"{text.fi}{text.sv}{text.en}"))
    ]

    assert set(typed) <= {"annex_list"}


@pytest.mark.parametrize("words", [weights_wording.WORDS, sentences.SENTENCES, phrases.PHRASES])
def test_every_phrase_that_papers_use_is_in_three_languages_and_without_numbers(words):
    for key, text in words.items():
        assert all(getattr(text, language) for language in LANGUAGES), key
        if key != "map_note":  # names a year of the map itself, and is no phrase of a paper
            bare = "".join(re.sub(r"\{\w+\}", "", getattr(text, language)) for language in LANGUAGES)
            assert not re.search(r"\d", bare.replace("SHA-256", "")), key


def test_lists_years_and_beginnings_are_written_as_people_do():
    assert listed(["a", "b", "c"], "fi", either=True) == "a, b tai c"
    assert [span(years, "fi") for years in ((2021, 2022, 2023), (2021, 2023), (2021,))] == [
        "2021–2023",
        "2021 ja 2023",
        "2021",
    ]
    assert starting("Momentti 32", large=False) == "momentti 32"
    assert starting("EU-varat", large=False) == "EU-varat"
    assert starting("laki", large=True) == "Laki"
