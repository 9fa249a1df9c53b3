"""How far the choice rests on the weights of its criteria: proven, not sampled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.robustness.stability import Interval, stability_interval
from allocator.analysis.robustness.values import criterion_values
from allocator.decision.table import Table
from allocator.errors import ScenarioError, SolverError
from allocator.polytope import Polytope, optimal_over_weights
from allocator.proposal.weights_wording import WORDS
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import listed, percent, whole

WIDTH = Fraction(1, 5)
"""Part of itself by which every weight is varied."""


@dataclass(frozen=True)
class WeightRobustness:
    """What becomes of a decision when its weights are others.

    Weights are varied on unrounded means of criteria; the decision itself compares published, rounded values.

    Attributes
    ----------
    solution : Solution
    stable : mapping of str to Interval or None
        Range of each weight, the others rescaled in proportion, in which the proposal stays best; None where it is
        not best on unrounded means.
    width : Fraction or None
        Part of itself within which every weight was varied at once; None where that was not looked at.
    sets : tuple of frozenset of str
        Ids funded by each of the portfolios of which one is best at any weights within that width.
    """

    solution: Solution
    stable: Mapping[str, Interval | None]
    width: Fraction | None = None
    sets: tuple[frozenset[str], ...] = ()

    def text(self, language: Language) -> str:
        """Say in a few sentences what holds whatever the weights are, and what does not."""

        def say(key: str, **filled: str) -> str:
            return WORDS[key][language].format(**filled)

        def ids(found: frozenset[str]) -> str:
            return listed([a.id for a in self.solution.scenario.call.applications if a.id in found], language)

        said = [say("one_by_one" if all(self.stable.values()) else "not_best")]
        if self.width is not None:
            width = percent(self.width, language)
            if self.sets == (frozenset(self.solution.funded),):
                return " ".join([*said, say("always_best", width=width)])
            always, ever = frozenset.intersection(*self.sets), frozenset.union(*self.sets)
            key = "within" if len(self.sets) > 1 else "other_best"
            said.append(say(key, width=width, count=whole(len(self.sets), language)))
            said.append(say("always", count=whole(len(always), language)))
            said += [say("depends", ids=ids(ever - always))] if ever - always else []
        return " ".join(said)

    def tables(self, language: Language) -> tuple[Table, ...]:
        """Return the weights and the range of each in which the proposal stays best."""

        def say(key: str) -> str:
            return WORDS[key][language]

        rows = []
        for name, criterion in self.solution.scenario.call.terms.criteria.items():
            interval = self.stable[name]
            ends = ("–", "–") if interval is None else tuple(percent(end, language, 1) for end in interval)
            rows.append((criterion.title[language], percent(criterion.weight, language), *ends))
        heads = (say("criterion"), say("weight"), say("from"), say("to"))
        return (Table(say("caption"), heads, tuple(rows), frozenset({1, 2, 3})),)


def weight_robustness(
    solution: Solution, width: Fraction | None = None, progress: Callable[[str], None] = lambda words: None
) -> WeightRobustness | None:
    """Find how far a decision rests on its weights; None where weights decide nothing.

    Parameters
    ----------
    solution : Solution
    width : Fraction, optional
        Part of itself by which every weight is varied at once, such as 1/5. The first such search on a computer
        compiles for half a minute. Where rules have helpers, or too many portfolios come near, it is left out.
    progress : callable
        Told what is being done.
    """
    try:
        values = criterion_values(solution.model)
    except ScenarioError:
        return None
    stable = {name: stability_interval(values, solution.portfolio, name) for name in values.names}
    if width is None:
        return WeightRobustness(solution, stable)
    criteria = solution.scenario.call.terms.criteria
    around = {name: (c.weight * (1 - width), min(Fraction(1), c.weight * (1 + width))) for name, c in criteria.items()}
    try:
        found = optimal_over_weights(solution.model, Polytope(tuple(criteria)).between(around), progress)
    except SolverError:
        return WeightRobustness(solution, stable)
    if not found.complete:
        return WeightRobustness(solution, stable)
    sets = (frozenset(i for i, _ in solution.model.choices(portfolio)) for portfolio in found.portfolios)
    return WeightRobustness(solution, stable, width, tuple(dict.fromkeys(sets)))
