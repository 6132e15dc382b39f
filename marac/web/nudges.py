"""What one announcement tells the live screens, and whom it concerns: asked of the database with their eyes."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import select

from marac.store.seats import Seat
from marac.store.work import Store, open_work
from marac.vocabulary import FOR_THE_MEETING, Viewer


@dataclass(frozen=True)
class Nudge:
    """What a work announced (Work.announce, announce_member): ids only."""

    marac: UUID | None = None
    case: UUID | None = None
    member: UUID | None = None
    to: frozenset[UUID] | None = None
    at: float = field(default_factory=time.time)

    @classmethod
    def read(cls, payload: str) -> "Nudge | None":
        """None for what is not one of ours."""
        try:
            given: dict[str, Any] = json.loads(payload)
            marac, case, member = (UUID(given[key]) if given.get(key) else None for key in ("marac", "case", "member"))
            to = given.get("to")
            return cls(marac, case, member, None if to is None else frozenset(map(UUID, to)))
        except (ValueError, TypeError, AttributeError):
            return None


def concerns(store: Store, viewer: Viewer, nudge: Nudge) -> bool:
    """Whether this viewer may know that something moved: asked of the database with their eyes (S1, S17).

    `to` narrows among agencies; chair and coordinator are told of whatever they may see.
    """
    if nudge.member is not None:
        return nudge.member == viewer.member_id
    if nudge.marac != viewer.marac_id:
        return False
    if nudge.to is not None and viewer.agency_id not in nudge.to and viewer.hat not in FOR_THE_MEETING:
        return False
    if nudge.case is None:
        return True
    with open_work(store, viewer) as work:
        return work.first(select(Seat.id).where(Seat.case_id == nudge.case).limit(1)) is not None
