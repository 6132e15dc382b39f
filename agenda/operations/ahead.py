"""What lies ahead of an agency: its next meeting, and the minutes that it has not opened."""

from datetime import datetime, time

from sqlalchemy import exists, func
from sqlmodel import col, select

from agenda.models import Hearing, Meeting, MinutesIssue, MinutesPart
from agenda.operations.listing import GONE
from agenda.timetable import moment
from marac import clock
from marac.proceedings import MeetingStatus
from marac.store.audit import AuditEvent
from marac.store.work import Work


def next_meeting(work: Work) -> tuple[Meeting, list[Hearing]] | None:
    """Today's, until it is closed, else the next one; with the published cases of it that this viewer may see."""
    today: datetime = moment(clock.today(), time())
    coming = select(Meeting).where(col(Meeting.starts_at) >= today, Meeting.status != MeetingStatus.CLOSED)
    meeting = work.first(coming.order_by(col(Meeting.starts_at)).limit(1))
    if meeting is None:
        return None
    listed = select(Hearing).where(
        Hearing.meeting_id == meeting.id, col(Hearing.status).not_in(GONE), col(Hearing.listed_in) > 0
    )
    return meeting, work.all(listed)


def unopened_minutes(work: Work) -> int:
    """Copies with a case for this viewer, of which nobody in their agency has opened one since, on screen or on paper.

    Whether that was done is read from the agency's own record: nothing is ever opened for whoever may not read that.
    """
    opened = exists().where(
        col(AuditEvent.meeting_id) == col(MinutesIssue.meeting_id),
        col(AuditEvent.agency_id) == col(MinutesIssue.agency_id),
        col(AuditEvent.at) >= col(MinutesIssue.issued_at),
        col(AuditEvent.items).contains([{"t": "minutes_part"}]),
    )
    readable = col(MinutesIssue.id).in_(select(MinutesPart.issue_id))
    mine = MinutesIssue.agency_id == work.viewer.agency_id
    return work.all(select(func.count(col(MinutesIssue.id))).where(mine, readable, ~opened))[0]
