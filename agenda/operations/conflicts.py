"""Conflicts of interest, and who is let into the room for one case (S17, S24; domain.md 1.8)."""

from uuid import UUID

from sqlmodel import col, or_, select

from agencies.operations.seating import seat_agency
from agenda.models import Attendance, CaseAttendance, Hearing, Meeting
from agenda.operations.acting import may_lead
from agenda.operations.attendance import attendance_of, be_present, case_attendance
from agenda.operations.eyes import eyes_of
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import end_seat, lift_wall, raise_wall
from marac.policy import hearings as policy
from marac.proceedings import OpenedAgain, WallCause
from marac.store.people import Member
from marac.store.seats import Seat, in_force
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_MEETING, SeatKind, Side

DECLARED = "conflict of interest declared"


def declare_conflict(work: Work, hearing: Hearing, member_id: UUID) -> CaseAttendance:
    """Somebody says that they have a conflict of interest: out of this case, and behind a wall until it is decided."""
    verdict = policy.may_declare_conflict(work.viewer, hearing, member_id) and may_lead(work, hearing)
    work.require(verdict)
    work.meeting_id = hearing.meeting_id
    member = work.find(Member, member_id)
    row = case_attendance(work, hearing, member_id)
    if row is None:
        row = work.keep(
            CaseAttendance(
                marac_id=hearing.marac_id,
                case_id=hearing.case_id,
                hearing_id=hearing.id,
                agency_id=member.agency_id,
                member_id=member_id,
            )
        )
    work.require(verdict, row)
    row.conflicted = True
    row.until_at = row.until_at or clock.now()
    work.log(Verb.CONFLICT_DECLARED, row, members=[member_id])
    work.session.flush()
    work.announce(hearing.case_id, to=[], meeting_id=hearing.meeting_id)
    work.announce_member(member_id)
    _keep_out(work, hearing, member_id)
    return row


def lift_conflict(work: Work, hearing: Hearing, member_id: UUID) -> None:
    """Decided: there is none. The wall comes down, and they are present again if they are at the table."""
    row = case_attendance(work, hearing, member_id)
    if row is None or not row.conflicted:
        return
    verdict = policy.may_lift_conflict(work.viewer, hearing) and may_lead(work, hearing)
    work.require(verdict, row)
    work.meeting_id = hearing.meeting_id
    case = work.find(Case, hearing.case_id)
    for wall in walls_of(work, hearing.case_id, member_id):
        lift_wall(work, case, wall, OpenedAgain.NO_CONFLICT)
    row.conflicted = False
    row.until_at = None if policy.may_join(_attendance(work, hearing, member_id)) else row.until_at
    work.log(Verb.CONFLICT_DECLARED, row, members=[member_id], reason="lifted")
    work.announce(case.id, to=[], meeting_id=hearing.meeting_id)
    work.announce_member(member_id)


def admit(work: Work, hearing: Hearing, member_id: UUID) -> Seat:
    """A hearing seat for one member until the case is closed: the chair wants them in the room for it (S2, S3)."""
    attendance = _attendance(work, hearing, member_id)
    work.require(policy.may_admit(work.viewer, hearing, attendance) and may_lead(work, hearing))
    work.meeting_id = hearing.meeting_id
    member = work.find(Member, member_id)
    eyes = eyes_of(work, work.find(Meeting, hearing.meeting_id), [member]).get(member_id)
    seat = seat_agency(
        work,
        work.find(Case, hearing.case_id),
        member.agency_id,
        SeatKind.HEARING,
        "admitted for this case",
        member_id=member_id,
        side=Side.PERPETRATOR if eyes and eyes.side is Side.PERPETRATOR else Side.NEITHER,
    )
    be_present(work, hearing, member, attendance)
    work.announce(hearing.case_id, meeting_id=hearing.meeting_id)
    return seat


def send_out(work: Work, hearing: Hearing, member_id: UUID) -> None:
    """Somebody admitted for this case leaves it: their hearing seat ends."""
    for seat in hearing_seats(work, hearing.case_id):
        if seat.member_id == member_id:
            end_seat(work, seat, "left the case")
    row = case_attendance(work, hearing, member_id)
    if row and row.until_at is None:
        may = policy.may_admit(work.viewer, hearing, _attendance(work, hearing, member_id)) and may_lead(work, hearing)
        work.require(may, row)
        row.until_at = clock.now()
        work.log(Verb.ATTENDANCE_RECORDED, row, members=[member_id])
    work.announce(hearing.case_id, to=[], meeting_id=hearing.meeting_id)
    work.announce_member(member_id)


def hearing_seats(work: Work, case_id: UUID) -> list[Seat]:
    return work.all(select(Seat).where(Seat.case_id == case_id, Seat.kind == SeatKind.HEARING, in_force()))


def walls_of(work: Work, case_id: UUID, member_id: UUID) -> list[Wall]:
    """Walls in force between one member and this case."""
    now = clock.now()
    return work.all(
        select(Wall).where(
            Wall.case_id == case_id,
            Wall.member_id == member_id,
            or_(col(Wall.until_at).is_(None), col(Wall.until_at) > now),
        )
    )


def _keep_out(work: Work, hearing: Hearing, member_id: UUID) -> None:
    """The wall comes last: behind it, whoever declared for themselves can read nothing more of the case."""
    case = work.find(Case, hearing.case_id)
    if work.viewer.hat in FOR_THE_MEETING:
        for seat in hearing_seats(work, case.id):
            if seat.member_id == member_id:
                end_seat(work, seat, "conflict of interest")
    if not walls_of(work, case.id, member_id):
        raise_wall(work, case, DECLARED, member_id=member_id, cause=WallCause.CONFLICT)
        work.session.flush()


def _attendance(work: Work, hearing: Hearing, member_id: UUID) -> Attendance | None:
    return attendance_of(work, work.find(Meeting, hearing.meeting_id), member_id)
