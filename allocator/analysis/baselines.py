"""What simpler ways of choosing would have given: always beside the decision, each with the rules it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from allocator.candidates import GENERAL, Award
from allocator.model import Model
from allocator.rows import Integers, Linear, Portfolio, Row
from allocator.rules.budget import Budget
from allocator.rules.earmark import Earmark
from allocator.rules.year import Year
from allocator.solution import Solution
from allocator.text import Text

if TYPE_CHECKING:
    import pandas as pd

TITLES: dict[str, Text] = {
    "rank_and_cut": Text(
        fi="Pisteiden järjestyksessä, kunnes raha loppuu",
        sv="I poängordning tills pengarna tar slut",
        en="By points until the money runs out",
    ),
    "value_per_euro": Text(
        fi="Pisteet euroa kohti -järjestyksessä", sv="I ordning efter poäng per euro", en="By points per euro"
    ),
    "lottery": Text(
        fi="Arvonta vähimmäistason ylittäneistä (keskiarvo)",
        sv="Lottning bland dem som nådde miniminivån (medeltal)",
        en="Lottery among those above the threshold (mean)",
    ),
    "one_per_region": Text(
        fi="Ensin kustakin maakunnasta yksi, sitten pisteiden järjestyksessä",
        sv="Först en från varje landskap, sedan i poängordning",
        en="One from each region first, then by points",
    ),
}


_FEWEST_DRAWS, _MOST_DRAWS = 3, 1_000
_INT64_IS_SAFE_BELOW = 2.0**62
_LOTS = 100_000
"""Lots that are drawn in all draws together, if so many are needed."""


@dataclass(frozen=True)
class Baseline:
    """One simpler way of choosing.

    Attributes
    ----------
    name : str
        rank_and_cut, value_per_euro, lottery or one_per_region.
    funded : tuple of str
        Ids; empty for the lottery, which is many draws.
    value, count, granted, regions, broken : Fraction
        The objective, number funded, euros granted, regions reached, and rules broken; means for the lottery.
    rules : tuple of str
        Names of the rules that it breaks; for the lottery, those that any draw breaks.
    """

    name: str
    funded: tuple[str, ...]
    value: Fraction
    count: Fraction
    granted: Fraction
    regions: Fraction
    broken: Fraction
    rules: tuple[str, ...]


def baselines(solution: Solution, *, draws: int | None = None, seed: int = 2021) -> tuple[Baseline, ...]:
    """Return what simpler ways of choosing would fund with the same money; nothing is solved for.

    Each goes down its list and takes what fits into the money: the budget, the earmarks and the years. Every other
    rule is only looked at afterwards. An application is granted the greatest amount that may be granted it, or nothing,
    and where one pot must pay it, the earmarked ones are tried first.

    Parameters
    ----------
    draws : int, optional
        Of the lottery, in which every application has the same chance; if not said, a thousand, and fewer in a call of
        more than 100 applications, whose mean needs fewer.
    seed : int
        Of the lottery.

    Raises
    ------
    ValueError
        If there is no draw.
    """
    if draws is None:
        draws = max(_FEWEST_DRAWS, min(_MOST_DRAWS, _LOTS // max(1, len(solution.model.candidates))))
    if draws < 1:
        raise ValueError("a lottery needs at least one draw")
    model, chooser = solution.model, _Chooser(solution.model)
    values = model.candidates.value.coefficients.tolist()
    euros = np.maximum(model.candidates.euros.coefficients, 1).tolist()
    # Two quotients of numbers below a bound differ by more than one part in its square: so many digits tell them apart.
    digits = max(euros, default=1) ** 2
    by_value = chooser.ranked(values)
    per_euro = chooser.ranked([value * digits // cost for value, cost in zip(values, euros, strict=True)])
    return (
        _baseline(model, "rank_and_cut", chooser.taken(by_value)),
        _baseline(model, "value_per_euro", chooser.taken(per_euro)),
        _mean(model, "lottery", [chooser.taken(order) for order in chooser.drawn(by_value, draws, seed)]),
        _baseline(model, "one_per_region", chooser.taken([*chooser.first_of_each_region(by_value), *by_value])),
    )


def measured(solution: Solution, portfolio: Portfolio, name: str = "decision") -> Baseline:
    """Measure any portfolio as the baselines are measured."""
    return _baseline(solution.model, name, portfolio)


def baselines_frame(solution: Solution, found: Sequence[Baseline]) -> pd.DataFrame:
    """Return the decision and the baselines as a table.

    Returns
    -------
    DataFrame
        Indexed by way (`decision` first): `value` (points), `funded` (number), `granted` (euros), `regions` (reached),
        `broken` (number of rules), `rules` (their names); means for the lottery.
    """
    import pandas as pd

    own = measured(solution, solution.portfolio)
    rows = [
        {
            "value": float(b.value),
            "funded": float(b.count),
            "granted": float(b.granted),
            "regions": float(b.regions),
            "broken": float(b.broken),
            "rules": ", ".join(b.rules),
        }
        for b in (own, *found)
    ]
    return pd.DataFrame(rows, index=pd.Index([b.name for b in (own, *found)], name="way"))


class _Chooser:
    def __init__(self, model: Model) -> None:
        self.model = model
        rules, awards = model.scenario.rules, model.candidates.awards
        money = (Budget, Earmark, Year)
        limits = [row for row in model.rows if row.rule and isinstance(rules[row.rule], money) and row.sense == "<="]
        # Most rows only add up, and lists go down them fast; one that may shrink is looked at award by award.
        plain = [row for row in limits if not row.integers.helpers and (row.integers.coefficients >= 0).all()]
        costs = np.array([row.integers.coefficients for row in plain]).reshape(len(plain), len(awards))
        bounds = [row.integers.bound for row in plain]
        # Sums that int64 cannot hold are made in Python integers.
        small = max([0.0, *costs.sum(axis=1, dtype=float), *map(float, bounds)]) < _INT64_IS_SAFE_BELOW
        self._costs: Integers = costs.astype(np.int64 if small else object)
        self._bounds: Integers = np.array(bounds, dtype=self._costs.dtype)
        self._others = [row for row in limits if row not in plain]
        places: dict[str, int] = {}
        self._application = np.array([places.setdefault(a.application, len(places)) for a in awards], dtype=np.int64)
        self._applications = len(places)
        firsts: dict[str, Award] = {}
        self._greatest = [
            position
            for position, award in enumerate(awards)
            if firsts.setdefault(award.application, award).level == award.level
        ]

    def ranked(self, worth: Sequence[int]) -> list[int]:
        """Return the positions of each application's greatest awards, the best first, equals in the order of ids."""
        places, awards = self._application.tolist(), self.model.candidates.awards
        keys = ((-worth[i], places[i], GENERAL in awards[i].sources, i) for i in self._greatest)
        return [position for *_, position in sorted(keys)]

    def drawn(self, ranked: Sequence[int], draws: int, seed: int) -> Iterator[npt.NDArray[np.int64]]:
        """Yield the awards in drawn orders of their applications: each draws a lot, and the least come first."""
        positions = np.array(ranked, dtype=np.int64)
        of = self._application[positions]
        lots = np.random.PCG64(seed)  # its raw numbers are the same in every version of numpy
        for _ in range(draws):
            yield positions[np.argsort(lots.random_raw(self._applications)[of], kind="stable")]

    def first_of_each_region(self, ranked: Sequence[int]) -> list[int]:
        """Return for each region the first award in which it is the largest region."""
        candidates = self.model.candidates
        by_region = np.array([candidates.in_region(code).coefficients for code in candidates.call.region_codes])
        reaching, largest = set(np.flatnonzero(by_region.any(axis=0)).tolist()), by_region.argmax(axis=0).tolist()
        firsts: dict[int, int] = {}
        for position in ranked:
            if position in reaching:
                firsts.setdefault(largest[position], position)
        return list(firsts.values())

    def taken(self, order: Sequence[int] | npt.NDArray[np.int64]) -> Portfolio:
        """Take down a list what fits into the money."""
        waiting, taken = np.array(order, dtype=np.int64), np.zeros(0, dtype=np.int64)
        spent = self._bounds * 0
        while len(waiting):
            # An application is granted once: a later way of paying it counts only if the earlier one does not fit.
            first = np.zeros(len(waiting), dtype=bool)
            first[np.unique(self._application[waiting], return_index=True)[1]] = True
            after = spent[:, None] + np.cumsum(self._costs[:, waiting] * first, axis=1)
            beyond = (after > self._bounds[:, None]).any(axis=0)
            run = int(beyond.argmax()) if beyond.any() else len(waiting)
            if self._others and not all(row.holds(Portfolio([*taken, waiting[0]])) for row in self._others):
                waiting = waiting[1:]
                continue
            run = min(run, 1) if self._others else run
            new, waiting = waiting[:run][first[:run]], waiting[run:]
            taken = np.concatenate([taken, new])
            spent = spent + self._costs[:, new].sum(axis=1)
            # What does not fit now will not later, since the money only shrinks.
            fits = (spent[:, None] + self._costs[:, waiting] <= self._bounds[:, None]).all(axis=0)
            waiting = waiting[fits & ~np.isin(self._application[waiting], self._application[new])]
        return Portfolio(taken.tolist())


def _baseline(model: Model, name: str, portfolio: Portfolio) -> Baseline:
    """Measure a portfolio, and name whom it funds."""
    awards = model.candidates.awards
    return replace(_measured(model, name, portfolio), funded=tuple([awards[i].application for i in portfolio.awards]))


def _measured(model: Model, name: str, portfolio: Portfolio) -> Baseline:
    candidates = model.candidates
    rules = tuple(dict.fromkeys(row.rule for row in model.broken(portfolio)))
    reached = sum(candidates.in_region(code).at(portfolio) > 0 for code in candidates.call.region_codes)
    return Baseline(
        name,
        (),
        model.objective.shown(model.objective.at(portfolio)),
        Fraction(len(portfolio.awards)),
        candidates.euros.at(portfolio),
        Fraction(reached),
        Fraction(len(rules)),
        rules,
    )


def _mean(model: Model, name: str, portfolios: Sequence[Portfolio]) -> Baseline:
    """Measure the mean of many portfolios."""
    candidates, goal, count = model.candidates, model.objective, len(portfolios)
    made = np.zeros((count, len(candidates)), dtype=np.int64)
    for number, portfolio in enumerate(portfolios):
        made[number, portfolio.positions] = 1
    broken: dict[str, npt.NDArray[np.bool_]] = {}
    for row in model.rows:
        if row.rule:
            breaks = np.array(_breaks(row, portfolios, made), dtype=bool)
            broken[row.rule] = broken.get(row.rule, breaks) | breaks
    reaching = (candidates.reaching(code).coefficients for code in candidates.call.region_codes)
    reached = sum(int((made @ awards > 0).sum()) for awards in reaching)
    rules = tuple(rule for rule in model.scenario.rules if rule in broken and broken[rule].any())
    return Baseline(
        name,
        (),
        sum((goal.shown(value) for value in _values(goal.form, portfolios, made)), Fraction(0)) / count,
        Fraction(int(made.sum()), count),
        sum(_values(candidates.euros, portfolios, made), Fraction(0)) / count,
        Fraction(reached, count),
        Fraction(int(sum(breaks.sum() for breaks in broken.values())), count),
        rules,
    )


def _values(form: Linear, portfolios: Sequence[Portfolio], made: Integers) -> list[Fraction]:
    """Return a form's value for each portfolio: all at once where int64 holds it."""
    if form.helpers or not _fits(form.coefficients):
        return [form.at(portfolio) for portfolio in portfolios]
    return [Fraction(form.constant + total, form.denominator) for total in (made @ form.coefficients).tolist()]


def _breaks(row: Row, portfolios: Sequence[Portfolio], made: Integers) -> list[bool]:
    """Return which portfolios break a row: all at once where int64 holds it."""
    whole = row.integers
    if whole.helpers or not _fits(whole.coefficients) or abs(whole.bound) >= _INT64_IS_SAFE_BELOW:
        return [not row.holds(portfolio) for portfolio in portfolios]
    total = made @ whole.coefficients
    broken = {"<=": total > whole.bound, ">=": total < whole.bound, "==": total != whole.bound}[row.sense]
    return [bool(is_broken) for is_broken in broken]


def _fits(numbers: Integers) -> bool:
    return numbers.dtype != object and float(np.abs(numbers.astype(float)).sum()) < _INT64_IS_SAFE_BELOW
