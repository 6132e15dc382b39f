"""Turning the master key: a new version, every key of a case wrapped anew under it, while servers run (C77)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine, text

from marac import clock
from marac.settings import Settings
from marac.store.boxes import version_of
from marac.store.home import CannotStart
from marac.store.own import MemberHome
from marac.store.people import Provider
from marac.store.sealing import Keyring
from marac.store.unlocking import check_value, open_keyring

BATCH = 2000
WAIT = timedelta(minutes=10)  # until nobody wraps under an old version any more
_OLD = "master_version < :newest AND destroyed_at IS NULL"
_NEXT = f"SELECT id, marac_id, case_id, wrapped FROM case_key WHERE {_OLD} LIMIT {BATCH}"
_TURN = """
UPDATE case_key k SET wrapped = t.turned, master_version = :newest
  FROM unnest(CAST(:ids AS uuid[]), CAST(:old AS bytea[]), CAST(:turned AS bytea[])) AS t(id, old, turned)
 WHERE k.id = t.id AND k.wrapped = t.old AND k.destroyed_at IS NULL
"""
_SEALED = "SELECT id, agency_id, secret_sealed FROM provider WHERE secret_sealed <> ''"
_HOMES = "SELECT id, agency_id, line_sealed, postcode_sealed FROM member_home WHERE line_sealed <> ''"


class CannotTurn(CannotStart):
    """An old version is still in use, or may be."""


def turn(settings: Settings, owner: Engine, say: Callable[[str], None] = lambda _: None) -> int:
    """How many keys were wrapped anew. A turn that was broken off is ended before another is begun.

    Servers read the new version from the file when they meet it. Raises WrongKey.
    """
    keyring = open_keyring(settings, owner)
    with owner.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marac key check'))"))
        if not _unfinished(connection, keyring):
            keyring.masters.turned()
            say(f"Version {keyring.masters.newest} of the master key is in {settings.master_key_file}.")
        _begin(connection, keyring)
    done = 0
    while batch := _turn_some(owner, keyring):
        done += batch
        say(f"{done} keys of cases")
    with owner.begin() as connection:
        _turn_secrets(connection, keyring)
        _turn_homes(connection, keyring)
    return done


def drop_old(settings: Settings, owner: Engine) -> list[int]:
    """Take every version but the newest out of the file; which they were. Raises CannotTurn, WrongKey."""
    keyring = open_keyring(settings, owner)
    newest = keyring.masters.newest
    with owner.begin() as connection:
        if _unfinished(connection, keyring):
            raise CannotTurn("Keys are still wrapped under an older version: run `marac rotate-master-key` first.")
        begun = connection.execute(
            text("SELECT begun_at FROM key_check WHERE version = :v"), {"v": newest}
        ).scalar_one()
        if clock.now() < begun + WAIT:
            raise CannotTurn("The newest version is not ten minutes old: a server may still use an older one. Wait.")
        connection.execute(text("DELETE FROM key_check WHERE version < :newest"), {"newest": newest})
    old = [version for version in keyring.masters.versions if version != newest]
    keyring.masters.without(old)
    return old


def _unfinished(connection: Connection, keyring: Keyring) -> bool:
    newest = {"newest": keyring.masters.newest}
    known = connection.execute(text("SELECT 1 FROM key_check WHERE version = :newest"), newest).first()
    old = connection.execute(text(f"SELECT 1 FROM case_key WHERE {_OLD} LIMIT 1"), newest).first()
    secret = any(version_of(bytes(row.secret_sealed)) < newest["newest"] for row in connection.execute(text(_SEALED)))
    homes = any(version_of(bytes(row.line_sealed)) < newest["newest"] for row in connection.execute(text(_HOMES)))
    return known is None or old is not None or secret or homes


def _begin(connection: Connection, keyring: Keyring) -> None:
    newest = keyring.masters.newest
    connection.execute(
        text(
            "INSERT INTO key_check (id, version, box, begun_at) VALUES (:id, :version, :box, :at)"
            " ON CONFLICT (version) DO NOTHING"
        ),
        {"id": uuid4(), "version": newest, "box": check_value(keyring, newest), "at": clock.now()},
    )


def _turn_some(owner: Engine, keyring: Keyring) -> int:
    """One batch, one short transaction; rows that are changed meanwhile are left for the next."""
    newest = keyring.masters.newest
    with owner.begin() as connection:
        rows = connection.execute(text(_NEXT), {"newest": newest}).all()
        if rows:
            old = [bytes(row.wrapped) for row in rows]
            turned = [keyring.turn(row.marac_id, row.case_id, box) for row, box in zip(rows, old, strict=True)]
            ids = [row.id for row in rows]
            connection.execute(text(_TURN), {"newest": newest, "ids": ids, "old": old, "turned": turned})
    return len(rows)


def _turn_secrets(connection: Connection, keyring: Keyring) -> None:
    for row in connection.execute(text(_SEALED)).all():
        box = bytes(row.secret_sealed)
        if version_of(box) == keyring.masters.newest:
            continue
        kept = Provider(id=row.id, agency_id=row.agency_id, key="", issuer="", client_id="", secret_sealed=box)
        keyring.seal_secret(kept, "secret_sealed", keyring.open_secret(kept, "secret_sealed"))
        connection.execute(
            text("UPDATE provider SET secret_sealed = :new WHERE id = :id AND secret_sealed = :old"),
            {"new": kept.secret_sealed, "id": row.id, "old": box},
        )


def _turn_homes(connection: Connection, keyring: Keyring) -> None:
    for row in connection.execute(text(_HOMES)).all():
        line, postcode = bytes(row.line_sealed), bytes(row.postcode_sealed)
        if version_of(line) == keyring.masters.newest:
            continue
        kept = MemberHome(id=row.id, agency_id=row.agency_id, line_sealed=line, postcode_sealed=postcode)
        for column in ("line_sealed", "postcode_sealed"):
            if said := keyring.open_secret(kept, column):
                keyring.seal_secret(kept, column, said)
        connection.execute(
            text(
                "UPDATE member_home SET line_sealed = :line, postcode_sealed = :code"
                " WHERE id = :id AND line_sealed = :old"
            ),
            {"line": kept.line_sealed, "code": kept.postcode_sealed, "id": row.id, "old": line},
        )
