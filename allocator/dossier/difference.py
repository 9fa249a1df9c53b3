"""What two drafts differ in, and how that is told in Finnish, Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
_MOVED = Text(fi="Kenen päätös muuttui:", sv="Vems beslut ändrades:", en="Whose outcome changed:")
_LOCKED = Text(fi="Uudet sitovat ratkaisut:", sv="Nya bindande avgöranden:", en="New binding decisions:")
_WHAT = {
    ("rule", "added"): Text(fi="uusi sääntö {name}", sv="ny regel {name}", en="new rule {name}"),
    ("rule", "removed"): Text(fi="poistettu sääntö {name}", sv="struken regel {name}", en="removed rule {name}"),
    ("rule", "changed"): Text(fi="muutettu sääntö {name}", sv="ändrad regel {name}", en="changed rule {name}"),
    ("objective", "changed"): Text(fi="muutettu tavoite", sv="ändrat mål", en="changed objective"),
    ("terms", "changed"): Text(fi="muutetut haun ehdot", sv="ändrade villkor för utlysningen", en="changed call terms"),
    ("application", "added"): Text(fi="uusi hakemus {name}", sv="ny ansökan {name}", en="new application {name}"),
    ("application", "removed"): Text(
        fi="poistettu hakemus {name}", sv="borttagen ansökan {name}", en="removed application {name}"
    ),
    ("application", "changed"): Text(
        fi="muutettu hakemus tai pisteet {name}", sv="ändrad ansökan eller poäng {name}",
        en="changed application or scores {name}",
    ),
}  # fmt: skip
_MOVE = {
    "in": Text(
        fi="{id} tuli rahoitettavaksi ({after})", sv="{id} finansieras nu ({after})", en="{id} came in ({after})"
    ),
    "out": Text(
        fi="{id} jäi pois (oli {before})", sv="{id} föll bort (var {before})", en="{id} fell out (it had {before})"
    ),
    "other": Text(
        fi="{id} saa {after} (oli {before})",
        sv="{id} får {after} (var {before})",
        en="{id} gets {after} (had {before})",
    ),
}
_BECAUSE = Text(fi="syy: {causes}", sv="orsak: {causes}", en="because: {causes}")
_EACH = Text(
    fi="syy, kukin jo yksinään: {causes}", sv="orsak, var och en redan ensam: {causes}",
    en="because, each alone is enough: {causes}",
)  # fmt: skip
_TOGETHER = Text(
    fi="syy, vain yhdessä: {causes}", sv="orsak, endast tillsammans: {causes}", en="because, only together: {causes}"
)
_UNKNOWN = Text(
    fi="syy: muutokset yhdessä", sv="orsak: ändringarna tillsammans", en="because: the changes taken together"
)
_LOCK = Text(
    fi="{id} {decision}: {reason} ({by}); hinta {price}", sv="{id} {decision}: {reason} ({by}); pris {price}",
    en="{id} {decision}: {reason} ({by}); price {price}",
)  # fmt: skip
_DECISION = {
    "fund": Text(fi="rahoitetaan", sv="finansieras", en="is funded"),
    "reject": Text(fi="ei rahoiteta", sv="finansieras inte", en="is not funded"),
}
_POINTS = Text(fi="{n} pistettä", sv="{n} poäng", en="{n} points")
_NO_PRICE = Text(fi="ei laskettavissa", sv="kan inte räknas ut", en="cannot be had")

_WORD = {
    "amount": Text(fi="määrä", sv="belopp", en="amount"),
    "value": Text(fi="arvo", sv="värde", en="value"),
    "requested": Text(fi="haettu", sv="ansökt", en="requested"),
    "scores": Text(fi="pisteet", sv="poäng", en="scores"),
    "at_least": Text(fi="vähintään", sv="minst", en="at least"),
    "at_most": Text(fi="enintään", sv="högst", en="at most"),
    "criteria": Text(fi="arviointiperusteet", sv="bedömningsgrunder", en="criteria"),
    "weight": Text(fi="paino", sv="vikt", en="weight"),
    "nothing": Text(fi="ei mitään", sv="inget", en="nothing"),
}
"""Words of the places in a scenario; a name of the writer's own stands as it is."""


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
    """

    what: Literal["rule", "objective", "terms", "application"]
    name: str
    kind: Kind
    title: Text | None
    details: tuple[str, ...]

    def words(self, language: Language, *, full: bool = False) -> str:
        """Say it in a few words; in full, with every value that changed."""
        name = self.name if self.title is None else self.title[language]
        said = _WHAT[self.what, self.kind][language].format(name=name)
        if not full or not self.details:
            return said
        return f"{said} – {'; '.join(_in_words(detail, language) for detail in self.details)}"


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
        said = _MOVE[kind][language].format(id=self.application, **amounts)
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
        price = _NO_PRICE[language]
        if self.price is not None:
            price = _POINTS[language].format(n=decimal(self.price, 2, language))
        return _LOCK[language].format(
            id=self.lock.application,
            decision=_DECISION[self.lock.decision][language],
            reason=self.lock.reason,
            by=self.lock.by,
            price=price,
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
    """

    before: str
    after: str
    alterations: tuple[Alteration, ...]
    moves: tuple[Move, ...]
    locks: tuple[LockPrice, ...]

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
        if not self.moves:
            yield _NOBODY[language]
            return
        yield _MOVED[language]
        yield from (f"- {move.words(language)}" for move in self.moves)


def _in_words(detail: str, language: Language) -> str:
    place, _, values = detail.partition(": ")
    parts = [_WORD[part][language] if part in _WORD else part for part in place.split(".")]
    before, arrow, after = values.partition(" → ")
    return f"{' '.join(parts)}: {_in_numbers(before, language)}{arrow}{_in_numbers(after, language)}"


def _in_numbers(value: str, language: Language) -> str:
    """Write a value as the language writes numbers, if it is one."""
    plain = value.strip('"')
    if plain in _WORD:
        return _WORD[plain][language]
    if match := re.fullmatch(r"-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,6}))?", plain):
        return decimal(Fraction(plain), len(match[1] or ""), language)
    return plain
