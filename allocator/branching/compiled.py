"""Compilation to machine code, kept on disk, without the interpreter's lock.

Whatever a function calls is optimised again inside it, so few and flat functions compile sooner; and each is compiled
once: a literal number among its arguments makes no version of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import types

Function = TypeVar("Function", bound=Callable[..., Any])

_HERE = Path(__file__).parent


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    return _compile(function)


def compiled(function: Function) -> Function:
    """Compile a function that makes arrays and that only compiled ones call.

    To call it from Python would end the process: what unpacks the arguments takes as long to compile as the rest, and
    is left out.
    """
    return _compile(function, no_cpython_wrapper=True)


def lean(function: Function) -> Function:
    """Compile a function that makes no arrays and that only compiled ones call.

    It counts no references to the arrays that it is given, which would take a quarter of the search.
    """
    return _compile(function, no_cpython_wrapper=True, _nrt=False)


def inlined(function: Function) -> Function:
    """Write a function of one line, such as a view, into each that calls it."""
    return cast(Function, numba.njit(inline="always")(function))


def forget_stale() -> None:
    """Remove what was compiled before any source here was changed: a change of one may be a change of its callers."""
    written = max(source.stat().st_mtime for source in _HERE.glob("*.py"))
    with suppress(OSError):  # what cannot be removed was not kept there either
        for kept in (_HERE / "__pycache__").glob("*.nb[ci]"):
            if kept.stat().st_mtime < written:
                kept.unlink(missing_ok=True)


def _compile(function: Function, **options: Any) -> Function:
    options |= {"nogil": True, "no_cfunc_wrapper": True}  # some of them unknown to numba's stubs
    try:
        made = numba.njit(cache=True, error_model="numpy", **options)(function)
    except RuntimeError:  # nowhere to keep it: it is compiled again in each process
        made = numba.njit(error_model="numpy", **options)(function)
    find = made.get_call_template
    made.get_call_template = lambda arguments, names: find(tuple(map(types.unliteral, arguments)), names)
    return cast(Function, made)


forget_stale()
