"""Giving, ending and changing seats; raising and lifting walls."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as ask
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.policy import seats as policy
from marac.proceedings import WallCause
from marac.store.people import Agency, Member
from marac.store.seats import Seat, in_force
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import SeatKind, Side


def give_seat(
    work: Work,
    case: Case,
    agency_id: UUID,
    kind: SeatKind,
    reason: str,
    *,
    member_id: UUID | None = None,
    person_id: UUID | None = None,
    side: Side = Side.NEITHER,
    quiet: bool = False,
    advocate: bool = False,
) -> Seat:
    """A place on a case for one agency, from now (S2). The seats of a case are a disclosure, so it is logged as one.

    Rooms above use agencies.operations.seating.seat_agency, which also records the lines that the seat opens.
    """
    work.require(policy.may_give_seat(work.viewer, case, agency_id, kind, member_id), case)
    seat = work.keep(
        Seat(
            marac_id=case.marac_id,
            case_id=case.id,
            agency_id=agency_id,
            member_id=member_id,
            person_id=person_id,
            kind=kind,
            side=side,
            quiet=quiet,
            advocate=advocate,
            reason=reason,
            given_by=work.viewer.member_id,
        )
    )
    work.log(Verb.SEAT_GIVEN, seat, to=[agency_id], reason=kind.value)
    work.session.flush()  # whatever else this work writes may depend on the seat
    return seat


def end_seat(work: Work, seat: Seat, reason: str = "") -> None:
    work.require(policy.may_end_seat(work.viewer, seat), seat)
    seat.until_at = clock.now()
    work.log(Verb.SEAT_ENDED, seat, reason=reason)
    announce_loss(work, seat)


def announce_loss(work: Work, seat: Seat) -> None:
    """Tell open screens of those whose seat just ended; nobody behind a wall learns by it that something moved."""
    message = {"marac": seat.marac_id, "case": seat.case_id, "to": [str(seat.agency_id)], "lost": True}
    work.session.connection().execute(ask(func.pg_notify("marac", json.dumps(message, default=str))))


def change_seat(work: Work, seat: Seat, kind: SeatKind) -> None:
    """A check seat becomes a case seat when its agency knows somebody; a nil answer ends it (S2, C30)."""
    work.require(policy.may_change_seat(work.viewer, seat), seat)
    seat.kind = kind
    work.log(Verb.SEAT_CHANGED, seat, reason=kind.value)
    announce_loss(work, seat)


def answer_nil(work: Work, seat: Seat) -> None:
    """The agency checked and knows nobody: its check seat ends, and the case shrinks to a code and a date (S3)."""
    work.require(policy.may_change_seat(work.viewer, seat), seat)
    seat.until_at = clock.now()
    work.log(Verb.SEAT_ENDED, seat, reason="nil return")
    announce_loss(work, seat)


def seats_on(work: Work, case: Case) -> list[Seat]:
    """The seats in force that this viewer may know of, oldest first."""
    return work.all(select(Seat).where(Seat.case_id == case.id, in_force()).order_by(col(Seat.from_at), col(Seat.id)))


def one_not_named(work: Work, case_id: UUID) -> bool:
    """Whether a quiet seat is there that this viewer may not know of; never how many (S5)."""
    return bool(work.session.connection().execute(ask(func.scope.one_not_named(case_id))).scalar())


def raise_wall(
    work: Work,
    case: Case,
    reason: str,
    *,
    member_id: UUID | None = None,
    agency_id: UUID | None = None,
    cleared: Iterable[UUID] = (),
    other_force: str = "",
    cause: WallCause = WallCause.SET,
    decide_by: datetime | None = None,
) -> Wall:
    """Against a member, or a whole agency but for those cleared in it, or with another force named (S17).

    Their open screens look again at once. With `decide_by` somebody is to decide until then whether it stays.
    """
    work.require(policy.may_raise_wall(work.viewer, case, member_id), case)
    wall = work.keep(
        Wall(
            marac_id=case.marac_id,
            case_id=case.id,
            member_id=member_id,
            agency_id=agency_id,
            cleared=list(cleared),
            other_force=other_force,
            reason=reason,
            raised_by=work.viewer.member_id,
            cause=cause,
            decide_by=decide_by,
        )
    )
    work.log(Verb.WALL_RAISED, wall, reason="" if cause is WallCause.SET else cause.value)
    if member_id:
        work.announce_member(member_id)
    if agency_id:
        look_again(work, [agency_id])
    return wall


def lift_wall(work: Work, case: Case, wall: Wall) -> None:
    work.require(policy.may_raise_wall(work.viewer, case), wall)
    wall.until_at = clock.now()
    work.log(Verb.WALL_LIFTED, wall)


def look_again(work: Work, agencies: Iterable[UUID]) -> None:
    """Tell the open screens of everybody in these agencies, and in their units: sight of a case may be lost."""
    units = or_(col(Agency.id).in_(list(agencies)), col(Agency.parent_id).in_(list(agencies)))
    for member_id in work.all(select(Member.id).join(Agency, col(Agency.id) == col(Member.agency_id)).where(units)):
        work.announce_member(member_id)
