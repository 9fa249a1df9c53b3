"""Sentences that say how far a decision rests on its weights and scores, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text

SAID: Mapping[str, Text] = {
    "draws": Text(
        fi="Painot arvottiin {done} kertaa ({asked} pyydettiin, siemenluku {seed}); kussakin arvonnassa paras "
        "kokonaisuus on todistettu.",
        sv="Vikterna drogs {done} gånger ({asked} begärdes, frö {seed}); i varje dragning är den bästa helheten "
        "bevisad.",
        en="{done} of {asked} draws of weights (seed {seed}); the best portfolio of each is proven.",
    ),
    "reviewers": Text(
        fi="Arvioijat arvottiin {done} kertaa ({asked} pyydettiin, siemenluku {seed}) julkaistuin painoin: kunkin "
        "hakemuksen arvioijista poimitaan yhtä monta, sama useastikin. Kussakin arvonnassa paras kokonaisuus on "
        "todistettu.",
        sv="Bedömarna drogs {done} gånger ({asked} begärdes, frö {seed}) med de publicerade vikterna: för varje "
        "ansökan dras lika många av dess bedömare, samma också flera gånger. I varje dragning är den bästa "
        "helheten bevisad.",
        en="{done} of {asked} draws of reviewers (seed {seed}), at the published weights: for each application as many "
        "of its own reviewers are drawn, some more than once. The best portfolio of each is proven.",
    ),
    "panels": Text(
        fi="Painot ja arvioijat arvottiin {done} kertaa ({asked} pyydettiin, siemenluku {seed}): kunkin hakemuksen "
        "arvioijista poimitaan yhtä monta, sama useastikin. Kussakin arvonnassa paras kokonaisuus on todistettu.",
        sv="Vikter och bedömare drogs {done} gånger ({asked} begärdes, frö {seed}): för varje ansökan dras lika många "
        "av dess bedömare, samma också flera gånger. I varje dragning är den bästa helheten bevisad.",
        en="{done} of {asked} draws of weights and reviewers (seed {seed}): for each application as many of its own "
        "reviewers are drawn, some more than once. The best portfolio of each is proven.",
    ),
    "cut": Text(
        fi="Työ keskeytettiin: osuudet perustuvat {done} arvontaan.",
        sv="Arbetet avbröts: andelarna bygger på {done} dragningar.",
        en="The work was stopped: the shares rest on {done} draws.",
    ),
    "unproven": Text(
        fi="Painot arvottiin {done} kertaa ({asked} pyydettiin, siemenluku {seed}). Työ keskeytettiin, ennen kuin "
        "kaikki kokonaisuudet, jotka voivat olla parhaita, oli löydetty: {proven} arvonnassa paras kokonaisuus on "
        "todistettu, {unproven} arvonnassa se on paras siihen mennessä löydetyistä.",
        sv="Vikterna drogs {done} gånger ({asked} begärdes, frö {seed}). Arbetet avbröts innan alla helheter som kan "
        "vara bäst var funna: i {proven} dragningar är den bästa helheten bevisad, i {unproven} är den bäst av dem "
        "som hade hittats.",
        en="{done} of {asked} draws of weights (seed {seed}). The work was stopped before all portfolios that may be "
        "best were found: the best portfolio is proven in {proven} draws, and in {unproven} it is the best of those "
        "found until then.",
    ),
    "always": Text(
        fi="Rahoitetaan jokaisessa arvonnassa: {ids}.",
        sv="Finansieras i varje dragning: {ids}.",
        en="Funded in every draw: {ids}.",
    ),
    "never": Text(
        fi="Ei rahoiteta missään arvonnassa: {ids}.",
        sv="Finansieras inte i någon dragning: {ids}.",
        en="Funded in no draw: {ids}.",
    ),
    "between": Text(
        fi="Riippuu arvonnasta: {ids}.", sv="Beror på dragningen: {ids}.", en="Depends on the draw: {ids}."
    ),
    "everywhere": Text(
        fi="Julkaistuilla pisteillä jokin näistä {n} kokonaisuudesta on paras, olivatpa painot mitkä tahansa "
        "sallituista; se on todistettu ilman arvontaa. Kaikki niistä rahoittavat: {sure}. Mikään ei rahoita: {never}.",
        sv="Med de publicerade poängen är någon av {n} helheter bäst vilka tillåtna vikter man än väljer; det är "
        "bevisat utan dragning. Alla av dem finansierar: {sure}. Ingen finansierar: {never}.",
        en="By the published scores one of {n} portfolios is best whatever the feasible weights; that is proven, not "
        "sampled. All of them fund: {sure}. None funds: {never}.",
    ),
    "core": Text(
        fi="Kokonaisuuksia, joita mikään toinen ei voita kaikilla sallituilla painoilla: {n}. Luettelo on täydellinen, "
        "ja se on todistettu. Vain osassa niistä mukana: {ids}.",
        sv="Helheter som ingen annan överträffar vid alla tillåtna vikter: {n}. Förteckningen är fullständig, och det "
        "är bevisat. Bara i en del av dem: {ids}.",
        en="Portfolios that no other beats at all feasible weights: {n}. The list is complete, and proven to be. "
        "In some of them only: {ids}.",
    ),
    "core_cut": Text(
        fi="Kokonaisuuksia, joita mikään toinen löydetty ei voita kaikilla sallituilla painoilla: {n}. Luettelo jäi "
        "kesken, ja muitakin on; ydinindeksi koskee löydettyjä. Vain osassa niistä mukana: {ids}.",
        sv="Helheter som ingen annan funnen överträffar vid alla tillåtna vikter: {n}. Förteckningen är ofullständig, "
        "och det finns fler; kärnindexet gäller de funna. Bara i en del av dem: {ids}.",
        en="Portfolios that no other found beats at all feasible weights: {n}. The list was cut, and there are more; "
        "the core index is of those found. In some of them only: {ids}.",
    ),
    "regret": Text(
        fi="Ehdotus jää parhaasta enintään {own} pistettä, olivatpa painot mitkä tahansa sallituista; mikään "
        "kokonaisuus ei pääse alle {least} pisteen.",
        sv="Förslaget är högst {own} poäng sämre än det bästa vilka tillåtna vikter man än väljer; ingen helhet kommer "
        "under {least} poäng.",
        en="The proposal falls at most {own} points behind the best, whatever the feasible weights; no portfolio can "
        "do better than {least}.",
    ),
}

MEMBERS: Mapping[str, Text] = {
    "head": Text(
        fi="{n} jäsentä, kullakin omat painot; kunkin paras kokonaisuus on ratkaistu samoilla säännöillä.",
        sv="{n} medlemmar med egna vikter; den bästa helheten för var och en är löst med samma regler.",
        en="{n} members, each with weights of their own; the best portfolio of each is solved under the same rules.",
    ),
    "all": Text(
        fi="Kaikkien parhaassa kokonaisuudessa: {ids}.",
        sv="I allas bästa helhet: {ids}.",
        en="In every member's best portfolio: {ids}.",
    ),
    "some": Text(
        fi="Vain joidenkin parhaassa: {ids}.", sv="Bara i någras bästa: {ids}.", en="In some members' best only: {ids}."
    ),
    "none": Text(fi="Ei kenenkään parhaassa: {ids}.", sv="I ingens bästa: {ids}.", en="In nobody's best: {ids}."),
    "contradictory": Text(
        fi="{member}: parivertailut ovat ristiriidassa keskenään (suhdeluku {ratio}, enintään 0,10 on hyvä); niistä on "
        "syytä keskustella uudelleen.",
        sv="{member}: parjämförelserna motsäger varandra (kvoten {ratio}; högst 0,10 är bra) och bör diskuteras "
        "på nytt.",
        en="{member}: the comparisons contradict each other (ratio {ratio}; at most 0.10 is good) and should be talked "
        "over again.",
    ),
    "regret": Text(
        fi="Ehdotus jää kenenkään parhaasta enintään {own} pistettä hänen omilla painoillaan.",
        sv="Förslaget är högst {own} poäng sämre än någons bästa, mätt med dennes egna vikter.",
        en="The proposal falls at most {own} points behind anybody's best, by that member's own weights.",
    ),
    "minimax": Text(
        fi="Pienin mahdollinen suurin menetys on {least} pistettä; sen antaa ehdotus, jota muutetaan: {changes}.",
        sv="Den minsta möjliga största förlusten är {least} poäng; den ges av förslaget med ändringarna {changes}.",
        en="The least possible greatest loss is {least} points: the proposal with the changes {changes}.",
    ),
    "same": Text(
        fi="Mikään kokonaisuus ei pääse alle {least} pisteen: ehdotus on jäsenten kesken tasapuolisin.",
        sv="Ingen helhet kommer under {least} poäng: förslaget är det jämnaste mellan medlemmarna.",
        en="No portfolio does better than {least} points: the proposal is the most even among the members.",
    ),
}
