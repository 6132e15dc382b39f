"""Links between people of different cases, and the blind index by which they are found (C14)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, and_, false
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import SamePerson
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, PartyRole, Viewer


class PersonLink(Scoped, table=True):
    """Somebody's decision that two people are the same, are not, or that it is unsure. Never a merge; undone, kept."""

    __tablename__ = "person_link"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    other_case_id: UUID = Field(foreign_key="case_file.id", index=True)
    other_person_id: UUID = Field(foreign_key="person.id", index=True)
    decision: SamePerson = Field(sa_type=words(SamePerson))
    evidence: str = sealed()
    decided_by: UUID = Field(foreign_key="member.id")
    decided_at: datetime = Field(default_factory=clock.now)
    undone_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Coordinator only, and outside the walls of both cases."""
        if viewer.hat is not Hat.COORDINATOR:
            return false()
        return and_(
            col(cls.marac_id) == viewer.marac_id,
            outside_walls(col(cls.case_id)),
            outside_walls(col(cls.other_case_id)),
        )


class BlindIndex(Scoped, table=True):
    """A keyed fingerprint of something that identifies a person; it tells nothing without the key."""

    __tablename__ = "blind_index"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    party: PartyRole = Field(sa_type=words(PartyRole))
    fingerprint: bytes = Field(sa_type=LargeBinary, index=True)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.hat is not Hat.COORDINATOR:
            return false()
        return and_(col(cls.marac_id) == viewer.marac_id, outside_walls(col(cls.case_id)))
