"""What each member of an evaluation group says of the criteria, read from a file, and the weights it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator.analysis.robustness.people import from_pairs, from_ratios, rank_order_centroid, rank_sum
from allocator.documents import Document, read_document
from allocator.errors import InputError, Problem, nearest, one_of
from allocator.exact import parse_fraction
from allocator.tables import Line, Table, column_problems, read_table

POINTS = ("weights", "swing", "ratios")
"""Numbers for each criterion, in proportion to which it weighs: of its own, of its range's swing, of its importance."""

RANKS = ("rank_order_centroid", "rank_sum")
"""An order of importance, and what is made of it."""

METHODS = (*POINTS, *RANKS, "pairs")

CONTRADICTORY = 0.10
"""Above this consistency ratio comparisons contradict each other and should be talked over again (Saaty 1980)."""


@dataclass(frozen=True)
class Judgement:
    """What one member says of the criteria.

    Attributes
    ----------
    weights : tuple of Fraction
        In the call's order of criteria; they sum to 1.
    method : str
        One of `METHODS`: how the member said it.
    consistency : float or None
        Consistency ratio of pairwise comparisons, 0 where they agree with each other; None by another method, where
        nothing is said twice.
    """

    weights: tuple[Fraction, ...]
    method: str
    consistency: float | None = None

    @property
    def contradictory(self) -> bool:
        """Whether the member's comparisons contradict each other too much to be relied on."""
        return self.consistency is not None and self.consistency > CONTRADICTORY


def read_judgements(path: str | Path, criteria: Sequence[str]) -> dict[str, Judgement]:
    """Read what members say of the criteria, from YAML or from a table (CSV, XLSX).

    In YAML `members` holds, by name, one of: `weights`, `swing` or `ratios` (a number for each criterion),
    `rank_order_centroid` or `rank_sum` (the criteria in order, the most important first), `pairs` (for each criterion
    how many times as important it is as some others, every pair once, either way round).

    A table has a row for each member: the column `member`, a column for each criterion with a number, and, unless all
    are points, a column `method`: weights, swing, ratios, rank_order_centroid or rank_sum; by the last two the number
    is the rank, 1 the most important.

    Raises
    ------
    InputError, ScenarioError
        If something is missing, unknown, said twice or no number; every problem at once.
    """
    if Path(path).suffix.lower() in {".yaml", ".yml"}:
        return _from_document(read_document(Path(path)), criteria)
    return _from_table(read_table(Path(path)), criteria)


def _from_document(document: Document, criteria: Sequence[str]) -> dict[str, Judgement]:
    said = document.values.get("members")
    problems = [
        Problem("unknown field", *document.place((name,)), name, found=name, expected="members")
        for name in document.values
        if name not in {"members", "note"}
    ]
    if not isinstance(said, Mapping) or not said:
        place, expected = document.place(()), "what each member says, by name"
        raise InputError([*problems, Problem("members are missing", *place, "members", expected=expected)])
    read: dict[str, Judgement] = {}
    for member, methods in said.items():
        where = ("members", str(member))
        named = list(methods) if isinstance(methods, Mapping) else []
        if len(named) != 1 or named[0] not in METHODS:
            what = "a member says it in one way"
            found = ", ".join(map(str, named)) or None
            hint = nearest(found, METHODS) if found else None
            problems.append(Problem(what, *document.place(where), ".".join(where), found, one_of(METHODS), hint))
            continue
        try:
            read[str(member)] = _judged(named[0], methods[named[0]], criteria)
        except ValueError as error:
            named_at = (*where, named[0])
            problems.append(Problem(str(error), *document.place(named_at), ".".join(named_at)))
    if problems:
        raise InputError(problems)
    return read


def _from_table(table: Table, criteria: Sequence[str]) -> dict[str, Judgement]:
    problems = list(column_problems(table, ("member", *criteria), ("method",), further=False))
    if problems:
        raise InputError(problems)
    read: dict[str, Judgement] = {}
    for line in table.lines:
        member, method = line["member"], line["method"] or "weights"
        if not member or member in read:
            what = "the member is named twice" if member else "the member has no name"
            problems.append(table.problem(line, "member", what))
            continue
        read[member] = Judgement((), method)
        if method not in {*POINTS, *RANKS}:
            expected = one_of([*POINTS, *RANKS])
            problems.append(table.problem(line, "method", "unknown method", found=method, expected=expected))
            continue
        numbers, wrong = _numbers(table, line, criteria)
        problems += wrong
        try:
            read[member] = read[member] if wrong else _judged(method, _as_said(method, numbers), criteria)
        except ValueError as error:
            problems.append(Problem(str(error), table.file, line.row))
    if problems:
        raise InputError(problems)
    return read


def _numbers(table: Table, line: Line, criteria: Sequence[str]) -> tuple[dict[str, Fraction], list[Problem]]:
    numbers: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for name in criteria:
        try:
            numbers[name] = parse_fraction(line[name])
        except ValueError:
            problems.append(table.problem(line, name, "not a number", expected="a number of at least 0"))
    return numbers, problems


def _as_said(method: str, numbers: Mapping[str, Fraction]) -> object:
    """Turn a row's ranks into the order that they say."""
    if method in POINTS:
        return numbers
    if sorted(numbers.values()) != list(range(1, len(numbers) + 1)):
        raise ValueError(f"expected the ranks 1 to {len(numbers)}, each once")
    return sorted(numbers, key=lambda name: numbers[name])


def _judged(method: str, said: object, criteria: Sequence[str]) -> Judgement:
    if method == "pairs":
        weights, ratio = from_pairs(_matrix(said, criteria))
        return Judgement(weights, method, ratio)
    by_name = _pointed(said, criteria) if method in POINTS else _ranked(method, said, criteria)
    return Judgement(tuple(by_name[name] for name in criteria), method)


def _pointed(said: object, criteria: Sequence[str]) -> dict[str, Fraction]:
    points = said if isinstance(said, Mapping) else {}
    _all_named([str(name) for name in points], criteria)
    return from_ratios({str(name): _number(number) for name, number in points.items()})


def _ranked(method: str, said: object, criteria: Sequence[str]) -> dict[str, Fraction]:
    order = [str(name) for name in said] if isinstance(said, list) else []
    _all_named(order, criteria)
    make: Callable[[Sequence[str]], dict[str, Fraction]] = rank_sum if method == "rank_sum" else rank_order_centroid
    return make(order)


def _matrix(said: object, criteria: Sequence[str]) -> list[list[float]]:
    """Return how many times as important each criterion is as each other."""
    ratios: dict[tuple[str, str], Fraction] = {(name, name): Fraction(1) for name in criteria}
    for one, others in (said if isinstance(said, Mapping) else {}).items():
        for other, times in (others if isinstance(others, Mapping) else {}).items():
            pair = str(one), str(other)
            _known(pair, criteria)
            if pair in ratios:
                raise ValueError(f"the pair {one}, {other} is compared twice")
            number = _number(times)
            if number <= 0:
                raise ValueError(f"{one} is {times} times as important as {other}; expected a number above 0")
            ratios[pair], ratios[pair[::-1]] = number, 1 / number
    missing = [f"{a}, {b}" for i, a in enumerate(criteria) for b in criteria[i + 1 :] if (a, b) not in ratios]
    if missing:
        raise ValueError(f"these pairs are not compared: {'; '.join(missing)}")
    return [[float(ratios[one, other]) for other in criteria] for one in criteria]


def _all_named(names: Sequence[str], criteria: Sequence[str]) -> None:
    _known(names, criteria)
    if sorted(names) != sorted(criteria):
        missing = [name for name in criteria if name not in names]
        raise ValueError(f"missing: {', '.join(missing)}" if missing else "a criterion is named twice")


def _known(names: Sequence[str], criteria: Sequence[str]) -> None:
    for name in names:
        if name not in criteria:
            near = nearest(name, criteria)
            hint = f"; did you mean {near!r}?" if near else f"; expected {one_of(criteria)}"
            raise ValueError(f"{name!r} is no criterion{hint}")


def _number(said: Any) -> Fraction:
    try:
        return parse_fraction(said)
    except ValueError:
        raise ValueError(f"{said!r} is not a number") from None
