"""What an installation makes before anybody can sign in: the first administrator, a provider, a second MARAC."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import Session, select

from marac.commands.partnership import (
    SECRET,
    Administrator,
    CannotAdmit,
    Registration,
    add_provider,
    admit_administrator,
    ask_secret,
    join_agency,
)
from marac.settings import BadSetting, Settings
from marac.store.audit import AuditEvent
from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner, Provider
from marac.store.sealing import Keyring
from marac.vocabulary import Role
from tests import database
from tests.conftest import MASTER, Database, settings_for
from tests.database import plain

FIRST = Administrator("north-testshire", "Testshire council", "Ada Orchard", "Ada.Orchard@council.example")
CLIENT = Registration(
    "Testshire council", "https://id.council.example", "marac", ["Council.example"], secret="sesame-opens"
)


_numbers = count(1)


@pytest.fixture
def fresh() -> Iterator[Database]:
    name = database.clone(f"new_{next(_numbers)}")
    yield Database(name)
    database.drop(name)


@pytest.fixture
def empty(fresh: Database, tmp_path: Path) -> Settings:
    """A new installation: migrated, and nothing in it."""
    return settings_for(fresh, tmp_path)


def rows(settings: Settings) -> Session:
    return Session(create_engine(settings.owner_url, poolclass=NullPool))


def test_the_first_administrator_is_admitted_with_marac_agency_and_role(empty: Settings) -> None:
    said = admit_administrator(empty, FIRST)
    assert "Ada Orchard of Testshire council administers North Testshire." in said
    assert "marac add-provider" in said
    with rows(empty) as session:
        marac = session.exec(select(Marac)).one()
        member = session.exec(select(Member)).one()
        assert (marac.slug, session.exec(select(Partner)).one().marac_id) == ("north-testshire", marac.id)
        assert session.exec(select(Account)).one().email == "ada.orchard@council.example"
        held = session.exec(select(Appointment)).one()
        assert (held.role, held.member_id, held.confirmed_at is not None) == (Role.ADMINISTRATOR, member.id, True)


def test_it_is_recorded_without_saying_who(empty: Settings, fresh: Database) -> None:
    admit_administrator(empty, FIRST)
    engine = create_engine(fresh.superuser_url)
    with Session(engine) as session:
        event = session.exec(select(AuditEvent)).one()
        assert (event.verb, event.reason) == ("member.admitted", "command-line")
        assert {item["t"] for item in event.items} >= {"marac", "agency", "member", "account", "appointment"}
        assert "Ada" not in str(event.items)
    engine.dispose()


def test_a_second_is_refused_unless_asked_for(empty: Settings) -> None:
    admit_administrator(empty, FIRST)
    second = replace(FIRST, name="Ben Ash", email="ben.ash@council.example")
    with pytest.raises(CannotAdmit, match="has an administrator"):
        admit_administrator(empty, second)
    admit_administrator(empty, replace(second, another=True))
    with pytest.raises(CannotAdmit, match="already"):
        admit_administrator(empty, replace(second, another=True))
    with rows(empty) as session:
        assert len(session.exec(select(Appointment)).all()) == 2
        assert len(session.exec(select(Agency)).all()) == 1


def test_a_new_marac_has_its_own_first_administrator(empty: Settings) -> None:
    admit_administrator(empty, FIRST)
    admit_administrator(empty, replace(FIRST, marac="south", email="cy.elm@council.example"))


@pytest.mark.parametrize(
    "wrong", [{"marac": "North Testshire"}, {"marac": "../up"}, {"email": "ada"}, {"email": ""}, {"name": " "}]
)
def test_what_cannot_be_used_is_said_and_leaves_nothing(empty: Settings, wrong: dict[str, str]) -> None:
    with pytest.raises(CannotAdmit, match="Give --"):
        admit_administrator(empty, replace(FIRST, **wrong))  # type: ignore[arg-type]
    with rows(empty) as session:
        assert not session.exec(select(Member)).all()


def test_a_provider_is_sealed_switched_on_and_its_addresses_told(empty: Settings) -> None:
    admit_administrator(empty, FIRST)
    said = add_provider(empty, CLIENT)
    with rows(empty) as session:
        row = session.exec(select(Provider)).one()
        assert (row.switched_on, row.email_domains) == (True, ["council.example"])
        assert Keyring(MASTER).open_secret(row, "secret_sealed") == "sesame-opens"
        assert b"sesame" not in row.secret_sealed
        assert f"{empty.base_url}/auth/callback/{row.key}" in said
    assert "sesame" not in said + repr(CLIENT)
    with pytest.raises(CannotAdmit, match="has a provider"):
        add_provider(empty, CLIENT)
    again = replace(FIRST, name="Ben Ash", email="ben.ash@council.example", another=True)
    assert "cannot sign in yet" not in admit_administrator(empty, again)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agency": "Nowhere"}, "no agency"),
        ({"secret": ""}, "client_secret"),
        ({"issuer": "id.council.example"}, "issuer"),
        ({"domains": ["no domain"]}, "email_domains"),
        ({"auth_method": "none"}, "auth_method"),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused(empty: Settings, wrong: dict[str, object], said: str) -> None:
    admit_administrator(empty, FIRST)
    with pytest.raises(CannotAdmit, match=said):
        add_provider(empty, replace(CLIENT, **wrong))  # type: ignore[arg-type]


def test_outside_a_demonstration_the_issuer_is_https(empty: Settings) -> None:
    admit_administrator(empty, FIRST)
    with pytest.raises(CannotAdmit, match="https"):
        add_provider(empty, replace(CLIENT, issuer="http://id.council.example"))


def test_an_agency_joins_a_second_marac_once(empty: Settings) -> None:
    admit_administrator(empty, FIRST)
    south = replace(FIRST, marac="south", agency="South council", email="cy.elm@south.example")
    admit_administrator(empty, south)
    assert "is a partner of South" in join_agency(empty, "south", FIRST.agency, core=True)
    for marac, agency, said in (("south", FIRST.agency, "already"), ("west", FIRST.agency, "no MARAC")):
        with pytest.raises(CannotAdmit, match=said):
            join_agency(empty, marac, agency)


def test_missing_addresses_and_tables_are_told(empty: Settings, fresh: Database) -> None:
    with pytest.raises(BadSetting, match="MARAC_OWNER_URL"):
        admit_administrator(replace(empty, owner_url=""), FIRST)
    with psycopg.connect(plain(fresh.superuser_url), autocommit=True) as connection:
        connection.execute("DROP TABLE account CASCADE")
    with pytest.raises(CannotAdmit, match="marac migrate"):
        admit_administrator(empty, FIRST)


def test_the_secret_comes_from_the_environment_or_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "from-the-environment")
    assert ask_secret() == "from-the-environment"
    monkeypatch.delenv(SECRET)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed")
    assert ask_secret() == "typed"
