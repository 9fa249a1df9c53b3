"""When nothing fits: what is impossible at sight, which rules are in conflict, and the cheapest repairs.

References
----------
Chinneck & Dravnieks (1991), ORSA Journal on Computing 3, 157-168 (conflicts); Liffiton, Previti, Malik &
Marques-Silva (2016), Fast, flexible MUS enumeration, Constraints 21, 223-250 (all conflicts, by maps).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from allocator.analysis.resolve import Resolver
from allocator.model import Model, formulate
from allocator.rows import Helper, Linear, Portfolio, Row, constant
from allocator.scenario import Scenario
from allocator.text import Language, Text
from allocator.writing import euros, whole

_TIERS = ("law", "policy", "wish")

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
    feasibility = _Feasibility(model)
    conflicts, complete = _conflicts(feasibility)
    names = [name for name in feasibility.names if feasibility(frozenset(feasibility.names) - {name})]
    repairs = [_cheapest(model), *(_alone(model, name) for name in names)]
    kept: dict[tuple[str, ...], Repair] = {}
    for repair in repairs:
        if repair is not None:
            kept.setdefault(repair.rules, repair)
    return Diagnosis(scenario, tuple(_shortfalls(model)), conflicts, complete, tuple(names), tuple(kept.values()))


class _Feasibility:
    """Whether some portfolio satisfies a set of rules, solved once for each set."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.names = tuple(name for name in model.scenario.rules if any(row.rule == name for row in model.rows))
        self._known: dict[frozenset[str], bool] = {}

    def __call__(self, rules: frozenset[str]) -> bool:
        if rules not in self._known:
            if any(known and rules <= names for names, known in self._known.items()):
                self._known[rules] = True
            elif any(not known and rules >= names for names, known in self._known.items()):
                self._known[rules] = False
            else:
                self._known[rules] = self._solved(rules)
        return self._known[rules]

    def _solved(self, rules: frozenset[str]) -> bool:
        rows = tuple(row for row in self.model.rows if not row.rule or row.rule in rules)
        return Resolver(replace(self.model, rows=rows)).any() is not None


def _conflicts(feasible: _Feasibility) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """List the smallest conflicts, the shortest first: a set is one if it cannot hold and each part of it can.

    Rules are few, so the sets are walked by size; a set that holds a known conflict is no smallest one.
    """
    found: list[tuple[str, ...]] = []
    for size in range(1, len(feasible.names) + 1):
        for names in combinations(feasible.names, size):
            if any(set(conflict) <= set(names) for conflict in found):
                continue
            if not feasible(frozenset(names)):
                found.append(names)
                if len(found) == MOST_CONFLICTS:
                    return tuple(found), False
        # If what is in no conflict yet can all hold with one rule of each left out, there is no other conflict.
        if _all_found(feasible, found):
            break
    return tuple(found), True


def _all_found(feasible: _Feasibility, found: Sequence[tuple[str, ...]]) -> bool:
    """Whether every way of leaving one rule out of each known conflict is feasible: then no conflict is missing."""
    if not found:
        return False
    left_out = {frozenset[str]()}
    for conflict in found:
        hit = {out for out in left_out if not out.isdisjoint(conflict)}
        left_out = hit | {out | {name} for out in left_out - hit for name in conflict}
        if len(left_out) > 200:
            return False
    every = frozenset(feasible.names)
    smallest = [out for out in left_out if not any(other < out for other in left_out)]
    return all(feasible(every - out) for out in smallest)


def _shortfalls(model: Model) -> Iterator[Shortfall]:
    """Yield rows that are impossible whatever is awarded, each application at most once."""
    for row in model.rows:
        inequality = row.integers
        if inequality.helpers or row.sense == "==":
            continue
        sign = 1 if row.sense == ">=" else -1
        best: dict[str, int] = {}
        for award, coefficient in zip(model.candidates.awards, inequality.coefficients, strict=True):
            best[award.application] = max(best.get(award.application, 0), sign * int(coefficient))
        if sum(best.values()) < sign * inequality.bound and not isinstance(row.right, Linear):
            reached = Fraction(sum(best.values()) * row.bound(Portfolio([])), sign * inequality.bound or 1)
            yield Shortfall(row, reached, row.bound(Portfolio([])))


def _violation(row: Row) -> Linear:
    """Return by how much a row is broken, in its unit, as a number to be made small."""
    gap = row.left - row.right
    zero = constant(0, len(gap.coefficients))
    forms = {"<=": (zero, gap), ">=": (zero, -gap), "==": (gap, -gap)}[row.sense]
    return Helper(f"broken[{row.name}]", "greatest", forms).as_form(len(gap.coefficients))


def _gives_way(row: Row, violation: Linear) -> Linear:
    """Return 1 if a row is broken and 0 if not, as a number to be made small."""
    most = violation.range()[1]
    awards = len(violation.coefficients)
    part = [form * (1 / most) for form in violation.helpers[0][0].forms] if most else [constant(0, awards)]
    return Helper(f"gives[{row.name}]", "greatest", (constant(0, awards), *part), whole=True).as_form(awards)


def _cheapest(model: Model) -> Repair | None:
    """Return the repair that breaks the fewest laws, then policies, then wishes, and then gives the least."""
    rules = model.scenario.rules
    structure = tuple(row for row in model.rows if not row.rule)
    breakable = [row for row in model.rows if row.rule]
    resolver, rows = Resolver(replace(model, rows=structure)), list[Row]()
    portfolio: Portfolio | None = None
    for tier in _TIERS:
        of_tier = [_gives_way(row, _violation(row)) for row in breakable if rules[row.rule].tier == tier]
        if not of_tier:
            continue
        count = sum(of_tier[1:], of_tier[0])
        if (portfolio := resolver.best(rows, count * -1)) is None:
            return None
        rows.append(Row(f"fewest[{tier}]", count, "<=", count.at(portfolio), "count"))
    amounts = [_violation(row) * Fraction(1, _size(row)) for row in breakable]
    if amounts:
        portfolio = resolver.best(rows, sum(amounts[1:], amounts[0]) * -1)
    return None if portfolio is None else _repair(model, portfolio)


def _alone(model: Model, name: str) -> Repair | None:
    """Return the least change of one rule that lets all others hold."""
    others = tuple(row for row in model.rows if row.rule != name)
    amounts = [_violation(row) for row in model.rows if row.rule == name]
    portfolio = Resolver(replace(model, rows=others)).best((), sum(amounts[1:], amounts[0]) * -1)
    return None if portfolio is None else _repair(model, portfolio)


def _size(row: Row) -> int:
    """Return what one unit of a row is worth beside others: a count weighs as much as a typical award."""
    return 1 if row.unit == "euros" else 1_000_000 if row.unit == "value" else 1


def _repair(model: Model, portfolio: Portfolio) -> Repair:
    gives = tuple((row, -row.slack(portfolio)) for row in model.broken(portfolio))
    return Repair(gives, tuple(model.candidates.awards[i].application for i in portfolio.awards))


_WORDS = {
    "shortfall": Text(
        fi="{rule}: vaikka kaikki rahoitettaisiin, yletytään vain lukuun {reaches}, kun tarvitaan {needs}.",
        sv="{rule}: också om allt finansierades nås bara {reaches}, då {needs} behövs.",
        en="{rule}: even if all were funded, only {reaches} is reached, and {needs} is needed.",
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
        return euros(number, language) if row.unit == "euros" else whole(int(number), language)

    for shortfall in diagnosis.shortfalls:
        row = shortfall.row
        yield say(
            "shortfall", rule=title(row), reaches=amount(row, shortfall.reaches), needs=amount(row, shortfall.needs)
        )
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
