"""Everything that says how far a decision rests on its weights and scores, in one object of tidy frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from allocator.analysis.resolve import Resolver
from allocator.analysis.robustness.acceptability import Acceptability, acceptability, standard_error
from allocator.analysis.robustness.confidence import confidence_factors
from allocator.analysis.robustness.draws import score_forms
from allocator.analysis.robustness.everywhere import best_everywhere, looked_up
from allocator.analysis.robustness.flip import Flip, flip
from allocator.analysis.robustness.nondominated import MOST, Nondominated, nondominated
from allocator.analysis.robustness.polytope import Polytope, Weights, intervals, known, ordered, simplex
from allocator.analysis.robustness.regret import Regret, regret
from allocator.analysis.robustness.stability import Interval, best_of_listed, stability_interval
from allocator.analysis.robustness.values import CriterionValues, criterion_values
from allocator.analysis.robustness.words import SAID
from allocator.optimum import Progress
from allocator.polytope import OverWeights
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import decimal, whole

if TYPE_CHECKING:
    import pandas as pd

Scores = Literal["published", "reviewers"]

_COMPETITORS = 5
_LEAST_PATIENCE = 1_000
"""Corners of the weights that are looked at however few draws are asked for."""


@dataclass(frozen=True)
class Robustness:
    """How far a decision rests on its weights and scores.

    Weights are varied on unrounded criterion means; the decision itself optimises published, rounded values.

    Attributes
    ----------
    solution : Solution
        The proposed portfolio.
    values : CriterionValues
    polytope : Polytope
        The feasible weights.
    scores : {"published", "reviewers"}
        Whether scores are as published, or drawn with the weights.
    draws : tuple of Weights
    seed : int
    accepted : Acceptability
    everywhere : OverWeights or None
        The portfolios of which one is best at any feasible weights, by the published scores, proven, or as many of them
        as were found until it was stopped; None where they were too many, or the rules have helpers.
    core : Nondominated or None
        None where it was not asked for.
    regrets : Regret
        Over the extreme points of the feasible weights.
    stable : mapping of str to Interval or None
        Range of each weight in which the proposal stays best.
    flips : mapping of str to Flip or None
        What turns each application's outcome; None if nothing does.
    confidence : mapping of Portfolio to Fraction
        Confidence factor of the proposal and its strongest competitors; empty where it was not asked for.
    """

    solution: Solution
    values: CriterionValues
    polytope: Polytope
    scores: Scores
    draws: tuple[Weights, ...]
    seed: int
    accepted: Acceptability
    everywhere: OverWeights | None
    core: Nondominated | None
    regrets: Regret
    stable: dict[str, Interval | None]
    flips: dict[str, Flip | None]
    confidence: dict[Portfolio, Fraction]

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
            of those found where the search was cut.
        flip_radius : float
            Points by which its published value must change for its outcome to be tied; missing if nothing would do.
        flip_joins, flip_drops : str
            Other applications that would come in, and fall out, if its outcome turned.
        """
        import pandas as pd

        ids = {i for i, _ in self.solution.model.choices(self.solution.portfolio)}
        done = len(self.accepted.winners)
        core = self.core.core_index if self.core else {}
        rows = {}
        for i, share in self.accepted.applications.items():
            turned = self.flips[i]
            rows[i] = {
                "funded": i in ids,
                "acceptability": float(share),
                "standard_error": standard_error(share, done),
                **({"core_index": float(core[i])} if core else {}),
                "flip_radius": None if turned is None else float(turned.radius),
                "flip_joins": "" if turned is None else ", ".join(turned.joins),
                "flip_drops": "" if turned is None else ", ".join(turned.drops),
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
        confidence : float
            Share of drawn panels in which nothing beats it at its central weights; absent where it was not asked for,
            missing for one that wins no draw.
        in, out : str
            Applications that it funds and the proposal does not, and the reverse.
        weight[criterion] : float
            Its central weights: the mean of the draws that it wins; missing if it wins none.
        """
        import pandas as pd

        shares = self.accepted.portfolios
        return pd.DataFrame([self._portfolio(p, shares.get(p, Fraction(0))) for p in self.listed])

    @property
    def listed(self) -> tuple[Portfolio, ...]:
        """The proposal, the portfolio with the least greatest regret, and the strongest competitors."""
        return competitors(self.solution, self.accepted, self.regrets)

    def _portfolio(self, portfolio: Portfolio, share: Fraction) -> dict[str, object]:
        model = self.solution.model
        base = [i for i, _ in model.choices(self.solution.portfolio)]
        ids = [i for i, _ in model.choices(portfolio)]
        central = self.accepted.central(self.draws, portfolio) if share else [None] * len(self.values.names)
        confidence = self.confidence.get(portfolio)
        return {
            "proposed": portfolio == self.solution.portfolio,
            "minimax_regret": portfolio == self.regrets.minimax,
            "acceptability": float(share),
            "standard_error": standard_error(share, len(self.accepted.winners)),
            "greatest_regret": float(self.regrets.of(portfolio)),
            **({"confidence": None if confidence is None else float(confidence)} if self.confidence else {}),
            "in": ", ".join(i for i in ids if i not in base),
            "out": ", ".join(i for i in base if i not in ids),
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
        done, asked, open_ = len(self.accepted.winners), self.accepted.asked, self.accepted.unproven
        kind = "draws" if self.scores == "published" else "panels" if self.varied else "reviewers"
        counts = {"done": done, "asked": asked, "proven": done - open_, "unproven": open_}
        shown = {name: whole(count, language) for name, count in counts.items()}
        said = [SAID["unproven" if open_ else kind][language].format(**shown, seed=self.seed)]
        if done < asked:
            said.append(SAID["cut"][language].format(**shown))
        said += self._shares(language)
        if self.everywhere is not None and self.everywhere.complete and self.varied:
            said += self._everywhere(self.everywhere, language)
        if self.core is not None and len(self.core.portfolios) > 1:
            said += self._core(self.core, language)
        if self.varied:
            own, least = (self.regrets.of(p) for p in (self.solution.portfolio, self.regrets.minimax))
            figures = {"own": decimal(own, 2, language), "least": decimal(least, 2, language)}
            said.append(SAID["regret"][language].format(**figures))
        return "\n".join(said)

    @property
    def varied(self) -> bool:
        """Whether weights are varied at all."""
        return self.polytope.low != self.polytope.high

    def _shares(self, language: Language) -> list[str]:
        shares = self.accepted.applications
        groups = {
            "always": [i for i, share in shares.items() if share == 1],
            "never": [i for i, share in shares.items() if share == 0],
            "between": [i for i, share in shares.items() if 0 < share < 1],
        }
        return [SAID[name][language].format(ids=", ".join(ids)) for name, ids in groups.items() if ids]

    def _everywhere(self, listed: OverWeights, language: Language) -> list[str]:
        funded = [{i for i, _ in self.solution.model.choices(p)} for p in listed.portfolios]
        ids = dict.fromkeys(award.application for award in self.solution.model.candidates.awards)
        sure = ", ".join(i for i in ids if all(i in own for own in funded)) or "–"
        never = ", ".join(i for i in ids if not any(i in own for own in funded)) or "–"
        number = whole(len(funded), language)
        return [SAID["everywhere"][language].format(n=number, sure=sure, never=never)]

    def _core(self, core: Nondominated, language: Language) -> list[str]:
        kind = "core" if core.complete else "core_cut"
        open_ = ", ".join(i for i, index in core.core_index.items() if 0 < index < 1) or "–"
        return [SAID[kind][language].format(n=whole(len(core.portfolios), language), ids=open_)]

    def _repr_html_(self) -> str:
        frames = (self.applications(), self.portfolios(), self.weights())
        return "".join(str(frame.to_html()) for frame in frames)


def competitors(solution: Solution, accepted: Acceptability, regrets: Regret) -> tuple[Portfolio, ...]:
    """Return the proposal, the portfolio with the least greatest regret, and those that win most draws."""
    return tuple(dict.fromkeys([solution.portfolio, regrets.minimax, *list(accepted.portfolios)[:_COMPETITORS]]))


def robustness(
    solution: Solution,
    *,
    weights: str | Polytope = "simplex",
    scores: Scores = "published",
    draws: int = 1000,
    seed: int = 1,
    portfolios: int = MOST,
    width: Fraction | int = 0,
    panels: int = 0,
    workers: int = 2,
    progress: Progress | None = None,
    client: Any = None,
) -> Robustness:
    """Say how far a decision rests on the weights of its criteria, and on who scored it.

    Drawn weights are looked up among all portfolios that are best at some weights, wherever these can be listed; drawn
    scores are solved for, each to a proven optimum.

    Parameters
    ----------
    solution : Solution
    weights : {"simplex", "order", "published"}, "intervals:20 %" or Polytope
        Which weights are feasible: all; those in the published order of importance; the published ones alone; those
        within a part of the published ones.
    scores : {"published", "reviewers"}
        Whether scores are as they are, or each application's reviewers are drawn anew, with replacement, in each draw.
    draws : int
        Weights drawn uniformly among the feasible, and panels with them.
    seed : int
        The same seed gives the same draws.
    portfolios : int
        List the non-dominated portfolios, up to so many at an extreme point, for the core index; 0 leaves it out.
    width : Fraction or int
        Points by which every criterion mean may be off, either way, among the non-dominated portfolios.
    panels : int
        Panels drawn for the confidence factor of each competitor; 0 leaves it out.
    progress : callable, optional
        Called with a few words as the work goes on.
    client : distributed.Client, optional
        A cluster on which draws are solved instead of in threads.

    Returns
    -------
    Robustness
        Ctrl-C ends the listing of portfolios, or the solving of draws. What was found stays, and `accepted` says how
        many draws were done, and in how many of them the best portfolio is not proven.

    Raises
    ------
    ScenarioError
        If the value is not made of weighted criteria.
    ValueError
        If *weights* is none of these.
    """
    told = progress or (lambda words: None)
    values = criterion_values(solution.model)
    polytope = weights if isinstance(weights, Polytope) else feasible(weights, values.published)
    patience = max(draws, _LEAST_PATIENCE)
    everywhere = best_everywhere(values, polytope, patience, told)
    drawn = polytope.draws(draws, seed)
    if scores == "published" and everywhere is not None:
        accepted = looked_up(values, everywhere, drawn)
    else:
        forms = score_forms(values, drawn, seed) if scores == "reviewers" else [values.form(w) for w in drawn]
        accepted = acceptability(values.model, forms, workers=workers, progress=told, client=client)
    regrets = regret(solution.model, [values.form(point) for point in polytope.extreme_points()], workers=workers)
    core = _core(values, polytope, regrets, Fraction(width), portfolios) if portfolios else None
    all_weights = simplex(len(values.names))
    listed = everywhere if polytope == all_weights else best_everywhere(values, all_weights, patience, told)
    best = best_of_listed(listed) if listed is not None and listed.complete else None
    resolver = Resolver(solution.model)
    ids = dict.fromkeys(a.application for a in solution.model.candidates.awards)
    central = {
        p: accepted.central(drawn, p) for p in competitors(solution, accepted, regrets) if p in accepted.portfolios
    }
    return Robustness(
        solution,
        values,
        polytope,
        scores,
        tuple(drawn),
        seed,
        accepted,
        everywhere,
        core,
        regrets,
        {name: stability_interval(values, solution.portfolio, name, best) for name in values.names},
        {i: flip(resolver, solution.portfolio, i) for i in ids},
        confidence_factors(values, central, draws=panels, seed=seed, workers=workers, progress=told, client=client)
        if panels
        else {},
    )


def _core(values: CriterionValues, polytope: Polytope, regrets: Regret, width: Fraction, most: int) -> Nondominated:
    low, high = ([end.form(point) for point in polytope.extreme_points()] for end in values.within(width))
    return nondominated(values.model, low, high, known=regrets.minimax, most=most)


def feasible(weights: str, published: Weights) -> Polytope:
    """Return the feasible weights that a word describes: simplex, order, published, or intervals:20 %."""
    kind, _, width = weights.partition(":")
    words = {"simplex": simplex(len(published)), "order": ordered(published), "published": known(published)}
    if weights in words:
        return words[weights]
    number = width.strip().removesuffix("%").strip().replace(",", ".")
    if kind == "intervals" and number.replace(".", "", 1).isdigit():
        return intervals(published, Fraction(number) / (100 if width.strip().endswith("%") else 1))
    raise ValueError(f"weights are simplex, order, published or intervals:20 %, not {weights!r}")
