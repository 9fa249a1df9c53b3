"""Letters: every reason the applicant's own, and nothing of what others wrote or scored."""

from dataclasses import replace
from fractions import Fraction

import pytest
from proposals import against_others, decided, in_part, prose, scenario, tables, with_analyses

from allocator.analysis.in_full import InFull
from allocator.analysis.reserve import Next
from allocator.proposal import letter_wording
from allocator.proposal.basis import Basis
from allocator.proposal.letter import letter, letter_language
from allocator.proposal.letter_reasons import LetterReasons
from allocator.proposal.paper import Paragraph
from allocator.proposal.proposal import proposal

pytestmark = pytest.mark.once


def test_a_letter_tells_an_applicant_left_out_why_and_what_it_would_have_taken():
    solution, analyses = decided()
    told = prose(letter(Basis(solution, analyses, "fi"), "H4"))

    assert "Hakemuksenne täytti hakukelpoisuuden edellytykset" in told
    assert "ilman rahoitusta olisi" in told
    assert "Kukin seuraavista olisi yksin riittänyt" in told
    assert "Kuinka varma ratkaisu on." in told


@pytest.mark.parametrize(
    ("withdrawing", "told"),
    [
        (("H1",), "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos hanke H1 peruuntuu"),
        (("H1", "H3"), "Hakemus on varasijalla: se rahoitetaan seuraavaksi, jos jokin hankkeista H1 tai H3 peruuntuu"),
        ((), "Hakemus ei ole varasijalla: yhdenkään hankkeen peruuntuminen yksin ei toisi sille rahoitusta."),
    ],
)
def test_a_letter_tells_the_reserve_place(withdrawing, told):
    solution, analyses = decided()
    events = tuple(
        Next("withdrawal", (i,), 100, ("H4",) if i in withdrawing else None if i == "H2" else ())
        for i in solution.funded
    )
    reserve = replace(analyses.reserve, events=events, links=())

    [box] = [b for b in letter(Basis(solution, replace(analyses, reserve=reserve), "fi"), "H4").blocks if _is_box(b)]

    assert box.text.startswith(told)


def _is_box(block):
    return isinstance(block, Paragraph) and block.kind == "outcome"


def test_a_letter_asks_for_no_points_that_the_scale_does_not_have():
    solution, analyses = decided()
    reason = analyses.reasons["H4"]
    reasons = LetterReasons(Basis(solution, analyses, "fi"), "H4")
    at_top = replace(reason, points=replace(reason.points, needed=Fraction(5) - Fraction("2.5")))
    beyond = replace(reason, points=replace(reason.points, needed=Fraction("2.51")))

    assert any(way.startswith("pisteet 5,00") for way in reasons._ways(at_top))
    assert not any(way.startswith("pisteet") for way in reasons._ways(beyond))


def test_a_decision_made_beforehand_is_the_reason_given_to_its_applicant_and_to_nobody_else():
    lock = {"kind": "lock", "application": "H3", "decision": "reject", "reason": "Päällekkäinen", "by": "Johtoryhmä"}
    decision = with_analyses(scenario(mine=lock))
    basis = Basis(*decision, "fi")

    assert "Päällekkäinen (Johtoryhmä)" in prose(letter(replace(basis, language="en"), "H3"))
    for other in ("H1", "H2", "H4"):
        assert "Päällekkäinen" not in prose(letter(basis, other))
        assert "H3" not in prose(letter(basis, other))
    rows = {row[0]: row for table in tables(proposal(basis)) for row in table.rows}
    assert any("Rahoittamatta jättämisestä päätettiin ennalta: Päällekkäinen (Johtoryhmä)." in c for c in rows["H3"])


def test_a_letter_to_one_funded_in_part_says_what_is_missing():
    solution, analyses = with_analyses(in_part(language="en"))
    halves = [award for award in solution.awards if award.level != 1]

    assert halves
    for award in halves:
        asked = solution.scenario.call[award.application].requested
        told = prose(letter(Basis(solution, analyses, "en"), award.application))
        assert f"full funding would have been €{asked - award.euros:,} more" in told


@pytest.mark.parametrize("key", ["gone_one", "gone_more", "lower_one", "lower", "reserve_after", "reserve_after_any"])
def test_one_and_several_are_said_differently_in_finnish(key):
    other = {"gone_one": "gone_more", "lower_one": "lower", "reserve_after": "reserve_after_any"}.get(key)

    assert other is None or letter_wording.WORDS[key].fi != letter_wording.WORDS[other].fi


def test_a_letter_is_in_the_applicants_language_or_else_in_finnish():
    basis = Basis(*against_others(), "en")

    assert [letter_language(basis, i) for i in ("H1", "H2", "H3", "H4")] == ["fi", "sv", "en", "fi"]
    assert letter(basis, "H2").title == "Beslut om ansökan om finansiering"


def test_a_letter_names_no_other_application_that_is_not_funded():
    solution, analyses = decided()
    unfunded = {"H4"}
    assert set(solution.funded) == {"H1", "H2", "H3"}

    for i in solution.funded:
        told = prose(letter(Basis(solution, analyses, "fi"), i))
        assert not any(other in told for other in unfunded), told


def test_a_letter_tells_nobody_elses_points():
    told = prose(letter(Basis(*against_others(), "fi"), "H4"))

    assert "2,50" in told
    assert not any(points in told for points in ("4,50", "3,00", "3,50"))


def test_a_letter_to_one_funded_in_part_names_who_would_lose_by_full_funding_and_nobody_unfunded():
    solution, analyses = with_analyses(in_part(language="fi"))
    [part] = [award.application for award in solution.awards if award.level != 1]
    gone = InFull(part, Fraction(1, 2), displaced=("H1",), cut=("H2",))
    alone, barred, equal = InFull(part, Fraction(1, 4)), InFull(part, None), InFull(part, Fraction(0), cut=("H1", "H2"))
    told = {
        found: prose(letter(Basis(solution, replace(analyses, in_full={part: found}), "fi"), part))
        for found in (gone, alone, barred, equal)
    }

    assert (
        "ilman rahoitusta olisi jäänyt H1 (Hanke). Se tuo pisteitä euroa kohti enemmän kuin hankkeenne." in told[gone]
    )
    assert "Samalla H2 (Hanke) olisi saanut pienemmän osan haetusta. Tulos olisi ollut 0,50\u00a0pistettä" in told[gone]
    assert "täyden rahoituksen, parhaan kokonaisuuden tulos olisi ollut 0,25\u00a0pistettä pienempi" in told[alone]
    assert "Mikään reunaehdot täyttävä kokonaisuus ei anna hankkeellenne täyttä rahoitusta." in told[barred]
    assert "H1 (Hanke) ja H2 (Hanke) olisivat saaneet pienemmän osan haetusta." in told[equal]
    assert "toinen kokonaisuus olisi ollut yhtä hyvä" in told[equal]


def test_more_points_per_euro_are_claimed_only_where_every_other_has_them():
    solution, analyses = with_analyses(in_part(language="en"))
    [part] = [award.application for award in solution.awards if award.level != 1]
    lesser = InFull(part, Fraction(1, 2), displaced=(part,))  # as many points per euro as itself, and no more

    assert "more points per euro" not in prose(
        letter(Basis(solution, replace(analyses, in_full={part: lesser}), "en"), part)
    )


def test_one_below_a_threshold_is_told_what_comparing_it_would_have_changed():
    solution, analyses = with_analyses(scenario(good={"kind": "threshold", "at_least": "3"}))

    assert solution.outcome("H4") == "below_threshold"
    told = prose(letter(Basis(solution, analyses, "fi"), "H4"))
    assert "pistemäärä on 2,50; vaaditaan vähintään 3,00." in told
    assert "Vaikka hakemuksenne olisi ollut mukana vertailussa, sitä ei olisi rahoitettu." in told


def test_what_was_decided_beforehand_is_no_matter_of_the_best_set():
    lock = {"kind": "lock", "decision": "fund", "application": "H1", "level": "0.5", "reason": "Koe", "by": "Johto"}
    solution, analyses = with_analyses(in_part(language="fi", mine=lock))
    told = prose(letter(Basis(solution, analyses, "fi"), "H1"))

    assert "Hankkeenne rahoittamisesta päätettiin erikseen: Koe (Johto)." in told
    assert "Määrästä, 50\u00a0% haetusta, päätettiin erikseen" in told
    assert "Parhaassa kokonaisuudessa" not in told


def test_a_condition_that_names_an_application_left_out_is_not_told_to_others_by_that_name():
    neither = {"kind": "choose", "of": ["H1", "H4"], "at_most": 0}
    solution, analyses = with_analyses(scenario(neither=neither))
    assert {solution.outcome("H1"), solution.outcome("H4")} == {"not_funded"}
    told = prose(letter(Basis(solution, analyses, "fi"), "H1"))

    assert "ehto, joka koskee myös muita hakemuksia" in told
    assert "H4" not in told


def test_one_that_no_lawful_set_includes_is_told_which_condition_bars_it():
    two = {"kind": "choose", "of": ["H1"], "at_most": 0, "title": {"fi": "Vain muut"}}
    solution, analyses = with_analyses(scenario(two=two))
    told = prose(letter(Basis(solution, analyses, "fi"), "H1"))

    assert "Mikään reunaehdot täyttävä kokonaisuus ei sisällä hakemustanne." in told
    assert "ilman tätä reunaehtoa: ”Vain muut”" in told
