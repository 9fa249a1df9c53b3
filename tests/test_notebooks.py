"""Notebooks: each runs from start to end, and what is stored in it is what it gives."""

import ast

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from refresh import executed, notebooks, run, stale_cells

each = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
# The kernel's own sockets and event loop warn as they close.
pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def kernel():
    """One kernel for all notebooks: most of what a new one costs is importing the same again."""
    manager = KernelManager(kernel_name="python3")
    yield manager
    manager.shutdown_kernel(now=True)


@each
def test_a_notebook_gives_what_is_stored_in_it(path, kernel):
    now = executed(path, kernel)

    assert stale_cells(nbformat.read(path, as_version=4), now) == [], "run python notebooks/refresh.py"


@each
def test_a_notebook_has_parameters_and_no_functions_of_its_own(path):
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell.source))]

    assert [cell.metadata.get("tags") for cell in code if cell.metadata.get("tags")] == [["parameters"]]
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


def test_a_changed_text_or_number_of_figures_is_noticed():
    stored = nbformat.read(notebooks()[0], as_version=4)
    assert stale_cells(stored, stored) == []

    for number, cell in enumerate(stored.cells, 1):
        if cell.get("outputs"):
            changed = nbformat.from_dict(stored)
            changed.cells[number - 1].outputs = []
            assert stale_cells(stored, changed) == [number]


def test_the_first_notebook_runs_for_another_scenario(kernel):
    first = load_notebook_node(str(notebooks()[0]))
    parameters = {"scenario": "../scenarios/akke-2021/northern-floor.yaml", "language": "sv"}
    made = run(parameterize_notebook(first, parameters), kernel)
    texts = [
        output["data"].get("text/plain", "")
        for cell in made.cells
        for output in cell.get("outputs", ())
        if "data" in output
    ]

    assert any(text.startswith("Solution('northern-floor'") for text in texts)
