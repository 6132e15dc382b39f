"""Who could be asked about a case: the partners of a MARAC that get case data, outside walls."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Research
from agenda.models import Hearing
from agenda.operations.listing import open_seats
from marac import clock
from marac.cases.models import Case
from marac.proceedings import HearingStatus
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member, Partner
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import Role


def unseated(work: Work, case: Case) -> list[tuple[Agency, bool]]:
    """Partners that hold no seat, with no wall against the whole agency; and whether each is core (S3, S17).

    A seat of one member, or for one person, does not make the agency check its records.
    """
    whole = {seat.agency_id for seat in open_seats(work, case.id) if not (seat.member_id or seat.person_id)}
    taken = whole | walled(work, case)
    rows = work.rows(
        select(Agency, col(Partner.core))
        .join(Partner, col(Partner.agency_id) == col(Agency.id))
        .where(Partner.marac_id == work.viewer.marac_id, col(Agency.gets_case_data).is_(True))
        .order_by(col(Agency.name))
    )
    return [(agency, core) for agency, core in rows if agency.id not in taken]


def answered(work: Work, case: Case) -> set[UUID]:
    """Agencies that have returned their research on this case for the list on which it stands now."""
    return set(
        work.all(
            select(Research.agency_id)
            .join(Hearing, col(Hearing.meeting_id) == col(Research.meeting_id))
            .where(
                Research.case_id == case.id,
                Hearing.case_id == case.id,
                Hearing.status == HearingStatus.LISTED,
                col(Research.returned_at).is_not(None),
            )
        )
    )


def walled(work: Work, case: Case) -> set[UUID]:
    return {wall.agency_id for wall in walls_on(work, case.id) if wall.agency_id}


def walls_on(work: Work, *case_ids: UUID) -> list[Wall]:
    """Walls in force against whole agencies."""
    now = clock.now()
    return work.all(
        select(Wall).where(
            col(Wall.case_id).in_(case_ids),
            col(Wall.agency_id).is_not(None),
            col(Wall.from_at) <= now,
            col(Wall.until_at).is_(None) | (col(Wall.until_at) > now),
        )
    )


def reached(work: Work, seats: Sequence[Seat]) -> list[Seat]:
    """Seats that somebody of the agency can look from: those of a wall with nobody cleared inside tell nobody."""
    walls = walls_on(work, *{seat.case_id for seat in seats})
    shut = {(wall.case_id, wall.agency_id) for wall in walls if not wall.cleared}
    return [seat for seat in seats if (seat.case_id, seat.agency_id) not in shut]


def advocate_services(work: Work, case: Case) -> list[Agency]:
    """Agencies with an advocate appointed to this MARAC today, outside walls."""
    services = (
        select(col(Member.agency_id))
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
        .where(
            Appointment.marac_id == work.viewer.marac_id,
            Appointment.role == Role.ADVOCATE,
            in_force(),
        )
    )
    found = work.all(select(Agency).where(col(Agency.id).in_(services)).order_by(col(Agency.name)))
    shut = walled(work, case)
    return [agency for agency in found if agency.id not in shut]
