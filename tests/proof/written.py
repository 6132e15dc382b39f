"""Worlds in the database: written past every rule, asked under row-level security alone, and rolled back."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

import tests.database as databases
from marac.store.prepare import APP
from tests.proof.facts import Eyes, World
from tests.proof.oracle import RULES
from tests.proof.oracle_register import REGISTER

Connection = psycopg.Connection[tuple[Any, ...]]
SETTINGS = ("member", "agency", "marac")
EVERY = 50  # worlds between two sweepings of what was rolled back


RULED = RULES.keys() | REGISTER.keys()
TABLES = tuple(sorted(RULED))


@contextmanager
def database() -> Iterator[Connection]:
    """A migrated database of its own, reached past every rule, and dropped afterwards.

    Foreign keys are not the point here. (To switch them off for each world would throw every plan away each time.)
    """
    name = databases.clone(f"worlds_{uuid4().hex[:8]}")
    try:
        with psycopg.connect(
            databases.plain(databases.superuser_url(name)), autocommit=True, prepare_threshold=None
        ) as connection:
            connection.execute("SET plan_cache_mode = force_generic_plan")
            connection.execute("SET jit = off")
            connection.execute("SET session_replication_role = replica")
            yield connection
    finally:
        databases.drop(name)


def sweep(connection: Connection) -> None:
    """Clear away what rolled-back worlds left."""
    connection.execute(SQL("TRUNCATE {}").format(SQL(", ").join(map(Identifier, _columns(connection)))))


# Writing --------------------------------------------------------------------


def write(connection: Connection, world: World) -> None:
    """Within the caller's transaction, which takes it back."""
    columns = _columns(connection)
    rows: dict[str, list[str]] = defaultdict(list)
    for row in world.everything():
        rows[row.table].append(_line(row.table, row.values, columns[row.table]))
    with connection.cursor() as cursor:
        for table, lines in rows.items():
            names = ", ".join(f'"{name}"' for name in columns[table])
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
                copy.write("".join(lines))


def _line(table: str, values: dict[str, Any], columns: dict[str, str | None]) -> str:
    if unknown := values.keys() - columns.keys() - NOT_WRITTEN:
        raise KeyError(f"{table} has no {', '.join(sorted(unknown))}")
    cells = (
        _cell(values[name]) if name in values else uuid4().hex if blank is None else blank
        for name, blank in columns.items()
    )
    return "\t".join(cells) + "\n"


@cache
def _columns(connection: Connection) -> dict[str, dict[str, str | None]]:
    """Each table's columns, and what stands in each where a world does not say; None: something new each time."""
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    for table, column, kind, empty, alone in connection.execute(_CATALOGUE).fetchall():
        fresh = not empty and (kind == "uuid" or (alone and kind == "character varying"))
        found[table][column] = None if fresh else "\\N" if empty else _BLANK.get(kind, "{}")
    return found


_BLANK = {
    "character varying": "", "text": "", "integer": "1", "bigint": "1", "boolean": "f", "bytea": "\\\\x",
    "date": "2026-01-01", "timestamp with time zone": "2026-01-01", "double precision": "0",
}  # fmt: skip
_CATALOGUE = """
SELECT c.relname, a.attname, regexp_replace(format_type(a.atttypid, a.atttypmod), '\\(.*', ''), NOT a.attnotnull,
  EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
"""
NOT_WRITTEN = {"of"}


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        of_rows = bool(value) and isinstance(value[0], dict)
        return json.dumps(value) if of_rows else "{" + ",".join(map(str, value)) + "}"
    return str(value)


# Asking ---------------------------------------------------------------------


def look(eyes: Eyes, at: datetime) -> str:
    """Statements that tell PostgreSQL who is looking."""
    told = {f"marac.{name}_id": getattr(eyes, name) for name in SETTINGS}
    told |= {"marac.hat": eyes.hat, "marac.side": eyes.side, "marac.at": at.isoformat()}
    return "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in told.items())


@cache
def _question(connection: Connection, tables: tuple[str, ...]) -> bytes:
    """Prepared by hand, once: what psycopg itself prepares it forgets at each rollback."""
    name = f"asked_{abs(hash(tables))}"
    asked = " UNION ALL ".join(f"SELECT '{table}', string_agg(id::text, ',') FROM {table}" for table in tables)
    connection.execute(f"PREPARE {name} AS {asked}".encode())
    return f"EXECUTE {name}".encode()


def ask(connection: Connection, eyes: Eyes, at: datetime, tables: tuple[str, ...] | None = None) -> dict[str, set[str]]:
    """Every row that the application's role gets with these eyes, with no filter of the application's."""
    with connection.cursor() as cursor:
        cursor.execute(look(eyes, at).encode())
        answers = cursor.execute(_question(connection, tables or TABLES)).fetchall()
    return {table: set(ids.split(",")) for table, ids in answers if ids}


def sentences(connection: Connection, cases: list[str]) -> dict[str, tuple[bool, set[str]]]:
    """What the viewer is told of what they may not know: that one agency is not named, and who must speak privately."""
    asked = (
        "SELECT c::text, scope.one_not_named(c), array(SELECT a::text FROM scope.must_speak_privately(c) a)"
        " FROM unnest(%s::uuid[]) c"
    )
    return {case: (quiet, set(apart)) for case, quiet, apart in connection.execute(asked, [cases]).fetchall()}


def after(
    connection: Connection, statements: list[str], look_as: list[Eyes], at: datetime, tables: tuple[str, ...]
) -> list[dict[str, set[str]]]:
    """Change something past every rule, and have viewers ask at once; all in one round trip."""
    asked = _question(connection, tables).decode()
    said = [*statements, f"SET LOCAL ROLE {APP}"]
    for eyes in look_as:
        said += [look(eyes, at), asked]
    answers = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join([*said, "RESET ROLE"]).encode())
        more: bool | None = True
        while more:
            if cursor.description and cursor.description[0].name == "?column?":
                answers.append({table: set(ids.split(",")) for table, ids in cursor.fetchall() if ids})
            more = cursor.nextset()
    return answers


def insertion(connection: Connection, table: str, values: dict[str, Any]) -> str:
    """One row, with what the world does not say filled in."""
    columns = _columns(connection)[table]
    cells = _line(table, values, columns).rstrip("\n").split("\t")
    told = ("NULL" if cell == "\\N" else "'" + cell.replace("\\\\", "\\") + "'" for cell in cells)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(told)})"


def fresh() -> str:
    return str(uuid4())


def as_the_application(connection: Connection) -> None:
    connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(APP)))


def as_the_superuser(connection: Connection) -> None:
    connection.execute("RESET ROLE")
