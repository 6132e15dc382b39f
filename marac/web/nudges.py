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
from marac.vocabulary import FOR_THE_MEETING, Viewer

_SEEN = text("SELECT 1 FROM case_file WHERE id = ANY (:cases) LIMIT 1")
_WALLED = text("SELECT case_id FROM scope.walled WHERE case_id = ANY (:cases)")


@dataclass(frozen=True)
class Nudge:
    """What a work announced (Work.announce, announce_member, announce_loss): ids only.

    `lost`: those told have just lost sight of the case, so that they cannot be asked whether they see it.
    """

    marac: UUID | None = None
    case: UUID | None = None
    member: UUID | None = None
    to: frozenset[UUID] | None = None
    lost: bool = False
    at: float = field(default_factory=time.time)

    @classmethod
    def read(cls, payload: str) -> "Nudge | None":
        """None for what is not one of ours."""
        try:
            given: dict[str, Any] = json.loads(payload)
            marac, case, member = (UUID(given[key]) if given.get(key) else None for key in ("marac", "case", "member"))
            to = given.get("to")
            return cls(marac, case, member, None if to is None else frozenset(map(UUID, to)), bool(given.get("lost")))
        except (ValueError, TypeError, AttributeError):
            return None


def concerned(store: Store, viewers: Iterable[Viewer], nudges: Iterable[Nudge]) -> set[Viewer]:
    """Who may know that something moved.

    Whether a case may be seen is asked of row-level security with each viewer's settings, in one transaction (S1,
    S17). `to` narrows among agencies; chair and coordinator are told of whatever they may see.
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
    if nudge.member is not None:
        return nudge.member == viewer.member_id
    if nudge.marac != viewer.marac_id:
        return False
    return nudge.to is None or viewer.agency_id in nudge.to or viewer.hat in FOR_THE_MEETING


def _concerns(connection: Connection, viewer: Viewer, nudges: Iterable[Nudge]) -> bool:
    """They see one of the cases, or have just lost sight of one that no wall ever kept from them."""
    look_as(connection, viewer)
    cases = {nudge.case for nudge in nudges if nudge.case}
    if connection.execute(_SEEN, {"cases": list(cases)}).first() is not None:
        return True
    lost = {nudge.case for nudge in nudges if nudge.case and nudge.lost}
    return bool(lost and lost - set(connection.execute(_WALLED, {"cases": list(lost)}).scalars()))
