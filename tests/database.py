"""A throw-away PostgreSQL for one run of the tests, and databases cloned from a migrated one."""

from contextlib import ExitStack
from functools import cache

import psycopg
from psycopg.sql import SQL, Identifier

from marac.commands.schema import throw_away, upgrade
from marac.store.embedded import Embedded
from marac.store.prepare import APP, OWNER, prepare

TEMPLATE = "template_marac"
_OURS = (
    "REVOKE ALL ON DATABASE {} FROM PUBLIC",  # what may be done with a database is not cloned with it
    f"GRANT CONNECT ON DATABASE {{}} TO {APP}",
)

_running = ExitStack()


@cache
def server() -> Embedded:
    """The one server, started when first asked for."""
    return _running.enter_context(throw_away())


def stop() -> None:
    _running.close()


@cache
def template() -> str:
    """The name of a database migrated to head; nobody may stay connected to it."""
    prepare(superuser_url(), owner_url=owner_url(TEMPLATE), app_url=app_url(TEMPLATE))
    upgrade(owner_url(TEMPLATE))
    return TEMPLATE


def clone(name: str, of: str = "") -> str:
    """Make a database of its own, as fresh from migration or as another one is; its name again."""
    _as_superuser(name, f"CREATE DATABASE {{}} TEMPLATE {of or template()} STRATEGY file_copy OWNER {OWNER}", *_OURS)
    return name


def drop(name: str) -> None:
    _as_superuser(name, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def owner_url(name: str) -> str:
    """As migrations and installations reach it."""
    return server().url(OWNER, name)


def app_url(name: str) -> str:
    """As the platform reaches this database."""
    return server().url(APP, name)


def superuser_url(name: str = "postgres") -> str:
    return server().url("postgres", name)


def _as_superuser(name: str, *statements: str) -> None:
    with psycopg.connect(plain(superuser_url()), autocommit=True) as connection:
        for statement in statements:
            connection.execute(SQL(statement).format(Identifier(name)))


def plain(url: str) -> str:
    """The address as psycopg itself takes it."""
    return url.replace("+psycopg", "", 1)
