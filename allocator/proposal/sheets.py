"""The views of a decision that stand as sheets of the annexed spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.baselines import measured
from allocator.call import Application
from allocator.proposal.basis import Basis
from allocator.proposal.memorandum import told
from allocator.rows import Unit
from allocator.rules.earmark import money_in_pots
from allocator.writing import percent

EUROS = "#,##0"
SHARE = "0.0%"


@dataclass(frozen=True)
class Column:
    """A column: its head, the format of its numbers (empty for text), and its width in characters."""

    head: str
    form: str = ""
    width: int = 14


@dataclass(frozen=True)
class Measured:
    """A number with a format of its own."""

    number: Fraction
    form: str


@dataclass(frozen=True)
class Sheet:
    """One view; a cell is text, a number, a number with its own format, or nothing."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


def sheets(basis: Basis) -> Iterator[Sheet]:
    """Yield the views of a decision."""
    yield _applications(basis)
    yield _reasons(basis)
    yield _regions(basis)
    yield _years(basis)
    yield _rules(basis)
    yield _rows(basis)
    if basis.solution.scenario.call.scores:
        yield _scores(basis)
    if basis.analyses.prices and basis.analyses.prices.rules:
        yield _prices(basis)
    if basis.analyses.reserve:
        yield _reserve(basis)
    if basis.analyses.baselines:
        yield _ways(basis)


def _points(basis: Basis) -> str:
    """Return the format of published points."""
    decimals = basis.solution.scenario.call.terms.decimals
    return "0" + ("." + "0" * decimals if decimals else "")


def _applications(basis: Basis) -> Sheet:
    solution, call, say, content = basis.solution, basis.solution.scenario.call, basis.say, basis.content
    pots = list(money_in_pots(solution.scenario.rules))
    split = pots if len(pots) > 1 else []
    columns = [Column(say("id"), width=8), Column(content.say("title"), width=40)]
    columns += [Column(content.say("applicant"), width=28), Column(content.say("target"), width=16)]
    columns += [Column(say("authority"), width=24), Column(say("outcome"), width=18)]
    columns += [Column(say("pts"), _points(basis), 9), Column(say("requested"), EUROS, 13)]
    columns += [Column(say("award"), EUROS, 13), *(Column(f"{year}, €", EUROS, 12) for year in call.terms.years)]
    columns += [Column(f"{content.pot_title(pot)}, €", EUROS, 17) for pot in split]
    rows = []
    for a in call.applications:
        award, paid = solution.award(a.id), solution.payments.get(a.id, {})
        row: list[object] = [a.id, a.title, a.applicant, content.target_title(a.target)]
        row += [
            content.authority_title(a.granting_authority),
            _outcome(basis, a),
            basis.value(a.id),
            a.requested,
            award.euros if award else 0,
        ]
        row += [*(award.by_year if award else [0] * len(call.terms.years)), *(paid.get(pot, 0) for pot in split)]
        rows.append(tuple(row))
    return Sheet(say("sheet_applications"), tuple(columns), tuple(rows))


def _outcome(basis: Basis, application: Application) -> str:
    award = basis.solution.award(application.id)
    if award is None:
        return basis.say(f"outcome_{basis.solution.outcome(application.id)}")
    return basis.say("fund") if award.level == 1 else f"{basis.say('fund')} {percent(award.level, basis.language)}"


def _reasons(basis: Basis) -> Sheet:
    say = basis.say
    columns = (Column(say("id"), width=8), Column(basis.content.say("title"), width=34))
    rows = tuple((a.id, a.title, " ".join(_grounds(basis, a))) for a in basis.solution.scenario.call.applications)
    return Sheet(say("sheet_reasons"), (*columns, Column(say("sentences"), width=110)), rows)


def _grounds(basis: Basis, application: Application) -> list[str]:
    """Return the sentences of a reason without the first, which only says the outcome."""
    sentences = told(basis, application.id)
    return sentences[1:] or sentences


def _regions(basis: Basis) -> Sheet:
    solution, say, reference = basis.solution, basis.content.say, basis.content.reference
    columns = [Column(say("region"), width=26), Column(basis.say("euros"), EUROS), Column(say("share"), SHARE, 12)]
    if reference:
        columns += [Column(say("reference"), SHARE, 18), Column(say("attainment"), "0%", 14)]
    rows = []
    for region in solution.scenario.call.geography.regions:
        money, due = solution.by_region()[region.code], reference.get(region.code)
        share = Fraction(money, solution.granted) if solution.granted else Fraction(0)
        row: list[object] = [region.name[basis.language], money, share]
        rows.append((*row, due, share / due if due else None) if reference else tuple(row))
    return Sheet(basis.say("sheet_regions"), tuple(columns), tuple(rows))


def _years(basis: Basis) -> Sheet:
    solution, content = basis.solution, basis.content
    sums = {
        "year": {str(year): paid for year, paid in solution.by_year().items()},
        "pot": {content.pot_title(pot): paid for pot, paid in solution.by_pot().items()},
        "target": {content.target_title(name): paid for name, paid in solution.by_column("target").items()},
    }
    rows = [(content.say("total"), "", solution.granted)]
    rows += [(content.say(by), name, paid) for by, paid_by in sums.items() for name, paid in paid_by.items()]
    rows += [(basis.say("authority"), name or "–", paid) for name, paid in content.by_authority.items()]
    columns = (
        Column(basis.say("by"), width=24),
        Column(basis.say("what"), width=36),
        Column(basis.say("euros"), EUROS),
    )
    return Sheet(basis.say("sheet_years"), columns, tuple(rows))


def _rules(basis: Basis) -> Sheet:
    table, say = basis.content.rules, basis.content.say
    columns = (Column(say("rule"), width=60), Column(say("tier"), width=18), Column(say("source"), width=50))
    return Sheet(basis.say("sheet_rules"), columns, tuple(row[:3] for row in table.rows))


def _rows(basis: Basis) -> Sheet:
    """Return how the decision stands to every row of every rule, in the row's unit."""
    say, content = basis.say, basis.content
    columns = [Column(say("rule"), width=34), Column(say("about"), width=24), Column(content.say("measured"), EUROS)]
    columns += [
        Column(say("sense"), width=11),
        Column(content.say("bound"), EUROS),
        Column(content.say("slack"), EUROS),
    ]
    columns.append(Column(say("unit"), width=11))
    rows = tuple(
        (
            basis.rule_name(r.rule),
            r.label[basis.language] if r.label else "",
            _measured(r.value, r.unit),
            {"<=": "≤", ">=": "≥", "==": "="}[r.sense],
            _measured(r.bound, r.unit),
            _measured(r.slack, r.unit),
            say(f"unit_{r.unit}"),
        )
        for r in basis.solution.rules
    )
    return Sheet(say("sheet_rows"), tuple(columns), rows)


def _measured(number: Fraction, unit: Unit) -> Measured:
    if unit == "share":
        return Measured(number, "0.00%")
    return Measured(number, "#,##0" if number.denominator == 1 else "#,##0.00")


def _scores(basis: Basis) -> Sheet:
    say, call = basis.say, basis.solution.scenario.call
    columns = [Column(say("id"), width=8), Column(say("criterion"), width=50), Column(say("reviewer"), width=12)]
    columns += [Column(say("score"), "0.00", 10), Column(say("conflict"), width=14)]
    titles = {name: criterion.title[basis.language] for name, criterion in call.terms.criteria.items()}
    rows = tuple(
        (s.application, titles[s.criterion], s.reviewer, s.score, say("yes" if s.conflict else "no"))
        for s in call.scores
    )
    return Sheet(say("sheet_scores"), tuple(columns), rows)


def _prices(basis: Basis) -> Sheet:
    say, prices = basis.say, basis.analyses.prices
    assert prices is not None
    columns = [Column(say("rule"), width=34), Column(say("price"), "0.0000"), Column(say("share"), "0.0000")]
    columns += [Column(say("moved"), EUROS, 20), Column(say("moves_in"), width=24), Column(say("moves_out"), width=24)]
    rows = tuple(
        (basis.rule_name(p.rule), p.price, p.share, p.moved, ", ".join(p.came_in), ", ".join(p.fell_out))
        for p in prices.rules
    )
    return Sheet(say("sheet_prices"), tuple(columns), rows)


def _reserve(basis: Basis) -> Sheet:
    """Return who is funded next after each withdrawal, and as the appropriation grows."""
    say, reserve = basis.say, basis.analyses.reserve
    assert reserve is not None
    columns = [Column(say("withdraws"), width=16), Column(say("freed"), EUROS), Column(say("more_money"), EUROS)]
    rows: list[tuple[object, ...]] = [
        (", ".join(e.who), e.euros, None, say("again") if e.funded is None else ", ".join(e.funded) or say("nobody"))
        for e in reserve.events
        if e.event == "withdrawal"
    ]
    base = reserve.links[0].budget if reserve.links else 0
    rows += [("", None, link.budget - base, ", ".join(link.joins)) for link in reserve.links if link.joins]
    return Sheet(say("sheet_reserve"), (*columns, Column(say("next"), width=40)), tuple(rows))


def _ways(basis: Basis) -> Sheet:
    say, solution, table = basis.say, basis.solution, basis.content.ways(basis.analyses.baselines)
    own = measured(solution, solution.portfolio)
    titles = [say("proposal_itself"), *(row[0] for row in table.rows[1:])]
    broken_rules = [row[-1] for row in table.rows]
    columns = [Column(say("alternative"), width=44), Column(say("result"), _points(basis), 11)]
    columns += [Column(say("projects"), "0.0", 12), Column(say("euros"), EUROS), Column(say("regions"), "0.0", 12)]
    columns.append(Column(table.heads[-1], width=50))
    rows = tuple(
        (title, way.value, way.count, way.granted, way.regions, broken)
        for title, broken, way in zip(titles, broken_rules, (own, *basis.analyses.baselines), strict=True)
    )
    return Sheet(say("sheet_ways"), tuple(columns), rows)
