"""Dossiers in the hands of a forger, of an outsider and of whoever is in a hurry."""

import hashlib
import json
import subprocess
import sys

from allocator import verify
from allocator.dossier.archive import unzipped, written_json, zipped
from allocator.dossier.packing import chained, fingerprint

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

BARE = {"documents": False, "claims": False}


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


def alone(*arguments, cwd=None):
    """Run the verifier of a dossier as an outsider would: isolated, without this project."""
    command = [sys.executable, "-I", *map(str, arguments)]
    found = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in found.stderr
    return found


def quick(path, **options):
    """Verify without writing the documents again."""
    return verify(path, **{"documents": False, **options})
