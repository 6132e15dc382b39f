"""A meeting as it was held: who came, each case called, noted, settled and closed, and its minutes issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from agencies.operations.lines import mark_said, shared_lines_on
from agenda.minutes.issuing import issue
from agenda.models import Hearing, Meeting
from agenda.operations.attendance import accept_statement, attend
from agenda.operations.hearings import Interim, answer, call, close_hearing, close_meeting, defer, open_meeting
from agenda.operations.minutes import approve
from agenda.operations.notes import write_note
from agenda.operations.observing import admit_observer
from marac import clock
from marac.cases.models import Case
from marac.demo.agreeing import agree_on
from marac.demo.listing import CHAIRS, COORDINATORS
from marac.demo.referring import Filed
from marac.demo.world import World
from marac.proceedings import DeferralReason, Presence
from marac.store.people import Member
from marac.store.work import Work
from marac.vocabulary import Role

NOTES = UUID("8c6f3a52-1d2e-4a57-9b3c-5f0e7d41aa10")
EACH = timedelta(minutes=12)
SAID = 3  # lines of a case that are marked said


@dataclass(frozen=True, slots=True)
class Table:
    """Who came to a meeting, by member; apologies with whether their information was sent."""

    present: Sequence[str]
    observers: Sequence[str] = ()
    apologies: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """A case put off, why, and what keeps the victim safe until then."""

    filed: Filed
    why: DeferralReason
    reason: str
    agency: str
    meanwhile: str


def hold(
    world: World, meeting_id: UUID, filed: Sequence[Filed], starts: datetime, table: Table, put_off: Sequence[Put] = ()
) -> None:
    """From the opening of the meeting to its close."""
    _open(world, meeting_id, starts - timedelta(minutes=6), table, filed[0].marac)
    for put in put_off:
        _put_off(world, put, starts)
    heard = [one for one in filed if one not in [put.filed for put in put_off]]
    before: UUID | None = None
    for number, one in enumerate(heard):
        begins = starts + number * EACH
        with world.as_(CHAIRS[one.marac], Role.CHAIR, begins, one.marac) as work:
            call(work, work.find(Hearing, one.hearing_id), before)
        with world.as_(COORDINATORS[one.marac], Role.COORDINATOR, begins + timedelta(minutes=2), one.marac) as work:
            with work.session.no_autoflush:
                _hear(world, work, one)
        if one is heard[0]:
            _let_in(world, one, table, begins + timedelta(minutes=1))
        before = one.hearing_id
    with world.as_(CHAIRS[filed[0].marac], Role.CHAIR, starts + len(heard) * EACH, filed[0].marac) as work:
        if before:
            close_hearing(work, work.find(Hearing, before))
        close_meeting(work, work.find(Meeting, meeting_id))


def _open(world: World, meeting_id: UUID, at: datetime, table: Table, marac: str) -> None:
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, at, marac) as work:
        meeting = work.find(Meeting, meeting_id)
        open_meeting(work, meeting)
        for member, sent in table.apologies:
            received = (at.date() - timedelta(days=1)).isoformat() if sent else ""
            absent = work.find(Member, world.member(member))
            attend(work, meeting, absent, Presence.APOLOGIES, information_sent=sent, information_received_on=received)
    comers = [(member, world.role_of(member, marac)) for member in table.present]
    comers += [(member, Role.OBSERVER) for member in table.observers]
    comers += [(CHAIRS[marac], Role.CHAIR), (COORDINATORS[marac], Role.COORDINATOR)]
    for member, role in comers:
        with world.as_(member, role, at + timedelta(minutes=2), marac) as work:
            accept_statement(work, work.find(Meeting, meeting_id))


def _let_in(world: World, filed: Filed, table: Table, at: datetime) -> None:
    """The observers, for this case alone: the chair asks them to leave before the next."""
    with world.as_(CHAIRS[filed.marac], Role.CHAIR, at, filed.marac) as work:
        for observer in table.observers:
            admit_observer(work, work.find(Hearing, filed.hearing_id), world.member(observer))


def _put_off(world: World, put: Put, at: datetime) -> None:
    with world.as_(CHAIRS[put.filed.marac], Role.CHAIR, at, put.filed.marac) as work:
        interim = Interim("PO08", put.meanwhile, world.agency(put.agency), at.date() + timedelta(days=2))
        defer(work, work.find(Hearing, put.filed.hearing_id), put.why, put.reason, interim)


def _hear(world: World, work: Work, filed: Filed) -> None:
    """What the minute taker records of one case."""
    discussion = filed.story.discussion
    hearing, case = work.find(Hearing, filed.hearing_id), work.find(Case, filed.case_id)
    for line in shared_lines_on(work, case.id)[:SAID]:
        mark_said(work, line, hearing.id)
    for number, remark in enumerate(discussion.remarks):
        with clock.at(clock.now() + timedelta(seconds=40 * number)):
            write_note(
                work,
                hearing,
                remark.text,
                client_id=uuid5(NOTES, f"{filed.code} {number}"),
                kind=remark.kind,
                agency_id=world.agency(remark.agency) if remark.agency else None,
                risk_to=remark.risk_to,
                for_perpetrators_side=remark.for_perpetrators_side,
            )
    for deed in discussion.deeds:
        agree_on(world, work, case, deed, hearing.id)
    by = (clock.today() + timedelta(days=1)).isoformat()
    told = {"teller_agency_id": world.agency(discussion.teller), "teller_method": discussion.teller_method}
    answers = {**told, "teller_by": by}
    reasons = {
        "no_voice_reason": discussion.no_voice,
        "no_perpetrator_action_reason": discussion.no_perpetrator,
    }
    answer(work, hearing, hearing.version, answers | {name: why for name, why in reasons.items() if why})


def issue_minutes(world: World, meeting_id: UUID, approved: datetime, marac: str) -> None:
    """The chair approves, the coordinator issues a day later."""
    with world.as_(CHAIRS[marac], Role.CHAIR, approved, marac) as work:
        approve(work, work.find(Meeting, meeting_id))
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, approved + timedelta(days=1), marac) as work:
        with work.session.no_autoflush:
            issue(work, work.find(Meeting, meeting_id))
