"""Sessions in a real browser: the warning before one ends, and that no typed word is lost when it has."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from agencies.models import Line
from marac import clock
from marac.settings import Settings
from marac.store.people import Appointment, SignIn
from marac.store.work import open_work
from marac.web.viewer import cookie_name
from tests.agenda.sitting import call_case, notes_seen, sit
from tests.cast import Cast, open_case, sign_in
from tests.journeys.conftest import NewContext, Violations
from tests.registered import email

WORDS = 'She said "no" twice & left at 9.'
SECOND = 1_000  # milliseconds
AS = Callable[..., Page]


@pytest.fixture
def as_(house: Settings, cast: Cast, owner: Engine, new_context: NewContext) -> AS:
    """Somebody's page, signed in a moment ago; its own clock can be moved on."""

    def open_page(name: str, path: str, **options: object) -> Page:
        context = new_context(**options)
        hold(context, house, sign_in(owner, cast, name))
        page = context.new_page()
        page.set_default_timeout(10 * SECOND)
        page.clock.install()
        answer = page.goto(f"/m/{cast.slug}/{cast[name].hat}/{path}")
        assert answer and answer.status == 200
        return page

    return open_page


def hold(context: BrowserContext, house: Settings, token: str) -> None:
    address = house.base_url.replace("http:", "https:")  # Secure cookies, which loopback may carry
    context.add_cookies([{"name": cookie_name(house), "value": token, "url": address, "secure": True}])


def set_session(owner: Engine, cast: Cast, name: str, **values: object) -> None:
    with Session(owner) as session:
        query = select(SignIn).where(SignIn.member_id == cast.members[name], col(SignIn.ended_at).is_(None))
        for row in session.exec(query):
            for field, value in values.items():
                setattr(row, field, value)
            session.add(row)
        session.commit()


def unused(owner: Engine, cast: Cast, name: str, minutes: float) -> None:
    set_session(owner, cast, name, last_seen_at=clock.now() - timedelta(minutes=minutes))


def ended(owner: Engine, cast: Cast, name: str) -> None:
    set_session(owner, cast, name, ended_at=clock.now(), ended_why="test")


def sign_in_by_e_mail(page: Page, name: str) -> None:
    page.get_by_label("Work e-mail address").fill(email(name))
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name=f"Continue as {name.replace('_', ' ').title()}").click()


def lines_of(cast: Cast) -> list[str]:
    with open_work(cast.store, cast["police_rep"]) as work:
        return [line.text for line in work.all(select(Line))]


def box(page: Page) -> str:
    return page.locator("#text").input_value()


# The warning ------------------------------------------------------------------


def test_a_warning_comes_two_minutes_before_and_staying_is_one_press(
    as_: AS, cast: Cast, owner: Engine, violations: Violations
) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    page.on("console", hear)
    page.locator("#text").fill(WORDS)
    dialog = page.locator("dialog.session")
    expect(dialog).to_be_hidden()
    unused(owner, cast, "police_rep", 28.25)
    page.clock.fast_forward("28:15")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You will be signed out in 2 minutes.")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert violations(page) == []
    unused(owner, cast, "police_rep", 29.5)
    page.clock.fast_forward(75 * SECOND)
    expect(dialog.locator("[role=timer]")).to_contain_text("seconds")
    expect(dialog.locator("[aria-live]")).to_contain_text("seconds.")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert box(page) == WORDS
    with Session(owner) as session:
        (held,) = session.exec(select(SignIn).where(SignIn.member_id == cast.members["police_rep"]))
    assert clock.now() - held.last_seen_at < timedelta(minutes=1)
    assert said == []


def test_escape_stays_too(as_: AS, cast: Cast, owner: Engine) -> None:
    page = as_("auditor", "welcome")
    unused(owner, cast, "auditor", 28.5)
    page.clock.fast_forward("28:30")
    expect(page.locator("dialog.session")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.session")).to_be_hidden()
    assert "auditor/welcome" in page.url


def test_who_is_typing_is_not_asked(as_: AS, cast: Cast, owner: Engine) -> None:
    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    unused(owner, cast, "police_rep", 28)
    page.clock.fast_forward("27:30")
    page.locator("#text").press_sequentially("She")
    with page.expect_response(lambda answer: answer.url.endswith("/account/session") and answer.status == 200) as told:
        page.clock.fast_forward(60 * SECOND)
    assert told.value.request.method == "POST"
    expect(page.locator("dialog.session")).to_be_hidden()


def test_the_last_minutes_are_said_and_cannot_be_stretched(
    as_: AS, cast: Cast, owner: Engine, violations: Violations
) -> None:
    """Whoever is told goes back to the page, to send what they have typed; it is not said again before the end."""
    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    page.locator("#text").fill(WORDS)
    set_session(owner, cast, "police_rep", expires_at=clock.now() + timedelta(seconds=90))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.fast_forward(10 * SECOND)
    dialog = page.locator("dialog.session")
    expect(dialog.get_by_text("A session lasts no longer than this")).to_be_visible()
    expect(dialog.get_by_text("Nothing has been done here for a while")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Go back to the page")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.locator("#text").press_sequentially(" Soon.")
    page.clock.fast_forward(20 * SECOND)
    expect(dialog).to_be_hidden()
    ended(owner, cast, "police_rep")
    page.clock.fast_forward(120 * SECOND)
    over(page)


def test_with_nothing_typed_the_page_goes_to_sign_in_and_back(
    as_: AS, house: Settings, cast: Cast, owner: Engine
) -> None:
    page = as_("auditor", "welcome")
    unused(owner, cast, "auditor", 31)
    page.clock.fast_forward(29 * 60 * SECOND)
    page.wait_for_url("**/sign-in?next=**")
    sign_in_by_e_mail(page, "auditor")
    expect(page).to_have_url(f"{house.base_url}/m/{cast.slug}/auditor/welcome")


# What was typed ---------------------------------------------------------------


def over(page: Page) -> None:
    """The page has seen that its session is over, and shows nothing of itself."""
    expect(page.locator("dialog.session")).to_contain_text("You were signed out")
    expect(page.locator("#main-content")).to_be_hidden()
    expect(page.locator(".frame-header__name")).to_be_hidden()


def test_what_is_typed_waits_unseen_and_comes_back_with_its_reader(
    as_: AS, cast: Cast, owner: Engine, violations: Violations
) -> None:
    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    page.locator("#text").fill(WORDS)
    ended(owner, cast, "police_rep")
    page.clock.fast_forward(29 * 60 * SECOND)
    over(page)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    over(page)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sign in again in a new tab").click()
    tab = opened.value
    sign_in_by_e_mail(tab, "police_rep")
    expect(tab.get_by_role("heading", name="You are signed in again")).to_be_visible()
    tab.close()
    page.clock.fast_forward(6 * SECOND)
    expect(page.locator("dialog.session")).to_be_hidden()
    assert box(page) == WORDS
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert stored == "[{},{}]"


def test_somebody_else_gets_neither_the_page_nor_its_words(as_: AS, cast: Cast, owner: Engine) -> None:
    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    page.locator("#text").fill(WORDS)
    ended(owner, cast, "police_rep")
    page.clock.fast_forward(29 * 60 * SECOND)
    over(page)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sign in again in a new tab").click()
    sign_in_by_e_mail(opened.value, "council_rep")
    expect(opened.value.get_by_role("heading", name="You are signed in again")).to_be_visible()
    page.clock.fast_forward(6 * SECOND)
    page.wait_for_url("**/representative/**")
    expect(page.locator(".frame-header__name")).to_have_text("Council Rep")
    assert WORDS not in page.content()


def test_a_form_sent_too_late_is_left_as_it_is(as_: AS, house: Settings, cast: Cast, owner: Engine) -> None:
    page = as_("police_rep", f"cases/{open_case(cast)}/research")
    page.locator("#text").fill(WORDS)
    page.get_by_role("group", name="It is").get_by_role("radio").first.check()
    page.get_by_label("Where it comes from").fill("Custody log")
    ended(owner, cast, "police_rep")
    page.get_by_role("button", name="Record, private for now").click()
    over(page)
    assert box(page) == WORDS
    hold(page.context, house, sign_in(owner, cast, "police_rep"))
    page.clock.fast_forward(6 * SECOND)
    expect(page.locator("dialog.session")).to_be_hidden()
    assert lines_of(cast) == []
    page.get_by_role("button", name="Record, private for now").click()
    expect(page.locator("#main-content")).to_contain_text("Custody log")
    assert lines_of(cast) == [WORDS]


def test_without_scripts_the_words_come_back_to_be_sent_again(
    as_: AS, house: Settings, cast: Cast, owner: Engine, new_context: NewContext, violations: Violations
) -> None:
    page = as_("police_rep", f"cases/{open_case(cast)}/research", java_script_enabled=False)
    page.locator("#text").fill(WORDS)
    page.get_by_role("group", name="It is").get_by_role("radio").first.check()
    page.get_by_label("Where it comes from").fill("Custody log")
    ended(owner, cast, "police_rep")
    page.get_by_role("button", name="Record, private for now").click()
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    page.get_by_text("Show what you typed").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in a new tab").click()
    sign_in_by_e_mail(opened.value, "police_rep")
    expect(opened.value.get_by_role("heading", name="You are signed in again")).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#main-content")).to_contain_text("Custody log")
    assert lines_of(cast) == [WORDS]


# The live meeting --------------------------------------------------------------


def test_on_a_live_screen_a_note_half_written_waits_and_is_sent(
    as_: AS, house: Settings, cast: Cast, owner: Engine
) -> None:
    meeting = sit(cast)
    call_case(cast, "HERON")
    page = as_("coordinator", f"meetings/{meeting}/live")
    page.locator("#note-text").fill("Half a note")
    ended(owner, cast, "coordinator")
    over(page)
    hold(page.context, house, sign_in(owner, cast, "coordinator"))
    page.clock.fast_forward(6 * SECOND)
    expect(page.locator("dialog.session")).to_be_hidden()
    assert page.locator("#note-text").input_value() == "Half a note"
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 200):
        page.locator("#note-text").press("Enter")
    assert "Half a note" in notes_seen(cast, "coordinator", "HERON")


def test_an_appointment_that_ends_shows_nothing_more_and_the_page_says_why(as_: AS, cast: Cast, owner: Engine) -> None:
    meeting = sit(cast)
    call_case(cast, "HERON")
    page = as_("police_rep", f"meetings/{meeting}/live")
    appointment_ends(owner, cast, "police_rep")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible(timeout=4 * SECOND)


def test_one_that_ends_between_the_page_and_its_stream_shows_nothing_more_either(
    as_: AS, cast: Cast, owner: Engine
) -> None:
    meeting = sit(cast)
    call_case(cast, "HERON")
    page = as_("police_rep", "work")

    def ends_first(route: Route) -> None:
        appointment_ends(owner, cast, "police_rep")
        route.continue_()

    page.route("**/stream?*", ends_first)
    page.goto(f"/m/testshire/representative/meetings/{meeting}/live")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible(timeout=4 * SECOND)


def appointment_ends(owner: Engine, cast: Cast, who: str) -> None:
    with Session(owner) as session:
        held = session.get(Appointment, cast[who].appointment_id)
        assert held
        held.ended_at = clock.now()
        session.add(held)
        session.commit()


# Your account --------------------------------------------------------------------


@pytest.mark.parametrize("width", [375, 1280])
def test_your_account_is_accessible_and_fits(
    as_: AS, cast: Cast, new_context: NewContext, violations: Violations, width: int
) -> None:
    page = as_("auditor", "welcome", viewport={"width": width, "height": 800})
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.get_by_role("button", name="Sign the statement").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to sign.")
    assert violations(page) == []
    page.goto("/signed-in-again")
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_signing_out_everywhere(house: Settings, cast: Cast, new_context: NewContext, scripts: bool) -> None:
    pages = [new_context(java_script_enabled=scripts).new_page() for _ in range(2)]
    for page in pages:
        page.goto("/sign-in")
        page.get_by_role("button", name="Auditor in Testshire").click()
        page.wait_for_url("**/auditor/**")
    here, there = pages
    here.goto("/account")
    expect(here.get_by_role("rowheader", name="Chrome on Linux")).to_have_count(2)
    here.get_by_role("button", name="Sign out everywhere").click()
    expect(here.get_by_role("heading", name="You have signed out")).to_be_visible()
    there.goto("/account")
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
