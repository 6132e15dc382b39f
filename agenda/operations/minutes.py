"""Minutes: approved by the chair, issued as frozen parts, taken back to be corrected (C60, C61)."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Meeting, Minutes, MinutesIssue, MinutesPart
from marac import clock
from marac.policy import minutes as policy
from marac.proceedings import DownloadReason, MinutesStatus
from marac.store.audit import item
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Side


def minutes_of(work: Work, meeting: Meeting) -> Minutes:
    """How the minutes of a meeting stand; a draft that nobody has touched is not kept."""
    kept = work.first(select(Minutes).where(Minutes.meeting_id == meeting.id))
    return kept or Minutes(marac_id=meeting.marac_id, meeting_id=meeting.id)


def approve(work: Work, meeting: Meeting) -> Minutes:
    minutes = minutes_of(work, meeting)
    work.require(policy.may_approve(work.viewer, meeting, minutes), minutes)
    if minutes not in work.session:
        work.keep(minutes)
    minutes.status = MinutesStatus.APPROVED
    minutes.approved_by, minutes.approved_at = work.viewer.member_id, clock.now()
    minutes.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.MINUTES_APPROVED, minutes)
    return minutes


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
    work.require(policy.may_issue(work.viewer, minutes), minutes)
    minutes.status = MinutesStatus.ISSUED
    minutes.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.MINUTES_ISSUED, minutes, *issues, to=[issue.agency_id for issue in issues])


def issues_of(work: Work, meeting: Meeting) -> list[MinutesIssue]:
    """The copies that this viewer may know of, the newest issue first."""
    asked = select(MinutesIssue).where(MinutesIssue.meeting_id == meeting.id)
    return work.all(asked.order_by(col(MinutesIssue.number).desc(), col(MinutesIssue.copy_number)))


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
        work.log(Verb.MINUTES_DOWNLOADED, issue, members=[work.viewer.member_id], reason=reason.value)
