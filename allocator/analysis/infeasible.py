"""When nothing fits: what is impossible at sight, which rules are in conflict, and the cheapest repairs.

References
----------
Chinneck & Dravnieks (1991), ORSA Journal on Computing 3, 157-168 (conflicts); Bailey & Stuckey (2005), Discovery
of minimal unsatisfiable subsets of constraints using hitting set dualization, LNCS 3350, 174-186 (all of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from allocator.analysis.moving import moving
from allocator.analysis.resolve import Resolver
from allocator.analysis.variants import budget_rule, with_budget
from allocator.conflict import Feasibility
from allocator.model import Model, formulate
from allocator.rows import Helper, Linear, Portfolio, Row, constant
from allocator.rules.fair_share import total_of
from allocator.scenario import Scenario
from allocator.text import Language, Text
from allocator.writing import euros, whole

_TIERS = ("law", "policy", "wish")

_DISTANCE = 1_000

MOST_CONFLICTS = 20
"""So many conflicts are listed; beyond, the list says that it is cut."""


@dataclass(frozen=True)
class Shortfall:
    """A row that no set of awards can satisfy, found without a solver: the most it reaches, and what it needs."""

    row: Row
    reaches: Fraction
    needs: Fraction


@dataclass(frozen=True)
class Repair:
    """Rules that give way, and by how much, so that a decision is possible.

    Attributes
    ----------
    gives : tuple of (Row, Fraction)
        The rows that give way, and by how much in each row's unit.
    funded : tuple of str
        What would be funded.
    """

    gives: tuple[tuple[Row, Fraction], ...]
    funded: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that give way."""
        return tuple(dict.fromkeys(row.rule for row, _ in self.gives))


@dataclass(frozen=True)
class Diagnosis:
    """Why a scenario has no portfolio.

    Attributes
    ----------
    shortfalls : tuple of Shortfall
        Rows that are impossible at sight.
    conflicts : tuple of tuple of str
        Smallest sets of rules that cannot hold together: leave out any rule of one, and the rest of it can.
    complete : bool
        Whether these are all such sets.
    removable : tuple of str
        Rules of which any one, removed alone, makes a decision possible.
    repairs : tuple of Repair
        The cheapest first: it breaks as few laws as possible, then policies, then wishes, and gives as little as
        possible; then the least change of each single rule that suffices alone.
    """

    scenario: Scenario
    shortfalls: tuple[Shortfall, ...]
    conflicts: tuple[tuple[str, ...], ...]
    complete: bool
    removable: tuple[str, ...]
    repairs: tuple[Repair, ...]

    def text(self, language: Language = "fi") -> str:
        """Say it in the words of the rules."""
        return "\n".join(_told(self, language))


def diagnose(scenario: Scenario) -> Diagnosis | None:
    """Return why a scenario has no portfolio, or None if it has one."""
    model = formulate(scenario)
    if Resolver(model).any() is not None:
        return None
    feasible = Feasibility(model, lambda loosened: Resolver(loosened).any() is not None)
    conflicts, complete = _conflicts(feasible)
    names = feasible.removable()
    cheapest = _cheapest(model)
    alone = {name: repair for name in names if (repair := _alone(model, name)) is not None}
    # A rule that gives way alone is told by its own change: a greater budget has greater shares, too.
    first = [cheapest] if cheapest and len(cheapest.rules) > 1 else []
    order = sorted(alone, key=lambda name: not cheapest or cheapest.rules != (name,))
    repairs = (*first, *(alone[name] for name in order))
    return Diagnosis(scenario, tuple(_shortfalls(model)), conflicts, complete, names, repairs)


def _conflicts(feasible: Feasibility) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """List the smallest conflicts, the shortest first, and say whether these are all.

    Every way of leaving one rule out of each known conflict is tried. If what remains cannot hold, there is a
    conflict in it that is not known yet; if it always can, there is no other.
    """
    found: list[tuple[str, ...]] = []
    every = frozenset(feasible.names)
    while (out := next((out for out in _ways_out(found) if not feasible(every - out)), None)) is not None:
        if len(found) == MOST_CONFLICTS:
            return _shortest_first(feasible, found), False
        found.append(feasible.reduced(every - out)[0])
    return _shortest_first(feasible, found), True


def _ways_out(conflicts: Sequence[tuple[str, ...]]) -> list[frozenset[str]]:
    """Return the smallest sets of rules that hold one of each conflict, those with fewest rules first."""
    ways = {frozenset[str]()}
    for conflict in conflicts:
        enough = {way for way in ways if not way.isdisjoint(conflict)}
        longer = {way | {name} for way in ways - enough for name in conflict}
        ways = enough | {way for way in longer if not any(other <= way for other in enough)}
    return sorted(ways, key=lambda way: (len(way), sorted(way)))


def _shortest_first(feasible: Feasibility, conflicts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(conflicts, key=lambda names: (len(names), [feasible.names.index(name) for name in names])))


def _shortfalls(model: Model) -> Iterator[Shortfall]:
    """Yield rows that ask for more than there is, even if each application had the award that helps most."""
    for row in model.rows:
        if row.integers.helpers or isinstance(row.right, Linear) or row.sense == "<=":
            continue
        helping: dict[str, tuple[int, int]] = {}
        for position, award in enumerate(model.candidates.awards):
            adds = int(row.integers.coefficients[position])
            if adds > helping.get(award.application, (0, 0))[0]:
                helping[award.application] = adds, position
        most = Portfolio([position for _, position in helping.values()])
        if row.value(most) < row.bound(most):
            yield Shortfall(row, row.value(most), row.bound(most))


def _violation(row: Row) -> Linear:
    """Return by how much a row is broken, in its unit, as a number to be made small."""
    gap = row.left - row.right
    zero = constant(0, len(gap.coefficients))
    forms = {"<=": (zero, gap), ">=": (zero, -gap), "==": (gap, -gap)}[row.sense]
    return Helper(f"broken[{row.name}]", "greatest", forms).as_form(len(gap.coefficients))


def _gives_way(name: str, violations: Sequence[Linear]) -> Linear:
    """Return 1 if a rule is broken in any row and 0 if not, as a number to be made small."""
    nothing = constant(0, len(violations[0].coefficients))
    parts = [violation * (1 / most) for violation in violations if (most := violation.range()[1]) > 0]
    return Helper(f"gives[{name}]", "greatest", (nothing, *parts), whole=True).as_form(len(nothing.coefficients))


def _cheapest(model: Model) -> Repair | None:
    """Return the repair that breaks the fewest laws, then policies, then wishes, and then gives the least."""
    structure = tuple(row for row in model.rows if not row.rule)
    breakable = [row for row in model.rows if row.rule]
    resolver, rows = Resolver(replace(model, rows=structure)), list[Row]()
    for tier in _TIERS:
        of_tier = [
            _gives_way(name, [_violation(row) for row in breakable if row.rule == name])
            for name, rule in model.scenario.rules.items()
            if rule.tier == tier and any(row.rule == name for row in breakable)
        ]
        if not of_tier:
            continue
        count = total_of(of_tier)
        if (portfolio := resolver.best(rows, count * -1)) is None:
            return None
        rows.append(Row(f"fewest[{tier}]", count, "<=", count.at(portfolio), "count"))
    return _least(model, resolver, rows, breakable)


def _alone(model: Model, name: str) -> Repair | None:
    """Return the least change of one rule that lets all others hold; None for one whose change is no amount."""
    if name == budget_rule(model.scenario):
        return _more_money(model, name)
    others = tuple(row for row in model.rows if row.rule != name)
    own = [row for row in model.rows if row.rule == name]
    return _least(model, Resolver(replace(model, rows=others)), (), own) if own else None


def _least(model: Model, resolver: Resolver, rows: Sequence[Row], breakable: Sequence[Row]) -> Repair | None:
    """Return the repair in which some rows give the least together; a unit of a count weighs as a mean award."""
    awards = [award.euros for award in model.candidates.awards]
    mean = Fraction(sum(awards), len(awards)) if awards else Fraction(1)
    amounts = [_violation(row) * (mean if row.unit == "count" else 1) for row in breakable]
    portfolio = resolver.best(rows, total_of(amounts) * -1) if amounts else None
    if portfolio is None:
        return None
    return _repair(model, portfolio, ((row, -row.slack(portfolio)) for row in model.broken(portfolio)))


def _more_money(model: Model, name: str) -> Repair | None:
    """Return the least sum by which a greater budget lets everything hold: pots and shares move with it."""
    available = model.scenario.rules[name].available or 0
    greater = formulate(with_budget(model.scenario, available + _DISTANCE), assessments=model.assessments)
    moved = moving(model, greater, _DISTANCE, sum(award.euros for award in model.candidates.awards))
    least = moved and moved.least(model.objective.form.range()[0], ())
    if not least:
        return None
    row = next(row for row in model.rows if row.rule == name)
    return _repair(model, least[1], [(row, Fraction(least[0]))])


def _repair(model: Model, portfolio: Portfolio, gives: Iterable[tuple[Row, Fraction]]) -> Repair:
    return Repair(tuple(gives), tuple(model.candidates.awards[i].application for i in portfolio.awards))


_WORDS = {
    "shortfall": Text(
        fi="{rule}: vaikka kaikki rahoitettaisiin, yletytään vain lukuun {reaches}, kun tarvitaan {needs}.",
        sv="{rule}: också om allt finansierades nås bara {reaches}, då {needs} behövs.",
        en="{rule}: even if all were funded, only {reaches} is reached, and {needs} is needed.",
    ),
    "nothing_helps": Text(
        fi="{rule}: vertailussa ei ole hakemusta, jolla tämän voisi täyttää.",
        sv="{rule}: det finns ingen ansökan i jämförelsen som kan uppfylla detta.",
        en="{rule}: no application that is compared could satisfy it.",
    ),
    "conflict": Text(
        fi="Nämä ehdot eivät voi täyttyä yhdessä; minkä tahansa poistaminen riittäisi niiden kesken:",
        sv="Dessa villkor kan inte uppfyllas tillsammans; att lämna bort vilket som helst räcker dem emellan:",
        en="These rules cannot hold together; leaving out any one is enough among them:",
    ),
    "cut": Text(
        fi="Ristiriitoja on vielä muita.", sv="Det finns ännu fler konflikter.", en="There are more conflicts."
    ),
    "removable": Text(
        fi="Yksin poistettuna päätöksen tekisi mahdolliseksi: {rules}.",
        sv="Ensamt bortlämnat skulle följande göra ett beslut möjligt: {rules}.",
        en="Removed alone, each of these makes a decision possible: {rules}.",
    ),
    "not_removable": Text(
        fi="Minkään yksittäisen ehdon poistaminen ei riitä.",
        sv="Att lämna bort ett enda villkor räcker inte.",
        en="Removing no single rule is enough.",
    ),
    "repair": Text(fi="Korjaus: {gives}.", sv="Justering: {gives}.", en="Repair: {gives}."),
    "gives": Text(fi="{rule} joustaa {amount}", sv="{rule} ger efter {amount}", en="{rule} gives way by {amount}"),
}


def _told(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    scenario = diagnosis.scenario

    def say(key: str, **filled: str) -> str:
        return _WORDS[key][language].format(**filled)

    def title(row: Row) -> str:
        name = scenario.rule_title(row.rule)[language]
        return f"{name}: {row.label[language]}" if row.label else name

    def amount(row: Row, number: Fraction) -> str:
        # A part of a euro is not nothing: what is missing is told as the whole euro that is enough.
        return (euros if row.unit == "euros" else whole)(ceil(number), language)

    for shortfall in diagnosis.shortfalls:
        row, reaches, needs = shortfall.row, shortfall.reaches, shortfall.needs
        key = "shortfall" if reaches else "nothing_helps"
        yield say(key, rule=title(row), reaches=amount(row, reaches), needs=amount(row, needs))
    for conflict in diagnosis.conflicts:
        yield say("conflict")
        yield from (
            f"  - {scenario.rule_title(n)[language]}: {scenario.rules[n].words(scenario.call)[language]}"
            for n in conflict
        )
    if not diagnosis.complete:
        yield say("cut")
    names = ", ".join(scenario.rule_title(name)[language] for name in diagnosis.removable)
    yield say("removable", rules=names) if names else say("not_removable")
    for repair in diagnosis.repairs:
        gives = (say("gives", rule=title(row), amount=amount(row, by)) for row, by in repair.gives)
        yield say("repair", gives="; ".join(gives))
