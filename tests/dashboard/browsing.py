"""A visitor's browser: how a page is opened, and its controls found. No test sleeps, each waits for a state."""

import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from allocator import read_scenario, solve

pytest.importorskip("panel", reason="the page's extra is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

FOLDER = Path(__file__).parents[2] / "scenarios" / "akke-2021"
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
PATIENCE = 60_000
"""Milliseconds for one state to come: a busy machine needs them. Who waits longer says for what."""

expect.set_options(timeout=PATIENCE)
FLOOR, BUDGET = "fair_share.at_least", "budget.amount"


def chromium():
    """Return the path of a Chromium: Debian's on the PATH, or the one that playwright has fetched."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_api.sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


class Served:
    """A server of its own, on a free port."""

    def __init__(self, scenario, *options):
        command = [sys.executable, "-c", "from allocator.cli import app; app()", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            [*command, str(scenario)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        watch = threading.Timer(2 * PATIENCE / 1000, self.process.kill)
        watch.start()
        line = self.process.stdout.readline()
        watch.cancel()
        found = re.search(r"http://\S+", line)
        assert found, f"the server did not start: {self.process.communicate()[1]}"
        self.address = found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.said = self.process.communicate(timeout=PATIENCE / 1000)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not end when it was asked to") from None


def downloaded(page, press, folder, what):
    """Return the file that a press gives; where none comes, say what the page told meanwhile."""
    try:
        with page.expect_download(timeout=2 * PATIENCE) as download:
            press()
    except sync_api.TimeoutError:
        told = page.locator(".toast").all_inner_texts()
        raise AssertionError(f"no {what} came in {2 * PATIENCE // 1000} s; the page says {told}") from None
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def slider(page, dial):
    return page.locator(f"[type=range][data-id='{dial}']")


def field(page, dial):
    return page.locator(f"[type=text][data-id='{dial}']")


def button(page, what, about=""):
    return page.locator(f"button[data-do={what}][data-id='{about}']").first


def dialog(page):
    return page.locator("dialog[open]")


def settled(page):
    """Wait until the margins of the decision on the screen are known: the rows then have their last order."""
    expect(page.locator(".sure", has_text="lasketaan")).to_have_count(0)


def funded(page):
    """Return the ids that the table shows as funded."""
    settled(page)
    rows = page.locator(".applications tr:has(.state.yes) [data-do=reasons]")
    return sorted(rows.evaluate_all("rows => rows.map((row) => row.dataset.id)"))


def decided(**rules):
    return sorted(solve(read_scenario(FOLDER / "base.yaml").vary(rules=rules)).funded)
