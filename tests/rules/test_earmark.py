"""Earmark: money that only some applications may use."""

import pytest
from builders import a_call, a_scenario, model_of, problems, slack, words
from written import golden, rows_written

CALL = a_call(H1={"North": 41}, H2={"South": 61}, targets={"H1": "network", "H2": "zone"})
SPREAD = a_call(H1={"North": 20, "South": 21}, H2={"South": 61})
THREE = a_call(H1={"North": 41}, H2={"South": 61}, H3={"South": 53})
MONEY = {"kind": "budget", "amount": 100}


def pot(amount=30, **options):
    return {"kind": "earmark", "amount": amount, "for": {"target": "network"}, "ring_fenced": True, **options}


SCENARIOS = {
    "Ring-fenced: others get what the pot leaves of the budget; the matching H1 may use both.": a_scenario(
        CALL, {"money": MONEY, "pot": pot()}
    ),
    "Only: the matching H1 has no other money.": a_scenario(CALL, {"money": MONEY, "pot": pot(only=True)}),
    "One pot: the matching H1 has an award for each pot, and gets one of them.": a_scenario(
        CALL, {"money": MONEY, "pot": pot(one_pot=True)}
    ),
    "A least sum for a region counts the euros that fall in it.": a_scenario(
        SPREAD, {"least": {"kind": "earmark", "for": {"region": "North"}, "at_least": 17}}
    ),
    "Two pots, 30 and 20 of 100: H1 may use the first, H2 the second, H3 neither.": a_scenario(
        THREE,
        {
            "money": MONEY,
            "first": {"kind": "earmark", "amount": 30, "for": {"application": "H1"}, "ring_fenced": True},
            "second": {"kind": "earmark", "amount": 20, "for": {"application": "H2"}, "ring_fenced": True},
        },
    ),
}


def test_the_rows_are_those_worked_out_by_hand():
    assert rows_written(SCENARIOS) == golden("earmark")


@pytest.mark.parametrize(("amount", "left"), [(39, 0), (40, -1)])
def test_others_may_use_what_the_pot_leaves_and_not_one_euro_of_the_pot(amount, left):
    assert slack(CALL, {"money": MONEY, "pot": pot(amount)}, "pot[general]", "H2") == left


def test_a_matching_award_may_be_split_between_the_pot_and_other_money():
    model = model_of(a_call(H1={"North": 100}, targets={"H1": "network"}), {"money": MONEY, "pot": pot(30)})

    assert [award.sources for award in model.candidates.awards] == [{"general", "pot"}]
    assert [row.name for row in model.rows] == ["money"]


@pytest.mark.parametrize(("amount", "left"), [(41, 0), (40, -1)])
@pytest.mark.parametrize("option", ["only", "one_pot"])
def test_an_award_from_the_pot_alone_fits_into_it_and_one_euro_less_is_too_little(option, amount, left):
    rules = {"money": MONEY, "pot": pot(amount, **{option: True})}

    assert slack(CALL, rules, "pot[pot]", "H1/pot") == left


def test_with_one_pot_an_award_from_other_money_leaves_the_pot_alone():
    rules = {"money": {"kind": "budget", "amount": 132}, "pot": pot(30, one_pot=True)}

    assert slack(CALL, rules, "pot[pot]", "H1") == 30
    assert slack(CALL, rules, "pot[general]", "H1", "H2") == 0


def test_with_only_there_is_no_award_from_other_money():
    model = model_of(CALL, {"money": MONEY, "pot": pot(only=True)})

    assert [award.name for award in model.candidates.awards] == ["H1/pot", "H2"]


def test_with_only_no_other_pot_pays_either():
    model = model_of(CALL, {"money": MONEY, "pot": pot(only=True), "second": pot(amount=10)})

    assert [award.name for award in model.candidates.awards] == ["H1/pot", "H2"]


@pytest.mark.parametrize(("least", "left"), [(41, 0), (42, -1)])
def test_a_least_sum_is_met_exactly_and_missed_by_a_euro(least, left):
    rules = {"least": {"kind": "earmark", "for": {"target": "network"}, "at_least": least}}

    assert slack(CALL, rules, "least[at_least]", "H1", "H2") == left


@pytest.mark.parametrize(("least", "left"), [(20, 0), (21, -1)])
def test_a_least_sum_for_a_region_counts_only_the_euros_in_it(least, left):
    rules = {"least": {"kind": "earmark", "for": {"region": "North"}, "at_least": least}}

    assert slack(SPREAD, rules, "least[at_least]", "H1", "H2") == left


def test_a_region_named_twice_is_counted_once():
    rules = {"least": {"kind": "earmark", "for": {"region": ["North", "01"]}, "at_least": 20}}

    assert slack(SPREAD, rules, "least[at_least]", "H1") == 0


def test_of_two_pots_each_award_may_use_its_own_and_what_is_general():
    rules = dict(
        SCENARIOS["Two pots, 30 and 20 of 100: H1 may use the first, H2 the second, H3 neither."].written["rules"]
    )
    fits = a_call(H1={"North": 30}, H2={"South": 20}, H3={"South": 50})
    too_much = a_call(H1={"North": 29}, H2={"South": 20}, H3={"South": 51})

    assert slack(fits, rules, "second[general]", "H1", "H2", "H3") == 0
    assert slack(fits, rules, "second[first+general]", "H1", "H2", "H3") == 0
    assert slack(fits, rules, "first[general+second]", "H1", "H2", "H3") == 0
    assert slack(too_much, rules, "second[general]", "H1", "H2", "H3") == -1


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            {"kind": "earmark"},
            "column rules.pot: an earmark needs ring_fenced: true or at_least; this one binds nothing",
        ),
        ({"kind": "earmark", "ring_fenced": True}, "column rules.pot: a ring-fenced earmark needs an amount"),
        *(
            (
                {"kind": "earmark", "at_least": 1, **alone},
                "column rules.pot: amount, only and one_pot need ring_fenced: true",
            )
            for alone in ({"amount": 1}, {"only": True}, {"one_pot": True})
        ),
        (
            pot(101),
            "column rules.pot.amount: the ring-fenced earmarks are more than the budget; "
            "found '101 euros in 1 earmarks'; expected at most 100 euros",
        ),
        (
            pot() | {"for": {"target": "netwrk"}},
            "column rules.pot.for.target: unknown value of target; found 'netwrk'; expected one of network, zone; "
            "did you mean 'network'?",
        ),
        (
            pot() | {"for": {"taget": "network"}},
            "column rules.pot.for: unknown column; found 'taget'; expected one of applicant, applicant_type, "
            "application, granting_authority, language, municipality, region, regional_town, target; "
            "did you mean 'target'?",
        ),
        (
            pot() | {"for": {"region": "Nort"}},
            "column rules.pot.for.region: unknown region; found 'Nort'; expected one of North, South, 01, 02; "
            "did you mean 'North'?",
        ),
    ],
)
def test_a_wrong_earmark_is_answered_with_the_right_one(rule, said):
    assert problems(CALL, {"money": MONEY, "pot": rule}) == [said]


def test_pots_that_come_to_the_budget_are_allowed():
    assert slack(CALL, {"money": MONEY, "pot": pot(100)}, "pot[general]") == 0


def test_a_pot_without_a_budget_beside_it_cannot_be_kept_apart():
    assert problems(CALL, {"pot": pot()}) == ["column rules.pot: a ring-fenced earmark needs a budget rule beside it"]


def test_no_pot_takes_the_name_of_the_general_money():
    assert problems(CALL, {"money": MONEY, "general": pot()}) == [
        "column rules.general: an earmark cannot be called 'general'"
    ]


def test_two_pots_that_are_too_much_together_are_one_problem():
    assert problems(CALL, {"money": MONEY, "a": pot(50), "b": pot(51)}) == [
        "column rules.a.amount: the ring-fenced earmarks are more than the budget; "
        "found '101 euros in 2 earmarks'; expected at most 100 euros"
    ]


def test_the_sentence_tells_the_pot_and_the_least_sum():
    rules = {
        "money": {"kind": "budget", "amount": 7000000},
        "pot": pot(1500000, at_least=20000, only=True, one_pot=True),
    }

    assert words(CALL, rules, "pot") == {
        "fi": "1 500 000 € on varattu vain näille: network; niitä ei rahoiteta muusta rahasta; "
        "kukin myöntö maksetaan yhdestä määrärahasta; vähintään 20 000 € myönnetään näille: network.",
        "sv": "1 500 000 € är reserverat enbart för: network; de finansieras inte med andra medel; "
        "varje beviljat belopp betalas ur ett anslag; minst 20 000 € beviljas till: network.",
        "en": "€1,500,000 is reserved for these alone: network; no other money pays for them; "
        "each award is paid from one pot; at least €20,000 is granted to these: network.",
    }
