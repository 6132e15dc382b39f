"""For which agencies the parties of a case work: whoever works there too neither chairs nor coordinates it (S18)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, PartyEmployer
from marac.policy import walls as policy
from marac.store.people import Agency
from marac.store.work import Work
from marac.verbs import Verb


def employers_of(work: Work, case_id: UUID) -> set[UUID]:
    return {row.agency_id for row in _rows(work, case_id)}


def works_for_a_party(work: Work, case_id: UUID) -> bool:
    """Whether the viewer, under a hat for the meeting, is of an agency that employs a party, or of a unit of it."""
    found = work.once((works_for_a_party, case_id), lambda: employers_of(work, case_id))
    return bool(found) and bool(found & own_agencies(work))


def own_agencies(work: Work) -> set[UUID | None]:
    """The viewer's agency, and the one of which it is a unit."""
    agency = work.find(Agency, work.viewer.agency_id)
    return {agency.id, agency.parent_id}


def set_employers(work: Work, case: Case, agencies: Iterable[UUID]) -> None:
    """Exactly these; what was said before is kept, with the moment until which it stood."""
    wanted, rows = set(agencies), _rows(work, case.id)
    gone = [row for row in rows if row.agency_id not in wanted]
    work.require(policy.may_set_employers(work.viewer), *gone)
    for row in gone:
        row.until_at = clock.now()
    new = [
        work.keep(
            PartyEmployer(marac_id=case.marac_id, case_id=case.id, agency_id=agency_id, set_by=work.viewer.member_id)
        )
        for agency_id in sorted(wanted - {row.agency_id for row in rows})
    ]
    if gone or new:
        work.log(Verb.EMPLOYER_SET, *gone, *new)


def _rows(work: Work, case_id: UUID) -> list[PartyEmployer]:
    return work.all(
        select(PartyEmployer).where(PartyEmployer.case_id == case_id, col(PartyEmployer.until_at).is_(None))
    )
