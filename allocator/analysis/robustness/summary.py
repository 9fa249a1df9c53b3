"""Everything that says how far a decision rests on its weights, in one object of tidy frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.analysis.resolve import Resolver
from allocator.analysis.robustness.acceptability import Acceptability, acceptability, standard_error
from allocator.analysis.robustness.flip import flip_radius
from allocator.analysis.robustness.nondominated import Nondominated, nondominated
from allocator.analysis.robustness.polytope import Polytope, Weights, intervals, ordered, simplex
from allocator.analysis.robustness.regret import Regret, regret
from allocator.analysis.robustness.stability import Interval, stability_interval
from allocator.analysis.robustness.values import CriterionValues, criterion_values
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.text import Language, Text

if TYPE_CHECKING:
    import pandas as pd

_COMPETITORS = 5

_SAID = {
    "draws": Text(
        fi="{done}/{asked} painojen arvontaa, kukin ratkaistu todistetusti optimiin (siemenluku {seed}).",
        sv="{done}/{asked} dragningar av vikter, var och en löst till bevisat optimum (frö {seed}).",
        en="{done} of {asked} draws of weights, each solved to a proven optimum (seed {seed}).",
    ),
    "always": Text(
        fi="Rahoitetaan jokaisessa arvonnassa: {ids}.",
        sv="Finansieras i varje dragning: {ids}.",
        en="Funded in every draw: {ids}.",
    ),
    "never": Text(
        fi="Ei rahoiteta missään arvonnassa: {ids}.",
        sv="Finansieras inte i någon dragning: {ids}.",
        en="Funded in no draw: {ids}.",
    ),
    "between": Text(
        fi="Riippuu painoista: {ids}.", sv="Beror på vikterna: {ids}.", en="Depends on the weights: {ids}."
    ),
    "regret": Text(
        fi="Ehdotus jää parhaasta enintään {own} pistettä; pienin mahdollinen suurin menetys on {least} pistettä.",
        sv="Förslaget är högst {own} poäng sämre än det bästa; den minsta möjliga största förlusten är {least} poäng.",
        en="The proposal falls at most {own} points behind the best; the least possible greatest loss is {least}.",
    ),
}


@dataclass(frozen=True)
class Robustness:
    """How far a decision rests on its weights.

    Weights are varied on unrounded criterion means; the decision itself optimises published, rounded values.

    Attributes
    ----------
    solution : Solution
        The proposed portfolio.
    values : CriterionValues
    polytope : Polytope
        The feasible weights.
    draws : tuple of Weights
    seed : int
    accepted : Acceptability
    core : Nondominated or None
        None where it was not asked for.
    regrets : Regret
        Over the extreme points of the feasible weights.
    stable : mapping of str to Interval or None
        Range of each weight in which the proposal stays best.
    flips : mapping of str to Fraction or None
        Flip radius of each application.
    """

    solution: Solution
    values: CriterionValues
    polytope: Polytope
    draws: tuple[Weights, ...]
    seed: int
    accepted: Acceptability
    core: Nondominated | None
    regrets: Regret
    stable: dict[str, Interval | None]
    flips: dict[str, Fraction | None]

    def applications(self) -> pd.DataFrame:
        """Return one row for each application that has a candidate award.

        Columns
        -------
        funded : bool
            In the proposed portfolio.
        acceptability : float
            Share of the draws in which it is funded.
        standard_error : float
            Sampling error of that share.
        core_index : float
            Share of the non-dominated portfolios that fund it; absent where they were not asked for, and a share
            of those found where the search was capped.
        flip_radius : float
            Points by which its published value must change for its outcome to be tied; missing if nothing would do.
        """
        import pandas as pd

        ids = {i for i, _ in self.solution.model.choices(self.solution.portfolio)}
        done = len(self.accepted.winners)
        core = self.core.core_index if self.core else {}
        rows = {
            i: {
                "funded": i in ids,
                "acceptability": float(share),
                "standard_error": standard_error(share, done),
                **({"core_index": float(core[i])} if core else {}),
                "flip_radius": None if (radius := self.flips[i]) is None else float(radius),
            }
            for i, share in self.accepted.applications.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("application")

    def portfolios(self) -> pd.DataFrame:
        """Return the proposal and its strongest competitors, a row each.

        Columns
        -------
        proposed, minimax_regret : bool
            Whether it is the proposal; whether it is the portfolio found with the least greatest regret.
        acceptability, standard_error : float
            Share of the draws that it wins, and its sampling error.
        greatest_regret : float
            Points by which it falls behind the best at the least kind feasible weights.
        in, out : str
            Applications that it funds and the proposal does not, and the reverse.
        weight[criterion] : float
            Its central weights: the mean of the draws that it wins; missing if it wins none.
        """
        import pandas as pd

        shares = self.accepted.portfolios
        own = self.solution.portfolio
        listed = dict.fromkeys([own, self.regrets.minimax, *list(shares)[:_COMPETITORS]])
        return pd.DataFrame([self._portfolio(p, shares.get(p, Fraction(0))) for p in listed])

    def _portfolio(self, portfolio: Portfolio, share: Fraction) -> dict[str, object]:
        model = self.solution.model
        base = {i for i, _ in model.choices(self.solution.portfolio)}
        ids = [i for i, _ in model.choices(portfolio)]
        central = self.accepted.central(self.draws, portfolio) if share else [None] * len(self.values.names)
        return {
            "proposed": portfolio == self.solution.portfolio,
            "minimax_regret": portfolio == self.regrets.minimax,
            "acceptability": float(share),
            "standard_error": standard_error(share, len(self.accepted.winners)),
            "greatest_regret": float(self.regrets.of(portfolio)),
            "in": " ".join(i for i in ids if i not in base),
            "out": " ".join(sorted(base - set(ids))),
            **{
                f"weight[{name}]": None if w is None else float(w)
                for name, w in zip(self.values.names, central, strict=True)
            },
        }

    def weights(self) -> pd.DataFrame:
        """Return one row for each criterion.

        Columns
        -------
        weight : float
            As published.
        stable_from, stable_to : float
            Range of the weight, the others rescaled, in which the proposal stays best; missing if it is not best
            on unrounded means at the published weights.
        """
        import pandas as pd

        rows = {
            name: {
                "weight": float(weight),
                "stable_from": None if (stable := self.stable[name]) is None else float(stable[0]),
                "stable_to": None if stable is None else float(stable[1]),
            }
            for name, weight in zip(self.values.names, self.values.published, strict=True)
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("criterion")

    def text(self, language: Language = "fi") -> str:
        """Say in a few sentences what holds whatever the weights are, and what does not."""
        shares = self.accepted.applications
        groups = {
            "always": [i for i, share in shares.items() if share == 1],
            "never": [i for i, share in shares.items() if share == 0],
            "between": [i for i, share in shares.items() if 0 < share < 1],
        }
        done = len(self.accepted.winners)
        said = [_SAID["draws"][language].format(done=done, asked=self.accepted.asked, seed=self.seed)]
        said += [_SAID[name][language].format(ids=", ".join(ids)) for name, ids in groups.items() if ids]
        own, least = (self.regrets.of(p) for p in (self.solution.portfolio, self.regrets.minimax))
        point = "." if language == "en" else ","
        figures = {name: f"{float(n):.2f}".replace(".", point) for name, n in (("own", own), ("least", least))}
        return "\n".join([*said, _SAID["regret"][language].format(**figures)])

    def _repr_html_(self) -> str:
        frames = (self.applications(), self.portfolios(), self.weights())
        return "".join(str(frame.to_html()) for frame in frames)


def robustness(
    solution: Solution,
    *,
    weights: str | Polytope = "simplex",
    draws: int = 1000,
    seed: int = 1,
    portfolios: int = 0,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Say how far a decision rests on the weights of its criteria.

    Parameters
    ----------
    solution : Solution
    weights : {"simplex", "order"}, "intervals:20 %" or Polytope
        Which weights are feasible: all; those in the published order of importance; those within a part of the
        published ones.
    draws : int
        Weights drawn uniformly among the feasible.
    seed : int
        The same seed gives the same draws.
    portfolios : int
        List the non-dominated portfolios up to so many, for the core index; 0 leaves it out.
    progress : callable, optional
        Called with the number of draws done and asked for.

    Raises
    ------
    ScenarioError
        If the value is not made of weighted criteria.
    ValueError
        If *weights* is none of these.
    """
    values = criterion_values(solution.model)
    polytope = weights if isinstance(weights, Polytope) else feasible(weights, values.published)
    drawn = polytope.draws(draws, seed)
    forms = [values.form(point) for point in polytope.extreme_points()]
    accepted = acceptability(solution.model, [values.form(w) for w in drawn], workers=workers, progress=progress)
    resolver = Resolver(solution.model)
    ids = dict.fromkeys(a.application for a in solution.model.candidates.awards)
    return Robustness(
        solution,
        values,
        polytope,
        tuple(drawn),
        seed,
        accepted,
        nondominated(solution.model, forms, most=portfolios) if portfolios else None,
        regret(solution.model, forms, workers=workers),
        {name: stability_interval(values, solution.portfolio, name) for name in values.names},
        {i: flip_radius(resolver, solution.portfolio, i) for i in ids},
    )


def feasible(weights: str, published: Weights) -> Polytope:
    """Return the feasible weights that a word describes: simplex, order, or intervals:20 %."""
    kind, _, width = weights.partition(":")
    if weights == "simplex":
        return simplex(len(published))
    if weights == "order":
        return ordered(published)
    number = width.strip().removesuffix("%").strip().replace(",", ".")
    if kind == "intervals" and number.replace(".", "", 1).isdigit():
        return intervals(published, Fraction(number) / (100 if width.strip().endswith("%") else 1))
    raise ValueError(f"weights are simplex, order or intervals:20 %, not {weights!r}")
