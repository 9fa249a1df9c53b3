"""Phrases about the weights of criteria in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.text import Text


def _text(fi: str, sv: str, en: str) -> Text:
    return Text(fi=fi, sv=sv, en=en)


WORDS: Mapping[str, Text] = {
    "one_by_one": _text(
        "Ehdotus pysyy parhaana, kun yhtä painoa kerrallaan muutetaan muistion taulukossa mainituissa rajoissa.",
        "Förslaget är fortfarande bäst när en vikt i taget ändras inom de gränser som anges i promemorians tabell.",
        "The proposal stays best when one weight at a time is changed within the limits in the memorandum's table.",
    ),
    "not_best": _text(
        "Pyöristämättömin pistein paras olisi toinen kokonaisuus; ehdotus perustuu julkaistuihin, pyöristettyihin "
        "pisteisiin.",
        "Med oavrundade poäng vore en annan helhet bäst; förslaget bygger på de publicerade, avrundade poängen.",
        "With unrounded scores another set would be best; the proposal rests on the published, rounded scores.",
    ),
    "always_best": _text(
        "Se pysyy parhaana myös silloin, kun kaikki painot vaihtelevat yhtä aikaa enintään {width} suuntaansa.",
        "Det är bäst också när alla vikter samtidigt varierar högst {width} åt vartdera hållet.",
        "It also stays best when all weights vary at once by up to {width} either way.",
    ),
    "other_best": _text(
        "Kun kaikki painot vaihtelevat yhtä aikaa enintään {width} suuntaansa, paras on aina sama toinen kokonaisuus.",
        "När alla vikter samtidigt varierar högst {width} åt vartdera hållet är samma andra helhet alltid bäst.",
        "When all weights vary at once by up to {width} either way, one and the same other set is always the best.",
    ),
    "within": _text(
        "Kun kaikki painot vaihtelevat yhtä aikaa enintään {width} suuntaansa, kokonaisuuksia, joista jokin on aina "
        "paras, on vain {count}.",
        "När alla vikter samtidigt varierar högst {width} åt vartdera hållet är antalet helheter av vilka någon "
        "alltid är bäst bara {count}.",
        "When all weights vary at once by up to {width} either way, the number of sets of which one is always the "
        "best is only {count}.",
    ),
    "always": _text(
        "Hankkeita, jotka rahoitetaan niissä kaikissa, on {count}.",
        "Antalet projekt som finansieras i dem alla är {count}.",
        "The number of projects funded in all of them is {count}.",
    ),
    "depends": _text(
        "Painoista riippuu näiden rahoitus: {ids}.",
        "Vikterna avgör finansieringen av {ids}.",
        "The weights decide the funding of {ids}.",
    ),
    "caption": _text(
        "Painot ja rajat, joissa ehdotus pysyy parhaana, kun muut painot muuttuvat samassa suhteessa",
        "Vikterna och de gränser inom vilka förslaget är bäst när de övriga vikterna ändras i samma proportion",
        "Weights, and the limits within which the proposal stays best as the others change in proportion",
    ),
    "criterion": _text("Peruste", "Kriterium", "Criterion"),
    "weight": _text("Paino", "Vikt", "Weight"),
    "from": _text("Vähintään", "Minst", "At least"),
    "to": _text("Enintään", "Högst", "At most"),
}
"""By key; `{…}` are filled from what was found."""
