"""Every phrase of the letters in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.proposal.letter_reasons_wording import REASONS
from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    **REASONS,
    "title": _text(
        "Päätös rahoitushakemukseen",
        "Beslut om ansökan om finansiering",
        "Decision on an application for funding",
    ),
    "kind": _text("Päätös", "Beslut", "Decision"),
    "matter": _text("Asia", "Ärende", "Matter"),
    "call": _text("Haku: {call}", "Utlysning: {call}", "Call: {call}"),
    "application": _text("Hakemus", "Ansökan", "Application"),
    "initiated": _text("Vireilletulo", "Anhängiggörande", "Received"),
    "idea_arrived": _text(
        "Ideahakemus saapui {moment}.",
        "Idéansökan inkom {moment}.",
        "The idea-stage application arrived on {moment}.",
    ),
    "arrived": _text("Hakemus saapui {moment}.", "Ansökan inkom {moment}.", "The application arrived on {moment}."),
    "requested": _text("Haettu rahoitus", "Ansökt finansiering", "Funding requested"),
    "least": _text(
        "; hakijan ilmoittama vähimmäismäärä {euros}",
        "; minimibelopp enligt sökanden {euros}",
        "; minimum stated by the applicant {euros}",
    ),
    "decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "refused": _text(
        "Hakemukselle ei myönnetä rahoitusta.",
        "För ansökan beviljas ingen finansiering.",
        "The application is not funded.",
    ),
    "rejected": _text(
        "Hakemus ei täytä hakukelpoisuuden edellytyksiä, eikä sille myönnetä rahoitusta.",
        "Ansökan uppfyller inte behörighetsvillkoren, och ingen finansiering beviljas.",
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
        "Your application scored {points}. It was not part of the comparison.",
    ),
    "rank": _text(
        "Hakemuksenne sai {points} pistettä ja oli sijalla {rank}; mukana oli {of}.",
        "Er ansökan fick {points} poäng och kom på plats {rank} av {of}.",
        "Your application scored {points} and ranked number {rank} of {of}.",
    ),
    "rank_shared": _text(
        "Hakemuksenne sai {points} pistettä ja oli jaetulla sijalla {rank}; mukana oli {of}.",
        "Er ansökan fick {points} poäng och kom på delad plats {rank} av {of}.",
        "Your application scored {points} and ranked joint number {rank} of {of}.",
    ),
    "scores": _text("Hakemuksenne arviointi", "Bedömning av er ansökan", "Assessment of your application"),
    "yours": _text("Hakemuksenne", "Er ansökan", "Your application"),
    "by_year": _text("Rahoitus vuosittain", "Finansieringen per år", "Funding by year"),
    "conditions": _text("Ehdot", "Villkor", "Conditions of the award"),
    "appeal": _text("Muutoksenhaku", "Ändringssökande", "Appeal"),
    "more": _text("Lisätietoja", "Ytterligare upplysningar", "More information"),
    "own_right": _text(
        "Teillä on oikeus saada nähtäväksenne omaa hakemustanne koskevat arviot.",
        "Ni har rätt att ta del av bedömningarna av er egen ansökan.",
        "You have the right to see the assessments of your own application.",
    ),
    "both_arrived": _text(
        "Ideahakemus saapui {idea} ja hakemus {moment}.",
        "Idéansökan inkom {idea} och ansökan {moment}.",
        "The idea-stage application arrived on {idea} and the application on {moment}.",
    ),
    "score": _text("Pisteet", "Poäng", "Score"),
}
"""By key; `{…}` are filled from the solution."""
