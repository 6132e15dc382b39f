"""What only a superuser can do: the roles, the database and its two schemas. Safe to run again.

`public` holds the tables, `scope` the functions that row-level security policies read through.
What each role may do with a table is granted by the migration that makes the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection, connect
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import URL, make_url

from marac.store.home import CannotStart

OWNER = "marac_owner"  # migrations: owns database, schemas and tables; row-level security binds it too
APP = "marac_app"  # the running platform: owns nothing
SCOPE = "marac_scope"  # owns the functions in `scope`, and so reads past row-level security inside them only
SIGN_IN = "marac_sign_in"  # the system viewer of signing in; the app takes it on with SET LOCAL ROLE
KEEPER = "marac_keeper"  # the system viewer of what falls due by itself, taken on likewise
SEQUENCER = "marac_sequencer"  # puts the record in order and signs it, taken on likewise
ROLES = (OWNER, APP, SCOPE, SIGN_IN, KEEPER, SEQUENCER)

_PLAIN = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT"
_ATTRIBUTES = {
    OWNER: f"LOGIN NOBYPASSRLS {_PLAIN}",
    APP: f"LOGIN NOBYPASSRLS {_PLAIN}",
    SCOPE: f"NOLOGIN BYPASSRLS {_PLAIN}",
    SIGN_IN: f"NOLOGIN NOBYPASSRLS {_PLAIN}",
    KEEPER: f"NOLOGIN NOBYPASSRLS {_PLAIN}",
    SEQUENCER: f"NOLOGIN NOBYPASSRLS {_PLAIN}",
}
# The second may take on the first, but has none of its rights before.
_SETS = ((SCOPE, OWNER), (SIGN_IN, APP), (KEEPER, APP), (SEQUENCER, APP))
_SET_ONLY = 160000  # the first PostgreSQL that can say so in the grant; older ones have NOINHERIT only
_BUILTIN_LOCALE = 170000

_DATABASE = (
    f"ALTER DATABASE {{}} OWNER TO {OWNER}",
    "REVOKE ALL ON DATABASE {} FROM PUBLIC",
    f"GRANT CONNECT ON DATABASE {{}} TO {APP}",
)
_SCHEMAS = (
    f"ALTER SCHEMA public OWNER TO {OWNER}",
    f"CREATE SCHEMA IF NOT EXISTS scope AUTHORIZATION {OWNER}",
    f"ALTER SCHEMA scope OWNER TO {OWNER}",
    "REVOKE ALL ON SCHEMA public, scope FROM PUBLIC",
    f"GRANT USAGE ON SCHEMA public, scope TO {APP}, {SIGN_IN}, {SCOPE}, {KEEPER}, {SEQUENCER}",
    f"GRANT CREATE ON SCHEMA scope TO {SCOPE}",
)


class NotOurs(CannotStart):
    """An address that names another role or database than it should."""


def prepare(superuser_url: str, *, owner_url: str, app_url: str) -> None:
    """Make roles, database and schemas, with the database's name and the passwords of these addresses.

    Raises NotOurs when they do not name marac_owner and marac_app on one database.
    """
    owner, app = make_url(owner_url), make_url(app_url)
    if (owner.username, app.username) != (OWNER, APP):
        raise NotOurs(f"MARAC_OWNER_URL must name the role {OWNER}, and DATABASE_URL {APP}.")
    if not owner.database or owner.database != app.database:
        raise NotOurs("MARAC_OWNER_URL and DATABASE_URL must name the same database.")
    superuser = make_url(superuser_url)
    with _connected(superuser) as connection:
        _make_roles(connection, {OWNER: owner.password, APP: app.password})
        _make_database(connection, owner.database)
    with _connected(superuser.set(database=owner.database)) as connection, connection.transaction():
        for statement in _SCHEMAS:
            connection.execute(SQL(statement))


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with connect(address, autocommit=True) as connection:
        yield connection


def _make_roles(connection: Connection, passwords: dict[str, str | None]) -> None:
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    with connection.transaction():
        for role, attributes in _ATTRIBUTES.items():
            verb = "ALTER" if role in there else "CREATE"
            connection.execute(SQL(f"{verb} ROLE {role} {attributes}"))
            if password := passwords.get(role):
                # scrambled here, so that a log of statements never holds it
                scrambled = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
                connection.execute(SQL(f"ALTER ROLE {role} PASSWORD {{}}").format(Literal(scrambled.decode())))
        terms = " WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= _SET_ONLY else ""
        for taken_on, member in _SETS:
            connection.execute(SQL(f"GRANT {taken_on} TO {member}{terms}"))


def _make_database(connection: Connection, name: str) -> None:
    if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
        builtin = connection.info.server_version >= _BUILTIN_LOCALE
        locale = "LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'" if builtin else "LOCALE 'C.UTF-8'"
        make = f"CREATE DATABASE {{}} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' {locale}"
        connection.execute(SQL(make).format(Identifier(name)))
    for statement in _DATABASE:
        connection.execute(SQL(statement).format(Identifier(name)))
