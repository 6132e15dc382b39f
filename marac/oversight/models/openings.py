"""An auditor's opening of what was shared on one case: reasoned, short, told to those whose words are read (S21)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, false
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.policy.openings import OpeningGround
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Viewer


class Opening(Scoped, table=True):
    """From when until when one auditor reads one case, or one line of it.

    `code`: the case's, for officers, who see no list of cases.
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id line_id member_id ended_by",
        state="code line_label ground from_at until_at ended_at",
        content="reason",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    code: str = ""
    line_id: UUID | None = Field(default=None, foreign_key="line.id")
    line_label: str = ""
    member_id: UUID = Field(foreign_key="member.id", index=True)
    ground: OpeningGround = Field(sa_type=words(OpeningGround))
    reason: str = sealed()
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime
    ended_at: datetime | None = None
    ended_by: UUID | None = Field(default=None, foreign_key="member.id")

    @property
    def over(self) -> bool:
        return self.ended_at is not None or self.until_at <= clock.now()

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Auditors and the chair: of their MARAC. An agency's officer: those that opened its words. Walls bind all."""
        if viewer.hat in {Hat.AUDITOR, Hat.CHAIR}:
            seen: ColumnElement[bool] = col(cls.marac_id) == viewer.marac_id
        elif viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            told = select(OpeningTold.opening_id).where(OpeningTold.visible_to(viewer)).correlate(None)
            seen = and_(col(cls.marac_id) == viewer.marac_id, col(cls.id).in_(told))
        else:
            seen = false()
        return and_(seen, outside_walls(col(cls.case_id)))


class OpeningTold(Scoped, table=True):
    """An agency whose words were opened, as at the beginning. Its officer learns of no other: one may be quiet (S5)."""

    __tablename__ = "opening_told"
    CLASSES: ClassVar = classes(key="id marac_id case_id opening_id agency_id")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id")
    opening_id: UUID = Field(foreign_key="opening.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        here = col(cls.marac_id) == viewer.marac_id
        if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            here = and_(here, col(cls.agency_id) == viewer.agency_id)
        elif viewer.hat not in {Hat.AUDITOR, Hat.CHAIR}:
            here = false()
        return and_(here, outside_walls(col(cls.case_id)))
