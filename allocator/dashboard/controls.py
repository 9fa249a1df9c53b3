"""The controls: a slider with a number for every dial, a switch for every rule, parts for the weights.

They are the browser's own sliders, fields and switches, written as HTML like the rest of the page: a field then reads
7 000 000 € in the visitor's language and takes what is typed that way, every control has its name and its place in the
order of the keyboard, and nothing is drawn anew that did not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from allocator.analysis.variants import budget_rule, may_go
from allocator.dashboard.certainty import Certainty
from allocator.dashboard.dials import Dial
from allocator.dashboard.views import View, write
from allocator.exact import decimal_text
from allocator.rules.lock import Lock
from allocator.solution import Solution
from allocator.writing import euros, percent


@dataclass(frozen=True)
class Slider:
    """A slider and its field, ready to be written: numbers as the browser counts them, and as people read them."""

    id: str
    label: str
    short: str
    unit: str
    low: str
    high: str
    step: str
    value: str
    shown: str
    tick: str
    wrong: str


def controls(
    view: View,
    solution: Solution | None,
    certainty: Certainty | None,
    clashing: frozenset[str],
    wrong: Mapping[str, str],
) -> str:
    """Write every control, with tier, source and price beside it.

    Parameters
    ----------
    wrong : mapping of str to str
        By dial: what was typed that cannot be.
    """
    base, session = view.session.base, view.session
    rules = []
    for name, rule in base.rules.items():
        if isinstance(rule, Lock):
            continue
        current = solution.scenario.rules.get(name, rule) if solution else rule
        sliders = [
            slider(view, dial, wrong.get(f"{name}.{dial.field}", "")) for dial in session.dials if dial.rule == name
        ]
        rules.append(
            {
                "name": name,
                "title": view.rule_title(name),
                "switch": rule.kind != "budget",
                "on": session.is_on(name),
                "tier": rule.tier,
                "source": rule.source[view.language] if rule.source else "",
                "assumption": rule.assumption[view.language] if rule.assumption else "",
                "words": "" if sliders else current.words(base.call)[view.language],
                "state": _state(view, name, solution, certainty),
                "binds": bool(certainty and (price := certainty.prices.get(name)) and price.binds),
                "clash": name in clashing,
                "sliders": sliders,
            }
        )
    return write("controls", "controls", view, rules, weights(view))


def slider(view: View, dial: Dial, wrong: str) -> Slider:
    """Return a dial as a slider."""
    times = 100 if dial.unit == "share" else 1
    value = view.session.value(dial)
    at = (dial.value - dial.low) / (dial.high - dial.low) if dial.high > dial.low else Fraction(0)
    low, high, step, here = (decimal_text(number * times) for number in (dial.low, dial.high, dial.step, value))
    return Slider(
        id=f"{dial.rule}.{dial.field}",
        label=view.dial_title(dial),
        short="" if dial.field == "amount" else view.say(dial.field),
        unit=dial.unit,
        low=low,
        high=high,
        step=step,
        value=here,
        shown=view.dial_value(dial, value),
        tick=f"{float(at):.4f}" if value != dial.value else "",
        wrong=wrong,
    )


def _state(view: View, name: str, solution: Solution | None, certainty: Certainty | None) -> str:
    """Say whether a rule binds, and what it costs."""
    if not view.session.is_on(name):
        return view.say("is_off")
    if solution is None:
        return ""
    if certainty is None:
        return view.say("computing") if solution.status == "optimal" else ""
    if (price := certainty.prices.get(name)) is None:
        return view.say("price_unknown" if may_go(solution.scenario, name) else "not_priced")
    if not price.binds:
        return view.say("does_not_bind")
    gain = view.points(price.points, solution)
    if price.more:
        return view.say("binds_money", more=euros(price.more, view.language), gain=gain)
    return view.say("binds_at", price=gain) if name != budget_rule(solution.scenario) else view.say("binds")


def weights(view: View) -> list[dict[str, Any]]:
    """Return the criteria with their parts, and the share that each is of their sum."""
    criteria = view.session.base.call.terms.criteria
    parts = {name: view.session.part(name) for name in criteria}
    total = sum(parts.values()) or 1
    return [
        {
            "name": name,
            "title": criteria[name].title[view.language],
            "part": part,
            "share": percent(Fraction(part, total), view.language, 0),
            "width": f"{100 * part / total:.2f}",
        }
        for name, part in parts.items()
    ]
