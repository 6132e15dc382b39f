"""What an agency may search its records for: names, dates of birth and addresses cleared for searching (S2, S13)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Identifiers:
    """One person of a case; `part` counts where there are several: "Child 2"."""

    person_id: UUID
    case_id: UUID
    part: str
    name: str
    aliases: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def identifiers_of(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[Identifiers]]:
    """By case: victim, perpetrators, children, others. Reading them opens them, so it is recorded."""
    asked = list(case_ids)
    people = work.all(select(Person).where(col(Person.case_id).in_(asked)))
    people.sort(key=lambda person: (_ORDER.index(person.party), person.position, person.id))
    names, born, addresses = _names(work, asked), _births(work, asked), _addresses(work, asked)
    parts = _parts(people)
    found: dict[UUID, list[Identifiers]] = {}
    for person in people:
        first, *others = names.get(person.id, [UNNAMED])
        about = (tuple(others), tuple(born.get(person.id, ())), tuple(addresses.get(person.id, ())))
        row = Identifiers(person.id, person.case_id, parts[person.id], first, *about)
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


def _names(work: Work, case_ids: list[UUID]) -> dict[UUID, list[str]]:
    """The name first, then aliases; what is protected from searching stands in no list."""
    query = select(PersonName).where(col(PersonName.case_id).in_(case_ids), col(PersonName.searchable).is_(True))
    rows = work.all(query)
    rows.sort(key=lambda row: (row.kind is not NameKind.NAME, display_name(row.surname, row.forenames)))
    return _grouped((row.person_id, display_name(row.surname, row.forenames)) for row in rows)


def _births(work: Work, case_ids: list[UUID]) -> dict[UUID, list[str]]:
    query = select(BirthDate).where(col(BirthDate.case_id).in_(case_ids), col(BirthDate.searchable).is_(True))
    return _grouped(sorted((row.person_id, row.born_on) for row in work.all(query)))


def _addresses(work: Work, case_ids: list[UUID]) -> dict[UUID, list[str]]:
    query = select(Detail).where(
        col(Detail.case_id).in_(case_ids), col(Detail.cleared).is_(True), col(Detail.kind).in_(ADDRESSES)
    )
    rows = work.all(query.order_by(col(Detail.kind), col(Detail.id)))
    return _grouped((row.person_id, ", ".join(part for part in (row.value, row.postcode) if part)) for row in rows)


def _grouped(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for person_id, text in pairs:
        if text and text not in found.setdefault(person_id, []):
            found[person_id].append(text)
    return {person_id: texts for person_id, texts in found.items() if texts}
