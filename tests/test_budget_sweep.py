"""The budget from the least to all requests, against every portfolio at every change and a euro before it."""

import pytest
from builders import a_call, a_scenario
from hypothesis import event, given, settings
from hypothesis import strategies as st
from instances import call_of, instances
from oracle import Oracle

from allocator import InfeasibleError, Scenario, ScenarioError, budget_sweep, solve
from allocator.analysis.frontier import window
from allocator.analysis.variants import with_budget

EXAMPLES = max(settings.default.max_examples // 4, 10)


def best(instance, scenario, budget):
    """Return the objective at a budget by looking at every portfolio."""
    rules = {**instance.rules}
    name = min(
        (n for n, r in rules.items() if r["kind"] == "budget"),
        key=lambda n: rules[n]["amount"] - rules[n].get("holdback", 0),
    )
    rules[name] = {**rules[name], "amount": budget + rules[name].get("holdback", 0)}
    answer = Oracle(instance.call, rules, instance.objective).answer()
    return None if answer is None else (answer.value, tuple(i for i, _ in answer.choices))


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_no_list_of_all_portfolios_disagrees_with_the_sweep_at_a_change_or_a_euro_before_it(data):
    kinds = ["earmark", "limit", "year", "coverage", "levels", "requires", "fair_share", "synergy", "lock"]
    instance = data.draw(instances(data.draw(st.sampled_from(kinds))))
    scenario = Scenario.of(call_of(instance.call), instance.rules, instance.objective)
    try:
        solution = solve(scenario)
    except InfeasibleError:
        return
    first, narrowest, most = data.draw(st.sampled_from([(16_384, 256, 300), (7, 1, 300), (16, 4, 2)]))
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(window, "_FIRST", first)
            patched.setattr(window, "_NARROWEST", narrowest)
            patched.setattr(window, "_MOST", most)
            sweep = budget_sweep(solution)
    except ScenarioError as error:
        event(str(error))
        return
    event(f"{len(sweep.steps)} steps")

    assert sweep.complete
    assert (sweep.steps[0].budget, sweep.steps[-1].until) == (sweep.lowest, sweep.highest)
    for before, after in zip(sweep.steps, sweep.steps[1:], strict=False):
        assert before.until + 1 == after.budget
        assert (before.value, before.funded) != (after.value, after.funded)
    for step in sweep.steps:
        first, last = best(instance, scenario, step.budget), best(instance, scenario, step.until)
        assert (step.value, step.funded) == (first or (None, ()))
        assert step.value == (last and last[0])
    assert sweep.at(solution.model.ground.budget).value == solution.value
    solve_at = with_budget(scenario, sweep.highest)
    assert sweep.steps[-1].value is None or solve(solve_at).value == sweep.steps[-1].value


@pytest.fixture(name="bag")
def a_bag():
    call = a_call(H1={"North": 60}, H2={"North": 50}, H3={"South": 50}, values={"H1": 5, "H2": 3, "H3": 3})
    return a_scenario(call, {"budget": {"kind": "budget", "amount": 100}})


def test_the_sweep_of_a_bag_is_the_one_on_paper(bag):
    sweep = budget_sweep(bag)

    assert [(s.budget, s.until, s.value, s.funded) for s in sweep.steps] == [
        (0, 49, 0, ()),
        (50, 59, 3, ("H2",)),
        (60, 99, 5, ("H1",)),
        (100, 109, 6, ("H2", "H3")),
        (110, 159, 8, ("H1", "H3")),
        (160, 160, 11, ("H1", "H2", "H3")),
    ]
    assert sweep.drops == (60, 100, 110)
    frame = sweep.frame()
    assert (frame.loc[100, "joins"], frame.loc[100, "drops"], frame.loc[100, "gain"]) == ("H2, H3", "H1", 1)
    assert frame["own"].tolist() == [False, False, False, True, False, False]


def test_money_that_makes_a_floor_too_high_is_seen_to_leave_nothing():
    call = a_call(H1={"North": 50}, H2={"South": 50}, values={"H1": 1, "H2": 1})
    floor = {"kind": "limit", "for": {"region": ["North"]}, "measure": "share_of_budget", "at_least": "0.5"}
    sweep = budget_sweep(a_scenario(call, {"budget": {"kind": "budget", "amount": 100}, "floor": floor}))

    assert [(s.budget, s.until, s.value) for s in sweep.steps] == [(0, 0, 0), (1, 49, None), (50, 99, 1), (100, 100, 2)]


def test_the_sweep_starts_at_the_money_that_is_ring_fenced_and_ends_where_another_budget_does(bag):
    rules = {"pot": {"kind": "earmark", "amount": 20, "ring_fenced": True, "for": {"region": ["South"]}}}
    sweep = budget_sweep(bag.vary(rules={**rules, "other": {"kind": "budget", "amount": 120}}))

    assert (sweep.lowest, sweep.highest) == (20, 120)


def test_a_sweep_that_is_stopped_keeps_its_steps_and_says_so(bag):
    def stop(words):
        raise KeyboardInterrupt

    sweep = budget_sweep(bag, progress=stop)

    assert [(s.budget, s.until) for s in sweep.steps] == [(0, 49)]
    assert not sweep.complete
    assert "stopped" in sweep.text("en")
    with pytest.raises(ValueError, match="50"):
        sweep.at(50)


def test_what_is_no_step_function_of_the_budget_is_not_swept(bag):
    with pytest.raises(ScenarioError, match="objective"):
        budget_sweep(bag.vary(objective={"maximise": "worst_region", "reference": {"equal": "1"}}))
    even = {"kind": "fair_share", "reference": {"equal": "1"}, "of": "budget", "deviation_at_most": "1.5"}
    with pytest.raises(ScenarioError, match="otherwise than by a bound"):
        budget_sweep(bag.vary(rules={"even": even}))
    with pytest.raises(ScenarioError, match="budget rule"):
        budget_sweep(bag.vary(rules={"budget": None}))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_sweep_is_told_in_every_language(bag, language):
    text = budget_sweep(bag).text(language)

    assert "H3" in text
    assert "{" not in text
