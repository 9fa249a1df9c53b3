"""Every state of the page on a desk and on a telephone, in three languages: nothing is cut, and axe finds nothing."""

import pytest
from browsing import FLOOR, button, dialog, expect, settled, slider

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("default")]

LANGUAGES = (("sv", "ansökningar"), ("en", "applications"), ("fi", "hakemusta"))
WIDTHS = (1280, 640, 390)
"""A desk; a desk at 200 % zoom; a telephone."""

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

TOO_WIDE = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const look = (root) => root.querySelectorAll("*").forEach((at) => {
    if (at.shadowRoot) look(at.shadowRoot);
    const box = at.getBoundingClientRect(), scrolls = getComputedStyle(at).overflowX !== "visible";
    const out = box.width && (box.right > wide + 1 || (scrolls && at.scrollWidth > at.clientWidth + 1));
    if (out && !at.matches(".skip, .hide, .about, .long, select, code")) found.push(`${at.nodeName} ${at.className}`);
  });
  look(document);
  return found;
}"""


class State:
    """A state of the page, looked at in every width; axe reads it at the first of them."""

    def __init__(self, page):
        self.page, self.axe = page, pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def is_well(self, widths=WIDTHS):
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.wait_for_function("(width) => document.documentElement.clientWidth === width", arg=width)
            assert self.page.evaluate(TOO_WIDE) == [], width
        self.reads_well()
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def reads_well(self):
        """Find nothing serious by axe: not even in the framework's own shell."""
        found = self.axe.run(self.page, options={"resultTypes": ["violations"], "runOnly": STANDARD}).response[
            "violations"
        ]
        assert [
            (rule["id"], node["target"], node["html"][:150])
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ] == []


def test_in_every_state_nothing_is_cut_and_axe_finds_nothing_serious(address, visit):
    page = visit(address)
    state = State(page)
    settled(page)
    state.reads_well()
    for language, words in LANGUAGES:
        button(page, "language", language).click()
        expect(page.locator(".sentence")).to_contain_text(words)
        assert page.evaluate("document.documentElement.lang") == language
        state.is_well()

    page.locator(".applications [data-do=reasons]").last.click()
    expect(page.locator(".drawer .told").first).to_be_visible()
    state.is_well()
    button(page, "close").click()
    expect(page.locator(".applications [data-do=reasons]").last).to_be_focused()
    page.locator("summary").click()
    slider(page, FLOOR).press("PageUp")
    expect(page.get_by_text("Viimeisin muutos")).to_be_visible()
    settled(page)
    state.is_well()
    page.locator("summary").click()
    button(page, "save").click()
    expect(dialog(page).get_by_label("Skenaarion nimi")).to_be_visible()
    state.is_well()
    page.keyboard.press("Escape")
    expect(button(page, "save")).to_be_focused()
    button(page, "lock").click()
    expect(dialog(page).get_by_label("Perustelu (pakollinen)")).to_be_visible()
    dialog(page).get_by_role("button", name="Lukitse hakemus").click()
    expect(dialog(page).get_by_text("Lukitus tarvitsee perustelun ja nimen.")).to_be_visible()
    state.is_well()
    dialog(page).get_by_label("Hakemus").select_option("H36")
    dialog(page).get_by_label("Perustelu (pakollinen)").fill("Ohjelma")
    dialog(page).get_by_label("Kirjaajan nimi (pakollinen)").fill("E. Esimerkki")
    dialog(page).get_by_role("button", name="Lukitse hakemus").click()
    expect(page.locator("[data-do=remedy]").first).to_be_visible()
    state.is_well()
    button(page, "undo").click()
    expect(page.locator(".sentence")).to_be_visible()
    for dial in range(3):
        button(page, "keep").click()
        expect(page.get_by_text(f"Vertailu ({dial + 2})")).to_be_visible()
        slider(page, FLOOR).press("ArrowRight")
        expect(page.get_by_text(f"{41 + dial}\u202f%").first).to_be_visible()
    button(page, "tab", "compare").click()
    expect(page.locator(".compared").first).to_be_visible()
    state.is_well()


def test_on_a_telephone_the_bar_below_leads_to_each_part_and_axe_finds_nothing_serious(address, visit):
    page = visit(address, 390)
    settled(page)
    State(page).reads_well()
    page.locator(".places [data-id=controls]").click()
    expect(page.get_by_role("heading", name="Säädöt")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Säädöt")).to_be_focused()
