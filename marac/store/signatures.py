"""When the record is signed, and the signing: each minute in which something happened, and at a meeting's end (C71)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from marac import clock
from marac.clock import LONDON
from marac.proceedings import Occasion
from marac.store.signing import Signer, is_signed, text_of
from marac.store.tree import Peaks
from marac.verbs import Verb

MINUTE = timedelta(minutes=1)
_TREES = text("SELECT id FROM marac UNION ALL SELECT NULL")
_OF_ONE, _OF_NOBODY = "marac_id = :marac", "marac_id IS NULL"
_NEWEST = "SELECT * FROM checkpoint WHERE {of} ORDER BY number DESC LIMIT 1"
_SIZE = "SELECT seq + 1 FROM audit_event WHERE {of} AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
_ENDED = "SELECT EXISTS (SELECT FROM audit_event WHERE {of} AND seq >= :signed AND verb = :ended)"
_LEAVES = "SELECT seq, leaf FROM audit_event WHERE {of} AND seq >= :signed ORDER BY seq"
_KEPT = text("""
INSERT INTO checkpoint (id, marac_id, number, size, root, peaks, at, clock_at, occasion, note, public_key)
VALUES (:id, :marac, :number, :size, :root, :peaks, :at, :clock_at, :occasion, :note, :public_key)
""")
_POSTED = text("SELECT scope.post_checkpoint(:id)")


class Broken(Exception):
    """The record is not as it was signed; nothing more is signed upon it until somebody has looked."""


def sign_due(connection: Connection, signer: Signer) -> tuple[int, list[str]]:
    """Sign every tree that is due: how many, and of which the record is not as it was signed."""
    signed, broken = 0, []
    for marac_id in connection.execute(_TREES).scalars().all():
        try:
            signed += _sign_if_due(connection, signer, marac_id)
        except Broken as why:
            broken.append(f"{marac_id or 'of no MARAC'}: {why}")
    return signed, broken


def _sign_if_due(connection: Connection, signer: Signer, marac_id: UUID | None) -> bool:
    newest = _asked(connection, _NEWEST, marac_id).mappings().first()
    size, signed = _asked(connection, _SIZE, marac_id).scalar() or 0, newest["size"] if newest else 0
    if size < signed:
        raise Broken(f"checkpoint {newest['number']} counts {signed} events and {size} are there")
    if size == signed:
        return False
    occasion = _occasion(connection, marac_id, newest, signed)
    if occasion is None:
        return False
    checkpoint = _grown(connection, signer, marac_id, newest)
    connection.execute(_KEPT, {**checkpoint, "occasion": occasion.value})
    if occasion is not Occasion.MINUTE:
        connection.execute(_POSTED, {"id": checkpoint["id"]})
    return True


def _occasion(connection: Connection, marac_id: UUID | None, newest: Any, signed: int) -> Occasion | None:
    """Why to sign now, or None: not yet. However far the clock has gone back, a minute of it is a minute."""
    if newest is None:
        return Occasion.DAY
    ended = {"signed": signed, "ended": Verb.MEETING_CLOSED.value}
    if _asked(connection, _ENDED, marac_id, **ended).scalar():
        return Occasion.MEETING
    now = clock.now()
    if abs(now - newest["clock_at"]) < MINUTE:
        return None
    return Occasion.DAY if _day(max(now, newest["at"])) > _day(newest["at"]) else Occasion.MINUTE


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _grown(connection: Connection, signer: Signer, marac_id: UUID | None, newest: Any) -> dict[str, Any]:
    """The next checkpoint: the last one's tree with every event since."""
    peaks = _peaks(newest)
    leaves = _asked(connection, _LEAVES, marac_id, signed=peaks.size)
    for seq, leaf in leaves.yield_per(5000):
        if seq != peaks.size:
            raise Broken(f"event {peaks.size} is missing")
        peaks.add(bytes(leaf))
    now = clock.now()
    at = max(now, newest["at"]) if newest else now
    number = newest["number"] + 1 if newest else 1
    root = peaks.root()
    said = text_of(marac_id, peaks.size, root, number=number, at=at, clock_at=now)
    return {
        "id": uuid4(),
        "marac": marac_id,
        "number": number,
        "size": peaks.size,
        "root": root,
        "peaks": peaks.packed(),
        "at": at,
        "clock_at": now,
        "note": signer.sign(said.split("\n", 1)[0], said),
        "public_key": signer.public,
    }


def _peaks(newest: Any) -> Peaks:
    """What the tree grows on from, once it is seen to be what was signed."""
    if newest is None:
        return Peaks()
    try:
        peaks = Peaks.unpacked(newest["size"], bytes(newest["peaks"]))
    except ValueError:
        raise Broken(f"checkpoint {newest['number']} is not as it was signed") from None
    said = text_of(
        newest["marac_id"],
        newest["size"],
        peaks.root(),
        number=newest["number"],
        at=newest["at"],
        clock_at=newest["clock_at"],
    )
    note = newest["note"]
    if not note.startswith(f"{said}\n") or not is_signed(note, bytes(newest["public_key"])):
        raise Broken(f"checkpoint {newest['number']} is not as it was signed")
    return peaks


def _asked(connection: Connection, question: str, marac_id: UUID | None, **given: Any) -> Any:
    of = _OF_NOBODY if marac_id is None else _OF_ONE
    given |= {"marac": marac_id} if marac_id else {}
    return connection.execute(text(question.format(of=of)), given)
