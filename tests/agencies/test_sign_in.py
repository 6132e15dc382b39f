"""Signing in from end to end: the house, its provider, the database, and browsers that mean well or ill."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from agencies.signin import attempts
from agencies.signin.cookies import login_cookie_name
from agencies.signin.flow import hashed
from agencies.signin.refusal import SignInRefused
from marac import clock
from marac.store.people import LoginTransaction, Provider
from marac.verbs import Verb
from marac.web.viewer import cookie_name
from tests.agencies.front_door import Browser, Down, FrontDoor, onward, words_of
from tests.registered import email


def refused(door: FrontDoor, check: str) -> bool:
    """Whether the last thing on the record is a refusal at this check."""
    last = door.record()[-1]
    return (last.verb, last.reason) == (Verb.SIGN_IN_REFUSED, check)


def test_a_member_signs_in_and_lands_on_their_first_page(door: FrontDoor, browser: Browser) -> None:
    answer = browser.sign_in("chair")
    assert (answer.status_code, answer.headers["location"]) == (303, door.home("chair"))
    assert browser.client.get(door.home("chair"), follow_redirects=True).status_code == 200


def test_only_the_hash_of_a_random_token_is_kept(door: FrontDoor, browser: Browser) -> None:
    answer = browser.sign_in("chair")
    assert browser.token is not None and len(browser.token) == 43
    (session,) = door.sessions("chair")
    assert session.token_hash == sha256(browser.token.encode()).digest()
    assert timedelta(hours=7, minutes=59) < session.expires_at - clock.now() <= timedelta(hours=8)
    assert (session.issuer, session.acr) == (f"/demo-idp/{door.cast.agencies['police'].hex}", "aal2")
    assert session.provider_session
    assert session.id_token == "", "it holds an e-mail address"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sid-")
    for attribute in ("HttpOnly", "Path=/", "SameSite=lax", "Secure"):
        assert attribute in cookie
    assert "Max-Age" not in cookie and "Domain" not in cookie


def test_the_record_says_who_signed_in_and_never_an_address(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    (event,) = door.record()
    assert (event.verb, event.case_id, event.hat) == (Verb.SIGNED_IN, None, "system: sign-in")
    assert {"t": "member", "id": str(door.cast.members["chair"])} in event.items
    assert "@" not in words_of(event)


def test_an_e_mail_address_leads_to_the_agencys_own_provider(door: FrontDoor, browser: Browser) -> None:
    address = onward(browser.client.post("/sign-in", data={"email": f" {email('council_rep').upper()} "}))
    assert urlsplit(address).path == f"/demo-idp/{door.cast.agencies['council'].hex}/authorize"
    picker = browser.client.get(address)
    assert "Council Rep" in picker.text and "Contributor, Testshire" in picker.text
    assert "Police Rep" not in picker.text
    subject = door.account("council_rep").id.hex
    back = browser.client.post(address, data={"subject": subject, "second_factor": "yes"})
    assert browser.client.get(back.headers["location"]).headers["location"] == door.home("council_rep")


def test_the_first_sign_in_binds_the_account_and_later_ones_do_not_ask_the_e_mail(door: FrontDoor) -> None:
    before = door.account("idva")
    assert (before.issuer, before.subject) == ("", "")
    door.browser().sign_in("idva")
    bound = door.account("idva")
    assert (bound.issuer, bound.subject) == (f"/demo-idp/{door.cast.agencies['new_era'].hex}", before.id.hex)
    door.change(type(bound), bound.id, email="another@new-era.example")
    assert door.browser().sign_in("idva").status_code == 303
    assert len(door.sessions("idva")) == 2


def test_two_tabs_may_both_sign_in(door: FrontDoor, browser: Browser) -> None:
    first, second = browser.come_back(browser.leave("chair")), browser.come_back(browser.leave("chair"))
    assert browser.client.get(first).status_code == 303
    assert browser.client.get(second).status_code == 303
    assert [session.ended_why for session in door.sessions("chair")] == ["signed-in-again", ""]


def test_two_tabs_may_come_back_at_once(door: FrontDoor, browser: Browser) -> None:
    """At the first sign-in too, when both would bind the account."""
    tab = door.browser()
    addresses = [browser.come_back(browser.leave("chair")) for _ in range(4)]
    tab.client.cookies.update(browser.client.cookies)
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda address: tab.client.get(address).status_code, addresses)
        assert set(answers) == {303}


def test_a_callback_is_spent_once(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    assert browser.client.get(address).status_code == 303
    held = browser.token
    again = browser.client.get(address)
    assert again.status_code == 403
    assert refused(door, "state")
    assert browser.token == held and len(door.sessions("chair")) == 1


def test_of_two_callbacks_at_once_one_is_taken(door: FrontDoor, browser: Browser) -> None:
    state = parse_qs(urlsplit(browser.leave("chair")).query)["state"][0]

    def take(_: int) -> bool:
        try:
            return bool(attempts.take(door.cast.store, hashed(state)))
        except SignInRefused:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(take, range(4))) == [False, False, False, True]


def test_a_callback_of_another_browser_is_refused_and_spent(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    other = door.browser()
    other.leave("outsider")  # so that it has a login cookie of its own
    assert other.client.get(address).status_code == 403
    assert refused(door, "browser")
    assert other.token is None
    assert browser.client.get(address).status_code == 403
    assert refused(door, "state")


def test_a_callback_at_another_agencys_address_is_refused(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    police, council = (door.cast.agencies[name].hex for name in ("police", "council"))
    assert browser.client.get(address.replace(f"/callback/{police}", f"/callback/{council}")).status_code == 403
    assert refused(door, "other-provider")


def test_a_callback_at_an_address_of_nobody_is_refused(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    police = door.cast.agencies["police"].hex
    assert browser.client.get(address.replace(f"/callback/{police}", "/callback/nobody")).status_code == 403
    assert refused(door, "unknown-provider")


def test_ten_minutes_are_given_to_sign_in(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    with Session(door.owner) as session:
        row = session.exec(select(LoginTransaction)).one()
        assert timedelta(minutes=9) < row.expires_at - clock.now() <= timedelta(minutes=10)
    door.change(LoginTransaction, row.id, expires_at=clock.now() - timedelta(seconds=1))
    assert browser.client.get(address).status_code == 403
    assert refused(door, "login-expired")


def test_sign_ins_that_were_never_finished_go_with_the_next(door: FrontDoor, browser: Browser) -> None:
    browser.leave("chair")
    with Session(door.owner) as session:
        row = session.exec(select(LoginTransaction)).one()
    door.change(LoginTransaction, row.id, expires_at=clock.now() - timedelta(seconds=1))
    browser.leave("idva")
    with Session(door.owner) as session:
        assert session.exec(select(LoginTransaction)).one().id != row.id


def test_a_token_planted_in_the_browser_never_becomes_a_session(door: FrontDoor, browser: Browser) -> None:
    browser.client.cookies.set(cookie_name(door.settings), "planted", domain="127.0.0.1", path="/")
    browser.client.cookies.set(login_cookie_name(door.settings), "short", domain="127.0.0.1", path="/")
    browser.sign_in("chair")
    thief = door.browser()
    thief.client.cookies.set(cookie_name(door.settings), "planted")
    assert thief.client.get(door.home("chair")).headers["location"].startswith("/sign-in")
    assert hashed("planted") not in {session.token_hash for session in door.sessions("chair")}


def test_signing_in_again_ends_the_session_that_the_browser_held(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    held = browser.token
    browser.sign_in("idva")
    assert browser.token != held
    (session,) = door.sessions("chair")
    assert session.ended_why == "signed-in-again"
    assert [event.verb for event in door.record()] == [Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGNED_IN]


def test_declining_at_the_provider_is_a_refusal(door: FrontDoor, browser: Browser) -> None:
    address = onward(browser.client.post("/sign-in", data={"email": email("chair")}))
    back = browser.client.post(address, data={"decline": "yes"}).headers["location"]
    assert browser.client.get(back).status_code == 403
    assert refused(door, "provider-refused")


def test_without_the_second_factor_nobody_is_let_in(door: FrontDoor, browser: Browser) -> None:
    address = onward(browser.client.post("/sign-in", data={"email": email("chair")}))
    back = browser.client.post(address, data={"subject": door.account("chair").id.hex}).headers["location"]
    assert browser.client.get(back).status_code == 403
    assert refused(door, "assurance")


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/sign-in", "/m/x"])
def test_after_sign_in_one_goes_nowhere_else(door: FrontDoor, browser: Browser, wanted: str) -> None:
    address = onward(browser.client.post("/sign-in", data={"email": email("chair"), "next": wanted}))
    subject = door.account("chair").id.hex
    back = browser.client.post(address, data={"subject": subject, "second_factor": "yes"}).headers["location"]
    assert browser.client.get(back).headers["location"] == door.home("chair")


def test_after_sign_in_one_goes_where_one_wanted(door: FrontDoor, browser: Browser) -> None:
    wanted = f"{door.home('chair')}welcome?page=2&late=yes"
    answer = browser.client.get(wanted)
    assert answer.status_code == 303
    page = browser.client.get(answer.headers["location"])
    assert f'value="{wanted.replace("&", "&amp;")}"' in page.text
    assert browser.sign_in("chair", wanted).headers["location"] == wanted


def test_another_persons_page_is_not_where_one_goes(door: FrontDoor, browser: Browser) -> None:
    assert browser.sign_in("idva", f"{door.home('chair')}meetings").headers["location"] == door.home("idva")


def test_a_provider_that_is_down_stops_its_own_people_only(door: FrontDoor, browser: Browser) -> None:
    door.reach(Down(door.app, f"/{door.cast.agencies['police'].hex}/"))
    answer = browser.client.post("/sign-in", data={"email": email("chair")})
    assert answer.status_code == 503
    assert "does not answer" in answer.text and "Other agencies are not affected" in answer.text
    assert refused(door, "unreachable")
    assert door.browser().sign_in("council_rep").status_code == 303


def test_a_provider_that_goes_down_meanwhile_is_said_to_be_down(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    door.reach(Down(door.app, "/"))
    assert browser.client.get(address).status_code == 503


def test_a_provider_with_a_broken_registration_is_down_too(door: FrontDoor, browser: Browser) -> None:
    with Session(door.owner) as session:
        row = session.exec(select(Provider).where(Provider.agency_id == door.cast.agencies["police"])).one()
    door.change(Provider, row.id, secret_sealed=row.secret_sealed[:-1] + b"?")
    assert browser.client.post("/sign-in", data={"email": email("chair")}).status_code == 503
    assert refused(door, "provider-settings")


def test_a_provider_that_is_switched_off_lets_nobody_in(door: FrontDoor, browser: Browser) -> None:
    address = browser.come_back(browser.leave("chair"))
    with Session(door.owner) as session:
        row = session.exec(select(Provider).where(Provider.agency_id == door.cast.agencies["police"])).one()
    door.change(Provider, row.id, switched_on=False)
    assert browser.client.get(address).status_code == 403
    assert browser.client.post("/sign-in", data={"email": email("chair")}).status_code == 422


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_another_site_can_sign_nobody_in_or_out(browser: Browser, path: str) -> None:
    assert browser.client.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
