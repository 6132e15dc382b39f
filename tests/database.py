"""A throw-away PostgreSQL for one run of the tests, and databases cloned from a migrated one."""

from contextlib import ExitStack
from functools import cache

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine

from marac.commands.schema import throw_away, upgrade
from marac.store.embedded import Embedded
from marac.store.prepare import APP, OWNER, prepare
from marac.store.work import PLANNED_ONCE

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


class Lasting:
    """One database for one test after another, put back after each as it was at first.

    What PostgreSQL has planned and SQLAlchemy compiled for one test serves the next: more than a third of the time.
    Whoever is still connected is sent away; where a test has changed more than rows, the database is made anew.
    """

    def __init__(self, name: str, of: str) -> None:
        self.name, self.of = name, of
        self.engine, self.owner = (
            create_engine(url(name), connect_args={**PLANNED_ONCE, "application_name": STAYS})
            for url in (app_url, owner_url)
        )
        self._make()

    def put_back(self) -> None:
        try:
            self._keeper.execute("CALL kept.put_back()")
            spoilt = self._keeper.execute("SELECT spoilt FROM kept.state").fetchone() == (True,)
        except psycopg.Error:
            spoilt = True
        if spoilt:
            self._remake()

    def close(self) -> None:
        self._keeper.close()
        self.engine.dispose()
        self.owner.dispose()

    def _remake(self) -> None:
        self.close()
        drop(self.name)
        self._make()

    def _make(self) -> None:
        clone(self.name, self.of)
        self._keeper = psycopg.connect(plain(superuser_url(self.name)), autocommit=True, application_name=STAYS)
        tables = [row[0] for row in self._keeper.execute(_TABLES)]
        filled = [name for name in tables if self._keeper.execute(f"SELECT 1 FROM public.{name} LIMIT 1").fetchone()]
        self._keeper.execute("CREATE SCHEMA kept")
        for name in filled:
            self._keeper.execute(f"CREATE TABLE kept.{name} AS TABLE public.{name}")
        emptied = "".join(f"DELETE FROM public.{name};\n" for name in tables)
        again = "".join(f"INSERT INTO public.{name} SELECT * FROM kept.{name};\n" for name in filled)
        self._keeper.execute(_PUT_BACK.format(emptied + again))


STAYS = "stays from test to test"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_PUT_BACK = (
    """
CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND NOT (a.application_name = '"""
    + STAYS
    + """' AND a.state = 'idle');
  SET LOCAL session_replication_role = replica;
  {}
END $$;
CREATE TABLE kept.state AS SELECT false AS spoilt;
CREATE FUNCTION kept.spoil() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
  $$ BEGIN UPDATE kept.state SET spoilt = true; END $$;
CREATE EVENT TRIGGER spoilt ON ddl_command_end EXECUTE FUNCTION kept.spoil()
"""
)


def _as_superuser(name: str, *statements: str) -> None:
    with psycopg.connect(plain(superuser_url()), autocommit=True) as connection:
        for statement in statements:
            connection.execute(SQL(statement).format(Identifier(name)))


def plain(url: str) -> str:
    """The address as psycopg itself takes it."""
    return url.replace("+psycopg", "", 1)
