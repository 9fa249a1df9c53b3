"""Millions of objects, made to be kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_kept() -> Iterator[None]:
    """Pause the search for garbage where all that is made is kept: it finds none, and takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made is old at once, rather than searched through as new things are.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
