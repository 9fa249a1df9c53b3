"""Choose which applications to fund under published rules: exact to the euro, provably optimal, explained."""

from allocator.analysis.alternatives import alternatives, best_few
from allocator.analysis.baselines import baselines, baselines_frame
from allocator.analysis.infeasible import diagnose
from allocator.analysis.reasons import reasons
from allocator.analysis.reserve import reserve
from allocator.analysis.rule_prices import prices
from allocator.call import Application, Call, Criterion, Partner, Score, Target, Terms
from allocator.compare import Comparison, compare
from allocator.errors import AllocatorError, InfeasibleError, InputError, Problem, ScenarioError, SolverError
from allocator.geography import Geography, Region, finland
from allocator.optimum import solve
from allocator.proposal.propose import propose
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
    "alternatives",
    "baselines",
    "baselines_frame",
    "best_few",
    "compare",
    "diagnose",
    "finland",
    "prices",
    "propose",
    "read_scenario",
    "reasons",
    "reserve",
    "solve",
]
