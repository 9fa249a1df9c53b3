"""An invented call of any size: for trying the tool out, and for measuring it.

Random, and repeatable: the same size, regions and seed give the same files, byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from allocator.files import OutputError, write_together
from allocator.geography import finland
from allocator.writing import whole

_Euros = npt.NDArray[np.int64]

_PARTNERS_AT_MOST = 5
_SCENARIO = """\
title:
  fi: Keksitty haku, {count_fi} hakemusta
  sv: Påhittad utlysning, {count_fi} ansökningar
  en: An invented call, {count_en} applications
why:
  fi: Kokeilua ja mittaamista varten; siemenluku {seed}.
  sv: För försök och mätning; frö {seed}.
  en: For trying out and measuring; seed {seed}.

call:
  notice: {{fi: Keksitty aineisto, sv: Påhittat material, en: Invented data}}
  years: [2027, 2028, 2029]
  targets:
    network: {{title: {{fi: Verkosto, sv: Nätverk, en: Network}}}}
    zone: {{title: {{fi: Vyöhyke, sv: Zon, en: Zone}}}}
  regions: {regions}

data: {{applications: applications.csv, partners: partners.csv}}

rules:
  budget: {{kind: budget, amount: {budget}}}
  towns: {{kind: earmark, amount: {earmark}, for: {{town: yes}}, ring_fenced: true}}
  zones: {{kind: limit, for: {{target: zone}}, measure: share_of_budget, at_least: "0.10"}}
  any_region: {{kind: limit, each: region, measure: share_of_budget, at_most: "{most}"}}
  every_region: {{kind: fair_share, reference: {{requested: "1"}}, of: budget, at_least: "0.3"}}

objective: {{maximise: value, ties: [lower_cost, application_id]}}
"""


def write_synthetic(folder: Path, applications: int, *, regions: int = 19, seed: int = 1) -> list[Path]:
    """Write a call of invented applications into a new or empty folder.

    Requests are 50 000 to 800 000 euros over three years, a sixth of the applications are zones, a third may use
    the earmark, and one to five partners lie in regions of which some have many more partners than others. Values
    have two decimals and rise with the request, so that good and cheap is rare. There is money for 45 % of the sum.

    Parameters
    ----------
    folder : Path
    applications, regions : int
        How many; the regions are Finland's if they are 19, and otherwise numbered ones.
    seed : int
        Of the random numbers.

    Returns
    -------
    list of Path
        The files: `base.yaml`, `applications.csv`, `partners.csv`, and `regions.csv` for regions of its own.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written to.
    ValueError
        If there are no applications or no regions.
    """
    if applications < 1 or regions < 1:
        raise ValueError("a call has at least one application and one region")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is not an empty folder; a new call needs one of its own")
    finnish = regions == len(finland().regions)
    codes = [region.code for region in finland().regions] if finnish else [f"R{n:03}" for n in range(1, regions + 1)]
    drawn = np.random.default_rng(seed)
    requested = drawn.integers(50, 801, applications) * 1_000
    contents = {
        "base.yaml": _scenario(requested, codes, finnish, seed),
        "applications.csv": _csv(_applications(requested, drawn)),
        "partners.csv": _csv(_partners(requested, codes, drawn)),
    }
    if not finnish:
        contents["regions.csv"] = _csv([("code", "name"), *((code, f"Region {code[1:]}") for code in codes)])
    return write_together(folder, {name: text.encode() for name, text in contents.items()})


def _scenario(requested: _Euros, codes: Sequence[str], finnish: bool, seed: int) -> str:
    budget = int(requested.sum()) * 45 // 100
    return _SCENARIO.format(
        count_fi=whole(len(requested), "fi"),
        count_en=whole(len(requested), "en"),
        seed=seed,
        regions="finland" if finnish else "regions.csv",
        budget=budget,
        earmark=budget // 5,
        most=f"{4 / len(codes):.4f}" if len(codes) > 4 else "1",
    )


def _applications(requested: _Euros, drawn: np.random.Generator) -> Iterator[tuple[object, ...]]:
    yield ("id", "title", "target", "applicant", "requested", "2027", "2028", "2029", "town", "value")
    count = len(requested)
    zones, towns = drawn.random(count) < 1 / 6, drawn.random(count) < 1 / 3
    values = np.clip(drawn.normal(2.5 + requested / 400_000, 0.8), 0.1, 5).round(2)
    first = requested * drawn.integers(10, 41, count) // 100
    second = requested * drawn.integers(20, 41, count) // 100
    columns = zip(requested, first, second, zones, towns, values, strict=True)
    for number, (euros, one, two, zone, town, value) in enumerate(columns, start=1):
        who = f"A{number:07}", f"Invented application {number}", "zone" if zone else "network", f"Applicant {number}"
        yield *who, euros, one, two, euros - one - two, "yes" if town else "no", f"{value:.2f}"


def _partners(requested: _Euros, codes: Sequence[str], drawn: np.random.Generator) -> Iterator[tuple[object, ...]]:
    yield ("application", "organisation", "region", "euros")
    weight = drawn.dirichlet(np.full(len(codes), 2.0))
    counts = drawn.integers(1, _PARTNERS_AT_MOST + 1, len(requested))
    places = drawn.choice(len(codes), size=(len(requested), _PARTNERS_AT_MOST), p=weight)
    for number, (euros, count, where) in enumerate(zip(requested, counts, places, strict=True), start=1):
        part = int(euros) // int(count)
        for position in range(count):
            last = position == count - 1
            share = int(euros) - part * (int(count) - 1) if last else part
            yield f"A{number:07}", f"Partner {number}-{position + 1}", codes[where[position]], share


def _csv(rows: Iterator[tuple[object, ...]] | Sequence[tuple[object, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()
