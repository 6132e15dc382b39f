"""What was used once is used up: callbacks, states and session tokens; and what another origin sends goes nowhere."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice, repeat
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlmodel import Session, func, select

from agencies.signin import attempts
from agencies.signin.flow import hashed, new_token
from agencies.signin.refusal import SignInRefused
from marac.store.people import SignIn
from marac.verbs import Verb
from marac.web.rates import Rates
from marac.web.viewer import cookie_name
from tests.agencies.front_door import BASE, Browser, FrontDoor
from tests.registered import email

TIMES = 1000


@pytest.fixture
def patient(door: FrontDoor) -> FrontDoor:
    """A door that does not count how often was tried: nothing but the checks stands in the way."""
    door.app.state.rates = Rates(off=True)
    return door


def sessions(door: FrontDoor) -> int:
    with Session(door.owner) as session:
        return session.exec(select(func.count()).select_from(SignIn)).one()


def refusals(door: FrontDoor) -> list[str]:
    return [event.reason for event in door.record() if event.verb is Verb.SIGN_IN_REFUSED]


def spent(browser: Browser, names: list[str]) -> list[str]:
    """The callbacks of these sign-ins, each used."""
    addresses = []
    for name in names:
        addresses.append(browser.come_back(browser.leave(name)))
        assert browser.client.get(addresses[-1]).status_code == 303
    return addresses


def mixed(addresses: list[str]) -> Iterator[str]:
    """The state of each with the code of every other."""
    parts = [{name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} for address in addresses]
    path = addresses[0].split("?")[0]
    for mine in parts:
        for theirs in parts:
            yield f"{path}?{urlencode(mine | {'code': theirs['code']})}"


def unknown(address: str) -> Iterator[str]:
    """Right in all but its state."""
    path, query = address.split("?")
    usual = {name: values[0] for name, values in parse_qs(query).items()}
    while True:
        yield f"{path}?{urlencode(usual | {'state': new_token()})}"


def test_of_a_thousand_replays_of_callbacks_and_states_none_is_accepted(patient: FrontDoor) -> None:
    browser = patient.browser()
    used = spent(browser, ["chair", "police_rep", "chair", "police_rep", "chair"])
    other = patient.browser()
    other.leave("council_rep")
    before, token = sessions(patient), browser.token
    tries = chain(
        zip(repeat(browser), used * 100),
        zip(repeat(other), used * 40),
        zip(repeat(browser), mixed(used)),
        zip(repeat(other), unknown(used[0])),
    )
    for who, address in islice(tries, TIMES):
        answer = who.client.get(address)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert (sessions(patient), browser.token, other.token) == (before, token, None)
    assert refusals(patient) == ["state"] * TIMES


def test_of_a_thousand_takings_of_one_state_at_once_one_has_it(door: FrontDoor) -> None:
    state = parse_qs(urlsplit(door.browser().leave("chair")).query)["state"][0]

    def take(_: int) -> bool:
        try:
            return bool(attempts.take(door.cast.store, hashed(state)))
        except SignInRefused:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(take, range(TIMES))) == 1


def test_a_flood_of_replays_is_cut_off(door: FrontDoor, browser: Browser) -> None:
    (used,) = spent(browser, ["chair"])
    answers = [browser.client.get(used).status_code for _ in range(130)]
    assert set(answers) == {403, 429}
    assert answers[-1] == 429


def plant(door: FrontDoor, browser: Browser, token: str) -> None:
    browser.client.cookies.set(cookie_name(door.settings), token, domain="127.0.0.1", path="/")


def opens(door: FrontDoor, token: str, name: str) -> bool:
    """Whether this token lets somebody see a page of this member's; a form of theirs is then taken too, else not."""
    thief = door.browser()
    plant(door, thief, token)
    home = door.home(name)
    seen, sent = thief.client.get(home), thief.client.post(f"{home}meetings/new")
    away = seen.headers.get("location", "").startswith("/sign-in")
    assert (sent.status_code in {303, 401}) is away
    return not away


def test_a_session_brought_along_is_not_the_one_after(door: FrontDoor) -> None:
    """An attacker leaves their own live session in a victim's browser, and waits (session fixation)."""
    attacker, victim = door.browser(), door.browser()
    attacker.sign_in("police_rep")
    planted = attacker.token
    assert planted
    plant(door, victim, planted)
    victim.sign_in("chair")
    assert victim.token != planted
    assert not opens(door, planted, "chair")
    assert not opens(door, planted, "police_rep"), "the session that was brought along is over too"
    assert attacker.client.get(door.home("police_rep")).headers["location"].startswith("/sign-in")


def test_a_token_of_the_attackers_choice_never_becomes_a_session(door: FrontDoor, browser: Browser) -> None:
    chosen = new_token()
    plant(door, browser, chosen)
    browser.sign_in("chair")
    assert browser.token != chosen
    assert not opens(door, chosen, "chair")


def test_a_refused_sign_in_leaves_the_session_that_was_there(door: FrontDoor, browser: Browser) -> None:
    (used,) = spent(browser, ["chair"])
    token = browser.token
    assert browser.client.get(used).status_code == 403
    assert browser.token == token
    assert browser.client.get(door.home("chair"), follow_redirects=True).status_code == 200


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    stolen = browser.token
    assert stolen and opens(door, stolen, "chair")
    browser.client.post("/sign-out")
    assert not opens(door, stolen, "chair")
    assert browser.token is None


OTHER_PORT = BASE.replace("8443", "9443")
FROM_ELSEWHERE: dict[str, dict[str, str]] = {
    "another port of this host": {"origin": OTHER_PORT, "sec-fetch-site": "same-site"},
    "another port, its browser silent about the site": {"origin": OTHER_PORT},
    "another port that lies about the site": {"origin": OTHER_PORT, "sec-fetch-site": "same-origin"},
    "another port, no origin said": {"sec-fetch-site": "same-site"},
    "our origin, but another site of it": {"origin": BASE, "sec-fetch-site": "same-site"},
    "the same host without TLS": {"origin": BASE.replace("https", "http"), "sec-fetch-site": "cross-site"},
    "another site": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "an origin that is nobody's": {"origin": "null", "sec-fetch-site": "cross-site"},
    "a browser that says nothing": {},
}


@pytest.mark.parametrize("headers", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE)
def test_a_form_is_not_taken_from(door: FrontDoor, browser: Browser, headers: dict[str, str]) -> None:
    browser.sign_in("chair")
    token, before = browser.token, len(door.record())
    del browser.client.headers["sec-fetch-site"]
    for path in ("/sign-in", "/sign-out", door.home("chair"), f"{door.home('chair')}no-such-form"):
        answer = browser.client.post(path, headers=headers, data={"email": email("chair")})
        assert answer.status_code == 403, path
        assert "set-cookie" not in answer.headers
    assert browser.token == token
    assert len(door.record()) == before
    assert browser.client.get(door.home("chair"), follow_redirects=True).status_code == 200
