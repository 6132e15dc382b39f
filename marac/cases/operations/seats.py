"""Giving, ending and changing seats; raising and lifting walls."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, func, or_, text
from sqlalchemy import select as ask
from sqlalchemy.sql import ColumnElement
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.leading import may_lead
from marac.policy import seats as policy
from marac.policy import walls as wall_policy
from marac.proceedings import OpenedAgain, WallCause
from marac.store.people import Agency, Appointment, Member
from marac.store.scope import NOW
from marac.store.seats import Seat, in_force
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, Role, SeatKind, Side, Verdict

_BY_AGENCY = (Role.REPRESENTATIVE, Role.ADVOCATE)
_PRESIDES = (Role.CHAIR, Role.COORDINATOR)


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
    verdict = policy.may_give_seat(work.viewer, case, agency_id, kind, member_id) and may_lead(work, case)
    work.require(verdict, case)
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
    work.announce(case.id, of=seat)
    return seat


def end_seat(work: Work, seat: Seat, reason: str = "") -> None:
    work.require(policy.may_end_seat(work.viewer, seat) and may_lead(work, seat.case_id), seat)
    announce_loss(work, seat)
    seat.until_at = clock.now()
    work.log(Verb.SEAT_ENDED, seat, reason=reason)


def announce_loss(work: Work, seat: Seat) -> None:
    """Tell open screens of those whose seat just ended; nobody behind a wall learns by it that something moved.

    To be called while the seat still is as it was: one that was not in force showed nobody anything.
    """
    if seat.from_at > clock.now() or (seat.until_at is not None and seat.until_at <= clock.now()):
        return
    work.announce(seat.case_id, to=[seat.agency_id], member=seat.member_id, lost=True)
    case = work.by_id(Case, [seat.case_id]).get(seat.case_id) if seat.member_id else None
    if case and case.restricted:  # from now on it is to them as if a wall stood there
        _look_again(work, case, col(Member.id).in_([seat.member_id]))


def change_seat(work: Work, seat: Seat, kind: SeatKind) -> None:
    """A check seat becomes a case seat when its agency knows somebody; a nil answer ends it (S2, C30)."""
    work.require(policy.may_change_seat(work.viewer, seat) and may_lead(work, seat.case_id), seat)
    announce_loss(work, seat)
    seat.kind = kind
    work.log(Verb.SEAT_CHANGED, seat, reason=kind.value)


def answer_nil(work: Work, seat: Seat) -> None:
    """The agency checked and knows nobody: its check seat ends, and the case shrinks to a code and a date (S3)."""
    work.require(policy.may_change_seat(work.viewer, seat), seat)
    announce_loss(work, seat)
    seat.until_at = clock.now()
    work.log(Verb.SEAT_ENDED, seat, reason="nil return")


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
    cleared: Collection[UUID] = (),
    other_force: str = "",
    cause: WallCause = WallCause.SET,
    decide_by: datetime | None = None,
) -> Wall:
    """Against a member, or a whole agency but for those cleared in it, or with another force named (S17).

    Their open screens look again at once. With `decide_by` somebody is to decide until then whether it stays.
    """
    own = member_id == work.viewer.member_id  # to step back oneself needs nobody else
    verdict = policy.may_raise_wall(work.viewer, case, member_id) and (ALLOWED if own else may_lead(work, case))
    work.require(verdict, case)
    look_again(work, case, [agency_id] if agency_id else [], [member_id] if member_id else [], without=cleared)
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
    return wall


def may_lift(work: Work, case: Case, wall: Wall) -> Verdict:
    return wall_policy.may_lift(work.viewer, wall) and may_lead(work, case)


def lift_wall(work: Work, case: Case, wall: Wall, why: OpenedAgain | None = None) -> None:
    """`why`: where no decision in words was kept with it."""
    work.require(may_lift(work, case, wall), wall)
    wall.until_at = clock.now()
    work.log(Verb.WALL_LIFTED, wall, reason=why.value if why else "")
    out = select(Member.id).join(Agency, col(Agency.id) == col(Member.agency_id)).where(behind(wall))
    for member_id in work.all(out):
        work.announce(case.id, member=member_id, hats=[])
    work.announce(case.id, to=[])


def look_again(
    work: Work, case: Case, agencies: Iterable[UUID], members: Iterable[UUID] = (), without: Iterable[UUID] = ()
) -> None:
    """Tell the open screens of these members, and of everybody in these agencies and in their units.

    Only of those who may have seen the case until now: to whoever never did, its moving would tell that it is there.
    """
    units = or_(col(Agency.id).in_(list(agencies)), col(Agency.parent_id).in_(list(agencies)))
    seats = seats_on(work, case)
    seated = [seat.agency_id for seat in seats if seat.member_id is None and not case.restricted]
    by_name = [seat.member_id for seat in seats if seat.member_id] + observers_of(work, case)
    for_agency = and_(col(Appointment.role).in_(_BY_AGENCY), col(Member.agency_id).in_(seated))
    saw = or_(col(Member.id).in_(by_name), for_agency, col(Appointment.role).in_(_PRESIDES))
    theirs = or_(units, col(Member.id).in_(list(members)))
    _look_again(work, case, and_(theirs, saw, col(Member.id).not_in(list(without))))


def _look_again(work: Work, case: Case, who: ColumnElement[bool]) -> None:
    here = and_(col(Appointment.marac_id) == case.marac_id, *_outside(work, case))
    asked = (
        select(Member.id)
        .join(Agency, col(Agency.id) == col(Member.agency_id))
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
    )
    for member_id in work.all(asked.where(who, here).distinct()):
        work.announce_member(member_id)


def _outside(work: Work, case: Case) -> Iterator[ColumnElement[bool]]:
    """Members whom no wall of this case keeps out already."""
    walls = select(Wall).where(Wall.case_id == case.id, col(Wall.from_at) <= NOW)
    for wall in work.all(walls.where(or_(col(Wall.until_at).is_(None), col(Wall.until_at) > NOW))):
        yield func.coalesce(behind(wall), false()).is_(False)


def behind(wall: Wall) -> ColumnElement[bool]:
    """Of members and their agencies: those whom this wall keeps out."""
    if wall.agency_id is None:
        return col(Member.id) == wall.member_id
    agencies = or_(col(Agency.id) == wall.agency_id, col(Agency.parent_id) == wall.agency_id)
    return and_(agencies, col(Member.id).not_in(wall.cleared))


def observers_of(work: Work, case: Case) -> list[UUID]:
    """Observers who were let in to this case; their rows belong to a room above."""
    asked = text("SELECT member_id FROM observation WHERE case_id = :id AND until_at IS NULL")
    return list(work.session.connection().execute(asked, {"id": case.id}).scalars())
