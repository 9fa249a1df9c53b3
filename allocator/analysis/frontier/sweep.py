"""The decision at every budget: where the value changes to the euro, who joins there and who is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from allocator.analysis.frontier.course import Course, Progress
from allocator.analysis.frontier.goals import beyond, written
from allocator.analysis.frontier.window import Windows
from allocator.analysis.moving import Moving, moving, written_out
from allocator.analysis.resolve import Resolver
from allocator.analysis.variants import budget_rule, with_budget
from allocator.candidates import GENERAL
from allocator.errors import Problem, ScenarioError
from allocator.lagrangian import Lagrangian
from allocator.model import Model, formulate
from allocator.optimum import solve
from allocator.rows import Portfolio, Row
from allocator.rules.earmark import money_in_pots
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import euros, whole

if TYPE_CHECKING:
    import pandas as pd

_DISTANCE = 1_000


@dataclass(frozen=True)
class Step:
    """The budgets at which the objective is the same.

    Attributes
    ----------
    budget, until : int
        The first and the last of them, in whole euros.
    value : Fraction or None
        The objective, as people read it; None where nothing lawful can be granted.
    funded : tuple of str
        Ids funded at the first of them, by the published order.
    granted : int
        Whole euros granted there.
    """

    budget: int
    until: int
    value: Fraction | None
    funded: tuple[str, ...]
    granted: int


@dataclass(frozen=True)
class Sweep:
    """The decision at every budget from the least to all requests.

    Attributes
    ----------
    solution : Solution
        The decision whose budget is swept.
    lowest, highest : int
        The budgets between which it is, whole euros: from 0, or from the sum of the ring-fenced earmarks, which a
        budget must hold; up to all that can be granted, or to where another budget rule ends it.
    steps : tuple of Step
        One after another, without a gap.
    complete : bool
        Whether they reach the highest; if not, the work was stopped and they are right as far as they go.
    """

    solution: Solution
    lowest: int
    highest: int
    steps: tuple[Step, ...]
    complete: bool

    def at(self, budget: int) -> Step:
        """Return the step in which a budget lies.

        Raises
        ------
        ValueError
            If the sweep does not reach it.
        """
        for step in self.steps:
            if step.budget <= budget <= step.until:
                return step
        raise ValueError(f"the sweep says nothing of a budget of {budget} euros")

    @property
    def drops(self) -> tuple[int, ...]:
        """Budgets at which more money drops an application that was funded with less."""
        return tuple(new.budget for old, new in pairwise(self.steps) if set(old.funded) - set(new.funded))

    def frame(self) -> pd.DataFrame:
        """Return one row a step, in the order of budgets.

        Returns
        -------
        DataFrame
            Indexed by `budget`, the step's first in whole euros. `until` (its last), `value` (points; missing where
            nothing is lawful), `gain` (points more than the step before), `funded` (number), `granted` (whole euros,
            at the first budget), `joins` and `drops` (ids, against the step before), `own` (whether the decision's own
            budget lies here).
        """
        import pandas as pd

        own = self.solution.model.ground.budget or 0
        rows = []
        for position, step in enumerate(self.steps):
            before = self.steps[position - 1] if position else None
            last = before.funded if before else ()
            gain = None if before is None or before.value is None or step.value is None else step.value - before.value
            rows.append(
                {
                    "until": step.until,
                    "value": None if step.value is None else float(step.value),
                    "gain": None if gain is None else float(gain),
                    "funded": len(step.funded),
                    "granted": step.granted,
                    "joins": ", ".join(i for i in step.funded if i not in last),
                    "drops": ", ".join(i for i in last if i not in step.funded),
                    "own": step.budget <= own <= step.until,
                }
            )
        return pd.DataFrame(rows, index=pd.Index([step.budget for step in self.steps], name="budget"))

    def summary(self, language: Language) -> str:
        """Say how many steps there are, how often more money drops somebody, and how far the work came."""
        says = _WORDS[language]
        ends = {"low": euros(self.lowest, language), "high": euros(self.highest, language)}
        lines = [says["head"].format(n=whole(len(self.steps), language), **ends)]
        lines.append(says["drops"].format(n=whole(len(self.drops), language)))
        if not self.complete:
            lines.append(says["cut"].format(end=euros(self.steps[-1].until if self.steps else self.lowest, language)))
        return "\n".join(lines)

    def text(self, language: Language) -> str:
        """Say the summary, and the steps in words."""
        says, goal, call = _WORDS[language], self.solution.model.objective, self.solution.scenario.call
        lines = [self.summary(language)]
        for step, (_, row) in zip(self.steps, self.frame().iterrows(), strict=True):
            value = says["nothing"] if step.value is None else written(goal, step.value, language, call)
            changes = [f"{sign} {row[name]}" for sign, name in (("+", "joins"), ("−", "drops")) if row[name]]
            lines.append(f"{euros(step.budget, language)}: {'; '.join([value, *changes])}")
        return "\n".join(lines)


def budget_sweep(subject: Scenario | Solution, *, progress: Progress | None = None) -> Sweep:
    """Return the decision at every budget, with the exact euro at which each change comes.

    At each budget the objective's next change is looked for by two questions: the least budget at which some portfolio
    is better, and the budget up to which the one at hand stays lawful. Nothing is sampled. The funded set of a step is
    that of its first euro; where several portfolios tie, more money can change which of them comes first without a
    change of value.

    Parameters
    ----------
    subject : Scenario or Solution
        A scenario is solved first. Everything but the budget stays, ring-fenced earmarks in euros too.
    progress : callable, optional
        Called with a few words at each step.

    Returns
    -------
    Sweep
        Ctrl-C ends the work; the steps found so far stay, and `complete` says that they are not all.

    Raises
    ------
    ScenarioError
        If there is no budget, or the objective or a rule moves with it otherwise than by a bound (the attainment of
        regions, and deviations from shares of the budget): then the objective is no step function of the budget.
    """
    solution = subject if isinstance(subject, Solution) else solve(subject)
    lowest, highest = _ends(solution)
    climb = _Climb(solution, lowest, highest, Course(progress or (lambda words: None)))
    with climb.course.kept():
        climb.run()
    return Sweep(solution, lowest, highest, tuple(_joined(climb.steps)), climb.course.complete)


def _joined(steps: list[Step]) -> list[Step]:
    """Join steps of one value: there the portfolio had to change, though nothing is gained or lost."""
    joined: list[Step] = []
    for step in steps:
        if joined and joined[-1].value == step.value and joined[-1].funded == step.funded:
            joined[-1] = replace(joined[-1], until=step.until)
        else:
            joined.append(step)
    return joined


def _ends(solution: Solution) -> tuple[int, int]:
    rules, own = solution.scenario.rules, budget_rule(solution.scenario)
    if own is None:
        raise ScenarioError([Problem("a sweep of the budget needs a budget rule", column="rules")])
    pots = sum(money for pot, money in money_in_pots(rules).items() if pot != GENERAL)
    requests: dict[str, int] = {}
    for award in solution.model.candidates.awards:
        requests[award.application] = max(award.euros, requests.get(award.application, 0))
    others = [rule.available for name, rule in rules.items() if name != own and rule.available is not None]
    # What earmarks leave unused is not there for others, so all requests may need the pots beside them.
    available = rules[own].available or 0
    return pots, max(available, min([sum(requests.values()) + pots, *others]))


def _moving(scenario: Scenario, lowest: int, highest: int) -> tuple[Moving, bool]:
    """Return how the rows move with the budget, by their bounds alone, and whether evenly up to the highest."""
    far = max(highest, lowest + _DISTANCE)
    low, near, high = (formulate(with_budget(scenario, budget)) for budget in (lowest, lowest + _DISTANCE, far))
    moved = moving(low, near, _DISTANCE, highest - lowest)
    fixed = written_out(low.objective.form) == written_out(near.objective.form)
    if moved is None or not fixed:
        what = "a rule moves with the budget otherwise than by a bound" if fixed else "the objective is a share of it"
        raise ScenarioError([Problem(f"the budget cannot be swept: {what}", column="rules" if fixed else "objective")])
    whole_way = moving(low, high, far - lowest, highest - lowest)
    return moved, whole_way is not None and whole_way.slopes == moved.slopes


class _Climb:
    """A climb from budget to budget: what is decided at one, and the next at which something changes."""

    def __init__(self, solution: Solution, lowest: int, highest: int, course: Course) -> None:
        self.solution, self.lowest, self.highest, self.course = solution, lowest, highest, course
        self.steps: list[Step] = []
        self._moved, even = _moving(solution.scenario, lowest, highest)
        self._windows = Windows(self._moved) if even and Lagrangian(self._moved.model).usable else None

    def run(self) -> None:
        """Climb to the highest: window by window where all that may be decided can be listed, else step by step."""
        here, current, opened = self.lowest, None, None
        while here <= self.highest:
            window = self._windows and self._windows.decisions(here - self.lowest, current)
            if window:
                found = [self._step(self._moved.model, self.lowest + d.start, d.portfolio) for d in window[0]]
                current = window[0][-1].portfolio if window[0] else current
                here = self.lowest + window[1]
            else:
                found, here, current = *self._probed(here), None
            for step in found:
                self._close(opened, step.budget - 1)
                opened = step
        self._close(opened, self.highest)

    def _close(self, step: Step | None, until: int) -> None:
        if step is not None:
            self.steps.append(replace(step, until=until))
            done = (until - self.lowest + 1) / (self.highest - self.lowest + 1)
            self.course.at(f"{len(self.steps)} budgets", done)

    def _probed(self, budget: int) -> tuple[list[Step], int]:
        """Return the step that starts at a budget, and where something changes after it."""
        model = formulate(with_budget(self.solution.scenario, budget), assessments=self.solution.model.assessments)
        decided = Resolver(model).first()
        return [self._step(model, budget, decided)], self._following(model, decided, budget)

    def _following(self, model: Model, decided: Portfolio | None, budget: int) -> int:
        moved = Moving(model, self._moved.slopes, self.highest - budget)
        better: list[Row] = [] if decided is None else beyond(model.objective, model.objective.at(decided))
        least = moved.least(None, better)
        ends = [] if least is None else [budget + max(1, least[0])]
        reach = None if decided is None else moved.reach(decided)
        if reach is not None:
            ends.append(budget + reach.__floor__() + 1)
        return min(ends, default=self.highest + 1)

    @staticmethod
    def _step(model: Model, budget: int, decided: Portfolio | None) -> Step:
        awards = model.candidates.awards
        made = () if decided is None else decided.awards
        value = None if decided is None else model.objective.shown(model.objective.at(decided))
        funded = tuple(dict.fromkeys(awards[i].application for i in made))
        return Step(budget, budget, value, funded, sum(awards[i].euros for i in made))


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fi": {
        "head": "Päätös jokaisella määrärahalla välillä {low} – {high}, rajat euron tarkkuudella. Portaita: {n}.",
        "drops": "Portaita, joilla lisäraha pudottaa jonkun rahoitetun: {n}.",
        "cut": "Työ keskeytettiin: portaat ulottuvat määrärahaan {end}.",
        "nothing": "mikään valinta ei täytä sääntöjä",
    },
    "sv": {
        "head": "Beslutet vid varje anslag från {low} till {high}, gränserna på euron när. Steg: {n}.",
        "drops": "Steg där mer pengar fäller någon som finansierades: {n}.",
        "cut": "Arbetet avbröts: stegen når till anslaget {end}.",
        "nothing": "inget urval uppfyller reglerna",
    },
    "en": {
        "head": "The decision at every budget from {low} to {high}, to the euro. Steps: {n}.",
        "drops": "Steps at which more money drops somebody who was funded: {n}.",
        "cut": "The work was stopped: the steps reach a budget of {end}.",
        "nothing": "no portfolio satisfies the rules",
    },
}
