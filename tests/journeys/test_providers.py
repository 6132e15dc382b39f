"""An administrator adds an agency's provider, tries it and switches it on; then its people sign in through it."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from marac.commands.listen import take
from tests.agencies.office import FIELDS, Newcomer
from tests.cast import Cast
from tests.journeys.conftest import NewContext, Violations

PICTURES = os.environ.get("MARAC_PICTURES", "")
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def newcomer() -> Iterator[tuple[Newcomer, str]]:
    """The new provider on a port of its own, and its issuer."""
    with take(0) as listener:
        there = f"http://127.0.0.1:{listener.getsockname()[1]}"
        made = Newcomer(there)
        server = uvicorn.Server(uvicorn.Config(made.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield made, f"{there}/demo-idp/new"
        server.should_exit = True
        thread.join(20)


def fill(page: Page, issuer: str) -> None:
    for label, name in (("Name", "name"), ("Client ID", "client_id"), ("E-mail domains", "email_domains")):
        page.get_by_label(label, exact=True).fill(str(FIELDS[name]))
    page.get_by_label("Issuer").fill(issuer)
    page.get_by_label("Secret", exact=True).fill(str(FIELDS["secret"]))
    page.get_by_label("Strength required (acr)").fill("aal2")


def look(page: Page, name: str, violations: Violations | None) -> None:
    """Accessible, and no wider than a phone."""
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    if violations:
        assert violations(page) == [], name


def add(page: Page, issuer: str, check: Violations | None) -> str:
    """The form, empty and then filled; the redirect address that the provider is given."""
    look(page, "list", check)
    page.get_by_role("button", name="Add a provider").click()
    page.get_by_role("button", name="Add, switched off").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the issuer.")
    look(page, "form-errors", check)
    fill(page, issuer)
    look(page, "form", check)
    page.get_by_role("button", name="Add, switched off").click()
    expect(page.get_by_text("Not tried since it was last changed.")).to_be_visible()
    look(page, "provider", check)
    return page.locator("code.address").first.inner_text()


def try_it(page: Page, check: Violations | None) -> None:
    """What it publishes; then a sign-in with one factor, which is refused, and one with two."""
    page.get_by_role("button", name="See what it publishes").click()
    expect(page.get_by_text("Nothing that it publishes will be refused.")).to_be_visible()
    look(page, "inspection", check)
    page.get_by_role("button", name="Try to sign in").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("The sign-in was not as strong as required here (acr).")).to_be_visible()
    look(page, "trial-refused", check)
    page.get_by_role("button", name="Back to the provider").click()
    page.get_by_role("button", name="Try to sign in").click()
    page.get_by_label("With a second factor").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Every check was passed. The provider can be switched on.")).to_be_visible()
    look(page, "trial", check)
    page.get_by_role("button", name="Back to the provider").click()


def enter(member: Page) -> None:
    """A member of the agency, through the new provider."""
    member.goto("/sign-in")
    member.get_by_label("Work e-mail address").fill("police.rep@police.example")
    member.get_by_role("button", name="Continue", exact=True).click()
    member.get_by_label("With a second factor").check()
    member.get_by_role("button", name="Go on").click()
    expect(member.locator(".frame-header__name")).to_have_text("Police Rep")


@scripts
def test_a_new_provider_from_its_form_to_the_first_member(
    cast: Cast, new_context: NewContext, newcomer: tuple[Newcomer, str], violations: Violations, scripts: bool
) -> None:
    idp, issuer = newcomer
    check = violations if scripts else None
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto("/")
    page.get_by_role("button", name="Administrator in Testshire").click()
    page.wait_for_url("**/administrator/**")
    page.goto(f"/m/{cast.slug}/administrator/agencies/{cast.agencies['police']}/providers")
    idp.redirect_uri = add(page, issuer, check)
    try_it(page, check)
    page.get_by_role("button", name="Switch on").click()
    look(page, "switch", check)
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("The agency's people sign in through this provider.")).to_be_visible()
    look(page, "provider-on", check)
    page.get_by_role("button", name="Switch off").click()
    look(page, "switch-off", check)
    enter(new_context(java_script_enabled=scripts).new_page())
