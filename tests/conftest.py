"""What every test may ask for.

Each test that asks for `database` finds it as every other did: migrated, with the cast in it, and nothing else.
Commits are real, so that NOTIFY, row-level security and several connections behave as they do in use.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool
from starlette.applications import Starlette
from starlette.testclient import TestClient

import tests.database as databases
from marac.app import create_app
from marac.settings import Settings
from marac.store.masters import write_key_file
from marac.store.sealing import Keyring
from marac.store.unlocking import open_keyring
from marac.store.work import Store
from marac.web.viewer import cookie_name
from tests.cast import Cast, install, sign_in
from tests.lasting import Lasting

ORIGIN = "https://testserver"
MASTER = b"tests: thirty-two bytes of a key"
LONGEST = ("journeys", "proof", "interop", "demo", "house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first."""
    items.sort(key=lambda item: next((place for place, room in enumerate(LONGEST) if room in item.path.parts), 9))


@pytest.fixture(scope="session", autouse=True)
def stops_its_database() -> Iterator[None]:
    """The server starts with the first test that asks for it."""
    yield
    databases.stop()


@dataclass(frozen=True)
class Database:
    """One test's own database: as the application, the owner of the tables and a superuser reach it."""

    name: str

    @property
    def app_url(self) -> str:
        return databases.app_url(self.name)

    @property
    def owner_url(self) -> str:
        return databases.owner_url(self.name)

    @property
    def superuser_url(self) -> str:
        return databases.superuser_url(self.name)


@pytest.fixture(scope="session")
def with_cast() -> Cast:
    """A migrated database called `template_cast` with the cast in it, and nobody connected."""
    name = databases.clone("template_cast")
    owner = create_engine(databases.owner_url(name), poolclass=NullPool)
    store = Store(create_engine(databases.app_url(name), poolclass=NullPool), Keyring(MASTER))
    return install(owner, store)


@pytest.fixture(scope="session")
def lasting(with_cast: Cast) -> Iterator[Lasting]:
    one = Lasting("test", of="template_cast")
    yield one
    one.close()


@pytest.fixture
def database(lasting: Lasting) -> Iterator[Database]:
    yield Database(lasting.name)
    lasting.put_back()


@pytest.fixture
def engine(database: Database, lasting: Lasting) -> Engine:
    return lasting.engine


@pytest.fixture
def owner(database: Database, lasting: Lasting) -> Engine:
    return lasting.owner


@pytest.fixture
def cast(engine: Engine, with_cast: Cast, settings: Settings) -> Cast:
    """The cast in this test's own database, with a key store of its own."""
    return replace(with_cast, store=Store(engine, open_keyring(settings, engine)), cases={}, people={})


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_for(database, tmp_path)


def settings_for(database: Database, home: Path) -> Settings:
    key = home / "master.key"
    write_key_file(key, MASTER)
    return Settings.read(
        {
            "DATABASE_URL": database.app_url,
            "MARAC_OWNER_URL": database.owner_url,
            "MARAC_BASE_URL": ORIGIN,
            "MARAC_HOME": str(home),
            "MARAC_MASTER_KEY_FILE": str(key),
            "MARAC_DEMO": "yes",
        }
    )


@pytest.fixture
def app(settings: Settings, cast: Cast) -> Starlette:
    return create_app(settings, cast.store)


ClientOf = Callable[[str], TestClient]


@pytest.fixture
def client_of(app: Starlette, settings: Settings, owner: Engine, cast: Cast) -> ClientOf:
    """A browser in which somebody of the cast is signed in; "nobody" is not."""

    def of(name: str) -> TestClient:
        client = TestClient(app, base_url=ORIGIN, follow_redirects=False, headers={"sec-fetch-site": "same-origin"})
        if name != "nobody":
            client.cookies.set(cookie_name(settings), sign_in(owner, cast, name))
        return client

    return of
