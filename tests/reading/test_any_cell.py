"""Whatever stands in a cell, a workbook or the bytes of a table, it is read or refused in words."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import (
    APPLICATIONS,
    PARTNERS,
    SCORES,
    TERMS,
    rows_of,
    typed,
    workbook,
    written,
)

from allocator.errors import InputError
from allocator.geography import finland
from allocator.readers import Tables, read_call

EXAMPLES = settings.default.max_examples

ODD = [
    "",
    '"',
    "\0",
    "=1+1",
    "1/0",
    "٣",
    "²",
    "1e99",
    "nan",
    "-0",
    "%",
    "€",
    "\u2212",
    "9" * 70,
    "1.1.9999",
    "1.1.0001",
]
CELLS = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(str),
    st.sampled_from(ODD),
)
KEPT_CELLS = st.one_of(
    st.text(max_size=12),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)),
    st.sampled_from(ODD),
)
PLACES = st.tuples(st.integers(0, 4), st.integers(0, 11))
NAMES = st.sampled_from(["applications", "partners", "scores"])


def sound_or_refused(tables: Tables) -> None:
    """Anything but an InputError gets through, and fails the test."""
    try:
        call = read_call(TERMS, finland(), tables)
    except InputError:
        return
    assert all(sum(a.by_year) == a.requested > 0 for a in call.applications)
    assert all(sum(p.euros for p in a.partners) == a.requested for a in call.applications)


def mutated(name: str, mutations: list[tuple[tuple[int, int], object]]) -> list[list[Any]]:
    rows: list[list[Any]] = rows_of({"applications": APPLICATIONS, "partners": PARTNERS, "scores": SCORES}[name])
    for (row, column), cell in mutations:
        cells = rows[row % len(rows)]
        cells[column % len(cells)] = cell
    return rows


@settings(max_examples=2 * EXAMPLES)
@given(NAMES, st.lists(st.tuples(PLACES, CELLS), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_is_read_or_is_an_input_error(tmp_path_factory, name, mutations):
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(mutated(name, mutations))
    content = text.getvalue().encode("utf-8", "replace")
    sound_or_refused(written(tmp_path_factory.getbasetemp() / "cells", {name: content}))


@given(NAMES, st.lists(st.tuples(PLACES, KEPT_CELLS), min_size=1, max_size=4))
def test_whatever_stands_in_a_workbook_is_read_or_is_an_input_error(tmp_path_factory, name, mutations):
    folder = tmp_path_factory.getbasetemp() / "kept"
    tables = written(folder, {})
    path = workbook(
        folder / "mutated.xlsx", mutated(name, mutations), as_kept=lambda c: typed(c) if isinstance(c, str) else c
    )
    sound_or_refused(replace(tables, **{name: path}))


@settings(max_examples=2 * EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_a_table_has_it_is_read_or_is_an_input_error(tmp_path_factory, mutations):
    content = bytearray(APPLICATIONS.encode())
    for place, byte in mutations:
        content[place % len(content)] = byte
    sound_or_refused(written(tmp_path_factory.getbasetemp() / "bytes", {"applications": bytes(content)}))
