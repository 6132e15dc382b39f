"""A signatory suspends their agency's part while a meeting runs: its screen goes, and says why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from marac.settings import Settings
from marac.web.viewer import cookie_name
from tests.agencies.agreed import agree_all, agreement_of
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast, sign_in
from tests.journeys.conftest import NewContext, Violations

SECOND = 1_000  # milliseconds
Screen = Callable[..., Page]


@pytest.fixture
def screen(house: Settings, cast: Cast, owner: Engine, new_context: NewContext) -> Screen:
    """Somebody's page, open in a browser of their own."""

    def show(name: str, path: str, **options: object) -> Page:
        context = new_context(**options)
        address = house.base_url.replace("http:", "https:")  # Secure cookies, which loopback may carry
        token = sign_in(owner, cast, name)
        context.add_cookies([{"name": cookie_name(house), "value": token, "url": address, "secure": True}])
        page = context.new_page()
        page.goto(f"/m/{cast.slug}/{cast[name].hat}/{path}")
        return page

    return show


def test_a_suspension_during_the_meeting_ends_the_agency_s_screen_and_says_why(
    cast: Cast, owner: Engine, screen: Screen, violations: Violations
) -> None:
    live = f"meetings/{sit(cast)}/live"
    agree_all(cast, owner)
    call_case(cast, "HERON")
    council, police = screen("council_rep", live), screen("police_rep", live)
    for page in (council, police):
        expect(page.locator("#current-case .live-head__code")).to_have_text("HERON")
    signatory = screen("signatory", f"agreements/{agreement_of(cast, 'council').id}", java_script_enabled=False)
    signatory.get_by_text("Suspend your agency's part").click()
    signatory.locator("#suspend-said").fill("A breach is being looked into")
    signatory.get_by_role("button", name="Suspend it now").click()
    expect(signatory.get_by_text("A breach is being looked into")).to_be_visible()
    said = council.get_by_text("The information-sharing agreement of Testshire council was suspended on")
    expect(said).to_be_visible(timeout=5 * SECOND)
    expect(council.get_by_text("HERON")).to_have_count(0)
    expect(police.locator("#current-case .live-head__code")).to_have_text("HERON")
    assert violations(council) == []
