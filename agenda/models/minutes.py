"""Minutes: one issue for each agency, kept as sealed parts, one a case (house.md 4.14, 8)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, Uuid, and_, any_, false, func, or_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from agenda.models.meeting import ATTENDS
from marac import clock
from marac.proceedings import MinutesStatus
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, Side, Viewer


class Minutes(Scoped, table=True):
    """How the minutes of one meeting stand: draft, approved by the chair, issued."""

    __table_args__ = (UniqueConstraint("meeting_id"),)
    CLASSES: ClassVar = classes(key="id marac_id meeting_id approved_by", state="status approved_at version")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    status: MinutesStatus = Field(default=MinutesStatus.DRAFT, sa_type=words(MinutesStatus))
    approved_by: UUID | None = Field(default=None, foreign_key="member.id")
    approved_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.marac_id) == viewer.marac_id if viewer.hat in ATTENDS else false()


class MinutesIssue(Scoped, table=True):
    """One agency's copy: its front sheet (no case content), its version, and the hash of each part."""

    __tablename__ = "minutes_issue"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id", "number"),)
    CLASSES: ClassVar = classes(
        key="id marac_id meeting_id agency_id issued_by",
        state="number copy_number front_hash issued_at",
        staff="front",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    number: int = 1
    copy_number: str
    front: dict[str, Any] = Field(sa_type=JSONB)
    front_hash: str
    issued_by: UUID = Field(foreign_key="member.id")
    issued_at: datetime = Field(default_factory=clock.now)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency it is for; chair and coordinator see that it was issued, never its parts."""
        own = col(cls.agency_id) == viewer.agency_id if viewer.hat in FOR_THE_AGENCY else false()
        hat = col(cls.marac_id) == viewer.marac_id if viewer.hat in FOR_THE_MEETING else false()
        return and_(col(cls.marac_id) == viewer.marac_id, or_(own, hat))


class MinutesPart(Scoped, table=True):
    """One case in one agency's copy, as it was when issued, sealed under the case's key."""

    __tablename__ = "minutes_part"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id meeting_id issue_id agency_id member_ids",
        state="side label position content_hash",
        content="content",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    issue_id: UUID = Field(foreign_key="minutes_issue.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    member_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    label: str
    position: int
    content: dict[str, Any] = sealed({})
    content_hash: str

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency it was issued to, on the same side, and where it was for named members, those.

        To contributors and guests nothing comes but by name: they have their own cases, not their agency's.
        """
        if viewer.hat not in FOR_THE_AGENCY:
            return false()
        perpetrators = col(cls.side) == Side.PERPETRATOR
        side = perpetrators if viewer.side is Side.PERPETRATOR else col(cls.side) != Side.PERPETRATOR
        for_me = any_(col(cls.member_ids)) == viewer.member_id
        if viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
            for_me = or_(func.cardinality(cls.member_ids) == 0, for_me)
        return and_(
            col(cls.agency_id) == viewer.agency_id,
            col(cls.marac_id) == viewer.marac_id,
            side,
            for_me,
            outside_walls(col(cls.case_id)),
        )
