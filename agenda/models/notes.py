"""What is written down in a hearing: notes, risks, decisions, each with its audience (S10, S15)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import NoteKind, RiskTo
from marac.store.classes import classes
from marac.store.opened import opened
from marac.store.scope import Scoped, words
from marac.store.sealing import GONE, sealed
from marac.store.seats import FULL, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, Sharing, Side, Viewer


class Note(Scoped, table=True):
    """One line of the minutes as taken. It has the audience of the line it answers, else the seats of that moment.

    `client_id`: made by the page that typed it, so that the same note sent twice is kept once. It is its writer's, in
    one hearing: whoever sends another's learns nothing.
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id hearing_id agency_id line_id client_id written_by",
        state="kind risk_to sharing for_perpetrators_side written_at changed_at version",
        content="text",
    )

    __table_args__ = (UniqueConstraint("hearing_id", "written_by", "client_id"),)

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    line_id: UUID | None = Field(default=None, foreign_key="line.id")
    kind: NoteKind = Field(default=NoteKind.NOTE, sa_type=words(NoteKind))
    risk_to: RiskTo | None = Field(default=None, sa_type=words(RiskTo))
    text: str = sealed(gone=GONE)
    sharing: Sharing = Field(default=Sharing.SEATED, sa_type=words(Sharing))
    for_perpetrators_side: bool = False
    client_id: UUID
    written_by: UUID = Field(foreign_key="member.id")
    written_at: datetime = Field(default_factory=clock.now)
    changed_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        hat = over_the_meeting(col(cls.marac_id), viewer)
        named = select(NoteAudience.note_id).where(NoteAudience.agency_id == viewer.agency_id)
        victims = and_(
            seated(col(cls.case_id), viewer, *FULL, victims_side=True),
            or_(col(cls.sharing) == Sharing.SEATED, col(cls.id).in_(named)),
        )
        other = and_(
            seated(col(cls.case_id), viewer, *FULL),
            col(cls.kind) != NoteKind.VOICE,
            col(cls.for_perpetrators_side).is_(True),
        )
        shared = col(cls.sharing).in_([Sharing.SEATED, Sharing.NAMED])
        reviewed = and_(col(cls.marac_id) == viewer.marac_id, shared)
        reviewed = and_(reviewed, opened(col(cls.case_id), viewer, col(cls.written_at)))
        return and_(or_(hat, victims, other, reviewed), outside_walls(col(cls.case_id)))


class NoteAudience(Scoped, table=True):
    """An agency for which one note is; frozen when written."""

    __tablename__ = "note_audience"
    CLASSES: ClassVar = classes(key="id marac_id case_id note_id agency_id")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    note_id: UUID = Field(foreign_key="note.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        own = col(cls.agency_id) == viewer.agency_id if viewer.hat in FOR_THE_AGENCY else false()
        if viewer.side is Side.PERPETRATOR:
            own = false()
        own = and_(own, seated(col(cls.case_id), viewer, *FULL))
        return and_(or_(own, over_the_meeting(col(cls.marac_id), viewer)), outside_walls(col(cls.case_id)))
