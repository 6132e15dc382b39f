"""Issuing: every agency with a case seat gets its own copy, composed with its eyes as at each hearing's close."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from agenda.minutes.composing import compose_case
from agenda.minutes.parts import CasePart, FrontSheet, as_content, canonical_hash
from agenda.models import Attendance, Hearing, Meeting, MinutesIssue
from agenda.operations import minutes as operations
from agenda.operations.partners import walls_on
from agenda.statement import STATEMENTS
from marac.clock import LONDON
from marac.proceedings import HearingStatus, Presence
from marac.store.audit import item
from marac.store.people import Agency, Marac, Member
from marac.store.seats import Seat
from marac.store.work import Work
from marac.vocabulary import Hat, SeatKind, Side, Viewer

NOBODY = UUID(int=0)
DONE = (HearingStatus.HEARD, HearingStatus.DEFERRED)


@dataclass(frozen=True)
class Recipient:
    """Those of one agency who read alike: on one side, everybody or named members."""

    agency_id: UUID
    side: Side
    member_id: UUID | None
    advocate: bool


def hearings_of(work: Work, meeting: Meeting) -> list[Hearing]:
    """What was heard or deferred, in the order of the meeting."""
    asked = select(Hearing).where(Hearing.meeting_id == meeting.id, col(Hearing.status).in_(DONE))
    return work.all(asked.order_by(col(Hearing.position), col(Hearing.id)))


def draft(work: Work, meeting: Meeting) -> tuple[FrontSheet, list[CasePart]]:
    """The whole meeting as the hat in hand sees it; nobody's copy."""
    return front_sheet(work, meeting), [compose_case(work, hearing) for hearing in hearings_of(work, meeting)]


def issue(work: Work, meeting: Meeting) -> list[MinutesIssue]:
    """Compose and keep every agency's copy. Raises Refused unless the chair has approved."""
    work.session.flush()
    number = operations.next_number(work, meeting)
    front = asdict(front_sheet(work, meeting))
    front_hash = canonical_hash(front)
    copies: dict[UUID, MinutesIssue] = {}
    hearings = hearings_of(work, meeting)
    seats = {hearing.id: list(recipients(work, hearing)) for hearing in hearings}
    order = sorted({r.agency_id for found in seats.values() for r in found}, key=str)
    for copy, agency_id in enumerate(order, 1):
        copies[agency_id] = operations.keep_issue(work, meeting, agency_id, number, f"{copy:02d}", front, front_hash)
    for hearing in hearings:
        for recipient in seats[hearing.id]:
            part, disclosed = composed_for(work, hearing, recipient)
            content = as_content(part)
            members = [recipient.member_id] if recipient.member_id else []
            operations.keep_part(
                work,
                copies[recipient.agency_id],
                hearing.case_id,
                part.code,
                hearing.position,
                content,
                canonical_hash(content),
                recipient.side,
                members,
                disclosed,
            )
    operations.finish_issue(work, meeting, list(copies.values()))
    return list(copies.values())


def recipients(work: Work, hearing: Hearing) -> Iterable[Recipient]:
    """Who held a case seat at the close; check, hearing and action seats get no paper (S2)."""
    closed = hearing.closed_at
    assert closed is not None
    held = work.all(
        select(Seat).where(
            Seat.case_id == hearing.case_id,
            Seat.kind == SeatKind.CASE,
            col(Seat.person_id).is_(None),
            col(Seat.from_at) <= closed,
            or_(col(Seat.until_at).is_(None), col(Seat.until_at) > closed),
        )
    )
    found = {
        Recipient(seat.agency_id, _side(seat), member_id, seat.advocate)
        for seat in held
        for member_id in _readers(work, hearing, seat)
    }
    return sorted(found, key=lambda r: (str(r.agency_id), r.side, str(r.member_id)))


def _readers(work: Work, hearing: Hearing, seat: Seat) -> list[UUID | None]:
    """Everybody of the agency, or the member named; where the agency is walled off, those cleared in it (S17)."""
    walls = [wall for wall in walls_on(work, hearing.case_id) if wall.agency_id == seat.agency_id]
    if not walls:
        return [seat.member_id]
    cleared = set.intersection(*(set(wall.cleared) for wall in walls))
    return [member for member in sorted(cleared) if seat.member_id in (None, member)]


def _side(seat: Seat) -> Side:
    return Side.PERPETRATOR if seat.side is Side.PERPETRATOR else Side.NEITHER


def composed_for(work: Work, hearing: Hearing, recipient: Recipient) -> tuple[CasePart, list[dict[str, Any]]]:
    """One part with its recipient's eyes, as at the close of the hearing ; and all that was read for it."""
    hat = Hat.ADVOCATE if recipient.advocate else Hat.REPRESENTATIVE
    marac_id = work.viewer.marac_id
    eyes = Viewer(recipient.member_id or NOBODY, recipient.agency_id, marac_id, hat, recipient.side)
    with work.as_seen_by(eyes, at=hearing.closed_at) as theirs:
        part = compose_case(theirs, theirs.find(Hearing, hearing.id))
        opened = theirs.session.info.get("opened", {}).values()
        return part, [item(row, fields) for row, fields in opened]


def front_sheet(work: Work, meeting: Meeting) -> FrontSheet:
    members = {member.id: member for member in work.all(select(Member))}
    agencies = {agency.id: agency.name for agency in work.all(select(Agency))}
    came = work.all(select(Attendance).where(Attendance.meeting_id == meeting.id))
    came.sort(key=lambda row: (agencies[row.agency_id], members[row.member_id].name))

    def named(row: Attendance, *more: str) -> list[str]:
        return [members[row.member_id].name, agencies[row.agency_id], *more]

    starts = meeting.starts_at.astimezone(LONDON)
    statement = STATEMENTS[-1]
    return FrontSheet(
        marac=work.find(Marac, meeting.marac_id).name,
        day=f"{starts.day} {starts:%B %Y}",
        starts_at=f"{starts:%H:%M}",
        venue=meeting.venue,
        chair=members[meeting.chair_id].name if meeting.chair_id else "",
        minute_taker=members[work.viewer.member_id].name if work.viewer.hat is Hat.COORDINATOR else "",
        present=[named(row) for row in came if row.presence in (Presence.PRESENT, Presence.LEFT)],
        observers=[named(row, _signed(row)) for row in came if row.presence is Presence.OBSERVER],
        apologies=[named(row, _sent(row)) for row in came if row.presence is Presence.APOLOGIES],
        statement=list(statement.paragraphs),
        statement_version=statement.version,
    )


def _sent(row: Attendance) -> str:
    """Apologies say whether information was sent, and when it came (domain.md 1.8)."""
    if row.information_sent is None:
        return "Not said"
    if not row.information_sent:
        return "No information sent"
    received = f", received {row.information_received_on}" if row.information_received_on else ""
    return f"Information sent{received}"


def _signed(row: Attendance) -> str:
    return "Statement signed" if row.statement_at else "Statement not signed"
