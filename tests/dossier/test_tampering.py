"""Whatever is done to a dossier's bytes, it is refused in words: no traceback, no false belief, no memory filled."""

import io
import json
import random
import struct
import warnings
import zipfile
from contextlib import redirect_stdout

import pytest
from typer.testing import CliRunner

from allocator import DossierError, pack, verify
from allocator.cli import app
from allocator.dossier import verifier
from allocator.dossier.archive import MOST_MEMBERS, UnreadableError, unzipped, zipped
from allocator.example import write_template

pytestmark = pytest.mark.once

TAMPERED, UNREADABLE = 6, 3


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("call")
    write_template(folder)
    return pack(folder / "base.yaml", folder / "a.zip", documents=False).path


def said_of(path, *options):
    """Return the exit code and all that the command says of a dossier, nothing made again from its inputs."""
    found = CliRunner().invoke(app, ["verify", str(path), "--no-solve", *options])
    assert "Traceback" not in found.output
    assert isinstance(found.exception, SystemExit | None)
    return found.exit_code, found.output


def alone(path):
    """Return the exit code and the words of the verifier that a dossier carries."""
    words = io.StringIO()
    with redirect_stdout(words):
        code = verifier.main(path)
    return code, words.getvalue()


def zip_of(path, entries):
    """Write a zip of names and contents, with a member's type in its attributes where there is a third."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of names that stand twice
        with zipfile.ZipFile(path, "w") as archive:
            for name, data, *mode in entries:
                entry = zipfile.ZipInfo(name)
                entry.external_attr = (mode[0] if mode else 0o100644) << 16
                archive.writestr(entry, data)
    return path


def test_random_changes_of_bytes_are_always_noticed_and_never_end_in_a_traceback(dossier, tmp_path):
    whole, chance = dossier.read_bytes(), random.Random(20210602)
    untouched = unzipped(dossier)[0]
    path = tmp_path / "mutated.zip"
    for _ in range(300):
        data = bytearray(whole)
        at, width = chance.randrange(len(data)), chance.choice([1, 1, 1, 2, 8, 100])
        change = chance.choice(["flip", "drop", "repeat", "noise", "cut"])
        if change == "flip":
            data[at] ^= 1 << chance.randrange(8)
        elif change == "drop":
            del data[at : at + width]
        elif change == "repeat":
            data[at:at] = data[at : at + width]
        elif change == "noise":
            data[at : at + width] = chance.randbytes(width)
        else:
            del data[at:]
        if bytes(data) == whole:
            continue
        path.write_bytes(data)
        try:
            found = verify(path, solve=False)
        except DossierError:
            pass
        else:
            assert not found.well, (change, at, width)
            assert found.changed
        code, words = alone(path)
        # The verifier alone looks at what the members say, not at the zip around them.
        assert code == TAMPERED or unzipped(path)[0] == untouched, (change, at, width, words)


def test_random_changes_of_numbers_in_a_certificate_never_prove_a_worse_portfolio(dossier, tmp_path):
    members, chance = unzipped(dossier)[0], random.Random(1)
    proof = verifier.parsed(members["certificate.json"])
    worse = ["0"] * len(proof["portfolio"])
    text = json.dumps(proof["tree"])
    for _ in range(200):
        tree = json.loads(text)
        for node in chance.sample(tree, k=min(3, len(tree))):
            if node[0] == "level":
                node[1] = not node[1]
                continue
            node[1] = chance.choice([0, 1, node[1] * 2, -node[1], 2**70])
            node[2] = {row: chance.choice([y, -y, 0, 2 * y]) for row, y in node[2].items()}
        forged = proof | {"portfolio": worse, "tree": tree}
        with pytest.raises((verifier.RefusedError, ValueError)):
            verifier.check_order(forged, verifier.check_portfolio(forged))


@pytest.mark.parametrize("change", ["removed", "added", "renamed", "swapped"])
def test_a_member_that_is_removed_added_renamed_or_swapped_is_named(dossier, tmp_path, change):
    members, _ = unzipped(dossier)
    if change == "removed":
        del members["inputs/scores.csv"]
    elif change == "added":
        members["inputs/more.csv"] = b"x"
    elif change == "renamed":
        members["inputs/more.csv"] = members.pop("inputs/scores.csv")
    else:
        members["inputs/more.csv"], members["inputs/scores.csv"] = b"x", members["inputs/partners.csv"]
    (path := tmp_path / "altered.zip").write_bytes(zipped(members))

    code, words = said_of(path)
    name = "inputs/more.csv" if change == "added" else "inputs/scores.csv"
    assert code == TAMPERED
    assert name in words
    assert alone(path)[0] == TAMPERED


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("../x", b"1")], "leads elsewhere"),
        ([("inputs/../../x", b"1")], "leads elsewhere"),
        ([("manifest.json", b"/etc/passwd", 0o120777)], "is a link"),
        ([("manifest.json", b"", 0o010644)], "is a link or something else"),
        ([("a", b"1"), ("a", b"2")], "'a' stands twice"),
        ([(f"documents/{n}", b"") for n in range(MOST_MEMBERS + 1)], "members, and a dossier has at most"),
    ],
)
def test_a_zip_that_no_dossier_is_is_refused_with_the_name_of_what_is_wrong(tmp_path, entries, said):
    code, words = said_of(zip_of(tmp_path / "hostile.zip", entries))

    assert code == TAMPERED
    assert said in words


@pytest.mark.parametrize("name", ["\x1b[2J", "\ud800"])
def test_a_name_that_no_terminal_should_print_is_shown_and_not_obeyed(tmp_path, name):
    manifest = {"format": "allocator dossier 1", "members": {name: "0"}, "chain": "", "fingerprint": ""}
    path = zip_of(tmp_path / "loud.zip", [("manifest.json", json.dumps(manifest).encode())])

    for code, words in (said_of(path), alone(path)):
        assert code == TAMPERED
        assert name not in words
        assert "[2J" in words or name == "\ud800"


@pytest.mark.parametrize("part", [0, 0.001, 0.3, 0.7, 0.99])
def test_a_dossier_that_was_cut_short_cannot_be_read(dossier, tmp_path, part):
    data = dossier.read_bytes()
    (path := tmp_path / "short.zip").write_bytes(data[: int(len(data) * part)])

    code, words = said_of(path)
    assert code == UNREADABLE
    assert "cut short" in words or not part


def test_a_dossier_cut_within_one_of_its_documents_is_not_taken_for_that_document(tmp_path):
    inner = zip_of(tmp_path / "inner.docx", [("word/document.xml", b"<x/>")]).read_bytes()
    outer = zipped({"documents/proposal.docx": inner, "manifest.json": b"{}"})
    (path := tmp_path / "short.zip").write_bytes(outer[: outer.index(inner) + len(inner)])

    with pytest.raises(UnreadableError, match="cut short"):
        verify(path)


def test_what_is_no_file_or_no_zip_cannot_be_read(tmp_path):
    (text := tmp_path / "text.zip").write_text("hello", encoding="utf-8")

    for path in (tmp_path / "none.zip", tmp_path, text):
        assert said_of(path)[0] == UNREADABLE


def test_an_encrypted_member_is_named(tmp_path):
    data = bytearray(zip_of(tmp_path / "plain.zip", [("manifest.json", b"{}")]).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (path := tmp_path / "secret.zip").write_bytes(data)

    code, words = said_of(path)
    assert code == TAMPERED
    assert "manifest.json is encrypted" in words


def test_members_that_overlap_to_be_larger_than_the_file_are_refused_before_they_are_read(dossier, tmp_path):
    data = bytearray(dossier.read_bytes())
    start = data.rindex(b"PK\x01\x02")
    struct.pack_into("<II", data, start + 20, 2**31, 2**31)
    (path := tmp_path / "bomb.zip").write_bytes(data)

    for code, words in (said_of(path), alone(path)):
        assert code == TAMPERED
        assert "large" in words


def test_stopping_tells_what_was_checked_so_far(dossier, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("allocator.dossier.checking._checked", stopped)
    found = CliRunner().invoke(app, ["verify", str(dossier), "--no-documents"])

    assert found.exit_code == 5
    assert "hashes of the manifest" in found.output
    assert "stopped when 0 of" in found.output
    assert "stopped: what is said above was checked, and nothing else" in found.output
