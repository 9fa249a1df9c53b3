"""What one visitor has changed, can undo, and has kept. Nothing here knows a screen."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from allocator.dashboard.dials import Dial, dials
from allocator.dashboard.words import say
from allocator.errors import ScenarioError
from allocator.exact import decimal_text
from allocator.rules.lock import Lock
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import LANGUAGES, Text

LONGEST_TEXT = 500
"""Characters of a reason, a name or a title; more is cut."""


@dataclass(frozen=True)
class Changes:
    """What differs from the scenario that the page began with.

    Attributes
    ----------
    rules : mapping of str to (mapping or None)
        By rule name, the fields that differ; None where the rule is off.
    parts : mapping of str to int
        By criterion, its part in the value; empty where the weights are the scenario's own.
    """

    rules: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", MappingProxyType(dict(self.rules)))
        object.__setattr__(self, "parts", MappingProxyType(dict(self.parts)))

    def __bool__(self) -> bool:
        return bool(self.rules or self.parts)

    def __len__(self) -> int:
        return len(self.rules) + bool(self.parts)


@dataclass(frozen=True)
class Kept:
    """A scenario that was kept for comparison: its name, what it changes, and what it decides."""

    name: str
    changes: Changes
    solution: Solution


class Session:
    """One visitor's scenario: the base, what is changed in it, and the way back.

    Parameters
    ----------
    base : Scenario
        Where the page begins; it is never changed.
    """

    def __init__(self, base: Scenario) -> None:
        self.base = base
        self.dials: tuple[Dial, ...] = dials(base)
        self.changes = Changes()
        self.kept: list[Kept] = []
        self.title = self.why = ""
        self._saved = self.changes
        self._past: list[Changes] = []
        self._future: list[Changes] = []
        self._off: dict[str, Mapping[str, Any]] = {}

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._future)

    @property
    def unsaved(self) -> bool:
        """Whether there are changes that no saved file holds."""
        return bool(self.changes) and self.changes != self._saved

    @property
    def name(self) -> str:
        """What the visitor calls the scenario as it now stands; empty where it has no name."""
        kept = [kept.name for kept in self.kept if kept.changes == self.changes]
        return kept[0] if kept else self.title if self.changes == self._saved else ""

    def save(self, title: str, why: str) -> str:
        """Return the changes as a scenario file, as `document` does, and count them as saved."""
        self.title, self.why, self._saved = _line(title), _line(why), self.changes
        return self.document()

    @property
    def scenario(self) -> Scenario:
        """The scenario as it now stands.

        Raises
        ------
        ScenarioError
            If the rules, each lawful alone, cannot stand beside each other.
        """
        return self.scenario_of(self.changes)

    @property
    def scenario_or_base(self) -> Scenario:
        """The scenario as it now stands, or the base where the rules cannot stand beside each other."""
        try:
            return self.scenario
        except ScenarioError:
            return self.base

    @property
    def locks(self) -> tuple[str, ...]:
        """Names of the locks in force, of the base and made here."""
        return tuple(name for name, rule in self.scenario_or_base.rules.items() if isinstance(rule, Lock))

    def scenario_of(self, changes: Changes, name: str | None = None) -> Scenario:
        """Return the base scenario with some changes."""
        if not changes:
            return self.base
        base = replace(self.base, call=self._weighted(changes.parts)) if changes.parts else self.base
        varied = base.vary(rules=changes.rules, name=name)
        return replace(varied, title=Text(fi=name) if name else self.base.title)

    def _weighted(self, parts: Mapping[str, int]) -> Any:
        terms, total = self.base.call.terms, sum(parts.values())
        criteria = {
            name: criterion.model_copy(update={"weight": Fraction(parts[name], total)})
            for name, criterion in terms.criteria.items()
        }
        return replace(self.base.call, terms=terms.model_copy(update={"criteria": criteria}))

    def dial(self, rule: str, field_: str) -> Dial:
        """Return a dial by its rule and field; KeyError if there is none."""
        for dial in self.dials:
            if (dial.rule, dial.field) == (rule, field_):
                return dial
        raise KeyError(f"{rule}.{field_}")

    def value(self, dial: Dial) -> Fraction:
        """Return where a dial now stands."""
        changed = self.changes.rules.get(dial.rule) or self._off.get(dial.rule) or {}
        return Fraction(changed.get(dial.field, dial.value))

    def part(self, criterion: str) -> int:
        """Return the part of a criterion in the value, in hundredths where it was not changed."""
        weight = self.base.call.terms.criteria[criterion].weight
        return self.changes.parts.get(criterion, round(weight * 100))

    def is_on(self, rule: str) -> bool:
        """Whether a rule is in force."""
        return self.changes.rules.get(rule, {}) is not None

    def turn(self, rule: str, field_: str, value: Fraction) -> None:
        """Turn a dial to a value within its range."""
        dial = self.dial(rule, field_)
        written = dial.written(value)
        fields = dict(self.changes.rules.get(rule) or self._off.get(rule) or {})
        fields.pop(field_, None)
        if value != dial.value:
            fields[field_] = written
        self._set(rule, fields)

    def switch(self, rule: str, on: bool) -> None:
        """Switch a rule of the base on or off; what was turned in it is remembered."""
        if rule not in self.base.rules:
            raise KeyError(rule)
        if on == self.is_on(rule):
            return
        if on:
            self._set(rule, self._off.pop(rule, {}))
        else:
            self._off[rule] = self.changes.rules.get(rule) or {}
            self._step(replace(self.changes, rules={**self.changes.rules, rule: None}))

    def lock(self, application: str, fund: bool, reason: str, by: str) -> None:
        """Lock an application in or out, with a reason and the name of who decides.

        Raises
        ------
        KeyError
            If there is no such application.
        ValueError
            If the reason or the name is missing.
        """
        self.base.call[application]
        reason, by = _line(reason), _line(by)
        if not reason or not by:
            raise ValueError("a lock needs a reason and a name")
        taken = {rule.application: name for name, rule in self.base.rules.items() if isinstance(rule, Lock)}
        name = taken.get(application, f"lock_{application}")
        word, decision = ("locked_in", "fund") if fund else ("locked_out", "reject")
        lock = {"kind": "lock", "application": application, "decision": decision, "reason": reason, "by": by}
        title = {language: f"{application} {say(word, language).lower()}" for language in LANGUAGES}
        given = {**lock, "title": title, "tier": "policy"}
        self._step(replace(self.changes, rules={**self.changes.rules, name: given}))

    def unlock(self, rule: str) -> None:
        """Take a lock away: one made here, or one of the base."""
        if rule in self.base.rules and isinstance(self.base.rules[rule], Lock):
            self.switch(rule, False)
        elif (self.changes.rules.get(rule) or {}).get("kind") == "lock":
            self._set(rule, {})
        else:
            raise KeyError(rule)

    def weigh(self, parts: Mapping[str, int]) -> None:
        """Weigh the criteria by whole parts, such as 35, 30, 20, 15; the weights are parts of their sum."""
        criteria = self.base.call.terms.criteria
        if set(parts) != set(criteria):
            raise ValueError("expected a part for every criterion")
        if min(parts.values()) < 0 or not sum(parts.values()):
            raise ValueError("expected parts of at least 0, not all of them 0")
        total = sum(parts.values())
        same = all(Fraction(part, total) == criteria[name].weight for name, part in parts.items())
        self._step(replace(self.changes, parts={} if same else dict(parts)))

    def apply(self, changes: Changes) -> None:
        """Take changes as they are, such as those of a repair or of a kept scenario, in one step."""
        self._step(changes)

    def fork(self) -> Session:
        """Return a session that starts where this one stands, to try something out."""
        trial = Session(self.base)
        trial.changes, trial._off = self.changes, dict(self._off)
        return trial

    def undo(self) -> None:
        """Go back one step, if there is one."""
        if self._past:
            self._future.append(self.changes)
            self.changes = self._past.pop()

    def redo(self) -> None:
        """Do again what was undone, if anything."""
        if self._future:
            self._past.append(self.changes)
            self.changes = self._future.pop()

    def keep(self, name: str, solution: Solution) -> Kept:
        """Keep the scenario on the screen for comparison, under a name of its own."""
        taken, name = {kept.name for kept in self.kept}, _line(name) or f"{len(self.kept) + 1}"
        unique = next(n for n in (name, *(f"{name} {i}" for i in range(2, 999))) if n not in taken)
        self.kept.append(kept := Kept(unique, self.changes, solution))
        return kept

    def forget(self, position: int) -> None:
        """Keep a scenario no longer."""
        del self.kept[position]

    def document(self) -> str:
        """Return the changes as a scenario file that extends the base, under the visitor's title and reason."""
        suffixes = (name for name in self.base.hashes if name in (f"{self.base.name}.yaml", f"{self.base.name}.yml"))
        content: dict[str, Any] = {"extends": next(suffixes, f"{self.base.name}.yaml")}
        content["title"] = self.title or f"{self.base.name}*"
        if self.why:
            content["why"] = self.why
        if parts := self.changes.parts:
            total = sum(parts.values())
            weights = {name: {"weight": decimal_text(Fraction(part, total))} for name, part in parts.items()}
            content["call"] = {"criteria": weights}
        if self.changes.rules:
            content["rules"] = {name: dict(r) if r is not None else None for name, r in self.changes.rules.items()}
        out, yaml = io.StringIO(), YAML()
        yaml.width = 120
        yaml.representer.add_representer(type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null"))
        yaml.dump(content, out)
        return out.getvalue()

    def _set(self, rule: str, fields: Mapping[str, Any]) -> None:
        rules = {name: value for name, value in self.changes.rules.items() if name != rule}
        self._step(replace(self.changes, rules={**rules, rule: fields} if fields else rules))

    def _step(self, changes: Changes) -> None:
        if changes != self.changes:
            self._past.append(self.changes)
            self._future.clear()
            self.changes = changes


def _line(text: str) -> str:
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()[:LONGEST_TEXT]
