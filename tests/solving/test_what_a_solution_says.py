"""What a solution says is what a person counts, in the same bytes every time."""

import json
from fractions import Fraction

from builders import a_call, a_scenario
from examples import BASE, EXAMPLE, scenario, solution
from oracle_counts import divided
from stand_ins import EQUALS, FEW

from allocator import read_scenario, solve
from allocator.candidates import GENERAL


def test_the_base_scenario_is_decided_as_told():
    base = solution()

    assert (base.status, base.value, base.granted) == ("optimal", Fraction("64.90"), 6_989_300)
    assert list(base.funded) == BASE
    assert (base.tied_portfolios, base.gap, base.best_possible) == (2, 0, base.value)
    assert [level.goal for level in base.levels] == [
        "value",
        "more_regions",
        "more_municipalities",
        "lower_cost",
        "application_id",
    ]


def test_partial_funding_grants_two_applications_four_fifths():
    partial = {award.application: award.level for award in solution("partial-funding").awards if award.level != 1}

    assert partial == {"H23": Fraction(4, 5), "H37": Fraction(4, 5)}


def test_how_the_portfolio_stands_to_every_rule_is_what_a_person_counts():
    base, call = solution(), scenario("base").call
    names = {region.code: region.name["fi"] for region in call.geography.regions}
    regions = dict.fromkeys(names.values(), 0)
    for id_ in BASE:
        for partner in call[id_].partners:
            regions[names[partner.region]] += partner.euros
    granted = sum(call[id_].requested for id_ in BASE)
    zones = sum(call[id_].requested for id_ in BASE if call[id_].target == "growth_zone")
    towns = sum(call[id_].requested for id_ in BASE if _may_use_the_earmark(call[id_]))
    inside = [region for region in call.geography.regions if region.name["fi"] != "Ahvenanmaa"]
    people = sum(region.population for region in inside)
    mixed = [Fraction(7, 10) / len(inside) + Fraction(3, 10) * Fraction(r.population, people) for r in inside]
    shares = dict(zip((region.name["fi"] for region in inside), divided(10_000, mixed), strict=True))

    expected = {
        "budget": (granted, "<=", 7_000_000),
        "regional_towns[general]": (granted - towns, "<=", 5_500_000),
        "growth_zones[at_least]": (zones, ">=", Fraction(15 * granted, 100)),
        "growth_zones[at_most]": (zones, "<=", Fraction(35 * granted, 100)),
        **{f"any_region[{name}]": (euros, "<=", Fraction(granted, 5)) for name, euros in regions.items()},
        **{
            f"fair_share[{name}]": (regions[name], ">=", Fraction(3 * share * granted, 100_000))
            for name, share in shares.items()
        },
    }

    assert {r.name: (r.value, r.sense, r.bound) for r in base.rules} == expected
    for reading in base.rules:
        sign = 1 if reading.sense == ">=" else -1
        assert reading.slack == sign * (reading.value - reading.bound) >= 0
        assert reading.binding == (reading.slack == 0)
        assert reading.rule == reading.name.partition("[")[0]


def _may_use_the_earmark(application):
    return application.target == "thematic_network" and application.columns["regional_town_project"] == ("yes",)


def test_a_row_that_is_met_exactly_is_binding():
    exactly = solve(a_scenario(FEW, {"budget": {"kind": "budget", "amount": 90}}))
    [budget] = exactly.rules

    assert (budget.value, budget.slack, budget.binding, budget.blocks) == (90, 0, True, ("H3",))


def test_the_parts_of_the_money_sum_to_what_is_granted():
    for name in ("base", "partial-funding"):
        found, call = solution(name), scenario(name).call
        assert sum(award.euros for award in found.awards) == found.granted
        for parts in (found.by_region(), found.by_year(), found.by_pot(), found.by_column("target")):
            assert sum(parts.values()) == found.granted
        for award in found.awards:
            assert sum(award.by_region) == sum(award.by_year) == award.euros
            assert sum(found.payments[award.application].values()) == award.euros
        assert list(found.by_year()) == [2021, 2022, 2023]
        assert list(found.by_region()) == list(call.region_codes)


def test_only_those_whom_the_earmark_is_for_are_paid_from_it():
    base = solution()

    assert set(base.by_pot()) == {"regional_towns", GENERAL}
    assert base.by_pot()["regional_towns"] <= 1_500_000
    assert base.by_pot()[GENERAL] <= 5_500_000
    for id_, paid in base.payments.items():
        assert "regional_towns" not in paid or _may_use_the_earmark(base.scenario.call[id_])


def test_what_a_synergy_saves_is_paid_by_the_general_money_again():
    call = a_call(H1={"North": 60}, H2={"North": 60}, H3={"North": 30}, columns={"H3": {"theme": ("sea",)}})
    rules = {
        "budget": {"kind": "budget", "amount": 130},
        "pot": {"kind": "earmark", "amount": 30, "ring_fenced": True, "for": {"theme": "sea"}},
        "together": {"kind": "synergy", "of": ["H1", "H2"], "saves": 20},
    }

    found = solve(a_scenario(call, rules))

    assert found.payments == {"H1": {GENERAL: 60}, "H2": {GENERAL: 60}, "H3": {"pot": 30}}
    assert found.by_pot() == {"pot": 30, GENERAL: 120}


def test_the_written_solution_is_the_same_bytes_every_time_and_counts_in_whole_euros():
    text = solution().to_json()
    written = json.loads(text)

    assert solve(read_scenario(EXAMPLE / "base.yaml")).to_json() == text
    assert text.endswith("}\n")
    assert written["funded"] == BASE
    assert (written["value"], written["granted"], written["gap"]) == ("64.9", 6_989_300, "0")
    assert sum(award["euros"] for award in written["awards"]) == written["granted"]
    for award in written["awards"]:
        assert all(sum(award[part].values()) == award["euros"] for part in ("by_year", "by_region", "by_pot"))
    assert set(written["not_funded"]) == {a.id for a in scenario("base").call.applications} - set(BASE)
    assert set(written["provenance"]["files"]) == {"base.yaml", "applications.csv", "partners.csv", "scores.csv"}


def test_the_frame_has_a_row_for_every_application_and_its_money_sums():
    found, call = solution("partial-funding"), scenario("partial-funding").call
    frame = found.frame()

    assert list(frame.columns) == [
        *("title", "target", "applicant", "granting_authority", "value", "requested", "award", "level", "outcome"),
        *("2021", "2022", "2023", "regional_towns", "general"),
    ]
    assert list(frame.index) == [a.id for a in call.applications]
    assert frame["award"].sum() == found.granted
    assert (frame[["2021", "2022", "2023"]].sum(axis=1) == frame["award"]).all()
    assert (frame[["regional_towns", "general"]].sum(axis=1) == frame["award"]).all()
    assert list(frame.index[frame["outcome"] == "funded"]) == list(found.funded)
    assert (frame.loc[frame["outcome"] != "funded", ["award", "level"]] == 0).all(axis=None)
    assert set(frame["outcome"]) == {"funded", "not_funded", "below_threshold", "ineligible"}
    assert frame.loc["H23", "level"] == 0.8


def test_progress_is_told_in_words():
    said = []
    solve(a_scenario(EQUALS, {"budget": {"kind": "budget", "amount": 10}}), progress=said.append)

    assert said[0] == "maximising value"
    assert said[-1] == "14 portfolios tied on value"
