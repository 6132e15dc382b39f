"""Moving a case to another MARAC: its seats close, but for those with an action still to do (S23)."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, or_, select

from actions.operations import open_actions
from agencies.operations.seating import seat_agency
from marac import clock
from marac.cases.models import Case, Transfer
from marac.cases.operations.leading import may_lead
from marac.cases.operations.seats import end_seat
from marac.policy import transfers as policy
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, SeatKind, Side, Verdict

MOVED = "the case moved to another MARAC"
# Nobody sat on a seat that waited: its agency, which was never asked, is not told that there was a case (S1).
BEFORE_IT_MOVED = timedelta(microseconds=1)


def transfer_of(work: Work, case_id: UUID) -> Transfer | None:
    """Where it went, for chair and coordinator."""
    return work.first(select(Transfer).where(Transfer.case_id == case_id))


def may_transfer(work: Work, case: Case) -> Verdict:
    return policy.may_transfer(work.viewer, case) and may_lead(work, case)


def transfer(work: Work, case: Case, destination: str, reason: str) -> Transfer:
    """Close the case here and say, sealed, where it went.

    The event names no receiver: that would tell everybody who reads it where the victim is.
    """
    verdict = may_transfer(work, case)
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
    """End every seat, also those that wait. Whoever sat for an agency with something to do keeps a place for that.

    The same people as before, of the same side: a place for the whole agency would be for nobody in a restricted
    case, and for too many where one of its people was seated by name.
    """
    later = or_(col(Seat.until_at).is_(None), col(Seat.until_at) > clock.now())
    held = work.all(select(Seat).where(Seat.case_id == case.id, later).order_by(col(Seat.from_at), col(Seat.id)))
    owing = {action.agency_id for action in open_actions(work, case.id)}
    here = [seat for seat in held if seat.kind is SeatKind.ACTION and seat.from_at <= clock.now()]
    kept = {_whose(seat): seat for seat in here if seat.agency_id in owing}
    ended = [seat for seat in held if seat not in kept.values()]
    for seat in ended:
        waits = seat.from_at > clock.now()
        end_seat(work, seat, MOVED)
        if waits:
            seat.until_at = clock.now() - BEFORE_IT_MOVED
    for seat in ended:
        if seat.agency_id in owing and seat.from_at <= clock.now() and _whose(seat) not in kept:
            kept[_whose(seat)] = seat
            place = {"member_id": seat.member_id, "person_id": seat.person_id, "side": seat.side, "quiet": seat.quiet}
            seat_agency(work, case, seat.agency_id, SeatKind.ACTION, MOVED, **place)


def _whose(seat: Seat) -> tuple[object, ...]:
    return seat.agency_id, seat.member_id, seat.person_id, seat.side is Side.PERPETRATOR
