"""The roles: what each is, and what it must not be able to do."""

from collections.abc import Iterator

import psycopg
import pytest

from marac.store.prepare import APP, KEEPER, OWNER, ROLES, SCOPE, SEQUENCER, SIGN_IN, NotOurs, prepare
from tests import database

NAME = "prepared"


def prepare_it(app_password: str = "") -> None:
    app_url = database.app_url(NAME).replace(f"{APP}@", f"{APP}:{app_password}@")
    prepare(database.superuser_url(), owner_url=database.server().url(OWNER, NAME), app_url=app_url)


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> Iterator[None]:
    prepare_it()
    yield
    database.drop(NAME)


@pytest.fixture
def as_app() -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.plain(database.app_url(NAME)), autocommit=True) as connection:
        yield connection


@pytest.fixture
def as_owner() -> Iterator[psycopg.Connection]:
    address = database.plain(database.server().url(OWNER, NAME))
    with psycopg.connect(address) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def as_superuser() -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.plain(database.superuser_url(NAME)), autocommit=True) as connection:
        yield connection


def test_preparing_again_changes_nothing(as_superuser: psycopg.Connection) -> None:
    pictures = []
    for _ in range(2):
        prepare_it()
        roles = as_superuser.execute("SELECT * FROM pg_roles WHERE rolname LIKE 'marac%' ORDER BY rolname").fetchall()
        schemas = as_superuser.execute("SELECT nspname, nspowner, nspacl FROM pg_namespace ORDER BY 1").fetchall()
        members = as_superuser.execute("SELECT roleid, member FROM pg_auth_members ORDER BY 1, 2").fetchall()
        pictures.append((roles, schemas, members))
    assert pictures[0] == pictures[1]


def test_preparing_takes_back_what_a_role_should_not_be(as_superuser: psycopg.Connection) -> None:
    as_superuser.execute("ALTER ROLE marac_app SUPERUSER BYPASSRLS")
    prepare_it()
    row = as_superuser.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'marac_app'").fetchone()
    assert row == (False, False)


def test_nobody_is_a_superuser_and_only_scope_passes_row_level_security(as_superuser: psycopg.Connection) -> None:
    question = "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)"
    found = {name: rest for name, *rest in as_superuser.execute(question, [list(ROLES)])}
    assert found == {
        OWNER: [False, False, True],
        APP: [False, False, True],
        SCOPE: [False, True, False],
        SIGN_IN: [False, False, False],
        KEEPER: [False, False, False],
        SEQUENCER: [False, False, False],
    }


def test_the_app_owns_nothing(as_superuser: psycopg.Connection) -> None:
    owned = "SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND refobjid = 'marac_app'::regrole"
    assert as_superuser.execute(owned).fetchone() == (0,)


@pytest.mark.parametrize(
    "deed",
    [
        "CREATE TABLE public.t (n int)",
        "CREATE TEMP TABLE t (n int)",
        "CREATE FUNCTION scope.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA more",
        "CREATE ROLE more",
        "SET ROLE marac_owner",
        "SET ROLE marac_scope",
        "SET ROLE postgres",
        "ALTER DATABASE prepared OWNER TO marac_app",
    ],
)
def test_the_app_may_not(as_app: psycopg.Connection, deed: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute(deed.encode())


def test_the_app_takes_on_signing_in_only_on_purpose_and_only_for_a_transaction(as_app: psycopg.Connection) -> None:
    inherits = as_app.execute("SELECT pg_has_role('marac_app', 'marac_sign_in', 'usage')").fetchone()
    with as_app.transaction():
        as_app.execute("SET LOCAL ROLE marac_sign_in")
        within = as_app.execute("SELECT current_user").fetchone()
    after = as_app.execute("SELECT current_user").fetchone()
    assert (inherits, within, after) == ((False,), (SIGN_IN,), (APP,))


def test_a_function_given_to_scope_reads_what_its_maker_cannot(as_owner: psycopg.Connection) -> None:
    for statement in (
        "CREATE TABLE walled (n int)",
        "INSERT INTO walled VALUES (1), (2)",
        "ALTER TABLE walled ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE walled FORCE ROW LEVEL SECURITY",
        "GRANT SELECT ON walled TO marac_scope",
        "CREATE FUNCTION scope.counted() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM walled'",
        "ALTER FUNCTION scope.counted() OWNER TO marac_scope",
    ):
        as_owner.execute(statement.encode())
    assert as_owner.execute("SELECT count(*), scope.counted() FROM walled").fetchone() == (0, 2)


def test_a_password_in_an_address_is_set_and_kept_scrambled(as_superuser: psycopg.Connection) -> None:
    prepare_it(app_password="open%40sesame")
    row = as_superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'marac_app'").fetchone()
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    "owner_url, app_url",
    [
        ("postgresql://somebody@/marac", "postgresql://marac_app@/marac"),
        ("postgresql://marac_owner@/marac", "postgresql://postgres@/marac"),
        ("postgresql://marac_owner@/marac", "postgresql://marac_app@/other"),
        ("postgresql://marac_owner@", "postgresql://marac_app@"),
    ],
)
def test_addresses_of_other_roles_or_databases_are_refused(owner_url: str, app_url: str) -> None:
    with pytest.raises(NotOurs):
        prepare(database.superuser_url(), owner_url=owner_url, app_url=app_url)
