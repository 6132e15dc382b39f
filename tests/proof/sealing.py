"""Sealed bytes that are moved are refused; a destroyed key opens nothing, here or in yesterday's dump (C77)."""

import contextlib
import io
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import select

import tests.database as databases
from marac.cases.models import Case, PersonName
from marac.cases.operations.keeping import confirm_erasure, propose_erasure
from marac.commands.audit import verify
from marac.proceedings import ErasureGround
from marac.settings import Settings
from marac.store.audit import AuditEvent
from marac.store.binaries import programs
from marac.store.keys import CaseKey
from marac.store.keystore import Erased
from marac.store.masters import make_master_key
from marac.store.sealing import Keyring
from marac.store.sequencing import put_in_order
from marac.store.signing import Signer, make_signing_key
from marac.store.unlocking import open_keyring
from marac.store.work import Store, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, PartyRole
from tests.cast import Cast, install, open_case
from tests.proof.moving import MOVES, moved


@dataclass(frozen=True)
class Outcome:
    """What was read of the destroyed case and of its neighbour, live and in yesterday's dump, with today's keys."""

    live: set[str]
    restored: set[str]
    keys_opened: set[UUID]
    events: tuple[int, int]
    record_stands: bool


def destroyed() -> Outcome:
    """Two cases; a dump; one case erased; the dump restored beside what is live, with today's keys."""
    with _installation() as (settings, cast, engine):
        for code in ("HERON", "TEAL"):
            open_case(cast, code, CaseStatus.CLOSED)
            _rename(cast, code)
        signer = Signer.read(settings.signing_key_file)
        put_in_order(engine, signer)
        before = _events(cast)
        with tempfile.NamedTemporaryFile(suffix=".dump") as dump:
            _dump(settings, Path(dump.name))
            _erase(cast, "HERON")
            put_in_order(engine, signer)
            with _restored(settings, Path(dump.name)) as (yesterday, old):
                seen = replace(cast, store=Store(old, open_keyring(yesterday, old)))
                return Outcome(
                    _surnames(cast),
                    _surnames(seen),
                    _opened(yesterday, seen.store.keyring),
                    (before, _events(seen)),
                    _verifies(settings) and _verifies(yesterday),
                )


def run(moves: int) -> str:
    """One sentence. Raises AssertionError where anything was opened that must not be."""
    refused = moved(moves)
    assert refused.total() == moves + 1, dict(refused)
    found = destroyed()
    assert found.live == found.restored == {"Erased", "canary-TEAL"}, found
    assert len(found.keys_opened) == 1, found
    assert found.events[0] == found.events[1] and found.record_stands, found
    return (
        f"{moves} of {moves} sealed values that were moved or changed refused, in {len(MOVES)} ways;"
        f" key destroyed and yesterday's dump restored: 0 canaries readable, the neighbour's still are,"
        f" {found.events[1]} events there and the record verifies in both"
    )


@contextmanager
def _installation() -> Iterator[tuple[Settings, Cast, Engine]]:
    name = databases.clone(f"sealing_{uuid4().hex[:8]}")
    try:
        with tempfile.TemporaryDirectory() as home:
            settings = _settings(name, Path(home))
            make_master_key(settings.master_key_file)
            make_signing_key(settings.signing_key_file)
            engine, owner = (create_engine(u, poolclass=NullPool) for u in (settings.database_url, settings.owner_url))
            yield settings, install(owner, Store(engine, open_keyring(settings, engine))), engine
    finally:
        databases.drop(name)


def _settings(name: str, home: Path) -> Settings:
    address = {"DATABASE_URL": databases.app_url(name), "MARAC_OWNER_URL": databases.owner_url(name)}
    return Settings.read({**address, "MARAC_HOME": str(home)})


def _rename(cast: Cast, code: str) -> None:
    with open_work(cast.store, cast["police_rep"]) as work:
        names = work.all(select(PersonName).where(PersonName.case_id == cast.cases[code]))
        work.require(ALLOWED, *names)
        for name in names:
            name.surname = f"canary-{code}"
        work.log(Verb.REFERRAL_CHANGED, *names)


def _erase(cast: Cast, code: str) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, cast.cases[code])
        erasure = propose_erasure(work, case, ErasureGround.NO_LONGER_NEEDED, "Kept long enough.")
    with open_work(cast.store, cast["chair"]) as work:
        confirm_erasure(work, work.find(Case, cast.cases[code]), work.find(type(erasure), erasure.id))


def _surnames(cast: Cast) -> set[str]:
    with open_work(cast.store, cast["police_rep"]) as work:
        found = {name.surname for name in work.all(select(PersonName)) if name.party is PartyRole.VICTIM}
        work.session.info.pop("opened", None)
        return found


def _events(cast: Cast) -> int:
    with open_work(cast.store, cast["auditor"]) as work:
        return len([e for e in work.all(select(AuditEvent)) if e.reason != "no-longer-needed"])


def _opened(settings: Settings, keyring: Keyring) -> set[UUID]:
    """Every wrapped key of the dump, tried with today's master key and key store by whoever holds all of them."""
    opened = set()
    with psycopg.connect(databases.plain(settings.owner_url)) as connection:
        for case, marac, wrapped in connection.execute(
            f"SELECT case_id, marac_id, wrapped FROM {CaseKey.__tablename__}"
        ):
            with contextlib.suppress(Erased):
                keyring.unwrap(marac, case, bytes(wrapped))
                opened.add(case)
    return opened


def _verifies(settings: Settings) -> bool:
    with contextlib.redirect_stdout(io.StringIO()):
        return verify(settings) == 0


def _dump(settings: Settings, file: Path) -> None:
    _postgres("pg_dump", settings, "-Fc", "-f", str(file))


@contextmanager
def _restored(settings: Settings, file: Path) -> Iterator[tuple[Settings, Engine]]:
    """The dump in a database of its own, with today's master key and key store."""
    name = f"restored_{uuid4().hex[:8]}"
    old = replace(settings, database_url=databases.app_url(name), owner_url=databases.owner_url(name))
    with psycopg.connect(databases.plain(databases.superuser_url()), autocommit=True) as connection:
        for statement in (
            "CREATE DATABASE {} TEMPLATE template0 OWNER marac_owner",
            "GRANT CONNECT ON DATABASE {} TO marac_app",
        ):
            connection.execute(SQL(statement).format(Identifier(name)))
    try:
        _postgres("pg_restore", old, "--exit-on-error", "-d", name, str(file))
        yield old, create_engine(old.database_url, poolclass=NullPool)
    finally:
        databases.drop(name)


def _postgres(program: str, settings: Settings, *words: str) -> None:
    """As the superuser, whom row-level security does not bind."""
    name = settings.database_url.partition("@/")[2].partition("?")[0]
    address = ["-h", str(databases.server().sockets), "-U", "postgres"]
    target = [name] if program == "pg_dump" else []
    command = [str(programs().folder / program), *address, *words, *target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
