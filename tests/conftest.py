"""A browser without a network, for the tests that open a page."""

import atexit
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings

# A build server proves the same examples each time; everybody else looks for new ones. No test is timed.
settings.register_profile("here", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "here")
# A cache of the tests' own: what one of them has computed the others need not compute again, and none finds what an
# earlier run has left behind.
if "RIMLAND_CACHE" not in os.environ:
    os.environ["RIMLAND_CACHE"] = mkdtemp(prefix="rimland-cache-")
    atexit.register(shutil.rmtree, os.environ["RIMLAND_CACHE"], ignore_errors=True)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # without it Chromium itself calls out when it starts
]


class Watched:
    """A page, and everything that went wrong in it."""

    def __init__(self, page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(60_000)  # waited for, not timed: a build server may be busy
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, path: Path, fragment: str = ""):
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


def _executable() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Chromium; skips where there is none, but fails on a build server, where skipping would hide that nothing ran."""
    playwright = pytest.importorskip("playwright.sync_api") if not os.environ.get("CI") else None
    if playwright is None:
        from playwright import sync_api as playwright
    driver = None
    try:
        driver = playwright.sync_playwright().start()
        chromium = driver.chromium.launch(executable_path=_executable(), args=FLAGS)
    except Exception as error:  # Playwright has a class of its own for a missing browser, none for a broken driver
        if driver is not None:
            driver.stop()
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no browser: {str(error).splitlines()[0]}")
    yield chromium
    chromium.close()
    driver.stop()


@pytest.fixture
def watch(browser) -> Iterator:
    """Makes pages that note every request and complaint: ``watch(width=390, touch=True).open(path)``."""
    contexts = []

    def make(*, width: int = 1280, height: int = 800, touch: bool = False, **options) -> Watched:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, offline=True, has_touch=touch, is_mobile=touch, **options)
        contexts.append(context)
        return Watched(context.new_page())

    yield make
    for context in contexts:
        context.close()
