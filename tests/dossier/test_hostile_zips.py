"""A zip that is no dossier is refused in one sentence and leaves nothing behind."""

import os
import struct
import zipfile

import pytest
from typer.testing import CliRunner

from allocator import DossierError, verify
from allocator.cli import app
from allocator.dossier.archive import UnreadableError, safe


def written(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, method in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("../../evil", b"x", 0)], "leads elsewhere"),
        ([("/etc/passwd", b"x", 0)], "leads elsewhere"),
        ([("inputs/..\\..\\evil", b"x", 0)], "leads elsewhere"),
        ([("C:evil", b"x", 0)], "leads elsewhere"),
        ([("bomb", bytes(10**7), zipfile.ZIP_DEFLATED)], "larger than the whole file"),
        ([("manifest.json", b"{}", zipfile.ZIP_DEFLATED)], "is compressed"),
        ([(f"{n}", b"", 0) for n in range(2001)], "at most 2000"),
        ([("manifest.json", b"[" * 100_000, 0)], "no JSON"),
        ([("manifest.json", b"[]", 0)], "its manifest is none of"),
        ([("readme", b"hello", 0)], "manifest.json: missing"),
    ],
)
def test_a_hostile_zip_is_refused_in_one_sentence_and_leaves_nothing_behind(tmp_path, entries, said):
    path = written(tmp_path / "hostile.zip", entries)
    before = set(tmp_path.parent.rglob("*"))
    found = CliRunner().invoke(app, ["verify", str(path)])

    assert found.exit_code == 6
    assert said in found.output
    assert "Traceback" not in found.output
    assert set(tmp_path.parent.rglob("*")) == before


def test_two_members_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = written(tmp_path / "twice.zip", [("a", b"1", 0), ("a", b"2", 0)])

    with pytest.raises(DossierError, match="twice"):
        verify(path)


def test_random_bytes_are_no_dossier(tmp_path):
    (path := tmp_path / "noise.zip").write_bytes(os.urandom(1000))

    with pytest.raises(UnreadableError, match="no zip"):
        verify(path)


def test_a_size_that_is_not_there_is_refused(dossier, tmp_path):
    data = bytearray(dossier.read_bytes())
    start = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, start + 24, 2**31)
    (path := tmp_path / "size.zip").write_bytes(data)

    with pytest.raises(DossierError, match="larger than the whole file"):
        verify(path)


@pytest.mark.parametrize("name", ["", "a//b", "./a", "a/../b", "a\0b", "a\nb", "a:b", "/a", "a/", ".."])
def test_a_name_that_leads_elsewhere_is_not_safe(name):
    assert not safe(name)
    assert safe("inputs/päätös 1.csv")
