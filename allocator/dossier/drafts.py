"""The difference between two drafts: who moved, and because of which change, by exact re-solves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator.analysis.resolve import Resolver
from allocator.call import Application, Call, Score
from allocator.dossier.archive import DossierError, read_json, unzipped
from allocator.dossier.difference import Alteration, Difference, Kind, LockPrice, Move
from allocator.dossier.freezing import differences
from allocator.dossier.inputs import unpacked_inputs
from allocator.errors import AllocatorError
from allocator.exact import decimal_text
from allocator.model import Model, formulate
from allocator.objectives import TITLES
from allocator.rules.lock import Lock
from allocator.scenario import Scenario, read_scenario
from allocator.scoring import assess
from allocator.text import Text

Awards = dict[str, int]
"""Whole euros by id, of those funded."""


def diff(before: str | Path, after: str | Path) -> Difference:
    """Compare two drafts: what was altered, who moved, and which alterations made whom move.

    Parameters
    ----------
    before, after : str or Path
        Dossiers that `pack` wrote; both decisions are solved for again from their inputs.

    Notes
    -----
    An alteration made a move if, made alone in the earlier draft, it moves the application the same way; where none
    does alone, every alteration is named without which, in the later draft, the move does not happen.

    Raises
    ------
    DossierError
        If one is no whole dossier, or nothing fits in it.
    """
    difference = _Drafts(_scenario(Path(before)), _scenario(Path(after))).difference()
    return replace(difference, before=Path(before).name, after=Path(after).name)


def _scenario(path: Path) -> Scenario:
    members, broken = unzipped(path)
    if broken:
        raise DossierError(f"{path}: {broken[0]}: its bytes were changed")
    manifest = read_json(members, "manifest.json")
    with unpacked_inputs(members, manifest if isinstance(manifest, dict) else {}) as scenario:
        return read_scenario(scenario)


@dataclass(frozen=True)
class _Drafts:
    before: Scenario
    after: Scenario

    def difference(self) -> Difference:
        solved = [_first(formulate(scenario)) for scenario in (self.before, self.after)]
        if solved[0] is None or solved[1] is None:
            raise DossierError("nothing fits in one of the drafts, so nobody moved")
        old, new = (decision.awards for decision in (solved[0], solved[1]))
        alterations = list(self._alterations())
        moved = [i for i in dict.fromkeys([*old, *new]) if old.get(i, 0) != new.get(i, 0)]
        causes = self._causes(alterations, old, new, moved)
        titles = {a.id: a.title for a in (*self.before.call.applications, *self.after.call.applications)}
        moves = tuple(Move(i, titles.get(i, ""), old.get(i, 0), new.get(i, 0), *causes[i]) for i in moved)
        return Difference(
            self.before.name,
            self.after.name,
            tuple(alterations),
            moves,
            tuple(self._locks()),
            TITLES[self.after.objective.name],
            (solved[0].value, solved[1].value),
            (sum(old.values()), sum(new.values())),
        )

    def _alterations(self) -> Iterator[Alteration]:
        """Yield everything that is not the same in both drafts, rule by rule and application by application."""
        one, other = self.before.written, self.after.written
        for name in dict.fromkeys([*one["rules"], *other["rules"]]):
            old, new = one["rules"].get(name), other["rules"].get(name)
            if old != new:
                kind: Kind = "added" if old is None else "removed" if new is None else "changed"
                title = (self.after if new is not None else self.before).rule_title(name)
                details = tuple(differences(old, new)) if kind == "changed" else ()
                yield Alteration("rule", name, kind, title, details)
        if details := tuple(differences(one["objective"], other["objective"])):
            yield Alteration("objective", "objective", "changed", None, details)
        terms, others = (s.call.terms.model_dump(mode="json", by_alias=True) for s in (self.before, self.after))
        if details := tuple(differences(terms, others)):
            yield Alteration("terms", "call", "changed", None, details, self._titles())
        yield from self._applications()

    def _applications(self) -> Iterator[Alteration]:
        one, other = ({a.id: a for a in s.call.applications} for s in (self.before, self.after))
        values = [{i: a.value for i, a in assess(s.call).items()} for s in (self.before, self.after)]
        for i in dict.fromkeys([*one, *other]):
            old, new = (_facts(s.call, i, a.get(i)) for s, a in ((self.before, one), (self.after, other)))
            if old != new:
                kind: Kind = "added" if i not in one else "removed" if i not in other else "changed"
                details = list(differences(old, new)) if kind == "changed" else []
                if kind == "changed" and values[0].get(i) != values[1].get(i):
                    details.insert(0, "value: " + " → ".join(_value(v.get(i)) for v in values))
                yield Alteration("application", i, kind, None, tuple(details), self._titles())

    def _titles(self) -> dict[str, Text]:
        """Return what criteria are called."""
        return {
            name: c.title for s in (self.before, self.after) for name, c in s.call.terms.criteria.items() if c.title
        }

    def _causes(
        self, alterations: list[Alteration], old: Awards, new: Awards, moved: list[str]
    ) -> dict[str, tuple[tuple[Alteration, ...], bool]]:
        """Return for everyone who moved the alterations that did it, and whether each does alone."""
        if len(alterations) == 1:
            return {i: (tuple(alterations), True) for i in moved}
        alone = {a: self._mixed([a]) for a in alterations} if moved else {}
        lacking = {a: self._mixed([b for b in alterations if b is not a]) for a in alterations} if moved else {}
        causes: dict[str, tuple[tuple[Alteration, ...], bool]] = {}
        for i in moved:
            enough = tuple(a for a, awards in alone.items() if awards is not None and awards.get(i, 0) == new.get(i, 0))
            needed = tuple(a for a, got in lacking.items() if got is not None and got.get(i, 0) != new.get(i, 0))
            causes[i] = (enough, True) if enough else (needed, False)
        return causes

    def _mixed(self, made: Iterable[Alteration]) -> Awards | None:
        """Decide the earlier draft with some of the alterations made; None where that cannot be decided."""
        keys = {(a.what, a.name) for a in made}

        def chosen(what: str, name: str) -> Scenario:
            return self.after if (what, name) in keys else self.before

        names = dict.fromkeys([*self.before.rules, *self.after.rules])
        rules = {n: s.rules[n] for n in names if n in (s := chosen("rule", n)).rules}
        ids = dict.fromkeys(a.id for s in (self.before, self.after) for a in s.call.applications)
        applications: list[Application] = []
        scores: list[Score] = []
        for i in ids:
            call = chosen("application", i).call
            applications += [a for a in call.applications if a.id == i]
            scores += [score for score in call.scores if score.application == i]
        try:
            terms = chosen("terms", "call").call
            call = replace(terms, applications=tuple(applications), scores=tuple(scores))
            objective = chosen("objective", "objective").objective
            return decided(replace(self.before, call=call, rules=rules, objective=objective))
        except (AllocatorError, LookupError, ValueError):
            return None  # alterations that only make sense together

    def _locks(self) -> Iterator[LockPrice]:
        """Yield every new lock with its price: what the objective would be more without it alone."""
        for name, rule in self.after.rules.items():
            if not isinstance(rule, Lock) or self.before.rules.get(name) == rule:
                continue
            model = formulate(self.after)
            free = formulate(replace(self.after, rules={n: r for n, r in self.after.rules.items() if n != name}))
            values = [_best(model), _best(free)]
            price = None if values[0] is None or values[1] is None else values[1] - values[0]
            yield LockPrice(rule, price)


def decided(scenario: Scenario) -> Awards | None:
    """Return the decision on a scenario by the published order: euros by id; None where nothing fits."""
    decision = _first(formulate(scenario))
    return None if decision is None else decision.awards


@dataclass(frozen=True)
class _Decision:
    awards: Awards
    value: Fraction


def _first(model: Model) -> _Decision | None:
    first = Resolver(model).first()
    if first is None:
        return None
    made = [model.candidates.awards[position] for position in first.awards]
    return _Decision({a.application: a.euros for a in made}, model.objective.shown(model.objective.at(first)))


def _best(model: Model) -> Fraction | None:
    portfolio = Resolver(model).best()
    return None if portfolio is None else model.objective.at(portfolio)


def _value(value: Fraction | None) -> str:
    return "–" if value is None else decimal_text(value)


def _facts(call: Call, i: str, application: Application | None) -> dict[str, Any] | None:
    """Return all that is known of an application, as JSON holds it."""
    if application is None:
        return None
    facts: dict[str, Any] = {name: str(value) for name, value in vars(application).items() if not name.startswith("_")}
    facts["requested"] = application.requested
    facts["scores"] = {
        f"{score.reviewer}.{score.criterion}": None if score.score is None else decimal_text(score.score)
        for score in call.scores
        if score.application == i
    }
    return facts
