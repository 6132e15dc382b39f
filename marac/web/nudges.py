"""What one announcement tells the live screens, and whom it concerns: asked of the database with their eyes."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from marac.store.scope import look_as
from marac.store.work import Store
from marac.vocabulary import FOR_THE_MEETING, Hat, Viewer

_SEEN = text("SELECT 1 FROM case_file WHERE id = ANY (:ids) LIMIT 1")
_WALLED = text("SELECT case_id FROM scope.walled WHERE case_id = ANY (:ids)")
# Rows that an announcement may be about: whoever may not see it is not told that it moved.
_ROWS = {
    table: text(f"SELECT 1 FROM {table} WHERE id = ANY (:ids) LIMIT 1")
    for table in ("action", "emergency_opening", "line", "note", "notice", "protected_detail", "said", "seat")
}
_READS = text(
    "SELECT 1 FROM scope.held h WHERE h.case_id = ANY (:ids) AND h.kind IN ('case', 'hearing') AND h.person_id IS NULL"
    " AND (:both OR (h.side <> 'perpetrator' AND NOT scope.perpetrators()))"
    " AND NOT EXISTS (SELECT FROM scope.walled w WHERE w.case_id = h.case_id) LIMIT 1"
)
_BY_AGENCY = {Hat.REPRESENTATIVE, Hat.ADVOCATE}  # who hold their agency's seats


@dataclass(frozen=True)
class Nudge:
    """What a work announced (Work.announce, announce_member, announce_loss): ids only.

    `of`: a row, of which only those are told who may see it. `seats`: only whoever has a case or hearing seat is told,
    "file" off the perpetrator's side, "both" on either. `hats`: chair and coordinator, those of them that are told.
    `lost`: those told have just lost sight of the case, so that they cannot be asked whether they see it.
    """

    marac: UUID | None = None
    case: UUID | None = None
    member: UUID | None = None
    to: frozenset[UUID] | None = None
    lost: bool = False
    at: float = field(default_factory=time.time)
    of: tuple[str, UUID] | None = None
    seats: str = ""
    hats: frozenset[Hat] = frozenset(FOR_THE_MEETING)

    @classmethod
    def read(cls, payload: str) -> "Nudge | None":
        """None for what is not one of ours."""
        try:
            given: dict[str, Any] = json.loads(payload)
            marac, case, member = (UUID(given[key]) if given.get(key) else None for key in ("marac", "case", "member"))
            to, of = given.get("to"), given.get("of")
            hats = frozenset(map(Hat, given["hats"])) if "hats" in given else frozenset(FOR_THE_MEETING)
            return cls(
                marac,
                case,
                member,
                None if to is None else frozenset(map(UUID, to)),
                bool(given.get("lost")),
                of=(of[0], UUID(of[1])) if of else None,
                seats=given.get("seats", ""),
                hats=hats,
            )
        except (ValueError, TypeError, AttributeError):
            return None


def concerned(store: Store, viewers: Iterable[Viewer], nudges: Iterable[Nudge]) -> set[Viewer]:
    """Who may know that something moved.

    Whether a case, or the row that moved, may be seen is asked of row-level security with each viewer's settings, in
    one transaction (S1, S8, S17). `to` narrows among agencies; chair and coordinator are told of whatever they may see.
    """
    told: set[Viewer] = set()
    asked: dict[Viewer, list[Nudge]] = {}
    for viewer in set(viewers):
        mine = [nudge for nudge in nudges if _addressed(viewer, nudge)]
        if any(nudge.case is None for nudge in mine):
            told.add(viewer)
        elif mine:
            asked[viewer] = mine
    if asked:
        with store.engine.begin() as connection:
            told |= {viewer for viewer, mine in asked.items() if _concerns(connection, viewer, mine)}
    return told


def _addressed(viewer: Viewer, nudge: Nudge) -> bool:
    if nudge.member is not None and nudge.member == viewer.member_id:
        return nudge.marac in (None, viewer.marac_id)
    if nudge.marac != viewer.marac_id:
        return False
    if viewer.hat in FOR_THE_MEETING:
        return viewer.hat in nudge.hats
    if nudge.member is not None or (nudge.lost and viewer.hat not in _BY_AGENCY):
        return False
    return nudge.to is None or viewer.agency_id in nudge.to


def _concerns(connection: Connection, viewer: Viewer, nudges: Iterable[Nudge]) -> bool:
    """They see what moved, or have just lost sight of a case that no wall ever kept from them."""
    look_as(connection, viewer)
    plain = {nudge.case for nudge in nudges if nudge.case and not (nudge.of or nudge.seats)}
    if plain and _any(connection, _SEEN, plain):
        return True
    for table, asked in _ROWS.items():
        ids = {nudge.of[1] for nudge in nudges if nudge.of and nudge.of[0] == table}
        if ids and _any(connection, asked, ids):
            return True
    for seats in ("file", "both"):
        cases = {nudge.case for nudge in nudges if nudge.case and nudge.seats == seats}
        if cases and viewer.hat in FOR_THE_MEETING and _any(connection, _SEEN, cases):
            return True
        if cases and _any(connection, _READS, cases, both=seats == "both"):
            return True
    lost = {nudge.case for nudge in nudges if nudge.case and nudge.lost and viewer.hat not in FOR_THE_MEETING}
    return bool(lost and lost - set(connection.execute(_WALLED, {"ids": list(lost)}).scalars()))


def _any(connection: Connection, asked: Any, ids: Iterable[UUID], **more: bool) -> bool:
    return connection.execute(asked, {"ids": list(ids), **more}).first() is not None
