"""The pieces of the page as HTML: every text is escaped, every figure is the solution's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from allocator.dashboard.dials import Dial
from allocator.dashboard.remedies import Advice, Remedy
from allocator.dashboard.session import Changes, Session
from allocator.dashboard.words import say
from allocator.decision.content import Content
from allocator.decision.map import region_map
from allocator.rules.lock import Lock
from allocator.scenario import Scenario
from allocator.solution import Reading, Solution
from allocator.text import Language
from allocator.writing import decimal, euros, percent, whole

ICONS = {"funded": "●", "partly": "◐", "not_funded": "○", "ineligible": "–", "below_threshold": "–"}
"""A sign for what became of an application; it never stands without words."""


@cache
def macros() -> Any:
    """Return the macros that write the pieces, every text in them escaped."""
    environment = Environment(loader=PackageLoader("allocator", "dashboard"), autoescape=True, trim_blocks=True)
    return environment.get_template("views.html.j2").module


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

    def say(self, key: str, **filled: object) -> str:
        """Return one of the page's phrases."""
        return say(key, self.language, **filled)

    @property
    def authority(self) -> str:
        """Who decides."""
        authority = self.session.base.call.terms.authority
        return authority[self.language] if authority else ""

    @property
    def notice(self) -> str:
        """What must be said of the data wherever it is shown."""
        notice = self.session.base.call.terms.notice
        return notice[self.language] if notice else ""

    @property
    def title(self) -> str:
        """What is decided."""
        title = self.session.base.title
        return title[self.language] if title else self.session.base.name

    @property
    def scenario_name(self) -> str:
        """The name of the scenario on the screen."""
        kept = (kept.name for kept in self.session.kept if kept.changes == self.session.changes)
        return self.say("base") if not self.session.changes else next(kept, self.say("on_screen"))

    @property
    def changed(self) -> str:
        """How much differs from the base."""
        count = len(self.session.changes)
        return self.say("changed", n=count) if count else self.say("unchanged")

    @property
    def law_off(self) -> bool:
        """Whether a rule of law is switched off: then nothing can be put forward."""
        return any(
            rule.tier == "law" and not self.session.is_on(name) for name, rule in self.session.base.rules.items()
        )

    def is_open(self, fact: str, position: int) -> bool:
        """Whether a fact of the decision leaves something open: an assumption, or no proof."""
        return "△" in fact or fact == self._assumed or (position == 1 and not self._proven)

    _assumed: str = ""
    _proven: bool = True

    def bar(self) -> str:
        """Write the top of the page."""
        return str(macros().bar(self))

    def lead(self, solution: Solution) -> str:
        """Write the decision in one sentence, and how sure it is."""
        content = Content(solution, self.language)
        self._proven = solution.status == "optimal"
        self._assumed = content.facts[-1] if solution.scenario.assumptions else ""
        return str(macros().lead(self, content))

    def waiting(self, words: str, stop: bool) -> str:
        """Write that something is being worked out, with a button to stop it."""
        return str(macros().waiting(self, words, stop))

    def figures(self, solution: Solution) -> str:
        """Write the figures that a decision-maker asks for first, each beside the base's."""
        base, content = self.base or solution, Content(solution, self.language)
        received, left = (
            len(solution.scenario.call.applications),
            (solution.model.ground.budget or 0) - solution.granted,
        )
        funded = len(solution.funded) - len(base.funded)
        rows = [
            (
                self.say("funded"),
                f"{len(solution.funded)} / {received}",
                self._signed(whole(abs(funded), self.language), funded),
                "",
            ),
            (
                self.say("granted"),
                euros(solution.granted, self.language),
                self._signed(
                    euros(abs(solution.granted - base.granted), self.language), solution.granted - base.granted
                ),
                self.say("left", amount=euros(left, self.language)) if solution.model.ground.budget else "",
            ),
            (self.say("value"), content.objective_value(solution.value), *self._loss(solution, content)),
        ]
        if attained := attainment(content):
            worst = min(attained, key=lambda region: attained[region])
            name = next(r.name for r in solution.scenario.call.geography.regions if r.code == worst)
            rows.append((self.say("weakest"), percent(attained[worst], self.language, 0), "", name[self.language]))
        binding = dict.fromkeys(reading.rule for reading in solution.rules if is_tight(reading))
        titles = ", ".join(content.rule_title(name) for name in binding)
        rows.append((self.say("binding_count"), str(len(binding)), "", titles))
        return str(macros().figures(self, rows))

    def _loss(self, solution: Solution, content: Content) -> tuple[str, str]:
        """Return the change of the value against the base, where the two can be compared."""
        if self.session.changes.parts:
            return "", self.say("not_comparable")
        base = self.base or solution
        change = solution.value - base.value
        part = (
            f" ({self._signed(percent(abs(change) / abs(base.value), self.language, 1), change)})" if base.value else ""
        )
        said = self._signed(content.objective_value(abs(change)), change) + (part if change else "")
        return said, f"{self.say('base')} {content.objective_value(base.value)}"

    def _signed(self, text: str, change: Fraction | int) -> str:
        return f"+{text}" if change > 0 else f"\u2212{text}" if change < 0 else "±0"

    def moves(self, move: Move) -> str:
        """Write who came in, who fell out and what stands in their way, and whose award changed."""
        before, after, call = move.before, move.after, move.after.scenario.call
        content = Content(after, self.language)
        came = [(i, call[i].title) for i in after.funded if i not in before.funded]
        fell = [(i, call[i].title, content.why_not(i)) for i in before.funded if i not in after.funded]
        both = [(before.award(i), after.award(i)) for i in after.funded if i in before.funded]
        amounts = [
            (b.application, f"{euros(a.euros, self.language)} → {euros(b.euros, self.language)}")
            for a, b in both
            if a and b and a.euros != b.euros
        ]
        seconds = self.say("time", s=decimal(Fraction(str(round(move.seconds, 2))), 2, self.language))
        return str(macros().moves(self, self.last_change(move.changes), came, fell, amounts, seconds))

    def last_change(self, before: Changes) -> str:
        """Say what moved since some changes: every dial, rule, lock or weight."""
        now = self.session.changes
        was = self.session.fork()
        was.changes = before
        said = [
            f"{self.dial_title(dial)} {self.dial_value(dial, was.value(dial))} → "
            f"{self.dial_value(dial, self.session.value(dial))}"
            for dial in self.session.dials
            if was.value(dial) != self.session.value(dial) and was.is_on(dial.rule) and self.session.is_on(dial.rule)
        ]
        for name in self.session.base.rules:
            if was.is_on(name) != self.session.is_on(name):
                now_is = self.say("binds") if self.session.is_on(name) else self.say("is_off")
                said.append(f"{self._title(name)}: {now_is if not self.session.is_on(name) else '✓'}")
        locks = {name for name in {*before.rules, *now.rules} if before.rules.get(name) != now.rules.get(name)}
        said += [name.removeprefix("lock_") for name in sorted(locks) if name not in self.session.base.rules]
        if before.parts != now.parts:
            said.append(self.say("weights"))
        return "; ".join(said) or self.say("unchanged")

    def _title(self, rule: str) -> str:
        return self.session.base.rule_title(rule)[self.language]

    def dial_title(self, dial: Dial) -> str:
        """Return what a dial is called: its rule, and which number of it where that is not plain."""
        title = self._title(dial.rule)
        return title if dial.field == "amount" else f"{title}, {self.say(dial.field)}"

    def dial_value(self, dial: Dial, value: Fraction) -> str:
        """Write where a dial stands, in its unit."""
        if dial.unit == "euros":
            return euros(value, self.language)
        if dial.unit == "share":
            return percent(value, self.language)
        return whole(int(value), self.language) if dial.unit == "count" else decimal(value, 2, self.language)

    def applications(self, solution: Solution, chosen: str, before: Solution | None) -> str:
        """Write the table of every application: what became of it, and its button to the reasons."""
        rows = [self._row(solution, before, application.id) for application in solution.scenario.call.applications]
        kinds = {
            "all": rows,
            "moved": [row for row in rows if row["moved"]],
            "funded": [row for row in rows if row["funded"]],
            "not_funded": [row for row in rows if not row["funded"]],
        }
        filters = [(key, self.say(key), len(kept)) for key, kept in kinds.items()]
        shown = sorted(kinds[chosen], key=lambda row: (not row["moved"], not row["funded"], -row["order"]))
        return str(macros().applications(self, filters, chosen, shown))

    def _row(self, solution: Solution, before: Solution | None, i: str) -> dict[str, Any]:
        call, award, outcome = solution.scenario.call, solution.award(i), self.outcome(solution, i)
        value, was = solution.model.assessments[i].value, before.award(i) if before else None
        moved = ""
        if before is not None and (award is None) != (was is None):
            moved = f"↑ {self.say('came_in')}" if award else f"↓ {self.say('fell_out')}"
        elif award and was and award.euros != was.euros:
            moved = f"= {euros(was.euros, self.language)} → {euros(award.euros, self.language)}"
        content = Content(solution, self.language)
        return {
            "id": i,
            "title": call[i].title,
            "about": f"{content.target_title(call[i].target)} · {call[i].applicant}",
            "icon": ICONS[outcome[0]],
            "state": outcome[1],
            "funded": award is not None,
            "moved": moved,
            "value": "–" if value is None else decimal(value, call.terms.decimals, self.language),
            "requested": whole(call[i].requested, self.language),
            "award": whole(award.euros, self.language) if award else "–",
            "order": value or Fraction(0),
        }

    def outcome(self, solution: Solution, i: str) -> tuple[str, str]:
        """Return what became of an application: a key for its icon, and words."""
        award = solution.award(i)
        if award and award.level < 1:
            return "partly", self.say("partly", share=percent(award.level, self.language))
        outcome = solution.outcome(i)
        locked = {r.application: r.decision for r in solution.scenario.rules.values() if isinstance(r, Lock)}
        if i in locked and outcome in ("funded", "not_funded"):
            return outcome, self.say("locked_in" if locked[i] == "fund" else "locked_out")
        return outcome, self.say(outcome)

    def regions(self, solution: Solution, stale: bool = False) -> str:
        """Write the map and the table of regions, the worst first, with money by year and pot."""
        content = Content(solution, self.language)
        attained, codes = attainment(content), [r.code for r in solution.scenario.call.geography.regions]
        paired = sorted(
            zip(codes, content.regions.rows, strict=True), key=lambda pair: attained.get(pair[0], Fraction(10**6))
        )
        meters = [(table.caption, list(_bars(table.rows))) for table in (content.pots, content.years, content.targets)]
        rows = [row for _, row in paired]
        return str(macros().regions(self, content, region_map(content), rows, meters, stale))

    def note(self, name: str, solution: Solution | None, clashing: frozenset[str]) -> str:
        """Write on whose word a rule stands, and whether it binds."""
        rule = self.session.base.rules[name]
        on = self.session.is_on(name)
        readings = [reading for reading in solution.rules if reading.rule == name] if solution else []
        bound = on and any(is_tight(reading) for reading in readings)
        state = (
            self.say("is_off") if not on else "" if not readings else self.say("binds" if bound else "does_not_bind")
        )
        current = solution.scenario.rules.get(name, rule) if solution else rule
        words = current.words(self.session.base.call)[self.language]
        source, clash = rule.source[self.language] if rule.source else "", name in clashing
        return str(
            macros().note(self, rule.tier, source, bool(rule.assumption), words, state, bound and not clash, clash)
        )

    def locks(self, scenario: Scenario) -> str:
        """Write every lock with its reason and name."""
        rows = [
            (name, r.application, self.say("locked_in" if r.decision == "fund" else "locked_out"), r.reason, r.by)
            for name, r in scenario.rules.items()
            if isinstance(r, Lock)
        ]
        return str(macros().locks(self, rows))

    def conflict(self, scenario: Scenario, advice: Advice | None, fallback: Sequence[str]) -> str:
        """Write why nothing fits, in the words of the rules, and a button for each repair."""
        sets = advice.diagnosis.conflicts if advice else (tuple(fallback),)
        told = [
            [
                (rule.tier, scenario.rule_title(name)[self.language], rule.words(scenario.call)[self.language])
                for name in names
                if (rule := scenario.rules.get(name))
            ]
            for names in sets
        ]
        shortfalls = advice.diagnosis.shortfalls if advice else ()
        impossible = [
            f"{scenario.rule_title(s.row.rule)[self.language]}: "
            + self.say("shortfall", reaches=self._amount(s.row, s.reaches), needs=self._amount(s.row, s.needs))
            for s in shortfalls
        ]
        buttons = [
            (self.session.base.rules[r.rule].tier if r.rule in self.session.base.rules else "policy", self._remedy(r))
            for r in (advice.remedies if advice else ())
        ]
        return str(macros().conflict(self, [rules for rules in told if rules], impossible, buttons, advice is None))

    def _amount(self, row: Any, number: Fraction) -> str:
        return euros(number, self.language) if row.unit == "euros" else whole(int(number), self.language)

    def _remedy(self, remedy: Remedy) -> str:
        if remedy.dial is None or remedy.value is None:
            return self.say("switch_off", rule=self._title(remedy.rule))
        before, after = self.session.value(remedy.dial), remedy.value
        return self.say(
            "turn_to",
            rule=self.dial_title(remedy.dial),
            before=self.dial_value(remedy.dial, before),
            after=self.dial_value(remedy.dial, after),
        )

    def reasons(self, solution: Solution, i: str, sentences: Sequence[str]) -> str:
        """Write the reasons of one application; without sentences it says that they are being worked out."""
        call, assessment = solution.scenario.call, solution.model.assessments[i]
        criteria = [
            (
                criterion.title[self.language],
                percent(criterion.weight, self.language),
                decimal(assessment.means[name], call.terms.decimals, self.language),
                int(100 * assessment.means[name] / criterion.scale[1]),
            )
            for name, criterion in call.terms.criteria.items()
            if name in assessment.means and criterion.scale[1]
        ]
        about = f"{call[i].applicant} · {self.outcome(solution, i)[1]} · {euros(call[i].requested, self.language)}"
        return str(macros().reasons(self, i, call[i].title, about, sentences, criteria))


def is_tight(reading: Reading) -> bool:
    """Whether a row binds: it has no slack, or it alone keeps an application from being added as things stand.

    Awards are whole, so money is seldom spent to the euro and a rule without slack is rare.
    """
    return reading.binding or bool(reading.blocks)


def attainment(content: Content) -> Mapping[str, Fraction]:
    """Return each region's share of the money as a part of its reference share."""
    solution, due = content.solution, content.reference
    if not solution.granted:
        return {}
    money = solution.by_region()
    return {code: Fraction(money[code], solution.granted) / share for code, share in due.items() if share}


def _bars(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str, int]]:
    """Yield each name with its euros as text, and the width of its bar in per cent of the greatest."""
    amounts = [int("".join(ch for ch in row[1] if ch.isdigit()) or 0) for row in rows]
    most = max([*amounts, 1])
    for row, amount in zip(rows, amounts, strict=True):
        yield row[0], f"{row[1]} €", round(100 * amount / most)
