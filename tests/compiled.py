"""A way from a test into the functions that otherwise only compiled ones call."""

from functools import cache


@cache
def from_python(function):
    """Return a compiled function that passes its arguments on."""
    import numba

    return numba.njit(lambda *arguments: function(*arguments))
