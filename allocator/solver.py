"""The one door to PuLP: a set of rows and a goal go in, a portfolio and its status come out.

PuLP 3.3 (Python 3.11) and PuLP 4 (newer) are both served. Every status is translated here, once, and
values are read only where there is a solution.
"""

from __future__ import annotations

import os
import re
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from math import gcd, isfinite, ldexp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

from allocator import cancellation
from allocator.errors import SolverError
from allocator.files import write_whole
from allocator.model import Model
from allocator.rows import Helper, Inequality, Linear, Portfolio, Row, Sense, helpers_in

SolverName = Literal["highs", "scip", "cbc"]
State = Literal["optimal", "feasible", "infeasible", "stopped"]
Stopped = Callable[[], bool]
"""Whether a search is to end with what it has found."""

# HiGHS may overspend by its integrality tolerance times an award: 1e-6 of 20 M euros is 20 euros.
TOLERANCE = 1e-9

_SIZE = 16
"""A row that is solved sums to so many bits at most: beyond about 20, rounding in a relaxation exceeds the tolerance,
and HiGHS has called programmes infeasible that are not."""

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
    problem, columns, unit = _problem(goal, rows, [f"x{i}" for i in range(awards)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PuLP 3 announces PuLP 4 with every variable
        try:
            problem.solve(_solver(solver, time_limit, float(gap), stopped or cancellation.asked()))
        except Exception as error:
            raise SolverError(f"the solver {solver} failed: {error}") from error
    if stopped is None:
        cancellation.heed()
    state, bound = _translated(problem, solver)
    portfolio = None
    if state in {"optimal", "feasible"}:
        values = [column.varValue for column in columns]
        portfolio = Portfolio([i for i, value in enumerate(values) if value is not None and value > 0.5])
    exact_bound = Fraction(bound) * unit if goal is not None and bound is not None and isfinite(bound) else None
    if gap and goal is not None and state == "optimal":
        state = "feasible"
    return Answer(state, portfolio, exact_bound)


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
    goal: Linear | None, rows: Sequence[Row], names: Sequence[str], bits: int = _SIZE
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
        left = _expression(list(zip(used_columns, numbers, strict=True)), columns)
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
    divisor = gcd(int(np.gcd.reduce(goal.coefficients)) if goal.coefficients.size else 0, 0)
    divisor = gcd(divisor, *(multiple for _, multiple in goal.helpers)) or 1
    fine = 10**6 if goal.helpers and any(not _is_count(helper) for helper, _ in goal.helpers) else 1
    scale = Fraction(fine, divisor)
    terms = [(columns[i], -float(int(goal.coefficients[i]) * scale)) for i in np.flatnonzero(goal.coefficients)]
    terms += [(helpers[helper], -float(multiple * scale)) for helper, multiple in goal.helpers]
    return terms, -1 / (scale * goal.denominator)


def _is_count(helper: Helper) -> bool:
    """Whether a helper takes whole values at every portfolio."""
    return helper.whole or all(form.denominator == 1 and not form.helpers for form in helper.forms)


def in_floats(row: Inequality, bits: int = _SIZE) -> tuple[list[int], list[float], float]:
    """Return a row in floats, scaled by a power of two so that it sums to at most so many *bits*.

    Numbers below 2^53 stay exact, scaled or not. Whatever rounding does, the exact check after every solve, and the
    cut that follows if it fails, catch it.

    Returns
    -------
    columns : list of int
        Positions of the candidate awards in the row.
    numbers : list of float
        Their coefficients, then those of the helpers in the row's order.
    bound : float
    """
    columns = np.flatnonzero(row.coefficients).tolist()
    numbers = [*(int(row.coefficients[i]) for i in columns), *(multiple for _, multiple in row.helpers)]
    reach = Fraction(sum(abs(int(row.coefficients[i])) for i in columns) + abs(row.bound))
    reach += sum(abs(multiple) * max(map(abs, helper.range())) for helper, multiple in row.helpers)
    down = min(bits - int(reach).bit_length(), 0)
    return columns, [ldexp(number, down) for number in numbers], ldexp(row.bound, down)


@cache
def greeted() -> None:
    """Make a first HiGHS where nobody hears it: it greets on standard output, which is kept for answers."""
    import highspy

    sys.stdout.flush()
    kept, silence = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(silence)


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
            **asking(_ending(time_limit, stopped)),
        )
    if name == "scip":
        options = [f"numerics/feastol={TOLERANCE}", "numerics/epsilon=1e-10", "numerics/sumepsilon=1e-9"]
        return pulp.SCIP_PY(msg=False, timeLimit=time_limit, gapRel=gap, gapAbs=0.0, options=options)
    # A name and its value are one option: PuLP puts a dash before each, and CBC passes over a value with a dash.
    options = [f"primalTolerance {TOLERANCE}", f"integerTolerance {TOLERANCE}", "increment 1e-6"]
    return pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=time_limit, gapRel=gap, gapAbs=0.0, options=options)


def _ending(time_limit: float | None, stopped: Stopped | None) -> Stopped | None:
    """Return what ends a search at its time limit too: HiGHS looks at its own clock rarely, and has run on for minutes.

    Between two questions nothing ends it.
    """
    if time_limit is None:
        return stopped
    ends = time.monotonic() + time_limit
    return lambda: time.monotonic() >= ends or (stopped is not None and stopped())


def asking(stopped: Stopped | None) -> dict[str, Any]:
    """Return the options by which HiGHS asks, time and again in each of its searches, whether to end it."""
    import highspy

    if stopped is None:
        return {}
    kinds = highspy.cb.HighsCallbackType

    def answer(kind: Any, message: str, found: Any, reply: Any, _: Any) -> None:
        reply.user_interrupt = stopped()

    interrupts = [kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt]
    return {"callbackTuple": (answer, None), "callbacksToActivate": interrupts}


def _translated(problem: Any, solver: SolverName) -> tuple[State, float | None]:
    """Translate a solver's own status, since PuLP calls a time-out optimal; and read its bound."""
    if solver == "highs":
        highs = problem.solverModel
        status = str(highs.getModelStatus()).rpartition(".")[2]
        info = highs.getInfo()
        return _state(
            optimal=status in {"kOptimal", "kModelEmpty"},
            infeasible=status in {"kInfeasible", "kUnboundedOrInfeasible"},
            stopped=status in {"kTimeLimit", "kInterrupt", "kIterationLimit", "kSolutionLimit", "kMemoryLimit"},
            found=info.primal_solution_status == 2,  # feasible
            said=f"highs: {status}",
        ), info.mip_dual_bound
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
