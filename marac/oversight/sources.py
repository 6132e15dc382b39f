"""The record as one viewer may read it, and as the sequencer does: what a pack is made from."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlmodel import col, select

from marac.oversight.packing import Signed, line
from marac.store.audit import AuditEvent
from marac.store.canonical import FIELDS
from marac.store.checkpoints import Checkpoint
from marac.store.tree import HASH
from marac.store.work import Work

AT_ONCE = 5000
_LEAVES = text("SELECT seq, leaf FROM scope.leaves(CAST(:tree AS uuid), :size)")
_OF = {True: "marac_id IS NULL", False: "marac_id = :tree"}
_EVENTS = "SELECT seq, leaf, {fields} FROM audit_event WHERE {of} AND seq < :size ORDER BY seq"
_SIGNED = "SELECT size, note, public_key FROM checkpoint WHERE {of} ORDER BY number"


def _in_place(rows: Iterable[Any], size: int) -> bytes:
    """Each hash at its own place: where one is missing a pack is made all the same, for a verifier to say so."""
    kept = bytearray(HASH * size)
    for row in rows:
        if len(row.leaf) == HASH and 0 <= row.seq < size:
            kept[row.seq * HASH : (row.seq + 1) * HASH] = row.leaf
    return bytes(kept)


@dataclass(frozen=True, slots=True)
class OfViewer:
    """Auditors: their MARAC, but for cases that they are walled off. An officer: what concerns their agency."""

    work: Work

    def signed(self, tree: UUID | None) -> list[Signed]:
        found = select(Checkpoint).where(col(Checkpoint.marac_id) == tree)
        rows = self.work.all(found.order_by(col(Checkpoint.number)))
        return [Signed(row.size, row.note, row.public_key) for row in rows]

    def leaves(self, tree: UUID | None, size: int) -> bytes:
        asked = self.work.session.connection().execute(_LEAVES, {"tree": tree, "size": size})
        return _in_place(asked.yield_per(AT_ONCE), size)

    def events(self, tree: UUID | None, size: int) -> Iterable[Mapping[str, Any]]:
        names = ("seq", *FIELDS)
        asked: Any = select(*(getattr(AuditEvent, name) for name in names))
        asked = asked.where(col(AuditEvent.marac_id) == tree, col(AuditEvent.seq) < size)
        found = self.work.session.exec(asked.order_by(col(AuditEvent.seq)).execution_options(yield_per=AT_ONCE))
        return (dict(zip(names, row, strict=True)) for row in found)


@dataclass(frozen=True, slots=True)
class OfSequencer:
    """The whole record. What stands in the database is shown as it is, so that a verifier sees what was altered."""

    connection: Connection

    def signed(self, tree: UUID | None) -> list[Signed]:
        rows = self._asked(_SIGNED, tree)
        return [Signed(row.size, row.note, bytes(row.public_key)) for row in rows]

    def leaves(self, tree: UUID | None, size: int) -> bytes:
        return _in_place(self._asked(_EVENTS.replace("{fields}", "id"), tree, size), size)

    def events(self, tree: UUID | None, size: int) -> Iterator[Mapping[str, Any]]:
        with self._asked(_EVENTS.replace("{fields}", ", ".join(FIELDS)), tree, size) as found:
            for row in found:
                yield row._mapping

    def lines(self, tree: UUID | None) -> Generator[bytes, None, None]:
        """Every entry that has a place, signed or not. To be closed by whoever does not read to the end."""
        for event in self.events(tree, 1 << 62):
            yield line(event["seq"], bytes(event["leaf"]), event)

    def _asked(self, question: str, tree: UUID | None, size: int = 0) -> Any:
        given = {"size": size} | ({} if tree is None else {"tree": tree})
        asked = text(question.replace("{of}", _OF[tree is None]))
        return self.connection.execute(asked, given, execution_options={"yield_per": AT_ONCE})
