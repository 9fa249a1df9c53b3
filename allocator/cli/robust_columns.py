"""What the tables of robustness and of members are called, and what each of their numbers means."""

from __future__ import annotations

from allocator.cli.columns import Column
from allocator.text import Text

CAPTIONS = {
    "applications": Text(
        fi="Kuinka varmasti kukin hakemus rahoitetaan",
        sv="Hur säkert varje ansökan finansieras",
        en="How surely each application is funded",
    ),
    "flips": Text(
        fi="Mikä kääntäisi hakemuksen ratkaisun, ja keitä se koskisi",
        sv="Vad som skulle vända avgörandet om en ansökan, och vilka det skulle beröra",
        en="What would turn an application's outcome, and whom else it would touch",
    ),
    "portfolios": Text(
        fi="Ehdotus ja sen vahvimmat kilpailijat",
        sv="Förslaget och dess starkaste konkurrenter",
        en="The proposal and its strongest competitors",
    ),
    "central": Text(
        fi="Kenen valinta: painot, joilla kukin kokonaisuus tyypillisesti voittaa",
        sv="Vems val: de vikter vid vilka varje helhet typiskt vinner",
        en="Whose choice: the weights at which each portfolio typically wins",
    ),
    "weights": Text(
        fi="Painot ja väli, jolla ehdotus pysyy parhaana",
        sv="Vikterna och det intervall där förslaget förblir bäst",
        en="Weights, and the range in which the proposal stays best",
    ),
    "members": Text(fi="Jäsenet", sv="Medlemmar", en="Members"),
    "judgements": Text(fi="Jäsenten painot", sv="Medlemmarnas vikter", en="Members' weights"),
    "supporters": Text(fi="Kenen parhaassa kokonaisuudessa", sv="I vems bästa helhet", en="In whose best portfolio"),
}

_APPLICATION = Column("application", Text(fi="Hakemus", sv="Ansökan", en="Application"))
_FUNDED = Column("funded", Text(fi="Ehdotus", sv="Förslag", en="Proposal"), "flag")
_ACCEPTABILITY = Column(
    "acceptability",
    Text(fi="Hyväksyttävyys", sv="Acceptans", en="Acceptability"),
    "share",
    Text(
        fi="osuus arvonnoista, joissa hakemus rahoitetaan.",
        sv="andelen dragningar där ansökan finansieras.",
        en="share of the draws in which the application is funded.",
    ),
)
_ERROR = Column(
    "standard_error",
    Text(fi="±", sv="±", en="±"),
    "share",
    Text(
        fi="osuuden keskivirhe; todellinen osuus on 95 %:n varmuudella kahden keskivirheen sisällä.",
        sv="andelens medelfel; den verkliga andelen ligger med 95 % säkerhet inom två medelfel.",
        en="standard error of the share; the true share lies within two of them with 95% confidence.",
    ),
)

APPLICATIONS = (
    _APPLICATION,
    _FUNDED,
    _ACCEPTABILITY,
    _ERROR,
    Column(
        "core_index",
        Text(fi="Ydinindeksi", sv="Kärnindex", en="Core index"),
        "part",
        Text(
            fi="osuus niistä kokonaisuuksista, joita mikään toinen ei voita kaikilla painoilla: 100 % on aina mukana, "
            "0 % ei koskaan.",
            sv="andelen av de helheter som ingen annan överträffar vid alla vikter: 100 % är alltid med, 0 % aldrig.",
            en="share of the portfolios that no other beats at all weights: 100% is in all of them, 0% in none.",
        ),
    ),
)

FLIPS = (
    _APPLICATION,
    _FUNDED,
    Column(
        "flip_radius",
        Text(fi="Käännepiste", sv="Vändpunkt", en="Flip radius"),
        "points",
        Text(
            fi="kuinka monta pistettä julkaistun arvon pitäisi muuttua, jotta hakemuksen ratkaisu olisi tasan; sen yli "
            "se kääntyy. – = mikään arvo ei riitä.",
            sv="hur många poäng det publicerade värdet måste ändras för att avgörandet ska stå och väga; därutöver "
            "vänder det. – = inget värde räcker.",
            en="points by which the published value must change for the outcome to be tied; past it, it turns. "
            "– = no value would do.",
        ),
    ),
    Column(
        "flip_joins",
        Text(fi="Silloin mukaan", sv="Då med", en="Then in"),
        means=Text(
            fi="muut hakemukset, jotka tulisivat mukaan, jos ratkaisu kääntyisi.",
            sv="andra ansökningar som skulle komma med om avgörandet vände.",
            en="other applications that would come in if the outcome turned.",
        ),
    ),
    Column(
        "flip_drops",
        Text(fi="Silloin pois", sv="Då bort", en="Then out"),
        means=Text(
            fi="muut hakemukset, jotka putoaisivat, jos ratkaisu kääntyisi.",
            sv="andra ansökningar som skulle falla bort om avgörandet vände.",
            en="other applications that would fall out if the outcome turned.",
        ),
    ),
)

_NUMBER = Column("number", Text(fi="Nro", sv="Nr", en="No."), "count")

PORTFOLIOS = (
    _NUMBER,
    Column("proposed", Text(fi="◄", sv="◄", en="◄"), means=Text(fi="ehdotus.", sv="förslaget.", en="the proposal.")),
    Column(
        "acceptability",
        Text(fi="Paras", sv="Bäst", en="Best"),
        "share",
        Text(
            fi="osuus arvonnoista, joissa mikään ei voita tätä kokonaisuutta.",
            sv="andelen dragningar där inget överträffar helheten.",
            en="share of the draws in which nothing beats the portfolio.",
        ),
    ),
    _ERROR,
    Column(
        "greatest_regret",
        Text(fi="Suurin menetys", sv="Största förlust", en="Greatest regret"),
        "points",
        Text(
            fi="kuinka monta pistettä kokonaisuus jää parhaasta epäedullisimmilla sallituilla painoilla.",
            sv="hur många poäng helheten är sämre än den bästa vid de ogynnsammaste tillåtna vikterna.",
            en="points by which it falls behind the best at the least kind feasible weights.",
        ),
    ),
    Column(
        "minimax_regret",
        Text(fi="Pienin niistä", sv="Minst av dem", en="Least of all"),
        "flag",
        Text(
            fi="onko tämän suurin menetys pienin mahdollinen.",
            sv="om dess största förlust är den minsta möjliga.",
            en="whether its greatest regret is the least possible.",
        ),
    ),
    Column(
        "confidence",
        Text(fi="Varmuus", sv="Säkerhet", en="Confidence"),
        "part",
        Text(
            fi="luotettavuuskerroin: osuus arvotuista arvioijaryhmistä, joilla mikään ei voita tätä sen omilla "
            "tyypillisillä painoilla.",
            sv="konfidensfaktor: andelen dragna bedömarpaneler där inget överträffar den vid dess egna typiska vikter.",
            en="confidence factor: share of drawn panels in which nothing beats it at its own typical weights.",
        ),
    ),
    Column("in", Text(fi="Lisäksi", sv="Därtill", en="Adds")),
    Column("out", Text(fi="Ilman", sv="Utan", en="Without")),
)

WEIGHTS = (
    Column("criterion", Text(fi="Arviointiperuste", sv="Bedömningsgrund", en="Criterion")),
    Column("weight", Text(fi="Paino", sv="Vikt", en="Weight"), "share"),
    Column("stable_from", Text(fi="Vähintään", sv="Minst", en="From"), "share"),
    Column(
        "stable_to",
        Text(fi="Enintään", sv="Högst", en="To"),
        "share",
        Text(
            fi="rajat, joiden välissä painoa voi muuttaa (muut samassa suhteessa) ilman että mikään voittaa "
            "ehdotuksen; tarkkoja murtolukuja. – = pyöristämättömin pistein jokin voittaa sen jo julkaistuin "
            "painoin.",
            sv="gränserna inom vilka vikten kan ändras (de andra i samma proportion) utan att något överträffar "
            "förslaget; exakta bråk. – = med oavrundade poäng överträffas det redan vid de publicerade vikterna.",
            en="ends between which the weight can move (the others in proportion) with nothing beating the proposal; "
            "exact fractions. – = on unrounded means something beats it at the published weights already.",
        ),
        of_two=True,
    ),
)

METHODS = {
    "weights": Text(fi="painot", sv="vikter", en="weights"),
    "swing": Text(fi="muutoksen merkitys", sv="omsvängning", en="swing"),
    "ratios": Text(fi="suhteet", sv="kvoter", en="ratios"),
    "rank_order_centroid": Text(fi="järjestys (keskipiste)", sv="rangordning (tyngdpunkt)", en="order (centroid)"),
    "rank_sum": Text(fi="järjestys (tasainen)", sv="rangordning (jämn)", en="order (rank sum)"),
    "pairs": Text(fi="parivertailu", sv="parjämförelse", en="pairs"),
}

EVERYBODY = Text(fi="kaikki", sv="alla", en="all")

_MEMBER = Column("member", Text(fi="Jäsen", sv="Medlem", en="Member"))

MEMBERS = (
    _MEMBER,
    Column("method", Text(fi="Tapa", sv="Sätt", en="Method")),
    Column(
        "consistency",
        Text(fi="Ristiriita", sv="Motsägelse", en="Inconsistency"),
        "ratio",
        Text(
            fi="parivertailujen suhdeluku: 0 on ristiriidaton, yli 0,10 on syytä käydä läpi uudelleen. – = muulla "
            "tavalla mitään ei sanota kahdesti.",
            sv="parjämförelsernas kvot: 0 är motsägelsefritt, över 0,10 bör gås igenom på nytt. – = på andra sätt sägs "
            "inget två gånger.",
            en="consistency ratio of the comparisons: 0 is free of contradiction, above 0.10 should be talked over. "
            "– = by other methods nothing is said twice.",
        ),
    ),
    Column("in", Text(fi="Lisäksi", sv="Därtill", en="Adds")),
    Column(
        "out",
        Text(fi="Ilman", sv="Utan", en="Without"),
        means=Text(
            fi="mitä jäsenen oma paras kokonaisuus lisää ehdotukseen ja jättää siitä pois.",
            sv="vad medlemmens egen bästa helhet lägger till förslaget och lämnar bort.",
            en="what the member's own best portfolio adds to the proposal and leaves out of it.",
        ),
        of_two=True,
    ),
    Column(
        "regret",
        Text(fi="Menetys", sv="Förlust", en="Regret"),
        "fine",
        Text(
            fi="kuinka monta pistettä ehdotus jää jäsenen parhaasta hänen omilla painoillaan.",
            sv="hur många poäng förslaget är sämre än medlemmens bästa med egna vikter.",
            en="points by which the proposal falls behind the member's best, by the member's own weights.",
        ),
    ),
    Column(
        "minimax_regret",
        Text(fi="Pienin menetys", sv="Minsta förlust", en="Least regret"),
        "fine",
        Text(
            fi="sama sille kokonaisuudelle, jonka suurin menetys jäsenten kesken on pienin.",
            sv="detsamma för den helhet vars största förlust bland medlemmarna är minst.",
            en="the same for the portfolio whose greatest regret among the members is least.",
        ),
    ),
)

SUPPORTERS = (
    _APPLICATION,
    _FUNDED,
    Column("minimax", Text(fi="Tasapuolisin", sv="Den jämnaste", en="Most even"), "flag"),
    Column("number", Text(fi="Jäseniä", sv="Medlemmar", en="Members"), "count"),
    Column("members", Text(fi="Ketkä", sv="Vilka", en="Who")),
)
