"""Where the viewer stands towards cases: what their hat or their seats make of them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from marac.policy import cases as policy
from marac.policy.cases import Place
from marac.store.seats import Seat, mine
from marac.store.work import Work
from marac.vocabulary import FOR_THE_AGENCY


def own_seats(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[Seat]]:
    """The viewer's own seats in force, by case; none under a hat for the meeting (S9)."""
    asked = frozenset(case_ids)
    held: dict[UUID, list[Seat]] = defaultdict(list)
    if work.viewer.hat in FOR_THE_AGENCY:
        query = select(Seat).where(mine(work.viewer), col(Seat.case_id).in_(asked))
        for seat in work.once((own_seats, asked), lambda: work.all(query)):
            held[seat.case_id].append(seat)
    return held


def places_on(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """For cases that the viewer is known to see."""
    asked = list(dict.fromkeys(case_ids))
    held = own_seats(work, asked)
    return {case_id: policy.place(work.viewer, held[case_id]) for case_id in asked}


def place_on(work: Work, case_id: UUID) -> Place:
    return places_on(work, [case_id])[case_id]
