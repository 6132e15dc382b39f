"""The same person in several cases: candidates, and the coordinator's decisions, each of which can be undone (C14)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from marac import clock
from marac.cases import matching
from marac.cases.matching import Candidate, Subject
from marac.cases.models import BirthDate, BlindIndex, Case, Person, PersonLink, PersonName
from marac.cases.operations.leading import may_lead
from marac.cases.operations.pairs import keep_apart
from marac.cases.operations.repeats import cases_around, recompute
from marac.policy import cases as policy
from marac.proceedings import SamePerson
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import NameKind, PartyRole


@dataclass(frozen=True, slots=True)
class Matches:
    """One person of a case, and who they may be; strongest first."""

    person: Subject
    found: tuple[Candidate, ...]


def candidates(work: Work, case: Case) -> list[Matches]:
    """Everybody of a case with those of other cases who may be the same, found by blind index within one's walls.

    Fingerprints find; the names themselves are then opened and compared, so that evidence can be said in words.
    """
    people = work.all(select(Person).where(Person.case_id == case.id))
    near = _near(work, {person.id for person in people}, case)
    known = work.all(select(Person).where(col(Person.id).in_(set().union(*near.values()))))
    ours, theirs = subjects(work, people), {subject.person_id: subject for subject in subjects(work, known)}
    return [
        Matches(one, tuple(matching.candidates(one, (theirs[i] for i in near[one.person_id] & theirs.keys()))))
        for one in ours
    ]


def _near(work: Work, people: set[UUID], case: Case) -> dict[UUID, set[UUID]]:
    """By person: those who share a fingerprint, and those about whom something was decided."""
    near: dict[UUID, set[UUID]] = defaultdict(set)
    for _, person_id, other_id in _sharing(work, [case.id]):
        near[person_id].add(other_id)
    for link in links_in_force(work, people):
        for person_id, other_id in ((link.person_id, link.other_person_id), (link.other_person_id, link.person_id)):
            near[person_id].add(other_id)
    return near


def subjects(work: Work, people: Iterable[Person]) -> list[Subject]:
    """People as far as the viewer may search for them; opens their names and dates of birth."""
    rows = sorted(people, key=lambda one: (list(PartyRole).index(one.party), one.position, one.id))
    ids = [person.id for person in rows]
    names: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    born: dict[UUID, list[str]] = defaultdict(list)
    named = select(PersonName).where(col(PersonName.person_id).in_(ids), col(PersonName.searchable).is_(True))
    for name in sorted(work.all(named), key=lambda one: (list(NameKind).index(one.kind), one.id)):
        names[name.person_id].append((name.surname, name.forenames))
    dated = select(BirthDate).where(col(BirthDate.person_id).in_(ids), col(BirthDate.searchable).is_(True))
    for date in work.all(dated):
        born[date.person_id].append(date.born_on)
    return [
        Subject(person.id, person.case_id, person.party, tuple(names[person.id]), tuple(sorted(born[person.id])))
        for person in rows
    ]


def _sharing(work: Work, case_ids: Iterable[UUID]) -> set[tuple[UUID, UUID, UUID]]:
    """(case, person, person of another case) wherever two people share a fingerprint."""
    ours = work.all(select(BlindIndex).where(col(BlindIndex.case_id).in_(list(case_ids))))
    marks: dict[bytes, list[BlindIndex]] = defaultdict(list)
    for row in work.all(select(BlindIndex).where(col(BlindIndex.fingerprint).in_({row.fingerprint for row in ours}))):
        marks[row.fingerprint].append(row)
    return {
        (mine.case_id, mine.person_id, other.person_id)
        for mine in ours
        for other in marks[mine.fingerprint]
        if other.case_id != mine.case_id
    }


def undecided(work: Work, case_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """By case, how many possible matches nobody has decided; nothing is opened for it."""
    pairs = _sharing(work, case_ids)
    settled = {
        frozenset((link.person_id, link.other_person_id))
        for link in links_in_force(work, {person_id for _, person_id, _ in pairs})
        if link.decision is not SamePerson.UNSURE
    }
    counted: dict[UUID, int] = defaultdict(int)
    for case_id, person_id, other_id in pairs:
        counted[case_id] += frozenset((person_id, other_id)) not in settled
    return counted


def links_in_force(work: Work, people: Iterable[UUID]) -> list[PersonLink]:
    ids = list(people)
    touching = or_(col(PersonLink.person_id).in_(ids), col(PersonLink.other_person_id).in_(ids))
    return work.all(select(PersonLink).where(touching, col(PersonLink.undone_at).is_(None)))


def links_of(work: Work, case: Case) -> list[PersonLink]:
    """Every decision about somebody of a case, latest first, undone ones too."""
    touching = or_(col(PersonLink.case_id) == case.id, col(PersonLink.other_case_id) == case.id)
    return work.all(select(PersonLink).where(touching).order_by(col(PersonLink.decided_at).desc(), col(PersonLink.id)))


def link(work: Work, person: Person, other: Person, decision: SamePerson, evidence: str) -> PersonLink:
    """Decide about two people. An earlier decision about them is undone and kept; repeats are worked out anew."""
    verdict = policy.may_link(work.viewer, person.case_id == other.case_id)
    work.require(verdict and may_lead(work, person.case_id) and may_lead(work, other.case_id))
    for earlier in links_in_force(work, [person.id]):
        if other.id in (earlier.person_id, earlier.other_person_id):
            undo(work, earlier)
    made = PersonLink(
        marac_id=person.marac_id,
        case_id=person.case_id,
        person_id=person.id,
        other_case_id=other.case_id,
        other_person_id=other.id,
        decision=decision,
        decided_by=work.viewer.member_id,
    )
    made.evidence = evidence
    work.keep(made)
    _record(work, Verb.PERSON_LINKED, made, cases_around(work, made))
    if decision is SamePerson.SAME:
        work.session.flush()
        keep_apart(work, made.case_id)
    return made


def undo(work: Work, made: PersonLink) -> None:
    """Take a decision back; the row stays, with the moment it was undone."""
    verdict = policy.may_link(work.viewer, made.case_id == made.other_case_id)
    work.require(verdict and may_lead(work, made.case_id) and may_lead(work, made.other_case_id), made)
    around = cases_around(work, made)
    made.undone_at = clock.now()
    _record(work, Verb.PERSON_UNLINKED, made, around)


def _record(work: Work, verb: Verb, made: PersonLink, around: set[UUID]) -> None:
    """Combination is on the record of both cases, and so is what it changes in any case around them."""
    work.session.flush()
    changed = recompute(work, around)
    reason = made.decision.value
    for case_id in (made.case_id, made.other_case_id):
        work.log(verb, made, *(case for case in changed if case.id == case_id), reason=reason, case_id=case_id)
    for case in changed:
        if case.id not in (made.case_id, made.other_case_id):
            work.log(verb, case, fields=["repeat", "repeat_sentence"], reason=reason)
