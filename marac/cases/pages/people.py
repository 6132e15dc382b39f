"""The people of a case as cards: what is read at once, and what is opened one at a time (S12, S13)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import BirthDate, Detail, Particulars, Person, PersonName, ProtectedDetail
from marac.cases.operations.drafts import says
from marac.cases.operations.naming import UNNAMED, display_name
from marac.cases.operations.people.audiences import speaks_for_the_victim
from marac.cases.topics import PARTICULARS, asked, in_words
from marac.policy import details as policy
from marac.policy.cases import Place
from marac.store.sealing import unlock
from marac.store.work import Work
from marac.vocabulary import DetailKind, NameKind, PartyRole
from marac.web.page import day, words

Row = tuple[str, str | list[str]]
DETAILS = {
    DetailKind.HOME_ADDRESS: "Home address",
    DetailKind.CURRENT_ADDRESS: "Address now",
    DetailKind.FORMER_ADDRESS: "Former address",
    DetailKind.PHONE: "Telephone",
    DetailKind.EMAIL: "E-mail",
    DetailKind.SAFE_TIME: "Safe time to call",
    DetailKind.SCHOOL: "School",
    DetailKind.WORKPLACE: "Workplace",
    DetailKind.ROUTINE: "Routine",
}
Held = PersonName | BirthDate | Detail | ProtectedDetail
T = TypeVar("T", PersonName, BirthDate, Detail, ProtectedDetail, Particulars)


@dataclass(frozen=True)
class Hidden:
    """Something that is there, and is opened by a recorded act; `names`: this viewer says who else may open it."""

    id: UUID
    label: str
    protected: bool
    names: bool = False


@dataclass(frozen=True)
class PersonCard:
    part: str
    name: str
    rows: tuple[Row, ...]
    hidden: tuple[Hidden, ...]


def cards(work: Work, case_id: UUID, at: Place) -> list[PersonCard]:
    """Everybody the viewer's seat shows, the victim first; what is to be opened singly stays shut."""
    people = [one for one in work.all(select(Person).where(Person.case_id == case_id)) if shows(at, one.party)]
    people.sort(key=lambda one: (list(PartyRole).index(one.party), one.position, one.id))
    names, births = _by_person(work, PersonName, case_id), _by_person(work, BirthDate, case_id)
    details, protected = _by_person(work, Detail, case_id), _by_person(work, ProtectedDetail, case_id)
    particulars = _by_person(work, Particulars, case_id)
    advocates = speaks_for_the_victim(work, case_id)
    made = []
    for person in people:
        masks = at in {Place.OVER, Place.FULL, Place.ACTION} and person.party is not PartyRole.PERPETRATOR
        theirs = sorted((row for row in details(person) if says(row, "value")), key=_order)
        shown: list[Detail] = [] if masks else theirs
        kept = theirs if masks else []
        rows = [*_names(names(person)), *_births(births(person)), *_details(shown), *_particulars(particulars(person))]
        hidden = _protected(names(person), births(person))
        hidden += [_hidden(row) for row in kept]
        hidden += [
            Hidden(row.id, DETAILS[row.kind], True, bool(policy.may_name(work.viewer, row, advocates)))
            for row in sorted(protected(person), key=_order)
        ]
        made.append(PersonCard(words(person.party.value), _name(names(person)), tuple(rows), tuple(hidden)))
    return made


def shows(at: Place, party: PartyRole) -> bool:
    """A seat to act concerns the victim alone (S2)."""
    return at is not Place.ACTION or party is PartyRole.VICTIM


def _by_person(work: Work, kind: type[T], case_id: UUID) -> Callable[[Person], list[T]]:
    rows: list[Any] = work.all(select(kind).where(col(kind.case_id) == case_id))
    return lambda person: [row for row in rows if row.person_id == person.id]


def _order(row: Detail | ProtectedDetail) -> tuple[int, UUID]:
    return list(DetailKind).index(row.kind), row.id


def _ordinary(names: Iterable[PersonName]) -> list[PersonName]:
    known = [name for name in names if name.searchable]
    return sorted(known, key=lambda name: (list(NameKind).index(name.kind), name.id))


def _name(names: Iterable[PersonName]) -> str:
    first = next(iter(_ordinary(names)), None)
    return (display_name(first.surname, first.forenames) if first else "") or UNNAMED


def _names(names: Iterable[PersonName]) -> list[Row]:
    others = [display_name(name.surname, name.forenames) for name in _ordinary(names)[1:]]
    return [("Also known as", others)] if others else []


def _births(dates: Iterable[BirthDate]) -> list[Row]:
    known = sorted(day(date.born_on) for date in dates if date.searchable)
    if not known:
        return []
    return [("Date of birth", known[0]) if len(known) == 1 else ("Dates of birth", known)]


def _details(rows: Iterable[Detail]) -> list[Row]:
    return [(DETAILS[row.kind], [part for part in (*row.value.splitlines(), row.postcode) if part]) for row in rows]


def _particulars(rows: list[Particulars]) -> list[Row]:
    return [
        (field.label, in_words(field, answers[field.name]))
        for row in rows
        if (answers := row.answers)
        for field in PARTICULARS[row.party]
        if field.name in answers and asked(field, answers)
    ]


def _protected(names: Iterable[PersonName], dates: Iterable[BirthDate]) -> list[Hidden]:
    kept = [Hidden(name.id, words(name.kind.value), True) for name in names if not name.searchable]
    return kept + [Hidden(date.id, "Date of birth", True) for date in dates if not date.searchable]


def _hidden(row: Detail) -> Hidden:
    return Hidden(row.id, DETAILS[row.kind], False)


def said(row: Held) -> tuple[str, str]:
    """What one detail is and says: opens it."""
    if isinstance(row, PersonName):
        return words(row.kind.value), display_name(row.surname, row.forenames)
    if isinstance(row, BirthDate):
        return "Date of birth", day(row.born_on)
    if isinstance(row, ProtectedDetail):
        unlock(row)
        return DETAILS[row.kind], row.secret
    return DETAILS[row.kind], "\n".join(part for part in (row.value, row.postcode) if part)
