"""A solution: a lawful portfolio, how good it is, and how it stands to every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from allocator.candidates import GENERAL, Award
from allocator.eligibility import Refusal
from allocator.errors import SolverError
from allocator.exact import decimal_text
from allocator.laid_out import laid_out
from allocator.model import Model
from allocator.objectives import Goal
from allocator.obstacles import Obstacle, obstacles
from allocator.pots import split
from allocator.rows import Portfolio, Row, Unit
from allocator.rules.earmark import money_in_pots
from allocator.scenario import Scenario
from allocator.shown import Shown
from allocator.text import Text

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["optimal", "feasible"]
Outcome = Literal["funded", "not_funded", "below_threshold", "ineligible"]


@dataclass(frozen=True)
class Level:
    """One step of the order: what was decided by, and how many portfolios were equal on it so far.

    Attributes
    ----------
    goal : str
        Name of the objective or tie-break.
    value : Fraction or None
        The value that it has in the solution; None for the application id.
    portfolios : int
        Portfolios that are equal on everything down to here.
    complete : bool
        Whether that number is exact; if not, there are at least so many.
    """

    goal: str
    value: Fraction | None
    portfolios: int
    complete: bool


@dataclass(frozen=True)
class Reading:
    """How the solution stands to one row of a rule.

    Attributes
    ----------
    name, rule : str
        The row's name, and the rule's.
    label : Text or None
        What the row is about: a region, a year, a pot.
    sense : str
        How value and bound compare.
    value, bound, slack : Fraction
        Exact, in the row's unit; the slack is how far the row is from being broken.
    unit : {"euros", "count", "value", "share"}
    binding : bool
        Whether the slack is nothing.
    blocks : tuple of str
        Applications not funded that this row alone keeps from being added to the portfolio as it is.
    """

    name: str
    rule: str
    label: Text | None
    sense: str
    value: Fraction
    bound: Fraction
    slack: Fraction
    unit: Unit
    binding: bool
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class SecondOpinion:
    """What another solver found: the same, since anything else is an error."""

    solver: str
    value: Fraction


@dataclass(frozen=True, repr=False)
class Solution(Shown):
    """A portfolio that satisfies every rule, checked in exact integers when it was made.

    Attributes
    ----------
    model : Model
        What was solved.
    portfolio : Portfolio
        The awards made, as positions among the model's candidate awards.
    status : {"optimal", "feasible"}
        Proven best, or the best that was found before the search was stopped.
    levels : tuple of Level
        The order by which it was chosen, step by step.
    best_possible : Fraction
        No portfolio has a greater objective; equal to the solution's own where it is optimal.
    solver : str
        The solver and its version.
    second_opinion : SecondOpinion or None
        What another solver found, where it was asked.

    Raises
    ------
    SolverError
        If the portfolio breaks any row: a solution that is not lawful cannot exist.
    """

    model: Model
    portfolio: Portfolio
    status: Status
    levels: tuple[Level, ...]
    best_possible: Fraction
    solver: str
    second_opinion: SecondOpinion | None = None

    def __post_init__(self) -> None:
        if broken := self.model.broken(self.portfolio):
            names = ", ".join(row.name for row in broken)
            raise SolverError(f"the portfolio breaks {names}, by exact count")

    @property
    def scenario(self) -> Scenario:
        """The scenario that was solved."""
        return self.model.scenario

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """The awards made, in the order of application ids."""
        return tuple(self.model.candidates.awards[i] for i in self.portfolio.awards)

    @cached_property
    def funded(self) -> tuple[str, ...]:
        """Ids of the funded applications, in their natural order."""
        return tuple(award.application for award in self.awards)

    @property
    def value(self) -> Fraction:
        """The objective, exactly, as people read it."""
        return self._objective.shown(self._objective.at(self.portfolio))

    @property
    def _objective(self) -> Goal:
        return self.model.objective

    @cached_property
    def granted(self) -> int:
        """Whole euros granted in all."""
        return sum(award.euros for award in self.awards)

    @property
    def gap(self) -> Fraction:
        """How far the objective may be from the best possible, as a part of it; 0 if optimal."""
        own = self._objective.at(self.portfolio)
        if self.status == "optimal" or own == self.best_possible:
            return Fraction(0)
        return (self.best_possible - own) / abs(own) if own else Fraction(1)

    @property
    def tied_portfolios(self) -> int:
        """Number of lawful portfolios with the same objective, this one included."""
        return self.levels[0].portfolios

    @property
    def refusals(self) -> Mapping[str, tuple[Refusal, ...]]:
        """Why an application has no candidate award, by id, for those that have none."""
        return self.model.refusals

    def award(self, application_id: str) -> Award | None:
        """Return the award of an application, or None if it is not funded."""
        return self._award_by_id.get(application_id)

    @cached_property
    def _award_by_id(self) -> dict[str, Award]:
        return {award.application: award for award in self.awards}

    def outcome(self, application_id: str) -> Outcome:
        """Return what became of an application."""
        if application_id in self._award_by_id:
            return "funded"
        if application_id not in self.model.refusals:
            return "not_funded"
        return "below_threshold" if self.model.assessments[application_id].eligible else "ineligible"

    @cached_property
    def payments(self) -> Mapping[str, Mapping[str, int]]:
        """Whole euros that each pot pays to each funded application, earmarked money first.

        What funded synergies save returns to the general money, which can then pay more than was in it.
        """
        pots = money_in_pots(self.scenario.rules)
        pots[GENERAL] += int(self.model.ground.savings.at(self.portfolio))
        if len(pots) == 1:
            return {award.application: dict.fromkeys(pots, award.euros) for award in self.awards}
        paid = split([a.euros for a in self.awards], [a.sources for a in self.awards], pots)
        return dict(zip(self.funded, paid, strict=True))

    def by_region(self) -> Mapping[str, int]:
        """Return the whole euros granted in each region, by code, every region of the geography."""
        candidates = self.model.candidates
        return {code: int(candidates.in_region(code).at(self.portfolio)) for code in candidates.call.region_codes}

    def by_year(self) -> Mapping[int, int]:
        """Return the whole euros granted for each year."""
        candidates = self.model.candidates
        return {year: int(candidates.in_year(year).at(self.portfolio)) for year in candidates.call.terms.years}

    def by_pot(self) -> Mapping[str, int]:
        """Return the whole euros that each pot pays."""
        return {pot: sum(parts.get(pot, 0) for parts in self.payments.values()) for pot in self.pots}

    @cached_property
    def pots(self) -> tuple[str, ...]:
        """Names of the pots: the earmarks that are ring-fenced, then the general money."""
        return tuple(money_in_pots(self.scenario.rules))

    def by_column(self, column: str) -> Mapping[str, int]:
        """Return the whole euros granted by target, granting_authority or another field of an application."""
        totals: dict[str, int] = {}
        for award in self.awards:
            key = str(getattr(self.scenario.call[award.application], column))
            totals[key] = totals.get(key, 0) + award.euros
        return totals

    @cached_property
    def rules(self) -> tuple[Reading, ...]:
        """How the portfolio stands to every row of every rule."""
        return tuple(
            Reading(
                name=row.name,
                rule=row.rule,
                label=row.label,
                sense=row.sense,
                value=row.value(self.portfolio),
                bound=row.bound(self.portfolio),
                slack=row.slack(self.portfolio),
                unit=row.unit,
                binding=row.slack(self.portfolio) == 0,
                blocks=tuple(self._blocked.get(row.name, ())),
            )
            for row in self.model.rows
            if row.rule
        )

    def obstacles(self, application_id: str) -> tuple[tuple[Row, Fraction], ...]:
        """Return the rows that adding an application, whole, to this portfolio would break, and by how much.

        It is what stands in the way of simply adding it, not yet why it is not funded: another portfolio
        could have held it.
        """
        return tuple(self._obstacles.get(application_id, ()))

    @cached_property
    def _obstacles(self) -> Mapping[str, list[Obstacle]]:
        return obstacles(self.model, self.portfolio)

    @cached_property
    def _blocked(self) -> dict[str, list[str]]:
        """For each row, the unfunded applications that it alone keeps from being added, in the order of ids."""
        alone: dict[str, list[str]] = {}
        for application in self.scenario.call.applications:
            obstacles = self._obstacles.get(application.id, ())
            if len(obstacles) == 1:
                alone.setdefault(obstacles[0][0].name, []).append(application.id)
        return alone

    def frame(self) -> pd.DataFrame:
        """Return every application and what became of it, as a table.

        Returns
        -------
        DataFrame
            One row an application, indexed by id, in natural order: `title`, `target`, `applicant`,
            `granting_authority`; `value` (published points); `requested` and `award` (whole euros);
            `level` (part of the request, 1 for all); `outcome` (funded, not_funded, below_threshold,
            ineligible); one column a year and a pot (whole euros).
        """
        import pandas as pd

        return pd.DataFrame(self.columns()).set_index("id")

    def columns(self) -> dict[str, list[Any]]:
        """Return the columns of `frame` by their names, the ids first."""
        applications, years = self.scenario.call.applications, self.scenario.call.terms.years
        made = [self._award_by_id.get(a.id) for a in applications]
        values = [self.model.assessments[a.id].value for a in applications]
        paid = [self.payments[award.application] if award else {} for award in made]
        return {
            "id": [a.id for a in applications],
            "title": [a.title for a in applications],
            "target": [a.target for a in applications],
            "applicant": [a.applicant for a in applications],
            "granting_authority": [a.granting_authority for a in applications],
            "value": [None if value is None else value.numerator / value.denominator for value in values],
            "requested": [a.requested for a in applications],
            "award": [award.euros if award else 0 for award in made],
            "level": [award.level.numerator / award.level.denominator if award else 0.0 for award in made],
            "outcome": [self.outcome(a.id) for a in applications],
            **{str(year): [award.by_year[n] if award else 0 for award in made] for n, year in enumerate(years)},
            **{pot: [parts.get(pot, 0) for parts in paid] for pot in self.pots},
        }

    def to_json(self) -> str:
        """Return the solution as JSON, an award or another entry a line: the same inputs give the same bytes.

        Numbers that may be fractions are written exactly, as text.
        """
        return laid_out(self._content())

    def _content(self) -> dict[str, Any]:
        scenario, call = self.scenario, self.scenario.call
        years, codes = tuple(map(str, call.terms.years)), call.region_codes
        return {
            "scenario": {
                "name": scenario.name,
                "title": scenario.title.model_dump(exclude_none=True) if scenario.title else None,
                "why": scenario.why.model_dump(exclude_none=True) if scenario.why else None,
                "chain": list(scenario.chain),
                "changes": [str(change) for change in scenario.changes],
                **scenario.written,
            },
            "status": self.status,
            "objective": self._objective.name,
            "value": decimal_text(self.value),
            "best_possible": decimal_text(self._objective.shown(self.best_possible)),
            "gap": decimal_text(self.gap),
            "granted": self.granted,
            "funded": list(self.funded),
            "awards": (  # one by one: of a million awards, all at once take gigabytes
                {
                    "application": award.application,
                    "level": decimal_text(award.level),
                    "euros": award.euros,
                    "value": decimal_text(award.value),
                    "by_year": dict(zip(years, award.by_year, strict=True)),
                    "by_region": {code: euros for code, euros in zip(codes, award.by_region, strict=True) if euros},
                    "by_pot": self.payments[award.application],
                }
                for award in self.awards
            ),
            "not_funded": {
                application.id: {
                    "outcome": self.outcome(application.id),
                    "reasons": [refusal.text["en"] for refusal in self.refusals.get(application.id, ())],
                }
                for application in call.applications
                if application.id not in self._award_by_id
            },
            "by_region": dict(self.by_region()),
            "by_year": {str(year): euros for year, euros in self.by_year().items()},
            "by_pot": dict(self.by_pot()),
            "rules": [
                {
                    "row": reading.name,
                    "rule": reading.rule,
                    "value": decimal_text(reading.value),
                    "sense": reading.sense,
                    "bound": decimal_text(reading.bound),
                    "slack": decimal_text(reading.slack),
                    "unit": reading.unit,
                    "binding": reading.binding,
                    "blocks": list(reading.blocks),
                }
                for reading in self.rules
            ],
            "order": [
                {
                    "by": level.goal,
                    "value": None if level.value is None else decimal_text(level.value),
                    "portfolios": level.portfolios,
                    "complete": level.complete,
                }
                for level in self.levels
            ],
            "assumptions": {name: text["fi"] for name, text in scenario.assumptions},
            "provenance": {
                "files": dict(scenario.hashes),
                "solver": self.solver,
                "second_opinion": self.second_opinion.solver if self.second_opinion else None,
                "allocator": version("allocator"),
            },
        }
