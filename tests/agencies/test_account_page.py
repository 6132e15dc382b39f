"""Your account: what it says, the statement that one signs there, and sessions that one ends oneself."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import psycopg
import pytest
from httpx2 import Response

from agencies.signin.browsers import words_for
from agencies.statement import CURRENT
from marac import clock
from marac.store.people import Appointment, Marac, Member, SignIn
from marac.verbs import Verb
from marac.web.barred import SAID
from marac.web.viewer import cookie_name
from tests.agencies.front_door import Browser, FrontDoor, onward
from tests.conftest import Database
from tests.database import plain

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
STAY_AWAY = pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/account"),
        ("GET", "/signed-in-again"),
        ("POST", "/account/statement"),
        ("POST", f"/account/sessions/{UUID(int=1)}/end"),
        ("POST", "/account/sign-out-everywhere"),
    ],
)


def text_of(answer: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def session_of(door: FrontDoor, name: str) -> SignIn:
    return door.sessions(name)[-1]


@pytest.fixture
def member(door: FrontDoor) -> UUID:
    return door.cast.members["chair"]


def test_it_says_who_you_are_and_what_you_may_do(door: FrontDoor, browser: Browser, member: UUID) -> None:
    door.change(Member, member, job_title="Detective inspector", trained_on=clock.today())
    browser.sign_in("chair")
    page = browser.client.get("/account")
    assert page.status_code == 200
    shown = text_of(page)
    for words in ("Your account", "Chair", "Detective inspector", "Testshire police", "Chair, Testshire"):
        assert words in shown
    assert f"{clock.today().day} {clock.today():%B %Y}" in shown
    assert f'href="{door.home("chair")}"' in page.text


def test_every_page_leads_there(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("auditor")
    page = browser.client.get(door.home("auditor"), follow_redirects=True)
    assert '<a class="frame-header__account" href="/account">Your account</a>' in page.text
    assert "Your account" not in browser.door.browser().client.get("/sign-in").text


@STAY_AWAY
def test_the_signed_out_are_sent_to_sign_in(browser: Browser, method: str, path: str) -> None:
    answer = browser.client.request(method, path)
    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


@STAY_AWAY
def test_another_site_cannot_do_any_of_it(door: FrontDoor, browser: Browser, method: str, path: str) -> None:
    browser.sign_in("chair")
    answer = browser.client.request(method, path, headers={"sec-fetch-site": "same-site"})
    assert answer.status_code == (403 if method == "POST" else answer.status_code)
    assert session_of(door, "chair").ended_at is None


def test_after_sign_in_one_comes_back_to_it(browser: Browser) -> None:
    assert browser.sign_in("chair", "/account").headers["location"] == "/account"


def test_without_an_appointment_it_still_opens(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    yesterday = clock.today() - timedelta(days=1)
    door.change(Appointment, door.cast["chair"].appointment_id, until_on=yesterday)
    assert "You are appointed to no MARAC today." in text_of(browser.client.get("/account"))


# The statement of the year ------------------------------------------------


def test_signing_the_statement_opens_what_it_had_shut(door: FrontDoor, browser: Browser, member: UUID) -> None:
    door.change(Marac, door.cast.marac, statement_months=12)
    assert browser.sign_in("chair").headers["location"] == "/account"
    assert browser.client.get("/").headers["location"] == "/account"
    assert browser.client.get(door.home("chair")).status_code == 403
    page = browser.client.get("/account")
    assert SAID["statement"] in text_of(page)
    assert CURRENT.paragraphs[0] in text_of(page)
    posted = {"version": str(CURRENT.version), "accepted": "yes"}
    answer = browser.client.post("/account/statement", data=posted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=signed")
    after = browser.client.get(answer.headers["location"])
    assert "You have signed the confidentiality statement." in text_of(after)
    assert f"You signed version {CURRENT.version} on" in text_of(after)
    assert browser.client.get(door.home("chair")).status_code == 303
    last = door.record()[-1]
    assert (last.verb, last.agency_id) == (Verb.STATEMENT_SIGNED, door.cast.agencies["police"])
    assert last.items == [{"t": "member", "id": str(member), "f": ["statement_on", "statement_version"]}]


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Tick the box to sign."),
        ({"version": str(CURRENT.version)}, "Tick the box to sign."),
        ({"version": "0", "accepted": "yes"}, "The statement was changed while you read it."),
        ({"version": "9" * 5000, "accepted": "yes"}, "The statement was changed while you read it."),
        ({"accepted": "yes"}, "The statement was changed while you read it."),
    ],
)
def test_nothing_is_signed_unread(door: FrontDoor, browser: Browser, posted: dict[str, str], said: str) -> None:
    browser.sign_in("chair")
    answer = browser.client.post("/account/statement", data=posted)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert door.record()[-1].verb is Verb.SIGNED_IN


def test_who_signed_lately_may_read_it_and_is_not_asked(door: FrontDoor, browser: Browser, member: UUID) -> None:
    door.change(Member, member, statement_on=clock.today(), statement_version=str(CURRENT.version))
    browser.sign_in("chair")
    assert "Sign the statement" not in browser.client.get("/account").text
    door.change(Member, member, statement_on=clock.today() - timedelta(days=331))
    assert "Sign the statement" in browser.client.get("/account").text
    door.change(Member, member, statement_on=clock.today(), statement_version="0")
    assert "Sign the statement" in browser.client.get("/account").text


# Sessions -------------------------------------------------------------------


def test_ones_sessions_are_listed_in_plain_words(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    other = door.browser()
    other.client.headers["user-agent"] = FIREFOX
    other.sign_in("chair")
    door.browser().sign_in("idva")
    page = other.client.get("/account").text
    rows = re.findall(r'<th scope="row".*?</tr>', page, re.S)
    assert len(rows) == 2
    assert [row for row in rows if "This one" in row] == [row for row in rows if "Firefox on Windows" in row]


@pytest.mark.parametrize(
    "limit",
    [
        {"last_seen_at": clock.now() - timedelta(minutes=31)},
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"ended_at": clock.now()},
    ],
    ids=["idle", "worn out", "ended"],
)
def test_a_session_that_is_over_is_not_listed(door: FrontDoor, browser: Browser, limit: dict[str, object]) -> None:
    door.browser().sign_in("chair")
    door.change(SignIn, session_of(door, "chair").id, **limit)
    browser.sign_in("chair")
    assert browser.client.get("/account").text.count('<th scope="row"') == 1


def test_one_session_is_ended_and_the_other_goes_on(door: FrontDoor, browser: Browser, database: Database) -> None:
    lost = door.browser()
    lost.sign_in("chair")
    browser.sign_in("chair")
    theirs = door.sessions("chair")[0]
    with psycopg.connect(plain(database.app_url), autocommit=True) as listener:
        listener.execute("LISTEN marac")
        answer = browser.client.post(f"/account/sessions/{theirs.id}/end")
        heard = [notice.payload for notice in listener.notifies(timeout=2, stop_after=1)]
    assert heard == [f'{{"member": "{door.cast.members["chair"]}"}}']
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=ended")
    assert lost.client.get(door.home("chair")).headers["location"].startswith("/sign-in")
    assert browser.client.get("/account").status_code == 200
    assert [session.ended_why for session in door.sessions("chair")] == ["ended-by-member", ""]
    assert (door.record()[-1].verb, door.record()[-1].reason) == (Verb.SIGNED_OUT, "ended-by-member")


def test_another_persons_session_does_not_exist(door: FrontDoor, browser: Browser) -> None:
    door.browser().sign_in("idva")
    browser.sign_in("chair")
    theirs = session_of(door, "idva").id
    for sign_in in (theirs, uuid4()):
        assert browser.client.post(f"/account/sessions/{sign_in}/end").status_code == 404
    assert session_of(door, "idva").ended_at is None


def test_signing_out_everywhere_is_everywhere(door: FrontDoor, browser: Browser) -> None:
    elsewhere, third, colleague = door.browser(), door.browser(), door.browser()
    for each in (elsewhere, third, browser):
        each.sign_in("chair")
    colleague.sign_in("police_rep")
    stolen = browser.token
    answer = browser.client.post("/account/sign-out-everywhere")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert onward(answer)
    assert browser.token is None
    assert all(session.ended_at for session in door.sessions("chair"))
    assert {session.ended_why for session in door.sessions("chair")} == {"signed-out", "signed-out-everywhere"}
    assert elsewhere.client.get("/account").status_code == 303
    assert colleague.client.get("/account").status_code == 200
    browser.client.cookies.set(cookie_name(door.settings), str(stolen))
    assert browser.client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/19 Safari/605.1", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156 Safari/537.36 Edg/156", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/156 Safari/604", "Chrome on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_browsers_in_plain_words(said: str, words: str) -> None:
    assert words_for(said) == words


# How long it lasts -----------------------------------------------------------


def test_asking_how_long_is_left_makes_it_no_longer(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    seen = clock.now() - timedelta(minutes=29)
    door.change(SignIn, session_of(door, "chair").id, last_seen_at=seen)
    left = browser.client.get("/account/session").json()
    assert left["reader"] == door.cast.members["chair"].hex
    assert 50 <= left["idle"] <= 60 and 8 * 3600 - 60 <= left["whole"] <= 8 * 3600
    assert session_of(door, "chair").last_seen_at == seen
    assert browser.client.post("/account/session").json()["idle"] >= 30 * 60 - 5
    assert session_of(door, "chair").last_seen_at > seen


def test_nobody_is_told_how_long_is_left_and_nobody_stays(browser: Browser) -> None:
    for method in ("GET", "POST"):
        answer = browser.client.request(method, "/account/session", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})


def test_what_is_over_does_not_come_back_by_asking(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    door.change(SignIn, session_of(door, "chair").id, last_seen_at=clock.now() - timedelta(minutes=31))
    assert browser.client.post("/account/session", headers={"accept": "application/json"}).status_code == 401
    assert browser.client.get("/account").status_code == 303
