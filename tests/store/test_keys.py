"""The master key and the key store: what is refused at the start, turning, and how long an opened key is remembered."""

import threading
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, text

from marac.__main__ import main
from marac.app import create_app, open_store
from marac.settings import Settings
from marac.store.home import CannotStart
from marac.store.kept import KeptKeys
from marac.store.keystore import Erased, Folder, KeyLost
from marac.store.masters import WrongKey, write_key_file
from marac.store.sealing import Keyring
from tests.conftest import MASTER

OTHER = MASTER[::-1]


# Starting --------------------------------------------------------------


@pytest.fixture
def begun(settings: Settings, engine: Engine) -> Settings:
    """Started once, with nothing in it."""
    open_store(settings).engine.dispose()
    return settings


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (None, 0, "is missing"),
        (MASTER[:31], 0o600, "holds 31 bytes, and must hold exactly 32"),
        (b"", 0o600, "holds 0 bytes"),
        (MASTER, 0o644, "chmod 600"),
        (OTHER, 0o600, "is not the master key that this database is sealed under"),
        (b"marac master keys\n1 0000\nindex 00\n", 0o600, "is no master key"),
        (b"marac master keys\n2 " + MASTER.hex().encode() + b"\nindex " + b"00" * 32 + b"\n", 0o600, "lacks version 1"),
    ],
)
def test_with_a_wrong_key_nothing_starts_and_the_reason_is_said(
    begun: Settings, content: bytes | None, mode: int, said: str
) -> None:
    begun.master_key_file.unlink()
    if content is not None:
        begun.master_key_file.write_bytes(content)
        begun.master_key_file.chmod(mode)
    with pytest.raises(CannotStart, match=said) as told:
        create_app(begun)
    assert MASTER.hex() not in str(told.value)


def test_with_the_key_store_of_another_database_or_none_nothing_starts(begun: Settings, tmp_path: Path) -> None:
    for folder, said in ((tmp_path / "none", "is missing"), (tmp_path / "other", "is not the key store")):
        if folder.name == "other":
            Folder(folder).begin()
        with pytest.raises(WrongKey, match=said):
            create_app(replace(begun, key_store=folder))


def test_the_right_key_starts_again(begun: Settings) -> None:
    create_app(begun).state.house.store.engine.dispose()


def test_tables_of_an_older_version_are_told_apart_from_a_wrong_key(begun: Settings, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE key_check RENAME TO key_checked"))
    with pytest.raises(CannotStart, match="marac migrate"):
        create_app(begun)


# The key store ---------------------------------------------------------


def test_a_destroyed_part_is_told_from_a_lost_one(tmp_path: Path) -> None:
    store, case, other = Folder(tmp_path), uuid4(), uuid4()
    store.begin()
    assert store.make(case) == store.part(case)
    assert oct(next(tmp_path.glob(f"*/{case.hex}")).stat().st_mode)[-3:] == "600"
    with pytest.raises(KeyLost):
        store.part(other)
    for each in (case, case, other):
        store.destroy(each)
        assert store.is_destroyed(each)
        with pytest.raises(Erased):
            store.part(each)


def test_a_key_opens_with_its_own_part_and_master_key_only(tmp_path: Path) -> None:
    marac, case = uuid4(), uuid4()
    (store := Folder(tmp_path / "a")).begin()
    (another := Folder(tmp_path / "b")).begin()
    another.make(case)
    cipher, wrapped = Keyring(MASTER, store).new_key(marac, case)
    again = Keyring(MASTER, store).unwrap(marac, case, wrapped)
    assert again.decrypt(b"n" * 12, cipher.encrypt(b"n" * 12, b"text", None), None) == b"text"
    for keyring, of in ((Keyring(OTHER, store), case), (Keyring(MASTER, another), case)):
        with pytest.raises(InvalidTag):
            keyring.unwrap(marac, of, wrapped)
    with pytest.raises(InvalidTag):
        Keyring(MASTER, store).unwrap(uuid4(), case, wrapped)
    with pytest.raises(Erased):
        Keyring(MASTER, store).unwrap(marac, case, b"")


# Remembering -----------------------------------------------------------


def test_opened_keys_are_remembered_in_bounds_of_number_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("marac.store.kept.time.monotonic", lambda: now)
    kept, cipher, cases = KeptKeys(most=3, longest=600), AESGCM(MASTER), [uuid4() for _ in range(5)]
    for case in cases:
        kept.put(case, cipher, 0)
    assert [kept.get(case, 0) is not None for case in cases] == [False, False, True, True, True]
    now = 601.0
    assert kept.get(cases[-1], 0) is None
    kept.put(cases[0], cipher, 0)
    assert len(kept) == 1


def test_a_key_opened_before_another_was_destroyed_is_not_used_after_it() -> None:
    kept, case = KeptKeys(), uuid4()
    kept.put(case, AESGCM(MASTER), 4)
    assert kept.get(case, 4)
    assert kept.get(case, 5) is None


def test_many_threads_may_remember_at_once() -> None:
    kept, cipher, cases, failed = KeptKeys(most=20), AESGCM(MASTER), [uuid4() for _ in range(60)], []

    def use() -> None:
        try:
            for case in cases * 30:
                kept.put(case, cipher, 0)
                kept.get(case, 0)
        except Exception as why:
            failed.append(why)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(kept) <= 20


@pytest.mark.parametrize("command", ["serve", "rotate-master-key"])
def test_a_command_says_why_it_does_not_start(
    begun: Settings, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", begun.database_url)
    monkeypatch.setenv("MARAC_OWNER_URL", begun.owner_url)
    monkeypatch.setenv("MARAC_HOME", str(begun.home))
    monkeypatch.setenv("MARAC_MASTER_KEY_FILE", str(begun.master_key_file))
    write_key_file(begun.master_key_file, OTHER)
    assert main([command]) == 1
    assert "is not the master key that this database is sealed under" in capsys.readouterr().err
