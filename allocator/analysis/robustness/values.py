"""A portfolio's unrounded value on each criterion, so that any weights are one product away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from allocator.errors import Problem, ScenarioError
from allocator.model import Model
from allocator.rows import Linear, Portfolio, constant, fitting

Weights = tuple[Fraction, ...]
"""One weight for each criterion, in the call's order; they sum to 1."""


@dataclass(frozen=True)
class CriterionValues:
    """Σ level × criterion mean, unrounded, for each criterion; and what no weight touches.

    The decision optimises published values, which are rounded; weights are varied on the unrounded means,
    since a rounded sum is no longer linear in the weights. The two may differ by half a published unit for
    each application.

    Attributes
    ----------
    model : Model
    names : tuple of str
        The criteria, in the call's order.
    scores : array of int, (awards, criteria)
        Criterion mean times level, in units of 1/`denominator`.
    denominator : int
    bonus : Linear
        Synergies: the part of the objective that no criterion makes.
    """

    model: Model
    names: tuple[str, ...]
    scores: npt.NDArray[np.object_]
    denominator: int
    bonus: Linear

    @property
    def published(self) -> Weights:
        """The weights of the call."""
        return tuple(c.weight for c in self.model.scenario.call.terms.criteria.values())

    def form(self, weights: Sequence[Fraction]) -> Linear:
        """Return the unrounded value at *weights* as a form over the awards."""
        scale = lcm(*(w.denominator for w in weights))
        whole = np.array([int(w * scale) for w in weights], dtype=object)
        return Linear(fitting(self.scores @ whole), denominator=self.denominator * scale) + self.bonus

    def within(self, width: Fraction) -> tuple[CriterionValues, CriterionValues]:
        """Return the values with every criterion mean *width* points lower, and higher, within its scale."""
        return self._moved(-width), self._moved(width)

    def _moved(self, width: Fraction) -> CriterionValues:
        criteria = self.model.scenario.call.terms.criteria
        exact = [
            [
                award.level * min(max(self.model.assessments[award.application].exact[name] + width, low), high)
                for name, (low, high) in ((name, criteria[name].scale) for name in self.names)
            ]
            for award in self.model.candidates.awards
        ]
        return CriterionValues(self.model, self.names, *_in_whole(exact, len(self.names)), self.bonus)

    def at(self, portfolio: Portfolio, weights: Sequence[Fraction]) -> Fraction:
        """Return a portfolio's unrounded value at *weights*."""
        return self.form(weights).at(portfolio)


def criterion_values(model: Model) -> CriterionValues:
    """Take a model's value apart by criterion.

    Raises
    ------
    ScenarioError
        If the call has no criteria, an application brings its own value, or something other than value is
        maximised: weights then decide nothing.
    """
    call = model.scenario.call
    names = tuple(call.terms.criteria)
    candidates = model.candidates
    own = dict.fromkeys(a.id for a in candidates.applications if a.value is not None)
    if not names or own:
        what = f"{', '.join(own)} bring a value of their own" if own else "the call has no criteria"
        raise ScenarioError([Problem(what, expected="scores on weighted criteria: without them no weight decides")])
    if model.objective.name != "value":
        what = f"the objective is {model.objective.name}"
        raise ScenarioError([Problem(what, column="objective", expected="value: weights decide nothing else")])
    exact = [
        [award.level * model.assessments[award.application].exact[name] for name in names]
        for award in candidates.awards
    ]
    bonus = model.objective.form - candidates.value if len(candidates) else constant(0, 0)
    return CriterionValues(model, names, *_in_whole(exact, len(names)), bonus)


def _in_whole(exact: Sequence[Sequence[Fraction]], columns: int) -> tuple[npt.NDArray[np.object_], int]:
    """Return numbers in whole units, and how many units make 1."""
    unit = lcm(*(number.denominator for row in exact for number in row))
    return np.array([[int(number * unit) for number in row] for row in exact], object).reshape(-1, columns), unit
