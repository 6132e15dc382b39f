"""The people of a case: victim, perpetrators, children, adults at risk; their names and dates of birth."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col

from marac.cases.models.file import victims_side
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import GONE, sealed
from marac.store.seats import ANY, FULL, advocated, over_the_meeting, seated, seated_for_person
from marac.store.walls import outside_walls
from marac.vocabulary import NameKind, PartyRole, SeatKind, Viewer


def party_seen(
    case_id: Column[UUID], person_id: Column[UUID], party: Column[PartyRole], viewer: Viewer
) -> ColumnElement[bool]:
    """Which people of a case a seat shows: all of them off the perpetrator's side, the perpetrator on it.

    A seat to act shows the victim; a seat for one person shows that person (S2, S6, S7).
    """
    return or_(
        seated(case_id, viewer, *FULL, SeatKind.CHECK, victims_side=True),
        and_(seated(case_id, viewer, SeatKind.ACTION, victims_side=True), party == PartyRole.VICTIM),
        and_(seated(case_id, viewer, *ANY), party == PartyRole.PERPETRATOR),
        seated_for_person(person_id, viewer),
    )


class Person(Scoped, table=True):
    """Somebody in one case, in one part; the same human in another case is another row, linked (4.14, 6)."""

    CLASSES: ClassVar = classes(key="id marac_id case_id", state="party position")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    party: PartyRole = Field(sa_type=words(PartyRole))
    position: int = 0

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seen = party_seen(col(cls.case_id), col(cls.id), col(cls.party), viewer)
        return and_(or_(seen, over_the_meeting(col(cls.marac_id), viewer)), outside_walls(col(cls.case_id)))


class OfPerson(Scoped):
    """What hangs on one person."""

    @staticmethod
    def _seen(cls: Any, viewer: Viewer, searchable: Any) -> ColumnElement[bool]:
        """Cleared for searching: as the person. Protected: the giver and the victim's advocate alone (S12, S13)."""
        cleared = or_(
            party_seen(col(cls.case_id), col(cls.person_id), col(cls.party), viewer),
            over_the_meeting(col(cls.marac_id), viewer),
        )
        giver = and_(col(cls.agency_id) == viewer.agency_id, seated(col(cls.case_id), viewer, *FULL, victims_side=True))
        kept = or_(giver, advocated(col(cls.case_id), viewer))
        return and_(
            or_(and_(searchable.is_(True), cleared), and_(searchable.is_(False), kept)),
            outside_walls(col(cls.case_id)),
        )


class PersonName(OfPerson, table=True):
    """One name or alias of a person; may be searched, or protected. A new name starts protected (S13)."""

    __tablename__ = "person_name"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id person_id agency_id",
        state="party kind searchable",
        identity="surname forenames",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    party: PartyRole = Field(sa_type=words(PartyRole))
    kind: NameKind = Field(default=NameKind.NAME, sa_type=words(NameKind))
    surname: str = sealed(gone=GONE)
    forenames: str = sealed()
    searchable: bool = True

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return cls._seen(cls, viewer, col(cls.searchable))


class BirthDate(OfPerson, table=True):
    """A date of birth that somebody recorded, YYYY-MM-DD or part of it; there may be several."""

    __tablename__ = "birth_date"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id person_id agency_id",
        state="party searchable",
        identity="born_on",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    party: PartyRole = Field(sa_type=words(PartyRole))
    born_on: str = sealed()
    searchable: bool = True

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return cls._seen(cls, viewer, col(cls.searchable))


class Particulars(Scoped, table=True):
    """What else the referral says of a person (topics.PARTICULARS): not for seats that only check."""

    CLASSES: ClassVar = classes(key="id marac_id case_id person_id", state="party version", content="answers")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    party: PartyRole = Field(sa_type=words(PartyRole))
    answers: dict[str, Any] = sealed({})
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        perpetrators = and_(
            seated(col(cls.case_id), viewer, *FULL),
            col(cls.party) == PartyRole.PERPETRATOR,
        )
        side = victims_side(col(cls.case_id), col(cls.marac_id), viewer)
        return and_(or_(side, perpetrators), outside_walls(col(cls.case_id)))
