"""The memorandum annexed to the proposal: scores, reasons and prices of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from allocator.analysis.rule_prices import RulePrice
from allocator.analysis.sentences import sentences
from allocator.call import Application, Score
from allocator.decision.table import Table
from allocator.proposal.basis import TOLERANCE, Basis
from allocator.proposal.paper import Block, Facts, Grid, Heading, Items, Paper, Paragraph, grid
from allocator.writing import decimal, percent


def memorandum(basis: Basis) -> Paper:
    """Write the memorandum."""
    blocks = [Paragraph(basis.say("memo_text")), *_prices(basis), *_robustness(basis), *_cards(basis)]
    return basis.paper(basis.say("memo_title", call=basis.call_title), basis.say("memo_kind"), blocks)


def _prices(basis: Basis) -> Iterator[Block]:
    prices = basis.analyses.prices
    if not prices or not prices.rules:
        return
    yield Heading(basis.say("prices"))
    whole = prices.unconstrained - prices.final
    yield Paragraph(basis.say("prices_text", all=basis.points(whole)))
    rows = tuple(
        (
            basis.rule_name(price.rule),
            basis.points(price.price),
            decimal(price.share, 2 + basis.solution.scenario.call.terms.decimals, basis.language),
            basis.whole(price.moved),
            _moves(basis, price),
        )
        for price in prices.rules
    )
    heads = tuple(basis.say(key) for key in ("rule", "price", "share", "moved", "because"))
    sums = (
        basis.say("total"),
        "",
        decimal(sum((p.share for p in prices.rules), Fraction(0)), 4, basis.language),
        "",
        "",
    )
    yield grid(Table(basis.say("prices"), heads, rows, frozenset({1, 2, 3}), sums), (30, 11, 13, 16, 30))


def _moves(basis: Basis, price: RulePrice) -> str:
    parts = [
        basis.say(key, ids=basis.listed(ids))
        for key, ids in (("comes", price.came_in), ("goes", price.fell_out))
        if ids
    ]
    return "; ".join(parts) or basis.say("same")


def _robustness(basis: Basis) -> Iterator[Block]:
    found = basis.analyses.robustness
    if not found:
        return
    yield Heading(basis.say("robust"))
    yield Paragraph(found.text(basis.language))
    for table in found.tables(basis.language):
        yield grid(table, [40, *([15] * (len(table.heads) - 1))])


def _cards(basis: Basis) -> Iterator[Block]:
    yield Heading(basis.say("cards"))
    if any(score.conflict for score in basis.solution.scenario.call.scores):
        yield Paragraph(basis.say("disqualified_note"), kind="note")
    for application in basis.solution.scenario.call.applications:
        yield Heading(f"{application.id} {application.title}".strip(), 2)
        yield Facts(tuple(_facts(basis, application)), basis.say("gap"))
        if table := _scores(basis, application):
            yield table
        if reasons := told(basis, application.id)[1:]:
            yield Items(tuple(reasons))


def _facts(basis: Basis, application: Application) -> Iterator[tuple[str, str]]:
    call, language = basis.solution.scenario.call, basis.language
    yield basis.content.say("applicant"), application.applicant or "–"
    if target := basis.content.target_title(application.target):
        yield basis.content.say("target"), target
    names = [call.geography.region(code) for code, euros in application.by_region.items() if euros]
    if regions := [region.name[language] for region in names if region]:
        yield basis.say("sheet_regions"), basis.listed(regions)
    yield basis.content.say("requested"), basis.euros(application.requested)
    yield basis.say("outcome"), " ".join(_outcome(basis, application))


def _outcome(basis: Basis, application: Application) -> Iterator[str]:
    """Say what is proposed, and whether that is clear or a matter of discretion."""
    award, outcome = basis.solution.award(application.id), basis.solution.outcome(application.id)
    if outcome in {"ineligible", "below_threshold"}:
        yield basis.content.why_not(application.id)
        return
    if award is None:
        yield f"{basis.say('proposed_out')}."
    else:
        part = f" ({percent(award.level, basis.language)})" if award.level != 1 else ""
        yield f"{basis.say('proposed_in')}: {basis.euros(award.euros)}{part}."
    if basis.analyses.reasons:
        choice = basis.analyses.reasons[application.id].discretion(TOLERANCE) == "choice"
        yield f"{basis.say('discretion' if choice else 'clear')}."


def told(basis: Basis, application_id: str) -> list[str]:
    """Return an application's reason in sentences, without its id and title before them."""
    reasons = basis.analyses.reasons
    if not reasons or basis.solution.outcome(application_id) in {"ineligible", "below_threshold"}:
        award = basis.solution.award(application_id)
        return [basis.euros(award.euros)] if award else [basis.content.why_not(application_id)]
    return sentences(basis.solution, reasons[application_id], basis.language)


def _scores(basis: Basis, application: Application) -> Grid | None:
    call = basis.solution.scenario.call
    given = [score for score in call.scores if score.application == application.id]
    if not given:
        return None
    reviewers = list(dict.fromkeys(score.reviewer for score in given))
    by = {(score.criterion, score.reviewer): score for score in given}
    assessment, language = basis.solution.model.assessments[application.id], basis.language
    rows, places = [], _places(given)
    for name, criterion in call.terms.criteria.items():
        cells = [criterion.title[language], percent(criterion.weight, language)]
        for reviewer in reviewers:
            score = by.get((name, reviewer))
            given_score = "–" if score is None or score.score is None else decimal(score.score, places, language)
            cells.append(basis.say("disqualified") if score and score.conflict else given_score)
        exact = assessment.exact.get(name)
        cells += [basis.points(assessment.means.get(name))]
        cells += ["–" if exact is None else decimal(exact * criterion.weight, 4, language)]
        rows.append(tuple(cells))
    weighted = sum(
        (c.weight * assessment.exact.get(n, Fraction(0)) for n, c in call.terms.criteria.items()), Fraction(0)
    )
    total = (
        basis.say("total"),
        "",
        *([""] * len(reviewers)),
        basis.points(assessment.value),
        decimal(weighted, 4, language),
    )
    heads = (basis.say("criterion"), basis.say("weight"), *reviewers, basis.say("counted_mean"), basis.say("weighted"))
    table = Table(
        basis.say("scores_caption", id=application.id), heads, tuple(rows), frozenset(range(1, len(heads))), total
    )
    return grid(table, [40, 9, *([8] * len(reviewers)), 12, 13])


def _places(scores: Sequence[Score]) -> int:
    """Return the decimals that all scores need, up to four, so that they stand under each other."""
    given = [score.score for score in scores if score.score is not None]
    return next((d for d in range(4) if all((score * 10**d).denominator == 1 for score in given)), 4)
