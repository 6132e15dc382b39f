"""How a session ends: signed out here and at the provider, left idle, worn out, or its member retired."""

from datetime import timedelta

import psycopg
import pytest

from marac import clock
from marac.store.people import Member
from marac.verbs import Verb
from marac.web.viewer import cookie_name
from tests.agencies.front_door import BASE, Browser, Down, FrontDoor, onward
from tests.conftest import Database
from tests.database import plain


def test_signing_out_ends_the_session_here_and_at_the_provider(
    door: FrontDoor, browser: Browser, database: Database
) -> None:
    browser.sign_in("chair")
    held = browser.token
    assert held is not None
    with psycopg.connect(plain(database.app_url), autocommit=True) as listener:
        listener.execute("LISTEN marac")
        answer = browser.client.post("/sign-out")
        heard = [notice.payload for notice in listener.notifies(timeout=2, stop_after=1)]
    assert heard == [f'{{"member": "{door.cast.members["chair"]}"}}']
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert browser.token is None
    back = browser.client.get(onward(answer))
    assert (back.status_code, back.headers["location"]) == (303, f"{BASE}/signed-out")
    assert "You have signed out" in browser.client.get("/signed-out").text
    (session,) = door.sessions("chair")
    assert session.ended_at is not None
    assert (session.ended_why, session.id_token) == ("signed-out", "")
    assert door.record()[-1].verb is Verb.SIGNED_OUT
    browser.client.cookies.set(cookie_name(door.settings), held)
    assert browser.client.get(door.home("chair")).headers["location"].startswith("/sign-in")


def test_signing_out_does_not_wait_for_a_provider_that_is_down(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    door.reach(Down(door.app, "/"))
    answer = browser.client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert door.sessions("chair")[0].ended_at is not None


def test_signing_out_twice_is_no_fault(door: FrontDoor, browser: Browser) -> None:
    answer = browser.client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert door.record() == []


@pytest.mark.parametrize(
    "limit",
    [
        {"last_seen_at": clock.now() - timedelta(minutes=31)},
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"ended_at": clock.now()},
    ],
    ids=["idle", "a day's work over", "ended"],
)
def test_a_session_does_not_outlive(door: FrontDoor, browser: Browser, limit: dict[str, object]) -> None:
    browser.sign_in("chair")
    (session,) = door.sessions("chair")
    door.change(type(session), session.id, **limit)
    assert browser.client.get(door.home("chair")).headers["location"].startswith("/sign-in")


def test_who_retires_is_out_at_once(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    door.change(Member, door.cast.members["chair"], retired_at=clock.now())
    assert browser.client.get(door.home("chair")).headers["location"].startswith("/sign-in")
