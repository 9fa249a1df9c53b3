"""Scenarios, solutions and comparisons: HTML tables in a notebook, every text escaped, and one line elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from allocator.comparison import Comparison
from allocator.decision.content import Content
from allocator.decision.table import Table
from allocator.exact import decimal_text
from allocator.scenario import Scenario
from allocator.shown import html, line
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import decimal, whole


@html.register
def scenario_html(scenario: Scenario, language: Language = "en") -> str:
    """Return a scenario's rules as a table: what each says, its tier and its source."""
    title = scenario.title[language] if scenario.title else scenario.name
    notice = scenario.call.terms.notice
    rows = [
        (
            scenario.rule_title(name)[language],
            rule.words(scenario.call)[language],
            rule.tier,
            rule.source[language] if rule.source else "",
        )
        for name, rule in scenario.rules.items()
    ]
    changes = [str(change) for change in scenario.changes]
    table = Table(scenario.name, ("Rule", "Says", "Tier", "Source"), tuple(rows))
    return _block(title, [notice[language] if notice else "", *changes], [table])


@html.register
def solution_html(solution: Solution, language: Language = "en") -> str:
    """Return a solution as its headline, how sure it is, and the table of what is funded."""
    content = Content(solution, language)
    return _block(content.title, [content.notice, content.headline, *content.facts], [content.funded])


@html.register
def comparison_html(comparison: Comparison, language: Language = "en") -> str:
    """Return a comparison as a table, one row a scenario."""
    heads = ("Scenario", "Status", "Points", "Funded", "Granted (€)", "Comes in", "Falls out")
    rows = tuple(
        (
            name,
            solution.status,
            decimal(solution.value, solution.scenario.call.terms.decimals, language),
            whole(len(solution.funded), language),
            whole(solution.granted, language),
            ", ".join(comparison.came_in(solution)) or "–",
            ", ".join(comparison.fell_out(solution)) or "–",
        )
        for name, solution in zip(comparison.names, comparison.solutions, strict=True)
    )
    notice = comparison.first.scenario.call.terms.notice
    return _block("", [notice[language] if notice else ""], [Table("", heads, rows, frozenset({2, 3, 4}))])


@line.register
def scenario_line(scenario: Scenario) -> str:
    """Return a scenario's name and size."""
    return f"Scenario({scenario.name!r}: {len(scenario.call.applications)} applications, {len(scenario.rules)} rules)"


@line.register
def solution_line(solution: Solution) -> str:
    """Return what was decided."""
    funded = f"{len(solution.funded)} of {len(solution.scenario.call.applications)} funded"
    value = f"{solution.model.objective.name} {decimal_text(solution.value)}"
    return f"Solution({solution.scenario.name!r}: {funded}, {solution.granted} euros, {value}, {solution.status})"


@line.register
def comparison_line(comparison: Comparison) -> str:
    """Return the names of the scenarios compared."""
    return f"Comparison({', '.join(comparison.names)})"


def _block(title: str, lines: Iterable[str], tables: Iterable[Table]) -> str:
    head = f"<h4>{escape(title)}</h4>" if title else ""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f"<div>{head}{said}{''.join(map(_table, tables))}</div>"


def _table(table: Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.heads)
    body = "".join(_row(row, table.numbers) for row in table.rows)
    foot = f"<tfoot>{_row(table.total, table.numbers)}</tfoot>" if table.total else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"


def _row(cells: tuple[str, ...], numbers: frozenset[int]) -> str:
    sides = ("right" if place in numbers else "left" for place in range(len(cells)))
    return (
        "<tr>"
        + "".join(
            f'<td style="text-align: {side}">{escape(cell)}</td>' for side, cell in zip(sides, cells, strict=True)
        )
        + "</tr>"
    )
