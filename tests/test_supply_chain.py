"""What the package rests on: each dependency is used, locked by hash, listed, and under a licence that is known."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from parts.licences import TOLD_ELSEWHERE, UNKNOWN, core_packages, is_gpl_alone, licence_of

pytestmark = pytest.mark.once

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CORE = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRAS = [Requirement(text) for texts in PROJECT["optional-dependencies"].values() for text in texts]
DATA_ALONE = {"tzdata"}
"""Time zones, which Python itself reads."""

LOCKED_ON = {"python_version": "3.11", "python_full_version": "3.11.7", "sys_platform": "linux", "extra": ""} | {
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "os_name": "posix",
}


def names(requirements):
    return {canonicalize_name(r.name) for r in requirements} - {"allocator"}


def locked(file):
    """Return the packages that a lock holds."""
    return tomllib.loads((DOCS / file).read_text(encoding="utf-8"))["packages"]


def imported():
    """Return the distributions that the package imports, anywhere in it."""
    owners = packages_distributions()
    modules = set()
    for path in (REPOSITORY / "allocator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    return {
        canonicalize_name(owner)
        for module in modules - sys.stdlib_module_names - {"allocator"}
        for owner in owners.get(module, [module])
    }


def test_the_core_depends_on_nothing_that_it_does_not_import():
    assert names(CORE) - DATA_ALONE - imported() == set()


def test_nothing_is_imported_that_is_not_asked_for():
    brought_along = {"markupsafe", "param", "python-docx"}  # the types that jinja2, panel and docxtpl speak in
    assert imported() - names(CORE) - names(EXTRAS) - brought_along == set()


def test_the_library_is_imported_without_any_extra():
    heavy = ["panel", "bokeh", "matplotlib", "jupyterlab", "ipykernel", "nbformat", "IPython", "distributed", "scipy"]
    question = f"import sys, allocator; print([name for name in {[*heavy, 'pandas', 'numba']} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("file", "requirements"), [("pylock.toml", CORE), ("pylock.all.toml", CORE + EXTRAS)], ids=["core", "all"]
)
def test_a_lock_pins_every_requirement_within_its_bounds_and_by_hash(file, requirements):
    packages = locked(file)
    pinned = {}
    for package in packages:
        pinned.setdefault(package["name"], set()).add(package["version"])
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hashes"].get("sha256") for file in files), package["name"]

    for requirement in requirements:
        name = canonicalize_name(requirement.name)
        if name == "allocator":
            continue
        assert name in pinned, f"{name} is not in {file}: make it anew"
        assert all(requirement.specifier.contains(version) for version in pinned[name]), name


def test_the_list_of_components_is_what_the_lock_installs():
    listed = json.loads((DOCS / "sbom.json").read_text(encoding="utf-8"))
    here = [p for p in locked("pylock.toml") if "marker" not in p or Marker(p["marker"]).evaluate(LOCKED_ON)]

    assert listed["bomFormat"] == "CycloneDX"
    assert {(canonicalize_name(c["name"]), c["version"]) for c in listed["components"]} == {
        (p["name"], p["version"]) for p in here
    }
    assert [c["name"] for c in listed["components"] if not c.get("licenses")] == []


def test_every_package_of_the_core_is_listed_with_a_licence_that_is_known_and_not_the_gpl_alone():
    page = (DOCS / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| \[([^]]+)\]\S+ \| ([^|]+) \|", page))
    packages = core_packages()

    assert names(CORE) - DATA_ALONE <= set(packages)
    assert set(packages) - set(TOLD_ELSEWHERE) - {"cpsat-logutils", "colorama"} <= set(rows), "run python docs/fill.py"
    for package, licence in [*rows.items(), *((package, licence_of(package)) for package in packages)]:
        assert licence != UNKNOWN, package
        assert not is_gpl_alone(licence), package


@pytest.mark.parametrize(
    ("licence", "alone"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("AGPL-3.0-only", True),
        ("LGPL-2.1-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0-only", False),
        ("BSD License", False),
    ],
)
def test_the_gpl_is_told_from_the_lgpl_and_from_a_choice(licence, alone):
    assert is_gpl_alone(licence) is alone


def test_a_package_that_is_not_installed_has_no_known_licence():
    assert licence_of("no-such-package-at-all") == UNKNOWN
    assert licence_of("allocator") == distribution("allocator").metadata["License-Expression"] == "MIT"
