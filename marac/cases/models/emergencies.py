"""What leaves its audience, or comes back to it: emergency openings of protected details, and notices (S12, S16)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Uuid, and_, column, exists, false, or_, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import LifeThreat, NoticeKind
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import FULL, advocated, seated
from marac.store.walls import BY_INDEX, outside_walls
from marac.vocabulary import DetailKind, Hat, PartyRole, SeatKind, Side, Viewer

# What this viewer's agency gave, past row-level security: its data protection officer reads no detail at all.
_GIVEN = table("given_detail", column("case_id", Uuid), column("kind", String), column("party", String), schema="scope")


class EmergencyOpening(Scoped, table=True):
    """For an hour one member may open what is protected of one kind about one party: a life is in danger (S12).

    It names a kind and a party, not a detail: until it is on the record nobody learns whether there is one.
    """

    __tablename__ = "emergency_opening"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id member_id",
        state="label party kind danger from_at until_at",
        content="reason",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    label: str
    party: PartyRole = Field(sa_type=words(PartyRole))
    kind: DetailKind = Field(sa_type=words(DetailKind))
    danger: LifeThreat = Field(sa_type=words(LifeThreat))
    reason: str = sealed()
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency that opened, the giver, the victim's advocate; the officers of the first two. No hat else."""
        of_mine = select(true()).where(
            _GIVEN.c.case_id == col(cls.case_id), _GIVEN.c.kind == col(cls.kind), _GIVEN.c.party == col(cls.party)
        )
        gave = exists(of_mine.correlate_except(_GIVEN).offset(BY_INDEX))
        concerned = or_(col(cls.agency_id) == viewer.agency_id, gave)
        open_to_all = outside_walls(col(cls.case_id))
        if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            return and_(col(cls.marac_id) == viewer.marac_id, concerned, open_to_all)
        if viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
            return false()
        seat = seated(col(cls.case_id), viewer, *FULL, SeatKind.ACTION, victims_side=True)
        return and_(or_(and_(seat, concerned), advocated(col(cls.case_id), viewer)), open_to_all)


class Notice(Scoped, table=True):
    """Something that an agency must be told, until somebody of it says that it was read.

    It outlives the seat: whoever was given a line is told of its correction, by its code alone (S16).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id subject_id told_by noted_by",
        state="kind label both_sides at noted_at",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    kind: NoticeKind = Field(sa_type=words(NoticeKind))
    label: str
    subject_id: UUID
    both_sides: bool = False
    told_by: UUID = Field(foreign_key="member.id")
    at: datetime = Field(default_factory=clock.now)
    noted_at: datetime | None = None
    noted_by: UUID | None = Field(default=None, foreign_key="member.id")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
            return false()
        side = col(cls.both_sides).is_(True) if viewer.side is Side.PERPETRATOR else true()
        here = and_(col(cls.marac_id) == viewer.marac_id, col(cls.agency_id) == viewer.agency_id)
        return and_(here, side, outside_walls(col(cls.case_id)))
