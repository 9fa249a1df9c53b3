"""What was changed after the rules were frozen is named, and what is not the official dossier."""

import json

import pytest
from dossiers import BARE, quick

from allocator import DossierError, commit, freeze, pack
from allocator.dossier.archive import unzipped


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


def test_a_record_that_is_no_record_is_refused(dossier, tmp_path):
    record = commit(dossier, tmp_path / "record.json")
    content = json.loads(record.read_bytes())
    for spoiled in ({"format": "?"}, content | {"awards": {"A1": "much"}}, content | {"extra": 1}):
        record.write_text(json.dumps(spoiled), encoding="utf-8")
        with pytest.raises(DossierError):
            quick(dossier, official=record, claims=False)
