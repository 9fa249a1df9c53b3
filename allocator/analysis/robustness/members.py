"""Members of an evaluation group with weights of their own: where they agree, and what regrets least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from allocator.analysis.robustness.judgements import Judgement
from allocator.analysis.robustness.regret import Regret, regret
from allocator.analysis.robustness.values import CriterionValues, criterion_values
from allocator.analysis.robustness.words import MEMBERS
from allocator.rows import Portfolio
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import decimal, whole

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Members:
    """Each member's best portfolio, and the one whose greatest regret over the members is least.

    Attributes
    ----------
    solution : Solution
        The proposed portfolio.
    values : CriterionValues
    judged : mapping of str to Judgement
        What each member says of the criteria.
    regrets : Regret
        Over the members: `best` holds each one's portfolio, `minimax` the one that regrets least.
    """

    solution: Solution
    values: CriterionValues
    judged: Mapping[str, Judgement]
    regrets: Regret

    @cached_property
    def best(self) -> dict[str, Portfolio]:
        """Each member's best portfolio: the proposal itself where it is as good as any."""
        own = self.solution.portfolio
        found = zip(self.judged, self.regrets.best, self.regrets.optima, self.regrets.forms, strict=True)
        return {member: own if form.at(own) == optimum else best for member, best, optimum, form in found}

    @cached_property
    def minimax(self) -> Portfolio:
        """The portfolio with the least greatest regret: the proposal itself where none regrets less."""
        own, found = self.solution.portfolio, self.regrets.minimax
        return own if self.regrets.of(own) == self.regrets.of(found) else found

    @property
    def supporters(self) -> dict[str, tuple[str, ...]]:
        """The members whose best portfolio funds each application: all of them, some or none."""
        funded = {member: self._funded(portfolio) for member, portfolio in self.best.items()}
        ids = dict.fromkeys(award.application for award in self.values.model.candidates.awards)
        return {i: tuple(member for member, own in funded.items() if i in own) for i in ids}

    def regret(self, member: str, portfolio: Portfolio) -> Fraction:
        """Return by how much a portfolio falls behind a member's best, by the member's weights."""
        place = list(self.judged).index(member)
        return self.regrets.optima[place] - self.regrets.forms[place].at(portfolio)

    def members(self) -> pd.DataFrame:
        """Return one row for each member.

        Columns
        -------
        method : str
            How the member said what weighs: weights, swing, ratios, rank_order_centroid, rank_sum or pairs.
        consistency : float
            Consistency ratio of pairwise comparisons; missing by other methods.
        contradictory : bool
            Whether it is above 0.10.
        weight[criterion] : float
            The member's weights.
        in, out : str
            Applications that the member's best portfolio funds and the proposal does not, and the reverse.
        regret, minimax_regret : float
            Points by which the proposal, and the portfolio with the least greatest regret, fall behind the member's
            best, by the member's weights.
        """
        import pandas as pd

        base = self._funded(self.solution.portfolio)
        rows = {}
        for member, judgement in self.judged.items():
            own = self._funded(self.best[member])
            rows[member] = {
                "method": judgement.method,
                "consistency": judgement.consistency,
                "contradictory": judgement.contradictory,
                **{
                    f"weight[{name}]": float(weight)
                    for name, weight in zip(self.values.names, judgement.weights, strict=True)
                },
                "in": ", ".join(i for i in own if i not in base),
                "out": ", ".join(i for i in base if i not in own),
                "regret": float(self.regret(member, self.solution.portfolio)),
                "minimax_regret": float(self.regret(member, self.minimax)),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("member")

    def applications(self) -> pd.DataFrame:
        """Return one row for each application that has a candidate award.

        Columns
        -------
        funded, minimax : bool
            In the proposal; in the portfolio with the least greatest regret.
        number : int
            Members whose best portfolio funds it.
        members : str
            Who they are.
        """
        import pandas as pd

        base, least = self._funded(self.solution.portfolio), self._funded(self.minimax)
        rows = {
            i: {"funded": i in base, "minimax": i in least, "number": len(own), "members": ", ".join(own)}
            for i, own in self.supporters.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("application")

    def text(self, language: Language = "fi") -> str:
        """Say where the members agree, where not, and what regrets least."""
        count, says = len(self.judged), {key: text[language] for key, text in MEMBERS.items()}
        groups: dict[str, list[str]] = {"all": [], "some": [], "none": []}
        for i, own in self.supporters.items():
            groups["all" if len(own) == count else "some" if own else "none"].append(i)
        lines = [says["head"].format(n=whole(count, language))]
        lines += [says[key].format(ids=", ".join(ids) or "–") for key, ids in groups.items()]
        for member, judgement in self.judged.items():
            if judgement.contradictory:
                ratio = decimal(Fraction(judgement.consistency or 0), 2, language)
                lines.append(says["contradictory"].format(member=member, ratio=ratio))
        ends = {"own": self.regrets.of(self.solution.portfolio), "least": self.regrets.of(self.minimax)}
        points = {name: decimal(number, 2, language) for name, number in ends.items()}
        base, other = self._funded(self.solution.portfolio), self._funded(self.minimax)
        changes = [f"+ {i}" for i in other if i not in base] + [f"− {i}" for i in base if i not in other]
        lines.append(says["regret"].format(**points))
        lines.append(says["minimax" if changes else "same"].format(**points, changes=", ".join(changes)))
        return "\n".join(lines)

    def _funded(self, portfolio: Portfolio) -> list[str]:
        return list(dict.fromkeys(i for i, _ in self.values.model.choices(portfolio)))

    def _repr_html_(self) -> str:
        return "".join(str(frame.to_html()) for frame in (self.members(), self.applications()))


def members(solution: Solution, judged: Mapping[str, Judgement], *, workers: int = 2) -> Members:
    """Solve for every member's weights, and for the portfolio with the least greatest regret over them.

    Raises
    ------
    ScenarioError
        If the value is not made of weighted criteria.
    """
    values = criterion_values(solution.model)
    forms = [values.form(judgement.weights) for judgement in judged.values()]
    return Members(solution, values, dict(judged), regret(solution.model, forms, workers=workers))
