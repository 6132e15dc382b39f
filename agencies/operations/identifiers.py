"""What an agency may search its records for: names, dates of birth and addresses cleared for searching (S2, S13)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import BirthDate, Detail, Person, PersonName
from marac.cases.operations.naming import UNNAMED, display_name
from marac.store.work import Work
from marac.vocabulary import DetailKind, NameKind, PartyRole

ADDRESSES = (DetailKind.HOME_ADDRESS, DetailKind.CURRENT_ADDRESS, DetailKind.FORMER_ADDRESS)
PARTS = {
    PartyRole.VICTIM: "Victim",
    PartyRole.PERPETRATOR: "Perpetrator",
    PartyRole.CHILD: "Child",
    PartyRole.ADULT_AT_RISK: "Adult at risk",
}
_ORDER = tuple(PARTS)
T = TypeVar("T", PersonName, BirthDate, Detail)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """One person of a case; `part` counts where there are several: "Child 2".

    What identifies them is opened, and so recorded, when it is read from here.
    """

    person_id: UUID
    case_id: UUID
    part: str
    names: tuple[PersonName, ...] = ()
    dates: tuple[BirthDate, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def name(self) -> str:
        return self._called()[0]

    @property
    def aliases(self) -> tuple[str, ...]:
        return self._called()[1:]

    @property
    def born(self) -> tuple[str, ...]:
        return _once(sorted(row.born_on for row in self.dates))

    @property
    def addresses(self) -> tuple[str, ...]:
        return _once(", ".join(part for part in (row.value, row.postcode) if part) for row in self.details)

    def _called(self) -> tuple[str, ...]:
        """The name first, then aliases."""
        rows = sorted((row.kind is not NameKind.NAME, display_name(row.surname, row.forenames)) for row in self.names)
        return _once(text for _, text in rows) or (UNNAMED,)


def identifiers_of(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[Identifiers]]:
    """By case: victim, perpetrators, children, others."""
    asked = list(case_ids)
    people = work.all(select(Person).where(col(Person.case_id).in_(asked)))
    people.sort(key=lambda person: (_ORDER.index(person.party), person.position, person.id))
    names, born, addresses = _names(work, asked), _births(work, asked), _addresses(work, asked)
    parts = _parts(people)
    found: dict[UUID, list[Identifiers]] = {}
    for person in people:
        theirs = (tuple(names[person.id]), tuple(born[person.id]), tuple(addresses[person.id]))
        row = Identifiers(person.id, person.case_id, parts[person.id], *theirs)
        found.setdefault(person.case_id, []).append(row)
    return found


def _parts(people: list[Person]) -> dict[UUID, str]:
    of = Counter((person.case_id, person.party) for person in people)
    seen: Counter[tuple[UUID, PartyRole]] = Counter()
    parts = {}
    for person in people:
        key = (person.case_id, person.party)
        seen[key] += 1
        parts[person.id] = PARTS[person.party] + (f" {seen[key]}" if of[key] > 1 else "")
    return parts


def _names(work: Work, case_ids: list[UUID]) -> dict[UUID, list[PersonName]]:
    """What is protected from searching stands in no list."""
    query = select(PersonName).where(col(PersonName.case_id).in_(case_ids), col(PersonName.searchable).is_(True))
    return _by_person(work.all(query))


def _births(work: Work, case_ids: list[UUID]) -> dict[UUID, list[BirthDate]]:
    query = select(BirthDate).where(col(BirthDate.case_id).in_(case_ids), col(BirthDate.searchable).is_(True))
    return _by_person(work.all(query))


def _addresses(work: Work, case_ids: list[UUID]) -> dict[UUID, list[Detail]]:
    query = select(Detail).where(
        col(Detail.case_id).in_(case_ids), col(Detail.cleared).is_(True), col(Detail.kind).in_(ADDRESSES)
    )
    return _by_person(work.all(query.order_by(col(Detail.kind), col(Detail.id))))


def _by_person(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Without the empty and the repeated."""
    return tuple(dict.fromkeys(text for text in texts if text))
