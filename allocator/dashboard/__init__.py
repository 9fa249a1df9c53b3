"""The page for decision-makers: the same object on a server of its own and in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from allocator.scenario import Scenario, read_scenario
from allocator.text import Language

if TYPE_CHECKING:
    from panel.viewable import Viewable

__all__ = ["page"]


def page(scenario: Scenario | str | Path, language: Language = "fi") -> Viewable:
    """Return the page of a scenario, for a notebook: it shows itself as the last value of a cell.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, or its file; only of a file there is a dossier to take along.
    language : {"fi", "sv", "en"}
        The language in which it begins.

    Raises
    ------
    ImportError
        If the extra is missing: `pip install "allocator[app]"`.
    """
    try:
        import panel
    except ImportError:
        raise ImportError('the page needs an extra: pip install "allocator[app]"') from None
    from allocator.dashboard.visit import Page

    # Everything that the page needs is written into the notebook: nothing is fetched from elsewhere.
    panel.extension(inline=True)
    if isinstance(scenario, Scenario):
        return Page(scenario, language).__panel__()
    return Page(read_scenario(scenario), language, source=Path(scenario)).__panel__()
