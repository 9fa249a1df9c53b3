"""A small call, and the dossier of its scenario with less money, packed once."""

import shutil

import pytest
from dossiers import CUT

from allocator import freeze, pack
from allocator.example import write_template


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("call")
    write_template(folder)
    (folder / "cut.yaml").write_text(CUT, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "letter.txt").write_text("Dear applicant", encoding="utf-8")
    freeze(folder / "cut.yaml", folder / "freeze.json")
    return folder


@pytest.fixture(scope="session")
def dossier(folder):
    packed = pack(folder / "cut.yaml", folder / "a.zip", attachments=[folder / "out"], freeze=folder / "freeze.json")
    assert (packed.leaves, packed.claims) > (0, 0)
    return packed.path


@pytest.fixture
def other(folder, tmp_path):
    """A copy of the call, to be changed."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    return copy
