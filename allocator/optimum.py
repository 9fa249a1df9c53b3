"""The best lawful portfolio, those that are equally good, and the published order among them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from importlib.metadata import version

from allocator.conflict import explain
from allocator.errors import SolverError
from allocator.model import Model, formulate
from allocator.objectives import Goal
from allocator.rows import Linear, Portfolio, Row
from allocator.scenario import Scenario
from allocator.solution import Level, SecondOpinion, Solution, Status
from allocator.solver import Answer, SolverName, available, run

TIES_COUNTED = 100
"""Tied portfolios are listed one by one up to so many; beyond, their number is 'at least'."""

_MOST_CUTS = 200
"""After so many portfolios that a solver called lawful and are not, it is not to be trusted."""

Progress = Callable[[str], None]


def solve(
    scenario: Scenario,
    *,
    solver: SolverName = "highs",
    time_limit: float | None = None,
    ties_counted: int = TIES_COUNTED,
    second_opinion: bool = False,
    progress: Progress | None = None,
) -> Solution:
    """Find the best portfolio that satisfies every rule, and prove it.

    Parameters
    ----------
    scenario : Scenario
        What to solve.
    solver : {"highs", "scip", "cbc"}
        The solver; HiGHS comes with the package.
    time_limit : float, optional
        Seconds for the whole search. If it ends the search, the solution says so in its `status` and `gap`.
    ties_counted : int
        How many tied portfolios are listed before their number is only said to be at least that.
    second_opinion : bool
        Solve with another solver too, and compare the portfolios.
    progress : callable, optional
        Called with a few words at each step.

    Returns
    -------
    Solution
        Checked in exact integers outside the solver.

    Raises
    ------
    InfeasibleError
        If no portfolio satisfies the rules; it names the rules in conflict.
    InputError
        If an eligible application has no value.
    SolverError
        If no answer could be had, or the two solvers disagree.
    """
    if ties_counted < 1:
        raise ValueError("ties_counted must be at least 1")
    model = formulate(scenario)
    search = _Search(model, solver, time_limit, ties_counted, progress or (lambda words: None))
    solution = search.solution()
    if second_opinion:
        solution = replace(solution, second_opinion=_second_opinion(solution, search))
    return solution


@dataclass
class _Search:
    """One search: the rows are the model's, every portfolio that comes back is checked in exact integers."""

    model: Model
    solver: SolverName
    time_limit: float | None
    ties_counted: int
    progress: Progress
    started: float = field(default_factory=time.monotonic)

    def solution(self) -> Solution:
        """Return the first portfolio of the published order."""
        objective, *ties = self.model.goals
        self.progress(f"maximising {objective.name}")
        answer = self.best(objective.form, [])
        if answer.state == "infeasible":
            self.progress("no portfolio fits; looking for the rules in conflict")
            raise explain(self.model, self._feasible)
        if answer.portfolio is None:
            raise SolverError("the search was stopped before any lawful portfolio was found")
        if answer.state == "feasible":
            own = objective.at(answer.portfolio)
            bound = max(own, own if answer.bound is None else answer.bound)
            return self._solution(answer.portfolio, "feasible", [_level(objective, answer.portfolio, 1, False)], bound)
        levels, portfolio = self._ordered(objective, ties, answer.portfolio)
        return self._solution(portfolio, "optimal", levels, objective.at(portfolio))

    def best(self, goal: Linear | None, extra: Sequence[Row]) -> Answer:
        """Return the best portfolio under the model's rows and *extra*, exactly checked.

        A portfolio that the solver calls lawful and the exact check does not is cut off, and the solver
        asked again.
        """
        rows = [*self.model.rows, *extra]
        for _ in range(_MOST_CUTS):
            answer = run(self.model, goal, rows, solver=self.solver, time_limit=self._time_left())
            if answer.portfolio is None or all(row.holds(answer.portfolio) for row in rows):
                return answer
            rows.append(excluding(self.model, answer.portfolio))
        raise SolverError(f"{self.solver} offered {_MOST_CUTS} portfolios that break a rule by exact count")

    def tied(self, goal: Goal, first: Portfolio, extra: Sequence[Row]) -> tuple[list[Portfolio], bool]:
        """List the portfolios that are as good as *first*, and say whether those are all.

        If a better one turns up, the list starts again from it, so that a complete list is also a proof
        of the optimum in exact arithmetic of the goal.
        """
        found, value = [first], goal.at(first)
        while True:
            no_worse = Row("no_worse", goal.form, ">=", value, goal.unit)
            cuts = [excluding(self.model, portfolio) for portfolio in found]
            answer = self.best(None, [*extra, no_worse, *cuts])
            if answer.portfolio is None:
                return found, answer.state == "infeasible"
            if goal.at(answer.portfolio) > value:
                found, value = [answer.portfolio], goal.at(answer.portfolio)
            elif len(found) == self.ties_counted:
                return found, False
            else:
                found.append(answer.portfolio)
                self.progress(f"{len(found)} portfolios tied on {goal.name}")

    def _ordered(self, objective: Goal, ties: Sequence[Goal], first: Portfolio) -> tuple[list[Level], Portfolio]:
        """Apply the published order: among a complete list by looking, otherwise by solving for each step."""
        survivors, complete = self.tied(objective, first, [])
        levels = [_level(objective, survivors[0], len(survivors), complete)]
        fixed = [_fixed(objective, survivors[0])]
        for goal in ties:
            if complete:
                best = max(goal.at(portfolio) for portfolio in survivors)
                survivors = [portfolio for portfolio in survivors if goal.at(portfolio) == best]
            else:
                answer = self.best(goal.form, fixed)
                if answer.state != "optimal" or answer.portfolio is None:
                    break
                survivors, complete = self.tied(goal, answer.portfolio, fixed)
                fixed.append(_fixed(goal, survivors[0]))
            levels.append(_level(goal, survivors[0], len(survivors), complete))
        portfolio = self._first_by_id(survivors, complete, fixed)
        return [*levels, Level("application_id", None, 1, True)], portfolio

    def _first_by_id(self, survivors: list[Portfolio], complete: bool, fixed: list[Row]) -> Portfolio:
        """Return the portfolio that funds the first application on which they differ, or more of it."""
        if complete:
            return max(survivors, key=self._levels_by_id)
        # Digits of a number, the first application leading; a dozen at a time keeps it exact in floats.
        portfolio, rows = survivors[0], list(fixed)
        ids = list(dict.fromkeys(award.application for award in self.model.candidates.awards))
        for start in range(0, len(ids), 12):
            goal = self._digits(ids[start : start + 12])
            answer = self.best(goal.form, rows)
            if answer.state != "optimal" or answer.portfolio is None:
                break
            portfolio = answer.portfolio
            rows.append(_fixed(goal, portfolio))
        return portfolio

    def _levels_by_id(self, portfolio: Portfolio) -> tuple[Fraction, ...]:
        granted = dict(self.model.choices(portfolio))
        return tuple(granted.get(a.id, Fraction(0)) for a in self.model.scenario.call.applications)

    def _digits(self, block: Sequence[str]) -> Goal:
        candidates = self.model.candidates
        total = Linear(candidates.count.coefficients * 0)
        for application_id in block:
            levels = sorted({a.level for a in candidates.awards if a.application == application_id})
            total = total * (len(levels) + 1)
            for digit, level in enumerate(levels, start=1):
                total += candidates.choosing({(application_id, level)}) * digit
        return Goal("application_id", total, "count")

    def _feasible(self, rows: Sequence[Row]) -> bool | None:
        answer = run(self.model, None, rows, solver=self.solver, time_limit=self._time_left())
        if answer.portfolio is not None and all(row.holds(answer.portfolio) for row in rows):
            return True
        return False if answer.state == "infeasible" else None

    def _time_left(self) -> float | None:
        if self.time_limit is None:
            return None
        return max(0.1, self.time_limit - (time.monotonic() - self.started))

    def _solution(self, portfolio: Portfolio, status: Status, levels: list[Level], bound: Fraction) -> Solution:
        packages = {"highs": "highspy", "scip": "pyscipopt", "cbc": "pulp"}
        named = f"{self.solver} ({packages[self.solver]} {version(packages[self.solver])}, pulp {version('pulp')})"
        return Solution(self.model, portfolio, status, tuple(levels), bound, named)


def excluding(model: Model, portfolio: Portfolio) -> Row:
    """Return the row that every portfolio satisfies but those that decide the same as *portfolio*."""
    decided = set(model.choices(portfolio))
    kept = model.candidates.choosing(decided)
    other = model.candidates.count - kept
    return Row("not_again", other - kept, ">=", 1 - len(decided), "count")


def _fixed(goal: Goal, portfolio: Portfolio) -> Row:
    return Row(f"as_good[{goal.name}]", goal.form, ">=", goal.at(portfolio), goal.unit)


def _level(goal: Goal, portfolio: Portfolio, portfolios: int, complete: bool) -> Level:
    return Level(goal.name, goal.shown(goal.at(portfolio)), portfolios, complete)


def _second_opinion(solution: Solution, search: _Search) -> SecondOpinion:
    """Solve again with another solver; anything but the same portfolio is an error.

    Raises
    ------
    SolverError
        If no other solver is installed, or it finds another portfolio.
    """
    others = [name for name in available() if name != search.solver]
    if not others:
        raise SolverError('a second opinion needs another solver: pip install "allocator[second]"')
    search.progress(f"asking {others[0]} for a second opinion")
    other = _Search(solution.model, others[0], search.time_limit, search.ties_counted, search.progress).solution()
    if other.status != solution.status or (
        solution.status == "optimal" and other.portfolio.awards != solution.portfolio.awards
    ):
        raise SolverError(
            f"the solvers disagree: {solution.solver} says {solution.status}, value {float(solution.value):g}; "
            f"{other.solver} says {other.status}, value {float(other.value):g}"
        )
    return SecondOpinion(other.solver, other.value)
