"""Which applications, and which of their euros, a rule speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import ConfigDict, RootModel, field_validator

from allocator.call import Application, Call
from allocator.candidates import Candidates
from allocator.errors import Problem
from allocator.rows import Linear, constant
from allocator.rules.base import unknown
from allocator.text import LANGUAGES, Language, Text
from allocator.writing import listed

_READ: Mapping[str, Callable[[Call, Application], tuple[str, ...]]] = {
    "application": lambda call, a: (a.id,),
    "target": lambda call, a: (a.target,),
    "applicant": lambda call, a: (a.applicant,),
    "applicant_type": lambda call, a: (a.applicant_type,),
    "granting_authority": lambda call, a: (a.granting_authority,),
    "language": lambda call, a: (a.language,),
    "municipality": lambda call, a: tuple(sorted(a.municipalities)),
    "regional_town": lambda call, a: ("yes" if call.is_regional_town(a) else "no",),
}
"""What a rule may filter by beside regions and the table's further columns."""


_COLUMN_TITLES = {
    "region": Text(fi="maakunta", sv="landskap", en="region"),
    "target": Text(fi="kohde", sv="mål", en="target"),
    "applicant_type": Text(fi="hakijatyyppi", sv="sökandetyp", en="type of applicant"),
    "granting_authority": Text(fi="rahoittava liitto", sv="finansierande förbund", en="granting authority"),
    "municipality": Text(fi="kunta", sv="kommun", en="municipality"),
    "regional_town": Text(fi="seutukaupunki", sv="regionstad", en="regional town"),
}


def column_title(column: str) -> Text:
    """Return what a column is called by people; a further column by its own name."""
    return _COLUMN_TITLES.get(column, Text(fi=column))


def column_values(call: Call, column: str) -> tuple[str, ...] | None:
    """Return every value that a column may have in a call, in order, or None if there is no such column."""
    if column == "region":
        return call.region_codes
    if column == "target" and call.terms.targets:
        return tuple(call.terms.targets)
    if column == "applicant_type" and call.terms.applicant_types:
        return tuple(call.terms.applicant_types)
    if column == "regional_town":
        return ("no", "yes")
    if column not in _READ and column not in call.columns:
        return None
    return tuple(sorted({value for values in map(_reading(call, column), call.applications) for value in values}))


def cell_values(call: Call, application: Application, column: str) -> tuple[str, ...]:
    """Return an application's values in a column; several where its cell lists several."""
    return _reading(call, column)(application)


def _reading(call: Call, column: str) -> Callable[[Application], tuple[str, ...]]:
    if column == "region":
        return lambda application: tuple([code for code, euros in application.by_region.items() if euros])
    if column in _READ:
        read = _READ[column]
        return lambda application: tuple(filter(None, read(call, application)))
    return lambda application: application.columns.get(column, ())


def value_title(call: Call, column: str, value: str) -> Text:
    """Return what a column's value is called by people."""
    if column == "region" and (region := call.geography.region(value)):
        return region.name
    if column == "target" and value in call.terms.targets:
        return call.terms.targets[value].title
    if column == "applicant_type" and value in call.terms.applicant_types:
        return call.terms.applicant_types[value]
    return call.terms.value_titles.get(column, {}).get(value, Text(fi=value))


def _as_values(value: object) -> tuple[str, ...]:
    """Read a filter's value: one or several; yes and no may be written as booleans."""
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(isinstance(v, dict | list) or v is None for v in values):
        raise ValueError("expected a value, or a list of values")
    texts = ({True: "yes", False: "no"}[v] if isinstance(v, bool) else str(v) for v in values)
    return tuple(dict.fromkeys(texts))


class Selection(RootModel[dict[str, Any]]):
    """A filter: every named column must hold one of its values; an empty filter wants everything.

    `region` selects euros rather than applications: the part that falls in those regions.
    """

    model_config = ConfigDict(frozen=True)

    root: dict[str, Any] = {}

    @field_validator("root")
    @classmethod
    def _values(cls, root: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        return {column: _as_values(value) for column, value in root.items()}

    def problems(self, where: str, call: Call) -> Iterator[Problem]:
        """Yield a problem for every column and value that the call does not know."""
        for column, wanted in self.root.items():
            known = column_values(call, column)
            if known is None:
                yield unknown(where, "column", column, sorted({"region", *_READ, *call.columns}))
                continue
            for value in wanted:
                if column == "region" and call.geography.region(value) is None:
                    yield unknown(f"{where}.region", "region", value, list(call.geography.region_names()))
                elif column == "municipality" and call.geography.municipalities:
                    if call.geography.municipality(value) is None:
                        names = list(call.geography.municipality_names())
                        yield unknown(f"{where}.municipality", "municipality", value, names)
                elif column != "region" and value not in known:
                    yield unknown(f"{where}.{column}", f"value of {column}", value, list(known))

    def regions(self, call: Call) -> tuple[str, ...] | None:
        """Return the codes of the regions that are selected, or None if it does not select by region."""
        if "region" not in self.root:
            return None
        found = (call.geography.region(name) for name in self.root["region"])
        # A region may be written by its code and by its name too: its euros are counted once.
        return tuple(dict.fromkeys(region.code for region in found if region))

    def wants(self, call: Call, application: Application) -> bool:
        """Whether an application is selected; by region, if it has money in one of them."""
        return self.chosen(call)(application)

    def chosen(self, call: Call) -> Callable[[Application], bool]:
        """Return the test by which applications are selected, made once to be asked of many."""
        wanted = [(_reading(call, column), frozenset(self.values(call, column))) for column in self.root]

        def is_chosen(application: Application) -> bool:
            return not any(values.isdisjoint(read(application)) for read, values in wanted)

        return is_chosen

    def values(self, call: Call, column: str) -> tuple[str, ...]:
        """Return the wanted values of a column as applications hold them: a region by its code."""
        if column == "region":
            return self.regions(call) or ()
        if column == "municipality":
            towns = (call.geography.municipality(name) for name in self.root[column])
            named = tuple(dict.fromkeys(town.name["fi"] for town in towns if town))
            return named or tuple(self.root[column])
        return tuple(self.root[column])

    def euros(self, candidates: Candidates) -> Linear:
        """Σ of the selected euros of the awards."""
        codes = self.regions(candidates.call)
        form = candidates.euros
        if codes is not None:
            form = sum((candidates.in_region(code) for code in codes), constant(0, len(candidates)))
        return self.of(candidates, form)

    def count(self, candidates: Candidates) -> Linear:
        """Σ of the selected awards; by region, of those that have a euro in one of them."""
        wanted = self.of(candidates, candidates.count)
        if "region" not in self.root:
            return wanted
        return candidates.masked(wanted, [euros > 0 for euros in self.euros(candidates).coefficients])

    def of(self, candidates: Candidates, form: Linear) -> Linear:
        """Return *form* with the awards of applications that are not selected left out."""
        return candidates.only(form, self.chosen(candidates.call)) if self.root else form

    def words(self, call: Call, language: Language) -> str:
        """Say which applications are selected: their values, joined; nothing for an empty filter."""
        return "; ".join(
            listed([self._value_words(call, column, value, language) for value in wanted], language)
            for column, wanted in self.root.items()
        )

    def concerns(self, call: Call) -> Mapping[Language, str]:
        """Say in brackets whom a rule concerns, to stand at the end of its sentence; nothing for everybody."""
        return {language: f" ({words})" if (words := self.words(call, language)) else "" for language in LANGUAGES}

    @staticmethod
    def _value_words(call: Call, column: str, value: str, language: Language) -> str:
        code = value
        if column == "region" and (region := call.geography.region(value)):
            code = region.code
        words = value_title(call, column, code)[language]
        return f"{column_title(column)[language]}: {words}" if words in {"yes", "no"} else words


@dataclass(frozen=True)
class Group:
    """The selected awards that share a value of a column: one region, one theme, one authority."""

    key: str
    title: Text
    euros: Linear
    count: Linear


def groups(candidates: Candidates, each: str, selection: Selection) -> Iterator[Group]:
    """Yield a group for every value of the column *each* that a selection leaves.

    Money is in a region by share; an application counts in every region in which its award has a euro.
    """
    call = candidates.call
    rest = Selection({column: wanted for column, wanted in selection.root.items() if column != each})
    chosen = selection.values(call, each) if each in selection.root else column_values(call, each)
    if each == "region":
        for code in chosen or ():
            money, count = candidates.in_region(code), candidates.reaching(code)
            key, title = row_key(call, each, code), value_title(call, each, code)
            yield Group(key, title, rest.of(candidates, money), rest.of(candidates, count))
        return
    members: dict[str, list[int]] = {}
    wanted = rest.chosen(call)
    for position, application in enumerate(candidates.applications):
        for value in cell_values(call, application, each) if wanted(application) else ():
            members.setdefault(value, []).append(position)
    money, count = rest.euros(candidates), rest.count(candidates)
    for value in chosen or ():
        here = np.zeros(len(candidates), dtype=bool)
        here[members.get(value, [])] = True
        yield Group(
            row_key(call, each, value),
            value_title(call, each, value),
            candidates.masked(money, here),
            candidates.masked(count, here),
        )


def row_key(call: Call, column: str, value: str) -> str:
    """Return how a value is named in a row's name: a region by its name rather than its code."""
    return value_title(call, "region", value)["fi"] if column == "region" else value
