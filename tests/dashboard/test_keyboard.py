"""The whole page by the keyboard alone, the ring that shows where one is, and the order in which it moves."""

import re
import shutil
from collections.abc import Callable

import pytest
from browsing import (
    BUDGET,
    FLOOR,
    FOLDER,
    button,
    decided,
    dialog,
    downloaded,
    expect,
    field,
    funded,
    settled,
    slider,
)

from allocator import read_scenario, solve

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("default")]

FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    does: [at.dataset.do || at.dataset.place || at.className || at.name || at.nodeName,
      at.dataset.id || "", at.type || ""].join(" "),
    ring: style.outlineStyle === "solid" ? parseFloat(style.outlineWidth) : 0,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    named: Boolean(at.ariaLabel || at.labels?.length || at.textContent.trim()),
  };
}"""


class Keys:
    """A keyboard: wherever it takes the focus, a ring must show, the place be on the screen, and have a name."""

    def __init__(self, page):
        self.page = page

    def at(self):
        found = self.page.evaluate(FOCUSED)
        if found is None:
            return None
        assert found["ring"] >= 3, f"no ring around {found['does']}"
        assert found["seen"], f"{found['does']} is not on the screen"
        assert found["named"], f"{found['does']} has no name"
        return found["does"]

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, wanted, key="Tab", most=120):
        """Press Tab, or Shift+Tab, until what starts so has the focus."""
        met = []
        for _ in range(most):
            self.press(key)
            met.append(self.at())
            if met[-1] and met[-1].startswith(wanted):
                return
        raise AssertionError(f"{wanted} is not reached by {key}: {met}")

    def back(self, wanted):
        self.to(wanted, "Shift+Tab")

    def wait(self, wanted):
        """Wait until what starts so has the focus, without a key."""
        self.page.wait_for_function(f"(wanted) => (({FOCUSED})()?.does ?? '').startsWith(wanted)", arg=wanted)
        self.at()


@pytest.fixture
def keys(address, visit) -> Callable[[], Keys]:
    page = visit(address)
    settled(page)
    return Keys(page)


def test_tab_goes_through_the_page_in_reading_order_out_of_it_and_back_the_same_way(keys):
    there, back = [], []
    keys.press("Tab")
    while at := keys.at():
        there.append(at)
        keys.press("Tab")
    for _ in there:
        keys.press("Shift+Tab")
        back.append(keys.at())
    assert there == back[::-1]
    expected = [
        r"go decision",
        r"language (fi|sv|en)",
        r"tab (decision|compare)",
        r"(undo|redo|keep|save|download)",
        r"(switch|turn|SUMMARY)",
        r"lock ",
        r"filter",
        r"scroll",
        r"reasons",
        r"scroll",
    ]
    parts = [next(i for i, kind in enumerate(expected) if re.match(kind, at)) for at in there]
    parts[-1] = len(expected) - 1  # the table of regions, named like that of applications
    assert parts == sorted(parts)
    assert set(parts) == set(range(len(expected)))
    assert len([at for at in there if at.startswith("reasons")]) == 37


def test_a_decision_is_moved_locked_explained_kept_compared_and_saved_by_the_keyboard_alone(keys, tmp_path):
    page = keys.page
    before = funded(page)
    keys.press("Tab")
    assert keys.at().startswith("go decision")
    keys.press("Enter")
    keys.wait("decision")

    keys.back(f"turn {BUDGET} range")
    keys.press("PageDown", "ArrowLeft")
    expect(page.get_by_text(re.compile(r"Viimeisin muutos: .*→ 6\s890\s000"))).to_be_visible()
    assert funded(page) == decided(budget={"amount": 6_890_000}) != before
    assert keys.at().startswith(f"turn {BUDGET} range")

    keys.to("switch any_region")
    keys.press("Space")
    expect(page.get_by_role("switch", name="Yhden maakunnan enimmäisosuus")).not_to_be_checked()
    settled(page)
    assert keys.at().startswith("switch any_region")
    keys.back("undo")
    keys.press("Enter")
    expect(page.get_by_role("switch", name="Yhden maakunnan enimmäisosuus")).to_be_checked()
    expect(page.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    assert keys.at().startswith("undo")
    keys.press("Control+y")
    expect(page.get_by_text("2 muutosta perusskenaarioon")).to_be_visible()
    keys.press("Control+z")
    expect(page.get_by_text("1 muutos perusskenaarioon")).to_be_visible()
    settled(page)

    locked_by_the_keyboard(keys)
    explained_by_the_keyboard(keys)
    kept_and_compared_by_the_keyboard(keys)
    saved_by_the_keyboard(keys, tmp_path)


def locked_by_the_keyboard(keys):
    page, reason = keys.page, "<script>window.hit=1</script> ../../x"
    keys.to("lock ")
    keys.press("Enter")
    keys.wait("application")
    keys.press("Escape")
    keys.wait("lock ")
    keys.press("Enter")
    keys.wait("application")
    keys.press("ArrowDown")
    expect(dialog(page).get_by_label("Hakemus")).to_have_value("H02")
    keys.to("decision")
    keys.press("ArrowRight")
    expect(dialog(page).get_by_label("Lukitse pois")).to_be_checked()
    keys.to("reason")
    keys.to("full")
    keys.press("Enter")
    expect(dialog(page).get_by_text("Lukitus tarvitsee perustelun ja nimen.")).to_be_visible()
    keys.back("by")
    page.keyboard.type("E. Esimerkki")
    keys.back("reason")
    page.keyboard.type(reason)
    keys.to("full")
    keys.press("Enter")
    keys.wait("lock ")
    expect(page.locator(".locks")).to_contain_text("H02 lukittu pois")
    expect(page.locator(".locks")).to_contain_text(reason)
    expect(page.locator(".locks")).to_contain_text("E. Esimerkki")
    assert page.evaluate("window.hit") is None
    settled(page)
    assert "H02" not in funded(page)
    keys.to("unlock")
    keys.press("Enter")
    keys.wait("lock ")
    expect(page.get_by_text("Ei lukituksia.")).to_be_visible()
    settled(page)


def explained_by_the_keyboard(keys):
    page = keys.page
    keys.to("reasons")
    row = keys.at()
    keys.press("Enter")
    keys.wait("close")
    expect(page.locator(".drawer .told").first).to_be_visible()
    keys.to("lock_out")
    keys.press("Escape")
    keys.wait(row)
    expect(page.locator(".drawer")).to_have_count(0)
    keys.press("Enter")
    keys.wait("close")
    keys.press("Enter")
    keys.wait(row)


def kept_and_compared_by_the_keyboard(keys):
    page = keys.page
    keys.back("keep")
    keys.press("Enter")
    expect(page.get_by_text("Vertailu (2)")).to_be_visible()
    keys.back("tab compare")
    keys.press("Enter")
    expect(page.locator("td.differs").first).to_be_visible()
    expect(page.get_by_text("Haun määräraha 6\u202f890\u202f000\u202f€").first).to_be_visible()
    assert keys.at().startswith("tab compare")
    keys.to("forget")
    keys.press("Enter")
    keys.wait("decision")
    keys.back("tab decision")
    keys.press("Enter")
    expect(page.locator(".applications")).to_be_visible()


def saved_by_the_keyboard(keys, folder):
    page = keys.page
    keys.to("save")
    keys.press("Enter")
    keys.wait("title")
    page.keyboard.type("../../<b>Tasapaino</b> !!x")
    keys.to("full")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    saved = downloaded(page, lambda: keys.press("Enter"), folder, "scenario file")
    keys.wait("save")
    assert re.fullmatch(r"[\w-]+\.yaml", saved.name)
    read = read_scenario(saved)
    assert read.title["fi"] == "../../<b>Tasapaino</b> !!x"
    assert sorted(solve(read).funded) == funded(page)
    expect(page.get_by_text("· tallennettu")).to_be_visible()


def test_page_up_moves_ten_steps_and_the_ends_are_a_key_away(keys):
    page = keys.page
    keys.to(f"turn {FLOOR} range")
    keys.press("PageUp")
    expect(page.get_by_text(re.compile(r"Viimeisin muutos: .*30\s% → 40\s%"))).to_be_visible()
    expect(slider(page, FLOOR)).to_have_attribute("aria-valuetext", "40\u202f%")
    keys.press("Home")
    expect(field(page, FLOOR)).to_have_value("0\u202f%")
    keys.press("End")
    expect(field(page, FLOOR)).to_have_value("100\u202f%")
    expect(page.get_by_text("Näillä ehdoilla ei voi rahoittaa yhtään hakemusta.")).to_be_visible()
    expect(button(page, "undo")).to_be_enabled()
