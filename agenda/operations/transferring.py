"""Moving a case to another MARAC: its seats close, but for those with an action still to do (S23)."""

from collections import defaultdict
from uuid import UUID

from sqlmodel import col, or_, select

from actions.operations import open_actions
from agencies.operations.seating import seat_agency
from marac import clock
from marac.cases.models import Case, Transfer
from marac.cases.operations.seats import end_seat
from marac.policy import transfers as policy
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, SeatKind

MOVED = "the case moved to another MARAC"


def transfer_of(work: Work, case_id: UUID) -> Transfer | None:
    """Where it went, for chair and coordinator."""
    return work.first(select(Transfer).where(Transfer.case_id == case_id))


def transfer(work: Work, case: Case, destination: str, reason: str) -> Transfer:
    """Close the case here and say, sealed, where it went.

    The event names no receiver: that would tell everybody who reads it where the victim is.
    """
    verdict = policy.may_transfer(work.viewer, case)
    work.require(verdict, case)
    _close_seats(work, case)
    made = work.keep(
        Transfer(
            marac_id=case.marac_id,
            case_id=case.id,
            destination=destination,
            reason=reason,
            made_by=work.viewer.member_id,
        )
    )
    work.require(verdict, case)
    case.status = CaseStatus.CLOSED
    case.version += 1
    work.log(Verb.CASE_TRANSFERRED, case, made, fields=["destination"], reason="to another MARAC")
    work.announce(case.id)
    return made


def _close_seats(work: Work, case: Case) -> None:
    """End every seat, also those that wait; who has an action to do gets a seat for that alone, in the same place."""
    later = or_(col(Seat.until_at).is_(None), col(Seat.until_at) > clock.now())
    held = work.all(select(Seat).where(Seat.case_id == case.id, later))
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    for seat in held:
        seats[seat.agency_id].append(seat)
    owners = {action.agency_id: action.quiet for action in open_actions(work, case.id)}
    acting = {seat.agency_id for seat in held if seat.kind is SeatKind.ACTION and seat.member_id is None}
    for seat in held:
        if seat.agency_id not in owners or seat.kind is not SeatKind.ACTION:
            end_seat(work, seat, MOVED)
    for agency_id, quiet in owners.items():
        if agency_id not in acting:
            side = next((seat.side for seat in seats[agency_id]), None)
            place = {"quiet": quiet} | ({"side": side} if side else {})
            seat_agency(work, case, agency_id, SeatKind.ACTION, MOVED, **place)
