"""One seeded demonstration for the tests that look at it; none of them changes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

import tests.database as databases
from marac import clock, demo
from marac.app import create_app
from marac.demo.maracs import SOUTH
from marac.settings import Settings
from marac.store.masters import write_key_file
from marac.store.people import Appointment, Marac, Member, Provider, SignIn
from marac.store.unlocking import open_keyring
from marac.store.work import Store
from marac.vocabulary import Role, Viewer
from marac.web.viewer import cookie_name
from tests.conftest import MASTER, ORIGIN

NAME = "demonstration"


@dataclass(frozen=True)
class Seeded:
    """The demonstration as it was left, and somebody to look at it."""

    settings: Settings
    store: Store
    owner: Engine

    def viewer(self, name: str, role: Role, marac: str = SOUTH) -> Viewer:
        asked = (
            select(Appointment, Member)
            .join(Member, col(Member.id) == Appointment.member_id)
            .join(Marac, col(Marac.id) == Appointment.marac_id)
            .where(Member.name == name, Appointment.role == role, Marac.slug == marac)
        )
        with Session(self.owner) as session:
            appointment, member = session.exec(asked).one()
            return Viewer(member.id, member.agency_id, appointment.marac_id, role, appointment.side, appointment.id)

    def client(self, name: str, role: Role, marac: str = SOUTH) -> TestClient:
        """A browser of theirs, signed in."""
        viewer, token = self.viewer(name, role, marac), uuid4().hex
        with Session(self.owner) as session:
            provider = session.exec(select(Provider).where(Provider.agency_id == viewer.agency_id)).one()
            session.add(
                SignIn(
                    token_hash=sha256(token.encode()).digest(),
                    member_id=viewer.member_id,
                    provider_id=provider.id,
                    issuer=provider.issuer,
                    subject=name,
                    expires_at=clock.now() + timedelta(hours=1),
                )
            )
            session.commit()
        browser = TestClient(create_app(self.settings, self.store), base_url=ORIGIN)
        browser.cookies.set(cookie_name(self.settings), token)
        return browser


Plain = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    databases.clone(NAME)
    home = tmp_path_factory.mktemp("demonstration")
    key = home / "master.key"
    write_key_file(key, MASTER)
    settings = _settings(home, key)
    demo.seed(settings)
    engine = create_engine(settings.database_url, poolclass=NullPool)
    store = Store(engine, open_keyring(settings, engine))
    yield Seeded(settings, store, create_engine(settings.owner_url, poolclass=NullPool))
    databases.drop(NAME)


def _settings(home: Path, key: Path) -> Settings:
    read = Settings.read(
        {
            "DATABASE_URL": databases.app_url(NAME),
            "MARAC_OWNER_URL": databases.owner_url(NAME),
            "MARAC_HOME": str(home),
            "MARAC_MASTER_KEY_FILE": str(key),
            "MARAC_DEMO": "yes",
        }
    )
    return replace(read, base_url=ORIGIN)
