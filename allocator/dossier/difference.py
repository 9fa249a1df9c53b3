"""What two drafts differ in, and how that is told in Finnish, Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from allocator.rules.lock import Lock
from allocator.text import Language, Text
from allocator.writing import decimal, euros, listed

Kind = Literal["added", "removed", "changed"]

_HEADING = Text(
    fi="Luonnosten {before} ja {after} ero", sv="Skillnaden mellan utkasten {before} och {after}",
    en="The difference between the drafts {before} and {after}",
)  # fmt: skip
_SAME = Text(
    fi="Luonnoksissa ei ole eroa.", sv="Utkasten skiljer sig inte åt.", en="The drafts do not differ.",
)  # fmt: skip
_NOBODY = Text(
    fi="Yhdenkään hakemuksen päätös ei muuttunut.", sv="Inget beslut om en ansökan ändrades.",
    en="No application's outcome changed.",
)  # fmt: skip
_ALTERED = Text(fi="Mitä muutettiin:", sv="Vad som ändrades:", en="What was changed:")
_MOVED = Text(fi="Muuttuneet päätökset:", sv="Ändrade beslut:", en="Decisions that changed:")
_LOCKED = Text(fi="Uudet sitovat ratkaisut:", sv="Nya bindande avgöranden:", en="New binding decisions:")
_TOTALS = Text(
    fi="Kaikkiaan: {name} {values}; myönnetty {granted}.", sv="Sammanlagt: {name} {values}; beviljat {granted}.",
    en="In all: {name} {values}; granted {granted}.",
)  # fmt: skip
_WHAT = {
    ("rule", "added"): Text(fi="uusi sääntö ”{name}”", sv="den nya regeln ”{name}”", en="the new rule “{name}”"),
    ("rule", "removed"): Text(
        fi="poistettu sääntö ”{name}”", sv="den strukna regeln ”{name}”", en="the removed rule “{name}”"
    ),
    ("rule", "changed"): Text(
        fi="muuttunut sääntö ”{name}”", sv="den ändrade regeln ”{name}”", en="the changed rule “{name}”"
    ),
    ("objective", "changed"): Text(fi="muuttunut tavoite", sv="det ändrade målet", en="the changed objective"),
    ("terms", "changed"): Text(
        fi="muuttuneet haun ehdot", sv="utlysningens ändrade villkor", en="the changed terms of the call"
    ),
    ("weights", "changed"): Text(fi="muuttuneet painot", sv="de ändrade vikterna", en="the changed weights"),
    ("application", "added"): Text(
        fi="uusi hakemus {name}", sv="den nya ansökan {name}", en="the new application {name}"
    ),
    ("application", "removed"): Text(
        fi="poistettu hakemus {name}", sv="den borttagna ansökan {name}", en="the removed application {name}"
    ),
    ("application", "changed"): Text(
        fi="muuttunut hakemus {name}", sv="den ändrade ansökan {name}", en="the changed application {name}"
    ),
    ("scores", "changed"): Text(
        fi="hakemuksen {name} muuttuneet pisteet", sv="de ändrade poängen för {name}", en="the changed scores of {name}"
    ),
}  # fmt: skip
_ITEM = {
    ("rule", "added"): Text(fi="uusi sääntö ”{name}”", sv="ny regel ”{name}”", en="a new rule, “{name}”"),
    ("rule", "removed"): Text(
        fi="sääntö ”{name}” poistettiin", sv="regeln ”{name}” ströks", en="the rule “{name}” was removed"
    ),
    ("rule", "changed"): Text(fi="sääntö ”{name}”", sv="regeln ”{name}”", en="the rule “{name}”"),
    ("objective", "changed"): Text(fi="tavoite", sv="målet", en="the objective"),
    ("terms", "changed"): Text(fi="haun ehdot", sv="utlysningens villkor", en="the terms of the call"),
    ("weights", "changed"): Text(fi="painot", sv="vikterna", en="the weights"),
    ("application", "added"): Text(fi="uusi hakemus {name}", sv="ny ansökan {name}", en="a new application, {name}"),
    ("application", "removed"): Text(
        fi="hakemus {name} poistettiin", sv="ansökan {name} togs bort", en="the application {name} was removed"
    ),
    ("application", "changed"): Text(fi="hakemus {name}", sv="ansökan {name}", en="the application {name}"),
    ("scores", "changed"): Text(fi="hakemuksen {name} pisteet", sv="poängen för {name}", en="the scores of {name}"),
}
"""The same as an item under the heading of what was changed."""

_SAID = {"weights": {"criteria", "weight"}, "scores": {"scores"}}
"""Words of places that need not be said again where only these were changed."""

_MOVE = {
    "in": Text(
        fi="{id} tuli rahoitettavaksi ({after})", sv="{id} finansieras nu ({after})", en="{id} came in ({after})"
    ),
    "out": Text(
        fi="{id} jäi pois (oli {before})", sv="{id} föll bort (hade {before})", en="{id} fell out (it had {before})"
    ),
    "other": Text(
        fi="{id} saa {after} (ennen {before})",
        sv="{id} får {after} (tidigare {before})",
        en="{id} gets {after} (it had {before})",
    ),
}
_NAMED = Text(fi="{id} ”{title}”", sv="{id} ”{title}”", en="{id} “{title}”")
_BECAUSE = Text(fi="syy: {causes}", sv="orsak: {causes}", en="because of {causes}")
_EACH = Text(
    fi="syyt, joista kukin riittää yksin: {causes}", sv="orsaker, av vilka var och en räcker ensam: {causes}",
    en="because of {causes}, each of which is enough alone",
)  # fmt: skip
_TOGETHER = Text(
    fi="syyt, jotka vaikuttavat vasta yhdessä: {causes}", sv="orsaker, som verkar först tillsammans: {causes}",
    en="because of {causes}, only together",
)  # fmt: skip
_UNKNOWN = Text(
    fi="syy: muutokset yhdessä", sv="orsak: ändringarna tillsammans", en="because of the changes taken together"
)
_LOCK = Text(
    fi="{id} {decision}: {reason} ({by}); {price}", sv="{id} {decision}: {reason} ({by}); {price}",
    en="{id} {decision}: {reason} ({by}); {price}",
)  # fmt: skip
_DECISION = {
    "fund": Text(fi="rahoitetaan", sv="finansieras", en="is funded"),
    "reject": Text(fi="ei rahoiteta", sv="finansieras inte", en="is not funded"),
}
_PRICE = Text(fi="hinta {n} pistettä", sv="pris {n} poäng", en="price {n} points")
_FREE = Text(fi="ei maksa yhtään pistettä", sv="kostar inga poäng", en="it costs no points")
_NO_PRICE = Text(
    fi="hintaa ei voi laskea", sv="priset kan inte räknas ut", en="its price cannot be known"
)  # fmt: skip

_WORD = {
    "amount": Text(fi="määrä", sv="belopp", en="amount"),
    "holdback": Text(fi="varataan", sv="reserveras", en="held back"),
    "value": Text(fi="arvo", sv="värde", en="value"),
    "requested": Text(fi="haettu", sv="ansökt", en="requested"),
    "minimum": Text(fi="vähintään tarvitaan", sv="minst behövs", en="least needed"),
    "scores": Text(fi="pisteet", sv="poäng", en="scores"),
    "at_least": Text(fi="vähintään", sv="minst", en="at least"),
    "at_most": Text(fi="enintään", sv="högst", en="at most"),
    "criteria": Text(fi="arviointiperuste", sv="bedömningsgrund", en="criterion"),
    "weight": Text(fi="paino", sv="vikt", en="weight"),
    "nothing": Text(fi="ei mitään", sv="inget", en="nothing"),
    "false": Text(fi="ei", sv="nej", en="no"),
    "true": Text(fi="kyllä", sv="ja", en="yes"),
}
"""Words of the places in a scenario; a name of the writer's own stands as it is, unless it has a title."""

_EUROS = {"amount", "holdback", "requested", "minimum"}
_LONGEST = 80


@dataclass(frozen=True)
class Alteration:
    """One thing that is not the same in both drafts.

    Attributes
    ----------
    what : {"rule", "objective", "terms", "application"}
    name : str
        The rule's name or the application's id.
    kind : {"added", "removed", "changed"}
    title : Text or None
        A rule's title.
    details : tuple of str
        Every value that changed, as `place: before → after`.
    titles : mapping of str to Text
        What names in the places are called.
    """

    what: Literal["rule", "objective", "terms", "application"]
    name: str
    kind: Kind
    title: Text | None
    details: tuple[str, ...]
    titles: Mapping[str, Text] = field(default_factory=dict, hash=False, compare=False)

    def words(self, language: Language, *, full: bool = False) -> str:
        """Say it in a few words; in full, with every value that changed."""
        name, aspect = self.name if self.title is None else self.title[language], self._aspect
        said = (_ITEM if full else _WHAT)[aspect, self.kind][language].format(name=name)
        if not full or not self.details:
            return said
        details = (_in_words(detail, self.titles, _SAID.get(aspect, set()), language) for detail in self.details)
        return f"{said} – {'; '.join(details)}"

    @property
    def _aspect(self) -> str:
        """What was changed, more narrowly where only weights or only scores were."""
        places = [detail.partition(": ")[0] for detail in self.details]
        if places and self.what == "terms" and all(place.endswith(".weight") for place in places):
            return "weights"
        if places and self.what == "application" and all(p == "value" or p.startswith("scores.") for p in places):
            return "scores"
        return self.what


@dataclass(frozen=True)
class Move:
    """An application whose award is not the same in both drafts.

    Attributes
    ----------
    application, title : str
    before, after : int
        Whole euros; 0 is not funded.
    causes : tuple of Alteration
        What moved it.
    alone : bool
        Whether each of them does it alone; if not, it takes them together.
    """

    application: str
    title: str
    before: int
    after: int
    causes: tuple[Alteration, ...]
    alone: bool

    def words(self, language: Language) -> str:
        """Say who moved and because of what."""
        kind = "in" if not self.before else "out" if not self.after else "other"
        amounts = {"before": euros(self.before, language), "after": euros(self.after, language)}
        title = self.title if len(self.title) <= _LONGEST else self.title[: _LONGEST - 1] + "…"
        named = _NAMED[language].format(id=self.application, title=title) if title else self.application
        said = _MOVE[kind][language].format(id=named, **amounts)
        causes = listed([cause.words(language) for cause in self.causes], language)
        return f"{said}; {self._because[language].format(causes=causes)}."

    @property
    def _because(self) -> Text:
        if not self.causes:
            return _UNKNOWN
        if len(self.causes) == 1:
            return _BECAUSE
        return _EACH if self.alone else _TOGETHER


@dataclass(frozen=True)
class LockPrice:
    """A lock that the earlier draft does not have, and the points that the objective loses by it alone."""

    lock: Lock
    price: Fraction | None

    def words(self, language: Language) -> str:
        """Say who decided what, why, and what it costs."""
        price = _NO_PRICE if self.price is None else _PRICE if self.price else _FREE
        return _LOCK[language].format(
            id=self.lock.application,
            decision=_DECISION[self.lock.decision][language],
            reason=self.lock.reason,
            by=self.lock.by,
            price=price[language].format(n=decimal(self.price or Fraction(0), 2, language)),
        )


@dataclass(frozen=True)
class Difference:
    """Two drafts side by side.

    Attributes
    ----------
    before, after : str
        The dossiers' file names.
    alterations : tuple of Alteration
    moves : tuple of Move
    locks : tuple of LockPrice
    objective : Text
        What the later draft maximises.
    values : tuple of two Fraction
        The objective before and after.
    granted : tuple of two int
        Whole euros in all, before and after.
    """

    before: str
    after: str
    alterations: tuple[Alteration, ...]
    moves: tuple[Move, ...]
    locks: tuple[LockPrice, ...]
    objective: Text
    values: tuple[Fraction, Fraction]
    granted: tuple[int, int]

    def text(self, language: Language = "fi") -> str:
        """Tell it in sentences, one a line."""
        return "\n".join(self._lines(language))

    def _lines(self, language: Language) -> Iterator[str]:
        yield _HEADING[language].format(before=self.before, after=self.after)
        if not self.alterations:
            yield _SAME[language]
            return
        yield _ALTERED[language]
        yield from (f"- {alteration.words(language, full=True)}" for alteration in self.alterations)
        if self.locks:
            yield _LOCKED[language]
            yield from (f"- {lock.words(language)}" for lock in self.locks)
        yield _MOVED[language] if self.moves else _NOBODY[language]
        yield from (f"- {move.words(language)}" for move in self.moves)
        yield _TOTALS[language].format(
            name=self.objective[language],
            values=" → ".join(decimal(value, 2, language) for value in self.values),
            granted=" → ".join(euros(amount, language) for amount in self.granted),
        )


def _in_words(detail: str, titles: Mapping[str, Text], known: set[str], language: Language) -> str:
    place, _, values = detail.partition(": ")
    names = place.split(".")
    said = " ".join(
        (_WORD.get(name) or titles[name])[language] if name in {*_WORD, *titles} else name
        for name in names
        if name not in known
    )
    before, arrow, after = values.partition(" → ")
    unit = "€" if names[-1] in _EUROS else ""
    return f"{said}: {_in_numbers(before, unit, language)}{arrow}{_in_numbers(after, unit, language)}"


def _in_numbers(value: str, unit: str, language: Language) -> str:
    """Write a value as the language writes numbers and euros, if it is one."""
    text = value.strip('"')
    if text in _WORD:
        return _WORD[text][language]
    if match := re.fullmatch(r"-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,6}))?", text):
        whole = unit and match[1] is None
        return euros(int(text), language) if whole else decimal(Fraction(text), len(match[1] or ""), language)
    return text
