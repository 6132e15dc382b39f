"""What the people of cases are called, as their viewer may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col, select

from marac.cases.models import Person, PersonName
from marac.store.work import Work
from marac.vocabulary import NameKind, PartyRole

UNNAMED = "Name not shown"


@dataclass(frozen=True, slots=True)
class CaseNames:
    """Names for lists, each "OKAFOR, Sam"; empty where the viewer's seat shows nobody."""

    victim: str = ""
    perpetrators: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()


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
    parts: dict[PartyRole, list[str]] = {}
    for person, name in people:
        said = display_name(name.surname, name.forenames) if name else ""
        parts.setdefault(person.party, []).append(said or UNNAMED)
    return CaseNames(
        victim="; ".join(parts.get(PartyRole.VICTIM, ())),
        perpetrators=tuple(parts.get(PartyRole.PERPETRATOR, ())),
        children=tuple(parts.get(PartyRole.CHILD, ())),
        adults=tuple(parts.get(PartyRole.ADULT_AT_RISK, ())),
    )
