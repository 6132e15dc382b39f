"""Links between people of different cases, the blind index by which they are found (C14), and whom they work for."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import LargeBinary, and_, false
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import SamePerson
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_MEETING, Hat, PartyRole, Viewer


class PersonLink(Scoped, table=True):
    """Somebody's decision that two people are the same, are not, or that it is unsure. Never a merge; undone, kept."""

    __tablename__ = "person_link"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id person_id other_case_id other_person_id decided_by",
        state="decision decided_at undone_at",
        content="evidence",
    )

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
    CLASSES: ClassVar = classes(key="id marac_id case_id person_id", state="party", secret="fingerprint")

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


class PartyEmployer(Scoped, table=True):
    """A party of this case works for this agency: whoever else works there neither chairs nor coordinates it (S18)."""

    __tablename__ = "party_employer"
    CLASSES: ClassVar = classes(key="id marac_id case_id agency_id set_by", state="from_at until_at")

    marac_id: UUID = Field(foreign_key="marac.id")
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    set_by: UUID = Field(foreign_key="member.id")
    from_at: datetime = Field(default_factory=clock.now)
    until_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Chair and coordinator."""
        if viewer.hat not in FOR_THE_MEETING:
            return false()
        return and_(col(cls.marac_id) == viewer.marac_id, outside_walls(col(cls.case_id)))
