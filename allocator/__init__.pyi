"""Choose which applications to fund under published rules: exact to the euro, provably optimal, explained."""

from . import display
from .analysis.alternatives import alternatives, best_few
from .analysis.baselines import baselines, baselines_frame
from .analysis.frontier.front import frontier
from .analysis.frontier.shares import equal_shares
from .analysis.frontier.sweep import budget_sweep
from .analysis.infeasible import diagnose
from .analysis.reasons import reasons
from .analysis.reserve import reserve
from .analysis.reviewers.study import reviewers
from .analysis.robustness.summary import robustness
from .analysis.rule_prices import prices
from .call import Application, Call, Criterion, Partner, Score, Target, Terms
from .comparison import Comparison, compare
from .dossier.archive import DossierError
from .dossier.drafts import diff
from .dossier.freezing import freeze
from .dossier.official import commit
from .dossier.packing import pack
from .dossier.verification import verify
from .errors import AllocatorError, InfeasibleError, InputError, Problem, ScenarioError, SolverError
from .geography import Geography, Region, finland
from .optimum import solve
from .proposal.propose import propose
from .scenario import Scenario, read_scenario
from .solution import Solution
from .text import Text

__all__ = [
    "AllocatorError",
    "Application",
    "Call",
    "Comparison",
    "Criterion",
    "DossierError",
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
    "budget_sweep",
    "commit",
    "compare",
    "diagnose",
    "diff",
    "display",
    "equal_shares",
    "finland",
    "freeze",
    "frontier",
    "pack",
    "prices",
    "propose",
    "read_scenario",
    "reasons",
    "reserve",
    "reviewers",
    "robustness",
    "solve",
    "verify",
]
