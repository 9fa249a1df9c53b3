"""Every word of the figures in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Language, Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    "funded": _text("Rahoitetaan", "Finansieras", "Funded"),
    "not_funded": _text("Ei rahoiteta", "Finansieras inte", "Not funded"),
    "below_threshold": _text("Alle vähimmäistason", "Under miniminivån", "Below the threshold"),
    "value": _text("Pisteet", "Poäng", "Points"),
    "requested": _text("Haettu (1 000 €)", "Sökt (1 000 €)", "Requested (thousand €)"),
    "thousands": _text("1 000 €", "1 000 €", "Thousand €"),
    "value_and_request": _text(
        "Hakemukset: pisteet ja haettu raha",
        "Ansökningar: poäng och sökta medel",
        "Applications: points and money requested",
    ),
    "cut": _text(
        "Pistejärjestyksen raja: {value}", "Gränsen enligt poängordningen: {value}", "Line of rank and cut: {value}"
    ),
    "by_region": _text("Myönnetty raha maakunnittain", "Beviljade medel per landskap", "Money granted by region"),
    "by_year": _text("Myönnetty raha vuosittain", "Beviljade medel per år", "Money granted by year"),
    "by_pot": _text("Myönnetty raha määrärahoittain", "Beviljade medel per anslag", "Money granted by pot"),
    "by_target": _text(
        "Myönnetty raha hakukohteittain", "Beviljade medel per ansökningsmål", "Money granted by target"
    ),
    "by_granting_authority": _text(
        "Myönnetty raha myöntävän viranomaisen mukaan",
        "Beviljade medel per beviljande myndighet",
        "Money granted by granting authority",
    ),
    "not_named": _text("Ei ilmoitettu", "Ej angiven", "Not named"),
    "share": _text("Osuus myönnetystä", "Andel av beviljade medel", "Share of the money granted"),
    "shares_title": _text(
        "Maakuntien osuus ja vertailuosuus",
        "Landskapens andel och referensandel",
        "Regions' shares and reference shares",
    ),
    "received": _text("Saa", "Får", "Receives"),
    "reference": _text("Vertailuosuus", "Referensandel", "Reference share"),
    "map_note": _text(
        "1 000 € ja osuus myönnetystä. Rajat suuntaa antavat.",
        "1 000 € och andel av beviljade medel. Gränserna är riktgivande.",
        "Thousand € and share of the money granted. Borders are approximate.",
    ),
    "tile_note": _text(
        "1 000 € ja osuus myönnetystä",
        "1 000 € och andel av beviljade medel",
        "Thousand € and share of the money granted",
    ),
    "scenario": _text("Skenaario", "Scenario", "Scenario"),
    "application": _text("Hakemus", "Ansökan", "Application"),
    "matrix_title": _text(
        "Mitä kukin skenaario rahoittaa", "Vad varje scenario finansierar", "What each scenario funds"
    ),
    "moves_title": _text(
        "Muutos verrattuna skenaarioon {first}",
        "Förändring jämfört med scenariot {first}",
        "Changes against the scenario {first}",
    ),
    "came_in": _text("Tulee mukaan", "Kommer med", "Comes in"),
    "fell_out": _text("Jää pois", "Faller bort", "Falls out"),
    "number": _text("Hakemuksia", "Antal ansökningar", "Number of applications"),
    "frontier": _text("Tehokas rintama", "Effektiv front", "Efficient frontier"),
    "budget_sweep": _text("Pisteet rahamäärän mukaan", "Poäng enligt budget", "Points by budget"),
    "budget": _text("Rahaa käytettävissä (1 000 €)", "Tillgängliga medel (1 000 €)", "Money available (thousand €)"),
    "core_title": _text(
        "Varmuus: ydinindeksi ja hyväksyttävyys",
        "Robusthet: kärnindex och acceptans",
        "Robustness: core index and acceptability",
    ),
    "core_index": _text("Ydinindeksi", "Kärnindex", "Core index"),
    "acceptability": _text("Hyväksyttävyys ± keskivirhe", "Acceptans ± standardfel", "Acceptability ± standard error"),
    "part": _text("Osuus", "Andel", "Share"),
    "discretion_title": _text("Missä on harkintavaltaa", "Var det finns prövningsrätt", "Where there is discretion"),
    "in_portfolios": _text(
        "Osuus lähes yhtä hyvistä kokonaisuuksista, joissa rahoitetaan",
        "Andel av de nästan lika bra helheterna där ansökan finansieras",
        "Share of nearly as good portfolios that fund it",
    ),
    "in_all": _text("Aina mukana", "Alltid med", "In all"),
    "in_some": _text("Harkittavissa", "Kan prövas", "A genuine choice"),
    "in_none": _text("Ei koskaan", "Aldrig", "In none"),
    "prices_title": _text("Ehtojen hinta pisteinä", "Villkorens pris i poäng", "The price of the rules in points"),
    "unconstrained": _text("Vain raha rajana", "Endast pengarna begränsar", "Money alone"),
    "decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "reserve_title": _text(
        "Varasijat: kuka rahoitetaan, kun rahaa tulee lisää",
        "Reservplatser: vem som finansieras när pengarna ökar",
        "Reserve list: who is funded as money is added",
    ),
    "added": _text("Lisää rahaa (1 000 €)", "Tillskott (1 000 €)", "Money added (thousand €)"),
    "severity_title": _text(
        "Arvioijien ankaruus ja luottamusväli",
        "Bedömarnas stränghet och konfidensintervall",
        "Reviewers' severity with interval",
    ),
    "severity": _text(
        "Ankaruus (pistettä keskimääräistä ankarampi →)",
        "Stränghet (poäng strängare än medeltalet →)",
        "Severity (points stricter than average →)",
    ),
    "reviewer": _text("Arvioija", "Bedömare", "Reviewer"),
}


def say(key: str, language: Language, **filled: object) -> str:
    """Return a word of the figures in a language, filled in."""
    return WORDS[key][language].format(**filled)
