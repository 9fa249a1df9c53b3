"""What the table of what would have sufficed says, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.dashboard.phrase import phrase as _text
from allocator.text import Text

SUFFICED: Mapping[str, Text] = {
    "sufficed": _text(
        "Mitä olisi riittänyt? Yksi näistä",
        "Vad hade räckt? Något av dessa",
        "What would have sufficed? Any one of these",
    ),
    "in_letter": _text("myös kirjeessä", "även i brevet", "also in the letter"),
    "what": _text("Mikä", "Vad", "What"),
    "limit": _text("Raja", "Gräns", "Limit"),
    "one_criterion": _text("Yksi peruste", "Ett kriterium", "One criterion"),
    "no_criterion": _text(
        "Mikään yksittäinen peruste ei riittäisi asteikon ylärajallakaan.",
        "Inget enskilt kriterium räcker ens vid skalans övre gräns.",
        "No single criterion would do even at the top of its scale.",
    ),
    "was_tie": _text(
        "Tasatulos: julkaistu järjestys ratkaisi.", "Lika: ordningen avgjorde.", "A tie: the order decided."
    ),
    "tie_at": _text("{n} toisi tasatuloksen.", "{n} ger lika resultat.", "{n} would make a tie."),
    "request_sum": _text("Haettu summa", "Sökt belopp", "Request"),
    "request_at_most": _text("enintään {n}", "högst {n}", "at most {n}"),
    "request_less": _text("{n} haetusta", "{n} från det sökta", "{n} from the request"),
    "no_request": _text(
        "Mikään pienempi summa, alimmillaan {n}, ei riittäisi.",
        "Inget mindre belopp ned till {n} räcker.",
        "No smaller amount, down to {n}, would do.",
    ),
    "budget_sum": _text("Määräraha", "Anslag", "Budget"),
    "budget_first": _text("ensi kerran {n}", "första gången {n}", "first at {n}"),
    "budget_stays": _text(
        "Pysyy mukana kaikilla suuremmilla summilla.",
        "Kvarstår vid alla större belopp.",
        "It stays funded with every greater amount.",
    ),
    "budget_dropped": _text(
        "△ Ei pysy: {n} jättäisi sen taas.",
        "△ Består inte: {n} tar bort den igen.",
        "△ Does not stay: {n} drops it again.",
    ),
    "budget_open": _text(
        "Suurempia summia ei tutkittu loppuun.",
        "Större belopp granskades inte helt.",
        "Greater amounts were not all looked at.",
    ),
    "no_budget": _text(
        "Mikään summa {n} asti ei riittäisi.", "Inget belopp upp till {n} räcker.", "No amount up to {n} would do."
    ),
    "rule": _text("Ehto", "Villkor", "Rule"),
    "without_rule": _text("ilman: {rule}", "utan: {rule}", "without: {rule}"),
    "not_alone": _text(
        "Yhden ehdon poisto riittäisi; se ei silti yksin ole syy.",
        "Att ett villkor faller bort räcker; det är ändå inte ensamt orsaken.",
        "Leaving out one rule would do; that does not make it the reason.",
    ),
    "no_rule": _text(
        "Minkään yksittäisen ehdon poisto ei riittäisi.",
        "Att ett enskilt villkor faller bort räcker inte.",
        "Leaving out no single rule would do.",
    ),
}
