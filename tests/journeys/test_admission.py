"""A member is invited, signs in for the first time, chairs by two people's word, has a deputy, and is retired."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from marac import clock
from marac.settings import Settings
from marac.web.viewer import cookie_name
from tests.cast import Cast, sign_in
from tests.journeys.conftest import NewContext, Violations

NADIA, EMAIL = "Nadia Quill", "nadia.quill@council.example"
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


def press(page: Page, name: str) -> None:
    found = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    found.or_(page.get_by_role("main").get_by_role("link", name=name, exact=True)).click()


def invite(page: Page) -> None:
    press(page, "Testshire council")
    press(page, "Admit a member")
    page.get_by_label("Name", exact=True).fill(NADIA)
    page.get_by_label("Job title").fill("Housing officer")
    page.get_by_label("Work e-mail").fill(EMAIL)
    page.get_by_label("Role", exact=True).select_option("representative")
    press(page, "Admit")
    expect(page.get_by_role("heading", level=1)).to_have_text(NADIA)


def first_sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Work e-mail address").fill(EMAIL)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name=f"Continue as {NADIA}").click()
    page.wait_for_url("**/representative/**")
    expect(page.locator(".frame-header__name")).to_have_text(NADIA)


def name_a_deputy(page: Page) -> None:
    page.reload()
    expect(page.get_by_text("Never yet")).not_to_be_visible()
    press(page, "Name a deputy for Representative")
    page.get_by_label("Deputy", exact=True).select_option(label="Contributor")
    until = clock.today() + timedelta(days=14)
    last = page.get_by_role("group", name="Last day")
    for label, value in (("Day", until.day), ("Month", until.month), ("Year", until.year)):
        last.get_by_label(label).fill(str(value))
    press(page, "Name the deputy")
    expect(page.get_by_role("rowheader", name="Representative (deputy) for")).to_be_visible()


def retire(page: Page, at: str) -> None:
    page.goto(at)
    press(page, "Retire")
    press(page, "Retire them now")
    expect(page.get_by_text("Members who have left (1)")).to_be_visible()


@scripts
def test_from_the_invitation_to_the_last_day(
    house: Settings, cast: Cast, owner: Engine, new_context: NewContext, violations: Violations, scripts: bool
) -> None:
    def signed_in(name: str) -> Page:
        context = new_context(java_script_enabled=scripts)
        token = sign_in(owner, cast, name)
        cookie = {"name": cookie_name(house), "value": token, "domain": "127.0.0.1", "path": "/", "secure": True}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"/m/{cast.slug}/{cast[name].hat}/")
        return page

    administrator, signatory = signed_in("administrator"), signed_in("police_signatory")
    invite(administrator)
    there = administrator.url
    nadia = new_context(java_script_enabled=scripts).new_page()
    first_sign_in(nadia)
    administrator.get_by_label("Role", exact=True).select_option("chair")
    press(administrator, "Give the role")
    expect(administrator.get_by_text("Waits for a second person")).to_be_visible()
    nadia.goto(f"/m/{cast.slug}/chair/meetings")
    expect(nadia.get_by_role("heading", name="Page not found")).to_be_visible()
    signatory.goto(f"/m/{cast.slug}/signatory/appointments")
    press(signatory, f"Confirm {NADIA}")
    expect(signatory.get_by_text("Nothing waits.")).to_be_visible()
    nadia.reload()
    expect(nadia.get_by_role("heading", name="Meetings")).to_be_visible()
    name_a_deputy(administrator)
    retire(administrator, there)
    nadia.reload()
    expect(nadia).to_have_url(f"{house.base_url}/sign-in?next=%2Fm%2F{cast.slug}%2Fchair%2Fmeetings")
    if scripts:
        assert violations(administrator) == []
