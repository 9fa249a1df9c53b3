"""A written model is the programme, as any other solver reads it and a person checks it."""

import pytest
from builders import a_call, model_of
from examples import solution
from stand_ins import BUDGET, FEW

from allocator import SolverError
from allocator.rows import Portfolio
from allocator.solver import write_model


def read_back(path):
    """Solve a written model with HiGHS alone; return the objective, the columns that are 1, and the rows' names."""
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    columns = [highs.getColName(i)[1] for i in range(highs.getNumCol())]
    chosen = {name for name, value in zip(columns, highs.getSolution().col_value, strict=True) if value > 0.5}
    return highs.getObjectiveValue(), chosen, [highs.getRowName(i)[1] for i in range(highs.getNumRow())]


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("name", ["base", "partial-funding"])
def test_a_written_model_is_read_and_solved_elsewhere_to_the_same_value(tmp_path, name, ending):
    path, model = tmp_path / f"model.{ending}", solution(name).model
    write_model(model, path)

    _, chosen, rows = read_back(path)

    by_name = {f"fund_{award.name}".replace("@", "_"): i for i, award in enumerate(model.candidates.awards)}
    found = Portfolio([by_name[column] for column in chosen])
    assert model.broken(found) == ()
    assert model.objective.at(found) == solution(name).value
    assert {"budget", "regional_towns_general_", "growth_zones_at_least_", "fair_share_Lappi_"} <= set(rows)
    assert "any_region_Etela_Pohjanmaa_" in rows
    assert len(rows) == len(model.rows)


def test_a_written_model_keeps_whole_euros_and_values_as_a_person_can_check_them(tmp_path):
    call = a_call(H1={"North": 400_001}, H2={"North": 50}, H3={"South": 60}, values={"H1": 3, "H2": 4, "H3": 2})
    write_model(model_of(call, {"budget": {"kind": "budget", "amount": 400_101}}), tmp_path / "model.lp")

    text = " ".join((tmp_path / "model.lp").read_text().split())

    assert "budget: 400001 fund_H1 + 50 fund_H2 + 60 fund_H3 <= 400101" in text
    assert read_back(tmp_path / "model.lp")[0] == -7


def test_names_that_would_be_written_alike_are_told_apart(tmp_path):
    call = a_call(**{"A-1": {"North": 40}, "A 1": {"North": 50}, "Å": {"North": 60}})
    write_model(model_of(call, BUDGET), tmp_path / "model.mps")

    _, chosen, _ = read_back(tmp_path / "model.mps")

    assert len(chosen) == 2
    assert chosen < {"fund_A_1", "fund_A_1_2", "fund_A"}


@pytest.mark.parametrize("name", ["model.txt", "model"])
def test_a_model_is_not_written_in_an_unknown_form(tmp_path, name):
    with pytest.raises(SolverError, match=r"use \.lp or \.mps"):
        write_model(model_of(FEW, BUDGET), tmp_path / name)
    assert not (tmp_path / name).exists()
