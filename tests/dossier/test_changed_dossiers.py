"""One byte or one number that was changed is named, though every hash was made to fit."""

import json
import random
import zipfile

import pytest
from dossiers import MEMBERS, alone, altered, in_json, quick

from allocator import DossierError
from allocator.dossier import verifier
from allocator.dossier.archive import unzipped

AGAIN, MADE = "solution.json: solved again → written", "certificate.json: made from the inputs → written"


def _nothing(proof):
    proof["portfolio"] = ["0"] * len(proof["portfolio"])


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
