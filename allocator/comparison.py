"""Solutions side by side: who moves, what moves, and at what price, as tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from allocator.shown import Shown
from allocator.solution import Solution
from allocator.text import Language

if TYPE_CHECKING:
    import pandas as pd

Measure = Literal["region", "year", "pot", "target", "granting_authority"]


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Solutions of the same call, each against the first."""

    solutions: tuple[Solution, ...]

    @property
    def first(self) -> Solution:
        """The solution that the others are compared with."""
        return self.solutions[0]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The scenarios' names; one that occurs again is numbered."""
        own = [solution.scenario.name for solution in self.solutions]
        so_far = [own[: position + 1].count(name) for position, name in enumerate(own)]
        return tuple(name if number == 1 else f"{name} ({number})" for name, number in zip(own, so_far, strict=True))

    def came_in(self, solution: Solution) -> tuple[str, ...]:
        """Return the applications that *solution* funds and the first does not."""
        return tuple(i for i in solution.funded if self.first.award(i) is None)

    def fell_out(self, solution: Solution) -> tuple[str, ...]:
        """Return the applications that the first funds and *solution* does not."""
        return tuple(i for i in self.first.funded if solution.award(i) is None)

    def summary(self) -> pd.DataFrame:
        """Return one row a scenario.

        Returns
        -------
        DataFrame
            Indexed by scenario: `status`; `objective`, and `value`, its points; `price`, the points that
            it loses against the first, or none where another objective is not comparable; `funded`
            (number); `granted` (whole euros); `tied_portfolios`; `came_in` and `fell_out` (ids).
        """
        import pandas as pd

        return pd.DataFrame([self._row(s) for s in self.solutions], index=pd.Index(self.names, name="scenario"))

    def _row(self, solution: Solution) -> dict[str, object]:
        mine, firsts = solution.model.objective.name, self.first.model.objective.name
        return {
            "status": solution.status,
            "objective": mine,
            "value": float(solution.value),
            "price": float(self.first.value - solution.value) if mine == firsts else None,
            "funded": len(solution.funded),
            "granted": solution.granted,
            "tied_portfolios": solution.tied_portfolios,
            "came_in": ", ".join(self.came_in(solution)),
            "fell_out": ", ".join(self.fell_out(solution)),
        }

    def awards(self, *, moved_only: bool = False) -> pd.DataFrame:
        """Return the awards, whole euros: one row an application, one column a scenario; 0 is not funded.

        Parameters
        ----------
        moved_only : bool
            Leave out the applications that receive the same in every scenario.
        """
        import pandas as pd

        ids = list(dict.fromkeys(a.id for s in self.solutions for a in s.scenario.call.applications))
        columns = {
            name: [award.euros if (award := solution.award(i)) else 0 for i in ids]
            for name, solution in zip(self.names, self.solutions, strict=True)
        }
        frame = pd.DataFrame(columns, index=pd.Index(ids, name="application"))
        return frame[frame.nunique(axis=1) > 1] if moved_only else frame

    def euros(self, by: Measure, language: Language = "fi") -> pd.DataFrame:
        """Return whole euros by region, year, pot, target or granting authority: one column a scenario."""
        import pandas as pd

        totals = [self._totals(solution, by, language) for solution in self.solutions]
        keys = list(dict.fromkeys(key for total in totals for key in total))
        columns = {name: [total.get(key, 0) for key in keys] for name, total in zip(self.names, totals, strict=True)}
        return pd.DataFrame(columns, index=pd.Index(keys, name=by))

    @staticmethod
    def _totals(solution: Solution, by: Measure, language: Language) -> dict[str, int]:
        if by == "region":
            names = {region.code: region.name[language] for region in solution.scenario.call.geography.regions}
            return {names[code]: euros for code, euros in solution.by_region().items()}
        if by == "year":
            return {str(year): euros for year, euros in solution.by_year().items()}
        return dict(solution.by_pot() if by == "pot" else solution.by_column(by))


def compare(solutions: Sequence[Solution]) -> Comparison:
    """Put solutions side by side, each against the first.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not solutions:
        raise ValueError("nothing to compare")
    return Comparison(tuple(solutions))
