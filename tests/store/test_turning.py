"""Turning the master key beside running servers: no read fails, nothing is orphaned, and it can be broken off (C77)."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import select

from marac import clock
from marac.app import create_app, open_store
from marac.cases.models import PersonName
from marac.commands.keys import rotate
from marac.settings import Settings
from marac.store.masters import Masters, WrongKey, write_key_file
from marac.store.turning import _NEXT, CannotTurn, drop_old, turn
from marac.store.work import open_work
from tests.cast import Cast, open_case
from tests.conftest import MASTER


@pytest.fixture
def as_owner(settings: Settings) -> Iterator[Engine]:
    made = create_engine(settings.owner_url, poolclass=NullPool)
    yield made
    made.dispose()


def surnames(cast: Cast) -> set[str]:
    """Read as by somebody who has just asked for the first time."""
    cast.store.keyring.kept._kept.clear()
    with open_work(cast.store, cast["coordinator"]) as work:
        found = {name.surname for name in work.all(select(PersonName))}
        work.session.info.pop("opened", None)
        return found


def test_servers_read_on_while_the_master_key_is_turned(
    settings: Settings, as_owner: Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        open_case(cast, f"CASE{number}")
    monkeypatch.setattr("marac.store.turning._NEXT", _one_at_a_time())
    fingerprint, reads, failed, over = cast.store.keyring.blind("okafor"), [], [], threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                reads.append(surnames(cast))
            except Exception as why:
                failed.append(why)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    assert turn(settings, as_owner) == 6
    made_meanwhile = open_case(cast, "AFTER")
    over.set()
    for reader in readers:
        reader.join()
    assert not failed
    assert reads and all(found == {"Okafor", "Vance", "Lowe"} for found in reads)
    assert versions(as_owner) == {2: 7}
    assert made_meanwhile and cast.store.keyring.blind("okafor") == fingerprint
    fresh = open_store(settings)
    assert fresh.keyring.blind("okafor") == fingerprint
    assert surnames(replace(cast, store=fresh)) == {"Okafor", "Vance", "Lowe"}
    fresh.engine.dispose()


def _one_at_a_time() -> str:
    return _NEXT.replace("LIMIT 2000", "LIMIT 1")


def versions(owner: Engine) -> dict[int, int]:
    with owner.begin() as connection:
        found = connection.execute(text("SELECT master_version, count(*) FROM case_key GROUP BY 1"))
        return {row[0]: row[1] for row in found}


def test_a_turn_that_was_broken_off_is_ended_and_no_second_one_begun(
    settings: Settings, as_owner: Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        open_case(cast, f"CASE{number}")
    monkeypatch.setattr("marac.store.turning._NEXT", _one_at_a_time())

    def break_off(said: str) -> None:
        if said.startswith("2"):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        turn(settings, as_owner, break_off)
    assert versions(as_owner) == {1: 1, 2: 2}
    with pytest.raises(CannotTurn, match="older version"):
        drop_old(settings, as_owner)
    assert turn(settings, as_owner) == 1
    assert versions(as_owner) == {2: 3}


def test_the_old_version_is_dropped_when_nothing_needs_it(
    settings: Settings, as_owner: Engine, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    rotate(settings, drop=False)
    with pytest.raises(CannotTurn, match="ten minutes"):
        drop_old(settings, as_owner)
    with clock.at(clock.now() + timedelta(minutes=11)):
        rotate(settings, drop=True)
    assert "Taken out of" in capsys.readouterr().out
    assert Masters.read(settings.master_key_file).versions == [2]
    assert MASTER.hex() not in settings.master_key_file.read_text()
    assert settings.master_key_file.stat().st_mode & 0o777 == 0o600
    fresh = open_store(settings)
    assert surnames(replace(cast, store=fresh)) == {"Okafor", "Vance", "Lowe"}
    fresh.engine.dispose()
    write_key_file(settings.master_key_file, MASTER)
    with pytest.raises(WrongKey, match="lacks version 2"):
        create_app(settings)
