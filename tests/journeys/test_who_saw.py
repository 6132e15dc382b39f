"""The auditor answers in three clicks: who saw this address, when, through which meeting, did a PDF leave?"""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from marac.cases.models import ProtectedDetail
from marac.settings import Settings
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, DetailKind, PartyRole
from marac.web.page import day
from marac.web.viewer import cookie_name
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast, sign_in
from tests.conftest import ClientOf
from tests.journeys.conftest import NewContext

ADDRESS = "Flat 9, 12 Example Rise"


def kept_address(cast: Cast) -> ProtectedDetail:
    """A protected address of HERON's victim, given by the advocate."""
    with open_work(cast.store, cast["idva"]) as work:
        work.require(ALLOWED)
        detail = work.keep(
            ProtectedDetail(
                marac_id=cast.marac,
                case_id=cast.cases["HERON"],
                person_id=cast.people[f"HERON.{PartyRole.VICTIM}"],
                agency_id=cast.agencies["new_era"],
                party=PartyRole.VICTIM,
                kind=DetailKind.CURRENT_ADDRESS,
                secret=ADDRESS,
            )
        )
        work.log(Verb.DETAIL_GIVEN, detail, fields=["secret"])
    return detail


def auditors_page(house: Settings, cast: Cast, owner: Engine, new_context: NewContext) -> Page:
    context = new_context(java_script_enabled=False)
    https = house.base_url.replace("http:", "https:")
    context.add_cookies([{"name": cookie_name(house), "value": sign_in(owner, cast, "auditor"), "url": https}])
    page = context.new_page()
    page.goto(f"/m/{cast.slug}/auditor/")
    return page


def test_three_clicks_from_the_first_page_to_the_answer(
    house: Settings, cast: Cast, owner: Engine, client_of: ClientOf, new_context: NewContext
) -> None:
    sit(cast)
    detail = kept_address(cast)
    call_case(cast, "HERON")
    opened = client_of("idva").post(f"/m/{cast.slug}/advocate/cases/{detail.case_id}/details/{detail.id}")
    assert ADDRESS.split(",")[0] in opened.text
    page = auditors_page(house, cast, owner, new_context)
    main, clicks = page.locator("main"), 0
    for name in ("Case by case", "HERON", "Victim's current address, protected"):
        main.get_by_role("link", name=name, exact=True).first.click()
        clicks += 1
    assert clicks <= 3
    answers = dict(zip(main.locator("dt").all_inner_texts(), main.locator("dd").all_inner_texts(), strict=True))
    assert answers["Shown on a screen to"].startswith(f"Idva, Testshire new_era: {day(detail.given_at)} at ")
    assert answers["Through which meeting"] == f"The meeting of {day(detail.given_at)}"
    assert answers["Did a PDF leave"].startswith("No. A protected detail can stand in no PDF")
    expect(main).to_contain_text("S12 Their agency gave this detail.")
    expect(main).to_contain_text("Case seat from")
    assert ADDRESS not in page.content() and "OKAFOR" not in page.content()
