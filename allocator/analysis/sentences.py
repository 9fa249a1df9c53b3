"""A reason in sentences, in Finnish, Swedish and English; every number is one of the reason's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from allocator.analysis.reason import Points, Reason, Swap
from allocator.candidates import Award
from allocator.exact import round_half_up
from allocator.rows import Row
from allocator.solution import Solution
from allocator.text import Language, Text
from allocator.writing import decimal, euros, listed, percent, whole


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


SENTENCES: Mapping[str, Text] = {
    "funded": _text("rahoitetaan, {award}.", "finansieras, {award}.", "is funded with {award}."),
    "not_funded": _text("ei rahoiteta.", "finansieras inte.", "is not funded."),
    "required": _text(
        "Ilman sitä ehdot eivät voi täyttyä.",
        "Utan den kan villkoren inte uppfyllas.",
        "Without it the rules cannot be satisfied.",
    ),
    "barred": _text(
        "Mikään ehdot täyttävä kokonaisuus ei sisällä sitä.",
        "Ingen helhet som uppfyller villkoren innehåller den.",
        "No portfolio that satisfies the rules includes it.",
    ),
    "replacement": _text(
        "Paras kokonaisuus ilman sitä antaisi {loss} pistettä vähemmän{moves}.",
        "Den bästa helheten utan den skulle ge {loss} poäng mindre{moves}.",
        "The best portfolio without it would be worth {loss} points less{moves}.",
    ),
    "forced": _text(
        "Paras kokonaisuus, jossa se on mukana, antaisi {loss} pistettä vähemmän{moves}.",
        "Den bästa helheten med den skulle ge {loss} poäng mindre{moves}.",
        "The best portfolio that includes it would be worth {loss} points less{moves}.",
    ),
    "replacement_equal": _text(
        "Paras kokonaisuus ilman sitä olisi yhtä hyvä{moves}; julkaistu järjestys ratkaisi.",
        "Den bästa helheten utan den skulle vara lika bra{moves}; den publicerade ordningen avgjorde.",
        "The best portfolio without it would be equally good{moves}; the published order decided.",
    ),
    "forced_equal": _text(
        "Paras kokonaisuus, jossa se on mukana, olisi yhtä hyvä{moves}.",
        "Den bästa helheten med den skulle vara lika bra{moves}.",
        "The best portfolio that includes it would be equally good{moves}.",
    ),
    "decided": _text(
        "Pisteet ja ehdot ratkaisevat sen, jos suostutaan menettämään alle {loss} pistettä ({part} kaikista); siitä "
        "alkaen se on aito valinta.",
        "Poängen och villkoren avgör den om mindre än {loss} poäng ({part} av alla) får gå förlorade; därifrån är den "
        "ett verkligt val.",
        "The scores and rules decide it where less than {loss} points ({part} of all) may be given up; from there on "
        "it is a genuine choice.",
    ),
    "choice": _text(
        "Se on aito valinta, vaikka kokonaispisteistä ei menetettäisi mitään.",
        "Den är ett verkligt val också när ingenting av totalpoängen går förlorad.",
        "It is a genuine choice even where none of the points may be given up.",
    ),
    "out_one": _text("pois jäisi {ids}", "{ids} skulle falla bort", "{ids} would leave"),
    "out_more": _text("pois jäisivät {ids}", "{ids} skulle falla bort", "{ids} would leave"),
    "in_one": _text("mukaan tulisi {ids}", "{ids} skulle komma med", "{ids} would come in"),
    "in_more": _text("mukaan tulisivat {ids}", "{ids} skulle komma med", "{ids} would come in"),
    "margin": _text(
        "Rahoitus säilyisi, vaikka pisteitä olisi {needed} vähemmän; {more} vähemmän ei enää riittäisi.",
        "Finansieringen skulle bestå med {needed} poäng mindre; {more} mindre skulle inte längre räcka.",
        "It would still be funded with {needed} points less; with {more} less it would not.",
    ),
    "margin_threshold": _text(
        "Rahoitus säilyisi, vaikka pisteitä olisi {needed} vähemmän; {more} vähemmän jäisi alle vähimmäistason.",
        "Finansieringen skulle bestå med {needed} poäng mindre; {more} mindre vore under miniminivån.",
        "It would still be funded with {needed} points less; {more} less would be below the threshold.",
    ),
    "no_margin": _text(
        "Sillä ei ole pisteissä varaa: {more} vähemmän ei enää riittäisi.",
        "Den har ingen marginal i poäng: {more} mindre skulle inte räcka.",
        "It has no margin in points: with {more} less it would not be funded.",
    ),
    "margin_all": _text(
        "Rahoitus säilyisi, olivatpa pisteet mitkä tahansa.",
        "Finansieringen skulle bestå vilka poängen än vore.",
        "It would be funded whatever its points.",
    ),
    "needed": _text(
        "Rahoitukseen olisi tarvittu {needed} pistettä lisää.",
        "För finansiering hade {needed} poäng till behövts.",
        "{needed} points more would have funded it.",
    ),
    "needed_tie": _text(
        "Pisteitä puuttui {difference}: niillä olisi syntynyt tasatulos, ja {needed} pistettä lisää olisi tuonut "
        "rahoituksen.",
        "Det saknades {difference} poäng: med dem hade det blivit lika; {needed} poäng till hade gett finansiering.",
        "It is {difference} points short: with those there would have been a tie, and {needed} points more would have "
        "funded it.",
    ),
    "needed_tie_won": _text(
        "Rahoitukseen olisi riittänyt {needed} pistettä lisää; tasatuloksen olisi ratkaissut julkaistu järjestys.",
        "För finansiering hade {needed} poäng till räckt; den publicerade ordningen hade avgjort.",
        "{needed} points more would have funded it; the published order would have decided the tie.",
    ),
    "tied": _text(
        "Se jäi rahoitusta vaille tasatuloksessa, jonka julkaistu järjestys ratkaisi; {needed} pistettä lisää olisi "
        "tuonut rahoituksen.",
        "Den blev utan finansiering när det var lika och den publicerade ordningen avgjorde; {needed} poäng till hade "
        "gett finansiering.",
        "It lost a tie that the published order decided; {needed} points more would have funded it.",
    ),
    "criteria": _text(
        "Pisteet olisi voinut saada yhdestä perusteesta: {needs}.",
        "Poängen hade kunnat fås på ett enda kriterium: {needs}.",
        "The points could have been earned on a single criterion: {needs}.",
    ),
    "criterion": _text("{title} {mean} → {needed}", "{title} {mean} → {needed}", "{title} {mean} → {needed}"),
    "no_criterion": _text(
        "Mikään yksittäinen peruste ei olisi riittänyt asteikon ylärajallakaan.",
        "Inget enskilt kriterium hade räckt ens vid skalans övre gräns.",
        "No single criterion would have been enough even at the top of its scale.",
    ),
    "request": _text(
        "Jos siihen olisi haettu {requested}, se olisi rahoitettu; yhdellä eurolla enemmän ei.",
        "Om {requested} hade sökts för den hade den finansierats; med en euro mer inte.",
        "Had it requested {requested}, it would have been funded; with one euro more, not.",
    ),
    "no_request": _text(
        "Mikään pienempi haettu summa, alimmillaan {limit}, ei olisi tuonut rahoitusta.",
        "Inget mindre sökt belopp ned till {limit} hade gett finansiering.",
        "No smaller request, down to {limit}, would have funded it.",
    ),
    "survives": _text(
        "Rahoitus säilyisi, vaikka haettu summa kasvaisi {requested} suuruiseksi; yksi euro enemmän olisi liikaa.",
        "Finansieringen skulle bestå om det sökta beloppet växte till {requested}; en euro mer vore för mycket.",
        "It would still be funded if its request grew to {requested}; one euro more would be too much.",
    ),
    "budget_stays": _text(
        "Se rahoitettaisiin ensi kerran, kun rahaa on {first}, ja kaikilla sitä suuremmilla summilla.",
        "Den skulle finansieras första gången när medlen är {first}, och vid alla större belopp.",
        "It would first be funded with a budget of {first}, and with every greater one.",
    ),
    "budget_dropped": _text(
        "Se rahoitettaisiin ensi kerran, kun rahaa on {first}, mutta ei enää, kun rahaa on {dropped}.",
        "Den skulle finansieras första gången när medlen är {first}, men inte längre när de är {dropped}.",
        "It would first be funded with a budget of {first}, but no longer with {dropped}.",
    ),
    "budget_first": _text(
        "Se rahoitettaisiin ensi kerran, kun rahaa on {first}; suurempia summia ei ole tutkittu loppuun.",
        "Den skulle finansieras första gången när medlen är {first}; större belopp har inte granskats helt.",
        "It would first be funded with a budget of {first}; greater ones were not all looked at.",
    ),
    "no_budget": _text(
        "Mikään rahamäärä {searched} asti ei olisi tuonut sille rahoitusta.",
        "Inget belopp upp till {searched} hade gett den finansiering.",
        "No budget up to {searched} would have funded it.",
    ),
    "rules": _text(
        "Se olisi rahoitettu, jos yksi näistä ehdoista puuttuisi: {rules}. Ehto ei silti yksin ole syy.",
        "Den hade finansierats om ett av dessa villkor saknades: {rules}. Villkoret är ändå inte ensamt orsaken.",
        "Without any one of these rules it would have been funded: {rules}. That does not make the rule the reason.",
    ),
    "rule": _text(
        "Se olisi rahoitettu, jos tämä ehto puuttuisi: {rules}. Ehto ei silti yksin ole syy.",
        "Den hade finansierats om detta villkor saknades: {rules}. Villkoret är ändå inte ensamt orsaken.",
        "Without this rule it would have been funded: {rules}. That does not make the rule the reason.",
    ),
    "no_rules": _text(
        "Minkään yksittäisen ehdon puuttuminen ei olisi tuonut sille rahoitusta.",
        "Att ett enskilt villkor saknades hade inte gett den finansiering.",
        "The absence of no single rule would have funded it.",
    ),
    "swap": _text(
        "Pienemmin pistein rahoitetaan {funded}. Jos tämä ({own}) vaihdettaisiin sen tilalle, rikkoutuisi: {rules}.",
        "Med lägre poäng finansieras {funded}. Om denna ({own}) sattes i dess ställe skulle detta brytas: {rules}.",
        "{funded} is funded with fewer points. With this one ({own}) in its place, this would be broken: {rules}.",
    ),
    "stated": _text(
        "{points} pistettä, {cost}; {regions}",
        "{points} poäng, {cost}; {regions}",
        "{points} points, {cost}; {regions}",
    ),
    "place_funded": _text(
        "Jos se olisi otettu vertailuun, se olisi rahoitettu.",
        "Om den hade jämförts hade den finansierats.",
        "Had it been compared, it would have been funded.",
    ),
    "place_not_funded": _text(
        "Jos se olisi otettu vertailuun, sitä ei olisi rahoitettu.",
        "Om den hade jämförts hade den inte finansierats.",
        "Had it been compared, it would not have been funded.",
    ),
}
"""By key; `{…}` are filled from the reason."""


def sentences(solution: Solution, reason: Reason, language: Language, *, ways: bool = True) -> list[str]:
    """Say a reason in sentences, the outcome first; without *ways* not what would have sufficed."""
    return list(_Teller(solution, reason, language, ways).told())


class _Teller:
    def __init__(self, solution: Solution, reason: Reason, language: Language, ways: bool) -> None:
        self.solution, self.reason, self.language, self.ways = solution, reason, language, ways

    def say(self, key: str, **filled: object) -> str:
        return SENTENCES[key][self.language].format(**filled)

    def told(self) -> Iterator[str]:
        outcome = self.reason.outcome
        if outcome == "funded":
            yield from self._funded()
        elif outcome == "not_funded":
            yield from self._not_funded()
        else:
            refusals = self.solution.refusals[self.reason.application]
            yield f"{self.heading} {self.say('not_funded')} {' '.join(r.text[self.language] for r in refusals)}"
            if self.reason.place:
                yield self.say(f"place_{self.reason.place}")

    @property
    def heading(self) -> str:
        application = self.solution.scenario.call[self.reason.application]
        return f"{application.id} ({application.title})" if application.title else application.id

    def _funded(self) -> Iterator[str]:
        award = self.solution.award(self.reason.application)
        granted = euros(award.euros if award else 0, self.language)
        yield f"{self.heading} {self.say('funded', award=granted)}"
        if self.reason.loss is None:
            yield self.say("required")
            return
        key = "replacement" if self.reason.loss else "replacement_equal"
        yield self.say(key, loss=self.points(self.reason.loss), moves=self._moves())
        yield from self._discretion()
        if points := self.reason.points:
            more = self.points(points.needed + self._step)
            yield self.say(self._margin(points), needed=self.points(points.needed), more=more)
        if self.reason.request and self.reason.request.requested is not None:
            yield self.say("survives", requested=euros(self.reason.request.requested, self.language))

    def _not_funded(self) -> Iterator[str]:
        reason = self.reason
        yield f"{self.heading} {self.say('not_funded')}"
        if reason.loss is None:
            yield self.say("barred")
        else:
            key = "forced" if reason.loss else "forced_equal"
            yield self.say(key, loss=self.points(reason.loss), moves=self._moves())
            yield from self._discretion()
        if self.ways:
            yield from self._sufficed()
        if swap := next((swap for swap in reason.swaps if swap.broken), None):
            yield self._swap(swap)

    def _sufficed(self) -> Iterator[str]:
        reason = self.reason
        if reason.points:
            yield self._missing(reason.points)
            yield from self._criteria()
        if reason.request:
            asked = reason.request
            found = asked.requested is not None
            yield self.say(
                "request" if found else "no_request",
                requested=euros(asked.requested or 0, self.language),
                limit=euros(asked.limit, self.language),
            )
        yield from self._budget()
        titles = [self.solution.scenario.rule_title(name)[self.language] for name in reason.rules]
        key = "no_rules" if not titles else "rules" if len(titles) > 1 else "rule"
        yield self.say(key, rules="; ".join(titles))

    def _discretion(self) -> Iterator[str]:
        """Say up to which loss the outcome is decided."""
        reason = self.reason
        if reason.loss and reason.tolerance:
            part = percent(reason.tolerance, self.language)
            yield self.say("decided", loss=self.points(reason.loss), part=part)
        elif reason.loss is not None:
            yield self.say("choice")

    def _margin(self, points: Points) -> str:
        value = self.solution.model.assessments[self.reason.application].value
        if points.needed == value:
            return "margin_all"
        if points.difference >= points.needed + 2 * self._step:
            return "margin_threshold"  # the best without it would still be worth less
        return "margin" if points.needed else "no_margin"

    def _missing(self, points: Points) -> str:
        if not points.difference:
            key = "tied"
        elif points.tie:
            key = "needed_tie" if points.needed > points.difference else "needed_tie_won"
        else:
            key = "needed"
        return self.say(key, difference=self.points(points.difference), needed=self.points(points.needed))

    def _criteria(self) -> Iterator[str]:
        if not self.reason.criteria:
            return
        criteria = self.solution.scenario.call.terms.criteria
        needs = [
            self.say(
                "criterion",
                title=criteria[need.criterion].title[self.language],
                mean=self.points(need.mean),
                needed=self.points(self._up(need.needed)),
            )
            for need in self.reason.criteria
            if need.possible
        ]
        yield self.say("criteria", needs="; ".join(needs)) if needs else self.say("no_criterion")

    def _budget(self) -> Iterator[str]:
        budget = self.reason.budget
        if budget is None:
            return
        if budget.first is None:
            key = "no_budget"
        else:
            key = "budget_dropped" if budget.dropped else "budget_stays" if budget.stays else "budget_first"
        yield self.say(
            key,
            first=euros(budget.first or 0, self.language),
            dropped=euros(budget.dropped or 0, self.language),
            searched=euros(budget.searched, self.language),
        )

    def _swap(self, swap: Swap) -> str:
        award = next(a for a in self.solution.model.candidates.awards if a.application == self.reason.application)
        return self.say(
            "swap",
            funded=f"{swap.funded} ({self._stated(self.solution.award(swap.funded))})",
            own=self._stated(award),
            rules="; ".join(self._broken(row, amount) for row, amount in swap.broken),
        )

    def _stated(self, award: Award | None) -> str:
        """Say an award's points, euros and regions."""
        if award is None:
            return ""
        call = self.solution.scenario.call
        regions = zip(call.geography.regions, award.by_region, strict=True)
        names = [region.name[self.language] for region, granted in regions if granted]
        value = self.solution.model.assessments[award.application].value or Fraction(0)
        stated = self.say(
            "stated",
            points=self.points(value),
            cost=euros(award.euros, self.language),
            regions=listed(names, self.language),
        )
        return stated.removesuffix("; ")

    def _broken(self, row: Row, amount: Fraction) -> str:
        title = self.solution.scenario.rule_title(row.rule)[self.language]
        about = f"{title}: {row.label[self.language]}" if row.label else title
        by = euros(amount, self.language) if row.unit == "euros" else whole(int(amount), self.language)
        return f"{about} ({by})"

    def _moves(self) -> str:
        parts = [
            self.say(f"{key}_{'one' if len(ids) == 1 else 'more'}", ids=listed(ids, self.language))
            for key, ids in (("out", self.reason.displaced), ("in", self.reason.joined))
            if ids
        ]
        return f" ({'; '.join(parts)})" if parts else ""

    @property
    def _step(self) -> Fraction:
        return Fraction(1, 10**self.solution.scenario.call.terms.decimals)

    def _up(self, number: Fraction) -> Fraction:
        """Round up to a published step: a mean that is printed must suffice."""
        return -(-number // self._step) * self._step

    def points(self, number: Fraction) -> str:
        """Write points with the call's decimals, and more where a partial award needs them."""
        decimals = self.solution.scenario.call.terms.decimals
        while decimals < 6 and round_half_up(number, decimals) != number:
            decimals += 1
        return decimal(number, decimals, self.language)
