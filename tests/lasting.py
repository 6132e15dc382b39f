"""One database for one test after another (docs/decisions/0021)."""

import psycopg
from sqlalchemy import create_engine

import tests.database as databases
from marac.store.work import PLANNED_ONCE

STAYS = "stays from test to test"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_WRITTEN = """
SELECT string_agg('public.' || relname, ', ') FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
_EMPTY = """
CREATE PROCEDURE kept.empty() LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND NOT (a.application_name = '{stays}' AND a.state = 'idle');
  SET LOCAL session_replication_role = replica;
  {deletions}
END $$;
CREATE PROCEDURE kept.refill() LANGUAGE plpgsql AS $$ BEGIN
  SET LOCAL session_replication_role = replica;
  {insertions}
END $$;
CREATE TABLE kept.state AS SELECT false AS spoilt;
CREATE FUNCTION kept.spoil() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
  $$ BEGIN UPDATE kept.state SET spoilt = true; END $$;
CREATE EVENT TRIGGER spoilt ON ddl_command_end EXECUTE FUNCTION kept.spoil()
"""


class Lasting:
    """A database that is put back after each test as it was at first.

    What PostgreSQL has planned and SQLAlchemy compiled for one test serves the next: more than a third of the time.
    Whoever is still connected is sent away; where a test has changed more than rows, the database is made anew.

    Rows lie in the order in which they were written, as in a new database: what was deleted is swept out each time,
    from every table that has so much as a page.
    """

    def __init__(self, name: str, of: str) -> None:
        self.name, self.of = name, of
        self.engine, self.owner = (
            create_engine(url(name), pool_use_lifo=True, connect_args={**PLANNED_ONCE, "application_name": STAYS})
            for url in (databases.app_url, databases.owner_url)
        )
        self._make()

    def put_back(self) -> None:
        try:
            self._keeper.execute("CALL kept.empty()")
            written = self._keeper.execute(_WRITTEN).fetchone()
            self._keeper.execute(f"VACUUM {written[0]}".encode() if written and written[0] else b"")
            self._keeper.execute("CALL kept.refill()")
            spoilt = self._keeper.execute("SELECT spoilt FROM kept.state").fetchone() == (True,)
        except psycopg.Error:
            spoilt = True
        if spoilt:
            self.close()
            databases.drop(self.name)
            self._make()

    def close(self) -> None:
        self._keeper.close()
        for engine in (self.engine, self.owner):
            engine.dispose()

    def _make(self) -> None:
        databases.clone(self.name, self.of)
        address = databases.plain(databases.superuser_url(self.name))
        self._keeper = psycopg.connect(address, autocommit=True, application_name=STAYS)
        names = [row[0] for row in self._keeper.execute(_TABLES)]
        filled = [name for name in names if self._keeper.execute(f"SELECT 1 FROM public.{name} LIMIT 1").fetchone()]
        tables = [f"public.{name}" for name in names]
        self._keeper.execute("CREATE SCHEMA kept")
        for name in filled:
            self._keeper.execute(f"CREATE TABLE kept.{name} AS TABLE public.{name}")
        deletions = "".join(f"DELETE FROM {table};\n" for table in tables)
        insertions = "".join(f"INSERT INTO public.{name} SELECT * FROM kept.{name};\n" for name in filled)
        self._keeper.execute(_EMPTY.format(stays=STAYS, deletions=deletions, insertions=insertions).encode())
