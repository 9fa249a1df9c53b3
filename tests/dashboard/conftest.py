"""One server of the example for all tests of the page that run in a process, and a browser for each module."""

import pytest


@pytest.fixture(scope="session")
def installed():
    from browsing import chromium

    return chromium() or pytest.skip("no Chromium: apt-get install chromium, or playwright install chromium")


@pytest.fixture(scope="module")  # while it is open, no other test of the process can have an event loop
def browser(installed):
    from browsing import sync_api

    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=installed, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(installed):
    from browsing import FOLDER, Served

    with Served(FOLDER / "base.yaml") as served:
        yield served.address


@pytest.fixture
def visit(browser):
    """Open a page in a context of its own; whatever it asks for and whatever fails in it is kept."""
    from browsing import LOCAL, PATIENCE

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
