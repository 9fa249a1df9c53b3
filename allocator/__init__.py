"""Choose which applications to fund under published rules: exact to the euro, provably optimal, explained."""

from allocator.call import Application, Call, Criterion, Partner, Score, Target, Terms
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
    "finland",
    "read_scenario",
    "solve",
]
