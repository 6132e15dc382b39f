"""What recording costs: a plain append, and one chained to the last inside its transaction; 8 writers, one MARAC."""

import json
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg

WRITERS = 8
SECONDS, ROUNDS = 1.5, 3
PREPARING = 0.5  # seconds until every writer is connected
PAGE = 0.005  # seconds that a page still takes between its first event and its commit
_AS = """
SELECT set_config('marac.hat', 'representative', true), set_config('marac.side', 'neither', true),
  set_config('marac.member_id', %(who)s, true), set_config('marac.agency_id', %(who)s, true),
  set_config('marac.marac_id', %(marac)s, true), set_config('marac.at', now()::text, true)
"""
_ADDED = """
INSERT INTO audit_event (id, at, marac_id, member_id, agency_id, hat, request_id, operation, verb, items, recipients,
  reason, salt, schema_version)
VALUES (%(id)s, now(), %(marac)s, %(who)s, %(who)s, 'representative', '', 'consultation', 'page.read', %(items)s,
  '[]', '', %(salt)s, 1)
"""
_HEAD = "SELECT seq, hash FROM bench_chain WHERE marac = %(marac)s FOR UPDATE"
_MOVED = "UPDATE bench_chain SET seq = %(seq)s, hash = %(hash)s WHERE marac = %(marac)s"


@dataclass(frozen=True)
class Appended:
    """Events a second, all writers together: as we do it, and chained; by itself, and within a page."""

    alone: float
    alone_chained: float
    paged: float
    paged_chained: float


def measure(app_url: str, superuser_url: str) -> Appended:
    """Turn by turn in one run; the middle of the rounds."""
    marac, address = uuid4(), app_url.replace("+psycopg", "")
    with psycopg.connect(superuser_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE bench_chain (marac uuid PRIMARY KEY, seq bigint, hash bytea)")
        connection.execute("GRANT SELECT, UPDATE ON bench_chain TO marac_app")
        connection.execute("INSERT INTO bench_chain VALUES (%s, 0, '')", [marac])
    found: dict[tuple[float, bool], list[float]] = {}
    kinds = ((0.0, False), (0.0, True), (PAGE, False), (PAGE, True))
    with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
        for kind in kinds * ROUNDS:
            begin = time.time() + PREPARING
            asked = [(address, str(marac), *kind, begin)] * WRITERS
            found.setdefault(kind, []).append(sum(pool.starmap(_write, asked, chunksize=1)) / SECONDS)
    return Appended(*(median(found[kind]) for kind in kinds))


def _write(address: str, marac: str, page: float, chained: bool, begin: float) -> int:
    made, who = 0, str(uuid4())
    append: Callable[..., None] = _chained if chained else _plain
    with psycopg.connect(address, prepare_threshold=1) as connection:
        time.sleep(max(0.0, begin - time.time()))
        while time.time() < begin + SECONDS:
            connection.execute(_AS, {"who": who, "marac": marac})
            append(connection, _event(marac, who))
            if page:
                time.sleep(page)
            connection.commit()
            made += 1
    return made


def _event(marac: str, who: str) -> dict[str, Any]:
    items = [{"t": "line", "id": str(uuid4()), "f": ["text"], "label": "K4"}]
    return {"id": uuid4(), "marac": marac, "who": who, "items": json.dumps(items), "salt": os.urandom(16)}


def _plain(connection: psycopg.Connection[Any], event: dict[str, Any]) -> None:
    connection.execute(_ADDED, event)


def _chained(connection: psycopg.Connection[Any], event: dict[str, Any]) -> None:
    head = connection.execute(_HEAD, event).fetchone()
    assert head is not None
    hash_ = sha256(bytes(head[1]) + json.dumps(event, default=str).encode()).digest()
    connection.execute(_ADDED, event)
    connection.execute(_MOVED, {**event, "seq": head[0] + 1, "hash": hash_})
