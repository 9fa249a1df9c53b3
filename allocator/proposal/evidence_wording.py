"""Phrases of the proposal from its certainty to its end, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


EVIDENCE: Mapping[str, Text] = {
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
        "är bäst enligt den publicerade ordningen: {order}. Varje villkor har kontrollerats på euron när. Beräkningen "
        "utövar ingen prövningsrätt: den konstaterar vad som följer av poängen och villkoren.",
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
        "Yhtä hyviä kokonaisuuksia ei ollut.",
        "Inga lika bra helheter fanns.",
        "No other set was equally good.",
    ),
    "ties_text": _text(
        "Yhteispisteiltään yhtä hyviä kokonaisuuksia oli {count}; niiden välillä ratkaisi julkaistu järjestys{goal}.",
        "Antalet helheter med lika resultat var {count}; mellan dem avgjorde den publicerade ordningen{goal}.",
        "The number of equally good sets was {count}; the published order decided between them{goal}.",
    ),
    "sureness": _text("Varmuus.", "Säkerhet.", "Certainty."),
    "sureness_text": _text(
        "Ratkaisua pidetään selvänä, jos sen muuttaminen alentaisi yhteistulosta enemmän kuin {share}. Muut ratkaisut "
        "ovat harkinnanvaraisia: pisteet puoltavat ehdotusta, mutta ero on niin pieni, että päätöksentekijä voi "
        "perustellusti päätyä toiseen ratkaisuun.",
        "Ett avgörande anses klart om en ändring skulle sänka totalresultatet med mer än {share}. Övriga avgöranden "
        "är prövningsfrågor: poängen talar för förslaget, men skillnaden är så liten att beslutsfattaren på goda "
        "grunder kan komma till ett annat avgörande.",
        "An outcome is regarded as clear if changing it would lower the total by more than {share}. Other outcomes "
        "are matters of discretion: the scores favour the proposal, but the difference is so small that the "
        "decision-maker may with good reason decide otherwise.",
    ),
    "size": _text("Hankkeiden koko.", "Projektens storlek.", "Size of projects."),
    "size_text": _text(
        "Yhteenlaskettuja pisteitä kertyy samalla rahalla sitä enemmän, mitä pienempiä hankkeet ovat. "
        "Rahoitettavien haettu määrä on keskimäärin {funded} ja vertailtujen, rahoittamatta jäävien {not_funded}.",
        "Ju mindre projekten är, desto mer sammanlagd poäng ger samma medel. Det ansökta beloppet är i medeltal "
        "{funded} för dem som finansieras och {not_funded} för de jämförda som blir utan.",
        "The smaller the projects, the more points the same money yields. The mean request is {funded} for those "
        "funded and {not_funded} for those compared and not funded.",
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
        "Syy ja mitä rahoittamisesta seuraisi",
        "Skäl och följden av finansiering",
        "Reason, and what funding would do",
    ),
    "alternatives": _text(
        "Vaihtoehdot ja varasijat",
        "Alternativ och reservplatser",
        "Alternatives and reserve places",
    ),
    "alternatives_text": _text(
        "Muutokset on ilmoitettu ehdotukseen nähden. Toinen linjaus toteuttaa eri tavoitteen; sen pisteitä ei siksi "
        "voi pitää parempina tai huonompina.",
        "Ändringarna anges i förhållande till förslaget. En annan linje uppfyller ett annat mål; dess poäng är därför "
        "inte bättre eller sämre.",
        "Changes are relative to the proposal. Another policy meets another aim; its score is therefore not better or "
        "worse.",
    ),
    "scenarios_caption": _text("Vaihtoehtoiset linjaukset", "Alternativa linjer", "Alternative policies"),
    "ways_caption": _text("Yksinkertaisemmat valintatavat", "Enklare sätt att välja", "Simpler ways of choosing"),
    "alternative": _text("Vaihtoehto", "Alternativ", "Alternative"),
    "result": _text("Tulos", "Resultat", "Result"),
    "euros": _text("Rahoitus, €", "Finansiering, €", "Funding, €"),
    "moves": _text("Mitä muuttuisi", "Vad som skulle ändras", "What would change"),
    "comes": _text("mukaan {ids}", "in {ids}", "in: {ids}"),
    "goes": _text("pois {ids}", "bort {ids}", "out: {ids}"),
    "same": _text("ei muutosta", "ingen ändring", "no change"),
    "impossible": _text(
        "reunaehtoja ei voi täyttää yhtä aikaa",
        "villkoren kan inte uppfyllas samtidigt",
        "the conditions cannot all be met",
    ),
    "reserve_text": _text(
        "Jos rahoitettava hanke peruuntuu, vapautuva raha tarjotaan taulukon mukaan; jo tehtyjä myöntöjä ei "
        "pienennetä. ”Ei yhtään hanketta” tarkoittaa, ettei vapautuvalla rahalla voi rahoittaa uutta hanketta "
        "reunaehtojen mukaan, ja ”uusi esitys”, etteivät muut voisi pitää rahoitustaan niiden mukaan.",
        "Om ett projekt dras tillbaka erbjuds de frigjorda medlen enligt tabellen; beviljade belopp sänks inte. "
        "”Inget projekt” betyder att inget nytt projekt kan finansieras med dem enligt villkoren, och ”ny "
        "framställning” att de övriga inte kunde behålla sin finansiering enligt villkoren.",
        "If a project withdraws, the money it frees is offered by the table; no award already made is lowered. “No "
        "project” means that no new project can be funded with it under the conditions, and “new proposal” that the "
        "others could not keep their funding under them.",
    ),
    "reserve_caption": _text(
        "Mikä hanke rahoitetaan peruuntumisen jälkeen",
        "Vilket projekt som finansieras om ett annat dras tillbaka",
        "Which project is funded after a withdrawal",
    ),
    "withdraws": _text("Peruuntuu", "Dras tillbaka", "Withdraws"),
    "freed": _text("Vapautuu, €", "Frigörs, €", "Freed, €"),
    "next": _text("Rahoitetaan seuraavaksi", "Finansieras härnäst", "Funded next"),
    "again": _text("uusi esitys", "ny framställning", "new proposal"),
    "nobody": _text("ei yhtään hanketta", "inget projekt", "no project"),
    "more_caption": _text(
        "Mikä hanke rahoitetaan, kun määräraha kasvaa",
        "Vilket projekt som finansieras när anslaget växer",
        "Which project is funded when the appropriation grows",
    ),
    "more_money": _text("Lisärahaa, €", "Tilläggsmedel, €", "More money, €"),
    "no_more": _text(
        "Vaikka määräraha kasvaisi {euros}, yhtään uutta hanketta ei tulisi mukaan niin, ettei kukaan menettäisi "
        "rahoitustaan.",
        "Även om anslaget växte med {euros} skulle inget nytt projekt tillkomma utan att någon miste sin finansiering.",
        "Even {euros} of additional money would bring in no new project without someone losing their funding.",
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
        "Määräraha ennen ja jälkeen",
        "Anslaget före och efter",
        "The appropriation before and after",
    ),
    "before": _text("Aiemmin jakamatta, €", "Outdelat tidigare, €", "Unallocated before, €"),
    "now": _text("Jaetaan nyt, €", "Fördelas nu, €", "Allocated now, €"),
    "after": _text("Jää jakamatta, €", "Återstår, €", "Left, €"),
    "years_text": _text(
        "Rahoitus jakautuu vuosille: {list}.",
        "Finansieringen fördelas på åren: {list}.",
        "The funding falls as follows: {list}.",
    ),
    "assumptions": _text("Oletukset", "Antaganden", "Assumptions"),
    "assumptions_text": _text(
        "Seuraavia tietoja ei ole julkaistu. Esittelijä vahvistaa ne ennen esittelyä; jos jokin niistä muuttuu, "
        "ehdotus laaditaan uudelleen.",
        "Följande uppgifter har inte publicerats. Föredraganden bekräftar dem före föredragningen; om någon av dem "
        "ändras utarbetas förslaget på nytt.",
        "The following was not published. The presenting official is to confirm it beforehand; if any of it "
        "changes, the proposal is drawn up anew.",
    ),
    "robust": _text("Painojen vaikutus", "Vikternas inverkan", "Effect of the weights"),
    "tie_goal": _text("(kohta ”{goal}”)", "(punkten ”{goal}”)", "(by “{goal}”)"),
    "least_euros": _text("Vähintään, €", "Minst, €", "At least, €"),
    "above_euros": _text("Yli rajan, €", "Över gränsen, €", "Above it, €"),
    "frozen_same": _text(
        "Reunaehdot, painot ja ratkaisujärjestys ovat samat kuin ennen pisteiden avaamista tallennetut (tiiviste "
        "{digest}).",
        "Villkoren, vikterna och avgörandeordningen är desamma som de som sparades innan poängen öppnades "
        "(kontrollsumma {digest}).",
        "The conditions, weights and order are the same as those recorded before the scores were opened (digest "
        "{digest}).",
    ),
    "frozen_changed": _text(
        "Ennen pisteiden avaamista tallennettuihin reunaehtoihin ja haun tietoihin (tiiviste {digest}) verrattuna on "
        "muutettu: {names}.",
        "Jämfört med de villkor och uppgifter om utlysningen som sparades innan poängen öppnades (kontrollsumma "
        "{digest}) har följande ändrats: {names}.",
        "Compared with the conditions and terms recorded before the scores were opened (digest {digest}), these have "
        "been changed: {names}.",
    ),
    "frozen_call": _text(
        "haun tiedot tai painot",
        "uppgifter om utlysningen eller vikter",
        "terms or weights of the call",
    ),
    "frozen_objective": _text("ratkaisujärjestys", "avgörandeordningen", "the order of choice"),
    "reserve_heading": _text("Varasijat", "Reservplatser", "Reserve places"),
    "nothing_left": _text(
        "{item}: tähän tarkoitukseen varattua määrärahaa on aiemmin jakamatta {before}. Nyt jaetaan {now}. Tämän "
        "jälkeen määrärahaa ei jää jakamatta.",
        "{item}: av anslaget för detta ändamål återstår {before} outdelat. Nu fördelas {now}. Därefter återstår "
        "inget outdelat anslag.",
        "{item}: {before} reserved for this purpose has not yet been allocated. {now} is allocated now. After this, "
        "nothing remains unallocated.",
    ),
    "other_effects": _text("Muut", "Övriga", "Other"),
    "other_text": _text(
        "Rahoitettaviin hankkeisiin osallistuvia kuntia on {municipalities} ja rahoitusta saavia maakuntia "
        "{regions}. Sama kunta voi olla mukana useassa hankkeessa. Jokainen myöntävä viranomainen tekee "
        "hankkeistaan omat päätöksensä.",
        "Antalet kommuner som deltar i de finansierade projekten är {municipalities} och antalet landskap som får "
        "finansiering {regions}. Samma kommun kan delta i flera projekt. Varje beviljande myndighet fattar sina "
        "egna beslut om projekten.",
        "Municipalities taking part in the projects funded: {municipalities}; regions that receive funding: "
        "{regions}. A municipality may take part in several projects. Each granting authority makes its own "
        "decisions on its projects.",
    ),
    "proposal_itself": _text("Ehdotus", "Förslaget", "The proposal"),
    "locked_out": _text(
        "Rahoittamatta jättämisestä päätettiin ennalta: {reason} ({by}).",
        "Att ansökan inte finansieras avgjordes på förhand: {reason} ({by}).",
        "It was decided beforehand not to fund it: {reason} ({by}).",
    ),
    "unfunded_text": _text(
        "Vertailluista hakemuksista kerrotaan, mitä rahoittamisesta seuraisi: kuinka paljon tulos jäisi "
        "ehdotuksesta parhaassa kokonaisuudessa, johon hakemus kuuluu, ja mitkä hankkeet jäisivät siitä pois tai "
        "tulisivat mukaan.",
        "För de jämförda ansökningarna anges följden av finansiering: hur mycket lägre än förslagets resultatet "
        "skulle vara för den bästa helhet som omfattar ansökan, och vilka projekt som skulle falla bort eller "
        "tillkomma.",
        "For the applications compared, the table says what funding them would mean: how far the best set that "
        "includes the application falls short of the proposal, and which projects would leave it or join.",
    ),
    "less": _text("{loss} vähemmän", "{loss} mindre", "{loss} less"),
    "equal": _text(
        "yhtä hyvä, julkaistu järjestys ratkaisi",
        "lika bra, den publicerade ordningen avgjorde",
        "equally good, the published order decided",
    ),
    "no_set": _text(
        "mikään reunaehdot täyttävä kokonaisuus ei sisällä hakemusta",
        "ingen helhet som uppfyller villkoren omfattar ansökan",
        "no set that meets the conditions includes it",
    ),
    "year_euros": _text("{euros} vuodelle {year}", "{euros} för {year}", "{euros} for {year}"),
    "regions": _text("Maakuntia", "Landskap", "Regions"),
    "procedure_found": _text(
        "Valinta tehtiin kokonaisuutena. Hakemusten yhdistelmistä, jotka täyttävät reunaehdot, ehdotetaan parasta, "
        "jonka laskenta löysi ennen keskeyttämistä; parempi voi olla olemassa. Jokainen reunaehto on tarkistettu "
        "euron tarkkuudella.",
        "Valet gjordes som en helhet. Av de kombinationer av ansökningar som uppfyller villkoren föreslås den bästa "
        "som beräkningen fann innan den avbröts; det kan finnas en bättre. Varje villkor har kontrollerats på euron "
        "när.",
        "The choice was made as a whole. Of the combinations of applications that meet the conditions, the one "
        "proposed is the best that the calculation found before it was stopped; there may be a better one. Every "
        "condition has been checked to the euro.",
    ),
    "choices_elsewhere": _text(
        "Mitä toisenlaisesta ratkaisusta seuraisi, kerrotaan muistiossa hakemus kerrallaan.",
        "Vad ett annat avgörande skulle medföra anges i promemorian ansökan för ansökan.",
        "What a different decision would mean is told in the memorandum application by application.",
    ),
}
"""By key; `{…}` are filled from the solution and its analyses."""
