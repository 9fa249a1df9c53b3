"""The decision at every budget: where the value changes to the euro, who joins there and who is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from allocator.analysis.frontier.course import Course, Progress
from allocator.analysis.frontier.goals import beyond, written
from allocator.analysis.moving import Moving, moving, written_out
from allocator.analysis.resolve import Resolver
from allocator.analysis.variants import budget_rule, with_budget
from allocator.candidates import GENERAL
from allocator.errors import Problem, ScenarioError
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

    def text(self, language: Language) -> str:
        """Say the steps in words, and how often more money drops somebody."""
        says, goal, call = _WORDS[language], self.solution.model.objective, self.solution.scenario.call
        ends = {"low": euros(self.lowest, language), "high": euros(self.highest, language)}
        lines = [says["head"].format(n=whole(len(self.steps), language), **ends)]
        lines.append(says["drops"].format(n=whole(len(self.drops), language)))
        if not self.complete:
            lines.append(says["cut"].format(end=euros(self.steps[-1].until if self.steps else self.lowest, language)))
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
    scenario = solution.scenario
    lowest, highest = _ends(solution)
    walk = _Climb(solution, highest, _slopes(scenario, lowest))
    course, steps = Course(progress or (lambda words: None)), list[Step]()
    with course.kept():
        here: int | None = lowest
        while here is not None:
            step, here = walk.step(here)
            steps.append(step)
            course.at(f"{len(steps)} budgets", (step.until - lowest + 1) / (highest - lowest + 1))
    return Sweep(solution, lowest, highest, tuple(_joined(steps)), course.complete)


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


def _slopes(scenario: Scenario, lowest: int) -> Callable[[Model, int], Moving]:
    """Return what makes a model's rows move with the budget, once it is sure that they move by their bounds alone."""
    low, high = (formulate(with_budget(scenario, budget)) for budget in (lowest, lowest + _DISTANCE))
    slopes = moving(low, high, _DISTANCE, _DISTANCE)
    fixed = written_out(low.objective.form) == written_out(high.objective.form)
    if slopes is None or not fixed:
        what = "a rule moves with the budget otherwise than by a bound" if fixed else "the objective is a share of it"
        raise ScenarioError([Problem(f"the budget cannot be swept: {what}", column="rules" if fixed else "objective")])
    return lambda model, most: Moving(model, slopes.slopes, most)


class _Climb:
    """A climb from budget to budget: what is decided at one, and the next at which something changes."""

    def __init__(self, solution: Solution, highest: int, moved: Callable[[Model, int], Moving]) -> None:
        self.solution, self.highest, self.moved = solution, highest, moved

    def step(self, budget: int) -> tuple[Step, int | None]:
        """Return the step that starts at a budget, and where the next starts; None if it reaches the highest."""
        scenario, known = with_budget(self.solution.scenario, budget), self.solution.model.assessments
        model = formulate(scenario, assessments=known)
        decided = Resolver(model).first()
        following = self._following(model, decided, budget)
        until = self.highest if following is None else following - 1
        awards = model.candidates.awards
        made = () if decided is None else decided.awards
        value = None if decided is None else model.objective.shown(model.objective.at(decided))
        funded = tuple(dict.fromkeys(awards[i].application for i in made))
        return Step(budget, until, value, funded, sum(awards[i].euros for i in made)), following

    def _following(self, model: Model, decided: Portfolio | None, budget: int) -> int | None:
        moved = self.moved(model, self.highest - budget)
        better: list[Row] = [] if decided is None else beyond(model.objective, model.objective.at(decided))
        least = moved.least(None, better)
        ends = [] if least is None else [budget + max(1, least[0])]
        reach = None if decided is None else moved.reach(decided)
        if reach is not None:
            ends.append(budget + reach.__floor__() + 1)
        following = min(ends, default=self.highest + 1)
        return None if following > self.highest else following


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
