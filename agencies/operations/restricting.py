"""Restricting a case and naming its readers, with a record of every line that is opened by it (S2, S17)."""

from collections.abc import Iterable
from uuid import UUID

from agencies.operations.seating import record_opened
from marac.cases.models import Case
from marac.cases.operations import restriction
from marac.proceedings import OpenedAgain
from marac.store.work import Work


def restrict(work: Work, case: Case, restricted: bool, why: OpenedAgain | None = None) -> None:
    restriction.restrict(work, case, restricted, why)
    work.session.flush()
    if not restricted:
        for seat in restriction.standing_seats(work, case.id):
            if seat.member_id is None:
                record_opened(work, seat)


def name_people(work: Work, case: Case, agency_id: UUID, chosen: Iterable[UUID]) -> None:
    """Raises Refused, NotFound."""
    given = restriction.name_people(work, case, agency_id, chosen)
    work.session.flush()
    for seat in given:
        record_opened(work, seat)
