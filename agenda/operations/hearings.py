"""The meeting as it goes: opened, each case called, closed or deferred, and the meeting closed (C40, C44)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from actions.operations import agree
from agenda.models import Attendance, Hearing, Meeting
from agenda.operations.acting import Acting, chairs, may_be_heard, may_lead, walled_from
from agenda.operations.attendance import attendances, be_present, called, here_for, presence_of
from agenda.operations.conflicts import declare_conflict, hearing_seats
from agenda.operations.ending import ending_of
from agenda.operations.eyes import eyes_of, takes_part
from agenda.operations.heard import record_heard
from agenda.operations.observing import end_observing, let_in
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import end_seat
from marac.cases.operations.taking_part import agency_here
from marac.policy import hearings as policy
from marac.proceedings import DeferralReason, HearingStatus, MeetingStatus, Presence, RiskTo
from marac.store.people import Member
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, Conflict, SeatKind, Verdict

ANSWERS = {
    "no_voice_reason",
    "no_perpetrator_action_reason",
    "teller_agency_id",
    "teller_method",
    "teller_by",
    "not_told_reason",
}


@dataclass(frozen=True, slots=True)
class Interim:
    """What keeps somebody safe until a deferred case is heard: whose, what, by when (domain.md 1.8)."""

    catalogue_code: str
    wording: str
    agency_id: UUID
    due_on: date


def open_meeting(work: Work, meeting: Meeting) -> None:
    work.require(policy.may_open(work.viewer, meeting), meeting)
    work.meeting_id = meeting.id
    meeting.status = MeetingStatus.OPEN
    meeting.opened_at = clock.now()
    work.log(Verb.MEETING_OPENED, meeting)
    work.announce(None, meeting_id=meeting.id)


def close_meeting(work: Work, meeting: Meeting) -> None:
    """Once every case on the list is heard, deferred or taken off it."""
    places = work.all(select(Hearing).where(Hearing.meeting_id == meeting.id))
    waiting = {h.case_id for h in places if h.status in {HearingStatus.LISTED, HearingStatus.CALLED}}
    codes = sorted(work.all(select(Case.code).where(col(Case.id).in_(waiting))))
    work.require(policy.may_close(work.viewer, meeting, codes), meeting)
    work.meeting_id = meeting.id
    meeting.status = MeetingStatus.CLOSED
    meeting.closed_at = clock.now()
    work.log(Verb.MEETING_CLOSED, meeting)
    work.announce(None, meeting_id=meeting.id)


def call(work: Work, hearing: Hearing, after: UUID | None, conflicted: Iterable[UUID] = ()) -> None:
    """Take this case now. `after`: the hearing that the chair saw being heard, which is closed by it.

    Raises Conflict when another is being heard by now, so that a double click, or a second window, skips nothing.
    """
    work.require(policy.may_chair(work.viewer, hearing))
    meeting = work.find(Meeting, hearing.meeting_id, lock=True)
    current = called(work, meeting)
    if (current.id if current else None) != after:
        raise Conflict("Hearing")
    work.require(may_be_called(work, meeting, hearing, current))
    missing = ending_of(work, current).missing.values() if current else ()
    verdict = policy.may_call(work.viewer, meeting, hearing, list(missing))
    work.require(verdict, hearing)
    work.meeting_id = meeting.id
    if current:
        close_hearing(work, current)
    case = work.find(Case, hearing.case_id)
    work.require(verdict, case)
    work.require(may_be_heard(work, case, meeting, Acting.of(hearing)))
    hearing.status = HearingStatus.CALLED
    hearing.called_at = clock.now()
    hearing.closed_at = None
    case.status = CaseStatus.LISTED
    for member_id in set(conflicted):
        declare_conflict(work, hearing, member_id)
    _seat_those_here(work, meeting, hearing)
    work.log(Verb.HEARING_CALLED, hearing, case)
    work.announce(case.id, meeting_id=meeting.id)


def may_be_called(work: Work, meeting: Meeting, hearing: Hearing, current: Hearing | None) -> Verdict:
    """By whoever leads it and has not left; not while a chair whom a wall keeps from it would call the next (S19)."""
    led = may_lead(work, hearing) and policy.may_come_back(True, presence_of(work, meeting), own=True)
    led = led and policy.may_follow_on(current is None or bool(may_lead(work, current)))
    if not led or hearing.acting_chair_id is None or meeting.status is not MeetingStatus.OPEN:
        return led
    here = {row.member_id for row in attendances(work, meeting) if row.presence is Presence.PRESENT}
    walled = any(walled_from(work, one, hearing.case_id) for one in here & chairs(work))
    return policy.may_be_called_apart(work.viewer, walled)


def close_hearing(work: Work, hearing: Hearing) -> None:
    """The case has been heard: who heard what is recorded, and the seats that were for this hearing end.

    Refused until everything of `ending_of` is there.
    """
    missing = list(ending_of(work, hearing).missing.values())
    verdict = policy.may_close_hearing(work.viewer, hearing, missing) and may_lead(work, hearing)
    _end(work, hearing, verdict, HearingStatus.HEARD, CaseStatus.HEARD, Verb.HEARING_CLOSED)


def defer(work: Work, hearing: Hearing, deferral: DeferralReason, reason: str, interim: Interim) -> None:
    """Not today: why, and who does what to keep those at risk safe until then. The case waits for another list."""
    verdict = policy.may_defer(work.viewer, hearing) and may_lead(work, hearing)
    work.require(verdict, hearing)
    case = work.find(Case, hearing.case_id)
    action = agree(
        work,
        case,
        catalogue_code=interim.catalogue_code,
        wording=interim.wording,
        agency_id=interim.agency_id,
        due_on=interim.due_on,
        risk_to=RiskTo.VICTIM,
        hearing_id=hearing.id,
    )
    hearing.deferral = deferral
    hearing.reason = reason
    hearing.interim = f"{case.code}-{action.label}"
    _end(work, hearing, verdict, HearingStatus.DEFERRED, CaseStatus.ACCEPTED, Verb.HEARING_DEFERRED, deferral.value)


def answer(work: Work, hearing: Hearing, version: int, answers: Mapping[str, Any]) -> None:
    """Who tells the victim, how and by when; or the reasons for what there is not. Raises Conflict."""
    assert answers.keys() <= ANSWERS
    work.require(policy.may_change_hearing(work.viewer, hearing) and may_lead(work, hearing), hearing)
    work.same_version(hearing, version)
    if answers.get("teller_agency_id"):
        agency_here(work, answers["teller_agency_id"])
    work.meeting_id = hearing.meeting_id
    for name, value in answers.items():
        setattr(hearing, name, value)
    work.log(Verb.HEARING_CHANGED, hearing, fields=answers.keys())
    work.announce(hearing.case_id, meeting_id=hearing.meeting_id)


def at_the_table(work: Work, meeting: Meeting) -> dict[UUID, tuple[Attendance, Member]]:
    """Those present who have accepted the statement, by member."""
    rows = {row.member_id: row for row in attendances(work, meeting) if policy.may_join(row)}
    members = work.all(select(Member).where(col(Member.id).in_(rows)))
    return {member.id: (rows[member.id], member) for member in members}


def _seat_those_here(work: Work, meeting: Meeting, hearing: Hearing) -> None:
    """Present for this case: whoever is at the table and has a case seat on it, on this side of its walls (S24)."""
    work.session.flush()
    table = at_the_table(work, meeting)
    eyes = eyes_of(work, meeting, [member for _, member in table.values()])
    for member_id, viewer in eyes.items():
        if takes_part(work, hearing.case_id, viewer):
            attendance, member = table[member_id]
            be_present(work, hearing, member, attendance)


def _end(
    work: Work,
    hearing: Hearing,
    verdict: Verdict,
    status: HearingStatus,
    case_status: CaseStatus,
    verb: Verb,
    reason: str = "",
) -> None:
    work.require(verdict)
    meeting = work.find(Meeting, hearing.meeting_id)
    case = work.find(Case, hearing.case_id)
    work.meeting_id = meeting.id
    attendance = here_for(work, hearing)
    members = work.all(select(Member).where(col(Member.id).in_([row.member_id for row in attendance])))
    record_heard(work, hearing, attendance, eyes_of(work, meeting, members))
    end_observing(work, hearing, verdict, let_in(work, hearing))
    present = [row for row in attendance if not row.conflicted]
    work.require(verdict, hearing, case, *present)
    hearing.status = status
    hearing.closed_at = clock.now()
    case.status = case_status
    for row in present:
        row.until_at = row.until_at or hearing.closed_at
    work.log(verb, hearing, case, *present, reason=reason)
    _end_seats(work, hearing, status)
    work.announce(case.id, meeting_id=meeting.id)


def _end_seats(work: Work, hearing: Hearing, status: HearingStatus) -> None:
    """Hearing seats end with the hearing; checks that were never answered, once the case is heard (S2)."""
    ending = hearing_seats(work, hearing.case_id)
    if status is HearingStatus.HEARD:
        checks = select(Seat).where(Seat.case_id == hearing.case_id, Seat.kind == SeatKind.CHECK, in_force())
        ending += work.all(checks)
    for seat in ending:
        end_seat(work, seat, "the case was closed")
        if seat.member_id:
            work.announce_member(seat.member_id)
