"""Walls: cases that a member, or a whole agency, must not learn of (S17)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Integer, Uuid, and_, column, exists, false, literal_column, select, table, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import WallCause
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.vocabulary import FOR_THE_MEETING, Viewer

BY_INDEX = literal_column(
    "0", Integer
)  # OFFSET 0: each row looks its own case up, instead of every seat and wall being read first
_WALLED = table("walled", column("case_id", Uuid), schema="scope")


def outside_walls(case_id: Column[UUID]) -> ColumnElement[bool]:
    """True where no wall stands between the viewer and the case.

    The walled may not read the wall itself, so both this clause and row-level security ask
    the view `scope.walled`, which reads past row-level security.
    """
    walled = select(true()).select_from(_WALLED).where(_WALLED.c.case_id == case_id)
    return ~exists(walled.correlate_except(_WALLED).offset(BY_INDEX))


class Wall(Scoped, table=True):
    """Nobody behind it learns that the case exists; cleared members of a walled agency stand inside.

    Without `raised_by` it raised itself. With `decide_by` somebody must decide until then whether it stays (S18).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id member_id agency_id cleared raised_by decided_by",
        state="other_force cause from_at until_at decide_by decided_at",
        content="reason decision",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    cleared: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    other_force: str = ""
    reason: str = sealed()
    cause: WallCause = Field(default=WallCause.SET, sa_type=words(WallCause))
    raised_by: UUID | None = Field(default=None, foreign_key="member.id")
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime | None = None
    decide_by: datetime | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="member.id")
    decision: str = sealed()

    @property
    def undecided(self) -> bool:
        return self.decide_by is not None and self.decided_at is None and self.until_at is None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.hat not in FOR_THE_MEETING:
            return false()
        return and_(col(cls.marac_id) == viewer.marac_id, outside_walls(col(cls.case_id)))
