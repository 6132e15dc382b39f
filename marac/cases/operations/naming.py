"""What the people of cases are called, as their viewer may see it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col, select

from marac.cases.models import Person, PersonName
from marac.store.work import Work
from marac.vocabulary import NameKind, PartyRole

UNNAMED = "Name not shown"


class CaseNames:
    """Names for lists, each "OKAFOR, Sam"; empty where the viewer's seat shows nobody.

    A name is opened, and so recorded, when it is read from here: what a page does not show it did not open.
    """

    def __init__(self, people: Iterable[tuple[PartyRole, PersonName | None]] = ()) -> None:
        self._people = tuple(people)

    def only(self, party: PartyRole) -> "CaseNames":
        """The same, of people in one part."""
        return CaseNames(pair for pair in self._people if pair[0] is party)

    @property
    def victim(self) -> str:
        return "; ".join(self._said(PartyRole.VICTIM))

    @property
    def perpetrators(self) -> tuple[str, ...]:
        return self._said(PartyRole.PERPETRATOR)

    @property
    def children(self) -> tuple[str, ...]:
        return self._said(PartyRole.CHILD)

    @property
    def adults(self) -> tuple[str, ...]:
        return self._said(PartyRole.ADULT_AT_RISK)

    def _said(self, party: PartyRole) -> tuple[str, ...]:
        return tuple(_in_a_list(name) for of, name in self._people if of is party)


def _in_a_list(name: PersonName | None) -> str:
    return (display_name(name.surname, name.forenames) if name else "") or UNNAMED


def display_name(surname: str, forenames: str) -> str:
    """Surname in capitals, then forenames: for lists that are matched by eye."""
    return ", ".join(part for part in (surname.upper(), forenames) if part)


def names_of(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, CaseNames]:
    """Every case asked for, in one query; reading a name opens it, so it is recorded.

    Aliases, new names and names that are protected stand in no list (S12, S13).
    """
    asked = list(dict.fromkeys(case_ids))
    if not asked:
        return {}
    shown = and_(
        col(PersonName.person_id) == col(Person.id),
        col(PersonName.kind) == NameKind.NAME,
        col(PersonName.searchable).is_(True),
    )
    rows = work.rows(
        select(Person, PersonName)
        .outerjoin(PersonName, shown)
        .where(col(Person.case_id).in_(asked))
        .order_by(col(Person.position), col(Person.id), col(PersonName.id))
    )
    firsts: dict[UUID, tuple[Person, PersonName | None]] = {}
    for person, name in rows:
        firsts.setdefault(person.id, (person, name))
    return {case_id: _named(pair for pair in firsts.values() if pair[0].case_id == case_id) for case_id in asked}


def _named(people: Iterable[tuple[Person, PersonName | None]]) -> CaseNames:
    return CaseNames((person.party, name) for person, name in people)
