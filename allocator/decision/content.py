"""What a decision says, every number taken from the solution, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from allocator.analysis.baselines import TITLES as WAYS
from allocator.analysis.baselines import Baseline, baselines, measured
from allocator.decision.phrases import PHRASES
from allocator.decision.table import Table
from allocator.decision.titles import Titles
from allocator.objectives import TITLES
from allocator.rows import Unit
from allocator.rules.base import Rule
from allocator.rules.fair_share import FairShare
from allocator.solution import Reading
from allocator.text import Text
from allocator.writing import day, decimal, euros, percent, whole


@dataclass(frozen=True)
class Content(Titles):
    """A solution in one language, ready to be laid out; its tables of applications may be cut after so many rows."""

    most_rows: int | None = None

    def say(self, key: str, **filled: object) -> str:
        """Return a phrase in the content's language, filled in."""
        return PHRASES[key][self.language].format(**filled)

    @property
    def title(self) -> str:
        """The scenario's title."""
        scenario = self.solution.scenario
        return scenario.title[self.language] if scenario.title else scenario.name

    @property
    def why(self) -> str:
        """Why the scenario is looked at."""
        why = self.solution.scenario.why
        return why[self.language] if why else ""

    @property
    def authority(self) -> str:
        """Who decides."""
        authority = self.solution.scenario.call.terms.authority
        return authority[self.language] if authority else ""

    @property
    def notice(self) -> str:
        """What must be said wherever the call is shown."""
        notice = self.solution.scenario.call.terms.notice
        return notice[self.language] if notice else ""

    @property
    def date(self) -> str:
        """The day of the decision, by the call's timetable."""
        decision = self.solution.scenario.call.terms.timetable.decision
        return day(decision, self.language) if decision else ""

    @property
    def headline(self) -> str:
        """The decision in one sentence."""
        solution, language = self.solution, self.language
        return self.say(
            "headline",
            funded=whole(len(solution.funded), language),
            received=whole(len(solution.scenario.call.applications), language),
            granted=euros(solution.granted, language),
        )

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """How sure it is: lawful, proven, tied, seconded."""
        solution = self.solution
        objective, value = (
            TITLES[solution.model.objective.name][self.language],
            self.objective_value(solution.value),
        )
        facts = [self.say("lawful")]
        if solution.status == "optimal":
            facts.append(self.say("proven", objective=objective, value=value))
            tied = solution.levels[0]
            key = {
                (True, True): "no_ties",
                (True, False): "ties_not_looked_for",
                (False, True): "ties",
                (False, False): "ties_at_least",
            }[tied.portfolios == 1, tied.complete]
            facts.append(self.say(key, count=whole(tied.portfolios, self.language)))
        else:
            gap = percent(solution.gap, self.language, 2)
            facts.append(self.say("not_proven", objective=objective, value=value, gap=gap))
        if solution.second_opinion:
            facts.append(self.say("second_opinion", solver=solution.second_opinion.solver))
        if assumptions := solution.scenario.assumptions:
            facts.append(self.say("assumption_count", count=len(assumptions)))
        return tuple(facts)

    def objective_value(self, value: Fraction) -> str:
        """Write a value of the objective with as many decimals as it needs."""
        return self._measured(value, self.solution.model.objective.unit)

    def _measured(self, value: Fraction, unit: Unit) -> str:
        if unit == "euros":
            return euros(value, self.language)
        if unit == "count":
            return whole(int(value), self.language)
        if unit == "share":
            return percent(value, self.language, 2)
        return self._points(value)

    def _points(self, value: Fraction) -> str:
        least = self.solution.scenario.call.terms.decimals
        decimals = next((d for d in range(least, least + 5) if (value * 10**d).denominator == 1), least + 4)
        return decimal(value, decimals, self.language)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the decision but the regions', in the order of reading."""
        return (
            self.funded,
            self.not_funded,
            self.rules,
            self.order,
            self.years,
            self.pots,
            self.targets,
            self.authorities,
        )

    @cached_property
    def funded(self) -> Table:
        """The funded applications, the greatest value first."""
        solution, call = self.solution, self.solution.scenario.call
        pots = solution.pots
        partial = any(award.level != 1 for award in solution.awards)
        heads = [self.say(key) for key in ("application", "title", "target", "applicant", "value")]
        heads += [self.say("requested"), self.say("level")] if partial else []
        heads += [self.say("award"), *map(str, call.terms.years)]
        heads += [self.pot_title(pot) for pot in pots] if len(pots) > 1 else []
        rows = []
        awards = sorted(solution.awards, key=lambda a: self._ranks[a.application])
        for award in awards[: self.most_rows]:
            application = call[award.application]
            cells = [
                application.id,
                application.title,
                self.target_title(application.target),
                application.applicant,
            ]
            cells += [self._points(self._value(application.id))]
            cells += [self.euros(application.requested), percent(award.level, self.language)] if partial else []
            cells += [self.euros(award.euros), *(self.euros(part) for part in award.by_year)]
            if len(pots) > 1:
                cells += [self.euros(solution.payments[application.id].get(pot, 0)) for pot in pots]
            rows.append(tuple(cells))
        requested = sum(call[i].requested for i in solution.funded)
        sums = ["", self.say("total"), "", "", "", *([self.euros(requested), ""] if partial else [])]
        sums += [self.euros(solution.granted), *map(self.euros, solution.by_year().values())]
        sums += [self.euros(paid) for paid in solution.by_pot().values()] if len(pots) > 1 else []
        numbers = frozenset(range(4, len(heads)))
        return Table(self.say("funded"), tuple(heads), tuple(rows), numbers, tuple(sums), len(awards) - len(rows))

    def _value(self, application_id: str) -> Fraction:
        return self.solution.model.assessments[application_id].value or Fraction(0)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        """Each application's place, the greatest value first, equal ones in the order of ids."""
        assessments, scale = self.solution.model.assessments, 10**self.solution.scenario.call.terms.decimals
        values = {
            application_id: assessment.value.numerator * scale // assessment.value.denominator
            for application_id, assessment in assessments.items()
            if assessment.value is not None
        }
        in_order = sorted(assessments, key=lambda application_id: -values.get(application_id, 0))
        return {application_id: rank for rank, application_id in enumerate(in_order)}

    @cached_property
    def not_funded(self) -> Table:
        """Every other application and why: first those compared, then those below, then the ineligible."""
        return self._others(self.why_not)

    @cached_property
    def not_funded_briefly(self) -> Table:
        """The same without the rules that stand in the way."""
        return self._others(
            lambda i: self.say("not_part") if self.solution.outcome(i) == "not_funded" else self.why_not(i)
        )

    def _others(self, why: Callable[[str], str]) -> Table:
        solution, call = self.solution, self.solution.scenario.call
        order = ("not_funded", "below_threshold", "ineligible")
        others = [a for a in call.applications if solution.outcome(a.id) != "funded"]
        others.sort(key=lambda a: (order.index(solution.outcome(a.id)), self._ranks[a.id]))
        heads = tuple(self.say(key) for key in ("application", "title", "applicant", "value", "requested", "why"))
        rows = tuple(
            (
                a.id,
                a.title,
                a.applicant,
                "–" if solution.model.assessments[a.id].value is None else self._points(self._value(a.id)),
                self.euros(a.requested),
                why(a.id),
            )
            for a in others[: self.most_rows]
        )
        return Table(self.say("not_funded"), heads, rows, frozenset({3, 4}), left_out=len(others) - len(rows))

    def why_not(self, application_id: str) -> str:
        """Say what stands in an application's way."""
        outcome = self.solution.outcome(application_id)
        if outcome != "not_funded":
            reasons = " ".join(r.text[self.language] for r in self.solution.refusals[application_id])
            return f"{self.say('ineligible')}. {reasons}" if outcome == "ineligible" else reasons
        obstacles = self.solution.obstacles(application_id)
        if not obstacles:
            return f"{self.say('not_part')} {self.say('no_obstacles')}"
        rules = [
            self.say("by_amount", rule=self._row_title(row.rule, row.label), amount=self._measured(by, row.unit))
            for row, by in obstacles
        ]
        return f"{self.say('not_part')} {self.say('obstacles', rules='; '.join(rules))}"

    def _row_title(self, rule: str, label: Text | None) -> str:
        title = self.rule_title(rule) if rule else self.say("application")
        return f"{title}: {label[self.language]}" if label else title

    @cached_property
    def rules(self) -> Table:
        """Every rule in words, with its source and how the tightest of its rows stands."""
        heads = tuple(self.say(key) for key in ("rule", "tier", "source", "measured", "bound", "slack"))
        rows = []
        for name, rule in self.solution.scenario.rules.items():
            readings = [reading for reading in self.solution.rules if reading.rule == name]
            source = rule.source[self.language] if rule.source else ""
            rows.append((self._rule_words(name, rule), self._tier(rule), source, *self._tightest(readings)))
        return Table(self.say("rules"), heads, tuple(rows), frozenset({3, 4, 5}))

    def _rule_words(self, name: str, rule: Rule) -> str:
        return f"{self.rule_title(name)}. {rule.words(self.solution.scenario.call)[self.language]}"

    def _tier(self, rule: Rule) -> str:
        return self.say(rule.tier) + (f" ({self.say('assumption')})" if rule.assumption else "")

    def _tightest(self, readings: list[Reading]) -> tuple[str, str, str]:
        if not readings:
            return "–", "–", "–"
        tightest = min(readings, key=lambda reading: reading.slack)
        about = f"{tightest.label[self.language]}: " if tightest.label else ""
        note = f" ({self.say('rows_of_rule', count=len(readings))})" if len(readings) > 1 else ""
        sense = {"<=": "≤ ", ">=": "≥ ", "==": "= "}[tightest.sense]
        bound, slack = tightest.bound, tightest.slack
        if tightest.unit == "euros":  # awards are whole euros, and so is what they must reach or stay within
            bound, slack = Fraction(ceil(bound) if tightest.sense == ">=" else floor(bound)), Fraction(floor(slack))
        return (
            about + self._measured(tightest.value, tightest.unit),
            sense + self._measured(bound, tightest.unit),
            self._measured(slack, tightest.unit) + note,
        )

    @cached_property
    def order(self) -> Table:
        """The order of choice: what each step measured, and how many portfolios were still equal."""
        units = {goal.name: goal.unit for goal in self.solution.model.goals}
        rows = tuple(
            (
                TITLES[level.goal][self.language],
                "–" if level.value is None else self._measured(level.value, units[level.goal]),
                whole(level.portfolios, self.language)
                if level.complete
                else self.say("at_least", count=whole(level.portfolios, self.language)),
            )
            for level in self.solution.levels
        )
        heads = (self.say("by"), self.say("value"), self.say("equal_so_far"))
        return Table(self.say("order"), heads, rows, frozenset({1, 2}))

    @cached_property
    def baselines(self) -> Table:
        """The decision beside simpler ways of choosing with the same money, and the rules that those break."""
        return self.ways(baselines(self.solution))

    def ways(self, found: Sequence[Baseline]) -> Table:
        """Return the decision beside simpler ways of choosing that were found before."""
        own = self._way(self.say("decision"), measured(self.solution, self.solution.portfolio))
        ways = [self._way(WAYS[b.name][self.language], b) for b in found]
        heads = tuple(self.say(key) for key in ("way", "value", "number", "euros", "regions", "broken"))
        return Table(self.say("baselines"), heads, (own, *ways), frozenset({1, 2, 3, 4}))

    def _way(self, title: str, way: Baseline) -> tuple[str, ...]:
        count = 0 if way.funded else 1  # a mean of draws has decimals
        return (
            title,
            decimal(way.value, self.solution.scenario.call.terms.decimals, self.language),
            decimal(way.count, count, self.language),
            decimal(way.granted, 0, self.language),
            decimal(way.regions, count, self.language),
            ", ".join(self.rule_title(name) for name in way.rules) or "–",
        )

    @cached_property
    def regions(self) -> Table:
        """Euros and share of each region, beside its reference share where a rule has one."""
        solution, reference, by_region = self.solution, self.reference, self.solution.by_region()
        heads = [self.say("region"), self.say("euros"), self.say("share")]
        heads += [self.say("reference"), self.say("attainment")] if reference else []
        rows = []
        for region in solution.scenario.call.geography.regions:
            money = by_region[region.code]
            share = Fraction(money, solution.granted) if solution.granted else Fraction(0)
            cells = [region.name[self.language], self.euros(money), percent(share, self.language, 1)]
            if reference:
                due = reference.get(region.code)
                cells += [percent(due, self.language, 1) if due else "–"]
                cells += [percent(share / due, self.language, 0) if due else "–"]
            rows.append(tuple(cells))
        total = self.euros(sum(by_region.values()))
        sums = ("", total, *([""] * (len(heads) - 2)))
        return Table(
            self.say("regions"),
            tuple(heads),
            tuple(rows),
            frozenset(range(1, len(heads))),
            (self.say("total"), *sums[1:]),
        )

    @cached_property
    def reference(self) -> Mapping[str, Fraction]:
        """Reference shares of the first rule, or else the objective, that has any."""
        scenario = self.solution.scenario
        rules = (rule.reference for rule in scenario.rules.values() if isinstance(rule, FairShare))
        reference = next(rules, scenario.objective.reference)
        return reference.shares(scenario.call) if reference else {}

    @cached_property
    def years(self) -> Table:
        """Euros of each year."""
        return self._sums("year", {str(year): paid for year, paid in self.solution.by_year().items()})

    @cached_property
    def pots(self) -> Table:
        """Euros of each pot."""
        return self._sums("pot", {self.pot_title(pot): paid for pot, paid in self.solution.by_pot().items()})

    @cached_property
    def targets(self) -> Table:
        """Euros of each target."""
        totals = self.solution.by_column("target")
        return self._sums("target", {self.target_title(target): paid for target, paid in totals.items()})

    @cached_property
    def authorities(self) -> Table:
        """Euros of each granting authority."""
        return self._sums("granting_authority", self.by_authority)

    @cached_property
    def by_authority(self) -> Mapping[str, int]:
        """Whole euros of each granting authority, by what it is called and in the order of that."""
        totals: Counter[str] = Counter()
        for name, paid in self.solution.by_column("granting_authority").items():
            totals[self.authority_title(name)] += paid
        return dict(sorted(totals.items()))

    def _sums(self, key: str, totals: Mapping[str, int]) -> Table:
        rows = tuple((name or "–", self.euros(paid)) for name, paid in totals.items())
        total = (self.say("total"), self.euros(sum(totals.values())))
        return Table(self.say(key), (self.say(key), self.say("euros")), rows, frozenset({1}), total)

    @property
    def assumptions(self) -> tuple[tuple[str, str], ...]:
        """What was not published: what it concerns, and what is assumed."""
        scenario = self.solution.scenario
        return tuple(
            (self.rule_title(name) if name in scenario.rules else name, text[self.language])
            for name, text in scenario.assumptions
        )

    @property
    def changes(self) -> tuple[str, ...]:
        """What the scenario changes in the one that it extends."""
        return tuple(str(change) for change in self.solution.scenario.changes)

    def euros(self, amount: int) -> str:
        """Write whole euros for a table whose head says the unit."""
        return whole(amount, self.language)
