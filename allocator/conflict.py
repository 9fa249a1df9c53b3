"""When nothing fits: smallest sets of rules that cannot hold together, by exact re-solves without whole rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain, combinations

from allocator.errors import InfeasibleError
from allocator.model import Model, formulate
from allocator.rules.base import Ground, Rule
from allocator.rules.earmark import Earmark
from allocator.rules.levels import Levels
from allocator.rules.synergy import Synergy

Fits = Callable[[Model], bool | None]
"""Whether some portfolio satisfies a model; None where no answer could be had."""

Rules = frozenset[str]


class Feasibility:
    """Whether some portfolio satisfies a set of a model's rules, asked once for each set.

    Leaving a rule out never hurts: what is left out need not hold, and may. So the answers for other sets
    tell many without a solver.

    Attributes
    ----------
    names : tuple of str
        The rules that can be in a conflict, in the scenario's order. A synergy is none of them: it says what is
        true of applications, and forbids nothing.
    """

    def __init__(self, model: Model, fits: Fits) -> None:
        self.model, self._fits = model, fits
        self.names = tuple(name for name, rule in model.scenario.rules.items() if not isinstance(rule, Synergy))
        self._optional = frozenset(optional_rules(model))
        self._possible: list[Rules] = []
        self._impossible: list[Rules] = []

    def __call__(self, rules: Rules) -> bool | None:
        """Return whether these rules can hold together; None where no answer could be had."""
        if any(rules <= known for known in self._possible):
            return True
        if any(rules >= known for known in self._impossible):
            return False
        optional = sorted(self._optional - rules)
        ways = chain.from_iterable(combinations(optional, size) for size in range(len(optional) + 1))
        answers = []
        for also in ways:
            answers.append(self._fits(keeping(self.model, rules | set(also))))
            if answers[-1]:
                self._possible.append(rules)
                return True
        if None in answers:
            return None
        self._impossible.append(rules)
        return False

    def removable(self) -> tuple[str, ...]:
        """Return the rules of which any one, left out alone, lets all others hold."""
        every = frozenset(self.names)
        return tuple(name for name in self.names if self(every - {name}))

    def reduced(self, rules: Rules) -> tuple[tuple[str, ...], bool]:
        """Return a smallest conflict within rules that cannot hold together, and whether that was proven.

        Each rule in turn is left out, for good if the rest still cannot hold. Wishes are tried first and laws
        last, and the later written before the earlier, so that the conflict is told in the firmest and first rules
        that have one.
        """
        conflict, proven = rules, True
        for name in self._softest_first(rules):
            still = self(conflict - {name})
            if still is False:
                conflict -= {name}
            proven = proven and still is not None
        return tuple(name for name in self.names if name in conflict), proven

    def _softest_first(self, rules: Rules) -> list[str]:
        tiers, softest = ("wish", "policy", "law"), [name for name in reversed(self.names) if name in rules]
        return sorted(softest, key=lambda name: tiers.index(self.model.scenario.rules[name].tier))


def explain(model: Model, fits: Fits) -> InfeasibleError:
    """Explain why no portfolio satisfies a model: an irreducible conflict, and what would end it.

    References
    ----------
    Chinneck & Dravnieks (1991), Locating minimal infeasible constraint sets in linear programs,
    ORSA Journal on Computing 3, 157-168.
    """
    feasibility = Feasibility(model, fits)
    removable = feasibility.removable()
    conflict, proven = feasibility.reduced(frozenset(feasibility.names))
    words = {name: model.scenario.rules[name].words(model.scenario.call)["en"] for name in conflict}
    return InfeasibleError(words, proven=proven, removable=removable)


def keeping(model: Model, rules: Collection[str]) -> Model:
    """Return a model in which, beside the synergies, only these of its rules hold.

    A rule goes with all that it does: a pot no longer divides the money, a threshold no longer refuses, levels no
    longer cut. Only what is measured by the budget keeps its number, for without it that would mean nothing.
    """
    scenario = model.scenario
    left = dict(_left(scenario.rules, rules, sum(a.requested for a in scenario.call.applications)))
    loosened = formulate(replace(scenario, rules=left), assessments=model.assessments)
    published = Ground(loosened.candidates, scenario.rules)
    of_rules = (
        row
        for name, rule in left.items()
        if name in rules
        for row in rule.rows(name, loosened.ground if isinstance(rule, Earmark) else published)
    )
    return replace(loosened, rows=(*(row for row in loosened.rows if not row.rule), *of_rules))


def _left(all_rules: Mapping[str, Rule], kept: Collection[str], requested: int) -> Iterator[tuple[str, Rule]]:
    """Yield the rules that are kept; pots need a budget, so if none is kept there is one with money for all."""
    budgets = [name for name, rule in all_rules.items() if rule.available is not None]
    ample = budgets[0] if budgets and not any(name in kept for name in budgets) else None
    for name, rule in all_rules.items():
        if name == ample:
            pots = sum(r.amount or 0 for r in all_rules.values() if isinstance(r, Earmark))
            yield name, rule.model_copy(update={"amount": requested + pots, "holdback": 0})
        elif name in kept or isinstance(rule, Synergy):
            yield name, rule


def optional_rules(model: Model) -> Iterator[str]:
    """Yield the rules without which less may be possible: if left out, they are tried as they are too.

    Levels offer smaller awards; and of two pots, each the only one for an application, either brings money that the
    other does not have.
    """
    scenario = model.scenario
    yield from (name for name, rule in scenario.rules.items() if isinstance(rule, Levels))
    alone = {name: rule for name, rule in scenario.rules.items() if isinstance(rule, Earmark) and rule.only}
    for application in scenario.call.applications:
        sharing = [name for name, rule in alone.items() if rule.for_.wants(scenario.call, application)]
        if len(sharing) > 1:
            yield from sharing
