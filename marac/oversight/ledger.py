"""The sharing ledger: that and to whom, never what."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from agenda.models import Hearing, Meeting
from marac.cases.models import Case
from marac.cases.operations.happened import in_order, latest_first
from marac.clock import LONDON
from marac.oversight import wording
from marac.store.audit import AuditEvent
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.verbs import Operation, Verb

PAGE = 50
SHOWN = (Verb.PAGE_READ, Verb.DETAIL_OPENED, Verb.CONTENT_READ)
LEFT = (Verb.MINUTES_DOWNLOADED,)
# By these an agency puts something on the record in its own name.
GAVE = (
    Verb.REFERRAL_STARTED,
    Verb.REFERRAL_CHANGED,
    Verb.REFERRAL_SUBMITTED,
    Verb.DETAIL_GIVEN,
    Verb.LINE_RECORDED,
    Verb.LINE_CORRECTED,
)


@dataclass(frozen=True)
class Asked:
    """What the reader of the ledger filters by; each is optional."""

    case: UUID | None = None
    agency: UUID | None = None
    member: UUID | None = None
    meeting: UUID | None = None
    operation: Operation | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Entry:
    """One event in words."""

    at: datetime
    who: str
    member_id: UUID | None
    agency: str
    agency_id: UUID | None
    hat: str
    operation: Operation
    done: str
    code: str
    case_id: UUID | None
    meeting: datetime | None
    meeting_id: UUID | None
    kinds: list[tuple[str, int]]
    lines: list[tuple[str, str]]
    recipients: list[str]
    reason: str


class Names:
    """Names for ids, looked up once a page. A case that is walled off, or nobody's to know, has no code here."""

    def __init__(self, work: Work) -> None:
        self.members = {member.id: member.name for member in work.all(select(Member))}
        agencies = work.all(select(Agency).order_by(col(Agency.name)))
        self.agencies = {agency.id: agency.name for agency in agencies}
        self.short = {agency.id: agency.short_name for agency in agencies}
        self.cases = {row.id: row.code for row in work.rows(select(Case.id, Case.code).order_by(col(Case.code)))}
        asked = select(Meeting).order_by(col(Meeting.starts_at).desc())
        self.meetings = {meeting.id: meeting.starts_at for meeting in work.all(asked)}
        self._heard: dict[UUID, list[Hearing]] = {}
        for hearing in work.all(select(Hearing).where(col(Hearing.called_at).is_not(None))):
            self._heard.setdefault(hearing.case_id, []).append(hearing)

    def meeting_of(self, event: AuditEvent) -> UUID | None:
        """The meeting that the event names, or at which its case was being heard when it was read."""
        if event.meeting_id or event.verb not in SHOWN or event.case_id is None:
            return event.meeting_id
        heard = (one for one in self._heard.get(event.case_id, ()) if one.called_at and one.called_at <= event.at)
        return next((one.meeting_id for one in heard if one.closed_at is None or event.at <= one.closed_at), None)


def events(work: Work, asked: Asked) -> tuple[list[AuditEvent], int]:
    """One page of the events that this reader may see, the newest first, and how many there are in all."""
    query = filtered(select(AuditEvent), asked)
    total = work.first(filtered(select(func.count(col(AuditEvent.id))), asked)) or 0
    newest = query.order_by(*latest_first())
    return work.all(newest.offset((asked.page - 1) * PAGE).limit(PAGE)), total


def counts(work: Work, asked: Asked) -> dict[Operation, int]:
    """How many events there are of each operation, whatever operation is filtered by."""
    query = select(AuditEvent.operation, func.count(col(AuditEvent.id)))
    rows = work.rows(filtered(query, asked, but_operation=True).group_by(col(AuditEvent.operation)))
    return dict(rows)


def filtered(query: Any, asked: Asked, *, but_operation: bool = False) -> Any:
    for column, wanted in (
        (AuditEvent.case_id, asked.case),
        (AuditEvent.member_id, asked.member),
        (AuditEvent.meeting_id, asked.meeting),
        (AuditEvent.operation, None if but_operation else asked.operation),
    ):
        if wanted is not None:
            query = query.where(col(column) == wanted)
    if asked.agency is not None:
        received = col(AuditEvent.recipients).contains([{"agency": str(asked.agency)}])
        query = query.where(or_(col(AuditEvent.agency_id) == asked.agency, received))
    if asked.since is not None:
        query = query.where(col(AuditEvent.at) >= _midnight(asked.since))
    if asked.until is not None:
        query = query.where(col(AuditEvent.at) < _midnight(asked.until + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def in_words(event: AuditEvent, names: Names) -> Entry:
    meeting_id = names.meeting_of(event)
    numbers: dict[str, int] = {}
    for item in event.items:
        kind = wording.kind(event.verb, item["t"])
        numbers[kind] = numbers.get(kind, 0) + 1
    return Entry(
        at=event.at,
        who=names.members.get(event.member_id, "Nobody in person") if event.member_id else "Nobody in person",
        member_id=event.member_id,
        agency=names.short.get(event.agency_id, "") if event.agency_id else "",
        agency_id=event.agency_id,
        hat=event.hat.replace("-", " "),
        operation=event.operation,
        done=wording.done(event.verb),
        code=names.cases.get(event.case_id, "") if event.case_id else "",
        case_id=event.case_id,
        meeting=names.meetings.get(meeting_id) if meeting_id else None,
        meeting_id=meeting_id,
        kinds=sorted(numbers.items()),
        lines=[(item["id"], item.get("label", "line")) for item in event.items if item["t"] == "line"],
        recipients=_recipients(event, names),
        reason=wording.reason(event),
    )


def _recipients(event: AuditEvent, names: Names) -> list[str]:
    found = []
    for recipient in event.recipients:
        if "agency" in recipient:
            found.append(names.short.get(UUID(recipient["agency"]), "an agency"))
        elif "member" in recipient:
            found.append(names.members.get(UUID(recipient["member"]), "a member"))
    return sorted(set(found))


def history_of(work: Work, item_id: UUID) -> list[AuditEvent]:
    """Everything that happened to one item, oldest first; and the reading of copies of the minutes that hold it."""
    found = work.all(_about([item_id]))
    parts = {
        UUID(item["id"])
        for event in found
        if event.verb is Verb.MINUTES_ISSUED
        for item in event.items
        if item["t"] == "minutes_part"
    }
    if parts:
        known = {event.id for event in found}
        read = col(AuditEvent.verb).in_([*SHOWN, *LEFT])
        opened = work.all(_about(sorted(parts)).where(read))
        found += [event for event in opened if event.id not in known]
    return sorted(found, key=in_order)


def _about(ids: list[UUID]) -> SelectOfScalar[AuditEvent]:
    return select(AuditEvent).where(or_(*(col(AuditEvent.items).contains([{"id": str(one)}]) for one in ids)))


def each(column: Any, name: str) -> Any:
    """The elements of a column that holds a list, one a row."""
    return func.jsonb_array_elements(col(column), type_=JSONB).column_valued(name, joins_implicitly=True)
