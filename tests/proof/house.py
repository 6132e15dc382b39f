"""One database and one process of the platform for many worlds, each a MARAC of its own."""

import asyncio
import os
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

import tests.database as databases
from agenda.minutes.issuing import issue
from agenda.models import Meeting, MinutesIssue
from marac import clock
from marac.app import create_app
from marac.proceedings import MeetingStatus
from marac.store.sealing import Keyring
from marac.store.work import PLANNED_ONCE, Store, open_work
from marac.vocabulary import Role
from marac.web.rates import Rates
from marac.web.viewer import cookie_name
from tests.conftest import MASTER, Database, settings_for
from tests.proof.asking import Address, Answer, Asker
from tests.proof.leaving import move_away
from tests.proof.marks import Marks
from tests.proof.people import Eyes
from tests.proof.world import World

MOMENT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass
class Proving:
    """What the worlds of one run share. `superuser` is bound by no policy: it writes worlds and reads the record."""

    database: Database
    engine: Engine
    superuser: Engine
    keyring: Keyring
    store: Store
    asker: Asker
    marks: Marks
    made: int = 0

    def world(self, seed: int) -> World:
        """Make a world and keep it, its minutes issued where its meeting has come so far; its ids are its seed's."""
        self.marks.forget()
        self.made += 1
        drawn = random.Random(f"{seed} {self.made}").randbytes  # the same seed twice in one database is two worlds
        with clock.at(MOMENT), patch.object(os, "urandom", drawn):
            made = World(seed, MOMENT, self.keyring, self.marks)
            self.keep([*made.rows, *made.audited.rows])
            if made.phase == "issued":
                self._issue(made)
            if made.moving:
                move_away(self, made, made.moving)
        return made

    def keep(self, rows: list[Any]) -> None:
        """Past every rule, and in any order: what these rows may say is the maker's business."""
        with Session(self.superuser, expire_on_commit=False) as session:
            session.connection().execute(text("SET LOCAL session_replication_role = replica"))
            session.add_all(rows)
            session.commit()

    def _issue(self, made: World) -> None:
        taker = next(
            one for one in made.people.eyes if one.hat is Role.COORDINATOR and one.marac_id == made.here["marac_id"]
        )
        with open_work(self.store, taker.viewer) as work:
            meeting = work.find(Meeting, made.meeting.id)
            assert meeting.status is MeetingStatus.CLOSED
            issue(work, meeting)

    def issues(self, made: World) -> list[MinutesIssue]:
        with Session(self.superuser, expire_on_commit=False) as session:
            return list(session.exec(select(MinutesIssue).where(MinutesIssue.meeting_id == made.meeting.id)))

    def ask(self, pairs: list[tuple[Eyes, Address]]) -> list[Answer]:
        """Everything asked, at one moment, one after another."""

        async def each() -> list[Answer]:
            return [await self.asker.ask(eyes, address) for eyes, address in pairs]

        self.asker.app.state.rates = Rates(off=True)
        with clock.at(MOMENT), self.asker.counting():
            return asyncio.run(each())


@contextmanager
def proving(engine_url: str = "") -> Iterator[Proving]:
    """A fresh database. `engine_url`: how the application reaches it, with `{}` for the database's own address."""
    with ExitStack() as over:
        database = Database(databases.clone(f"proof_{next(_numbers)}"))
        over.callback(databases.drop, database.name)
        home = over.enter_context(TemporaryDirectory())
        url = database.superuser_url if engine_url == "superuser" else database.app_url
        engine = create_engine(url, connect_args=PLANNED_ONCE)
        superuser = create_engine(database.superuser_url)
        over.callback(engine.dispose)
        over.callback(superuser.dispose)
        keyring = Keyring(MASTER)
        store = Store(engine, keyring)
        settings = settings_for(database, Path(home))
        asker = Asker(create_app(settings, store), cookie_name(settings))
        yield Proving(database, engine, superuser, keyring, store, asker, Marks())
