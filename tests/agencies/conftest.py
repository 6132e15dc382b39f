"""The demonstration's front door, for tests of signing in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from marac.settings import Settings
from tests.agencies.agreed import agree_all
from tests.agencies.front_door import BASE, Browser, FrontDoor
from tests.agencies.visit import KEY
from tests.cast import Cast, open_case
from tests.conftest import Database


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    """Sees every row: the record of sign-ins belongs to no MARAC, so the application shows it to nobody."""
    made = create_engine(database.superuser_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def door(settings: Settings, cast: Cast, owner: Engine, superuser: Engine) -> FrontDoor:
    keys = settings.home / "keys"
    keys.mkdir()
    (keys / "demo-idp.pem").write_bytes(KEY.as_pem(private=True))  # one made anew takes its time
    return FrontDoor(replace(settings, base_url=BASE), cast, owner, superuser)


@pytest.fixture
def browser(door: FrontDoor) -> Browser:
    return door.browser()


@pytest.fixture
def all_agreed(cast: Cast, owner: Engine) -> Cast:
    """HERON is open, both agreements of every agency are in force, and access depends on them."""
    open_case(cast)
    agree_all(cast, owner)
    return cast
