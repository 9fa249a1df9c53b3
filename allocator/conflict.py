"""When nothing fits: a smallest set of rules that cannot hold together, by exact re-solves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from allocator.errors import InfeasibleError
from allocator.model import Model
from allocator.rows import Row

Feasible = Callable[[Sequence[Row]], bool | None]
"""Whether some portfolio satisfies the rows; None where no answer could be had."""


def explain(model: Model, feasible: Feasible) -> InfeasibleError:
    """Explain why no portfolio satisfies a model: an irreducible conflict, and what would end it.

    Notes
    -----
    A deletion filter over whole rules: each in turn is left out, for good if the rest is still
    infeasible. What remains is irreducible. Wishes are tried first and laws last, and the later written
    before the earlier, so that the conflict is told in the firmest and first rules that have one.

    References
    ----------
    Chinneck & Dravnieks (1991), Locating minimal infeasible constraint sets in linear programs,
    ORSA Journal on Computing 3, 157-168.
    """
    structure = [row for row in model.rows if not row.rule]
    by_rule = {name: [row for row in model.rows if row.rule == name] for name in model.scenario.rules}
    conflict = [name for name in by_rule if by_rule[name]]
    proven = True

    def without(left_out: str, among: list[str]) -> bool | None:
        return feasible([*structure, *(row for name in among if name != left_out for row in by_rule[name])])

    removable = [name for name in conflict if without(name, conflict)]
    for name in _softest_first(model, conflict):
        still = without(name, conflict)
        if still is False:
            conflict.remove(name)
        proven = proven and still is not None
    words = {name: model.scenario.rules[name].words(model.scenario.call)["en"] for name in conflict}
    return InfeasibleError(words, proven=proven, removable=removable)


def _softest_first(model: Model, names: Sequence[str]) -> list[str]:
    tiers, softest = ("wish", "policy", "law"), list(reversed(names))
    return sorted(softest, key=lambda name: tiers.index(model.scenario.rules[name].tier))
