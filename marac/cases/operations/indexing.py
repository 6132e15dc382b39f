"""Keeping what people are found by again, without their names: keyed fingerprints (C14)."""

from collections.abc import Iterable

from sqlmodel import col, select

from marac.cases.matching import Subject, fingerprints_of
from marac.cases.models import BirthDate, BlindIndex, Case, Person, PersonName
from marac.store.work import Work


def index_people(work: Work, case: Case, people: Iterable[Person]) -> list[BlindIndex]:
    """One row for each fingerprint of whoever may be searched; a protected name or date leaves none (S13).

    They are only ever added: a corrected name leaves its old fingerprints, so whoever finds one compares the names.
    """
    return [
        work.keep(
            BlindIndex(
                marac_id=case.marac_id,
                case_id=case.id,
                person_id=subject.person_id,
                party=subject.party,
                fingerprint=work.keyring.blind(text),
            )
        )
        for subject in _subjects(work, case, people)
        for text in sorted(fingerprints_of(subject))
    ]


def _subjects(work: Work, case: Case, people: Iterable[Person]) -> list[Subject]:
    names = work.all(select(PersonName).where(PersonName.case_id == case.id, col(PersonName.searchable).is_(True)))
    born = work.all(select(BirthDate).where(BirthDate.case_id == case.id, col(BirthDate.searchable).is_(True)))
    return [
        Subject(
            person.id,
            case.id,
            person.party,
            tuple((name.surname, name.forenames) for name in names if name.person_id == person.id),
            tuple(day.born_on for day in born if day.person_id == person.id),
        )
        for person in people
    ]
