"""Every phrase of the decision in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


PHRASES: Mapping[str, Text] = {
    "decision": _text("Ratkaisu", "Avgörande", "Decision"),
    "scenario": _text("Skenaario", "Scenario", "Scenario"),
    "skip": _text("Siirry sisältöön", "Gå till innehållet", "Skip to the content"),
    "headline": _text(
        "Rahoitetaan {funded} hakemusta, kun hakemuksia saapui {received}. Rahoitusta myönnetään yhteensä {granted}.",
        "{funded} ansökningar finansieras av {received} inkomna. Sammanlagt beviljas {granted}.",
        "{funded} of the {received} applications received are funded, {granted} in total.",
    ),
    "lawful": _text(
        "Kaikki ehdot täyttyvät euron tarkkuudella",
        "Alla villkor uppfylls på euron när",
        "All rules hold to the euro",
    ),
    "proven": _text(
        "Todistetusti paras: {objective} {value}",
        "Bevisat bäst: {objective} {value}",
        "Proven best: {objective} {value}",
    ),
    "not_proven": _text(
        "Paras löydetty ({objective} {value}): enintään {gap} parhaasta mahdollisesta",
        "Det bästa som hittats ({objective} {value}): högst {gap} under det bästa möjliga",
        "Best found ({objective} {value}): at most {gap} below the best possible",
    ),
    "no_ties": _text("Ei tasatuloksia", "Inga lika lösningar", "No ties"),
    "left_out": _text(
        "… ja {count} muuta; kaikki ovat tiedostossa decision.csv",
        "… och {count} till; alla finns i filen decision.csv",
        "… and {count} more; all are in the file decision.csv",
    ),
    "ties_not_looked_for": _text(
        "Yhtä hyviä kokonaisuuksia ei etsitty",
        "Lika bra helheter söktes inte",
        "Equally good portfolios were not looked for",
    ),
    "ties": _text(
        "Yhtä hyviä kokonaisuuksia on {count}; julkaistu järjestys ratkaisi",
        "Antalet lika bra helheter är {count}; den publicerade ordningen avgjorde",
        "There are {count} equally good portfolios; the published order decided",
    ),
    "ties_at_least": _text(
        "Yhtä hyviä kokonaisuuksia on vähintään {count}; julkaistu järjestys ratkaisi",
        "Antalet lika bra helheter är minst {count}; den publicerade ordningen avgjorde",
        "There are at least {count} equally good portfolios; the published order decided",
    ),
    "second_opinion": _text(
        "Toinen, riippumaton ratkaisija sai saman tuloksen ({solver})",
        "En annan, oberoende lösare fick samma resultat ({solver})",
        "Another, independent solver found the same ({solver})",
    ),
    "assumption_count": _text("Oletuksia: {count}", "Antaganden: {count}", "Assumptions: {count}"),
    "funded": _text("Rahoitettavat", "Finansieras", "Funded"),
    "not_funded": _text("Ei rahoiteta", "Finansieras inte", "Not funded"),
    "regions": _text("Maakunnat", "Landskap", "Regions"),
    "rules": _text("Reunaehdot", "Villkor", "Rules"),
    "order": _text("Valinnan järjestys", "Urvalsordning", "Order of choice"),
    "baselines": _text("Yksinkertaisemmat tavat valita", "Enklare sätt att välja", "Simpler ways of choosing"),
    "way": _text("Tapa", "Sätt", "Way"),
    "number": _text("Rahoitettavia", "Finansierade", "Funded"),
    "broken": _text("Rikkoo ehdot", "Bryter mot villkoren", "Breaks the rules"),
    "sums": _text("Rahan jakautuminen", "Medlens fördelning", "Where the money goes"),
    "assumptions": _text("Oletukset", "Antaganden", "Assumptions"),
    "changes": _text("Muutokset perusskenaarioon", "Ändringar i grundscenariot", "Changes to the base scenario"),
    "provenance": _text("Alkuperä", "Ursprung", "Provenance"),
    "application": _text("Hakemus", "Ansökan", "Application"),
    "title": _text("Nimi", "Namn", "Title"),
    "target": _text("Kohde", "Mål", "Target"),
    "applicant": _text("Hakija", "Sökande", "Applicant"),
    "granting_authority": _text("Rahoittava liitto", "Finansierande förbund", "Granting authority"),
    "value": _text("Arvo", "Värde", "Value"),
    "requested": _text("Haettu", "Sökt", "Requested"),
    "award": _text("Myöntö", "Beviljas", "Award"),
    "level": _text("Osuus", "Andel", "Part"),
    "pot": _text("Määräraha", "Anslag", "Pot"),
    "general": _text("Muu raha", "Övriga medel", "Other money"),
    "why": _text("Miksi", "Varför", "Why"),
    "year": _text("Vuosi", "År", "Year"),
    "euros": _text("Euroa", "Euro", "Euros"),
    "share": _text("Osuus", "Andel", "Share"),
    "region": _text("Maakunta", "Landskap", "Region"),
    "reference": _text("Vertailuosuus", "Referensandel", "Reference share"),
    "attainment": _text("Toteutuma", "Utfall", "Attainment"),
    "rule": _text("Ehto", "Villkor", "Rule"),
    "source": _text("Lähde", "Källa", "Source"),
    "tier": _text("Taso", "Nivå", "Tier"),
    "measured": _text("Toteutuu", "Utfall", "Measured"),
    "bound": _text("Raja", "Gräns", "Bound"),
    "slack": _text("Väljyys", "Marginal", "Slack"),
    "rows_of_rule": _text("tiukin {count} rivistä", "den stramaste av {count} rader", "the tightest of {count} rows"),
    "law": _text("laki", "lag", "law"),
    "policy": _text("linjaus", "riktlinje", "policy"),
    "wish": _text("toive", "önskemål", "wish"),
    "assumption": _text("oletus", "antagande", "assumption"),
    "by": _text("Peruste", "Grund", "By"),
    "equal_so_far": _text("Yhtä hyviä jäljellä", "Lika bra kvar", "Equal so far"),
    "at_least": _text("vähintään {count}", "minst {count}", "at least {count}"),
    "total": _text("Yhteensä", "Sammanlagt", "Total"),
    "left": _text("Jakamatta", "Ofördelat", "Left"),
    "ineligible": _text("Ei hakukelpoinen", "Inte behörig", "Ineligible"),
    "not_part": _text(
        "Ei kuulu rahoitettavaan kokonaisuuteen.",
        "Ingår inte i den helhet som finansieras.",
        "Not part of the portfolio funded.",
    ),
    "obstacles": _text(
        "Siihen lisättynä rikkoisi: {rules}.",
        "Tillagd till den skulle den bryta mot: {rules}.",
        "Added to it, it would break: {rules}.",
    ),
    "no_obstacles": _text(
        "Mikään ehto ei estä lisäämistä siihen.",
        "Inget villkor hindrar att den läggs till.",
        "No rule keeps it from being added.",
    ),
    "by_amount": _text("{rule} ({amount})", "{rule} ({amount})", "{rule} ({amount})"),
    "map_title": _text(
        "Kartta: myönnetty raha maakunnittain",
        "Karta: beviljade medel per landskap",
        "Map: money granted by region",
    ),
    "map_note": _text(
        "Samat luvut ovat taulukossa. Rajat ovat suuntaa antavat eivätkä näytä vuoden 2021 kuntasiirtoja.",
        "Samma siffror finns i tabellen. Gränserna är ungefärliga och visar inte kommunflyttningarna 2021.",
        "The same figures are in the table. Borders are approximate and predate the municipal moves of 2021.",
    ),
    "outside": _text("Ei mukana vertailussa", "Deltar inte i jämförelsen", "Takes no part in the comparison"),
    "solver": _text("Ratkaisija", "Lösare", "Solver"),
    "files": _text("Tiedostot (SHA-256)", "Filer (SHA-256)", "Files (SHA-256)"),
}
"""By key; `{…}` are filled from the solution."""
