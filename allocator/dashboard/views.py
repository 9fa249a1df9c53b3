"""The pieces of the page as HTML: every text is escaped, every figure is the solution's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from allocator.dashboard.certainty import Certainty
from allocator.dashboard.dials import Dial
from allocator.dashboard.session import Changes, Session
from allocator.dashboard.words import say
from allocator.decision.content import Content
from allocator.decision.map import Shape, region_map
from allocator.rules.lock import Lock
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import decimal, euros, listed, percent, whole


def write(template: str, macro: str, *given: Any) -> str:
    """Write a piece by a macro; every text in it is escaped, and numbers are set with thin spaces."""
    return str(getattr(_macros(template), macro)(*given)).replace("\u00a0", "\u202f")


@cache
def _macros(template: str) -> Any:
    environment = Environment(loader=PackageLoader("allocator", "dashboard"), autoescape=True, trim_blocks=True)
    return environment.get_template(f"{template}.html.j2").module


@dataclass(frozen=True)
class Move:
    """What a step did: what was changed before, the two solutions, and how long the second took, in seconds."""

    changes: Changes
    before: Solution
    after: Solution
    seconds: float


class View:
    """Writes the pieces of the page for one session in one language.

    Parameters
    ----------
    session : Session
        Whose scenario is shown.
    base : Solution or None
        The decision of the scenario that the page began with, where it has one.
    language : {"fi", "sv", "en"}
        The language of everything written.
    """

    languages = (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English"))

    def __init__(self, session: Session, base: Solution | None, language: Language) -> None:
        self.session, self.base, self.language = session, base, language
        terms = session.base.call.terms
        self.authority = terms.authority[language] if terms.authority else ""
        self.notice = terms.notice[language] if terms.notice else ""
        self.located = any(application.partners for application in session.base.call.applications)
        self.title = session.base.title[language] if session.base.title else session.base.name

    def say(self, key: str, **filled: object) -> str:
        """Return one of the page's phrases."""
        return say(key, self.language, **filled)

    @property
    def scenario_name(self) -> str:
        """The name of the scenario on the screen."""
        return (self.session.name or self.say("on_screen")) if self.session.changes else self.say("base")

    @property
    def changed(self) -> str:
        """How much differs from the base, and whether that is saved."""
        if not (count := len(self.session.changes)):
            return self.say("unchanged")
        saved = self.say("not_saved" if self.session.unsaved else "is_saved")
        return f"{self.say('changed_one' if count == 1 else 'changed', n=count)} · {saved}"

    @property
    def law_off(self) -> bool:
        """Whether a rule of law is switched off: then nothing can be put forward."""
        return any(
            rule.tier == "law" and not self.session.is_on(name) for name, rule in self.session.base.rules.items()
        )

    def bar(self, tab: str, solution: Solution | None, *, dossier: bool, making: bool) -> str:
        """Write the top of the page: whose it is, where one stands, and what can be done with it."""
        proposable = solution is not None and not self.law_off and solution.status == "optimal" and not making
        return write("views", "bar", self, tab, solution is not None, proposable, dossier)

    def lead(self, solution: Solution, certainty: Certainty | None) -> str:
        """Write the decision in one sentence, and how sure it is."""
        content, facts = Content(solution, self.language), []
        for position, fact in enumerate(content.facts):
            assumed = bool(solution.scenario.assumptions) and position == len(content.facts) - 1
            facts.append((fact, assumed or (position == 1 and solution.status != "optimal")))
        none = not solution.funded and bool(self.session.base.call.applications)
        return write("views", "lead", self, content.headline, facts, self._near(solution, certainty), none)

    def _near(self, solution: Solution, certainty: Certainty | None) -> tuple[str, str]:
        """Say what else would be nearly as good, or as good: it is never kept for a click."""
        if certainty is None or certainty.rival is None or certainty.lead is None or certainty.lead > certainty.near:
            return "", ""
        awards = solution.model.candidates.awards
        others = {awards[position].application for position in certainty.rival.awards}
        order = [application.id for application in solution.scenario.call.applications]
        came = listed([i for i in order if i in others and i not in solution.funded], self.language)
        fell = listed([i for i in order if i in solution.funded and i not in others], self.language)
        which = self.say("swap" if came and fell else "swap_in" if came else "swap_out", came=came, fell=fell)
        if not certainty.lead:
            return self.say("equal"), self.say("equal_text", swap=which)
        own = solution.model.objective.at(solution.portfolio)
        part = percent(certainty.lead / abs(own), self.language, 2) if own else ""
        loss = self.points(certainty.lead, solution)
        return self.say("near"), self.say("near_text", swap=which, loss=loss, part=part)

    def waiting(self, words: str, stops: str) -> str:
        """Write that something is being worked out, with a button that stops what is named; nothing has no button."""
        return write("views", "waiting", self, words, stops)

    def points(self, amount: Fraction, solution: Solution) -> str:
        """Write an amount of the objective, in points where that is what it counts."""
        objective = solution.model.objective
        shown = objective.shown(amount)
        if objective.unit == "euros":
            return euros(shown, self.language)
        if objective.unit == "share":
            return percent(shown, self.language, 2)
        return self.say("points", n=decimal(shown, solution.scenario.call.terms.decimals, self.language))

    def problem(self, text: str, rules: Sequence[str]) -> str:
        """Write what went wrong: the rules that cannot stand beside the others, and the words of the error."""
        return write("views", "problem", self, text, [self.rule_title(rule) for rule in rules])

    def signed(self, text: str, change: Fraction | int) -> str:
        """Write a change with its sign."""
        return f"+{text}" if change > 0 else f"\u2212{text}" if change < 0 else self.say("as_before")

    def last_change(self, before: Changes) -> str:
        """Say what moved since some changes: every dial, rule, lock or weight."""
        now, was = self.session.changes, self.session.fork()
        was.changes = before
        said = [
            f"{self.dial_title(dial)} {self.dial_value(dial, was.value(dial))} → "
            f"{self.dial_value(dial, self.session.value(dial))}"
            for dial in self.session.dials
            if was.value(dial) != self.session.value(dial) and was.is_on(dial.rule) and self.session.is_on(dial.rule)
        ]
        for name in self.session.base.rules:
            if was.is_on(name) != self.session.is_on(name):
                said.append(f"{self.rule_title(name)}: {self.say('is_on' if self.session.is_on(name) else 'is_off')}")
        locks = {name for name in {*before.rules, *now.rules} if before.rules.get(name) != now.rules.get(name)}
        said += [
            self._lock_title(now.rules[name])
            if name in now.rules
            else f"{self._lock_title(before.rules[name])}: {self.say('is_off')}"
            for name in sorted(locks - set(self.session.base.rules))
        ]
        if before.parts != now.parts:
            said.append(self.say("weights"))
        return "; ".join(said) or self.say("unchanged")

    def said(self, changes: Changes) -> list[str]:
        """Say each change from the base in a few words: where a dial stands, what is left out or locked."""
        session = self.session.fork()
        session.changes = changes
        said = [
            f"{self.dial_title(dial)} {self.dial_value(dial, session.value(dial))}"
            for dial in session.dials
            if session.is_on(dial.rule) and session.value(dial) != dial.value
        ]
        for name, fields in changes.rules.items():
            if fields is None:
                said.append(self.say("without_rule", rule=self.rule_title(name)))
            elif fields.get("kind") == "lock":
                said.append(self._lock_title(fields))
        return [*said, *([self.say("weights")] if changes.parts else [])]

    def short_name(self, changes: Changes) -> str:
        """Return a name for some changes: the first of them, and how many others."""
        first, *others = self.said(changes)
        return f"{first} +{len(others)}" if others else first

    def _lock_title(self, fields: Mapping[str, Any] | None) -> str:
        return str(fields["title"][self.language]) if fields else ""

    def rule_title(self, rule: str) -> str:
        """Return what a rule is called."""
        return self.session.base.rule_title(rule)[self.language]

    def dial_title(self, dial: Dial) -> str:
        """Return what a dial is called: its rule, and which number of it where that is not plain."""
        title = self.rule_title(dial.rule)
        return title if dial.field == "amount" else f"{title}, {self.say(dial.field)}"

    def dial_value(self, dial: Dial, value: Fraction) -> str:
        """Write where a dial stands, in its unit."""
        if dial.unit == "euros":
            return euros(value, self.language)
        if dial.unit == "share":
            return percent(value, self.language)
        return whole(int(value), self.language) if dial.unit == "count" else decimal(value, 2, self.language)

    def outcome(self, solution: Solution, i: str) -> tuple[str, str]:
        """Return what became of an application: the sign that stands beside the words, and the words."""
        award = solution.award(i)
        if award and award.level < 1:
            return "partly", self.say("partly", share=percent(award.level, self.language))
        outcome = solution.outcome(i)
        locked = {r.application: r.decision for r in solution.scenario.rules.values() if isinstance(r, Lock)}
        if i in locked and outcome in ("funded", "not_funded"):
            return "locked", self.say("locked_in" if locked[i] == "fund" else "locked_out")
        return outcome, self.say(outcome)

    def regions(self, solution: Solution, *, stale: bool = False) -> str:
        """Write the map and the table of regions, the worst first, with money by year and pot."""
        content = Content(solution, self.language)
        attained, codes = attainment(content), [r.code for r in solution.scenario.call.geography.regions]
        paired = sorted(
            zip(codes, content.regions.rows, strict=True), key=lambda pair: attained.get(pair[0], Fraction(10**6))
        )
        meters = [
            (table.caption, list(_bars(table.rows, self.language)))
            for table in (content.pots, content.years, content.targets)
            if len(table.rows) > 1
        ]
        if not self.located and not meters:
            return ""
        rows = [(row, _reach(attained.get(code))) for code, row in paired]
        heads = [self.say(key) for key in ("region", "euro_sign", "share", "reference", "attainment")]
        heads = heads[: len(content.regions.heads)]
        if not self.located:
            rows = []
        return write("views", "regions", self, content, heads, self.map(content), rows, meters, stale)

    def map(self, content: Content) -> tuple[list[Shape], int, int]:
        """Return the map of a decision's money; an empty one where no application says where its money goes."""
        return region_map(content) if self.located else ([], 0, 0)

    @property
    def places_title(self) -> str:
        """Which phrase stands over the money: the regions, where applications name them."""
        return "regions_plain" if self.located else "money"

    def locks(self, scenario: Scenario, certainty: Certainty | None) -> str:
        """Write every lock with its reason, name and price."""
        rows = []
        for name, rule in scenario.rules.items():
            if isinstance(rule, Lock):
                state = self.say("locked_in" if rule.decision == "fund" else "locked_out")
                price = certainty.prices.get(name) if certainty else None
                cost = (
                    self.say("price", price=self.points(price.points, certainty.solution))
                    if price and certainty
                    else ""
                )
                title = scenario.call[rule.application].title
                rows.append((name, rule.application, title, state, rule.reason, rule.by, cost))
        return write("controls", "locks", self, rows)


def attainment(content: Content) -> Mapping[str, Fraction]:
    """Return each region's share of the money as a part of its reference share."""
    solution, due = content.solution, content.reference
    if not solution.granted:
        return {}
    money = solution.by_region()
    return {code: Fraction(money[code], solution.granted) / share for code, share in due.items() if share}


def _reach(attained: Fraction | None) -> tuple[str, int] | None:
    """Return the class of a region's bar, and its width in per cent of twice the reference."""
    if attained is None:
        return None
    return ("far" if attained < Fraction(1, 2) else "below" if attained < Fraction(4, 5) else ""), min(
        100, round(50 * attained)
    )


def _bars(rows: Sequence[tuple[str, ...]], language: Language) -> Iterator[tuple[str, str, int]]:
    """Yield each name with its euros as text, and the width of its bar in per cent of the greatest."""
    amounts = [int("".join(ch for ch in row[1] if ch.isdigit()) or 0) for row in rows]
    most = max([*amounts, 1])
    for row, amount in zip(rows, amounts, strict=True):
        yield row[0], euros(amount, language), round(100 * amount / most)
