"""Meetings and lists of the cast, made through the operations."""

from datetime import datetime, timedelta
from uuid import UUID

from agenda.models import Hearing, Meeting
from agenda.operations.listing import convene, list_case
from agenda.operations.proposals import confirm_seats, proposals
from agenda.operations.publishing import publish
from marac import clock
from marac.cases.models import Case
from marac.store.work import open_work
from tests.cast import Cast, open_case


def a_meeting(cast: Cast, starts_at: datetime | None = None, chair: str | None = None) -> UUID:
    with open_work(cast.store, cast["coordinator"]) as work:
        begins = starts_at or clock.now() + timedelta(days=14)
        return convene(work, begins, "Council chamber", chair_id=cast.members[chair] if chair else None).id


def listed(cast: Cast, meeting: UUID, *codes: str, minutes: int = 12) -> dict[str, UUID]:
    """Each case opened and listed; the ids of their hearings by code."""
    hearings = {}
    for code in codes:
        case = cast.cases.get(code) or open_case(cast, code)
        with open_work(cast.store, cast["coordinator"]) as work:
            hearings[code] = list_case(work, work.find(Case, case), work.find(Meeting, meeting), minutes).id
    return hearings


def confirmed(cast: Cast, *hearings: UUID) -> None:
    """Everything suggested is taken."""
    for hearing_id in hearings:
        with open_work(cast.store, cast["coordinator"]) as work:
            hearing = work.find(Hearing, hearing_id)
            found = proposals(work, work.find(Case, hearing.case_id))
            confirm_seats(work, hearing, [one for one in found if one.suggested])


def published(cast: Cast, meeting: UUID) -> int:
    with open_work(cast.store, cast["coordinator"]) as work:
        return publish(work, work.find(Meeting, meeting)).number


def a_published_list(cast: Cast, *codes: str, starts_at: datetime | None = None) -> tuple[UUID, dict[str, UUID]]:
    meeting = a_meeting(cast, starts_at)
    hearings = listed(cast, meeting, *codes)
    confirmed(cast, *hearings.values())
    published(cast, meeting)
    return meeting, hearings
