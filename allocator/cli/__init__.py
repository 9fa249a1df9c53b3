"""The command line: the notebook's functions, with exit codes.

0 solved · 1 anything else, such as a file that cannot be written · 2 usage · 3 bad input · 4 infeasible ·
5 stopped early, or the solver gave no answer · 6 a dossier is not as it says
"""

from allocator.cli import (  # each registers its commands
    bench,
    decide,
    documents,
    dossier,
    explain,
    explore,
    robust,
    serve,
    start,
)
from allocator.cli.app import app

__all__ = ["app", "bench", "decide", "documents", "dossier", "explain", "explore", "robust", "serve", "start"]
