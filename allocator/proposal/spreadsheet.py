"""The spreadsheet annexed to the proposal: one sheet a view, real tables, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.proposal.basis import Basis, dated
from allocator.proposal.memorandum import told
from allocator.proposal.paper import plain
from allocator.rules.earmark import money_in_pots

_EUROS = "#,##0"
_PLAIN = "General"
_LONGEST = 32_767
"""Characters that a cell can hold."""

_HIGHEST = 405.0
"""Points of the highest row."""


@dataclass(frozen=True)
class Sheet:
    """One view: its name, and its columns as head, number format (empty for text) and width."""

    name: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[object, ...], ...]


def spreadsheet(basis: Basis) -> bytes:
    """Write every view of a decision into one workbook; the same decision gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = basis.say("proposal_title", call=basis.call_title)
        book.set_properties(
            {
                "title": plain(title),
                "author": basis.content.authority,
                "created": dated(basis.solution).replace(tzinfo=None),
            }
        )
        formats = {
            form: book.add_format({"num_format": form, "valign": "top"})
            for form in (_EUROS, _PLAIN, "0.0 %", *_points(basis))
        }
        text = book.add_format({"text_wrap": True, "valign": "top"})
        note = book.add_format({"bold": True, "font_color": "#7a3b00"})
        for number, sheet in enumerate(sheets(basis), 1):
            page = book.add_worksheet(sheet.name[:31])
            page.write_string(0, 0, plain(basis.content.notice or title), note)
            page.freeze_panes(3, 1)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.repeat_rows(2)
            for k, (_, form, width) in enumerate(sheet.columns):
                page.set_column(k, k, width, formats.get(form, text))
            page.add_table(
                2,
                0,
                2 + max(1, len(sheet.rows)),
                len(sheet.columns) - 1,
                {
                    "name": f"View_{number}",
                    "style": "Table Style Light 1",
                    "columns": [{"header": head} for head in _distinct([head for head, _, _ in sheet.columns])],
                },
            )
            for n, row in enumerate(sheet.rows, 3):
                page.set_row(n, _high(sheet, row))
                for k, value in enumerate(row):
                    form = formats.get(sheet.columns[k][1], text)
                    if value is None:
                        page.write_blank(n, k, None, form)
                    elif isinstance(value, str):
                        page.write_string(n, k, plain(value)[:_LONGEST], text)
                    else:
                        page.write_number(n, k, float(value) if isinstance(value, Fraction) else value, form)
    return out.getvalue()


def _high(sheet: Sheet, row: Sequence[object]) -> float:
    """Return the height of a row in points: not every program fits one to its text."""
    texts = ((value, width) for value, (_, _, width) in zip(row, sheet.columns, strict=True) if isinstance(value, str))
    return min(_HIGHEST, 15.0 * max((-(-len(text) // max(1, width - 2)) or 1 for text, width in texts), default=1))


def _points(basis: Basis) -> tuple[str, str]:
    decimals = basis.solution.scenario.call.terms.decimals
    return "0" + ("." + "0" * decimals if decimals else ""), "0.0000"


def _distinct(heads: Sequence[str]) -> list[str]:
    """Tell equal heads apart: a table's columns must differ, whatever case they are written in."""
    seen: dict[str, int] = {}
    named = []
    for head in heads:
        seen[head.casefold()] = seen.get(head.casefold(), 0) + 1
        named.append(head if seen[head.casefold()] == 1 else f"{head} ({seen[head.casefold()]})")
    return named


def sheets(basis: Basis) -> Iterator[Sheet]:
    """Yield the views of a decision."""
    yield _applications(basis)
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


def _applications(basis: Basis) -> Sheet:
    solution, call, say = basis.solution, basis.solution.scenario.call, basis.say
    points, _ = _points(basis)
    pots = list(money_in_pots(solution.scenario.rules))
    columns = [(say("id"), "", 8), (basis.content.say("title"), "", 40), (basis.content.say("applicant"), "", 28)]
    columns += [(basis.content.say("target"), "", 16), (say("authority"), "", 24), (say("pts"), points, 8)]
    columns += [(say("requested"), _EUROS, 13), (say("award"), _EUROS, 13)]
    columns += [(f"{year}, €", _EUROS, 12) for year in call.terms.years]
    columns += [(f"{basis.content.pot_title(pot)}, €", _EUROS, 14) for pot in pots] if len(pots) > 1 else []
    columns += [(say("outcome"), "", 16), (say("sentences"), "", 80)]
    rows = []
    for a in call.applications:
        award = solution.award(a.id)
        row: list[object] = [a.id, a.title, a.applicant, basis.content.target_title(a.target), a.granting_authority]
        row += [basis.value(a.id), a.requested, award.euros if award else 0]
        row += list(award.by_year) if award else [0] * len(call.terms.years)
        paid = solution.payments.get(a.id, {})
        row += [paid.get(pot, 0) for pot in pots] if len(pots) > 1 else []
        row += [say("fund" if award else "reject"), " ".join(told(basis, a.id))]
        rows.append(tuple(row))
    return Sheet(say("sheet_applications"), tuple(columns), tuple(rows))


def _regions(basis: Basis) -> Sheet:
    solution, say, reference = basis.solution, basis.content.say, basis.content.reference
    heads = [(say("region"), "", 22), (say("euros"), _EUROS, 14), (say("share"), "0.0 %", 10)]
    heads += [(say("reference"), "0.0 %", 12)] if reference else []
    rows = []
    for region in solution.scenario.call.geography.regions:
        money = solution.by_region()[region.code]
        share = Fraction(money, solution.granted) if solution.granted else Fraction(0)
        row: list[object] = [region.name[basis.language], money, share]
        rows.append((*row, reference.get(region.code)) if reference else tuple(row))
    return Sheet(basis.say("sheet_regions"), tuple(heads), tuple(rows))


def _years(basis: Basis) -> Sheet:
    solution, say = basis.solution, basis.say
    rows: list[tuple[object, ...]] = [(say("total"), solution.granted)]
    rows += [(str(year), paid) for year, paid in solution.by_year().items()]
    rows += [(basis.content.pot_title(pot), paid) for pot, paid in solution.by_pot().items()]
    rows += [(basis.content.target_title(target), paid) for target, paid in solution.by_column("target").items()]
    rows += sorted(solution.by_column("granting_authority").items())
    return Sheet(say("sheet_years"), ((say("what"), "", 36), (say("euros"), _EUROS, 16)), tuple(rows))


def _rules(basis: Basis) -> Sheet:
    table = basis.content.rules
    columns = tuple(zip(table.heads[:3], ("", "", ""), (60, 18, 50), strict=True))
    return Sheet(basis.say("sheet_rules"), columns, tuple(row[:3] for row in table.rows))


def _rows(basis: Basis) -> Sheet:
    """Return how the decision stands to every row of every rule, in the row's unit."""
    say, content = basis.say, basis.content
    columns = [
        (say("rule"), "", 34),
        (say("about"), "", 24),
        (content.say("measured"), _PLAIN, 14),
        (say("sense"), "", 8),
    ]
    columns += [(content.say("bound"), _PLAIN, 14), (content.say("slack"), _PLAIN, 14), (say("unit"), "", 10)]
    rows = tuple(
        (
            content.rule_title(r.rule),
            r.label[basis.language] if r.label else "",
            r.value,
            {"<=": "≤", ">=": "≥", "==": "="}[r.sense],
            r.bound,
            r.slack,
            say(f"unit_{r.unit}"),
        )
        for r in basis.solution.rules
    )
    return Sheet(say("sheet_rows"), tuple(columns), rows)


def _scores(basis: Basis) -> Sheet:
    say, call = basis.say, basis.solution.scenario.call
    columns = ((say("id"), "", 8), (say("criterion"), "", 36), (say("reviewer"), "", 12), (say("score"), "0.00", 8))
    rows = tuple(
        (
            s.application,
            call.terms.criteria[s.criterion].title[basis.language],
            s.reviewer,
            s.score,
            say(_mark(s.conflict)),
        )
        for s in call.scores
    )
    return Sheet(say("sheet_scores"), (*columns, (say("conflict"), "", 12)), rows)


def _mark(conflict: bool) -> str:
    return "yes" if conflict else "no"


def _prices(basis: Basis) -> Sheet:
    say, prices = basis.say, basis.analyses.prices
    assert prices is not None
    columns = (
        (say("rule"), "", 34),
        (say("price"), "0.0000", 12),
        (say("share"), "0.0000", 14),
        (say("moved"), _EUROS, 18),
    )
    moves = ((basis.say("comes", ids="…"), "", 24), (basis.say("goes", ids="…"), "", 24))
    rows = tuple(
        (basis.content.rule_title(p.rule), p.price, p.share, p.moved, ", ".join(p.came_in), ", ".join(p.fell_out))
        for p in prices.rules
    )
    return Sheet(say("sheet_prices"), (*columns, *moves), rows)


def _reserve(basis: Basis) -> Sheet:
    say, reserve = basis.say, basis.analyses.reserve
    assert reserve is not None
    columns = ((say("withdraws"), "", 16), (say("freed"), _EUROS, 14), (say("next"), "", 40))
    rows = tuple(
        (", ".join(e.who), e.euros, say("again") if e.funded is None else ", ".join(e.funded) or say("nobody"))
        for e in reserve.events
        if e.event == "withdrawal"
    )
    return Sheet(say("sheet_reserve"), columns, rows)


def _ways(basis: Basis) -> Sheet:
    table, points = basis.content.ways(basis.analyses.baselines), _points(basis)[0]
    forms = ("", points, "0.0", _EUROS, "0.0", "")
    rows = tuple(
        (row[0], way.value, way.count, way.granted, way.regions, row[5])
        for row, way in zip(table.rows[1:], basis.analyses.baselines, strict=True)
    )
    columns = tuple((head, form, 40 if not form else 12) for head, form in zip(table.heads, forms, strict=True))
    return Sheet(basis.say("sheet_ways"), columns, rows)
