"""Who pays what: money is divisible between pots, so payability is a matter of sets of pots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Sources = frozenset[str]


def payable_sets(sources: Iterable[Sources]) -> list[Sources]:
    """Return the sets of pots that can bind: every union of the awards' source sets, smallest first.

    A set of awards is payable exactly when, for each of these sets Q, the awards that only Q can pay fit
    into the money of Q. Any other set contains no more awards than the union of theirs, and more money.

    References
    ----------
    Gale (1957), A theorem on flows in networks: feasible transport by max-flow min-cut.
    """
    unions: set[Sources] = set()
    for source in set(sources):
        unions |= {source} | {source | union for union in unions}
    return sorted(unions, key=lambda union: (len(union), sorted(union)))


def split(amounts: Sequence[int], sources: Sequence[Sources], pots: Mapping[str, int]) -> list[dict[str, int]]:
    """Divide payable awards between pots: earmarked money first, in whole euros.

    Parameters
    ----------
    amounts, sources : sequences of the same length
        Each award's euros, and the pots that may pay it.
    pots : mapping of str to int
        The money in each pot, in the order in which it is to be used up.

    Returns
    -------
    list of dict
        For each award, the euros that each pot pays; they sum to the award.

    Notes
    -----
    Each award takes from each pot as much as leaves the rest payable: at most the slack of every set of
    pots that holds this pot and cannot alone pay this award.
    """
    money = dict(pots)
    sets = payable_sets([*set(sources), *(frozenset({pot}) for pot in pots)])
    owed = Counter[Sources]()
    for need, source in zip(amounts, sources, strict=True):
        owed[source] += need
    slack = {q: sum(money[pot] for pot in q) - sum(owed[s] for s in owed if s <= q) for q in sets}
    rivals = {
        (source, pot): [q for q in sets if pot in q and not source <= q]
        for source in owed
        for pot in pots
        if pot in source
    }
    paid: list[dict[str, int]] = []
    for need, source in zip(amounts, sources, strict=True):
        parts: dict[str, int] = {}
        for pot in (pot for pot in pots if pot in source):
            part = min([need, money[pot], *(slack[q] for q in rivals[source, pot])])
            if part > 0:
                parts[pot] = part
                money[pot] -= part
                need -= part
                # Where the award was owed from the set, what is paid was there for it: the slack stays.
                for q in rivals[source, pot]:
                    slack[q] -= part
        paid.append(parts)
    return paid
