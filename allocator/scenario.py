"""A scenario: a call, its rules and its objective, read from YAML or made in code."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from allocator.call import Call, Terms, Written
from allocator.documents import Change, Document, inside, merge, read_document
from allocator.errors import Problem, ScenarioError, nearest, one_of
from allocator.geography import Geography, finland
from allocator.objectives import Objective
from allocator.readers import Tables, read_call
from allocator.regions import read_regions
from allocator.rules import FAMILIES, KINDS, AnyRule
from allocator.rules.base import Rule
from allocator.shown import Shown
from allocator.text import Text

ModelT = TypeVar("ModelT", bound=BaseModel)

_EXPECTED = {
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), "names with their values"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "a whole number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    **dict.fromkeys(("string_type", "string_too_short"), "text"),
    "tuple_type": "a list",
    "too_short": "at least one",
}
"""What should stand there, by pydantic's word for what is wrong."""

_STEP = re.compile(r"(literal|tuple|\[key)\b")
"""What pydantic puts between the names that lead to a value: the choice that it tried, or that it is at a key."""


class Data(Written):
    """The tables of a call, beside the scenario file."""

    applications: str = Field(description="one row for each application")
    partners: str | None = Field(None, description="one row for each partner of each application")
    scores: str | None = Field(None, description="one row for each score by a reviewer on a criterion")


class ScenarioFile(Written):
    """What a scenario file holds once everything that it extends is merged in."""

    title: Text
    why: Text | None = Field(None, description="why this scenario is looked at")
    extends: str | None = Field(None, description="the file that this one changes, in the same folder")
    call: Terms
    data: Data
    rules: Mapping[str, AnyRule | None] = Field({}, description="rules by the name that people use; null: off")
    objective: Objective = Objective()


@dataclass(frozen=True, repr=False)
class Scenario(Shown):
    """A call with the rules and the objective under which it is decided.

    Attributes
    ----------
    name : str
        Short name: the file's, without its ending.
    call : Call
        The terms and everything that came in.
    rules : mapping of str to Rule
        The rules in force, by name.
    objective : Objective
        What is maximised, and the order of tie-breaks.
    title, why : Text, optional
        What it is called, and why it is looked at.
    chain : tuple of str
        Names of the scenarios that it extends, the base first, itself last.
    changes : tuple of Change
        What it changes in the one that it extends.
    hashes : mapping of str to str
        SHA-256 of every file that it was read from.
    """

    name: str
    call: Call
    rules: Mapping[str, Rule]
    objective: Objective = field(default_factory=Objective)
    title: Text | None = None
    why: Text | None = None
    chain: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", MappingProxyType(dict(self.rules)))
        if not self.chain:
            object.__setattr__(self, "chain", (self.name,))
        if problems := list(_problems(self)):
            raise ScenarioError(problems)

    @classmethod
    def of(
        cls,
        call: Call,
        rules: Mapping[str, Any],
        objective: Mapping[str, Any] | Objective | None = None,
        *,
        name: str = "scenario",
        why: str | None = None,
    ) -> Scenario:
        """Make a scenario in code: rules and objective as a scenario file would say them.

        Raises
        ------
        ScenarioError
            With every problem in the rules and the objective at once.
        """
        written = {
            "rules": dict(rules),
            "objective": objective.model_dump(by_alias=True) if isinstance(objective, Objective) else objective or {},
        }
        parsed = _validated(_Varied, Document(written))
        kept = {rule: value for rule, value in parsed.rules.items() if value is not None}
        return cls(name, call, kept, parsed.objective, why=Text(fi=why) if why else None)

    def vary(
        self,
        *,
        rules: Mapping[str, Any] | None = None,
        objective: Mapping[str, Any] | None = None,
        name: str | None = None,
        why: str | None = None,
    ) -> Scenario:
        """Return this scenario with some rules or parts of the objective changed.

        Parameters
        ----------
        rules : mapping, optional
            By rule name, only what changes; None switches a rule off; a new name adds a rule.
        objective : mapping, optional
            Only what changes.
        name, why : str, optional
            What the new scenario is called, and why it is looked at.

        Examples
        --------
        >>> less = scenario.vary(rules={"budget": {"amount": 6_300_000}}, why="ten per cent less")
        """
        merged, changes = merge(self.written, {"rules": rules or {}, "objective": objective or {}})
        parsed = _validated(_Varied, Document(merged))
        name = name or why or f"{self.name}*"
        return replace(
            self,
            name=name,
            rules={rule: value for rule, value in parsed.rules.items() if value is not None},
            objective=parsed.objective,
            title=None,
            why=Text(fi=why) if why else None,
            chain=(*self.chain, name),
            changes=changes,
        )

    @property
    def written(self) -> dict[str, Any]:
        """The rules and the objective as a scenario file would say them."""
        return {
            "rules": {name: _dumped(rule) for name, rule in self.rules.items()},
            "objective": _dumped(self.objective),
        }

    def rule_title(self, name: str) -> Text:
        """Return what people call a rule."""
        rule = self.rules.get(name)
        return rule.called(name) if rule else Text(fi=name)

    @property
    def assumptions(self) -> tuple[tuple[str, Text], ...]:
        """Everything that was not published: its name, and what is assumed."""
        of_rules = ((name, rule.assumption) for name, rule in self.rules.items())
        return (*self.call.terms.assumptions.items(), *((name, text) for name, text in of_rules if text))


class _Varied(Written):
    """The part of a scenario that can be varied without reading a file again."""

    rules: Mapping[str, AnyRule | None] = {}
    objective: Objective = Objective()


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario file, everything it extends, and the tables of its call.

    Parameters
    ----------
    path : str or Path
        A YAML file such as `scenarios/akke-2021/base.yaml`.

    Raises
    ------
    ScenarioError
        If a scenario file cannot be right; every problem at once, each with its file and line.
    InputError
        If a table cannot be right; every problem at once, each with its file, row and column.
    """
    path = Path(path)
    document = read_document(path)
    written = _validated(ScenarioFile, document)
    folder = document.files[0].parent
    tables, geography, files = _located(written, folder, document)
    call = read_call(written.call, geography, tables)
    try:
        return Scenario(
            name=path.stem,
            call=call,
            rules={name: rule for name, rule in written.rules.items() if rule is not None},
            objective=written.objective,
            title=written.title,
            why=written.why,
            chain=tuple(file.stem for file in document.files),
            changes=document.changes,
            hashes={**document.hashes, **{file.name: _sha256(file) for file in files}},
        )
    except ScenarioError as error:
        raise ScenarioError([_placed(problem, document) for problem in error.problems]) from None


def read_written(path: str | Path) -> tuple[ScenarioFile, tuple[Path, ...]]:
    """Read what a scenario file says, its tables unread; return it and every file that it or its call is read from."""
    document = read_document(Path(path))
    written = _validated(ScenarioFile, document)
    return written, (*document.files, *_located(written, document.files[0].parent, document)[2])


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors.

    A file that extends another may leave out whatever it does not change, so nothing is required of it.
    """
    schema = ScenarioFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    required = schema.pop("required")
    fields: dict[str, Any] = {}
    for family in FAMILIES:
        defined = schema["$defs"][family.__name__]
        # Without its kind a rule could be one of several families, and then it is none.
        defined["required"] = ["kind"]
        fields |= {field: {} for field in defined["properties"]}
    rules, kind = schema["properties"]["rules"], {"required": ["kind"]}
    partial = {"type": "object", "properties": fields, "additionalProperties": False, "not": kind}
    rules["additionalProperties"]["anyOf"].append(partial)
    whole = {"additionalProperties": {"anyOf": [kind, {"type": "null"}]}}
    schema["if"] = {"required": ["extends"]}
    schema["else"] = {"required": required, "properties": {"rules": whole}}
    return schema


def _located(written: ScenarioFile, folder: Path, document: Document) -> tuple[Tables, Geography, list[Path]]:
    """Find the tables, and the regions, that a scenario names."""

    def beside(name: str, *where: str) -> Path:
        return inside(folder, name, document.place(where), ".".join(where))

    tables = written.data.model_dump(exclude_none=True)
    named = {table: beside(name, "data", table) for table, name in tables.items()}
    files = list(named.values())
    if written.call.regions == "finland":
        geography = finland()
    else:
        files.append(regions := beside(written.call.regions, "call", "regions"))
        geography = read_regions(regions)
    return Tables(**named), geography, files


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _dumped(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True) | (
        {"kind": value.kind} if isinstance(value, Rule) else {}
    )


def _problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield every name in the rules and the objective that the call does not know."""
    call, rules = scenario.call, scenario.rules
    for town in call.terms.regional_towns:
        if call.geography.municipalities and call.geography.municipality(town) is None:
            names = list(call.geography.municipality_names())
            yield Problem(
                "unknown municipality",
                column="call.regional_towns",
                found=town,
                suggestion=nearest(town, names),
            )
    for column in call.terms.must_name:
        if call.columns and column not in call.columns:
            yield Problem(
                "unknown column",
                column="call.must_name",
                found=column,
                expected=one_of(sorted(call.columns)),
                suggestion=nearest(column, call.columns),
            )
    for name, rule in rules.items():
        yield from rule.problems(name, call, rules)
    yield from scenario.objective.problems(call, rules)


def _placed(problem: Problem, document: Document) -> Problem:
    """Give a problem found later the file and line of what it speaks of."""
    file, row = document.place(tuple((problem.column or "").split(".")))
    return replace(problem, file=file, row=row)


def _validated(kind: type[ModelT], document: Document) -> ModelT:
    try:
        return TypeAdapter(kind).validate_python(document.values)
    except ValidationError as error:
        raise ScenarioError([_problem(kind, dict(e), document) for e in error.errors()]) from None


def _problem(kind: type[BaseModel], error: dict[str, Any], document: Document) -> Problem:
    """Say what pydantic found in the words of a scenario file."""
    place = _without_tags(error["loc"])
    file, row = document.place(place)
    found: str | None = None if isinstance(error["input"], dict | list) else str(error["input"])
    known: list[str] = []
    what, expected = error["msg"].removeprefix("Value error, "), None
    if error["type"] == "extra_forbidden":
        known, what, found = _fields_at(kind, place[:-1], document.values), "unknown field", str(error["loc"][-1])
    elif error["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        known, what, place = list(KINDS), "unknown kind of rule", (*place, "kind")
        found = _at(document.values, place)
    elif error["type"] == "literal_error":
        known, what = (
            error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", "),
            "unknown value",
        )
    elif error["type"] == "missing":
        what, found = "missing", None
    elif error["type"] in _EXPECTED:
        what, expected = "wrong value", _EXPECTED[error["type"]]
    elif what.startswith("expected "):
        what, expected = "wrong value", what.removeprefix("expected ")
    return Problem(
        what,
        file,
        row,
        ".".join(place),
        found,
        one_of(known) if known else expected,
        nearest(found, known) if found else None,
    )


def _without_tags(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """Leave out the rule's kind, which pydantic puts after its name, and names of its own steps."""
    parts = [str(part) for part in loc]
    if len(parts) > 2 and parts[0] == "rules" and parts[2] in KINDS:
        del parts[2]
    return tuple(part for part in parts if not _STEP.match(part))


def _at(values: Any, place: tuple[str, ...]) -> str | None:
    for part in place:
        values = values.get(part) if isinstance(values, dict) else None
    return None if values is None else str(values)


def _fields_at(kind: type[BaseModel], place: tuple[str, ...], values: Any) -> list[str]:
    """Return the fields that may stand at a place, following the types of what is there."""
    if len(place) >= 2 and place[0] == "rules":
        rule_kind = _at(values, (*place[:2], "kind"))
        kind, place = dict(zip(KINDS, FAMILIES, strict=True)).get(rule_kind or "", Rule), place[2:]
    current: Any = kind
    for part in place:
        if isinstance(current, type) and issubclass(current, BaseModel):
            by_name = {field.alias or name: field.annotation for name, field in current.model_fields.items()}
            current = _inner(by_name.get(part))
        elif get_origin(current) is Mapping:
            # The part is a name of the writer's own.
            current = _inner(get_args(current)[1])
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _inner(annotation: Any) -> Any:
    """Return the model, or the mapping of names to models, inside Model | None and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_inner(argument) for argument in get_args(annotation))
    found = next((model for model in inner if model is not None), None)
    return annotation if found is not None and get_origin(annotation) is Mapping else found
