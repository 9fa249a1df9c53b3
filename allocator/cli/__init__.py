"""The command line: the notebook's functions, with exit codes.

0 solved · 1 anything else, such as a file that cannot be written · 2 usage · 3 bad input · 4 infeasible ·
5 stopped early, or the solver gave no answer
"""

from allocator.cli import decide, explain, serve, start  # each registers its commands
from allocator.cli.app import app

__all__ = ["app", "decide", "explain", "serve", "start"]
