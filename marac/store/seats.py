"""Seats: an agency's place on a case, which everything that is seen depends on (S1, S2, S5 to S7)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Index, String, Uuid, and_, column, exists, false, or_, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col

from marac import clock
from marac.store.classes import classes
from marac.store.guarded import guarded_seat, knows_seats
from marac.store.scope import NOW, Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import BY_INDEX, outside_walls
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, SeatKind, Side, Viewer

FULL = (SeatKind.CASE, SeatKind.HEARING)
ANY = tuple(SeatKind)


class Seat(Scoped, table=True):
    """One agency's place on one case: from when, of which kind, on which side, and for whom in it.

    `member_id` set: that member only. `person_id` set: it concerns that one person only (S7).
    `quiet`: known to chair, coordinator, advocate and itself (S5).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id member_id person_id given_by",
        state="kind side advocate quiet from_at until_at",
        content="reason",
    )

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
        others = and_(col(cls.kind).in_(FULL), seated(col(cls.case_id), viewer, *FULL, victims_side=True))
        shown = or_(col(cls.quiet).is_(False), advocated(col(cls.case_id), viewer))
        own = and_(mine(viewer), _held(viewer, _HELD.c.id == col(cls.id)))  # a restricted case knows no whole agencies
        seen = or_(own, over_the_meeting(col(cls.marac_id), viewer), and_(others, shown), _colleagues(viewer))
        seen = or_(seen, _to_a_guardian(viewer))
        return and_(seen, outside_walls(col(cls.case_id)))


def _to_a_guardian(viewer: Viewer) -> ColumnElement[bool]:
    full = and_(col(Seat.kind).in_(FULL), col(Seat.quiet).is_(False))
    return or_(guarded_seat(col(Seat.id), viewer), and_(full, knows_seats(col(Seat.case_id), viewer)))


def _colleagues(viewer: Viewer) -> ColumnElement[bool]:
    """Places that a representative's agency gave its own people for one action, to be ended with it (C57)."""
    if viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        return false()
    return and_(
        col(Seat.agency_id) == viewer.agency_id,
        col(Seat.kind) == SeatKind.ACTION,
        col(Seat.member_id).is_not(None),
        seated(col(Seat.case_id), viewer, SeatKind.CASE, SeatKind.ACTION),
    )


def in_force() -> ColumnElement[bool]:
    return and_(col(Seat.from_at) <= NOW, or_(col(Seat.until_at).is_(None), col(Seat.until_at) > NOW))


# The viewer's own seats, past row-level security: asked within a clause, `seat` would be policed anew each time.
_HELD = table(
    "held",
    *(column(name, Uuid) for name in ("id", "case_id", "agency_id", "marac_id", "member_id", "person_id")),
    *(column(name, String) for name in ("kind", "side")),
    column("advocate", Boolean),
    *(column(name, DateTime(timezone=True)) for name in ("from_at", "until_at")),
    schema="scope",
)


def mine(viewer: Viewer, held: Any = None) -> ColumnElement[bool]:
    """Seats under which this viewer looks: a hat for the meeting confers none (S9)."""
    if viewer.hat not in FOR_THE_AGENCY:
        return false()
    its = held if held is not None else Seat.__table__.c  # type: ignore[attr-defined]
    for_me = its.member_id == viewer.member_id
    if viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        for_me = or_(for_me, its.member_id.is_(None))
    now = and_(its.from_at <= NOW, or_(its.until_at.is_(None), its.until_at > NOW))
    return and_(its.agency_id == viewer.agency_id, its.marac_id == viewer.marac_id, for_me, now)


def seated(case_id: Column[UUID], viewer: Viewer, *kinds: SeatKind, victims_side: bool = False) -> ColumnElement[bool]:
    """The viewer holds a seat of these kinds for the whole case; perhaps only off the perpetrator's side."""
    side: ColumnElement[bool] = true()
    if victims_side:
        side = false() if viewer.side is Side.PERPETRATOR else _HELD.c.side != Side.PERPETRATOR
    return _held(viewer, _HELD.c.case_id == case_id, _HELD.c.kind.in_(kinds), _HELD.c.person_id.is_(None), side)


def seated_for_person(person_id: Column[Any], viewer: Viewer) -> ColumnElement[bool]:
    """The viewer holds a seat for this person alone (S7)."""
    return _held(viewer, _HELD.c.person_id == person_id)


def cases_for_person(case_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """The viewer is seated for one person only of the case."""
    return _held(viewer, _HELD.c.case_id == case_id, _HELD.c.person_id.is_not(None))


def advocated(case_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's agency speaks for the victim of the case."""
    if viewer.hat is not Hat.ADVOCATE:
        return false()
    return _held(viewer, _HELD.c.case_id == case_id, _HELD.c.kind.in_(FULL), _HELD.c.advocate.is_(True))


def _held(viewer: Viewer, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    held = select(true()).select_from(_HELD).where(mine(viewer, _HELD.c), *conditions)
    return exists(held.correlate_except(_HELD).offset(BY_INDEX))


def over_the_meeting(marac_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Chair and coordinator see their own MARAC's cases, as hats and not as an agency (S9)."""
    return marac_id == viewer.marac_id if viewer.hat in FOR_THE_MEETING else false()
