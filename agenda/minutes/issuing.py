"""Issuing: every agency with a case seat gets its own copy, composed with its eyes as at each hearing's close."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from agenda.minutes.composing import Known, compose_case
from agenda.minutes.front import front_sheet, known_agencies, quiet_agencies
from agenda.minutes.parts import CasePart, FrontSheet, as_content, canonical_hash
from agenda.models import Hearing, Meeting, MinutesIssue
from agenda.operations import minutes as operations
from marac import clock
from marac.cases.models import Case
from marac.proceedings import HearingStatus
from marac.store.audit import item
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.walls import Wall
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
    known = Known.of(work)
    return front_sheet(work, meeting), [compose_case(work, hearing, known) for hearing in hearings_of(work, meeting)]


def issue(work: Work, meeting: Meeting) -> list[MinutesIssue]:
    """Compose and keep every agency's copy. Raises Refused unless the chair has approved."""
    work.session.flush()
    number = operations.next_number(work, meeting)
    copies: dict[UUID, MinutesIssue] = {}
    hearings = hearings_of(work, meeting)
    seats = {hearing.id: list(recipients(work, hearing)) for hearing in hearings}
    everybody = {recipient for found in seats.values() for recipient in found}
    unknown = unknown_to(work, hearings, everybody)
    for agency_id in sorted(unknown, key=str):
        front, code = asdict(front_sheet(work, meeting, unknown[agency_id])), operations.copy_code
        copies[agency_id] = operations.keep_issue(
            work, meeting, agency_id, number, code(meeting, agency_id, number), front, canonical_hash(front)
        )
    known = Known.of(work)
    for hearing in hearings:
        for recipient in seats[hearing.id]:
            part, disclosed = composed_for(work, hearing, recipient, known)
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
    walls = _walls(work, hearing.case_id, closed)
    if work.find(Case, hearing.case_id).restricted:
        held = [seat for seat in held if seat.member_id]  # open to named people only, on paper too (S17)
    whole = {agency.id: agency.parent_id for agency in work.by_id(Agency, {seat.agency_id for seat in held}).values()}
    found = {
        Recipient(seat.agency_id, _side(seat), member_id, seat.advocate)
        for seat in held
        for member_id in _readers(walls, seat, whole[seat.agency_id])
    }
    return sorted(found, key=lambda r: (str(r.agency_id), r.side, str(r.member_id)))


def _walls(work: Work, case_id: UUID, closed: datetime) -> list[Wall]:
    """Those that stood when the hearing closed, or since: as at the close the paper is read, and now it is given."""
    since = or_(col(Wall.until_at).is_(None), col(Wall.until_at) > closed)
    return work.all(select(Wall).where(Wall.case_id == case_id, col(Wall.from_at) <= clock.now(), since))


def _readers(every: Iterable[Wall], seat: Seat, whole: UUID | None) -> list[UUID | None]:
    """Everybody of the agency, or the member named; where the agency is walled off, those cleared in it (S17).

    `whole`: the agency of which it is a unit, whose wall is its own too.
    """
    off = {wall.member_id for wall in every if wall.member_id}
    walls = [wall for wall in every if wall.agency_id and wall.agency_id in (seat.agency_id, whole)]
    if not walls:
        return [] if seat.member_id in off else [seat.member_id]
    cleared = set.intersection(*(set(wall.cleared) for wall in walls)) - off
    return [member for member in sorted(cleared) if seat.member_id in (None, member)]


def _side(seat: Seat) -> Side:
    return Side.PERPETRATOR if seat.side is Side.PERPETRATOR else Side.NEITHER


def unknown_to(work: Work, hearings: list[Hearing], everybody: Iterable[Recipient]) -> dict[UUID, set[UUID]]:
    """By recipient agency, the agencies that its front sheet leaves out: quiet ones of which it may not know (S5).

    All of an agency read one front sheet, on either side: it names what each side may know. What only some members
    are cleared to know is not in it.
    """
    cases = [hearing.case_id for hearing in hearings]
    quiet = quiet_agencies(work, cases)
    last = max((hearing.closed_at for hearing in hearings if hearing.closed_at), default=None)
    by_side: dict[UUID, dict[Side, set[UUID]]] = {}
    for reader in sorted(everybody, key=lambda each: (str(each.agency_id), each.side)):
        known = by_side.setdefault(reader.agency_id, {}).setdefault(reader.side, {reader.agency_id})
        if quiet and reader.member_id is None:
            with work.as_seen_by(eyes_of(work, reader), at=last) as theirs:
                known |= known_agencies(theirs, cases, among=quiet)
    return {
        agency: {one for one in quiet if not all(one in known for known in sides.values())}
        for agency, sides in by_side.items()
    }


def eyes_of(work: Work, recipient: Recipient) -> Viewer:
    hat = Hat.ADVOCATE if recipient.advocate else Hat.REPRESENTATIVE
    return Viewer(recipient.member_id or NOBODY, recipient.agency_id, work.viewer.marac_id, hat, recipient.side)


def composed_for(
    work: Work, hearing: Hearing, recipient: Recipient, known: Known
) -> tuple[CasePart, list[dict[str, Any]]]:
    """One part with its recipient's eyes, as at the close of the hearing, and all that was read for it."""
    with work.as_seen_by(eyes_of(work, recipient), at=hearing.closed_at) as theirs:
        part = compose_case(theirs, theirs.find(Hearing, hearing.id), known)
        opened = theirs.session.info.get("opened", {}).values()
        return part, [item(row, fields) for row, fields in opened]
