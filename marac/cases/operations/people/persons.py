"""The people of a referral: their names, dates of birth and particulars (S13)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from marac.cases.matching import fold
from marac.cases.models import (
    BirthDate,
    Case,
    Detail,
    Particulars,
    Person,
    PersonName,
    ProtectedAudience,
    ProtectedDetail,
)
from marac.cases.operations.drafts import (
    case_of,
    changed,
    editing,
    may_add_person,
    may_remove,
    people_of,
    same_version,
)
from marac.cases.operations.own import mark_name, unmark
from marac.policy import referrals as policy
from marac.store.scope import Scoped
from marac.store.work import Work
from marac.vocabulary import NameKind, PartyRole, Verdict

SIDES = (PartyRole.VICTIM, PartyRole.PERPETRATOR)


def add_person(work: Work, case: Case, party: PartyRole) -> Person:
    """Somebody in this case; without a name until one is given, since a name may be unknown."""
    work.require(may_add_person(work, case, party), case)
    position = max((person.position for person in people_of(work, case, party)), default=0) + 1
    person = work.keep(Person(marac_id=case.marac_id, case_id=case.id, party=party, position=position))
    changed(work, case, [person])
    work.session.flush()
    return person


def names_of_person(work: Work, person: Person) -> list[PersonName]:
    """Real names first, then aliases, then new names; nothing is opened."""
    names = work.all(select(PersonName).where(PersonName.person_id == person.id))
    return sorted(names, key=lambda name: (list(NameKind).index(name.kind), name.id))


def birth_dates_of(work: Work, person: Person) -> list[BirthDate]:
    return work.all(select(BirthDate).where(BirthDate.person_id == person.id).order_by(col(BirthDate.id)))


def particulars_of(work: Work, person: Person) -> Particulars | None:
    return work.first(select(Particulars).where(Particulars.person_id == person.id))


def name_person(
    work: Work,
    person: Person,
    surname: str,
    forenames: str,
    kind: NameKind = NameKind.NAME,
    searchable: bool = True,
) -> PersonName:
    """One more name. A new name starts protected, whatever was ticked (S13); a perpetrator's never does."""
    case = case_of(work, person)
    editing(work, case)
    work.require(may_name(work, person, surname, forenames))
    if kind is NameKind.NEW_NAME and person.party is not PartyRole.PERPETRATOR:
        searchable = False
    if not searchable:
        work.require(policy.may_protect(work.viewer))
    name = PersonName(**_of(person), agency_id=case.agency_id, kind=kind, searchable=searchable)
    name.surname, name.forenames = surname, forenames
    work.keep(name)
    changed(work, case, [name], ["surname", "forenames"])
    mark_name(work, name, surname, forenames)
    return name


def change_name(
    work: Work, name: PersonName, surname: str, forenames: str, kind: NameKind, searchable: bool
) -> PersonName:
    """Put a name right, or decide anew whether agencies may search by it."""
    person = work.find(Person, name.person_id)
    case = case_of(work, person)
    editing(work, case, name)
    work.require(may_name(work, person, surname, forenames, instead_of=name))
    if not searchable:
        work.require(policy.may_protect(work.viewer))
    name.surname, name.forenames, name.kind, name.searchable = surname, forenames, kind, searchable
    changed(work, case, [name], ["surname", "forenames", "kind", "searchable"])
    mark_name(work, name, surname, forenames)
    return name


def add_birth_date(work: Work, person: Person, born_on: str, searchable: bool = True) -> BirthDate:
    """A date of birth, YYYY-MM-DD, or YYYY where only the year is known; there may be several."""
    case = case_of(work, person)
    editing(work, case)
    work.require(may_be_born(work, person, born_on))
    if not searchable:
        work.require(policy.may_protect(work.viewer))
    date = BirthDate(**_of(person), agency_id=case.agency_id, searchable=searchable)
    date.born_on = born_on
    work.keep(date)
    changed(work, case, [date], ["born_on"])
    return date


def change_birth_date(work: Work, date: BirthDate, born_on: str, searchable: bool) -> BirthDate:
    person = work.find(Person, date.person_id)
    case = case_of(work, person)
    editing(work, case, date)
    work.require(may_be_born(work, person, born_on, instead_of=date))
    if not searchable:
        work.require(policy.may_protect(work.viewer))
    date.born_on, date.searchable = born_on, searchable
    changed(work, case, [date], ["born_on", "searchable"])
    return date


def may_name(work: Work, person: Person, surname: str, forenames: str, instead_of: PersonName | None = None) -> Verdict:
    """Whether a person may have this name; not when it makes victim and perpetrator one."""
    names = [(name.surname, name.forenames) for name in names_of_person(work, person) if name is not instead_of]
    return _may_be(work, person, [*names, (surname, forenames)], _days(work, person))


def may_be_born(work: Work, person: Person, born_on: str, instead_of: BirthDate | None = None) -> Verdict:
    days = [date.born_on for date in birth_dates_of(work, person) if date is not instead_of]
    return _may_be(work, person, _names(work, person), [*days, born_on])


def _may_be(work: Work, person: Person, names: list[tuple[str, str]], days: list[str]) -> Verdict:
    if person.party not in SIDES:
        return policy.may_be_on_both_sides(False)
    other = SIDES[1 - SIDES.index(person.party)]
    theirs: set[tuple[str, str, str]] = set()
    for somebody in people_of(work, case_of(work, person), other):
        theirs |= _identities(_names(work, somebody), _days(work, somebody))
    return policy.may_be_on_both_sides(not theirs.isdisjoint(_identities(names, days)))


def _identities(names: list[tuple[str, str]], days: list[str]) -> set[tuple[str, str, str]]:
    return {(fold(surname), fold(forenames), day) for surname, forenames in names for day in days}


def _names(work: Work, person: Person) -> list[tuple[str, str]]:
    return [(name.surname, name.forenames) for name in names_of_person(work, person)]


def _days(work: Work, person: Person) -> list[str]:
    return [date.born_on for date in birth_dates_of(work, person)]


def set_particulars(
    work: Work, person: Person, answers: Mapping[str, Any], *, version: int | None = None
) -> Particulars:
    """What else the referral says of a person. Raises Conflict when another tab saved it since `version`."""
    case, row = case_of(work, person), particulars_of(work, person)
    same_version(work, row, version)
    editing(work, case, *([row] if row else []))
    if row is None:
        row = work.keep(Particulars(**_of(person)))
    row.answers = dict(answers)
    changed(work, case, [row], answers)
    return row


def remove_row(work: Work, row: PersonName | BirthDate | Detail | ProtectedDetail) -> None:
    """Take one thing about a person out of a draft."""
    case = work.find(Case, row.case_id)
    rows = [row, *_named_for(work, row)]
    work.require(may_remove(work, case), case, *rows)
    changed(work, case, rows)
    unmark(work, row)
    for gone in rows:
        work.session.delete(gone)


def _named_for(work: Work, row: object) -> list[ProtectedAudience]:
    if not isinstance(row, ProtectedDetail):
        return []
    return work.all(select(ProtectedAudience).where(ProtectedAudience.detail_id == row.id))


def remove_person(work: Work, person: Person) -> None:
    """Take somebody, and all that was said of them, out of a draft."""
    case = case_of(work, person)
    said: list[PersonName | BirthDate | Detail | ProtectedDetail] = [
        *names_of_person(work, person),
        *birth_dates_of(work, person),
        *work.all(select(Detail).where(Detail.person_id == person.id)),
        *work.all(select(ProtectedDetail).where(ProtectedDetail.person_id == person.id)),
    ]
    for row in said:
        remove_row(work, row)
    particulars = particulars_of(work, person)
    rows: list[Scoped] = [person, *([particulars] if particulars else [])]
    work.require(may_remove(work, case), case, *rows)
    changed(work, case, rows)
    for gone in rows:
        work.session.delete(gone)


def _of(person: Person) -> dict[str, Any]:
    return {
        "marac_id": person.marac_id,
        "case_id": person.case_id,
        "person_id": person.id,
        "party": person.party,
    }
