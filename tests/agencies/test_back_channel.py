"""A provider says that somebody signed out there: every check of its token, once, and every session that it names."""

import hmac
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from httpx2 import Response
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import json_b64encode, urlsafe_b64encode
from sqlmodel import Session, select

from agencies.signin.logout import EVENT, LogoutCheck
from marac import clock
from marac.store.people import LogoutToken, Provider, SignIn
from marac.verbs import Operation, Verb
from marac.web.rates import BACK_CHANNEL_FROM, Rates
from tests.agencies.front_door import BASE, Browser, Down, FrontDoor
from tests.agencies.visit import KEY
from tests.conftest import Database
from tests.database import plain

GONE = object()
ANOTHER = RSAKey.generate_key(2048)


def signed(algorithm: str, body: bytes, key: Any) -> bytes:
    """By hand, since a library would refuse to make most of these."""
    if algorithm == "none":
        return b""
    if isinstance(key, bytes):
        return hmac.digest(key, body, "sha256")
    return JWSRegistry.algorithms[algorithm].sign(body, key)


class Logout:
    """The demonstration's provider of the chair's agency, signing whatever a test wants."""

    def __init__(self, door: FrontDoor) -> None:
        self.door = door
        KEY.ensure_kid()
        self.key = door.cast.agencies["police"].hex
        with Session(door.owner) as session:
            self.provider = session.exec(select(Provider).where(Provider.key == self.key)).one()
        self.client = door.browser().client
        del self.client.headers["sec-fetch-site"]  # a server sends none

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        usual = {
            "iss": BASE + self.provider.issuer,
            "aud": self.provider.client_id,
            "iat": now,
            "exp": now + 120,
            "jti": uuid4().hex,
            "sub": self.door.account("chair").subject or "somebody",
            "events": {EVENT: {}},
        }
        return {name: value for name, value in (usual | changes).items() if value is not GONE}

    def token(self, *, head: dict[str, Any] | None = None, key: Any = KEY, **changes: Any) -> str:
        usual = {"alg": "RS256", "typ": "logout+jwt", "kid": KEY.kid}
        header = {name: value for name, value in (usual | (head or {})).items() if value is not GONE}
        body = ".".join(json_b64encode(part).decode() for part in (header, self.claims(**changes)))
        signature = signed(header["alg"], body.encode(), key)
        return f"{body}.{urlsafe_b64encode(signature).decode()}"

    def post(self, token: str, key: str = "") -> Response:
        return self.client.post(f"/auth/backchannel/{key or self.key}", data={"logout_token": token})


@pytest.fixture
def logout(door: FrontDoor, browser: Browser) -> Logout:
    """The chair is signed in."""
    browser.sign_in("chair")
    return Logout(door)


def is_refused(logout: Logout, answer: Response, check: str) -> bool:
    """400 with the standard's word and no other, nobody signed out, and the check in the record."""
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert answer.headers["cache-control"] == "no-store"
    assert [session.ended_at for session in logout.door.sessions("chair")] == [None]
    last = logout.door.record()[-1]
    assert (last.verb, last.operation, last.reason) == (Verb.LOGOUT_REFUSED, Operation.REFUSED, check)
    return True


def test_a_logout_token_ends_the_session_and_says_nothing(logout: Logout, browser: Browser, database: Database) -> None:
    door = logout.door
    with psycopg.connect(plain(database.app_url), autocommit=True) as listener:
        listener.execute("LISTEN marac")
        answer = logout.post(logout.token())
        heard = [notice.payload for notice in listener.notifies(timeout=2, stop_after=1)]
    assert (answer.status_code, answer.content) == (200, b""), door.record()[-1].reason
    assert answer.headers["cache-control"] == "no-store"
    assert [json.loads(payload) for payload in heard] == [{"member": str(door.cast.members["chair"])}]
    assert [session.ended_why for session in door.sessions("chair")] == ["signed-out-at-provider"]
    last = door.record()[-1]
    assert (last.verb, last.reason) == (Verb.SIGNED_OUT, "signed-out-at-provider")
    assert last.agency_id == logout.provider.agency_id
    assert browser.client.get(door.home("chair")).headers["location"].startswith("/sign-in")


def test_by_subject_every_browser_of_that_person_and_nobody_elses(door: FrontDoor, logout: Logout) -> None:
    door.browser().sign_in("chair")
    door.browser().sign_in("police_rep")
    assert logout.post(logout.token()).status_code == 200
    assert all(session.ended_at for session in door.sessions("chair"))
    assert len(door.sessions("chair")) == 2
    assert [session.ended_at for session in door.sessions("police_rep")] == [None]


@pytest.mark.parametrize("subject", [GONE, "theirs"], ids=["sid alone", "sid and sub"])
def test_by_session_id_that_browser_alone(door: FrontDoor, logout: Logout, subject: object) -> None:
    door.browser().sign_in("chair")
    first, second = door.sessions("chair")
    sub = first.subject if subject == "theirs" else GONE
    assert logout.post(logout.token(sid=first.provider_session, sub=sub)).status_code == 200
    assert [session.ended_at is None for session in door.sessions("chair")] == [False, True]


def test_a_session_whose_provider_never_named_it_ends_with_its_subject(door: FrontDoor, logout: Logout) -> None:
    (session,) = door.sessions("chair")
    door.change(SignIn, session.id, provider_session="")
    assert logout.post(logout.token(sid="another name")).status_code == 200
    assert door.sessions("chair")[0].ended_at is not None


def test_the_session_id_of_one_person_ends_no_other_persons(door: FrontDoor, logout: Logout) -> None:
    door.browser().sign_in("police_rep")
    (theirs,) = door.sessions("police_rep")
    assert logout.post(logout.token(sid=theirs.provider_session)).status_code == 200
    assert theirs.provider_session
    assert [session.ended_at for session in door.sessions("police_rep")] == [None]


def test_another_providers_people_are_out_of_reach(door: FrontDoor, logout: Logout) -> None:
    door.browser().sign_in("council_rep")
    (theirs,) = door.sessions("council_rep")
    for named in ({"sub": theirs.subject}, {"sub": GONE, "sid": theirs.provider_session}):
        assert logout.post(logout.token(**named)).status_code == 200
    assert [session.ended_at for session in door.sessions("council_rep")] == [None]
    assert door.record()[-1].verb is Verb.LOGOUT_HEARD


@pytest.mark.parametrize(
    "typ",
    ["logout+jwt", "LOGOUT+JWT", "application/logout+jwt", "JWT", pytest.param(GONE, id="none")],
)
def test_the_types_that_the_standard_allows(logout: Logout, typ: object) -> None:
    assert logout.post(logout.token(head={"typ": typ})).status_code == 200


def test_one_audience_in_a_list_and_unknown_claims_are_allowed(logout: Logout) -> None:
    events: dict[str, Any] = {EVENT: {}, "https://events.example/other": {}}
    assert logout.post(logout.token(aud=["marac"], events=events, extra=1)).status_code == 200


def now(seconds: int) -> Callable[[], int]:
    return lambda: int(clock.now().timestamp()) + seconds


BAD: dict[str, tuple[dict[str, Any], LogoutCheck | str]] = {
    "another issuer": ({"iss": "https://other.example"}, LogoutCheck.ISSUER),
    "no issuer": ({"iss": GONE}, LogoutCheck.ISSUER),
    "an issuer with a slash more": ({"iss": "slash"}, LogoutCheck.ISSUER),
    "another audience": ({"aud": "other"}, LogoutCheck.AUDIENCE),
    "no audience": ({"aud": GONE}, LogoutCheck.AUDIENCE),
    "an audience more": ({"aud": ["marac", "other"]}, LogoutCheck.AUDIENCE),
    "an audience twice": ({"aud": ["marac", "marac"]}, LogoutCheck.AUDIENCE),
    "an empty list of audiences": ({"aud": []}, LogoutCheck.AUDIENCE),
    "no iat": ({"iat": GONE}, LogoutCheck.ISSUED_AT),
    "iat of text": ({"iat": "now"}, LogoutCheck.ISSUED_AT),
    "iat of true": ({"iat": True}, LogoutCheck.ISSUED_AT),
    "iat beyond all time": ({"iat": float("inf")}, LogoutCheck.ISSUED_AT),
    "iat that no float holds": ({"iat": 10**400}, LogoutCheck.ISSUED_AT),
    "iat six minutes and a second ago": ({"iat": now(-361)}, LogoutCheck.ISSUED_AT),
    "iat two minutes ahead": ({"iat": now(120)}, LogoutCheck.ISSUED_AT),
    "no exp": ({"exp": GONE}, LogoutCheck.EXPIRED),
    "exp of text": ({"exp": "later"}, LogoutCheck.EXPIRED),
    "exp a minute and a second ago": ({"exp": now(-61)}, LogoutCheck.EXPIRED),
    "no events": ({"events": GONE}, LogoutCheck.EVENTS),
    "events in a list": ({"events": [EVENT]}, LogoutCheck.EVENTS),
    "another event": ({"events": {"https://events.example/other": {}}}, LogoutCheck.EVENTS),
    "an event that is no object": ({"events": {EVENT: True}}, LogoutCheck.EVENTS),
    "a nonce": ({"nonce": "n"}, LogoutCheck.NONCE),
    "an empty nonce": ({"nonce": None}, LogoutCheck.NONCE),
    "neither sub nor sid": ({"sub": GONE}, LogoutCheck.SUBJECT),
    "an empty sub": ({"sub": ""}, LogoutCheck.SUBJECT),
    "sub of a number": ({"sub": 7}, LogoutCheck.SUBJECT),
    "sub of 256 letters": ({"sub": "x" * 256}, LogoutCheck.SUBJECT),
    "sub with a line break": ({"sub": "a\nb"}, LogoutCheck.SUBJECT),
    "sub of null beside a sid": ({"sub": None, "sid": "s"}, LogoutCheck.SUBJECT),
    "an empty sid": ({"sid": ""}, LogoutCheck.SESSION_ID),
    "sid in a list": ({"sid": ["s"]}, LogoutCheck.SESSION_ID),
    "no jti": ({"jti": GONE}, LogoutCheck.TOKEN_ID),
    "an empty jti": ({"jti": ""}, LogoutCheck.TOKEN_ID),
    "jti of a number": ({"jti": 1}, LogoutCheck.TOKEN_ID),
    "jti of 256 letters": ({"jti": "x" * 256}, LogoutCheck.TOKEN_ID),
    "the type of an access token": ({"head": {"typ": "at+jwt"}}, LogoutCheck.TOKEN_TYPE),
    "a type that is no text": ({"head": {"typ": 7}}, "any"),
    "no signature": ({"head": {"alg": "none"}}, LogoutCheck.ALGORITHM),
    "signed with the public key as a secret": (
        {"head": {"alg": "HS256"}, "key": KEY.as_pem(private=False)},
        LogoutCheck.ALGORITHM,
    ),
    "another safe algorithm than agreed": ({"head": {"alg": "PS256"}}, LogoutCheck.ALGORITHM),
    "another's key under our name": ({"key": ANOTHER}, LogoutCheck.SIGNATURE),
    "a key that it brings along": (
        {"key": ANOTHER, "head": {"jwk": ANOTHER.as_dict(private=False), "kid": "brought"}},
        "any",
    ),
    "an unknown key": ({"head": {"kid": "unknown"}}, "unknown-key"),
    "a kid that is no text": ({"head": {"kid": 7}}, "any"),
    "something critical that nobody knows": ({"head": {"crit": ["b64x"], "b64x": True}}, LogoutCheck.TOKEN_FORM),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_ends_nothing(logout: Logout, name: str) -> None:
    changes, check = BAD[name]
    made = {key: value() if callable(value) else value for key, value in changes.items()}
    if made.get("iss") == "slash":
        made["iss"] = f"{BASE}{logout.provider.issuer}/"
    answer = logout.post(logout.token(**made))
    assert is_refused(logout, answer, logout.door.record()[-1].reason if check == "any" else check)


def test_an_id_token_is_no_logout_token(logout: Logout) -> None:
    claims = {"events": GONE, "jti": GONE, "nonce": "n", "auth_time": now(0)(), "email": "chair@police.example"}
    assert is_refused(logout, logout.post(logout.token(head={"typ": "JWT"}, **claims)), LogoutCheck.EVENTS)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 9, "." * 3, "e30.e30.", "x" * 20_000])
def test_what_is_no_token_at_all(logout: Logout, token: str) -> None:
    answer = logout.post(token)
    assert is_refused(logout, answer, logout.door.record()[-1].reason)


def test_a_changed_letter_breaks_the_signature(logout: Logout) -> None:
    head, body, signature = logout.token().split(".")
    other = logout.token(sub="somebody else").split(".")[1]
    assert is_refused(logout, logout.post(f"{head}.{other}.{signature}"), LogoutCheck.SIGNATURE)


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"logout_token": "T"}},
        {"content": "logout_token=T", "headers": {"content-type": "text/plain"}},
        {"content": "logout_token=T"},
        {"files": {"logout_token": (None, "T")}},
        {"params": {"logout_token": "T"}},
        {"content": "logout_token=T&logout_token=T", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"data": {"id_token": "T"}},
        {"content": b"logout_token=\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ],
    ids=["json", "text", "no type", "multipart", "in the address", "twice", "another name", "no text"],
)
def test_only_one_field_of_a_form_is_read(logout: Logout, sent: dict[str, Any]) -> None:
    token = logout.token()
    filled = (
        json.loads(json.dumps(sent).replace('"T"', f'"{token}"').replace("=T", f"={token}"))
        if not any(isinstance(value, bytes) for value in sent.values())
        else sent
    )
    if "files" in filled:
        filled["files"] = {"logout_token": (None, token)}
    assert is_refused(logout, logout.client.post(f"/auth/backchannel/{logout.key}", **filled), LogoutCheck.FORM)


def test_at_another_providers_address_it_is_refused(door: FrontDoor, logout: Logout) -> None:
    answer = logout.post(logout.token(), key=door.cast.agencies["council"].hex)
    assert is_refused(logout, answer, LogoutCheck.ISSUER)


def test_at_no_providers_address_it_is_refused(logout: Logout) -> None:
    assert is_refused(logout, logout.post(logout.token(), key="f" * 32), "unknown-provider")


def test_a_provider_that_does_not_answer_ends_nothing(door: FrontDoor, logout: Logout) -> None:
    door.reach(Down(door.app, "/"))
    assert is_refused(logout, logout.post(logout.token()), "unreachable")


def test_only_a_post_is_heard(logout: Logout) -> None:
    assert logout.client.get(f"/auth/backchannel/{logout.key}").status_code == 405


def test_a_thousand_replays_are_a_thousand_refusals(door: FrontDoor, logout: Logout) -> None:
    door.app.state.rates = Rates(off=True)
    token = logout.token()
    assert logout.post(token).status_code == 200
    door.browser().sign_in("chair")
    statuses = {logout.post(token).status_code for _ in range(1000)}
    assert statuses == {400}
    assert [session.ended_at is None for session in door.sessions("chair")] == [False, True]
    refused = [event for event in door.record() if event.verb is Verb.LOGOUT_REFUSED]
    assert [event.reason for event in refused] == [LogoutCheck.REPLAYED] * 1000


def test_a_flood_of_tokens_is_cut_off(logout: Logout) -> None:
    statuses = [logout.post("x").status_code for _ in range(BACK_CHANNEL_FROM.limit.amount + 1)]
    assert set(statuses[:-1]) == {400} and statuses[-1] == 429


def test_of_two_at_once_one_is_heard(door: FrontDoor, logout: Logout) -> None:
    for _ in range(10):
        token = logout.token()
        with ThreadPoolExecutor(2) as both:
            statuses = sorted(answer.status_code for answer in both.map(logout.post, [token, token]))
        assert statuses == [200, 400]


def test_a_jti_is_forgotten_only_when_its_token_is_too_old(door: FrontDoor, logout: Logout) -> None:
    logout.post(logout.token())
    with Session(door.owner) as session:
        (kept,) = session.exec(select(LogoutToken)).all()
    assert (kept.expires_at - clock.now()).total_seconds() > 2 * 300 + 60
    door.change(LogoutToken, kept.id, expires_at=clock.now())
    logout.post(logout.token())
    with Session(door.owner) as session:
        assert [row.jti for row in session.exec(select(LogoutToken))] != [kept.jti]


def test_two_providers_may_use_the_same_jti(door: FrontDoor, logout: Logout) -> None:
    logout.post(logout.token(jti="one"))
    council = Logout(door)
    council.key = door.cast.agencies["council"].hex
    with Session(door.owner) as session:
        council.provider = session.exec(select(Provider).where(Provider.key == council.key)).one()
    assert council.post(council.token(jti="one")).status_code == 200


def test_keys_of_other_kinds_do_not_fit(logout: Logout) -> None:
    token = logout.token(head={"alg": "ES256"}, key=ECKey.generate_key("P-256"))
    assert is_refused(logout, logout.post(token), LogoutCheck.ALGORITHM)
