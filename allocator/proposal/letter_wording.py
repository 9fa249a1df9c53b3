"""Every phrase of the letters in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
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
        "; least amount given by the applicant {euros}",
    ),
    "decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "refused": _text(
        "Hakemukselle ei myönnetä rahoitusta.",
        "Ansökan beviljas inte finansiering.",
        "The application is not funded.",
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
        "Miksi hakemusta ei rahoiteta.",
        "Varför ansökan inte finansieras.",
        "Why the application is not funded.",
    ),
    "lower": _text(
        "Rahoitettavissa on {count} hanketta, joiden pisteet ovat pienemmät kuin teidän; rahoitettavat eivät ole "
        "pisteiden mukainen järjestys, koska valinta tehdään kokonaisuutena.",
        "Av de projekt som finansieras har {count} lägre poäng än er ansökan; de finansierade följer inte ordningen "
        "enligt poäng, eftersom valet görs som en helhet.",
        "{count} of the funded projects have a lower score than yours; those funded are not the order of scores, "
        "because the choice is made as a whole.",
    ),
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
        "The idea-stage application arrived on {idea}, the application on {moment}.",
    ),
    "score": _text("Pisteet", "Poäng", "Score"),
    "belongs": _text(
        "Hankkeenne kuuluu kokonaisuuteen, joka täyttää haun reunaehdot ja on julkaistun järjestyksen mukaan paras; "
        "järjestyksen ensimmäinen kohta on {objective}.",
        "Ert projekt ingår i den helhet som uppfyller utlysningens villkor och är bäst enligt den publicerade "
        "ordningen; ordningens första punkt är {objective}.",
        "Your project belongs to the set that meets the conditions of the call and is the best by the published "
        "order, which begins with {objective}.",
    ),
    "required": _text(
        "Ilman sitä reunaehdot eivät voisi täyttyä.",
        "Utan det kunde villkoren inte uppfyllas.",
        "Without it the conditions could not be met.",
    ),
    "without": _text(
        "Parhaan kokonaisuuden tulos ilman sitä olisi {loss} pienempi.",
        "Den bästa helheten utan det skulle ha ett resultat som är {loss} lägre.",
        "The best set without it would have a result {loss} lower.",
    ),
    "without_equal": _text(
        "Ilman sitä toinen kokonaisuus olisi ollut yhtä hyvä; julkaistu järjestys ratkaisi.",
        "Utan det hade en annan helhet varit lika bra; den publicerade ordningen avgjorde.",
        "Without it another set would have been equally good; the published order decided.",
    ),
    "margin": _text(
        "Hanke olisi rahoitettu, vaikka sen pisteet olisivat olleet {points} pienemmät.",
        "Projektet hade finansierats även om dess poäng hade varit {points} lägre.",
        "It would have been funded even with a score {points} lower.",
    ),
    "why_in_part": _text(
        "Miksi rahoitus on osittainen.",
        "Varför finansieringen är partiell.",
        "Why the funding is partial.",
    ),
    "in_part": _text(
        "Parhaassa kokonaisuudessa hankkeen osuus on {part} haetusta; täysi rahoitus olisi ollut {missing} suurempi.",
        "I den bästa helheten är projektets del {part} av det sökta; full finansiering hade varit {missing} större.",
        "In the best set the project receives {part} of its request; full funding would have been {missing} more.",
    ),
    "not_below_minimum": _text(
        "Määrä ei alita hakemuksessa ilmoitettua vähimmäismäärää {euros}.",
        "Beloppet underskrider inte det minimibelopp som uppges i ansökan, {euros}.",
        "The amount is not below the minimum stated in the application, {euros}.",
    ),
    "met_conditions": _text(
        "Hakemuksenne täytti hakukelpoisuuden edellytykset ja oli mukana vertailussa.",
        "Er ansökan uppfyllde behörighetsvillkoren och ingick i jämförelsen.",
        "Your application met the eligibility conditions and was compared.",
    ),
    "money": _text(
        "Haussa oli käytettävissä {money}, ja hakemuksia saapui {received}.",
        "I utlysningen fanns {money} att tillgå, och antalet inkomna ansökningar var {received}.",
        "The call had {money} available; applications received: {received}.",
    ),
    "chosen": _text(
        "Rahoitettaviksi valittiin kokonaisuus, joka täyttää reunaehdot ja on julkaistun järjestyksen mukaan paras; "
        "järjestyksen ensimmäinen kohta on {objective}.",
        "Den helhet valdes som uppfyller villkoren och är bäst enligt den publicerade ordningen; ordningens första "
        "punkt är {objective}.",
        "The set chosen meets the conditions and is the best by the published order, which begins with {objective}.",
    ),
    "barred": _text(
        "Mikään reunaehdot täyttävä kokonaisuus ei sisällä hakemustanne.",
        "Ingen helhet som uppfyller villkoren innehåller er ansökan.",
        "No set that meets the conditions includes your application.",
    ),
    "gone_one": _text(
        "Parhaassa kokonaisuudessa, jossa hakemuksenne olisi ollut mukana, ilman rahoitusta olisi jäänyt {ids}.",
        "I den bästa helheten som omfattar er ansökan skulle {ids} ha blivit utan finansiering.",
        "In the best set that includes your application, {ids} would have gone without funding.",
    ),
    "gone_more": _text(
        "Parhaassa kokonaisuudessa, jossa hakemuksenne olisi ollut mukana, ilman rahoitusta olisivat jääneet {ids}.",
        "I den bästa helheten som omfattar er ansökan skulle {ids} ha blivit utan finansiering.",
        "In the best set that includes your application, {ids} would have gone without funding.",
    ),
    "with": _text(
        "Parhaan kokonaisuuden, jossa hakemuksenne on mukana, tulos olisi {loss} pienempi.",
        "Resultatet för den bästa helheten med er ansökan skulle vara {loss} lägre.",
        "The best set that includes your application would have a result {loss} lower.",
    ),
    "with_equal": _text(
        "Paras kokonaisuus, jossa hakemuksenne on mukana, olisi yhtä hyvä; julkaistu järjestys ratkaisi.",
        "Den bästa helheten med er ansökan skulle vara lika bra; den publicerade ordningen avgjorde.",
        "The best set that includes your application would be equally good; the published order decided.",
    ),
    "taken": _text(
        "Mitä rahoituksen saaminen olisi edellyttänyt.",
        "Vad finansieringen hade förutsatt.",
        "What funding would have taken.",
    ),
    "each_alone": _text(
        "Kukin seuraavista olisi yksin riittänyt, kun kaikki muu pysyy ennallaan:",
        "Var och en av följande ändringar hade räckt ensam, allt annat oförändrat:",
        "Each of the following alone would have been enough, all else unchanged:",
    ),
    "nothing_alone": _text(
        "Mikään yksittäinen muutos pisteissä, haetussa määrässä tai reunaehdoissa ei olisi riittänyt.",
        "Ingen enskild ändring av poängen, det ansökta beloppet eller villkoren hade räckt.",
        "No single change in score, request or conditions would have been enough.",
    ),
    "points": _text(
        "pisteet {needed} eli {more} enemmän",
        "poängen {needed}, dvs. {more} mer",
        "a score of {needed}, that is {more} more",
    ),
    "points_tie": _text(
        "(pisteillä {points} tulos olisi ollut tasan)",
        "(vid {points} hade resultatet varit lika)",
        "(at {points} the result would have been a tie)",
    ),
    "one_criterion": _text(
        "nämä pisteet yhdestä perusteesta: {list}",
        "dessa poäng på ett enda kriterium: {list}",
        "that score earned on a single criterion: {list}",
    ),
    "criterion": _text("{title} {mean} → {needed}", "{title} {mean} → {needed}", "{title} {mean} → {needed}"),
    "request": _text(
        "haettu määrä {euros} eli {less} vähemmän; yhdellä eurolla enemmän ei",
        "det ansökta beloppet {euros}, dvs. {less} mindre; med en euro mer inte",
        "a request of {euros}, that is {less} less; with one euro more, not",
    ),
    "budget": _text(
        "hankkeille käytettävissä {euros} eli {more} enemmän",
        "{euros} att tillgå för projekten, dvs. {more} mer",
        "{euros} available for projects, that is {more} more",
    ),
    "budget_not_all": _text(
        "(kaikilla tätä suuremmilla määrillä ei kuitenkaan)",
        "(dock inte med alla större belopp)",
        "(though not with every larger amount)",
    ),
    "without_rule": _text("ilman yhtä reunaehtoa: {rules}", "utan ett villkor: {rules}", "one condition less: {rules}"),
    "lower_lead": _text(
        "Pienemmillä pisteillä rahoitetut.",
        "De som finansieras med lägre poäng.",
        "Those funded with a lower score.",
    ),
    "lower_one": _text(
        "Rahoitettavissa on yksi hanke, jonka pisteet ovat pienemmät kuin teidän.",
        "Ett av de projekt som finansieras har lägre poäng än er ansökan.",
        "One of the funded projects has a lower score than yours.",
    ),
    "swap_one": _text(
        "Sitä ei olisi voitu vaihtaa hakemukseenne sellaisenaan, koska vaihto olisi ollut vastoin tätä: {rules}.",
        "Det hade inte kunnat bytas mot er ansökan som sådant, eftersom bytet hade stridit mot detta: {rules}.",
        "It could not have been exchanged for your application as it stands: that would have gone against this: "
        "{rules}.",
    ),
    "swap": _text(
        "Yhtäkään niistä ei olisi voitu vaihtaa hakemukseenne sellaisenaan; jokainen vaihto olisi rikkonut ainakin "
        "yhden näistä: {rules}.",
        "Inget av dem hade kunnat bytas mot er ansökan som sådant; varje byte hade brutit mot minst ett av dessa "
        "villkor: {rules}.",
        "None of them could have been exchanged for your application as it stands; each exchange would have broken at "
        "least one of these: {rules}.",
    ),
    "certainty": _text("Kuinka varma ratkaisu on.", "Hur säkert avgörandet är.", "How certain the decision is."),
    "clear": _text(
        "Ratkaisu on selvä: sen muuttaminen alentaisi tulosta {loss}, enemmän kuin rajana pidetyt {share}.",
        "Avgörandet är klart: en ändring skulle sänka resultatet med {loss}, mer än gränsen {share}.",
        "The decision is clear: changing it would lower the result by {loss}, more than the limit of {share}.",
    ),
    "close": _text(
        "Ero oli pieni ({loss}, raja {share} tuloksesta), ja päätöksentekijälle on esitetty, että ratkaisu on "
        "harkinnanvarainen.",
        "Skillnaden var liten ({loss}, gränsen är {share} av resultatet), och beslutsfattaren har informerats om att "
        "avgörandet är en prövningsfråga.",
        "The difference was small ({loss}; the limit is {share} of the result), and the decision-maker was told that "
        "the choice was a matter of discretion.",
    ),
    "reserve_after": _text(
        "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos hanke {ids} peruuntuu eikä mikään muu muutu.",
        "Ansökan står på reservplats: den finansieras härnäst om projekt {ids} återkallas och inget annat ändras.",
        "The application is on the reserve list: it is funded next if project {ids} withdraws and nothing else "
        "changes.",
    ),
    "reserve_after_any": _text(
        "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos jokin hankkeista {ids} peruuntuu eikä mikään muu "
        "muutu.",
        "Ansökan står på reservplats: den finansieras härnäst om något av projekten {ids} återkallas och inget annat "
        "ändras.",
        "The application is on the reserve list: it is funded next if one of the projects {ids} withdraws and nothing "
        "else changes.",
    ),
    "reserve_more": _text(
        "Se rahoitetaan myös, jos määräraha kasvaa {euros} eikä mikään muu muutu.",
        "Den finansieras också om anslaget växer med {euros} och inget annat ändras.",
        "It is also funded if the appropriation grows by {euros} and nothing else changes.",
    ),
    "no_reserve": _text(
        "Hakemus ei ole varasijalla: yhdenkään hankkeen peruuntuminen yksin ei toisi sille rahoitusta.",
        "Ansökan står inte på reservplats: återkallandet av ett enda projekt skulle inte ge den finansiering.",
        "The application is not on the reserve list: no single withdrawal would bring it funding.",
    ),
    "in_points": _text("{points} pistettä", "{points} poäng", "{points} points"),
    "reserve_only_more": _text(
        "Hakemus on varasijalla: se rahoitetaan, jos määräraha kasvaa {euros} eikä mikään muu muutu.",
        "Ansökan står på reservplats: den finansieras om anslaget växer med {euros} och inget annat ändras.",
        "The application is on the reserve list: it is funded if the appropriation grows by {euros} and nothing else "
        "changes.",
    ),
    "locked_out": _text(
        "Hakemuksenne rahoittamatta jättämisestä päätettiin erikseen: {reason} ({by}).",
        "Att er ansökan inte finansieras beslutades separat: {reason} ({by}).",
        "That your application is not funded was decided separately: {reason} ({by}).",
    ),
    "locked_in": _text(
        "Hankkeenne rahoittamisesta päätettiin erikseen: {reason} ({by}).",
        "Att ert projekt finansieras beslutades separat: {reason} ({by}).",
        "That your project is funded was decided separately: {reason} ({by}).",
    ),
    "a_lock": _text(
        "toisesta hakemuksesta erikseen tehty päätös",
        "ett separat beslut om en annan ansökan",
        "a separate decision on another application",
    ),
}
"""By key; `{…}` are filled from the solution."""
