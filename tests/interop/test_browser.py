"""Signing in at a real provider, and bringing one on board, in Chromium: our own pages lead there and back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.interop.conftest import NewVisitor
from tests.interop.house import House
from tests.interop.op import Client, OidcProvider
from tests.registered import domain, email

REP = email("police_rep")


@pytest.fixture
def page(bare: House) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--disable-dev-shm-usage"])
        page = browser.new_page(base_url=bare.address)
        page.set_default_timeout(15_000)
        yield page
        browser.close()


def leave(page: Page, house: House, name: str) -> None:
    page.goto(f"/sign-in?next={house.home(name)}")
    page.get_by_label("Work e-mail address").fill(email(name))
    page.get_by_role("button", name="Continue", exact=True).click()


def authenticate(page: Page, provider: OidcProvider, name: str, otp: bool = True) -> None:
    page.wait_for_url(f"{provider.issuer}/interaction/**")
    page.get_by_label("E-mail").fill(email(name))
    page.get_by_label("Second factor").set_checked(otp)
    page.get_by_role("button", name="Sign in").click()


def says(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def test_a_first_sign_in_and_out_again(house: House, police: OidcProvider, page: Page) -> None:
    leave(page, house, "police_rep")
    authenticate(page, police, "police_rep")
    page.wait_for_url(f"{house.address}{house.home('police_rep')}**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert house.account("police_rep").issuer == police.issuer
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{police.issuer}/session/end?**")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{house.address}/signed-out**")
    page.goto(house.home("police_rep"))
    page.wait_for_url(f"{house.address}/sign-in**")


def test_without_the_second_factor_the_page_says_so_plainly(house: House, police: OidcProvider, page: Page) -> None:
    leave(page, house, "police_rep")
    authenticate(page, police, "police_rep", otp=False)
    page.wait_for_url(f"{house.address}/auth/callback/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    assert house.refusals() == ["assurance"]


def test_an_administrator_brings_a_provider_on_board(
    bare: House, police: OidcProvider, council: OidcProvider, page: Page, new_visitor: NewVisitor
) -> None:
    bare.enrol("council", council)
    bare.admit("police")
    leave(page, bare, "administrator")
    authenticate(page, council, "administrator")
    page.wait_for_url(f"{bare.address}{bare.home('administrator')}**")
    given = Client("marac-of-testshire", "a secret of the police's IT support")
    key = _add(page, bare, police, given)
    police.register(bare.address, key, given)
    _try(page, police)
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("button", name="Switch on").click()
    says(page, "The agency's people sign in through this provider.")
    visitor = new_visitor()
    assert visitor.sign_in(REP).status_code == 303
    assert bare.reads_home(visitor, "police_rep")


def _add(page: Page, house: House, provider: OidcProvider, given: Client) -> str:
    """The key in the redirect address that the agency is to register."""
    page.goto(f"{house.home('administrator')}agencies/{house.cast.agencies['police']}/providers")
    says(page, "This agency has no identity provider yet")
    page.get_by_role("button", name="Add a provider").click()
    typed = {
        "Name": "Police 2026",
        "Issuer": provider.issuer,
        "Client ID": given.id,
        "Secret": given.secret,
        "E-mail domains": domain("police"),
        "Strength required (acr)": "aal2",
        "Methods required (amr)": "otp",
    }
    for label, words in typed.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Add, switched off").click()
    says(page, "Nobody signs in through this provider.")
    assert given.secret not in page.content()
    return page.locator("code.address").first.inner_text().rpartition("/")[2]


def _try(page: Page, provider: OidcProvider) -> None:
    page.get_by_role("button", name="See what it publishes").click()
    says(page, "Nothing that it publishes will be refused.")
    page.get_by_role("button", name="Try to sign in").click()
    authenticate(page, provider, "police_rep")
    says(page, "Every check was passed. The provider can be switched on.")
    says(page, "nobody was let in, and you are signed in as yourself")
    page.get_by_role("button", name="Back to the provider").click()
