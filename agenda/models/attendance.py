"""Who came to the meeting, and who was there for each case (domain.md 1.8): recipients are worked out from it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from agenda.models.meeting import ATTENDS
from marac import clock
from marac.proceedings import Presence
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.seats import over_the_meeting
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, Hat, Viewer


class Attendance(Scoped, table=True):
    """One member at one meeting: present, apologies with "information sent?", or observer."""

    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id meeting_id agency_id member_id",
        state="presence information_sent information_received_on statement_version statement_at arrived_at "
        "left_at version",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    member_id: UUID = Field(foreign_key="member.id")
    presence: Presence = Field(sa_type=words(Presence))
    information_sent: bool | None = None
    information_received_on: str = ""
    statement_version: int | None = None
    statement_at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.marac_id) == viewer.marac_id if viewer.hat in ATTENDS else false()


class CaseAttendance(Scoped, table=True):
    """One member present for one hearing, or out of it for a conflict of interest; from and until."""

    __tablename__ = "case_attendance"
    __table_args__ = (UniqueConstraint("hearing_id", "member_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id hearing_id agency_id member_id",
        state="conflicted from_at until_at",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id")
    conflicted: bool = False
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """An agency's own people; a contributor or guest themselves; chair and coordinator everybody."""
        own = col(cls.agency_id) == viewer.agency_id if viewer.hat in FOR_THE_AGENCY else false()
        if viewer.hat in {Hat.CONTRIBUTOR, Hat.GUEST}:
            own = and_(own, col(cls.member_id) == viewer.member_id)
        own = and_(own, col(cls.marac_id) == viewer.marac_id)
        return and_(or_(own, over_the_meeting(col(cls.marac_id), viewer)), outside_walls(col(cls.case_id)))
