"""The record put in order behind the work: each event its place and its hash, then the whole signed (proof.md C).

What has no place yet is found by having none, never by id or time: a transaction may commit behind any of those.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from marac.store.canonical import FIELDS, canonical
from marac.store.posting import Post
from marac.store.scope import look_as
from marac.store.signatures import Broken, sign_due
from marac.store.signing import Signer
from marac.store.tree import leaf_hash
from marac.vocabulary import SystemViewer

SEQUENCER = SystemViewer("sequencer", "marac_sequencer")
BATCH = 2000
EVERY = 0.5  # seconds
PATIENCE = 5.0  # seconds that it is given to end
WAIT = 60.0  # seconds after something that another try will hardly mend
log = logging.getLogger("marac")

_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext('marac record'))")
_FOUND = text(f"SELECT id, {', '.join(FIELDS)} FROM audit_event WHERE seq IS NULL ORDER BY at LIMIT :most")
_LAST = """
SELECT greatest(
  (SELECT e.seq + 1 FROM audit_event e WHERE {of_event} AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1),
  (SELECT c.size FROM checkpoint c WHERE {of_checkpoint} ORDER BY c.size DESC LIMIT 1), 0)
"""
_LAST_OF_ONE = text(_LAST.format(of_event="e.marac_id = :marac", of_checkpoint="c.marac_id = :marac"))
_LAST_OF_NOBODY = text(_LAST.format(of_event="e.marac_id IS NULL", of_checkpoint="c.marac_id IS NULL"))
_PLACED = text("""
UPDATE audit_event e SET seq = n.seq, leaf = n.leaf
  FROM unnest(CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:leaves AS bytea[])) AS n(id, seq, leaf)
 WHERE e.id = n.id AND e.seq IS NULL
""")


@contextmanager
def alone(engine: Engine) -> Iterator[Connection | None]:
    """One transaction of the sequencer's; nothing where another process is at it."""
    with engine.begin() as connection:
        look_as(connection, SEQUENCER)
        yield connection if connection.execute(_ALONE).scalar() else None


def sequence(engine: Engine, most: int = BATCH) -> int:
    """Give one batch of events their places, in one transaction; how many. 0 where another process is at it."""
    with alone(engine) as connection:
        if connection is None:
            return 0
        found = connection.execute(_FOUND, {"most": most}).mappings().all()
        if found:
            placed = connection.execute(_PLACED, _places(connection, found)).rowcount
            if placed != len(found):
                raise Broken(f"{len(found)} events were found and {placed} given a place")
        return len(found)


def _places(connection: Connection, found: Any) -> dict[str, list[Any]]:
    by_tree: dict[UUID | None, list[Any]] = defaultdict(list)
    for event in found:
        by_tree[event["marac_id"]].append(event)
    ids: list[UUID] = []
    seqs: list[int] = []
    leaves: list[bytes] = []
    for marac_id, events in by_tree.items():
        first = last_of(connection, marac_id)
        ids += [event["id"] for event in events]
        seqs += range(first, first + len(events))
        leaves += [leaf_hash(canonical(event)) for event in events]
    return {"ids": ids, "seqs": seqs, "leaves": leaves}


def last_of(connection: Connection, marac_id: UUID | None) -> int:
    """The next place: after every event that has one, and after all that was ever signed."""
    if marac_id is None:
        return int(connection.execute(_LAST_OF_NOBODY).scalar_one())
    return int(connection.execute(_LAST_OF_ONE, {"marac": marac_id}).scalar_one())


def put_in_order(engine: Engine, signer: Signer) -> tuple[int, int]:
    """What waits, then whatever checkpoint is due, however fast more comes: how many events, how many checkpoints.

    Raises Broken when a tree is not as it was signed; the others are signed all the same.
    """
    events = placed = sequence(engine)
    while placed == BATCH:
        placed = sequence(engine)
        events += placed
    with alone(engine) as connection:
        signed, broken = sign_due(connection, signer) if connection is not None else (0, [])
    if broken:
        raise Broken("; ".join(broken))
    return events, signed


@contextmanager
def kept_in_order(engine: Engine, signer: Signer, post: Post) -> Iterator[None]:
    """Twice a second meanwhile, in a thread of its own, and the post after every checkpoint."""
    over = threading.Event()
    thread = threading.Thread(target=_keep, args=(engine, signer, post, over), name="record", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PATIENCE)


def _keep(engine: Engine, signer: Signer, post: Post, over: threading.Event) -> None:
    """What fails is left for the next time; what will hardly mend by itself, for a minute later."""
    wait = EVERY
    while not over.wait(wait):
        wait = EVERY
        try:
            _, signed = put_in_order(engine, signer)
            post.send_due(engine, news=bool(signed))
        except Broken as why:
            log.error("record: %s", why)
            wait = WAIT
        except Exception as lost:  # whatever it is, the record must go on
            log.warning("record: could not be put in order (%s)", type(lost).__name__)
