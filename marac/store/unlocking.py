"""The keyring of one installation, opened only with the keys that its database was sealed under."""

from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from marac import clock
from marac.settings import Settings
from marac.store.boxes import unwrap, wrap
from marac.store.home import CannotStart
from marac.store.keystore import Folder
from marac.store.masters import Masters, WrongKey
from marac.store.sealing import Keyring

WHERE = b"key_check|box"


def open_keyring(settings: Settings, engine: Engine) -> Keyring:
    """Read the master key and compare it, and the key store, with the check value that the database holds.

    A database without keys is new: its key store and its check value are made. What a backup of the key store
    brought back of destroyed cases is destroyed again. Raises WrongKey, or CannotStart where tables are missing.
    """
    keyring = Keyring(Masters.read(settings.master_key_file), store := Folder(settings.key_store))
    try:
        with engine.begin() as connection:
            if not (found := _checks(connection)):
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marac key check'))"))
                found = _checks(connection) or _begin(connection, settings, keyring)
            for version, box in found:
                _compare(settings, keyring, version, box)
            gone: list[UUID] = list(connection.execute(text("SELECT scope.destroyed_cases()")).scalars())
    except ProgrammingError:
        raise CannotStart("The tables are not as this version needs them. Run `marac migrate` first.") from None
    for case_id in gone:
        store.destroy(case_id)
    return keyring


def check_value(keyring: Keyring, version: int) -> bytes:
    """What is kept in the database of one version of the master key: the key store's name, sealed under it."""
    return wrap(keyring.masters.cipher(version), keyring.store.name, WHERE, version)


def _checks(connection: Connection) -> list[tuple[int, bytes]]:
    found = connection.execute(text("SELECT version, box FROM key_check ORDER BY version"))
    return [(version, bytes(box)) for version, box in found]


def _begin(connection: Connection, settings: Settings, keyring: Keyring) -> list[tuple[int, bytes]]:
    if connection.execute(text("SELECT scope.has_keys()")).scalar():
        raise WrongKey("This database holds keys of cases, and nothing by which its master key could be known again.")
    Folder(settings.key_store).begin()
    newest = keyring.masters.newest
    connection.execute(
        text("INSERT INTO key_check (id, version, box, begun_at) VALUES (:id, :version, :box, :at)"),
        {"id": uuid4(), "version": newest, "box": check_value(keyring, newest), "at": clock.now()},
    )
    return _checks(connection)


def _compare(settings: Settings, keyring: Keyring, version: int, box: bytes) -> None:
    if version not in keyring.masters.versions:
        raise WrongKey(f"{settings.master_key_file} lacks version {version} of the master key, which is still in use.")
    try:
        name = unwrap(keyring.masters.cipher(version), box, WHERE)
    except InvalidTag:
        raise WrongKey(
            f"{settings.master_key_file} is not the master key that this database is sealed under."
            " Put the right file there: nothing was read or changed."
        ) from None
    if name != keyring.store.name:
        raise WrongKey(f"{settings.key_store} is not the key store of this database. Set MARAC_KEY_STORE to its own.")
