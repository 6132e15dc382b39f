"""Giving an agency its place on a case, with a record of every line that the place opens to it (S2)."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from agencies.operations.lines import lines_on
from marac.cases.models import Case
from marac.cases.operations import seats
from marac.policy import research as policy
from marac.store.audit import item
from marac.store.people import Agency, Partner
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Hat, SeatKind, Viewer

NOBODY = UUID(int=0)


def seat_agency(work: Work, case: Case, agency_id: UUID, kind: SeatKind, reason: str, **place: Any) -> Seat:
    """Give a seat; `place` as give_seat takes it. Raises Refused for one who gets no case data, or is no partner."""
    agency = work.find(Agency, agency_id)
    here = select(Partner).where(Partner.marac_id == case.marac_id, Partner.agency_id == agency.id)
    work.require(policy.may_be_seated(agency, work.first(here) is not None))
    seat = seats.give_seat(work, case, agency_id, kind, reason, **place)
    record_opened(work, seat)
    return seat


def change_kind(work: Work, seat: Seat, kind: SeatKind) -> None:
    """Make a seat another kind: what the new kind opens is recorded too."""
    seats.change_seat(work, seat, kind)
    work.session.flush()
    record_opened(work, seat)


def record_opened(work: Work, seat: Seat) -> None:
    """Name, as a disclosure, every line of other agencies that can now be read from this seat."""
    with work.as_seen_by(_from(seat)) as theirs:
        lines = lines_on(theirs, seat.case_id)
        opened = [item(line, ("text",)) for line in lines if line.agency_id != seat.agency_id]
    if opened:
        work.log(Verb.LINE_OPENED_TO_SEAT, seat, items=opened, to=[seat.agency_id], reason=seat.kind.value)


def _from(seat: Seat) -> Viewer:
    """Whoever looks from this seat: the member it is for, or any representative whom no wall of their own stops."""
    return Viewer(seat.member_id or NOBODY, seat.agency_id, seat.marac_id, Hat.REPRESENTATIVE, seat.side)
