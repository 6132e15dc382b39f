"""Meetings and their lists: convene, list a case, order, remove (C20, C22; domain.md 1.6)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from agenda import timetable
from agenda.models import Hearing, Meeting
from agenda.operations import acting as acts
from agenda.operations.acting import Acting
from marac import clock
from marac.cases.models import Case
from marac.cases.operations import triage
from marac.cases.operations.seats import end_seat
from marac.policy import meetings as policy
from marac.proceedings import HearingStatus
from marac.store.people import Marac
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, SeatKind, Verdict

GONE = {HearingStatus.REMOVED, HearingStatus.DEFERRED}


def convene(
    work: Work,
    starts_at: datetime,
    venue: str,
    research_due_at: datetime | None = None,
    chair_id: UUID | None = None,
) -> Meeting:
    """A meeting that agencies can see coming; research is due one working day before at noon unless said otherwise."""
    work.require(policy.may_convene(work.viewer))
    due = research_due_at or timetable.research_due(starts_at, here(work).research_due_days, clock.now())
    meeting = work.keep(
        Meeting(
            marac_id=work.viewer.marac_id,
            starts_at=starts_at,
            venue=venue,
            chair_id=chair_id,
            research_due_at=due,
        )
    )
    work.meeting_id = meeting.id
    work.log(Verb.MEETING_CONVENED, meeting)
    work.session.flush()
    return meeting


def list_case(work: Work, case: Case, meeting: Meeting, minutes: int = 12, acting: Acting = acts.NOBODY) -> Hearing:
    """Put a case at the end of a meeting's list; a referral that waits is accepted by it (S3, domain.md 1.5).

    `acting`: who chairs and coordinates it where those of the meeting must not (S18).
    """
    place = places(work, meeting)
    work.require(acts.may_name(work, case) and acts.may_be_heard(work, case, meeting, acting))
    work.require(policy.may_list(work.viewer, case, meeting, len(place), here(work).cases_most), case, meeting)
    if case.status is not CaseStatus.ACCEPTED:
        triage.accept(work, case)
    case.status = CaseStatus.LISTED
    hearing = _place_in(work, case, meeting)
    hearing.position = max((other.position for other in place), default=0) + 1
    hearing.minutes = minutes
    acts.place(hearing, acting)
    meeting.version += 1
    work.meeting_id = meeting.id
    work.log(Verb.CASE_LISTED, hearing, case, meeting)
    work.session.flush()
    return hearing


def _place_in(work: Work, case: Case, meeting: Meeting) -> Hearing:
    """A new place, or the one from which the case was taken off this list before."""
    old = work.first(select(Hearing).where(Hearing.meeting_id == meeting.id, Hearing.case_id == case.id))
    if old is None:
        return work.keep(Hearing(marac_id=case.marac_id, case_id=case.id, meeting_id=meeting.id, position=0))
    work.require(policy.may_order(work.viewer, meeting), old)
    old.status = HearingStatus.LISTED
    old.listed_in = 0
    old.slot_at = old.seats_confirmed_at = old.seats_confirmed_by = None
    old.pinned = False
    return old


def places(work: Work, meeting: Meeting) -> list[Hearing]:
    """The cases on the list, in order; those taken off it left out."""
    found = work.all(
        select(Hearing)
        .where(Hearing.meeting_id == meeting.id, col(Hearing.status).not_in(GONE))
        .order_by(col(Hearing.position), col(Hearing.id))
    )
    return found


def slots_of(meeting: Meeting, hearings: Sequence[Hearing]) -> dict[UUID, datetime]:
    """When each case begins, in the order given."""
    begins = timetable.slots(meeting.starts_at, [hearing.minutes for hearing in hearings])
    return {hearing.id: at for hearing, at in zip(hearings, begins, strict=True)}


def ends_at(begins: datetime, hearing: Hearing) -> datetime:
    return begins + timedelta(minutes=hearing.minutes)


def may_move(work: Work, meeting: Meeting, hearing: Hearing) -> Verdict:
    return policy.may_move(work.viewer, meeting, hearing) and acts.may_lead(work, hearing)


def move(work: Work, hearing: Hearing, up: bool) -> None:
    """One place earlier or later, past those that are pinned; at the end of the list nothing changes."""
    meeting = work.find(Meeting, hearing.meeting_id)
    work.require(may_move(work, meeting, hearing), hearing, meeting)
    order = places(work, meeting)
    free = [number for number, other in enumerate(order) if not other.pinned]
    here_at = free.index(order.index(hearing))
    there_at = here_at - 1 if up else here_at + 1
    if 0 <= there_at < len(free):
        mine, other = free[here_at], free[there_at]
        order[mine], order[other] = order[other], order[mine]
    _keep_order(work, meeting, order, moved=hearing)


def suggest_order(work: Work, meeting: Meeting, last: Collection[UUID] = ()) -> None:
    """Children's cases together first, pinned cases where they are; `last`: cases to be heard after all others."""
    work.require(policy.may_order(work.viewer, meeting), meeting)
    order = places(work, meeting)
    cases = {case.id: case for case in work.all(select(Case).where(col(Case.id).in_([h.case_id for h in order])))}
    ordered = timetable.children_first(
        order,
        lambda place: cases[place.case_id].children > 0,
        lambda place: place.pinned,
        lambda place: place.case_id in last,
    )
    _keep_order(work, meeting, ordered)


def _keep_order(work: Work, meeting: Meeting, order: Sequence[Hearing], moved: Hearing | None = None) -> None:
    """Renumber, and record each case whose place changed in an event of its own: no event speaks of two cases."""
    work.meeting_id = meeting.id
    changed = [place for number, place in enumerate(order, start=1) if place.position != number]
    work.require(policy.may_order(work.viewer, meeting), *changed)
    for number, place in enumerate(order, start=1):
        place.position = number
    for place in changed:
        work.log(Verb.CASE_MOVED, place)
    work.log(Verb.CASE_MOVED, meeting, *([moved] if moved and moved not in changed else []))


def may_plan(work: Work, meeting: Meeting, hearing: Hearing) -> Verdict:
    return policy.may_order(work.viewer, meeting) and acts.may_lead(work, hearing)


def plan(work: Work, hearing: Hearing, minutes: int, pinned: bool) -> None:
    """How long a case may take, and whether it keeps its place when an order is suggested."""
    meeting = work.find(Meeting, hearing.meeting_id)
    work.require(may_plan(work, meeting, hearing), hearing, meeting)
    hearing.minutes = minutes
    hearing.pinned = pinned
    work.meeting_id = meeting.id
    work.log(Verb.CASE_MOVED, hearing, meeting, fields=["minutes", "pinned"])


def remove(work: Work, hearing: Hearing, reason: str, interim: str = "") -> None:
    """Take a case off a list; it waits, accepted, for another. Its checks end, since they were for this meeting."""
    meeting = work.find(Meeting, hearing.meeting_id)
    case = work.find(Case, hearing.case_id)
    verdict = policy.may_remove(work.viewer, meeting, hearing) and acts.may_lead(work, hearing)
    work.require(verdict, hearing, case, meeting)
    hearing.status = HearingStatus.REMOVED
    hearing.reason, hearing.interim = reason, interim
    case.status = CaseStatus.ACCEPTED
    meeting.version += 1
    work.meeting_id = meeting.id
    for seat in open_seats(work, case.id):
        if seat.kind is SeatKind.CHECK:
            end_seat(work, seat, "taken off the list")
    work.log(Verb.CASE_REMOVED, hearing, case, meeting, fields=["reason"])
    work.announce(case.id, meeting_id=meeting.id)


def open_seats(work: Work, *case_ids: UUID) -> list[Seat]:
    """Seats in force, and those that wait for the list to be published."""
    return work.all(
        select(Seat)
        .where(
            col(Seat.case_id).in_(case_ids),
            col(Seat.until_at).is_(None) | (col(Seat.until_at) > clock.now()),
        )
        .order_by(col(Seat.from_at), col(Seat.id))
    )


def here(work: Work) -> Marac:
    return work.find(Marac, work.viewer.marac_id)
