"""What takes long can be given up at any moment, and asked for again as if nothing had been."""

import asyncio
import time

import pytest
from browsing import FOLDER
from calls import hard, small

from allocator import read_scenario, reasons, solve
from allocator.analysis.infeasible import diagnose
from allocator.analysis.resolve import Resolver
from allocator.cancellation import Cancelled, cancelled_when
from allocator.dashboard.remedies import advise
from allocator.dashboard.session import Session
from allocator.dashboard.solving import Wish, answer
from allocator.dashboard.visit import Page
from allocator.model import formulate
from allocator.solver import run

pytestmark = pytest.mark.once


def after(asked):
    """Return what says, from the so manyth question on, that the work is not wanted."""
    questions = iter(range(asked))
    return lambda: next(questions, None) is None


@pytest.fixture(scope="module")
def long_one(tmp_path_factory):
    scenario = read_scenario(hard(tmp_path_factory.mktemp("hard")))
    return scenario.vary(rules={"few": None})


@pytest.mark.parametrize("solve_it", [lambda m: Resolver(m).best(), lambda m: run(m, m.objective.form, m.rows)])
def test_a_solve_of_minutes_ends_when_its_work_is_given_up(long_one, solve_it):
    model, ends = formulate(long_one), time.monotonic() + 1
    with cancelled_when(lambda: time.monotonic() > ends), pytest.raises(Cancelled):
        solve_it(model)


def test_a_solve_that_is_told_to_stop_hands_over_the_best_it_found_even_in_work_that_can_be_given_up(long_one):
    ends = time.monotonic() + 1

    class Later(Wish):
        def ended(self):
            self.stop = time.monotonic() > ends
            return self.stop

    found = answer(lambda: long_one, 600, Later())
    assert found.solution is not None
    assert found.solution.status == "feasible"
    assert not found.solution.model.broken(found.solution.portfolio)


def test_reasons_that_are_given_up_come_out_the_same_when_asked_for_again():
    solution = solve(read_scenario(FOLDER / "base.yaml"))
    expected = reasons(solution, ["H23"]).text()
    for asked in (0, 1, 7, 20):
        with cancelled_when(after(asked)), pytest.raises(Cancelled):
            reasons(solution, ["H23"])
    assert reasons(solution, ["H23"]).text() == expected


@pytest.mark.parametrize("asked", [0, 5])
def test_a_diagnosis_that_is_given_up_says_nothing(asked):
    with cancelled_when(after(asked)), pytest.raises(Cancelled):
        diagnose(read_scenario(FOLDER / "infeasible.yaml"))


def test_repairs_are_stopped_and_looked_for_again(tmp_path):
    many = {"kind": "limit", "title": "Monta", "measure": "count", "at_least": 4}
    scenario = read_scenario(small(tmp_path)).vary(rules={"many": many})
    with pytest.raises(Cancelled):
        advise(Session(scenario), wish=Wish(stop=True))
    page = Page(scenario)
    lead, found = page.screen.pieces["lead"], page.screen.pieces["lead"].html
    assert 'data-do="remedy"' in found
    page.screen.advice = None
    asyncio.run(page.work._assure(Wish(stop=True)))
    assert "Korjausten haku keskeytettiin." in lead.html
    assert 'data-do="advise"' in lead.html
    page.screen.advice_stopped = False
    asyncio.run(page.work._assure(Wish()))
    assert lead.html == found
