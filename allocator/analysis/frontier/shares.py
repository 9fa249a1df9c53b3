"""A mirror of the decision: what the regions would have bought had each held its reference share of the money.

References
----------
Peters, Pierczyński & Skowron (2021), Proportional participatory budgeting with additive utilities, Advances in Neural
Information Processing Systems 34 (the Method of Equal Shares).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from allocator.analysis.frontier.goals import reference_of
from allocator.candidates import Award
from allocator.errors import Problem, ScenarioError
from allocator.fairness import Reference
from allocator.optimum import solve
from allocator.scenario import Scenario
from allocator.solution import Solution
from allocator.text import Language
from allocator.writing import euros, whole

if TYPE_CHECKING:
    import pandas as pd

Completion = Literal["greedy", "none"]
Money = Mapping[str, Fraction]


@dataclass(frozen=True)
class Purchase:
    """One application that the mirror funds.

    Attributes
    ----------
    award : Award
    price : Fraction or None
        Euros that a region pays for a point of its own benefit at most; None where what was left completed it.
    paid : mapping of str to Fraction
        Euros that each region pays, by code, exactly; empty where it was completed.
    """

    award: Award
    price: Fraction | None
    paid: Money


@dataclass(frozen=True)
class Mirror:
    """What the regions would have bought, beside the decision.

    Attributes
    ----------
    solution : Solution
        The decision.
    endowment, left : mapping of str to Fraction
        Euros that each region held, and what it had left when nothing more could be bought together, by code.
    purchases : tuple of Purchase
        In the order of buying; those that complete come last.
    short : mapping of str to Fraction
        For each application not bought, by how many euros its regions' remaining money fell short in the end.
    completion : {"greedy", "none"}
    """

    solution: Solution
    endowment: Money
    left: Money
    purchases: tuple[Purchase, ...]
    short: Money
    completion: Completion

    @property
    def funded(self) -> tuple[str, ...]:
        """Ids that the mirror funds, in natural order."""
        ids = {purchase.award.application for purchase in self.purchases}
        return tuple(a.id for a in self.solution.scenario.call.applications if a.id in ids)

    @property
    def only_mirror(self) -> tuple[str, ...]:
        """Ids that the mirror funds and the decision does not."""
        return tuple(i for i in self.funded if i not in self.solution.funded)

    @property
    def only_decision(self) -> tuple[str, ...]:
        """Ids that the decision funds and the mirror does not."""
        return tuple(i for i in self.solution.funded if i not in self.funded)

    def frame(self) -> pd.DataFrame:
        """Return one row for each compared application, in natural order.

        Returns
        -------
        DataFrame
            Indexed by `id`. `decision` and `mirror` (whether funded), `order` (of buying, from 1), `bought` (by the
            regions together; no if it only completed), `price` (euros a point), `requested` (whole euros), `short`
            (euros missing from its regions in the end), and `paid` (by region, whole euros, rounded).
        """
        import pandas as pd

        bought = {p.award.application: (n, p) for n, p in enumerate(self.purchases, start=1)}
        rows = []
        for application in self.solution.scenario.call.applications:
            if application.id in self.solution.refusals:
                continue
            order, purchase = bought.get(application.id, (None, None))
            short = self.short.get(application.id)
            rows.append(
                {
                    "id": application.id,
                    "decision": self.solution.award(application.id) is not None,
                    "mirror": purchase is not None,
                    "order": order,
                    "bought": purchase is not None and purchase.price is not None,
                    "price": None if purchase is None or purchase.price is None else float(purchase.price),
                    "requested": application.requested,
                    "short": None if short is None else float(short),
                    "paid": self._paid(purchase, "en") if purchase else "",
                }
            )
        columns = ["id", "decision", "mirror", "order", "bought", "price", "requested", "short", "paid"]
        return pd.DataFrame(rows, columns=columns).set_index("id")

    def regions(self, language: Language = "fi") -> pd.DataFrame:
        """Return one row a region that takes part, named in a language.

        Returns
        -------
        DataFrame
            Indexed by `region` (name). `endowment`, `spent` and `left` (euros), and `decision` (whole euros that the
            decision grants there).
        """
        import pandas as pd

        granted = self.solution.by_region()
        rows = [
            {
                "endowment": float(money),
                "spent": float(money - self.left[code]),
                "left": float(self.left[code]),
                "decision": granted[code],
            }
            for code, money in self.endowment.items()
        ]
        return pd.DataFrame(rows, index=pd.Index([self._region(c, language) for c in self.endowment], name="region"))

    def text(self, language: Language) -> str:
        """Say what the regions would have bought, and explain each difference to the decision."""
        says = _WORDS[language]
        shared = sum(i in self.solution.funded for i in self.funded)
        lines = [
            says["head"].format(n=whole(len(self.funded), language), shared=whole(shared, language)),
            says["ignored"],
            says[f"completion_{self.completion}"],
        ]
        by_id = {purchase.award.application: purchase for purchase in self.purchases}
        for i in self.only_mirror:
            how = "completed" if by_id[i].price is None else "bought"
            lines.append(says[how].format(id=i, paid=self._paid(by_id[i], language)))
        lines += [says["missing"].format(id=i, short=euros(self.short[i], language)) for i in self.only_decision]
        return "\n".join(lines)

    def _paid(self, purchase: Purchase, language: Language) -> str:
        parts = sorted(purchase.paid.items(), key=lambda part: (-part[1], part[0]))
        return ", ".join(f"{self._region(code, language)} {euros(part, language)}" for code, part in parts)

    def _region(self, code: str, language: Language) -> str:
        region = self.solution.scenario.call.geography.region(code)
        return code if region is None else region.name[language]


def equal_shares(
    subject: Scenario | Solution, *, reference: Reference | None = None, completion: Completion = "greedy"
) -> Mirror:
    r"""Return what the Method of Equal Shares funds with the regions as voters: a mirror, not a decision.

    .. math::
        \rho_i = \min\{\rho : \sum_r \min(b_r,\, \rho\,u_{ri}) = c_i\}, \qquad u_{ri} = q_{ri} v_i

    Region *r* holds its reference share of the budget, :math:`b_r`; an application is worth to it its value
    :math:`v_i` times the part :math:`q_{ri}` of its euros that is there. The application with the least
    :math:`\rho_i` is bought, its regions pay, and so on; of equals the first by id. All in exact fractions.

    Only the budget, the gate, the thresholds and the amounts that may be granted are kept: every other rule is
    ignored, earmarks and their pots too (all money is one). Each application is bought at its largest award or not
    at all.

    Parameters
    ----------
    subject : Scenario or Solution
        A scenario is solved first.
    reference : Reference, optional
        Shares of the regions; if not given, the objective's, or else those of the first fair-share rule.
    completion : {"greedy", "none"}
        What becomes of money that no regions can spend together: `greedy` funds, by value for a euro, whatever still
        fits into what is left of the whole budget; `none` leaves it.

    Raises
    ------
    ScenarioError
        If there is no budget or no reference shares.
    """
    if completion not in {"greedy", "none"}:
        raise ValueError(f"expected completion greedy or none, not {completion!r}")
    solution = subject if isinstance(subject, Solution) else solve(subject)
    shares, budget = reference or reference_of(solution.scenario), solution.model.ground.budget
    if shares is None or budget is None:
        what = "reference shares" if shares is None else "a budget rule"
        raise ScenarioError([Problem(f"equal shares need {what}", column="rules")])
    endowment = {code: share * budget for code, share in shares.shares(solution.scenario.call).items()}
    waiting = _largest(solution)
    purchases, left = _bought(solution, waiting, endowment)
    spent = sum(purchase.award.euros for purchase in purchases)
    if completion == "greedy":
        taken = {purchase.award.application for purchase in purchases}
        rest = [award for award in waiting if award.application not in taken]
        for award in sorted(rest, key=lambda a: -a.value / a.euros if a.euros else Fraction(0)):
            if spent + award.euros <= budget and award.value > 0:
                purchases.append(Purchase(award, None, {}))
                spent += award.euros
    in_hand = {purchase.award.application for purchase in purchases}
    short = {
        award.application: award.euros - sum((left[c] for c in _benefits(solution, award, left)), Fraction(0))
        for award in waiting
        if award.application not in in_hand
    }
    return Mirror(solution, endowment, left, tuple(purchases), short, completion)


def _largest(solution: Solution) -> list[Award]:
    """Return the largest award of each compared application, in natural order."""
    largest: dict[str, Award] = {}
    for award in solution.model.candidates.awards:
        known = largest.get(award.application)
        if known is None or award.euros > known.euros:
            largest[award.application] = award
    return list(largest.values())


def _bought(solution: Solution, waiting: list[Award], endowment: Money) -> tuple[list[Purchase], dict[str, Fraction]]:
    left, rest, purchases = dict(endowment), list(waiting), list[Purchase]()
    while True:
        offers = []
        for award in rest:
            benefits = _benefits(solution, award, left)
            price = _price(Fraction(award.euros), benefits, left)
            if price is not None:
                offers.append((price, award, benefits))
        if not offers:
            return purchases, left
        price, award, benefits = min(offers, key=lambda offer: offer[0])
        paid = {code: min(left[code], price * benefit) for code, benefit in benefits.items()}
        for code, part in paid.items():
            left[code] -= part
        purchases.append(Purchase(award, price, paid))
        rest.remove(award)


def _benefits(solution: Solution, award: Award, left: Money) -> dict[str, Fraction]:
    """Return what an award is worth to each region that takes part, where it is worth something."""
    codes = solution.scenario.call.region_codes
    parts = ((code, part) for code, part in zip(codes, award.by_region, strict=True) if part and code in left)
    benefits = {code: award.value * Fraction(part, award.euros) for code, part in parts}
    return {code: benefit for code, benefit in benefits.items() if benefit > 0}


def _price(cost: Fraction, benefits: Money, left: Money) -> Fraction | None:
    """Return the least price a point at which the regions can pay together, or None if they cannot."""
    if sum((left[code] for code in benefits), Fraction(0)) < cost or not benefits:
        return None
    # Whoever runs out first, at the lowest price, pays all that is left; the others share the rest by benefit.
    open_cost, open_benefit = cost, sum(benefits.values(), Fraction(0))
    for code in sorted(benefits, key=lambda c: left[c] / benefits[c]):
        price = open_cost / open_benefit
        if price * benefits[code] <= left[code]:
            return price
        open_cost, open_benefit = open_cost - left[code], open_benefit - benefits[code]
    return None


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fi": {
        "head": "Jos kukin maakunta olisi hallinnut vertailuosuuttaan, ne olisivat rahoittaneet yhdessä {n} hakemusta, "
        "joista ehdotus rahoittaa {shared}.",
        "ignored": "Peili ei ole päätös: se noudattaa vain määrärahaa, kelpoisuutta ja vähimmäistasoja; "
        "muita sääntöjä ja korvamerkintöjä se ei tunne.",
        "completion_greedy": "Rahalla, jota maakunnat eivät voi käyttää yhdessä, rahoitetaan arvoa euroa kohden.",
        "completion_none": "Raha, jota maakunnat eivät voi käyttää yhdessä, jää käyttämättä.",
        "bought": "{id}: vain peilissä – maakunnat maksaisivat sen itse: {paid}.",
        "completed": "{id}: vain peilissä – se mahtuu rahaan, joka maakunnilta jää.",
        "missing": "{id}: vain ehdotuksessa – sen maakuntien rahat menevät muuhun; puuttumaan jää {short}.",
    },
    "sv": {
        "head": "Om varje landskap hade förfogat över sin referensandel hade de tillsammans finansierat {n} "
        "ansökningar, av vilka förslaget finansierar {shared}.",
        "ignored": "Spegeln är inget beslut: den följer bara anslaget, behörigheten och miniminivåerna; "
        "övriga regler och öronmärkningar beaktas inte.",
        "completion_greedy": "Pengar som landskapen inte kan använda tillsammans går till värde per euro.",
        "completion_none": "Pengar som landskapen inte kan använda tillsammans blir oanvända.",
        "bought": "{id}: bara i spegeln – landskapen skulle själva betala den: {paid}.",
        "completed": "{id}: bara i spegeln – den ryms i de pengar som landskapen har kvar.",
        "missing": "{id}: bara i förslaget – dess landskaps pengar går till annat; det fattas {short}.",
    },
    "en": {
        "head": "Had each region held its reference share, together they would have funded {n} applications, "
        "of which the proposal funds {shared}.",
        "ignored": "The mirror is no decision: it keeps only the budget, eligibility and thresholds; "
        "other rules and earmarks are ignored.",
        "completion_greedy": "Money that regions cannot spend together goes by value for a euro.",
        "completion_none": "Money that regions cannot spend together is left unspent.",
        "bought": "{id}: in the mirror only – the regions would pay for it themselves: {paid}.",
        "completed": "{id}: in the mirror only – it fits into the money that the regions have left.",
        "missing": "{id}: in the proposal only – its regions' money goes elsewhere; {short} are missing.",
    },
}
