"""The page driven in a browser, as a visitor would: what is typed, switched, stopped and taken along."""

import json
import re
import zipfile

import pytest
from browsing import BUDGET, Served, button, decided, dialog, downloaded, expect, field, funded, settled, slider
from calls import hard, small

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("default")]

SOLVING = "Lasketaan… näkyvissä edellinen tulos"


def test_typed_numbers_are_taken_as_people_write_them_and_what_is_none_is_refused_in_words(address, visit):
    page = visit(address)
    for hostile in ("../../etc/passwd", "<img src=x onerror=alert(1)>", "!!python/object:os.system", "-5"):
        field(page, BUDGET).fill(hostile)
        field(page, BUDGET).press("Enter")
        expect(page.locator(".wrong")).to_contain_text(hostile)
        assert page.locator(".wrong img").count() == 0
    expect(page.get_by_text("ei muutoksia perusskenaarioon")).to_be_visible()
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


def test_margins_and_prices_follow_and_two_visitors_do_not_see_each_other(address, visit):
    one, other = visit(address), visit(address)
    settled(one)
    expect(one.locator(".group").first).to_contain_text("Aito valinta")
    expect(one.get_by_text(re.compile("sitoo, hinta")).first).to_be_visible()
    expect(one.get_by_text(re.compile(r"sitoo: lisäarvoa vasta \+\d"))).to_be_visible()
    first = one.locator(".applications tr:not(.group) td.margin").nth(1)
    assert first.inner_text().strip().startswith(("+", "0"))
    one.get_by_role("switch", name="Yhden maakunnan enimmäisosuus").click()
    expect(one.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    other.get_by_role("switch", name="Kasvuvyöhykkeiden osuus").click()
    expect(other.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    expect(other.get_by_role("switch", name="Yhden maakunnan enimmäisosuus")).to_be_checked()
    expect(one.get_by_role("switch", name="Kasvuvyöhykkeiden osuus")).to_be_checked()


def test_where_nothing_fits_it_is_said_in_the_rules_words_and_a_repair_is_one_button_away(address, visit):
    page = visit(address)
    button(page, "lock").click()
    dialog(page).get_by_label("Hakemus").select_option("H36")
    dialog(page).get_by_label("Perustelu (pakollinen)").fill("Ohjelma")
    dialog(page).get_by_label("Kirjaajan nimi (pakollinen)").fill("E. Esimerkki")
    dialog(page).get_by_role("button", name="Lukitse hakemus").click()
    expect(page.locator(".conflict")).to_contain_text("Ehdot eivät mahdu yhteen.")
    expect(page.locator(".conflict")).to_contain_text("H36 rahoitetaan (Ohjelma; E. Esimerkki).")
    expect(page.get_by_text("Viimeisin kelvollinen tulos, ei vastaa säätimiä")).to_be_visible()
    remedy = page.locator("tr:has([data-do=remedy])").first
    expect(remedy).to_contain_text("Poista lukitus: H36 lukittu mukaan")
    remedy.locator("button").click()
    expect(page.locator(".sentence")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".conflict")).to_be_visible()


def test_what_takes_long_is_stopped_and_the_page_stays_alive(visit, tmp_path):
    with Served(hard(tmp_path), "--time-limit", "600") as served:
        page = visit(served.address)
        # Without the rule that makes it easy the reasons take minutes, too.
        settled(page)
        row = page.locator("[data-do=reasons]").last
        row.click()
        expect(page.get_by_text("Lasketaan perusteluja uusilla ratkaisuilla…")).to_be_visible()
        button(page, "stop", "reasons").click()
        expect(page.get_by_text("Perustelujen laskenta keskeytettiin.")).to_be_visible()
        page.keyboard.press("Escape")
        expect(row).to_be_focused()  # and in view: what moves under the pointer is not hit
        page.get_by_role("switch", name="Harvat").click()
        expect(page.get_by_text(SOLVING)).to_be_visible()
        other = visit(served.address)  # nobody waits for another's solve
        button(page, "stop", "solving").click()
        expect(page.get_by_text(re.compile("Laskenta keskeytettiin"))).to_be_visible()
        expect(button(page, "download", "proposal")).to_be_disabled()
        page.get_by_role("switch", name="Harvat").click()
        expect(page.get_by_text(SOLVING)).to_have_count(0)
        expect(page.get_by_text("ei muutoksia perusskenaarioon")).to_be_visible()
        expect(other.locator(".sentence")).to_be_visible()


def test_others_than_this_machine_need_the_password_and_take_along_what_is_on_the_screen(visit, tmp_path):
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
        expect(page.locator(".regions")).to_have_count(0)  # its applications name none
        field(page, BUDGET).fill("300 000")
        field(page, BUDGET).press("Enter")
        expect(page.get_by_text("Viimeisin muutos")).to_be_visible()
        names = {}
        for what in ("dossier", "proposal"):
            path = downloaded(page, button(page, "download", what).click, tmp_path, what)
            with zipfile.ZipFile(path) as archive:
                names[what] = set(archive.namelist())
                if what == "dossier":
                    assert json.loads(archive.read("solution.json"))["funded"] == funded(page)
                    assert "300000" in archive.read("inputs/small-page.yaml").decode()
    assert {"proposal.docx", "proposal.pdf", "tables.xlsx", "letters/H1-fi.pdf", "scenario.yaml"} <= names["proposal"]
    assert {"manifest.json", "certificate.json", "claims.json", "verify.py"} <= names["dossier"]
    assert "shows every application" in " ".join(served.said.split())
    # The server is gone.
    expect(page.get_by_role("alert")).to_contain_text("Yhteys katkesi")
    expect(slider(page, BUDGET)).to_be_disabled()
    expect(button(page, "save")).to_be_disabled()
    expect(page.locator(".sentence")).to_be_visible()
