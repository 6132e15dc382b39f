"""Walled cases and the time at which those they are kept from come and go (S19)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Hearing, Meeting
from agenda.operations.listing import ends_at, open_seats, slots_of
from marac.cases.operations.kept_out import is_walled, walls_on
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, SeatKind

Span = tuple[datetime, datetime]


def within(work: Work, meeting: Meeting, hearings: Sequence[Hearing]) -> dict[UUID, tuple[str, ...]]:
    """By case: those whom a wall keeps from it and who, as the list stands, are in the meeting while it is heard.

    An agency comes for its first case and leaves after its last; chair and coordinator stay throughout. The
    software hides the data, and promises nothing about an empty quarter of an hour in the room.
    """
    ids = [hearing.case_id for hearing in hearings]
    walls = walls_on(work, *ids)
    if not walls:
        return {}
    begins = slots_of(meeting, hearings)
    spans = {one.case_id: (begins[one.id], ends_at(begins[one.id], one)) for one in hearings}
    seats = [seat for seat in open_seats(work, *ids) if seat.kind is not SeatKind.ACTION]
    presiding = _presiding(work, meeting)
    found: dict[UUID, list[str]] = {}
    for wall in walls:
        who, name, agency_ids, throughout = _behind(work, wall, presiding)
        seen = _cases_of(work, who, agency_ids, seats, walls, spans, throughout) - {wall.case_id}
        if _overlaps(spans[wall.case_id], [spans[case_id] for case_id in seen]):
            found.setdefault(wall.case_id, []).append(name)
    return {case_id: tuple(sorted(names)) for case_id, names in found.items()}


def _behind(work: Work, wall: Wall, presiding: set[UUID]) -> tuple[Member | None, str, set[UUID], bool]:
    """The member, or nobody for a whole agency; what it is called; whose seats they come for; whether they stay."""
    if wall.member_id is None:
        agency = work.find(Agency, wall.agency_id)
        units = work.all(select(Agency.id).where(Agency.parent_id == agency.id))
        return None, agency.short_name, {agency.id, *units}, False
    member = work.find(Member, wall.member_id)
    return member, member.name, {member.agency_id}, member.id in presiding


def _presiding(work: Work, meeting: Meeting) -> set[UUID]:
    """Who is in the meeting from its beginning to its end."""
    here = (Appointment.marac_id == meeting.marac_id, col(Appointment.role).in_(FOR_THE_MEETING), in_force())
    return set(work.all(select(Appointment.member_id).where(*here)))


def _cases_of(
    work: Work,
    member: Member | None,
    agency_ids: set[UUID],
    seats: Iterable[Seat],
    walls: Sequence[Wall],
    cases: Iterable[UUID],
    throughout: bool,
) -> set[UUID]:
    """The cases for which they come, those left out that another wall keeps them from."""
    found = {seat.case_id for seat in seats if seat.agency_id in agency_ids and _for(seat, member)}
    if throughout:
        found = set(cases)
    agency = work.find(Agency, member.agency_id) if member else None
    for case_id in list(found):
        standing = [wall for wall in walls if wall.case_id == case_id]
        if member and agency and is_walled(member, agency, standing):
            found.discard(case_id)
        elif not member and any(wall.agency_id in agency_ids for wall in standing):
            found.discard(case_id)
    return found


def _for(seat: Seat, member: Member | None) -> bool:
    return member is None or seat.member_id in (None, member.id)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return bool(others) and span[0] < max(end for _, end in others) and span[1] > min(start for start, _ in others)
