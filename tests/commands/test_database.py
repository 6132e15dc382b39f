"""Reaching the database: demonstration data only in an empty one, and never half of it."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

import marac.demo
from marac.commands.database import NoAnswer, migrate, prepare_database, reached, seed_if_empty
from marac.settings import BadSetting, Settings
from marac.store.prepare import APP, OWNER
from tests import database
from tests.database import plain


@pytest.fixture
def settings() -> Iterator[Settings]:
    home = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    yield Settings.read({"MARAC_HOME": str(home)})
    shutil.rmtree(home)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of the demonstration data: one event, and an accident while `made` says so."""
    told: list[str] = []

    def seed(settings: Settings) -> None:
        told.append("begun")
        with psycopg.connect(plain(settings.owner_url)) as connection:
            connection.execute("CREATE TABLE audit_event AS SELECT 1 AS n")
        if told == ["begun"]:
            raise InterruptedError

    monkeypatch.setattr(marac.demo, "seed", seed, raising=False)
    return told


def test_half_made_demonstration_data_is_thrown_away_and_whole_data_kept(settings: Settings, made: list[str]) -> None:
    with pytest.raises(InterruptedError), reached(settings) as found:
        seed_if_empty(found)
    with reached(settings) as found:
        assert seed_if_empty(found)
    with reached(settings) as found:
        assert not seed_if_empty(found)
    assert made == ["begun", "begun"]


def test_the_master_key_is_made_once_for_its_owner_only(settings: Settings) -> None:
    keys = []
    for _ in range(2):
        with reached(settings) as found:
            keys.append(found.master_key_file.read_bytes())
    assert len(keys[0]) == 32
    assert keys[0] == keys[1]
    assert found.master_key_file.stat().st_mode & 0o777 == 0o600


def test_a_database_that_does_not_answer_is_told_without_passwords(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql+psycopg://marac_app:sesame@/marac?host=/nowhere")
    with pytest.raises(NoAnswer) as told, reached(away):
        pass
    assert "sesame" not in str(told.value)


def test_a_real_server_with_a_superusers_address_is_prepared_first(settings: Settings) -> None:
    server = database.server()
    real = replace(
        settings,
        database_url=server.url(APP, "real"),
        owner_url=server.url(OWNER, "real"),
        superuser_url=database.superuser_url(),
    )
    with reached(real) as found:
        assert found is real
    assert not (settings.home / "postgresql").exists()


def test_missing_addresses_are_named(settings: Settings) -> None:
    with pytest.raises(BadSetting, match="MARAC_SUPERUSER_URL"):
        prepare_database(settings)
    with pytest.raises(BadSetting, match="MARAC_OWNER_URL"):
        migrate(settings)
