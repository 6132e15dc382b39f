"""Publishing a list: checks open, agencies are asked, and each disclosure is recorded apart (C22, S2)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Research
from agencies.operations.research import request_research
from agenda.models import Hearing, ListVersion, Meeting
from agenda.operations.acting import unready
from agenda.operations.apart import within
from agenda.operations.listing import open_seats, places, slots_of
from agenda.operations.partners import reached
from marac import clock
from marac.cases.models import Case
from marac.policy import meetings as policy
from marac.policy import walls as wall_policy
from marac.proceedings import MeetingStatus
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import SeatKind, Verdict

# Seats whose agencies are asked to look somebody up, the fullest first.
RESEARCHING = (SeatKind.CASE, SeatKind.CHECK)


def publish(work: Work, meeting: Meeting, times_known: bool = False) -> ListVersion:
    """A new version of the list: times stand, checks begin, those not yet asked for this meeting are asked.

    `times_known`: a walled case stays where somebody it is kept from is in the meeting (S19).
    """
    hearings = places(work, meeting)
    work.require(may_stand(work, meeting, hearings, times_known))
    seats = reached(work, open_seats(work, *(hearing.case_id for hearing in hearings)))
    unconfirmed = sum(hearing.seats_confirmed_at is None for hearing in hearings)
    verdict = policy.may_publish(work.viewer, meeting, len(hearings), unconfirmed)
    work.require(verdict, meeting, *hearings, *waiting(seats))
    work.meeting_id = meeting.id
    version = work.keep(_next_version(work, meeting))
    meeting.list_version, meeting.status = version.number, MeetingStatus.PUBLISHED
    meeting.version += 1
    work.log(Verb.LIST_PUBLISHED, version, meeting)
    begins, cases = slots_of(meeting, hearings), cases_by_id(work, hearings)
    asked = asked_already(work, meeting, seats)
    for hearing in hearings:
        hearing.slot_at = begins[hearing.id]
        hearing.listed_in = hearing.listed_in or version.number
        mine = [seat for seat in seats if seat.case_id == hearing.case_id]
        _disclose(work, version, hearing, cases[hearing.case_id], mine)
        _ask(work, meeting, hearing, mine, asked)
        work.announce(hearing.case_id, meeting_id=meeting.id)
    return version


def may_stand(work: Work, meeting: Meeting, hearings: Sequence[Hearing], times_known: bool) -> Verdict:
    """Whether each case has somebody to chair and coordinate it (S18), and walled ones a time apart (S19)."""
    cases = cases_by_id(work, hearings)
    if not (verdict := wall_policy.may_go_unled(work.viewer, unready(work, meeting, hearings, cases))):
        return verdict
    codes = sorted(cases[case_id].code for case_id in within(work, meeting, hearings))
    return wall_policy.may_ignore_times(work.viewer, codes, times_known)


def _next_version(work: Work, meeting: Meeting) -> ListVersion:
    return ListVersion(
        marac_id=meeting.marac_id,
        meeting_id=meeting.id,
        number=meeting.list_version + 1,
        published_by=work.viewer.member_id,
    )


def _disclose(work: Work, version: ListVersion, hearing: Hearing, case: Case, seats: Sequence[Seat]) -> None:
    """One event for each agency and case: its own officer must not learn from it who else is seated (S2, S5)."""
    reason = f"version {version.number}"
    work.log(Verb.LIST_PUBLISHED, hearing, case, reason=reason)
    for agency_id, held in _by_agency(seats):
        opening = waiting(held)
        for seat in opening:
            seat.from_at = clock.now()
        work.log(Verb.LIST_PUBLISHED, case, *opening, to=[agency_id], reason=reason)
    work.session.flush()


def waiting(seats: Iterable[Seat]) -> list[Seat]:
    """Check seats that open with the publication of the list."""
    return [seat for seat in seats if seat.from_at > clock.now()]


def _by_agency(seats: Iterable[Seat]) -> list[tuple[UUID, list[Seat]]]:
    held: dict[UUID, list[Seat]] = {}
    for seat in seats:
        held.setdefault(seat.agency_id, []).append(seat)
    return list(held.items())


def _ask(work: Work, meeting: Meeting, hearing: Hearing, seats: Sequence[Seat], asked: set[tuple[UUID, UUID]]) -> None:
    for agency_id, held in _by_agency(researching(seats)):
        if (hearing.case_id, agency_id) not in asked:
            fullest = min(held, key=lambda seat: (seat.member_id is not None, RESEARCHING.index(seat.kind)))
            request_research(work, hearing.case_id, agency_id, meeting.id, fullest, due_at(meeting))


def researching(seats: Iterable[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.kind in RESEARCHING]


def asked_already(work: Work, meeting: Meeting, seats: Iterable[Seat]) -> set[tuple[UUID, UUID]]:
    """(case, agency) of every request for this meeting that is answered, or whose seat still stands."""
    standing = {seat.id for seat in seats}
    made = work.all(select(Research).where(Research.meeting_id == meeting.id))
    return {(row.case_id, row.agency_id) for row in made if row.returned_at or row.seat_id in standing}


def to_ask(work: Work, meeting: Meeting, hearings: Sequence[Hearing]) -> list[tuple[str, int]]:
    """Agencies that publication would ask, and about how many cases."""
    seats = reached(work, open_seats(work, *(hearing.case_id for hearing in hearings)))
    new = {(seat.case_id, seat.agency_id) for seat in researching(seats)} - asked_already(work, meeting, seats)
    counted = Counter(agency_id for _, agency_id in new)
    names = work.all(select(Agency).where(col(Agency.id).in_(list(counted))).order_by(col(Agency.name)))
    return [(agency.name, counted[agency.id]) for agency in names]


def due_at(meeting: Meeting) -> datetime:
    """When research is due; for a case listed after that moment, by the meeting itself."""
    due = meeting.research_due_at
    return due if due and due > clock.now() else meeting.starts_at


def cases_by_id(work: Work, hearings: Iterable[Hearing]) -> dict[UUID, Case]:
    ids = [hearing.case_id for hearing in hearings]
    return {case.id: case for case in work.all(select(Case).where(col(Case.id).in_(ids)))}
