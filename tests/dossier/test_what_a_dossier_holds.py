"""A dossier holds all that was decided from, is the same to the byte, and an untouched one is well."""

import json
import zipfile
from pathlib import Path

from dossiers import MEMBERS, alone, quick
from typer.testing import CliRunner

from allocator import pack, verify
from allocator.cli import app
from allocator.dossier import verifier
from allocator.dossier.archive import unzipped


def test_a_dossier_holds_all_that_the_decision_was_made_from_and_the_documents_that_tell_of_it(dossier):
    members = unzipped(dossier)[0]
    letters = [name for name in members if name.startswith("documents/letters/")]
    papers = [
        f"documents/{paper}.{ending}" for paper in ("memorandum", "proposal") for ending in ("docx", "html", "pdf")
    ]

    assert sorted({*members} - {*letters}) == sorted({*MEMBERS, *papers})
    assert {Path(name).stem[:2] for name in letters} == {"A1", "A2", "A3"}


def test_two_packs_of_the_same_inputs_are_the_same_to_the_byte_documents_included(dossier, other):
    again = pack(other / "cut.yaml", other / "b.zip", attachments=[other / "out"], freeze=other / "freeze.json")

    assert again.path.read_bytes() == dossier.read_bytes()


def test_an_untouched_dossier_is_well_in_everything_that_is_checked(dossier):
    found = verify(dossier)

    assert found.well
    words = " ".join(finding.words for finding in found.findings if finding.verdict == "well")
    for checked in ("hashes", "whole numbers", "leaves", "frozen", "highs", "scip", "claims", "model", "documents"):
        assert checked in words


def test_the_verifier_inside_runs_alone_from_the_zip_and_from_the_unpacked_folder(dossier, tmp_path):
    with zipfile.ZipFile(dossier) as archive:
        archive.extractall(tmp_path)

    for found in (alone(verifier.__file__, dossier), alone(tmp_path / "verify.py", cwd=tmp_path)):
        assert found.returncode == 0, found.stdout
        assert "none is better by value" in found.stdout
        assert "first by the published order" in found.stdout


def test_the_commands_pack_verify_commit_and_compare(folder, tmp_path):
    run = CliRunner().invoke
    zipped_to, record = tmp_path / "d.zip", tmp_path / "d.official.json"

    assert run(app, ["freeze", str(folder / "base.yaml"), "-o", str(tmp_path / "f.json")]).exit_code == 0
    assert run(app, ["pack", str(folder / "base.yaml"), "-o", str(zipped_to), "--no-documents"]).exit_code == 0
    assert run(app, ["commit", str(zipped_to)]).exit_code == 0
    verified = run(app, ["verify", str(zipped_to), "--official", str(record), "--json"])
    assert (verified.exit_code, json.loads(verified.stdout)["well"]) == (0, True)
    compared = run(app, ["compare", str(folder / "cut.yaml"), "--official", str(record), "--json"])
    assert "awards_that_differ_from_the_official_decision_euros" in json.loads(compared.stdout)
    solved = run(app, ["solve", str(folder / "cut.yaml"), "--official", str(record)])
    assert "awards that differ from the official" in solved.stderr
    assert (
        "are those of the official" in run(app, ["solve", str(folder / "base.yaml"), "--official", str(record)]).stderr
    )
    assert run(app, ["diff", str(zipped_to), str(zipped_to), "-l", "en"]).exit_code == 0
    assert run(app, ["verify", str(Path(tmp_path / "none.zip"))]).exit_code == 3


def test_a_fall_that_is_said_to_be_survived_does_not_pass_a_threshold(other, tmp_path):
    base = other / "base.yaml"
    floor = '  floor: {kind: threshold, at_least: "3.6"}\n'
    base.write_text(base.read_text(encoding="utf-8").replace("rules:\n", f"rules:\n{floor}"), encoding="utf-8")
    packed = pack(base, tmp_path / "floor.zip", documents=False)
    claims = json.loads(unzipped(packed.path)[0]["claims.json"])

    assert {"application": "A1", "changed": {"value": "3.6"}, "expected": {"funded": True}} in claims
    assert verify(packed.path).well


def test_without_another_solver_the_verification_says_so(dossier, monkeypatch):
    monkeypatch.setattr("allocator.dossier.remade.available", lambda: ("highs",))
    found = quick(dossier, claims=False)

    assert found.well
    assert any("no other solver" in finding.words for finding in found.findings if finding.verdict == "unknown")
