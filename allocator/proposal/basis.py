"""What the papers are written from: a solution and its analyses, and how each number is said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from allocator.analysis.baselines import Baseline, baselines
from allocator.analysis.in_full import InFull, in_full
from allocator.analysis.reasons import Reasons, reasons
from allocator.analysis.reserve import Reserve, reserve
from allocator.analysis.rule_prices import Prices, prices
from allocator.call import Application, Documents
from allocator.decision.content import Content
from allocator.decision.table import Table
from allocator.objectives import TITLES
from allocator.proposal.paper import Block, Paper, plain
from allocator.proposal.weights import weight_robustness
from allocator.proposal.wording import COUNTED, WORDS
from allocator.rules.lock import Lock
from allocator.solution import Solution
from allocator.text import Language, Text
from allocator.writing import decimal, euros, listed, starting, whole

TOLERANCE = Fraction(1, 200)
"""Part of the objective within which an outcome is a matter of discretion."""

UNDATED = datetime(2000, 1, 1)
"""The date of files where the call names no day; archives demand one."""


class Robustness(Protocol):
    """Whatever tells how the decision stands when scores or weights are shaken."""

    def text(self, language: Language) -> str:
        """Say it in a paragraph."""

    def tables(self, language: Language) -> Sequence[Table]:
        """Return its tables."""


@dataclass(frozen=True)
class Freeze:
    """A record of rules and weights that was made before scores were opened.

    Attributes
    ----------
    digest : str
        Its hash.
    changed : tuple of str
        What has been changed since: names of rules, "call" or "objective".
    moment : datetime, optional
        When it was made, where that is known: the record itself cannot prove it.
    """

    digest: str
    changed: tuple[str, ...] = ()
    moment: datetime | None = None


@dataclass(frozen=True)
class Analyses:
    """What a proposal says beyond the decision itself.

    Attributes
    ----------
    reasons, prices, reserve : optional
        Only of a solution that is proven.
    in_full : mapping of str to InFull
        What granting the whole would have meant, of each application that is granted a part.
    baselines : tuple of Baseline
        Simpler ways of choosing.
    alternatives : mapping of str to Solution or None
        Other scenarios by their title; None for one that nothing satisfies.
    robustness, freeze : optional
        Left out of the papers where there is none.
    """

    reasons: Reasons | None = None
    prices: Prices | None = None
    reserve: Reserve | None = None
    baselines: tuple[Baseline, ...] = ()
    alternatives: Mapping[Text, Solution | None] | None = None
    robustness: Robustness | None = None
    freeze: Freeze | None = None
    in_full: Mapping[str, InFull] = field(default_factory=dict)


def analysed(
    solution: Solution,
    alternatives: Mapping[Text, Solution | None] | None = None,
    *,
    budgets: bool = True,
    weights: Fraction | None = None,
    freeze: Freeze | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Analyses:
    """Run every analysis that a proposal tells of; of a solution that is not proven, only the simpler ways.

    Parameters
    ----------
    budgets : bool
        Whether to look for the budget at which each application would be funded, which takes the most time.
    weights : Fraction, optional
        Part of itself by which every weight is varied at once, such as 1/5; if not given, one weight is at a time.
    """
    progress("simpler ways of choosing")
    ways = baselines(solution)
    if solution.status != "optimal":
        return Analyses(baselines=ways, alternatives=alternatives, freeze=freeze)
    progress("reasons")
    why = reasons(solution, budgets=budgets)
    progress("prices of rules")
    priced = prices(solution)
    progress("reserve list")
    next_ones = reserve(solution, pairs=False)
    progress("weights")
    robustness = weight_robustness(solution, weights, progress)
    return Analyses(why, priced, next_ones, ways, alternatives, robustness, freeze, in_full(solution))


@dataclass(frozen=True)
class Basis:
    """A solution and its analyses, told in one language."""

    solution: Solution
    analyses: Analyses
    language: Language

    @cached_property
    def content(self) -> Content:
        """The decision's own tables."""
        return Content(self.solution, self.language)

    @property
    def documents(self) -> Documents:
        """What the call says for its documents."""
        return self.solution.scenario.call.terms.documents

    def say(self, key: str, words: Mapping[str, Text] = WORDS, /, **filled: object) -> str:
        """Return a phrase, filled in."""
        return words[key][self.language].format(**filled)

    def own(self, text: Text | None) -> str | None:
        """Return a text of the call in the language of the paper."""
        return text[self.language] if text else None

    @property
    def call_title(self) -> str:
        """What the call is called: by its documents, or else by the scenario."""
        return self.own(self.documents.call) or self.content.title

    def euros(self, amount: int | Fraction) -> str:
        """Write euros with their sign."""
        return euros(amount, self.language)

    def whole(self, number: int) -> str:
        """Write a whole number."""
        return whole(number, self.language)

    def points(self, value: Fraction | None) -> str:
        """Write points: with the call's decimals, and more where they are needed; a dash for none."""
        if value is None:
            return "–"
        least = self.solution.scenario.call.terms.decimals
        decimals = next((d for d in range(least, least + 4) if (value * 10**d).denominator == 1), least + 4)
        return decimal(value, decimals, self.language)

    def value(self, application_id: str) -> Fraction | None:
        """Return an application's published points."""
        return self.solution.model.assessments[application_id].value

    def listed(self, names: Sequence[str], *, either: bool = False) -> str:
        """Write a list: a, b ja c; of alternatives, a, b tai c."""
        return listed(names, self.language, either=either)

    def goal(self, name: str) -> str:
        """Return what a step of the order of choice is called in a sentence."""
        return self.say("total_points") if name == "value" else starting(TITLES[name][self.language], large=False)

    def counted(self, number: int, what: str) -> str:
        """Write how many of something there are: 1 hakemus, 37 hakemusta."""
        one, more = COUNTED[what][self.language].split("|")
        return f"{self.whole(number)}\u00a0{one if number == 1 else more}"

    def rule_name(self, name: str) -> str:
        """Return a rule's title, or what it says where it has none."""
        scenario = self.solution.scenario
        rule = scenario.rules.get(name)
        if rule is None or rule.called(name) != Text(fi=name):
            return self.content.rule_title(name)
        return rule.words(scenario.call)[self.language].rstrip(".")

    def quoted(self, name: str) -> str:
        """Return a rule's name in quotation marks, as it stands in a sentence."""
        return self.say("quoted", name=self.rule_name(name))

    def result(self, loss: Fraction) -> str:
        """Write what the objective loses, with its unit."""
        told = self.content.objective_value(loss)
        return self.say("in_points", points=told) if self.solution.model.objective.name == "value" else told

    def lock(self, application_id: str) -> Lock | None:
        """Return the decision on an application that was made beforehand, if there is one."""
        locks = (rule for rule in self.solution.scenario.rules.values() if isinstance(rule, Lock))
        return next((lock for lock in locks if lock.application == application_id), None)

    def by_points(self, applications: Sequence[Application]) -> list[Application]:
        """Return applications, the greatest points first and otherwise as they came."""
        return sorted(applications, key=lambda a: -(self.value(a.id) or Fraction(0)))

    def paper(self, title: str, kind: str, blocks: Sequence[Block], register: str | None = None) -> Paper:
        """Return a paper with the head and foot that all papers of the decision have."""
        content = self.content
        return Paper(
            title=plain(title),
            kind=kind,
            language=self.language,
            authority=content.authority,
            register=register or self.documents.register_number or self.say("register", number=self.say("gap")),
            date=content.date,
            notice=content.notice,
            footer=self.say("footer", id=fingerprint(self.solution)),
            dated=dated(self.solution),
            table=self.say("table"),
            figure=self.say("figure"),
            page=self.say("page"),
            blocks=tuple(blocks),
        )


def dated(solution: Solution) -> datetime:
    """Return the day that files are dated by: the last that the call's timetable names, never the day of writing."""
    times = solution.scenario.call.terms.timetable
    days = (times.decision, times.applications_close, times.ideas_close, times.opens)
    return next((day for day in days if day), UNDATED)


def fingerprint(solution: Solution) -> str:
    """Return the first eight digits of the SHA-256 of the solution as JSON."""
    return hashlib.sha256(solution.to_json().encode()).hexdigest()[:8]
