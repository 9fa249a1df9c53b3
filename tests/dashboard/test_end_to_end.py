"""The page driven in a browser, as a visitor would: nothing leaves the machine, the keyboard is enough."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from allocator import read_scenario, solve

pytest.importorskip("panel_material_ui", reason="the page's extra is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif("ALLOCATOR_BROWSER" not in os.environ, reason="ALLOCATOR_BROWSER=1 drives the page in Chromium"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH: apt-get install chromium"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.xdist_group("browser"),
]
FOLDER = Path(__file__).parents[2] / "scenarios" / "akke-2021"
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
OF_THE_FRAMEWORK = {"scrollable-region-focusable", "aria-progressbar-name"}
"""Findings in the framework's own shell, outside what the page writes."""


@pytest.fixture(scope="module")
def served():
    def start(scenario):
        command = [sys.executable, "-c", "from allocator.cli import app; app()", "serve", "--port", "0"]
        process = subprocess.Popen([*command, str(FOLDER / scenario)], stdout=subprocess.PIPE, text=True)
        started.append(process)
        return re.search(r"http://\S+", process.stdout.readline())[0]

    started = []
    yield start
    for process in started:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture(scope="module")
def address(served):
    return served("base.yaml")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def visit(browser):
    def opened(address, width=1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".sentence, .conflict", timeout=30_000)
        return page

    pages = []
    yield opened
    for page in pages:
        page.close()


def test_a_step_by_keyboard_moves_the_decision_and_undo_takes_it_back(address, visit):
    page = visit(address)
    first = page.locator(".sentence").inner_text()
    field = page.get_by_role("slider", name=re.compile("Maakunnan vähimmäisosuus"))
    field.focus()
    for _ in range(10):
        field.press("ArrowRight")
    page.wait_for_selector("text=Viimeisin muutos")
    sync_api.expect(page.get_by_text(re.compile(r"→ 40\s%")).first).to_be_visible(timeout=20_000)
    expected = solve(read_scenario(FOLDER / "base.yaml").vary(rules={"fair_share": {"at_least": "0.4"}}))
    page.get_by_role("button", name=re.compile("^Rahoitetaan ")).click()
    sync_api.expect(page.locator("[data-do=reasons]")).to_have_count(len(expected.funded))
    assert {row.get_attribute("data-id") for row in page.locator("[data-do=reasons]").all()} == set(expected.funded)
    undo = page.locator("[data-do=undo]")
    while undo.is_enabled():
        undo.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(1500)
    sync_api.expect(page.locator(".sentence")).to_have_text(re.sub(r"\s+", " ", first), timeout=10_000)
    assert [url for url in page.asked if not url.startswith(LOCAL)] == []
    assert page.errors == []


def test_reasons_open_by_enter_and_close_by_escape_back_on_their_row(address, visit):
    page = visit(address)
    row = page.locator("[data-do=reasons]").first
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".drawer")
    page.keyboard.press("Escape")
    page.wait_for_selector(".drawer", state="detached")
    sync_api.expect(row).to_be_focused()


def test_two_visitors_do_not_see_each_other(address, visit):
    one, other = visit(address), visit(address)
    one.get_by_role("switch", name="Yhden maakunnan enimmäisosuus").click()
    sync_api.expect(one.get_by_text("muutoksia perusskenaarioon: 1")).to_be_visible(timeout=20_000)
    assert other.get_by_text("ei muutoksia perusskenaarioon").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_and_axe_finds_nothing_serious_in_any_language(address, visit, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(address, width)
    for language, words in (("sv", "ansökningar"), ("en", "applications"), ("fi", "hakemusta")):
        page.locator(f"[data-do=language][data-id={language}]").click()
        sync_api.expect(page.locator(".sentence")).to_contain_text(words, timeout=10_000)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.run(page).response["violations"]
        serious = {rule["id"] for rule in found if rule["impact"] in ("serious", "critical")}
        assert serious <= OF_THE_FRAMEWORK, [
            (rule["id"], node["target"], node["html"][:200]) for rule in found for node in rule["nodes"][:3]
        ]


def test_where_nothing_fits_a_repair_is_one_button_away(served, visit):
    page = visit(served("infeasible.yaml"))
    assert page.get_by_role("alert").first.is_visible()
    page.locator("[data-do=remedy]").first.click(timeout=30_000)
    page.wait_for_selector(".sentence", timeout=20_000)
