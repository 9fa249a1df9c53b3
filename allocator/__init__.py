"""Choose which applications to fund under published rules: exact to the euro, provably optimal, explained."""

from allocator.analysis.reasons import reasons
from allocator.call import Application, Call, Criterion, Partner, Score, Target, Terms
from allocator.compare import Comparison, compare
from allocator.errors import AllocatorError, InfeasibleError, InputError, Problem, ScenarioError, SolverError
from allocator.geography import Geography, Region, finland
from allocator.optimum import solve
from allocator.scenario import Scenario, read_scenario
from allocator.solution import Solution
from allocator.text import Text

__all__ = [
    "AllocatorError",
    "Application",
    "Call",
    "Comparison",
    "Criterion",
    "Geography",
    "InfeasibleError",
    "InputError",
    "Partner",
    "Problem",
    "Region",
    "Scenario",
    "ScenarioError",
    "Score",
    "Solution",
    "SolverError",
    "Target",
    "Terms",
    "Text",
    "compare",
    "finland",
    "read_scenario",
    "reasons",
    "solve",
]
