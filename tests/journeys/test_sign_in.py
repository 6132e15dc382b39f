"""Signing in and out in a real browser, the provider reached over real loopback HTTP."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.conftest import NewContext, Violations
from tests.registered import email

scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


def home(house: Settings, cast: Cast, name: str) -> str:
    return f"{house.base_url}/m/{cast.slug}/{cast[name].hat}/"


@scripts
def test_by_a_card_and_out_again(house: Settings, cast: Cast, new_context: NewContext, scripts: bool) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto("/")
    page.get_by_role("button", name="Auditor in Testshire").click()
    page.wait_for_url(f"{home(house, cast, 'auditor')}**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".frame-header__name")).to_have_text("Auditor")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out")
    expect(page.get_by_role("heading", name="You have signed out")).to_be_visible()
    page.goto(home(house, cast, "auditor"))
    expect(page).to_have_url(f"{house.base_url}/sign-in?next=%2Fm%2F{cast.slug}%2Fauditor%2F")
    assert not [cookie for cookie in page.context.cookies() if "sid" in str(cookie.get("name"))]


@scripts
def test_by_e_mail_through_the_providers_own_page(
    house: Settings, cast: Cast, new_context: NewContext, scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{home(house, cast, 'observer')}welcome")
    page.get_by_label("Work e-mail address").fill(email("observer"))
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name="Continue as Observer").click()
    expect(page).to_have_url(f"{home(house, cast, 'observer')}welcome")
    expect(page.get_by_text("You watch a meeting, case by case")).to_be_visible()


def test_by_keyboard_alone(house: Settings, cast: Cast, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.get_by_label("Work e-mail address").focus()
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Work e-mail address")).to_be_focused()


def test_nothing_is_refused_by_the_content_policy(house: Settings, cast: Cast, new_context: NewContext) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page = new_context().new_page()
    page.on("console", hear)
    page.goto("/sign-in")
    page.get_by_role("button", name="Observer in Testshire").click()
    page.wait_for_url(f"{home(house, cast, 'observer')}**")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out")
    assert said == []


def test_two_people_in_two_browsers(house: Settings, cast: Cast, new_context: NewContext) -> None:
    pages = {name: new_context().new_page() for name in ("auditor", "observer")}
    for name, page in pages.items():
        page.goto("/sign-in")
        page.get_by_role("button", name=f"{name.title()} in Testshire").click()
        page.wait_for_url(f"{home(house, cast, name)}**")
    pages["auditor"].goto(home(house, cast, "observer"))
    expect(pages["auditor"].get_by_role("heading", name="Page not found")).to_be_visible()


def wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("width", [375, 1280])
def test_the_pages_are_accessible_and_fit(
    house: Settings, cast: Cast, new_context: NewContext, violations: Violations, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    for path in ("/sign-in", "/signed-out", "/auth/callback/x"):
        page.goto(path)
        assert (violations(page), wide(page)) == ([], False), path
    page.goto("/sign-in")
    page.get_by_role("button", name="Continue", exact=True).click()
    assert (violations(page), wide(page)) == ([], False), "with an error"
    page.get_by_label("Work e-mail address").fill(email("observer"))
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who are you at")
    assert (violations(page), wide(page)) == ([], False), "the provider's page"
    page.get_by_role("button", name="Continue as Observer").click()
    page.goto(f"{home(house, cast, 'observer')}welcome")
    assert (violations(page), wide(page)) == ([], False), "welcome"
