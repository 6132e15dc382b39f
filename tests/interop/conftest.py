"""Two agencies' providers, the house that trusts them, and browsers between."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from marac.settings import Settings
from tests.cast import Cast
from tests.conftest import Database
from tests.interop.house import House
from tests.interop.op import OidcProvider, running
from tests.interop.visitor import Visitor
from tests.journeys.served import served

NewVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[OidcProvider, OidcProvider]]:
    with running() as police, running() as council:
        yield police, council


@pytest.fixture
def police(both: tuple[OidcProvider, OidcProvider]) -> OidcProvider:
    return both[0]


@pytest.fixture
def council(both: tuple[OidcProvider, OidcProvider]) -> OidcProvider:
    return both[1]


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    """Sees every row: the record of sign-ins belongs to no MARAC."""
    made = create_engine(database.superuser_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def bare(settings: Settings, cast: Cast, owner: Engine, superuser: Engine) -> Iterator[House]:
    """The house before any agency is enrolled."""
    with served(settings, cast.store) as here:
        yield House(here, cast, owner, superuser)


@pytest.fixture
def house(bare: House, police: OidcProvider, council: OidcProvider) -> House:
    """The police and the council are enrolled, each with its own provider."""
    bare.enrol("police", police)
    bare.enrol("council", council)
    return bare


@pytest.fixture
def new_visitor(bare: House) -> Iterator[NewVisitor]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Visitor(bare.address))


@pytest.fixture
def visitor(new_visitor: NewVisitor) -> Visitor:
    return new_visitor()
