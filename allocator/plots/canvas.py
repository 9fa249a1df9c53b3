"""What every figure shares: its axes, its colours, and numbers on axes as people write them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.text import Language
from allocator.writing import decimal, percent, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

# Okabe and Ito's palette: told apart by colour-blind readers, and of different lightness in print.
BLUE, ORANGE, GREEN, RED, GREY, INK = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#9A9A9A", "#222222"


def axes(ax: Axes | None, *, size: tuple[float, float] = (8, 5)) -> Axes:
    """Return the given axes, or those of a new figure.

    Raises
    ------
    ImportError
        If matplotlib is not installed; the message says how to get it.
    """
    if ax is not None:
        return ax
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError('figures need matplotlib: pip install "allocator[plots]"') from error
    return plt.subplots(figsize=size, layout="constrained")[1]


def in_thousands(axis: Axis, language: Language) -> None:
    """Write an axis of whole euros in thousands of euros."""
    axis.set_major_formatter(lambda value, _: whole(round(value / 1000), language))


def in_decimals(axis: Axis, language: Language, decimals: int = 1) -> None:
    """Write an axis with the language's decimal mark."""
    axis.set_major_formatter(lambda value, _: decimal(Fraction(value), decimals, language))


def in_percent(axis: Axis, language: Language) -> None:
    """Write an axis of shares as percentages."""
    axis.set_major_formatter(lambda value, _: percent(Fraction(round(value, 6)).limit_denominator(1000), language, 0))


def plain(ax: Axes) -> Axes:
    """Take away what says nothing."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    return ax
