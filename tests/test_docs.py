"""Pages: what is made from the code is as stored, commands run as shown, and every link and test named is there."""

import ast
import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from cases import mknap1, portfolio_cases, textbook_cases
from fill import PARTS, filled, main
from parts.families import EXAMPLES
from parts.template_call import template_call
from ruamel.yaml import YAML
from typer.main import get_command
from typer.testing import CliRunner

from allocator.certificate import certify
from allocator.cli import app
from allocator.cli.app import OUT
from allocator.dossier.verifier import check_order, check_portfolio
from allocator.kernel import LARGE
from allocator.objectives import TITLES
from allocator.optimum import solve
from allocator.rules import KINDS

pytestmark = pytest.mark.once

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text(page):
    return page.read_text(encoding="utf-8")


def fenced(page, *languages):
    """Return the fenced blocks of a page in one of these languages."""
    blocks = re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", text(page))
    return [block for language, block in blocks if language in languages]


def command_lines(page):
    """Return every `allocator …` of a page as words: of blocks, which are whole, and within sentences."""
    lines = [line for block in fenced(page, "", "console", "sh") for line in block.splitlines()]
    said = re.findall(r"(?<!`)`(allocator [^`]+)`", re.sub(r"(?ms)^```.*?^```$", "", text(page)))
    parts = [part.strip().removeprefix("$ ") for line in lines for part in line.split("&&")]
    whole_ones = [shlex.split(part, comments=True) for part in parts if part.startswith("allocator ")]
    return [words[1:] for words in whole_ones], [shlex.split(part)[1:] for part in said]


def test_the_formulation_is_the_one_that_the_rules_give():
    page = text(DOCS / "formulation.md")

    assert filled(page) == page, "run python docs/fill.py"


def test_every_part_that_is_made_stands_on_a_page_and_a_changed_one_is_noticed(monkeypatch, tmp_path):
    everywhere = "".join(map(text, DOCS.glob("*.md")))
    assert set(re.findall(r"<!-- made: (\w+) -->", everywhere)) == set(PARTS)

    monkeypatch.setattr("fill.FOLDER", tmp_path)
    (tmp_path / "page.md").write_text("<!-- made: families -->\n<!-- end -->\n", encoding="utf-8")

    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert "### `budget`" in text(tmp_path / "page.md")


def test_the_formulation_names_every_family_every_objective_and_every_step_of_the_order():
    page = text(DOCS / "formulation.md")

    assert set(EXAMPLES) == set(KINDS)
    assert [name for name in (*KINDS, *TITLES) if f"`{name}`" not in page and f": {name}`" not in page] == []


def test_an_example_of_a_rule_can_be_copied_into_a_scenario():
    for block in fenced(DOCS / "formulation.md", "yaml"):
        rule = YAML(typ="safe").load(block)["example"]

        assert template_call().vary(rules={"example": rule}).rules["example"].kind == rule["kind"]


def test_formulas_use_only_what_github_shows():
    page = text(DOCS / "formulation.md")

    assert ":math:" not in page
    assert r"\operatorname" not in page


def test_the_proof_that_is_shown_proves_the_portfolio_of_the_small_call():
    (block,) = fenced(DOCS / "reading-the-proofs.md", "json")
    shown = json.loads("{" + re.sub(r"\](\n|$)(?=[\[\"])", r"],\n", block).strip() + "}")
    solution = solve(template_call())
    proof = certify(solution.model, solution.portfolio).content | shown

    assert solution.funded == ("A1", "A3")
    assert check_order(proof, check_portfolio(proof))
    assert sum(node[0] == "leaf" for node in shown["tree"]) == 3
    assert proof["rows"][0]["terms"] == {"0": 10, "1": 9, "2": 12}


@each_page
def test_every_command_on_a_page_exists_with_its_options(page):
    commands = get_command(app).commands
    in_blocks, in_sentences = command_lines(page)

    for name, *words in in_blocks:
        commands[name].make_context(name, list(words))
    for name, *words in in_sentences:
        if name.isupper():
            continue  # allocator COMMAND
        known = {option for parameter in commands[name].params for option in parameter.opts + parameter.secondary_opts}
        assert [word for word in words if word.startswith("-") and word not in known | {"--help"}] == []


@each_page
def test_every_link_on_a_page_leads_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"(?m)^#+ (.*)$", text(target))
            assert anchor in [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings], link


def test_a_command_or_option_that_does_not_exist_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```\nallocator solve a.yaml --ouf x\n```\nand `allocator rules --rowz`", encoding="utf-8")

    with pytest.raises(Exception, match="--ouf"):
        test_every_command_on_a_page_exists_with_its_options(page)


def test_every_test_that_the_validation_names_exists():
    named = re.findall(r"`pytest ([^`]+)`", text(DOCS / "validation.md"))
    functions = {
        node.name
        for path in (REPOSITORY / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.FunctionDef)
    }

    assert len(named) >= 15
    assert [name for name in named if name.startswith("-k") and name.removeprefix("-k ") not in functions] == []
    assert [name for name in named if not name.startswith("-k") and not (REPOSITORY / name).exists()] == []


def test_the_numbers_of_cases_are_those_in_the_files():
    verdicts = [case["answer"]["verdict"] for case in portfolio_cases()]
    page = text(DOCS / "validation.md")

    assert (verdicts.count("optimal"), verdicts.count("infeasible")) == (162, 38)
    assert "| 162 random calls" in page
    assert "| 38 random calls" in page
    assert (len(mknap1()), len(textbook_cases())) == (7, 10)
    assert "seven multidimensional" in page
    assert "| ten capital budgeting" in page


def test_what_is_said_to_be_large_is():
    assert f"From {LARGE:,} candidate awards on".replace(",", " ") in text(DOCS / "scale.md")


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shown with /")
def test_a_call_runs_from_start_to_finish_as_it_is_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(OUT, "width", 200)
    page = text(DOCS / "running-a-call.md")
    blocks = re.findall(r"(?ms)(?:`(\S+)`:\n\n)?^```(\w+)\n(.*?)^```$", page)

    for file, language, block in blocks:
        if file:
            Path(file).write_text(block, encoding="utf-8")
        for shown in re.split(r"(?m)^\$ ", block)[1:] if language == "console" else ():
            command, *lines = shown.splitlines()
            run = CliRunner().invoke(app, shlex.split(command)[1:])

            assert run.exit_code == 0, f"{command}\n{run.output}"
            told = " ".join(run.output.split())
            assert [line for line in lines if " ".join(line.split()) not in told] == [], command
