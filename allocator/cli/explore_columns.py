"""What the tables of fronts, sweeps, mirrors and reviewers are called, and what each of their numbers means."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from allocator.analysis.frontier.goals import means, title, written
from allocator.cli.columns import Column
from allocator.objectives import Goal
from allocator.rows import Unit
from allocator.text import Language, Text
from allocator.writing import decimal, euros

if TYPE_CHECKING:
    import pandas as pd

    from allocator.analysis.frontier.front import Front
    from allocator.analysis.frontier.sweep import Sweep

CAPTIONS = {
    "points": Text(fi="Rintaman pisteet", sv="Frontens punkter", en="Points of the front"),
    "steps": Text(fi="Päätös määrärahan mukaan", sv="Beslutet enligt anslag", en="The decision by budget"),
    "regions": Text(
        fi="Maakuntien rahat peilissä", sv="Landskapens pengar i spegeln", en="Regions' money in the mirror"
    ),
    "reviewers": Text(fi="Arvioijat", sv="Bedömare", en="Reviewers"),
    "applications": Text(
        fi="Hakemukset: julkaistu ja oikaistu rinnakkain",
        sv="Ansökningarna: publicerat och justerat sida vid sida",
        en="Applications: published and adjusted side by side",
    ),
}

_HERE = Text(fi="◄", sv="◄", en="◄")
"""The column that marks the proposal's own row."""

_JOINS = Column("joins", Text(fi="Mukaan", sv="In", en="In"))
_DROPS = Column(
    "drops",
    Text(fi="Pois", sv="Ut", en="Out"),
    means=Text(
        fi="muutos edelliseen riviin verrattuna. ◄ = ehdotus.",
        sv="ändring jämfört med raden ovanför. ◄ = förslaget.",
        en="changes since the row above. ◄ = the proposal.",
    ),
    of_two=True,
)

_UNITS: dict[Unit, tuple[int | Fraction, Text]] = {
    "value": (1, Text(fi="yksi piste", sv="en poäng", en="one point")),
    "count": (1, Text(fi="yksi hakemus", sv="en ansökan", en="one application")),
    "share": (Fraction(1, 100), Text(fi="yksi prosenttiyksikkö", sv="en procentenhet", en="one percentage point")),
    "euros": (1_000, Text(fi="1 000 euroa", sv="1 000 euro", en="1,000 euros")),
}


def front_columns(goals: Sequence[Goal], language: Language) -> tuple[Column, ...]:
    """Return the columns of a front between these goals."""
    first = goals[0]
    step = Column(
        "step",
        Text(fi="Askel", sv="Steg", en="Step"),
        "written",
        Text(
            fi=f"mitä tavoite »{title(first.name, 'fi')}» menettää edelliseen riviin verrattuna.",
            sv=f"vad målet »{title(first.name, 'sv')}» förlorar jämfört med raden ovanför.",
            en=f"what the goal “{title(first.name, 'en')}” loses since the row above.",
        ),
    )
    price = []
    if len(goals) == 2:
        unit = _UNITS[goals[1].unit][1]
        says = Text(
            fi=f"mitä {unit['fi']} tavoitteessa »{title(goals[1].name, 'fi')}» maksaa tällä askeleella.",
            sv=f"vad {unit['sv']} i målet »{title(goals[1].name, 'sv')}» kostar på detta steg.",
            en=f"what {unit['en']} of “{title(goals[1].name, 'en')}” costs on this step.",
        )
        price = [Column("price", Text(fi="Hinta", sv="Pris", en="Price"), "written", says)]
    named = [Column(g.name, Text(**{language: title(g.name, language)}), "written", means(g.name)) for g in goals]
    return (
        Column("point", Text(fi="Nro", sv="Nr", en="No."), "count"),
        *named,
        step,
        *price,
        _JOINS,
        _DROPS,
        Column("decision", _HERE),
    )


def front_frame(front: Front, language: Language) -> pd.DataFrame:
    """Return a front's frame with its goals, steps and prices as people write them."""
    frame, call = front.frame(), front.solution.scenario.call
    first = front.goals[0]
    levels = [point.levels for point in front.points]
    for place, goal in enumerate(front.goals):
        frame[goal.name] = [written(goal, goal.shown(level[place]), language, call) for level in levels]
    lost = [Fraction(0), *(before[0] - here[0] for before, here in pairwise(levels))]
    frame["step"] = ["" if not loss else written(first, loss, language, call) for loss in lost]
    if len(front.goals) == 2:
        size = _UNITS[front.goals[1].unit][0]
        prices = [front.price(position) for position in range(len(levels))]
        shown = euros if first.unit == "euros" else lambda number, tongue: decimal(number, 3, tongue)
        frame["price"] = ["" if price is None else shown(price * size, language) for price in prices]
    frame["decision"] = ["◄" if here else "" for here in frame["decision"]]
    return frame


STEPS = (
    Column("budget", Text(fi="Määräraha vähintään", sv="Anslag från", en="Budget from"), "euros"),
    Column("value", Text(fi="Tavoite", sv="Mål", en="Objective"), "written"),
    Column("funded", Text(fi="Kpl", sv="Antal", en="No."), "count"),
    Column("granted", Text(fi="Myönnetään", sv="Beviljas", en="Granted"), "euros"),
    _JOINS,
    _DROPS,
    Column("own", _HERE),
)


def sweep_frame(sweep: Sweep, language: Language) -> pd.DataFrame:
    """Return a sweep's frame with the objective as people write it."""
    frame, goal, call = sweep.frame(), sweep.solution.model.objective, sweep.solution.scenario.call
    frame["value"] = ["–" if s.value is None else written(goal, s.value, language, call) for s in sweep.steps]
    frame["own"] = ["◄" if here else "" for here in frame["own"]]
    return frame


REGIONS = (
    Column("region", Text(fi="Maakunta", sv="Landskap", en="Region")),
    Column(
        "endowment",
        Text(fi="Hallussa", sv="Förfogar över", en="Holds"),
        "euros",
        Text(
            fi="maakunnan vertailuosuus määrärahasta.",
            sv="landskapets referensandel av anslaget.",
            en="the region's reference share of the budget.",
        ),
    ),
    Column("spent", Text(fi="Käyttää", sv="Använder", en="Spends"), "euros"),
    Column(
        "left",
        Text(fi="Jää", sv="Blir kvar", en="Left"),
        "euros",
        Text(
            fi="mitä jää, kun maakunnat eivät voi enää rahoittaa yhdessä mitään.",
            sv="vad som blir kvar när landskapen inte längre kan finansiera något tillsammans.",
            en="what is left when the regions can buy nothing more together.",
        ),
    ),
    Column(
        "decision",
        Text(fi="Ehdotus", sv="Förslag", en="Proposal"),
        "euros",
        Text(fi="mitä ehdotus myöntää sinne.", sv="vad förslaget beviljar där.", en="what the proposal grants there."),
    ),
)

_LOW_HIGH = Text(
    fi="95 %:n väli: todennäköisesti todellinen luku on sen sisällä.",
    sv="95-procentigt intervall: det verkliga talet ligger sannolikt i det.",
    en="95% interval: the true number probably lies in it.",
)

REVIEWERS = (
    Column("reviewer", Text(fi="Arvioija", sv="Bedömare", en="Reviewer")),
    Column("reviews", Text(fi="Arvioita", sv="Antal", en="Reviews"), "count"),
    Column(
        "raw_severity",
        Text(fi="Ankaruus", sv="Stränghet", en="Severity"),
        "points",
        Text(
            fi="pistettä muita ankarampi samoista hakemuksista keskimäärin (miinus: lempeämpi), ilman mallia.",
            sv="poäng strängare än de andra om samma ansökningar i medeltal (minus: mildare), utan modell.",
            en="points below the others on the same applications, on average (minus: more lenient), without a model.",
        ),
    ),
    Column(
        "severity",
        Text(fi="Oikaistu", sv="Justerad", en="Adjusted"),
        "points",
        Text(
            fi="sama mallin mukaan, kun otetaan huomioon, miten ankaria muut ovat.",
            sv="detsamma enligt modellen, med hänsyn till hur stränga de andra är.",
            en="the same by the model, which knows how severe the others are.",
        ),
    ),
    Column("interval", Text(fi="Väli", sv="Intervall", en="Interval"), "written", _LOW_HIGH),
    Column("came_in", Text(fi="Mukaan", sv="In", en="In")),
    Column(
        "fell_out",
        Text(fi="Pois", sv="Ut", en="Out"),
        means=Text(
            fi="miten ehdotus muuttuisi, jos tämän arvioijan pisteitä ei olisi.",
            sv="hur förslaget skulle ändras utan denna bedömares poäng.",
            en="how the proposal would change without this reviewer's scores.",
        ),
        of_two=True,
    ),
)

REVIEWED = (
    Column("id", Text(fi="Hakemus", sv="Ansökan", en="Application")),
    Column("value", Text(fi="Arvo", sv="Värde", en="Value"), "points"),
    Column(
        "rank",
        Text(fi="Sija", sv="Plats", en="Rank"),
        "count",
        Text(fi="julkaistun arvon mukaan.", sv="enligt det publicerade värdet.", en="by the published value."),
    ),
    Column(
        "adjusted",
        Text(fi="Oikaistu", sv="Justerat", en="Adjusted"),
        "points",
        Text(
            fi="mitä keskimääräinen arvioija antaisi mallin mukaan; ei korvaa julkaistua arvoa.",
            sv="vad en genomsnittlig bedömare skulle ge enligt modellen; ersätter inte det publicerade värdet.",
            en="what an average reviewer would give by the model; it does not replace the published value.",
        ),
    ),
    Column("ranks", Text(fi="Sijan väli", sv="Plats mellan", en="Rank range"), "written", _LOW_HIGH),
    Column("funded", Text(fi="Ehdotus", sv="Förslag", en="Funded"), "flag"),
    Column(
        "p_funded",
        Text(fi="P", sv="P", en="P"),
        "part",
        Text(
            fi="osuus mallin arvonnoista, joissa hakemus rahoitetaan samoin säännöin.",
            sv="andelen av modellens dragningar där ansökan finansieras enligt samma regler.",
            en="share of the model's draws in which the application is funded under the same rules.",
        ),
    ),
    Column(
        "flag",
        Text(fi="!", sv="!", en="!"),
        means=Text(
            fi="arvioijat ovat poikkeuksellisen erimielisiä: malli antaa näin erilaisia arvioita alle 5 %:ssa.",
            sv="bedömarna är ovanligt oeniga: modellen ger så olika bedömningar i mindre än 5 %.",
            en="reviewers disagree unusually: the model gives reviews so far apart in under 5%.",
        ),
    ),
    Column(
        "one_more",
        Text(fi="Lisäarvio", sv="En till", en="One more"),
        "fine",
        Text(
            fi="montako pistettä ehdotus paranisi keskimäärin, jos saataisiin yksi arvio lisää ennen päätöstä.",
            sv="hur många poäng förslaget i medeltal skulle bli bättre med en bedömning till före beslutet.",
            en="points that the proposal would gain on average by one more review before the decision.",
        ),
    ),
)


def reviewers_frame(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the frame of reviewers with the ends of each severity as an interval."""
    ends = zip(frame["low"], frame["high"], strict=True)
    shown = [[decimal(Fraction(float(end)), 2, language) for end in pair] for pair in ends]
    return frame.assign(interval=[f"{low} … {high}" for low, high in shown])


def reviewed_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of reviewed applications with ranks as an interval and the flag as a mark."""
    ranks = [f"{low}–{high}" for low, high in zip(frame["rank_low"], frame["rank_high"], strict=True)]
    return frame.assign(ranks=ranks, flag=["!" if flagged else "" for flagged in frame["flagged"]])
