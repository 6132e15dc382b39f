"""Minutes: approved by the chair, issued as frozen parts, taken back to be corrected (C60, C61)."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Hearing, Meeting, Minutes, MinutesIssue, MinutesPart
from agenda.operations.acting import of_ones_employer, walled_from
from marac import clock
from marac.cases.models import Case
from marac.policy import minutes as policy
from marac.proceedings import DownloadReason, HearingStatus, MinutesStatus
from marac.store.audit import item
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_MEETING, SeatKind, Side, Verdict

WAITING = (HearingStatus.LISTED, HearingStatus.CALLED)


def minutes_of(work: Work, meeting: Meeting) -> Minutes:
    """How the minutes of a meeting stand; a draft that nobody has touched is not kept."""
    kept = work.first(select(Minutes).where(Minutes.meeting_id == meeting.id))
    return kept or Minutes(marac_id=meeting.marac_id, meeting_id=meeting.id)


def approve(work: Work, meeting: Meeting) -> Minutes:
    minutes = minutes_of(work, meeting)
    work.require(may_approve(work, meeting, minutes), minutes)
    if minutes not in work.session:
        work.keep(minutes)
    minutes.status = MinutesStatus.APPROVED
    minutes.approved_by, minutes.approved_at = work.viewer.member_id, clock.now()
    minutes.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.MINUTES_APPROVED, minutes)
    return minutes


def may_approve(work: Work, meeting: Meeting, minutes: Minutes) -> Verdict:
    """Not before every case that the viewer knows of was heard, nor for whom another must act (S18)."""
    places = work.all(select(Hearing).where(Hearing.meeting_id == meeting.id, Hearing.status != HearingStatus.REMOVED))
    unheard = [place for place in places if place.status in WAITING]
    others = of_ones_employer(work, [place.case_id for place in places])
    codes = {case.id: case.code for case in work.by_id(Case, [*(place.case_id for place in unheard), *others]).values()}
    waiting, theirs = sorted(codes[one.case_id] for one in unheard), sorted(codes[one] for one in others)
    return policy.may_approve(work.viewer, meeting, minutes, waiting, theirs)


def may_issue(work: Work, meeting: Meeting, minutes: Minutes) -> Verdict:
    """Once somebody has approved them who may take each of its cases, and since each was heard (S18)."""
    led = work.all(select(Hearing).where(Hearing.meeting_id == meeting.id, col(Hearing.acting_chair_id).is_not(None)))
    by, at = minutes.approved_by, minutes.approved_at
    missed = [one for one in led if by and at and ((one.closed_at or at) > at or walled_from(work, by, one.case_id))]
    codes = sorted(case.code for case in work.by_id(Case, [one.case_id for one in missed]).values())
    return policy.may_issue(work.viewer, minutes, codes)


def left_out(work: Work, issues: list[MinutesIssue], hearings: list[Hearing]) -> set[UUID]:
    """Cases that the latest copies cannot hold: a wall keeps whoever issued them from it. `issues`: latest first."""
    led = [one for one in hearings if one.acting_coordinator_id and issues]
    return {one.case_id for one in led if walled_from(work, issues[0].issued_by, one.case_id)}


def take_back(work: Work, meeting: Meeting) -> None:
    """To draft again, for a correction: what was issued stays as it is."""
    minutes = minutes_of(work, meeting)
    work.require(policy.may_take_back(work.viewer, minutes), minutes)
    minutes.status = MinutesStatus.DRAFT
    minutes.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.MINUTES_APPROVED, minutes, reason="taken back to be corrected")


def next_number(work: Work, meeting: Meeting) -> int:
    numbers = work.all(select(MinutesIssue.number).where(MinutesIssue.meeting_id == meeting.id))
    return max(numbers, default=0) + 1


def keep_issue(
    work: Work, meeting: Meeting, agency_id: UUID, number: int, copy_number: str, front: dict[str, Any], front_hash: str
) -> MinutesIssue:
    """One agency's copy: its front sheet. Its parts follow with keep_part."""
    work.require(policy.may_issue(work.viewer, minutes_of(work, meeting)))
    return work.keep(
        MinutesIssue(
            marac_id=meeting.marac_id,
            meeting_id=meeting.id,
            agency_id=agency_id,
            number=number,
            copy_number=copy_number,
            front=front,
            front_hash=front_hash,
            issued_by=work.viewer.member_id,
        )
    )


def keep_part(
    work: Work,
    issue: MinutesIssue,
    case_id: UUID,
    label: str,
    position: int,
    content: dict[str, Any],
    content_hash: str,
    side: Side,
    member_ids: list[UUID],
    disclosed: list[dict[str, Any]],
) -> MinutesPart:
    """One case of a copy, sealed under that case's key; its issuer cannot read it back.

    `disclosed`: every row and field that stands in it, for the record.
    """
    part = MinutesPart(
        marac_id=issue.marac_id,
        case_id=case_id,
        meeting_id=issue.meeting_id,
        issue_id=issue.id,
        agency_id=issue.agency_id,
        side=side,
        member_ids=member_ids,
        label=label,
        position=position,
        content=content,
        content_hash=content_hash,
    )
    work.keep(part)
    work.log(Verb.MINUTES_ISSUED, part, to=[issue.agency_id], case_id=case_id, items=disclosed)
    return part


def finish_issue(work: Work, meeting: Meeting, issues: list[MinutesIssue]) -> None:
    minutes = minutes_of(work, meeting)
    work.require(may_issue(work, meeting, minutes), minutes)
    minutes.status = MinutesStatus.ISSUED
    minutes.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.MINUTES_ISSUED, minutes, *issues, to=[issue.agency_id for issue in issues])


def issues_of(work: Work, *meetings: UUID) -> list[MinutesIssue]:
    """The copies that this viewer may know of, the latest first.

    Of an agency's own, those in which something is for this member to read; under a hat for the meeting, those of
    agencies with a seat on a case that its holder sees. Any other would tell of a case behind their wall (S17).
    """
    asked = select(MinutesIssue).where(col(MinutesIssue.meeting_id).in_(meetings))
    issues = work.all(asked.order_by(col(MinutesIssue.issued_at).desc(), col(MinutesIssue.copy_number)))
    if work.viewer.hat not in FOR_THE_MEETING:
        held = set(work.all(select(MinutesPart.issue_id).where(col(MinutesPart.meeting_id).in_(meetings))))
        return [issue for issue in issues if issue.id in held]
    seated = select(Hearing.meeting_id, Seat.agency_id).join(Seat, col(Seat.case_id) == col(Hearing.case_id))
    seated = seated.where(col(Hearing.meeting_id).in_(meetings), Seat.kind == SeatKind.CASE)
    known = {tuple(pair) for pair in work.rows(seated.distinct())}
    return [issue for issue in issues if (issue.meeting_id, issue.agency_id) in known]


def copy_code(meeting: Meeting, agency_id: UUID, number: int) -> str:
    """What one agency's copy is known by: a running number would tell how many others there are (S4)."""
    return sha256(f"{meeting.id} {agency_id} {number}".encode()).hexdigest()[:6].upper()


def parts_of(work: Work, issue: MinutesIssue) -> list[MinutesPart]:
    """The parts that this member may see now, in the order of the meeting."""
    asked = select(MinutesPart).where(MinutesPart.issue_id == issue.id)
    return work.all(asked.order_by(col(MinutesPart.position), col(MinutesPart.label)))


def record_download(work: Work, issue: MinutesIssue, parts: list[MinutesPart], reason: DownloadReason) -> None:
    """That a paper left the system, and why: one event a case, before a byte is sent."""
    work.require(policy.may_open_copy(work.viewer, issue))
    work.meeting_id = issue.meeting_id
    for part in parts:
        work.log(
            Verb.MINUTES_DOWNLOADED,
            part,
            items=[item(issue, label=f"copy {issue.copy_number}")],
            members=[work.viewer.member_id],
            to=[issue.agency_id],
            reason=reason.value,
        )
    if not parts:
        work.log(
            Verb.MINUTES_DOWNLOADED,
            issue,
            members=[work.viewer.member_id],
            to=[issue.agency_id],
            reason=reason.value,
        )
