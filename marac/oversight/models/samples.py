"""A dip sample and its items, each an event of the record (C73)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.policy.samples import ItemVerdict
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Viewer


class Sample(Scoped, table=True):
    """Drawn by chance, and again by anybody: period, number and seed say which events it takes (draw.chosen)."""

    CLASSES: ClassVar = classes(key="id marac_id drawn_by", state="since_on until_on per_agency seed drawn_at")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    drawn_by: UUID = Field(foreign_key="member.id")
    drawn_at: datetime = Field(default_factory=clock.now)
    since_on: date
    until_on: date
    per_agency: int
    seed: str

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.marac_id) == viewer.marac_id if viewer.hat is Hat.AUDITOR else false()


class SampleItem(Scoped, table=True):
    """One event that was drawn, and what the auditor found of it."""

    __tablename__ = "sample_item"
    __table_args__ = (UniqueConstraint("sample_id", "event_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id sample_id event_id agency_id member_id judged_by",
        state="position verdict judged_at version",
        content="note",
        staff="plain_note",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    sample_id: UUID = Field(foreign_key="sample.id", index=True)
    event_id: UUID
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID | None = Field(default=None, foreign_key="member.id")
    position: int
    verdict: ItemVerdict | None = Field(default=None, sa_type=words(ItemVerdict))
    note: str = sealed()
    plain_note: str = ""
    judged_by: UUID | None = Field(default=None, foreign_key="member.id")
    judged_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        case_id: Any = col(cls.case_id)
        seen = col(cls.marac_id) == viewer.marac_id if viewer.hat is Hat.AUDITOR else false()
        return and_(seen, or_(case_id.is_(None), outside_walls(case_id)))
