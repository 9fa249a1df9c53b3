"""The page for decision-makers: the same object on a server of its own and in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.scenario import Scenario
from allocator.text import Language

if TYPE_CHECKING:
    from panel.viewable import Viewable

__all__ = ["page"]


def page(scenario: Scenario, language: Language = "fi") -> Viewable:
    """Return the page of a scenario, for a notebook: it shows itself as the last value of a cell.

    Raises
    ------
    ImportError
        If the extra is missing: `pip install "allocator[app]"`.
    """
    try:
        import panel
        import panel_material_ui  # noqa: F401
    except ImportError:
        raise ImportError('the page needs an extra: pip install "allocator[app]"') from None
    from allocator.dashboard.page import Page

    # Everything that the page needs is written into the notebook: nothing is fetched from elsewhere.
    panel.extension(inline=True)
    return Page(scenario, language).__panel__()
