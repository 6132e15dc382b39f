"""Observers: let in case by case, for as long as the case is heard; never to a restricted or walled one (S24)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.store.classes import classes
from marac.store.glimpses import observed
from marac.store.scope import Scoped
from marac.store.seats import over_the_meeting
from marac.store.walls import outside_walls
from marac.vocabulary import Viewer


class Observation(Scoped, table=True):
    """That an observer was let in for one hearing. What they read of it is that it is being heard, by its code."""

    CLASSES: ClassVar = classes(
        key="id marac_id case_id hearing_id agency_id member_id admitted_by",
        state="from_at until_at",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    admitted_by: UUID = Field(foreign_key="member.id")
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Chair and coordinator; the observer, while the case is being heard."""
        seen = or_(over_the_meeting(col(cls.marac_id), viewer), observed(viewer, id=col(cls.id)))
        return and_(seen, outside_walls(col(cls.case_id)))
