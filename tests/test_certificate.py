"""The certificate of optimality: whatever is the best has one, and nothing else."""

import json
import sys
from pathlib import Path

import pytest
from builders import a_call, every_portfolio, model_of
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import call_of, instances

from allocator.certificate import Programme, certify
from allocator.dossier import verifier
from allocator.proof_tree import NoCertificateError
from allocator.rows import Portfolio

EXAMPLES = settings.default.max_examples

CALL = a_call(
    H1={"North": 40, "South": 13},
    H2={"South": 61},
    H3={"North": 57},
    H4={"South": 33},
    H5={"North": 21},
    values={"H1": "3.2", "H2": "4.1", "H3": "3.9", "H4": "2.0", "H5": "1.7"},
)
RULES = {
    "budget": {"kind": "budget", "amount": 130},
    "both": {"kind": "limit", "each": "region", "measure": "share_of_granted", "at_most": "0.6"},
}


def proof_of(model, portfolio):
    return json.loads(certify(model, portfolio).to_json())


def replayed(proof):
    """Replay a proof as the verifier does; whether it goes to the end of the order."""
    exact = verifier.parsed(json.dumps(proof).encode())
    return verifier.check_order(exact, verifier.check_portfolio(exact))


def best_of(model):
    """Return the first of all lawful portfolios by the published order, and all of them."""
    lawful = [p for p in every_portfolio(model) if not model.broken(p)]
    return max(lawful, key=lambda p: tuple(model.place(p)), default=None), lawful


@settings(max_examples=EXAMPLES // 2)
@given(instance=instances())
def test_the_best_of_all_portfolios_has_a_certificate_and_no_worse_one_has(instance):
    model = model_of(call_of(instance.call), instance.rules, instance.objective)
    best, lawful = best_of(model)
    if best is None:
        return
    try:
        proof = proof_of(model, best)
    except NoCertificateError:
        assert model.objective.form.helpers  # a tie in fractions may not be told apart
        return
    assert replayed(proof) == (proof["unproven"] is None)
    if not model.objective.form.helpers:
        assert proof["unproven"] is None
    for later in [p for p in lawful if model.choices(p) != model.choices(best)][:3]:
        if model.objective.at(later) == model.objective.at(best):
            assert certify(model, later).unproven is not None
    for worse in [p for p in lawful if model.objective.at(p) < model.objective.at(best)][:3]:
        with pytest.raises(NoCertificateError):
            certify(model, worse)


def point_of(model, portfolio, proof):
    """Return a portfolio as the text of every column of a proof."""
    programme = Programme(model, [*model.goals, *model.by_id][: len(proof["goals"])])
    return [str(value) for value in programme.point(portfolio)]


@settings(max_examples=EXAMPLES // 2)
@given(instance=instances(), data=st.data())
def test_a_proof_carried_over_to_a_worse_portfolio_is_refused(instance, data):
    model = model_of(call_of(instance.call), instance.rules, instance.objective)
    best, lawful = best_of(model)
    worse = [p for p in lawful if model.choices(p) != model.choices(best)]
    if not worse:
        return
    try:
        proof = proof_of(model, best)
    except NoCertificateError:
        return
    if proof["unproven"]:
        worse = [p for p in worse if model.objective.at(p) < model.objective.at(best)] or [Portfolio([])]
        if model.broken(worse[0]) or model.objective.at(worse[0]) == model.objective.at(best):
            return
    other = data.draw(st.sampled_from(worse))
    proof["portfolio"] = point_of(model, other, proof)
    with pytest.raises(verifier.RefusedError, match=r"leaf|not 0 or 1|nowhere"):
        replayed(proof)


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_whatever_multipliers_stand_in_the_tree_nothing_false_is_proven(data):
    model = model_of(CALL, RULES)
    best, lawful = best_of(model)
    worse = data.draw(st.sampled_from([p for p in lawful if model.objective.at(p) < model.objective.at(best)]))
    proof = proof_of(model, best)
    proof["portfolio"] = [str(int(i in worse.awards)) for i in range(len(model.candidates))]
    for node in proof["tree"]:
        if node[0] == "level":
            node[1] = data.draw(st.booleans())
            continue
        node[1] = data.draw(st.integers(0, 10**6))
        node[2] = {str(i): data.draw(st.integers(-(10**9), 10**9)) for i in range(len(proof["rows"]))}
    with pytest.raises(verifier.RefusedError):
        replayed(proof)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda proof: proof["tree"].pop(), "leaf"),
        (lambda proof: proof["tree"].append(["leaf", 1, {}]), "nowhere"),
        (lambda proof: proof["rows"][0].update(bound=proof["rows"][0]["bound"] - 100), "breaks budget"),
        (lambda proof: proof["rows"][0].update(bound=110.5), "breaks budget"),
        (lambda proof: proof["portfolio"].__setitem__(0, "1/2"), "not whole"),
        (lambda proof: proof["tree"][-1][2].update({"0": -1}), "wrong sign"),
        (lambda proof: proof["tree"][-1].__setitem__(2, {}), "does not prove"),
        (lambda proof: proof["tree"][1].__setitem__(0, "trust me"), "leaf"),
        (lambda proof: proof["tree"][-1].__setitem__(1, -1), "wrong sign"),
    ],
)
def test_a_spoiled_proof_is_refused_and_the_verifier_says_where(spoil, said):
    model = model_of(CALL, RULES)
    proof = proof_of(model, best_of(model)[0])
    assert replayed(proof)
    spoil(proof)
    with pytest.raises(verifier.RefusedError, match=said):
        replayed(proof)


def test_an_unlawful_portfolio_has_no_certificate():
    with pytest.raises(NoCertificateError, match="breaks budget"):
        certify(model_of(CALL, RULES), Portfolio(range(5)))


def test_a_tree_that_would_be_too_large_is_given_up_and_says_so():
    model = model_of(CALL, RULES)
    with pytest.raises(NoCertificateError, match="more than 0 nodes"):
        certify(model, best_of(model)[0], most_nodes=0)


def test_the_verifier_is_short_and_imports_only_the_standard_library():
    source = Path(verifier.__file__).read_text(encoding="utf-8")

    assert source.count("\n") <= 150
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
