"""Every phrase of the letters in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    "title": _text(
        "Päätös rahoitushakemukseen", "Beslut om ansökan om finansiering", "Decision on an application for funding"
    ),
    "kind": _text("Päätös", "Beslut", "Decision"),
    "matter": _text("Asia", "Ärende", "Matter"),
    "call": _text("Haku: {call}", "Utlysning: {call}", "Call: {call}"),
    "application": _text("Hakemus", "Ansökan", "Application"),
    "initiated": _text("Vireilletulo", "Anhängiggörande", "Received"),
    "idea_arrived": _text(
        "Ideahakemus saapui {moment}", "Idéansökan inkom {moment}", "The idea-stage application arrived on {moment}"
    ),
    "arrived": _text("Hakemus saapui {moment}", "Ansökan inkom {moment}", "The application arrived on {moment}"),
    "requested": _text("Haettu rahoitus", "Ansökt finansiering", "Funding requested"),
    "least": _text(
        "; hakijan ilmoittama vähimmäismäärä {euros}",
        "; minimibelopp enligt sökanden {euros}",
        "; least amount given by the applicant {euros}",
    ),
    "decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "refused": _text(
        "Hakemukselle ei myönnetä rahoitusta.", "Ansökan beviljas inte finansiering.", "The application is not funded."
    ),
    "rejected": _text(
        "Hakemus ei täytä hakukelpoisuuden edellytyksiä, eikä sille myönnetä rahoitusta.",
        "Ansökan uppfyller inte behörighetsvillkoren och beviljas inte finansiering.",
        "The application does not meet the eligibility conditions and is not funded.",
    ),
    "granted": _text(
        "Hanke rahoitetaan haetun määräisenä: enintään {euros}.",
        "Projektet finansieras med det ansökta beloppet: högst {euros}.",
        "The project is funded in full: at most {euros}.",
    ),
    "granted_part": _text(
        "Hanke rahoitetaan osittain: enintään {euros}, joka on {part} haetusta.",
        "Projektet finansieras delvis: högst {euros}, vilket är {part} av det ansökta beloppet.",
        "The project is funded in part: at most {euros}, which is {part} of the request.",
    ),
    "authority": _text(
        "Myöntävä viranomainen: {authority}.",
        "Beviljande myndighet: {authority}.",
        "Granting authority: {authority}.",
    ),
    "grounds": _text("Perustelut", "Motivering", "Reasons"),
    "assessment": _text("Arviointi.", "Bedömning.", "Assessment."),
    "points_only": _text(
        "Hakemuksenne sai {points} pistettä. Se ei ollut mukana vertailussa.",
        "Er ansökan fick {points} poäng. Den ingick inte i jämförelsen.",
        "Your application scored {points}. It was not compared.",
    ),
    "rank": _text(
        "Hakemuksenne sai {points} pistettä ja oli sijalla {rank}, kun vertailtuja hakemuksia oli {of}.",
        "Er ansökan fick {points} poäng och kom på plats {rank}; antalet jämförda ansökningar var {of}.",
        "Your application scored {points} and ranked number {rank} of the {of} compared.",
    ),
    "rank_shared": _text(
        "Hakemuksenne sai {points} pistettä ja oli jaetulla sijalla {rank}, kun vertailtuja hakemuksia oli {of}.",
        "Er ansökan fick {points} poäng och kom på delad plats {rank}; antalet jämförda ansökningar var {of}.",
        "Your application scored {points} and ranked joint number {rank} of the {of} compared.",
    ),
    "scores": _text("Hakemuksenne arviointi", "Bedömning av er ansökan", "Assessment of your application"),
    "yours": _text("Hakemuksenne", "Er ansökan", "Your application"),
    "why_funded": _text("Miksi hanke rahoitetaan.", "Varför projektet finansieras.", "Why the project is funded."),
    "why_not": _text(
        "Miksi hakemusta ei rahoiteta.", "Varför ansökan inte finansieras.", "Why the application is not funded."
    ),
    "whole": _text(
        "Rahoitettaviksi valittiin kokonaisuus, joka täyttää haun reunaehdot ja on julkaistun järjestyksen mukaan "
        "paras; rahoitettavat eivät siksi ole pisteiden mukainen järjestys. Seuraavassa se on verrattuna parhaaseen "
        "kokonaisuuteen, jossa ratkaisunne olisi ollut toinen.",
        "Den helhet som valdes uppfyller utlysningens villkor och är bäst enligt den publicerade ordningen; de "
        "finansierade följer därför inte ordningen enligt poäng. Nedan jämförs den med den bästa helhet där ert "
        "avgörande hade varit ett annat.",
        "The set chosen meets the conditions of the call and is the best by the published order; those funded are "
        "therefore not simply the order of scores. Below it is compared with the best set in which your outcome "
        "would have been the other.",
    ),
    "lower": _text(
        "Rahoitettavissa hankkeissa niitä, joiden pisteet ovat pienemmät kuin teidän, on {count}. Ne ovat siinä "
        "kokonaisuudessa, joka on kokonaisuutena paras.",
        "Antalet finansierade projekt med lägre poäng än er ansökan är {count}. De ingår i den helhet som är bäst som "
        "helhet.",
        "Funded projects with a lower score than yours: {count}. They belong to the set that is best as a whole.",
    ),
    "year": _text("Vuosi", "År", "Year"),
    "euros": _text("Euroa", "Euro", "Euros"),
    "by_year": _text("Rahoitus vuosittain", "Finansieringen per år", "Funding by year"),
    "conditions": _text("Ehdot", "Villkor", "Conditions of the award"),
    "appeal": _text("Muutoksenhaku", "Ändringssökande", "Appeal"),
    "more": _text("Lisätietoja", "Ytterligare upplysningar", "More information"),
    "own_right": _text(
        "Teillä on oikeus saada nähtäväksenne omaa hakemustanne koskevat arviot.",
        "Ni har rätt att ta del av bedömningarna av er egen ansökan.",
        "You have the right to see the assessments of your own application.",
    ),
}
"""By key; `{…}` are filled from the solution."""
