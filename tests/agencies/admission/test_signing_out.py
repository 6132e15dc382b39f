"""Whoever admits a member may end their sessions; nobody else may, and nobody sees more of them than that."""

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session
from sqlmodel import select as ask

from agencies.operations import admission
from marac.store.people import Member, SignIn
from marac.store.work import open_work
from tests.cast import Cast, sign_in
from tests.conftest import ClientOf


def sessions_of(owner: Engine, cast: Cast, name: str) -> list[str]:
    with Session(owner) as session:
        return list(session.exec(ask(SignIn.ended_why).where(SignIn.member_id == cast.members[name])))


@pytest.mark.parametrize("by", ["administrator", "coordinator", "police_administrator"])
def test_every_session_ends_and_the_next_request_goes_to_sign_in(
    cast: Cast, owner: Engine, client_of: ClientOf, by: str
) -> None:
    sign_in(owner, cast, "police_rep")
    theirs, other = client_of("police_rep"), client_of("council_rep")
    hat = cast[by].hat
    answer = client_of(by).post(f"/m/{cast.slug}/{hat}/members/{cast.members['police_rep']}/sessions")
    assert answer.status_code == 303
    assert "Every session of theirs has ended." in client_of(by).get(answer.headers["location"]).text
    assert sessions_of(owner, cast, "police_rep") == ["ended-by-administrator"] * 2
    assert theirs.get(f"/m/{cast.slug}/representative/work").status_code == 303
    assert other.get(f"/m/{cast.slug}/representative/work").status_code == 200


@pytest.mark.parametrize("by", ["police_administrator", "chair", "auditor", "police_rep"])
def test_others_end_nobodys(cast: Cast, owner: Engine, client_of: ClientOf, by: str) -> None:
    client_of("council_rep")
    hat = cast[by].hat
    refused = client_of(by).post(f"/m/{cast.slug}/{hat}/members/{cast.members['council_rep']}/sessions")
    assert refused.status_code in (403, 404)
    assert sessions_of(owner, cast, "council_rep") == [""]


def test_past_policy_the_database_ends_none(cast: Cast, owner: Engine) -> None:
    sign_in(owner, cast, "council_rep")
    for by in ("police_administrator", "chair", "auditor", "police_rep"):
        with open_work(cast.store, cast[by]) as work:
            asked = select(func.scope.end_sessions(cast.members["council_rep"], func.now(), "x"))
            assert not list(work.session.connection().execute(asked)), by
    assert sessions_of(owner, cast, "council_rep") == [""]


def test_retiring_ends_them_too(cast: Cast, owner: Engine) -> None:
    sign_in(owner, cast, "walled_rep")
    with open_work(cast.store, cast["administrator"]) as work:
        admission.retire(work, work.find(Member, cast.members["walled_rep"]))
    assert sessions_of(owner, cast, "walled_rep") == ["retired"]
