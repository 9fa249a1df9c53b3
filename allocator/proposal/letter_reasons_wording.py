"""Phrases of the grounds of a letter in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


REASONS: Mapping[str, Text] = {
    "why_funded": _text("Miksi hanke rahoitetaan.", "Varför projektet finansieras.", "Why the project is funded."),
    "why_not": _text(
        "Miksi hakemusta ei rahoiteta.",
        "Varför ansökan inte finansieras.",
        "Why the application is not funded.",
    ),
    "lower": _text(
        "Rahoitettavissa on {count} hanketta, joiden pisteet ovat pienemmät kuin teidän: valinta tehdään "
        "kokonaisuutena, ei pisteiden mukaisessa järjestyksessä.",
        "Av de projekt som finansieras har {count} lägre poäng än er ansökan: valet görs som en helhet, inte i "
        "poängordning.",
        "Of the funded projects, {count} have a lower score than yours: the choice is made as a whole, not in order "
        "of score.",
    ),
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
        "Parhaassa kokonaisuudessa hankkeenne saa {part} haetusta; täysi rahoitus olisi ollut {missing} suurempi.",
        "I den bästa helheten får ert projekt {part} av det ansökta beloppet; full finansiering hade varit "
        "{missing} större.",
        "In the best set your project receives {part} of the request; full funding would have been {missing} more.",
    ),
    "not_below_minimum": _text(
        "Määrä ei alita hakemuksessa ilmoitettua vähimmäismäärää {euros}.",
        "Beloppet underskrider inte det minimibelopp som uppges i ansökan, {euros}.",
        "The amount is not below the minimum stated in the application, {euros}.",
    ),
    "met_conditions": _text(
        "Hakemuksenne täytti hakukelpoisuuden edellytykset ja oli mukana vertailussa.",
        "Er ansökan uppfyllde behörighetsvillkoren och ingick i jämförelsen.",
        "Your application met the eligibility conditions and was part of the comparison.",
    ),
    "money": _text(
        "Haussa oli käytettävissä {money}, ja siihen saapui {received}.",
        "I utlysningen fanns {money} att tillgå, och {received} inkom.",
        "The call had {money} available and received {received}.",
    ),
    "chosen": _text(
        "Rahoitettaviksi valittiin kokonaisuus, joka täyttää reunaehdot ja on julkaistun järjestyksen mukaan paras; "
        "järjestyksen ensimmäinen kohta on {objective}.",
        "Till finansiering valdes den helhet som uppfyller villkoren och är bäst enligt den publicerade ordningen; "
        "ordningens första punkt är {objective}.",
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
        "haettu määrä {euros} eli {less} vähemmän (jo yksi euro enemmän olisi ollut liikaa)",
        "ett ansökt belopp på {euros}, dvs. {less} mindre (redan en euro mer hade varit för mycket)",
        "a request of {euros}, that is {less} less (one euro more would already have been too much)",
    ),
    "budget": _text(
        "hankkeille käytettävissä {euros} eli {more} enemmän",
        "{euros} att tillgå för projekten, dvs. {more} mer",
        "{euros} available for projects, that is {more} more",
    ),
    "budget_not_all": _text(
        "(ei kuitenkaan kaikilla tätä suuremmilla määrillä)",
        "(dock inte med alla större belopp)",
        "(though not with every larger amount)",
    ),
    "without_rule": _text(
        "ilman tätä reunaehtoa: {rules}",
        "utan detta villkor: {rules}",
        "without this condition: {rules}",
    ),
    "lower_lead": _text(
        "Pienemmillä pisteillä rahoitetut.",
        "De som finansieras med lägre poäng.",
        "Those funded with a lower score.",
    ),
    "lower_one": _text(
        "Rahoitettavissa on yksi hanke, jonka pisteet ovat pienemmät kuin teidän: valinta tehdään kokonaisuutena, "
        "ei pisteiden mukaisessa järjestyksessä.",
        "Ett av de projekt som finansieras har lägre poäng än er ansökan: valet görs som en helhet, inte i "
        "poängordning.",
        "One of the funded projects has a lower score than yours: the choice is made as a whole, not in order of "
        "score.",
    ),
    "swap_one": _text(
        "Sitä ei olisi voitu vaihtaa hakemukseenne sellaisenaan. Vaihto olisi rikkonut: {rules}.",
        "Det hade inte kunnat bytas mot er ansökan som sådant. Bytet hade brutit mot: {rules}.",
        "It could not have been exchanged for your application as it stands. The exchange would have broken: {rules}.",
    ),
    "swap": _text(
        "Yhtäkään niistä ei olisi voitu vaihtaa hakemukseenne sellaisenaan. Jokainen vaihto olisi rikkonut ainakin "
        "yhden näistä reunaehdoista: {rules}.",
        "Inget av dem hade kunnat bytas mot er ansökan som sådant. Varje byte hade brutit mot minst ett av dessa "
        "villkor: {rules}.",
        "None of them could have been exchanged for your application as it stands. Each exchange would have broken "
        "at least one of these conditions: {rules}.",
    ),
    "certainty": _text("Kuinka varma ratkaisu on.", "Hur säkert avgörandet är.", "How certain the decision is."),
    "clear": _text(
        "Ratkaisu on selvä: sen muuttaminen alentaisi tulosta {loss} eli enemmän kuin rajana pidetyt {share}.",
        "Avgörandet är klart: en ändring skulle sänka resultatet med {loss}, alltså mer än den gräns på {share} som "
        "tillämpas.",
        "The decision is clear: changing it would lower the result by {loss}, which is more than the limit of {share}.",
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
        "Ansökan står på reservplats: den finansieras härnäst om projekt {ids} dras tillbaka och inget annat ändras.",
        "The application is on the reserve list: it is funded next if project {ids} withdraws and nothing else "
        "changes.",
    ),
    "reserve_after_any": _text(
        "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos jokin hankkeista {ids} peruuntuu eikä mikään muu "
        "muutu.",
        "Ansökan står på reservplats: den finansieras härnäst om något av projekten {ids} dras tillbaka och inget "
        "annat ändras.",
        "The application is on the reserve list: it is funded next if one of the projects {ids} withdraws and "
        "nothing else changes.",
    ),
    "reserve_more": _text(
        "Se rahoitetaan myös, jos määräraha kasvaa {euros} eikä mikään muu muutu.",
        "Den finansieras också om anslaget växer med {euros} och inget annat ändras.",
        "It is also funded if the appropriation grows by {euros} and nothing else changes.",
    ),
    "no_reserve": _text(
        "Hakemus ei ole varasijalla: yhdenkään hankkeen peruuntuminen yksin ei toisi sille rahoitusta.",
        "Ansökan står inte på reservplats: den skulle inte få finansiering även om något enskilt projekt drogs "
        "tillbaka.",
        "The application is not on the reserve list: no single withdrawal would bring it funding.",
    ),
    "reserve_only_more": _text(
        "Hakemus on varasijalla: se rahoitetaan, jos määräraha kasvaa {euros} eikä mikään muu muutu.",
        "Ansökan står på reservplats: den finansieras om anslaget växer med {euros} och inget annat ändras.",
        "The application is on the reserve list: it is funded if the appropriation grows by {euros} and nothing else "
        "changes.",
    ),
    "locked_out": _text(
        "Hakemuksenne rahoittamatta jättämisestä päätettiin erikseen: {reason} ({by}).",
        "Att er ansökan inte finansieras avgjordes separat: {reason} ({by}).",
        "It was decided separately not to fund your application: {reason} ({by}).",
    ),
    "locked_in": _text(
        "Hankkeenne rahoittamisesta päätettiin erikseen: {reason} ({by}).",
        "Finansieringen av ert projekt avgjordes separat: {reason} ({by}).",
        "The funding of your project was decided separately: {reason} ({by}).",
    ),
    "a_lock": _text(
        "toisesta hakemuksesta erikseen tehty päätös",
        "ett separat avgörande om en annan ansökan",
        "a separate decision on another application",
    ),
    "in_part_locked": _text(
        "Määrästä, {part} haetusta, päätettiin erikseen; täysi rahoitus olisi ollut {missing} suurempi.",
        "Beloppet, {part} av det ansökta, avgjordes separat; full finansiering hade varit {missing} större.",
        "The amount, {part} of the request, was decided separately; full funding would have been {missing} more.",
    ),
    "whole_gone_one": _text(
        "Jos hankkeenne olisi saanut täyden rahoituksen, parhaassa kokonaisuudessa ilman rahoitusta olisi jäänyt "
        "{ids}.",
        "Om ert projekt hade fått full finansiering skulle {ids} ha blivit utan finansiering i den bästa helheten.",
        "Had your project been funded in full, {ids} would have gone without funding in the best set.",
    ),
    "whole_gone_more": _text(
        "Jos hankkeenne olisi saanut täyden rahoituksen, parhaassa kokonaisuudessa ilman rahoitusta olisivat "
        "jääneet {ids}.",
        "Om ert projekt hade fått full finansiering skulle {ids} ha blivit utan finansiering i den bästa helheten.",
        "Had your project been funded in full, {ids} would have gone without funding in the best set.",
    ),
    "whole_cut_one": _text(
        "Jos hankkeenne olisi saanut täyden rahoituksen, parhaassa kokonaisuudessa {ids} olisi saanut pienemmän "
        "osan haetusta.",
        "Om ert projekt hade fått full finansiering skulle {ids} ha fått en mindre del av det ansökta i den bästa "
        "helheten.",
        "Had your project been funded in full, {ids} would have received a smaller part of the request in the best "
        "set.",
    ),
    "whole_cut_more": _text(
        "Jos hankkeenne olisi saanut täyden rahoituksen, parhaassa kokonaisuudessa {ids} olisivat saaneet pienemmän "
        "osan haetusta.",
        "Om ert projekt hade fått full finansiering skulle {ids} ha fått en mindre del av det ansökta i den bästa "
        "helheten.",
        "Had your project been funded in full, {ids} would have received smaller parts of their requests in the "
        "best set.",
    ),
    "whole_denser_one": _text(
        "Se tuo pisteitä euroa kohti enemmän kuin hankkeenne.",
        "Det ger fler poäng per euro än ert projekt.",
        "It brings more points per euro than your project.",
    ),
    "whole_denser_more": _text(
        "Ne kaikki tuovat pisteitä euroa kohti enemmän kuin hankkeenne.",
        "De ger alla fler poäng per euro än ert projekt.",
        "They all bring more points per euro than your project.",
    ),
    "whole_loss": _text(
        "Tulos olisi ollut {loss} pienempi.",
        "Resultatet hade varit {loss} lägre.",
        "The result would have been {loss} lower.",
    ),
    "whole_loss_alone": _text(
        "Jos hankkeenne olisi saanut täyden rahoituksen, parhaan kokonaisuuden tulos olisi ollut {loss} pienempi.",
        "Om ert projekt hade fått full finansiering hade den bästa helhetens resultat varit {loss} lägre.",
        "Had your project been funded in full, the result of the best set would have been {loss} lower.",
    ),
    "whole_equal": _text(
        "Täydellä rahoituksella toinen kokonaisuus olisi ollut yhtä hyvä; julkaistu järjestys ratkaisi.",
        "Med full finansiering hade en annan helhet varit lika bra; den publicerade ordningen avgjorde.",
        "With full funding another set would have been equally good; the published order decided.",
    ),
    "whole_barred": _text(
        "Mikään reunaehdot täyttävä kokonaisuus ei anna hankkeellenne täyttä rahoitusta.",
        "Ingen helhet som uppfyller villkoren ger ert projekt full finansiering.",
        "No set that meets the conditions funds your project in full.",
    ),
    "with_it": _text(
        "Tämän kokonaisuuden tulos olisi ollut {loss} pienempi.",
        "Den helhetens resultat skulle ha varit {loss} lägre.",
        "The result of that set would have been {loss} lower.",
    ),
    "with_it_equal": _text(
        "Tämä kokonaisuus olisi ollut yhtä hyvä; julkaistu järjestys ratkaisi.",
        "Den helheten skulle ha varit lika bra; den publicerade ordningen avgjorde.",
        "That set would have been equally good; the published order decided.",
    ),
    "without_rules": _text(
        "ilman yhtä näistä reunaehdoista: {rules}",
        "utan ett av dessa villkor: {rules}",
        "without one of these conditions: {rules}",
    ),
    "not_on_reserve": _text(
        "Hakemus ei ole varasijalla.",
        "Ansökan står inte på reservplats.",
        "The application is not on the reserve list.",
    ),
    "compared_funded": _text(
        "Jos hakemuksenne olisi ollut mukana vertailussa, se olisi rahoitettu.",
        "Om er ansökan hade ingått i jämförelsen hade den finansierats.",
        "Had your application been part of the comparison, it would have been funded.",
    ),
    "compared_not_funded": _text(
        "Vaikka hakemuksenne olisi ollut mukana vertailussa, sitä ei olisi rahoitettu.",
        "Även om er ansökan hade ingått i jämförelsen hade den inte finansierats.",
        "Even had your application been part of the comparison, it would not have been funded.",
    ),
    "whole_also_cut_one": _text(
        "Samalla {ids} olisi saanut pienemmän osan haetusta.",
        "Samtidigt skulle {ids} ha fått en mindre del av det ansökta.",
        "At the same time {ids} would have received a smaller part of the request.",
    ),
    "whole_also_cut_more": _text(
        "Samalla {ids} olisivat saaneet pienemmän osan haetusta.",
        "Samtidigt skulle {ids} ha fått en mindre del av det ansökta.",
        "At the same time {ids} would have received smaller parts of their requests.",
    ),
    "of_others": _text(
        "ehto, joka koskee myös muita hakemuksia",
        "ett villkor som också gäller andra ansökningar",
        "a condition that concerns other applications too",
    ),
    "belongs_found": _text(
        "Hankkeenne kuuluu kokonaisuuteen, joka täyttää haun reunaehdot ja on paras löydetyistä; laskenta "
        "keskeytettiin, ja parempi kokonaisuus voi olla olemassa.",
        "Ert projekt ingår i den helhet som uppfyller utlysningens villkor och är den bästa som hittats; "
        "beräkningen avbröts, och det kan finnas en bättre helhet.",
        "Your project belongs to the set that meets the conditions of the call and is the best of those found; the "
        "calculation was stopped, and there may be a better set.",
    ),
    "chosen_found": _text(
        "Rahoitettaviksi valittiin kokonaisuus, joka täyttää reunaehdot ja on paras löydetyistä; laskenta "
        "keskeytettiin, ja parempi kokonaisuus voi olla olemassa.",
        "Till finansiering valdes den helhet som uppfyller villkoren och är den bästa som hittats; beräkningen "
        "avbröts, och det kan finnas en bättre helhet.",
        "The set chosen meets the conditions and is the best of those found; the calculation was stopped, and there "
        "may be a better set.",
    ),
}
"""By key; `{…}` are filled from the solution and its analyses."""
