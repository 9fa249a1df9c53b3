"""Every phrase of the memorandum and the spreadsheet in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


ANNEXES: Mapping[str, Text] = {
    "memo_kind": _text("Muistio", "Promemoria", "Memorandum"),
    "memo_title": _text(
        "Pisteet, perustelut ja reunaehtojen hinnat: {call}",
        "Poäng, skäl och villkorens priser: {call}",
        "Scores, reasons and prices of conditions: {call}",
    ),
    "memo_text": _text(
        "Muistio perustelee esityksen hakemus kerrallaan. Jokainen syy on laskettu uudelleen muuttamalla vain se, "
        "mistä on kyse.",
        "Promemorian motiverar framställningen ansökan för ansökan. Varje skäl har räknats fram på nytt genom att "
        "ändra bara det som det gäller.",
        "The memorandum gives the reasons for the proposal application by application. Each was calculated anew by "
        "changing only what it is about.",
    ),
    "prices": _text("Reunaehtojen hinnat", "Villkorens priser", "Prices of conditions"),
    "prices_text": _text(
        "Hinta kertoo, kuinka paljon parempi tulos olisi, jos vain kyseinen ehto puuttuisi; osuus jakaa kaikkien "
        "ehtojen yhteisen hinnan ({all} pistettä) niiden kesken. Hinta ei ole arvio ehdon hyödyllisyydestä.",
        "Priset anger hur mycket bättre resultatet vore om bara det villkoret saknades; andelen fördelar alla "
        "villkors gemensamma pris ({all} poäng) mellan dem. Priset säger inget om villkorets nytta.",
        "The price is how much better the result would be if that condition alone were absent; the share divides "
        "what all conditions cost together ({all} points) between them. The price says nothing of a condition's "
        "merit.",
    ),
    "share": _text("Osuus yhteisestä", "Andel av det gemensamma", "Share of the whole"),
    "moved": _text("Siirtyy maakuntien välillä, €", "Flyttas mellan landskap, €", "Moved between regions, €"),
    "because": _text("Ehdon vuoksi", "På grund av villkoret", "Because of it"),
    "cards": _text("Hakemukset", "Ansökningarna", "The applications"),
    "scores_caption": _text("{id}: arvioijien pisteet", "{id}: bedömarnas poäng", "{id}: reviewers' scores"),
    "counted_mean": _text("Keskiarvo", "Medeltal", "Mean"),
    "weighted": _text("Painotettuna", "Viktat", "Weighted"),
    "disqualified": _text("E", "J", "D"),
    "disqualified_note": _text(
        "E = esteellinen, arviota ei laskettu.",
        "J = jävig, poängen räknades inte.",
        "D = disqualified, not counted.",
    ),
    "sheet_applications": _text("Hakemukset", "Ansökningar", "Applications"),
    "sheet_regions": _text("Maakunnat", "Landskap", "Regions"),
    "sheet_rules": _text("Reunaehdot", "Villkor", "Conditions"),
    "sheet_years": _text("Vuodet ja määrärahat", "År och anslag", "Years and appropriations"),
    "sheet_scores": _text("Pisteet", "Poäng", "Scores"),
    "sheet_prices": _text("Hinnat", "Priser", "Prices"),
    "sheet_reserve": _text("Varasijat", "Reservplatser", "Reserve"),
    "sheet_ways": _text("Valintatavat", "Urvalssätt", "Ways of choosing"),
    "what": _text("Mikä", "Vad", "What"),
    "sentences": _text("Perustelut", "Skäl", "Reasons"),
    "reviewer": _text("Arvioija", "Bedömare", "Reviewer"),
    "score": _text("Arvio", "Poäng", "Score"),
    "conflict": _text("Esteellinen", "Jävig", "Disqualified"),
    "yes": _text("kyllä", "ja", "yes"),
    "no": _text("ei", "nej", "no"),
    "sheet_rows": _text("Reunaehtojen rivit", "Villkorens rader", "Rows of conditions"),
    "about": _text("Mitä koskee", "Vad gäller", "Concerns"),
    "sense": _text("Vertailu", "Jämförelse", "Sense"),
    "unit": _text("Yksikkö", "Enhet", "Unit"),
    "unit_euros": _text("euroa", "euro", "euros"),
    "unit_count": _text("kpl", "st.", "number"),
    "unit_value": _text("pistettä", "poäng", "points"),
    "unit_share": _text("osuus", "andel", "share"),
    "moves_in": _text("Tulee mukaan", "Tillkommer", "Comes in"),
    "moves_out": _text("Jää pois", "Bortfaller", "Goes out"),
    "sheet_reasons": _text("Perustelut", "Skäl", "Reasons"),
    "by": _text("Erittely", "Fördelning", "Breakdown"),
    "outcome_not_funded": _text("ei rahoiteta", "finansieras inte", "not funded"),
    "outcome_below_threshold": _text("alle vähimmäistason", "under miniminivån", "below the minimum"),
    "outcome_ineligible": _text("ei hakukelpoinen", "inte behörig", "ineligible"),
}
"""By key; `{…}` are filled from the solution and its analyses."""
