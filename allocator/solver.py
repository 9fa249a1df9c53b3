"""The one door to the solvers: a set of rows and a goal go in, a portfolio and its status come out.

They are asked by PuLP, 3.3 (Python 3.11) or 4 (newer), but for HiGHS about large programmes. Every status is translated
here, once, and values are read only where there is a solution.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from math import gcd, isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

from allocator import cancellation
from allocator.errors import SolverError
from allocator.files import write_whole
from allocator.highs import SIZE, TOLERANCE, Arrays, Stopped, asking, ending, greeted, in_floats, loaded, searched
from allocator.model import Model
from allocator.rows import Helper, Linear, Portfolio, Row, Sense, helpers_in

SolverName = Literal["highs", "scip", "cbc"]
State = Literal["optimal", "feasible", "infeasible", "stopped"]
MANY = 2_000
"""Columns from which on HiGHS is told of them in arrays, which PuLP's building would take too long for."""

_EXACT_IN_FLOATS = 53
"""A row that is written keeps its whole numbers while floats hold them: so many bits."""


@dataclass(frozen=True)
class Answer:
    """What a solver said of one programme.

    Attributes
    ----------
    state : {"optimal", "feasible", "infeasible", "stopped"}
        Proven best; found but not proven best; proven impossible; stopped with nothing found.
    portfolio : Portfolio or None
        What was found, unchecked.
    bound : Fraction or None
        No portfolio is better than this, by the solver's word; only where a goal was given.
    """

    state: State
    portfolio: Portfolio | None = None
    bound: Fraction | None = None


def run(
    model: Model,
    goal: Linear | None,
    rows: Sequence[Row],
    *,
    solver: SolverName = "highs",
    time_limit: float | None = None,
    gap: Fraction = Fraction(0),
    stopped: Stopped | None = None,
) -> Answer:
    """Find the portfolio that makes *goal* greatest under *rows*, or any if there is no goal.

    Parameters
    ----------
    model : Model
        Whose candidate awards are the columns; its own rows count only where *rows* names them.
    time_limit : float, optional
        Seconds.
    gap : Fraction
        The solver may stop at so great a part of the value below its bound, and then says "feasible".
    stopped : callable, optional
        Asked during the search whether to end it with what is found; only HiGHS asks.

    Raises
    ------
    SolverError
        If the solver is not installed, or gives no answer that can be used.
    Cancelled
        If the work that this solve is part of is given up.
    """
    return ask(len(model.candidates), goal, rows, solver=solver, time_limit=time_limit, gap=gap, stopped=stopped)


def ask(
    awards: int,
    goal: Linear | None,
    rows: Sequence[Row],
    *,
    solver: SolverName = "highs",
    time_limit: float | None = None,
    gap: Fraction = Fraction(0),
    stopped: Stopped | None = None,
) -> Answer:
    """Do as `run` does, of so many columns that need be no model's."""
    if not all(row.possible for row in rows):
        return Answer("infeasible")
    asked = _asked_in_arrays if solver == "highs" and awards >= MANY else partial(_asked_by_pulp, solver)
    answer = asked(awards, goal, rows, time_limit, gap, stopped or cancellation.asked())
    if stopped is None:
        cancellation.heed()
    return answer


def _asked_by_pulp(
    solver: SolverName,
    awards: int,
    goal: Linear | None,
    rows: Sequence[Row],
    time_limit: float | None,
    gap: Fraction,
    stopped: Stopped | None,
) -> Answer:
    problem, columns, unit = _problem(goal, rows, [f"x{i}" for i in range(awards)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PuLP 3 announces PuLP 4 with every variable
        try:
            problem.solve(_solver(solver, time_limit, float(gap), stopped))
        except Exception as error:
            raise SolverError(f"the solver {solver} failed: {error}") from error
    state, bound = _translated(problem, solver)
    values = [column.varValue for column in columns]
    made = [i for i, value in enumerate(values) if value is not None and value > 0.5]
    return _answer(state, made, bound, unit, goal, gap)


def _asked_in_arrays(
    awards: int,
    goal: Linear | None,
    rows: Sequence[Row],
    time_limit: float | None,
    gap: Fraction,
    stopped: Stopped | None,
) -> Answer:
    """Do as `ask` does, by HiGHS without PuLP; building counts into the time."""
    until = ending(time_limit, stopped)
    used = helpers_in([*([] if goal is None else [goal]), *(form for row in rows for form in row.forms)])
    helpers = {helper: awards + number for number, helper in enumerate(used)}
    ends = np.array([(0.0, 1.0)] * awards + [tuple(map(float, helper.range())) for helper in used])
    costs, unit = np.zeros(len(ends)), Fraction(1)
    if goal is not None:
        scale, unit = _objective_scale(goal)
        costs[:awards] = [-float(coefficient * scale) for coefficient in goal.coefficients.tolist()]
        costs[[helpers[helper] for helper, _ in goal.helpers]] = [-float(m * scale) for _, m in goal.helpers]
    whole = np.array([True] * awards + [helper.whole for helper in used])
    arrays = Arrays.of([*rows, *(row for helper in used for row in helper.rows)], helpers)
    try:
        limit = {} if time_limit is None else {"time_limit": time_limit}
        highs = loaded(costs, ends[:, 0], ends[:, 1], whole, arrays, mip_rel_gap=float(gap), **limit)
        searched(highs, until)
    except Exception as error:
        raise SolverError(f"the solver highs failed: {error}") from error
    state, bound = _translated_highs(highs)
    made = np.flatnonzero(np.array(highs.getSolution().col_value[:awards]) > 0.5).tolist()
    return _answer(state, made, bound, unit, goal, gap)


def _answer(
    state: State, made: Sequence[int], bound: float | None, unit: Fraction, goal: Linear | None, gap: Fraction
) -> Answer:
    portfolio = Portfolio(made) if state in {"optimal", "feasible"} else None
    exact_bound = Fraction(bound) * unit if goal is not None and bound is not None and isfinite(bound) else None
    return Answer("feasible" if gap and goal is not None and state == "optimal" else state, portfolio, exact_bound)


def available() -> tuple[SolverName, ...]:
    """Return the solvers that are installed, the default first."""
    import pulp

    found: list[SolverName] = ["highs"]
    if find_spec("pyscipopt"):
        found.append("scip")
    if hasattr(pulp, "PULP_CBC_CMD") and pulp.PULP_CBC_CMD(msg=False).available():
        found.append("cbc")
    return tuple(found)


def write_model(model: Model, path: Path) -> None:
    """Write the programme, every rule's row by its name, as `.lp` or `.mps` by the path's ending.

    Raises
    ------
    SolverError
        If the ending is neither.
    """
    names = _readable([f"fund_{award.name}" for award in model.candidates.awards])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem, _, _ = _problem(model.objective.form, model.rows, names, bits=_EXACT_IN_FLOATS)
        if path.suffix not in {".lp", ".mps"}:
            raise SolverError(f"cannot write a model as {path.suffix or 'a file without an ending'!r}: use .lp or .mps")
        with TemporaryDirectory() as folder:
            written = Path(folder) / f"model{path.suffix}"
            (problem.writeLP if path.suffix == ".lp" else problem.writeMPS)(str(written))
            write_whole(path, written.read_bytes())


def _problem(
    goal: Linear | None, rows: Sequence[Row], names: Sequence[str], bits: int = SIZE
) -> tuple[Any, list[Any], Fraction]:
    """Build the PuLP problem: minimise the negative of *goal*, in units that are returned beside it."""
    import pulp

    problem = pulp.LpProblem("allocator", pulp.LpMinimize)
    columns = [_column(problem, name, 0, 1, "Binary") for name in names]
    used = helpers_in([*([] if goal is None else [goal]), *(form for row in rows for form in row.forms)])
    helper_names = _readable([helper.name for helper in used])
    helpers = {}
    for helper, name in zip(used, helper_names, strict=True):
        low, high = helper.range()
        helpers[helper] = _column(problem, name, float(low), float(high), "Integer" if helper.whole else "Continuous")
    unit = Fraction(1)
    if goal is None:
        problem += _expression([], columns)
    else:
        terms, unit = _objective_terms(goal, columns, helpers)
        problem += _expression(terms, columns)
    definitions = [row for helper in used for row in helper.rows]
    all_rows = [row for row in (*rows, *definitions) if row.has_columns]
    for row, name in zip(all_rows, _readable([row.name for row in all_rows]), strict=True):
        positions, numbers, bound = in_floats(row.integers, bits)
        used_columns = [*(columns[i] for i in positions), *(helpers[helper] for helper, _ in row.integers.helpers)]
        left = _expression(list(zip(used_columns, numbers.tolist(), strict=True)), columns)
        problem += _compared(left, row.sense, bound), name
    return problem, columns, unit


def _column(problem: Any, name: str, low: float, high: float, category: str) -> Any:
    import pulp

    if hasattr(problem, "add_variable"):  # PuLP 4
        return problem.add_variable(name, low, high, category)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pulp.LpVariable(name, low, high, category)


def _expression(terms: list[tuple[Any, float]], columns: list[Any]) -> Any:
    import pulp

    # An expression without terms would be a number; a column with coefficient 0 keeps it an expression.
    terms = terms or [(columns[0], 0.0)] if columns else terms
    make = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    return make(terms)


def _compared(expression: Any, sense: Sense, bound: float) -> Any:
    if sense == "<=":
        return expression <= bound
    return expression >= bound if sense == ">=" else expression == bound


def _objective_terms(
    goal: Linear, columns: list[Any], helpers: dict[Helper, Any]
) -> tuple[list[tuple[Any, float]], Fraction]:
    """Return the negated goal in whole units as small as they can be, and what one unit is worth.

    A goal of helpers alone may be a fraction; it is blown up so that a millionth counts as one.
    """
    scale, unit = _objective_scale(goal)
    terms = [(columns[i], -float(int(goal.coefficients[i]) * scale)) for i in np.flatnonzero(goal.coefficients)]
    terms += [(helpers[helper], -float(multiple * scale)) for helper, multiple in goal.helpers]
    return terms, unit


def _objective_scale(goal: Linear) -> tuple[Fraction, Fraction]:
    """Return what a goal is multiplied by before it is negated, and what one unit is worth then."""
    divisor = gcd(int(np.gcd.reduce(goal.coefficients)) if goal.coefficients.size else 0, 0)
    divisor = gcd(divisor, *(multiple for _, multiple in goal.helpers)) or 1
    fine = 10**6 if goal.helpers and any(not _is_count(helper) for helper, _ in goal.helpers) else 1
    scale = Fraction(fine, divisor)
    return scale, -1 / (scale * goal.denominator)


def _is_count(helper: Helper) -> bool:
    """Whether a helper takes whole values at every portfolio."""
    return helper.whole or all(form.denominator == 1 and not form.helpers for form in helper.forms)


def _solver(name: SolverName, time_limit: float | None, gap: float, stopped: Stopped | None) -> Any:
    """Return PuLP's solver with a relative gap, tight tolerances and one thread."""
    import pulp

    if name not in available():
        raise SolverError(f"the solver {name} is not installed; installed: {', '.join(available())}")
    if name == "highs":
        greeted()
        # One thread: HiGHS fixes the number for a whole process, and a later change silently solves nothing.
        return pulp.HiGHS(
            msg=False,
            threads=1,
            timeLimit=time_limit,
            gapRel=gap,
            gapAbs=0.0,
            mip_feasibility_tolerance=TOLERANCE,
            primal_feasibility_tolerance=TOLERANCE,
            dual_feasibility_tolerance=TOLERANCE,
            **asking(ending(time_limit, stopped)),
        )
    if name == "scip":
        options = [f"numerics/feastol={TOLERANCE}", "numerics/epsilon=1e-10", "numerics/sumepsilon=1e-9"]
        return pulp.SCIP_PY(msg=False, timeLimit=time_limit, gapRel=gap, gapAbs=0.0, options=options)
    # A name and its value are one option: PuLP puts a dash before each, and CBC passes over a value with a dash.
    options = [f"primalTolerance {TOLERANCE}", f"integerTolerance {TOLERANCE}", "increment 1e-6"]
    return pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=time_limit, gapRel=gap, gapAbs=0.0, options=options)


def _translated(problem: Any, solver: SolverName) -> tuple[State, float | None]:
    """Translate a solver's own status, since PuLP calls a time-out optimal; and read its bound."""
    if solver == "highs":
        return _translated_highs(problem.solverModel)
    if solver == "scip":
        scip = problem.solverModel
        status = scip.getStatus()
        return _state(
            optimal=status == "optimal",
            infeasible=status in {"infeasible", "inforunbd"},
            stopped=status.endswith("limit") or status == "userinterrupt",
            found=scip.getNSols() > 0,
            said=f"scip: {status}",
        ), scip.getDualbound()
    # PuLP 3's own codes: status 1 with solution status 2 is a time-out that found something.
    return _state(
        optimal=problem.status == 1 and problem.sol_status == 1,
        infeasible=problem.status == -1,
        stopped=problem.status in {0, 1},
        found=problem.sol_status in {1, 2},
        said=f"cbc: {problem.status}, {problem.sol_status}",
    ), None


def _translated_highs(highs: Any) -> tuple[State, float | None]:
    status, info = str(highs.getModelStatus()).rpartition(".")[2], highs.getInfo()
    return _state(
        optimal=status in {"kOptimal", "kModelEmpty"},
        infeasible=status in {"kInfeasible", "kUnboundedOrInfeasible"},
        stopped=status in {"kTimeLimit", "kInterrupt", "kIterationLimit", "kSolutionLimit", "kMemoryLimit"},
        found=info.primal_solution_status == 2,  # feasible
        said=f"highs: {status}",
    ), info.mip_dual_bound


def _state(*, optimal: bool, infeasible: bool, stopped: bool, found: bool, said: str) -> State:
    if optimal:
        return "optimal"
    if infeasible:
        return "infeasible"
    if stopped:
        return "feasible" if found else "stopped"
    raise SolverError(f"the solver ended without an answer ({said})")


def _readable(names: Sequence[str]) -> list[str]:
    """Turn names into ones that every solver's files take: ASCII letters, digits and _, short, each once."""
    return list(_distinct(re.sub(r"[^A-Za-z0-9_.]", "_", _ascii(name))[:80] for name in names))


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _distinct(names: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        distinct, number = name, 2
        while distinct in taken:
            distinct, number = f"{name}_{number}", number + 1
        taken.add(distinct)
        yield distinct
