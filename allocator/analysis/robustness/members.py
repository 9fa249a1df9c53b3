"""Members of an evaluation group with weights of their own: where they agree, and what regrets least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from allocator.analysis.robustness.people import from_ratios
from allocator.analysis.robustness.regret import Regret, regret
from allocator.analysis.robustness.values import CriterionValues
from allocator.errors import InputError, Problem
from allocator.exact import parse_fraction
from allocator.tables import column_problems, read_table


@dataclass(frozen=True)
class Members:
    """Each member's best portfolio, and the one whose greatest regret over the members is least.

    Attributes
    ----------
    values : CriterionValues
    weights : mapping of str to tuple of Fraction
        Each member's weights, in the call's order of criteria.
    regrets : Regret
        Over the members: `best` holds each one's portfolio, `minimax` the one that regrets least.
    """

    values: CriterionValues
    weights: Mapping[str, tuple[Fraction, ...]]
    regrets: Regret

    @property
    def supporters(self) -> dict[str, tuple[str, ...]]:
        """The members whose best portfolio funds each application: all of them, some or none."""
        model = self.values.model
        funded = {m: {i for i, _ in model.choices(p)} for m, p in zip(self.weights, self.regrets.best, strict=True)}
        ids = dict.fromkeys(award.application for award in model.candidates.awards)
        return {i: tuple(member for member, own in funded.items() if i in own) for i in ids}


def members(values: CriterionValues, weights: Mapping[str, Sequence[Fraction]], *, workers: int = 2) -> Members:
    """Solve for every member's weights, and for the portfolio with the least greatest regret over them."""
    own = {member: tuple(numbers) for member, numbers in weights.items()}
    forms = [values.form(numbers) for numbers in own.values()]
    return Members(values, own, regret(values.model, forms, workers=workers))


def read_members(path: str | Path, criteria: Sequence[str]) -> dict[str, tuple[Fraction, ...]]:
    """Read a table of members' weights: a row for each, the column `member`, and a column for each criterion.

    Numbers may be weights, percentages or points such as swings: each row is divided by its sum.

    Raises
    ------
    InputError
        If a column is missing or unknown, a member is unnamed or named twice, or a number is none; every
        problem at once.
    """
    table = read_table(Path(path))
    problems = list(column_problems(table, ("member", *criteria), (), further=False))
    if problems:
        raise InputError(problems)
    read: dict[str, tuple[Fraction, ...]] = {}
    for line in table.lines:
        member = line["member"]
        if not member or member in read:
            what = "the member is named twice" if member else "the member has no name"
            problems.append(table.problem(line, "member", what))
            continue
        points: dict[str, Fraction] = {}
        for name in criteria:
            try:
                points[name] = parse_fraction(line[name])
            except ValueError:
                problems.append(table.problem(line, name, "not a number", expected="a number of at least 0"))
        read[member] = ()
        if len(points) == len(criteria):
            try:
                read[member] = tuple(from_ratios(points).values())
            except ValueError as error:
                problems.append(Problem(str(error), table.file, line.row))
    if problems:
        raise InputError(problems)
    return read
