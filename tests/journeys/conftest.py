"""Browsers, and a house for them to visit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.served import served
from tests.registered import register

AXE = (Path(__file__).parents[1] / "assets" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Violations = Callable[[Page], list[str]]
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One a file: while it is there its event loop runs in this thread, where other tests run their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def house(settings: Settings, cast: Cast, owner: Engine) -> Iterator[Settings]:
    """The demonstration, served: everybody of the cast can sign in."""
    register(owner, cast)
    with served(settings, cast.store) as here:
        yield here


@pytest.fixture
def new_context(chromium: Browser, house: Settings) -> Iterator[NewContext]:
    """A browser of one person: its own cookies; `java_script_enabled=False` and such can be asked for."""
    with ExitStack() as opened:

        def make(**options: Any) -> BrowserContext:
            context = chromium.new_context(base_url=house.base_url, **options)
            opened.callback(context.close)
            return context

        yield make


@pytest.fixture(scope="session")
def violations() -> Violations:
    """What axe finds wrong with a page, each as one line. What passed it need not describe: most of its time."""
    asked = {"runOnly": TAGS, "preload": False, "resultTypes": ["violations"]}

    def look(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        found = page.evaluate("asked => axe.run(document, asked)", asked)
        return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]

    return look
