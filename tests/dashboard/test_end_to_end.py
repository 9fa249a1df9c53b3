"""The page driven in a browser, as a visitor would: nothing leaves the machine, the keyboard is enough.

One server and one browser serve the module; no test sleeps, each waits for a state.
"""

import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from allocator import read_scenario, solve

pytest.importorskip("panel", reason="the page's extra is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def chromium():
    """Return the path of a Chromium: Debian's on the PATH, or the one that playwright has fetched."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_api.sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


BROWSER = chromium()
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium: apt-get install chromium, or playwright install chromium"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.xdist_group("browser"),
]
FOLDER = Path(__file__).parents[2] / "scenarios" / "akke-2021"
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
FLOOR, BUDGET = "fair_share.at_least", "budget.amount"


class Served:
    """A server of its own, on a free port."""

    def __init__(self, scenario, *options):
        command = [sys.executable, "-c", "from allocator.cli import app; app()", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            [*command, str(scenario)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.said = self.process.communicate(timeout=20)[1]


@pytest.fixture(scope="module")
def address():
    with Served(FOLDER / "base.yaml") as served:
        yield served.address


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        yield started
        started.close()


@pytest.fixture
def visit(browser):
    """Open a page in a context of its own; whatever it asks for and whatever fails in it is kept."""

    def opened(address, width=1280, wait=".sentence, .conflict", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        if wait:
            page.wait_for_selector(wait)
        return page

    contexts, asked, errors = [], [], []
    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(LOCAL)] == []
    assert asked
    assert errors == []


def slider(page, dial):
    return page.locator(f"[type=range][data-id='{dial}']")


def field(page, dial):
    return page.locator(f"[type=text][data-id='{dial}']")


def button(page, what, about=""):
    return page.locator(f"button[data-do={what}][data-id='{about}']").first


def funded(page):
    """Return the ids that the table shows as funded, once its rows have their last order."""
    expect(page.locator(".sure", has_text="lasketaan")).to_have_count(0)
    rows = page.locator(".applications tr:has(.state.yes) [data-do=reasons]")
    return sorted(rows.evaluate_all("rows => rows.map((row) => row.dataset.id)"))


def decided(**rules):
    return sorted(solve(read_scenario(FOLDER / "base.yaml").vary(rules=rules)).funded)


def test_arrows_on_a_slider_move_the_decision_and_undo_takes_it_back(address, visit):
    page = visit(address)
    before, sentence = funded(page), page.locator(".sentence").inner_text()
    slider(page, FLOOR).focus()
    page.keyboard.press("PageUp")
    expect(page.get_by_text(re.compile(r"Viimeisin muutos: .*30\s% → 40\s%"))).to_be_visible()
    assert funded(page) == decided(fair_share={"at_least": "0.4"}) != before
    expect(slider(page, FLOOR)).to_be_focused()
    expect(slider(page, FLOOR)).to_have_attribute("aria-valuetext", "40\u202f%")
    page.keyboard.press("Control+z")
    expect(page.locator(".sentence")).to_have_text(sentence)
    assert funded(page) == before
    page.keyboard.press("Control+y")
    expect(field(page, FLOOR)).to_have_value("40\u202f%")


def test_typed_numbers_are_taken_as_people_write_them_and_shown_with_thin_spaces(address, visit):
    page = visit(address)
    for typed, shown in (
        ("6 300 000 €", "6\u202f300\u202f000"),
        ("6500000", "6\u202f500\u202f000"),
        ("6,3 milj.", "6\u202f300\u202f000"),
    ):
        field(page, BUDGET).fill(typed)
        field(page, BUDGET).press("Enter")
        expect(field(page, BUDGET)).to_have_value(f"{shown}\u202f€")
    expect(slider(page, BUDGET)).to_have_value("6300000")
    expect(page.get_by_text(re.compile("Viimeisin muutos: .*→ 6\\s300\\s000"))).to_be_visible()
    assert funded(page) == decided(budget={"amount": 6_300_000})


def test_what_is_no_number_is_refused_in_words_and_nothing_moves(address, visit):
    page = visit(address)
    for hostile in ("../../etc/passwd", "<img src=x onerror=alert(1)>", "!!python/object:os.system", "-5"):
        field(page, BUDGET).fill(hostile)
        field(page, BUDGET).press("Enter")
        expect(page.locator(".wrong")).to_contain_text(hostile)
        assert page.locator(".wrong img").count() == 0
    expect(page.get_by_text("ei muutoksia perusskenaarioon")).to_be_visible()


def test_margins_and_prices_follow_and_genuine_choices_come_first(address, visit):
    page = visit(address)
    expect(page.locator(".group").first).to_contain_text("Aito valinta")
    expect(page.get_by_text(re.compile("sitoo, hinta")).first).to_be_visible()
    assert page.locator(".sure", has_text="lasketaan").count() == 0
    first = page.locator(".applications tr:not(.group) td.margin").nth(1)
    assert first.inner_text().strip().startswith(("+", "0"))


def test_reasons_open_by_enter_and_close_by_escape_back_on_their_row(address, visit):
    page = visit(address)
    expect(page.locator(".group").first).to_contain_text("Aito valinta")
    row = page.locator("[data-do=reasons]").first
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".drawer [data-focus]")).to_be_focused()
    expect(page.locator(".drawer .told").first).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector(".drawer", state="detached")
    expect(row).to_be_focused()


def dialog(page):
    return page.locator("dialog[open]")


def test_a_lock_asks_for_a_reason_and_a_name_which_are_shown_and_never_run(address, visit):
    page, reason = visit(address), "<script>window.hit=1</script> ../../x"
    button(page, "lock").click()
    dialog(page).get_by_role("button", name="Lukitse hakemus").click()
    expect(dialog(page).get_by_text("Lukitus tarvitsee perustelun ja nimen.")).to_be_visible()
    dialog(page).get_by_label("Perustelu (pakollinen)").fill(reason)
    dialog(page).get_by_label("Kirjaajan nimi (pakollinen)").fill("E. Esimerkki")
    dialog(page).get_by_role("button", name="Lukitse hakemus").click()
    expect(page.locator(".locks")).to_contain_text(reason)
    expect(page.locator(".locks")).to_contain_text("E. Esimerkki")
    assert page.evaluate("window.hit") is None
    page.locator("[data-do=unlock]").click()
    expect(page.get_by_text("Ei lukituksia.")).to_be_visible()


def test_two_visitors_do_not_see_each_other(address, visit):
    one, other = visit(address), visit(address)
    one.get_by_role("switch", name="Yhden maakunnan enimmäisosuus").click()
    expect(one.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    other.get_by_role("switch", name="Kasvuvyöhykkeiden osuus").click()
    expect(other.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    expect(other.get_by_role("switch", name="Yhden maakunnan enimmäisosuus")).to_be_checked()
    expect(one.get_by_role("switch", name="Kasvuvyöhykkeiden osuus")).to_be_checked()


def test_scenarios_are_kept_compared_opened_again_and_saved_as_a_file_that_reads_back(address, visit, tmp_path):
    page = visit(address)
    slider(page, FLOOR).focus()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Viimeisin muutos")).to_be_visible()
    button(page, "keep").click()
    button(page, "tab", "compare").click()
    expect(page.locator(".compared").first).to_be_visible()
    expect(page.locator("td.differs").first).to_be_visible()
    button(page, "tab", "decision").click()
    button(page, "save").click()
    dialog(page).get_by_label("Skenaarion nimi").fill("../../<b>Tasapaino</b> !!x")
    with page.expect_download() as download:
        dialog(page).get_by_role("button", name="Tallenna tiedostoksi").click()
    assert re.fullmatch(r"[\w-]+\.yaml", download.value.suggested_filename)
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    download.value.save_as(tmp_path / "saved.yaml")
    read = read_scenario(tmp_path / "saved.yaml")
    assert read.title["fi"] == "../../<b>Tasapaino</b> !!x"
    assert sorted(solve(read).funded) == funded(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_and_axe_finds_nothing_serious_in_any_language(address, visit, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(address, width)
    for language, words in (("sv", "ansökningar"), ("en", "applications"), ("fi", "hakemusta")):
        button(page, "language", language).click()
        expect(page.locator(".sentence")).to_contain_text(words)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".applications .scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
        assert serious(axe, page) == []


def test_axe_finds_nothing_serious_in_reasons_dialogs_and_comparison(address, visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(address)
    page.locator("[data-do=reasons]").last.click()
    expect(page.locator(".drawer .told").first).to_be_visible()
    assert serious(axe, page) == []
    button(page, "close").click()
    button(page, "lock").click()
    expect(dialog(page).get_by_label("Perustelu (pakollinen)")).to_be_visible()
    assert serious(axe, page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    slider(page, FLOOR).press("PageUp")
    expect(page.get_by_text("Viimeisin muutos")).to_be_visible()
    button(page, "tab", "compare").click()
    expect(page.locator(".compared").first).to_be_visible()
    assert serious(axe, page) == []


OF_THE_FRAMEWORK = ()
"""Rules of axe, each with the start of the element, that the framework's own shell breaks."""


def serious(axe, page):
    """Return what axe finds serious, but for what is the framework's own."""
    return [
        (rule["id"], node["target"], node["html"][:150])
        for rule in axe.run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == id_ and node["html"].startswith(start) for id_, start in OF_THE_FRAMEWORK)
    ]


def test_where_nothing_fits_it_is_said_in_the_rules_words_and_a_repair_is_one_button_away(visit):
    with Served(FOLDER / "infeasible.yaml") as served:
        page = visit(served.address)
        expect(page.get_by_role("alert").first).to_contain_text("Ehdot eivät mahdu yhteen.")
        remedy = page.locator("tr:has([data-do=remedy])").first
        expect(remedy).to_contain_text("p")
        remedy.locator("button").click()
        page.wait_for_selector(".sentence")
        page.keyboard.press("Control+z")
        page.wait_for_selector(".conflict")
        expect(page.get_by_text("Viimeisin kelvollinen tulos, ei vastaa säätimiä")).to_be_visible()


def hard(folder):
    """Write a call that is easy under the rule `few` and takes minutes without it; return its scenario file."""
    draw, years = random.Random(1), range(2030, 2036)
    years_of = [[draw.randint(20_000, 120_000) for _ in years] for _ in range(60)]
    lines = ["id;title;target;applicant;requested;" + ";".join(map(str, years)) + ";value"]
    for number, parts in enumerate(years_of):
        value = f"{sum(parts) / 6000 + draw.randint(0, 20):.2f}".replace(".", ",")
        lines.append(f"H{number};Hakemus;network;Hakija;{sum(parts)};{';'.join(map(str, parts))};{value}")
    (folder / "applications.csv").write_text("\n".join(lines), "utf-8")
    limits = {year: sum(parts[i] for parts in years_of) // 2 for i, year in enumerate(years)}
    scenario = f"""
title: Vaikea
call: {{years: {list(years)}, targets: {{network: {{title: Verkosto}}}}, regions: finland}}
data: {{applications: applications.csv}}
rules:
  budget: {{kind: budget, amount: {sum(map(sum, years_of))}}}
  years: {{kind: year, at_most: {limits}}}
  few: {{kind: limit, title: Harvat, measure: count, at_most: 2}}
"""
    (folder / "hard.yaml").write_text(scenario, "utf-8")
    return folder / "hard.yaml"


def test_a_long_solve_is_stopped_with_the_best_found_and_the_page_stays_alive(visit, tmp_path):
    with Served(hard(tmp_path), "--time-limit", "600") as served:
        page = visit(served.address)
        page.get_by_role("switch", name="Harvat").click()
        expect(page.get_by_text("Lasketaan… näkyvissä edellinen tulos")).to_be_visible()
        other = visit(served.address)  # nobody waits for another's solve
        button(page, "stop", "solving").click()
        expect(page.get_by_text(re.compile("Laskenta keskeytettiin"))).to_be_visible()
        expect(button(page, "download", "proposal")).to_be_disabled()
        page.get_by_role("switch", name="Harvat").click()
        expect(page.get_by_text("Lasketaan… näkyvissä edellinen tulos")).to_be_hidden()
        expect(page.get_by_text("ei muutoksia perusskenaarioon")).to_be_visible()
        expect(other.locator(".sentence")).to_be_visible()


def small(folder):
    """Write a call of four applications; return its scenario file."""
    lines = ["id;title;target;applicant;requested;2030;value", "H1;Yksi;network;A;100000;100000;4,0"]
    lines += [f"H{n};Hakemus {n};network;B;{n}00000;{n}00000;{6 - n},5" for n in (2, 3, 4)]
    (folder / "applications.csv").write_text("\n".join(lines), "utf-8")
    scenario = """
title: Pieni
call: {years: [2030], targets: {network: {title: Verkosto}}, regions: finland}
data: {applications: applications.csv}
rules:
  budget: {kind: budget, title: Budjetti, amount: 600000}
"""
    (folder / "small.yaml").write_text(scenario, "utf-8")
    (folder / "password").write_text("correct horse battery\n", "utf-8")
    return folder / "small.yaml"


def test_others_than_this_machine_need_the_password_and_then_take_along_what_is_on_the_screen(visit, tmp_path):
    scenario = small(tmp_path)
    with Served(scenario, "--host", "0.0.0.0", "--password-file", str(tmp_path / "password")) as served:
        page = visit(served.address.replace("0.0.0.0", "127.0.0.1"), wait="input[type=password]")
        for password in ("wrong horse battery", "correct horse battery"):
            assert page.locator(".sentence").count() == 0
            page.locator("input[type=password]").fill(password)
            with page.expect_navigation():
                page.locator("input[type=password]").press("Enter")
            if password.startswith("wrong"):
                expect(page.get_by_role("alert")).to_contain_text("Väärä tunnus tai salasana")
        page.wait_for_selector(".sentence")
        field(page, BUDGET).fill("300 000")
        field(page, BUDGET).press("Enter")
        expect(page.get_by_text("Viimeisin muutos")).to_be_visible()
        names = {}
        for what in ("dossier", "proposal"):
            with page.expect_download() as download:
                button(page, "download", what).click()
            download.value.save_as(tmp_path / f"{what}.zip")
            with zipfile.ZipFile(tmp_path / f"{what}.zip") as archive:
                names[what] = set(archive.namelist())
                if what == "dossier":
                    assert json.loads(archive.read("solution.json"))["funded"] == funded(page)
                    assert "300000" in archive.read("inputs/small-page.yaml").decode()
    assert {"proposal.docx", "proposal.pdf", "tables.xlsx", "letters/H1-fi.pdf", "scenario.yaml"} <= names["proposal"]
    assert {"manifest.json", "certificate.json", "claims.json", "verify.py"} <= names["dossier"]
    assert "shows every application" in " ".join(served.said.split())


def test_a_lost_connection_is_said_on_top_and_the_controls_are_off(visit, tmp_path):
    with Served(small(tmp_path)) as served:
        page = visit(served.address)
        expect(slider(page, BUDGET)).to_be_enabled()
    expect(page.get_by_role("alert")).to_contain_text("Yhteys katkesi")
    expect(slider(page, BUDGET)).to_be_disabled()
    expect(button(page, "save")).to_be_disabled()
    expect(page.locator(".sentence")).to_be_visible()
