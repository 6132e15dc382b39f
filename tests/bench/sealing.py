"""What sealing and the record cost: 200 fields; a workbench of 60 people; the case page with both and without."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import create_engine
from sqlmodel import col, select

from agencies.operations.research import request_research
from marac import clock
from marac.app import create_app
from marac.cases.models import Case, PersonName
from marac.settings import Settings
from marac.store import boxes
from marac.store.sealing import in_hand
from marac.store.seats import Seat
from marac.store.unlocking import open_keyring
from marac.store.work import Store, Work, open_work
from marac.web.viewer import cookie_name
from tests.bench.serving import _process, _serve
from tests.bench.world import OTHERS, World

FIELDS, CASES, PEOPLE = 200, 20, 60
READER = "council_rep"
TIMES = 15  # how often each of the workbench's orders and filters is asked for


# 200 fields ------------------------------------------------------------


class _Keys:
    """Every case's key, opened before."""

    def __init__(self) -> None:
        self.known: dict[UUID, AESGCM] = {}

    def cipher_of(self, case_id: UUID) -> AESGCM:
        if case_id not in self.known:
            self.known[case_id] = AESGCM(AESGCM.generate_key(256))
        return self.known[case_id]


@dataclass(frozen=True)
class Opening:
    """Milliseconds for 200 fields of 20 cases: opening alone, and reading the attribute that opens."""

    opened: float
    read: float


def two_hundred_fields() -> Opening:
    """The best of some: what else runs on this machine can only add to it."""
    keys = _Keys()
    token = in_hand.set(keys)
    try:
        cases, marac = [uuid4() for _ in range(CASES)], uuid4()
        rows = [
            PersonName(marac_id=marac, case_id=cases[number % CASES], surname=f"Surname {number} of the forty bytes")
            for number in range(FIELDS)
        ]
        opened = _best(lambda: [_open(keys, row) for row in rows])
        return Opening(opened, _best(lambda: [row.surname for row in rows]))
    finally:
        in_hand.reset(token)


def _open(keys: _Keys, row: Any) -> str:
    return boxes.unseal(keys.cipher_of(row.case_id), row.surname_sealed, boxes.place(row, "surname_sealed"))


def _best(do: Any) -> float:
    taken = []
    for _ in range(50):
        began = time.perf_counter()
        do()
        taken.append(1000 * (time.perf_counter() - began))
    return min(taken)


# 60 people -------------------------------------------------------------


def workbench(world: World, port: int) -> list[float]:
    """Milliseconds from asking to the whole answer, in every order and filter, one browser."""
    _ask_for_research(world)
    path, cookie = world.path(READER, "research"), f"{cookie_name(world.settings)}={world.tokens[READER]}"
    connection, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for number, (sort, show) in enumerate(product(("case", "name", "answer"), ("open", "all"))):
        for again in range(TIMES):
            began = time.perf_counter()
            connection.request("GET", f"{path}?sort={sort}&show={show}", headers={"cookie": cookie})
            answer = connection.getresponse()
            text = answer.read().decode()
            if number or again:
                taken.append(1000 * (time.perf_counter() - began))
            shown = text.count("OKAFOR") + text.count("VANCE") + text.count("LOWE")
            if answer.status != 200 or shown < PEOPLE:
                raise RuntimeError(f"the workbench shows {shown} people, with {answer.status}")
    return taken


def _ask_for_research(world: World) -> None:
    engine = create_engine(world.settings.database_url)
    store = Store(engine, open_keyring(world.settings, engine))
    agency = world.viewers[READER].agency_id
    with open_work(store, world.viewers["coordinator"]) as work:
        for case in work.all(select(Case).where(col(Case.code).in_(OTHERS[:CASES]))):
            seat = work.all(select(Seat).where(Seat.case_id == case.id, Seat.agency_id == agency))[0]
            due = clock.now() + timedelta(days=3)
            request_research(work, case.id, agency, world.going_on, seat, due)
    engine.dispose()


# The case page ---------------------------------------------------------


@contextmanager
def without_both(world: World) -> Iterator[int]:
    """The platform with neither sealing nor record, patched so in a process of its own; its port."""
    with _process(_serve_without, world.settings) as (port, _):
        yield port


def _serve_without(listener: socket.socket, told: Any, settings: Settings) -> None:
    """Sealed values come from a dictionary, as if they had stood in clear; nothing is recorded."""
    known: dict[bytes, str] = {}

    def in_clear(cipher: AESGCM, box: bytes, where: bytes) -> str:
        if box not in known:
            known[box] = boxes.unseal(cipher, box, where)
        return known[box]

    def record_nothing(self: Work, *_: Any, **__: Any) -> None:
        self.session.info.pop("opened", None)

    told.send(None)
    with (
        patch("marac.store.sealing.unseal", in_clear),
        patch("marac.store.sealing._note_opening", lambda *_: None),
        patch.object(Work, "log_openings", record_nothing),
    ):
        _serve(create_app(settings), listener)
