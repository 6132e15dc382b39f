"""Reaching the database, whichever it is: prepared, migrated, demonstration data made if it is empty."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from marac.settings import BadSetting, Settings
from marac.store.embedded import Embedded
from marac.store.home import CannotStart, held
from marac.store.masters import make_master_key
from marac.store.prepare import APP, OWNER, prepare
from marac.store.signing import make_signing_key

NAME = "marac"
UNFINISHED = "unfinished demonstration data"


class NoAnswer(CannotStart):
    """The database cannot be reached, or refuses us."""


@contextmanager
def reached(settings: Settings) -> Iterator[Settings]:
    """The settings with the addresses of a running, prepared database; the embedded one runs meanwhile.

    Whoever calls holds the home.
    """
    if settings.database_url:
        if settings.superuser_url:
            prepare_database(settings)
        _must_answer(settings.owner_url or settings.database_url)
        yield settings
        return
    with Embedded.start(settings.home) as server:
        found = replace(
            settings,
            database_url=server.url(APP, NAME),
            owner_url=server.url(OWNER, NAME),
            superuser_url=server.url("postgres", "postgres"),
        )
        _drop_unfinished(found)
        prepare_database(found)
        make_master_key(found.master_key_file)
        make_signing_key(found.signing_key_file)
        yield found


def prepare_database(settings: Settings) -> None:
    """Raises BadSetting when an address is missing."""
    if not (settings.superuser_url and settings.owner_url and settings.database_url):
        raise BadSetting("Set MARAC_SUPERUSER_URL, MARAC_OWNER_URL and DATABASE_URL to prepare a database.")
    _must_answer(settings.superuser_url)
    prepare(settings.superuser_url, owner_url=settings.owner_url, app_url=settings.database_url)


def migrate(settings: Settings) -> None:
    """Bring the tables up to date. Raises BadSetting when the owner's address is missing."""
    from marac.commands.schema import upgrade

    if not settings.owner_url:
        raise BadSetting("Set MARAC_OWNER_URL: migrations run as the owner of the tables.")
    upgrade(settings.owner_url)


def seed_if_empty(settings: Settings) -> bool:
    """Make the demonstration data unless something ever happened here; True when it was made.

    A comment on the database marks the time in which it is made, since half of it is of no use.
    """
    if not _is_empty(settings):
        return False
    from marac import demo

    _mark(settings.owner_url, UNFINISHED)
    demo.seed(settings)
    _mark(settings.owner_url, "")
    return True


def with_database(settings: Settings, do: Callable[[Settings], object]) -> None:
    """Do one thing to the database and leave it as it was found: running or not."""
    alone = nullcontext() if settings.database_url else held(settings.home)
    with alone, reached(settings) as found:
        do(found)


def _must_answer(url: str) -> None:
    try:
        _ask(url, "SELECT 1")
    except OperationalError as error:
        raise NoAnswer(f"The database does not answer. {error.orig}") from None


def _is_empty(settings: Settings) -> bool:
    """Every deed leaves an event; the size is known to roles that may not see the rows."""
    size = "SELECT coalesce(pg_relation_size(to_regclass('public.audit_event')), 0)"
    return _ask(settings.database_url, size) == 0


def _mark(owner_url: str, mark: str) -> None:
    _ask(owner_url, f"DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), '{mark}'); END $$")


def _drop_unfinished(settings: Settings) -> None:
    mark = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{NAME}'"
    if _ask(settings.superuser_url, mark) == UNFINISHED:
        _ask(settings.superuser_url, f"DROP DATABASE {NAME} WITH (FORCE)")


def _ask(url: str, question: str) -> object:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        answer = connection.execute(text(question))
        return answer.scalar() if answer.returns_rows else None
