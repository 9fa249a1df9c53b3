"""Every phrase of the proposal, and with them those of its annexes, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.proposal.annex_wording import ANNEXES
from allocator.proposal.evidence_wording import EVIDENCE
from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    **ANNEXES,
    **EVIDENCE,
    "table": _text("Taulukko", "Tabell", "Table"),
    "figure": _text("Kuva", "Figur", "Figure"),
    "page": _text("Sivu", "Sida", "Page"),
    "gap": _text("[täydennetään]", "[fylls i]", "[to be filled in]"),
    "footer": _text("Luvut ratkaisusta {id}", "Siffrorna ur avgörande {id}", "Figures from decision {id}"),
    "proposal_kind": _text("Esitys", "Framställning", "Proposal"),
    "proposal_title": _text("Määrärahan jako: {call}", "Fördelning av anslag: {call}", "Allocation of funds: {call}"),
    "session": _text("Istunto", "Sammanträde", "Session"),
    "minister": _text("Ministeri", "Minister", "Minister"),
    "presenter": _text("Esittelijä", "Föredragande", "Presenting official"),
    "matter": _text("Asia", "Ärende", "Matter"),
    "matter_text": _text(
        "Haun ”{call}” määrärahasta{item} jaetaan vuosille {years} yhteensä {granted}.",
        "Av anslaget för utlysningen ”{call}”{item} fördelas sammanlagt {granted} för åren {years}.",
        "From the appropriation for the call “{call}”{item}, a total of {granted} is allocated for {years}.",
    ),
    "acts": _text("Sovelletut säännökset", "Tillämpade bestämmelser", "Provisions applied"),
    "proposed": _text("Esitys", "Förslag", "Proposal"),
    "decides": _text(
        "Päätetään määrärahan jaosta seuraavasti:",
        "Det beslutas om fördelningen av anslaget enligt följande:",
        "The funds are allocated as follows:",
    ),
    "decides_funded": _text(
        "Rahoitusta osoitetaan yhteensä {granted}. Rahoitettavat hankkeet ({count}), vuodet ja määrät ovat {where}.",
        "Sammanlagt {granted} anvisas. De projekt som finansieras ({count}), åren och beloppen framgår av {where}.",
        "A total of {granted} is allocated. The projects funded ({count}), the years and the amounts are in {where}.",
    ),
    "in_table": _text("taulukossa {n}", "tabell {n}", "table {n}"),
    "in_tables": _text("taulukoissa {n}", "tabellerna {n}", "tables {n}"),
    "decides_authorities": _text(
        "Rahoitus jakautuu myöntäville viranomaisille {where} esitetyllä tavalla.",
        "Medlen fördelas på de beviljande myndigheterna enligt {where}.",
        "The funds are divided between the granting authorities as shown in {where}.",
    ),
    "decides_reserve": _text(
        "Jos rahaa vapautuu, sitä tarjotaan kohdan {n} varasijojen mukaan.",
        "Om medel frigörs erbjuds de enligt reservplatserna i avsnitt {n}.",
        "Any money that becomes free is offered by the reserve places in section {n}.",
    ),
    "points": _text("Pääkohdat päätöksentekijälle", "Huvudpunkter för beslutsfattaren", "Key points for the decision"),
    "point_received": _text(
        "Hakuun saapui {received}; rahoitusta haettiin yhteensä {requested}. Rahoitettavaksi ehdotetaan {funded} "
        "({targets}). {regions}",
        "Till utlysningen inkom {received}; sammanlagt söktes {requested}. Finansiering föreslås för {funded} "
        "({targets}). {regions}",
        "The call received {received} for {requested} in total. It is proposed to fund {funded} ({targets}). {regions}",
    ),
    "point_best": _text(
        "Mikään muu reunaehdot täyttävä kokonaisuus ei ole parempi: {objective} {value}.",
        "Ingen annan helhet som uppfyller villkoren är bättre: {objective} {value}.",
        "No other set that meets the conditions is better: {objective} {value}.",
    ),
    "point_not_proven": _text(
        "Laskenta keskeytettiin. Ehdotuksen tulos ({objective}) on {value}, eikä mikään kokonaisuus voi olla "
        "parempi kuin {bound}. Perusteluja ei siksi voida esittää.",
        "Beräkningen avbröts. Förslagets resultat ({objective}) är {value}, och ingen helhet kan vara bättre än "
        "{bound}. Skäl kan därför inte anges.",
        "The calculation was stopped. The result of the proposal ({objective}) is {value}, and no set can be better "
        "than {bound}. Reasons cannot therefore be given.",
    ),
    "point_choices": _text(
        "Päätöksentekijän harkittavaksi jää (kohta {n}): {ids}.",
        "För beslutsfattaren att pröva (avsnitt {n}): {ids}.",
        "For the decision-maker to weigh (section {n}): {ids}.",
    ),
    "point_no_choices": _text(
        "Yksikään ratkaisu ei ole niin lähellä, että se olisi harkinnanvarainen (kohta {n}).",
        "Inget avgörande är så jämnt att det vore en prövningsfråga (avsnitt {n}).",
        "No outcome is so close that it would be a matter of discretion (section {n}).",
    ),
    "point_assumed": _text(
        "Esittelijä vahvistaa ennen esittelyä {count} (kohta ”Oletukset”).",
        "Föredraganden bekräftar {count} före föredragningen (avsnittet ”Antaganden”).",
        "The presenting official is to confirm {count} beforehand (see “Assumptions”).",
    ),
    "course": _text("Haun kulku", "Utlysningens förlopp", "Course of the call"),
    "opened": _text("Haku avattiin {day}.", "Utlysningen öppnade {day}.", "The call opened on {day}."),
    "ideas_closed": _text(
        "Ideahakemukset oli toimitettava viimeistään {moment}.",
        "Idéansökningarna skulle lämnas in senast {moment}.",
        "Idea-stage applications were due by {moment}.",
    ),
    "closed": _text(
        "Hakemukset oli toimitettava viimeistään {moment}.",
        "Ansökningarna skulle lämnas in senast {moment}.",
        "Applications were due by {moment}.",
    ),
    "could_apply": _text(
        "Hakijana voi olla {types}.",
        "Sökande kan vara {types}.",
        "Applications may be made by any of these: {types}.",
    ),
    "gate": _text(
        "Hakuun saapui {received} ({targets}). Hakukelpoisuuden edellytyksiä täyttämättömiä oli {ineligible} ja "
        "vähimmäistason alle jääneitä {below}. Vertailuun otettiin {compared}.",
        "Till utlysningen inkom {received} ({targets}). Antalet som inte uppfyllde behörighetsvillkoren var "
        "{ineligible} och antalet under miniminivån {below}. Jämförelsen omfattade {compared}.",
        "The call received {received} ({targets}). Ineligible: {ineligible}; below the minimum level: {below}. The "
        "comparison covered {compared}.",
    ),
    "every_letter": _text(
        "Jokaiselle hakijalle on laadittu perusteltu kirjallinen päätös.",
        "Ett skriftligt beslut med motivering har utarbetats för varje sökande.",
        "A written decision with reasons has been prepared for every applicant.",
    ),
    "criteria": _text("Arviointiperusteet", "Bedömningskriterier", "Criteria"),
    "criteria_text": _text(
        "Hakemuksen pisteet ovat perusteiden keskiarvojen painotettu summa {decimals}, ja juuri näitä julkaistuja "
        "lukuja verrattiin.",
        "Poängen för en ansökan är den viktade summan av kriteriernas medeltal {decimals}, och det är dessa "
        "publicerade tal som jämfördes.",
        "An application's score is the weighted sum of its criterion means {decimals}, and it is these published "
        "numbers that were compared.",
    ),
    "conflicts": _text(
        "Esteellisten arvioijien arvioita ei ole otettu lukuun: {list}.",
        "Jäviga bedömares poäng har inte beaktats: {list}.",
        "Scores by disqualified reviewers were not counted: {list}.",
    ),
    "criteria_caption": _text(
        "Arviointiperusteet, painot ja keskiarvot",
        "Bedömningskriterier, vikter och medeltal",
        "Criteria, weights and means",
    ),
    "criterion": _text("Peruste", "Kriterium", "Criterion"),
    "weight": _text("Paino", "Vikt", "Weight"),
    "scale": _text("Asteikko", "Skala", "Scale"),
    "mean_assessed": _text("Keskiarvo, arvioidut", "Medeltal, bedömda", "Mean, assessed"),
    "mean_funded": _text("Keskiarvo, rahoitettavat", "Medeltal, finansierade", "Mean, funded"),
    "rules": _text("Reunaehdot ja niiden lähteet", "Villkoren och deras källor", "Conditions and their sources"),
    "rules_text": _text(
        "Reunaehto on vaatimus, jonka jokaisen ehdotettavan kokonaisuuden on täytettävä pisteistä riippumatta.",
        "Ett villkor är ett krav som varje helhet som föreslås ska uppfylla oberoende av poängen.",
        "A condition is a requirement that every proposed set must meet whatever the scores.",
    ),
    "rules_caption": _text(
        "Reunaehdot, niiden lähteet ja toteutuminen",
        "Villkoren, deras källor och utfall",
        "Conditions, their sources and how they are met",
    ),
    "rule": _text("Reunaehto", "Villkor", "Condition"),
    "source": _text("Lähde", "Källa", "Source"),
    "stands": _text("Ehdotuksessa", "I förslaget", "In the proposal"),
    "locks": _text("Ennalta tehdyt ratkaisut", "På förhand fattade avgöranden", "Decisions made beforehand"),
    "locks_text": _text(
        "Näistä hakemuksista päätettiin erikseen. Hinta kertoo, kuinka paljon parempi tulos olisi ilman päätöstä.",
        "Dessa ansökningar avgjordes separat. Priset anger hur mycket bättre resultatet vore utan avgörandet.",
        "These applications were decided separately. The price is how much better the result would be without the "
        "decision.",
    ),
    "lock_decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "fund": _text("rahoitetaan", "finansieras", "funded"),
    "reject": _text("ei rahoiteta", "finansieras inte", "not funded"),
    "lock_reason": _text("Perustelu ja päättäjä", "Motivering och beslutsfattare", "Reason and decision-maker"),
    "price": _text("Hinta, pistettä", "Pris, poäng", "Price, points"),
    "funding": _text("Ehdotettu rahoitus", "Föreslagen finansiering", "Proposed funding"),
    "by_points": _text("{target} pisteiden mukaisessa järjestyksessä", "{target} i poängordning", "{target} by score"),
    "project": _text("Hanke ja hakija", "Projekt och sökande", "Project and applicant"),
    "id": _text("Nro", "Nr", "No."),
    "pts": _text("Pist.", "Poäng", "Score"),
    "requested": _text("Haettu, €", "Sökt, €", "Requested, €"),
    "award": _text("Yhteensä, €", "Totalt, €", "Total, €"),
    "in_part": _text(
        "Osittain: {part} haetusta {requested}",
        "Delvis: {part} av det sökta {requested}",
        "In part: {part} of {requested}",
    ),
    "authority": _text("Myöntävä viranomainen", "Beviljande myndighet", "Granting authority"),
    "pot": _text("Määräraha", "Anslag", "Appropriation"),
    "projects": _text("Hankkeita", "Projekt", "Projects"),
    "authorities_caption": _text(
        "Jako myöntäville viranomaisille ja määrärahoittain",
        "Fördelning på beviljande myndigheter och anslag",
        "Division between granting authorities and appropriations",
    ),
    "total": _text("Yhteensä", "Totalt", "Total"),
    "balance": _text("Alueellinen tasapaino", "Regional balans", "Regional balance"),
    "balance_text": _text(
        "Maakunnan rahoitus lasketaan hankkeiden osatoteuttajien euroista, ei hakijan kotipaikasta.",
        "Landskapets finansiering räknas utifrån delgenomförarnas belopp, inte utifrån sökandens hemort.",
        "A region's funding is counted from the partners' amounts, not from the applicant's seat.",
    ),
    "map_caption": _text(
        "Maakunnan osuus rahoituksesta prosentteina sen vertailuosuudesta",
        "Landskapets andel av finansieringen i procent av dess jämförelseandel",
        "Each region's share of the funding as a percentage of its reference share",
    ),
    "map_caption_share": _text(
        "Maakunnan osuus rahoituksesta",
        "Landskapets andel av finansieringen",
        "Each region's share of the funding",
    ),
    "map_alt": _text(
        "Ruutukartta, jossa kukin maakunta on yksi ruutu ja ruudussa sen luku. {list}.",
        "Rutkarta där varje landskap är en ruta med sitt tal. {list}.",
        "Tile map in which each region is a tile with its number. {list}.",
    ),
    "regions_caption": _text(
        "Maakuntien rahoitus ja vertailuosuudet",
        "Landskapens finansiering och jämförelseandelar",
        "Funding and reference shares of the regions",
    ),
    "decision": _text("Päätös", "Beslut", "Decision"),
    "decision_text": _text(
        "[täydennetään käsittelyn jälkeen]",
        "[fylls i efter behandlingen]",
        "[to be filled in after the session]",
    ),
    "annexes": _text("Liitteet", "Bilagor", "Annexes"),
    "annex_list": _text(
        "1 Muistio: pisteet, perustelut ja reunaehtojen hinnat. 2 Päätöskirjeet hakijoille. 3 Taulukot.",
        "1 Promemoria: poäng, skäl och villkorens priser. 2 Beslutsbrev till sökandena. 3 Tabeller.",
        "1 Memorandum: scores, reasons and prices of conditions. 2 Letters to applicants. 3 Tables.",
    ),
    "total_points": _text("yhteispisteet", "sammanlagd poäng", "total score"),
    "one_decimal": _text("yhden desimaalin tarkkuudella", "med en decimals noggrannhet", "to one decimal"),
    "decimals": _text("{count} desimaalin tarkkuudella", "med {count} decimalers noggrannhet", "to {count} decimals"),
    "limit_is": _text("Raja: {bound}", "Gräns: {bound}", "Limit: {bound}"),
    "slack_is": _text("Väljyys: {slack}", "Marginal: {slack}", "Slack: {slack}"),
    "<=": _text("enintään {number}", "högst {number}", "at most {number}"),
    ">=": _text("vähintään {number}", "minst {number}", "at least {number}"),
    "==": _text("tasan {number}", "exakt {number}", "exactly {number}"),
    "kept_out": _text(
        "Ehto jätti vertailun ulkopuolelle {count}.",
        "Villkoret uteslöt {count} ur jämförelsen.",
        "The condition kept {count} out of the comparison.",
    ),
    "authority_and_pot": _text(
        "Myöntävä viranomainen ja määräraha",
        "Beviljande myndighet och anslag",
        "Granting authority and appropriation",
    ),
    "quoted": _text("”{name}”", "”{name}”", "“{name}”"),
    "register": _text("Diaarinumero {number}", "Diarienummer {number}", "Register no. {number}"),
    "regions_all": _text(
        "Rahoitusta saa jokainen haun maakunnista ({all}).",
        "Finansiering går till alla landskap i utlysningen ({all}).",
        "Every region of the call receives funding ({all}).",
    ),
    "regions_some": _text(
        "Rahoitusta saa {regions}; kaikkiaan maakuntia on {all}.",
        "Finansiering går till {regions} av {all}.",
        "Funding reaches {regions} of {all}.",
    ),
    "in_points": _text("{points}\u00a0pistettä", "{points}\u00a0poäng", "{points}\u00a0points"),
    "no_decimals": _text("kokonaisina lukuina", "i hela tal", "in whole numbers"),
}
"""By key; `{…}` are filled from the solution and its analyses."""

COUNTED: Mapping[str, Text] = {
    "applications": _text("hakemus|hakemusta", "ansökan|ansökningar", "application|applications"),
    "assumptions": _text("oletuksen|oletusta", "antagande|antaganden", "assumption|assumptions"),
    "regions": _text("maakunta|maakuntaa", "landskap|landskap", "region|regions"),
    "compared": _text(
        "vertailtu hakemus|vertailtua hakemusta",
        "jämförd ansökan|jämförda ansökningar",
        "application compared|applications compared",
    ),
}
"""What is counted: after 1, and after every other number."""

NUMERALS: Mapping[int, Text] = {
    2: _text("kahden", "två", "two"),
    3: _text("kolmen", "tre", "three"),
    4: _text("neljän", "fyra", "four"),
    5: _text("viiden", "fem", "five"),
    6: _text("kuuden", "sex", "six"),
}
"""So many decimals, in words."""
