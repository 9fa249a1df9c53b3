"""The example call that travels with the package, and the template of a new call."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

from allocator.files import OutputError, write_together
from allocator.scenario import scenario_schema


def example_scenario(name: str = "base") -> Path:
    """Return the path of a scenario of the example call.

    It lies in the installed package, or in a checkout's `scenarios/` folder.
    """
    package = Path(str(files("allocator")))
    installed = package / "example" / "akke-2021"
    folder = installed if installed.is_dir() else package.parent / "scenarios" / "akke-2021"
    return folder / f"{name}.yaml"


def write_template(folder: Path) -> list[Path]:
    """Write the files of a new call into a new or empty folder.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is not an empty folder; a new call needs one of its own")
    with as_file(files("allocator") / "template") as template:
        contents = {path.name: path.read_bytes() for path in sorted(template.iterdir())}
    schema = json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"
    return write_together(folder, contents | {"scenario.schema.json": schema.encode()})
