"""The best lawful portfolio, those that are equally good, and the published order among them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version

from allocator.conflict import explain
from allocator.errors import SolverError
from allocator.highs import Stopped
from allocator.kernel import LARGE, solve_large
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
    gap: Fraction = Fraction(0),
    ties_counted: int = TIES_COUNTED,
    second_opinion: bool = False,
    progress: Progress | None = None,
    model: Model | None = None,
    stopped: Stopped | None = None,
) -> Solution:
    """Find the best portfolio that satisfies every rule, and prove it.

    Parameters
    ----------
    scenario : Scenario
        What to solve.
    solver : {"highs", "scip", "cbc"}
        The solver; HiGHS comes with the package.
    time_limit : float, optional
        Seconds for the whole search. If it ends the search, the solution says so in its `status` and `gap`. A large
        call's search ends after a minute if nothing is said.
    gap : Fraction
        The search may end when what was found is at most this part of its value below the best possible; the solution
        says how far it may be. Ties are not looked for then, nor in large calls.
    ties_counted : int
        How many tied portfolios are listed before their number is only said to be at least that.
    second_opinion : bool
        Solve with another solver too, and compare the portfolios.
    progress : callable, optional
        Called with a few words at each step.
    model : Model, optional
        The scenario's formulation, where that is known already.
    stopped : callable, optional
        Asked during the search whether to end it; like the time limit, it leaves the best that was found.

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
    asked = _Asked(time_limit, gap, ties_counted, progress or (lambda words: None), stopped)
    solution = _decided(model or formulate(scenario), solver, asked)
    if second_opinion:
        solution = replace(solution, second_opinion=_second_opinion(solution, solver, asked))
    return solution


Engine = Callable[[Linear | None, Sequence[Row]], Answer]
"""What answers for one model: the best portfolio for a goal (None: any) under its rows and those added."""

Lister = Callable[[Linear, Fraction, Sequence[Row]], Sequence[Portfolio] | None]
"""What lists every portfolio whose goal is at least so much, under added rows too; None where it cannot."""


@dataclass
class Search:
    """A search for the first portfolio of the published order; whatever the engine says is checked exactly.

    Attributes
    ----------
    model : Model
        Whose rows every portfolio must satisfy.
    engine : callable
        Answers for a goal and added rows.
    ties_counted : int
        Tied portfolios are listed up to so many.
    progress : callable
        Called with a few words at each step.
    lister : callable, optional
        Lists ties at once, where it can; otherwise the engine is asked for one after another.
    """

    model: Model
    engine: Engine
    ties_counted: int = TIES_COUNTED
    progress: Progress = lambda words: None
    lister: Lister | None = None

    def best(self, goal: Linear | None, extra: Sequence[Row]) -> Answer:
        """Return the best portfolio under the model's rows and *extra*, exactly checked.

        A portfolio that the solver calls lawful and the exact check does not is cut off, and the solver
        asked again.

        Raises
        ------
        SolverError
            If the solver offers only portfolios that break a rule, or says that nothing fits though something does.
        """
        added = list(extra)
        for _ in range(_MOST_CUTS):
            answer = self.engine(goal, added)
            if answer.state == "infeasible" and self._lawful(Portfolio([]), added):
                raise SolverError("the solver says that nothing fits, though granting nothing breaks no rule")
            if answer.portfolio is None or self._lawful(answer.portfolio, added):
                return answer
            added.append(excluding(self.model, answer.portfolio))
        raise SolverError(f"the solver offered {_MOST_CUTS} portfolios that break a rule by exact count")

    def _lawful(self, portfolio: Portfolio, added: Sequence[Row]) -> bool:
        return all(row.holds(portfolio) for row in (*self.model.rows, *added))

    def tied(self, goal: Goal, first: Portfolio, extra: Sequence[Row]) -> tuple[list[Portfolio], bool]:
        """List the portfolios that are as good as *first*, and say whether those are all.

        If a better one turns up, the list starts again from it, so that a complete list is also a proof
        of the optimum in exact arithmetic of the goal.
        """
        found, value = [first], goal.at(first)
        if self.lister is not None and (listed := self.lister(goal.form, value, extra)):
            if not all(self._lawful(portfolio, extra) for portfolio in listed):
                raise SolverError("a list has a portfolio that breaks a rule by exact count")
            greatest = max(map(goal.at, listed))
            return [portfolio for portfolio in listed if goal.at(portfolio) == greatest], True
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

    def first(self, extra: Sequence[Row] = ()) -> Portfolio | None:
        """Return the first portfolio of the published order under *extra* rows, or None if there is none.

        Raises
        ------
        SolverError
            If the engine stops before it is proven.
        """
        answer = self.best(self.model.objective.form, extra)
        if answer.state == "infeasible":
            return None
        if answer.state != "optimal" or answer.portfolio is None:
            raise SolverError("the search was stopped before the best portfolio was proven")
        return self.ordered(answer.portfolio, extra)[1]

    def ordered(
        self, best: Portfolio, extra: Sequence[Row] = (), objective: Goal | None = None
    ) -> tuple[list[Level], Portfolio]:
        """Apply the published order to all that is as good as *best* by an *objective*, step by step.

        Among a complete list it is enough to look; otherwise each step is solved for.
        """
        objective, ties = objective or self.model.goals[0], self.model.goals[1:]
        survivors, complete = self.tied(objective, best, extra)
        levels = [_level(objective, survivors[0], len(survivors), complete)]
        fixed, decided = [*extra, _fixed(objective, survivors[0])], True
        for goal in ties:
            if complete:
                greatest = max(goal.at(portfolio) for portfolio in survivors)
                survivors = [portfolio for portfolio in survivors if goal.at(portfolio) == greatest]
            else:
                answer = self.best(goal.form, fixed)
                if answer.state != "optimal" or answer.portfolio is None:
                    decided = False
                    break
                survivors, complete = self.tied(goal, answer.portfolio, fixed)
                fixed.append(_fixed(goal, survivors[0]))
            levels.append(_level(goal, survivors[0], len(survivors), complete))
        portfolio, proven = self._first_by_id(survivors, complete, fixed)
        return [*levels, Level("application_id", None, 1, decided and proven)], portfolio

    def _first_by_id(self, survivors: list[Portfolio], complete: bool, fixed: list[Row]) -> tuple[Portfolio, bool]:
        """Return the portfolio that funds the first application on which they differ, or more of it; and if proven."""
        if complete:
            return max(survivors, key=self.model.levels_by_id), True
        portfolio, rows = survivors[0], list(fixed)
        for goal in self.model.by_id:
            answer = self.best(goal.form, rows)
            if answer.state != "optimal" or answer.portfolio is None:
                return portfolio, False
            portfolio = answer.portfolio
            rows.append(_fixed(goal, portfolio))
        return portfolio, True


@dataclass(frozen=True)
class _Asked:
    """What is asked of a search: when it may end, how many ties are listed, and whom to tell."""

    time_limit: float | None
    gap: Fraction
    ties_counted: int
    progress: Progress
    stopped: Stopped | None = None


def _cold(model: Model, solver: SolverName, asked: _Asked) -> Search:
    """Return a search that builds its programme anew for every answer, all of them within the time limit."""
    ends = None if asked.time_limit is None else time.monotonic() + asked.time_limit

    def engine(goal: Linear | None, extra: Sequence[Row]) -> Answer:
        left = None if ends is None else max(0.1, ends - time.monotonic())
        return run(
            model, goal, [*model.rows, *extra], solver=solver, time_limit=left, gap=asked.gap, stopped=asked.stopped
        )

    return Search(model, engine, asked.ties_counted, asked.progress)


def decide(search: Search, solver: SolverName = "highs", by: str = "") -> Solution:
    """Return the first portfolio of the published order, or the best that was found in time.

    Parameters
    ----------
    solver : {"highs", "scip", "cbc"}
        Which solver says what is in conflict where nothing fits.
    by : str
        What answered in the search; empty where it was that solver by PuLP.

    Raises
    ------
    InfeasibleError
        If no portfolio satisfies the rules.
    SolverError
        If the search was stopped before anything was found.
    """
    model, objective = search.model, search.model.objective
    search.progress(f"maximising {objective.name}")
    answer = search.best(objective.form, [])
    if answer.state == "infeasible":
        search.progress("no portfolio fits; looking for the rules in conflict")
        raise explain(model, lambda loosened: _feasible(loosened, solver))
    if answer.portfolio is None:
        raise SolverError("the search was stopped before any lawful portfolio was found")
    if answer.state == "feasible":
        return _unordered(model, answer, by or _named(solver))
    levels, portfolio = search.ordered(answer.portfolio)
    return Solution(model, portfolio, "optimal", tuple(levels), objective.at(portfolio), by or _named(solver))


def _decided(model: Model, solver: SolverName, asked: _Asked) -> Solution:
    """Decide by the kernel where a call is large and has one, and by the solver otherwise."""
    large = _large(model, solver, asked) if len(model.candidates) >= LARGE else None
    return large or decide(_cold(model, solver, asked), solver)


def _large(model: Model, solver: SolverName, asked: _Asked) -> Solution | None:
    """Return the best of a large call that its kernel yields, without ties; None where a solver is to be asked."""
    asked.progress(f"maximising {model.objective.name}")
    answer = solve_large(model, solver, asked.gap, asked.time_limit, asked.progress)
    return None if answer is None else _unordered(model, answer, _named(solver))


def _unordered(model: Model, answer: Answer, by: str) -> Solution:
    """Return what was found and how far from the best it may be; whatever is equally good was not looked for."""
    portfolio, objective = answer.portfolio, model.objective
    if portfolio is None:
        raise SolverError("the search was stopped before any lawful portfolio was found")
    # Where the solver knows no bound, all awards together are one.
    known = objective.form.range()[1] if answer.bound is None else answer.bound
    own = objective.at(portfolio)
    status: Status = "optimal" if answer.state == "optimal" or own == known else "feasible"
    return Solution(model, portfolio, status, (_level(objective, portfolio, 1, False),), max(own, known), by)


def _named(solver: SolverName) -> str:
    packages = {"highs": "highspy", "scip": "pyscipopt", "cbc": "pulp"}
    return f"{solver} ({packages[solver]} {version(packages[solver])}, pulp {version('pulp')})"


def _feasible(model: Model, solver: SolverName) -> bool | None:
    answer = run(model, None, model.rows, solver=solver)
    if answer.portfolio is not None and not model.broken(answer.portfolio):
        return True
    return False if answer.state == "infeasible" else None


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


def _second_opinion(solution: Solution, solver: SolverName, asked: _Asked) -> SecondOpinion:
    """Solve again with another solver; anything but the same portfolio is an error.

    Raises
    ------
    SolverError
        If no other solver is installed, or it finds another portfolio.
    """
    others = [name for name in available() if name != solver]
    if not others:
        raise SolverError('a second opinion needs another solver: pip install "allocator[second]"')
    asked.progress(f"asking {others[0]} for a second opinion")
    other = _decided(solution.model, others[0], asked)
    at, proven = solution.model.objective.at, solution.status == other.status == "optimal"
    decided = solution.levels[-1].complete
    if (solution.status != other.status and not asked.gap) or (
        proven
        and (at(solution.portfolio) != at(other.portfolio) or (decided and solution.portfolio != other.portfolio))
    ):
        raise SolverError(
            f"the solvers disagree: {solution.solver} says {solution.status}, value {float(solution.value):g}; "
            f"{other.solver} says {other.status}, value {float(other.value):g}"
        )
    return SecondOpinion(other.solver, other.value)
