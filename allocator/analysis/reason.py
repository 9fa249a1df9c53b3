"""One application's place in the decision: what is known of it, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.thresholds import BudgetThreshold, RequestThreshold
from allocator.rows import Row
from allocator.solution import Outcome


@dataclass(frozen=True)
class Points:
    """What the published value would have had to be, in whole published steps.

    Attributes
    ----------
    difference : Fraction
        Points at which the best portfolio with the application and the best without are equal.
    needed : Fraction
        For one not funded: the least rise, in published steps, that funds it. For one funded: the greatest
        fall, in published steps, that it survives.
    tie : bool
        Whether the difference itself would be a tie that the published order decides.
    """

    difference: Fraction
    needed: Fraction
    tie: bool


@dataclass(frozen=True)
class CriterionNeed:
    """The mean on one criterion at which the application would be funded, everything else unchanged.

    Attributes
    ----------
    criterion : str
    mean, needed : Fraction
        The published mean, and the least exact mean that suffices.
    possible : bool
        Whether the scale goes so far.
    """

    criterion: str
    mean: Fraction
    needed: Fraction
    possible: bool


@dataclass(frozen=True)
class Swap:
    """A funded application with a lower value, and the rules that putting the other in its place would break.

    Attributes
    ----------
    funded : str
        Id of the funded application.
    broken : tuple of (Row, Fraction)
        Rows that the swap breaks, and by how much in each row's unit.
    """

    funded: str
    broken: tuple[tuple[Row, Fraction], ...]


@dataclass(frozen=True)
class Reason:
    """All that is known of one application's place in the decision.

    Attributes
    ----------
    application : str
    outcome : {"funded", "not_funded", "below_threshold", "ineligible"}
    loss : Fraction or None
        What the objective loses if the opposite is decided; None where the opposite is impossible, or where
        the application is not compared. Divided by the objective it is `tolerance`.
    tolerance : Fraction or None
        The part of the objective that is lost: at any smaller tolerance the outcome is decided by the scores
        and rules, at any greater it is a genuine choice.
    points : Points or None
        Missing points, or the margin.
    criteria : tuple of CriterionNeed
        For one not funded: each single criterion in which the missing points could be earned.
    request : RequestThreshold or None
        The request at which it would be funded, or up to which it stays funded.
    budget : BudgetThreshold or None
        For one not funded: the first budget at which it is funded.
    rules : tuple of str
        For one not funded: single rules without which it would be funded.
    displaced, joined : tuple of str
        Who would leave and who else would come if the opposite were decided, by the published order.
    swaps : tuple of Swap
        For one not funded: every funded application with a lower value, the lowest first.
    place : str or None
        For one ineligible or below a threshold: "funded" or "not_funded", had it been compared.
    """

    application: str
    outcome: Outcome
    loss: Fraction | None = None
    tolerance: Fraction | None = None
    points: Points | None = None
    criteria: tuple[CriterionNeed, ...] = ()
    request: RequestThreshold | None = None
    budget: BudgetThreshold | None = None
    rules: tuple[str, ...] = ()
    displaced: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    swaps: tuple[Swap, ...] = ()
    place: str | None = None

    def discretion(self, tolerance: Fraction) -> str:
        """Say whether the outcome is decided, excluded or a genuine choice at a tolerance.

        Returns
        -------
        str
            "decided" (funded in every portfolio within the tolerance of the best), "excluded" (in none),
            "choice", or "not_compared".
        """
        if self.outcome in {"ineligible", "below_threshold"}:
            return "not_compared"
        if self.tolerance is None or self.tolerance > tolerance:
            return "decided" if self.outcome == "funded" else "excluded"
        return "choice"
