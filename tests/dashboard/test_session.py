"""What a visitor changes, undoes, keeps and takes along, without a browser."""

import re
import shutil
from dataclasses import replace
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import get_args

import pytest

from allocator import dashboard, read_scenario, reasons, solve
from allocator.cancellation import Cancelled
from allocator.dashboard.certainty import Kind
from allocator.dashboard.dialogs import SAVE_FIELDS, filled
from allocator.dashboard.dials import dials
from allocator.dashboard.drawer import sufficed
from allocator.dashboard.remedies import advise
from allocator.dashboard.server import built, is_loopback, read_password, serve
from allocator.dashboard.session import Changes, Session
from allocator.dashboard.solving import Wish, answer
from allocator.dashboard.views import View
from allocator.dashboard.visit import Page
from allocator.dashboard.words import WORDS
from allocator.errors import InputError
from allocator.writing import euros

pytestmark = pytest.mark.once

FOLDER = Path(__file__).parents[2] / "scenarios" / "akke-2021"


@pytest.fixture(scope="module")
def base():
    return read_scenario(FOLDER / "base.yaml")


@pytest.fixture
def session(base):
    return Session(base)


def test_every_number_of_the_rules_has_a_dial_that_holds_its_value(base):
    found = {(dial.rule, dial.field): dial for dial in dials(base)}
    assert found["budget", "amount"].value == 7_000_000
    assert found["growth_zones", "at_least"].unit == "share"
    assert all(dial.low <= dial.value <= dial.high for dial in found.values())
    named = {
        (name, field)
        for name, rule in base.rules.items()
        for field in ("amount", "at_least", "at_most")
        if getattr(rule, field, None) is not None
    }
    assert named == set(found)


def test_dials_come_from_the_rules_and_not_from_the_example(base):
    fewer = replace(base, rules={"cap": base.rules["any_region"]})
    assert [(dial.rule, dial.field) for dial in dials(fewer)] == [("cap", "at_most")]


def test_turning_a_dial_changes_that_number_alone_and_back_leaves_no_change(session, base):
    session.turn("budget", "amount", Fraction(6_300_000))
    assert session.scenario.rules["budget"].amount == 6_300_000
    assert {n: r for n, r in session.scenario.rules.items() if n != "budget"} == {
        n: r for n, r in base.rules.items() if n != "budget"
    }
    session.turn("budget", "amount", Fraction(7_000_000))
    assert not session.changes
    assert session.scenario is base


@pytest.mark.parametrize(("value", "fits"), [(0, True), (14_000_000, True), (14_000_001, False), (-1, False)])
def test_a_dial_takes_values_up_to_its_ends_and_none_beyond(session, value, fits):
    if fits:
        session.turn("budget", "amount", Fraction(value))
        assert session.value(session.dial("budget", "amount")) == value
    else:
        with pytest.raises(ValueError, match="range"):
            session.turn("budget", "amount", Fraction(value))


def test_a_rule_switched_off_remembers_its_dial(session):
    session.turn("fair_share", "at_least", Fraction(2, 5))
    session.switch("fair_share", False)
    assert "fair_share" not in session.scenario.rules
    session.switch("fair_share", True)
    assert session.scenario.rules["fair_share"].at_least == Fraction(2, 5)


def test_undo_and_redo_walk_the_steps_and_a_new_step_ends_redo(session):
    session.turn("budget", "amount", Fraction(6_000_000))
    session.switch("any_region", False)
    session.undo()
    assert session.is_on("any_region")
    session.redo()
    assert not session.is_on("any_region")
    session.undo()
    session.turn("budget", "amount", Fraction(5_000_000))
    assert not session.can_redo
    session.undo()
    session.undo()
    assert session.changes == Changes()
    assert not session.can_undo


def test_a_lock_needs_a_reason_a_name_and_a_known_application(session):
    for reason, by in (("", "N"), ("why", " ")):
        with pytest.raises(ValueError, match="reason and a name"):
            session.lock("H03", True, reason, by)
    with pytest.raises(KeyError):
        session.lock("../../etc/passwd", True, "why", "N")
    session.lock("H03", True, "why", "N")
    assert session.scenario.rules["lock_H03"].decision == "fund"
    assert session.locks == ("lock_H03",)
    session.unlock("lock_H03")
    assert not session.locks


def test_only_a_lock_can_be_unlocked(session):
    with pytest.raises(KeyError):
        session.unlock("budget")


def test_weights_are_parts_of_their_sum(session, base):
    names = list(base.call.terms.criteria)
    session.weigh({name: 1 + (i == 0) for i, name in enumerate(names)})
    weights = [criterion.weight for criterion in session.scenario.call.terms.criteria.values()]
    assert weights == [Fraction(2, 7), *[Fraction(1, 7)] * 5]
    session.weigh({name: int(base.call.terms.criteria[name].weight * 100) for name in names})
    assert not session.changes
    with pytest.raises(ValueError, match="not all"):
        session.weigh(dict.fromkeys(names, 0))


def test_two_sessions_do_not_see_each_other(base):
    one, other = Session(base), Session(base)
    one.turn("budget", "amount", Fraction(1_000_000))
    one.keep("mine", None)
    assert not other.changes
    assert not other.kept
    assert base.rules["budget"].amount == 7_000_000


def test_a_saved_scenario_reads_back_as_what_was_on_the_screen(session, base, tmp_path):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    session.turn("fair_share", "at_least", Fraction(7, 20))
    session.switch("any_region", False)
    session.lock("H03", False, "odd: {text} # !!python/object", "N")
    session.weigh(dict.fromkeys(base.call.terms.criteria, 1))
    saved = tmp_path / "saved.yaml"
    saved.write_text(session.save("Title: x\n- y", "because"), "utf-8")
    read = read_scenario(saved)
    assert read.rules == session.scenario.rules
    assert read.call.terms.criteria == session.scenario.call.terms.criteria
    assert read.title["fi"] == "Title: x - y"
    assert read.chain == ("base", "saved")


def test_kept_scenarios_have_names_of_their_own(session):
    assert [session.keep("A", None).name for _ in range(3)] == ["A", "A 2", "A 3"]


def test_a_scenario_is_called_by_what_it_changes_until_it_has_a_name(session):
    view = View(session, None, "en")
    assert view.scenario_name == "Base scenario"
    session.turn("budget", "amount", Fraction(6_900_000))
    assert view.scenario_name == "On the screen now"
    assert view.short_name(session.changes) == f"The call's appropriation {euros(6_900_000, 'en')}"
    session.lock("H03", False, "why", "N")
    session.switch("any_region", False)
    assert view.said(session.changes)[1:] == ["H03 locked out", "without: One region's greatest share"]
    assert view.short_name(session.changes).endswith(" +2")
    session.save("Cut  by a little", "")
    assert view.scenario_name == "Cut by a little"
    kept = session.keep("B", None)
    assert (view.scenario_name, kept.changes) == ("B", session.changes)
    session.forget(0)
    assert view.scenario_name == "Cut by a little"
    session.undo()
    assert view.scenario_name == "On the screen now"


def test_a_name_stays_on_one_line_and_its_numbers_together(session):
    assert session.keep("7\u202f000\u00a0€\n\t and  more", None).name == "7\u202f000\u00a0€ and more"


@pytest.mark.parametrize(
    "hostile",
    ["", "[]", "{", '{"application": "H01"}', '{"title": 1, "why": ""}', '{"title": "", "why": "", "more": ""}'],
)
def test_what_a_dialog_does_not_ask_for_is_not_taken(hostile):
    assert filled(hostile, SAVE_FIELDS) is None
    assert filled('{"title": "a", "why": "b"}', SAVE_FIELDS) == {"title": "a", "why": "b"}


def test_every_remedy_makes_a_decision_possible_and_one_step_less_does_not():
    session = Session(read_scenario(FOLDER / "infeasible.yaml"))
    advice = advise(session)
    assert advice is not None
    assert advice.remedies
    for remedy in advice.remedies:
        trial = session.fork()
        trial.apply(remedy.changes)
        assert solve(trial.scenario).funded is not None
        if remedy.dial is not None:
            step = remedy.dial.step if remedy.value < session.value(remedy.dial) else -remedy.dial.step
            trial.turn(remedy.dial.rule, remedy.dial.field, remedy.value + step)
            assert answer(lambda t=trial: t.scenario, 20).solution is None


def test_nothing_is_advised_where_something_fits(session):
    assert advise(session) is None


def test_a_solve_that_nobody_waits_for_ends(base):
    with pytest.raises(Cancelled):
        answer(lambda: base, 20, Wish(drop=True))


def test_rules_that_cannot_stand_together_are_told_and_not_raised(session):
    session.turn("budget", "amount", Fraction(0))
    found = answer(lambda: session.scenario, 20)
    assert found.solution is None
    assert "earmark" in found.problem


def test_every_phrase_is_whole_in_three_languages():
    for key, words in WORDS.items():
        assert words.sv, key
        assert words.en, key


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_only_loopback_is_this_machine_alone(host, alone):
    assert is_loopback(host) is alone


def test_others_are_not_served_without_a_password(base):
    with pytest.raises(ValueError, match="password"):
        serve(base, host="0.0.0.0")


@pytest.mark.parametrize(("text", "fits"), [("a" * 12, True), ("a" * 11, False), ("", False)])
def test_a_password_is_long_enough_or_refused(tmp_path, text, fits):
    file = tmp_path / "password"
    file.write_text(text + "\nsecond line\n", "utf-8")
    if fits:
        assert read_password(file) == text
    else:
        with pytest.raises(InputError):
            read_password(file)


def test_every_phrase_is_used_and_every_one_that_is_said_is_there():
    folder = Path(dashboard.__file__).parent
    files = [f for f in folder.iterdir() if f.suffix in (".py", ".j2") and not f.name.startswith("words")]
    source = "".join(file.read_text("utf-8") for file in files)
    made = {"ineligible", "below_threshold", "making_proposal", "making_dossier"}
    made |= {f"margin_{kind}" for kind in get_args(Kind)}
    assert [key for key in WORDS if key not in made and not re.search(rf"""["']{key}["']""", source)] == []
    assert set(re.findall(r"""\bsay\(\s*["'](\w+)["'][,)]""", source)) <= set(WORDS)


# The framework announces a change of its own.
@pytest.mark.filterwarnings("default::PendingDeprecationWarning")
def test_a_notebook_shows_the_page_again_when_its_cell_is_run_again(base):
    for _ in range(2):
        from allocator.dashboard import page

        assert page(base, "sv") is not None


# The framework announces a change of its own.
@pytest.mark.filterwarnings("default::PendingDeprecationWarning")
def test_a_fault_is_told_in_a_sentence_and_logged_without_what_an_application_says(base, caplog, monkeypatch):
    def fail(*_):
        raise RuntimeError("Hakija Oy, 4 pistettä")

    page = Page(base, "en")
    monkeypatch.setattr(page, "_do_stop", fail)
    page.used("stop", "", "")
    instead = built(fail, "sv")
    assert WORDS["broken"]["en"] in unescape(page.screen.pieces["status"].html)
    assert WORDS["broken"]["sv"] in unescape(instead.html)
    assert "RuntimeError" in caplog.text
    assert "Hakija" not in caplog.text + instead.html


def test_what_would_have_sufficed_stands_in_a_table_and_suffices(base):
    solution = solve(base)
    i = next(a.id for a in base.call.applications if solution.outcome(a.id) == "not_funded")
    reason = reasons(solution, [i])[i]
    ways = list(sufficed(View(Session(base), solution, "en"), solution, reason))
    assert [what for what, _, _ in ways][:4] == ["Scores", "One criterion", "Request", "Budget"]
    assert reason.budget.first is not None
    assert ways[3][1] == f"first at {euros(reason.budget.first, 'en')}"
    assert i in solve(base.vary(rules={"budget": {"amount": reason.budget.first}})).funded
    for name in reason.rules:
        assert name == "budget" or any(base.rule_title(name)["en"] in limit for _, limit, _ in ways)
