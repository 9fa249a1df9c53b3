"""The goals that a front is drawn between, and the rows by which a goal is strictly exceeded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

from allocator.call import Call
from allocator.candidates import GENERAL
from allocator.errors import Problem, ScenarioError, nearest, one_of
from allocator.fairness import Reference
from allocator.model import Model
from allocator.objectives import TITLES, Goal, Objective
from allocator.rows import Helper, Linear, Row, constant
from allocator.rules.base import least_available
from allocator.rules.earmark import Earmark, money_in_pots
from allocator.rules.fair_share import FairShare
from allocator.scenario import Scenario
from allocator.text import Language, Text
from allocator.writing import decimal, euros, percent, whole

NAMES = ("value", "worst_region", "total_deviation", "number_funded", "earmark_use", "budget")
"""The goals, by name: greater is better but for total_deviation and budget."""

_TITLES = {
    **{name: TITLES[name] for name in NAMES if name in TITLES},
    "earmark_use": Text(
        fi="korvamerkityn rahan käyttö", sv="användningen av öronmärkta medel", en="use of earmarked money"
    ),
    "budget": Text(fi="tarvittava raha", sv="de medel som behövs", en="money needed"),
}


_MEANS = {
    "value": Text(
        fi="rahoitettavien hakemusten pisteet yhteensä.",
        sv="de finansierade ansökningarnas poäng sammanlagt.",
        en="points of the funded applications in all.",
    ),
    "worst_region": Text(
        fi="sen maakunnan saama raha, joka saa vähiten omaan vertailuosuuteensa nähden, osuutena siitä.",
        sv="pengarna till det landskap som får minst i förhållande till sin referensandel, som andel av den.",
        en="money of the region that gets least against its reference share, as a part of that share.",
    ),
    "total_deviation": Text(
        fi="kuinka monta euroa maakuntien saamat summat poikkeavat vertailuosuuksista yhteensä; pienempi on parempi.",
        sv="hur många euro landskapens belopp avviker från referensandelarna sammanlagt; mindre är bättre.",
        en="euros by which the regions' money differs from their reference shares in all; less is better.",
    ),
    "number_funded": Text(
        fi="kuinka monta hakemusta rahoitetaan.", sv="hur många ansökningar finansieras.", en="applications funded."
    ),
    "earmark_use": Text(
        fi="kuinka paljon korvamerkitystä rahasta voidaan käyttää.",
        sv="hur mycket av de öronmärkta medlen som kan användas.",
        en="how much of the earmarked money can be used.",
    ),
    "budget": Text(
        fi="kuinka paljon rahaa valinta tarvitsee; pienempi on parempi.",
        sv="hur mycket pengar urvalet behöver; mindre är bättre.",
        en="how much money the portfolio needs; less is better.",
    ),
}


def means(name: str) -> Text:
    """Return what a goal measures, in words."""
    return _MEANS[name]


def title(name: str, language: Language) -> str:
    """Return what a goal is called by people."""
    return _TITLES[name][language]


def written(goal: Goal, value: Fraction, language: Language, call: Call) -> str:
    """Write a value of a goal, as shown, in its unit."""
    if goal.unit == "euros":
        return euros(value, language)
    if goal.unit == "count":
        return whole(int(value), language)
    if goal.unit == "share":
        return percent(value, language, 1)
    return decimal(value, call.terms.decimals, language)


def goals_named(model: Model, names: Sequence[str], reference: Reference | None = None) -> tuple[Goal, ...]:
    """Return the goals of these names over a model's awards.

    Raises
    ------
    ScenarioError
        If a name is none of `NAMES` or stands twice, fewer than two are named, or a goal measures against what the
        scenario does not have: reference shares, a budget, or an earmark.
    """
    problems = [
        Problem("unknown goal", column="goals", found=name, expected=one_of(NAMES), suggestion=nearest(name, NAMES))
        for name in names
        if name not in NAMES
    ]
    if len(set(names)) < max(2, len(names)):
        problems.append(Problem("a front is drawn between two goals or more", column="goals", found=", ".join(names)))
    if problems:
        raise ScenarioError(problems)
    return tuple(_goal(model, name, reference) for name in names)


def reference_of(scenario: Scenario) -> Reference | None:
    """Return the reference shares that a scenario speaks of: its objective's, or else those of its first fair share."""
    rules = (rule.reference for rule in scenario.rules.values() if isinstance(rule, FairShare))
    return scenario.objective.reference or next(rules, None)


def _goal(model: Model, name: str, reference: Reference | None) -> Goal:
    if name == "budget":
        return Goal(name, model.ground.savings - model.candidates.euros, "euros", turned=True)
    if name == "earmark_use":
        return Goal(name, _earmark_use(model), "euros")
    if name not in {"worst_region", "total_deviation"}:
        return Objective.model_validate({"maximise": name}).goal(model.ground)
    shares = reference or reference_of(model.scenario)
    if shares is None:
        raise ScenarioError([Problem(f"{name} needs reference shares", column="objective.reference")])
    if not least_available(model.scenario.rules):
        raise ScenarioError([Problem(f"{name} measures against shares of the budget", column="rules")])
    if problems := list(shares.problems("reference", model.scenario.call)):
        raise ScenarioError(problems)
    sense = "minimise" if name == "total_deviation" else "maximise"
    return Objective.model_validate({sense: name, "reference": shares}).goal(model.ground)


def _earmark_use(model: Model) -> Linear:
    """Return the most that ring-fenced pots can pay, or else the euros of those for whom a least sum is earmarked.

    What pots can pay is a greatest flow, and so the least cut: for some set of pots their money, and the
    awards that any other pot may pay.
    """
    candidates, rules = model.candidates, model.scenario.rules
    pots = {pot: money for pot, money in money_in_pots(rules).items() if pot != GENERAL}
    if pots:
        cuts = []
        for size in range(len(pots) + 1):
            for emptied in combinations(pots, size):
                rest = pots.keys() - set(emptied)
                cuts.append(
                    candidates.euros_where(lambda award, rest=rest: bool(award.sources & rest))  # type: ignore[misc]
                    + sum(pots[pot] for pot in emptied)
                )
        return Helper("earmark_use", "least", tuple(cuts)).as_form(len(candidates))
    floors = [rule for rule in rules.values() if isinstance(rule, Earmark)]
    if not floors:
        raise ScenarioError([Problem("earmark_use needs an earmark, and no rule is one", column="rules")])
    call = model.scenario.call
    return candidates.only(candidates.euros, lambda a: any(rule.for_.wants(call, a) for rule in floors))


def beyond(goal: Goal, level: Fraction) -> list[Row]:
    """Return the rows that hold exactly where the goal is greater than *level*.

    The goal moves in whole steps, so "greater" is "at least the next step": nothing lies between, and nothing is
    left to a tolerance. For the least of several forms every one of them must pass its own next step.
    """
    form = goal.form
    if len(form.helpers) == 1 and not form.coefficients.any() and not form.constant:
        [(helper, multiple)] = form.helpers
        if helper.of == "least" and multiple > 0 and not helper.whole and not any(f.helpers for f in helper.forms):
            bound = level * form.denominator / multiple
            return [_above(f"beyond[{goal.name}.{n}]", f, bound, goal) for n, f in enumerate(helper.forms)]
    return [_above(f"beyond[{goal.name}]", form, level, goal)]


def _above(name: str, form: Linear, level: Fraction, goal: Goal) -> Row:
    step = _step(form)
    start = Fraction(form.constant, form.denominator)
    following = start + step * ((level - start) // step + 1) if step else level + 1
    return Row(name, form, ">=", following, goal.unit)


def _step(form: Linear) -> Fraction:
    """Return a number of which the form, less its constant, is always a whole multiple; 0 where it never moves."""
    step = Fraction(0)
    for coefficient in {int(c) for c in form.coefficients}:
        step = _common(step, Fraction(coefficient, form.denominator))
    for helper, multiple in form.helpers:
        step = _common(step, _grain(helper) * Fraction(multiple, form.denominator))
    return step


def _grain(helper: Helper) -> Fraction:
    """Return a number of which the helper is always a whole multiple."""
    if helper.whole:
        return Fraction(1)
    grain = Fraction(0)
    for form in helper.forms:
        grain = _common(_common(grain, _step(form)), Fraction(form.constant, form.denominator))
    return grain


def _common(one: Fraction, other: Fraction) -> Fraction:
    """Return the greatest number of which both are whole multiples."""
    denominator = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * denominator), int(other * denominator)), denominator)


def registering(model: Model, goals: Sequence[Goal]) -> list[Row]:
    """Return rows that hold anyway and make the goals' helpers known to a solver that stays loaded."""
    awards = len(model.candidates)
    return [
        Row(f"known[{goal.name}]", goal.form, ">=", constant(goal.form.range()[0], awards), goal.unit)
        for goal in goals
        if goal.form.helpers
    ]
