"""How long a case is kept: holds, and the destruction of its key by two people (C77)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, and_, false, func, or_, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import ErasureGround, HoldKind
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import GONE, sealed
from marac.store.seats import ANY, cases_for_person, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Viewer


class Hold(Scoped, table=True):
    """A case is kept, whatever else falls due, until this is lifted."""

    CLASSES: ClassVar = classes(
        key="id marac_id case_id placed_by lifted_by",
        state="code kind placed_at lifted_at",
        content="reason lifted_why",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    code: str
    kind: HoldKind = Field(sa_type=words(HoldKind))
    reason: str = sealed(gone=GONE)
    placed_by: UUID = Field(foreign_key="member.id")
    placed_at: datetime = Field(default_factory=clock.now)
    lifted_by: UUID | None = Field(default=None, foreign_key="member.id")
    lifted_at: datetime | None = None
    lifted_why: str = sealed(gone=GONE)

    @property
    def label(self) -> str:
        return self.code

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Chair, coordinator and auditor; an officer, where their agency ever had a seat."""
        return and_(_keepers(col(cls.case_id), col(cls.marac_id), viewer), outside_walls(col(cls.case_id)))


class Erasure(Scoped, table=True):
    """One person's proposal to destroy a case's key; once a second has confirmed it, its receipt.

    `unreadable`: how many sealed rows each table then held. `reason` was sealed under the same key, and went with it.
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id proposed_by ended_by confirmed_by",
        state="code ground proposed_at ended_at confirmed_at unreadable fingerprints",
        content="reason",
    )
    __table_args__ = (
        Index("ix_erasure_once", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("confirmed_by <> proposed_by", name="two_people"),
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    code: str
    ground: ErasureGround = Field(sa_type=words(ErasureGround))
    reason: str = sealed(gone=GONE)
    proposed_by: UUID = Field(foreign_key="member.id")
    proposed_at: datetime = Field(default_factory=clock.now)
    ended_by: UUID | None = Field(default=None, foreign_key="member.id")
    ended_at: datetime | None = None
    confirmed_by: UUID | None = Field(default=None, foreign_key="member.id")
    confirmed_at: datetime | None = None
    unreadable: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    fingerprints: int = 0

    @property
    def label(self) -> str:
        return self.code

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who may hold a case sees what is proposed; everybody seated sees that it was done."""
        there = or_(seated(col(cls.case_id), viewer, *ANY), cases_for_person(col(cls.case_id), viewer))
        seen = or_(
            _keepers(col(cls.case_id), col(cls.marac_id), viewer), and_(col(cls.confirmed_at).is_not(None), there)
        )
        return and_(seen, outside_walls(col(cls.case_id)))


def _keepers(case_id: Column[UUID], marac_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    here = marac_id == viewer.marac_id
    if viewer.hat is Hat.AUDITOR:
        return here
    if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
        return and_(here, func.scope.ever_seated(case_id))
    return over_the_meeting(marac_id, viewer) if viewer.hat in {Hat.CHAIR, Hat.COORDINATOR} else false()
