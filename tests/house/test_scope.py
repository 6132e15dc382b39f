"""Seeing is SQL, said twice: every table's `visible_to` and row-level security show the same rows."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from psycopg import connect
from sqlalchemy import Column, Engine, create_engine, func, select, text, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as ask

import marac.schema
from marac import clock
from marac.cases.models import Case, Person
from marac.store.people import Marac
from marac.store.scope import Internal, Record, Scoped, SeenByAll, ViewerSession, kinds, look_as
from marac.store.walls import Wall
from marac.vocabulary import CaseStatus, PartyRole, Role, Unscoped, Viewer
from tests.cast import Cast
from tests.conftest import Database
from tests.house.world import World

SCOPED = sorted((kind for kind in kinds().values() if issubclass(kind, Scoped)), key=lambda kind: kind.__name__)
WORLDS = (0, 1, 2, 3, 6)  # in which there is a row of every table


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    """Whom row-level security does not bind."""
    made = create_engine(database.superuser_url)
    yield made
    made.dispose()


def write(superuser: Engine, world: World) -> None:
    """Past every rule, foreign keys too, which are not the point here."""
    with Session(superuser) as session:
        session.connection().execute(text("SET session_replication_role = replica"))
        session.add_all(world.rows)
        session.commit()


def everybody(cast: Cast) -> list[tuple[str, Viewer]]:
    return list(cast.viewers.items()) + [(f"police_rep as {role}", cast.as_hat("police_rep", role)) for role in Role]


def test_every_table_says_who_sees_it() -> None:
    assert marac.schema.metadata.tables
    for kind in kinds().values():
        assert issubclass(kind, Scoped | SeenByAll | Internal), kind.__name__


@pytest.mark.parametrize("seed", WORLDS)
def test_row_level_security_shows_the_same_rows(superuser: Engine, engine: Engine, cast: Cast, seed: int) -> None:
    with clock.at(clock.now()):
        world = World(cast, seed)
        write(superuser, world)
        assert {type(row) for row in world.rows} >= {*SCOPED} - {Wall}, "a world has rows of every table"
        differences = []
        for name, viewer in everybody(cast):
            said_by_python, said_by_postgres = visible(superuser, viewer), policed(engine, viewer)
            for kind in SCOPED:
                if said_by_python[kind] != said_by_postgres[kind]:
                    differences.append((name, kind.__name__, len(said_by_python[kind]), len(said_by_postgres[kind])))
    assert not differences


def test_the_worlds_show_every_table_to_somebody_and_hide_it_from_somebody(superuser: Engine, cast: Cast) -> None:
    shown, hidden = set(), set()
    with clock.at(clock.now()):
        world = World(cast, 5, cases=5)
        write(superuser, world)
        for _, viewer in everybody(cast):
            for kind, ids in visible(superuser, viewer).items():
                shown |= {kind} if ids else set()
                hidden |= {kind} if len(ids) < sum(isinstance(row, kind) for row in world.rows) else set()
    assert shown == hidden == set(SCOPED)


def visible(superuser: Engine, viewer: Viewer) -> dict[type[Record], set[UUID]]:
    """What `visible_to` alone lets through."""
    with ViewerSession.of(superuser, viewer) as session:
        return {kind: {row.id for row in session.exec(ask(kind))} for kind in SCOPED}


def policed(engine: Engine, viewer: Viewer) -> dict[type[Record], set[UUID]]:
    """What row-level security alone lets through, asked without the viewer's session."""
    with engine.begin() as connection:
        look_as(connection, viewer)
        return {kind: set(connection.execute(select(_id(kind))).scalars()) for kind in SCOPED}


def _id(kind: type[Record]) -> Column[UUID]:
    return kind.__table__.c.id  # type: ignore[attr-defined,no-any-return]


def test_without_a_viewer_nothing_is_asked(engine: Engine) -> None:
    with pytest.raises(Unscoped), ViewerSession(engine) as session:
        session.exec(ask(Case))


def test_without_settings_row_level_security_shows_nothing(superuser: Engine, engine: Engine, cast: Cast) -> None:
    with clock.at(clock.now()):
        write(superuser, World(cast, 1))
    with engine.begin() as connection:
        for kind in SCOPED:
            assert not connection.execute(select(_id(kind))).all(), kind.__name__


def test_bulk_writes_and_core_statements_are_refused(engine: Engine, cast: Cast) -> None:
    table = Case.__table__  # type: ignore[attr-defined]
    with ViewerSession.of(engine, cast["chair"]) as session:
        with pytest.raises(Unscoped):
            session.execute(table.update().values(code="X"))
        with pytest.raises(Unscoped):
            session.execute(text("SELECT 1"))


def test_every_table_with_case_data_forces_row_level_security(database: Database) -> None:
    with connect(database.superuser_url.replace("+psycopg", "")) as connection:
        forced: dict[str, bool] = dict(
            connection.execute(
                "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            ).fetchall()
        )
    for table, kind in kinds().items():
        if issubclass(kind, Scoped):
            assert forced[table.name], table.name


def test_internal_tables_are_closed_to_the_application(database: Database) -> None:
    with connect(database.superuser_url.replace("+psycopg", "")) as connection:
        for table, kind in kinds().items():
            if issubclass(kind, Internal):
                asked = "SELECT has_table_privilege('marac_app', %s, 'SELECT, INSERT, UPDATE, DELETE')"
                assert connection.execute(asked, [table.name]).fetchone() == (False,), table.name


def test_the_record_is_added_to_only(database: Database) -> None:
    with connect(database.superuser_url.replace("+psycopg", "")) as connection:
        for role in ("marac_app", "marac_sign_in"):
            asked = "SELECT has_table_privilege(%s, 'audit_event', 'UPDATE, DELETE, TRUNCATE')"
            assert connection.execute(asked, [role]).fetchone() == (False,)


def test_no_form_of_statement_slips_past(superuser: Engine, cast: Cast) -> None:
    """Joins, aliases, sub-selects, counts, exists and loads by key are all narrowed, by the session alone."""
    code = "SLIPS"
    case = Case(marac_id=cast.marac, code=code, author_id=cast.members["police_rep"], agency_id=cast.agencies["police"])
    case.status = CaseStatus.ACCEPTED
    with Session(superuser, expire_on_commit=False) as session:
        session.connection().execute(text("SET session_replication_role = replica"))
        session.add_all([case, Person(marac_id=cast.marac, case_id=case.id, party=PartyRole.VICTIM)])
        session.commit()
    other = aliased(Case)
    codes = ask(Case.code).where(Case.code == code)
    people = ask(Person.id)
    forms: list[Any] = [
        codes,
        ask(other.code).where(other.code == code),
        ask(func.count()).select_from(Case).where(Case.code == code).having(func.count() > 0),
        people.join(Case, col(Case.id) == Person.case_id).where(Case.code == code),
        ask(Marac.id).where(ask(Case.id).where(Case.code == code).exists()),
        ask(Marac.id).where(ask(func.count(col(Case.id))).where(Case.code == code).scalar_subquery() > 0),
        select(codes.subquery()),
        union(codes, codes),
        people.where(col(Person.case_id).in_(ask(Case.id).where(Case.code == code))),
    ]
    for name, sees in (("coordinator", True), ("outsider", False)):
        with ViewerSession.of(superuser, cast[name]) as session:
            for number, form in enumerate(forms):
                assert bool(session.execute(form).all()) is sees, (name, number)
            assert (session.get(Case, case.id) is not None) is sees
