"""What the page says of a decision: how sure it is, its reasons, what to do where nothing fits, and the comparison."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def text(fi: str, sv: str, en: str) -> Text:
    """Return a phrase in three languages; a number stays on the line of its per cent sign."""
    return Text(
        **{language: words.replace(" %", "\u00a0%") for language, words in (("fi", fi), ("sv", sv), ("en", en))}
    )


WORDS_OF_DECISIONS: Mapping[str, Text] = {
    "reasons": text("Perustelut", "Motivering", "Reasons"),
    "reasons_wait": text(
        "Lasketaan perusteluja uusilla ratkaisuilla…",
        "Motiveringen räknas genom nya lösningar…",
        "Working out the reasons by solving again…",
    ),
    "reasons_stopped": text(
        "Perustelujen laskenta keskeytettiin.", "Motiveringen avbröts.", "The work on the reasons was stopped."
    ),
    "reasons_again": text("Laske perustelut", "Räkna motiveringen", "Work out the reasons"),
    "no_reasons": text(
        "Päätöstä ei ole todistettu parhaaksi, joten perusteluja ei voi antaa.",
        "Beslutet är inte bevisat bäst, så ingen motivering kan ges.",
        "The decision is not proven best, so no reasons can be given.",
    ),
    "officials_only": text(
        "Vain viranomaiselle: kertoo muista hakijoista.",
        "Endast för myndigheten: berättar om andra sökande.",
        "For officials only: it speaks of other applicants.",
    ),
    "conflict": text(
        "Ehdot eivät mahdu yhteen. Päätöstä ei ole.",
        "Villkoren går inte ihop. Det finns inget beslut.",
        "The rules do not fit together. There is no decision.",
    ),
    "conflict_of": text(
        "Nämä ehdot eivät voi täyttyä yhdessä. Minkä tahansa lieventäminen tai poisto riittää niiden kesken.",
        "Dessa villkor kan inte uppfyllas tillsammans. Att lätta på eller lämna bort vilket som helst räcker.",
        "These rules cannot hold together. Easing or leaving out any one is enough among them.",
    ),
    "nothing_helps": text(
        "vertailussa ei ole hakemusta, jolla tämän voisi täyttää.",
        "det finns ingen ansökan i jämförelsen som kan uppfylla detta.",
        "no application that is compared could satisfy it.",
    ),
    "shortfall": text(
        "vaikka kaikki rahoitettaisiin, yletytään vain lukuun {reaches}, kun tarvitaan {needs}.",
        "också om allt finansierades nås {reaches}; {needs} behövs.",
        "even if all were funded, {reaches} is reached; {needs} is needed.",
    ),
    "repairs": text("Halvimmat korjaukset", "Billigaste justeringar", "Cheapest repairs"),
    "repairs_wait": text(
        "Etsitään halvimpia korjauksia…", "De billigaste justeringarna söks…", "Looking for the cheapest repairs…"
    ),
    "repairs_stopped": text(
        "Korjausten haku keskeytettiin.", "Sökningen avbröts.", "The search for repairs was stopped."
    ),
    "repairs_again": text("Etsi korjaukset", "Sök justeringar", "Look for repairs"),
    "switch_off": text("Poista ehto: {rule}", "Lämna bort villkoret: {rule}", "Leave out: {rule}"),
    "turn_to": text("{rule}: {before} → {after}", "{rule}: {before} → {after}", "{rule}: {before} → {after}"),
    "stale": text(
        "Viimeisin kelvollinen tulos, ei vastaa säätimiä",
        "Senaste giltiga resultat, motsvarar inte reglagen",
        "Last valid result, does not match the controls",
    ),
    "impossible_beside": text(
        "Näin ei voi säätää, sillä ehto ei mahdu muiden rinnalle: {rules}.",
        "Så kan det inte ställas in, för villkoret ryms inte med de andra: {rules}.",
        "It cannot be set so, for the rule does not fit beside the others: {rules}.",
    ),
    "none_possible": text(
        "Näillä ehdoilla ei voi rahoittaa yhtään hakemusta.",
        "Med dessa villkor kan ingen ansökan finansieras.",
        "Under these rules no application can be funded.",
    ),
    "failed": text("Laskenta ei onnistunut.", "Beräkningen lyckades inte.", "The solve did not succeed."),
    "differ": text("Ratkaisu eroaa", "Avgörandet skiljer sig", "Decided differently"),
    "same_in_all": text(
        "Kaikissa rahoitetaan samoin {funded} hakemusta. Valinta koskee {differ} hakemusta.",
        "I alla finansieras {funded} ansökningar lika. Valet gäller {differ} ansökningar.",
        "{funded} applications are funded alike in every scenario. The choice concerns {differ}.",
    ),
    "all_fund": text("Rahoitetaan kaikissa", "Finansieras i alla", "Funded in all"),
    "none_funds": text("Ei rahoiteta missään", "Finansieras inte i något", "Funded in none"),
    "what_each": text("Mitä kukin muuttaa", "Vad var och ett ändrar", "What each changes"),
    "open": text("Avaa", "Öppna", "Open"),
    "forget": text("Poista", "Ta bort", "Remove"),
    "nothing_kept": text(
        "Pidä skenaario vertailuun, niin se näkyy tässä perusskenaarion rinnalla.",
        "Behåll ett scenario, så syns det här bredvid grundscenariot.",
        "Keep a scenario, and it stands here beside the base.",
    ),
    "margin": text("Marginaali", "Marginal", "Margin"),
    "certainty": text("Varmuus", "Säkerhet", "Certainty"),
    "choice": text("Aito valinta", "Verkligt val", "Genuine choice"),
    "decided": text("Ratkennut", "Avgjort", "Decided"),
    "locked": text("Lukittu", "Låst", "Locked"),
    "required": text("Ratkennut", "Avgjort", "Decided"),
    "barred": text("Ratkennut", "Avgjort", "Decided"),
    "unknown": text("Ei selvinnyt", "Inte utrett", "Not found"),
    "margin_unknown": text("ei selvinnyt", "inte utrett", "not found"),
    "margin_locked": text("lukittu", "låst", "locked"),
    "margin_required": text("välttämätön", "nödvändig", "required"),
    "margin_barred": text("estetty", "hindrad", "barred"),
    "tie": text("tasatulos, järjestys ratkaisi", "lika, ordningen avgjorde", "tie, the order decided"),
    "not_compared": text("Ei vertailussa", "Jämförs inte", "Not compared"),
    "decided_by_points": text(
        "Ratkennut pisteillä ja ehdoilla", "Avgjort av poäng och villkor", "Decided by points and rules"
    ),
    "choice_note": text(
        "{funded} rahoitetaan, {not_funded} ei. Kunkin voi ratkaista toisin; arvo laskee enintään 0,5 % ({limit}).",
        "{funded} finansieras, {not_funded} inte. Varje kan avgöras annorlunda; värdet sjunker högst 0,5 % ({limit}).",
        "{funded} funded, {not_funded} not. Each can be decided otherwise; the value falls by at most 0.5% ({limit}).",
    ),
    "near": text("Valinta on lähes tasan.", "Valet är nästan jämnt.", "The choice is nearly a tie."),
    "near_text": text(
        "Jos {swap}, arvo olisi vain {loss} ({part}) pienempi. Pisteet eivät yksin ratkaise tätä.",
        "Om {swap} vore värdet bara {loss} ({part}) mindre. Poängen avgör inte detta ensamma.",
        "If {swap}, the value would be only {loss} ({part}) lower. Points alone do not settle this.",
    ),
    "equal": text(
        "Tasatulos: julkaistu järjestys ratkaisi.",
        "Lika: den publicerade ordningen avgjorde.",
        "A tie: the published order decided.",
    ),
    "equal_text": text(
        "Jos {swap}, arvo olisi yhtä suuri.",
        "Om {swap} vore värdet lika stort.",
        "If {swap}, the value would be the same.",
    ),
    "swap": text(
        "{came} rahoitettaisiin ja {fell} ei",
        "{came} finansierades och {fell} inte",
        "{came} were funded and {fell} not",
    ),
    "swap_in": text("{came} rahoitettaisiin", "{came} finansierades", "{came} were funded"),
    "swap_out": text("{fell} ei rahoitettaisi", "{fell} inte finansierades", "{fell} were not funded"),
    "why_so": text("Miksi", "Varför", "Why"),
    "scores": text("Pisteet", "Poäng", "Scores"),
    "repair": text("Korjaus", "Justering", "Repair"),
    "repairs_note": text(
        "toive ennen linjausta, linjaus ennen lakia · painike tekee muutoksen, sen voi kumota",
        "önskemål före riktlinje, riktlinje före lag · knappen gör ändringen, den kan ångras",
        "wishes before policies, policies before law · the button makes the change, and it can be undone",
    ),
    "no_repairs": text(
        "Yhden ehdon muutos ei riitä.", "Att ändra ett villkor räcker inte.", "Changing one rule is not enough."
    ),
    "change": text("Muutos*", "Ändring*", "Change*"),
    "change_note": text(
        "* verrattuna viimeisimpään kelvolliseen tulokseen. Säädöt ovat pienimmät, jotka riittävät.",
        "* jämfört med det senaste giltiga resultatet. Justeringarna är de minsta som räcker.",
        "* against the last valid result. The turns are the smallest that suffice.",
    ),
    "change_from": text("Arvon muutos {letter}:sta", "Värdets ändring från {letter}", "Change of value from {letter}"),
    "differs_from": text("eroaa {letter}:sta", "skiljer sig från {letter}", "differs from {letter}"),
    "poor_regions": text(
        "Maakuntia alle 50 % vertailusta", "Landskap under 50 % av referensen", "Regions under 50% of reference"
    ),
    "last_valid_title": text("Viimeisin kelvollinen tulos", "Senaste giltiga resultat", "Last valid result"),
    "last_valid": text(
        "{funded} hakemusta, {granted}, {value}. Sitä ei ole hävitetty, mutta se ei vastaa säätimiä.",
        "{funded} ansökningar, {granted}, {value}. Det finns kvar, men motsvarar inte reglagen.",
        "{funded} applications, {granted}, {value}. It is kept, but does not match the controls.",
    ),
    "best_stopped": text(
        "Laskenta keskeytettiin: näkyvissä on paras löydetty, jota ei ole todistettu parhaaksi.",
        "Beräkningen avbröts: det bästa som hittades visas, inte bevisat bäst.",
        "The solve was stopped: the best found is shown, and it is not proven.",
    ),
    "sufficed": text(
        "Mitä olisi riittänyt? Yksi näistä",
        "Vad hade räckt? Något av dessa",
        "What would have sufficed? Any one of these",
    ),
    "in_letter": text("myös kirjeessä", "även i brevet", "also in the letter"),
    "what": text("Mikä", "Vad", "What"),
    "limit": text("Raja", "Gräns", "Limit"),
    "one_criterion": text("Yksi peruste", "Ett kriterium", "One criterion"),
    "no_criterion": text(
        "Mikään yksittäinen peruste ei riittäisi asteikon ylärajallakaan.",
        "Inget enskilt kriterium räcker ens vid skalans övre gräns.",
        "No single criterion would do even at the top of its scale.",
    ),
    "was_tie": text(
        "Tasatulos: julkaistu järjestys ratkaisi.", "Lika: ordningen avgjorde.", "A tie: the order decided."
    ),
    "tie_at": text("{n} toisi tasatuloksen.", "{n} ger lika resultat.", "{n} would make a tie."),
    "request_sum": text("Haettu summa", "Sökt belopp", "Request"),
    "request_at_most": text("enintään {n}", "högst {n}", "at most {n}"),
    "request_less": text("{n} haetusta", "{n} från det sökta", "{n} from the request"),
    "no_request": text(
        "Mikään pienempi summa, alimmillaan {n}, ei riittäisi.",
        "Inget mindre belopp ned till {n} räcker.",
        "No smaller amount, down to {n}, would do.",
    ),
    "budget_sum": text("Määräraha", "Anslag", "Budget"),
    "budget_first": text("ensi kerran {n}", "första gången {n}", "first at {n}"),
    "budget_stays": text(
        "Pysyy mukana kaikilla suuremmilla summilla.",
        "Kvarstår vid alla större belopp.",
        "It stays funded with every greater amount.",
    ),
    "budget_dropped": text(
        "△ Ei pysy: {n} jättäisi sen taas.",
        "△ Består inte: {n} tar bort den igen.",
        "△ Does not stay: {n} drops it again.",
    ),
    "budget_open": text(
        "Suurempia summia ei tutkittu loppuun.",
        "Större belopp granskades inte helt.",
        "Greater amounts were not all looked at.",
    ),
    "no_budget": text(
        "Mikään summa {n} asti ei riittäisi.", "Inget belopp upp till {n} räcker.", "No amount up to {n} would do."
    ),
    "rule": text("Ehto", "Villkor", "Rule"),
    "without_rule": text("ilman: {rule}", "utan: {rule}", "without: {rule}"),
    "not_alone": text(
        "Yhden ehdon poisto riittäisi; se ei silti yksin ole syy.",
        "Att ett villkor faller bort räcker; det är ändå inte ensamt orsaken.",
        "Leaving out one rule would do; that does not make it the reason.",
    ),
    "no_rule": text(
        "Minkään yksittäisen ehdon poisto ei riittäisi.",
        "Att ett enskilt villkor faller bort räcker inte.",
        "Leaving out no single rule would do.",
    ),
}
