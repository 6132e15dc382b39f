"""Seats: an agency's place on a case, which everything that is seen depends on (S1, S2, S5 to S7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, and_, false, or_, true
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from marac import clock
from marac.store.scope import NOW, Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, SeatKind, Side, Viewer

FULL = (SeatKind.CASE, SeatKind.HEARING)
ANY = tuple(SeatKind)


class Seat(Scoped, table=True):
    """One agency's place on one case: from when, of which kind, on which side, and for whom in it.

    `member_id` set: that member only. `person_id` set: it concerns that one person only (S7).
    `quiet`: known to chair, coordinator, advocate and itself (S5).
    """

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    kind: SeatKind = Field(sa_type=words(SeatKind))
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    advocate: bool = False
    quiet: bool = False
    reason: str = sealed()
    given_by: UUID | None = Field(default=None, foreign_key="member.id")
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime | None = None

    __table_args__ = (Index("ix_seat_agency_case", "agency_id", "case_id"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """My own; all under a meeting hat; with a case or hearing seat, who else is seated, but for the quiet.

        An advocate knows the quiet seats of their victims. Somebody seated for the perpetrator's
        side, or only to check or to act, learns nothing of other seats (S2, S5, S6).
        """
        others = and_(col(cls.kind).in_(FULL), col(cls.case_id).in_(seated(viewer, *FULL, victims_side=True)))
        shown = or_(col(cls.quiet).is_(False), col(cls.case_id).in_(advocated(viewer)))
        seen = or_(mine(viewer), over_the_meeting(col(cls.marac_id), viewer), and_(others, shown), _colleagues(viewer))
        return and_(seen, outside_walls(col(cls.case_id)))


def _colleagues(viewer: Viewer) -> ColumnElement[bool]:
    """Places that a representative's agency gave its own people for one action, to be ended with it (C57)."""
    if viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        return false()
    return and_(
        col(Seat.agency_id) == viewer.agency_id,
        col(Seat.kind) == SeatKind.ACTION,
        col(Seat.member_id).is_not(None),
        col(Seat.case_id).in_(seated(viewer, SeatKind.CASE, SeatKind.ACTION)),
    )


def in_force() -> ColumnElement[bool]:
    return and_(col(Seat.from_at) <= NOW, or_(col(Seat.until_at).is_(None), col(Seat.until_at) > NOW))


def mine(viewer: Viewer) -> ColumnElement[bool]:
    """Seats under which this viewer looks: a hat for the meeting confers none (S9)."""
    if viewer.hat not in FOR_THE_AGENCY:
        return false()
    for_me = col(Seat.member_id) == viewer.member_id
    if viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        for_me = or_(for_me, col(Seat.member_id).is_(None))
    return and_(col(Seat.agency_id) == viewer.agency_id, col(Seat.marac_id) == viewer.marac_id, for_me, in_force())


def seated(viewer: Viewer, *kinds: SeatKind, victims_side: bool = False) -> SelectOfScalar[UUID]:
    """Cases, whole, on which the viewer holds a seat of these kinds; perhaps only off the perpetrator's side."""
    side: ColumnElement[bool] = true()
    if victims_side:
        side = false() if viewer.side is Side.PERPETRATOR else col(Seat.side) != Side.PERPETRATOR
    return (
        select(Seat.case_id)
        .where(mine(viewer), col(Seat.kind).in_(kinds), col(Seat.person_id).is_(None), side)
        .correlate(None)
    )


def seated_for_person(viewer: Viewer) -> SelectOfScalar[Any]:
    """Persons for whom alone the viewer holds a seat (S7)."""
    return select(Seat.person_id).where(mine(viewer), col(Seat.person_id).is_not(None)).correlate(None)


def cases_for_person(viewer: Viewer) -> SelectOfScalar[UUID]:
    """Cases of which the viewer is seated for one person only."""
    return select(Seat.case_id).where(mine(viewer), col(Seat.person_id).is_not(None)).correlate(None)


def advocated(viewer: Viewer) -> SelectOfScalar[UUID]:
    """Cases whose victim this viewer's agency speaks for."""
    if viewer.hat is not Hat.ADVOCATE:
        return select(Seat.case_id).where(false())
    return (
        select(Seat.case_id).where(mine(viewer), col(Seat.kind).in_(FULL), col(Seat.advocate).is_(True)).correlate(None)
    )


def over_the_meeting(marac_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Chair and coordinator see their own MARAC's cases, as hats and not as an agency (S9)."""
    return marac_id == viewer.marac_id if viewer.hat in FOR_THE_MEETING else false()
