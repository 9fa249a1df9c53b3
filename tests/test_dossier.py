"""Dossiers: the same to the byte, checked from their inputs, and no change to one goes unnamed."""

import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from allocator import DossierError, commit, diff, freeze, pack, verify
from allocator.cli import app
from allocator.dossier import verifier
from allocator.dossier.archive import UnreadableError, safe, unzipped, written_json, zipped
from allocator.dossier.packing import chained, fingerprint
from allocator.example import write_template

MEMBERS = [
    "attachments/letter.txt",
    "certificate.json",
    "claims.json",
    "documents/tables.xlsx",
    "freeze.json",
    "inputs/applications.csv",
    "inputs/base.yaml",
    "inputs/cut.yaml",
    "inputs/partners.csv",
    "inputs/scores.csv",
    "manifest.json",
    "model.mps",
    "solution.json",
    "verify.py",
]
CUT = "title: Cut\nwhy: less money\nextends: base.yaml\nrules:\n  budget: {amount: 430000}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("call")
    write_template(folder)
    (folder / "cut.yaml").write_text(CUT, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "letter.txt").write_text("Dear applicant", encoding="utf-8")
    freeze(folder / "cut.yaml", folder / "freeze.json")
    return folder


@pytest.fixture(scope="module")
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


def altered(dossier, tmp_path, change, *, sealed=True):
    """Change a dossier's members and, as a careful forger would, seal it again with hashes that fit."""
    members, _ = unzipped(dossier)
    change(members)
    if sealed:
        manifest = json.loads(members["manifest.json"])
        manifest["members"] = {
            name: hashlib.sha256(data).hexdigest() for name, data in sorted(members.items()) if name != "manifest.json"
        }
        manifest["chain"] = chained(manifest["members"])
        manifest["fingerprint"] = fingerprint(manifest)
        members["manifest.json"] = written_json(manifest)
    path = tmp_path / "altered.zip"
    path.write_bytes(zipped(members))
    return path


def in_json(member, change):
    """Return the change of a member's JSON."""

    def changed(members):
        content = json.loads(members[member])
        change(content)
        members[member] = json.dumps(content, ensure_ascii=False).encode()

    return changed


BARE = {"documents": False, "claims": False}
AGAIN, MADE = "solution.json: solved again → written", "certificate.json: made from the inputs → written"


def _nothing(proof):
    proof["portfolio"] = ["0"] * len(proof["portfolio"])


def alone(*arguments, cwd=None):
    """Run the verifier of a dossier as an outsider would: isolated, without this project."""
    command = [sys.executable, "-I", *map(str, arguments)]
    found = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in found.stderr
    return found


def quick(path, **options):
    """Verify without writing the documents again."""
    return verify(path, **{"documents": False, **options})


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


@pytest.mark.parametrize("member", MEMBERS)
def test_one_flipped_byte_names_the_member_it_is_in(dossier, tmp_path, member):
    data = bytearray(dossier.read_bytes())
    with zipfile.ZipFile(dossier) as archive:
        entry = archive.getinfo(member)
    data[entry.header_offset + 30 + len(member.encode()) + entry.file_size // 2] ^= 1
    (path := tmp_path / "flipped.zip").write_bytes(data)

    assert any(words.startswith(f"{member}:") for words in quick(path, claims=False).changed)
    assert alone(verifier.__file__, path).returncode == 6


@pytest.mark.parametrize("member", MEMBERS)
def test_one_changed_byte_under_a_right_checksum_names_the_member(dossier, tmp_path, member):
    def change(members):
        members[member] = members[member].replace(b"a", b"b", 1)

    path = altered(dossier, tmp_path, change, sealed=False)
    try:
        changed = quick(path, claims=False).changed
    except DossierError as error:
        changed = (str(error),)

    assert any(member in words for words in changed)


def test_a_byte_changed_between_the_members_is_seen_too(dossier, tmp_path):
    data = bytearray(dossier.read_bytes())
    data[10] ^= 1  # the time of the first member
    (path := tmp_path / "time.zip").write_bytes(data)

    assert not quick(path, claims=False).well


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (in_json("solution.json", lambda s: s.update(granted=s["granted"] + 1)), "solution.json"),
        (in_json("solution.json", lambda s: s["by_year"].update({"2027": 1})), f"{AGAIN}: by_year.2027"),
        (in_json("solution.json", lambda s: s["awards"].pop()), "solution.json"),
        (in_json("certificate.json", lambda c: c["rows"][0].update(bound=10**9)), MADE),
        (in_json("certificate.json", lambda c: c["tree"][-1].__setitem__(2, {})), "certificate.json: a leaf"),
        (in_json("certificate.json", lambda c: c["columns"][0].update(euros=1)), MADE),
        (in_json("certificate.json", _nothing), "solution.json: the awards"),
        (in_json("claims.json", lambda c: c[0]["expected"].update(value="99")), "claims.json: not so: A1"),
        (in_json("claims.json", lambda c: c[0].update(changed={"unheard": 1})), "claims.json: malformed"),
        (in_json("freeze.json", lambda f: f["content"]["rules"]["budget"].update(amount=1)), "freeze.json"),
        (lambda m: m.update({"model.mps": m["model.mps"] + b"\n"}), "model.mps"),
        (lambda m: m.update({"verify.py": b"print('all is well')"}), "verify.py"),
        (lambda m: m.update({"certificate.json": b'{"none": "too hard"}'}), "certificate.json: says that"),
        (lambda m: m.update({"certificate.json": b"[]"}), "certificate.json: malformed"),
        (lambda m: m.update({"solution.json": b"{"}), "solution.json: no JSON"),
        (lambda m: m.update({"claims.json": b'[{"application": 1}]'}), "claims.json: malformed"),
        (lambda m: m.update({"inputs/scores.csv": b"\xff\xfe;"}), "inputs"),
        (lambda m: m.update({"inputs/scores.csv": m["inputs/scores.csv"].replace(b";4;", b";1;", 1)}), "solution.json"),
    ],
)  # fmt: skip
def test_one_changed_number_is_named_though_every_hash_was_made_to_fit(dossier, tmp_path, change, named):
    found = quick(altered(dossier, tmp_path, change))

    assert any(words.startswith(named) for words in found.changed), found.changed


def test_any_one_number_of_the_solution_changed_under_fitting_hashes_is_noticed(dossier, tmp_path):
    chance = random.Random(7)
    places = list(numbers_in(json.loads(unzipped(dossier)[0]["solution.json"])))
    for *way, last in chance.sample(places, 12):

        def change(solution, way=way, last=last):
            for key in way:
                solution = solution[key]
            solution[last] += 1

        found = quick(altered(dossier, tmp_path, in_json("solution.json", change)), claims=False)
        assert any(words.startswith("solution.json") for words in found.changed), (way, last)


def numbers_in(content, way=()):
    """Yield the way to every whole number in JSON content."""
    entries = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in entries:
        if type(value) is int:
            yield (*way, key)
        else:
            yield from numbers_in(value, (*way, key))


def test_a_number_that_would_grow_beyond_its_length_is_refused_at_once(dossier, tmp_path):
    change = in_json("certificate.json", lambda c: c["portfolio"].__setitem__(0, "1e999999999"))
    path = altered(dossier, tmp_path, change)

    assert "is no number" in alone(verifier.__file__, path).stdout


def test_a_worse_portfolio_sealed_with_fitting_hashes_is_refused_by_the_verifier_alone(dossier, tmp_path):
    def change(members):
        proof, solution = json.loads(members["certificate.json"]), json.loads(members["solution.json"])
        proof["portfolio"] = ["0"] * len(proof["portfolio"])
        solution |= {"awards": [], "granted": 0, "value": "0"}
        members |= {"certificate.json": json.dumps(proof).encode(), "solution.json": json.dumps(solution).encode()}

    found = alone(verifier.__file__, altered(dossier, tmp_path, change))

    assert found.returncode == 6
    assert "NOT AS IT SAYS: certificate.json" in found.stdout


def test_a_weight_changed_after_the_freeze_is_named(dossier, other, tmp_path):
    base = other / "base.yaml"
    text = base.read_text(encoding="utf-8")
    for before, after in ({"0.6": "0.7", "0.4": "0.3"}).items():
        text = text.replace(f'weight: "{before}"', f'weight: "{after}"')
    base.write_text(text, encoding="utf-8")
    packed = pack(other / "cut.yaml", tmp_path / "later.zip", freeze=other / "freeze.json", **BARE)

    found = quick(packed.path, claims=False)

    assert 'inputs: changed after the rules were frozen: call.criteria.impact.weight: "0.6" → "0.7"' in found.changed


def test_a_record_beside_the_scenario_is_packed_without_being_named_and_stands_in_the_proposal(other, tmp_path):
    digest = freeze(other / "base.yaml")
    packed = pack(other / "base.yaml", tmp_path / "frozen.zip", claims=False)

    assert "freeze.json" in packed.members
    assert digest[:8] in unzipped(packed.path)[0]["documents/proposal.html"].decode()
    assert any(digest in finding.words for finding in quick(packed.path, claims=False).findings)


def test_a_rule_changed_after_the_freeze_is_named_with_old_and_new(other, tmp_path):
    freeze(other / "base.yaml")
    base = other / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("500000", "450000"), encoding="utf-8")
    packed = pack(base, tmp_path / "later.zip", **BARE)

    [words] = quick(packed.path, claims=False).changed
    assert words == "inputs: changed after the rules were frozen: rules.budget.amount: 500000 → 450000"


def test_rules_can_be_frozen_before_there_are_any_tables(other):
    before = freeze(other / "cut.yaml", other / "first.json")
    for table in other.glob("*.csv"):
        table.unlink()

    assert freeze(other / "cut.yaml", other / "second.json") == before


def test_another_dossier_is_not_the_official_one(dossier, folder, tmp_path):
    record = commit(dossier, tmp_path / "record.json")
    another = pack(folder / "base.yaml", tmp_path / "base.zip", **BARE)

    assert quick(dossier, official=record, claims=False).well
    assert any("not the official dossier" in w for w in quick(another.path, official=record, claims=False).changed)


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


LOCK = "  pilot: {kind: lock, application: A2, decision: fund, reason: a pilot, by: the board}\n"


@pytest.fixture(scope="module")
def drafts(folder, tmp_path_factory):
    """Two drafts: in the later one A2 is locked in, and A3 has another score."""
    copy = tmp_path_factory.mktemp("drafts") / "copy"
    shutil.copytree(folder, copy)
    base, scores = copy / "base.yaml", copy / "scores.csv"
    base.write_text(base.read_text(encoding="utf-8").replace("rules:\n", f"rules:\n{LOCK}"), encoding="utf-8")
    text = scores.read_text(encoding="utf-8-sig")
    scores.write_text(text.replace("A3;R1;impact;4,5", "A3;R1;impact;4"), encoding="utf-8")
    paths = [folder / "before.zip", copy / "after.zip"]
    pack(folder / "base.yaml", paths[0], **BARE)
    pack(base, paths[1], **BARE)
    return paths


def test_the_difference_names_who_moved_and_the_lock_that_alone_did_it(drafts):
    difference = diff(*drafts)
    by_id = {move.application: move for move in difference.moves}

    assert by_id["A2"].before == 0
    assert by_id["A2"].after == 180_000
    assert [(cause.name, by_id["A2"].alone) for cause in by_id["A2"].causes] == [("pilot", True)]
    [lock] = difference.locks
    assert (lock.lock.reason, lock.lock.by) == ("a pilot", "the board")
    assert lock.price is not None
    assert lock.price > 0


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "fi",
            [
                "before.zip ja after.zip",
                "hakemuksen A3 muuttuneet pisteet – arvo: ",
                "R1 Vaikuttavuus: 4,5 → 4",
                "uusi sääntö ”Ennalta tehty ratkaisu: A2”",
                "tuli rahoitettavaksi (180 000 €)",
                "rahoitetaan: a pilot (the board); hinta",
                "Kaikkiaan: arvo",
            ],
        ),
        (
            "sv",
            [
                "den nya regeln ”På förhand fattat avgörande: A2”",
                "finansieras nu (180 000 €)",
                "de ändrade poängen för A3",
                "finansieras: a pilot (the board); pris",
            ],
        ),
        (
            "en",
            [
                "the new rule “Decision made beforehand: A2”",
                "came in (€180,000)",
                "the changed scores of A3",
                "is funded: a pilot (the board); price",
            ],
        ),
    ],
)
def test_the_difference_is_told_in_three_languages(drafts, language, phrases):
    text = diff(*drafts).text(language).replace("\u00a0", " ")

    for phrase in phrases:
        assert phrase in text


def test_changed_weights_are_told_by_the_criterions_name(folder, other, tmp_path):
    base = other / "base.yaml"
    text = base.read_text(encoding="utf-8")
    for before, after in {"0.6": "0.75", "0.4": "0.25"}.items():
        text = text.replace(f'weight: "{before}"', f'weight: "{after}"')
    base.write_text(text, encoding="utf-8")
    paths = [tmp_path / "before.zip", tmp_path / "after.zip"]
    pack(folder / "base.yaml", paths[0], **BARE)
    pack(base, paths[1], **BARE)

    assert "muuttuneet painot – arviointiperuste Vaikuttavuus paino: 0,6 → 0,75" in diff(*paths).text("fi")


def test_drafts_that_are_the_same_do_not_differ(dossier):
    difference = diff(dossier, dossier)

    assert (difference.alterations, difference.moves) == ((), ())
    assert "do not differ" in difference.text("en")


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


def test_a_record_that_is_no_record_is_refused(dossier, tmp_path):
    record = commit(dossier, tmp_path / "record.json")
    content = json.loads(record.read_bytes())
    for spoiled in ({"format": "?"}, content | {"awards": {"A1": "much"}}, content | {"extra": 1}):
        record.write_text(json.dumps(spoiled), encoding="utf-8")
        with pytest.raises(DossierError):
            quick(dossier, official=record, claims=False)


def test_without_another_solver_the_verification_says_so(dossier, monkeypatch):
    monkeypatch.setattr("allocator.dossier.verification.available", lambda: ("highs",))
    found = quick(dossier, claims=False)

    assert found.well
    assert any("no other solver" in finding.words for finding in found.findings if finding.verdict == "unknown")
