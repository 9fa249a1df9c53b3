"""What each rule costs, by re-solves: removed alone, and as its fair part of what all rules cost together.

References
----------
Shapley (1953), A value for n-person games; Castro, Gómez & Tejada (2009), Polynomial calculation of the Shapley
value based on sampling, Computers & Operations Research 36, 1726-1730; Bertsimas, Farias & Trichakis (2011), The
price of fairness, Operations Research 59, 17-31.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, sqrt
from typing import TYPE_CHECKING

from allocator.analysis.resolve import Resolver
from allocator.analysis.variants import Variants, without
from allocator.conflict import optional_rules
from allocator.errors import SolverError
from allocator.model import formulate
from allocator.rules.base import Rule
from allocator.rules.coverage import Coverage
from allocator.rules.fair_share import FairShare
from allocator.rules.levels import Levels
from allocator.rules.limit import Limit
from allocator.rules.synergy import Synergy
from allocator.solution import Solution
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd

MOST_EXACT = 10
"""Up to so many rules the shares come from every set of rules; beyond, from drawn orders."""

_Worth = Callable[[frozenset[str]], Fraction]


@dataclass(frozen=True)
class RulePrice:
    """What one rule costs.

    Attributes
    ----------
    rule : str
    value_without : Fraction
        The objective without it.
    price : Fraction
        What the objective gains if it alone is removed.
    share : Fraction
        Its Shapley share of what all rules cost together; the shares sum to that exactly.
    error : float
        Standard error of the share; 0 where it is exact.
    moved : int
        Whole euros that go to another region if it alone is removed.
    gainer, loser : tuple of (str, int) or None
        The region that the rule gives most, and the one that it takes most from, by code, in whole euros.
    came_in, fell_out : tuple of str
        Applications that are funded, and are not, because of it.
    """

    rule: str
    value_without: Fraction
    price: Fraction
    share: Fraction
    error: float
    moved: int
    gainer: tuple[str, int] | None
    loser: tuple[str, int] | None
    came_in: tuple[str, ...]
    fell_out: tuple[str, ...]

    @property
    def costs_nothing(self) -> bool:
        """Whether the objective is the same without it."""
        return self.price == 0

    @property
    def changes_nothing(self) -> bool:
        """Whether the decision is the same without it."""
        return not self.came_in and not self.fell_out


@dataclass(frozen=True)
class Prices:
    """The prices of a solution's rules.

    Attributes
    ----------
    unconstrained : Fraction
        The objective under the money alone: the rules in `kept`.
    final : Fraction
        The objective under every rule. The shares sum to what lies between the two.
    kept : tuple of str
        Rules that are never removed: the budgets, and levels and synergies, which say what there is to choose from.
    fairness : Fraction or None
        The price of fairness: the part of the objective lost to the rules about regions together; None where
        there are none.
    rules : tuple of RulePrice
    solves : int
        How many programmes were solved.
    """

    solution: Solution
    unconstrained: Fraction
    final: Fraction
    kept: tuple[str, ...]
    fairness: Fraction | None
    rules: tuple[RulePrice, ...]
    solves: int

    def frame(self, language: Language = "fi") -> pd.DataFrame:
        """Return the prices as a table, with the regions' names in a language.

        Returns
        -------
        DataFrame
            One row a rule, indexed by name: `tier`; `value_without` and `price` (points); `share` (points; the
            column sums to unconstrained less final) and `error` (its standard error); `moved` (whole euros to
            other regions); `gainer`, `gained`, `loser`, `lost` (region, whole euros); `came_in`, `fell_out`
            (ids); `costs_nothing`, `changes_nothing`.
        """
        import pandas as pd

        geography, rules = self.solution.scenario.call.geography, self.solution.scenario.rules
        names = {region.code: region.name[language] for region in geography.regions}
        rows = [
            {
                "tier": rules[p.rule].tier,
                "value_without": float(p.value_without),
                "price": float(p.price),
                "share": float(p.share),
                "error": p.error,
                "moved": p.moved,
                "gainer": names[p.gainer[0]] if p.gainer else "",
                "gained": p.gainer[1] if p.gainer else 0,
                "loser": names[p.loser[0]] if p.loser else "",
                "lost": p.loser[1] if p.loser else 0,
                "came_in": ", ".join(p.came_in),
                "fell_out": ", ".join(p.fell_out),
                "costs_nothing": p.costs_nothing,
                "changes_nothing": p.changes_nothing,
            }
            for p in self.rules
        ]
        return pd.DataFrame(rows, index=pd.Index([p.rule for p in self.rules], name="rule"))


def prices(solution: Solution, *, orders: int = 200, seed: int = 2021) -> Prices:
    """Return what each rule but those never removed costs, what it moves, and its share of what all cost together.

    Parameters
    ----------
    solution : Solution
        Proven optimal.
    orders : int
        Beyond `MOST_EXACT` rules: how many orders of the rules are drawn.
    seed : int
        Of those draws.

    Raises
    ------
    ValueError
        If the solution is not proven.
    """
    if solution.status != "optimal":
        raise ValueError("prices can be given only for a solution that is proven optimal")
    scenario = solution.scenario
    kept = tuple(name for name, rule in scenario.rules.items() if _never_removed(rule))
    names = [name for name in scenario.rules if name not in kept]
    variants, values = Variants(solution), _Values(solution)
    shares = _exact(names, values) if len(names) <= MOST_EXACT else _sampled(names, values, orders, seed)
    priced = tuple(_priced(solution, variants, name, *shares[name]) for name in names)
    fair = [name for name in names if _about_regions(scenario.rules[name])]
    free = values(frozenset(names) - frozenset(fair))
    final = values(frozenset(names))
    return Prices(
        solution,
        unconstrained=solution.model.objective.shown(values(frozenset())),
        final=solution.model.objective.shown(final),
        kept=kept,
        fairness=(free - final) / abs(free) if fair and free else None,
        rules=priced,
        solves=values.solves + variants.solves,
    )


def _never_removed(rule: Rule) -> bool:
    return rule.available is not None or isinstance(rule, Levels | Synergy)


class _Values:
    """The objective under each set of rules, solved once; more rules never make it better."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.solves = 0
        rules = solution.scenario.rules
        self._all = frozenset(name for name, rule in rules.items() if not _never_removed(rule))
        self._optional = self._all & set(optional_rules(solution.model))
        own = solution.model.objective.at(solution.portfolio)
        self._known: dict[frozenset[str], Fraction] = {self._all: own}

    def __call__(self, rules: frozenset[str]) -> Fraction:
        if rules not in self._known:
            # What is left out need not hold, and may: a set is worth as much as the best that holds it.
            worths = [self(rules | {name}) for name in self._optional - rules]
            resolver = Resolver(formulate(without(self.solution.scenario, self._all - rules)))
            if (portfolio := resolver.best()) is not None:
                worths.append(resolver.value(portfolio))
            if not worths:
                raise SolverError("fewer rules leave no portfolio, though more leave one")
            self.solves += resolver.solves
            self._known[rules] = max(worths)
        return self._known[rules]


def _exact(names: Sequence[str], values: _Worth) -> dict[str, tuple[Fraction, float]]:
    """Return the Shapley shares of the loss, from every set of rules."""
    count, shares = len(names), dict.fromkeys(names, Fraction(0))
    for size in range(count):
        weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
        for before in combinations(names, size):
            for name in set(names) - set(before):
                shares[name] += weight * (values(frozenset(before)) - values(frozenset((*before, name))))
    return {name: (share, 0.0) for name, share in shares.items()}


def _sampled(names: Sequence[str], values: _Worth, orders: int, seed: int) -> dict[str, tuple[Fraction, float]]:
    """Return the mean loss of each rule over drawn orders; the means sum to the whole loss exactly."""
    draw = random.Random(seed)  # noqa: S311
    losses: dict[str, list[Fraction]] = {name: [] for name in names}
    for _ in range(orders):
        order, before = draw.sample(list(names), len(names)), frozenset[str]()
        for name in order:
            losses[name].append(values(before) - values(before | {name}))
            before |= {name}
    shares = {}
    for name, drawn in losses.items():
        mean = sum(drawn, Fraction(0)) / orders
        spread = sum(float(loss - mean) ** 2 for loss in drawn) / max(orders - 1, 1)
        shares[name] = (mean, sqrt(spread / orders))
    return shares


def _priced(solution: Solution, variants: Variants, name: str, share: Fraction, error: float) -> RulePrice:
    model, portfolio = variants.without_rules([name])
    if portfolio is None or model.objective.at(portfolio) < solution.model.objective.at(solution.portfolio):
        # What is left out need not hold, and may.
        model, portfolio = solution.model, solution.portfolio
    without_value = model.objective.at(portfolio)
    awards = [model.candidates.awards[i] for i in portfolio.awards]
    codes = solution.scenario.call.region_codes
    changes = {
        code: solution.by_region()[code] - sum(award.by_region[i] for award in awards) for i, code in enumerate(codes)
    }
    gainer = max(changes.items(), key=lambda item: item[1], default=None)
    loser = min(changes.items(), key=lambda item: item[1], default=None)
    funded = {award.application for award in awards}
    return RulePrice(
        name,
        model.objective.shown(without_value),
        without_value - solution.model.objective.at(solution.portfolio),
        share,
        error,
        max(
            sum(change for change in changes.values() if change > 0),
            -sum(change for change in changes.values() if change < 0),
        ),
        gainer if gainer and gainer[1] > 0 else None,
        (loser[0], -loser[1]) if loser and loser[1] < 0 else None,
        tuple(i for i in solution.funded if i not in funded),
        tuple(a.id for a in solution.scenario.call.applications if a.id in funded - set(solution.funded)),
    )


def _about_regions(rule: Rule) -> bool:
    if isinstance(rule, Limit):
        return rule.each == "region" or "region" in rule.for_.root
    return isinstance(rule, FairShare) or (isinstance(rule, Coverage) and rule.each == "region")
