"""Who came: to the meeting, and to each of its cases (C41; domain.md 1.8)."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from agenda.models import Attendance, CaseAttendance, Hearing, Meeting
from agenda.operations.eyes import appointments, eyes_of, takes_part
from agenda.statement import CURRENT
from marac import clock
from marac.policy import hearings as policy
from marac.proceedings import HearingStatus, Presence
from marac.store.people import Member
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict, Hat, NotFound, Role, Verdict


def attendance_of(work: Work, meeting: Meeting, member_id: UUID) -> Attendance | None:
    return work.first(select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.member_id == member_id))


def attendances(work: Work, meeting: Meeting) -> list[Attendance]:
    query = select(Attendance).where(Attendance.meeting_id == meeting.id)
    return work.once((attendances, meeting.id), lambda: work.all(query))


def attend(
    work: Work,
    meeting: Meeting,
    member: Member,
    presence: Presence,
    *,
    information_sent: bool | None = None,
    information_received_on: str = "",
    version: int | None = None,
) -> Attendance:
    """Say how somebody stands to this meeting; apologies with whether their information came, and on which day.

    `version`: the row's, where it was read before; raises Conflict when somebody else has changed it since.
    """
    work.require(policy.may_record_attendance(work.viewer, meeting, member.id))
    row = _row(work, meeting, member, version)
    if presence is Presence.PRESENT:
        work.require(_may_come_back(work, row))
    row.presence = presence
    row.information_sent = information_sent if presence is Presence.APOLOGIES else None
    row.information_received_on = information_received_on if row.information_sent else ""
    _note_times(row)
    _record(work, meeting, row, Verb.ATTENDANCE_RECORDED)
    if presence is Presence.PRESENT:
        join(work, meeting, member)
    else:
        step_out(work, meeting, member.id)
    return row


def accept_statement(work: Work, meeting: Meeting) -> Attendance:
    """This member has read the statement and accepts it for this meeting: so they are here."""
    work.require(policy.may_accept_statement(work.viewer, meeting))
    member = work.find(Member, work.viewer.member_id)
    row = _row(work, meeting, member, None)
    work.require(_may_come_back(work, row))
    row.presence = Presence.OBSERVER if work.viewer.hat is Hat.OBSERVER else Presence.PRESENT
    row.statement_version = CURRENT.version
    row.statement_at = clock.now()
    row.information_sent, row.information_received_on = None, ""
    _note_times(row)
    _record(work, meeting, row, Verb.STATEMENT_ACCEPTED)
    if row.presence is Presence.PRESENT:
        join(work, meeting, member)
    return row


def _may_come_back(work: Work, row: Attendance) -> Verdict:
    """Under whatever hat they say it: a chair who left."""
    chairs = any(held.member_id == row.member_id and held.role is Role.CHAIR for held in appointments(work))
    return policy.may_come_back(chairs, row.presence, own=row.member_id == work.viewer.member_id)


def presence_of(work: Work, meeting: Meeting) -> Presence | None:
    """How the viewer stands to this meeting."""
    row = attendance_of(work, meeting, work.viewer.member_id)
    return row.presence if row else None


def called(work: Work, meeting: Meeting) -> Hearing | None:
    """The case that is being heard, if this viewer may know of it; of two, the one that was called last.

    There are two where a chair who does not know of the one calls the next (S19).
    """
    heard = select(Hearing).where(Hearing.meeting_id == meeting.id, Hearing.status == HearingStatus.CALLED)
    return work.first(heard.order_by(col(Hearing.called_at).desc()))


def join(work: Work, meeting: Meeting, member: Member) -> None:
    """Somebody who comes while a case is being heard is present for it from now, where they have a seat on it."""
    hearing = called(work, meeting)
    eyes = eyes_of(work, meeting, [member]).get(member.id)
    attendance = attendance_of(work, meeting, member.id)
    if hearing and eyes and policy.may_join(attendance) and takes_part(work, hearing.case_id, eyes):
        be_present(work, hearing, member, attendance)


def be_present(work: Work, hearing: Hearing, member: Member, attendance: Attendance | None) -> CaseAttendance:
    """Present for this case from now; somebody with a conflict of interest stays out of it."""
    verdict = policy.may_join(attendance)
    work.require(verdict)
    row = case_attendance(work, hearing, member.id)
    if row is None:
        row = work.keep(
            CaseAttendance(
                marac_id=hearing.marac_id,
                case_id=hearing.case_id,
                hearing_id=hearing.id,
                agency_id=member.agency_id,
                member_id=member.id,
            )
        )
    elif row.conflicted or row.until_at is None:
        return row
    row.until_at = None
    work.require(verdict, row)
    work.log(Verb.ATTENDANCE_RECORDED, row, members=[member.id])
    return row


def step_out(work: Work, meeting: Meeting, member_id: UUID) -> None:
    """Somebody who leaves is no longer present for the case being heard."""
    hearing = called(work, meeting)
    row = hearing and case_attendance(work, hearing, member_id)
    if row and row.until_at is None:
        work.require(policy.may_record_attendance(work.viewer, meeting, member_id), row)
        row.until_at = clock.now()
        work.log(Verb.ATTENDANCE_RECORDED, row, members=[member_id])


def case_attendance(work: Work, hearing: Hearing, member_id: UUID) -> CaseAttendance | None:
    return work.first(
        select(CaseAttendance).where(CaseAttendance.hearing_id == hearing.id, CaseAttendance.member_id == member_id)
    )


def here_for(work: Work, hearing: Hearing) -> list[CaseAttendance]:
    """Those who are, or were, present for this case, and those kept out of it."""
    return work.all(
        select(CaseAttendance).where(CaseAttendance.hearing_id == hearing.id).order_by(col(CaseAttendance.from_at))
    )


def _row(work: Work, meeting: Meeting, member: Member, version: int | None) -> Attendance:
    row = attendance_of(work, meeting, member.id)
    if row is None:
        if member.id not in {held.member_id for held in appointments(work)}:
            raise NotFound("Member")
        if version:
            raise Conflict("Attendance")
        return work.keep(
            Attendance(
                marac_id=meeting.marac_id,
                meeting_id=meeting.id,
                agency_id=member.agency_id,
                member_id=member.id,
                presence=Presence.EXPECTED,
                version=0,
            )
        )
    work.same_version(row, row.version if version is None else version)
    return row


def _note_times(row: Attendance) -> None:
    if row.presence in {Presence.PRESENT, Presence.OBSERVER}:
        row.arrived_at = row.arrived_at or clock.now()
        row.left_at = None
    elif row.presence is Presence.LEFT:
        row.left_at = clock.now()


def _record(work: Work, meeting: Meeting, row: Attendance, verb: Verb) -> None:
    """Raises Conflict when the same member was recorded from two screens at once."""
    work.require(policy.may_record_attendance(work.viewer, meeting, row.member_id), row)
    work.meeting_id = meeting.id
    row.version = row.version or 1
    work.log(verb, row, members=[row.member_id], reason=row.presence.value)
    try:
        work.session.flush()
    except IntegrityError as twice:
        raise Conflict("Attendance") from twice
    work.announce(None, to=[], meeting_id=meeting.id)
    work.announce_member(row.member_id)
