"""The pages around signing in: what they show, to whom, and what they never tell."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from agencies.demo_idp.keys import kept_key
from agencies.demo_idp.routes import CALLED_BY_SERVERS
from marac import clock
from marac.app import create_app
from marac.store.people import Appointment, Member
from marac.verbs import Verb
from tests.agencies.front_door import BASE, Browser, FrontDoor, words_of
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.registered import email


def words(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_there_is_a_card_for_every_role_in_force(door: FrontDoor, browser: Browser) -> None:
    page = browser.client.get("/sign-in").text
    for shown in (
        "Chair in Testshire",
        "Coordinator in Testshire",
        "Data protection officer in Testshire",
        "Idva",
        "new_era",
    ):
        assert shown in words(page)
    assert page.count('name="appointment"') == len(door.cast.viewers)
    assert [page.index(title) for title in ("The meeting", "Agencies", "Oversight")] == sorted(
        page.index(title) for title in ("The meeting", "Agencies", "Oversight")
    )


def test_who_has_retired_or_is_not_appointed_has_no_card(door: FrontDoor, browser: Browser) -> None:
    door.change(Member, door.cast.members["observer"], retired_at=clock.now())
    door.change(Appointment, door.cast["auditor"].appointment_id, until_on=clock.today() - timedelta(days=1))
    page = words(browser.client.get("/sign-in").text)
    assert "Chair in Testshire" in page
    assert "Observer in Testshire" not in page and "Auditor in Testshire" not in page
    picked = browser.client.post("/sign-in", data={"appointment": door.appointment("auditor")})
    assert picked.status_code == 403


@pytest.mark.parametrize("nobody", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_a_card_of_nobody_signs_nobody_in(browser: Browser, nobody: str) -> None:
    assert browser.client.post("/sign-in", data={"appointment": nobody}).status_code == 403


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c", "a b@police.example", "\x00"])
def test_what_is_no_e_mail_address_comes_back_with_a_word(browser: Browser, typed: str) -> None:
    answer = browser.client.post("/sign-in", data={"email": typed, "next": "/m/testshire/chair/"})
    assert answer.status_code == 422
    assert "Enter an e-mail address in the form name@example.org." in answer.text
    assert '<a href="#email">' in answer.text
    assert 'value="/m/testshire/chair/"' in answer.text


def test_an_unknown_domain_gets_one_neutral_answer(door: FrontDoor, browser: Browser) -> None:
    answer = browser.client.post("/sign-in", data={"email": "ada@elsewhere.example"})
    assert answer.status_code == 422
    assert "We cannot sign you in with this e-mail address." in answer.text
    assert 'value="ada@elsewhere.example"' in answer.text
    last = door.record()[-1]
    assert (last.verb, last.reason) == (Verb.SIGN_IN_REFUSED, "unknown-domain")
    assert "elsewhere" not in words_of(last)


def test_whether_a_person_is_known_shows_nowhere_before_their_provider(browser: Browser) -> None:
    known, unknown = (
        browser.client.post("/sign-in", data={"email": address})
        for address in (email("chair"), "nobody.at.all@police.example")
    )
    assert known.status_code == unknown.status_code == 200
    assert len(known.text) == len(unknown.text)


def test_a_refusal_says_the_same_whatever_went_wrong(door: FrontDoor, browser: Browser) -> None:
    said = set()
    for query in ("", "?state=x&code=y", "?state=a&state=b", "?state=x&error=access_denied"):
        answer = browser.client.get(f"/auth/callback/{door.cast.agencies['police'].hex}{query}")
        assert answer.status_code == 403
        reference = door.record()[-1].request_id
        assert reference in answer.text
        said.add(answer.text.replace(reference, ""))
    assert len(said) == 1


def test_a_member_whose_appointment_has_lapsed_is_told_so(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    door.change(Appointment, door.cast["chair"].appointment_id, until_on=clock.today() - timedelta(days=1))
    answer = browser.client.get(address)
    assert answer.status_code == 403
    assert "You have no role here at present" in answer.text
    assert browser.token is None
    assert door.record()[-1].reason == "no-appointment"


def test_a_member_whose_appointment_ends_while_signed_in_is_told_so(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    door.change(Appointment, door.cast["chair"].appointment_id, until_on=clock.today() - timedelta(days=1))
    answer = browser.client.get("/")
    assert (answer.status_code, browser.client.get(door.home("chair")).status_code) == (200, 404)
    assert "You have no role here at present" in answer.text and "Sign out" in answer.text


def test_the_start_leads_to_sign_in_or_to_ones_first_page(door: FrontDoor, browser: Browser) -> None:
    assert browser.client.get("/").headers["location"] == "/sign-in"
    browser.sign_in("chair")
    assert browser.client.get("/").headers["location"] == door.home("chair")


def test_the_start_stays_under_the_hat_one_comes_from(door: FrontDoor, browser: Browser) -> None:
    chair = door.cast["chair"]
    door.change(Appointment, door.cast["coordinator"].appointment_id, member_id=chair.member_id)
    browser.sign_in("chair")
    here = door.home("coordinator")
    assert browser.client.get("/", headers={"referer": f"{BASE}{here}welcome"}).headers["location"] == here
    for elsewhere in ("", "https://evil.example/", f"{BASE}/sign-in"):
        assert browser.client.get("/", headers={"referer": elsewhere}).headers["location"] == door.home("chair")


def test_the_sign_in_page_says_who_is_signed_in_already(browser: Browser) -> None:
    browser.sign_in("chair")
    assert "You are signed in as Chair." in browser.client.get("/sign-in").text


def test_welcome_says_who_you_are_and_what_you_do_here(door: FrontDoor, client_of: ClientOf, cast: Cast) -> None:
    page = client_of("auditor").get(f"/m/{cast.slug}/auditor/welcome")
    assert page.status_code == 200
    for shown in ("Auditor", "Testshire health", "Testshire", "without its content"):
        assert shown in page.text
    assert "Your other roles" not in page.text


def test_welcome_names_ones_other_roles(door: FrontDoor, client_of: ClientOf) -> None:
    door.change(Appointment, door.cast["observer"].appointment_id, member_id=door.cast.members["auditor"])
    page = client_of("auditor").get(f"{door.home('auditor')}welcome").text
    assert f'<a class="govuk-link" href="{door.home("observer")}">Observer, Testshire</a>' in page


@pytest.mark.parametrize("stranger, answer", [("outsider", 404), ("chair", 404), ("nobody", 303)])
def test_another_hats_welcome_does_not_exist(client_of: ClientOf, cast: Cast, stranger: str, answer: int) -> None:
    assert client_of(stranger).get(f"/m/{cast.slug}/auditor/welcome").status_code == answer


def test_a_deputy_is_told_for_whom_and_until_when(door: FrontDoor, client_of: ClientOf) -> None:
    until = clock.today() + timedelta(days=3)
    own = door.cast["auditor"].appointment_id
    door.change(Appointment, own, for_member_id=door.cast.members["officer"], until_on=until)
    page = client_of("auditor").get(f"{door.home('auditor')}welcome").text
    assert "Stands in for" in page and "Officer" in page and f"{until.day} {until:%B %Y}" in page


@pytest.mark.parametrize("path", ["/", "/sign-in", "/signed-out"])
def test_head_is_answered_like_get(browser: Browser, path: str) -> None:
    assert browser.client.head(path).status_code == browser.client.get(path).status_code


def test_nothing_of_signing_in_is_kept_by_a_browser(browser: Browser) -> None:
    for path in ("/sign-in", "/signed-out", "/auth/callback/x"):
        assert browser.client.get(path).headers["cache-control"] == "no-store"


def test_a_part_that_htmx_asks_for_is_answered_above_the_page_which_stays_as_it_is(browser: Browser) -> None:
    headers = {"hx-request": "true", "hx-current-url": f"{BASE}/m/testshire/chair/meetings?page=2"}
    answer = browser.client.get("/m/testshire/chair/welcome", headers=headers)
    assert (answer.status_code, answer.headers["hx-retarget"]) == (401, "#notice")
    assert "hx-redirect" not in answer.headers
    assert 'href="/sign-in?next=%2Fsigned-in-again" target="_blank" rel="noopener"' in answer.text


def test_localhost_is_led_to_the_address_that_cookies_go_by(door: FrontDoor) -> None:
    client = TestClient(door.app, base_url="https://localhost:8443", follow_redirects=False)
    for path in ("/", "/sign-in"):
        assert client.get(path).headers["location"] == f"{BASE}{path}"


@pytest.mark.parametrize("elsewhere", [{"demo": False}, {"base_url": "https://marac.example"}])
def test_outside_a_demonstration_nobody_is_anybody(door: FrontDoor, elsewhere: dict[str, object]) -> None:
    settings = replace(door.settings, **elsewhere)  # type: ignore[arg-type]
    app = create_app(settings, door.cast.store)
    own = {"sec-fetch-site": "same-origin"}
    client = TestClient(app, base_url=settings.base_url, headers=own, follow_redirects=False)
    assert "Chair in Testshire" not in words(client.get("/sign-in").text)
    key = door.cast.agencies["police"].hex
    assert client.get(f"/demo-idp/{key}/.well-known/openid-configuration").status_code == 404
    assert client.post("/sign-in", data={"appointment": door.appointment("chair")}).status_code == 422
    assert client.post("/sign-in", data={"email": email("chair")}).status_code == 422
    own_post = client.post(f"{CALLED_BY_SERVERS[0]}{key}", headers={"sec-fetch-site": "cross-site"})
    assert own_post.status_code == 403


def test_the_providers_key_outlives_the_process(door: FrontDoor) -> None:
    keys = door.settings.home / "other"
    made = kept_key(keys)
    assert kept_key(keys).as_dict(private=True) == made.as_dict(private=True)
    assert (keys / "demo-idp.pem").stat().st_mode & 0o777 == 0o600
