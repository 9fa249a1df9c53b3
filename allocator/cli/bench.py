"""The command that measures: bench."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from allocator.cli.app import OUT, AsJson, app, print_json, shown_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allocator.bench.measuring import Measurement


_WIDTH = 132
"""The tables are wide, and a figure that is cut is none."""


@app.command()
def bench(
    sizes: Annotated[
        str, typer.Option(help="Applications, comma-separated, each at least 1.")
    ] = "40,200,1000,10000,100000,1000000",
    ways: Annotated[
        str | None, typer.Option(help="Which of allocator, pulp+highs, pulp+cbc, scipy.milp, rank and cut; else all.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="For each solve.", min=0.1)] = 60.0,
    seed: Annotated[int, typer.Option(help="Of the invented calls.", min=0)] = 1,
    as_json: AsJson = False,
) -> None:
    """Measure the whole path beside plain PuLP, scipy and rank-and-cut, on invented calls of several sizes.

    Each way runs in a process of its own, which is ended if it gives no answer. Times are processor seconds of each
    step; memory is the most that was held; the gap is to the bound that the whole path proves.
    """
    from allocator.bench.measuring import WAYS, bound_at, growth, measured, ratio, solves

    counts = [_size(size) for size in sizes.split(",")]
    chosen = list(WAYS) if ways is None else [way.strip() for way in ways.split(",")]
    if unknown := [way for way in chosen if way not in WAYS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(WAYS)}", param_hint="--ways")
    with shown_progress() as progress:
        found = list(measured(counts, chosen, seconds=seconds, seed=seed, progress=progress))
    if as_json:
        print_json(
            {
                "seed": seed,
                "seconds": seconds,
                "measurements": [
                    {**asdict(m), "gap": m.gap(bound_at(found, m.applications)), "ratio": ratio(found, m)}
                    for m in found
                ],
                "solves": [{"applications": size, **solves(found, size)} for size in counts],
                "growth": [{"from": less, "to": more, **powers} for (less, more), powers in growth(found).items()],
            }
        )
        return
    wide = Console(width=max(OUT.width, _WIDTH))
    for size in counts:
        wide.print(_table(found, size))
    wide.print(_beside_solving(found, counts))
    wide.print(_growth(growth(found)))


def _size(text: str) -> int:
    if not text.strip().isdigit() or int(text) < 1:
        raise typer.BadParameter(f"{text!r} is no number of applications", param_hint="--sizes")
    return int(text)


def _table(found: Sequence[Measurement], size: int) -> Table:
    from allocator.bench.measuring import STEPS, bound_at, ratio

    table = Table(title=f"{size:,} applications; processor seconds".replace(",", " "), title_justify="left")
    for head in ("way", *STEPS, "in all", "times", "peak MB", "value", "gap %", "found"):
        table.add_column(head, justify="left" if head in {"way", "found"} else "right", no_wrap=head != "found")
    for one in (m for m in found if m.applications == size):
        gap = one.gap(bound_at(found, size))
        table.add_row(
            one.way,
            *(_figure(one.seconds.get(step), 2) for step in STEPS),
            _figure(one.total, 2),
            _figure(ratio(found, one), 2),
            _figure(one.peak, 0),
            _figure(one.value, 2),
            _figure(None if gap is None else 100 * gap, 5),
            one.said,
        )
    return table


def _beside_solving(found: Sequence[Measurement], sizes: Sequence[int]) -> Table:
    """Hold what the whole path does beside solving against each solver's own time in the same run."""
    from allocator.bench.measuring import WHOLE, solves

    table = Table(title="All but the solve, and how many times as long as each solver's own time", title_justify="left")
    ways = list(dict.fromkeys(way for size in sizes for way in solves(found, size)))
    for head in ("applications", "all but the solve", *ways):
        table.add_column(head, justify="right")
    for size in sizes:
        own = next((m.beside_solving for m in found if m.applications == size and m.way == WHOLE), None)
        solved = solves(found, size)
        table.add_row(f"{size:,}".replace(",", " "), _figure(own, 2), *(_held(own, solved.get(way)) for way in ways))
    return table


def _held(own: float | None, solve: float | None) -> str:
    if solve is None:
        return "no answer"
    return f"{_figure(solve, 2)} s" + (f": {own / solve:.2f}" if own is not None and solve else "")


def _growth(grown: dict[tuple[int, int], dict[str, float]]) -> Table:
    from allocator.bench.measuring import STEPS

    table = Table(title="Growth of the whole path: powers of the size", title_justify="left")
    for head in ("from", "to", *STEPS):
        table.add_column(head, justify="right")
    for (less, more), powers in grown.items():
        table.add_row(f"{less:,}", f"{more:,}", *(_figure(powers.get(step), 2) for step in STEPS))
    return table


def _figure(number: float | None, decimals: int) -> str:
    return "–" if number is None else f"{number:,.{decimals}f}".replace(",", " ")
