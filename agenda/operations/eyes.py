"""With whose eyes a member at the table looks: their own appointment to speak for an agency, never a meeting hat."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Meeting
from marac.store.appointments import in_force
from marac.store.people import Appointment, Member
from marac.store.seats import FULL, Seat, mine
from marac.store.work import Work
from marac.vocabulary import FOR_THE_AGENCY, Hat, Role, Viewer

ORDER = (Role.ADVOCATE, Role.REPRESENTATIVE, Role.CONTRIBUTOR, Role.GUEST)
AT_THE_TABLE = FOR_THE_AGENCY | {Hat.CHAIR, Hat.COORDINATOR, Hat.OBSERVER}


def appointments(work: Work) -> list[Appointment]:
    """Those in force in this MARAC that bring somebody to its meetings."""
    here = Appointment.marac_id == work.viewer.marac_id
    return work.all(select(Appointment).where(here, col(Appointment.role).in_(AT_THE_TABLE), in_force()))


def eyes_of(work: Work, meeting: Meeting, members: Iterable[Member]) -> dict[UUID, Viewer]:
    """The viewer that each is when speaking for their agency: nobody for the chair, or under another hat (S9)."""
    held = {(row.member_id, row.role): row for row in appointments(work)}
    found = {}
    for member in members:
        row = next((held[member.id, role] for role in ORDER if (member.id, role) in held), None)
        if row and member.id != meeting.chair_id:
            found[member.id] = Viewer(member.id, member.agency_id, work.viewer.marac_id, row.role, row.side, row.id)
    return found


def takes_part(work: Work, case_id: UUID, viewer: Viewer) -> bool:
    """Whether somebody holds a case or hearing seat on this case, outside its walls."""
    with work.as_seen_by(viewer) as theirs:
        held = select(Seat.id).where(Seat.case_id == case_id, mine(viewer), col(Seat.kind).in_(FULL))
        return theirs.first(held) is not None
