"""Writing beyond what one sees, by plain SQL as the application's role: refused, or nothing is written.

A change or a deletion that names no row and reads none asks only the policies of its own command: it must reach no
row of a case that its writer does not see, and a new row in such a case must be refused.
"""

import random
from dataclasses import dataclass
from functools import cache

from psycopg.errors import InsufficientPrivilege, IntegrityError

from marac.store.prepare import APP
from tests.proof import written
from tests.proof.facts import CaseFacts, Eyes, World
from tests.proof.place import BEGUN, Place

BY_ITSELF = {"case_file", "hold"}  # begun by its author; placed by an officer who sees no case
TRIES = 4  # statements tried by each viewer who writes


@cache
def may(connection: written.Connection, command: str) -> dict[str, str]:
    """Tables of which the application may use this command, each with a column that it may change."""
    asked = (
        "SELECT c.relname, coalesce(min(a.attname) FILTER (WHERE a.attname = 'id'),"
        " min(a.attname) FILTER (WHERE NOT a.attnotnull), min(a.attname)) FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND"
        + (
            f" has_column_privilege('{APP}', c.oid, a.attnum, 'UPDATE')"
            if command == "UPDATE"
            else f" has_table_privilege('{APP}', c.oid, '{command}')"
        )
        + " GROUP BY c.relname"
    )
    found = connection.execute(asked.encode()).fetchall()
    return {table: column for table, column in found if table in written.RULED}


@dataclass(slots=True)
class Writer:
    """One viewer who writes: what they see, and the cases that are shut to them."""

    connection: written.Connection
    world: World
    eyes: Eyes
    seen: dict[str, set[str]]
    dice: random.Random

    def try_one(self) -> None:
        """One statement, taken back. Raises AssertionError where it reached a case that is shut to its writer."""
        command = self.dice.choice(("UPDATE", "UPDATE", "DELETE", "INSERT", "INSERT"))
        with self.connection.transaction(force_rollback=True):
            self._insert() if command == "INSERT" else self._blindly(command)

    def _shut(self, case: CaseFacts) -> bool:
        """Not seen, and not begun by them and not sent on yet."""
        place = Place(self.world, self.eyes, case)
        own = place.here and not place.closed and case.values["author_id"] == self.eyes.member
        return case.id not in self.seen.get("case_file", ()) and not (own and case.values["status"] in BEGUN)

    def _blindly(self, command: str) -> None:
        table, column = self.dice.choice(sorted(may(self.connection, command).items()))
        value = "gen_random_uuid()" if column == "id" else "DEFAULT"
        statement = f"DELETE FROM {table}" if command == "DELETE" else f"UPDATE {table} SET {column} = {value}"
        if not self._done(statement):
            return
        left = self._untouched(table, "id" if command == "DELETE" else column)
        for case in self.world.cases:
            reached = {row.id for row in case.rows if row.table == table} - left - self.seen.get(table, set())
            assert not (reached and self._shut(case)), self._said(statement)

    def _untouched(self, table: str, column: str) -> set[str]:
        """Rows that still bear their id; or, where another column was changed, that no later statement wrote."""
        written.as_the_superuser(self.connection)
        same = "" if column == "id" else " WHERE xmin::text::bigint <= (SELECT min(xmin::text::bigint) FROM agency)"
        found = self.connection.execute(f"SELECT id FROM {table}{same}".encode()).fetchall()
        return {str(row_id) for (row_id,) in found}

    def _insert(self) -> None:
        """A row like one of a case that is shut to them, as if it were their own."""
        tables = may(self.connection, "INSERT").keys() - BY_ITSELF
        rows = [row for case in self.world.cases for row in case.rows if row.table in tables and self._shut(case)]
        if not rows:
            return
        row = self.dice.choice(rows)
        mine = {"agency_id": self.eyes.agency, "member_id": self.eyes.member, "named_by_agency_id": self.eyes.agency}
        values = {name: mine.get(name, value) for name, value in row.values.items()}
        statement = written.insertion(self.connection, row.table, {**values, "id": written.fresh()})
        assert not self._done(statement), self._said(f"INSERT INTO {row.table}")

    def _done(self, statement: str) -> bool:
        written.as_the_application(self.connection)
        self.connection.execute(written.look(self.eyes, self.world.at).encode())
        try:
            with self.connection.transaction():
                return self.connection.execute(statement.encode()).rowcount > 0
        except InsufficientPrivilege:
            return False
        except IntegrityError:
            return True  # the policies had let it by

    def _said(self, statement: str) -> str:
        return f"{self.eyes.hat}/{self.eyes.side} wrote into a case that is shut to them: {statement}"


def beyond(
    connection: written.Connection, world: World, eyes: Eyes, seen: dict[str, set[str]], dice: random.Random
) -> int:
    """Some statements of one viewer; how many."""
    writer = Writer(connection, world, eyes, seen, dice)
    for _ in range(TRIES):
        writer.try_one()
    return TRIES
