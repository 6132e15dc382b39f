"""Who has already been able to read a line, from what its agency put on the record when it shared it."""

from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from agencies.models import Line
from agencies.operations.lines import line_history
from marac.store.audit import AuditEvent
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.verbs import Verb

TOLD = (Verb.LINE_SHARED, Verb.LINE_CORRECTED, Verb.LINE_OPENED_TO_SEAT)


def earlier_readers(work: Work, line: Line) -> list[str]:
    """Agencies, and chair and coordinator by name, to whom this line or an earlier version was ever shared."""
    versions = [line, *line_history(work, line)]
    named = or_(*[col(AuditEvent.items).contains([{"t": "line", "id": str(row.id)}]) for row in versions])
    query = select(AuditEvent).where(AuditEvent.case_id == line.case_id, col(AuditEvent.verb).in_(TOLD), named)
    told = [recipient for event in work.all(query) for recipient in event.recipients]
    agencies = {UUID(one["agency"]) for one in told if "agency" in one}
    members = {UUID(one["member"]) for one in told if "member" in one}
    by_name = work.all(select(Agency.name).where(col(Agency.id).in_(agencies)).order_by(Agency.name))
    people = select(Member.name, Agency.name).join(Agency, col(Agency.id) == col(Member.agency_id))
    rows = work.rows(people.where(col(Member.id).in_(members)).order_by(Member.name))
    return by_name + [f"{name} ({employer})" for name, employer in rows]
