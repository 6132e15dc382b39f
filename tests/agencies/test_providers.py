"""Registering providers on the real database: who may, and what row-level security adds to policy."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, select

from agencies.operations import providers as operations
from agencies.operations.providers import Registration
from marac import clock
from marac.store.people import Agency, Provider
from marac.store.work import open_work
from marac.vocabulary import AgencyKind, Conflict, Refused, Role, Viewer
from tests.cast import Cast

GIVEN = Registration("New", "https://idp.example", "marac", "client_secret_basic", ["x.example"], ["RS256"], secret="s")


def added(cast: Cast, *, tried: bool = True) -> UUID:
    with open_work(cast.store, cast["administrator"]) as work:
        row = operations.add(work, work.find(Agency, cast.agencies["police"]), GIVEN)
        if tried:
            row.tried_at, row.tried_by = clock.now(), cast.members["administrator"]
        return row.id


def all_of(owner: Engine, cast: Cast, agency: str) -> list[Provider]:
    with Session(owner) as session:
        return list(session.exec(select(Provider).where(Provider.agency_id == cast.agencies[agency])))


@pytest.mark.parametrize("name", ["coordinator", "chair", "police_rep", "auditor"])
def test_nobody_but_an_administrator_adds_one(cast: Cast, name: str) -> None:
    with pytest.raises(Refused), open_work(cast.store, cast[name]) as work:
        operations.add(work, work.find(Agency, cast.agencies["police"]), GIVEN)


def test_an_agencys_own_administrator_adds_none(cast: Cast, owner: Engine) -> None:
    viewer = cast.as_hat("police_rep", Role.AGENCY_ADMINISTRATOR)
    with pytest.raises(Refused), open_work(cast.store, viewer) as work:
        operations.add(work, work.find(Agency, cast.agencies["police"]), GIVEN)
    assert len(all_of(owner, cast, "police")) == 1


def test_the_database_itself_refuses_an_agency_of_another_marac(cast: Cast, owner: Engine) -> None:
    with Session(owner, expire_on_commit=False) as session:
        stranger = Agency(name="A stranger", short_name="stranger", kind=AgencyKind.OTHER)
        session.add(stranger)
        session.commit()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        open_work(cast.store, cast["administrator"]) as work,
    ):
        operations.add(work, work.find(Agency, stranger.id), GIVEN)


def test_the_secret_is_sealed_to_its_row(cast: Cast, owner: Engine) -> None:
    one, two = added(cast), added(cast)
    rows = {row.id: row for row in all_of(owner, cast, "police")}
    assert rows[one].secret_sealed != rows[two].secret_sealed and b"s" != rows[one].secret_sealed
    assert cast.store.keyring.open_secret(rows[one], "secret_sealed") == "s"
    rows[one].secret_sealed = rows[two].secret_sealed
    with pytest.raises(InvalidTag):
        cast.store.keyring.open_secret(rows[one], "secret_sealed")


def test_a_registration_does_not_show_its_secret() -> None:
    assert "secret=" not in repr(GIVEN)


def test_of_two_administrators_at_once_one_switches_on(cast: Cast, owner: Engine) -> None:
    ids, start, came_of = [added(cast), added(cast)], Barrier(2), []
    viewer: Viewer = cast["administrator"]

    def switch(provider_id: UUID) -> None:
        start.wait()
        try:
            with open_work(cast.store, viewer) as work:
                operations.switch_on(work, work.find(Provider, provider_id), 1, instead_of=1)
            came_of.append("done")
        except Conflict:
            came_of.append("conflict")

    threads = [Thread(target=switch, args=(provider_id,)) for provider_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    # The first to come takes over from the one in use; for the second, which saw that one, things have changed.
    on = [row.id for row in all_of(owner, cast, "police") if row.switched_on]
    assert len(on) == 1 and on[0] in ids
    assert sorted(came_of) == ["conflict", "done"]
