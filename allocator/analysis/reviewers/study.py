"""The study of a call's reviewers: raw and adjusted side by side, and what the decision owes to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING

import numpy as np

from allocator.analysis.frontier.course import Course, Progress
from allocator.analysis.reviewers.decisions import LeftOut, ReviewValue, decided, review_value, without
from allocator.analysis.reviewers.panel import Panel, panel_of
from allocator.analysis.reviewers.rank_model import Posterior, sample
from allocator.optimum import solve
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import decimal, listed, percent, whole

if TYPE_CHECKING:
    import pandas as pd

_ENDS = (2.5, 97.5)
_ODD = 0.05
"""Reviews that disagree more than this part of those that the model would give are flagged."""


@dataclass(frozen=True)
class Reviewers:
    """What is known of the reviewers; the panel's own values, and the decision, are not touched by it.

    Attributes
    ----------
    solution : Solution
        The decision, by the published values.
    panel : Panel
        The reviews that can be compared.
    posterior : Posterior
        Draws of the rank model.
    seed : int
        Of all draws.
    left_out : tuple of LeftOut
        The decision without each reviewer.
    funded : tuple of frozenset of str
        What an optimum by each drawn set of merits funds.
    worth : mapping of str to ReviewValue
        What more review would be worth, by application; empty where the objective is not the value.
    complete : bool
        Whether everything was worked out; if not, `left_out`, `funded` and `worth` are as far as the work came.
    """

    solution: Solution
    panel: Panel
    posterior: Posterior
    seed: int
    left_out: tuple[LeftOut, ...]
    funded: tuple[frozenset[str], ...]
    worth: Mapping[str, ReviewValue]
    complete: bool

    def disagreement(self) -> dict[str, float]:
        """Return how often the model, severity accounted for, gives reviews as far apart as each application's.

        A posterior predictive probability: small where the reviewers disagree more than they usually do.
        """
        generator = np.random.default_rng(self.seed)
        merits, severities = self.posterior.flat_merits, self.posterior.flat_severities
        noise = self.posterior.noise.reshape(-1, 1)
        gaps = (self.panel.values - merits[:, self.panel.of] + severities[:, self.panel.by]) / noise
        odd = {}
        for position, application in enumerate(self.panel.applications):
            own = gaps[:, self.panel.of == position]
            again = generator.standard_normal(own.shape)
            # Around their own mean: that it is far from the merit is no disagreement.
            seen, usual = own.var(axis=1), again.var(axis=1)
            odd[application] = float((usual >= seen).mean()) if own.shape[1] > 1 else 1.0
        return odd

    def frame(self) -> pd.DataFrame:
        """Return one row an application that was reviewed, in natural order.

        Returns
        -------
        DataFrame
            Indexed by `id`. Raw: `reviews` (number that count), `value` (published points), `rank` (by it; 1 the best,
            equals share the better), `sd` and `range` (of its reviews, points; missing with one), `funded` (by the
            decision). Adjusted: `adjusted` (posterior mean of what the panel's average reviewer would give, points),
            `low` and `high` (its 95 % credible interval), `expected_rank`, `rank_low` and `rank_high` (95 % credible
            interval of the rank), `p_funded` (part of the draws whose optimum funds it) and `p_error` (its standard
            error). `odds` (how often the model gives reviews so far apart) and `flagged` (whether that is seldom).
            `one_more` and `certainty` (what one more review, and certainty, are worth, in points of the objective).
        """
        import pandas as pd

        merits, ranks, odd = self.posterior.flat_merits, self.posterior.ranks(), self.disagreement()
        published = {i: self.solution.model.assessments[i].value for i in self.panel.applications}
        known = [value for value in published.values() if value is not None]
        rows = []
        for position, i in enumerate(self.panel.applications):
            own, value = [float(v) for v in self.panel.values_of(i)], published[i]
            low, high = np.percentile(merits[:, position], _ENDS)
            rank_low, rank_high = np.percentile(ranks[:, position], _ENDS, method="closest_observation")
            chance = self.chance(i)
            worth = self.worth.get(i)
            rows.append(
                {
                    "reviews": len(own),
                    "value": None if value is None else float(value),
                    "rank": None if value is None else 1 + sum(other > value for other in known),
                    "sd": stdev(own) if len(own) > 1 else None,
                    "range": max(own) - min(own) if len(own) > 1 else None,
                    "funded": i in self.solution.funded,
                    "adjusted": float(merits[:, position].mean()),
                    "low": float(low),
                    "high": float(high),
                    "expected_rank": float(ranks[:, position].mean()),
                    "rank_low": int(rank_low),
                    "rank_high": int(rank_high),
                    "p_funded": chance,
                    "p_error": None if chance is None else sqrt(chance * (1 - chance) / len(self.funded)),
                    "odds": odd[i],
                    "flagged": odd[i] < _ODD,
                    "one_more": None if worth is None else worth.one_more,
                    "certainty": None if worth is None else worth.certainty,
                }
            )
        return pd.DataFrame(rows, index=pd.Index(self.panel.applications, name="id"))

    def chance(self, application: str) -> float | None:
        """Return the part of the draws whose optimum funds an application; None if none was solved."""
        return sum(application in ids for ids in self.funded) / len(self.funded) if self.funded else None

    def reviewers(self) -> pd.DataFrame:
        """Return one row a reviewer, in natural order.

        Returns
        -------
        DataFrame
            Indexed by `reviewer`. `reviews` and `conflicts` (numbers), `mean` (of the reviews, points), `raw_severity`
            (mean points below the other reviewers of the same applications; missing if there are none), `severity`
            (posterior mean, points below the panel's average) with `low` and `high` (its 95 % credible interval),
            `came_in` and `fell_out` (ids whose decision turns without the reviewer; missing where not worked out) and
            `kept` (applications where the reviewer's scores had to stay).
        """
        import pandas as pd

        severities = self.posterior.flat_severities
        out = {left.reviewer: left for left in self.left_out}
        rows = []
        for position, reviewer in enumerate(self.panel.reviewers):
            raw = self.panel.against_others(reviewer)
            low, high = np.percentile(severities[:, position], _ENDS)
            left = out.get(reviewer)
            own = [float(review.value) for review in self.panel.reviews if review.reviewer == reviewer]
            rows.append(
                {
                    "reviews": len(own),
                    "conflicts": self.panel.conflicts.get(reviewer, 0),
                    "mean": mean(own),
                    "raw_severity": None if raw is None else float(raw),
                    "severity": float(severities[:, position].mean()),
                    "low": float(low),
                    "high": float(high),
                    "came_in": None if left is None else ", ".join(left.came_in),
                    "fell_out": None if left is None else ", ".join(left.fell_out),
                    "kept": None if left is None else ", ".join(left.kept),
                }
            )
        return pd.DataFrame(rows, index=pd.Index(self.panel.reviewers, name="reviewer"))

    def summary(self, language: Language) -> str:
        """Say on what the study rests, and where reviewers disagree unusually."""
        says = _WORDS[language]
        numbers = {"n": len(self.panel.reviews), "r": len(self.panel.reviewers)}
        lines = [says["head"].format(**{key: whole(number, language) for key, number in numbers.items()})]
        lines.append(says["untouched"])
        count = whole(self.posterior.flat_merits.shape[0], language)
        r_hat = decimal(Fraction(self.posterior.r_hat()), 3, language)
        lines.append(says["draws"].format(n=count, solved=whole(len(self.funded), language), seed=self.seed, r=r_hat))
        if self.panel.partial:
            pairs = listed([f"{application}/{reviewer}" for application, reviewer in self.panel.partial], language)
            lines.append(says["partial"].format(pairs=pairs))
        if not self.complete:
            lines.append(says["cut"])
        flagged = [i for i, odds in self.disagreement().items() if odds < _ODD]
        lines.append(says["flagged"].format(ids=listed(flagged, language) or "–"))
        return "\n".join(lines)

    def text(self, language: Language) -> str:
        """Say what was found, in words."""
        says, table = _WORDS[language], self.frame()
        lines = [self.summary(language)]
        for name, row in self.reviewers().iterrows():
            numbers = {key: _written(row[key], language) for key in ("severity", "low", "high")}
            lines.append(says["reviewer"].format(name=name, raw=_written(row["raw_severity"], language), **numbers))
        for left in self.left_out:
            turned = [f"+ {i}" for i in left.came_in] + [f"− {i}" for i in left.fell_out]
            lines.append(says["left"].format(name=left.reviewer, turned=", ".join(turned) or says["same"]))
        for i, row in table.iterrows():
            numbers = {key: _written(row[key], language) for key in ("value", "adjusted", "low", "high")}
            chance = self.chance(str(i))
            shown = "–" if chance is None else percent(Fraction(chance), language, 0)
            ranks = f"{row['rank_low']}–{row['rank_high']}"
            lines.append(says["application"].format(id=i, ranks=ranks, chance=shown, **numbers))
        dearest = sorted(self.worth.items(), key=lambda item: -item[1].one_more)[:5]
        for i, worth in dearest:
            if worth.one_more >= 0.005:
                lines.append(says["worth"].format(id=i, points=decimal(Fraction(worth.one_more), 2, language)))
        return "\n".join(lines)


def _written(number: float | None, language: Language) -> str:
    return "–" if number is None or number != number else decimal(Fraction(float(number)), 2, language)


def reviewers(
    subject: Scenario | Solution,
    *,
    draws: int = 1_000,
    solved: int = 200,
    seed: int = 2021,
    progress: Progress | None = None,
) -> Reviewers:
    """Study a call's reviewers: severity, disagreement, who turns the decision, and how sure the ranks are.

    Parameters
    ----------
    subject : Scenario or Solution
        A scenario is solved first.
    draws : int
        Counted draws in each of four chains of the rank model.
    solved : int
        Draws whose optimum is solved for, spread evenly over all of them; each is proven.
    seed : int
        Same seed, same result.
    progress : callable, optional
        Called with a few words at each step.

    Returns
    -------
    Reviewers
        Reviews in conflict are left out, and those with a criterion missing too, which are named. Ctrl-C ends the
        solving; what was worked out stays, and `complete` says that it is not all.

    Raises
    ------
    InputError
        If there are too few reviews to compare reviewers.
    ValueError
        If fewer than four draws, or fewer than none are to be solved.
    """
    if draws < 4 or solved < 0:
        raise ValueError("expected at least four draws, and no fewer than none to be solved")
    solution = subject if isinstance(subject, Solution) else solve(subject)
    panel = panel_of(solution.scenario.call)
    course = Course(progress or (lambda words: None))
    posterior = sample(panel, draws=draws, seed=seed, told=lambda part: course.at("drawing", part))
    left_out: list[LeftOut] = []
    funded: list[frozenset[str]] = []
    worth: dict[str, ReviewValue] = {}
    course = Course(course.progress)
    with course.kept():
        for number, reviewer in enumerate(panel.reviewers, start=1):
            left_out.append(without(solution, reviewer))
            course.at(f"without {reviewer}", number / len(panel.reviewers))
        flat = posterior.flat_merits
        chosen = flat[np.linspace(0, len(flat) - 1, min(solved, len(flat))).astype(int)]
        drawn = [dict(zip(panel.applications, row.tolist(), strict=True)) for row in chosen]
        for number, ids in enumerate(decided(solution.model, drawn), start=1):
            funded.append(ids)
            course.at(f"{number} draws solved", number / len(drawn))
        if solution.model.objective.name == "value":
            worth |= _worth(solution, panel, posterior)
    return Reviewers(solution, panel, posterior, seed, tuple(left_out), tuple(funded), worth, course.complete)


def _worth(solution: Solution, panel: Panel, posterior: Posterior) -> dict[str, ReviewValue]:
    merits = posterior.flat_merits
    means = dict(zip(panel.applications, merits.mean(axis=0).tolist(), strict=True))
    variances = dict(zip(panel.applications, merits.var(axis=0).tolist(), strict=True))
    # A reviewer not yet chosen brings a severity too, as likely as those of the panel.
    noise = float((posterior.noise**2).mean() + (posterior.flat_severities**2).mean())
    return review_value(solution.model, means, variances, noise)


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fi": {
        "head": "{r} arvioijaa, {n} vertailukelpoista arviota.",
        "untouched": "Päätös perustuu arviointiryhmän julkaistuihin arvoihin; oikaistut luvut ovat vain rinnalla.",
        "draws": "Malli: {n} poimintaa, joista {solved} ratkaistiin; siemenluku {seed}; R-hat enintään {r}.",
        "partial": "Osittaiset arviot on jätetty pois: {pairs}.",
        "cut": "Työ keskeytettiin: luvut perustuvat siihen, mitä ehdittiin laskea.",
        "reviewer": "{name}: ankaruus ilman mallia {raw}, oikaistuna {severity} ({low} … {high}) pistettä.",
        "left": "Ilman arvioijaa {name}: {turned}.",
        "same": "päätös on sama",
        "flagged": "Arvioijat ovat poikkeuksellisen erimielisiä: {ids}.",
        "application": "{id}: arvo {value}, oikaistuna {adjusted} ({low} … {high}); sija {ranks}; "
        "rahoitetaan {chance} poiminnoista.",
        "worth": "{id}: yksi arvio lisää olisi keskimäärin {points} pisteen arvoinen.",
    },
    "sv": {
        "head": "{r} bedömare, {n} jämförbara bedömningar.",
        "untouched": "Beslutet bygger på bedömningsgruppens publicerade värden; de justerade talen står bara bredvid.",
        "draws": "Modellen: {n} dragningar, av vilka {solved} löstes; frö {seed}; R-hat högst {r}.",
        "partial": "Ofullständiga bedömningar har utelämnats: {pairs}.",
        "cut": "Arbetet avbröts: talen bygger på det som hann räknas.",
        "reviewer": "{name}: stränghet utan modell {raw}, justerad {severity} ({low} … {high}) poäng.",
        "left": "Utan bedömaren {name}: {turned}.",
        "same": "beslutet är detsamma",
        "flagged": "Bedömarna är ovanligt oeniga: {ids}.",
        "application": "{id}: värde {value}, justerat {adjusted} ({low} … {high}); plats {ranks}; "
        "finansieras i {chance} av dragningarna.",
        "worth": "{id}: en bedömning till vore i genomsnitt värd {points} poäng.",
    },
    "en": {
        "head": "{r} reviewers, {n} reviews that can be compared.",
        "untouched": "The decision rests on the panel's published values; adjusted figures only stand beside them.",
        "draws": "The model: {n} draws, {solved} of them solved; seed {seed}; R-hat at most {r}.",
        "partial": "Reviews given in part are left out: {pairs}.",
        "cut": "The work was stopped: the figures rest on what was done until then.",
        "reviewer": "{name}: severity without a model {raw}, adjusted {severity} ({low} … {high}) points.",
        "left": "Without reviewer {name}: {turned}.",
        "same": "the decision is the same",
        "flagged": "Reviewers disagree unusually on: {ids}.",
        "application": "{id}: value {value}, adjusted {adjusted} ({low} … {high}); rank {ranks}; "
        "funded in {chance} of the draws.",
        "worth": "{id}: one more review would be worth {points} points on average.",
    },
}
