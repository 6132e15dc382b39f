"""Nothing recorded is lost, doubled or out of order, whoever is cut off while writing or sequencing (proof.md C)."""

import logging
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

import tests.database as databases
from marac import clock
from marac.oversight.sources import OfSequencer
from marac.oversight.verify_record import Tree, check_notes, notes_in
from marac.store.sequencing import alone, put_in_order
from marac.store.signing import Signer

WRITERS = 16
SEQUENCERS = 2
TREES = 3
MOST_AT_ONCE = 12
TURNED_BACK, CUT_OFF = 0.15, 0.01  # shares of the transactions
_AS = """
SELECT set_config('marac.at', now()::text, true), set_config('marac.hat', 'representative', true),
  set_config('marac.side', 'neither', true), set_config('marac.member_id', %(member)s, true),
  set_config('marac.agency_id', %(agency)s, true), set_config('marac.marac_id', %(marac)s, true)
"""
_ADDED = """
INSERT INTO audit_event (id, at, marac_id, member_id, agency_id, hat, request_id, operation, verb, items, recipients,
  reason, salt, schema_version)
VALUES (%s, clock_timestamp(), %s, %s, %s, 'representative', '', 'consultation', 'page.read', '[]', '[]', '', %s, 1)
"""


@dataclass
class Told:
    """What one writer knows of its events: kept for certain, gone for certain; of the rest, either is right."""

    kept: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    cut_off: int = 0


@dataclass
class Writer:
    """One connection of the application's role that records and records."""

    address: str
    marac: UUID
    events: int
    dice: random.Random
    told: Told = field(default_factory=Told)
    member: UUID = field(default_factory=uuid4)

    def write(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        while len(self.told.kept) < self.events:
            ids = [uuid4() for _ in range(self.dice.randint(1, MOST_AT_ONCE))]
            try:
                connection = connection or psycopg.connect(self.address)
                self._transact(connection, ids)
            except psycopg.Error:
                self.told.cut_off += 1
                if connection:
                    connection.close()
                connection = None
        if connection:
            connection.close()

    def _transact(self, connection: psycopg.Connection[Any], ids: list[UUID]) -> None:
        who = {"member": str(self.member), "agency": str(self.member), "marac": str(self.marac)}
        connection.execute(_AS, who)
        rows = [(one, self.marac, self.member, self.member, one.bytes) for one in ids]
        connection.cursor().executemany(_ADDED, rows)
        if self.dice.random() < CUT_OFF:
            self.told.gone.update(ids)
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        if self.dice.random() < TURNED_BACK:
            connection.rollback()
            self.told.gone.update(ids)
            return
        connection.commit()
        self.told.kept.update(ids)


def run(events: int) -> str:
    """So many events of 16 writers, two sequencers at once beside them, all cut off at random; what was found.

    Raises AssertionError when one is lost, doubled, or out of order.
    """
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # it warns of each connection that is cut off here
    name = databases.clone(f"record_{uuid4().hex[:8]}")
    over = threading.Event()
    dice, cut = random.Random(events), Counter[str]()
    engines = [create_engine(databases.app_url(name), poolclass=NullPool) for _ in range(SEQUENCERS)]
    signer = Signer(Ed25519PrivateKey.generate())
    try:
        maracs = _maracs(name)
        share = -(-events // WRITERS)
        address = databases.plain(databases.app_url(name))
        writers = [
            Writer(address, maracs[number % TREES], share, random.Random(f"{events} {number}"))
            for number in range(WRITERS)
        ]
        behind = [threading.Thread(target=_sequence, args=(engine, signer, over, cut)) for engine in engines]
        behind.append(threading.Thread(target=_cut_off, args=(name, over, dice, cut)))
        _run(writers, behind, over)
        put_in_order(engines[0], signer)
        return _found(name, engines[0], signer, writers, cut)
    finally:
        over.set()
        for engine in engines:
            engine.dispose()
        databases.drop(name)


def _maracs(name: str) -> list[UUID]:
    with psycopg.connect(databases.plain(databases.superuser_url(name))) as connection:
        made = [uuid4() for _ in range(TREES)]
        connection.execute("SET session_replication_role = replica")
        columns = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = 'marac' AND is_nullable = 'NO' AND column_default IS NULL"
        ).fetchall()
        usual: dict[str, Any] = {"integer": 1, "boolean": False, "character varying": ""}
        for one in made:
            row = {column: usual.get(kind, one) for column, kind in columns} | {"name": one.hex, "slug": one.hex}
            names, places = ", ".join(row), ", ".join(f"%({column})s" for column in row)
            connection.execute(f"INSERT INTO marac ({names}) VALUES ({places})".encode(), row)
        return made


def _run(writers: list[Writer], behind: list[threading.Thread], over: threading.Event) -> None:
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in [*behind, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    for thread in behind:
        thread.join()


def _sequence(engine: Engine, signer: Signer, over: threading.Event, cut: Counter[str]) -> None:
    """Each look a minute later by this sequencer's own clock, which the other's may be ahead of."""
    began, looks = clock.now(), 0
    while not over.is_set():
        looks += 1
        try:
            with clock.at(began + timedelta(minutes=looks)):
                put_in_order(engine, signer)
        except SQLAlchemyError:
            cut["sequencers"] += 1
        time.sleep(0.02)


def _cut_off(name: str, over: threading.Event, dice: random.Random, cut: Counter[str]) -> None:
    """Any connection of the application, at any moment: in the midst of a batch, of a commit, of a checkpoint."""
    asked = "SELECT pid FROM pg_stat_activity WHERE usename = 'marac_app' AND datname = %s AND state <> 'idle'"
    with psycopg.connect(databases.plain(databases.superuser_url()), autocommit=True) as connection:
        while not over.wait(0.05):
            pids = [pid for (pid,) in connection.execute(asked, [name]).fetchall()]
            if pids:
                connection.execute("SELECT pg_terminate_backend(%s)", [dice.choice(pids)])
                cut["connections"] += 1


def _found(name: str, engine: Engine, signer: Signer, writers: list[Writer], cut: Counter[str]) -> str:
    kept = {one for writer in writers for one in writer.told.kept}
    gone = {one for writer in writers for one in writer.told.gone}
    with psycopg.connect(databases.plain(databases.superuser_url(name))) as connection:
        there = {one for (one,) in connection.execute("SELECT id FROM audit_event").fetchall()}
        asked = "SELECT marac_id, count(*), count(DISTINCT seq), min(seq), max(seq) FROM audit_event GROUP BY 1"
        for tree, rows, places, first, last in connection.execute(asked).fetchall():
            assert (rows, first, last) == (places, 0, places - 1), f"{tree}: not in order without a gap"
    assert kept <= there, f"{len(kept - there)} events are lost"
    assert not gone & there, f"{len(gone & there)} events are there that never happened"
    checkpoints = 0
    with alone(engine) as connected:
        assert connected is not None
        source = OfSequencer(connected)
        for marac in {writer.marac for writer in writers}:
            notes = notes_in("".join(f"{one.note}\n" for one in source.signed(marac)), "checkpoints")
            check_notes(notes, [], [signer.public])
            tree = Tree("record", open_end=True)
            tree.check(source.lines(marac), notes, [])
            checkpoints += len(notes)
    return (
        f"{len(there)} events of {WRITERS} writers, {len(gone)} more turned back; {cut['connections']} connections cut"
        f" off, {cut['sequencers']} times a sequencer's: 0 lost, 0 doubled, no gap; {checkpoints} checkpoints agree"
    )
