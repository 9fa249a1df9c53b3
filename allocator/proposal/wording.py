"""Every phrase of the proposal, and with them those of its annexes, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.proposal.annex_wording import ANNEXES
from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    **ANNEXES,
    "table": _text("Taulukko", "Tabell", "Table"),
    "figure": _text("Kuva", "Figur", "Figure"),
    "page": _text("Sivu", "Sida", "Page"),
    "gap": _text("[täydennetään]", "[fylls i]", "[to be filled in]"),
    "footer": _text("Luvut ratkaisusta {id}", "Siffrorna ur avgörandet {id}", "Figures from decision {id}"),
    "proposal_kind": _text("Esitys", "Framställning", "Proposal"),
    "proposal_title": _text("Määrärahan jako: {call}", "Fördelning av anslag: {call}", "Allocation of funds: {call}"),
    "session": _text("Istunto", "Sammanträde", "Session"),
    "minister": _text("Ministeri", "Minister", "Minister"),
    "presenter": _text("Esittelijä", "Föredragande", "Presenting official"),
    "matter": _text("Asia", "Ärende", "Matter"),
    "matter_text": _text(
        "Haun ”{call}” määrärahasta jaetaan {granted}, vuosille {years}.",
        "Av anslaget för utlysningen ”{call}” fördelas {granted} för åren {years}.",
        "From the appropriation for the call “{call}”, {granted} is allocated for {years}.",
    ),
    "acts": _text("Sovelletut säännökset", "Tillämpade bestämmelser", "Provisions applied"),
    "proposed": _text("Esitys", "Förslag", "Proposal"),
    "decides": _text(
        "Päätetään määrärahan jaosta seuraavasti:",
        "Det beslutas om fördelningen av anslaget enligt följande:",
        "The funds are allocated as follows:",
    ),
    "decides_funded": _text(
        "Rahoitusta osoitetaan yhteensä {granted}. Rahoitettavien hankkeiden lukumäärä on {count}; hankkeet, vuodet ja "
        "määrät ovat {where}.",
        "Sammanlagt {granted} anvisas. Antalet projekt som finansieras är {count}; projekten, åren och beloppen "
        "framgår av {where}.",
        "A total of {granted} is allocated. The number of projects funded is {count}; the projects, years and amounts "
        "are in {where}.",
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
        "If money becomes free, it is offered by the reserve places in section {n}.",
    ),
    "points": _text("Pääkohdat päätöksentekijälle", "Huvudpunkter för beslutsfattaren", "Key points for the decision"),
    "point_received": _text(
        "Hakemuksia saapui {received}, ja niissä haettiin yhteensä {requested}. Rahoitettaviksi ehdotetaan {funded} "
        "({targets}). Rahoitusta saavien maakuntien määrä on {regions}.",
        "Antalet inkomna ansökningar var {received}, och i dem söktes sammanlagt {requested}. Antalet projekt som "
        "föreslås få finansiering är {funded} ({targets}). Antalet landskap som får finansiering är {regions}.",
        "Applications received: {received}, requesting {requested} in total. Proposed for funding: {funded} "
        "({targets}). Regions that receive funding: {regions}.",
    ),
    "point_best": _text(
        "Mikään muu reunaehdot täyttävä kokonaisuus ei ole parempi: {objective} {value}.",
        "Ingen annan helhet som uppfyller villkoren är bättre: {objective} {value}.",
        "No other set that meets the conditions is better: {objective} {value}.",
    ),
    "point_not_proven": _text(
        "Laskenta keskeytettiin: {objective} on {value}, ja paras mahdollinen on enintään {bound}. Perusteluja ei "
        "siksi voida esittää.",
        "Beräkningen avbröts: {objective} är {value} och det bästa möjliga är högst {bound}. Skäl kan därför inte "
        "anges.",
        "The calculation was stopped: {objective} is {value}, and the best possible is at most {bound}. Reasons "
        "cannot therefore be given.",
    ),
    "point_choices": _text(
        "Päätöksentekijän harkintaa edellyttävät (kohta {n}): {ids}.",
        "Följande kräver beslutsfattarens prövning (avsnitt {n}): {ids}.",
        "At the decision-maker's discretion (section {n}): {ids}.",
    ),
    "point_no_choices": _text(
        "Yksikään ratkaisu ei ole niin lähellä, että se olisi harkinnanvarainen (kohta {n}).",
        "Inget avgörande är så jämnt att det vore en prövningsfråga (avsnitt {n}).",
        "No outcome is so close that it would be a matter of discretion (section {n}).",
    ),
    "point_assumed": _text(
        "Vahvistettavia oletuksia on {count}; ne ovat kohdassa ”Oletukset”.",
        "Antalet antaganden som ska bekräftas är {count}; de finns i avsnittet ”Antaganden”.",
        "Assumptions to be confirmed: {count}; they are listed under “Assumptions”.",
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
    "could_apply": _text("Hakea saivat: {types}.", "Behöriga att söka: {types}.", "Open to: {types}."),
    "gate": _text(
        "Hakemuksia saapui {received} ({targets}). Hakukelpoisuuden edellytyksiä ei täyttänyt {ineligible}, ja "
        "vähimmäistason alle jäi {below}. Vertailtuja hakemuksia on {compared}.",
        "Antalet inkomna ansökningar var {received} ({targets}). Antalet som inte uppfyllde behörighetsvillkoren var "
        "{ineligible} och antalet under miniminivån {below}. Antalet jämförda ansökningar är {compared}.",
        "Applications received: {received} ({targets}). Ineligible: {ineligible}. Below the minimum level: {below}. "
        "Compared: {compared}.",
    ),
    "every_letter": _text(
        "Jokaiselle hakijalle on laadittu perusteltu kirjallinen päätös.",
        "För varje sökande har ett motiverat skriftligt beslut utarbetats.",
        "A written decision with reasons has been prepared for every applicant.",
    ),
    "criteria": _text("Arviointiperusteet", "Bedömningskriterier", "Criteria"),
    "criteria_text": _text(
        "Hakemuksen pisteet ovat perusteiden keskiarvojen painotettu summa {decimals} desimaalin tarkkuudella, ja "
        "juuri näitä julkaistuja lukuja verrattiin.",
        "En ansöknings poäng är den viktade summan av kriteriernas medeltal med {decimals} decimalers noggrannhet, "
        "och just dessa publicerade tal jämfördes.",
        "An application's score is the weighted sum of its criterion means to {decimals} decimals, and it is these "
        "published numbers that were compared.",
    ),
    "conflicts": _text(
        "Esteellisten arvioijien arvioita ei ole otettu lukuun: {list}.",
        "Jäviga bedömares poäng har inte räknats: {list}.",
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
    "stands": _text("Toteutuu / raja", "Utfall / gräns", "Value / limit"),
    "locks": _text("Ennalta tehdyt ratkaisut", "På förhand fattade avgöranden", "Decisions made beforehand"),
    "locks_text": _text(
        "Näistä hakemuksista päätettiin erikseen. Hinta on se, mitä yhteispisteissä menetetään.",
        "Om dessa ansökningar beslutades separat. Priset är det som går förlorat i sammanlagd poäng.",
        "These applications were decided separately. The price is what is lost in total score.",
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
        "Landskapets finansiering räknas enligt delgenomförarnas euro, inte enligt sökandens hemort.",
        "A region's funding is counted from the partners' euros, not from the applicant's seat.",
    ),
    "map_caption": _text(
        "Maakunnan osuus rahoituksesta prosentteina sen vertailuosuudesta",
        "Landskapets andel av finansieringen i procent av dess jämförelseandel",
        "Each region's share of the funding as a percentage of its reference share",
    ),
    "map_caption_share": _text(
        "Maakunnan osuus rahoituksesta", "Landskapets andel av finansieringen", "Each region's share of the funding"
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
    "certainty": _text(
        "Miten valinta tehtiin ja kuinka varma se on",
        "Hur valet gjordes och hur säkert det är",
        "How the choice was made and how certain it is",
    ),
    "procedure": _text("Menettely.", "Förfarande.", "Procedure."),
    "procedure_text": _text(
        "Valinta tehtiin kokonaisuutena. Kaikista hakemusten yhdistelmistä, jotka täyttävät reunaehdot, ehdotetaan "
        "sitä, joka on julkaistun järjestyksen mukaan paras: {order}. Jokainen reunaehto on tarkistettu euron "
        "tarkkuudella. Laskenta ei käytä harkintavaltaa: se toteaa, mitä pisteistä ja reunaehdoista seuraa.",
        "Valet gjordes som en helhet. Av alla kombinationer av ansökningar som uppfyller villkoren föreslås den som "
        "är bäst enligt den publicerade ordningen: {order}. Varje villkor har kontrollerats på euron när. "
        "Beräkningen utövar ingen prövningsrätt: den konstaterar vad som följer av poängen och villkoren.",
        "The choice was made as a whole. Of all combinations of applications that meet the conditions, the one "
        "proposed is the best by the published order: {order}. Every condition has been checked to the euro. The "
        "calculation exercises no discretion: it states what follows from the scores and the conditions.",
    ),
    "seconded": _text(
        "Laskenta on toistettu toisella, riippumattomalla ohjelmalla ({solver}), ja tulos oli sama.",
        "Beräkningen har upprepats med ett annat, oberoende program ({solver}), och resultatet var detsamma.",
        "The calculation was repeated with another, independent program ({solver}), with the same result.",
    ),
    "frozen": _text(
        "Reunaehdot ja painot vahvistettiin {moment}, ennen pisteiden avaamista (tiiviste {digest}).",
        "Villkoren och vikterna fastställdes {moment}, innan poängen öppnades (kontrollsumma {digest}).",
        "The conditions and weights were fixed on {moment}, before the scores were opened (digest {digest}).",
    ),
    "ties": _text("Tasatilanteet.", "Lika resultat.", "Ties."),
    "no_ties_text": _text(
        "Yhtä hyviä kokonaisuuksia ei ollut.", "Inga lika bra helheter fanns.", "No other set was equally good."
    ),
    "ties_text": _text(
        "Yhtä hyviä kokonaisuuksia oli {count}; niiden välillä ratkaisi julkaistu järjestys.",
        "Antalet lika bra helheter var {count}; mellan dem avgjorde den publicerade ordningen.",
        "Equally good sets: {count}; the published order decided between them.",
    ),
    "sureness": _text("Varmuus.", "Säkerhet.", "Certainty."),
    "sureness_text": _text(
        "Ratkaisua pidetään selvänä, jos sen muuttaminen alentaisi yhteistulosta enemmän kuin {share}. Muut "
        "ratkaisut ovat harkinnanvaraisia: pisteet puoltavat ehdotusta, mutta ero on niin pieni, että "
        "päätöksentekijä voi perustellusti päätyä toiseen ratkaisuun.",
        "Ett avgörande anses klart om en ändring skulle sänka totalresultatet med mer än {share}. Övriga avgöranden "
        "är prövningsfrågor: poängen talar för förslaget, men skillnaden är så liten att beslutsfattaren på goda "
        "grunder kan komma till ett annat avgörande.",
        "An outcome is regarded as clear if changing it would lower the total by more than {share}. Other outcomes "
        "are matters of discretion: the scores favour the proposal, but the difference is so small that the "
        "decision-maker may with good reason decide otherwise.",
    ),
    "size": _text("Hankkeiden koko.", "Projektens storlek.", "Size of projects."),
    "size_text": _text(
        "Yhteenlaskettuja pisteitä kertyy samalla rahalla sitä enemmän, mitä pienempiä hankkeet ovat. Rahoitettavien "
        "haettu määrä on keskimäärin {funded} ja vertailtujen, rahoittamatta jäävien {not_funded}.",
        "Samma medel ger desto mer sammanlagd poäng ju mindre projekten är. Det ansökta beloppet är i medeltal "
        "{funded} för dem som finansieras och {not_funded} för de jämförda som blir utan.",
        "The same money gives the more points in total the smaller the projects are. The mean request is {funded} for "
        "those funded and {not_funded} for those compared and not funded.",
    ),
    "sureness_caption": _text(
        "Selvät ja harkinnanvaraiset ratkaisut (harkinnanvaraisissa ero pisteinä)",
        "Klara avgöranden och prövningsfrågor (i prövningsfrågor skillnaden i poäng)",
        "Clear outcomes and matters of discretion (with the difference in points)",
    ),
    "outcome": _text("Ratkaisu", "Avgörande", "Outcome"),
    "proposed_in": _text("Ehdotetaan rahoitettavaksi", "Föreslås få finansiering", "Proposed for funding"),
    "proposed_out": _text("Ei ehdoteta rahoitettavaksi", "Föreslås inte få finansiering", "Not proposed for funding"),
    "clear": _text("Selvä", "Klart", "Clear"),
    "discretion": _text("Harkinnanvarainen", "Prövningsfråga", "Discretionary"),
    "unfunded": _text(
        "Hakemukset, joita ei ehdoteta rahoitettaviksi",
        "Ansökningar som inte föreslås få finansiering",
        "Applications not proposed for funding",
    ),
    "unfunded_caption": _text(
        "Rahoittamatta jäävät hakemukset ja syyt",
        "Ansökningar utan finansiering och skälen",
        "Unfunded applications and the reasons",
    ),
    "why": _text(
        "Syy ja mitä rahoittamisesta seuraisi", "Skäl och följden av finansiering", "Reason, and what funding would do"
    ),
    "alternatives": _text(
        "Vaihtoehdot ja varasijat", "Alternativ och reservplatser", "Alternatives and reserve places"
    ),
    "alternatives_text": _text(
        "Muutokset on ilmoitettu ehdotukseen nähden. Toinen linjaus toteuttaa eri tavoitteen; sen pisteitä ei siksi "
        "voi pitää parempina tai huonompina.",
        "Ändringarna anges i förhållande till förslaget. En annan linje uppfyller ett annat mål; dess poäng är därför "
        "inte bättre eller sämre.",
        "Changes are relative to the proposal. Another policy meets another aim; its score is therefore not better "
        "or worse.",
    ),
    "scenarios_caption": _text("Vaihtoehtoiset linjaukset", "Alternativa linjer", "Alternative policies"),
    "ways_caption": _text("Yksinkertaisemmat valintatavat", "Enklare sätt att välja", "Simpler ways of choosing"),
    "alternative": _text("Vaihtoehto", "Alternativ", "Alternative"),
    "result": _text("Tulos", "Resultat", "Result"),
    "euros": _text("Rahoitus, €", "Finansiering, €", "Funding, €"),
    "moves": _text("Mitä muuttuisi", "Vad som skulle ändras", "What would change"),
    "comes": _text("mukaan {ids}", "med kommer {ids}", "in: {ids}"),
    "goes": _text("pois {ids}", "bort faller {ids}", "out: {ids}"),
    "same": _text("ei muutosta", "ingen ändring", "no change"),
    "impossible": _text(
        "reunaehtoja ei voi täyttää yhtä aikaa",
        "villkoren kan inte uppfyllas samtidigt",
        "the conditions cannot all be met",
    ),
    "reserve_text": _text(
        "Jos rahoitettava hanke peruuntuu, vapautuva raha tarjotaan taulukon mukaan; jo tehtyjä myöntöjä ei "
        "pienennetä. ”Uusi esitys” tarkoittaa, että muut eivät voisi pitää rahoitustaan reunaehtojen mukaan.",
        "Om ett projekt återkallas erbjuds medlen enligt tabellen; beviljade belopp sänks inte. ”Ny framställning” "
        "betyder att de övriga inte kunde behålla sin finansiering enligt villkoren.",
        "If a project withdraws, the money is offered by the table; no award already made is lowered. “New proposal” "
        "means that the others could not keep their funding under the conditions.",
    ),
    "reserve_caption": _text(
        "Kuka rahoitetaan peruutuksen jälkeen",
        "Vem finansieras efter ett återkallande",
        "Who is funded after a withdrawal",
    ),
    "withdraws": _text("Peruuntuu", "Återkallas", "Withdraws"),
    "freed": _text("Vapautuu, €", "Frigörs, €", "Freed, €"),
    "next": _text("Rahoitetaan seuraavaksi", "Finansieras härnäst", "Funded next"),
    "again": _text("uusi esitys", "ny framställning", "new proposal"),
    "nobody": _text("ei ketään: raha ei riitä", "ingen: medlen räcker inte", "nobody: the money does not suffice"),
    "more_caption": _text(
        "Kuka rahoitetaan, kun määräraha kasvaa",
        "Vem finansieras när anslaget växer",
        "Who is funded when the appropriation grows",
    ),
    "more_money": _text("Lisärahaa, €", "Mer medel, €", "More money, €"),
    "no_more": _text(
        "Määrärahan kasvu {euros} asti ei toisi yhtään uutta hanketta niin, että kukaan ei menettäisi rahoitustaan.",
        "En ökning av anslaget med upp till {euros} skulle inte ge något nytt projekt utan att någon miste sin "
        "finansiering.",
        "Up to {euros} of additional money would bring in no new project without someone losing their funding.",
    ),
    "effects": _text("Vaikutukset", "Konsekvenser", "Effects"),
    "economic": _text("Taloudelliset", "Ekonomiska", "Economic"),
    "balance_sentence": _text(
        "{item}: tähän tarkoitukseen varattua määrärahaa on aiemmin jakamatta {before}. Nyt jaetaan {now}. Tämän "
        "jälkeen jakamatta jää {left}.",
        "{item}: av anslaget för detta ändamål återstår {before} outdelat. Nu fördelas {now}. Därefter återstår "
        "{left}.",
        "{item}: {before} reserved for this purpose has not yet been allocated. {now} is allocated now. After this, "
        "{left} remains.",
    ),
    "the_money": _text("Haun määräraha", "Utlysningens anslag", "The call's appropriation"),
    "balance_caption": _text(
        "Määräraha ennen ja jälkeen", "Anslaget före och efter", "The appropriation before and after"
    ),
    "before": _text("Aiemmin jakamatta, €", "Outdelat tidigare, €", "Not allocated before, €"),
    "now": _text("Jaetaan nyt, €", "Fördelas nu, €", "Allocated now, €"),
    "after": _text("Jää jakamatta, €", "Återstår, €", "Left, €"),
    "years_text": _text(
        "Rahoitus jakautuu vuosille: {list}.", "Finansieringen per år: {list}.", "Funding by year: {list}."
    ),
    "assumptions": _text("Oletukset", "Antaganden", "Assumptions"),
    "assumptions_text": _text(
        "Seuraavia tietoja ei ole julkaistu. Esittelijä vahvistaa ne ennen esittelyä; jos jokin muuttuu, ehdotus "
        "muodostetaan uudelleen.",
        "Följande uppgifter har inte publicerats. Föredraganden bekräftar dem före föredragningen; om något ändras "
        "görs förslaget om.",
        "The following was not published. The presenting official confirms it beforehand; if anything changes, the "
        "proposal is made again.",
    ),
    "robust": _text("Häiriönkestävyys", "Robusthet", "Robustness"),
    "decision": _text("Päätös", "Beslut", "Decision"),
    "decision_text": _text(
        "[täydennetään käsittelyn jälkeen]", "[fylls i efter behandlingen]", "[to be filled in after the session]"
    ),
    "annexes": _text("Liitteet", "Bilagor", "Annexes"),
    "annex_list": _text(
        "1 Muistio: pisteet, perustelut ja reunaehtojen hinnat. 2 Päätöskirjeet hakijoille. 3 Taulukot.",
        "1 Promemoria: poäng, skäl och villkorens priser. 2 Beslutsbrev till sökandena. 3 Tabeller.",
        "1 Memorandum: scores, reasons and prices of conditions. 2 Letters to applicants. 3 Tables.",
    ),
}
"""By key; `{…}` are filled from the solution and its analyses."""
