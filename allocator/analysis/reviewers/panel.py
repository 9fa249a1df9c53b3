"""A panel: which reviewer gave which application what, conflicts and half-given reviews left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.call import Call, natural_order
from allocator.errors import InputError, Problem

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Review:
    """One reviewer's value for one application: the weighted sum of the scores on every criterion."""

    application: str
    reviewer: str
    value: Fraction


@dataclass(frozen=True)
class Panel:
    """All reviews that can be compared.

    Attributes
    ----------
    reviews : tuple of Review
        In the natural order of applications and reviewers.
    conflicts : mapping of str to int
        For each reviewer, how many applications were left out for a conflict.
    partial : tuple of (str, str)
        Application and reviewer where some criteria were scored and others not: no value can be made of them.
    width : Fraction
        Distance between the least and the greatest value that a review can have.
    """

    reviews: tuple[Review, ...]
    conflicts: dict[str, int]
    partial: tuple[tuple[str, str], ...]
    width: Fraction

    @cached_property
    def applications(self) -> tuple[str, ...]:
        """Ids of the applications that were reviewed, in natural order."""
        return tuple(sorted({review.application for review in self.reviews}, key=natural_order))

    @cached_property
    def reviewers(self) -> tuple[str, ...]:
        """The reviewers with a review that counts, in natural order."""
        return tuple(sorted({review.reviewer for review in self.reviews}, key=natural_order))

    @cached_property
    def of(self) -> Positions:
        """For each review, its application's position."""
        place = {name: i for i, name in enumerate(self.applications)}
        return np.array([place[review.application] for review in self.reviews], dtype=np.int64)

    @cached_property
    def by(self) -> Positions:
        """For each review, its reviewer's position."""
        place = {name: i for i, name in enumerate(self.reviewers)}
        return np.array([place[review.reviewer] for review in self.reviews], dtype=np.int64)

    @cached_property
    def values(self) -> Floats:
        """Every review's value."""
        return np.array([float(review.value) for review in self.reviews])

    def values_of(self, application: str) -> list[Fraction]:
        """Return an application's reviews, in the order of reviewers."""
        return [review.value for review in self.reviews if review.application == application]

    def against_others(self, reviewer: str) -> Fraction | None:
        """Return by how much a reviewer is below the others on the same applications, on average; None if alone.

        Positive is severe. It is a plain mean: it does not know how severe those others are.
        """
        gaps = []
        for review in self.reviews:
            if review.reviewer == reviewer:
                others = [r.value for r in self.reviews if r.application == review.application and r is not review]
                if others:
                    gaps.append(sum(others, Fraction(0)) / len(others) - review.value)
        return sum(gaps, Fraction(0)) / len(gaps) if gaps else None


def panel_of(call: Call) -> Panel:
    """Gather a call's reviews.

    Raises
    ------
    InputError
        If the call has no scores by reviewers, or fewer than three applications or two reviewers have some that count.
    """
    criteria = call.terms.criteria
    given: dict[tuple[str, str], dict[str, Fraction]] = {}
    conflicted: set[tuple[str, str]] = set()
    for score in call.scores:
        pair = (score.application, score.reviewer)
        if score.conflict:
            conflicted.add(pair)
        elif score.score is not None:
            given.setdefault(pair, {})[score.criterion] = score.score
    whole = {p: m for p, m in given.items() if p not in conflicted and m.keys() == criteria.keys()}
    partial = tuple(pair for pair in given if pair not in whole and pair not in conflicted)
    reviews = tuple(
        Review(*pair, sum((criteria[name].weight * mark for name, mark in marks.items()), Fraction(0)))
        for pair, marks in sorted(whole.items(), key=lambda item: tuple(map(natural_order, item[0])))
    )
    width = sum((c.weight * (c.scale[1] - c.scale[0]) for c in criteria.values()), Fraction(0))
    conflicts: dict[str, int] = {}
    for _, reviewer in sorted(conflicted):
        conflicts[reviewer] = conflicts.get(reviewer, 0) + 1
    panel = Panel(reviews, conflicts, partial, width)
    if len(panel.applications) < 3 or len(panel.reviewers) < 2:
        found = f"{len(panel.reviewers)} reviewers of {len(panel.applications)} applications"
        what = "reviews at least three applications by two reviewers, without a conflict, scored on every criterion"
        raise InputError([Problem("too few reviews to compare reviewers", column="scores", found=found, expected=what)])
    return panel
