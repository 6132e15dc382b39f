"""A case that went to another MARAC: those who sat at it read that it moved, chair and coordinator where (S23)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.store.classes import classes
from marac.store.scope import Scoped
from marac.store.sealing import sealed
from marac.store.seats import over_the_meeting
from marac.store.walls import outside_walls
from marac.vocabulary import Viewer


class Transfer(Scoped, table=True):
    """Where a case went and why, sealed; its old seats closed at that moment."""

    CLASSES: ClassVar = classes(key="id marac_id case_id made_by", state="at", content="destination reason")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    destination: str = sealed()
    reason: str = sealed()
    made_by: UUID = Field(foreign_key="member.id")
    at: datetime = Field(default_factory=clock.now)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return and_(over_the_meeting(col(cls.marac_id), viewer), outside_walls(col(cls.case_id)))
