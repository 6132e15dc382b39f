"""A new MARAC: its first administrator is admitted on the server, signs in, and makes the register from nothing."""

import pytest
from playwright.sync_api import expect

from marac.commands.partnership import Administrator, admit_administrator
from marac.settings import Settings
from tests.journeys.conftest import NewContext, Violations

ADA, EMAIL = "Ada Orchard", "ada.orchard@council.example"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_first_administrator_signs_in_and_adds_an_agency(
    house: Settings, new_context: NewContext, violations: Violations, scripts: bool
) -> None:
    admit_administrator(house, Administrator("north-testshire", "Testshire council", ADA, EMAIL))
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto("/sign-in")
    page.get_by_label("Work e-mail address").fill(EMAIL)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name=f"Continue as {ADA}").click()
    page.wait_for_url("**/m/north-testshire/administrator/agencies")
    expect(page.get_by_role("heading", level=1)).to_have_text("Members and agencies")
    expect(page.get_by_role("link", name="Testshire council")).to_be_visible()
    page.get_by_role("link", name="Add an agency").or_(page.get_by_role("button", name="Add an agency")).first.click()
    page.get_by_label("Name", exact=True).fill("Northern Refuge")
    page.get_by_label("Short name").fill("Refuge")
    page.get_by_label("Kind").select_option("voluntary")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Refuge")
    expect(page.get_by_text("HERON")).to_have_count(0)
    if scripts:
        assert violations(page) == []
