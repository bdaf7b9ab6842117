"""A browser for the page: Debian's Chromium, headless, a fresh profile, no network; in CI it has to be there."""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from toolkit.report.screen import render_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from toolkit.model import Outcome

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = (1440, 900)
_GO = """hash => new Promise((done) => {
  const before = location.hash;
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = hash;
  if (location.hash === before) done();
})"""
_SHOWN = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const asked = new URLSearchParams(location.hash.split("?")[1] || "");
  const words = document.querySelector("input[type=search]");
  return document.getElementById("main").dataset.address === location.hash
    && (!words || words.value.trim() === (asked.get("q") || ""))
    && Boolean(document.querySelector("dialog[open]")) === Boolean(asked.get("group"));
}"""
"""Whether the page shows what its address, its search box and its opened group ask for: until then nothing is read."""


@dataclass
class Visit:
    """An open page with what it said and asked for; whatever is read of it is read when it has come to rest."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, way: str) -> None:
        """Follow a way of the page's own: `/findings?severity=error`."""
        self.page.evaluate(_GO, f"#{way}")

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that fits."""
        return self.rested.locator(selector).all_inner_texts()

    def said_by(self, script: str) -> object:
        """Return what a script says of the page."""
        return self.rested.evaluate(script)

    @property
    def rested(self) -> Page:
        """The page, when it shows what was last asked of it: a click returns before the page has followed it."""
        self.page.wait_for_function(_SHOWN)
        return self.page


def _needs(name: str, *, there: bool) -> None:
    if there:
        return
    if os.environ.get("RECONCILE_NO_SKIP"):
        pytest.fail(f"{name} is not installed, and in CI it has to be")
    pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser; skip without one, fail where RECONCILE_NO_SKIP asks for it."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    _needs("Chromium", there=bool(binary))
    _needs("Playwright", there=importlib.util.find_spec("playwright") is not None)
    _needs("poppler", there=bool(shutil.which("pdftotext")))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=binary, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens the page of an outcome; at the end nothing may have been said or asked for."""
    contexts, visits = [], []

    def opened(outcome: Outcome, way: str = "/", *, size: tuple[int, int] = DESK, **look: str) -> Visit:
        file = tmp_path / "对账报告.html"
        file.write_bytes(render_screen(outcome, lang=look.pop("lang", "zh")))
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, offline=True, reduced_motion="reduce", **look)
        context.set_default_timeout(120_000)  # a busy machine is no fault of the page
        contexts.append(context)
        seen = Visit(context.new_page())
        visits.append(seen)
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.goto(f"{file.as_uri()}#{way}")
        return seen

    yield opened
    for context in contexts:
        context.close()
    for seen in visits:
        assert seen.said == []
        assert [url for url in seen.asked if not url.startswith(("file:", "data:"))] == []
