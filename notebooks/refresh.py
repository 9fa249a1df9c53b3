"""Run the notebooks and store their outputs, or say which stored ones are no longer what they give.

    python notebooks/refresh.py            run all and store what they give
    python notebooks/refresh.py --check    store nothing; exit code 1 if any is stale
    python notebooks/refresh.py 01 03      only those whose names begin so

Figures are compared by their pixels, where the matplotlib that stored them is the one that draws them now: another
version may place a letter elsewhere. Text and tables are compared always.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

import nbformat
from matplotlib.image import imread
from nbclient import NotebookClient
from PIL import Image

FOLDER = Path(__file__).parent


def notebooks(beginnings: tuple[str, ...] = ()) -> list[Path]:
    """Return the notebooks whose names begin so, or all."""
    return [path for path in sorted(FOLDER.glob("*.ipynb")) if not beginnings or path.name.startswith(beginnings)]


def executed(path: Path, kernel: Any = None) -> Any:
    """Return a notebook with the outputs that it gives now, and without times and execution metadata."""
    return run(nbformat.read(path, as_version=4), kernel)


def run(notebook: Any, kernel: Any = None) -> Any:
    """Run a notebook in a new kernel, or in a running one that is made to forget every name first."""
    options = {"timeout": 120, "resources": {"metadata": {"path": str(FOLDER)}}, "record_timing": False}
    client = NotebookClient(notebook, km=kernel, **options)
    if kernel is None:
        client.execute()
    else:
        emptied = nbformat.v4.new_code_cell("%reset -f")
        notebook.cells.insert(0, emptied)
        client.execute()
        client.kc.stop_channels()  # the kernel lives on, and so would the client's channels to it
        notebook.cells.remove(emptied)
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return notebook


def stale_cells(stored: Any, now: Any) -> list[int]:
    """Return the numbers of the cells, from 1, whose stored outputs are not those of now."""
    pairs = enumerate(zip(stored.cells, now.cells, strict=True), 1)
    return [number for number, (old, new) in pairs if _shown(old, new) != _shown(new, old)]


def _shown(cell: Any, other: Any) -> list[Any]:
    """Return what a cell shows, ready to be compared with the same cell's other outputs."""
    same_drawing = _drawn_by(cell) == _drawn_by(other)
    return [_output(output, pixels=same_drawing) for output in cell.get("outputs", [])]


def _output(output: Any, *, pixels: bool) -> Any:
    if output.output_type == "stream":
        return output.text
    shown = dict(output.get("data", {}))
    if "image/png" in shown:
        shown["image/png"] = imread(io.BytesIO(_png(shown["image/png"]))).tobytes() if pixels else "a figure"
        shown["text/plain"] = "a figure"  # its size depends on the fonts
    return shown


def _drawn_by(cell: Any) -> set[str]:
    images = [output.data["image/png"] for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    return {str(Image.open(io.BytesIO(_png(image))).info.get("Software")) for image in images}


def _png(text: str) -> bytes:
    return base64.b64decode(text)


def main(arguments: list[str]) -> int:
    """Run what is asked for; return the exit code."""
    stale = 0
    for path in notebooks(tuple(a for a in arguments if not a.startswith("-"))):
        now = executed(path)
        cells = stale_cells(nbformat.read(path, as_version=4), now)
        stale += bool(cells)
        state = f"cells {', '.join(map(str, cells))} have changed" if cells else "as stored"
        print(f"{path.name}: {state}", file=sys.stderr)
        if cells and "--check" not in arguments:
            nbformat.write(now, path)
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
