"""The tables of money: who is funded, by whom, from what, and what is left."""

from __future__ import annotations

from allocator.call import Application
from allocator.decision.table import Table
from allocator.proposal.basis import Basis
from allocator.proposal.paper import Grid, grid
from allocator.rules.earmark import money_in_pots
from allocator.writing import percent


def funded_tables(basis: Basis) -> list[Grid]:
    """Return one table a target: its funded applications by points, with their years and appropriations."""
    call = basis.solution.scenario.call
    targets = dict.fromkeys(call[i].target for i in basis.solution.funded)
    order = [target for target in call.terms.targets if target in targets]
    order += [target for target in targets if target not in order]
    return [_funded(basis, target) for target in order]


def _funded(basis: Basis, target: str) -> Grid:
    solution, say, whole = basis.solution, basis.say, basis.whole
    call = solution.scenario.call
    several = len(money_in_pots(solution.scenario.rules)) > 1
    years = call.terms.years
    heads = [say("id"), say("project"), say("authority_and_pot" if several else "authority"), say("pts")]
    heads += [*(f"{year}, €" for year in years), say("award")]
    rows, sums = [], [0] * (len(years) + 1)
    for application in basis.by_points([call[i] for i in solution.funded if call[i].target == target]):
        award = solution.award(application.id)
        assert award is not None
        euros = [*award.by_year, award.euros]
        sums = [total + part for total, part in zip(sums, euros, strict=True)]
        cells = [
            application.id,
            _project(basis, application),
            "\n".join([_authority(basis, application), *(_pots(basis, application.id) if several else ())]),
            basis.points(basis.value(application.id)),
            *map(whole, euros),
        ]
        rows.append(tuple(cells))
    total = ["", say("total"), "", "", *map(whole, sums)]
    widths = [9, 51, 34, 11, *([15] * len(years)), 18]
    title = basis.content.target_title(target)
    caption = say("by_points", target=title) if title else say("funding")
    numbers = frozenset(range(3, 5 + len(years)))
    return grid(Table(caption, tuple(heads), tuple(rows), numbers, tuple(total)), widths)


def _project(basis: Basis, application: Application) -> str:
    """Return the title, the applicant and, where only a part is granted, what was asked for."""
    award = basis.solution.award(application.id)
    lines = [application.title, application.applicant]
    if award and award.level != 1:
        part = percent(award.level, basis.language)
        lines.append(basis.say("in_part", part=part, requested=basis.euros(application.requested)))
    return "\n".join(line for line in lines if line)


def _authority(basis: Basis, application: Application) -> str:
    return basis.content.authority_title(application.granting_authority) or "–"


def _pots(basis: Basis, application_id: str) -> list[str]:
    """Return the appropriation that pays, or each that does with its part."""
    paid = {pot: euros for pot, euros in basis.solution.payments[application_id].items() if euros}
    if len(paid) == 1:
        return [basis.content.pot_title(next(iter(paid)))]
    return [f"{basis.content.pot_title(pot)}: {basis.euros(euros)}" for pot, euros in paid.items()]


def authorities(basis: Basis) -> Grid:
    """Return the projects and euros of each granting authority, by appropriation."""
    solution, whole = basis.solution, basis.whole
    pots = list(money_in_pots(solution.scenario.rules))
    split = pots if len(pots) > 1 else []
    shares: dict[str, list[int]] = {}
    for i in solution.funded:
        paid = solution.payments[i]
        row = shares.setdefault(_authority(basis, solution.scenario.call[i]), [0] * (len(split) + 2))
        award = solution.award(i)
        assert award is not None
        for k, part in enumerate([1, *(paid.get(pot, 0) for pot in split), award.euros]):
            row[k] += part
    rows = tuple((name, *(whole(part) if part else "–" for part in row)) for name, row in sorted(shares.items()))
    totals = [sum(column) for column in zip(*shares.values(), strict=True)] or [0] * (len(split) + 2)
    heads = [basis.say("authority"), basis.say("projects")]
    heads += [f"{basis.content.pot_title(pot)}, €" for pot in split] + [basis.say("award")]
    caption, total = basis.say("authorities_caption"), (basis.say("total"), *map(whole, totals))
    table = Table(caption, tuple(heads), rows, frozenset(range(1, len(heads))), total)
    return grid(table, [40, 12, *([24] * len(split)), 20])


def balance(basis: Basis) -> Grid:
    """Return each appropriation before the decision, what it pays now, and what is left."""
    money, now, whole = money_in_pots(basis.solution.scenario.rules), basis.solution.by_pot(), basis.whole
    rows = tuple(
        (basis.content.pot_title(pot), whole(money[pot]), whole(now[pot]), whole(money[pot] - now[pot]))
        for pot in money
    )
    before = sum(money.values())
    granted = basis.solution.granted
    heads = (basis.say("pot"), basis.say("before"), basis.say("now"), basis.say("after"))
    total = (basis.say("total"), whole(before), whole(granted), whole(before - granted))
    table = Table(basis.say("balance_caption"), heads, rows, frozenset({1, 2, 3}), total)
    return grid(table, (40, 20, 20, 20))
