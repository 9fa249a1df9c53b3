"""What a visitor can press when nothing fits: the least turn of one dial that suffices, the softest rule first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from allocator.analysis.infeasible import Diagnosis, diagnose
from allocator.analysis.resolve import Resolver
from allocator.cancellation import cancelled_when
from allocator.dashboard.dials import Dial
from allocator.dashboard.session import Changes, Session
from allocator.dashboard.solving import Wish, answer
from allocator.errors import ScenarioError
from allocator.model import formulate
from allocator.scenario import Scenario
from allocator.solution import Solution

_TIERS = ("wish", "policy", "law")


@dataclass(frozen=True)
class Remedy:
    """A change that makes a decision possible.

    Attributes
    ----------
    rule : str
        The rule that gives way.
    dial : Dial or None
        The dial that is turned; None where the rule is left out.
    value : Fraction or None
        What the dial is turned to.
    changes : Changes
        What then differs from the base.
    solution : Solution or None
        What would then be decided, where it was found in time.
    """

    rule: str
    dial: Dial | None
    value: Fraction | None
    changes: Changes
    solution: Solution | None = None


@dataclass(frozen=True)
class Advice:
    """Why nothing fits, and what to press."""

    diagnosis: Diagnosis
    remedies: tuple[Remedy, ...]


def advise(session: Session, time_limit: float = 20.0, wish: Wish | None = None) -> Advice | None:
    """Return why the session's scenario has no portfolio, and its remedies; None if it has one.

    Every remedy was solved for: with it a decision is possible, and with one step of the dial less it is not.

    Raises
    ------
    Cancelled
        If it is stopped, or nobody waits for it any more.
    """
    wish = wish or Wish()
    scenario = session.scenario
    with cancelled_when(wish.ended):
        if (diagnosis := diagnose(scenario)) is None:
            return None
        order = sorted(diagnosis.removable, key=lambda name: _TIERS.index(scenario.rules[name].tier))
        remedies = [remedy for name in order for remedy in _of_rule(session, name)]
        if not remedies and diagnosis.repairs:
            remedies = list(_left_out(session, diagnosis.repairs[0].rules))
    return Advice(diagnosis, tuple(_solved(session, remedy, time_limit, wish) for remedy in remedies))


def _solved(session: Session, remedy: Remedy, time_limit: float, wish: Wish) -> Remedy:
    """Return a remedy with what would be decided."""
    found = answer(lambda: session.scenario_of(remedy.changes), time_limit, wish)
    return replace(remedy, solution=found.solution)


def _of_rule(session: Session, name: str) -> Iterator[Remedy]:
    turned = [r for dial in session.dials if dial.rule == name if (r := _least_turn(session, dial)) is not None]
    yield from turned or _left_out(session, (name,))


def _left_out(session: Session, names: tuple[str, ...]) -> Iterator[Remedy]:
    trial = session.fork()
    for name in names:
        if name in session.base.rules:
            trial.switch(name, False)
        else:
            trial.unlock(name)
    if _fits(trial):
        yield Remedy(names[0], None, None, trial.changes)


def _least_turn(session: Session, dial: Dial) -> Remedy | None:
    """Return the smallest turn of a dial that suffices, by bisection: what eases a rule eases it further on."""
    start = session.value(dial)
    for end in (dial.low, dial.high):
        least, most = 0, int(abs(end - start) / dial.step)
        if not most or _turned(session, dial, start, end, most) is None:
            continue
        while most - least > 1:
            middle = (least + most) // 2
            if _turned(session, dial, start, end, middle) is None:
                least = middle
            else:
                most = middle
        changes = _turned(session, dial, start, end, most)
        return Remedy(dial.rule, dial, _at(dial, start, end, most), changes) if changes is not None else None
    return None


def _at(dial: Dial, start: Fraction, end: Fraction, steps: int) -> Fraction:
    """Return where a dial stands after some steps towards an end, on the step's own grid where it can be."""
    up = end > start
    grid = start // dial.step if up else -(-start // dial.step)
    return (grid + (steps if up else -steps)) * dial.step


def _turned(session: Session, dial: Dial, start: Fraction, end: Fraction, steps: int) -> Changes | None:
    """Return the changes after some steps of a dial, or None if nothing fits then."""
    trial = session.fork()
    try:
        trial.turn(dial.rule, dial.field, _at(dial, start, end, steps))
        return trial.changes if _fits(trial) else None
    except (ScenarioError, ValueError):
        return None


def _fits(session: Session) -> bool:
    try:
        scenario: Scenario = session.scenario
    except ScenarioError:
        return False
    return Resolver(formulate(scenario)).any() is not None
