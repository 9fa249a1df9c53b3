"""What a fault in the page's own code leaves in the log: what and where, never what an application says."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_LOG = logging.getLogger(__name__)


def note(error: BaseException) -> None:
    """Log a fault by its kind and its way through the code; its message may hold data, and is left out."""
    steps = traceback.extract_tb(error.__traceback__)
    way = " > ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
    _LOG.error("the page met a fault: %s at %s", type(error).__name__, way)
