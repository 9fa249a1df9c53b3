"""Exact Pareto fronts: every way to trade one goal for another that no other way beats, with the price of each step.

References
----------
Mavrotas & Florios (2013), An improved version of the augmented ε-constraint method (AUGMECON2), Applied Mathematics
and Computation 219, 9652-9669.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.analysis.frontier.course import Course, Cut, Progress
from allocator.analysis.frontier.goals import beyond, goals_named, registering, title, written
from allocator.analysis.resolve import Resolver
from allocator.errors import SolverError
from allocator.fairness import Reference
from allocator.objectives import Goal
from allocator.optimum import solve
from allocator.rows import Portfolio, Row
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import listed, whole

if TYPE_CHECKING:
    import pandas as pd

MOST = 2_000
"""So many points are listed; then the front is said to be cut."""

Levels = tuple[Fraction, ...]


@dataclass(frozen=True)
class Point:
    """One point of a front.

    Attributes
    ----------
    levels : tuple of Fraction
        The value of each goal, greater being better; exact.
    portfolio : Portfolio
        A portfolio that has them: the decision itself where it does, else one of those that do.
    funded : tuple of str
        Ids that it funds, in natural order.
    """

    levels: Levels
    portfolio: Portfolio
    funded: tuple[str, ...]


@dataclass(frozen=True)
class Front:
    """The points that no lawful portfolio beats on one goal without losing on another.

    Attributes
    ----------
    solution : Solution
        The decision that the front is held against.
    goals : tuple of Goal
    points : tuple of Point
        The best on the first goal comes first.
    complete : bool
        Whether these are all, which is then proven; if not, the work was cut or stopped, and each is still proven
        to be a point of the front.
    solves : int
        How many programmes were solved.
    """

    solution: Solution
    goals: tuple[Goal, ...]
    points: tuple[Point, ...]
    complete: bool
    solves: int

    @property
    def decision(self) -> Levels:
        """The decision's own value of each goal; greater is better."""
        return tuple(goal.at(self.solution.portfolio) for goal in self.goals)

    @property
    def on_front(self) -> bool:
        """Whether the decision is a point of the front, as far as it is known."""
        return any(point.levels == self.decision for point in self.points)

    def price(self, position: int) -> Fraction | None:
        """Return what a unit of the second goal costs, in the first, on the step to a point; None if not of two goals.

        Euros are counted one by one, shares as 1 for all.
        """
        if len(self.goals) != 2 or position == 0:
            return None
        before, here = self.points[position - 1].levels, self.points[position].levels
        return (before[0] - here[0]) / (here[1] - before[1])

    def frame(self) -> pd.DataFrame:
        """Return one row a point, the best on the first goal first.

        Returns
        -------
        DataFrame
            Indexed by `point`, from 1. One column a goal, as people read it (points, whole euros, a number, or a share
            of the reference share, 1 for all). `loss`: the first goal's distance from its best. `step`: what the
            first goal lost since the point before (negative if it is the better one there, among three goals).
            `price`: the step for a unit of the second goal, between two goals only. `funded` (number), `granted`
            (whole euros), `decision` (whether the decision is this point), `in` and `out` (ids, against the decision),
            `joins` and `drops` (ids, against the point before).
        """
        import pandas as pd

        own = self.solution.funded
        awards = self.solution.model.candidates.awards
        rows = []
        for position, point in enumerate(self.points):
            before = self.points[max(position - 1, 0)]
            price = self.price(position)
            first = self.goals[0]
            rows.append(
                {
                    **{g.name: float(g.shown(v)) for g, v in zip(self.goals, point.levels, strict=True)},
                    "loss": float(max(p.levels[0] for p in self.points) - point.levels[0]),
                    "step": float(first.at(before.portfolio) - point.levels[0]),
                    "price": None if price is None else float(price),
                    "funded": len(point.funded),
                    "granted": sum(awards[i].euros for i in point.portfolio.awards),
                    "decision": point.levels == self.decision,
                    "in": _without(point.funded, own),
                    "out": _without(own, point.funded),
                    "joins": _without(point.funded, before.funded),
                    "drops": _without(before.funded, point.funded),
                }
            )
        return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="point"))

    def summary(self, language: Language) -> str:
        """Say how many points there are, whether they are all, and whether the decision is one of them."""
        says = _WORDS[language]
        names = listed([title(goal.name, language) for goal in self.goals], language)
        lines = [says["head"].format(names=names, n=whole(len(self.points), language))]
        lines.append(says["complete" if self.complete else "cut"])
        if self.complete:
            lines.append(says["on_front" if self.on_front else "beaten"])
        return "\n".join(lines)

    def text(self, language: Language) -> str:
        """Say the front in words: the summary, and what each step takes."""
        says, call = _WORDS[language], self.solution.scenario.call
        lines = [self.summary(language)]
        for number, point in enumerate(self.points, start=1):
            levels = zip(self.goals, point.levels, strict=True)
            values = "; ".join(f"{title(g.name, language)} {written(g, g.shown(v), language, call)}" for g, v in levels)
            previous = self.points[max(number - 2, 0)]
            before, lost = previous.funded, previous.levels[0] - point.levels[0]
            step = [says["step"].format(lost=written(self.goals[0], lost, language, call))] if lost > 0 else []
            changes = [
                says[word].format(ids=ids)
                for word, ids in (("in", _without(point.funded, before)), ("out", _without(before, point.funded)))
                if ids
            ]
            here = [says["here"]] if point.levels == self.decision else []
            lines.append(f"{number}. {'; '.join([values, *step, *changes, *here])}.")
        return "\n".join(lines)


def _without(ids: Sequence[str], others: Sequence[str]) -> str:
    return ", ".join(i for i in ids if i not in set(others))


def frontier(
    subject: Scenario | Solution,
    goals: Sequence[str] = ("value", "worst_region"),
    *,
    reference: Reference | None = None,
    most: int = MOST,
    progress: Progress | None = None,
) -> Front:
    """Return the whole Pareto front between goals, every point exact and proven.

    Each point is the best on the first goal among all portfolios that exceed certain levels of the others, and among
    its equals the best on the second, and so on; the next levels are the points' own, strictly exceeded by the smallest
    step there is. A problem whose answer follows from one solved before is not solved again.

    Parameters
    ----------
    subject : Scenario or Solution
        What the front is of; a scenario is solved first.
    goals : sequence of str
        Two or more of value, worst_region (attainment of the worst-off region), total_deviation (from the reference
        shares, in euros; less is better), number_funded, earmark_use (euros of earmarked money that can be used) and
        budget (euros needed; less is better).
    reference : Reference, optional
        Reference shares of the regions; if not given, the objective's, or else those of the first fair-share rule.
    most : int
        So many points end the work, and the front is said to be cut.
    progress : callable, optional
        Called with a few words at each point.

    Returns
    -------
    Front
        Ctrl-C ends the work too; the points found so far stay, and `complete` says that they are not all.

    Raises
    ------
    InfeasibleError
        If no portfolio satisfies the rules.
    ScenarioError
        If a goal is unknown, or measures against what the scenario does not have.
    """
    if most < 1:
        raise ValueError("most must be at least 1")
    solution = subject if isinstance(subject, Solution) else solve(subject)
    named = goals_named(solution.model, goals, reference)
    walk = _Walk(solution, named, most, Course(progress or (lambda words: None)))
    with walk.course.kept():
        walk.through(len(named) - 1, {})
    order = sorted(walk.points.values(), key=lambda point: point.levels, reverse=True)
    return Front(solution, named, tuple(order), walk.course.complete, walk.resolver.solves)


Floors = Mapping[int, Fraction]
"""Levels that are to be exceeded, by the position of the goal."""


class _Walk:
    """A walk along the front: each goal but the first is raised from nothing, step by step, within those after it."""

    def __init__(self, solution: Solution, goals: tuple[Goal, ...], most: int, course: Course) -> None:
        model = solution.model
        self.solution, self.goals, self.most, self.course = solution, goals, most, course
        self.resolver = Resolver(replace(model, rows=(*model.rows, *registering(model, goals))))
        self.points: dict[Levels, Point] = {}
        self._known: list[tuple[Floors, Point | None]] = []
        self._range = self._last_range()

    def through(self, position: int, floors: Floors) -> list[Point]:
        """Return the points above *floors*, raising the goals up to *position*; all of them lie on the front."""
        if position == 0:
            point = self._best(floors)
            return [] if point is None else [point]
        found: list[Point] = []
        raised = dict(floors)
        while part := self.through(position - 1, raised):
            found += part
            raised[position] = min(point.levels[position] for point in part)
            if position == len(self.goals) - 1:
                self._tell(raised[position])
        return found

    def _best(self, floors: Floors) -> Point | None:
        """Return the best point above *floors* in the order of the goals, or None if nothing is above them."""
        for weaker, known in self._known:
            if all(position in floors and floors[position] >= level for position, level in weaker.items()) and (
                known is None or all(known.levels[position] > level for position, level in floors.items())
            ):
                return known
        point = self._solved([row for position, level in floors.items() for row in beyond(self.goals[position], level)])
        self._known.append((dict(floors), point))
        if point is not None and point.levels not in self.points:
            if len(self.points) == self.most:
                raise Cut
            self.points[point.levels] = point
        return point

    def _solved(self, rows: list[Row]) -> Point | None:
        best: Portfolio | None = None
        for goal in self.goals:
            found = self.resolver.best(rows, goal.form)
            if found is None:
                if best is not None:
                    raise SolverError(f"the solver lost a portfolio that was found while raising {goal.name}")
                return None
            if best is not None and goal.at(found) < goal.at(best):
                raise SolverError(f"the solver's best {goal.name} is worse than one that is known")
            best = found
            rows = [*rows, Row(f"kept[{goal.name}]", goal.form, ">=", goal.at(found), goal.unit)]
        return None if best is None else self._point(best)

    def _point(self, portfolio: Portfolio) -> Point:
        levels = tuple(goal.at(portfolio) for goal in self.goals)
        if levels == tuple(goal.at(self.solution.portfolio) for goal in self.goals):
            portfolio = self.solution.portfolio
        awards = self.solution.model.candidates.awards
        return Point(levels, portfolio, tuple(dict.fromkeys(awards[i].application for i in portfolio.awards)))

    def _last_range(self) -> tuple[Fraction, Fraction]:
        """Return bounds between which the last goal moves, for the time left."""
        goal = self.goals[-1]
        best = self.resolver.best((), goal.form)
        high = goal.form.range()[1] if best is None else goal.at(best)
        return goal.at(self.solution.portfolio), high

    def _tell(self, level: Fraction) -> None:
        low, high = self._range
        done = float((level - low) / (high - low)) if high > low else 1.0
        self.course.at(f"{len(self.points)} points of the front", min(max(done, 0.0), 1.0))


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fi": {
        "head": "Rintama ({names}). Pisteitä, joita mikään säännöt täyttävä valinta ei voita kaikessa: {n}.",
        "complete": "Luettelo on täydellinen, ja se on todistettu.",
        "cut": "Luettelo jäi kesken: jokainen piste on todistettu, mutta muitakin voi olla.",
        "step": "askeleen hinta {lost}",
        "in": "mukaan {ids}",
        "out": "pois {ids}",
        "here": "tämä on ehdotus",
        "on_front": "Ehdotus on rintamalla: mikään valinta ei ole vähintään yhtä hyvä kaikessa ja jossakin parempi.",
        "beaten": "Ehdotus ei ole rintamalla: jokin piste on vähintään yhtä hyvä kaikessa ja jossakin parempi.",
    },
    "sv": {
        "head": "Fronten ({names}). Punkter som inget tillåtet urval överträffar i allt: {n}.",
        "complete": "Förteckningen är fullständig, och det är bevisat.",
        "cut": "Förteckningen blev ofullbordad: varje punkt är bevisad, men det kan finnas fler.",
        "step": "steget kostar {lost}",
        "in": "in {ids}",
        "out": "ut {ids}",
        "here": "detta är förslaget",
        "on_front": "Förslaget ligger på fronten: inget urval är minst lika bra i allt och bättre i något.",
        "beaten": "Förslaget ligger inte på fronten: någon punkt är minst lika bra i allt och bättre i något.",
    },
    "en": {
        "head": "The front ({names}). Points that no lawful portfolio beats in everything: {n}.",
        "complete": "The list is complete, and proven to be.",
        "cut": "The list was cut: every point is proven, but there may be more.",
        "step": "the step costs {lost}",
        "in": "in {ids}",
        "out": "out {ids}",
        "here": "this is the proposal",
        "on_front": "The proposal is on the front: no portfolio is as good in everything and better in something.",
        "beaten": "The proposal is not on the front: some point is as good in everything and better in something.",
    },
}
