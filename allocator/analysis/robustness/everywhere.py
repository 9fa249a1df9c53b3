"""Every portfolio that is best at some feasible weights, where finding them all costs less than solving the draws."""

from __future__ import annotations

import numpy as np

from allocator.analysis.frontier.course import Cut, Progress
from allocator.analysis.robustness.acceptability import Acceptability
from allocator.analysis.robustness.polytope import Polytope
from allocator.analysis.robustness.values import CriterionValues, Weights
from allocator.errors import SolverError
from allocator.polytope import OverWeights, optimal_over_weights


def best_everywhere(values: CriterionValues, polytope: Polytope, most: int, progress: Progress) -> OverWeights | None:
    """Return the portfolios of which one is best at any feasible weights, proven; None where that is too much work.

    Stopped with Ctrl-C it returns those found so far, and says which may be beaten.

    Parameters
    ----------
    most : int
        So many corners of the weights are looked at before the search is given up; each costs about as much as a draw.

    Raises
    ------
    KeyboardInterrupt
        If the search is stopped before it has a portfolio.
    """
    if values.bonus.helpers or np.any(values.bonus.coefficients):
        return None
    looked = 0

    def counted(words: str) -> None:
        nonlocal looked
        looked += 1
        if looked > most:
            raise Cut
        progress(words)

    try:
        return optimal_over_weights(values.model, polytope.over(values.names), counted)
    except (Cut, SolverError):
        return None


def looked_up(values: CriterionValues, listed: OverWeights, draws: list[Weights]) -> Acceptability:
    """Return which of the listed portfolios wins each draw of weights, by one product."""
    table = np.array([[float(weight) for weight in drawn] for drawn in draws]).reshape(len(draws), -1)
    best = listed.evaluate(table).tolist()
    winners = tuple(listed.portfolios[position] for position in best)
    return Acceptability(values.model, winners, len(draws), sum(position in listed.open for position in best))
