"""How ready a meeting is: each case with its time, each agency with its research, and what is missing (screens.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Research
from agencies.operations.research import answers_to
from agenda.models import Hearing, Meeting
from agenda.operations.listing import open_seats, places, slots_of
from agenda.operations.partners import reached
from agenda.operations.publishing import RESEARCHING, cases_by_id
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import ResearchAnswer


class Standing(StrEnum):
    """How one agency stands to one case of a list."""

    TO_ASK = "to-ask"
    ASKED = "asked"
    LATE = "late"
    NIL = "nil"
    KNOWN = "known"
    POSSIBLE = "possible"
    NOT_SEARCHED = "not-searched"


AWAITED = {Standing.ASKED, Standing.LATE}


@dataclass(frozen=True, slots=True)
class Place:
    """One case on the list, as the meeting hats see it."""

    hearing: Hearing
    case: Case
    names: CaseNames
    at: datetime
    seats: tuple[Seat, ...]
    standings: dict[UUID, Standing]
    walled: bool = False

    @property
    def advocate(self) -> bool:
        return any(seat.advocate for seat in self.seats)

    @property
    def agencies(self) -> int:
        return len({seat.agency_id for seat in self.seats})

    @property
    def returned(self) -> int:
        return sum(standing not in AWAITED | {Standing.TO_ASK} for standing in self.standings.values())

    @property
    def awaited(self) -> int:
        return sum(standing in AWAITED for standing in self.standings.values())

    @property
    def late(self) -> int:
        return sum(standing is Standing.LATE for standing in self.standings.values())

    @property
    def moved(self) -> bool:
        """Whether the published list says something else than this."""
        return not self.hearing.listed_in or self.hearing.slot_at != self.at or self.to_ask > 0

    @property
    def to_ask(self) -> int:
        return sum(standing is Standing.TO_ASK for standing in self.standings.values())


def places_of(work: Work, meeting: Meeting) -> list[Place]:
    """The list in order; one query a table, whatever its length."""
    hearings = places(work, meeting)
    ids = [hearing.case_id for hearing in hearings]
    cases, names = cases_by_id(work, hearings), names_of(work, ids)
    seats = open_seats(work, *ids)
    standings = _standings(work, meeting, ids, reached(work, seats))
    begins, walled = slots_of(meeting, hearings), _walled(work, ids)
    return [
        Place(
            hearing,
            cases[hearing.case_id],
            names[hearing.case_id],
            begins[hearing.id],
            tuple(seat for seat in seats if seat.case_id == hearing.case_id),
            standings[hearing.case_id],
            hearing.case_id in walled,
        )
        for hearing in hearings
    ]


def _standings(
    work: Work, meeting: Meeting, case_ids: Sequence[UUID], seats: Iterable[Seat]
) -> dict[UUID, dict[UUID, Standing]]:
    """By case, by agency: those to be asked, those asked, and what they returned."""
    found: dict[UUID, dict[UUID, Standing]] = {case_id: {} for case_id in case_ids}
    seated = {(seat.case_id, seat.agency_id) for seat in seats}
    for seat in seats:
        if seat.kind in RESEARCHING:
            found[seat.case_id][seat.agency_id] = Standing.TO_ASK
    asked = work.all(select(Research).where(Research.meeting_id == meeting.id, col(Research.case_id).in_(case_ids)))
    answers = answers_to(work, asked)
    for research in asked:
        if research.returned_at or (research.case_id, research.agency_id) in seated:
            said = set(answers.get(research.id, {}).values())
            found[research.case_id][research.agency_id] = standing_of(research, said)
    return found


def standing_of(research: Research, said: set[ResearchAnswer]) -> Standing:
    if research.returned_at is None:
        return Standing.LATE if research.due_at < clock.now() else Standing.ASKED
    for answer, standing in (
        (ResearchAnswer.KNOWN, Standing.KNOWN),
        (ResearchAnswer.POSSIBLE, Standing.POSSIBLE),
        (ResearchAnswer.COULD_NOT_SEARCH, Standing.NOT_SEARCHED),
    ):
        if answer in said:
            return standing
    return Standing.NIL


def _walled(work: Work, case_ids: Sequence[UUID]) -> set[UUID]:
    """Cases with a wall in force: to be heard first or last, so that its times betray nothing (S19)."""
    now = clock.now()
    return set(
        work.all(
            select(Wall.case_id).where(
                col(Wall.case_id).in_(case_ids),
                col(Wall.from_at) <= now,
                col(Wall.until_at).is_(None) | (col(Wall.until_at) > now),
            )
        )
    )


def agencies_by_id(work: Work, ids: Iterable[UUID]) -> dict[UUID, Agency]:
    return work.by_id(Agency, ids)
