"""Referrals for tests, made as members make them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from marac.cases.models import Case, Person
from marac.cases.operations.people import add_birth_date, add_person, name_person
from marac.cases.operations.refer import set_criteria, start_referral, submit
from marac.store.work import Work, open_work
from marac.vocabulary import Criterion, PartyRole
from tests.cast import Cast


@contextmanager
def working(cast: Cast, name: str = "police_rep") -> Iterator[Work]:
    with open_work(cast.store, cast[name]) as work:
        yield work


def a_draft(cast: Cast, by: str = "police_rep") -> UUID:
    with working(cast, by) as work:
        return start_referral(work).id


def ready(work: Work, case: Case) -> None:
    """As little as can be sent."""
    victim = add_person(work, case, PartyRole.VICTIM)
    name_person(work, victim, "Okafor", "Sam")
    add_birth_date(work, victim, "1990-02-03")
    set_criteria(work, case, [Criterion.POTENTIAL_ESCALATION])


def sent(cast: Cast, by: str = "police_rep") -> UUID:
    with working(cast, by) as work:
        case = start_referral(work)
        ready(work, case)
        submit(work, case)
        return case.id


def somebody(work: Work, party: PartyRole = PartyRole.VICTIM) -> Person:
    """A person without a name in a new draft."""
    return add_person(work, start_referral(work), party)
