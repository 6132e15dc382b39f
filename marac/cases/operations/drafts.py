"""A referral being written: who may change it, and the record of each change."""

from collections.abc import Iterable, Sequence

from sqlmodel import select

from marac.cases.models import Case, Person, Referral
from marac.cases.operations.triage import referral_of
from marac.policy import referrals as policy
from marac.store.scope import Record
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict, PartyRole, Verdict


def says(row: Record, field: str) -> bool:
    """Whether a sealed field holds anything; asked without opening it."""
    return bool(getattr(row, f"{field}_sealed"))


def by_telephone(referral: Referral) -> bool:
    """Whether the coordinator took it down; asked without opening from whom."""
    return says(referral, "taken_from")


def may_edit(work: Work, case: Case) -> Verdict:
    return policy.may_edit(work.viewer, case, by_telephone(referral_of(work, case)))


def may_remove(work: Work, case: Case) -> Verdict:
    return policy.may_remove(work.viewer, case, by_telephone(referral_of(work, case)))


def may_add_person(work: Work, case: Case, party: PartyRole) -> Verdict:
    people = people_of(work, case)
    victims = sum(person.party is PartyRole.VICTIM for person in people)
    taken = by_telephone(referral_of(work, case))
    return policy.may_add_person(work.viewer, case, taken, party, victims, len(people))


def people_of(work: Work, case: Case, party: PartyRole | None = None) -> list[Person]:
    """The people of a case, or those of one part, in the order in which they were added."""
    people = work.all(select(Person).where(Person.case_id == case.id))
    return sorted(
        (person for person in people if party in (None, person.party)),
        key=lambda person: (list(PartyRole).index(person.party), person.position, person.id),
    )


def case_of(work: Work, person: Person) -> Case:
    return work.find(Case, person.case_id)


def editing(work: Work, case: Case, *rows: Record) -> None:
    """Require that this viewer may change the referral, these rows of it included."""
    work.require(may_edit(work, case), case, *rows)


def changed(
    work: Work, case: Case, rows: Sequence[Record], fields: Iterable[str] = (), verb: Verb = Verb.REFERRAL_CHANGED
) -> None:
    """Record a change; the case's version counts them, so that nobody sends what they have not seen."""
    case.version += 1
    work.log(verb, case, *rows, fields=fields)


def same_version(work: Work, row: Referral | Record | None, version: int | None) -> None:
    """Refuse to overwrite what another tab has saved meanwhile; no version: whoever calls has just made it.

    A row not there yet has version 0. Raises Conflict.
    """
    if version is None:
        return
    if row is None:
        if version:
            raise Conflict("referral")
        return
    work.same_version(row, version)
