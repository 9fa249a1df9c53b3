"""The dialogs: one locks an application in or out, with a reason and a name; one saves the scenario as a file.

They are the browser's own: it keeps the focus inside, closes them by Escape, and gives the focus back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from allocator.dashboard.views import View, write

LOCK_FIELDS, SAVE_FIELDS = ("application", "decision", "reason", "by"), ("title", "why")


def lock_dialog(view: View, given: Mapping[str, str], *, missing: bool = False) -> str:
    """Write the dialog that asks for an application, the decision, the reason and the name.

    Parameters
    ----------
    given : mapping of str to str
        What is filled in: `application`, where one was chosen, and `decision`; what a visitor typed stays.
    missing : bool
        Whether the reason or the name was left out.
    """
    applications = [(application.id, application.title) for application in view.session.base.call.applications]
    return write("dialogs", "lock", view, given, applications, missing)


def save_dialog(view: View, title: str, why: str) -> str:
    """Write the dialog that asks for a scenario's name and why it is looked at."""
    return write("dialogs", "save", view, title, why)


def filled(text: str, fields: Collection[str]) -> Mapping[str, str] | None:
    """Return what a visitor filled in, as the browser sends it; None where it is not what the dialog asks for."""
    try:
        given = json.loads(text)
    except ValueError:
        return None
    if not isinstance(given, dict) or set(given) != set(fields):
        return None
    return given if all(isinstance(value, str) for value in given.values()) else None


def file_name(title: str) -> str:
    """Return what a scenario's file is called: letters, digits and hyphens of its title, whatever the title is."""
    words = re.findall(r"\w+", title.lower())
    return f"{'-'.join(words)[:60] or 'scenario'}.yaml"
