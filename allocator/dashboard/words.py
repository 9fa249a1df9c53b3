"""The page's own words in Finnish, Swedish and English; the rest it takes from the decision's."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Language, Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    "language": _text("Kieli", "Språk", "Language"),
    "controls": _text("Säädöt", "Reglage", "Controls"),
    "rules": _text("Ehdot", "Villkor", "Rules"),
    "rules_on": _text("Ehdot voimassa", "Villkor i kraft", "Rules in force"),
    "weights": _text("Arviointiperusteiden painot", "Kriteriernas vikter", "Weights of the criteria"),
    "weights_note": _text(
        "Osia; paino on osan osuus summasta.",
        "Delar; vikten är delens andel av summan.",
        "Parts; a weight is a part's share of their sum.",
    ),
    "undo": _text("Kumoa", "Ångra", "Undo"),
    "redo": _text("Tee uudelleen", "Gör om", "Redo"),
    "undo_last": _text("Kumoa viimeisin muutos", "Ångra senaste ändring", "Undo the last change"),
    "keep": _text("Pidä vertailuun", "Behåll för jämförelse", "Keep for comparison"),
    "kept": _text("Vertailu", "Jämförelse", "Comparison"),
    "compare": _text("Vertailu", "Jämförelse", "Comparison"),
    "open": _text("Avaa", "Öppna", "Open"),
    "base": _text("Perusskenaario", "Grundscenario", "Base scenario"),
    "on_screen": _text("Nyt näytöllä", "Nu på skärmen", "On the screen now"),
    "scenario": _text("Skenaario", "Scenario", "Scenario"),
    "unchanged": _text("ei muutoksia perusskenaarioon", "inga ändringar", "no changes to the base"),
    "changed": _text("muutoksia perusskenaarioon: {n}", "ändringar i grundscenariot: {n}", "changes to the base: {n}"),
    "name": _text("Skenaarion nimi", "Scenariots namn", "Name of the scenario"),
    "why": _text("Miksi", "Varför", "Why"),
    "save": _text("Tallenna skenaario", "Spara scenario", "Save scenario"),
    "download": _text("Lataa päätös", "Ladda ner beslutet", "Download decision"),
    "funded": _text("Rahoitetaan", "Finansieras", "Funded"),
    "partly": _text("Osittain {share}", "Delvis {share}", "Partly {share}"),
    "not_funded": _text("Ei rahoiteta", "Finansieras inte", "Not funded"),
    "ineligible": _text("Ei kelpoinen", "Ej behörig", "Ineligible"),
    "below_threshold": _text("Alle kynnyksen", "Under tröskeln", "Below threshold"),
    "came_in": _text("Tuli mukaan", "Kom med", "Came in"),
    "fell_out": _text("Jäi pois", "Föll bort", "Fell out"),
    "amount_changed": _text("Myöntö muuttui", "Beloppet ändrades", "Award changed"),
    "no_moves": _text("Kukaan ei vaihtunut.", "Ingen byttes ut.", "No one moved."),
    "last_change": _text("Viimeisin muutos", "Senaste ändring", "Last change"),
    "stands_in_the_way": _text(
        "Mikä on lisäämisen tiellä", "Vad som hindrar ett tillägg", "What stands in the way of adding it"
    ),
    "granted": _text("Myönnetään", "Beviljas", "Granted"),
    "left": _text("jakamatta {amount}", "oanvänt {amount}", "{amount} left"),
    "value": _text("Arvo", "Värde", "Value"),
    "against_base": _text("perusskenaarioon {change}", "mot grundscenariot {change}", "{change} against the base"),
    "not_comparable": _text(
        "ei vertailukelpoinen: painot muuttuivat",
        "inte jämförbart: vikterna ändrades",
        "not comparable: the weights changed",
    ),
    "weakest": _text("Heikoin maakunta", "Svagaste landskap", "Weakest region"),
    "binding_count": _text("Sitovia ehtoja", "Bindande villkor", "Binding rules"),
    "binds": _text("sitoo", "binder", "binds"),
    "does_not_bind": _text("ei sido", "binder inte", "not binding"),
    "is_off": _text("pois käytöstä", "ur bruk", "switched off"),
    "assumption": _text("oletus", "antagande", "assumption"),
    "law": _text("laki", "lag", "law"),
    "policy": _text("linjaus", "riktlinje", "policy"),
    "wish": _text("toive", "önskemål", "wish"),
    "applications": _text("Hakemukset", "Ansökningar", "Applications"),
    "application": _text("Hakemus", "Ansökan", "Application"),
    "status": _text("Tila", "Läge", "Status"),
    "requested": _text("Haettu €", "Sökt €", "Requested €"),
    "award": _text("Myöntö €", "Beviljas €", "Award €"),
    "all": _text("Kaikki", "Alla", "All"),
    "moved": _text("Muuttuneet", "Ändrade", "Moved"),
    "filter": _text("Näytä hakemukset", "Visa ansökningar", "Show applications"),
    "empty": _text("Ei yhtään.", "Inga.", "None."),
    "reasons": _text("Perustelut", "Motivering", "Reasons"),
    "reasons_wait": _text(
        "Lasketaan perusteluja uusilla ratkaisuilla…",
        "Motiveringen räknas genom nya lösningar…",
        "Working out the reasons by solving again…",
    ),
    "close": _text("Sulje", "Stäng", "Close"),
    "officials_only": _text(
        "Vain viranomaiselle: kertoo muista hakijoista.",
        "Endast för myndigheten: berättar om andra sökande.",
        "For officials only: it speaks of other applicants.",
    ),
    "regions": _text("Alueet: osuus suhteessa vertailuun", "Landskapen mot referensen", "Regions against reference"),
    "regions_plain": _text("Alueet", "Landskapen", "Regions"),
    "map": _text("Kartta maakunnista; luvut taulukossa", "Karta; talen i tabellen", "Map; figures in the table"),
    "outside": _text("haun vertailun ulkopuolella", "utanför referensen", "outside the reference"),
    "money": _text("Raha vuosittain ja määrärahoittain", "Pengar per år och anslag", "Money by year and pot"),
    "locks": _text("Lukitut ratkaisut", "Låsta avgöranden", "Locked decisions"),
    "lock": _text("Lukitse hakemus", "Lås en ansökan", "Lock an application"),
    "lock_in": _text("Lukitse mukaan", "Lås med", "Lock in"),
    "lock_out": _text("Lukitse pois", "Lås ute", "Lock out"),
    "locked_in": _text("Lukittu mukaan", "Låst med", "Locked in"),
    "locked_out": _text("Lukittu pois", "Låst ute", "Locked out"),
    "unlock": _text("Poista lukitus", "Ta bort låset", "Remove the lock"),
    "reason": _text("Perustelu (pakollinen)", "Motivering (krävs)", "Reason (required)"),
    "by": _text("Kirjaajan nimi (pakollinen)", "Namn (krävs)", "Name (required)"),
    "lock_needs": _text(
        "Lukitus tarvitsee perustelun ja nimen.",
        "Ett lås behöver en motivering och ett namn.",
        "A lock needs a reason and a name.",
    ),
    "conflict": _text(
        "Ehdot eivät mahdu yhteen. Päätöstä ei ole.",
        "Villkoren går inte ihop. Det finns inget beslut.",
        "The rules do not fit together. There is no decision.",
    ),
    "conflict_of": _text(
        "Nämä ehdot eivät voi täyttyä yhdessä. Minkä tahansa lieventäminen tai poisto riittää niiden kesken.",
        "Dessa villkor kan inte uppfyllas tillsammans. Att lätta på eller lämna bort vilket som helst räcker.",
        "These rules cannot hold together. Easing or leaving out any one is enough among them.",
    ),
    "shortfall": _text(
        "vaikka kaikki rahoitettaisiin, ylletään lukuun {reaches}; tarvitaan {needs}",
        "också om allt finansierades nås {reaches}; {needs} behövs",
        "even if all were funded, {reaches} is reached; {needs} is needed",
    ),
    "repairs": _text("Halvimmat korjaukset", "Billigaste justeringar", "Cheapest repairs"),
    "repairs_wait": _text(
        "Etsitään halvimpia korjauksia…", "De billigaste justeringarna söks…", "Looking for the cheapest repairs…"
    ),
    "switch_off": _text("Poista ehto: {rule}", "Lämna bort villkoret: {rule}", "Leave out: {rule}"),
    "turn_to": _text("{rule}: {before} → {after}", "{rule}: {before} → {after}", "{rule}: {before} → {after}"),
    "stale": _text(
        "Viimeisin kelvollinen tulos, ei vastaa säätimiä",
        "Senaste giltiga resultat, motsvarar inte reglagen",
        "Last valid result, does not match the controls",
    ),
    "solving": _text(
        "Lasketaan… näkyvissä edellinen tulos",
        "Beräknar… föregående resultat visas",
        "Solving… previous result shown",
    ),
    "stop": _text("Keskeytä", "Avbryt", "Stop"),
    "stopped": _text(
        "Laskenta keskeytettiin; säätimet palautettiin.",
        "Beräkningen avbröts; reglagen återställdes.",
        "The solve was stopped; the controls were put back.",
    ),
    "failed": _text("Laskenta ei onnistunut.", "Beräkningen lyckades inte.", "The solve did not succeed."),
    "time": _text("laskettu {s} s", "beräknat på {s} s", "solved in {s} s"),
    "without_law": _text(
        "Laskelma ilman lakiehtoa – ei voi esittää päätettäväksi.",
        "Beräkning utan ett lagvillkor – kan inte föreslås för beslut.",
        "A calculation without a rule of law – it cannot be put forward for decision.",
    ),
    "differ": _text("Ratkaisu eroaa", "Avgörandet skiljer sig", "Decided differently"),
    "same_in_all": _text(
        "Kaikissa samoin rahoitetaan {funded} hakemusta; valinta koskee {differ} hakemusta.",
        "I alla finansieras {funded} ansökningar; valet gäller {differ}.",
        "{funded} applications are funded in every scenario; the choice concerns {differ}.",
    ),
    "nothing_kept": _text(
        "Pidä skenaario vertailuun, niin se näkyy tässä perusskenaarion rinnalla.",
        "Behåll ett scenario, så syns det här bredvid grundscenariot.",
        "Keep a scenario, and it stands here beside the base.",
    ),
    "yes": _text("kyllä", "ja", "yes"),
    "no": _text("ei", "nej", "no"),
    "proven": _text("Todistetusti paras", "Bevisat bäst", "Proven best"),
    "at_least": _text("vähintään", "minst", "at least"),
    "at_most": _text("enintään", "högst", "at most"),
    "holdback": _text("varattu muuhun", "reserverat för annat", "held back"),
    "deviation_at_most": _text("poikkeama enintään", "avvikelse högst", "deviation at most"),
    "gini_at_most": _text("Gini enintään", "Gini högst", "Gini at most"),
    "skip": _text("Siirry päätökseen", "Till beslutet", "Skip to the decision"),
}


def say(key: str, language: Language, **filled: object) -> str:
    """Return a phrase in a language, filled in."""
    return WORDS[key][language].format(**filled)
