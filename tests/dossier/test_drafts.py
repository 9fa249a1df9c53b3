"""The difference between two drafts: who moved, because of what, in three languages."""

import shutil

import pytest
from dossiers import BARE

from allocator import diff, pack

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
                "hakemuksen A3 pisteet – arvo: ",
                "; R1 Vaikuttavuus: 4,5 → 4",
                "uusi sääntö ”Ennalta tehty ratkaisu: A2”",
                "tuli rahoitettavaksi (180 000 €)",
                "rahoitetaan: a pilot (the board); hinta",
                "Kaikkiaan: arvo",
            ],
        ),
        (
            "sv",
            [
                "orsak: den nya regeln ”På förhand fattat avgörande: A2”",
                "finansieras nu (180 000 €)",
                "- ny regel ”På förhand fattat avgörande: A2”",
                "finansieras: a pilot (the board); pris",
            ],
        ),
        (
            "en",
            [
                "because of the new rule “Decision made beforehand: A2”",
                "came in (€180,000)",
                "the scores of A3 – value: ",
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

    assert "painot – Vaikuttavuus: 0,6 → 0,75" in diff(*paths).text("fi")


def test_drafts_that_are_the_same_do_not_differ(dossier):
    difference = diff(dossier, dossier)

    assert (difference.alterations, difference.moves) == ((), ())
    assert "do not differ" in difference.text("en")
