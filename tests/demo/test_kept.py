"""What a thief of the demonstration's database could read, and that nobody in it could exist."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

import tests.database as databases
from marac.demo.agencies import AGENCIES
from marac.demo.maracs import MARACS
from marac.demo.members import MEMBERS
from marac.store.scope import kinds
from marac.store.sealing import KEY_VERSION, Keyring, unseal
from tests.conftest import MASTER
from tests.demo.conftest import NAME, Seeded

PHONE = re.compile(r"(?<![\d.])0\d{4} ?\d{6}(?!\d)|\+44 ?\d{4}")
FICTION = re.compile(r"07700 900\d{3}|01632 960\d{3}")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")
EMAIL = re.compile(r"[\w.+-]+@([\w.-]+)")
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def raw(seeded: Seeded) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The database as whoever steals it would read it."""
    with psycopg.connect(databases.plain(databases.superuser_url(NAME)), row_factory=dict_row) as connection:
        yield connection


@pytest.fixture(scope="module")
def rows(raw: psycopg.Connection[dict[str, Any]]) -> Rows:
    return {
        str(table.name): raw.execute(SQL("SELECT * FROM {}").format(Identifier(str(table.name)))).fetchall()
        for table in kinds()
    }


@pytest.fixture(scope="module")
def opened(rows: Rows) -> list[tuple[str, str, Any]]:
    """Everything that is sealed under a case's key, opened with the master key: table, column, value."""
    keyring = Keyring(MASTER)
    keys = {row["case_id"]: keyring.unwrap(row["case_id"], bytes(row["wrapped"])) for row in rows["case_key"]}
    found = []
    for table, kind in ((str(table.name), kind) for table, kind in kinds().items()):
        for column in [f"{name}_sealed" for name in kind.SEALED]:
            for row in rows[table]:
                if row[column]:
                    place = b"|".join([table.encode(), row["id"].bytes, column.encode(), KEY_VERSION])
                    text = unseal(keys[row.get("case_id", row["id"])], bytes(row[column]), place)
                    found.append((table, column, json.loads(text)))
    return found


def test_everybody_of_the_register_is_there(rows: Rows) -> None:
    assert len(rows["marac"]) == len(MARACS) == 2
    assert len(rows["agency"]) == len(AGENCIES)
    assert len(rows["member"]) == len(rows["account"]) == len(MEMBERS)
    assert len(rows["appointment"]) == sum(len(member.appointments) for member in MEMBERS)
    assert len(rows["partner"]) == sum(len(agency.maracs) for agency in AGENCIES)
    programme = next(row for row in rows["agency"] if row["short_name"] == "Perpetrator Programme")
    assert programme["parent_id"] is not None
    assert all(row["issuer"].startswith("/demo-idp/") for row in rows["provider"])


def test_nobodys_name_can_be_read_in_the_raw_database(
    raw: psycopg.Connection[dict[str, Any]], opened: list[tuple[str, str, Any]]
) -> None:
    surnames = {
        value.lower() for table, column, value in opened if (table, column) == ("person_name", "surname_sealed")
    }
    assert len(surnames) > 100
    words = [surname.encode() for surname in surnames] + [b"petrol", b"tracker", b"example rise", b"07700 900"]
    for table in (str(table.name) for table in kinds()):
        with raw.cursor().copy(SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))) as copy:
            kept = b"".join(bytes(part) for part in copy).lower()
        assert [word for word in words if word in kept] == [], table


def test_telephones_postcodes_and_addresses_are_those_of_fiction(opened: list[tuple[str, str, Any]]) -> None:
    texts = [json.dumps(value, ensure_ascii=False) for _, _, value in opened]
    phones = [phone for text in texts for phone in PHONE.findall(text)]
    assert len(phones) > 100
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []
    assert [code for text in texts for code in POSTCODE.findall(text) if not code.startswith("QX")] == []
    assert {host for text in texts for host in EMAIL.findall(text) if not host.endswith(".example")} == set()


def test_nothing_lies_in_the_future_but_what_is_planned(rows: Rows) -> None:
    now = datetime.now(UTC)
    moments = [(table, name, row[name]) for table, kept in rows.items() for row in kept for name in row]
    late = {
        (table, name)
        for table, name, value in moments
        if isinstance(value, datetime) and value > now and (table, name) not in PLANNED
    }
    assert late == set()


PLANNED = {
    ("meeting", "starts_at"),
    ("meeting", "research_due_at"),
    ("hearing", "slot_at"),
    ("seat", "from_at"),  # a check that was taken off before its list was published
    ("research", "due_at"),
    ("sign_in", "expires_at"),
}


def test_every_event_names_somebody_and_something(rows: Rows) -> None:
    members = {row["id"] for row in rows["member"]}
    assert all(row["member_id"] in members for row in rows["audit_event"])
    assert all(row["items"] for row in rows["audit_event"])
    about = {UUID(str(row["case_id"])) for row in rows["audit_event"] if row["case_id"]}
    assert about == {row["id"] for row in rows["case_file"]}


def test_nothing_is_left_uncommitted(raw: psycopg.Connection[dict[str, Any]]) -> None:
    others = raw.execute(
        "SELECT state FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        " AND state LIKE 'idle in transaction%%'",
        [NAME],
    ).fetchall()
    assert others == []
    assert raw.execute("SELECT 1 FROM pg_prepared_xacts").fetchall() == []
