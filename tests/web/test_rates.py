"""Trying too often is refused for a while, by account and by address, and stands in the record once."""

from collections.abc import Iterator

import pytest
from limits import RateLimitItemPerMinute
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marac.store.audit import AuditEvent
from marac.verbs import Verb
from marac.web.rates import CALLBACK_FROM, DOWNLOADS, SIGN_IN_AS, SIGN_IN_FROM, Rate, Rates, TooMany
from tests.agenda.minuted import approve_and_issue, minuted
from tests.cast import Cast
from tests.conftest import ORIGIN, ClientOf, Database


@pytest.fixture
def visitor(app: Starlette) -> TestClient:
    made = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    made.headers.update({"sec-fetch-site": "same-origin"})
    return made


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    """Whom row-level security does not bind."""
    made = create_engine(database.superuser_url)
    yield made
    made.dispose()


def try_to_sign_in(visitor: TestClient, email: str) -> int:
    return visitor.post("/sign-in", data={"email": email}).status_code


def test_one_account_may_be_tried_so_often_and_others_still(visitor: TestClient) -> None:
    answers = [try_to_sign_in(visitor, "nobody@nowhere.example") for _ in range(SIGN_IN_AS.limit.amount + 2)]
    assert answers == [422] * SIGN_IN_AS.limit.amount + [429, 429]
    assert try_to_sign_in(visitor, "NOBODY@nowhere.example ") == 429
    assert try_to_sign_in(visitor, "somebody@nowhere.example") == 422
    refused = visitor.post("/sign-in", data={"email": "nobody@nowhere.example"})
    assert "Too many tries" in refused.text and "nobody" not in refused.text
    assert int(refused.headers["retry-after"]) == 300


def test_nobody_elsewhere_can_use_up_a_colleagues_tries(app: Starlette, visitor: TestClient) -> None:
    for _ in range(SIGN_IN_AS.limit.amount + 1):
        refused = try_to_sign_in(visitor, "nobody@nowhere.example")
    elsewhere = TestClient(app, base_url=ORIGIN, client=("198.51.100.7", 4711))
    elsewhere.headers.update({"sec-fetch-site": "same-origin"})
    assert (refused, try_to_sign_in(elsewhere, "nobody@nowhere.example")) == (429, 422)


def test_one_address_may_try_so_often(visitor: TestClient) -> None:
    answers = [try_to_sign_in(visitor, "") for _ in range(SIGN_IN_FROM.limit.amount + 1)]
    assert set(answers[:-1]) == {422} and answers[-1] == 429


def test_callbacks_are_counted_by_address(visitor: TestClient) -> None:
    address = f"/auth/callback/{'0' * 32}?state=x"
    answers = [visitor.get(address).status_code for _ in range(CALLBACK_FROM.limit.amount + 1)]
    assert set(answers[:-1]) == {403} and answers[-1] == 429


def test_papers_are_counted_by_member(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    approve_and_issue(cast, minuted(cast))
    papers = f"/m/{cast.slug}/representative/minutes"
    copy = {
        name: client_of(name).get(papers).text.split(f"{papers}/")[1][:36] for name in ("council_rep", "police_rep")
    }
    for _ in range(DOWNLOADS.limit.amount):
        app.state.rates.hit(DOWNLOADS, str(cast["council_rep"].member_id))
    assert client_of("council_rep").get(f"{papers}/{copy['council_rep']}/pdf?reason=own-file").status_code == 429
    assert client_of("council_rep").get(f"{papers}/{copy['council_rep']}").status_code == 200
    assert client_of("police_rep").get(f"{papers}/{copy['police_rep']}/pdf?reason=own-file").status_code == 200


def test_it_stands_in_the_record_once_a_window(visitor: TestClient, superuser: Engine) -> None:
    for _ in range(SIGN_IN_AS.limit.amount + 5):
        try_to_sign_in(visitor, "nobody@nowhere.example")
    with Session(superuser) as session:
        query = select(AuditEvent.reason).where(AuditEvent.verb == Verb.REQUEST_REFUSED)
        assert list(session.exec(query)) == ["too many: sign-in-as"]


def test_a_window_moves() -> None:
    rate = Rate("test", RateLimitItemPerMinute(2))
    rates = Rates()
    rates.hit(rate, "a")
    rates.hit(rate, "a")
    with pytest.raises(TooMany) as first:
        rates.hit(rate, "a")
    with pytest.raises(TooMany) as second:
        rates.hit(rate, "a")
    assert (first.value.first, second.value.first) == (True, False)
    rates.hit(rate, "b")
    Rates(off=True).hit(rate, "a")
