"""The record put in order and signed: what is due when, what a changed clock or row does, and who may what."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from marac import clock
from marac.proceedings import Occasion
from marac.store import sequencing
from marac.store.audit import AuditEvent
from marac.store.canonical import FIELDS, canonical
from marac.store.checkpoints import Checkpoint
from marac.store.posting import Post
from marac.store.prepare import SEQUENCER as ROLE
from marac.store.scope import kinds
from marac.store.sequencing import alone, kept_in_order, put_in_order, sequence
from marac.store.signatures import Broken
from marac.store.signing import Signer, is_signed
from marac.store.tree import leaf_hash, root_of
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN
from tests.cast import Cast, open_case
from tests.conftest import Database
from tests.oversight.record import SIGNER

MINUTE = timedelta(minutes=1)
DAY = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    made = create_engine(database.superuser_url)
    yield made
    made.dispose()


def happen(cast: Cast, verb: Verb = Verb.LEDGER_READ, who: str = "auditor") -> None:
    with open_work(cast.store, cast[who]) as work:
        work.log(verb)


def sign(cast: Cast, at: datetime) -> int:
    with clock.at(at):
        return put_in_order(cast.store.engine, SIGNER)[1]


def checkpoints(cast: Cast) -> list[Checkpoint]:
    with open_work(cast.store, cast["auditor"]) as work:
        asked = select(Checkpoint).where(Checkpoint.marac_id == cast.marac).order_by(col(Checkpoint.number))
        return work.all(asked)


def test_every_event_gets_its_place_and_the_hash_of_what_it_says(cast: Cast, superuser: Engine) -> None:
    open_case(cast)
    events, signed = put_in_order(cast.store.engine, SIGNER)
    assert (events > 3, signed) == (True, 1)
    with superuser.begin() as connection:
        rows = connection.execute(text("SELECT * FROM audit_event ORDER BY seq")).mappings().all()
    assert [row["seq"] for row in rows] == list(range(events))
    assert [bytes(row["leaf"]) for row in rows] == [leaf_hash(canonical(dict(row))) for row in rows]
    (made,) = checkpoints(cast)
    assert (made.number, made.size, made.occasion) == (1, events, Occasion.DAY)
    assert made.root == root_of(bytes(row["leaf"]) for row in rows)
    assert made.note.startswith(f"marac/record/{cast.marac}\n{events}\n")
    assert is_signed(made.note, SIGNER.public)


def test_what_is_hashed_is_what_the_decision_says() -> None:
    made = AuditEvent(
        at=datetime(2026, 5, 12, 10, tzinfo=UTC), hat="chair", operation="disclosure", verb="line.shared",
        items=[{"t": "line", "id": "K4"}], salt=b"\x01\xff", member_id=UUID(int=10), reason="é",
    )  # fmt: skip
    said = (
        '{"agency_id":null,"at":"2026-05-12T10:00:00.000000+00:00","case_id":null,"hat":"chair",'
        '"items":[{"id":"K4","t":"line"}],"marac_id":null,"meeting_id":null,'
        '"member_id":"00000000-0000-0000-0000-00000000000a","operation":"disclosure","reason":"é","recipients":[],'
        '"request_id":"","salt":"01ff","schema_version":1,"seat_id":null,"sign_in_id":null,"verb":"line.shared"}'
    )
    assert canonical({name: getattr(made, name) for name in FIELDS}) == said.encode()


def test_a_minute_in_which_something_happened_is_signed_and_no_other(cast: Cast) -> None:
    happen(cast)
    assert sign(cast, DAY) == 1
    assert sign(cast, DAY + 5 * MINUTE) == 0, "nothing happened"
    happen(cast)
    assert sign(cast, DAY + MINUTE / 2) == 0, "the minute is not over"
    assert sign(cast, DAY + MINUTE) == 1
    happen(cast)
    assert sign(cast, DAY + timedelta(days=1)) == 1
    assert [made.occasion for made in checkpoints(cast)] == [Occasion.DAY, Occasion.MINUTE, Occasion.DAY]
    assert [made.size for made in checkpoints(cast)] == [1, 2, 3]


def test_a_meetings_end_is_signed_at_once(cast: Cast) -> None:
    happen(cast)
    assert sign(cast, DAY) == 1
    happen(cast, Verb.MEETING_CLOSED, "chair")
    assert sign(cast, DAY + MINUTE / 60) == 1
    assert checkpoints(cast)[-1].occasion is Occasion.MEETING
    happen(cast)
    assert sign(cast, DAY + MINUTE / 50) == 0


def test_a_clock_that_goes_back_disturbs_nothing_and_is_said(cast: Cast) -> None:
    happen(cast)
    assert sign(cast, DAY) == 1
    happen(cast)
    assert sign(cast, DAY - timedelta(hours=3)) == 1
    happen(cast)
    assert sign(cast, DAY - timedelta(hours=3) + MINUTE / 2) == 0, "a minute of the clock, wherever it stands"
    assert sign(cast, DAY - timedelta(hours=2)) == 1
    assert [made.at for made in checkpoints(cast)] == [DAY, DAY, DAY]
    assert checkpoints(cast)[1].clock_at == DAY - timedelta(hours=3)
    assert (
        "time 2026-05-12T09:00:00.000000+00:00\nclock 2026-05-12T06:00:00.000000+00:00\n" in checkpoints(cast)[1].note
    )


def test_only_one_sequencer_is_at_it(cast: Cast) -> None:
    happen(cast)
    with alone(cast.store.engine) as first:
        assert first is not None
        assert sequence(cast.store.engine) == 0
        with alone(cast.store.engine) as second:
            assert second is None
    assert sequence(cast.store.engine) == 1


def test_a_server_keeps_the_record_in_order_by_itself_and_stops_when_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sequencing, "EVERY", 0.02)
    tries = iter([SQLAlchemyError("lost"), KeyError("whatever")])

    def sometimes(engine: Engine, signer: Signer) -> tuple[int, int]:
        for failure in tries:
            raise failure
        return put_in_order(engine, signer)

    monkeypatch.setattr(sequencing, "put_in_order", sometimes)
    happen(cast)
    with kept_in_order(cast.store.engine, SIGNER, Post("")):
        deadline = time.monotonic() + 20
        while not checkpoints(cast) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert [made.size for made in checkpoints(cast)] == [1]
    assert [record.message for record in caplog.records][:2] == [
        "record: could not be put in order (SQLAlchemyError)",
        "record: could not be put in order (KeyError)",
    ]
    assert "record" not in {thread.name for thread in threading.enumerate()}


def test_what_was_altered_is_said_and_looked_at_again_a_minute_later(
    cast: Cast, superuser: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sequencing, "EVERY", 0.02)
    happen(cast)
    sign(cast, DAY)
    with superuser.begin() as connection:
        connection.execute(text("DELETE FROM audit_event"))
    with kept_in_order(cast.store.engine, SIGNER, Post("")):
        time.sleep(1)
    said = f"record: {cast.marac}: checkpoint 1 counts 1 events and 0 are there"
    assert [record.message for record in caplog.records] == [said]


def test_cut_off_before_its_commit_a_batch_leaves_nothing_behind(cast: Cast) -> None:
    for _ in range(5):
        happen(cast)
    engine = cast.store.engine

    def cut_off(connection: Any) -> None:
        raise ConnectionAbortedError

    event.listen(engine, "commit", cut_off)
    for _ in range(3):
        with pytest.raises(ConnectionAbortedError):
            put_in_order(engine, SIGNER)
    event.remove(engine, "commit", cut_off)
    assert put_in_order(engine, SIGNER) == (5, 1)
    assert checkpoints(cast)[0].size == 5


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("UPDATE checkpoint SET peaks = sha256('x')", "checkpoint 1 is not as it was signed"),
        ("UPDATE checkpoint SET peaks = 'x'", "checkpoint 1 is not as it was signed"),
        ("UPDATE checkpoint SET root = sha256('x'), note = replace(note, 'number 1', 'number 7')", "not as it was"),
        ("DELETE FROM audit_event", "checkpoint 1 counts 1 events"),
    ],
)
def test_nothing_is_signed_upon_what_was_altered(cast: Cast, superuser: Engine, done: str, said: str) -> None:
    happen(cast)
    sign(cast, DAY)
    with superuser.begin() as connection:
        connection.execute(text(done))
    if "DELETE" not in done:
        happen(cast)
    with pytest.raises(Broken, match=said):
        sign(cast, DAY + MINUTE)


def test_where_one_tree_was_altered_the_others_are_signed_all_the_same(cast: Cast, superuser: Engine) -> None:
    happen(cast)
    sign(cast, DAY)
    with superuser.begin() as connection:
        connection.execute(text("UPDATE checkpoint SET peaks = sha256('x')"))
    happen(cast)
    with open_work(cast.store, SIGN_IN) as work:
        work.log(Verb.SIGN_IN_REFUSED)
    with pytest.raises(Broken, match=str(cast.marac)):
        sign(cast, DAY + MINUTE)
    with superuser.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM checkpoint WHERE marac_id IS NULL")).scalar() == 1


def test_a_place_that_was_signed_is_never_given_twice(cast: Cast, superuser: Engine) -> None:
    happen(cast)
    happen(cast)
    sign(cast, DAY)
    with superuser.begin() as connection:
        connection.execute(text("DELETE FROM audit_event WHERE seq = 1"))
    happen(cast)
    sign(cast, DAY + MINUTE)
    with superuser.begin() as connection:
        assert connection.execute(text("SELECT seq FROM audit_event ORDER BY seq")).scalars().all() == [0, 2]


REFUSED_TO_THE_APP = (
    "UPDATE audit_event SET seq = 9",
    "UPDATE audit_event SET leaf = ''",
    "DELETE FROM audit_event",
    "UPDATE checkpoint SET size = 1",
    "DELETE FROM checkpoint",
    "INSERT INTO checkpoint SELECT * FROM checkpoint",
    "UPDATE outbox SET sent_at = now()",
    "INSERT INTO outbox SELECT * FROM outbox",
    "DELETE FROM checkpoint_receipt",
    "UPDATE checkpoint_receipt SET at = now()",
    "SELECT scope.post_checkpoint(gen_random_uuid())",
    "SELECT * FROM scope.letters(1)",
)


@pytest.mark.parametrize("statement", REFUSED_TO_THE_APP)
def test_the_application_alters_nothing_of_the_record(database: Database, statement: str) -> None:
    with psycopg.connect(database.app_url.replace("+psycopg", "")) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement.encode())


def test_nobody_adds_an_event_with_a_place_of_its_own(cast: Cast) -> None:
    def add(work: Work) -> None:
        work.log(Verb.LEDGER_READ)
        (made,) = [row for row in work.session.new if isinstance(row, AuditEvent)]
        made.seq, made.leaf = 7, b"x"

    with pytest.raises(Exception, match="unsequenced_when_added"), open_work(cast.store, cast["auditor"]) as work:
        add(work)


def test_the_sequencer_numbers_hashes_and_signs_and_nothing_else(cast: Cast, database: Database) -> None:
    open_case(cast)
    put_in_order(cast.store.engine, SIGNER)
    happen(cast)
    with psycopg.connect(database.superuser_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"SET ROLE {ROLE}".encode())
        for table in kinds():
            if table.name not in {"audit_event", "checkpoint", "marac"}:
                with pytest.raises(InsufficientPrivilege):
                    connection.execute(f"SELECT FROM {table.name}".encode())
        for refused in (
            "UPDATE audit_event SET at = now()",
            "UPDATE audit_event SET items = '[]'",
            "DELETE FROM audit_event",
            "INSERT INTO audit_event SELECT * FROM audit_event",
            "UPDATE checkpoint SET size = 1",
            "DELETE FROM checkpoint",
            "SELECT name FROM marac",
            "UPDATE marac SET slug = ''",
            "TRUNCATE audit_event",
            "UPDATE audit_event SET seq = 9",
        ):
            with pytest.raises(InsufficientPrivilege):
                connection.execute(refused.encode())
        done = connection.execute("UPDATE audit_event SET seq = 99, leaf = 'x' WHERE seq IS NOT NULL")
        assert done.rowcount == 0, "what has a place keeps it"


def test_the_sequencer_is_no_way_in(database: Database) -> None:
    """Nobody logs in as it; the application takes it on for one transaction at a time."""
    with psycopg.connect(database.superuser_url.replace("+psycopg", "")) as connection:
        asked = "SELECT rolcanlogin, rolbypassrls, rolsuper, rolinherit FROM pg_roles WHERE rolname = %s"
        assert connection.execute(asked, [ROLE]).fetchone() == (False, False, False, False)


def test_another_agencys_officer_reads_no_leaves_of_another_marac(cast: Cast) -> None:
    happen(cast)
    put_in_order(cast.store.engine, SIGNER)
    asked = text("SELECT count(*) FROM scope.leaves(:tree, 100)")
    for name, tree, seen in (
        ("auditor", cast.marac, 1),
        ("officer", cast.marac, 1),
        ("officer", uuid4(), 0),
        ("police_rep", cast.marac, 0),
        ("chair", cast.marac, 0),
    ):
        with open_work(cast.store, cast[name]) as work:
            assert work.session.connection().execute(asked, {"tree": tree}).scalar() == seen, name
